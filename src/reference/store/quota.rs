//! What an account uses of its quota (RFC 9208).

use super::Store;

impl Store {
    /// Octets and messages of all mailboxes of this user.
    pub(crate) fn usage(&self, user: &str) -> (u64, u64) {
        let Some(account) = self.account(user) else { return (0, 0) };
        let mailboxes = account.names.values().flatten().filter_map(|&id| self.mailbox(id));
        mailboxes.fold((0, 0), |(octets, messages), mailbox| {
            (octets + mailbox.size(), messages + mailbox.messages.len() as u64)
        })
    }

    /// Whether `octets` in `messages` more would be too much for this user.
    pub(crate) fn over_quota(&self, user: &str, octets: u64, messages: u64) -> bool {
        let Some(account) = self.account(user) else { return false };
        if account.storage_limit.is_none() && account.message_limit.is_none() {
            return false;
        }
        let (used, count) = self.usage(user);
        let storage = account.storage_limit.map(|kib| kib.saturating_mul(1024));
        storage.is_some_and(|limit| used.saturating_add(octets) > limit)
            || account.message_limit.is_some_and(|limit| count.saturating_add(messages) > limit)
    }
}
