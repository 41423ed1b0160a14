//! What a server must know of a message, from its octets alone.
//!
//! Pure functions, exact to the octet, for any octets: nothing is refused, nothing panics,
//! depth and number of parts are bounded ([`tree::DEPTH`], [`tree::PARTS`]). The reader is
//! our own, since a general mail library normalises what IMAP must count.
//!
//! [`Message`] is the way in. `header` and `lexer` read lines and tokens; `tree` finds the
//! parts; `content`, `params`, `address`, `date` and `words` read single fields; `envelope`,
//! `structure`, `section`, `binary` and `preview` each answer one kind of FETCH item. A new
//! FETCH item on message octets gets a file here and a method on [`Message`].

pub mod address;
pub mod binary;
pub mod content;
pub mod date;
pub mod decode;
pub mod envelope;
pub mod header;
pub mod lexer;
pub mod params;
pub mod preview;
pub mod section;
pub mod structure;
pub mod tree;
pub mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use binary::{BinaryError, storable};
pub use section::partial;

use crate::syntax::types::{Body, DateTime, Envelope, Section};
use header::Header;
use tree::Part;

/// A message and where its parts are.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    octets: &'a [u8],
    root: Part,
}

impl<'a> Message<'a> {
    /// Reads any octets as a message.
    pub fn parse(octets: &'a [u8]) -> Self {
        Self { octets, root: Part::root(octets) }
    }

    /// The octets: `BODY[]`.
    pub fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// The MIME tree.
    pub fn root(&self) -> &Part {
        &self.root
    }

    /// RFC822.SIZE
    pub fn size(&self) -> u64 {
        self.octets.len() as u64
    }

    /// The header of the message itself.
    pub fn header(&self) -> Header<'a> {
        Header::scan(self.octets)
    }

    /// ENVELOPE
    pub fn envelope(&self) -> Envelope<'static> {
        envelope::envelope(&self.header())
    }

    /// BODY: the structure without extension data.
    pub fn body(&self) -> Body<'static> {
        structure::structure(self.octets, &self.root, false)
    }

    /// BODYSTRUCTURE
    pub fn body_structure(&self) -> Body<'static> {
        structure::structure(self.octets, &self.root, true)
    }

    /// `BODY[section]`; `None` is NIL. Cut it with [`partial`].
    pub fn section(&self, section: &Section<'_>) -> Option<Cow<'a, [u8]>> {
        section::section(self.octets, &self.root, section)
    }

    /// `BINARY[part]`: the part without its transfer encoding; its length is BINARY.SIZE.
    pub fn binary(&self, part: &[u32]) -> Result<Vec<u8>, BinaryError> {
        binary::binary(self.octets, &self.root, part)
    }

    /// PREVIEW: at most 200 characters; empty if there is nothing to show.
    pub fn preview(&self) -> String {
        preview::preview(self.octets, &self.root)
    }

    /// The Date field, if it has a day in it.
    pub fn sent_date(&self) -> Option<DateTime> {
        date::sent_date(&self.header())
    }
}
