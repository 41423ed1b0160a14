//! What a session that watches mailboxes is told (RFC 5465 §5): the difference between what it
//! was last told ([`Snapshot`]) and what is.

use super::notify::{Events, Watch, wanted};
use super::snapshot::{Seen, Snapshot};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::{Mode, updates};
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::StatusAtt;

/// Tells what has happened since the last time.
pub(crate) fn push(cx: &mut Cx<'_>) {
    let Some(watch) = cx.session.notify.take() else { return };
    let (selected, delayed) =
        (watch.selected.is_some(), watch.selected.as_ref().is_some_and(|s| s.delayed));
    let now = snapshot(cx, &watch);
    let idles = matches!(cx.session.mode, Mode::Idle { .. });
    let untold = cx.has(Defect::NotifyOthersUntold) || (idles && cx.has(Defect::NotifyIdleOthers));
    if !untold {
        news(cx, &watch, &now);
    }
    cx.session.notify = Some(Watch { told: now, ..watch });
    // IDLE tells the selected mailbox's news by itself.
    if selected && matches!(cx.session.mode, Mode::Command) && !cx.has(Defect::NotifySelectedUntold)
    {
        updates::tell(cx, !delayed || cx.has(Defect::NotifyDelayedExpunges));
    }
}

/// Takes in what the session itself has done.
pub(crate) fn absorb(cx: &mut Cx<'_>) {
    if cx.has(Defect::NotifyOwnChanges) {
        return;
    }
    if let Some(watch) = cx.session.notify.take() {
        let told = snapshot(cx, &watch);
        cx.session.notify = Some(Watch { told, ..watch });
    }
}

fn snapshot(cx: &Cx<'_>, watch: &Watch) -> Snapshot {
    let all = watch.groups.iter().fold(Events::default(), |sum, group| sum.and(group.events));
    let mut now = Snapshot::default();
    if all == Events::default() {
        return now;
    }
    let user = cx.user();
    if all.names {
        now.names = cx.store.names_for(&user).into_iter().collect();
    }
    if all.subscriptions
        && let Some(account) = cx.store.account(&user)
    {
        now.subscriptions = account.subscriptions.clone();
    }
    if all.server_metadata {
        now.server_metadata = super::metadata::of_server(cx);
    }
    for (name, id, events) in watched_for_all(cx, watch) {
        if let Some(mailbox) = cx.store.mailbox(id) {
            let metadata = if events.metadata {
                super::metadata::of_mailbox(cx, id)
            } else {
                Default::default()
            };
            now.mailboxes.insert(id, Seen::new(name, mailbox, metadata));
        }
    }
    now
}

/// As [`watched`], the selected mailbox too: its metadata is no event of messages.
fn watched_for_all(cx: &Cx<'_>, watch: &Watch) -> Vec<(String, MailboxId, Events)> {
    let names = cx.store.names_for(&cx.user()).into_iter();
    names
        .filter_map(|(name, id)| Some((name, id?)))
        .filter(|(_, id)| cx.allows(*id, Right::Read))
        .map(|(name, id)| {
            let events = wanted(cx, watch, &name);
            (name, id, events)
        })
        .filter(|(.., events)| events.of_messages() || events.metadata)
        .collect()
}

/// Says the difference.
fn news(cx: &mut Cx<'_>, watch: &Watch, now: &Snapshot) {
    for (name, old) in watch.told.renamed(now) {
        if wanted(cx, watch, &name).names || wanted(cx, watch, &old).names {
            let old = (!cx.has(Defect::NotifyOldNameMissing)).then_some(old.as_str());
            super::list::announce(cx, &name, &[], old);
        }
    }
    for name in watch.told.came_or_went(now) {
        if wanted(cx, watch, &name).names {
            super::list::announce(cx, &name, &[], None);
        }
    }
    let changed = watch.told.subscriptions.symmetric_difference(&now.subscriptions);
    for name in changed.cloned().collect::<Vec<_>>() {
        if wanted(cx, watch, &name).subscriptions {
            super::list::announce(cx, &name, &[], None);
        }
    }
    let entries = super::metadata::changed(&watch.told.server_metadata, &now.server_metadata);
    super::metadata::say_changed(cx, "", entries);
    let selected = cx.session.selected.as_ref().map(|selected| selected.mailbox);
    for (id, seen) in &now.mailboxes {
        let Some(old) = watch.told.mailboxes.get(id) else { continue };
        let events = wanted(cx, watch, &seen.name);
        if events.metadata {
            let entries = super::metadata::changed(&old.metadata, &seen.metadata);
            super::metadata::say_changed(cx, &seen.name, entries);
        }
        if Some(*id) != selected || cx.has(Defect::NotifySelectedStatus) {
            let items = items_of(cx, events, old, seen);
            if !items.is_empty() {
                super::status::say(cx, &seen.name, *id, &items);
            }
        }
    }
}

/// What STATUS must have for what has changed (§5.1 to §5.3).
fn items_of(cx: &Cx<'_>, events: Events, old: &Seen, now: &Seen) -> Vec<StatusAtt> {
    let mut items = Vec::new();
    let enabled = cx.session.enabled;
    let mod_sequences = enabled.cond_store || enabled.qresync;
    if events.messages && (old.uid_next, old.gone) != (now.uid_next, now.gone) {
        items.extend([StatusAtt::UidNext, StatusAtt::Messages]);
        if mod_sequences && !cx.has(Defect::NotifyModSeqMissing) {
            items.push(StatusAtt::HighestModSeq);
        }
    }
    if events.flags && old.uid_validity != now.uid_validity {
        items.push(StatusAtt::UidValidity);
    }
    if events.flags && old.flags != now.flags {
        if mod_sequences {
            items.extend([StatusAtt::HighestModSeq, StatusAtt::UidValidity]);
        }
        if old.unseen != now.unseen {
            items.push(StatusAtt::Unseen);
        }
    }
    let mut once = Vec::new();
    for item in items {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}
