//! Untagged responses that nobody asked for and that change nothing (RFC 9051 §2.2.2, §5.2):
//! a client must live with them. Only sent where liberties are taken.

use std::borrow::Cow;

use crate::reference::Feature;
use crate::reference::cx::Cx;
use crate::reference::session::{say, updates};
use crate::reference::{capability, store::Message};
use crate::syntax::types::{Code, InProgress, RespText, Status, Untagged};

/// Perhaps says something that is true already: capabilities only unless `single`, flags only
/// unless the command is about them (`quiet`).
pub(super) fn make(cx: &mut Cx<'_>, single: bool, quiet: bool) {
    if !cx.may(5) {
        return;
    }
    match cx.session.liberty.pick(15) {
        0 if !single => {
            let capabilities = capability::list(cx);
            cx.say(Untagged::Capability(capabilities));
        }
        1 => {
            let Some(exists) = cx.session.selected.as_ref().map(|s| s.exists()) else { return };
            cx.say(Untagged::Exists(exists));
        }
        2 | 3 if !quiet => flags(cx),
        4 if cx.serves(Feature::InProgress) && cx.session.user.is_some() => {
            let tag = (!cx.tag.contains(&b']')).then(|| Cow::Owned(cx.tag.clone()));
            let state = InProgress { tag, progress: Some(1), goal: Some(2) };
            cx.note(Code::InProgress(Some(state)), "Half of it is done");
        }
        5 => {
            let known = cx.session.selected.as_ref().map(|s| s.mailbox);
            let Some(mailbox) = known.and_then(|id| cx.store.mailbox(id)) else { return };
            let flags = updates::applicable(mailbox);
            cx.say(Untagged::Flags(flags));
        }
        6 => {
            let code = Code::Other(
                Cow::Borrowed(b"XMOOD"),
                Some(Cow::Borrowed(b"calm (\"as ever\" 7) {3}")),
            );
            cx.note(code, "Nobody need understand this");
        }
        8 => {
            let text = RespText { code: Some(Code::Alert), text: say::text("Lunch is ready") };
            cx.say(Untagged::Status(Status::Ok, text));
        }
        9 => recent(cx),
        10 | 11 => numbers(cx),
        12 if !single && !quiet => status(cx),
        // RFC 9051 §7.1.2: an untagged NO is a warning.
        7 => remark(cx, Status::No, "Disk is 98% full"),
        _ => remark(cx, Status::Ok, "All is well"),
    }
}

/// RECENT once more (RFC 3501 §7.3.2).
fn recent(cx: &mut Cx<'_>) {
    let Some(selected) = &cx.session.selected else { return };
    let recent = selected.known.iter().filter(|known| known.recent).count();
    if say::tells_recent(cx) {
        cx.say(Untagged::Recent(u32::try_from(recent).unwrap_or(u32::MAX)));
    }
}

/// Codes of SELECT once more, where nothing is pending: codes can come with any response
/// (RFC 9051 §6.3.1).
fn numbers(cx: &mut Cx<'_>) {
    let Some(selected) = &cx.session.selected else { return };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return };
    if mailbox.generation != selected.generation {
        return;
    }
    let (validity, next) = (mailbox.uid_validity, mailbox.uid_next);
    let highest = mailbox.highest_mod_sequence;
    match cx.session.liberty.pick(3) {
        0 => cx.note(Code::UidValidity(validity), "As ever"),
        1 => cx.note(Code::UidNext(next), "As it is now"),
        _ if cx.session.enabled.cond_store => cx.note(Code::HighestModSeq(highest), "So far"),
        _ => {}
    }
}

/// STATUS of INBOX, unless it is selected (RFC 9051 §2.2.2: data may come unasked).
fn status(cx: &mut Cx<'_>) {
    let inbox = cx.store.find(&cx.user(), "INBOX");
    let selected = cx.session.selected.as_ref().map(|s| s.mailbox);
    if let Some(id) = inbox.filter(|id| cx.session.user.is_some() && Some(*id) != selected) {
        use crate::syntax::types::StatusAtt as S;
        super::status::say(cx, "INBOX", id, &[S::Messages, S::UidNext]);
    }
}

fn remark(cx: &mut Cx<'_>, status: Status, text: &'static str) {
    cx.say(Untagged::Status(status, RespText { code: None, text: say::text(text) }));
}

/// Flags of a message that the client knows already.
fn flags(cx: &mut Cx<'_>) {
    let Some(selected) = &cx.session.selected else { return };
    let count = selected.known.len();
    let mailbox = cx.store.mailbox(selected.mailbox);
    let current = |told: &Message| {
        mailbox.and_then(|m| m.get(told.uid)).is_some_and(|m| m.mod_sequence == told.mod_sequence)
    };
    let fresh: Vec<bool> = selected.known.iter().map(|k| current(&k.message)).collect();
    let place = cx.session.liberty.pick(count);
    if fresh.get(place).is_some_and(|&fresh| fresh) {
        let uid = cx.session.enabled.rev2;
        say::say_flags(cx, place, uid);
    }
}
