//! FETCH items as servers with a defect answer them.

use std::borrow::Cow;

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::syntax::types::{
    Body, FetchAtt, MsgAtt, Section, SectionText, SingleExtension, SingleKind,
};

/// The item as it is understood; `None`: as it was asked for.
pub(super) fn misread<'i>(cx: &Cx<'_>, item: &FetchAtt<'i>, octets: &[u8]) -> Option<FetchAtt<'i>> {
    let FetchAtt::BodySection { peek, section, partial } = item else { return None };
    let mut section = section.clone();
    if cx.has(Defect::NestedNumbers) && section.part.len() > 1 {
        section.part.remove(0);
    }
    if let Some(SectionText::HeaderFields(names)) = &mut section.text
        && cx.has(Defect::HeaderFieldsCase)
    {
        names.retain(|name| memchr::memmem::find(octets, name).is_some());
    }
    Some(FetchAtt::BodySection { peek: *peek, section, partial: *partial })
}

/// Makes an answer wrong.
pub(super) fn spoil<'a>(cx: &Cx<'_>, att: MsgAtt<'a>, octets: &'a [u8]) -> MsgAtt<'a> {
    match att {
        MsgAtt::Envelope(mut envelope) if cx.has(Defect::EnvelopeSenderNil) => {
            let named = octets.to_ascii_lowercase();
            if memchr::memmem::find(&named, b"\nsender:").is_none() {
                envelope.sender = None;
            }
            MsgAtt::Envelope(envelope)
        }
        MsgAtt::BodyStructure(mut body) => {
            spoil_structure(cx, &mut body);
            MsgAtt::BodyStructure(body)
        }
        MsgAtt::BodySection { section, origin, data } => {
            let data = spoil_section(cx, &section, origin, data);
            MsgAtt::BodySection { section, origin, data }
        }
        MsgAtt::Binary { part, origin, data } if cx.has(Defect::BinaryEncoded) => {
            let data = encoded(octets, &part).or(data);
            MsgAtt::Binary { part, origin, data }
        }
        MsgAtt::BinarySize { part, size } if cx.has(Defect::BinarySizeEncoded) => {
            let size = encoded(octets, &part).map_or(size, |data| data.len() as u64);
            MsgAtt::BinarySize { part, size }
        }
        att => att,
    }
}

fn spoil_structure(cx: &Cx<'_>, body: &mut Body<'_>) {
    match body {
        Body::Single(part) => {
            if cx.has(Defect::StructureLinesOff)
                && let SingleKind::Text { lines } = &mut part.kind
            {
                *lines += 1;
            }
            if cx.has(Defect::StructureExtensionMissing) {
                part.extension = Some(SingleExtension { md5: None, tail: None });
            }
        }
        Body::Multi(part) => {
            part.parts.iter_mut().for_each(|part| spoil_structure(cx, part));
            if cx.has(Defect::StructureExtensionMissing) {
                part.extension = None;
            }
        }
    }
}

fn spoil_section<'a>(
    cx: &Cx<'_>,
    section: &Section<'_>,
    origin: Option<u32>,
    data: Option<Cow<'a, [u8]>>,
) -> Option<Cow<'a, [u8]>> {
    let mut data = data?;
    let whole = section.part.is_empty() && section.text.is_none();
    if cx.has(Defect::BodyOneMissing) && section.part == [1] && section.text.is_none() {
        return None;
    }
    if cx.has(Defect::PartialBeyondNil)
        && origin.is_some_and(|origin| origin > 0)
        && data.is_empty()
    {
        return None;
    }
    if cx.has(Defect::LargeBodyCut) && whole && data.len() > 8192 {
        data.to_mut().pop();
    }
    let fields = matches!(section.text, Some(SectionText::HeaderFields(_)));
    if cx.has(Defect::HeaderFieldsNoBlank) && fields {
        let end = data.len().saturating_sub(2);
        data.to_mut().truncate(end);
    }
    Some(data)
}

/// A part as it is in the message.
fn encoded<'a>(octets: &'a [u8], part: &[u32]) -> Option<Cow<'a, [u8]>> {
    let section = Section { part: part.to_vec(), text: None };
    crate::reference::message::Message::parse(octets).section(&section)
}
