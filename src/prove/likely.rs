//! What is likely to kill what: a guess by the words that two texts share, so that the proof finds
//! in a few plays what it would find anyway in all of them. Nothing is judged by it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::referee::Rule;
use crate::reference::defect::Defect;
use crate::scenario::Scenario;

/// Words of all scenarios, defects and rules, and how much each tells.
pub(super) struct Likely {
    scenarios: Vec<BTreeSet<String>>,
    defects: Vec<BTreeSet<String>>,
    /// What only a few scenarios or defects speak of tells most.
    weight: HashMap<String, u32>,
}

impl Likely {
    pub(super) fn new<'s>(
        scenarios: impl IntoIterator<Item = &'s Scenario>,
        defects: &[Defect],
    ) -> Self {
        let scenarios: Vec<_> = scenarios.into_iter().map(of_scenario).collect();
        let defects: Vec<_> = defects.iter().map(|d| of_defect(*d)).collect();
        let mut counts = HashMap::<&str, u32>::new();
        for word in scenarios.iter().chain(&defects).flatten() {
            *counts.entry(word).or_default() += 1;
        }
        let all = u32::try_from(scenarios.len() + defects.len()).unwrap_or(u32::MAX);
        // The rarer by half, the more by ten.
        let weight = |count: u32| 1 + 10 * (all / count.max(1)).checked_ilog2().unwrap_or(0);
        let weight = counts.into_iter().map(|(w, count)| (w.to_owned(), weight(count))).collect();
        Self { scenarios, defects, weight }
    }

    fn shared(&self, a: &BTreeSet<String>, b: &BTreeSet<String>) -> u32 {
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let common = few.iter().filter(|word| many.contains(*word));
        common.filter_map(|word| self.weight.get(word)).sum()
    }

    /// Scenarios, the likeliest to kill this defect first.
    pub(super) fn scenarios(&self, defect: usize) -> Vec<usize> {
        let of = self.defects.get(defect);
        let score = |s: &BTreeSet<String>| of.map_or(0, |d| self.among(d, s));
        best(self.scenarios.iter().map(score))
    }

    /// Defects, the likeliest to be killed by this scenario first.
    pub(super) fn defects(&self, scenario: usize) -> Vec<usize> {
        let of = self.scenarios.get(scenario);
        let score = |d: &BTreeSet<String>| of.map_or(0, |s| self.among(d, s));
        best(self.defects.iter().map(score))
    }

    /// Of a long script, less of what it says is to the point.
    fn among(&self, short: &BTreeSet<String>, script: &BTreeSet<String>) -> u32 {
        let length = u32::try_from(script.len()).unwrap_or(u32::MAX);
        self.shared(short, script).saturating_mul(1000) / (length + 40)
    }

    /// Pairs of a defect and a scenario, the likeliest to break this rule first.
    pub(super) fn pairs(&self, rule: &Rule) -> Vec<(usize, usize)> {
        let rule = of_rule(rule);
        let to_rule = |set: &BTreeSet<String>| self.shared(&rule, set);
        let defects: Vec<u32> = self.defects.iter().map(to_rule).collect();
        let scenarios: Vec<u32> = self.scenarios.iter().map(|s| self.among(&rule, s)).collect();
        let mut pairs = Vec::with_capacity(defects.len() * scenarios.len());
        for (d, &defect) in defects.iter().enumerate() {
            for (s, &scenario) in scenarios.iter().enumerate() {
                pairs.push((defect.saturating_mul(10) + scenario, (d, s)));
            }
        }
        pairs.sort_by_key(|&(score, _)| Reverse(score));
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }
}

/// Indices by score, the highest first; of equals, the first.
fn best(scores: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut all: Vec<(u32, usize)> = scores.enumerate().map(|(i, score)| (score, i)).collect();
    all.sort_by_key(|&(score, index)| (Reverse(score), index));
    all.into_iter().map(|(_, index)| index).collect()
}

fn of_scenario(scenario: &Scenario) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let steps = scenario.steps.iter().flat_map(|step| &step.spec);
    scenario.spec.iter().chain(steps).for_each(|spec| sections(spec, &mut words));
    spoken(scenario.text(), &mut words);
    names(&scenario.id, &mut words);
    words
}

fn of_defect(defect: Defect) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    defect.spec().split(' ').for_each(|spec| sections(spec, &mut words));
    spoken(defect.what(), &mut words);
    names(defect.name(), &mut words);
    names(defect.area(), &mut words);
    words
}

fn of_rule(rule: &Rule) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    rule.spec.iter().for_each(|spec| sections(spec, &mut words));
    spoken(rule.wants, &mut words);
    names(rule.id, &mut words);
    words
}

/// `9051#6.4.5` and all that hold it.
fn sections(spec: &str, words: &mut BTreeSet<String>) {
    words.insert(spec.to_owned());
    for (at, _) in spec.match_indices(['#', '.']) {
        words.extend(spec.get(..at).map(str::to_owned));
    }
}

/// Words as the protocol writes them.
fn spoken(text: &str, words: &mut BTreeSet<String>) {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    let capital = |w: &&str| {
        w.len() > 1
            && w.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && w.bytes().any(|b| b.is_ascii_uppercase())
    };
    words.extend(parts.filter(capital).map(str::to_owned));
}

/// Words of an id.
fn names(id: &str, words: &mut BTreeSet<String>) {
    let parts = id.split(['/', '-', ' ']).filter(|part| part.len() > 1);
    words.extend(parts.map(str::to_ascii_uppercase));
}
