//! Defects that show under circumstances only: in the third session, in a child mailbox, of the
//! tenth part of a set.
//!
//! The rooms of the reference ask here where such a server goes another way; what they hand over is
//! left as it is where the defect is not on. `when` makes any defect at all one of these.

mod command;
mod message;
mod names;
mod search;
mod sets;
mod store;
mod updates;
mod when;

pub(crate) use self::command::{hides_try_create, misheard};
pub(crate) use self::message::{
    arrives, arrives_at, arrives_large, arrives_with, copied, fields, misread, spoil_body,
    spoil_envelope, undecoded,
};
pub(crate) use self::names::{allows, new_name, object_id, renamed, said};
pub(crate) use self::search::{looks_at, misread_key, misread_keys, order, sorted};
pub(crate) use self::sets::{copied_from, doomed, expunged, misread_ranges, places, vanished};
pub(crate) use self::store::{given, skips, stored, unchanged_since};
pub(crate) use self::updates::{goes, moves, untold};
pub use self::when::When;
pub(crate) use self::when::{Moment, shown};

use std::collections::BTreeMap;

use super::store::{Mailbox, MailboxId};

/// Entries of a mailbox and their values.
type Annotations = BTreeMap<Vec<u8>, Vec<u8>>;

/// What a session with a defect remembers.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// IDLE commands so far.
    pub(crate) idles: u32,
    /// SELECT commands with QRESYNC so far.
    pub(crate) resyncs: u32,
    /// MOVE is in progress.
    pub(crate) moves: bool,
    /// The name that was deleted last, and its annotations.
    pub(crate) deleted: Option<(String, Annotations)>,
    /// Tag of the ESEARCH that came first in the latest segment that began with one.
    pub(crate) first_search: Vec<u8>,
    /// What `$` was in the mailbox that was selected last.
    pub(crate) saved: Vec<u32>,
    /// The mailbox that was selected last, and the largest UID known of it.
    pub(crate) left: Option<(MailboxId, u32)>,
}

/// A mailbox as it was when a session selected it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entered {
    pub(crate) uid_next: u32,
}

impl Entered {
    pub(crate) fn new(mailbox: &Mailbox) -> Self {
        Self { uid_next: mailbox.uid_next }
    }
}
