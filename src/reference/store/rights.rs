//! Rights on mailboxes (RFC 4314), and the names of other users' mailboxes.

use std::collections::BTreeMap;

use super::{Mailbox, MailboxId, Store};
use crate::syntax::types::Flag;

/// Where other users' mailboxes that one may see are listed: `Other Users/anna/work`.
pub(crate) const OTHER_USERS: &str = "Other Users/";

/// A right, by its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    Lookup = b'l' as isize,
    Read = b'r' as isize,
    Seen = b's' as isize,
    Write = b'w' as isize,
    Insert = b'i' as isize,
    Post = b'p' as isize,
    Create = b'k' as isize,
    DeleteMailbox = b'x' as isize,
    DeleteMessage = b't' as isize,
    Expunge = b'e' as isize,
    Administer = b'a' as isize,
}

impl Right {
    /// What changing a flag takes (RFC 4314 §4).
    pub(crate) const fn of_flag(flag: &Flag<'_>) -> Self {
        match flag {
            Flag::Seen => Self::Seen,
            Flag::Deleted => Self::DeleteMessage,
            _ => Self::Write,
        }
    }
}

/// All rights, in the order in which they are shown.
pub(crate) const ALL_RIGHTS: &[u8] = b"lrswipkxtea";

impl Mailbox {
    pub(super) fn grant_owner(&mut self) {
        self.acl.insert(self.owner.clone().into_bytes(), ALL_RIGHTS.to_vec());
    }

    /// The rights of a user: what the ACL grants to the name and to `anyone`, less what it takes
    /// by `-name` and `-anyone`. An owner can always look up and administer.
    pub(crate) fn rights_of(&self, user: &str) -> Vec<u8> {
        rights_in(&self.acl, user, user == self.owner)
    }

    /// As [`Mailbox::rights_of`], of a server that does not look at entries of this kind.
    pub(crate) fn rights_without(
        &self,
        user: &str,
        passed_over: impl Fn(&[u8]) -> bool,
    ) -> Vec<u8> {
        let acl = self.acl.iter().filter(|(identifier, _)| !passed_over(identifier));
        let acl = acl.map(|(identifier, rights)| (identifier.clone(), rights.clone())).collect();
        rights_in(&acl, user, user == self.owner)
    }

    pub(crate) fn allows(&self, user: &str, right: Right) -> bool {
        // Most mailboxes are only ever used by their owner.
        if user == self.owner && self.acl.len() == 1 && self.owner_has_all() {
            return true;
        }
        self.rights_of(user).contains(&(right as u8))
    }

    fn owner_has_all(&self) -> bool {
        self.acl.get(self.owner.as_bytes()).is_some_and(|r| r.len() == ALL_RIGHTS.len())
    }
}

fn rights_in(acl: &BTreeMap<Vec<u8>, Vec<u8>>, user: &str, owner: bool) -> Vec<u8> {
    let of = |prefix: &str, name: &str| {
        acl.get(format!("{prefix}{name}").as_bytes()).map_or(&[][..], Vec::as_slice)
    };
    let held = |right: &u8| {
        let granted = of("", user).contains(right) || of("", "anyone").contains(right);
        let taken = of("-", user).contains(right) || of("-", "anyone").contains(right);
        (granted && !taken) || (owner && b"la".contains(right))
    };
    ALL_RIGHTS.iter().copied().filter(held).collect()
}

impl Store {
    /// What `name`, as this user says it, stands for: the account's owner and the name there.
    pub(crate) fn place_of<'n>(&self, user: &'n str, name: &'n str) -> (&'n str, &'n str) {
        if let Some(rest) = name.strip_prefix(OTHER_USERS)
            && let Some((other, inside)) = rest.split_once(super::name::DELIMITER)
            && self.account(other).is_some()
        {
            return (other, inside);
        }
        (user, name)
    }

    /// The mailbox of this name that this user may look up.
    pub(crate) fn find(&self, user: &str, name: &str) -> Option<MailboxId> {
        let (owner, inside) = self.place_of(user, name);
        let id = (*self.account(owner)?.names.get(inside)?)?;
        self.mailbox(id)?.allows(user, Right::Lookup).then_some(id)
    }

    /// What `user` calls a mailbox; `None` once it is deleted.
    pub(crate) fn name_for(&self, user: &str, id: MailboxId) -> Option<String> {
        let mailbox = self.mailbox(id)?;
        let name = mailbox.name.as_ref()?;
        Some(match user == mailbox.owner {
            true => name.clone(),
            false => format!("{OTHER_USERS}{}{}{name}", mailbox.owner, super::name::DELIMITER),
        })
    }

    /// Names of mailboxes of others that have more in their lists than the owner, whatever they
    /// grant; only a defect asks.
    pub(crate) fn all_names_of_others(&self, user: &str) -> Vec<(String, MailboxId)> {
        let others = self.mailboxes.values().filter(|m| m.owner != user && m.acl.len() > 1);
        others.filter_map(|m| Some((self.name_for(user, m.id)?, m.id))).collect()
    }

    /// All names that this user may look up, own ones first, each with what it stands for.
    pub(crate) fn names_for(&self, user: &str) -> Vec<(String, Option<MailboxId>)> {
        let own = self.account(user).map(|a| &a.names).into_iter().flatten();
        let visible = |id: &Option<MailboxId>| match id.and_then(|id| self.mailbox(id)) {
            Some(mailbox) => mailbox.allows(user, Right::Lookup),
            None => true,
        };
        let mut names: Vec<_> =
            own.filter(|(_, id)| visible(id)).map(|(name, id)| (name.clone(), *id)).collect();
        for mailbox in self.mailboxes.values() {
            if mailbox.owner != user
                && mailbox.acl.len() > 1
                && mailbox.allows(user, Right::Lookup)
                && let Some(name) = self.name_for(user, mailbox.id)
            {
                names.push((name, Some(mailbox.id)));
            }
        }
        names
    }
}
