//! What came is held against what the step wants; where more may come, it is waited for.

use tokio::time::Instant;

use super::exchange::{Told, hearing};
use crate::client::session::{Session, Stop};
use crate::engine::expect::{Judged, Miss, judge, offends};
use crate::engine::meaning::Trees;
use crate::engine::player::{Halt, Player};
use crate::scenario::{ClientId, Step};

impl Player<'_> {
    /// Holds what came against `expect` and `never`. Where more may come until `deadline` (octets
    /// sent raw, a limit that the script gives, an end that it expects), it is waited for.
    pub(super) async fn judged(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
        told: Told,
        deadline: Instant,
    ) -> Result<(), Halt> {
        let raw = told.tags.is_empty();
        let mut stop = told.stop;
        let patient = raw || step.within.is_some() || step.may_close();
        let mut trees = Trees::new();
        loop {
            let complete = told.complete || !matches!(stop, None | Some(Stop::TimedOut(_)));
            let hearing = hearing(&mut trees, session, &told.tags, complete);
            let closed = hearing.closed;
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
            let expect = step.expect.as_ref();
            let (miss, settled) =
                match judge(self.scenario, &mut self.values, step, expect, &hearing)? {
                    Judged::Holds => match &stop {
                        // Nothing wrong was said, but the answer is missing.
                        Some(stop) if !told.complete && !raw && !closed => {
                            return self.gone(step, id, stop);
                        }
                        _ => return Ok(()),
                    },
                    Judged::Warned(outcome) => {
                        self.warn(step, Some(id), outcome);
                        return Ok(());
                    }
                    Judged::Broken { miss, settled } => (miss, settled),
                };
            if patient && !settled && !closed && Instant::now() < deadline {
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
}
