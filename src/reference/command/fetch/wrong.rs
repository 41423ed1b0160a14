//! FETCH items as servers with a defect answer them.

use std::borrow::Cow;

use super::spoil;
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::message::{Message, partial};
use crate::syntax::types::{FetchAtt, MsgAtt, Section, SectionText};

/// The item as it is understood; `None`: as it was asked for.
pub(super) fn misread<'i>(cx: &Cx<'_>, item: &FetchAtt<'i>, octets: &[u8]) -> Option<FetchAtt<'i>> {
    if cx.has(Defect::SaveDateIsInternal) && *item == FetchAtt::SaveDate {
        return Some(FetchAtt::InternalDate);
    }
    let FetchAtt::BodySection { peek, section, partial } = item else { return None };
    let mut section = section.clone();
    circumstance::misread(cx, &mut section, partial.is_some());
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
        MsgAtt::Envelope(mut envelope) => {
            spoil::envelope(cx, &mut envelope, octets);
            MsgAtt::Envelope(envelope)
        }
        MsgAtt::BodyStructure(mut body) => {
            spoil::structure(cx, &mut body, octets);
            MsgAtt::BodyStructure(body)
        }
        MsgAtt::Preview(preview) => MsgAtt::Preview(spoil::preview(cx, preview, octets)),
        MsgAtt::EmailId(id) if cx.has(Defect::EmailIdPerMailbox) => {
            let mailbox = cx.session.selected.as_ref().map_or(0, |selected| selected.mailbox.0);
            MsgAtt::EmailId(Cow::Owned([&id[..], format!("-{mailbox}").as_bytes()].concat()))
        }
        MsgAtt::BodySection { section, origin, data } => {
            let data = spoil_section(cx, &section, origin, data);
            MsgAtt::BodySection { section, origin, data }
        }
        MsgAtt::Binary { part, origin: Some(offset), data }
            if cx.has(Defect::BinaryPartialEncoded) =>
        {
            let length = data.as_ref().map_or(0, |data| data.len());
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            let raw = encoded(octets, &part);
            let data = raw.map(|raw| Cow::Owned(partial(&raw, offset, length).to_vec())).or(data);
            MsgAtt::Binary { part, origin: Some(offset), data }
        }
        MsgAtt::Binary { part, origin, data } if cx.has(Defect::BinaryEncoded) => {
            let data = encoded(octets, &part).or(data);
            MsgAtt::Binary { part, origin, data }
        }
        MsgAtt::Binary { part, origin, data } if cx.has(Defect::BinarySoftBreaks) => {
            let raw = encoded(octets, &part);
            MsgAtt::Binary { part, origin, data: circumstance::undecoded(data, raw) }
        }
        MsgAtt::BinarySize { part, size } if cx.has(Defect::BinarySizeEncoded) => {
            let size = encoded(octets, &part).map_or(size, |data| data.len() as u64);
            MsgAtt::BinarySize { part, size }
        }
        att => att,
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
    if fields {
        circumstance::fields(cx, &mut data);
    }
    if cx.has(Defect::HeaderFieldsFirst) && fields {
        data = Cow::Owned(spoil::once(&data));
    }
    if cx.has(Defect::MimeNoBlank) && section.text == Some(SectionText::Mime) {
        let end = data.len().saturating_sub(2);
        data.to_mut().truncate(end);
    }
    let inside = !section.part.is_empty() && section.text.is_none();
    if cx.has(Defect::PartKeepsLineEnd) && inside && !data.ends_with(b"\r\n") {
        data.to_mut().extend_from_slice(b"\r\n");
    }
    if cx.has(Defect::HeaderFieldsNoBlank) && fields {
        let end = data.len().saturating_sub(2);
        data.to_mut().truncate(end);
    }
    Some(data)
}

/// A part as it is in the message.
fn encoded<'a>(octets: &'a [u8], part: &[u32]) -> Option<Cow<'a, [u8]>> {
    let section = Section { part: part.to_vec(), text: None };
    Message::parse(octets).section(&section)
}

/// A part whose transfer encoding is not known, as it is.
pub(super) fn undecoded<'a>(item: &FetchAtt<'_>, octets: &'a [u8]) -> Option<MsgAtt<'a>> {
    match item {
        FetchAtt::Binary { part, partial, .. } => {
            let origin = partial.map(|(offset, _)| super::item::short(offset));
            Some(MsgAtt::Binary { part: part.clone(), origin, data: encoded(octets, part) })
        }
        FetchAtt::BinarySize(part) => {
            let size = encoded(octets, part).map_or(0, |data| data.len() as u64);
            Some(MsgAtt::BinarySize { part: part.clone(), size })
        }
        _ => None,
    }
}
