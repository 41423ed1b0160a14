//! Why octets are not what the grammar wants: where, by which rule, what was expected.

use std::borrow::Cow;

/// The first octet that no reading of the grammar allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("octet {offset}: {rule}: expected {expected}")]
pub struct SyntaxError {
    /// Offset of the first wrong octet.
    pub offset: usize,
    /// Name of the ABNF rule, as the RFC spells it.
    pub rule: &'static str,
    /// What would have been right there.
    pub expected: Cow<'static, str>,
    /// What kind of error it is.
    pub kind: SyntaxErrorKind,
}

/// Kinds of syntax errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// The octets break the grammar.
    Wrong,
    /// The octets end too early; more could make them right.
    Incomplete,
    /// Well-formed, but only with an extension that the dialect does not have.
    NeedsExtension,
    /// A limit that the caller set (line, literal, nesting).
    Limit,
}
