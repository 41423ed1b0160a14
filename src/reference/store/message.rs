//! Messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::FlagSet;
use crate::syntax::types::DateTime;

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
    /// As it came in; only defects look at it.
    pub(crate) first_flags: FlagSet,
    /// No session has been told of it as `\Recent` yet.
    pub(crate) recent: bool,
    /// Session that put it here, `0` for none; only defects look at it.
    pub(crate) by: u64,
    pub(crate) internal_date: DateTime,
    /// When it came into this mailbox (RFC 8514), milliseconds since the epoch.
    pub(crate) saved_ms: u64,
    pub(crate) content: Arc<Content>,
    #[expect(dead_code, reason = "it counts by being there")]
    pub(crate) slot: Slot,
}
