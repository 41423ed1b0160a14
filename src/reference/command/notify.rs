//! NOTIFY (RFC 5465): being told of events at any time, in other mailboxes too.
//!
//! As with the selected mailbox, what is pending is never stored: a [`Watch`] remembers what the
//! client was last told, and the difference to what is now is the news. What the session itself
//! did is taken in without a word (`news`), as §5 asks.

use std::borrow::Cow;

use bounded_static::ToBoundedStatic;

use super::filter;
use super::snapshot::Snapshot;
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, Right};
use crate::reference::{Feature, limits};
use crate::syntax::types::{
    Code, Event, EventGroup, FetchAtt, FilterMailboxes, Mailbox, Notify, StatusAtt,
};

/// What a session wants to be told of.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// Message events of the selected mailbox; `None`: none of them.
    pub(super) selected: Option<SelectedWatch>,
    pub(super) groups: Vec<Group>,
    pub(super) told: Snapshot,
}

#[derive(Debug)]
pub(super) struct SelectedWatch {
    /// SELECTED-DELAYED: expunges wait for a command.
    pub(super) delayed: bool,
    pub(super) flags: bool,
    /// What to fetch of new messages.
    items: Vec<FetchAtt<'static>>,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) mailboxes: FilterMailboxes<'static>,
    pub(super) events: Events,
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Events {
    /// MessageNew and MessageExpunge, which come together only.
    pub(super) messages: bool,
    pub(super) flags: bool,
    pub(super) names: bool,
    pub(super) subscriptions: bool,
    pub(super) metadata: bool,
    pub(super) server_metadata: bool,
}

impl Events {
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            messages: self.messages || other.messages,
            flags: self.flags || other.flags,
            names: self.names || other.names,
            subscriptions: self.subscriptions || other.subscriptions,
            metadata: self.metadata || other.metadata,
            server_metadata: self.server_metadata || other.server_metadata,
        }
    }

    pub(super) const fn of_messages(self) -> bool {
        self.messages || self.flags
    }
}

/// What the session may be told of its selected mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SelectedFilter {
    pub(crate) messages: bool,
    pub(crate) flags: bool,
    /// Whether FETCH of flags has UID (§5.1).
    pub(crate) uid: bool,
    /// What to fetch of new messages.
    pub(crate) items: Vec<FetchAtt<'static>>,
}

/// What the session may be told of its selected mailbox; all, until NOTIFY says otherwise.
pub(crate) fn selected_filter(cx: &Cx<'_>) -> SelectedFilter {
    match &cx.session.notify {
        None => SelectedFilter { messages: true, flags: true, uid: false, items: Vec::new() },
        Some(watch) => SelectedFilter {
            messages: watch.selected.is_some(),
            flags: watch.selected.as_ref().is_some_and(|selected| selected.flags),
            uid: true,
            items: watch.selected.as_ref().map(|s| s.items.clone()).unwrap_or_default(),
        },
    }
}

/// Fetches what was asked for of messages from `place` on, own ones aside (§5.2).
pub(crate) fn fetch_new(cx: &mut Cx<'_>, filter: &SelectedFilter, place: usize) {
    if filter.items.is_empty() || cx.has(Defect::NotifyFetchMissing) {
        return;
    }
    let me = cx.session.id.0;
    let known = cx.session.selected.iter().flat_map(|s| s.known.iter().enumerate()).skip(place);
    let new: Vec<usize> = known.filter(|(_, k)| k.message.by != me).map(|(at, _)| at).collect();
    for place in new {
        super::fetch::send(cx, place, &filter.items);
    }
}

pub(super) fn notify(cx: &mut Cx<'_>, asked: &Notify<'_>) -> Handled {
    let answer = set(cx, asked);
    if answer.is_err() && cx.has(Defect::NotifyRefusedClears) {
        cx.session.notify = Some(Watch::default());
    }
    answer
}

fn set(cx: &mut Cx<'_>, notify: &Notify<'_>) -> Handled {
    let (status, groups) = match notify {
        Notify::None if cx.has(Defect::NotifyNoneIgnored) => {
            return Ok(Answer::ok("NOTIFY completed"));
        }
        Notify::None => {
            cx.session.notify = Some(Watch::default());
            return Ok(Answer::ok("NOTIFY completed"));
        }
        Notify::Set { status, groups } => (*status, groups),
    };
    let mut watch = Watch::default();
    let mut selected = false;
    for group in groups {
        let events = events(cx, group)?;
        let delayed = matches!(group.mailboxes, FilterMailboxes::SelectedDelayed);
        if !delayed && !matches!(group.mailboxes, FilterMailboxes::Selected) {
            if matches!(group.mailboxes, FilterMailboxes::SubtreeOne(_)) {
                return Err(Answer::bad("SUBTREE-ONE is for ESEARCH"));
            }
            let mut mailboxes = group.mailboxes.to_static();
            if let FilterMailboxes::Mailboxes(names) = &mut mailboxes
                && cx.has(Defect::NotifySecondMailbox)
            {
                names.truncate(1);
            }
            if mailboxes == FilterMailboxes::Subscribed && cx.has(Defect::NotifySubscribedOnce) {
                mailboxes = FilterMailboxes::Mailboxes(subscribed(cx));
            }
            watch.groups.push(Group { mailboxes, events });
            continue;
        }
        if std::mem::replace(&mut selected, true) {
            return Err(Answer::bad("The selected mailbox is named twice"));
        }
        watch.selected = events.messages.then(|| SelectedWatch {
            delayed,
            flags: events.flags || cx.has(Defect::NotifyFlagsUnasked),
            items: items(group),
        });
    }
    if watch.groups.len() > limits::CONTEXTS {
        return Err(Answer::refused(Code::NotificationOverflow, "That is too much to watch"));
    }
    no_access(cx, &watch);
    if status && !cx.has(Defect::NotifyStatusMissing) {
        say_status(cx, &watch);
    }
    cx.session.notify = Some(watch);
    Ok(Answer::ok("NOTIFY completed"))
}

/// The names that are subscribed now.
fn subscribed(cx: &Cx<'_>) -> Vec<Mailbox<'static>> {
    let account = cx.store.account(&cx.user());
    let names = account.into_iter().flat_map(|account| &account.subscriptions);
    names.map(|name| cx.spell(name).to_static()).collect()
}

/// The events of a group, if they may stand together there (§5, §8).
fn events(cx: &Cx<'_>, group: &EventGroup<'_>) -> Result<Events, Answer> {
    let selected =
        matches!(group.mailboxes, FilterMailboxes::Selected | FilterMailboxes::SelectedDelayed);
    let mut events = Events::default();
    let (mut new, mut expunge) = (false, false);
    let mut unknown = false;
    for event in &group.events {
        match event {
            Event::MessageNew(items) if !items.is_empty() && !selected => {
                return Err(Answer::bad("FETCH items are for the selected mailbox"));
            }
            Event::MessageNew(_) => new = true,
            Event::MessageExpunge => expunge = true,
            Event::FlagChange => events.flags = true,
            Event::MailboxName => events.names = true,
            Event::SubscriptionChange => events.subscriptions = true,
            Event::MailboxMetadataChange if cx.serves(Feature::Metadata) => events.metadata = true,
            Event::ServerMetadataChange if cx.serves(Feature::Metadata) => {
                events.server_metadata = true;
            }
            Event::AnnotationChange
            | Event::MailboxMetadataChange
            | Event::ServerMetadataChange
            | Event::Extension(_) => unknown = true,
        }
    }
    if unknown {
        let names = supported(cx).into_iter().map(|name| Cow::Borrowed(name.as_bytes())).collect();
        return Err(Answer::refused(Code::BadEvent(names), "That event is not known here"));
    }
    if new != expunge || (events.flags && !new) {
        return Err(Answer::bad("MessageNew, MessageExpunge: both, and with FlagChange too"));
    }
    events.messages = new;
    let other = events.names || events.subscriptions || events.metadata || events.server_metadata;
    if selected && other {
        return Err(Answer::bad("Only events of messages are for the selected mailbox"));
    }
    Ok(events)
}

fn supported(cx: &Cx<'_>) -> Vec<&'static str> {
    let mut names =
        vec!["MessageNew", "MessageExpunge", "FlagChange", "MailboxName", "SubscriptionChange"];
    if cx.serves(Feature::Metadata) {
        names.extend(["MailboxMetadataChange", "ServerMetadataChange"]);
    }
    names
}

fn items(group: &EventGroup<'_>) -> Vec<FetchAtt<'static>> {
    let items = group.events.iter().find_map(|event| match event {
        Event::MessageNew(items) => Some(items.iter().map(ToBoundedStatic::to_static).collect()),
        _ => None,
    });
    items.unwrap_or_default()
}

/// The events wanted of a mailbox that is not selected.
pub(super) fn wanted(cx: &Cx<'_>, watch: &Watch, name: &str) -> Events {
    let groups = watch.groups.iter().filter(|group| filter::covers(cx, &group.mailboxes, name));
    groups.fold(Events::default(), |sum, group| sum.and(group.events))
}

/// Mailboxes of which events of messages are wanted, and which.
fn watched(cx: &Cx<'_>, watch: &Watch) -> Vec<(String, MailboxId, Events)> {
    let selected = cx.session.selected.as_ref().map(|selected| selected.mailbox);
    let names = cx.store.names_for(&cx.user()).into_iter();
    names
        .filter_map(|(name, id)| Some((name, id?)))
        .filter(|(_, id)| Some(*id) != selected && cx.allows(*id, Right::Read))
        .map(|(name, id)| {
            let events = wanted(cx, watch, &name);
            (name, id, events)
        })
        .collect()
}

/// LIST (\NoAccess) of what may be listed and not read (§3.1).
fn no_access(cx: &mut Cx<'_>, watch: &Watch) {
    let closed: Vec<String> = cx
        .store
        .names_for(&cx.user())
        .into_iter()
        .filter(|(name, id)| {
            id.is_some_and(|id| !cx.allows(id, Right::Read))
                && wanted(cx, watch, name) != Events::default()
        })
        .map(|(name, _)| name)
        .collect();
    for name in closed {
        super::list::announce(cx, &name, &["\\NoAccess"], None);
    }
}

/// STATUS of the watched mailboxes, before the tagged OK (§3.1).
fn say_status(cx: &mut Cx<'_>, watch: &Watch) {
    for (name, id, events) in watched(cx, watch) {
        let mut items = Vec::new();
        if events.messages {
            items.extend([StatusAtt::Messages, StatusAtt::UidNext, StatusAtt::UidValidity]);
        }
        if events.flags && cx.serves(Feature::CondStore) {
            items.push(StatusAtt::HighestModSeq);
        }
        if !items.is_empty() {
            super::status::say(cx, &name, id, &items);
        }
    }
}
