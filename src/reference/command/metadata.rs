//! Annotations of mailboxes and of the server (RFC 5464), and LIST-METADATA (RFC 9590).
//!
//! Entry names know no case; they are kept in lower case. Private entries of a mailbox have the
//! user's name and NUL before them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::limits::{METADATA_ENTRIES, METADATA_VALUE};
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::{Code, Mailbox, MetadataDepth, MetadataEntry, Octets, Untagged};

/// Octets of an entry name.
const NAME: usize = 500;

/// Which annotations: those of the server, or of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Server,
    Mailbox(MailboxId),
}

/// What GETMETADATA asks.
pub(super) struct Asked<'a> {
    pub(super) max_size: Option<u32>,
    pub(super) depth: Option<MetadataDepth>,
    pub(super) mailbox: &'a Mailbox<'a>,
    pub(super) entries: &'a [Octets<'a>],
}

pub(super) fn get(cx: &mut Cx<'_>, asked: &Asked<'_>) -> Handled {
    let names: Vec<Vec<u8>> =
        asked.entries.iter().map(|entry| check(cx, entry)).collect::<Result<_, _>>()?;
    let (place, name) = place(cx, asked.mailbox)?;
    let mut found: BTreeMap<Vec<u8>, Option<Vec<u8>>> = BTreeMap::new();
    for name in names {
        let deep = match asked.depth {
            Some(MetadataDepth::One) if cx.has(Defect::MetadataDepthAll) => MetadataDepth::Infinity,
            depth => depth.unwrap_or(MetadataDepth::Zero),
        };
        for (entry, value) in all(cx, place) {
            let sibling = cx.has(Defect::MetadataDepthSiblings)
                && deep != MetadataDepth::Zero
                && entry.starts_with(&name);
            if sibling || within(&name, &entry, deep) {
                found.insert(entry, Some(value));
            }
        }
        if deep == MetadataDepth::Zero {
            found.entry(name).or_insert(None);
        }
    }
    let too_long = |value: &Option<Vec<u8>>| {
        let length = value.as_ref().map_or(0, Vec::len) as u64;
        asked.max_size.filter(|&most| length > u64::from(most)).map(|_| length)
    };
    let long = found.values().filter_map(too_long);
    let biggest = if cx.has(Defect::MetadataSmallest) { long.min() } else { long.max() };
    if !cx.has(Defect::MetadataMaxSizeIgnored) {
        found.retain(|_, value| too_long(value).is_none());
    }
    say(cx, name, found);
    let done = Answer::ok("GETMETADATA completed");
    Ok(match biggest {
        Some(length) => done.with(Code::MetadataLongEntries(length)),
        None => done,
    })
}

pub(super) fn set(
    cx: &mut Cx<'_>,
    mailbox: &Mailbox<'_>,
    entries: &[(Octets<'_>, Option<Octets<'_>>)],
) -> Handled {
    let mut changes = Vec::new();
    let most = if cx.has(Defect::MetadataSecondLost) { 1 } else { entries.len() };
    for (entry, value) in entries.iter().take(most) {
        changes.push((check(cx, entry)?, value.as_deref().map(<[u8]>::to_vec)));
    }
    let (place, _) = place(cx, mailbox)?;
    // All or none (§4.3): a copy is changed, and put in place if all went well.
    let mut new: BTreeMap<_, _> = all(cx, place).into_iter().collect();
    let outcome = change(cx, place, &mut new, changes);
    if outcome.is_ok() || cx.has(Defect::MetadataPartial) {
        replace(cx, place, new);
    }
    outcome.map(|()| Answer::ok("SETMETADATA completed"))
}

fn change(
    cx: &Cx<'_>,
    place: Place,
    entries: &mut BTreeMap<Vec<u8>, Vec<u8>>,
    changes: Vec<(Vec<u8>, Option<Vec<u8>>)>,
) -> Result<(), Answer> {
    for (entry, value) in changes {
        if place == Place::Server && entry == b"/shared/admin" {
            return Err(Answer::refused(Code::NoPerm, "That entry cannot be changed"));
        }
        if value.as_ref().is_some_and(|value| value.len() > METADATA_VALUE) {
            let most = METADATA_VALUE as u64;
            return Err(Answer::refused(Code::MetadataMaxSize(most), "That value is too long"));
        }
        let short = cx.has(Defect::MetadataLongCut);
        match value {
            Some(mut value) if short && value.len() > 1024 => {
                value.truncate(1024);
                entries.insert(entry, value)
            }
            Some(_) if !entries.contains_key(&entry) && entries.len() >= METADATA_ENTRIES => {
                return Err(Answer::refused(Code::MetadataTooMany, "There are enough entries"));
            }
            Some(value) => entries.insert(entry, value),
            None if cx.has(Defect::MetadataNilKept) => entries.insert(entry, Vec::new()),
            None => entries.remove(&entry),
        };
    }
    Ok(())
}

/// Sends METADATA of a mailbox for LIST RETURN (METADATA (…)), NIL where there is none.
pub(super) fn say_for_list(cx: &mut Cx<'_>, name: &str, id: MailboxId, entries: &[Octets<'_>]) {
    let place = Place::Mailbox(id);
    if !may_touch(cx, id) {
        return;
    }
    let mut values: BTreeMap<_, _> = all(cx, place).into_iter().collect();
    let names = entries.iter().map(|entry| entry.to_ascii_lowercase());
    let found = names.map(|name| (values.remove(&name), name)).map(|(value, name)| (name, value));
    let mut found: BTreeMap<_, _> = found.collect();
    if cx.has(Defect::ListMetadataNilMissing) {
        found.retain(|_, value| value.is_some());
    }
    say(cx, cx.spell(name), found);
}

/// Whether all of these are entry names; BAD if not (§3.2).
pub(super) fn check_all(cx: &Cx<'_>, entries: &[Octets<'_>]) -> Result<(), Answer> {
    entries.iter().try_for_each(|entry| check(cx, entry).map(|_| ()))
}

fn say(cx: &mut Cx<'_>, name: Mailbox<'_>, found: BTreeMap<Vec<u8>, Option<Vec<u8>>>) {
    let one = |(entry, value): (Vec<u8>, Option<Vec<u8>>)| MetadataEntry {
        entry: Cow::Owned(entry),
        value: value.map(Cow::Owned),
    };
    let mut entries: Vec<_> = found.into_iter().map(one).collect();
    if entries.len() > 1 && cx.may(4) {
        // One response or several: it means the same.
        let rest = entries.split_off(1);
        cx.say(Untagged::Metadata(name.clone(), entries));
        entries = rest;
    }
    if !entries.is_empty() {
        cx.say(Untagged::Metadata(name, entries));
    }
}

/// The name in lower case, if it is one (§3.2).
fn check(cx: &Cx<'_>, entry: &[u8]) -> Result<Vec<u8>, Answer> {
    let bad = |octet: &u8| octet.is_ascii_control() || !octet.is_ascii() || b"*%".contains(octet);
    let lower = match cx.has(Defect::MetadataCase) {
        true => entry.to_vec(),
        false => entry.to_ascii_lowercase(),
    };
    let low = entry.to_ascii_lowercase();
    let rooted = [&b"/shared/"[..], b"/private/"].iter().any(|root| low.starts_with(root));
    let whole = matches!(low.as_slice(), b"/shared" | b"/private");
    let slashes = entry.ends_with(b"/") || entry.windows(2).any(|pair| pair == b"//");
    if !(rooted || whole) || slashes || entry.iter().any(bad) || entry.len() > NAME {
        return Err(Answer::bad("That is no entry name"));
    }
    Ok(lower)
}

/// Whether `entry` is `name` or lies below it, as deep as asked (§4.2.2).
fn within(name: &[u8], entry: &[u8], depth: MetadataDepth) -> bool {
    if name == entry {
        return true;
    }
    let Some(below) = entry.strip_prefix(name).and_then(|rest| rest.strip_prefix(b"/")) else {
        return false;
    };
    match depth {
        MetadataDepth::Zero => false,
        MetadataDepth::One => !below.contains(&b'/'),
        MetadataDepth::Infinity => true,
    }
}

/// The place that a name means, and its spelling.
fn place(cx: &Cx<'_>, mailbox: &Mailbox<'_>) -> Result<(Place, Mailbox<'static>), Answer> {
    if mailbox.0.is_empty() {
        return Ok((Place::Server, Mailbox(Cow::Borrowed(b""))));
    }
    let id = cx.find(mailbox)?;
    if !may_touch(cx, id) {
        return Err(Answer::refused(Code::NoPerm, "You have no right to do that"));
    }
    Ok((Place::Mailbox(id), cx.spell(&cx.name(mailbox)?)))
}

/// "l", which finding it has shown, and any of "r", "s", "w", "i", "p" (§3.3).
fn may_touch(cx: &Cx<'_>, id: MailboxId) -> bool {
    [Right::Read, Right::Seen, Right::Write, Right::Insert, Right::Post]
        .into_iter()
        .any(|right| cx.allows(id, right))
}

/// The private entries of a mailbox have this before them.
fn prefix(cx: &Cx<'_>) -> Vec<u8> {
    match cx.has(Defect::MetadataPrivateShared) {
        true => b"\0".to_vec(),
        false => format!("{}\0", cx.user()).into_bytes(),
    }
}

/// All entries of the server that this user sees.
pub(super) fn of_server(cx: &Cx<'_>) -> BTreeMap<Vec<u8>, Vec<u8>> {
    all(cx, Place::Server).into_iter().collect()
}

/// All entries of a mailbox that this user sees.
pub(super) fn of_mailbox(cx: &Cx<'_>, id: MailboxId) -> BTreeMap<Vec<u8>, Vec<u8>> {
    all(cx, Place::Mailbox(id)).into_iter().collect()
}

/// Names of entries that are not the same in both.
pub(super) fn changed(
    old: &BTreeMap<Vec<u8>, Vec<u8>>,
    new: &BTreeMap<Vec<u8>, Vec<u8>>,
) -> Vec<Vec<u8>> {
    let gone = old.keys().filter(|entry| !new.contains_key(*entry));
    let other = new.iter().filter(|(entry, value)| old.get(*entry) != Some(value));
    gone.chain(other.map(|(entry, _)| entry)).cloned().collect()
}

/// Sends METADATA with names only (§4.4.2).
pub(super) fn say_changed(cx: &mut Cx<'_>, name: &str, entries: Vec<Vec<u8>>) {
    if !entries.is_empty() {
        let name = cx.spell(name);
        cx.say(Untagged::MetadataChanged(name, entries.into_iter().map(Cow::Owned).collect()));
    }
}

/// All entries that this user sees in a place.
fn all(cx: &Cx<'_>, place: Place) -> Vec<(Vec<u8>, Vec<u8>)> {
    let copy = |(entry, value): (&Vec<u8>, &Vec<u8>)| (entry.clone(), value.clone());
    match place {
        Place::Server => {
            let user = cx.user();
            let own = cx.store.account(&user).map(|a| &a.metadata).into_iter().flatten();
            own.chain(&cx.store.metadata).map(copy).collect()
        }
        Place::Mailbox(id) => {
            let entries = cx.store.mailbox(id).map(|m| &m.metadata).into_iter().flatten();
            let prefix = prefix(cx);
            let seen = |(entry, value): (&Vec<u8>, &Vec<u8>)| match entry.contains(&0) {
                false => Some((entry.clone(), value.clone())),
                true => Some((entry.strip_prefix(prefix.as_slice())?.to_vec(), value.clone())),
            };
            entries.filter_map(seen).collect()
        }
    }
}

/// Puts new entries in the place of all that this user sees.
fn replace(cx: &mut Cx<'_>, place: Place, new: BTreeMap<Vec<u8>, Vec<u8>>) {
    let is_private = |entry: &[u8]| entry.to_ascii_lowercase().starts_with(b"/private");
    let (private, shared): (BTreeMap<_, _>, BTreeMap<_, _>) =
        new.into_iter().partition(|(entry, _)| is_private(entry));
    match place {
        Place::Server => {
            let user = cx.user();
            if let Some(account) = cx.store.account_mut(&user) {
                account.metadata = private;
            }
            cx.store.metadata = shared;
        }
        Place::Mailbox(id) => {
            let prefix = prefix(cx);
            let Some(mailbox) = cx.store.mailbox_mut(id) else { return };
            mailbox.metadata.retain(|entry, _| entry.contains(&0) && !entry.starts_with(&prefix));
            let named = |(entry, value)| ([&prefix[..], entry].concat(), value);
            mailbox.metadata.extend(
                private.iter().map(|(entry, value)| (entry.as_slice(), value.clone())).map(named),
            );
            mailbox.metadata.extend(shared);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth() {
        for (entry, depths) in [
            ("/shared/a", [true, true, true]),
            ("/shared/a/b", [false, true, true]),
            ("/shared/a/b/c", [false, false, true]),
            ("/shared/ab", [false; 3]),
            ("/shared", [false; 3]),
        ] {
            let all = [MetadataDepth::Zero, MetadataDepth::One, MetadataDepth::Infinity];
            let found = all.map(|depth| within(b"/shared/a", entry.as_bytes(), depth));
            assert_eq!(found, depths, "{entry}");
        }
    }
}
