//! `sees` and `finds`: until a client's view holds the pattern, or time is up.

use std::time::Duration;

use tokio::time::Instant;

use super::exchange::hearing;
use crate::client::session::{Session, Stop};
use crate::engine::expect::{Miss, offends, shown::whole};
use crate::engine::meaning::Trees;
use crate::engine::player::{Halt, Player};
use crate::engine::views::{Unseen, held, wants_mod_seq};
use crate::scenario::{ClientId, Step, ViewPattern};

impl Player<'_> {
    /// `sees` and `finds`: until the view holds the pattern, or time is up.
    pub(super) async fn view(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
        pattern: &ViewPattern,
        asks: bool,
    ) -> Result<(), Halt> {
        let begun = self.changed.unwrap_or_else(Instant::now);
        let deadline = self.until(self.stage.limits.of(step));
        let idle = self.clients[id.0].open.is_some();
        let scenario = self.scenario;
        let mut pause = Duration::from_millis(10);
        // `finds` believes only what was asked for in this step.
        let mut asked = !asks;
        let mut nudged = false;
        let mut trees = Trees::new();
        loop {
            if let Some(never) = &step.never {
                let hearing = hearing(&mut trees, session, &[], false);
                if let Some(miss) = offends(scenario, &self.values, never, &hearing)? {
                    return self.miss(step, Some(id), miss, true);
                }
            }
            let unseen = held(scenario, &mut self.values, pattern, session.view(), &session.inbox)?;
            if asked && unseen.is_none() {
                let name = if idle { "idle-latency" } else { "sync-latency" };
                self.measure(name, id, begun.elapsed());
                return Ok(());
            }
            let heard = if Instant::now() >= deadline {
                Err(Stop::TimedOut("time is up".to_owned()))
            } else if idle {
                session.receive(deadline).await.map(drop)
            } else if nudged {
                let until = (Instant::now() + pause).min(deadline);
                pause = (pause * 2).min(Duration::from_millis(500));
                nudged = false;
                match session.receive(until).await {
                    Ok(_) | Err(Stop::TimedOut(_)) => Ok(()),
                    Err(stop) => Err(stop),
                }
            } else {
                nudged = true;
                asked = true;
                self.nudge(session, pattern, asks, deadline).await
            };
            if let Err(stop) = heard {
                let message = "it was not asked for in time".to_owned();
                let unseen = unseen.unwrap_or(Unseen { message, span: step.span });
                return self.not_seen(step, id, session, unseen, &stop);
            }
        }
    }

    fn not_seen(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &Session,
        unseen: Unseen,
        stop: &Stop,
    ) -> Result<(), Halt> {
        let limit = self.stage.limits.of(step);
        let alive = matches!(stop, Stop::TimedOut(_)) && session.view().pending().is_empty();
        let message = match stop {
            Stop::TimedOut(_) => format!("not within {}: {}", seconds(limit), unseen.message),
            other => format!("{} ({other})", unseen.message),
        };
        let evidence = session.inbox.last().map(whole);
        self.miss(step, Some(id), Miss { message, evidence, span: unseen.span }, alive)
    }

    /// NOOP, and for `finds` FETCH: what gives the server occasion to tell.
    async fn nudge(
        &self,
        session: &mut Session,
        pattern: &ViewPattern,
        asks: bool,
        deadline: Instant,
    ) -> Result<(), Stop> {
        session.ask(b"NOOP", deadline).await?;
        let filled = session.view().selected().and_then(|s| s.exists).is_some_and(|n| n > 0);
        if asks && filled {
            let mod_seq = if wants_mod_seq(pattern) { " MODSEQ" } else { "" };
            let uid = if session.view().is_enabled("UIDONLY") { "UID " } else { "" };
            let fetch = format!("{uid}FETCH 1:* (UID FLAGS{mod_seq})");
            session.ask(fetch.as_bytes(), deadline).await?;
        }
        Ok(())
    }
}

fn seconds(time: Duration) -> String {
    match time.as_millis() {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}
