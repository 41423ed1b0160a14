//! What was told of the static parts of one message, by whichever session.

use std::collections::BTreeMap;

use crate::syntax::types::{Body, DateTime, Envelope, Octets, Section, SectionText};

/// Names a part of a message: part numbers, and what of that part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Part numbers; none is the whole message.
    pub part: Vec<u32>,
    /// What of it.
    pub what: What,
}

/// What of a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// All of it.
    All,
    /// `HEADER`
    Header,
    /// `TEXT`
    Text,
    /// `MIME`
    Mime,
    /// `HEADER.FIELDS`: names in lower case, sorted.
    Fields(Vec<Vec<u8>>),
    /// `HEADER.FIELDS.NOT`
    FieldsNot(Vec<Vec<u8>>),
}

impl Place {
    /// Of the whole message.
    pub(super) const fn top(what: What) -> Self {
        Self { part: Vec::new(), what }
    }

    /// All of a part.
    pub(super) fn part(part: &[u32]) -> Self {
        Self { part: part.to_vec(), what: What::All }
    }

    /// As a section of BODY names it.
    pub(super) fn of(section: &Section<'_>) -> Self {
        let names = |names: &[Octets<'_>]| {
            let mut names: Vec<Vec<u8>> = names.iter().map(|n| n.to_ascii_lowercase()).collect();
            names.sort();
            names.dedup();
            names
        };
        let what = match &section.text {
            None => What::All,
            Some(SectionText::Header) => What::Header,
            Some(SectionText::Text) => What::Text,
            Some(SectionText::Mime) => What::Mime,
            Some(SectionText::HeaderFields(fields)) => What::Fields(names(fields)),
            Some(SectionText::HeaderFieldsNot(fields)) => What::FieldsNot(names(fields)),
        };
        Self { part: section.part.clone(), what }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers: Vec<String> = self.part.iter().map(u32::to_string).collect();
        let what = match &self.what {
            What::All => "",
            What::Header => "HEADER",
            What::Text => "TEXT",
            What::Mime => "MIME",
            What::Fields(_) => "HEADER.FIELDS",
            What::FieldsNot(_) => "HEADER.FIELDS.NOT",
        };
        let dot = if numbers.is_empty() || what.is_empty() { "" } else { "." };
        write!(f, "BODY[{}{dot}{what}]", numbers.join("."))
    }
}

/// The static data of a message, as far as told. `None` is "not told".
#[derive(Debug, Default)]
pub(super) struct Told {
    /// RFC822.SIZE
    pub size: Option<u64>,
    /// INTERNALDATE
    pub date: Option<DateTime>,
    /// ENVELOPE
    pub envelope: Option<Envelope<'static>>,
    /// BODYSTRUCTURE
    pub structure: Option<Body<'static>>,
    /// BODY without section
    pub body: Option<Body<'static>>,
    /// Octets of sections.
    pub sections: BTreeMap<Place, Vec<u8>>,
    /// BINARY
    pub binary: BTreeMap<Vec<u32>, Vec<u8>>,
    /// BINARY.SIZE
    pub binary_size: BTreeMap<Vec<u32>, u64>,
    /// EMAILID
    pub email_id: Option<Vec<u8>>,
    /// THREADID, where it is not NIL.
    pub thread_id: Option<Vec<u8>>,
    /// SAVEDATE, where it is not NIL.
    pub save_date: Option<DateTime>,
}

impl Told {
    /// The octets of a section.
    pub(super) fn octets(&self, place: &Place) -> Option<&[u8]> {
        self.sections.get(place).map(Vec::as_slice)
    }
}

/// A structure without its extension data, which BODY does not have.
pub(super) fn without_extension(body: &mut Body<'static>) {
    use crate::syntax::types::SingleKind;
    match body {
        Body::Single(part) => {
            part.extension = None;
            if let SingleKind::Message { body, .. } = &mut part.kind {
                without_extension(body);
            }
        }
        Body::Multi(multi) => {
            multi.extension = None;
            multi.parts.iter_mut().for_each(without_extension);
        }
    }
}
