//! What a client that watches mailboxes was last told of them (RFC 5465).

use std::collections::{BTreeMap, BTreeSet};

use crate::reference::store::{Mailbox, MailboxId, name};
use crate::syntax::types::Flag;

/// Entries and values.
pub(super) type Metadata = BTreeMap<Vec<u8>, Vec<u8>>;

/// All that is watched, as it was at one time; empty where it is not watched.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    pub(super) mailboxes: BTreeMap<MailboxId, Seen>,
    pub(super) names: BTreeMap<String, Option<MailboxId>>,
    pub(super) subscriptions: BTreeSet<String>,
    pub(super) server_metadata: Metadata,
}

/// A mailbox.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) uid_next: u32,
    pub(super) uid_validity: u32,
    /// Messages that have ever gone: so many UIDs are not there any more.
    pub(super) gone: u64,
    pub(super) unseen: u32,
    /// The highest mod-sequence of a message: flags that change raise it.
    pub(super) flags: u64,
    pub(super) metadata: Metadata,
}

impl Seen {
    pub(super) fn new(name: String, mailbox: &Mailbox, metadata: Metadata) -> Self {
        let given = u64::from(mailbox.uid_next);
        Self {
            name,
            uid_next: mailbox.uid_next,
            uid_validity: mailbox.uid_validity,
            gone: given.saturating_sub(mailbox.messages.len() as u64),
            unseen: mailbox.count(&Flag::Seen, false),
            flags: mailbox.messages.iter().map(|m| m.mod_sequence).max().unwrap_or(0),
            metadata,
        }
    }
}

impl Snapshot {
    /// New and old names of what was renamed; not of what was renamed with the name above it
    /// (§5.4).
    pub(super) fn renamed(&self, now: &Self) -> Vec<(String, String)> {
        let new_name: BTreeMap<MailboxId, &String> =
            now.names.iter().filter_map(|(name, id)| Some(((*id)?, name))).collect();
        let mut renamed: Vec<(String, String)> = Vec::new();
        // In the order of old names, so that what is above comes first.
        for (old, id) in &self.names {
            let Some(new) = id.as_ref().and_then(|id| new_name.get(id)) else { continue };
            let with_above = renamed.iter().any(|(above, old_above)| {
                let below = |name: &str, top: &str| {
                    let rest = name.strip_prefix(top)?;
                    rest.starts_with(name::DELIMITER).then(|| rest.to_owned())
                };
                below(old, old_above).is_some_and(|rest| below(new, above) == Some(rest))
            });
            if *new != old && !with_above {
                renamed.push(((*new).clone(), old.clone()));
            }
        }
        renamed
    }

    /// Names that are new or gone, and the names right above them (§5.4); of what was renamed
    /// the names above only.
    pub(super) fn came_or_went(&self, now: &Self) -> BTreeSet<String> {
        let ids = |names: &BTreeMap<String, Option<MailboxId>>| -> BTreeSet<MailboxId> {
            names.values().flatten().copied().collect()
        };
        let (before, after) = (ids(&self.names), ids(&now.names));
        let mut affected = BTreeSet::new();
        let mut look = |name: &String, id: &Option<MailboxId>, other: &BTreeSet<MailboxId>| {
            // A name that moved is told as renamed.
            if id.is_some_and(|id| other.contains(&id)) {
                return;
            }
            affected.insert(name.clone());
            if let Some((above, _)) = name.rsplit_once(name::DELIMITER) {
                affected.insert(above.to_owned());
            }
        };
        for (name, id) in &now.names {
            if self.names.get(name) != Some(id) {
                look(name, id, &before);
            }
        }
        for (name, id) in &self.names {
            if !now.names.contains_key(name) {
                look(name, id, &after);
            }
        }
        affected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(names: &[(&str, u64)]) -> Snapshot {
        let names = names
            .iter()
            .map(|(name, id)| ((*name).to_owned(), (*id > 0).then_some(MailboxId(*id))));
        Snapshot { names: names.collect(), ..Snapshot::default() }
    }

    #[test]
    fn names_come_and_go() {
        let old = snapshot(&[("INBOX", 1), ("a", 2), ("a/b", 3), ("gone", 4)]);
        let new = snapshot(&[("INBOX", 1), ("z", 2), ("z/b", 3), ("x/y", 5), ("x", 6)]);
        assert_eq!(old.renamed(&new), [("z".to_owned(), "a".to_owned())]);
        let affected: Vec<_> = old.came_or_went(&new).into_iter().collect();
        assert_eq!(affected, ["gone", "x", "x/y"]);
        assert!(new.renamed(&new).is_empty() && new.came_or_went(&new).is_empty());
    }
}
