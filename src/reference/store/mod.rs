//! What outlives a session: accounts, their mailboxes, the messages.
//!
//! Mailboxes are known by [`MailboxId`]; names point to them. A mailbox that is deleted while
//! sessions have it selected lives on for them without a name (RFC 2180 §3.2), until
//! [`Store::sweep`] finds that nobody holds it.

mod account;
mod flags;
mod mailbox;
mod message;
pub(crate) mod name;
mod quota;
mod rights;
mod thread;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use self::account::Account;
pub(crate) use self::flags::FlagSet;
pub(crate) use self::mailbox::{Mailbox, MailboxId};
pub(crate) use self::message::{Content, Memory, Message};
pub(crate) use self::rights::{OTHER_USERS, Right};

use self::name::superiors;
use super::liberty::{Liberty, Way};
use super::{Now, limits};

/// All accounts.
#[derive(Debug, Default)]
pub(crate) struct Store {
    accounts: BTreeMap<String, Account>,
    mailboxes: BTreeMap<MailboxId, Mailbox>,
    memory: Memory,
    last_id: u64,
    last_content: u64,
    orphans: bool,
    /// Legal freedoms by this seed.
    pub(crate) liberty: Option<u64>,
    /// Mailboxes that sessions have selected, one entry for each; kept where a [`Way`] asks.
    pub(crate) held: Vec<MailboxId>,
    /// Metadata of the server that all users share (RFC 5464).
    pub(crate) metadata: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// Why a mailbox cannot be made, renamed or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreError {
    /// No such name.
    Missing,
    /// The name is taken.
    Exists,
    /// `\Noselect`, with children.
    HasChildren,
    /// A session has it selected.
    InUse,
    /// INBOX, a name below itself and the like.
    Cannot,
    /// Too many names.
    Limit,
}

impl Store {
    /// The account of this user, made at the first log-in. `None`: there are too many.
    pub(crate) fn log_in(&mut self, user: &str, now: Now) -> Option<&mut Account> {
        if !self.accounts.contains_key(user) {
            if self.accounts.len() >= limits::ACCOUNTS {
                return None;
            }
            self.accounts.insert(user.to_owned(), Account::new(user));
            let inbox = self.make(user, "INBOX", now);
            if Way::WelcomeMail.taken(self.liberty) {
                self.welcome(inbox, now);
            }
        }
        self.accounts.get_mut(user)
    }

    /// Puts the provider's message into a new INBOX.
    fn welcome(&mut self, inbox: Option<MailboxId>, now: Now) {
        const TEXT: &[u8] = b"From: postmaster@example.org\r\nSubject: Welcome\r\n\r\nHello.\r\n";
        let Some(content) = self.content(TEXT.to_vec()) else { return };
        let message = Message::new(content, FlagSet::default(), now.date_time(), now);
        if let Some(inbox) = inbox.and_then(|id| self.mailboxes.get_mut(&id)) {
            inbox.add(message);
        }
    }

    pub(crate) fn account(&self, user: &str) -> Option<&Account> {
        self.accounts.get(user)
    }

    pub(crate) fn account_mut(&mut self, user: &str) -> Option<&mut Account> {
        self.accounts.get_mut(user)
    }

    pub(crate) fn mailbox(&self, id: MailboxId) -> Option<&Mailbox> {
        self.mailboxes.get(&id)
    }

    pub(crate) fn mailbox_mut(&mut self, id: MailboxId) -> Option<&mut Mailbox> {
        self.mailboxes.get_mut(&id)
    }

    /// New octets, if there is room for them.
    pub(crate) fn content(&mut self, octets: Vec<u8>) -> Option<Arc<Content>> {
        if self.memory.octets().saturating_add(octets.len()) > limits::OCTETS {
            return None;
        }
        self.last_content += 1;
        Some(Content::new(octets, self.last_content, &self.memory))
    }

    /// Whether so many more records of messages can be held.
    pub(crate) fn has_room_for(&self, messages: usize) -> bool {
        self.memory.messages().saturating_add(messages) <= limits::RECORDS
    }

    /// Makes a mailbox and the names above it (RFC 9051 §6.3.4).
    pub(crate) fn create(
        &mut self,
        user: &str,
        name: &str,
        now: Now,
    ) -> Result<MailboxId, StoreError> {
        let account = self.accounts.get(user).ok_or(StoreError::Missing)?;
        if matches!(account.names.get(name), Some(Some(_))) {
            return Err(StoreError::Exists);
        }
        let above: Vec<_> = superiors(name)
            .filter(|n| !account.names.contains_key(*n))
            .map(str::to_owned)
            .collect();
        let all = self.mailboxes.len() + above.len() >= limits::MAILBOXES;
        if all || account.names.len() + above.len() >= limits::NAMES {
            return Err(StoreError::Limit);
        }
        self.make_above(user, above, now);
        self.make(user, name, now).ok_or(StoreError::Missing)
    }

    /// Makes the names above a new one.
    fn make_above(&mut self, user: &str, above: Vec<String>, now: Now) {
        for superior in above {
            if !Way::SuperiorsNoselect.taken(self.liberty) {
                self.make(user, &superior, now);
            } else if let Some(account) = self.accounts.get_mut(user) {
                account.names.insert(superior, None);
            }
        }
    }

    /// Whether a session has selected the mailbox of this name, and that protects it.
    fn in_use(&self, user: &str, name: &str) -> bool {
        let id = self.find(user, name);
        Way::SelectedStay.taken(self.liberty) && id.is_some_and(|id| self.held.contains(&id))
    }

    fn make(&mut self, user: &str, name: &str, now: Now) -> Option<MailboxId> {
        self.last_id += 1;
        let id = MailboxId(self.last_id);
        let account = self.accounts.get_mut(user)?;
        account.names.insert(name.to_owned(), Some(id));
        let above = superiors(name).last().and_then(|above| *account.names.get(above)?);
        let uid_validity = account.new_uid_validity(now, self.liberty);
        let mut mailbox = Mailbox::new(id, user, name, uid_validity, self.liberty);
        // RFC 4314 §4: a new mailbox inherits the list of the one above it.
        if let Some(above) = above.and_then(|above| self.mailboxes.get(&above)) {
            mailbox.acl = above.acl.clone();
        }
        mailbox.grant_owner();
        self.mailboxes.insert(id, mailbox);
        Some(id)
    }

    /// Deletes a mailbox; its name stays as `\Noselect` where it has children.
    pub(crate) fn delete(&mut self, user: &str, name: &str) -> Result<(), StoreError> {
        if name == "INBOX" {
            return Err(StoreError::Cannot);
        }
        let in_use = self.in_use(user, name);
        let account = self.accounts.get_mut(user).ok_or(StoreError::Missing)?;
        if in_use {
            return Err(StoreError::InUse);
        }
        let children = account.has_children(name);
        if children && Way::ParentsStay.taken(self.liberty) {
            return Err(StoreError::HasChildren);
        }
        match account.names.get_mut(name) {
            None => return Err(StoreError::Missing),
            Some(None) if children => return Err(StoreError::HasChildren),
            Some(target) => {
                let id = target.take();
                if !children {
                    account.names.remove(name);
                }
                if let Some(mailbox) = id.and_then(|id| self.mailboxes.get_mut(&id)) {
                    account.remember_validity(name, mailbox.uid_validity);
                    mailbox.name = None;
                    self.orphans = true;
                    mailbox.generation += 1;
                }
            }
        }
        Ok(())
    }

    /// Renames a mailbox and all below it (RFC 9051 §6.3.6). INBOX is the caller's affair.
    pub(crate) fn rename(
        &mut self,
        user: &str,
        from: &str,
        to: &str,
        now: Now,
    ) -> Result<(), StoreError> {
        let account = self.accounts.get(user).ok_or(StoreError::Missing)?;
        if !account.names.contains_key(from) {
            return Err(StoreError::Missing);
        }
        if account.names.contains_key(to) {
            return Err(StoreError::Exists);
        }
        if self.in_use(user, from) {
            return Err(StoreError::InUse);
        }
        let below = format!("{from}{}", name::DELIMITER);
        if to.starts_with(&below) {
            return Err(StoreError::Cannot);
        }
        let moved: Vec<String> = account
            .names
            .range(from.to_owned()..)
            .map(|(name, _)| name)
            .filter(|name| *name == from || name.starts_with(&below))
            .cloned()
            .collect();
        let new = |old: &str| format!("{to}{}", old.get(from.len()..).unwrap_or_default());
        if moved.iter().any(|old| account.names.contains_key(&new(old))) {
            return Err(StoreError::Exists);
        }
        if moved.iter().any(|old| new(old).len() > limits::NAME) {
            return Err(StoreError::Limit);
        }
        let above: Vec<_> =
            superiors(to).filter(|n| !account.names.contains_key(*n)).map(str::to_owned).collect();
        if account.names.len() + above.len() > limits::NAMES {
            return Err(StoreError::Limit);
        }
        self.make_above(user, above, now);
        let renews = Way::RenameNewValidity.taken(self.liberty);
        let account = self.accounts.get_mut(user).ok_or(StoreError::Missing)?;
        for old in moved {
            let new = new(&old);
            let Some(target) = account.names.remove(&old) else { continue };
            account.names.insert(new.clone(), target);
            let Some(mailbox) = target.and_then(|id| self.mailboxes.get_mut(&id)) else { continue };
            account.remember_validity(&old, mailbox.uid_validity);
            // Name, UIDVALIDITY and UID together must mean one message for ever (§2.3.1.1).
            let renewed = renews && !self.held.contains(&mailbox.id);
            if renewed || account.validity_of(&new) >= Some(mailbox.uid_validity) {
                mailbox.uid_validity = account.new_uid_validity(now, self.liberty);
            }
            mailbox.name = Some(new);
            mailbox.generation += 1;
        }
        Ok(())
    }

    /// The UIDVALIDITY that a name last had.
    pub(crate) fn last_validity(&self, user: &str, name: &str) -> Option<u32> {
        self.account(user)?.validities.get(name).copied()
    }

    /// Whether mailboxes have lost their name since the last sweep that left none.
    pub(crate) const fn has_orphans(&self) -> bool {
        self.orphans
    }

    /// Drops mailboxes without a name that no session holds.
    pub(crate) fn sweep(&mut self, held: impl Fn(MailboxId) -> bool) {
        self.mailboxes.retain(|&id, mailbox| mailbox.name.is_some() || held(id));
        self.orphans = self.mailboxes.values().any(|mailbox| mailbox.name.is_none());
    }
}

impl Account {
    fn new_uid_validity(&mut self, now: Now, seed: Option<u64>) -> u32 {
        let clock = match Liberty::new(seed, 0).pick(4) {
            // Any number will do that is greater than the one before.
            2 => 1,
            3 => 4_294_900_000,
            _ => u32::try_from(now.seconds()).unwrap_or(1),
        };
        self.uid_validity = clock.max(self.uid_validity.saturating_add(1)).max(1);
        self.uid_validity
    }

    fn remember_validity(&mut self, name: &str, validity: u32) {
        if self.validities.len() < 4 * limits::NAMES {
            let highest = self.validities.entry(name.to_owned()).or_default();
            *highest = validity.max(*highest);
        }
    }

    /// The highest value that this name has had; once too many are remembered, anything may be.
    fn validity_of(&self, name: &str) -> Option<u32> {
        let full = self.validities.len() >= 4 * limits::NAMES;
        self.validities.get(name).copied().or(full.then_some(u32::MAX))
    }
}

#[cfg(test)]
mod tests;
