//! APPEND (RFC 9051 §6.3.12), MULTIAPPEND (RFC 3502), BINARY (RFC 3516), CATENATE (RFC 4469).

use std::sync::Arc;

use super::{catenate, quota, store};
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::message;
use crate::reference::session::say;
use crate::reference::store::{Content, FlagSet, MailboxId, Message, Right};
use crate::syntax::types::{self as ast, AppendData, AppendMessage, Code, DateTime, Flag};

pub(super) fn append(
    cx: &mut Cx<'_>,
    mailbox: &ast::Mailbox<'_>,
    messages: Vec<AppendMessage<'_>>,
) -> Handled {
    let target = match cx.has(Defect::AppendTryCreateMissing) {
        true => cx.find(mailbox)?,
        false => cx.find_target(mailbox)?,
    };
    let uids = put(cx, target, messages)?;
    let done = Answer::ok("APPEND completed");
    Ok(match append_uid(cx, target, uids) {
        Some(code) => done.with(code),
        None => done,
    })
}

/// The code that names what was appended, if the server says it.
pub(super) fn append_uid(
    cx: &mut Cx<'_>,
    target: MailboxId,
    mut uids: Vec<u32>,
) -> Option<Code<'static>> {
    // Whoever may not read the mailbox learns nothing of it (RFC 9051 §6.3.12).
    if !cx.serves(Feature::UidPlus) || !cx.allows(target, Right::Read) {
        return None;
    }
    if cx.has(Defect::AppendUidOffByOne) {
        uids.iter_mut().for_each(|uid| *uid = uid.saturating_add(1));
    }
    let mut uid_validity = cx.store.mailbox(target)?.uid_validity;
    if cx.has(Defect::AppendValidityWrong) {
        uid_validity = uid_validity.saturating_add(1);
    }
    Some(Code::AppendUid { uid_validity, uids: say::ordered_set(cx, uids) })
}

/// Puts messages into a mailbox, all or none; gives their UIDs.
pub(super) fn put(
    cx: &mut Cx<'_>,
    target: MailboxId,
    mut messages: Vec<AppendMessage<'_>>,
) -> Result<Vec<u32>, Answer> {
    circumstance::arrives_large(cx, &mut messages);
    cx.need(target, Right::Insert)?;
    if cx.has(Defect::AppendLostAfterTenth) && cx.session.commands > 10 {
        let next = cx.store.mailbox(target).map_or(1, |m| m.uid_next);
        return Ok(vec![next]);
    }
    let partial = cx.has(Defect::MultiAppendPartial);
    let mut uids = Vec::with_capacity(messages.len());
    let mut ready: Vec<Message> = Vec::with_capacity(messages.len());
    let first = messages.first().map(|m| m.flags.clone()).unwrap_or_default();
    let first_date = messages.first().and_then(|m| m.date);
    for mut message in messages {
        if cx.has(Defect::MultiAppendFirstFlags) {
            message.flags.clone_from(&first);
        }
        if cx.has(Defect::MultiAppendFirstDate) {
            message.date = first_date;
        }
        match prepare(cx, target, message) {
            Ok(message) if partial => uids.extend(add(cx, target, vec![message])?),
            Ok(message) => ready.push(message),
            Err(answer) => return Err(answer),
        }
    }
    if cx.has(Defect::MultiAppendReversed) {
        ready.reverse();
    }
    uids.extend(add(cx, target, ready)?);
    Ok(uids)
}

fn add(cx: &mut Cx<'_>, target: MailboxId, ready: Vec<Message>) -> Result<Vec<u32>, Answer> {
    let owner = cx.store.mailbox(target).map(|m| m.owner.clone()).unwrap_or_default();
    let octets = ready.iter().map(|m| m.content.size()).sum();
    if quota::exceeds(cx, &owner, octets, ready.len() as u64) {
        return Err(quota::refusal(cx));
    }
    if !cx.store.has_room_for(ready.len()) {
        return Err(Answer::refused(Code::Limit, "The server is full"));
    }
    let Some(mailbox) = cx.store.mailbox_mut(target) else {
        return Err(Answer::refused(Code::NonExistent, "The mailbox is gone"));
    };
    if !mailbox.has_room_for(ready.len()) || ready.iter().any(|m| !mailbox.can_learn(&m.flags)) {
        return Err(Answer::refused(Code::Limit, "The mailbox is full"));
    }
    Ok(ready.into_iter().filter_map(|message| mailbox.add(message)).collect())
}

/// A message that is ready to be put in.
fn prepare(
    cx: &mut Cx<'_>,
    target: MailboxId,
    message: AppendMessage<'_>,
) -> Result<Message, Answer> {
    if !message.extensions.is_empty() {
        return Err(Answer::bad("Unknown APPEND parameter"));
    }
    store::check_flags(&message.flags)?;
    let content = content(cx, message.data)?;
    let allowed = |flag: &&Flag<'_>| cx.allows(target, Right::of_flag(flag));
    let mut flags: Vec<Flag<'_>> = message.flags.iter().filter(allowed).cloned().collect();
    if cx.has(Defect::AppendDropsFlags) {
        flags.clear();
    }
    circumstance::arrives_with(cx, target, &mut flags);
    if cx.has(Defect::AppendSetsSeen) {
        flags.push(Flag::Seen);
    }
    if cx.has(Defect::AppendDropsKeyword) {
        flags.retain(|flag| !matches!(flag, Flag::Keyword(_)));
    }
    if !cx.options.keywords {
        flags.retain(|flag| !matches!(flag, Flag::Keyword(_)));
    }
    let date = message.date.filter(|_| !cx.has(Defect::AppendDropsDate));
    let date = circumstance::arrives_at(cx, date);
    Ok(made(cx, content, FlagSet::new(&flags), date))
}

/// A message that has no UID yet.
fn made(cx: &Cx<'_>, content: Arc<Content>, flags: FlagSet, date: Option<DateTime>) -> Message {
    let internal_date = date.unwrap_or_else(|| cx.now.date_time());
    // A server may keep moments in a zone of its own.
    let internal_date = match cx.options.liberty.map_or(0, |seed| seed % 5) {
        2 => message::date::in_zone(internal_date, 0),
        3 => message::date::in_zone(internal_date, -570),
        _ => internal_date,
    };
    let mut message = Message::new(content, flags, internal_date, cx.now);
    message.by = cx.session.id.0;
    message
}

fn content(cx: &mut Cx<'_>, data: AppendData<'_>) -> Result<Arc<Content>, Answer> {
    let whole = !matches!(data, AppendData::Catenate(_));
    let mut octets = match data {
        AppendData::Literal(octets) => octets.into_owned(),
        AppendData::Utf8(octets) => {
            if !cx.session.enabled.speaks_utf8() {
                return Err(Answer::bad("Enable UTF8=ACCEPT first"));
            }
            octets.into_owned()
        }
        AppendData::Literal8(octets) => match message::storable(&octets) {
            Some(octets) => octets,
            None => {
                return Err(Answer::refused(Code::UnknownCte, "That cannot be stored as it is"));
            }
        },
        AppendData::Extension(..) => return Err(Answer::bad("Unknown APPEND data")),
        AppendData::Catenate(parts) => catenate::join(cx, &parts)?,
    };
    if octets.is_empty() && !cx.has(Defect::EmptyAppended) {
        // RFC 3502 §6.3.11: an empty literal takes the command back.
        return Err(Answer::no("An empty message is none"));
    }
    // RFC 6855 §4: UTF-8 in header fields is for clients that have asked for it.
    if whole
        && cx.serves(Feature::Utf8Accept)
        && !cx.session.enabled.speaks_utf8()
        && has_eight_bit_header(&octets)
    {
        return Err(Answer::refused(Code::Cannot, "Enable UTF8=ACCEPT first"));
    }
    if octets.len() > cx.options.append_limit as usize {
        return Err(Answer::refused(Code::TooBig, "That message is too large"));
    }
    circumstance::arrives(cx, &mut octets);
    if cx.has(Defect::AppendBareLf) && octets.len() > 8192 {
        octets.retain(|&b| b != b'\r');
    }
    if cx.has(Defect::AppendLineEndLost) && octets.ends_with(b"\r\n") {
        octets.truncate(octets.len() - 2);
    }
    let full = || Answer::refused(Code::Limit, "The server is full");
    cx.store.content(octets).ok_or_else(full)
}

/// Whether an octet above 127 stands before the first empty line.
fn has_eight_bit_header(octets: &[u8]) -> bool {
    let mut lines = octets.split(|&b| b == b'\n');
    lines.by_ref().take_while(|line| !line.trim_ascii_end().is_empty()).any(|line| !line.is_ascii())
}
