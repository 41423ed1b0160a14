//! A mailbox: messages, numbers that only grow, and what hangs on it.

use std::collections::BTreeMap;

use super::{FlagSet, Message};
use crate::reference::liberty::Liberty;
use crate::reference::limits;
use crate::syntax::types::Flag;

/// Names a mailbox for ever, whatever it is called. `MAILBOXID` (RFC 8474) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MailboxId(pub(crate) u64);

impl MailboxId {
    /// The `objectid`.
    pub(crate) fn object_id(self) -> Vec<u8> {
        format!("M{}", self.0).into_bytes()
    }
}

/// A mailbox that can hold messages.
#[derive(Debug)]
pub(crate) struct Mailbox {
    pub(crate) id: MailboxId,
    /// User whose account it is in.
    pub(crate) owner: String,
    /// Its name there; `None` once it is deleted while sessions still have it selected.
    pub(crate) name: Option<String>,
    pub(crate) uid_validity: u32,
    pub(crate) uid_next: u32,
    pub(crate) highest_mod_sequence: u64,
    /// In the order of UIDs.
    pub(crate) messages: Vec<Message>,
    /// UIDs that are gone, each with the mod-sequence of its going, oldest first.
    pub(crate) vanished: Vec<(u32, u64)>,
    /// Expunges up to this mod-sequence have been forgotten.
    pub(crate) forgotten: u64,
    /// Keywords ever used here, in the spelling that came first.
    pub(crate) keywords: Vec<Flag<'static>>,
    /// Special uses (RFC 6154), with backslash.
    pub(crate) special_use: Vec<Vec<u8>>,
    /// Identifiers and their rights (RFC 4314); the owner's are here too.
    pub(crate) acl: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Entries and values (RFC 5464): private ones begin with the user's name and NUL.
    pub(crate) metadata: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Session that expunged last; only defects look at it.
    pub(crate) expunged_by: u64,
    /// Numbers may be skipped.
    pub(super) liberty: Liberty,
    /// Grows with every change that a session may have to be told.
    pub(crate) generation: u64,
}

impl Mailbox {
    pub(super) fn new(
        id: MailboxId,
        owner: &str,
        name: &str,
        uid_validity: u32,
        seed: Option<u64>,
    ) -> Self {
        let mut liberty = Liberty::new(seed, id.0);
        let uid_next = [1, 1, 1, 1000, 3_000_000_000].get(liberty.pick(5)).copied().unwrap_or(1);
        let highest_mod_sequence = [1, 1, 1 << 40].get(liberty.pick(3)).copied().unwrap_or(1);
        let keywords = match liberty.one_in(2) {
            true => vec![Flag::Keyword(b"$Forwarded".as_slice().into())],
            false => Vec::new(),
        };
        Self {
            id,
            owner: owner.to_owned(),
            name: Some(name.to_owned()),
            uid_validity,
            uid_next,
            highest_mod_sequence,
            liberty,
            messages: Vec::new(),
            vanished: Vec::new(),
            forgotten: 0,
            keywords,
            special_use: Vec::new(),
            acl: BTreeMap::new(),
            metadata: BTreeMap::new(),
            expunged_by: 0,
            generation: 1,
        }
    }

    pub(crate) fn place(&self, uid: u32) -> Option<usize> {
        self.messages.binary_search_by_key(&uid, |m| m.uid).ok()
    }

    pub(crate) fn get(&self, uid: u32) -> Option<&Message> {
        self.messages.get(self.place(uid)?)
    }

    pub(crate) fn get_mut(&mut self, uid: u32) -> Option<&mut Message> {
        let place = self.place(uid)?;
        self.messages.get_mut(place)
    }

    /// A new mod-sequence, above all given before (RFC 7162 §3.1).
    pub(crate) fn next_mod_sequence(&mut self) -> u64 {
        let skipped = if self.liberty.one_in(3) { self.liberty.pick(5) } else { 0 };
        self.highest_mod_sequence += 1 + skipped as u64;
        self.generation += 1;
        self.highest_mod_sequence
    }

    /// Whether so many more messages can come in.
    pub(crate) fn has_room_for(&self, more: usize) -> bool {
        let left = u32::MAX - self.uid_next;
        self.messages.len().saturating_add(more) <= limits::MESSAGES
            && u32::try_from(more).is_ok_and(|more| more < left)
    }

    /// Puts a message in, with a new UID and mod-sequence. `None`: no UID is left, or too many
    /// messages are here.
    pub(crate) fn add(&mut self, mut message: Message) -> Option<u32> {
        if self.messages.len() >= limits::MESSAGES || self.uid_next == u32::MAX {
            return None;
        }
        let uid = self.uid_next;
        let skipped = if self.liberty.one_in(4) { self.liberty.pick(5) } else { 0 };
        self.uid_next = uid.saturating_add(1 + skipped as u32);
        message.uid = uid;
        message.mod_sequence = self.next_mod_sequence();
        message.came = message.mod_sequence;
        message.changes.clear();
        message.recent = true;
        self.learn(&message.flags);
        self.messages.push(message);
        Some(uid)
    }

    /// Sets a message's flags; says whether anything changed. The mod-sequence is the caller's.
    pub(crate) fn set_flags(&mut self, uid: u32, flags: FlagSet, mod_sequence: u64) -> bool {
        self.learn(&flags);
        match self.get_mut(uid) {
            Some(message) if message.flags != flags => {
                message.note_changes(&flags, mod_sequence);
                message.flags = flags;
                message.mod_sequence = mod_sequence;
                self.generation += 1;
                true
            }
            _ => false,
        }
    }

    /// Gives a message a new mod-sequence, and nothing else.
    pub(crate) fn touch(&mut self, uid: u32) {
        let mod_sequence = self.next_mod_sequence();
        if let Some(message) = self.get_mut(uid) {
            message.mod_sequence = mod_sequence;
        }
    }

    /// Takes messages out, and remembers that they were here.
    pub(crate) fn expunge(&mut self, uids: &[u32], by: u64) {
        if uids.is_empty() {
            return;
        }
        let mod_sequence = self.next_mod_sequence();
        self.expunged_by = by;
        for &uid in uids {
            if let Some(place) = self.place(uid) {
                self.messages.remove(place);
                self.vanished.push((uid, mod_sequence));
            }
        }
        if self.vanished.len() > limits::VANISHED {
            let half = limits::VANISHED / 2;
            self.forgotten = self.vanished.get(half).map_or(self.forgotten, |v| v.1);
            self.vanished.drain(..=half);
        }
    }

    /// Whether these flags can be kept here: keywords are bounded.
    pub(crate) fn can_learn(&self, flags: &FlagSet) -> bool {
        let new = flags.iter().filter(|f| is_keyword(f) && !self.keywords.contains(f)).count();
        self.keywords.len() + new <= limits::KEYWORDS
            && flags.iter().all(|f| f.to_octets().len() <= limits::KEYWORD)
    }

    fn learn(&mut self, flags: &FlagSet) {
        for flag in flags.iter() {
            if is_keyword(flag) && !self.keywords.contains(flag) {
                self.keywords.push(flag.clone());
            }
        }
    }

    /// Octets of all its messages.
    pub(crate) fn size(&self) -> u64 {
        self.messages.iter().map(|m| m.content.size()).sum()
    }

    /// Messages with, or without, a flag.
    pub(crate) fn count(&self, flag: &Flag<'_>, set: bool) -> u32 {
        let count = self.messages.iter().filter(|m| m.flags.contains(flag) == set).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

fn is_keyword(flag: &Flag<'_>) -> bool {
    matches!(flag, Flag::Keyword(_) | Flag::Extension(_))
}
