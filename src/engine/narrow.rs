//! Which part of the manner a failure needs: `fails only where words are in lower case` says in a
//! line what a transcript of twenty commands does not.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::event::ScenarioFinished;
use super::manner::Manner;
use super::player::{Stage, play_in};
use crate::finding::{Grade, Verdict};
use crate::scenario::Scenario;

/// Failures of a run that are narrowed down. Where more fail, the manner is not what is wrong.
const NARROWED: usize = 20;

/// Plays what failed once more, in plainer manners.
pub(super) struct Narrowing {
    /// Failures looked at.
    tried: AtomicUsize,
    /// For mailboxes and accounts of their own: an index that no scenario of the run has.
    next: AtomicUsize,
}

impl Narrowing {
    /// For a run whose scenarios have the indices below `next`.
    pub const fn new(next: usize) -> Self {
        Self { tried: AtomicUsize::new(0), next: AtomicUsize::new(next) }
    }

    /// What `failed` needs to fail as it did, where that is something of its manner.
    pub async fn circumstance(
        &self,
        stage: &Stage,
        scenario: &Scenario,
        failed: &ScenarioFinished,
    ) -> Option<String> {
        let manner = stage.manners.of(scenario);
        let rule = broken(failed).next()?.to_owned();
        if manner == Manner::default() || self.tried.fetch_add(1, Ordering::Relaxed) >= NARROWED {
            return None;
        }
        if self.fails(stage, scenario, Manner::default(), &rule).await {
            return None;
        }
        for (what, part) in manner.parts() {
            if self.fails(stage, scenario, part, &rule).await {
                return Some(what.to_owned());
            }
        }
        match self.fails(stage, scenario, manner, &rule).await {
            true => {
                let parts: Vec<&str> = manner.parts().map(|(what, _)| what).collect();
                Some(format!("all at once: {}", parts.join("; ")))
            }
            false => Some("now and then: played once more it passes".to_owned()),
        }
    }

    async fn fails(&self, stage: &Stage, scenario: &Scenario, manner: Manner, rule: &str) -> bool {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let (ended, _) = play_in(stage, scenario, index, manner).await;
        ended.verdict == Verdict::Fail && broken(&ended).any(|broken| broken == rule)
    }
}

/// The rules whose breach makes the scenario fail, gravest first.
fn broken(ended: &ScenarioFinished) -> impl Iterator<Item = &str> {
    ended.findings.iter().filter(|f| f.grade == Grade::Must).map(|f| &*f.rule)
}
