//! All names that LIST may show.

use std::collections::{BTreeMap, BTreeSet};

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, name};

/// A name that may be listed.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) id: Option<MailboxId>,
    /// The name is there, as a mailbox or as one that only has children.
    pub(super) exists: bool,
    pub(super) subscribed: bool,
    pub(super) children: bool,
    /// A name below it is subscribed.
    pub(super) subscribed_below: bool,
    /// A name below it has a special use.
    pub(super) use_below: bool,
}

/// All names of the user: those that exist, those that are subscribed, and those above them.
pub(super) fn tree(cx: &Cx<'_>) -> BTreeMap<String, Node> {
    let user = cx.user();
    let mut tree: BTreeMap<String, Node> = BTreeMap::new();
    for (name, id) in cx.store.names_for(&user) {
        let use_here = id
            .and_then(|id| cx.store.mailbox(id))
            .is_some_and(|mailbox| !mailbox.special_use.is_empty());
        for above in name::superiors(&name) {
            let node = tree.entry(above.to_owned()).or_default();
            node.children = true;
            node.use_below |= use_here;
        }
        let node = tree.entry(name).or_default();
        (node.id, node.exists) = (id, true);
    }
    if cx.has(Defect::AclLookupListed) {
        for (name, id) in cx.store.all_names_of_others(&user) {
            let node = tree.entry(name).or_default();
            (node.id, node.exists) = (Some(id), true);
        }
    }
    if cx.has(Defect::HasChildrenSibling) {
        let all: Vec<String> = tree.keys().cloned().collect();
        for (name, node) in &mut tree {
            node.children |=
                all.iter().any(|other| other != name && other.starts_with(name.as_str()));
        }
    }
    let none = BTreeSet::new();
    let subscriptions = cx.store.account(&user).map_or(&none, |a| &a.subscriptions);
    for name in subscriptions {
        for above in name::superiors(name) {
            tree.entry(above.to_owned()).or_default().subscribed_below = true;
        }
        tree.entry(name.clone()).or_default().subscribed = true;
    }
    tree
}
