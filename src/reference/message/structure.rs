//! BODY and BODYSTRUCTURE (RFC 9051 §7.5.2).

use std::ops::Range;

use super::content::{self, Params};
use super::envelope::envelope;
use super::header::Header;
use super::tree::{Kind, Part};
use crate::syntax::types::{
    Body, Disposition, Language, Location, MultiExtension, MultiPart, Octets, SingleExtension,
    SingleKind, SinglePart,
};

/// The structure of a part, with extension data if `extended`.
pub fn structure(octets: &[u8], part: &Part, extended: bool) -> Body<'static> {
    let header = Header::scan(slice(octets, &part.header));
    let params = to_params(&part.content.params);
    let kind = match &part.kind {
        Kind::Multi(parts) => {
            return Body::Multi(Box::new(MultiPart {
                parts: parts.iter().map(|part| structure(octets, part, extended)).collect(),
                media_subtype: Octets::Owned(part.content.subtype.clone()),
                extension: extended
                    .then(|| MultiExtension { params, tail: Some(disposition(&header)) }),
            }));
        }
        Kind::Message(message) => SingleKind::Message {
            envelope: Box::new(envelope(&Header::scan(slice(octets, &message.header)))),
            body: Box::new(structure(octets, message, extended)),
            lines: lines(slice(octets, &part.body)),
        },
        Kind::Leaf if part.content.is("text") => {
            SingleKind::Text { lines: lines(slice(octets, &part.body)) }
        }
        Kind::Leaf => SingleKind::Basic,
    };
    let text = |name| header.text(name).map(Octets::Owned);
    Body::Single(Box::new(SinglePart {
        media_type: Octets::Owned(part.content.media_type.clone()),
        media_subtype: Octets::Owned(part.content.subtype.clone()),
        params,
        id: text("Content-ID"),
        description: text("Content-Description"),
        encoding: Octets::Owned(content::encoding(&header)),
        octets: part.body.len() as u64,
        kind,
        extension: extended.then(|| SingleExtension {
            md5: text("Content-MD5"),
            tail: Some(disposition(&header)),
        }),
    }))
}

/// The size in text lines: line ends, as servers have always counted.
fn lines(octets: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', octets).count() as u64
}

fn disposition(header: &Header<'_>) -> Disposition<'static> {
    let languages = content::languages(header);
    Disposition {
        disposition: content::disposition(header)
            .map(|(kind, params)| (Octets::Owned(kind), to_params(&params))),
        tail: Some(Language {
            languages: languages.map(|tags| tags.into_iter().map(Octets::Owned).collect()),
            tail: Some(Location {
                location: content::location(header).map(Octets::Owned),
                extensions: Vec::new(),
            }),
        }),
    }
}

/// NIL where there are none.
fn to_params(params: &Params) -> Option<Vec<(Octets<'static>, Octets<'static>)>> {
    let own = |octets: &Vec<u8>| Octets::Owned(octets.clone());
    let pairs = params.iter().map(|(name, value)| (own(name), own(value)));
    (!params.is_empty()).then(|| pairs.collect())
}

fn slice<'a>(octets: &'a [u8], range: &Range<usize>) -> &'a [u8] {
    octets.get(range.clone()).unwrap_or_default()
}
