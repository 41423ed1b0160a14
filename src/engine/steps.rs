//! What each step does, and how it is judged.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use super::expect::{Hearing, Judged, Miss, answer, block_holds, judge, offends};
use super::player::{Halt, Player};
use super::transport::Transport;
use super::views::{Unseen, held, wants_mod_seq};
use crate::client::session::{Session, Stop};
use crate::scenario::{
    Action, ClientId, LineKind, PatternLine, Row, Step, Template, Verb, ViewPattern, When,
};
use crate::syntax::SyntaxErrorKind;
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;

/// What came of waiting for answers.
#[derive(Default)]
struct Told {
    tags: Vec<Vec<u8>>,
    complete: bool,
    stop: Option<Stop>,
}

/// Steps within steps need a future of known size.
type Steps<'f> = Pin<Box<dyn Future<Output = Result<(), Halt>> + Send + 'f>>;

impl Player<'_> {
    /// Plays steps in order.
    pub(super) fn steps<'f>(&'f mut self, steps: &'f [Step]) -> Steps<'f> {
        Box::pin(async move {
            for step in steps {
                if step.when.iter().any(|when| !self.applies(when)) {
                    continue;
                }
                if Instant::now() >= self.deadline {
                    return Err(self.too_late(step));
                }
                self.step(step).await?;
            }
            Ok(())
        })
    }

    fn applies(&self, when: &When) -> bool {
        when.any.iter().any(|name| self.stage.facts.has(name)) != when.negated
    }

    fn too_late(&mut self, step: &Step) -> Halt {
        let message =
            format!("the scenario took longer than {} s", self.scenario.timeout.as_secs());
        let miss = Miss { message, evidence: None, span: step.span };
        let halt = self.miss(step, None, miss, false);
        halt.err().unwrap_or(Halt::Failed { alive: false })
    }

    async fn step(&mut self, step: &Step) -> Result<(), Halt> {
        match &step.action {
            Action::Do { clients, verb } => {
                for &id in clients {
                    self.act(step, id, verb).await?;
                }
                Ok(())
            }
            Action::Race(commands) => self.race(step, commands).await,
            Action::Check(checks) => {
                for check in checks {
                    let (holds, left, right) = self.values.holds(self.scenario, check)?;
                    if !holds {
                        let message = format!(
                            "`{}` does not hold: {left} {} {right}",
                            check.text,
                            check.op.symbol()
                        );
                        let miss = Miss { message, evidence: None, span: check.span };
                        self.miss(step, None, miss, true)?;
                    }
                }
                Ok(())
            }
            Action::Each(rows) => self.rows(rows).await,
            Action::Use { steps, .. } => self.steps(steps).await,
            Action::Set(values) => {
                for (name, template) in values {
                    let value = self.values.raw(self.scenario, template)?;
                    self.values.captured.insert(name.clone(), value);
                }
                Ok(())
            }
        }
    }

    /// Rows stand for themselves: a failed one does not end the scenario, as long as the clients
    /// can go on.
    async fn rows(&mut self, rows: &[Row]) -> Result<(), Halt> {
        let outer = self.row.clone();
        let mut failed = false;
        for row in rows {
            self.row = Some(row.label.clone());
            match self.steps(&row.steps).await {
                Ok(()) => {}
                Err(Halt::Failed { alive: true }) => failed = true,
                Err(halt) => {
                    self.row = outer;
                    return Err(halt);
                }
            }
        }
        self.row = outer;
        if failed { Err(Halt::Failed { alive: true }) } else { Ok(()) }
    }

    async fn act(&mut self, step: &Step, id: ClientId, verb: &Verb) -> Result<(), Halt> {
        self.lenient = false;
        match verb {
            Verb::Connects | Verb::Reconnects | Verb::LogsIn => {
                return self.comes(step, id, verb).await;
            }
            _ => {}
        }
        let Some(mut session) = self.clients[id.0].session.take() else {
            let name = &self.scenario.clients[id.0].name;
            return Err(Halt::Error(format!("`{name}` is not connected in step {}", step.number)));
        };
        session.inbox.clear();
        let result = self.with(step, id, verb, &mut session).await;
        self.clients[id.0].session = Some(session);
        result
    }

    /// `connects`, `reconnects`, `logs in`.
    async fn comes(&mut self, step: &Step, id: ClientId, verb: &Verb) -> Result<(), Halt> {
        let again = matches!(verb, Verb::Reconnects);
        if again || matches!(verb, Verb::Connects) {
            if let Some(mut old) = self.clients[id.0].session.take() {
                old.disconnect().await;
            }
            if let Err(stop) = self.connect(id).await {
                return self.miss(step, Some(id), gone(step, &stop), false);
            }
            self.greeted(step, id).await?;
        }
        if (again && self.clients[id.0].logged_in) || matches!(verb, Verb::LogsIn) {
            let begun = Instant::now();
            if let Err(why) = self.log_in(id).await {
                let miss = Miss { message: why, evidence: None, span: step.span };
                return self.miss(step, Some(id), miss, false);
            }
            self.measure("login", id, begun.elapsed());
        }
        Ok(())
    }

    /// Holds the greeting against what the step expects of it, where it says.
    async fn greeted(&mut self, step: &Step, id: ClientId) -> Result<(), Halt> {
        if step.expect.is_none() && step.never.is_none() {
            return Ok(());
        }
        let Some(mut session) = self.clients[id.0].session.take() else { return Ok(()) };
        // It is there: nothing more is waited for.
        let told = Told { complete: true, ..Told::default() };
        let result = self.judged(step, id, &mut session, told, Instant::now()).await;
        self.clients[id.0].session = Some(session);
        result
    }

    async fn with(
        &mut self,
        step: &Step,
        id: ClientId,
        verb: &Verb,
        session: &mut Session,
    ) -> Result<(), Halt> {
        let limit = step.within.unwrap_or(self.stage.limits.command);
        let deadline = self.until(limit);
        let scenario = self.scenario;
        let begun = Instant::now();
        match verb {
            Verb::Command(text) => {
                let command = self.values.command(scenario, text)?;
                let word = first_word(&command);
                self.lenient = is_refusal_of_nonsense(step, &command);
                let packed = self.transport(scenario.clients[id.0].tls) == Transport::Packed;
                let told = if packed && may_be_packed(step, &word) {
                    let mut told = ask(session, &[command, b"CAPABILITY".to_vec()], deadline).await;
                    told.tags.truncate(1);
                    told
                } else {
                    ask(session, &[command], deadline).await
                };
                let fine = told.stop.is_none();
                self.judged(step, id, session, told, deadline).await?;
                if fine {
                    self.timed(&word, id, begun.elapsed());
                    self.changed = Some(Instant::now());
                }
                Ok(())
            }
            Verb::Pipelines(texts) => {
                let commands = texts
                    .iter()
                    .map(|text| self.values.command(scenario, text))
                    .collect::<Result<Vec<_>, _>>()?;
                let told = ask(session, &commands, deadline).await;
                let result = self.judged(step, id, session, told, deadline).await;
                self.changed = Some(Instant::now());
                result
            }
            Verb::Starts(text) => {
                let command = self.values.command(scenario, text)?;
                let told = start(session, command, deadline).await;
                self.begun(id, &told);
                self.judged(step, id, session, told, deadline).await
            }
            Verb::Idles => {
                let told = start(session, b"IDLE".to_vec(), deadline).await;
                self.begun(id, &told);
                if told.complete && step.expect.is_none() {
                    let message = "expected a continuation request, IDLE was completed".to_owned();
                    let miss = Miss { message, evidence: None, span: step.span };
                    return self.miss(step, Some(id), miss, true);
                }
                self.judged(step, id, session, told, deadline).await
            }
            Verb::Continues(text) => {
                let line = self.values.raw(scenario, text)?;
                let line = line.strip_suffix(b"\n").unwrap_or(&line).to_vec();
                let told = self.go_on(id, session, &line, deadline, false).await;
                self.judged(step, id, session, told, deadline).await
            }
            Verb::IsDone => {
                let told = self.go_on(id, session, b"DONE", deadline, true).await;
                self.judged(step, id, session, told, deadline).await
            }
            Verb::SendsRaw(text) => {
                let octets = self.values.raw(scenario, text)?;
                let stop = session.send_raw(&octets, deadline).await.err();
                if step.expect.is_none() && step.never.is_none() {
                    return Ok(());
                }
                let told = Told { stop, ..Told::default() };
                let result = self.judged(step, id, session, told, deadline).await;
                self.changed = Some(Instant::now());
                result
            }
            Verb::Waits(time)
                if step.expect.is_some() && step.never.is_none() && step.exactly.is_empty() =>
            {
                // Nothing is forbidden: no need to wait longer than until what is expected is there.
                let limit = self.until(*time);
                self.judged(step, id, session, Told::default(), limit).await
            }
            Verb::Waits(time) => {
                let stop = listen(session, self.until(*time)).await;
                let told = Told { stop, ..Told::default() };
                // The time is up: what is expected must be there.
                self.judged(step, id, session, told, Instant::now()).await
            }
            Verb::Sees(pattern) => self.view(step, id, session, pattern, false).await,
            Verb::Finds(pattern) => self.view(step, id, session, pattern, true).await,
            Verb::StartsTls => match self.start_tls(session).await {
                Ok(()) => Ok(()),
                Err(stop) => self.miss(step, Some(id), gone(step, &stop), false),
            },
            Verb::Handshakes => {
                let done = session.start_tls(self.stage.running.verify, limit).await;
                let may_close = step.expect.as_ref().is_some_and(|e| {
                    let closes = |l: &PatternLine| l.kind == LineKind::Closed;
                    e.outcomes.iter().any(|o| o.block.lines.iter().any(closes))
                });
                match done {
                    Ok(()) => Ok(()),
                    Err(_) if may_close => Ok(()),
                    Err(stop) => self.miss(step, Some(id), gone(step, &stop), false),
                }
            }
            // The run's transport may have compressed it already.
            Verb::Compresses if session.view().compressed() => Ok(()),
            Verb::Compresses => match self.simple(session, b"COMPRESS DEFLATE".to_vec()).await {
                Ok(()) => {
                    session.start_deflate();
                    Ok(())
                }
                Err(message) => {
                    let miss = Miss { message, evidence: None, span: step.span };
                    self.miss(step, Some(id), miss, false)
                }
            },
            Verb::Deflates => {
                session.start_deflate();
                Ok(())
            }
            Verb::HalfCloses => match session.half_close().await {
                Ok(()) => Ok(()),
                Err(stop) => self.miss(step, Some(id), gone(step, &stop), false),
            },
            Verb::Disconnects => {
                session.disconnect().await;
                Ok(())
            }
            Verb::Aborts => {
                session.abort();
                Ok(())
            }
            Verb::Connects | Verb::Reconnects | Verb::LogsIn => Ok(()),
        }
    }

    fn begun(&mut self, id: ClientId, told: &Told) {
        self.clients[id.0].open = match told.complete {
            true => None,
            false => told.tags.first().cloned(),
        };
    }

    /// A line for the command in progress, and its answer.
    async fn go_on(
        &mut self,
        id: ClientId,
        session: &mut Session,
        line: &[u8],
        deadline: Instant,
        to_the_end: bool,
    ) -> Told {
        let tag = self.clients[id.0].open.clone().unwrap_or_else(|| session.last_tag());
        let mut told = Told { tags: vec![tag.clone()], ..Told::default() };
        if let Err(stop) = session.send_line(line, deadline).await {
            told.stop = Some(stop);
        } else if to_the_end {
            match session.completed(&tag, deadline).await {
                Ok(_) => told.complete = true,
                Err(stop) => told.stop = Some(stop),
            }
        } else {
            match session.continued_or_completed(&tag, deadline).await {
                Ok(status) => told.complete = status.is_some(),
                Err(stop) => told.stop = Some(stop),
            }
        }
        if told.complete {
            self.clients[id.0].open = None;
        }
        told
    }

    /// Holds what came against `expect` and `never`. Where more may come until `deadline` (octets
    /// sent raw, a limit that the script gives), it is waited for.
    async fn judged(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
        told: Told,
        deadline: Instant,
    ) -> Result<(), Halt> {
        let raw = told.tags.is_empty();
        let mut stop = told.stop;
        let needs_end = step.expect.as_ref().is_some_and(|e| {
            e.outcomes.iter().any(|o| o.block.lines.iter().any(|l| l.kind == LineKind::Closed))
        });
        let patient = raw || step.within.is_some() || needs_end;
        loop {
            let hearing = Hearing {
                inbox: &session.inbox,
                tags: &told.tags,
                complete: told.complete || !matches!(stop, None | Some(Stop::TimedOut(_))),
                closed: session.ended().is_some(),
            };
            if let Some(never) = &step.never
                && let Some(miss) = offends(self.scenario, &self.values, never, &hearing)?
            {
                return self.miss(step, Some(id), miss, true);
            }
            if raw && step.expect.is_none() {
                // Only `never`: listen as long as there is time.
                match session.receive(deadline).await {
                    Ok(_) => continue,
                    Err(_) => return Ok(()),
                }
            }
            let judged =
                judge(self.scenario, &mut self.values, step, step.expect.as_ref(), &hearing)?;
            let miss = match judged {
                Judged::Holds if !told.complete && stop.is_some() && !raw && !hearing.closed => {
                    // Nothing wrong was said, but the answer is missing.
                    let stop = stop.clone().unwrap_or(Stop::NotConnected);
                    return self.miss(step, Some(id), gone(step, &stop), false);
                }
                Judged::Holds => return Ok(()),
                Judged::Warned(outcome) => {
                    self.warn(step, Some(id), outcome);
                    return Ok(());
                }
                Judged::Broken(miss) => miss,
            };
            let more = patient && !hearing.closed && Instant::now() < deadline;
            if more {
                match session.receive(deadline).await {
                    Ok(_) => continue,
                    Err(error @ Stop::TimedOut(_)) => stop = stop.or(Some(error)),
                    // What ended the connection may be what is expected.
                    Err(error) => {
                        let first = stop.is_none();
                        stop = Some(error);
                        if first {
                            continue;
                        }
                    }
                }
            }
            let alive = stop.is_none() || (raw && matches!(stop, Some(Stop::TimedOut(_))));
            let miss = match (&stop, alive) {
                (Some(stop), false) => {
                    Miss { message: format!("{} ({stop})", miss.message), ..miss }
                }
                _ => miss,
            };
            return self.miss(step, Some(id), miss, alive);
        }
    }

    /// Commands of several clients at once.
    async fn race(&mut self, step: &Step, commands: &[(ClientId, Template)]) -> Result<(), Halt> {
        let deadline = self.until(step.within.unwrap_or(self.stage.limits.command));
        let mut runners = Vec::new();
        for (id, text) in commands {
            let command = self.values.command(self.scenario, text)?;
            let Some(mut session) = self.clients[id.0].session.take() else {
                return Err(Halt::Error(format!(
                    "step {}: a client is not connected",
                    step.number
                )));
            };
            session.inbox.clear();
            runners.push(async move {
                let told = ask(&mut session, &[command], deadline).await;
                (*id, session, told)
            });
        }
        let done = futures::future::join_all(runners).await;
        self.changed = Some(Instant::now());
        let result = self.race_judged(step, &done);
        for (id, session, _) in done {
            self.clients[id.0].session = Some(session);
        }
        result
    }

    fn race_judged(&mut self, step: &Step, done: &[(ClientId, Session, Told)]) -> Result<(), Halt> {
        let hearing = |session: &'_ Session, told: &'_ Told| -> (bool, bool) {
            (told.complete, session.ended().is_some())
        };
        if let Some((id, _, told)) = done.iter().find(|(_, _, told)| told.stop.is_some()) {
            let stop = told.stop.clone().unwrap_or(Stop::NotConnected);
            return self.miss(step, Some(*id), gone(step, &stop), false);
        }
        if step.outcomes.is_empty() {
            for (id, session, told) in done {
                let (complete, closed) = hearing(session, told);
                let hearing = Hearing { inbox: &session.inbox, tags: &told.tags, complete, closed };
                let expect = step.expect.as_ref();
                match judge(self.scenario, &mut self.values, step, expect, &hearing)? {
                    Judged::Holds => {}
                    Judged::Warned(outcome) => self.warn(step, Some(*id), outcome),
                    Judged::Broken(miss) => self.miss(step, Some(*id), miss, true)?,
                }
            }
            return Ok(());
        }
        let mut first: Option<(ClientId, Miss)> = None;
        for outcome in &step.outcomes {
            let mut values = self.values.clone();
            let mut missed = None;
            for (id, session, told) in done {
                let Some((_, block)) = outcome.blocks.iter().find(|(who, _)| who == id) else {
                    continue;
                };
                let (complete, closed) = hearing(session, told);
                let hearing = Hearing { inbox: &session.inbox, tags: &told.tags, complete, closed };
                if let Some(miss) = block_holds(self.scenario, &mut values, step, block, &hearing)?
                {
                    missed = Some((*id, miss));
                    break;
                }
            }
            match missed {
                None => {
                    self.values = values;
                    if outcome.warn {
                        let evidence = done.last().and_then(|(_, session, told)| {
                            let (complete, closed) = hearing(session, told);
                            answer(&Hearing {
                                inbox: &session.inbox,
                                tags: &told.tags,
                                complete,
                                closed,
                            })
                        });
                        let message = "this outcome of the race is allowed, but not what should \
                                       be done";
                        let span = outcome.span;
                        self.warn(step, None, Miss { message: message.to_owned(), evidence, span });
                    }
                    return Ok(());
                }
                Some(missed) => first = first.or(Some(missed)),
            }
        }
        let Some((id, miss)) = first else { return Ok(()) };
        let message = format!("none of the accepted outcomes of the race: {}", miss.message);
        self.miss(step, Some(id), Miss { message, ..miss }, true)
    }

    /// `sees` and `finds`: until the view holds the pattern, or time is up.
    async fn view(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
        pattern: &ViewPattern,
        asks: bool,
    ) -> Result<(), Halt> {
        let begun = self.changed.unwrap_or_else(Instant::now);
        let deadline = self.until(step.within.unwrap_or(self.stage.limits.view));
        let idle = self.clients[id.0].open.is_some();
        let scenario = self.scenario;
        let mut pause = Duration::from_millis(10);
        // `finds` believes only what was asked for in this step.
        let mut asked = !asks;
        let mut nudged = false;
        loop {
            if let Some(never) = &step.never {
                let closed = session.ended().is_some();
                let hearing = Hearing { inbox: &session.inbox, tags: &[], complete: false, closed };
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
        let limit = step.within.unwrap_or(self.stage.limits.view);
        let alive = matches!(stop, Stop::TimedOut(_)) && session.view().pending().is_empty();
        let message = match stop {
            Stop::TimedOut(_) => format!("not within {}: {}", seconds(limit), unseen.message),
            other => format!("{} ({other})", unseen.message),
        };
        let evidence = session.inbox.last().map(|r| crate::finding::Evidence {
            entry: r.entry,
            start: 0,
            end: r.octets.len().saturating_sub(2),
        });
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
        let tags = session.send_commands(&[b"NOOP".to_vec()], deadline).await?;
        session.completed(tags.first().map_or(b"", Vec::as_slice), deadline).await?;
        let filled = session.view().selected().and_then(|s| s.exists).is_some_and(|n| n > 0);
        if asks && filled {
            let mod_seq = if wants_mod_seq(pattern) { " MODSEQ" } else { "" };
            let uid = if session.view().is_enabled("UIDONLY") { "UID " } else { "" };
            let fetch = format!("{uid}FETCH 1:* (UID FLAGS{mod_seq})");
            let tags = session.send_commands(&[fetch.into_bytes()], deadline).await?;
            session.completed(tags.first().map_or(b"", Vec::as_slice), deadline).await?;
        }
        Ok(())
    }

    /// Figures of the report: retrieval and search.
    fn timed(&mut self, word: &str, id: ClientId, time: Duration) {
        let name = match word {
            "FETCH" => "fetch",
            "SEARCH" => "search",
            "APPEND" => "append",
            "SELECT" | "EXAMINE" => "select",
            _ => return,
        };
        self.measure(name, id, time);
    }
}

/// Commands, and all their tagged responses.
async fn ask(session: &mut Session, commands: &[Vec<u8>], deadline: Instant) -> Told {
    let mut told = Told::default();
    match session.send_commands(commands, deadline).await {
        Ok(tags) => told.tags = tags,
        // What was said before the connection broke is still to be read.
        Err(stop @ Stop::Closed { .. }) => {
            told.stop = listen(session, deadline).await.or(Some(stop));
            told.tags = vec![session.last_tag()];
            return told;
        }
        Err(stop) => {
            told.stop = Some(stop);
            told.tags = vec![session.last_tag()];
            return told;
        }
    }
    for tag in told.tags.clone() {
        if let Err(stop) = session.completed(&tag, deadline).await {
            told.stop = Some(stop);
            return told;
        }
    }
    told.complete = true;
    told
}

/// A command, and the continuation request or tagged response to it.
async fn start(session: &mut Session, command: Vec<u8>, deadline: Instant) -> Told {
    let mut told = Told::default();
    match session.send_commands(&[command], deadline).await {
        Ok(tags) => told.tags = tags,
        Err(stop) => {
            told.stop = Some(stop);
            told.tags = vec![session.last_tag()];
            return told;
        }
    }
    let tag = told.tags.first().cloned().unwrap_or_default();
    match session.continued_or_completed(&tag, deadline).await {
        Ok(status) => told.complete = status.is_some(),
        Err(stop) => told.stop = Some(stop),
    }
    told
}

/// Takes in what comes until `deadline`. What ends it, other than time.
async fn listen(session: &mut Session, deadline: Instant) -> Option<Stop> {
    loop {
        match session.receive(deadline).await {
            Ok(_) => {}
            Err(Stop::TimedOut(_)) => return None,
            Err(stop) => return Some(stop),
        }
    }
}

fn gone(step: &Step, stop: &Stop) -> Miss {
    Miss { message: stop.to_string(), evidence: None, span: step.span }
}

/// Whether the command is none by the grammar, and the step asks only that it be refused, without
/// naming a section of its own that demands it.
fn is_refusal_of_nonsense(step: &Step, command: &[u8]) -> bool {
    let refuses = |line: &PatternLine| match &line.kind {
        LineKind::Tagged { statuses, .. } => !statuses.contains(&crate::scenario::Status::Ok),
        _ => false,
    };
    let only_refused = step
        .expect
        .as_ref()
        .is_some_and(|e| e.outcomes.iter().all(|o| o.warn || o.block.lines.iter().all(refuses)));
    let octets = [b"A ", command, b"\r\n"].concat();
    let wrong = || {
        parse::command(&octets, &Dialect::everything())
            .is_err_and(|error| error.kind == SyntaxErrorKind::Wrong)
    };
    only_refused && step.spec.is_empty() && wrong()
}

/// Whether another command may follow in the same segment: none of the script's expectations could
/// be met or broken by its answer, and the command leaves the connection as it is.
fn may_be_packed(step: &Step, word: &str) -> bool {
    const ALONE: [&str; 8] = [
        "STARTTLS",
        "AUTHENTICATE",
        "LOGIN",
        "COMPRESS",
        "IDLE",
        "LOGOUT",
        "CAPABILITY",
        "UNAUTHENTICATE",
    ];
    step.never.is_none() && step.exactly.is_empty() && !ALONE.contains(&word)
}

fn first_word(command: &[u8]) -> String {
    let mut words =
        command.split(|&b| b == b' ').map(|w| String::from_utf8_lossy(w).to_uppercase());
    match words.next() {
        Some(uid) if uid == "UID" => words.next().unwrap_or_default(),
        Some(word) => word,
        None => String::new(),
    }
}

fn seconds(time: Duration) -> String {
    match time.as_millis() {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}
