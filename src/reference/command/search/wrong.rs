//! SEARCH, SORT and THREAD as servers with a defect do them: keys read wrongly, messages looked
//! at wrongly, results ordered wrongly.

use super::Candidate;
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::{Defect, DefectSet};
use crate::syntax::types::{SearchKey as K, SequenceSet, SortCriterion, SortKey};

/// The keys as they are understood.
pub(super) fn misread<'k>(cx: &Cx<'_>, keys: &[K<'k>]) -> Vec<K<'k>> {
    let mut read: Vec<K<'k>> = keys.iter().map(|key| one(cx, key)).collect();
    circumstance::misread_keys(cx, &mut read);
    if cx.has(Defect::SearchFirstKey) {
        read.truncate(1);
    }
    read
}

fn one<'k>(cx: &Cx<'_>, key: &K<'k>) -> K<'k> {
    if let Some(key) = circumstance::misread_key(cx, key) {
        return key;
    }
    let sent = cx.has(Defect::SearchSentIsInternal);
    match key {
        K::Not(inner) if cx.has(Defect::SearchNotIgnored) && is_flag(inner) => (**inner).clone(),
        K::Not(inner) => K::Not(Box::new(one(cx, inner))),
        K::Or(a, b) if cx.has(Defect::SearchOrIsAnd) => K::And(vec![one(cx, a), one(cx, b)]),
        K::Or(a, b) => K::Or(Box::new(one(cx, a)), Box::new(one(cx, b))),
        K::SentSince(day) if sent => K::Since(*day),
        K::SentBefore(day) if sent => K::Before(*day),
        K::SentOn(day) if sent => K::On(*day),
        K::Before(day) if cx.has(Defect::SearchBeforeInclusive) => {
            K::Or(Box::new(K::Before(*day)), Box::new(K::On(*day)))
        }
        K::Since(day) if cx.has(Defect::SearchSinceExclusive) => {
            K::And(vec![K::Since(*day), K::Not(Box::new(K::On(*day)))])
        }
        K::Larger(size) if cx.has(Defect::SearchLargerInclusive) => {
            K::Larger(size.saturating_sub(1))
        }
        K::Body(text) if cx.has(Defect::SearchBodyInHeader) => K::Text(text.clone()),
        K::Uid(set) if cx.has(Defect::SearchUidAsNumber) => K::SequenceSet(set.clone()),
        K::Keyword(_) if cx.has(Defect::SearchKeywordNone) => K::Not(Box::new(K::All)),
        K::Header(_, text) if text.is_empty() && cx.has(Defect::SearchHeaderEmpty) => none(),
        K::SequenceSet(SequenceSet::Saved) | K::Uid(SequenceSet::Saved)
            if cx.has(Defect::SearchSavedEmpty) =>
        {
            none()
        }
        K::Older(seconds) if cx.has(Defect::SearchWithinMinutes) => {
            K::Older(seconds.saturating_mul(60))
        }
        K::Younger(seconds) if cx.has(Defect::SearchWithinMinutes) => {
            K::Younger(seconds.saturating_mul(60))
        }
        K::ModSeq(entry, value) if cx.has(Defect::SearchModSeqExclusive) => {
            K::ModSeq(entry.clone(), value.saturating_add(1))
        }
        K::SavedOn(day) if cx.has(Defect::SearchSavedIsInternal) => K::On(*day),
        K::SavedSince(day) if cx.has(Defect::SearchSavedIsInternal) => K::Since(*day),
        K::SavedBefore(day) if cx.has(Defect::SearchSavedIsInternal) => K::Before(*day),
        other => other.clone(),
    }
}

/// Finds nothing.
fn none<'k>() -> K<'k> {
    K::Not(Box::new(K::All))
}

const fn is_flag(key: &K<'_>) -> bool {
    matches!(key, K::Seen | K::Flagged | K::Deleted | K::Answered | K::Draft | K::Keyword(_))
}

/// Whether a message holds the strings of the keys as they are spelled.
pub(super) fn spelled(keys: &[K<'_>], octets: &[u8]) -> bool {
    keys.iter().all(|key| match key {
        K::Subject(text)
        | K::From(text)
        | K::To(text)
        | K::Cc(text)
        | K::Body(text)
        | K::Text(text)
        | K::Header(_, text) => memchr::memmem::find(octets, text).is_some(),
        _ => true,
    })
}

/// What each message is taken for; `None` where nothing is wrong with it.
pub(super) fn altered(
    cx: &Cx<'_>,
    found: &[Candidate],
    how: fn(DefectSet, &[u8]) -> Option<Vec<u8>>,
) -> Vec<Option<Vec<u8>>> {
    found.iter().map(|c| how(cx.defects(), &c.known.message.content.octets)).collect()
}

/// Headers that one kind of defect does not see: their names are written over.
fn hide(defects: DefectSet, octets: &[u8], hidden: &[(Defect, &str)]) -> Option<Vec<u8>> {
    let mut altered = None;
    for (defect, text) in hidden {
        if !defects.contains(*defect) {
            continue;
        }
        let octets = altered.get_or_insert_with(|| octets.to_vec());
        let lower = octets.to_ascii_lowercase();
        for at in memchr::memmem::find_iter(&lower, text.as_bytes()) {
            if let Some(first) = octets.get_mut(at) {
                *first = b'_';
            }
        }
    }
    altered
}

/// A message as keys look at it.
pub(super) fn searched(defects: DefectSet, octets: &[u8]) -> Option<Vec<u8>> {
    if defects.is_empty() {
        return None;
    }
    hide(
        defects,
        octets,
        &[
            (Defect::SearchBodyEncoded, "content-transfer-encoding:"),
            (Defect::SearchWordsEncoded, "=?"),
            (Defect::SearchInnerSkipped, "rfc822"),
        ],
    )
}

/// A message as SORT looks at it.
pub(super) fn sorted(defects: DefectSet, octets: &[u8]) -> Option<Vec<u8>> {
    if defects.contains(Defect::SortDateLocal) {
        return local_date(octets);
    }
    if let Some(octets) = circumstance::sorted(defects, octets) {
        return Some(octets);
    }
    hide(
        defects,
        octets,
        &[
            (Defect::SortSubjectRaw, "re:"),
            (Defect::SortDateInternal, "date:"),
            (Defect::SubjectTrailer, "(fwd)"),
            (Defect::SubjectBlobKept, "["),
        ],
    )
}

/// A message as THREAD looks at it.
pub(super) fn threaded(defects: DefectSet, octets: &[u8]) -> Option<Vec<u8>> {
    hide(
        defects,
        octets,
        &[
            (Defect::ThreadReferencesIgnored, "references:"),
            (Defect::ThreadInReplyToIgnored, "in-reply-to:"),
            (Defect::ThreadSubjectIgnored, "subject:"),
            (Defect::SubjectTrailer, "(fwd)"),
            (Defect::SubjectBlobKept, "["),
        ],
    )
}

/// The message with its Date in UTC, clock and day unchanged.
fn local_date(octets: &[u8]) -> Option<Vec<u8>> {
    let lower = octets.to_ascii_lowercase();
    let start = memchr::memmem::find(&lower, b"date:")?;
    let line = octets.get(start..)?.split(|&octet| octet == b'\r').next()?;
    let sign = line.iter().rposition(|octet| matches!(octet, b'+' | b'-'))?;
    let mut altered = octets.to_vec();
    altered.get_mut(start + sign + 1..start + sign + 5)?.copy_from_slice(b"0000");
    Some(altered)
}

/// The criteria as they are understood.
pub(super) fn criteria(cx: &Cx<'_>, asked: &[SortCriterion]) -> Vec<SortCriterion> {
    let mut criteria = asked.to_vec();
    if cx.has(Defect::SortSecondIgnored) {
        criteria.truncate(1);
    }
    for criterion in &mut criteria {
        if cx.has(Defect::SortCcByTo) && criterion.key == SortKey::Cc {
            criterion.key = SortKey::To;
        }
        if cx.has(Defect::SortFromByName) && criterion.key == SortKey::From {
            criterion.key = SortKey::DisplayFrom;
        }
    }
    criteria
}

/// Spoils an order.
pub(super) fn order(cx: &Cx<'_>, criteria: &[SortCriterion], order: &mut [usize]) {
    if cx.has(Defect::SortIgnored) {
        order.sort_unstable();
    }
    if cx.has(Defect::SortReverseIgnored) && criteria.iter().any(|criterion| criterion.reverse) {
        order.reverse();
    }
}

/// Spoils the part of a result that PARTIAL gives.
pub(super) fn part<'p>(cx: &Cx<'_>, part: &'p [u32]) -> &'p [u32] {
    match part {
        [_, rest @ ..] if !rest.is_empty() && cx.has(Defect::PartialFirstLost) => rest,
        part => part,
    }
}
