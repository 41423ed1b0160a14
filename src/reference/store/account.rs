//! A user's account: names of mailboxes, subscriptions, quota.

use std::collections::{BTreeMap, BTreeSet};

use super::MailboxId;

/// What one user has.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// Names; `None` is one that only has children (`\Noselect`).
    pub(crate) names: BTreeMap<String, Option<MailboxId>>,
    /// Subscribed names, which need not exist (RFC 9051 §6.3.7).
    pub(crate) subscriptions: BTreeSet<String>,
    /// Sessions that have been logged in.
    pub(crate) sessions: u32,
    /// STORAGE limit in KiB (RFC 9208), if any.
    pub(crate) storage_limit: Option<u64>,
    /// MESSAGE limit, if any.
    pub(crate) message_limit: Option<u64>,
    /// Server metadata (RFC 5464) that is this user's own.
    pub(crate) metadata: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Mailbox access keys of URLAUTH (RFC 4467 §2.3): serial numbers, from which the secrets come.
    pub(crate) url_keys: BTreeMap<MailboxId, u64>,
    last_url_key: u64,
    /// The last UIDVALIDITY given.
    pub(super) uid_validity: u32,
    /// The highest UIDVALIDITY that each deleted or renamed name has had.
    pub(super) validities: BTreeMap<String, u32>,
}

impl Account {
    pub(super) fn new(user: &str) -> Self {
        Self { storage_limit: storage_limit(user), ..Self::default() }
    }

    /// The access key of a mailbox, made if there is none.
    pub(crate) fn url_key(&mut self, id: MailboxId) -> u64 {
        let last = &mut self.last_url_key;
        *self.url_keys.entry(id).or_insert_with(|| {
            *last += 1;
            *last
        })
    }

    /// Whether any name lies below this one.
    pub(crate) fn has_children(&self, name: &str) -> bool {
        let prefix = format!("{name}{}", super::name::DELIMITER);
        self.names
            .range(prefix.clone()..)
            .next()
            .is_some_and(|(child, _)| child.starts_with(&prefix))
    }
}

/// The limit that a user name like `anna@20K` asks for.
fn storage_limit(user: &str) -> Option<u64> {
    let (_, limit) = user.rsplit_once('@')?;
    limit.strip_suffix(['K', 'k'])?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_user_name_may_set_a_quota() {
        assert_eq!(super::storage_limit("anna@20K"), Some(20));
        for none in ["anna", "anna@example.org", "anna@K", "20K"] {
            assert_eq!(super::storage_limit(none), None, "{none}");
        }
    }
}
