//! What a session is told, in words: one FETCH or several, sets as the server likes to write them.

use std::borrow::Cow;

use super::Known;
use crate::reference::Feature;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::syntax::types::{Flag, MsgAtt, SeqNumber, SeqRange, SequenceSet, Untagged};

/// Whether RECENT is told.
pub(crate) fn tells_recent(cx: &Cx<'_>) -> bool {
    !cx.session.enabled.rev2 || (cx.serves(Feature::Rev1) && cx.keeps_to(Way::RecentInRev2))
}

/// Sends VANISHED for ranges of UIDs, ascending; in one response or in two (RFC 7162 §3.2.10).
pub(crate) fn say_vanished(cx: &mut Cx<'_>, earlier: bool, mut gone: Vec<(u32, u32)>) {
    if gone.len() > 1 && cx.may(4) {
        let half = gone.len() / 2;
        let rest = gone.split_off(half);
        let uids = loose(cx, gone);
        cx.say(Untagged::Vanished { earlier, uids });
        gone = rest;
    }
    let uids = loose(cx, gone);
    cx.say(Untagged::Vanished { earlier, uids });
}

/// A message that the session knows, by its place.
pub(crate) fn known_mut<'a>(cx: &'a mut Cx<'_>, place: usize) -> Option<&'a mut Known> {
    cx.session.selected.as_mut()?.known.get_mut(place)
}

/// Sends a FETCH of the flags of a message as the session knows them, with what else an
/// unsolicited FETCH must have (RFC 7162 §3.1, §3.2.4).
pub(crate) fn say_flags(cx: &mut Cx<'_>, place: usize, uid: bool) {
    let enabled = cx.session.enabled;
    let rev2 = enabled.rev2;
    let tells_uid = cx.tells_uid() && !cx.has(Defect::QResyncUidMissing);
    let uid = (uid || tells_uid) && !enabled.uid_only;
    let unannounced = cx.has(Defect::ModSeqUnannounced);
    let Some(known) = known_mut(cx, place) else { return };
    let mut atts = Vec::new();
    if uid {
        atts.push(MsgAtt::Uid(known.uid()));
    }
    atts.push(MsgAtt::Flags(flags_of(known, rev2)));
    if enabled.cond_store || unannounced {
        atts.push(MsgAtt::ModSeq(known.message.mod_sequence));
    }
    say_fetch(cx, place, atts);
}

/// Sends FETCH, or UIDFETCH where only UIDs are spoken (RFC 9586).
pub(crate) fn say_fetch(cx: &mut Cx<'_>, place: usize, mut atts: Vec<MsgAtt<'_>>) {
    if atts.is_empty() {
        return;
    }
    cx.session.liberty.shuffle(&mut atts);
    let uid_only = cx.session.enabled.uid_only;
    let Some(known) = known_mut(cx, place) else { return };
    if uid_only {
        let uid = known.uid();
        return cx.say(Untagged::UidFetch(uid, atts));
    }
    let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
    // One response or several: it means the same. Flags and mod-sequence stay together
    // (RFC 7162 §3.1.4), and the UID is with both.
    let state = |a: &MsgAtt<'_>| matches!(a, MsgAtt::Flags(_) | MsgAtt::ModSeq(_));
    let uid = atts.iter().find(|a| matches!(a, MsgAtt::Uid(_))).cloned();
    if atts.iter().any(state) && cx.may(6) {
        let (mut first, mut rest): (Vec<_>, Vec<_>) = atts.into_iter().partition(state);
        if rest.iter().any(|a| !matches!(a, MsgAtt::Uid(_))) {
            first.extend(uid);
            cx.say(Untagged::Fetch(number, first));
        } else {
            rest.append(&mut first);
        }
        atts = rest;
    }
    // What was said once may be said again (RFC 9051 §2.2.2).
    if cx.may(20) {
        cx.say(Untagged::Fetch(number, atts.clone()));
    }
    cx.say(Untagged::Fetch(number, atts));
}

/// Flags for FETCH; `\Recent` is gone in IMAP4rev2.
pub(crate) fn flags_of(known: &Known, rev2: bool) -> Vec<Flag<'static>> {
    let mut flags = known.flags().as_slice().to_vec();
    if known.recent && !rev2 {
        flags.push(Flag::Recent);
    }
    flags
}

/// A sequence-set of ascending numbers, as short as it can be; of none, a set of the number 0.
pub(crate) fn set_of(numbers: impl IntoIterator<Item = u32>) -> SequenceSet {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, to)) if number == to.saturating_add(1) => *to = number,
            _ => ranges.push((number, number)),
        }
    }
    let range = |(from, to)| SeqRange { from: SeqNumber::Number(from), to: SeqNumber::Number(to) };
    SequenceSet::Ranges(ranges.into_iter().map(range).collect())
}

/// As [`set_of`], of numbers whose order means nothing: as the server likes to write them
/// (RFC 9051 §9, `sequence-set`, `seq-range`).
pub(crate) fn free_set(cx: &mut Cx<'_>, numbers: impl IntoIterator<Item = u32>) -> SequenceSet {
    loose(cx, numbers.into_iter().map(|number| (number, number)).collect())
}

/// As [`free_set`], of ascending ranges.
fn loose(cx: &mut Cx<'_>, ranges: Vec<(u32, u32)>) -> SequenceSet {
    let split = cx.may(5);
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (from, to) in ranges {
        match merged.last_mut() {
            Some((_, last)) if !split && last.checked_add(1) == Some(from) => *last = to,
            _ => merged.push((from, to)),
        }
    }
    if cx.may(5) {
        cx.session.liberty.shuffle(&mut merged);
    }
    if cx.may(6) {
        merged.iter_mut().for_each(|(from, to)| std::mem::swap(from, to));
    }
    let range = |(from, to)| SeqRange { from: SeqNumber::Number(from), to: SeqNumber::Number(to) };
    SequenceSet::Ranges(merged.into_iter().map(range).collect())
}

/// As [`set_of`], of numbers in an order that means something: ranges, or each number by itself.
pub(crate) fn ordered_set(cx: &mut Cx<'_>, numbers: Vec<u32>) -> SequenceSet {
    if !cx.may(5) {
        return set_of(numbers);
    }
    let one = |number| SeqRange { from: SeqNumber::Number(number), to: SeqNumber::Number(number) };
    SequenceSet::Ranges(numbers.into_iter().map(one).collect())
}

/// A text as octets.
pub(crate) fn text(text: &'static str) -> Cow<'static, [u8]> {
    Cow::Borrowed(text.as_bytes())
}
