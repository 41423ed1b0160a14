//! Keys, records and orders of SEARCH and SORT that are taken wrongly.

use crate::reference::cx::Cx;
use crate::reference::defect::{Defect, DefectSet};
use crate::reference::message::header::Header;
use crate::reference::message::{Message, date};
use crate::reference::search::{Record, subject};
use crate::syntax::types::{
    Flag, SearchKey as K, SeqNumber, SeqRange, SequenceSet, SortCriterion, SortKey,
};

/// A key as it is understood; `None`: as it was said.
pub(crate) fn misread_key<'k>(cx: &Cx<'_>, key: &K<'k>) -> Option<K<'k>> {
    let none = || Some(K::Not(Box::new(K::All)));
    let selected = cx.session.selected.as_ref()?;
    let mailbox = cx.store.mailbox(selected.mailbox)?;
    match key {
        K::Uid(SequenceSet::Ranges(ranges)) if cx.has(Defect::SearchUidStarEmpty) => {
            let above =
                |number| matches!(number, SeqNumber::Number(n) if n > selected.largest_uid());
            ranges.iter().all(|range| above(range.from) || above(range.to)).then(none)?
        }
        K::Keyword(keyword) if cx.has(Defect::SearchKeywordCase) => {
            let spelled = |own: &&Flag<'_>| own.to_octets() == keyword.to_octets();
            mailbox.keywords.iter().find(spelled).is_none().then(none)?
        }
        K::Unkeyword(keyword) if cx.has(Defect::SearchUnkeywordUnknown) => {
            let same = |own: &Flag<'_>| own.to_octets().eq_ignore_ascii_case(&keyword.to_octets());
            (!mailbox.keywords.iter().any(same)).then(none)?
        }
        K::To(text) if cx.has(Defect::SearchToCc) => {
            Some(K::Or(Box::new(K::To(text.clone())), Box::new(K::Cc(text.clone()))))
        }
        K::Not(inner) if cx.has(Defect::SearchNotOr) => match &**inner {
            K::Or(a, b) => Some(K::Or(Box::new(K::Not(a.clone())), b.clone())),
            _ => None,
        },
        K::SequenceSet(SequenceSet::Ranges(ranges)) if cx.has(Defect::SearchReversed) => {
            let turned = |range: &SeqRange| match (range.from, range.to) {
                (SeqNumber::Number(from), SeqNumber::Number(to)) => from > to,
                _ => false,
            };
            ranges.iter().any(turned).then(none)?
        }
        K::Smaller(size) if cx.has(Defect::SearchSmallerInclusive) => {
            Some(K::Smaller(size.saturating_add(1)))
        }
        K::Header(_, text) if cx.has(Defect::SearchHeaderAbsent) && text.is_empty() => Some(K::All),
        K::Larger(size) if cx.has(Defect::SearchLargerSigned) => {
            i32::try_from(*size).is_err().then_some(K::All)
        }
        K::Or(a, b) if cx.has(Defect::SearchOrThird) => match &**b {
            K::Or(c, _) => Some(K::Or(a.clone(), c.clone())),
            _ => None,
        },
        K::Not(inner) if cx.has(Defect::SearchNotParen) => match &**inner {
            K::And(keys) => {
                let mut keys = keys.clone();
                if let Some(first) = keys.first_mut() {
                    *first = K::Not(Box::new(first.clone()));
                }
                Some(K::And(keys))
            }
            _ => None,
        },
        _ => None,
    }
}

/// All keys as they are understood.
pub(crate) fn misread_keys(cx: &Cx<'_>, keys: &mut Vec<K<'_>>) {
    if cx.has(Defect::SearchOneKeyword) {
        let mut first = true;
        keys.retain(|key| !matches!(key, K::Keyword(_)) || std::mem::replace(&mut first, false));
    }
}

/// A message as keys look at it: its octets, if they are others.
pub(crate) fn looks_at(
    defects: DefectSet,
    octets: &[u8],
    record: &mut Record<'_>,
) -> Option<Vec<u8>> {
    if defects.contains(Defect::SearchDayUtc) {
        record.internal_date = date::in_zone(record.internal_date, 0);
    }
    if defects.contains(Defect::SearchFirstOctets) && octets.len() > 4096 {
        let mut altered = octets.to_vec();
        altered.iter_mut().skip(4096).for_each(|octet| *octet = b'_');
        return Some(altered);
    }
    if !defects.contains(Defect::SearchAcrossFold) {
        return None;
    }
    let mut altered = octets.to_vec();
    let length = Header::scan(octets).length;
    let folds: Vec<usize> = [&b"\r\n "[..], b"\r\n\t"]
        .iter()
        .flat_map(|fold| memchr::memmem::find_iter(octets, fold).collect::<Vec<_>>())
        .filter(|&at| at < length)
        .collect();
    for at in folds {
        if let Some(end) = altered.get_mut(at..at + 2) {
            end.copy_from_slice(b"__");
        }
    }
    Some(altered)
}

/// A message as SORT looks at it.
pub(crate) fn sorted(defects: DefectSet, octets: &[u8]) -> Option<Vec<u8>> {
    let undated = Message::parse(octets).sent_date().is_none();
    (defects.contains(Defect::SortDateMissing) && undated)
        .then(|| [b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", octets].concat())
}

/// Spoils an order.
pub(crate) fn order(
    cx: &Cx<'_>,
    criteria: &[SortCriterion],
    records: &[Record<'_>],
    order: &mut [usize],
) {
    let by = |key| criteria.first().is_some_and(|first| first.key == key);
    let (by_subject, by_size) = (by(SortKey::Subject), by(SortKey::Size));
    let octets = |&place: &usize| records.get(place).map(|r| r.octets).unwrap_or_default();
    if cx.has(Defect::SortSizeLexical) && by_size {
        order.sort_by_key(|place| octets(place).len().to_string());
    }
    if cx.has(Defect::SortReverseTies) && criteria.len() == 1 && criteria.iter().all(|c| c.reverse)
    {
        let forward: Vec<_> =
            criteria.iter().map(|c| SortCriterion { reverse: false, ..*c }).collect();
        let sorted = crate::reference::search::sort(&forward, records);
        for (place, found) in order.iter_mut().zip(sorted.into_iter().rev()) {
            *place = found;
        }
    }
    if cx.has(Defect::SortSubjectCase) && by_subject {
        let text = |&place: &usize| {
            let header = Header::scan(octets(&place));
            subject::base_subject(&header.text("Subject").unwrap_or_default()).text
        };
        order.sort_by_key(text);
    }
}
