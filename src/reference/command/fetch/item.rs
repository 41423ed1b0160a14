//! The value of one FETCH item (RFC 9051 §6.4.5, §7.5.2).

use std::borrow::Cow;

use bounded_static::ToBoundedStatic;

use super::{free, wrong};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::message::{self, BinaryError, date};
use crate::reference::store::Message;
use crate::syntax::types::{DateTime, FetchAtt, MsgAtt, Section, SectionText};

/// Octets that an answer takes, as far as they can be many.
pub(super) fn weight(att: &MsgAtt<'_>) -> usize {
    match att {
        MsgAtt::BodySection { data, .. }
        | MsgAtt::Binary { data, .. }
        | MsgAtt::Rfc822(data)
        | MsgAtt::Rfc822Text(data)
        | MsgAtt::Rfc822Header(data) => data.as_ref().map_or(0, |data| data.len()),
        _ => 0,
    }
}

/// What is answered for a part that is not there.
pub(super) fn missing<'a>(item: &FetchAtt<'_>) -> Option<MsgAtt<'a>> {
    match item {
        FetchAtt::Binary { part, partial, .. } => {
            let origin = partial.map(|(offset, _)| short(offset));
            Some(MsgAtt::Binary { part: part.clone(), origin, data: None })
        }
        FetchAtt::BinarySize(part) => Some(MsgAtt::BinarySize { part: part.clone(), size: 0 }),
        _ => None,
    }
}

/// An item, or what a server with a defect makes of it; without defects it is [`value`].
pub(super) fn answered<'a>(
    cx: &mut Cx<'_>,
    item: &FetchAtt<'_>,
    now: &Message,
    whole: &message::Message<'a>,
) -> Result<Option<MsgAtt<'a>>, BinaryError> {
    if cx.defects().is_empty() {
        return value(cx, item, now, whole);
    }
    let read = wrong::misread(cx, item, whole.octets());
    let att = match value(cx, read.as_ref().unwrap_or(item), now, whole) {
        Err(BinaryError::UnknownEncoding) if cx.has(Defect::UnknownCteRaw) => {
            wrong::undecoded(item, whole.octets())
        }
        att => att?,
    };
    let att = att.map(|att| wrong::spoil(cx, att, whole.octets()));
    // It is named as it was asked for.
    Ok(match (att, item) {
        (Some(MsgAtt::BodySection { origin, data, .. }), FetchAtt::BodySection { section, .. }) => {
            Some(MsgAtt::BodySection { section: section.to_static(), origin, data })
        }
        (Some(MsgAtt::InternalDate(date)), FetchAtt::SaveDate) => {
            Some(MsgAtt::SaveDate(Some(date)))
        }
        (att, _) => att,
    })
}

fn value<'a>(
    cx: &mut Cx<'_>,
    item: &FetchAtt<'_>,
    now: &Message,
    whole: &message::Message<'a>,
) -> Result<Option<MsgAtt<'a>>, BinaryError> {
    let section =
        |text: Option<SectionText<'static>>| whole.section(&Section { part: Vec::new(), text });
    Ok(Some(match item {
        FetchAtt::Uid => MsgAtt::Uid(now.uid),
        FetchAtt::InternalDate => MsgAtt::InternalDate(internal_date(cx, now)),
        FetchAtt::Rfc822Size => {
            let more = cx.has(Defect::FetchSizeOff) || (now.copied && cx.has(Defect::SizeOfCopy));
            MsgAtt::Rfc822Size(whole.size() + u64::from(more))
        }
        FetchAtt::Envelope => MsgAtt::Envelope(Box::new(whole.envelope())),
        FetchAtt::Body => MsgAtt::Body(free::told(cx, whole.body())),
        FetchAtt::BodyStructure => MsgAtt::BodyStructure(free::told(cx, whole.body_structure())),
        FetchAtt::Rfc822 => MsgAtt::Rfc822(section(None)),
        FetchAtt::Rfc822Header => MsgAtt::Rfc822Header(section(Some(SectionText::Header))),
        FetchAtt::Rfc822Text => MsgAtt::Rfc822Text(section(Some(SectionText::Text))),
        FetchAtt::BodySection { section, partial, .. } => {
            let data = whole.section(section);
            let mut section = section.to_static();
            if cx.keeps_to(Way::FieldNamesUpper)
                && let Some(SectionText::HeaderFields(names) | SectionText::HeaderFieldsNot(names)) =
                    &mut section.text
            {
                names.iter_mut().for_each(|name| *name = name.to_ascii_uppercase().into());
            }
            MsgAtt::BodySection {
                section,
                origin: partial.map(|(offset, _)| short(offset)),
                data: cut(cx, data, *partial),
            }
        }
        FetchAtt::Binary { part, partial, .. } => {
            let data = whole.binary(part)?;
            MsgAtt::Binary {
                part: part.clone(),
                origin: partial.map(|(offset, _)| short(offset)),
                data: cut(cx, Some(Cow::Owned(data)), *partial),
            }
        }
        FetchAtt::BinarySize(part) => {
            let size = whole.binary(part)?.len() as u64;
            MsgAtt::BinarySize { part: part.clone(), size }
        }
        FetchAtt::EmailId => {
            let mut id = now.content.email_id.clone();
            if cx.has(Defect::EmailIdMoved) && now.copied && now.by != cx.session.id.0 {
                id.push(b'c');
            }
            MsgAtt::EmailId(Cow::Owned(id))
        }
        FetchAtt::ThreadId if cx.keeps_to(Way::NoThreadId) => MsgAtt::ThreadId(None),
        FetchAtt::ThreadId => {
            let mut id = now.content.thread_id.clone();
            if cx.has(Defect::ThreadIdCopied) && now.copied {
                id.push(b'c');
            }
            if cx.has(Defect::ThreadIdAlone) {
                id = [&b"T"[..], &now.content.email_id].concat();
            }
            MsgAtt::ThreadId(Some(Cow::Owned(id)))
        }
        FetchAtt::SaveDate => {
            let seconds = i64::try_from(now.saved_ms / 1000).unwrap_or(0);
            MsgAtt::SaveDate(Some(date::date_time(seconds)))
        }
        FetchAtt::Preview { lazy } => {
            // A server may leave a lazy preview for later (RFC 8970 §4.1).
            let later = *lazy && cx.may(3);
            let mut preview = whole.preview();
            if cx.keeps_to(Way::ShortPreview) {
                preview = preview.chars().take(20).collect();
            }
            MsgAtt::Preview((!later).then(|| Cow::Owned(preview.into_bytes())))
        }
        FetchAtt::All | FetchAtt::Fast | FetchAtt::Full | FetchAtt::Flags | FetchAtt::ModSeq => {
            return Ok(None);
        }
    }))
}

fn internal_date(cx: &Cx<'_>, now: &Message) -> DateTime {
    let mut date = now.internal_date;
    if cx.has(Defect::AppendZoneLost) {
        date.zone = 0;
    }
    if cx.has(Defect::InternalDateNow) && cx.session.id.0.is_multiple_of(2) {
        date.date.day = date.date.day % 28 + 1;
    }
    date
}

fn cut<'a>(
    cx: &Cx<'_>,
    data: Option<Cow<'a, [u8]>>,
    partial: Option<(u64, u64)>,
) -> Option<Cow<'a, [u8]>> {
    let Some((offset, length)) = partial.map(|(o, l)| (short(o), short(l))) else { return data };
    let offset = if cx.has(Defect::PartialWraps) { offset % 65_536 } else { offset };
    let offset =
        if cx.has(Defect::FetchPartialFromOne) { offset.saturating_sub(1) } else { offset };
    let mut length = length;
    if let Some(data) = &data
        && cx.has(Defect::PartialEndShort)
        && (offset as usize).saturating_add(length as usize) == data.len()
    {
        length -= 1;
    }
    data.map(|data| match data {
        Cow::Borrowed(octets) => Cow::Borrowed(message::partial(octets, offset, length)),
        Cow::Owned(octets) => Cow::Owned(message::partial(&octets, offset, length).to_vec()),
    })
}

/// No message is so large that an offset beyond 32 bits is in it.
pub(super) fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
