//! Octets to values, by the strictest reading of the RFCs' ABNF.
//!
//! One file an RFC unit. In each, a parser stands under the ABNF that it implements, in the
//! order of the RFC; where prose makes the ABNF narrower or wider, the comment says so and where.
//! `input` is what the parsers run on; `core`, `strings`, `sets`, `flags`, `dates`, `section` and
//! `ext` are what both directions share.
//!
//! The grammar is read without guessing: the next octets decide the alternative, so that the first
//! octet that no reading allows is where the error points. No input makes a parser panic, and
//! nesting is bounded by [`Dialect::nesting`](crate::syntax::dialect::Dialect).
//!
//! To add an extension: a file with its parsers under their ABNF, a name in
//! [`Extension`](crate::syntax::dialect::Extension), and a line where its construct begins
//! (`response`, `fetch`, `resp_text` …) that calls [`input::In::need`].

pub mod command;
pub mod core;
pub mod dates;
pub mod ext;
pub mod flags;
pub mod input;
pub mod response;
pub mod rights;
pub mod section;
pub mod sets;
pub mod strings;
mod words;

use bounded_static::IntoBoundedStatic;

pub use self::command::AuthResponse;
use self::input::{Cx, In, Res};
use crate::syntax::SyntaxError;
use crate::syntax::dialect::{Dialect, ExtensionSet, RevisionSet};
use crate::syntax::frame::{Frame, Sender};
use crate::syntax::types::{Command, Response};

/// A value, and what of the dialect it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What was said.
    pub value: T,
    /// Extensions whose grammar is used, those that IMAP4rev2 has taken in among them.
    pub uses: ExtensionSet,
    /// Of these, the ones that IMAP4rev2 does not bring.
    pub beyond_rev2: ExtensionSet,
    /// Revisions in which it is right, with the extensions used.
    pub revisions: RevisionSet,
}

impl<T> Parsed<T> {
    /// Extensions that a speaker of the revisions must have announced to say this: where it may
    /// be IMAP4rev2, only what that does not bring.
    pub const fn requires(&self) -> ExtensionSet {
        if self.revisions.rev2 { self.beyond_rev2 } else { self.uses }
    }
}

impl<T: IntoBoundedStatic> Parsed<T> {
    /// The same, free of the octets that it was read from.
    pub fn into_static(self) -> Parsed<T::Static> {
        Parsed {
            value: self.value.into_static(),
            uses: self.uses,
            beyond_rev2: self.beyond_rev2,
            revisions: self.revisions,
        }
    }
}

/// One response: a whole frame, with its literals and its CRLF.
///
/// # Errors
/// Where the octets are not a response in this dialect: the first octet that no reading allows.
pub fn response<'a>(
    frame: impl Into<Frame<'a>>,
    dialect: &Dialect,
) -> Result<Parsed<Response<'a>>, SyntaxError> {
    whole(frame, dialect, Sender::Server, response::response)
}

/// The greeting: what a server says first.
///
/// # Errors
/// As [`response()`].
pub fn greeting<'a>(
    frame: impl Into<Frame<'a>>,
    dialect: &Dialect,
) -> Result<Parsed<Response<'a>>, SyntaxError> {
    whole(frame, dialect, Sender::Server, response::greeting)
}

/// A command: its whole frame, literals and CRLF included.
///
/// # Errors
/// Where the octets are no command of the dialect.
pub fn command<'a>(
    frame: impl Into<Frame<'a>>,
    dialect: &Dialect,
) -> Result<Parsed<Command<'a>>, SyntaxError> {
    whole(frame, dialect, Sender::Client, command::command)
}

/// The client's line that answers a continuation request of AUTHENTICATE, with its CRLF.
///
/// # Errors
/// Where it is neither base64 nor `*`.
pub fn auth_response(octets: &[u8]) -> Result<AuthResponse, SyntaxError> {
    whole(octets, &Dialect::everything(), Sender::Client, command::auth_response_line)
        .map(|parsed| parsed.value)
}

/// The `DONE` that ends IDLE, with its CRLF.
///
/// # Errors
/// Where it is anything else.
pub fn done(octets: &[u8]) -> Result<(), SyntaxError> {
    whole(octets, &Dialect::everything(), Sender::Client, command::done_line)
        .map(|parsed| parsed.value)
}

/// Runs `parser` over all of `frame`.
pub(crate) fn whole<'a, T>(
    frame: impl Into<Frame<'a>>,
    dialect: &Dialect,
    sender: Sender,
    parser: impl for<'c> Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Result<Parsed<T>, SyntaxError> {
    let frame = frame.into();
    let octets = frame.octets();
    let cx = Cx::new(*dialect, sender, frame.has_no_nul());
    let found =
        parser(In { octets, cx: &cx }).and_then(|(rest, value)| core::end(rest).map(|_| value));
    match found {
        Ok(value) => {
            let (uses, beyond_rev2) = cx.uses();
            Ok(Parsed { value, uses, beyond_rev2, revisions: cx.revisions() })
        }
        Err(_) => Err(cx.error(octets.len())),
    }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod tests;
