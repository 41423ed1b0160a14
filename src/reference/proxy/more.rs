//! What is said too much, in another form, or otherwise to every other session.

use std::borrow::Cow;

use crate::reference::defect::{Defect as D, DefectSet};
use crate::syntax::types::{
    Body, Code, Date, Esearch, EsearchItem, Mailbox, MsgAtt, Octets, StatusItem, Untagged,
};

/// `odd`: it goes to every other session.
pub(super) fn untagged(defects: &DefectSet, untagged: &mut Untagged<'_>, odd: bool) {
    let has = |defect| defects.contains(defect);
    match untagged {
        Untagged::List(list) => {
            let mut push = |name: &'static str| {
                list.attributes.push(Cow::Borrowed(name.as_bytes()));
            };
            if has(D::ProxyChildrenBoth) {
                ["\\HasChildren", "\\HasNoChildren"].into_iter().for_each(&mut push);
            }
            if has(D::ProxyNoinferiors) {
                push("\\Noinferiors");
            }
            if has(D::ProxyMarkedBoth) {
                ["\\Marked", "\\Unmarked"].into_iter().for_each(&mut push);
            }
            if has(D::ProxyInboxLowered) && list.mailbox.is_inbox() {
                list.mailbox = Mailbox(Cow::Borrowed(b"Inbox.old"));
            }
        }
        Untagged::MailboxStatus(_, items) if has(D::ProxyStatusMore) => {
            items.push(StatusItem::Deleted(0));
        }
        Untagged::MailboxStatus(_, items) if odd => {
            items.iter_mut().for_each(|item| status_of_others(defects, item));
        }
        Untagged::Esearch(esearch) => self::esearch(defects, esearch),
        Untagged::Enabled(names) if has(D::ProxyEnabledMore) => {
            names.push(crate::syntax::types::Capability(Cow::Borrowed(b"UTF8=ACCEPT")));
        }
        Untagged::Capability(names) => {
            let mut push = |name: &'static [u8]| {
                names.push(crate::syntax::types::Capability(Cow::Borrowed(name)));
            };
            if has(D::ProxyLiteralsBoth) {
                push(b"LITERAL+");
                push(b"LITERAL-");
            }
            if has(D::ProxyEnableUntold) {
                names.retain(|c| !c.is("ENABLE") && !c.is("IMAP4rev2"));
            }
        }
        Untagged::Vanished { earlier: true, uids } if has(D::ProxyEarlierHigh) => {
            super::numbers::up(uids);
        }
        Untagged::Fetch(_, atts) => {
            atts.iter_mut().for_each(|att| attribute(defects, att, odd));
            if has(D::ProxyItemTwice) {
                let first = atts.first().cloned();
                atts.extend(first);
            }
        }
        _ => {}
    }
    form(defects, untagged);
}

/// Responses that become others.
fn form(defects: &DefectSet, untagged: &mut Untagged<'_>) {
    let has = |defect| defects.contains(defect);
    let other = match untagged {
        Untagged::Fetch(_, atts) if has(D::ProxyUidFetchUnasked) => {
            let uid =
                atts.iter().find_map(|a| if let MsgAtt::Uid(u) = a { Some(*u) } else { None });
            uid.map(|uid| Untagged::UidFetch(uid, std::mem::take(atts)))
        }
        Untagged::UidFetch(uid, atts) if has(D::ProxyUidFetchNever) => {
            Some(Untagged::Fetch(*uid, std::mem::take(atts)))
        }
        Untagged::Esearch(esearch) if has(D::ProxyEsearchNever) => {
            let none = |item: &EsearchItem<'_>| matches!(item, EsearchItem::All(_));
            let found = esearch.items.iter().any(none);
            Some(Untagged::Search(if found { vec![1] } else { Vec::new() }, None))
        }
        Untagged::Lsub(list) if has(D::ProxyLsubIsList) => Some(Untagged::List(list.clone())),
        Untagged::Expunge(n) if has(D::ProxyExpungeIsExists) => {
            Some(Untagged::Exists(n.saturating_sub(1)))
        }
        _ => None,
    };
    if let Some(other) = other {
        *untagged = to_static(other);
    }
}

fn to_static<'a>(untagged: Untagged<'_>) -> Untagged<'a> {
    bounded_static::IntoBoundedStatic::into_static(untagged)
}

fn esearch(defects: &DefectSet, esearch: &mut Esearch<'_>) {
    let has = |defect| defects.contains(defect);
    if has(D::ProxyEsearchTagOther)
        && let Some(tag) = &mut esearch.tag
    {
        tag.to_mut().push(b'0');
    }
    if has(D::ProxyEsearchUidTurned) {
        esearch.uid = !esearch.uid;
    }
    let nothing = esearch.items.iter().any(|item| matches!(item, EsearchItem::Count(0)));
    if has(D::ProxyEsearchNothingIsOne) && nothing {
        esearch.items.push(EsearchItem::Min(1));
    }
    for item in &mut esearch.items {
        if let EsearchItem::Partial(range, _) = item
            && has(D::ProxyPartialRange)
        {
            range.to += 1;
        }
    }
}

fn attribute(defects: &DefectSet, att: &mut MsgAtt<'_>, odd: bool) {
    let has = |defect| defects.contains(defect);
    match att {
        MsgAtt::Uid(uid) if has(D::ProxyUidsDescend) => *uid = 100_000 - (*uid % 100_000),
        MsgAtt::EmailId(id) => {
            if has(D::ProxyIdsSame) {
                *id = Cow::Borrowed(b"X1");
            }
            if odd && has(D::OtherEmailId) {
                id.to_mut().push(b'x');
            }
        }
        MsgAtt::ThreadId(Some(id)) => {
            if has(D::ProxyIdsSame) {
                *id = Cow::Borrowed(b"X1");
            }
            if odd && has(D::OtherThreadId) {
                id.to_mut().push(b'x');
            }
        }
        MsgAtt::SaveDate(Some(date)) if odd && has(D::OtherSaveDate) => next_day(&mut date.date),
        MsgAtt::ModSeq(n) if odd && has(D::OtherModSeq) => *n = n.saturating_sub(1).max(1),
        MsgAtt::Rfc822Size(size) if odd && has(D::OtherSize) => *size += 2,
        MsgAtt::BodySection { data: Some(data), .. } if odd && has(D::OtherOctets) => {
            capital(data);
        }
        MsgAtt::Envelope(envelope) if odd && has(D::OtherEnvelope) => envelope.from = None,
        MsgAtt::BodyStructure(Body::Single(part)) if odd && has(D::OtherStructure) => {
            part.media_subtype = Cow::Borrowed(b"octet-stream");
        }
        MsgAtt::BodyStructure(Body::Multi(multi)) if odd && has(D::OtherStructure) => {
            multi.media_subtype = Cow::Borrowed(b"mixed-up");
        }
        _ => {}
    }
}

fn status_of_others(defects: &DefectSet, item: &mut StatusItem<'_>) {
    let has = |defect| defects.contains(defect);
    match item {
        StatusItem::MailboxId(id) if has(D::OtherMailboxId) => id.to_mut().push(b'x'),
        StatusItem::Unseen(n) if has(D::OtherUnseen) => *n += 1,
        StatusItem::HighestModSeq(n) if has(D::OtherHighestModSeq) => {
            *n = n.saturating_sub(1).max(1);
        }
        _ => {}
    }
}

fn next_day(date: &mut Date) {
    date.day = date.day % 28 + 1;
}

fn capital(data: &mut Octets<'_>) {
    data.to_mut().make_ascii_uppercase();
}

pub(super) fn code(defects: &DefectSet, code: &mut Code<'_>, odd: bool) {
    let has = |defect| defects.contains(defect);
    match code {
        Code::CopyUid { uid_validity, destination, .. } if has(D::ProxyCopyUidIsAppendUid) => {
            *code = Code::AppendUid { uid_validity: *uid_validity, uids: destination.clone() };
        }
        Code::AppendUid { uids, .. } => {
            if has(D::ProxyAppendUidRange) {
                super::numbers::longer(uids);
            }
            if has(D::ProxyAppendUidShort) {
                super::numbers::last_off(uids);
            }
        }
        Code::MailboxId(id) if odd && has(D::OtherMailboxId) => id.to_mut().push(b'x'),
        Code::HighestModSeq(n) if odd && has(D::OtherHighestModSeq) => {
            *n = n.saturating_sub(1).max(1);
        }
        Code::MailboxId(id) if has(D::ProxyMailboxIdSame) => *id = Cow::Borrowed(b"F1"),
        Code::Modified(set) if has(D::ProxyModifiedHigh) => super::numbers::up(set),
        Code::TryCreate if has(D::ProxyTryCreateIsNonExistent) => *code = Code::NonExistent,
        Code::AlreadyExists if has(D::ProxyCodesCrossed) => *code = Code::NonExistent,
        Code::NonExistent if has(D::ProxyCodesCrossed) => *code = Code::AlreadyExists,
        _ => {}
    }
}
