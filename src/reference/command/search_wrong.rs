//! Search keys as servers with a defect read them.

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::syntax::types::SearchKey as K;

/// The keys as they are understood.
pub(super) fn misread<'k>(cx: &Cx<'_>, keys: &[K<'k>]) -> Vec<K<'k>> {
    let mut read: Vec<K<'k>> = keys.iter().map(|key| one(cx, key)).collect();
    if cx.has(Defect::SearchFirstKey) {
        read.truncate(1);
    }
    read
}

fn one<'k>(cx: &Cx<'_>, key: &K<'k>) -> K<'k> {
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
        other => other.clone(),
    }
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
