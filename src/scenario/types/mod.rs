//! What a checked scenario is: all names resolved, all forms known, each part with its place.
//!
//! - here: [`Scenario`] and what stands at its top;
//! - `step`: steps and their actions; `pattern`: what is expected; `template`: texts with
//!   placeholders; `expression`: arithmetic and comparison; `source`: files and places.
//!
//! Whatever is constant is spliced in already when a scenario is read: `values`, the columns of
//! `each` and the parameters of `use`. What is left to the engine are the values that only a run
//! knows.

mod expression;
mod pattern;
mod source;
mod step;
mod template;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

pub use expression::{Arithmetic, Check, Comparison, Expression};
pub use pattern::{
    Block, Compared, Expectation, Fact, FlagPattern, FlagsPattern, LineKind, Message, Outcome,
    PatternLine, ViewItem, ViewPattern, Which,
};
pub use source::{Source, Span};
pub use step::{Action, RaceOutcome, Row, Step, Verb, When};
pub use template::{Call, Content, LiteralKind, Name, Part, Piece, Template};

pub use crate::syntax::types::Status;

use crate::finding::Place;

/// One file of the corpus, read and checked.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Path below the corpus without `.yaml`: `sync/flag-reaches-the-other`.
    pub id: String,
    /// Folder: `sync`. Empty for a file outside of any.
    pub area: String,
    /// Path by which it was named, where it is none of the corpus.
    pub outside: Option<String>,
    /// What it claims of a server, one sentence.
    pub title: String,
    /// Why, for the reader.
    pub note: Option<String>,
    /// Why no defect of the reference can break it, where that is so (`imapspec prove`).
    pub unproven: Option<String>,
    /// Sections that it stands on, `9051#7.5.2`.
    pub spec: Vec<String>,
    /// What the target must have, all of it; else the verdict is "unsupported".
    pub requires: Vec<Requirement>,
    /// The connections, in order; never empty.
    pub clients: Vec<ClientSpec>,
    /// Mailboxes made before the first step, in order, with what they hold. The name is that of
    /// the value (`mailbox` for `${mailbox}`).
    pub mailboxes: Vec<(String, Vec<Item>)>,
    /// Exact octets of all messages that the scenario names, by name.
    pub messages: BTreeMap<String, Arc<[u8]>>,
    /// Limit for the whole scenario.
    pub timeout: Duration,
    /// What is played.
    pub steps: Vec<Step>,
    /// The file itself, and behind it the shared files that it uses; [`Span`] refers to these.
    pub sources: Vec<Arc<Source>>,
}

impl Scenario {
    /// The place of `span`, for a finding.
    pub fn place(&self, span: Span) -> Option<Place> {
        self.sources.get(usize::from(span.file)).map(|source| source.place(span))
    }

    /// The client named `name`.
    pub fn client(&self, name: &str) -> Option<ClientId> {
        self.clients.iter().position(|client| client.name == name).map(ClientId)
    }

    /// Text of the file.
    pub fn text(&self) -> &str {
        self.sources.first().map_or("", |source| source.text())
    }

    /// Path of the file, as shown to people.
    pub fn path(&self) -> &str {
        self.sources.first().map_or("", |source| source.path())
    }
}

/// Index into [`Scenario::clients`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(pub usize);

/// How a client comes into the scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSpec {
    /// Its name: `phone`.
    pub name: String,
    /// Whose account it uses.
    pub account: Account,
    /// Connects before the first step and reads the greeting. Else a step does (`connects`).
    pub connect: bool,
    /// Logs in before the first step. Never without `connect`.
    pub login: bool,
    /// Over what it connects; `None`: over what the run's transport says.
    pub tls: Option<Tls>,
    /// Where it is declared (for the default client: the file's first octet).
    pub span: Span,
}

/// An account of the scenario. `${user}`, `${user2}`, `${user3}` are their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// The one that owns the scenario's mailboxes.
    First,
    /// Another.
    Second,
    /// One more.
    Third,
    /// One whose storage ends after so many KiB.
    Quota(u32),
}

/// Over what a client connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tls {
    /// TLS from the first octet (port 993).
    Implicit,
    /// In the clear, and stays so.
    None,
    /// In the clear; STARTTLS before the log-in.
    StartTls,
}

/// What the target must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// One of these is enough.
    pub any: Vec<Need>,
    /// The target must have none of them.
    pub negated: bool,
    /// As written, for the report.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// One thing to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Advertised after log-in (any case): `IDLE`, `AUTH=PLAIN`.
    Capability(String),
    /// A second account.
    SecondUser,
    /// A third account.
    ThirdUser,
    /// An account of the scenario's own, with its own INBOX.
    FreshAccount,
    /// A port with TLS from the first octet.
    ImplicitTls,
    /// STARTTLS on the plain port.
    StartTls,
    /// Log-in in the clear.
    Clear,
    /// Accounts that fill up.
    QuotaAccount,
    /// Mailboxes of any name: the personal namespace has no prefix.
    NoPrefix,
    /// Any keyword can be set: PERMANENTFLAGS has `\*`.
    Keywords,
}

/// Messages that a mailbox starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Key of [`Scenario::messages`].
    pub message: String,
    /// Flags and keywords to append it with.
    pub flags: Vec<String>,
    /// Internal date to append it with, in IMAP's form (`${date -1d}` may be in it).
    pub date: Option<Template>,
    /// How many times.
    pub times: u32,
    /// Where.
    pub span: Span,
}
