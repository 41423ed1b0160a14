//! The mailbox that a session has selected, as far as the session has been told.

use crate::reference::circumstance::Entered;
use crate::reference::command::context::Context;
use crate::reference::store::{FlagSet, MailboxId, Message};
use crate::syntax::types::{SeqNumber, SequenceSet};

/// A message that the session knows of. It stays, at its sequence number, until the session is
/// told that it is gone.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// As last told; for a message that is gone, as it last was.
    pub(crate) message: Message,
    /// `\Recent` in this session.
    pub(crate) recent: bool,
}

impl Known {
    pub(crate) const fn uid(&self) -> u32 {
        self.message.uid
    }

    pub(crate) const fn flags(&self) -> &FlagSet {
        &self.message.flags
    }
}

/// A selected mailbox.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) mailbox: MailboxId,
    /// By EXAMINE, or for want of rights.
    pub(crate) read_only: bool,
    /// Messages by sequence number, the first at 0.
    pub(crate) known: Vec<Known>,
    /// The largest UID that the session was ever told of.
    pub(crate) last_uid: u32,
    /// The mailbox's generation when the session was last told all.
    pub(crate) generation: u64,
    /// Keywords that FLAGS has named.
    pub(crate) keywords: usize,
    /// Which flags the user could change, when the session was last told.
    pub(crate) flag_rights: [bool; 3],
    /// `$` (RFC 5182): UIDs, sorted.
    pub(crate) saved: Vec<u32>,
    /// Searches that are kept up to date (RFC 5267).
    pub(crate) contexts: Vec<Context>,
    /// As it was at first; only defects look at it.
    pub(crate) entered: Entered,
    /// The user's access key of the mailbox, when the session was last told (RFC 4467 §7).
    pub(crate) url_key: Option<u64>,
}

impl Selected {
    /// How many messages the session knows of.
    pub(crate) fn exists(&self) -> u32 {
        u32::try_from(self.known.len()).unwrap_or(u32::MAX)
    }

    /// The largest UID known; 0 where there is none.
    pub(crate) fn largest_uid(&self) -> u32 {
        self.known.last().map_or(0, Known::uid)
    }

    /// Where a UID stands, counted from 0.
    pub(crate) fn place(&self, uid: u32) -> Option<usize> {
        self.known.binary_search_by_key(&uid, Known::uid).ok()
    }

    /// The sequence number of a UID.
    pub(crate) fn number(&self, uid: u32) -> Option<u32> {
        self.place(uid).and_then(|place| u32::try_from(place + 1).ok())
    }

    /// Places of the messages of a set, ascending, none twice. Numbers that are not there are
    /// left out; [`Selected::beyond`] tells of them.
    pub(crate) fn places(&self, set: &SequenceSet, uid: bool) -> Vec<usize> {
        let SequenceSet::Ranges(ranges) = set else {
            return self.saved.iter().filter_map(|&uid| self.place(uid)).collect();
        };
        let largest = if uid { self.largest_uid() } else { self.exists() };
        let mut wanted = vec![false; self.known.len()];
        for range in ranges {
            let (a, b) = (end(range.from, largest), end(range.to, largest));
            let (low, high) = (a.min(b), a.max(b));
            let span = if uid {
                let from = self.known.partition_point(|k| k.uid() < low);
                let to = self.known.partition_point(|k| k.uid() <= high);
                from..to
            } else {
                let from = usize::try_from(low).unwrap_or(usize::MAX).saturating_sub(1);
                let to = usize::try_from(high).unwrap_or(usize::MAX).min(self.known.len());
                from.min(to)..to
            };
            if let Some(span) = wanted.get_mut(span) {
                span.fill(true);
            }
        }
        let wanted = wanted.into_iter().enumerate().filter(|&(_, wanted)| wanted);
        wanted.map(|(place, _)| place).collect()
    }

    /// Whether a set of sequence numbers names one that is not there.
    pub(crate) fn beyond(&self, set: &SequenceSet) -> bool {
        let SequenceSet::Ranges(ranges) = set else { return false };
        let exists = self.exists();
        let over = |n: SeqNumber| match n {
            SeqNumber::Number(n) => n > exists,
            SeqNumber::Star => exists == 0,
        };
        ranges.iter().any(|range| over(range.from) || over(range.to))
    }
}

const fn end(number: SeqNumber, largest: u32) -> u32 {
    match number {
        SeqNumber::Number(n) => n,
        SeqNumber::Star => largest,
    }
}
