//! Whether octets are right, and what they take: all that a judge of many lines wants to know.

use super::dialect::{Dialect, ExtensionSet};
use super::frame::Sender;
use super::parse::{self, Parsed};
use super::{SyntaxError, SyntaxErrorKind};
use crate::syntax::types::{Command, Response};

/// What octets are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// What a client sends.
    Command,
    /// What a server sends.
    Response,
    /// What a server sends first.
    Greeting,
}

impl Start {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Command, Self::Response, Self::Greeting];

    /// Who says it.
    pub const fn sender(self) -> Sender {
        match self {
            Self::Command => Sender::Client,
            Self::Response | Self::Greeting => Sender::Server,
        }
    }

    /// The start of this name, in lower case.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "command" => Some(Self::Command),
            "response" => Some(Self::Response),
            "greeting" => Some(Self::Greeting),
            _ => None,
        }
    }

    /// Its name, as the RFCs name the rule.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Response => "response",
            Self::Greeting => "greeting",
        }
    }
}

/// A value of either direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    /// By a client.
    Command(Parsed<Command<'a>>),
    /// By a server.
    Response(Parsed<Response<'a>>),
}

impl Said<'_> {
    /// What a speaker must have announced to say this, see [`Parsed::requires`].
    pub const fn requires(&self) -> ExtensionSet {
        match self {
            Self::Command(parsed) => parsed.requires(),
            Self::Response(parsed) => parsed.requires(),
        }
    }

    /// The value as a tree for people.
    pub fn tree(&self) -> String {
        match self {
            Self::Command(parsed) => super::tree::tree(&parsed.value),
            Self::Response(parsed) => super::tree::tree(&parsed.value),
        }
    }
}

/// Reads a whole frame.
///
/// # Errors
/// Where it is not what it should be in this dialect.
pub fn read<'a>(
    octets: &'a [u8],
    start: Start,
    dialect: &Dialect,
) -> Result<Said<'a>, SyntaxError> {
    match start {
        Start::Command => parse::command(octets, dialect).map(Said::Command),
        Start::Response => parse::response(octets, dialect).map(Said::Response),
        Start::Greeting => parse::greeting(octets, dialect).map(Said::Response),
    }
}

/// A verdict on octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They are right, with these extensions.
    Accept(ExtensionSet),
    /// They are wrong.
    Reject(SyntaxError),
    /// More of them could make them right.
    Incomplete(SyntaxError),
}

/// Judges a whole frame.
pub fn judge(octets: &[u8], start: Start, dialect: &Dialect) -> Verdict {
    match read(octets, start, dialect) {
        Ok(said) => Verdict::Accept(said.requires()),
        Err(error) if error.kind == SyntaxErrorKind::Incomplete => Verdict::Incomplete(error),
        Err(error) => Verdict::Reject(error),
    }
}
