//! The proof that checks can fail: the corpus, refereed, against each defect of the reference.
//!
//! Everything happens in memory and in simulated time, so that waiting costs nothing. A defect is
//! *killed* by a scenario that finds something that the sound reference does not show, and killed
//! *by name* where that finding stands on the section which the defect breaks (a session that ends
//! or a time-out names nothing). A defect that nobody kills by name, and a scenario or rule that
//! kills none, are failures of the suite.
//!
//! That they do not fail without cause is proven by [`Plan::falsely`]: no scenario may find a MUST
//! broken by the sound reference, whatever legal liberties it takes.
//!
//! [`Plan::run`] does it, [`Proof`] is what came out; the command line and the HTML show it.
//! [`said`] plays the corpus for what is said in it.

mod named;
mod said;

pub use self::said::{Said, said};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::engine::facts::probe;
use crate::engine::{Limits, Stage, Transport, play};
use crate::finding::{Finding, Grade, Verdict};
use crate::reference::Options;
use crate::reference::defect::{Defect, DefectSet};
use crate::scenario::Scenario;
use crate::target::reference::Setting;
use crate::target::{Target, TargetError};

/// What is to be proven.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The corpus, or a part of it.
    pub scenarios: Vec<Arc<Scenario>>,
    /// Against each of these.
    pub defects: Vec<Defect>,
    /// Threads.
    pub jobs: usize,
    /// Leave a defect as soon as it is killed by name: says who survives, not who is idle.
    pub brief: bool,
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
    /// Who kills whom, in the order of the plan.
    pub kills: Vec<(Defect, Vec<Kill>)>,
    /// Findings against the sound reference that break a MUST: there must be none.
    pub unsound: Vec<(String, String)>,
    /// Scenarios that kill nothing.
    pub idle_scenarios: Vec<String>,
    /// Rules of the referee that kill nothing.
    pub idle_rules: Vec<&'static str>,
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
}

/// What one server showed: by scenario, its findings.
type Shown = BTreeMap<String, Vec<Finding>>;

/// Whether what a scenario shows is all that is wanted.
type Enough<'e> = &'e dyn Fn(&str, &[Finding]) -> bool;

impl Plan {
    /// Plays all; `tell` hears of each defect when it is done.
    ///
    /// # Errors
    /// When the reference cannot be served, or no runtime can be had.
    pub fn run(&self, tell: &(dyn Fn(&Defect, &[Kill]) + Sync)) -> Result<Proof, TargetError> {
        let sound = self.play(DefectSet::default(), &|_, _| false)?;
        let next = AtomicUsize::new(0);
        let kills = Mutex::new(BTreeMap::new());
        let failed = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.max(1) {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(&defect) = self.defects.get(index) else { return };
                        let enough = |id: &str, findings: &[Finding]| {
                            self.brief
                                && shown_by(defect, id, findings, &sound).iter().any(|k| k.named)
                        };
                        match self.play(DefectSet::only(defect), &enough) {
                            Ok(shown) => {
                                let killers = kills_of(defect, &shown, &sound);
                                tell(&defect, &killers);
                                lock(&kills).insert(index, (defect, killers));
                            }
                            Err(error) => *lock(&failed) = Some(error),
                        }
                    }
                });
            }
        });
        if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let kills: BTreeMap<usize, (Defect, Vec<Kill>)> =
            kills.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(self.proof(kills.into_values().collect(), &sound))
    }

    fn proof(&self, kills: Vec<(Defect, Vec<Kill>)>, sound: &Shown) -> Proof {
        let all = || kills.iter().flat_map(|(_, kills)| kills);
        let scenarios: BTreeSet<&str> = all().map(|k| k.scenario.as_str()).collect();
        let rules: BTreeSet<&str> = all().map(|k| k.rule.as_str()).collect();
        let idle_scenarios = self
            .scenarios
            .iter()
            .map(|s| s.id.clone())
            .filter(|id| !scenarios.contains(id.as_str()))
            .collect();
        let idle_rules =
            crate::referee::rules().iter().map(|r| r.id).filter(|id| !rules.contains(id)).collect();
        let unsound = sound
            .iter()
            .flat_map(|(id, found)| {
                let binding = found.iter().filter(|f| f.grade == Grade::Must);
                binding.map(|f| (id.clone(), format!("{}: {}", f.rule, f.message)))
            })
            .collect();
        Proof { idle_scenarios, idle_rules, unsound, kills }
    }

    /// Accusations of a server that is right: what is found broken of a MUST, where the reference
    /// takes its liberties, or lacks extensions. By scenario and finding; there must be none.
    ///
    /// # Errors
    /// When the reference cannot be served, or no runtime can be had.
    pub fn falsely(&self, options: Options) -> Result<Vec<(String, String)>, TargetError> {
        let mut found = Vec::new();
        for (scenario, findings) in self.played(options, &|_, _| false)? {
            for finding in findings.into_iter().filter(|f| f.grade == Grade::Must) {
                found.push((scenario.clone(), format!("{}: {}", finding.rule, finding.message)));
            }
        }
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
        let next = Mutex::new(seeds);
        let found = Mutex::new(Ok(BTreeMap::new()));
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.max(1) {
                scope.spawn(|| {
                    loop {
                        let Some(seed) = lock(&next).next() else { return };
                        let played = self.falsely(options(seed));
                        match (&mut *lock(&found), played) {
                            (Ok(found), Ok(accused)) if !accused.is_empty() => {
                                found.insert(seed, accused);
                            }
                            (Ok(_), Ok(_)) => {}
                            (all @ Ok(_), Err(error)) => *all = Err(error),
                            (Err(_), _) => return,
                        }
                    }
                });
            }
        });
        found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn play(&self, defects: DefectSet, enough: Enough<'_>) -> Result<Shown, TargetError> {
        // There is no such limit on the plain server.
        let limited = defects.iter().any(|defect| defect.area() == "messagelimit");
        let message_limit = limited.then_some(3);
        self.played(Options { defects, message_limit, ..Options::default() }, enough)
    }

    /// The corpus against one server, in simulated time, until a scenario shows `enough`.
    fn played(&self, options: Options, enough: Enough<'_>) -> Result<Shown, TargetError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .map_err(|e| TargetError::environment(format!("no runtime: {e}")))?;
        let target = Target::Reference(Setting { options, in_memory: true });
        runtime.block_on(async {
            let running = target.start().await?;
            let limit = Duration::from_secs(10);
            let mut shown = Shown::new();
            let facts = match probe(&running, Transport::Plain, limit).await {
                Ok(facts) => facts,
                // So wrong that nothing can be played: nobody names the rule.
                Err(_) => return Ok(shown),
            };
            let stage = Stage {
                running,
                facts,
                transport: Transport::Plain,
                limits: Limits::default(),
                nonce: "1".to_owned(),
            };
            for (index, scenario) in self.scenarios.iter().enumerate() {
                let played = play(&stage, scenario, index).await;
                let mut findings = played.findings;
                if let Verdict::Blocked(why) | Verdict::Error(why) = &played.verdict {
                    findings.push(named::blocked(why));
                }
                if !findings.is_empty() {
                    let done = enough(&scenario.id, &findings);
                    shown.insert(scenario.id.clone(), findings);
                    if done {
                        break;
                    }
                }
            }
            Ok(shown)
        })
    }
}

/// What a defect shows that the sound reference does not.
fn kills_of(defect: Defect, shown: &Shown, sound: &Shown) -> Vec<Kill> {
    shown.iter().flat_map(|(id, findings)| shown_by(defect, id, findings, sound)).collect()
}

/// The same of one scenario.
fn shown_by(defect: Defect, scenario: &str, findings: &[Finding], sound: &Shown) -> Vec<Kill> {
    let known = sound.get(scenario).map(Vec::as_slice).unwrap_or_default();
    let mut rules = BTreeSet::new();
    let new = findings.iter().filter(|finding| {
        !known.iter().any(|k| k.rule == finding.rule) && rules.insert(&finding.rule)
    });
    new.map(|finding| Kill {
        scenario: scenario.to_owned(),
        rule: finding.rule.clone(),
        named: named::names(finding, defect.spec()),
        spec: finding.spec.clone(),
        message: finding.message.clone(),
    })
    .collect()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
