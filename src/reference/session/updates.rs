//! Telling a session what has changed in its mailbox (RFC 9051 §5.2, §7.5).
//!
//! What is pending is never stored: it is the difference between what the mailbox is and what the
//! session has been told ([`Known`]).

use super::say::{flags_of, known_mut, say_fetch, say_flags, say_vanished, tells_recent};
use super::{Known, Mode};
use crate::reference::circumstance;
use crate::reference::command::{context, news, notify, urlauth};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::limits;
use crate::reference::store::{Mailbox, MailboxId, Message, Right};
use crate::syntax::types::{Code, Flag, MsgAtt, Untagged};

/// Tells a session that waits for news.
pub(crate) fn push(cx: &mut Cx<'_>) {
    if matches!(cx.session.mode, Mode::Idle { .. }) {
        crate::reference::command::idle::push(cx);
        crate::reference::command::annotations::tell(cx);
    }
    news::push(cx);
}

/// Tells all that is pending; expunges only where they are permitted now.
pub(crate) fn tell(cx: &mut Cx<'_>, expunge: bool) {
    let Some(selected) = &cx.session.selected else { return };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return };
    if mailbox.generation == selected.generation {
        return;
    }
    let generation = mailbox.generation;
    let own = mailbox.expunged_by == cx.session.id.0;
    let filter = notify::selected_filter(cx);
    if !filter.messages {
        // The answer to an own EXPUNGE is no notification.
        if own && expunge {
            expunges(cx);
        }
        return;
    }
    let told = cx.session.selected.as_ref().map_or(0, |s| s.exists());
    let held_back = if expunge { expunges(cx) } else { holds_gone(cx) };
    let gone = told - cx.session.selected.as_ref().map_or(0, |s| s.exists()).min(told);
    let before = cx.session.selected.as_ref().map_or(0, |s| s.known.len());
    let mut news = new_messages(cx);
    if cx.has(Defect::ExistsBeforeExpunge) {
        news = news.map(|exists| exists + gone);
    }
    if cx.may(2) {
        flags(cx, &filter);
        exists(cx, news);
    } else {
        exists(cx, news);
        flags(cx, &filter);
    }
    notify::fetch_new(cx, &filter, before);
    context::tell(cx);
    urlauth::tell(cx);
    if let Some(selected) = &mut cx.session.selected {
        selected.generation = if held_back { 0 } else { generation };
    }
}

fn is_gone(mailbox: &Mailbox, known: &Known) -> bool {
    mailbox.place(known.uid()).is_none()
}

/// Whether the session knows of messages that are gone.
fn holds_gone(cx: &Cx<'_>) -> bool {
    let Some(selected) = &cx.session.selected else { return false };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return false };
    selected.known.iter().any(|known| is_gone(mailbox, known))
}

/// Tells of messages that are gone; says whether any are left untold.
fn expunges(cx: &mut Cx<'_>) -> bool {
    let Some(selected) = &mut cx.session.selected else { return false };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return false };
    let mut gone: Vec<(usize, u32)> = Vec::new();
    for (place, known) in selected.known.iter().enumerate() {
        if is_gone(mailbox, known) {
            gone.push((place, known.uid()));
        }
    }
    circumstance::goes(cx, &mut gone);
    let Some(selected) = &mut cx.session.selected else { return false };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return false };
    if gone.is_empty() {
        return false;
    }
    let own = mailbox.expunged_by == cx.session.id.0;
    if cx.has(Defect::ExpungeUntold) && !own {
        return true;
    }
    let uids: Vec<u32> = gone.iter().map(|g| g.1).collect();
    context::expunging(cx, &uids);
    let empties = cx.has(Defect::SearchResExpunge);
    if let Some(selected) = &mut cx.session.selected {
        if empties {
            selected.saved.clear();
        }
        selected.known.retain(|known| gone.binary_search_by_key(&known.uid(), |g| g.1).is_err());
        selected.saved.retain(|uid| gone.binary_search_by_key(uid, |g| g.1).is_err());
    }
    if cx.has(Defect::ExpungeSecondUntold) && !own {
        gone.truncate(1);
    }
    if cx.has(Defect::ExpungeAsExists) && !own {
        let exists = cx.session.selected.as_ref().map_or(0, super::Selected::exists);
        cx.say(Untagged::Exists(exists));
        return false;
    }
    let old_way = cx.has(Defect::QResyncExpunge) || circumstance::moves(cx);
    let unenabled = cx.has(Defect::VanishedUnenabled) && cx.session.enabled.cond_store;
    let vanished = (cx.session.enabled.vanished() || unenabled) && !old_way;
    if vanished {
        let uids = circumstance::vanished(cx, gone.iter().map(|g| g.1).collect());
        let earlier = cx.has(Defect::QResyncEarlier);
        say_vanished(cx, earlier, uids.into_iter().map(|uid| (uid, uid)).collect());
        return false;
    }
    let stale = cx.has(Defect::ExpungeNumbersStale);
    // RFC 9051 §7.5.1: one after the other, in any order.
    match cx.session.liberty.pick(3) {
        1 => gone.reverse(),
        2 => cx.session.liberty.shuffle(&mut gone),
        _ => {}
    }
    for (told, &(place, _)) in gone.iter().enumerate() {
        let before = gone.iter().take(told).filter(|g| g.0 < place).count();
        let number = if stale { place + 1 } else { place + 1 - before };
        cx.say(Untagged::Expunge(u32::try_from(number).unwrap_or(u32::MAX)));
    }
    false
}

/// Takes new messages in, unsaid; says how many the session knows if there are new ones.
fn new_messages(cx: &mut Cx<'_>) -> Option<u32> {
    let third = cx.has(Defect::ThirdUntold) && cx.session.id.0.is_multiple_of(3);
    let by_other = cx.has(Defect::AppendByOtherUntold) || third;
    let examined = cx.has(Defect::ExaminedNewsUntold);
    let untold_copies = cx.has(Defect::CopySelfUntold);
    let by_append = cx.has(Defect::AppendUnseenToSelected);
    let Some(selected) = &mut cx.session.selected else { return None };
    if examined && selected.read_only {
        return None;
    }
    let mailbox = cx.store.mailbox_mut(selected.mailbox)?;
    let last = selected.largest_uid().max(selected.last_uid);
    let from = mailbox.messages.partition_point(|m| m.uid <= last);
    let me = cx.session.id.0;
    let mut added = false;
    for message in mailbox.messages.iter_mut().skip(from) {
        if untold_copies && message.copied && message.by == me {
            break;
        }
        if (by_append && message.by == me) || (by_other && message.by != me) {
            break;
        }
        let recent = message.recent;
        if !selected.read_only {
            message.recent = false;
        }
        selected.last_uid = message.uid;
        selected.known.push(Known { message: message.clone(), recent });
        added = true;
    }
    added.then(|| selected.exists())
}

fn exists(cx: &mut Cx<'_>, exists: Option<u32>) {
    let Some(exists) = exists else { return };
    cx.say(Untagged::Exists(exists));
    if tells_recent(cx) {
        let known = cx.session.selected.iter().flat_map(|s| &s.known);
        let recent = known.filter(|k| k.recent).count();
        cx.say(Untagged::Recent(u32::try_from(recent).unwrap_or(u32::MAX)));
    }
}

/// Tells flags that are not as last told.
fn flags(cx: &mut Cx<'_>, filter: &notify::SelectedFilter) {
    if !filter.flags {
        return;
    }
    keywords(cx);
    rights(cx);
    let Some(selected) = &cx.session.selected else { return };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return };
    let mut changed: Vec<(usize, Message)> = Vec::new();
    for (place, known) in selected.known.iter().enumerate() {
        if let Some(message) = mailbox.get(known.uid())
            && message.mod_sequence != known.message.mod_sequence
        {
            changed.push((place, message.clone()));
        }
    }
    let second = cx.has(Defect::FlagsSecondUntold);
    for (nth, (place, message)) in changed.into_iter().enumerate() {
        let before = known_mut(cx, place).map(|known| known.flags().clone()).unwrap_or_default();
        let untold = circumstance::untold(cx, &before, &message);
        let keyword_only = {
            let Some(known) = known_mut(cx, place) else { continue };
            let system = |m: &Message| -> Vec<Flag<'static>> {
                m.flags.iter().filter(|f| !matches!(f, Flag::Keyword(_))).cloned().collect()
            };
            let only = system(&known.message) == system(&message);
            known.message = message;
            only
        };
        let idles = matches!(cx.session.mode, Mode::Idle { .. });
        if untold
            || (second && nth > 0)
            || (cx.has(Defect::IdleKeywordUntold) && keyword_only && idles)
            || cx.has(Defect::StoreFlagsUntold)
            || (cx.has(Defect::StoreKeywordUntold) && keyword_only)
            || (cx.has(Defect::IdleFlagsUntold) && idles)
        {
            continue;
        }
        // RFC 9051 §7.5.2: what was not asked for names its UID.
        let rev2 = cx.session.enabled.rev2 && !cx.has(Defect::UpdateUidMissing);
        let uid = filter.uid || rev2 || cx.may(4);
        if cx.has(Defect::UpdateModSeqMissing) {
            let rev2 = cx.session.enabled.rev2;
            let Some(known) = known_mut(cx, place) else { continue };
            let flags = flags_of(known, rev2);
            say_fetch(cx, place, vec![MsgAtt::Flags(flags)]);
            continue;
        }
        say_flags(cx, place, uid);
    }
}

/// Names keywords that are new in the mailbox (RFC 9051 §7.3.5).
pub(crate) fn keywords(cx: &mut Cx<'_>) {
    let Some(selected) = &mut cx.session.selected else { return };
    let Some(mailbox) = cx.store.mailbox(selected.mailbox) else { return };
    if mailbox.keywords.len() > selected.keywords {
        selected.keywords = mailbox.keywords.len();
        let (id, read_only) = (selected.mailbox, selected.read_only);
        let flags = applicable(mailbox);
        let full = is_full(mailbox);
        let permanent = permanent(cx, id, read_only, &flags);
        cx.say(Untagged::Flags(flags));
        if full {
            cx.note(Code::PermanentFlags(permanent), "No more keywords");
        }
    }
}

/// The flags that a user can change for good (RFC 9051 §7.1, RFC 4314 §5.1.1).
pub(crate) fn permanent(
    cx: &Cx<'_>,
    id: MailboxId,
    read_only: bool,
    applicable: &[Flag<'static>],
) -> Vec<Flag<'static>> {
    if read_only {
        return Vec::new();
    }
    let mut permanent = applicable.to_vec();
    // Once no keyword can be added, that is said.
    if !cx.store.mailbox(id).is_some_and(is_full) {
        permanent.push(Flag::Wildcard);
    }
    if !cx.options.keywords || cx.has(Defect::PermanentFlagsWithoutKeywords) {
        permanent.retain(|flag| !matches!(flag, Flag::Keyword(_) | Flag::Wildcard));
    }
    if !cx.has(Defect::AclPermanentFlagsAll) {
        permanent.retain(|flag| cx.allows(id, Right::of_flag(flag)));
    }
    permanent
}

/// Whether the user may change `\Seen`, `\Deleted`, others.
pub(crate) fn flag_rights(cx: &Cx<'_>, id: MailboxId) -> [bool; 3] {
    [Right::Seen, Right::DeleteMessage, Right::Write].map(|right| cx.allows(id, right))
}

/// Tells FLAGS and PERMANENTFLAGS again once the user's rights have changed: they reflect them
/// (RFC 4314 §5.1.1).
fn rights(cx: &mut Cx<'_>) {
    let Some(selected) = &cx.session.selected else { return };
    let (id, read_only) = (selected.mailbox, selected.read_only);
    let now = flag_rights(cx, id);
    let (Some(selected), Some(mailbox)) = (&mut cx.session.selected, cx.store.mailbox(id)) else {
        return;
    };
    if std::mem::replace(&mut selected.flag_rights, now) == now
        || cx.has(Defect::AclPermanentFlagsAll)
    {
        return;
    }
    let flags = applicable(mailbox);
    let permanent = permanent(cx, id, read_only, &flags);
    cx.say(Untagged::Flags(flags));
    cx.note(Code::PermanentFlags(permanent), "Your rights have changed");
}

fn is_full(mailbox: &Mailbox) -> bool {
    mailbox.keywords.len() >= limits::KEYWORDS
}

/// The flags that FLAGS names.
pub(crate) fn applicable(mailbox: &Mailbox) -> Vec<Flag<'static>> {
    let mut flags = vec![Flag::Answered, Flag::Flagged, Flag::Deleted, Flag::Seen, Flag::Draft];
    flags.extend(mailbox.keywords.iter().cloned());
    flags
}
