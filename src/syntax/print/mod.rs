//! Values to octets: the way back from `parse`.
//!
//! What is printed is in the grammar, whatever the value: a string goes into a form that can hold
//! it (a literal where quoting cannot, `literal8` for NUL), and octets that an atom or a line of
//! text cannot hold become `_` or `?`. [`Style`] decides where the grammar leaves a choice, and
//! nothing but the spelling depends on it. Wrong octets are made on purpose only.
//!
//! One file a subject, as in `types`; each adds small methods to the writer. To add a construct:
//! a line in the `match` of its subject, in the file of the same name.

mod body;
mod code;
mod common;
mod data;
mod envelope;
mod fetch;
mod list;
mod response;
mod search;
mod strings;
mod style;
mod writer;

pub use style::{Case, Literals, Strings, Style};

use self::writer::Writer;
use super::frame::Sender;
use super::types::Response;

/// A response as a server sends it, CRLF included.
pub fn response(response: &Response<'_>, style: &Style) -> Vec<u8> {
    let mut writer = Writer::new(style, Sender::Server);
    writer.response(response);
    writer.out
}

#[cfg(test)]
mod tests;
