//! Texts with placeholders, parsed.

use super::{Expression, Span};

/// A text with placeholders: a command, a line of a pattern, a value.
///
/// Constants (`values`, columns, parameters) are spliced in already, as if they had been written
/// there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
    /// All of it.
    pub span: Span,
}

impl Template {
    /// The text, where it has no placeholder.
    pub fn literal(&self) -> Option<String> {
        self.pieces
            .iter()
            .map(|piece| match &piece.part {
                Part::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// As in the script, for people: placeholders as written.
    pub fn shown(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match &piece.part {
                Part::Text(text) => text.clone(),
                Part::Octets(octets) => octets.escape_ascii().to_string(),
                Part::Value(name) => format!("${{{name}}}"),
                Part::Capture(name) => format!("${{set {name}}}"),
                Part::Call(call) => format!("${{{} …}}", call.name()),
            })
            .collect()
    }
}

/// One piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What.
    pub part: Part,
    /// Where. For a text without escapes, offsets into it are offsets into this span.
    pub span: Span,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as written; in commands and patterns it is part of the syntax.
    Text(String),
    /// Octets given by escapes (`sends raw` and quoted texts alone).
    Octets(Vec<u8>),
    /// A value that only the run knows. In a command it is quoted where it must be, with what
    /// stands beside it without a space (`${root}${/}a`); in a pattern it compares exactly.
    Value(Name),
    /// `${set name}`: takes what stands here (patterns and views alone).
    Capture(String),
    /// A function.
    Call(Box<Call>),
}

/// A value that only the run knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// The real name of the n-th of [`super::Scenario::mailboxes`].
    Mailbox(usize, String),
    /// `${root}`: the start of names that exist on nobody's server yet.
    Root,
    /// `${/}`: the hierarchy delimiter of the personal namespace.
    Delimiter,
    /// `${user}`, `${user2}`, `${user3}`: the account's name, number from 1.
    User(u8),
    /// `${password}`, `${password2}`, `${password3}`.
    Password(u8),
    /// Captured by `${set name}`, or named by a `set` step.
    Captured(String),
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mailbox(_, name) | Self::Captured(name) => f.write_str(name),
            Self::Root => f.write_str("root"),
            Self::Delimiter => f.write_str("/"),
            Self::User(1) => f.write_str("user"),
            Self::User(n) => write!(f, "user{n}"),
            Self::Password(1) => f.write_str("password"),
            Self::Password(n) => write!(f, "password{n}"),
        }
    }
}

/// A function and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// `${literal NAME}` and its kin: `{n}` CRLF and the octets.
    Literal(LiteralKind, Content),
    /// `${size NAME}`: number of octets.
    Size(Content),
    /// `${octets NAME offset length}`: these octets (fewer where the content ends), as one value.
    Octets {
        /// Of what.
        content: Content,
        /// First octet, from 0; 0 where none is written.
        offset: Option<Expression>,
        /// How many; all that is left where none is written.
        length: Option<Expression>,
    },
    /// `${base64 …}`: in base64.
    Base64(Content),
    /// `${quoted …}`: as a quoted string.
    Quoted(Content),
    /// `${bytes "\x00\xff"}`: these octets, raw.
    Bytes(Content),
    /// `${date -1d}`: today (UTC) and so many days, `25-Nov-2026`.
    Date {
        /// Days to add.
        days: i32,
    },
    /// `${expr ${a} + 1}`: the result as a number.
    Expr(Expression),
}

impl Call {
    /// Its name in the language.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Literal(kind, _) => kind.name(),
            Self::Size(_) => "size",
            Self::Octets { .. } => "octets",
            Self::Base64(_) => "base64",
            Self::Quoted(_) => "quoted",
            Self::Bytes(_) => "bytes",
            Self::Date { .. } => "date",
            Self::Expr(_) => "expr",
        }
    }
}

/// What octets a function works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Key of [`super::Scenario::messages`].
    Message(String),
    /// A value or a text in quotes (its escapes are [`Part::Octets`]).
    Text(Template),
}

/// `{n}`, `{n+}`, `~{n}`, `~{n+}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LiteralKind {
    /// `${literal …}`: `{n}`; the engine waits for `+`.
    Synchronizing,
    /// `${literal+ …}`: `{n+}`.
    NonSynchronizing,
    /// `${literal8 …}`: `~{n}`; the engine waits for `+`.
    Literal8,
    /// `${literal8+ …}`: `~{n+}`.
    Literal8NonSynchronizing,
}

impl LiteralKind {
    /// Name of the function.
    pub fn name(self) -> &'static str {
        match self {
            Self::Synchronizing => "literal",
            Self::NonSynchronizing => "literal+",
            Self::Literal8 => "literal8",
            Self::Literal8NonSynchronizing => "literal8+",
        }
    }
}
