//! Findings and verdicts: what the referee, the engine and the campaigns say, and every report shows.

use serde::{Deserialize, Serialize};

/// How binding a broken rule is. By default only `Must` fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Worth knowing; no rule is broken.
    May,
    /// SHOULD, RECOMMENDED.
    Should,
    /// MUST, SHALL, REQUIRED, and what the grammar demands.
    Must,
}

impl Grade {
    /// As reports name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "note",
        }
    }
}

/// One broken rule, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule: `referee/…` and `grammar/…` for universal rules, `expect/<n>` for the n-th
    /// expectation of the scenario. Stable: baselines name it.
    pub rule: String,
    /// How binding.
    pub grade: Grade,
    /// RFC sections, `9051#7.5.2`.
    pub spec: Vec<String>,
    /// One plain sentence: what was wrong, with the values seen.
    pub message: String,
    /// Whose connection showed it, where one did.
    pub client: Option<String>,
    /// Entry of the transcript that is the offence, and the octets of it that offend.
    pub evidence: Option<Evidence>,
    /// What would have been accepted, in the words of the script.
    pub accepted: Vec<String>,
    /// Place in the scenario file.
    pub place: Option<Place>,
}

/// Octets of the transcript that offend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Index into the scenario's transcript.
    pub entry: usize,
    /// First offending octet of the entry.
    pub start: usize,
    /// Behind the last offending octet.
    pub end: usize,
}

/// A place in a scenario file: lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Path as shown to people.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// How many characters the caret covers, at least 1.
    pub width: usize,
    /// The line itself, so that an old run can be shown without its files.
    pub text: String,
}

/// How a scenario ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No finding that counts.
    Pass,
    /// At least one finding that counts.
    Fail,
    /// The server does not claim what the scenario needs: the missing requirements.
    Unsupported(Vec<String>),
    /// Something before the scenario's own claim did not work (log-in, set-up).
    Blocked(String),
    /// The scenario could not be judged for a reason that is not the server's: scenario,
    /// environment or ourselves.
    Error(String),
    /// Fails as the baseline says.
    Xfail,
    /// Passes although the baseline says that it fails.
    Xpass,
}
