//! Quota (RFC 9208): one root an account, for storage and number of messages.
//!
//! An account without limits has no root; SETQUOTA makes one.

use std::borrow::Cow;

use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::Right;
use crate::syntax::types::{Code, Mailbox, Octets, QuotaResource, Untagged};

/// What the root of an account is called: this and the user's name.
const ROOT: &str = "#user/";

pub(super) fn get(cx: &mut Cx<'_>, root: &[u8]) -> Handled {
    let owner = readable(cx, root)?;
    if !cx.has(Defect::GetQuotaSilent) {
        tell(cx, &owner);
    }
    Ok(Answer::ok("GETQUOTA completed"))
}

pub(super) fn get_root(cx: &mut Cx<'_>, mailbox: &Mailbox<'_>) -> Handled {
    let user = cx.user();
    let name = cx.name(mailbox)?;
    // A mailbox that is not there would be the user's own.
    let owner = match cx.store.find(&user, &name) {
        None => user,
        Some(id) => {
            cx.need(id, Right::Read)?;
            cx.store.mailbox(id).map_or(user, |mailbox| mailbox.owner.clone())
        }
    };
    let limited = has_limits(cx, &owner);
    let roots = if limited { vec![spell(&owner)] } else { Vec::new() };
    cx.say(Untagged::QuotaRoot(cx.spell(&name), roots));
    if !cx.has(Defect::QuotaRootOnly) {
        tell(cx, &owner);
    }
    Ok(Answer::ok("GETQUOTAROOT completed"))
}

pub(super) fn set(cx: &mut Cx<'_>, root: &[u8], limits: &[(Octets<'_>, u64)]) -> Handled {
    let user = cx.user();
    if owner_of(root).as_deref() != Some(user.as_str()) {
        return Err(Answer::refused(Code::NoPerm, "That quota root is not yours"));
    }
    let (mut storage, mut messages) = (None, None);
    for (resource, limit) in limits {
        match resource.to_ascii_uppercase().as_slice() {
            b"STORAGE" => storage = Some(*limit),
            b"MESSAGE" => messages = Some(*limit),
            _ => return Err(Answer::no("That resource has no limits here")),
        }
    }
    let (forgets, keeps) = (cx.has(Defect::SetQuotaForgotten), cx.has(Defect::SetQuotaKeeps));
    if let Some(account) = cx.store.account_mut(&user)
        && !forgets
    {
        let old = if keeps { (account.storage_limit, account.message_limit) } else { (None, None) };
        account.storage_limit = storage.or(old.0);
        account.message_limit = messages.or(old.1);
    }
    tell(cx, &user);
    Ok(Answer::ok("SETQUOTA completed"))
}

/// Whether so much more would be too much for an account.
pub(super) fn exceeds(cx: &Cx<'_>, owner: &str, octets: u64, messages: u64) -> bool {
    cx.store.over_quota(owner, octets, messages) && !cx.has(Defect::QuotaNotEnforced)
}

/// How a command ends that would be too much.
pub(super) fn refusal(cx: &Cx<'_>) -> Answer {
    let answer = Answer::no("That is more than your quota");
    if cx.has(Defect::OverQuotaMissing) { answer } else { answer.with(Code::OverQuota) }
}

/// Sends QUOTA, if the account has limits.
fn tell(cx: &mut Cx<'_>, owner: &str) {
    let Some(account) = cx.store.account(owner) else { return };
    let (storage, message) = (account.storage_limit, account.message_limit);
    let (mut octets, mut messages) = cx.store.usage(owner);
    if cx.has(Defect::QuotaInboxOnly)
        && let Some(inbox) = cx.store.find(owner, "INBOX").and_then(|id| cx.store.mailbox(id))
    {
        (octets, messages) = (inbox.size(), inbox.messages.len() as u64);
    }
    if cx.has(Defect::QuotaCountsExpunged) {
        let mailboxes =
            cx.store.account(owner).into_iter().flat_map(|a| a.names.values()).flatten();
        let gone =
            mailboxes.filter_map(|&id| cx.store.mailbox(id)).map(|m| m.vanished.len() as u64);
        messages += gone.sum::<u64>();
    }
    let used = if cx.has(Defect::QuotaInOctets) { octets } else { octets.div_ceil(1024) };
    let resource = |name: &'static str, usage, limit: Option<u64>| {
        limit.map(|limit| QuotaResource { name: Cow::Borrowed(name.as_bytes()), usage, limit })
    };
    let resources: Vec<_> =
        [resource("STORAGE", used, storage), resource("MESSAGE", messages, message)]
            .into_iter()
            .flatten()
            .collect();
    if !resources.is_empty() {
        cx.say(Untagged::Quota(spell(owner), resources));
    }
}

fn has_limits(cx: &Cx<'_>, owner: &str) -> bool {
    let account = cx.store.account(owner);
    account.is_some_and(|a| a.storage_limit.is_some() || a.message_limit.is_some())
}

/// The owner of a root that this user may look at: the own one, and those of mailboxes that
/// the user may read.
fn readable(cx: &Cx<'_>, root: &[u8]) -> Result<String, Answer> {
    let user = cx.user();
    let none = || Answer::refused(Code::NonExistent, "There is no such quota root");
    let owner = owner_of(root).ok_or_else(none)?;
    if !has_limits(cx, &owner) {
        return Err(none());
    }
    let shared = || {
        let names = cx.store.names_for(&user);
        names.iter().filter_map(|(_, id)| *id).any(|id| {
            cx.store.mailbox(id).is_some_and(|m| m.owner == owner) && cx.allows(id, Right::Read)
        })
    };
    if owner == user || shared() { Ok(owner) } else { Err(none()) }
}

fn spell(owner: &str) -> Octets<'static> {
    Cow::Owned(format!("{ROOT}{owner}").into_bytes())
}

fn owner_of(root: &[u8]) -> Option<String> {
    let owner = root.strip_prefix(ROOT.as_bytes())?;
    String::from_utf8(owner.to_vec()).ok()
}
