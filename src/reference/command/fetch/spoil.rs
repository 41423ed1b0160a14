//! ENVELOPE, BODYSTRUCTURE and PREVIEW as servers with a defect give them.

use std::borrow::Cow;

use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::message::header::Header;
use crate::reference::message::words;
use crate::syntax::types::{
    Address, Body, Envelope, Octets, SingleExtension, SingleKind, SinglePart,
};

pub(super) fn envelope(cx: &Cx<'_>, envelope: &mut Envelope<'_>, octets: &[u8]) {
    circumstance::spoil_envelope(cx, envelope);
    let header = Header::scan(octets);
    if cx.has(Defect::EnvelopeSenderNil) && header.get("Sender").is_none() {
        envelope.sender = None;
    }
    if cx.has(Defect::EnvelopeReplyToNil) && header.get("Reply-To").is_none() {
        envelope.reply_to = None;
    }
    if cx.has(Defect::EnvelopeDecodes)
        && let Some(subject) = &mut envelope.subject
    {
        *subject = Cow::Owned(words::decode_words(subject).into_bytes());
    }
    if cx.has(Defect::EnvelopeSubjectFolded)
        && let Some(field) = header.get("Subject")
    {
        let value: Vec<u8> = field.value.iter().copied().skip_while(|&o| o == b' ').collect();
        envelope.subject = Some(Cow::Owned(value));
    }
    if cx.has(Defect::EnvelopeDateWithoutZone)
        && let Some(date) = &mut envelope.date
    {
        let end = date.len().saturating_sub(6);
        date.to_mut().truncate(end);
    }
    let lists = [&mut envelope.from, &mut envelope.to, &mut envelope.cc, &mut envelope.bcc];
    for list in lists.into_iter().flatten() {
        addresses(cx, list, octets);
    }
}

fn addresses(cx: &Cx<'_>, list: &mut Vec<Address<'_>>, octets: &[u8]) {
    if cx.has(Defect::EnvelopeGroupsFlat) && list.iter().any(|address| address.host.is_some()) {
        list.retain(|address| address.host.is_some());
    }
    if cx.has(Defect::EnvelopeFirstOnly) {
        list.truncate(1);
    }
    if cx.has(Defect::EnvelopeQuotesKept) {
        for name in list.iter_mut().filter_map(|address| address.name.as_mut()) {
            let quoted = [b"\"", &name[..], b"\""].concat();
            if memchr::memmem::find(octets, &quoted).is_some() {
                *name = Cow::Owned(quoted);
            }
        }
    }
}

pub(super) fn structure(cx: &Cx<'_>, body: &mut Body<'_>, octets: &[u8]) {
    match body {
        Body::Single(part) => single(cx, part, octets),
        Body::Multi(multi) => {
            let digest = multi.media_subtype.eq_ignore_ascii_case(b"digest");
            for part in &mut multi.parts {
                structure(cx, part, octets);
                if let Body::Single(part) = part
                    && digest
                    && cx.has(Defect::StructureDigestText)
                {
                    part.media_type = Cow::Borrowed(b"TEXT");
                    part.media_subtype = Cow::Borrowed(b"PLAIN");
                    part.kind = SingleKind::Text { lines: 0 };
                }
            }
            if cx.has(Defect::StructurePartsReversed) {
                multi.parts.reverse();
            }
            if cx.has(Defect::StructureExtensionMissing) {
                multi.extension = None;
            }
            if let Some(extension) = &mut multi.extension
                && cx.has(Defect::StructureParamsLost)
            {
                extension.params = None;
            }
        }
    }
}

fn single(cx: &Cx<'_>, part: &mut SinglePart<'_>, octets: &[u8]) {
    circumstance::spoil_body(cx, part);
    match &mut part.kind {
        SingleKind::Text { lines } if cx.has(Defect::StructureLinesOff) => *lines += 1,
        SingleKind::Message { envelope, body, .. } => {
            if cx.has(Defect::InnerEnvelopeOuter) {
                let outer = crate::reference::message::envelope::envelope(&Header::scan(octets));
                **envelope = outer;
            }
            structure(cx, body, octets);
        }
        _ => {}
    }
    if cx.has(Defect::StructureExtensionMissing) {
        part.extension = Some(SingleExtension { md5: None, tail: None });
    }
    if cx.has(Defect::StructureParamsLost) {
        part.params = None;
    }
    if cx.has(Defect::StructureOctetsDecoded) && part.encoding.eq_ignore_ascii_case(b"base64") {
        part.octets = part.octets / 4 * 3;
    }
    if cx.has(Defect::StructureDispositionLost)
        && let Some(tail) = part.extension.as_mut().and_then(|extension| extension.tail.as_mut())
    {
        tail.disposition = None;
    }
}

pub(super) fn preview<'a>(
    cx: &Cx<'_>,
    preview: Option<Octets<'a>>,
    octets: &[u8],
) -> Option<Octets<'a>> {
    let preview = preview.filter(|_| !cx.has(Defect::PreviewNil))?;
    let html = memchr::memmem::find(&octets.to_ascii_lowercase(), b"text/html").is_some();
    if cx.has(Defect::PreviewMarkup) && html {
        return Some(Cow::Owned([b"<p>", &preview[..], b"</p>"].concat()));
    }
    if cx.has(Defect::PreviewLong) && preview.len() >= 190 {
        return Some(Cow::Owned(preview.repeat(2)));
    }
    Some(preview)
}

/// The fields of a header, of each name the first only.
pub(super) fn once(octets: &[u8]) -> Vec<u8> {
    let header = Header::scan(octets);
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let mut kept = Vec::new();
    for field in &header.fields {
        let name = field.name.to_ascii_lowercase();
        if !seen.contains(&name) {
            kept.extend_from_slice(field.raw);
            seen.push(name);
        }
    }
    kept.extend_from_slice(header.blank);
    kept
}
