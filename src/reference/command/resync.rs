//! SELECT with QRESYNC: what a client has missed that has a cache (RFC 7162 §3.2.5).

use super::expunge;
use crate::reference::answer::Answer;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::session::{Known, Selected, say};
use crate::reference::store::MailboxId;
use crate::syntax::types::{self as ast, SequenceSet};

/// What QRESYNC says of the client's cache.
#[derive(Debug)]
pub(super) struct Cache {
    pub(super) uid_validity: u32,
    pub(super) mod_sequence: u64,
    pub(super) known_uids: Option<SequenceSet>,
    pub(super) match_data: Option<(SequenceSet, SequenceSet)>,
}

/// Tells what a client that has a cache has missed (RFC 7162 §3.2.5).
pub(super) fn resynchronize(cx: &mut Cx<'_>, id: MailboxId, cache: &Cache) -> Result<(), Answer> {
    let ignore_validity = cx.has(Defect::QResyncValidityIgnored);
    let forgets = cx.has(Defect::QResyncForgets);
    let unasked = cx.has(Defect::VanishedKnownIgnored);
    let no_history = cx.keeps_to(Way::NoHistory);
    let Some(mailbox) = cx.store.mailbox(id) else { return Ok(()) };
    if mailbox.uid_validity != cache.uid_validity && !ignore_validity {
        return Ok(());
    }
    let known = if unasked { None } else { cache.known_uids.as_ref() };
    let mut gone = expunge::vanished_since(mailbox, cache.mod_sequence, known, no_history);
    if let Some((numbers, uids)) = &cache.match_data
        && known.is_none()
    {
        // Below the last pair that still matches nothing has gone that the client knows of.
        let floor = matching(cx.selected()?, numbers, uids);
        gone.retain(|&(_, to)| to > floor);
        if let Some((from, _)) = gone.first_mut() {
            *from = floor.saturating_add(1).max(*from);
        }
    }
    if forgets {
        gone.pop();
    }
    if !gone.is_empty() {
        let earlier = !cx.has(Defect::QResyncNotEarlier);
        say::say_vanished(cx, earlier, gone);
    }
    if cx.has(Defect::QResyncChangedMissing) {
        return Ok(());
    }
    let largest = cx.selected()?.largest_uid();
    let unseen = cx.has(Defect::QResyncNewMissing);
    let arrived = |k: &Known| unseen && k.message.came > cache.mod_sequence;
    let changed = |k: &Known| {
        let asked = known.is_none_or(|set| set.contains(k.uid(), largest));
        k.message.mod_sequence > cache.mod_sequence && asked && !arrived(k)
    };
    let places: Vec<usize> = cx
        .selected()?
        .known
        .iter()
        .enumerate()
        .filter(|(_, k)| changed(k))
        .map(|(p, _)| p)
        .collect();
    for place in places {
        say::say_flags(cx, place, true);
    }
    Ok(())
}

/// The largest UID of the client's pairs up to which its numbers are still right.
fn matching(selected: &Selected, numbers: &SequenceSet, uids: &SequenceSet) -> u32 {
    let mut floor = 0;
    for (number, uid) in members(numbers).zip(members(uids)) {
        match selected.number(uid) {
            Some(now) if now == number => floor = uid,
            _ => break,
        }
    }
    floor
}

/// The numbers of a set without `*`, in its order.
fn members(set: &SequenceSet) -> impl Iterator<Item = u32> {
    let ranges = match set {
        SequenceSet::Ranges(ranges) => ranges.as_slice(),
        SequenceSet::Saved => &[],
    };
    let numbers = ranges.iter().filter_map(|range| match (range.from, range.to) {
        (ast::SeqNumber::Number(a), ast::SeqNumber::Number(b)) => Some(a.min(b)..=a.max(b)),
        _ => None,
    });
    numbers.flatten()
}
