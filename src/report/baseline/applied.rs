//! A baseline at work: verdicts are changed before any report sees them.

use std::collections::BTreeSet;

use super::Baseline;
use crate::engine::event::{Event, RunFinished};
use crate::engine::run::count;
use crate::finding::Verdict;

/// Applies a baseline to a run's events on their way to the reports.
pub struct Applied {
    baseline: Baseline,
    used: BTreeSet<usize>,
    played: BTreeSet<String>,
    sum: RunFinished,
}

impl Applied {
    /// With this baseline (an empty one changes nothing).
    pub fn new(baseline: Baseline) -> Self {
        Self {
            baseline,
            used: BTreeSet::new(),
            played: BTreeSet::new(),
            sum: RunFinished::default(),
        }
    }

    /// The event as the baseline has it.
    pub fn event(&mut self, mut event: Event) -> Event {
        match &mut event {
            Event::ScenarioFinished(scenario) => {
                self.baseline.judge(scenario, &mut self.used);
                if !matches!(
                    scenario.verdict,
                    Verdict::Unsupported(_) | Verdict::Blocked(_) | Verdict::Error(_)
                ) {
                    self.played.insert(scenario.id.clone());
                }
                count(&mut self.sum, scenario);
            }
            Event::RunFinished(sum) => {
                let stale = self.baseline.stale(&self.played, &self.used);
                *sum = RunFinished { stale, duration: sum.duration, ..self.sum.clone() };
            }
            _ => {}
        }
        event
    }
}
