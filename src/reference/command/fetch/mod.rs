//! FETCH and UID FETCH (RFC 9051 §6.4.5; RFC 7162 §3.1.4, §3.2.6; RFC 9394).

mod free;
mod item;
mod places;
mod spoil;
mod wrong;

use self::item::{answered, missing};
use self::places::retain_changed;
pub(super) use self::places::{check_numbers, limit, places};
use super::auth::enable_cond_store;
use super::expunge;
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::limits;
use crate::reference::message::{self, BinaryError};
use crate::reference::session::{say, updates};
use crate::reference::store::{FlagSet, Message, Right};
use crate::syntax::types::{
    Code, FetchAtt, FetchModifier, Flag, MsgAtt, PartialRange, SequenceSet,
};

/// What the modifiers ask for.
#[derive(Debug, Default)]
struct Modifiers {
    changed_since: Option<u64>,
    vanished: bool,
    partial: Option<PartialRange>,
}

pub(super) fn fetch(
    cx: &mut Cx<'_>,
    uid: bool,
    set: &SequenceSet,
    items: &[FetchAtt<'_>],
    modifiers: &[FetchModifier<'_>],
) -> Handled {
    let modifiers = read(cx, uid, modifiers)?;
    let fast = items.contains(&FetchAtt::Fast);
    let full = cx.has(Defect::FullWithoutBody) && items.contains(&FetchAtt::Full);
    let mut items = expand(items);
    let fast = cx.has(Defect::FastWithoutDate) && fast;
    items.retain(|item| {
        let lost = match item {
            FetchAtt::Body => full,
            FetchAtt::InternalDate => fast,
            _ => false,
        };
        !lost
    });
    let mod_seq = items.contains(&FetchAtt::ModSeq) && !cx.has(Defect::FetchModSeqEnables);
    if modifiers.changed_since.is_some() || mod_seq {
        enable_cond_store(cx);
    }
    check_numbers(cx, uid, set)?;
    let earlier = modifiers.changed_since.filter(|_| modifiers.vanished);
    let late = cx.has(Defect::EarlierLast);
    if !late {
        tell_vanished(cx, set, earlier)?;
    }
    let mut places = places(cx, uid, set)?;
    if cx.has(Defect::UidFetchMissingBad) && uid && places.is_empty() {
        return Err(Answer::bad("There is no such UID"));
    }
    if let Some(since) = modifiers.changed_since {
        retain_changed(cx, &mut places, since);
    }
    if let Some(range) = modifiers.partial {
        places = super::search::partial_of(&places, range).to_vec();
    }
    let limited = limit(cx, &mut places)?;
    let wants = Wants { uid, items: &items, changed_since: modifiers.changed_since };
    let mut unknown_cte = false;
    if cx.has(Defect::UidFetchFirstOnly) && places.len() > 3 {
        places.pop();
    }
    cx.session.liberty.shuffle(&mut places);
    for &place in &places {
        if cx.session.waiting() > limits::OUTBOX {
            return Err(Answer::refused(Code::Limit, "That is too much at once"));
        }
        unknown_cte |= one(cx, place, &wants)?;
    }
    if late {
        tell_vanished(cx, set, earlier)?;
    }
    if unknown_cte {
        return Err(Answer::refused(Code::UnknownCte, "A transfer encoding is not known"));
    }
    let answer = Answer::ok("FETCH completed");
    Ok(match limited {
        Some(_) if cx.has(Defect::MessageLimitSilent) => answer,
        Some(code) => answer.with(code),
        None => answer,
    })
}

/// What has gone of the set since then (RFC 7162 §3.2.6).
fn tell_vanished(cx: &mut Cx<'_>, set: &SequenceSet, since: Option<u64>) -> Result<(), Answer> {
    let Some(since) = since else { return Ok(()) };
    let forgets = cx.keeps_to(Way::NoHistory);
    let asked = (!cx.has(Defect::VanishedFetchOutside)).then_some(set);
    let mailbox = cx.selected_mailbox()?;
    let gone = expunge::vanished_since(mailbox, since, asked, forgets);
    if !gone.is_empty() {
        say::say_vanished(cx, true, gone);
    }
    Ok(())
}

fn read(cx: &Cx<'_>, uid: bool, modifiers: &[FetchModifier<'_>]) -> Result<Modifiers, Answer> {
    let mut read = Modifiers::default();
    for modifier in modifiers {
        match modifier {
            FetchModifier::ChangedSince(since) => read.changed_since = Some(*since),
            FetchModifier::Vanished => read.vanished = true,
            FetchModifier::Partial(range) => read.partial = Some(*range),
            FetchModifier::Extension(..) => return Err(Answer::bad("Unknown FETCH modifier")),
        }
    }
    // RFC 7162 §3.2.6: only in UID FETCH, with CHANGEDSINCE, once QRESYNC is enabled.
    let right = uid && read.changed_since.is_some() && cx.session.enabled.qresync;
    if read.vanished && !right {
        return Err(Answer::bad("VANISHED needs UID FETCH, CHANGEDSINCE and QRESYNC"));
    }
    if read.partial.is_some() && !uid {
        return Err(Answer::bad("PARTIAL needs UID FETCH"));
    }
    Ok(read)
}

/// Macros resolved (RFC 9051 §6.4.5), nothing twice.
fn expand<'i>(items: &[FetchAtt<'i>]) -> Vec<FetchAtt<'i>> {
    use FetchAtt as F;
    let mut expanded: Vec<F<'i>> = Vec::new();
    for item in items {
        let meant = match item {
            F::All => vec![F::Flags, F::InternalDate, F::Rfc822Size, F::Envelope],
            F::Fast => vec![F::Flags, F::InternalDate, F::Rfc822Size],
            F::Full => vec![F::Flags, F::InternalDate, F::Rfc822Size, F::Envelope, F::Body],
            other => vec![other.clone()],
        };
        for item in meant {
            if !expanded.contains(&item) {
                expanded.push(item);
            }
        }
    }
    expanded
}

/// What is wanted of each message.
struct Wants<'w, 'i> {
    uid: bool,
    items: &'w [FetchAtt<'i>],
    changed_since: Option<u64>,
}

/// Whether an item sets `\Seen`.
fn reads(cx: &Cx<'_>, item: &FetchAtt<'_>) -> bool {
    match item {
        FetchAtt::BodySection { .. } if cx.has(Defect::FetchBodyKeepsUnseen) => false,
        FetchAtt::BodySection { peek, .. } | FetchAtt::Binary { peek, .. } => {
            !peek || cx.has(Defect::FetchPeekSetsSeen)
        }
        FetchAtt::Rfc822 => !cx.has(Defect::Rfc822KeepsUnseen),
        FetchAtt::Rfc822Header => cx.has(Defect::HeaderSetsSeen),
        FetchAtt::Rfc822Text => true,
        _ => false,
    }
}

/// Fetches items of one message without being asked now (RFC 5465 §5.2, §7).
pub(super) fn send(cx: &mut Cx<'_>, place: usize, items: &[FetchAtt<'_>]) {
    let items = expand(items);
    // What cannot be had is left out: there is no tagged response to say so.
    let _ = one(cx, place, &Wants { uid: false, items: &items, changed_since: None });
}

/// Fetches one message; says whether a part has an unknown transfer encoding.
fn one(cx: &mut Cx<'_>, place: usize, wants: &Wants<'_, '_>) -> Result<bool, Answer> {
    let seen_set = wants.items.iter().any(|item| reads(cx, item)) && set_seen(cx, place)?;
    let (id, Some(known)) = ({ cx.selected()?.mailbox }, cx.selected()?.known.get(place).cloned())
    else {
        return Ok(false);
    };
    let now = cx.store.mailbox(id).and_then(|m| m.get(known.uid())).cloned();
    let now = now.unwrap_or_else(|| known.message.clone());
    let tells_flags = seen_set || wants.items.contains(&FetchAtt::Flags);
    if tells_flags {
        updates::keywords(cx);
        if let Some(known) = say::known_mut(cx, place) {
            known.message = now.clone();
        }
    }
    let mut atts = Vec::with_capacity(wants.items.len() + 2);
    let seen_tells_uid =
        seen_set && cx.tells_uid() && !wants.items.iter().any(|i| matches!(i, FetchAtt::Uid));
    let uid_only = cx.session.enabled.uid_only;
    let implied = wants.uid && !uid_only && !cx.has(Defect::UidFetchWithoutUid);
    if implied || (seen_tells_uid && !uid_only) {
        atts.push(MsgAtt::Uid(now.uid));
    }
    let content = now.content.clone();
    let whole = message::Message::parse(&content.octets);
    let mut unknown_cte = false;
    let mut octets = 0_usize;
    for item in wants.items {
        octets = octets.saturating_add(atts.last().map_or(0, item::weight));
        if octets > limits::OUTBOX {
            return Err(Answer::refused(Code::Limit, "That is too much at once"));
        }
        match item {
            FetchAtt::Uid if wants.uid && !uid_only => {}
            FetchAtt::Flags => {}
            FetchAtt::ModSeq => {}
            item => match answered(cx, item, &now, &whole) {
                Ok(att) => atts.extend(att),
                Err(BinaryError::UnknownEncoding) => unknown_cte = true,
                Err(BinaryError::NoPart) => atts.extend(missing(item)),
            },
        }
    }
    let untold = cx.has(Defect::SeenUntold) && !wants.items.contains(&FetchAtt::Flags);
    let before =
        cx.has(Defect::FlagsBeforeSeen) && seen_set && wants.items.contains(&FetchAtt::Flags);
    if tells_flags && !untold {
        let rev2 = cx.session.enabled.rev2;
        if let Some(known) = say::known_mut(cx, place) {
            let mut flags = say::flags_of(known, rev2);
            flags.retain(|flag| !(before && *flag == Flag::Seen));
            atts.push(MsgAtt::Flags(flags));
        }
    }
    let told = tells_flags || unasked(cx, place, wants, &now, &mut atts);
    let mod_seq = wants.items.contains(&FetchAtt::ModSeq)
        || wants.changed_since.is_some()
        || (told && cx.session.enabled.cond_store);
    if mod_seq {
        atts.push(MsgAtt::ModSeq(now.mod_sequence));
    }
    say::say_fetch(cx, place, atts);
    Ok(unknown_cte)
}

/// Items that nobody asked for, as any server may tell them (RFC 9051 §2.2.2); says whether the
/// flags are among them.
fn unasked(
    cx: &mut Cx<'_>,
    place: usize,
    wants: &Wants<'_, '_>,
    now: &Message,
    atts: &mut Vec<MsgAtt<'_>>,
) -> bool {
    if atts.is_empty() || !cx.may(6) {
        return false;
    }
    let uid_only = cx.session.enabled.uid_only;
    if !uid_only && !atts.iter().any(|att| matches!(att, MsgAtt::Uid(_))) {
        atts.push(MsgAtt::Uid(now.uid));
    }
    if !wants.items.contains(&FetchAtt::Rfc822Size) && cx.may(2) {
        atts.push(MsgAtt::Rfc822Size(now.content.size()));
    }
    if !wants.items.contains(&FetchAtt::InternalDate) && cx.may(3) {
        atts.push(MsgAtt::InternalDate(now.internal_date));
    }
    let rev2 = cx.session.enabled.rev2;
    match cx.may(2) {
        true => {
            updates::keywords(cx);
            let Some(known) = say::known_mut(cx, place) else { return false };
            known.message = now.clone();
            atts.push(MsgAtt::Flags(say::flags_of(known, rev2)));
            true
        }
        false => false,
    }
}

/// Sets `\Seen`, if that can be done and was not.
fn set_seen(cx: &mut Cx<'_>, place: usize) -> Result<bool, Answer> {
    let selected = cx.selected()?;
    let (id, read_only) = (selected.mailbox, selected.read_only);
    let Some(uid) = selected.known.get(place).map(|k| k.uid()) else { return Ok(false) };
    if (read_only && !cx.has(Defect::ExamineSetsSeen)) || !cx.allows(id, Right::Seen) {
        return Ok(false);
    }
    let keeps = cx.has(Defect::SeenKeepsModSeq);
    let Some(mailbox) = cx.store.mailbox_mut(id) else { return Ok(false) };
    let Some(message) = mailbox.get(uid) else { return Ok(false) };
    if message.flags.contains(&Flag::Seen) {
        return Ok(false);
    }
    let mut flags: FlagSet = message.flags.clone();
    flags.insert(&Flag::Seen);
    let mod_sequence = if keeps { message.mod_sequence } else { mailbox.next_mod_sequence() };
    Ok(mailbox.set_flags(uid, flags, mod_sequence))
}
