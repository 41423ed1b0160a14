//! Steps and what they do.

use std::time::Duration;

use super::{
    Block, Check, ClientId, Expectation, LineKind, PatternLine, Span, Status, Template, ViewPattern,
};
use crate::finding::Grade;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// From 1, in the order of the file, inner steps counted: `expect/<number>` is the rule that
    /// it breaks. Rows of `each` share the numbers of their steps.
    pub number: usize,
    /// Its first key: `phone sees`.
    pub span: Span,
    /// What is done.
    pub action: Action,
    /// What must come. Absent: the tagged OK of each command.
    pub expect: Option<Expectation>,
    /// What must not come during this step.
    pub never: Option<Block>,
    /// Limit of the step's waiting; absent: the engine's own.
    pub within: Option<Duration>,
    /// How binding the expectation is.
    pub grade: Grade,
    /// Sections for this step; empty: the scenario's.
    pub spec: Vec<String>,
    /// The untagged lines of `expect` must come in the order written.
    pub in_order: bool,
    /// Kinds of response (upper case, `LIST`) of which none but the expected may come.
    pub exactly: Vec<String>,
    /// Played only if all of these hold.
    pub when: Vec<When>,
    /// What a correct server does, shown on failure.
    pub because: Option<String>,
    /// Race: exactly one of these must hold. Empty: each command's `expect`.
    pub outcomes: Vec<RaceOutcome>,
}

impl Step {
    /// It says nothing of what comes.
    pub fn is_unjudged(&self) -> bool {
        self.expect.is_none() && self.never.is_none() && self.exactly.is_empty()
    }

    /// It says of something that it must not come.
    pub fn forbids(&self) -> bool {
        self.never.is_some() || !self.exactly.is_empty()
    }

    /// The server may end the connection, or must.
    pub fn may_close(&self) -> bool {
        let outcomes = self.expect.iter().flat_map(|e| &e.outcomes);
        outcomes.flat_map(|o| &o.block.lines).any(|line| line.kind == LineKind::Closed)
    }

    /// All that is right, without a warning, is that the command is refused.
    pub fn only_refuses(&self) -> bool {
        let refuses = |line: &PatternLine| match &line.kind {
            LineKind::Tagged { statuses, .. } => !statuses.contains(&Status::Ok),
            _ => false,
        };
        self.expect
            .as_ref()
            .is_some_and(|e| e.outcomes.iter().all(|o| o.warn || o.block.lines.iter().all(refuses)))
    }
}

/// `when: IDLE`, `when: "!IDLE"`, `when: BINARY and LITERAL+|LITERAL-`: by the capabilities advertised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// One of these is advertised (any case).
    pub any: Vec<String>,
    /// None of them is.
    pub negated: bool,
}

/// What each client of a race gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaceOutcome {
    /// Accepted, but it breaks a SHOULD.
    pub warn: bool,
    /// By client.
    pub blocks: Vec<(ClientId, Block)>,
    /// Where.
    pub span: Span,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Each of these clients does it, one after the other in this order (`all` is every client
    /// of the scenario).
    Do {
        /// Who; never empty.
        clients: Vec<ClientId>,
        /// What.
        verb: Verb,
    },
    /// Commands sent at once, a client each.
    Race(Vec<(ClientId, Template)>),
    /// Comparisons that must all hold.
    Check(Vec<Check>),
    /// The rows of a table, each with its steps. A failed row does not end the scenario.
    Each(Vec<Row>),
    /// Steps of a shared file.
    Use {
        /// Its path below the corpus.
        name: String,
        /// Its steps, parameters spliced in.
        steps: Vec<Step>,
    },
    /// Names values, in order.
    Set(Vec<(String, Template)>),
}

/// One row of `each`.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row as people should see it: `key: SEEN, ids: 1 3`.
    pub label: String,
    /// Where the row is written.
    pub span: Span,
    /// The steps, with the row's columns spliced in.
    pub steps: Vec<Step>,
}

/// What a client does.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// `phone: CMD`: the command, and wait for its tagged response.
    Command(Template),
    /// `phone pipelines: […]`: in one segment, and wait for all tagged responses.
    Pipelines(Vec<Template>),
    /// `phone starts: CMD`: the command, and wait for `+` or its tagged response.
    Starts(Template),
    /// `phone continues: LINE`: the line (and CRLF), and wait for the next `+` or the tagged
    /// response.
    Continues(Template),
    /// `phone sends raw: …`: exactly these octets, and wait for what is expected.
    SendsRaw(Template),
    /// `phone idles`: IDLE, and wait for `+`.
    Idles,
    /// `phone is done`: DONE, and wait for the tagged response.
    IsDone,
    /// `phone connects`: connects and reads the greeting.
    Connects,
    /// `phone disconnects`: closes the connection without LOGOUT.
    Disconnects,
    /// `phone aborts`: resets the connection.
    Aborts,
    /// `phone reconnects`: a new connection, logged in as before.
    Reconnects,
    /// `phone logs in`
    LogsIn,
    /// `phone starts tls`: STARTTLS, its OK, and the handshake.
    StartsTls,
    /// `phone handshakes`: a TLS handshake, now. Where it fails, the connection is closed; `expect` can
    /// name both (`OK`, `closed`).
    Handshakes,
    /// `phone compresses`: COMPRESS DEFLATE, its OK, and the layer.
    Compresses,
    /// `phone deflates`: the layer, now.
    Deflates,
    /// `phone half-closes`: no more will be sent; reading goes on.
    HalfCloses,
    /// `phone waits: 500ms`: reads what comes.
    Waits(Duration),
    /// `phone sees: {…}`: the view comes to hold this by being told alone.
    Sees(ViewPattern),
    /// `phone finds: {…}`: as `sees`, but asks.
    Finds(ViewPattern),
}
