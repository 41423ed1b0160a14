//! Sections of BODY[...] and their partials (RFC 9051 §6.4.5.1).

use std::borrow::Cow;
use std::ops::Range;

use super::header::Header;
use super::tree::{Kind, Part};
use crate::syntax::types::{Section, SectionText};

/// The octets of a section; `None` (NIL) if the message has no such section: a part number
/// too high, HEADER or TEXT of a part that is no message.
pub fn section<'a>(octets: &'a [u8], root: &Part, section: &Section<'_>) -> Option<Cow<'a, [u8]>> {
    let whole = |range: &Range<usize>| octets.get(range.clone()).map(Cow::Borrowed);
    if section.part.is_empty() && section.text.is_none() {
        return Some(Cow::Borrowed(octets));
    }
    let part = root.find(&section.part)?;
    let message = || match (&part.kind, section.part.as_slice()) {
        (_, []) => Some(part),
        (Kind::Message(message), _) => Some(&**message),
        _ => None,
    };
    match &section.text {
        None => whole(&part.body),
        Some(SectionText::Mime) => whole(&part.header),
        Some(SectionText::Text) => whole(&message()?.body),
        Some(SectionText::Header) => whole(&message()?.header),
        Some(SectionText::HeaderFields(names)) => {
            let header = Header::scan(octets.get(message()?.header.clone())?);
            Some(Cow::Owned(fields(&header, names, true)))
        }
        Some(SectionText::HeaderFieldsNot(names)) => {
            let header = Header::scan(octets.get(message()?.header.clone())?);
            Some(Cow::Owned(fields(&header, names, false)))
        }
    }
}

/// The fields of these names, or all others, and the blank line if the header has one.
fn fields<N: AsRef<[u8]>>(header: &Header<'_>, names: &[N], named: bool) -> Vec<u8> {
    let wanted = header
        .fields
        .iter()
        .filter(|field| names.iter().any(|name| field.is(name.as_ref())) == named);
    let mut subset: Vec<u8> = wanted.flat_map(|field| field.raw).copied().collect();
    subset.extend_from_slice(header.blank);
    subset
}

/// `<offset.length>` of a section: cut at its end, empty beyond it.
pub fn partial(octets: &[u8], offset: u32, length: u32) -> &[u8] {
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(octets.len());
    let rest = octets.get(start..).unwrap_or_default();
    rest.get(..usize::try_from(length).unwrap_or(usize::MAX)).unwrap_or(rest)
}
