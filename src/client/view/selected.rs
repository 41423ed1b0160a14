//! The selected mailbox as a client may believe it to be.

use std::collections::{BTreeMap, BTreeSet};

use bounded_static::ToBoundedStatic;

use crate::syntax::types::{DateTime, Flag, Mailbox, MsgAtt, Octets};

use super::Numbers;

/// Message sequence numbers beyond this are counted but their messages are not kept: a hostile
/// server may claim any number.
const KEPT: usize = 1 << 20;

/// What a client was told of one message. `None` is "not told (since it may have changed)".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// UID
    pub uid: Option<u32>,
    /// FLAGS, as last told.
    pub flags: Option<BTreeSet<Flag<'static>>>,
    /// MODSEQ, as last told.
    pub mod_seq: Option<u64>,
    /// RFC822.SIZE
    pub size: Option<u64>,
    /// INTERNALDATE
    pub internal_date: Option<DateTime>,
    /// EMAILID (RFC 8474)
    pub email_id: Option<Octets<'static>>,
    /// THREADID (RFC 8474); `Some(None)` is NIL.
    pub thread_id: Option<Option<Octets<'static>>>,
    /// SAVEDATE (RFC 8514); `Some(None)` is NIL.
    pub save_date: Option<Option<DateTime>>,
}

impl Message {
    /// Takes in what a FETCH response says.
    pub(super) fn told(&mut self, items: &[MsgAtt<'_>]) {
        for item in items {
            match item {
                MsgAtt::Uid(uid) => self.uid = Some(*uid),
                MsgAtt::Flags(flags) => {
                    self.flags = Some(flags.iter().map(ToBoundedStatic::to_static).collect());
                }
                MsgAtt::ModSeq(value) => self.mod_seq = Some(*value),
                MsgAtt::Rfc822Size(size) => self.size = Some(*size),
                MsgAtt::InternalDate(date) => self.internal_date = Some(*date),
                MsgAtt::EmailId(id) => self.email_id = Some(id.to_static()),
                MsgAtt::ThreadId(id) => self.thread_id = Some(id.to_static()),
                MsgAtt::SaveDate(date) => self.save_date = Some(*date),
                _ => {}
            }
        }
    }
}

/// A message that is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its sequence number until then, where that is known.
    pub number: Option<u32>,
    /// What was known of it.
    pub message: Message,
}

/// The selected mailbox.
#[derive(Debug, Clone, Default)]
pub struct Selected {
    /// Its name, as the client wrote it.
    pub mailbox: Option<Mailbox<'static>>,
    /// EXAMINEd, or the server said READ-ONLY.
    pub read_only: bool,
    /// Messages in it: EXISTS, less what was expunged since. `None` until told.
    pub exists: Option<u32>,
    /// RECENT, as last told.
    pub recent: Option<u32>,
    /// UIDVALIDITY
    pub uid_validity: Option<u32>,
    /// UIDNEXT, as last told.
    pub uid_next: Option<u32>,
    /// HIGHESTMODSEQ, as last told.
    pub highest_mod_seq: Option<u64>,
    /// NOMODSEQ was told.
    pub no_mod_seq: bool,
    /// FLAGS
    pub flags: Option<Vec<Flag<'static>>>,
    /// PERMANENTFLAGS; where `None`, all flags may be changed (RFC 3501 §6.3.1).
    pub permanent_flags: Option<Vec<Flag<'static>>>,
    /// First unseen message, as told when it was selected.
    pub unseen: Option<u32>,
    /// UIDNOTSTICKY was told.
    pub uid_not_sticky: bool,
    /// MAILBOXID (RFC 8474)
    pub mailbox_id: Option<Octets<'static>>,
    /// UIDs that were told to be gone (EXPUNGE of a message whose UID was known, VANISHED).
    pub gone: Numbers,
    /// Something was said that could not be understood or followed: sequence numbers may be off.
    pub doubtful: bool,
    /// By sequence number less one; shorter than `exists` where nothing was told of the rest.
    messages: Vec<Option<Box<Message>>>,
    /// By UID: what UIDFETCH told (RFC 9586), where there are no sequence numbers.
    by_uid: BTreeMap<u32, Message>,
}

/// UIDs of one VANISHED that are followed one by one.
const FOLLOWED: u64 = 4096;

impl Selected {
    /// A mailbox of which nothing was told yet.
    pub(super) fn opened(mailbox: Mailbox<'static>, read_only: bool) -> Self {
        Self { mailbox: Some(mailbox), read_only, ..Self::default() }
    }

    /// What was told of the message with this sequence number.
    pub fn message(&self, number: u32) -> Option<&Message> {
        self.messages.get(index(number)?)?.as_deref()
    }

    /// All messages of which anything was told, with their sequence numbers, ascending.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = (u32, &Message)> {
        self.messages
            .iter()
            .enumerate()
            .filter_map(|(i, message)| Some((u32::try_from(i + 1).ok()?, message.as_deref()?)))
    }

    /// The message with this UID, however it was told of, with its sequence number where known.
    pub fn by_uid(&self, uid: u32) -> Option<(Option<u32>, &Message)> {
        if let Some(message) = self.by_uid.get(&uid) {
            return Some((None, message));
        }
        self.messages().find(|(_, m)| m.uid == Some(uid)).map(|(n, m)| (Some(n), m))
    }

    /// All messages that UIDFETCH told of (RFC 9586), ascending.
    pub fn uid_only(&self) -> impl DoubleEndedIterator<Item = (u32, &Message)> {
        self.by_uid.iter().map(|(&uid, message)| (uid, message))
    }

    /// Whether the UID of every message is known.
    pub fn all_uids_known(&self) -> bool {
        self.exists.is_some_and(|exists| {
            self.messages.len() == exists as usize
                && self.messages.iter().all(|m| m.as_ref().is_some_and(|m| m.uid.is_some()))
        })
    }

    /// The largest UID known.
    pub fn largest_uid(&self) -> Option<u32> {
        let numbered = self.messages.iter().rev().flatten().find_map(|m| m.uid);
        numbered.max(self.by_uid.keys().next_back().copied())
    }

    /// EXISTS: the mailbox has `count` messages.
    pub(super) fn exists(&mut self, count: u32) {
        if self.exists.is_some_and(|before| count < before) {
            // Nobody can say which are gone (the referee has a rule for this).
            self.doubtful = true;
            self.messages.truncate(count as usize);
        }
        self.exists = Some(count);
    }

    /// EXPUNGE: the message with this number is gone. `None`: there is no such message.
    pub(super) fn expunge(&mut self, number: u32) -> Option<Gone> {
        let exists = self.exists?;
        if number == 0 || number > exists {
            self.doubtful = true;
            return None;
        }
        self.exists = Some(exists - 1);
        let index = index(number)?;
        let message = if index < self.messages.len() {
            self.messages.remove(index).map(|m| *m).unwrap_or_default()
        } else {
            Message::default()
        };
        if let Some(uid) = message.uid {
            self.gone.insert(uid, uid);
        }
        Some(Gone { number: Some(number), message })
    }

    /// VANISHED: these UIDs are gone, now (they count) or already before (`earlier`).
    pub(super) fn vanished(&mut self, uids: &Numbers, earlier: bool) -> Vec<Gone> {
        for (first, last) in uids.ranges() {
            self.gone.insert(first, last);
        }
        if earlier {
            return Vec::new();
        }
        if uids.len() > u64::from(self.exists.unwrap_or(0)).min(FOLLOWED) {
            // More than there are, or can be followed one by one: only those that are known can be followed.
            self.doubtful = true;
            let known: Vec<u32> = self
                .messages()
                .filter_map(|(_, m)| m.uid)
                .chain(self.by_uid.keys().copied())
                .filter(|&uid| uids.contains(uid))
                .collect();
            return known.into_iter().filter_map(|uid| self.vanish(uid)).collect();
        }
        let uids: Vec<u32> = uids.iter().collect();
        uids.into_iter().filter_map(|uid| self.vanish(uid)).collect()
    }

    fn vanish(&mut self, uid: u32) -> Option<Gone> {
        if let Some(message) = self.by_uid.remove(&uid) {
            self.exists = self.exists.map(|n| n.saturating_sub(1));
            return Some(Gone { number: None, message });
        }
        if let Some(at) = self.position(uid) {
            return self.expunge(u32::try_from(at + 1).ok()?);
        }
        // A message whose UID was never told: it stands between its known neighbours.
        let exists = self.exists? as usize;
        let below = self.messages.iter().rposition(|m| uid_of(m).is_some_and(|u| u < uid));
        let first = below.map_or(0, |i| i + 1);
        let above = self.messages.iter().position(|m| uid_of(m).is_some_and(|u| u > uid));
        let end = above.unwrap_or(exists);
        if first >= end {
            self.doubtful = true;
            return None;
        }
        self.exists = u32::try_from(exists - 1).ok();
        if first < self.messages.len() {
            self.messages.remove(first);
            // Which of the run it was is not known, so nothing of the rest is.
            let end = (end - 1).min(self.messages.len());
            for message in self.messages.iter_mut().take(end).skip(first) {
                *message = None;
            }
        }
        let message = Message { uid: Some(uid), ..Message::default() };
        let number = (end - first == 1).then(|| u32::try_from(first + 1).ok()).flatten();
        Some(Gone { number, message })
    }

    /// FETCH: what is told of the message with this number.
    pub(super) fn fetch(&mut self, number: u32, items: &[MsgAtt<'_>]) {
        let Some(index) = index(number) else { return };
        if index >= KEPT || self.exists.is_some_and(|exists| number > exists) {
            self.doubtful = true;
            return;
        }
        if index >= self.messages.len() {
            self.messages.resize_with(index + 1, || None);
        }
        if let Some(message) = self.messages.get_mut(index) {
            message.get_or_insert_default().told(items);
        }
    }

    /// UIDFETCH: what is told of the message with this UID.
    pub(super) fn uid_fetch(&mut self, uid: u32, items: &[MsgAtt<'_>]) {
        if let Some(at) = self.position(uid)
            && let Some(Some(message)) = self.messages.get_mut(at)
        {
            message.told(items);
        } else if self.by_uid.len() < KEPT {
            let message = self.by_uid.entry(uid).or_default();
            message.uid = Some(uid);
            message.told(items);
        }
    }

    fn position(&self, uid: u32) -> Option<usize> {
        self.messages.iter().position(|m| uid_of(m) == Some(uid))
    }
}

fn uid_of(message: &Option<Box<Message>>) -> Option<u32> {
    message.as_ref().and_then(|m| m.uid)
}

fn index(number: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(uids: &[Option<u32>]) -> Selected {
        let mut selected = Selected::default();
        selected.exists(u32::try_from(uids.len()).unwrap());
        for (i, uid) in uids.iter().enumerate() {
            if let Some(uid) = uid {
                selected.fetch(u32::try_from(i + 1).unwrap(), &[MsgAtt::Uid(*uid)]);
            }
        }
        selected
    }

    fn uids(selected: &Selected) -> Vec<(u32, u32)> {
        selected.messages().filter_map(|(n, m)| Some((n, m.uid?))).collect()
    }

    #[test]
    fn expunge_moves_the_numbers_above_it_down() {
        let mut s = mailbox(&[Some(10), Some(20), None, Some(40)]);
        assert_eq!(s.expunge(2).and_then(|g| g.message.uid), Some(20));
        assert_eq!((s.exists, uids(&s)), (Some(3), vec![(1, 10), (3, 40)]));
        assert!(s.gone.contains(20) && !s.doubtful);
        assert!(s.expunge(4).is_none() && s.doubtful);
    }

    #[test]
    fn vanished_of_a_known_uid_is_its_expunge_and_earlier_counts_nothing() {
        let mut s = mailbox(&[Some(10), Some(20), Some(30)]);
        let gone = s.vanished(&[10, 30].into_iter().collect(), false);
        assert_eq!(gone.iter().map(|g| g.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!((s.exists, uids(&s)), (Some(1), vec![(1, 20)]));
        assert!(s.vanished(&[1, 2, 3].into_iter().collect(), true).is_empty());
        assert_eq!(s.exists, Some(1));
    }

    #[test]
    fn vanished_of_an_untold_uid_leaves_only_what_is_certain() {
        let mut s = mailbox(&[Some(10), None, None, Some(40)]);
        s.fetch(2, &[MsgAtt::Flags(vec![Flag::Seen])]);
        let gone = s.vanished(&[25].into_iter().collect(), false);
        assert_eq!((gone.len(), gone[0].number), (1, None));
        assert_eq!((s.exists, uids(&s)), (Some(3), vec![(1, 10), (3, 40)]));
        assert_eq!(s.message(2), None, "2 or 3 is gone: whose flags they were is not known");
        assert!(!s.doubtful);
        assert!(s.vanished(&[50].into_iter().collect(), false).is_empty() && s.doubtful);
    }

    #[test]
    fn what_a_hostile_server_claims_costs_nothing() {
        let mut s = Selected::default();
        s.exists(u32::MAX);
        s.fetch(u32::MAX, &[MsgAtt::Uid(1)]);
        assert!(s.doubtful && s.messages.is_empty());
        let mut all = Numbers::default();
        all.insert(1, u32::MAX);
        assert!(s.vanished(&all, false).is_empty(), "as many as it claims to have");
        s.exists(3);
        assert!(s.vanished(&all, false).is_empty());
    }
}
