//! CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE (RFC 9051 §6.3.4 to §6.3.8; RFC 6154 §3).

use super::list;
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::limits;
use crate::reference::options::Hierarchy;
use crate::reference::store::{FlagSet, MailboxId, Message, OTHER_USERS, Right, StoreError, name};
use crate::syntax::types::{self as ast, Code, Flag, Octets, Untagged, Value};

/// Special uses that a mailbox can be made for (RFC 6154 §2, RFC 8457).
const USES: &[&str] =
    &["\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash", "\\Important"];

pub(super) fn create(
    cx: &mut Cx<'_>,
    mailbox: &ast::Mailbox<'_>,
    special_use: &[Octets<'_>],
    extensions: &[(Octets<'_>, Option<Value<'_>>)],
) -> Handled {
    if !extensions.is_empty() {
        return Err(Answer::bad("Unknown CREATE parameter"));
    }
    let mut uses = special_uses(special_use)?;
    if cx.has(Defect::SpecialUseForgotten) {
        uses.clear();
    }
    let decoded = cx.name(mailbox)?;
    // A name that ends in the delimiter says that children will come (§6.3.4).
    let said = decoded.strip_suffix(name::DELIMITER).unwrap_or(&decoded);
    if said == "INBOX" && cx.has(Defect::CreateInboxOk) {
        return Ok(Answer::ok("CREATE completed"));
    }
    check_name(cx, said)?;
    let (owner, inside) = own(cx, said)?;
    let keep =
        cx.has(Defect::RecreateKeepsValidity).then(|| cx.store.last_validity(&owner, &inside));
    let id = match cx.store.create(&owner, &inside, cx.now) {
        Ok(id) => id,
        Err(StoreError::Exists) if cx.has(Defect::CreateTwiceOk) => {
            return Ok(Answer::ok("CREATE completed"));
        }
        Err(error) => return Err(refusal(error)),
    };
    let again = cx.session.memory.deleted.take_if(|(name, _)| *name == inside);
    let again = again.filter(|_| cx.has(Defect::MetadataRecreated));
    if let Some(mailbox) = cx.store.mailbox_mut(id) {
        if let Some((_, metadata)) = again {
            mailbox.metadata = metadata;
        }
        mailbox.special_use = uses;
        if let Some(Some(validity)) = keep {
            mailbox.uid_validity = validity;
        }
    }
    let spelt = cx.spell_as_kept(&decoded);
    if cx.session.enabled.rev2 && spelt != *mailbox {
        let data = list::named(cx, mailbox, said, id);
        cx.say(Untagged::List(data));
    }
    let done = Answer::ok("CREATE completed");
    Ok(match cx.serves(Feature::ObjectId) {
        true => done.with(Code::MailboxId(circumstance::object_id(cx, id).into())),
        false => done,
    })
}

fn special_uses(asked: &[Octets<'_>]) -> Result<Vec<Vec<u8>>, Answer> {
    let mut uses: Vec<Vec<u8>> = Vec::new();
    for wanted in asked {
        let known = USES.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(wanted));
        let Some(known) = known else {
            return Err(Answer::refused(Code::UseAttr, "That use is not known here"));
        };
        let octets = known.as_bytes().to_vec();
        if !uses.contains(&octets) {
            uses.push(octets);
        }
    }
    Ok(uses)
}

/// Whose account a name to be made is in, and the name there; other users' trees only with the
/// right to create there.
fn own(cx: &Cx<'_>, said: &str) -> Result<(String, String), Answer> {
    let user = cx.user();
    let (owner, inside) = cx.store.place_of(&user, said);
    if owner != user {
        let above = name::superiors(inside).last().and_then(|above| {
            let id = cx.store.account(owner)?.names.get(above)?.as_ref();
            id.copied()
        });
        let allowed = above.is_some_and(|id| cx.allows(id, Right::Create));
        if !allowed && !cx.has(Defect::AclCreateUnchecked) {
            return Err(Answer::refused(Code::NoPerm, "You have no right to do that"));
        }
    } else if format!("{said}/").starts_with(OTHER_USERS) {
        return Err(Answer::refused(Code::Cannot, "That name cannot be had"));
    }
    Ok((owner.to_owned(), inside.to_owned()))
}

fn refusal(error: StoreError) -> Answer {
    match error {
        StoreError::Missing => Answer::refused(Code::NonExistent, "There is no such mailbox"),
        StoreError::Exists => Answer::refused(Code::AlreadyExists, "There is one already"),
        StoreError::HasChildren => Answer::refused(Code::HasChildren, "It has children"),
        StoreError::InUse => Answer::refused(Code::InUse, "Somebody has it selected"),
        StoreError::Cannot => Answer::refused(Code::Cannot, "That cannot be done"),
        StoreError::Limit => Answer::refused(Code::Limit, "Too many mailboxes"),
    }
}

pub(super) fn delete(cx: &mut Cx<'_>, mailbox: &ast::Mailbox<'_>) -> Handled {
    let decoded = cx.name(mailbox)?;
    let passed_over = cx.has(Defect::DeleteNonAscii) && !decoded.is_ascii();
    if passed_over || (decoded == "INBOX" && cx.has(Defect::DeleteInbox)) {
        return Ok(Answer::ok("DELETE completed"));
    }
    let user = cx.user();
    let (owner, inside) = owned_place(cx, &user, &decoded, Right::DeleteMailbox)?;
    let children = cx.has(Defect::DeleteTakesChildren).then(|| below(cx, &owner, &inside));
    let metadata = cx.store.find(&owner, &inside).and_then(|id| cx.store.mailbox(id));
    let metadata = metadata.map(|mailbox| mailbox.metadata.clone()).unwrap_or_default();
    cx.session.memory.deleted = Some((inside.clone(), metadata));
    cx.store.delete(&owner, &inside).map_err(refusal)?;
    if cx.has(Defect::DeleteUnsubscribes)
        && let Some(account) = cx.store.account_mut(&user)
    {
        account.subscriptions.remove(&decoded);
    }
    for child in children.into_iter().flatten().rev() {
        let _ = cx.store.delete(&owner, &child);
    }
    Ok(Answer::ok("DELETE completed"))
}

/// Account and name of a mailbox that the user may do this to.
fn owned_place(
    cx: &Cx<'_>,
    user: &str,
    decoded: &str,
    right: Right,
) -> Result<(String, String), Answer> {
    let (owner, inside) = cx.store.place_of(user, decoded);
    let id = cx.store.account(owner).and_then(|a| a.names.get(inside)).copied().flatten();
    if let Some(id) = id {
        if !cx.allows(id, Right::Lookup) {
            return Err(refusal(StoreError::Missing));
        }
        cx.need(id, right)?;
    } else if owner != user {
        return Err(refusal(StoreError::Missing));
    }
    Ok((owner.to_owned(), inside.to_owned()))
}

/// Whether a mailbox may have this name here.
fn check_name(cx: &Cx<'_>, name: &str) -> Result<(), Answer> {
    let beside = cx.options.hierarchy == Hierarchy::BelowInbox
        && !name.starts_with("INBOX/")
        && !name.starts_with(OTHER_USERS);
    if name::check(name).is_err() || beside {
        return Err(Answer::refused(Code::Cannot, "That name cannot be had"));
    }
    Ok(())
}

fn below(cx: &Cx<'_>, owner: &str, inside: &str) -> Vec<String> {
    let prefix = format!("{inside}{}", name::DELIMITER);
    let names = cx.store.account(owner).into_iter().flat_map(|a| a.names.keys());
    names.filter(|n| n.starts_with(&prefix)).cloned().collect()
}

pub(super) fn rename(cx: &mut Cx<'_>, from: &ast::Mailbox<'_>, to: &ast::Mailbox<'_>) -> Handled {
    let (from, to) = (cx.name(from)?, cx.name(to)?);
    let to = to.strip_suffix(name::DELIMITER).unwrap_or(&to).to_owned();
    check_name(cx, &to)?;
    let to = circumstance::new_name(cx, to);
    let user = cx.user();
    let right = match cx.has(Defect::AclRenameUnchecked) {
        true => Right::Lookup,
        false => Right::DeleteMailbox,
    };
    let (owner, old) = owned_place(cx, &user, &from, right)?;
    let (new_owner, new) = own(cx, &to)?;
    if owner != new_owner {
        return Err(Answer::refused(Code::Cannot, "It cannot be given to another user"));
    }
    if cx.has(Defect::RenameMovesSubscription)
        && let Some(account) = cx.store.account_mut(&user)
    {
        account.subscriptions.remove(&from);
    }
    if old == "INBOX" {
        if cx.may(4) {
            return Err(Answer::refused(Code::Cannot, "INBOX keeps its name"));
        }
        return rename_inbox(cx, &owner, &new);
    }
    let left = cx.has(Defect::RenameLosesChildren).then(|| below(cx, &owner, &old));
    cx.store.rename(&owner, &old, &new, cx.now).map_err(refusal)?;
    for child in left.into_iter().flatten() {
        let moved = format!("{new}{}", child.get(old.len()..).unwrap_or_default());
        let _ = cx.store.rename(&owner, &moved, &child, cx.now);
    }
    for (from, to) in circumstance::renamed(cx, &owner, &old, &new) {
        let _ = cx.store.rename(&owner, &from, &to, cx.now);
    }
    if cx.has(Defect::RenameChildMetadata) {
        for child in below(cx, &owner, &new) {
            let id = cx.store.find(&owner, &child);
            if let Some(mailbox) = id.and_then(|id| cx.store.mailbox_mut(id)) {
                mailbox.metadata.clear();
            }
        }
    }
    if cx.has(Defect::AclRenameLost)
        && let Some(id) = cx.store.find(&owner, &new)
        && let Some(mailbox) = cx.store.mailbox_mut(id)
    {
        mailbox.acl.retain(|identifier, _| *identifier == owner.as_bytes());
    }
    if cx.has(Defect::RenameLosesMetadata)
        && let Some(id) = cx.store.find(&owner, &new)
        && let Some(mailbox) = cx.store.mailbox_mut(id)
    {
        mailbox.metadata.clear();
    }
    if cx.has(Defect::RenameLosesFlags) {
        lose_flags(cx, &owner, &new, |_| true);
    }
    if cx.has(Defect::RenameLosesKeywords) {
        lose_flags(cx, &owner, &new, |flag| matches!(flag, Flag::Keyword(_)));
    }
    Ok(Answer::ok("RENAME completed"))
}

/// INBOX stays; its messages go into a new mailbox (§6.3.6). Its children stay too.
fn rename_inbox(cx: &mut Cx<'_>, owner: &str, new: &str) -> Handled {
    let target = cx.store.create(owner, new, cx.now).map_err(refusal)?;
    if cx.has(Defect::RenameInboxMovesNothing) {
        return Ok(Answer::ok("RENAME completed"));
    }
    let loses = cx.has(Defect::RenameInboxFlags);
    let source = cx.store.find(owner, "INBOX");
    let Some(inbox) = source.and_then(|id| cx.store.mailbox_mut(id)) else {
        return Err(refusal(StoreError::Missing));
    };
    let metadata = inbox.metadata.clone();
    let messages = inbox.messages.clone();
    let uids: Vec<u32> = messages.iter().map(|m| m.uid).collect();
    let me = cx.session.id.0;
    inbox.expunge(&uids, me);
    if let Some(target) = cx.store.mailbox_mut(target) {
        // RFC 5464 §4.1: annotations are copied.
        target.metadata = metadata;
        for mut message in messages {
            if loses {
                message.flags = FlagSet::default();
            }
            target.add(message);
        }
    }
    Ok(Answer::ok("RENAME completed"))
}

fn lose_flags(cx: &mut Cx<'_>, owner: &str, name: &str, lost: fn(&Flag<'static>) -> bool) {
    let id: Option<MailboxId> = cx.store.find(owner, name);
    if let Some(mailbox) = id.and_then(|id| cx.store.mailbox_mut(id)) {
        let kept = |message: &Message| -> Vec<Flag<'static>> {
            message.flags.iter().filter(|flag| !lost(flag)).cloned().collect()
        };
        let all: Vec<_> = mailbox.messages.iter().map(|m| (m.uid, kept(m))).collect();
        let mod_sequence = mailbox.next_mod_sequence();
        for (uid, kept) in all {
            mailbox.set_flags(uid, FlagSet::new(&kept), mod_sequence);
        }
    }
}

pub(super) fn subscribe(cx: &mut Cx<'_>, mailbox: &ast::Mailbox<'_>) -> Handled {
    let decoded = cx.name(mailbox)?;
    let said = decoded.strip_suffix(name::DELIMITER).unwrap_or(&decoded);
    let user = cx.user();
    let exists = {
        let (owner, inside) = cx.store.place_of(&user, said);
        cx.store.account(owner).is_some_and(|a| a.names.contains_key(inside))
    };
    // A name need not be there to be subscribed, but it may be asked for (RFC 9051 §6.3.7).
    if !exists && name::check(said).is_err() {
        return Err(Answer::refused(Code::Cannot, "That name cannot be had"));
    }
    if !exists && cx.may(2) {
        return Err(Answer::refused(Code::NonExistent, "There is no such mailbox"));
    }
    let forget = cx.has(Defect::SubscribeForgotten);
    let toggles = cx.has(Defect::SubscribeToggles);
    let Some(account) = cx.store.account_mut(&user) else {
        return Err(Answer::no("There is no such account"));
    };
    if account.subscriptions.len() >= limits::NAMES {
        return Err(refusal(StoreError::Limit));
    }
    if !forget && !account.subscriptions.insert(said.to_owned()) && toggles {
        account.subscriptions.remove(said);
    }
    Ok(Answer::ok("SUBSCRIBE completed"))
}

pub(super) fn unsubscribe(cx: &mut Cx<'_>, mailbox: &ast::Mailbox<'_>) -> Handled {
    let decoded = cx.name(mailbox)?;
    let said = decoded.strip_suffix(name::DELIMITER).unwrap_or(&decoded);
    let user = cx.user();
    let deep = cx.has(Defect::UnsubscribeChildren);
    if let Some(account) = cx.store.account_mut(&user).filter(|_| deep) {
        let below = format!("{said}{}", name::DELIMITER);
        account.subscriptions.retain(|name| !name.starts_with(&below));
    }
    let removed = cx.store.account_mut(&user).is_some_and(|a| a.subscriptions.remove(said));
    if !removed && cx.may(2) {
        return Err(Answer::no("That is not subscribed"));
    }
    Ok(Answer::ok("UNSUBSCRIBE completed"))
}
