//! Messages that are changed as they come in, and FETCH items that are not what they should be.

use std::borrow::Cow;

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{FlagSet, MailboxId, Message};
use crate::syntax::types::{
    AppendData, AppendMessage, DateTime, Envelope, Flag, Section, SectionText, SingleKind,
    SinglePart,
};

/// The date-time of an APPEND as it is taken.
pub(crate) fn arrives_at(cx: &Cx<'_>, date: Option<DateTime>) -> Option<DateTime> {
    let mut date = date.filter(|d| !(cx.has(Defect::AppendOneDigitDay) && d.date.day < 10))?;
    if cx.has(Defect::AppendWestEast) {
        date.zone = date.zone.abs();
    }
    if cx.has(Defect::AppendHalfHour) {
        date.zone -= date.zone % 60;
    }
    Some(date)
}

/// The octets of a message as they are kept.
pub(crate) fn arrives(cx: &Cx<'_>, octets: &mut Vec<u8>) {
    if cx.has(Defect::AppendTrailingLost) {
        while octets.ends_with(b"\r\n\r\n") {
            octets.truncate(octets.len() - 2);
        }
    }
    if cx.has(Defect::AppendEndsLine) && !octets.ends_with(b"\n") {
        octets.extend_from_slice(b"\r\n");
    }
    if cx.has(Defect::AppendCutsLarge) {
        octets.truncate(65_535);
    }
    let (from, dots, long) = (
        cx.has(Defect::AppendFromQuoted),
        cx.has(Defect::AppendDots),
        cx.has(Defect::AppendLongLines),
    );
    if from || dots || long {
        let lines = octets.split_inclusive(|&octet| octet == b'\n');
        *octets = lines
            .flat_map(|line| match line {
                line if from && line.starts_with(b"From ") => [b">", line].concat(),
                line if dots && line.starts_with(b"..") => {
                    line.get(1..).unwrap_or_default().to_vec()
                }
                line if long && line.len() > 1000 => {
                    line.chunks(998).collect::<Vec<_>>().join(&b"\r\n"[..])
                }
                line => line.to_vec(),
            })
            .collect();
    }
}

/// The messages of an APPEND, of which some are large, as they are taken.
pub(crate) fn arrives_large(cx: &Cx<'_>, messages: &mut [AppendMessage<'_>]) {
    let mut behind = false;
    for (nth, message) in messages.iter_mut().enumerate() {
        let octets = match &mut message.data {
            AppendData::Literal(octets) | AppendData::Literal8(octets) => octets,
            _ => continue,
        };
        if cx.has(Defect::AppendLargeFlags) && octets.len() > 8192
            || cx.has(Defect::MultiAppendBehindLarge) && behind
        {
            message.flags.clear();
        }
        if cx.has(Defect::AppendLargeDate) && octets.len() > 8192 {
            message.date = None;
        }
        behind |= octets.len() > 4096;
        let cut = (cx.has(Defect::AppendLargeEnd) && octets.len() > 4096)
            || (cx.has(Defect::MultiAppendSecondCut) && nth > 0 && octets.len() > 4096);
        if cut {
            let kept = octets.len() - 1;
            octets.to_mut().truncate(kept);
        }
    }
}

/// Header fields that were asked for, as they are given.
pub(crate) fn fields(cx: &Cx<'_>, data: &mut Cow<'_, [u8]>) {
    if cx.has(Defect::FieldsUnfolded) {
        let lines = data.split_inclusive(|&octet| octet == b'\n');
        let kept: Vec<&[u8]> =
            lines.filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t")).collect();
        *data = Cow::Owned(kept.concat());
    }
}

/// Quoted-printable of which only the soft line breaks are left as they were.
pub(crate) fn undecoded<'a>(
    data: Option<Cow<'a, [u8]>>,
    raw: Option<Cow<'a, [u8]>>,
) -> Option<Cow<'a, [u8]>> {
    let soft = raw.as_deref().is_some_and(|raw| memchr::memmem::find(raw, b"=\r\n").is_some());
    match data {
        Some(data) if soft => Some(Cow::Owned([&data[..], b"=\r\n"].concat())),
        data => data,
    }
}

/// The flags of an APPEND as they are taken.
pub(crate) fn arrives_with(cx: &Cx<'_>, target: MailboxId, flags: &mut Vec<Flag<'_>>) {
    let name = cx.store.mailbox(target).and_then(|mailbox| mailbox.name.as_deref());
    if cx.has(Defect::AppendChildFlags) && name.is_some_and(|name| name.contains('/')) {
        flags.clear();
    }
    if cx.has(Defect::AppendOneKeyword) {
        let mut first = true;
        flags.retain(|flag| {
            !matches!(flag, Flag::Keyword(_)) || std::mem::replace(&mut first, false)
        });
    }
}

/// The `nth` copy of a COPY or MOVE as it comes into `target`.
pub(crate) fn copied(
    cx: &Cx<'_>,
    target: MailboxId,
    moved: bool,
    nth: usize,
    saved_ms: u64,
    copy: &mut Message,
) {
    let name = cx.store.mailbox(target).and_then(|mailbox| mailbox.name.as_deref());
    let child = name.is_some_and(|name| name.contains('/'));
    if (cx.has(Defect::CopyChildDate) && child) || (cx.has(Defect::CopyThirdDate) && nth > 1) {
        copy.internal_date = cx.now.date_time();
    }
    if cx.has(Defect::CopyKeepsSaveDate) {
        copy.saved_ms = saved_ms;
    }
    if cx.has(Defect::UidCopyFlags) && !moved && cx.session.moment.uid {
        copy.flags = FlagSet::default();
    }
    if (cx.has(Defect::CopyKeywordsFirst) && nth > 0)
        || (cx.has(Defect::MoveDropsKeywords) && moved)
    {
        let system: Vec<_> =
            copy.flags.iter().filter(|f| !matches!(f, Flag::Keyword(_))).cloned().collect();
        copy.flags = FlagSet::new(&system);
    }
    if cx.has(Defect::MoveSetsSeen) && moved {
        copy.flags.insert(&Flag::Seen);
    }
}

/// A section as it is understood.
pub(crate) fn misread(cx: &Cx<'_>, section: &mut Section<'_>, partial: bool) {
    if let Some(SectionText::HeaderFieldsNot(names)) = &mut section.text
        && cx.has(Defect::HeaderNotSecond)
    {
        names.truncate(1);
    }
    if cx.has(Defect::NestedTextHeader)
        && !section.part.is_empty()
        && section.text == Some(SectionText::Text)
    {
        section.text = None;
    }
    if cx.has(Defect::NestedHeaderOuter) && section.text == Some(SectionText::Header) {
        section.part.clear();
    }
    if cx.has(Defect::PartialOfText) && partial && section.part.is_empty() {
        section.text.take_if(|text| *text == SectionText::Text);
    }
    if cx.has(Defect::PartTenFirst) {
        section.part.iter_mut().filter(|part| **part > 9).for_each(|part| *part /= 10);
    }
}

pub(crate) fn spoil_envelope(cx: &Cx<'_>, envelope: &mut Envelope<'_>) {
    if cx.has(Defect::EnvelopeEmptyNil) && envelope.subject.as_ref().is_some_and(|s| s.is_empty()) {
        envelope.subject = None;
    }
    if cx.has(Defect::EnvelopeLongSubject)
        && let Some(subject) = &mut envelope.subject
        && subject.len() > 255
    {
        subject.to_mut().truncate(255);
    }
    if cx.has(Defect::EnvelopeDateMade) && envelope.date.is_none() {
        envelope.date = Some(Cow::Borrowed(b"Thu, 1 Jan 1970 00:00:00 +0000"));
    }
}

pub(crate) fn spoil_body(cx: &Cx<'_>, part: &mut SinglePart<'_>) {
    if cx.has(Defect::ParamsLowered) {
        let values = part.params.iter_mut().flatten().map(|(_, value)| value);
        values.for_each(|value| *value = Cow::Owned(value.to_ascii_lowercase()));
    }
    if let SingleKind::Message { lines, .. } = &mut part.kind
        && cx.has(Defect::StructureMessageLines)
    {
        *lines += 1;
    }
}
