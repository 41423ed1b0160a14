//! Commands of several clients at once.

use tokio::time::Instant;

use super::exchange::{Told, ask, hearing};
use crate::client::session::{Session, Stop};
use crate::engine::expect::shown::answer;
use crate::engine::expect::{Judged, Miss, block_holds, judge};
use crate::engine::meaning::Trees;
use crate::engine::player::{Halt, Player};
use crate::engine::values::{ValueError, Values};
use crate::scenario::{ClientId, RaceOutcome, Step, Template};

/// A client that has run.
struct Runner {
    id: ClientId,
    session: Session,
    told: Told,
    trees: Trees,
}

impl Player<'_> {
    /// Sends the commands at once, and judges what came of it.
    pub(super) async fn race(
        &mut self,
        step: &Step,
        commands: &[(ClientId, Template)],
    ) -> Result<(), Halt> {
        let deadline = self.until(self.stage.limits.of(step));
        let mut running = Vec::new();
        for &(id, ref text) in commands {
            let command = self.said(text)?;
            let mut session = self.take(step, id)?;
            running.push(async move {
                let told = ask(&mut session, &[command], deadline).await;
                Runner { id, session, told, trees: Trees::new() }
            });
        }
        let mut runners = futures::future::join_all(running).await;
        self.changed = Some(Instant::now());
        let result = self.finished(step, &mut runners);
        for Runner { id, session, .. } in runners {
            self.clients[id.0].session = Some(session);
        }
        result
    }

    fn finished(&mut self, step: &Step, runners: &mut [Runner]) -> Result<(), Halt> {
        if let Some(Runner { id, told, .. }) = runners.iter().find(|r| r.told.stop.is_some()) {
            let stop = told.stop.clone().unwrap_or(Stop::NotConnected);
            return self.miss(step, Some(*id), Miss::of(step, stop.to_string()), false);
        }
        if step.outcomes.is_empty() {
            return self.each_by_itself(step, runners);
        }
        let mut first: Option<(ClientId, Miss)> = None;
        for outcome in &step.outcomes {
            let mut values = self.values.clone();
            let Some(missed) = self.missed(step, outcome, &mut values, runners)? else {
                self.values = values;
                if outcome.warn {
                    let evidence =
                        runners.last_mut().and_then(|Runner { session, told, trees, .. }| {
                            answer(&hearing(trees, session, &told.tags, told.complete))
                        });
                    let message =
                        "this outcome of the race is allowed, but not what should be done";
                    let span = outcome.span;
                    self.warn(step, None, Miss { message: message.to_owned(), evidence, span });
                }
                return Ok(());
            };
            first = first.or(Some(missed));
        }
        let Some((id, miss)) = first else { return Ok(()) };
        let message = format!("none of the accepted outcomes of the race: {}", miss.message);
        self.miss(step, Some(id), Miss { message, ..miss }, true)
    }

    /// Without outcomes each client's answer is judged for itself.
    fn each_by_itself(&mut self, step: &Step, runners: &mut [Runner]) -> Result<(), Halt> {
        for Runner { id, session, told, trees } in runners {
            let hearing = hearing(trees, session, &told.tags, told.complete);
            let expect = step.expect.as_ref();
            match judge(self.scenario, &mut self.values, step, expect, &hearing)? {
                Judged::Holds => {}
                Judged::Warned(outcome) => self.warn(step, Some(*id), outcome),
                Judged::Broken { miss, .. } => self.miss(step, Some(*id), miss, true)?,
            }
        }
        Ok(())
    }

    /// The first client that did not get what the outcome has for it.
    fn missed(
        &self,
        step: &Step,
        outcome: &RaceOutcome,
        values: &mut Values,
        runners: &mut [Runner],
    ) -> Result<Option<(ClientId, Miss)>, ValueError> {
        for Runner { id, session, told, trees } in runners {
            let Some((_, block)) = outcome.blocks.iter().find(|(who, _)| who == id) else {
                continue;
            };
            let hearing = hearing(trees, session, &told.tags, told.complete);
            if let Some(miss) = block_holds(self.scenario, values, step, block, &hearing)? {
                return Ok(Some((*id, miss)));
            }
        }
        Ok(None)
    }
}
