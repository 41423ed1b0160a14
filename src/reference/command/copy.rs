//! COPY and MOVE (RFC 9051 §6.4.7, §6.4.8, §6.4.9; RFC 4315).

use super::expunge;
use super::{fetch, quota};
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::session::{say, updates};
use crate::reference::store::{FlagSet, MailboxId, Message, Right};
use crate::syntax::types::{self as ast, Code, Flag, SequenceSet};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Copy,
    Move,
}

pub(super) fn copy(
    cx: &mut Cx<'_>,
    uid: bool,
    set: &SequenceSet,
    mailbox: &ast::Mailbox<'_>,
    kind: Kind,
) -> Handled {
    fetch::check_numbers(cx, uid, set)?;
    let source = cx.selected()?.mailbox;
    let target = target(cx, mailbox, kind)?;
    cx.need(target, Right::Insert)?;
    if kind == Kind::Move {
        if cx.selected()?.read_only && !cx.has(Defect::MoveExamined) {
            return Err(Answer::no("The mailbox is opened read-only"));
        }
        if !cx.has(Defect::AclMoveUnchecked) {
            cx.need(source, Right::DeleteMessage)?;
            cx.need(source, Right::Expunge)?;
        }
    }
    let mut places = fetch::places(cx, uid, set)?;
    if cx.has(Defect::UidMoveMissing) && uid && kind == Kind::Move && places.is_empty() {
        return Err(Answer::no("There is no such message"));
    }
    let part = cx.has(Defect::MessageLimitCopyPart);
    if let Some(Code::MessageLimit { limit, .. }) = fetch::limit(cx, &mut places)?
        && !part
    {
        let code = Code::MessageLimit { limit, uid: None };
        return Err(Answer::refused(code, "That is too many messages at once"));
    }
    let (mut messages, gone) = present(cx, source, &places)?;
    if gone && !uid {
        // RFC 2180 §4.4.1
        return Err(Answer::refused(Code::ExpungeIssued, "Some of the messages are gone"));
    }
    if cx.keeps_to(Way::CopyOrder) {
        cx.session.liberty.shuffle(&mut messages);
    }
    let pairs = transfer(cx, target, &messages, kind)?;
    let done = Answer::ok(if kind == Kind::Copy { "COPY completed" } else { "MOVE completed" });
    let code = copy_uid(cx, target, &pairs);
    if kind == Kind::Copy {
        return Ok(match code {
            Some(code) => done.with(code),
            None => done,
        });
    }
    let late = cx.has(Defect::MoveCopyUidLast);
    // There it is HIGHESTMODSEQ that the tagged OK has (RFC 7162 §3.2.7).
    let tagged =
        cx.keeps_to(Way::MoveCodeLast) && !cx.serves(Feature::Rev2) && !cx.session.enabled.qresync;
    if let Some(code) = code.clone().filter(|_| !late && !tagged) {
        cx.note(code, "Moved");
    }
    if cx.has(Defect::MoveKeepsSource) {
        return Ok(done);
    }
    let mut uids: Vec<u32> = pairs.iter().map(|p| p.0).collect();
    if cx.has(Defect::MoveSelfLost) && target == source {
        uids.extend(pairs.iter().map(|p| p.1));
    }
    uids.sort_unstable();
    expunge::remove(cx, source, &uids);
    if cx.has(Defect::MoveTakesDeleted) {
        expunge::deleted(cx, source, None);
    }
    if cx.has(Defect::MovedForgotten)
        && let Some(mailbox) = cx.store.mailbox_mut(source)
    {
        mailbox.vanished.retain(|gone| !uids.contains(&gone.0));
    }
    if let Some(code) = code.clone().filter(|_| late) {
        updates::tell(cx, true);
        cx.note(code, "Moved");
    }
    if let Some(code) = code.filter(|_| tagged) {
        return Ok(done.with(code));
    }
    let highest = cx.store.mailbox(source).map(|m| m.highest_mod_sequence);
    Ok(match highest {
        Some(highest) if cx.session.enabled.qresync && !uids.is_empty() => {
            done.with(Code::HighestModSeq(highest))
        }
        _ => done,
    })
}

fn target(cx: &mut Cx<'_>, mailbox: &ast::Mailbox<'_>, kind: Kind) -> Result<MailboxId, Answer> {
    let hidden = circumstance::hides_try_create(cx, kind == Kind::Move);
    if hidden || cx.has(Defect::CopyTryCreateMissing) {
        return cx.find(mailbox);
    }
    let found = cx.find_target(mailbox);
    if found.is_err() && cx.has(Defect::CopyCreates) {
        let name = cx.name(mailbox)?;
        let (user, now) = (cx.user(), cx.now);
        return cx.store.create(&user, &name, now).map_err(|_| Answer::no("That cannot be made"));
    }
    found
}

/// The messages at these places as they are now; whether any is gone.
fn present(
    cx: &mut Cx<'_>,
    source: MailboxId,
    places: &[usize],
) -> Result<(Vec<Message>, bool), Answer> {
    let selected = cx.selected()?;
    let uids: Vec<u32> =
        places.iter().filter_map(|&p| selected.known.get(p)).map(|k| k.uid()).collect();
    let Some(mailbox) = cx.store.mailbox(source) else { return Ok((Vec::new(), true)) };
    let messages: Vec<Message> = uids.iter().filter_map(|&uid| mailbox.get(uid).cloned()).collect();
    let gone = messages.len() < uids.len();
    Ok((messages, gone))
}

/// Puts copies into the target: all, or none. Gives pairs of old and new UIDs.
fn transfer(
    cx: &mut Cx<'_>,
    target: MailboxId,
    messages: &[Message],
    kind: Kind,
) -> Result<Vec<(u32, u32)>, Answer> {
    let owner = cx.store.mailbox(target).map(|m| m.owner.clone()).unwrap_or_default();
    let octets = messages.iter().map(|m| m.content.size()).sum();
    let partial = cx.has(Defect::CopyPartial);
    let inside = kind == Kind::Move && {
        let source = cx.selected()?.mailbox;
        cx.store.mailbox(source).is_some_and(|m| m.owner == owner)
    };
    let over = !inside && quota::exceeds(cx, &owner, octets, messages.len() as u64);
    if over && !partial {
        return Err(quota::refusal(cx));
    }
    if !cx.store.has_room_for(messages.len()) {
        return Err(Answer::refused(Code::Limit, "The server is full"));
    }
    let user = cx.user();
    let mut copies: Vec<Message> = messages.to_vec();
    for (nth, copy) in copies.iter_mut().enumerate() {
        let allowed = |flag: &&Flag<'static>| {
            let right = Right::of_flag(flag);
            cx.store.mailbox(target).is_some_and(|m| m.allows(&user, right))
        };
        let unasked = cx.has(Defect::AclCopyFlags);
        let kept: Vec<_> =
            copy.flags.iter().filter(|flag| unasked || allowed(flag)).cloned().collect();
        copy.flags = FlagSet::new(&kept);
        let saved_ms = std::mem::replace(&mut copy.saved_ms, cx.now.unix_ms);
        copy.by = cx.session.id.0;
        copy.copied = true;
        circumstance::copied(cx, target, kind == Kind::Move, nth, saved_ms, copy);
        if cx.has(Defect::CopyDropsFlags) {
            copy.flags = FlagSet::default();
        }
        if cx.has(Defect::CopyDropsKeywords) {
            let system: Vec<_> =
                copy.flags.iter().filter(|f| !matches!(f, Flag::Keyword(_))).cloned().collect();
            copy.flags = FlagSet::new(&system);
        }
        if cx.has(Defect::CopyFlagsReturn) {
            copy.flags = copy.first_flags.clone();
        }
        if cx.has(Defect::CopyDropsDate) {
            copy.internal_date = cx.now.date_time();
        }
        if cx.has(Defect::CopyLineEndLost)
            && let Some(octets) = copy.content.octets.strip_suffix(b"\r\n").map(<[u8]>::to_vec)
            && let Some(content) = cx.store.content(octets)
        {
            copy.content = content;
        }
        if cx.has(Defect::MoveSetsDeleted) && kind == Kind::Move {
            copy.flags.insert(&Flag::Deleted);
        }
    }
    let keeps = cx.has(Defect::ModSeqCopied);
    let Some(mailbox) = cx.store.mailbox_mut(target) else {
        return Err(Answer::refused(Code::NonExistent, "The mailbox is gone"));
    };
    if !mailbox.has_room_for(copies.len()) || copies.iter().any(|c| !mailbox.can_learn(&c.flags)) {
        return Err(Answer::refused(Code::Limit, "The mailbox is full"));
    }
    let mut pairs = Vec::with_capacity(copies.len());
    for copy in copies {
        let old = copy.uid;
        let mod_sequence = copy.mod_sequence;
        if over && pairs.len() * 2 >= messages.len() {
            return Err(Answer::refused(Code::OverQuota, "That is more than your quota"));
        }
        if let Some(new) = mailbox.add(copy) {
            if let Some(copy) = mailbox.get_mut(new).filter(|_| keeps) {
                copy.mod_sequence = mod_sequence;
            }
            pairs.push((old, new));
        }
    }
    Ok(pairs)
}

fn copy_uid(cx: &mut Cx<'_>, target: MailboxId, pairs: &[(u32, u32)]) -> Option<Code<'static>> {
    if pairs.is_empty() || !cx.serves(Feature::UidPlus) || !cx.allows(target, Right::Read) {
        return None;
    }
    let named = match &cx.session.selected {
        Some(selected) if cx.has(Defect::CopyUidValidityWrong) => selected.mailbox,
        _ => target,
    };
    let uid_validity = cx.store.mailbox(named)?.uid_validity;
    let source = circumstance::copied_from(cx, pairs.iter().map(|p| p.0).collect());
    let source = say::ordered_set(cx, source);
    let destination = match cx.has(Defect::CopyUidReversed) {
        true => source.clone(),
        false => say::ordered_set(cx, pairs.iter().map(|p| p.1).collect()),
    };
    Some(Code::CopyUid { uid_validity, source, destination })
}
