//! Values to octets: the way back from `parse`.
//!
//! What is printed is in the grammar, whatever the value: a string goes into a form that can hold
//! it (a literal where quoting cannot, `literal8` for NUL), and octets that an atom or a line of
//! text cannot hold become `_` or `?`. [`Style`] decides where the grammar leaves a choice, and
//! nothing but the spelling depends on it. Wrong octets are made on purpose only.
//!
//! One file a subject, as in `types`; each adds small methods to the writer. To add a construct:
//! a line in the `match` of its subject, in the file of the same name.

mod append;
mod body;
mod code;
mod command;
mod common;
mod corrupt;
mod data;
mod envelope;
mod fetch;
mod fetch_att;
mod find;
mod list;
mod response;
mod search;
mod select;
mod strings;
mod style;
mod writer;

pub use corrupt::{Corruption, corrupt};
pub use strings::{escaped, quoted};
pub use style::{Case, Literals, Strings, Style};

use self::writer::Writer;
use super::frame::Sender;
use super::types::{Command, Response};

/// A response as a server sends it, CRLF included.
pub fn response(response: &Response<'_>, style: &Style) -> Vec<u8> {
    let mut writer = Writer::new(style, Sender::Server);
    writer.response(response);
    writer.out
}

/// A command as a client sends it, literals and CRLF included.
pub fn command(command: &Command<'_>, style: &Style) -> Vec<u8> {
    let mut writer = Writer::new(style, Sender::Client);
    writer.command(command);
    writer.out
}

/// A command in the pieces that a client sends: behind each piece but the last it waits for a
/// continuation, since the piece ends with the announcement of a synchronizing literal.
pub fn pieces(command: &Command<'_>, style: &Style) -> Vec<Vec<u8>> {
    let mut writer = Writer::new(style, Sender::Client);
    writer.command(command);
    let mut rest = writer.out;
    let mut pieces = Vec::with_capacity(writer.waits.len() + 1);
    for &at in writer.waits.iter().rev() {
        pieces.push(rest.split_off(at.min(rest.len())));
    }
    pieces.push(rest);
    pieces.reverse();
    pieces
}

#[cfg(test)]
mod tests;
