//! Names of mailboxes that are mistaken.

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, Right, name};

/// MAILBOXID of a mailbox.
pub(crate) fn object_id(cx: &Cx<'_>, id: MailboxId) -> Vec<u8> {
    if cx.has(Defect::MailboxIdByName)
        && let Some(name) = cx.store.mailbox(id).and_then(|mailbox| mailbox.name.as_ref())
    {
        let hash = name
            .bytes()
            .fold(7_u64, |hash, octet| hash.wrapping_mul(1_000_003).wrapping_add(u64::from(octet)));
        return format!("N{hash}").into_bytes();
    }
    id.object_id()
}

/// Whether a user has a right; `None`: as the list says.
pub(crate) fn allows(cx: &Cx<'_>, id: MailboxId, user: &str, right: Right) -> Option<bool> {
    let (anyone, negative) = (cx.has(Defect::AclAnyoneIgnored), cx.has(Defect::AclNegativeIgnored));
    if !anyone && !negative {
        return None;
    }
    let passed_over = |identifier: &[u8]| {
        (anyone && identifier == b"anyone") || (negative && identifier.starts_with(b"-"))
    };
    let mailbox = cx.store.mailbox(id)?;
    Some(mailbox.rights_without(user, passed_over).contains(&(right as u8)))
}

/// The new name of a RENAME.
pub(crate) fn new_name(cx: &Cx<'_>, name: String) -> String {
    match cx.has(Defect::RenameNonAscii) {
        true => name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect(),
        false => name,
    }
}

/// The octets of a name as they are told.
pub(crate) fn said(cx: &Cx<'_>, octets: Vec<u8>) -> Vec<u8> {
    if !cx.has(Defect::ListAmpersandRaw) || cx.session.enabled.speaks_utf8() {
        return octets;
    }
    let text = String::from_utf8_lossy(&octets).replace("&-", "&");
    text.into_bytes()
}

/// What else a RENAME renames, or renames back: pairs of old and new names.
pub(crate) fn renamed(cx: &Cx<'_>, owner: &str, old: &str, new: &str) -> Vec<(String, String)> {
    let names = cx.store.account(owner).into_iter().flat_map(|account| account.names.keys());
    let mut pairs = Vec::new();
    for found in names {
        let below = |top: &str| found.strip_prefix(top).filter(|rest| !rest.is_empty());
        if let Some(rest) = below(new)
            && cx.has(Defect::RenameGrandchildren)
            && rest.starts_with(name::DELIMITER)
            && rest.matches(name::DELIMITER).count() > 1
        {
            pairs.push((found.clone(), format!("{old}{rest}")));
        }
        if let Some(rest) = below(old)
            && cx.has(Defect::RenamePrefix)
            && !rest.starts_with(name::DELIMITER)
        {
            pairs.push((found.clone(), format!("{new}{rest}")));
        }
    }
    pairs
}
