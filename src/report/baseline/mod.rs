//! Baselines: a target's known deviations, each with the RFC section and the reason why the server
//! is wrong. Kept honest: an entry that fits nothing is stale, an expected failure that passes is
//! told, and an entry without a reason is refused.
//!
//! ```yaml
//! target: dovecot-2.4
//! server: Dovecot 2.4.1
//! entries:
//!   - scenario: condstore/modseq-in-fetch
//!     rule: expect/3
//!     spec: 7162#3.1.4
//!     reason: the MODSEQ item is left out when …
//! ```
//!
//! - here: what is known, and how it changes a verdict; `applied`: a whole run; `update`: the file anew.

mod applied;
mod update;

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use self::applied::Applied;
use crate::engine::event::ScenarioFinished;
use crate::finding::{Grade, Verdict};

/// Known deviations of one target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Name of the target.
    pub target: String,
    /// What it says of itself.
    #[serde(default)]
    pub server: String,
    /// The deviations, sorted by scenario and rule.
    #[serde(default)]
    pub entries: Vec<Entry>,
}

/// One deviation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Id of the scenario; `*` at its end stands for any (a rule broken in many).
    pub scenario: String,
    /// The rule of the finding.
    pub rule: String,
    /// The section that the server does not keep.
    pub spec: String,
    /// Why the server is wrong.
    pub reason: String,
    /// It does not happen each time: passing is not told as unexpected.
    #[serde(default)]
    pub flaky: bool,
    /// `withheld`: the finding endangers users, its trigger is not published yet (SECURITY.md).
    #[serde(default)]
    pub trigger: String,
}

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// It is not a baseline.
    #[error("{path}: {message}")]
    Syntax {
        /// The file.
        path: String,
        /// Where and why.
        message: String,
    },
    /// An entry has no reason or no section.
    #[error(
        "{path}: the entry for {scenario} ({rule}) has no {what}\n\
         help: say which section the server does not keep, and why it is wrong"
    )]
    Unreasoned {
        /// The file.
        path: String,
        /// Its scenario.
        scenario: String,
        /// Its rule.
        rule: String,
        /// What is missing.
        what: &'static str,
    },
}

impl Entry {
    fn fits(&self, scenario: &str, rule: &str) -> bool {
        self.rule == rule && self.covers(scenario)
    }

    fn covers(&self, scenario: &str) -> bool {
        match self.scenario.strip_suffix('*') {
            Some(start) => scenario.starts_with(start),
            None => self.scenario == scenario,
        }
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When it cannot be read, or an entry has no reason.
    pub fn load(path: &Path) -> Result<Self, BaselineError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| BaselineError::Io { path: shown.clone(), error })?;
        let baseline = Self::parse(&text)
            .map_err(|message| BaselineError::Syntax { path: shown.clone(), message })?;
        for entry in &baseline.entries {
            let what = match (entry.reason.trim().is_empty(), entry.spec.trim().is_empty()) {
                (true, _) => "reason",
                (_, true) => "spec",
                _ => continue,
            };
            return Err(BaselineError::Unreasoned {
                path: shown,
                scenario: entry.scenario.clone(),
                rule: entry.rule.clone(),
                what,
            });
        }
        Ok(baseline)
    }

    fn parse(text: &str) -> Result<Self, String> {
        serde_saphyr::from_str(text).map_err(|error| error.to_string())
    }

    /// Changes the verdict of a scenario by what is known; notes in `used` which entries fit.
    pub fn judge(&self, scenario: &mut ScenarioFinished, used: &mut BTreeSet<usize>) {
        let mut reasons = Vec::new();
        let mut expected = false;
        let mut new = false;
        for finding in &scenario.findings {
            let known = self.entries.iter().position(|e| e.fits(&scenario.id, &finding.rule));
            match known {
                Some(index) => {
                    used.insert(index);
                    expected = true;
                    let entry = &self.entries[index];
                    reasons.push(format!("{} ({})", entry.reason, entry.spec));
                }
                None => new |= finding.grade == Grade::Must,
            }
        }
        match scenario.verdict {
            Verdict::Fail if !new && expected => scenario.verdict = Verdict::Xfail,
            Verdict::Pass if !expected => {
                let broken = self
                    .entries
                    .iter()
                    .enumerate()
                    .find(|(_, e)| e.scenario == scenario.id && !e.flaky);
                if let Some((index, entry)) = broken {
                    used.insert(index);
                    reasons.push(format!("{} ({})", entry.reason, entry.spec));
                    scenario.verdict = Verdict::Xpass;
                }
            }
            _ => {}
        }
        reasons.dedup();
        scenario.baseline = (!reasons.is_empty()).then(|| reasons.join("; "));
    }

    /// Whether a scenario ended otherwise than is known: for a second try.
    pub fn is_surprised_by(&self, scenario: &ScenarioFinished) -> bool {
        let mut judged = ScenarioFinished {
            transcript: crate::wire::transcript::Transcript::default(),
            ..scenario.clone()
        };
        self.judge(&mut judged, &mut BTreeSet::new());
        matches!(
            judged.verdict,
            Verdict::Fail | Verdict::Xpass | Verdict::Blocked(_) | Verdict::Error(_)
        )
    }

    /// Entries that fit nothing although their scenario was played.
    pub fn stale(&self, played: &BTreeSet<String>, used: &BTreeSet<usize>) -> Vec<String> {
        let stale = |(i, e): &(usize, &Entry)| {
            !used.contains(i) && !e.flaky && played.iter().any(|id| e.covers(id))
        };
        self.entries
            .iter()
            .enumerate()
            .filter(stale)
            .map(|(_, e)| format!("{} {}", e.scenario, e.rule))
            .collect()
    }
}

/// The baseline that comes with imapspec for a container of this name; an empty one where there is
/// none.
pub fn known(target: &str) -> Baseline {
    let text = match target {
        "dovecot-2.4" => include_str!("../../../reports/dovecot-2.4.yaml"),
        "dovecot-2.3" => include_str!("../../../reports/dovecot-2.3.yaml"),
        "cyrus-3.10" => include_str!("../../../reports/cyrus-3.10.yaml"),
        "cyrus-3.6" => include_str!("../../../reports/cyrus-3.6.yaml"),
        _ => return Baseline::default(),
    };
    // They are tested to be readable.
    Baseline::parse(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn baselines_that_come_along_are_whole() {
        for name in ["dovecot-2.4", "dovecot-2.3", "cyrus-3.10", "cyrus-3.6"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("reports/{name}.yaml"));
            let baseline = Baseline::load(&path).unwrap();
            assert_eq!(baseline.target, name);
            assert_eq!(known(name), baseline);
        }
    }
}
