//! Which mailboxes a filter means (RFC 5465 §6, RFC 7377 §2.2).

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, OTHER_USERS, name};
use crate::syntax::types::{FilterMailboxes, Mailbox};

/// Whether a name, as the user says it, is among those that the filter means. The selected
/// mailbox has no name here: it is the caller's affair.
pub(super) fn covers(cx: &Cx<'_>, filter: &FilterMailboxes<'_>, mailbox: &str) -> bool {
    let any = |names: &[Mailbox<'_>], right: fn(&str, &str) -> bool| {
        names.iter().filter_map(|name| cx.name(name).ok()).any(|name| right(&name, mailbox))
    };
    match filter {
        FilterMailboxes::Selected | FilterMailboxes::SelectedDelayed => false,
        // Where mail is delivered to is not ours to know (RFC 5465 §6.3).
        FilterMailboxes::Personal | FilterMailboxes::Inboxes => !mailbox.starts_with(OTHER_USERS),
        FilterMailboxes::Subscribed => {
            let account = cx.store.account(&cx.user());
            cx.has(Defect::SubscribedMeansAll)
                || account.is_some_and(|account| account.subscriptions.contains(mailbox))
        }
        FilterMailboxes::Subtree(names) => any(names, |top, name| name == top || below(top, name)),
        FilterMailboxes::SubtreeOne(names) => any(names, |top, name| {
            let child = name.rsplit_once(name::DELIMITER).is_some_and(|(above, _)| above == top);
            name == top || child
        }),
        FilterMailboxes::Mailboxes(names) if cx.has(Defect::NotifyWildcards) => {
            any(names, |wanted, name| {
                let start = wanted.strip_suffix(['*', '%']);
                wanted == name || start.is_some_and(|start| name.starts_with(start))
            })
        }
        FilterMailboxes::Mailboxes(names) => any(names, |wanted, name| wanted == name),
    }
}

/// The mailboxes that can be selected, among those that any of the filters means; none twice.
pub(super) fn mailboxes(cx: &Cx<'_>, filters: &[FilterMailboxes<'_>]) -> Vec<(String, MailboxId)> {
    let names = cx.store.names_for(&cx.user()).into_iter();
    names
        .filter_map(|(name, id)| Some((name, id?)))
        .filter(|(name, _)| filters.iter().any(|filter| covers(cx, filter, name)))
        .collect()
}

fn below(top: &str, name: &str) -> bool {
    name.strip_prefix(top).is_some_and(|rest| rest.starts_with(name::DELIMITER))
}
