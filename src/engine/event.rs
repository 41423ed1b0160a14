//! The event stream: all that a run tells, and the only thing that reports know.
//!
//! Serialized one JSON object a line; `schema` in `RunStarted` is its version.

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Verdict};
use crate::wire::transcript::Transcript;

/// Version of the event log's format; raised when a reader of the old one would misread it.
pub const SCHEMA: u32 = 1;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// First event of a run.
    RunStarted(RunStarted),
    /// A scenario begins.
    ScenarioStarted {
        /// Its id: path below the corpus without `.yaml`.
        id: String,
    },
    /// A scenario ended.
    ScenarioFinished(Box<ScenarioFinished>),
    /// Last event of a run.
    RunFinished(RunFinished),
}

/// What is played against what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunStarted {
    /// [`SCHEMA`]
    pub schema: u32,
    /// Version of imapspec.
    pub version: String,
    /// Name of the target: `reference`, `dovecot-2.4`, `imap://127.0.0.1:143`.
    pub target: String,
    /// What the server says of itself (ID, greeting).
    pub server: Option<String>,
    /// Capabilities after log-in.
    pub capabilities: Vec<String>,
    /// Transport played over.
    pub transport: String,
    /// When, RFC 3339, UTC.
    pub started: String,
    /// Ids of the scenarios selected, in order.
    pub scenarios: Vec<String>,
}

/// How a scenario ended and all that is needed to explain it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioFinished {
    /// Its id.
    pub id: String,
    /// Folder of the corpus.
    pub area: String,
    /// Path by which it was named, where it is none of the corpus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<String>,
    /// What it claims.
    pub title: String,
    /// RFC sections it stands on.
    pub spec: Vec<String>,
    /// How it ended.
    pub verdict: Verdict,
    /// Broken rules, gravest first.
    pub findings: Vec<Finding>,
    /// Reason from the baseline, for xfail and xpass.
    pub baseline: Option<String>,
    /// Microseconds from first connection to last.
    pub duration: u64,
    /// Figures: synchronisation latency and such.
    pub measurements: Vec<Measurement>,
    /// What was said.
    pub transcript: Transcript,
    /// The script itself, so that an old run can be shown without its files.
    pub script: String,
    /// How often it was played until it ended so.
    #[serde(default = "once")]
    pub attempts: u32,
    /// What of the manner it was played in it needs to fail: played plainly, it passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
}

impl ScenarioFinished {
    /// What selects it again.
    pub fn selector(&self) -> &str {
        self.outside.as_deref().unwrap_or(&self.id)
    }
}

fn once() -> u32 {
    1
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// `sync-latency`, `idle-latency`, `fetch`, `search`, `login`, …
    pub name: String,
    /// Microseconds.
    pub micros: u64,
    /// Client that measured.
    pub client: String,
}

/// The sum.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "counts of the verdicts of the same name")]
pub struct RunFinished {
    pub pass: usize,
    pub fail: usize,
    pub unsupported: usize,
    pub blocked: usize,
    pub error: usize,
    pub xfail: usize,
    pub xpass: usize,
    /// SHOULD findings in scenarios that pass.
    pub warnings: usize,
    /// Entries of the baseline that fit nothing in this run's selection.
    pub stale: Vec<String>,
    /// Microseconds of playing.
    pub duration: u64,
    /// How the server's store grew, where it can be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Storage>,
}

/// Octets of the files in the server's store. The scenarios take away their mailboxes, but not what
/// a server keeps of them; and with an account for each, not the accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storage {
    /// Before the first scenario.
    pub before: u64,
    /// After the last.
    pub after: u64,
}
