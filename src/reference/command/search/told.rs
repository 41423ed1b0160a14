//! How the result of a search is told: SEARCH, SORT, ESEARCH (RFC 9051 §7.3.4; RFC 4731, 9394).

use std::borrow::Cow;

use super::{Hit, wrong};
use crate::reference::Feature;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::say;
use crate::syntax::types::{Esearch, EsearchItem, PartialRange, ReturnOption, Untagged};

/// `* SEARCH` or `* SORT`; ESEARCH for SEARCH in IMAP4rev2 (RFC 9051 §6.4.4).
pub(super) fn plain(cx: &mut Cx<'_>, uid: bool, hits: &[Hit], mod_sequence: bool, sorted: bool) {
    if cx.session.enabled.rev2 && !sorted {
        return extended(cx, uid, hits, &[ReturnOption::All], mod_sequence);
    }
    let exists = cx.session.selected.as_ref().map_or(0, |selected| selected.exists());
    if cx.has(Defect::SearchEmptyMailbox) && exists == 0 {
        return;
    }
    let mut names: Vec<u32> = hits.iter().map(|hit| name(cx, uid, hit)).collect();
    let highest = match cx.has(Defect::SearchModSeqLow) {
        true => hits.iter().map(|h| h.mod_sequence).min(),
        false => hits.iter().map(|h| h.mod_sequence).max(),
    };
    let highest = highest.filter(|_| mod_sequence);
    if sorted {
        return cx.say(Untagged::Sort(names, highest));
    }
    // A server with CONTEXT=SEARCH has promised the mailbox's order (RFC 5267 §4.1).
    if !cx.serves(Feature::Context) {
        cx.session.liberty.shuffle(&mut names);
    }
    // Nothing says that there is one response only (RFC 3501 §7.2.5).
    if names.len() > 1 && !mod_sequence && cx.may(5) {
        let rest = names.split_off(names.len() / 2);
        cx.say(Untagged::Search(names, None));
        names = rest;
    }
    cx.say(Untagged::Search(names, highest));
}

fn name(cx: &Cx<'_>, uid: bool, hit: &Hit) -> u32 {
    if uid && !cx.has(Defect::SearchUidsAsNumbers) { hit.uid } else { hit.number }
}

pub(super) fn extended(
    cx: &mut Cx<'_>,
    uid: bool,
    hits: &[Hit],
    options: &[ReturnOption<'_>],
    mod_sequence: bool,
) {
    let Some(items) = items(cx, uid, hits, options, mod_sequence) else { return };
    let tag = (!cx.has(Defect::EsearchTagMissing)).then(|| Cow::Owned(cx.tag.clone()));
    let uid = uid && !cx.has(Defect::EsearchUidMissing);
    cx.say(Untagged::Esearch(Esearch { tag, mailbox: None, uid_validity: None, uid, items }));
}

/// What ESEARCH says of the hits; `None` where nothing is to be said.
pub(in crate::reference::command) fn items(
    cx: &mut Cx<'_>,
    uid: bool,
    hits: &[Hit],
    options: &[ReturnOption<'_>],
    mod_sequence: bool,
) -> Option<Vec<EsearchItem<'static>>> {
    use ReturnOption as R;
    let names: Vec<u32> = hits.iter().map(|hit| name(cx, uid, hit)).collect();
    let says = |o: &R<'_>| matches!(o, R::Min | R::Max | R::All | R::Count | R::Partial(_));
    let silent = !options.is_empty() && !options.iter().any(says);
    if silent && options.contains(&R::Save) {
        return None;
    }
    let default = [R::All];
    let options = if silent || options.is_empty() { &default[..] } else { options };
    // MIN and MAX are the least and greatest in a SEARCH, the first and last of a SORT.
    let (mut first, mut last) = (names.first().copied(), names.last().copied());
    if cx.has(Defect::EsearchMinMax) {
        std::mem::swap(&mut first, &mut last);
    }
    let mut items: Vec<EsearchItem<'static>> = Vec::new();
    for option in options {
        match option {
            R::Min => items.extend(first.map(EsearchItem::Min)),
            R::Max => items.extend(last.map(EsearchItem::Max)),
            R::All if !names.is_empty() => {
                let mut names = names.clone();
                if let (Some(&first), Some(&last)) = (names.first(), names.last())
                    && cx.has(Defect::EsearchAllHoles)
                {
                    names = (first.min(last)..=first.max(last)).collect();
                }
                if cx.has(Defect::EsortUnordered) {
                    names.sort_unstable();
                }
                // RFC 4731 §3.1: in no particular order, unless one was asked for or promised.
                let set = match cx.serves(Feature::Esort) || cx.serves(Feature::Context) {
                    true => say::ordered_set(cx, names),
                    false => say::free_set(cx, names),
                };
                items.push(EsearchItem::All(set));
            }
            R::Count if cx.has(Defect::EsearchCountZero) && names.is_empty() => {}
            R::Count => {
                let off = u32::from(cx.has(Defect::EsearchCountPlus) && !names.is_empty());
                let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
                items.push(EsearchItem::Count(count.saturating_add(off)));
            }
            R::Partial(range) => {
                let mut meant = *range;
                if cx.has(Defect::PartialNegativeFront) {
                    (meant.from, meant.to) = (range.from.abs(), range.to.abs());
                }
                let part = wrong::part(cx, partial_of(&names, meant));
                let set = (!part.is_empty()).then(|| say::set_of(part.iter().copied()));
                items.push(EsearchItem::Partial(*range, set));
            }
            _ => {}
        }
    }
    if mod_sequence {
        items.extend(highest(hits, options).map(EsearchItem::ModSeq));
    }
    cx.session.liberty.shuffle(&mut items);
    Some(items)
}

/// The highest mod-sequence of what is given (RFC 7162 §3.1.5): of the ends, where only they are.
fn highest(hits: &[Hit], options: &[ReturnOption<'_>]) -> Option<u64> {
    let only_ends = options
        .iter()
        .all(|o| matches!(o, ReturnOption::Min | ReturnOption::Max | ReturnOption::Save));
    if !only_ends {
        return hits.iter().map(|h| h.mod_sequence).max();
    }
    let first = hits.first().filter(|_| options.contains(&ReturnOption::Min));
    let last = hits.last().filter(|_| options.contains(&ReturnOption::Max));
    first.into_iter().chain(last).map(|h| h.mod_sequence).max()
}

/// The part of a result that a range names: from the first, or from the last (RFC 9394 §3.1).
pub(in crate::reference::command) fn partial_of<T>(all: &[T], range: PartialRange) -> &[T] {
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let at = |n: i64| if n < 0 { count.saturating_add(n) } else { n.saturating_sub(1) };
    let (a, b) = (at(range.from), at(range.to));
    let (from, to) = (a.min(b).max(0), a.max(b).saturating_add(1).clamp(0, count));
    let place = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    all.get(place(from)..place(to)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_results() {
        let all = [1, 2, 3, 4, 5];
        let part = |from, to| partial_of(&all, PartialRange { from, to }).to_vec();
        assert_eq!(part(1, 2), [1, 2]);
        assert_eq!(part(4, 2), [2, 3, 4]);
        assert_eq!(part(5, 9), [5]);
        assert_eq!(part(-1, -2), [4, 5]);
        assert_eq!(part(-9, -4), [1, 2]);
        assert_eq!(part(6, 9), [0; 0]);
        assert_eq!(part(-6, -9), [0; 0]);
        assert_eq!(part(i64::MIN, i64::MIN), [0; 0]);
    }
}
