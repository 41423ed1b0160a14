//! The proof that checks can fail: the corpus, refereed, against each defect of the reference.
//!
//! Everything happens in memory and in simulated time, so that waiting costs nothing. A defect is
//! *killed* by a scenario that finds something that the sound reference does not show, and killed
//! *by name* where that finding stands on the section which the defect breaks (a session that ends
//! or a time-out names nothing). A defect that nobody kills by name, and a scenario or rule that
//! kills none by name, are failures of the suite; but for the few that say in their file why they cannot
//! (`unproven`, in [`Rule`](crate::referee::Rule) and [`Scenario`]).
//!
//! That they do not fail without cause is proven by the sound reference, of which nothing may be
//! found, and by [`Plan::falsely`]: no scenario may find a MUST broken by it, whatever legal liberties
//! it takes.
//!
//! [`Plan::run`] does it, [`Proof`] is what came out; the command line and the HTML show it.
//!
//! - `hunt`: who is played against whom, and when it is enough;
//! - `likely`: whom to try first;
//! - `stage`: one server and what is played against it;
//! - `named`: whether a finding names what a defect breaks;
//! - `said`: plays the corpus for what is said in it.

mod hunt;
mod likely;
mod named;
mod said;
mod stage;
#[cfg(test)]
mod tests;

pub use self::said::{Said, said};

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::engine::Manners;
use crate::finding::Grade;
use crate::reference::defect::Defect;
use crate::reference::{Options, When};
use crate::scenario::Scenario;
use crate::target::TargetError;

/// What is to be proven.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The corpus, or a part of it.
    pub scenarios: Vec<Arc<Scenario>>,
    /// Against each of these.
    pub defects: Vec<Defect>,
    /// Shown under this circumstance only.
    pub when: Option<When>,
    /// Threads.
    pub jobs: usize,
    /// How much is played.
    pub extent: Extent,
}

/// How much is played. The verdict on defects is the same each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Each defect until it is killed by name: says who survives, not who is idle.
    Brief,
    /// Then each scenario and each rule until it has killed: says also who is idle.
    Enough,
    /// Everything against everything: says all who kill whom.
    All,
}

/// One scenario's finding that tells a defect from the sound reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kill {
    /// Id of the scenario.
    pub scenario: String,
    /// The rule found broken.
    pub rule: String,
    /// It stands on what the defect breaks.
    pub named: bool,
    /// Sections that the finding stands on.
    pub spec: Vec<String>,
    /// What was found, for people.
    pub message: String,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Who kills whom, in the order of the plan, as far as it was played.
    pub kills: Vec<(Defect, Vec<Kill>)>,
    /// What is found of the sound reference, MUST or SHOULD, by scenario: there must be nothing.
    pub unsound: Vec<(String, String)>,
    /// Scenarios that kill nothing by name.
    pub idle_scenarios: Vec<String>,
    /// Rules of the referee that kill nothing by name.
    pub idle_rules: Vec<&'static str>,
    /// Scenarios and rules that kill, though their files say that they cannot.
    pub not_unproven: Vec<String>,
    /// How many scenarios were played, of however many servers.
    pub plays: usize,
}

impl Proof {
    /// Defects that nobody kills at all.
    pub fn survivors(&self) -> Vec<Defect> {
        self.kills.iter().filter(|(_, kills)| kills.is_empty()).map(|(d, _)| *d).collect()
    }

    /// Defects that are killed, but by nobody who names what they break.
    pub fn unnamed(&self) -> Vec<Defect> {
        let only = |kills: &[Kill]| !kills.is_empty() && kills.iter().all(|k| !k.named);
        self.kills.iter().filter(|(_, kills)| only(kills)).map(|(d, _)| *d).collect()
    }

    /// Without what is said of scenarios and rules that were not tried against everything.
    #[must_use]
    pub fn without_idle(self) -> Self {
        Self { idle_scenarios: Vec::new(), idle_rules: Vec::new(), ..self }
    }

    /// Whether everything that was asked is as it must be.
    pub fn holds(&self) -> bool {
        self.survivors().is_empty()
            && self.unnamed().is_empty()
            && self.unsound.is_empty()
            && self.idle_scenarios.is_empty()
            && self.idle_rules.is_empty()
            && self.not_unproven.is_empty()
    }
}

impl Plan {
    /// Plays; `tell` hears of each defect as soon as it has been played for itself.
    ///
    /// # Errors
    /// When the reference cannot be served, or no runtime can be had.
    pub fn run(&self, tell: &(dyn Fn(&Defect, &[Kill]) + Sync)) -> Result<Proof, TargetError> {
        hunt::Hunt::new(self)?.run(tell)
    }

    /// In what manner scenarios are played: the circumstance may be one that no script brings about.
    const fn manners(&self) -> Manners {
        match self.when {
            None => Manners::Plain,
            Some(_) => Manners::Mixed,
        }
    }

    /// Accusations of a server that is right: what is found broken of a MUST, where the reference
    /// takes its liberties, or lacks extensions. By scenario and finding; there must be none.
    ///
    /// # Errors
    /// When the reference cannot be served, or no runtime can be had.
    pub fn falsely(&self, options: Options) -> Result<Vec<(String, String)>, TargetError> {
        let mut found = Vec::new();
        let scenarios = self.scenarios.iter().map(Arc::as_ref).enumerate();
        let (kind, manners) = (stage::Kind::Usual, Manners::Mixed);
        stage::perform(options, kind, manners, scenarios, &mut |_, played| {
            let findings = named::all(&played);
            for finding in findings.into_iter().filter(|f| f.grade == Grade::Must) {
                found.push((played.id.clone(), format!("{}: {}", finding.rule, finding.message)));
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// [`Plan::falsely`] of many seeds, on [`Plan::jobs`] threads; only seeds with accusations.
    ///
    /// # Errors
    /// As [`Plan::falsely`].
    pub fn falsely_all(
        &self,
        seeds: std::ops::Range<u64>,
        options: &(dyn Fn(u64) -> Options + Sync),
    ) -> Result<BTreeMap<u64, Vec<(String, String)>>, TargetError> {
        let seeds: Vec<u64> = seeds.collect();
        let played = |&seed: &u64| Ok((seed, self.falsely(options(seed))?));
        let found = hunt::parallel(self.jobs, &seeds, &played)?;
        Ok(found.into_iter().filter(|(_, accused)| !accused.is_empty()).collect())
    }
}
