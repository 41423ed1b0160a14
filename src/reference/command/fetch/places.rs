//! Which messages a set means, and how many of them one command may touch.

use crate::reference::Feature;
use crate::reference::answer::Answer;
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::syntax::types::{Code, SeqNumber, SequenceSet};

/// Refuses a sequence number that is not there (RFC 9051 §9, `seq-number`).
pub(in super::super) fn check_numbers(
    cx: &mut Cx<'_>,
    uid: bool,
    set: &SequenceSet,
) -> Result<(), Answer> {
    let beyond = !uid && cx.selected()?.beyond(set);
    if beyond && !cx.may(3) {
        return Err(Answer::bad("There is no message of that number"));
    }
    Ok(())
}

/// Places of the messages of a set.
pub(in super::super) fn places(
    cx: &mut Cx<'_>,
    uid: bool,
    set: &SequenceSet,
) -> Result<Vec<usize>, Answer> {
    let broken = misread(cx, uid, set);
    let set = broken.as_ref().unwrap_or(set);
    let star_empty = cx.has(Defect::UidStarEmpty);
    let selected = cx.selected()?;
    let mut places = selected.places(set, uid);
    if uid
        && star_empty
        && let SequenceSet::Ranges(ranges) = set
    {
        // `n:*` is the last message at least, even where n is larger (RFC 9051 §6.4.9).
        let largest = selected.largest_uid();
        let above = |n: SeqNumber| matches!(n, SeqNumber::Number(n) if n > largest);
        if ranges.iter().all(|r| above(r.from) || above(r.to)) {
            places.clear();
        }
    }
    circumstance::places(cx, uid, set, &mut places);
    Ok(places)
}

/// The set as a server with a defect reads it.
fn misread(cx: &Cx<'_>, uid: bool, set: &SequenceSet) -> Option<SequenceSet> {
    let SequenceSet::Ranges(ranges) = set else { return None };
    let mut ranges = ranges.clone();
    if cx.has(Defect::FetchSecondPart) {
        ranges.truncate(1);
    }
    if cx.has(Defect::FetchRangeReversed) {
        ranges.retain(|r| match (r.from, r.to) {
            (SeqNumber::Number(from), SeqNumber::Number(to)) => from <= to,
            (SeqNumber::Star, SeqNumber::Number(_)) => false,
            _ => true,
        });
    }
    if cx.has(Defect::FetchStarSecond) {
        let mut first = true;
        ranges.retain(|r| {
            let star = matches!(r.from, SeqNumber::Star) || matches!(r.to, SeqNumber::Star);
            std::mem::take(&mut first) || !star
        });
    }
    circumstance::misread_ranges(cx, uid, &mut ranges);
    Some(SequenceSet::Ranges(ranges))
}

pub(super) fn retain_changed(cx: &mut Cx<'_>, places: &mut Vec<usize>, since: u64) {
    if cx.has(Defect::ChangedSinceAll) {
        return;
    }
    let inclusive = cx.has(Defect::ChangedSinceInclusive);
    let Some(selected) = &cx.session.selected else { return };
    let mailbox = cx.store.mailbox(selected.mailbox);
    places.retain(|&place| {
        let Some(known) = selected.known.get(place) else { return false };
        let now = mailbox.and_then(|m| m.get(known.uid())).unwrap_or(&known.message);
        now.mod_sequence > since || (inclusive && now.mod_sequence == since)
    });
}

/// Keeps as many messages as one command may touch, the newest; gives the code that says so
/// (RFC 9738 §3.1).
pub(in super::super) fn limit(
    cx: &mut Cx<'_>,
    places: &mut Vec<usize>,
) -> Result<Option<Code<'static>>, Answer> {
    let limit = cx.options.message_limit.filter(|_| cx.serves(Feature::MessageLimit));
    let Some(limit) = limit.filter(|&limit| places.len() > limit as usize) else {
        return Ok(None);
    };
    places.drain(..places.len() - limit as usize);
    let selected = cx.selected()?;
    let lowest = places.first().and_then(|&place| selected.known.get(place));
    Ok(Some(Code::MessageLimit { limit, uid: lowest.map(|known| known.uid()) }))
}
