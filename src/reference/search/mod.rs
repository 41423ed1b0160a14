//! Which messages a search finds, in which order, in which threads: pure functions on records.
//!
//! The core makes a [`Record`] of each message of the mailbox as the session knows it, and resolves
//! `$` before it asks.
//!
//! `query` evaluates search keys, `text` is what string keys look into, `collation` is how
//! strings compare; `sort` orders, `thread` and `references` make threads, by the base subject
//! of `subject`. A new key gets a line in `query`, a new sort key one in `sort`.

pub mod collation;
pub mod query;
mod references;
pub mod sort;
pub mod subject;
mod text;
pub mod thread;

#[cfg(test)]
mod tests;

pub use query::{CHARSETS, Query, QueryError, asks_mod_sequence};
pub use sort::sort;
pub use thread::{Algorithm, thread};

use crate::syntax::types::{DateTime, Flag};

/// A message, as search keys look at it.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Message sequence number; 0 where the mailbox is not selected (RFC 7377).
    pub number: u32,
    /// UID
    pub uid: u32,
    /// Flags, `\Recent` among them where this session sees it.
    pub flags: &'a [Flag<'static>],
    /// MODSEQ
    pub mod_sequence: u64,
    /// INTERNALDATE
    pub internal_date: DateTime,
    /// SAVEDATE, if it is kept.
    pub save_date: Option<DateTime>,
    /// EMAILID
    pub email_id: &'a [u8],
    /// THREADID
    pub thread_id: &'a [u8],
    /// All octets of the message.
    pub octets: &'a [u8],
}

/// What keys look at beside the message.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The largest sequence number: `*` of a sequence-set.
    pub largest: u32,
    /// The largest UID: `*` of a UID set.
    pub largest_uid: u32,
    /// `$`: UIDs, sorted (RFC 5182).
    pub saved: &'a [u32],
    /// Seconds since the Unix epoch (RFC 5032).
    pub now: u64,
}
