//! EXPUNGE, UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9), and what is remembered of it (RFC 7162).

use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{Mailbox, MailboxId, Right};
use crate::syntax::types::{Code, Flag, SeqNumber, SequenceSet};

pub(super) fn expunge(cx: &mut Cx<'_>, uids: Option<&SequenceSet>) -> Handled {
    let id = cx.selected()?.mailbox;
    if cx.selected()?.read_only {
        return Err(Answer::no("The mailbox is opened read-only"));
    }
    cx.need(id, Right::Expunge)?;
    let only = if cx.has(Defect::ExpungeAll) { None } else { resolve(cx, uids)? };
    let gone = deleted(cx, id, only.as_deref());
    let answer = Answer::ok("EXPUNGE completed");
    let highest = cx.store.mailbox(id).map(|m| m.highest_mod_sequence);
    Ok(match highest {
        // RFC 7162 §3.2.7
        _ if cx.has(Defect::ExpungeModSeqMissing) => answer,
        Some(highest) if !gone.is_empty() && cx.session.enabled.qresync => {
            answer.with(Code::HighestModSeq(highest))
        }
        _ => answer,
    })
}

/// The UIDs of a set, as far as the session knows them.
fn resolve(cx: &mut Cx<'_>, uids: Option<&SequenceSet>) -> Result<Option<Vec<u32>>, Answer> {
    let Some(set) = uids else { return Ok(None) };
    if *set == SequenceSet::Saved && cx.has(Defect::SearchResUidExpunge) {
        return Ok(None);
    }
    let selected = cx.selected()?;
    let places = selected.places(set, true);
    let known = places.into_iter().filter_map(|place| selected.known.get(place));
    let mut uids = known.map(|k| k.uid()).collect();
    circumstance::expunged(cx, set, &mut uids);
    Ok(Some(uids))
}

/// Expunges the `\Deleted` messages, or those of `only`; gives their UIDs.
pub(super) fn deleted(cx: &mut Cx<'_>, id: MailboxId, only: Option<&[u32]>) -> Vec<u32> {
    taken(cx, id, only, false)
}

/// As [`deleted`], for CLOSE.
pub(super) fn closed(cx: &mut Cx<'_>, id: MailboxId) {
    taken(cx, id, None, true);
}

fn taken(cx: &mut Cx<'_>, id: MailboxId, only: Option<&[u32]>, closes: bool) -> Vec<u32> {
    let all_of_set = only.is_some() && cx.has(Defect::ExpungeUndeleted);
    let Some(mailbox) = cx.store.mailbox(id) else { return Vec::new() };
    let asked = |uid: u32| only.is_none_or(|only| only.binary_search(&uid).is_ok());
    let doomed = mailbox
        .messages
        .iter()
        .filter(|m| asked(m.uid) && (all_of_set || m.flags.contains(&Flag::Deleted)));
    let mut uids: Vec<u32> = doomed.map(|m| m.uid).collect();
    circumstance::doomed(cx, closes, &mut uids);
    if cx.has(Defect::ExpungeKeepsLast) && uids.len() > 1 {
        uids.pop();
    }
    remove(cx, id, &uids);
    uids
}

/// Takes these messages out of the mailbox.
pub(super) fn remove(cx: &mut Cx<'_>, id: MailboxId, uids: &[u32]) {
    let me = cx.session.id.0;
    let reuse = cx.has(Defect::UidsReused);
    let untold = cx.has(Defect::HighestModSeqExpunge);
    let begins_again = cx.has(Defect::UidNextEmpty);
    let Some(mailbox) = cx.store.mailbox_mut(id) else { return };
    let before = mailbox.highest_mod_sequence;
    mailbox.expunge(uids, me);
    if untold {
        mailbox.highest_mod_sequence = before;
    }
    if begins_again && mailbox.messages.is_empty() {
        mailbox.uid_next = 1;
    }
    if reuse && !uids.is_empty() {
        mailbox.uid_next = mailbox.messages.last().map_or(1, |m| m.uid.saturating_add(1));
    }
}

/// A defect: messages have the flags again with which they came in.
pub(super) fn forget_flags(cx: &mut Cx<'_>, id: MailboxId) {
    if let Some(mailbox) = cx.store.mailbox_mut(id) {
        let first: Vec<_> =
            mailbox.messages.iter().map(|m| (m.uid, m.first_flags.clone())).collect();
        let mod_sequence = mailbox.next_mod_sequence();
        for (uid, flags) in first {
            mailbox.set_flags(uid, flags, mod_sequence);
        }
    }
}

/// Ranges of UIDs that have gone since a mod-sequence, ascending (RFC 7162 §3.2.5, §3.2.6). Where
/// the server has forgotten, all that are not there.
pub(super) fn vanished_since(
    mailbox: &Mailbox,
    since: u64,
    known: Option<&SequenceSet>,
    forgets: bool,
) -> Vec<(u32, u32)> {
    let largest = mailbox.uid_next.saturating_sub(1);
    if since < mailbox.forgotten || (forgets && since < mailbox.highest_mod_sequence) {
        let asked = match known {
            Some(set) => ranges(set, largest),
            None => vec![(1, largest)],
        };
        return missing(mailbox, &asked);
    }
    let asked = |uid: u32| known.is_none_or(|set| set.contains(uid, largest));
    let gone = mailbox.vanished.iter().filter(|&&(uid, at)| at > since && asked(uid));
    let mut uids: Vec<(u32, u32)> = gone.map(|&(uid, _)| (uid, uid)).collect();
    uids.sort_unstable();
    uids
}

/// A set as ascending ranges that do not touch, up to the largest UID that ever was.
fn ranges(set: &SequenceSet, largest: u32) -> Vec<(u32, u32)> {
    let SequenceSet::Ranges(given) = set else { return Vec::new() };
    let end = |number| match number {
        SeqNumber::Number(number) => number,
        SeqNumber::Star => largest,
    };
    let mut sorted: Vec<(u32, u32)> = given
        .iter()
        .map(|range| (end(range.from), end(range.to)))
        .map(|(a, b)| (a.min(b).max(1), a.max(b).min(largest)))
        .filter(|(from, to)| from <= to)
        .collect();
    sorted.sort_unstable();
    let mut apart: Vec<(u32, u32)> = Vec::new();
    for (from, to) in sorted {
        match apart.last_mut() {
            Some((_, last)) if from <= last.saturating_add(1) => *last = to.max(*last),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// What lies between the messages that are there. UIDs are many, messages are bounded.
fn missing(mailbox: &Mailbox, asked: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut missing = Vec::new();
    for &(from, to) in asked {
        let first = mailbox.messages.partition_point(|m| m.uid < from);
        let mut next = from;
        for message in mailbox.messages.iter().skip(first).take_while(|m| m.uid <= to) {
            if message.uid > next {
                missing.push((next, message.uid - 1));
            }
            next = message.uid.saturating_add(1);
        }
        if next <= to {
            missing.push((next, to));
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::types::SeqRange;

    #[test]
    fn sets_become_ranges_that_do_not_touch() {
        let range = |from, to| SeqRange { from: SeqNumber::Number(from), to };
        let set = SequenceSet::Ranges(vec![
            range(9, SeqNumber::Star),
            range(5, SeqNumber::Number(3)),
            range(6, SeqNumber::Number(6)),
        ]);
        assert_eq!(ranges(&set, 20), [(3, 6), (9, 20)]);
        // `9:*` is the last UID at least.
        assert_eq!(ranges(&set, 4), [(3, 4)]);
        assert!(ranges(&set, 0).is_empty());
    }
}
