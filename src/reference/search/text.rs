//! The text that string keys look into: header fields unfolded and encoded words decoded,
//! text parts without transfer encoding and charset (RFC 5255 §4.6).

use super::collation::Needle;
use crate::reference::message::address;
use crate::reference::message::header::{Field, Header};
use crate::reference::message::tree::{Kind, Part};
use crate::reference::message::{Message, preview, words};
use crate::syntax::types::{Address, Octets};

/// HEADER, SUBJECT: any field of that name has it; an empty needle asks for the field alone.
pub fn field(message: &Message<'_>, name: &[u8], needle: &Needle) -> bool {
    let header = message.header();
    header.fields.iter().any(|field| field.is(name) && in_text(&decoded(field), needle))
}

/// FROM, TO, CC, BCC: any field of that name has it, in the form that was sent or in the
/// form of its addresses.
pub fn addresses(message: &Message<'_>, name: &str, needle: &Needle) -> bool {
    let header = message.header();
    header.fields.iter().filter(|field| field.is(name.as_bytes())).any(|field| {
        in_text(&decoded(field), needle)
            || address::addresses(&field.text()).iter().any(|found| needle.is_in(&shown(found)))
    })
}

/// BODY: a text part has it, or the header of a message within.
pub fn body(message: &Message<'_>, needle: &Needle) -> bool {
    within(message.octets(), message.root(), needle, false)
}

/// TEXT: the header, a MIME header or the body has it.
pub fn whole(message: &Message<'_>, needle: &Needle) -> bool {
    in_header(&message.header(), needle) || within(message.octets(), message.root(), needle, true)
}

fn within(octets: &[u8], part: &Part, needle: &Needle, mime: bool) -> bool {
    let header = |part: &Part| {
        in_header(&Header::scan(octets.get(part.header.clone()).unwrap_or_default()), needle)
    };
    match &part.kind {
        Kind::Multi(parts) => {
            parts.iter().any(|part| (mime && header(part)) || within(octets, part, needle, mime))
        }
        Kind::Message(message) => header(message) || within(octets, message, needle, mime),
        Kind::Leaf => match preview::text(octets, part) {
            Some(text) => needle.is_in(&text),
            // Text that cannot be decoded is looked at as it is.
            None if part.content.is("text") => {
                needle.is_in(&words::guess(octets.get(part.body.clone()).unwrap_or_default()))
            }
            None => false,
        },
    }
}

/// Each field in a line of its own, name and all.
fn in_header(header: &Header<'_>, needle: &Needle) -> bool {
    header.fields.iter().any(|field| {
        let name = String::from_utf8_lossy(field.name);
        needle.is_in(&format!("{name}: {}", decoded(field)))
    })
}

/// Whether the text of a field has it, as it is or with folding white space made one blank:
/// nobody knows where a sender folded.
fn in_text(text: &str, needle: &Needle) -> bool {
    let flat = || text.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    needle.is_in(text) || needle.is_in(&flat().join(" "))
}

fn decoded(field: &Field<'_>) -> String {
    words::decode_words(&field.text())
}

/// `name <mailbox@host>`, quoting removed.
fn shown(address: &Address<'_>) -> String {
    let text = |part: &Option<Octets<'_>>| {
        part.as_ref().map(|octets| words::decode_words(octets)).unwrap_or_default()
    };
    format!("{} <{}@{}>", text(&address.name), text(&address.mailbox), text(&address.host))
}
