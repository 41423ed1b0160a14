//! METADATA that nobody asked for: what others change is told, once the client has enabled it
//! (RFC 5464 §4.1, §4.4).

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::metadata;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, Right};

/// Entries, each with a hash of its value: values are long, and sessions many.
type Entries = BTreeMap<Vec<u8>, u64>;

/// All entries that the user sees, as the client knows them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Annotations {
    server: Entries,
    mailboxes: BTreeMap<MailboxId, Entries>,
}

/// From here on changes are told; says whether that is new.
pub(super) fn watch(cx: &mut Cx<'_>) -> bool {
    let new = cx.session.annotations.is_none();
    if new {
        cx.session.annotations = Some(look(cx));
    }
    new
}

/// Takes in what the session itself has changed.
pub(super) fn absorb(cx: &mut Cx<'_>) {
    if cx.session.annotations.is_some() {
        cx.session.annotations = Some(look(cx));
    }
}

/// Tells which entries others have changed.
pub(crate) fn tell(cx: &mut Cx<'_>) {
    let Some(told) = cx.session.annotations.take() else { return };
    let now = look(cx);
    if now != told && !cx.has(Defect::MetadataChangeUntold) {
        metadata::say_changed(cx, "", changed(&told.server, &now.server));
        for (id, entries) in &now.mailboxes {
            // A mailbox that is new to the user has not changed.
            let Some(old) = told.mailboxes.get(id) else { continue };
            if let Some(name) = cx.store.name_for(&cx.user(), *id) {
                metadata::say_changed(cx, &name, changed(old, entries));
            }
        }
    }
    cx.session.annotations = Some(now);
}

fn changed(old: &Entries, new: &Entries) -> Vec<Vec<u8>> {
    let gone = old.keys().filter(|entry| !new.contains_key(*entry));
    let other = new.iter().filter(|(entry, value)| old.get(*entry) != Some(value));
    gone.chain(other.map(|(entry, _)| entry)).cloned().collect()
}

fn look(cx: &Cx<'_>) -> Annotations {
    let hashed = |entries: BTreeMap<Vec<u8>, Vec<u8>>| -> Entries {
        let hash = |value: &Vec<u8>| {
            let mut hasher = DefaultHasher::new();
            value.hash(&mut hasher);
            hasher.finish()
        };
        entries.into_iter().map(|(entry, value)| (entry, hash(&value))).collect()
    };
    let names = cx.store.names_for(&cx.user());
    let mailboxes = names
        .into_iter()
        .filter_map(|(_, id)| id)
        .filter(|&id| cx.allows(id, Right::Read))
        .map(|id| (id, hashed(metadata::of_mailbox(cx, id))));
    Annotations { server: hashed(metadata::of_server(cx)), mailboxes: mailboxes.collect() }
}
