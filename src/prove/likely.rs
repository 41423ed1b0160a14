//! What is likely to kill what: a guess by the words that two texts share, so that the proof finds
//! in a few plays what it would find anyway in all of them. Nothing is judged by it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::referee::Rule;
use crate::reference::defect::Defect;
use crate::scenario::Scenario;

/// Words of all scenarios and defects.
pub(super) struct Likely {
    scenarios: Vec<BTreeSet<String>>,
    defects: Vec<BTreeSet<String>>,
    words: HashMap<String, Word>,
}

/// Who speaks of a word.
#[derive(Default)]
struct Word {
    scenarios: Vec<usize>,
    defects: Vec<usize>,
}

impl Likely {
    pub(super) fn new<'s>(
        scenarios: impl IntoIterator<Item = &'s Scenario>,
        defects: &[Defect],
    ) -> Self {
        let scenarios: Vec<_> = scenarios.into_iter().map(of_scenario).collect();
        let defects: Vec<_> = defects.iter().map(|d| of_defect(*d)).collect();
        let mut words = HashMap::<String, Word>::new();
        for (index, word) in numbered(&scenarios) {
            words.entry(word.clone()).or_default().scenarios.push(index);
        }
        for (index, word) in numbered(&defects) {
            words.entry(word.clone()).or_default().defects.push(index);
        }
        Self { scenarios, defects, words }
    }

    /// What only a few scenarios or defects speak of tells most.
    fn weight(&self, word: &Word) -> u32 {
        let all = self.scenarios.len() + self.defects.len();
        let rare = all / (word.scenarios.len() + word.defects.len()).max(1);
        1 + 10 * rare.checked_ilog2().unwrap_or(0)
    }

    /// How much each scenario shares with these words. Of a long script, less of what it says is
    /// to the point.
    fn by_scenario(&self, words: &BTreeSet<String>) -> Vec<u32> {
        let mut scores = vec![0_u32; self.scenarios.len()];
        for word in words.iter().filter_map(|word| self.words.get(word)) {
            word.scenarios.iter().for_each(|&index| scores[index] += self.weight(word));
        }
        for (score, script) in scores.iter_mut().zip(&self.scenarios) {
            let length = u32::try_from(script.len()).unwrap_or(u32::MAX);
            *score = score.saturating_mul(1000) / length.saturating_add(40);
        }
        scores
    }

    /// How much each defect shares with these words.
    fn by_defect(&self, words: &BTreeSet<String>) -> Vec<u32> {
        let mut scores = vec![0_u32; self.defects.len()];
        for word in words.iter().filter_map(|word| self.words.get(word)) {
            word.defects.iter().for_each(|&index| scores[index] += self.weight(word));
        }
        scores
    }

    /// Scenarios, the likeliest to kill this defect first.
    pub(super) fn scenarios(&self, defect: usize) -> Vec<usize> {
        best(&self.by_scenario(&self.defects[defect]))
    }

    /// Defects, the likeliest to be killed by this scenario first.
    pub(super) fn defects(&self, scenario: usize) -> Vec<usize> {
        best(&self.by_defect(&self.scenarios[scenario]))
    }

    /// Pairs of a defect and a scenario, the likeliest to break this rule first.
    pub(super) fn pairs(&self, rule: &Rule) -> Vec<(usize, usize)> {
        let words = of_rule(rule);
        let (defects, scenarios) = (self.by_defect(&words), self.by_scenario(&words));
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

fn numbered(sets: &[BTreeSet<String>]) -> impl Iterator<Item = (usize, &String)> {
    sets.iter().enumerate().flat_map(|(index, set)| set.iter().map(move |word| (index, word)))
}

/// Indices by score, the highest first; of equals, the first.
fn best(scores: &[u32]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..scores.len()).collect();
    all.sort_by_key(|&index| Reverse(scores[index]));
    all
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
