//! Messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::FlagSet;
use crate::reference::Now;
use crate::syntax::types::{DateTime, Flag};

/// What all messages of a store take.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    octets: Arc<AtomicUsize>,
    messages: Arc<AtomicUsize>,
}

impl Memory {
    /// Octets of contents, which copies share.
    pub(crate) fn octets(&self) -> usize {
        self.octets.load(Ordering::Relaxed)
    }

    /// Records of messages: in mailboxes, and as sessions know them.
    pub(crate) fn messages(&self) -> usize {
        self.messages.load(Ordering::Relaxed)
    }
}

/// Counts a record of a message for as long as it is there.
#[derive(Debug)]
pub(crate) struct Slot(Arc<AtomicUsize>);

impl Slot {
    fn new(messages: &Arc<AtomicUsize>) -> Self {
        messages.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(messages))
    }
}

impl Clone for Slot {
    fn clone(&self) -> Self {
        Self::new(&self.0)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What never changes of a message, shared by its copies.
#[derive(Debug)]
pub(crate) struct Content {
    /// All octets of the message.
    pub(crate) octets: Vec<u8>,
    /// EMAILID (RFC 8474)
    pub(crate) email_id: Vec<u8>,
    /// THREADID (RFC 8474)
    pub(crate) thread_id: Vec<u8>,
    memory: Memory,
}

impl Content {
    pub(crate) fn new(octets: Vec<u8>, serial: u64, memory: &Memory) -> Arc<Self> {
        memory.octets.fetch_add(octets.len(), Ordering::Relaxed);
        let email_id = format!("E{serial}").into_bytes();
        let thread_id = match super::thread::root(&octets) {
            Some(root) => format!("T{:016x}", super::thread::hash(&root)).into_bytes(),
            None => format!("T{serial}").into_bytes(),
        };
        Arc::new(Self { octets, email_id, thread_id, memory: memory.clone() })
    }

    /// Counts a message that has this content.
    pub(crate) fn slot(&self) -> Slot {
        Slot::new(&self.memory.messages)
    }

    /// RFC822.SIZE
    pub(crate) fn size(&self) -> u64 {
        self.octets.len() as u64
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        self.memory.octets.fetch_sub(self.octets.len(), Ordering::Relaxed);
    }
}

/// A message in a mailbox.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) uid: u32,
    pub(crate) mod_sequence: u64,
    pub(crate) flags: FlagSet,
    /// When flags were last set or cleared since it came here: their mod-sequences, each flag once.
    pub(super) changes: Vec<(Flag<'static>, u64)>,
    /// The mod-sequence that it came with.
    pub(in crate::reference) came: u64,
    /// As it came in; only defects look at it.
    pub(crate) first_flags: FlagSet,
    /// No session has been told of it as `\Recent` yet.
    pub(crate) recent: bool,
    /// Session that put it here, `0` for none; only defects look at it.
    pub(crate) by: u64,
    /// It came by COPY or MOVE; only defects look at it.
    pub(crate) copied: bool,
    pub(crate) internal_date: DateTime,
    /// When it came into this mailbox (RFC 8514), milliseconds since the epoch.
    pub(crate) saved_ms: u64,
    pub(crate) content: Arc<Content>,
    #[expect(dead_code, reason = "it counts by being there")]
    pub(crate) slot: Slot,
}

impl Message {
    /// A message that has no UID yet.
    pub(crate) fn new(
        content: Arc<Content>,
        flags: FlagSet,
        internal_date: DateTime,
        now: Now,
    ) -> Self {
        Self {
            uid: 0,
            mod_sequence: 0,
            first_flags: flags.clone(),
            flags,
            changes: Vec::new(),
            came: 0,
            recent: true,
            by: 0,
            copied: false,
            internal_date,
            saved_ms: now.unix_ms,
            slot: content.slot(),
            content,
        }
    }

    /// Whether one of these flags was changed, or the message came, after a mod-sequence
    /// (RFC 7162 §3.1.12).
    pub(crate) fn changed_since(&self, flags: &FlagSet, since: u64) -> bool {
        self.came > since
            || self.changes.iter().any(|(flag, at)| *at > since && flags.contains(flag))
    }

    /// Notes which flags are about to become others.
    pub(super) fn note_changes(&mut self, new: &FlagSet, mod_sequence: u64) {
        let gone = self.flags.iter().filter(|flag| !new.contains(flag));
        let come = new.iter().filter(|flag| !self.flags.contains(flag));
        let changed: Vec<Flag<'static>> = gone.chain(come).cloned().collect();
        for flag in changed {
            match self.changes.iter_mut().find(|(known, _)| *known == flag) {
                Some((_, at)) => *at = mod_sequence,
                None => self.changes.push((flag, mod_sequence)),
            }
        }
    }
}
