//! What is expected: lines that responses are held against, and facts that a view comes to hold.

use super::{Comparison, Span, Template};
use crate::syntax::types::Status;

/// What must come: one of these outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// In the order written; never empty.
    pub outcomes: Vec<Outcome>,
    /// Where.
    pub span: Span,
}

/// One accepted outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Accepted, but it breaks a SHOULD.
    pub warn: bool,
    /// All lines of it must hold.
    pub block: Block,
}

/// Lines of patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// In the order written; empty lines are left out.
    pub lines: Vec<PatternLine>,
    /// Where.
    pub span: Span,
}

/// One line of a [`Block`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternLine {
    /// What it is held against.
    pub kind: LineKind,
    /// The pattern behind `* `, `+ `, or behind the status: syntax with `...`, `_`, `A|B`,
    /// captures and values. May be empty (`OK`; `+`).
    pub pattern: Template,
    /// The whole line.
    pub span: Span,
    /// The whole line as written.
    pub text: String,
}

/// What a line is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineKind {
    /// `* …`
    Untagged,
    /// `+ …`
    Continuation,
    /// `OK …`, `NO|BAD …`; with a tag (`a1 OK …`) after `sends raw` and in steps that send no command.
    Tagged {
        /// Which statuses are right; never empty.
        statuses: Vec<Status>,
        /// The tag, where it is one of octets sent raw, now or earlier; else that of the step's own
        /// command.
        tag: Option<Template>,
    },
    /// `closed`: the server ended the connection.
    Closed,
}

/// What a client's view must come to hold, all of it at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewPattern {
    /// In the order written; never empty.
    pub items: Vec<ViewItem>,
    /// Where.
    pub span: Span,
}

/// One thing that a view must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewItem {
    /// `exists: 3`
    Exists(Compared),
    /// `recent: 0`
    Recent(Compared),
    /// `uidnext: …`, as told by SELECT (or by STATUS, where it was asked).
    UidNext(Compared),
    /// `uidvalidity: …`
    UidValidity(Compared),
    /// `highestmodseq: …`
    HighestModSeq(Compared),
    /// `2: {…}`, `uid ${u}: {…}`
    Message(Message),
    /// `gone: [4, ${u}]`: these UIDs were told to be gone.
    Gone(Vec<Template>, Span),
    /// `alert: yes`: an ALERT was told; `no`: none was.
    Alert(bool, Span),
}

/// What is to be held of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub which: Which,
    /// All of these.
    pub facts: Vec<Fact>,
    /// Where: its key.
    pub span: Span,
}

/// A message, by one of its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// By sequence number.
    Sequence(Template),
    /// By UID.
    Uid(Template),
}

/// One thing held of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// `flags: [\Flagged, ...]`
    Flags(FlagsPattern),
    /// `uid: …`
    Uid(Compared),
    /// `modseq: …`
    ModSeq(Compared),
    /// `gone: yes`: the view had it and was told that it is gone (by EXPUNGE or VANISHED);
    /// `no`: it is there.
    Gone(bool, Span),
}

/// A number held against another: `3`, `"> ${before}"`, `${set uid}`, `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// How; `Equal` where nothing is written.
    pub op: Comparison,
    /// With what. A lone capture takes the number, and a lone `_` is any number.
    pub value: Template,
    /// Where.
    pub span: Span,
}

/// Flags that a message must have and must not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagsPattern {
    /// In the order written.
    pub flags: Vec<FlagPattern>,
    /// `...`: others may be there as well. Without it the set is exact (`\Recent` is ignored
    /// unless it is named).
    pub open: bool,
    /// Where.
    pub span: Span,
}

/// One flag of a [`FlagsPattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagPattern {
    /// `\Seen` or a keyword.
    pub flag: Template,
    /// `!\Seen`: must not be there.
    pub absent: bool,
}
