//! Numbers that are off, and statuses that are not what they were.

use crate::reference::defect::{Defect as D, DefectSet};
use crate::syntax::types::{
    Code, EsearchItem, MsgAtt, SeqNumber, SeqRange, SequenceSet, Status, StatusItem, Tagged,
    Untagged,
};

pub(super) fn tagged(defects: &DefectSet, tagged: &mut Tagged<'_>) {
    let has = |defect| defects.contains(defect);
    match tagged.status {
        Status::No if has(D::ProxyNoIsOk) => tagged.status = Status::Ok,
        Status::No if has(D::ProxyNoIsBad) => tagged.status = Status::Bad,
        Status::Bad if has(D::ProxyBadIsOk) => tagged.status = Status::Ok,
        Status::Bad if has(D::ProxyBadIsNo) => tagged.status = Status::No,
        Status::Ok if has(D::ProxyOkIsNo) => tagged.status = Status::No,
        _ => {}
    }
    if has(D::ProxyTagLonger) {
        tagged.tag.to_mut().push(b'0');
    }
}

pub(super) fn untagged(defects: &DefectSet, untagged: &mut Untagged<'_>) {
    let has = |defect| defects.contains(defect);
    match untagged {
        Untagged::Exists(n) => {
            if has(D::ProxyExistsLow) {
                *n = n.saturating_sub(1);
            }
            if has(D::ProxyExistsHigh) {
                *n += 1;
            }
        }
        Untagged::Recent(n) if has(D::ProxyRecentHigh) => *n += 1,
        Untagged::Expunge(n) if has(D::ProxyExpungeHigh) => *n += 1,
        Untagged::Expunge(n) if has(D::ProxyExpungeLow) && *n > 1 => *n -= 1,
        Untagged::Fetch(n, atts) => {
            if has(D::ProxyFetchHigh) {
                *n += 1;
            }
            if has(D::ProxyFetchFirst) {
                *n = 1;
            }
            atts.iter_mut().for_each(|att| attribute(defects, att));
        }
        Untagged::Search(ids, modseq) => {
            hits(defects, ids);
            if has(D::ProxySearchModSeqLost) {
                *modseq = None;
            }
        }
        Untagged::Sort(ids, _) => {
            if has(D::ProxySortLastLost) {
                ids.pop();
            }
            if has(D::ProxySortReversed) {
                ids.reverse();
            }
        }
        Untagged::Esearch(esearch) => {
            esearch.items.iter_mut().for_each(|item| self::esearch(defects, item));
        }
        Untagged::Vanished { uids, .. } if has(D::ProxyVanishedLastLost) => {
            last_off(uids);
        }
        Untagged::MailboxStatus(_, items) => {
            items.iter_mut().for_each(|item| status(defects, item));
        }
        Untagged::Quota(_, resources) => {
            for resource in resources {
                if has(D::ProxyQuotaUsage) {
                    resource.usage = 7;
                }
                if has(D::ProxyQuotaLimit) {
                    resource.limit += 1;
                }
            }
        }
        _ => {}
    }
}

fn hits(defects: &DefectSet, ids: &mut Vec<u32>) {
    let has = |defect| defects.contains(defect);
    if has(D::ProxySearchLastLost) {
        ids.pop();
    }
    if has(D::ProxySearchFirstLost) && !ids.is_empty() {
        ids.remove(0);
    }
    if has(D::ProxySearchHigh) {
        ids.iter_mut().for_each(|id| *id += 1);
    }
    if has(D::ProxySearchOneMore) {
        let next = ids.last().copied().unwrap_or(0) + 1;
        ids.push(next);
    }
}

fn esearch(defects: &DefectSet, item: &mut EsearchItem<'_>) {
    let has = |defect| defects.contains(defect);
    match item {
        EsearchItem::Count(n) if has(D::ProxyEsearchCountLow) => *n = n.saturating_sub(1),
        EsearchItem::Max(n) if has(D::ProxyEsearchMaxHigh) => *n += 1,
        EsearchItem::Min(n) if has(D::ProxyEsearchMinHigh) => *n += 1,
        EsearchItem::All(set) if has(D::ProxyEsearchAllShort) => last_off(set),
        _ => {}
    }
}

fn attribute(defects: &DefectSet, att: &mut MsgAtt<'_>) {
    let has = |defect| defects.contains(defect);
    match att {
        MsgAtt::Uid(uid) if has(D::ProxyFetchUidHigh) => *uid += 1,
        MsgAtt::ModSeq(n) if has(D::ProxyModSeqLow) => *n = n.saturating_sub(1).max(1),
        MsgAtt::ModSeq(n) if has(D::ProxyModSeqSame) => *n = 1,
        MsgAtt::Rfc822Size(n) if has(D::ProxySizeLow) => *n = n.saturating_sub(1),
        MsgAtt::Rfc822Size(n) if has(D::ProxySizeThousand) && *n >= 1000 => *n -= *n % 1000,
        MsgAtt::InternalDate(date) => {
            if has(D::ProxyDateHour) {
                date.hour = (date.hour + 1) % 24;
            }
            if has(D::ProxyDateDay) {
                date.date.day = date.date.day % 28 + 1;
            }
            if has(D::ProxyDateZone) {
                date.zone = -date.zone + 60;
            }
            if has(D::ProxyDateSecond) {
                date.second = 0;
            }
        }
        MsgAtt::BinarySize { size, .. } if has(D::ProxyBinarySizeHigh) => *size += 1,
        MsgAtt::BodySection { origin, .. } => {
            if has(D::ProxyOriginHigh)
                && let Some(n) = origin
            {
                *n += 1;
            }
            if has(D::ProxyOriginLost) {
                *origin = None;
            }
        }
        _ => {}
    }
}

fn status(defects: &DefectSet, item: &mut StatusItem<'_>) {
    let has = |defect| defects.contains(defect);
    match item {
        StatusItem::Messages(n) if has(D::ProxyStatusMessagesHigh) => *n += 1,
        StatusItem::Messages(n) if has(D::ProxyStatusMessagesLow) => *n = n.saturating_sub(1),
        StatusItem::Unseen(n) if has(D::ProxyStatusUnseenHigh) => *n += 1,
        StatusItem::Recent(n) if has(D::ProxyStatusRecentHigh) => *n += 1,
        StatusItem::Deleted(n) if has(D::ProxyStatusDeletedHigh) => *n += 1,
        StatusItem::UidNext(n) if has(D::ProxyStatusUidNextHigh) => *n += 1,
        StatusItem::UidValidity(n) if has(D::ProxyStatusUidValidityHigh) => *n += 1,
        StatusItem::HighestModSeq(n) if has(D::ProxyStatusModSeqLow) => {
            *n = n.saturating_sub(1).max(1);
        }
        StatusItem::Size(n) if has(D::ProxyStatusSizeLow) => *n = n.saturating_sub(1),
        _ => {}
    }
}

pub(super) fn code(defects: &DefectSet, code: &mut Code<'_>) {
    let has = |defect| defects.contains(defect);
    match code {
        Code::UidNext(n) if has(D::ProxyUidNextHigh) => *n += 1,
        Code::UidNext(n) if has(D::ProxyUidNextOne) => *n = 1,
        Code::UidValidity(n) if has(D::ProxyUidValidityHigh) => *n += 1,
        Code::UidValidity(n) if has(D::ProxyUidValidityZero) => *n = 0,
        Code::Unseen(n) if has(D::ProxyUnseenHigh) => *n += 1,
        Code::HighestModSeq(n) if has(D::ProxyHighestModSeqOne) => *n = 1,
        Code::Modified(set) if has(D::ProxyModifiedShort) => last_off(set),
        Code::ReadOnly if has(D::ProxyReadOnlyIsWrite) => *code = Code::ReadWrite,
        Code::ReadWrite if has(D::ProxyReadWriteIsOnly) => *code = Code::ReadOnly,
        Code::CopyUid { uid_validity, source, destination } => {
            if has(D::ProxyCopyUidHigh) {
                up(destination);
            }
            if has(D::ProxyCopyUidSourceHigh) {
                up(source);
            }
            if has(D::ProxyCopyUidShort) {
                last_off(destination);
            }
            if has(D::ProxyCopyUidPairLost) {
                last_off(source);
                last_off(destination);
            }
            if has(D::ProxyCopyUidSwapped) {
                std::mem::swap(source, destination);
            }
            if has(D::ProxyCopyUidDescends) {
                descend(destination);
            }
            if has(D::ProxyCopyUidValidityHigh) {
                *uid_validity += 1;
            }
        }
        Code::AppendUid { uids, .. } if has(D::ProxyAppendUidLow) => {
            let low = |n: &mut u32| *n = n.saturating_sub(1).max(1);
            each(uids, low);
        }
        _ => {}
    }
}

pub(super) fn up(set: &mut SequenceSet) {
    each(set, |n| *n += 1);
}

fn each(set: &mut SequenceSet, change: impl Fn(&mut u32)) {
    let SequenceSet::Ranges(ranges) = set else { return };
    for range in ranges {
        for end in [&mut range.from, &mut range.to] {
            if let SeqNumber::Number(n) = end {
                change(n);
            }
        }
    }
}

/// Names each number for itself, from the last to the first.
fn descend(set: &mut SequenceSet) {
    let SequenceSet::Ranges(ranges) = set else { return };
    let mut single = Vec::new();
    for range in ranges.iter() {
        let (SeqNumber::Number(from), SeqNumber::Number(to)) = (range.from, range.to) else {
            return;
        };
        let one = |n| SeqRange { from: SeqNumber::Number(n), to: SeqNumber::Number(n) };
        single.extend((from..=to).map(one));
    }
    single.reverse();
    *ranges = single;
}

/// Leaves out the last number, if there is another.
pub(super) fn last_off(set: &mut SequenceSet) {
    let SequenceSet::Ranges(ranges) = set else { return };
    let many = ranges.len() > 1;
    let Some(range) = ranges.last_mut() else { return };
    match (range.from, &mut range.to) {
        (SeqNumber::Number(from), SeqNumber::Number(to)) if *to > from => *to -= 1,
        _ if many => drop(ranges.pop()),
        _ => {}
    }
}

/// Makes the last range one longer.
pub(super) fn longer(set: &mut SequenceSet) {
    let SequenceSet::Ranges(ranges) = set else { return };
    if let Some(SeqNumber::Number(n)) = ranges.last_mut().map(|range| &mut range.to) {
        *n += 1;
    }
}
