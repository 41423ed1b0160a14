//! What was said of a mailbox, and what is known of it by then.

use std::collections::BTreeMap;

use crate::syntax::types::StatusItem;

/// What was told of a mailbox.
#[derive(Default)]
pub(super) struct Known {
    pub next: Growing,
    /// Greatest UID.
    pub uid: Growing,
    pub highest: Growing,
    /// Greatest mod-sequence of a message.
    pub mod_seq: Growing,
    pub mod_seqs: BTreeMap<u32, Growing>,
    /// Told last, and since when it holds unless somebody changes it.
    pub last_next: Option<(u32, u64)>,
    pub messages: Option<(u32, u64)>,
    pub unseen: Option<(u32, u64)>,
}

/// Values that only grow, and when each was told first; ascending in both.
#[derive(Default)]
pub(super) struct Growing(Vec<(u64, u64)>);

impl Growing {
    /// Takes in a value.
    pub(super) fn tell(&mut self, value: u64, tick: u64) {
        if self.0.last().is_none_or(|(_, last)| *last < value) {
            self.0.push((tick, value));
        }
    }

    /// The greatest value told before the tick.
    pub(super) fn before(&self, tick: u64) -> Option<u64> {
        self.0.iter().rev().find(|(told, _)| *told < tick).map(|(_, value)| *value)
    }
}

/// What SELECT or STATUS said.
#[derive(Default)]
pub(super) struct Said {
    pub validity: Option<u32>,
    pub next: Option<u32>,
    pub messages: Option<u32>,
    pub unseen: Option<u32>,
    pub highest: Option<u64>,
    pub id: Option<Vec<u8>>,
}

impl Said {
    /// By the items of a STATUS response.
    pub(super) fn of_status(items: &[StatusItem<'_>]) -> Self {
        let mut said = Self::default();
        for item in items {
            match item {
                StatusItem::Messages(n) => said.messages = Some(*n),
                StatusItem::UidNext(n) => said.next = Some(*n),
                StatusItem::UidValidity(n) => said.validity = Some(*n),
                StatusItem::Unseen(n) => said.unseen = Some(*n),
                // 0: there are no mod-sequences (RFC 7162 §3.1.7).
                StatusItem::HighestModSeq(n) => said.highest = Some(*n).filter(|&n| n > 0),
                StatusItem::MailboxId(id) => said.id = Some(id.to_vec()),
                _ => {}
            }
        }
        said
    }
}
