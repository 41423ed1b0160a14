//! Who is played against whom, and when it is enough.
//!
//! Everything against everything would be hundreds of thousands of plays. What is asked needs few:
//! each defect is played until somebody kills it by name, and whoever has killed nothing by then is
//! played until it does. Only what stays alive or idle has been tried against everything.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::likely::Likely;
use super::stage::{Kind, perform};
use super::{Extent, Kill, Plan, Proof, named};
use crate::finding::{Finding, Grade, Verdict};
use crate::referee::{Rule, rules};
use crate::reference::Options;
use crate::reference::defect::{Defect, DefectSet};
use crate::scenario::Scenario;
use crate::target::TargetError;

/// Plays of one defect on one server.
struct Task {
    defect: usize,
    kind: Kind,
    scenarios: Vec<usize>,
}

/// What the plays of a task showed, by scenario.
type Shown = Vec<(usize, Vec<Kill>)>;

/// The proof as far as it has come.
pub(super) struct Hunt<'p> {
    plan: &'p Plan,
    /// Where each scenario applies.
    kinds: Vec<Option<Kind>>,
    /// What each scenario shows of the sound reference.
    sound: Vec<Vec<Finding>>,
    /// By defect and scenario; there is an entry for each that was played.
    shown: Vec<BTreeMap<usize, Vec<Kill>>>,
    plays: usize,
}

impl<'p> Hunt<'p> {
    /// Plays everything against the sound reference.
    pub(super) fn new(plan: &'p Plan) -> Result<Self, TargetError> {
        let count = plan.scenarios.len();
        let mut hunt = Self {
            plan,
            kinds: vec![None; count],
            sound: vec![Vec::new(); count],
            shown: vec![BTreeMap::new(); plan.defects.len()],
            plays: 0,
        };
        for kind in Kind::ALL {
            let jobs = plan.jobs.max(1);
            let left: Vec<usize> = (0..count).filter(|&i| hunt.kinds[i].is_none()).collect();
            let parts: Vec<Vec<usize>> = (0..jobs)
                .map(|job| left.iter().copied().skip(job).step_by(jobs).collect())
                .collect();
            let played = parallel(jobs, &parts, &|part: &Vec<usize>| {
                let mut shown = Vec::new();
                let options = kind.options(DefectSet::default());
                perform(options, kind, plan.manners(), with(plan, part), &mut |index, played| {
                    let applies = !matches!(played.verdict, Verdict::Unsupported(_));
                    shown.push((index, applies, named::all(&played)));
                    ControlFlow::Continue(())
                })?;
                Ok(shown)
            })?;
            for (index, applies, findings) in played.into_iter().flatten() {
                hunt.plays += 1;
                if applies {
                    hunt.kinds[index] = Some(kind);
                    hunt.sound[index] = findings;
                }
            }
        }
        Ok(hunt)
    }

    pub(super) fn run(
        mut self,
        tell: &(dyn Fn(&Defect, &[Kill]) + Sync),
    ) -> Result<Proof, TargetError> {
        let likely = Likely::new(self.plan.scenarios.iter().map(AsRef::as_ref), &self.plan.defects);
        self.each_defect(&likely, tell)?;
        if self.plan.extent == Extent::Enough {
            self.idle_scenarios(&likely)?;
            self.idle_rules(&likely)?;
        }
        Ok(self.proof())
    }

    /// Each defect until somebody kills it by name, or against everything.
    fn each_defect(
        &mut self,
        likely: &Likely,
        tell: &(dyn Fn(&Defect, &[Kill]) + Sync),
    ) -> Result<(), TargetError> {
        let defects: Vec<usize> = (0..self.plan.defects.len()).collect();
        let until_named = self.plan.extent != Extent::All;
        let shown = parallel(self.plan.jobs, &defects, &|&defect: &usize| {
            let order = likely.scenarios(defect);
            let mut shown = Shown::new();
            for kind in Kind::ALL {
                let here = |&&s: &&usize| self.kinds[s] == Some(kind);
                let scenarios: Vec<usize> = order.iter().filter(here).copied().collect();
                if scenarios.is_empty() || (until_named && is_named(&shown)) {
                    continue;
                }
                let task = Task { defect, kind, scenarios };
                shown.append(&mut self.play(&task, until_named)?);
            }
            let kills: Vec<Kill> = shown.iter().flat_map(|(_, kills)| kills).cloned().collect();
            tell(&self.plan.defects[defect], &kills);
            Ok(shown)
        })?;
        for (defect, shown) in shown.into_iter().enumerate() {
            self.note(defect, shown);
        }
        Ok(())
    }

    /// Each scenario that has killed nothing, until it does.
    fn idle_scenarios(&mut self, likely: &Likely) -> Result<(), TargetError> {
        let mut left: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for scenario in self.idle() {
            left.insert(scenario, likely.defects(scenario));
        }
        let mut at_once = 1;
        while !left.is_empty() {
            let mut pairs = BTreeSet::new();
            for (&scenario, defects) in &mut left {
                defects.retain(|&defect| !self.shown[defect].contains_key(&scenario));
                pairs.extend(defects.drain(..at_once.min(defects.len())).map(|d| (d, scenario)));
            }
            self.play_pairs(&pairs)?;
            let idle: BTreeSet<usize> = self.idle().collect();
            left.retain(|scenario, defects| !defects.is_empty() && idle.contains(scenario));
            at_once *= 2;
        }
        Ok(())
    }

    /// Each rule of the referee that has killed nothing, until it does.
    fn idle_rules(&mut self, likely: &Likely) -> Result<(), TargetError> {
        let mut left: Vec<(&Rule, Vec<(usize, usize)>)> =
            self.idle_of_rules().map(|rule| (rule, likely.pairs(rule))).collect();
        let mut at_once = 16;
        while !left.is_empty() {
            let mut pairs = BTreeSet::new();
            for (_, those) in &mut left {
                those.retain(|(d, s)| self.kinds[*s].is_some() && !self.shown[*d].contains_key(s));
                pairs.extend(those.drain(..at_once.min(those.len())));
            }
            self.play_pairs(&pairs)?;
            let idle: BTreeSet<&str> = self.idle_of_rules().map(|rule| rule.id).collect();
            left.retain(|(rule, those)| !those.is_empty() && idle.contains(rule.id));
            at_once *= 2;
        }
        Ok(())
    }

    /// Plays pairs of a defect and a scenario.
    fn play_pairs(&mut self, pairs: &BTreeSet<(usize, usize)>) -> Result<(), TargetError> {
        let mut by_server: BTreeMap<(usize, Kind), Vec<usize>> = BTreeMap::new();
        for &(defect, scenario) in pairs {
            if let Some(kind) = self.kinds[scenario] {
                by_server.entry((defect, kind)).or_default().push(scenario);
            }
        }
        let task = |((defect, kind), scenarios)| Task { defect, kind, scenarios };
        let tasks: Vec<Task> = by_server.into_iter().map(task).collect();
        let shown = parallel(self.plan.jobs, &tasks, &|task: &Task| self.play(task, false))?;
        for (task, shown) in tasks.iter().zip(shown) {
            // Where not even the first question is answered, nothing is shown.
            let nothing = task.scenarios.iter().map(|&s| (s, Vec::new()));
            self.shown[task.defect].extend(nothing);
            self.note(task.defect, shown);
        }
        Ok(())
    }

    fn play(&self, task: &Task, until_named: bool) -> Result<Shown, TargetError> {
        let defect = self.plan.defects[task.defect];
        let mut shown = Shown::new();
        let options =
            Options { when: self.plan.when, ..task.kind.options(DefectSet::only(defect)) };
        let scenarios = with(self.plan, &task.scenarios);
        perform(options, task.kind, self.plan.manners(), scenarios, &mut |index, played| {
            let kills = kills(defect, &played.id, named::all(&played), &self.sound[index]);
            let enough = until_named && kills.iter().any(|kill| kill.named);
            shown.push((index, kills));
            if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(shown)
    }

    fn note(&mut self, defect: usize, shown: Shown) {
        self.plays += shown.len();
        self.shown[defect].extend(shown);
    }

    /// All kills by name: what else is noticed proves no check.
    fn named(&self) -> impl Iterator<Item = &Kill> {
        self.shown.iter().flat_map(BTreeMap::values).flatten().filter(|kill| kill.named)
    }

    /// Scenarios that have killed nothing yet and do not say that they cannot.
    fn idle(&self) -> impl Iterator<Item = usize> {
        let killed: BTreeSet<&str> = self.named().map(|kill| kill.scenario.as_str()).collect();
        let scenarios = self.plan.scenarios.iter().enumerate();
        let idle = scenarios.filter(move |(i, s)| {
            self.kinds[*i].is_some() && s.unproven.is_none() && !killed.contains(s.id.as_str())
        });
        idle.map(|(i, _)| i).collect::<Vec<_>>().into_iter()
    }

    fn idle_of_rules(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        let broken: BTreeSet<&str> = self.named().map(|kill| kill.rule.as_str()).collect();
        let idle = rules().iter().filter(|r| r.unproven.is_none() && !broken.contains(r.id));
        idle.collect::<Vec<_>>().into_iter()
    }

    fn proof(self) -> Proof {
        let scenarios = &self.plan.scenarios;
        let binding = |(s, found): (usize, &Vec<Finding>)| {
            let said: Vec<_> = found
                .iter()
                .filter(|f| f.grade != Grade::May)
                .map(|f| (scenarios[s].id.clone(), format!("{}: {}", f.rule, f.message)))
                .collect();
            said
        };
        let mut proof = Proof {
            unsound: self.sound.iter().enumerate().flat_map(binding).collect(),
            plays: self.plays,
            ..Proof::default()
        };
        if self.plan.extent != Extent::Brief {
            let applies = |s: usize| self.kinds[s].is_some();
            let nowhere =
                (0..scenarios.len()).filter(|&s| !applies(s) && scenarios[s].unproven.is_none());
            let mut idle: Vec<usize> = self.idle().chain(nowhere).collect();
            idle.sort_unstable();
            proof.idle_scenarios = idle.into_iter().map(|s| scenarios[s].id.clone()).collect();
            proof.idle_rules = self.idle_of_rules().map(|rule| rule.id).collect();
        }
        let scenarios_said =
            scenarios.iter().filter(|s| s.unproven.is_some()).map(|s| s.id.as_str());
        let rules_said = rules().iter().filter(|r| r.unproven.is_some()).map(|r| r.id);
        let said: BTreeSet<&str> = scenarios_said.chain(rules_said).collect();
        let killers = self.named().flat_map(|kill| [kill.scenario.as_str(), kill.rule.as_str()]);
        let wrong: BTreeSet<&str> = killers.filter(|id| said.contains(id)).collect();
        proof.not_unproven = wrong.into_iter().map(str::to_owned).collect();
        let shown = self.shown.into_iter().map(|shown| shown.into_values().flatten().collect());
        proof.kills = self.plan.defects.iter().copied().zip(shown).collect();
        proof
    }
}

fn with<'p>(plan: &'p Plan, which: &[usize]) -> impl Iterator<Item = (usize, &'p Scenario)> {
    which.iter().map(|&index| (index, plan.scenarios[index].as_ref()))
}

fn is_named(shown: &Shown) -> bool {
    shown.iter().flat_map(|(_, kills)| kills).any(|kill| kill.named)
}

/// What a scenario shows of a defect that it does not show of the sound reference.
fn kills(defect: Defect, scenario: &str, findings: Vec<Finding>, sound: &[Finding]) -> Vec<Kill> {
    let mut kills: Vec<Kill> = Vec::new();
    for finding in findings {
        let known = |rule: &str| sound.iter().any(|k| k.rule == rule);
        if known(&finding.rule) {
            continue;
        }
        let named = named::names(&finding, defect.spec());
        // Of several findings by one rule, one that names the defect stands for all.
        if let Some(kill) = kills.iter_mut().find(|kill| kill.rule == finding.rule) {
            if kill.named || !named {
                continue;
            }
            kill.named = true;
            (kill.spec, kill.message) = (finding.spec, finding.message);
            continue;
        }
        kills.push(Kill {
            scenario: scenario.to_owned(),
            named,
            rule: finding.rule,
            spec: finding.spec,
            message: finding.message,
        });
    }
    kills
}

/// Does all tasks on so many threads; what came out is in the order of the tasks.
pub(super) fn parallel<T: Sync, R: Send>(
    jobs: usize,
    tasks: &[T],
    work: &(dyn Fn(&T) -> Result<R, TargetError> + Sync),
) -> Result<Vec<R>, TargetError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, tasks.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(task) = tasks.get(index) else { return };
                    let result = work(task);
                    let failed = result.is_err();
                    done.lock().unwrap_or_else(PoisonError::into_inner).insert(index, result);
                    if failed {
                        next.store(tasks.len(), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}
