//! Access control lists (RFC 4314). Which commands need which rights is said where they are
//! run, by [`Cx::need`]; here the lists are read and changed.

use std::borrow::Cow;

use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::{Code, Mailbox, Untagged};

/// Entries of one list.
const ENTRIES: usize = 200;

/// Octets of an identifier.
const IDENTIFIER: usize = 500;

pub(super) fn set(
    cx: &mut Cx<'_>,
    mailbox: &Mailbox<'_>,
    identifier: &[u8],
    change: &[u8],
) -> Handled {
    check(identifier)?;
    let (how, letters) = match change {
        [sign @ (b'+' | b'-'), letters @ ..] => (*sign, letters),
        letters => (b'=', letters),
    };
    let rights = expand(cx, letters)?;
    let id = administered(cx, mailbox)?;
    let late = cx.has(Defect::SetAclPipelinedLost) && cx.session.pipelined > 0;
    if late || cx.has(Defect::SetAclForgotten) {
        return Ok(Answer::ok("SETACL completed"));
    }
    let replaces = cx.has(Defect::SetAclPlusReplaces);
    let Some(mailbox) = cx.store.mailbox_mut(id) else { return Err(gone()) };
    let old = mailbox.acl.get(identifier).cloned().unwrap_or_default();
    let new: Vec<u8> = match how {
        b'+' if !replaces => {
            let added = rights.into_iter().filter(|right| !old.contains(right));
            old.iter().copied().chain(added.collect::<Vec<_>>()).collect()
        }
        b'-' => old.into_iter().filter(|right| !rights.contains(right)).collect(),
        _ => rights,
    };
    if !mailbox.acl.contains_key(identifier) && mailbox.acl.len() >= ENTRIES {
        return Err(Answer::refused(Code::Limit, "That list is long enough"));
    }
    match new.is_empty() {
        true => mailbox.acl.remove(identifier),
        false => mailbox.acl.insert(identifier.to_vec(), new),
    };
    mailbox.generation += 1;
    Ok(Answer::ok("SETACL completed"))
}

pub(super) fn delete(cx: &mut Cx<'_>, mailbox: &Mailbox<'_>, identifier: &[u8]) -> Handled {
    check(identifier)?;
    let id = administered(cx, mailbox)?;
    let keeps = cx.has(Defect::DeleteAclForgotten);
    if let Some(mailbox) = cx.store.mailbox_mut(id)
        && !keeps
    {
        mailbox.acl.remove(identifier);
        mailbox.generation += 1;
    }
    Ok(Answer::ok("DELETEACL completed"))
}

pub(super) fn get(cx: &mut Cx<'_>, mailbox: &Mailbox<'_>) -> Handled {
    let id = administered(cx, mailbox)?;
    let Some(found) = cx.store.mailbox(id) else { return Err(gone()) };
    let entries = found.acl.iter().map(|(identifier, rights)| {
        (Cow::Owned(identifier.clone()), Cow::Owned(shown(cx, rights)))
    });
    let mut entries: Vec<_> = entries.collect();
    cx.session.liberty.shuffle(&mut entries);
    let name = named(cx, mailbox)?;
    cx.say(Untagged::Acl(name, entries));
    Ok(Answer::ok("GETACL completed"))
}

pub(super) fn list_rights(cx: &mut Cx<'_>, mailbox: &Mailbox<'_>, identifier: &[u8]) -> Handled {
    check(identifier)?;
    let id = administered(cx, mailbox)?;
    let owner = cx.store.mailbox(id).is_some_and(|m| m.owner.as_bytes() == identifier);
    // An owner can always look up and administer; nothing else is tied or forced.
    let required: &[u8] = if owner { b"la" } else { b"" };
    let twice = cx.has(Defect::ListRightsTwice);
    let free = b"lrswipkxteacd".iter().filter(|right| twice || !required.contains(right));
    let optional = free.map(|&right| Cow::Owned(vec![right])).collect();
    let name = named(cx, mailbox)?;
    cx.say(Untagged::ListRights {
        mailbox: name,
        identifier: Cow::Owned(identifier.to_vec()),
        required: Cow::Borrowed(required),
        optional,
    });
    Ok(Answer::ok("LISTRIGHTS completed"))
}

pub(super) fn my_rights(cx: &mut Cx<'_>, mailbox: &Mailbox<'_>) -> Handled {
    let id = cx.find(mailbox)?;
    let name = named(cx, mailbox)?;
    say_my_rights(cx, name, id);
    Ok(Answer::ok("MYRIGHTS completed"))
}

/// Sends MYRIGHTS; LIST-MYRIGHTS (RFC 8440) has need of it too.
pub(super) fn say_my_rights(cx: &mut Cx<'_>, name: Mailbox<'_>, id: MailboxId) {
    let Some(mailbox) = cx.store.mailbox(id) else { return };
    let owners = cx.has(Defect::MyRightsOwner);
    let user = if owners { mailbox.owner.clone() } else { cx.user() };
    let rights = shown(cx, &mailbox.rights_of(&user));
    cx.say(Untagged::MyRights(name, Cow::Owned(rights)));
}

/// Rights with the virtual ones of RFC 2086 (§2.1.1): `c` with `k`, `d` with `t`, `e` or `x`.
fn shown(cx: &Cx<'_>, rights: &[u8]) -> Vec<u8> {
    let mut shown = rights.to_vec();
    if cx.has(Defect::AclVirtualMissing) {
        return shown;
    }
    if rights.iter().any(|right| b"k".contains(right)) {
        shown.push(b'c');
    }
    if rights.iter().any(|right| b"etx".contains(right)) {
        shown.push(b'd');
    }
    shown
}

/// The rights that letters stand for, none twice. An unknown one is BAD (§3.1).
fn expand(cx: &Cx<'_>, letters: &[u8]) -> Result<Vec<u8>, Answer> {
    let mut rights = Vec::new();
    for &letter in letters {
        let meant: &[u8] = match letter {
            b'c' => b"k",
            b'd' if cx.has(Defect::AclDeleteHalf) => b"t",
            b'd' => b"xte",
            b'l' | b'r' | b's' | b'w' | b'i' | b'p' | b'k' | b'x' | b't' | b'e' | b'a' => &[letter],
            _ if cx.has(Defect::AclUnknownRight) => b"",
            _ => return Err(Answer::bad("There is no such right")),
        };
        for &right in meant {
            if !rights.contains(&right) {
                rights.push(right);
            }
        }
    }
    Ok(rights)
}

/// A mailbox that the user may administer.
fn administered(cx: &Cx<'_>, mailbox: &Mailbox<'_>) -> Result<MailboxId, Answer> {
    let id = cx.find(mailbox)?;
    if !cx.has(Defect::AclWithoutAdmin) {
        cx.need(id, Right::Administer)?;
    }
    Ok(id)
}

fn check(identifier: &[u8]) -> Result<(), Answer> {
    let name = identifier.strip_prefix(b"-").unwrap_or(identifier);
    if name.is_empty()
        || std::str::from_utf8(name).is_err()
        || name.iter().any(u8::is_ascii_control)
    {
        return Err(Answer::bad("That is no identifier"));
    }
    match identifier.len() > IDENTIFIER {
        true => Err(Answer::refused(Code::Limit, "That identifier is too long")),
        false => Ok(()),
    }
}

/// The name as the client said it, in its right spelling.
fn named(cx: &Cx<'_>, mailbox: &Mailbox<'_>) -> Result<Mailbox<'static>, Answer> {
    Ok(cx.spell(&cx.name(mailbox)?))
}

fn gone() -> Answer {
    Answer::refused(Code::NonExistent, "The mailbox is gone")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_checked() {
        for good in [&b"fred"[..], b"-fred", b"anyone", "jürgen".as_bytes()] {
            assert!(check(good).is_ok());
        }
        for bad in [&b""[..], b"-", b"a\nb", b"\xff"] {
            assert!(check(bad).is_err(), "{}", bad.escape_ascii());
        }
    }
}
