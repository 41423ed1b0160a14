//! A baseline written anew, after a run.

use std::collections::BTreeSet;

use super::{Baseline, Entry};
use crate::engine::event::ScenarioFinished;
use crate::finding::Grade;

impl Baseline {
    /// What this run would have the baseline say: known entries that still fit keep their reasons,
    /// new findings get an empty one, to be filled in.
    pub fn updated(&self, run: &[ScenarioFinished]) -> Self {
        let mut entries = BTreeSet::new();
        let played: BTreeSet<&str> = run.iter().map(|s| s.id.as_str()).collect();
        for entry in &self.entries {
            let unplayed = !played.iter().any(|id| entry.covers(id));
            if unplayed || entry.flaky {
                entries.insert(entry.clone());
            }
        }
        for scenario in run {
            for finding in scenario.findings.iter().filter(|f| f.grade == Grade::Must) {
                let known = self.entries.iter().find(|e| e.fits(&scenario.id, &finding.rule));
                entries.insert(known.cloned().unwrap_or_else(|| Entry {
                    scenario: scenario.id.clone(),
                    rule: finding.rule.clone(),
                    spec: finding.spec.first().cloned().unwrap_or_default(),
                    reason: String::new(),
                    flaky: false,
                    trigger: String::new(),
                }));
            }
        }
        Self { entries: entries.into_iter().collect(), ..self.clone() }
    }

    /// As a file.
    pub fn to_yaml(&self) -> String {
        let quoted =
            |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut out = format!("target: {}\nserver: {}\n", self.target, quoted(&self.server));
        if self.entries.is_empty() {
            out.push_str("entries: []\n");
            return out;
        }
        out.push_str("entries:\n");
        for entry in &self.entries {
            out.push_str(&format!(
                "  - scenario: {}\n    rule: {}\n    spec: {}\n    reason: {}\n",
                quoted(&entry.scenario),
                quoted(&entry.rule),
                quoted(&entry.spec),
                quoted(&entry.reason)
            ));
            if entry.flaky {
                out.push_str("    flaky: true\n");
            }
            if !entry.trigger.is_empty() {
                out.push_str(&format!("    trigger: {}\n", quoted(&entry.trigger)));
            }
        }
        out
    }
}
