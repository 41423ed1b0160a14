//! Sequence-sets that are read wrongly, and sets that are told wrongly.

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::Selected;
use crate::syntax::types::{Flag, SeqNumber, SeqRange, SequenceSet};

/// The ranges of a set as they are understood.
pub(crate) fn misread_ranges(cx: &Cx<'_>, uid: bool, ranges: &mut Vec<SeqRange>) {
    if cx.has(Defect::TenParts) {
        ranges.truncate(10);
    }
    if cx.has(Defect::StarFirst) {
        let first = ranges.iter_mut().filter(|range| range.from == SeqNumber::Star);
        first.for_each(|range| range.to = SeqNumber::Star);
    }
    if cx.has(Defect::NumberBeforeRange) {
        lose_first(ranges);
    }
    if cx.has(Defect::HighUidEnd) && uid {
        ranges
            .retain(|range| !matches!(range.to, SeqNumber::Number(n) if i32::try_from(n).is_err()));
    }
    let Some(selected) = cx.session.selected.as_ref().filter(|_| uid) else { return };
    if cx.has(Defect::UidGapStart) {
        ranges.retain(|range| !begins_in_gap(selected, *range));
    }
}

/// Ranges behind a single number lose their first message.
fn lose_first(ranges: &mut [SeqRange]) {
    let mut single = false;
    for range in ranges {
        if let (true, SeqNumber::Number(from), SeqNumber::Number(to)) =
            (single, range.from, range.to)
            && from < to
        {
            range.from = SeqNumber::Number(from + 1);
        }
        single = range.from == range.to;
    }
}

/// Whether a range of UIDs begins at one that is not there, below others that are.
fn begins_in_gap(selected: &Selected, range: SeqRange) -> bool {
    let SeqNumber::Number(from) = range.from else { return false };
    range.from != range.to && from < selected.largest_uid() && selected.place(from).is_none()
}

/// The places that a set names, as they are found.
pub(crate) fn places(cx: &mut Cx<'_>, uid: bool, set: &SequenceSet, places: &mut Vec<usize>) {
    let (Some(selected), SequenceSet::Ranges(ranges)) = (&cx.session.selected, set) else { return };
    if cx.has(Defect::OverlapLost) {
        let each: Vec<Vec<usize>> = ranges
            .iter()
            .map(|range| selected.places(&SequenceSet::Ranges(vec![*range]), uid))
            .collect();
        places.retain(|place| each.iter().filter(|part| part.contains(place)).count() < 2);
    }
}

/// The UIDs that UID EXPUNGE is asked to look at.
pub(crate) fn expunged(cx: &Cx<'_>, set: &SequenceSet, uids: &mut Vec<u32>) {
    let SequenceSet::Ranges(ranges) = set else { return };
    if cx.has(Defect::UidExpungeEnds) {
        let end = |uid: u32| {
            let is = |number| matches!(number, SeqNumber::Number(n) if n == uid);
            ranges.iter().any(|range| is(range.from) || is(range.to))
        };
        uids.retain(|&uid| end(uid));
    }
}

/// The messages that EXPUNGE takes out.
pub(crate) fn doomed(cx: &Cx<'_>, closes: bool, uids: &mut Vec<u32>) {
    let Some(selected) = &cx.session.selected else { return };
    if cx.has(Defect::ExpungeKnownOnly) && !closes {
        uids.retain(|&uid| {
            let known = selected.place(uid).and_then(|place| selected.known.get(place));
            known.is_some_and(|known| known.flags().contains(&Flag::Deleted))
        });
    }
    let all = cx.store.mailbox(selected.mailbox).map_or(0, |mailbox| mailbox.messages.len());
    if cx.has(Defect::CloseKeepsOne) && closes && uids.len() == all {
        uids.pop();
    }
}

/// The source UIDs that COPYUID names.
pub(crate) fn copied_from(cx: &Cx<'_>, uids: Vec<u32>) -> Vec<u32> {
    match (uids.first(), uids.last()) {
        (Some(&first), Some(&last)) if cx.has(Defect::CopyUidHoles) => (first..=last).collect(),
        _ => uids,
    }
}

/// The UIDs that VANISHED names.
pub(crate) fn vanished(cx: &Cx<'_>, uids: Vec<u32>) -> Vec<u32> {
    match (uids.first(), uids.last()) {
        (Some(&first), Some(&last)) if cx.has(Defect::VanishedAsRange) => (first..=last).collect(),
        _ => uids,
    }
}
