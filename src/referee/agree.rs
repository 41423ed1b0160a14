//! What sessions are told of one mailbox agrees, in the order in which they asked.
//!
//! Values that may only grow are compared with what anybody was told before the command was sent;
//! values that stay unless somebody changes them, only where nobody can have changed them.

use std::collections::BTreeMap;

use super::Setting;
use super::bench::Bench;
use super::condstore::mod_seq_of;
use super::copyuid::in_order;
use super::rule::{Rule, rules};
use super::scene::{Completed, Judge, Scene, show};
use super::uids::uid_of;
use super::world::{Effect, Key};
use crate::client::view::Change;
use crate::syntax::types::{Code, CommandBody, Flag, Mailbox, MsgAtt, StatusItem, Untagged};

rules! { "agree":
    VALIDITY "uidvalidity" Should ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDVALIDITY of a mailbox is the same for all sessions, for UIDs should persist.";
    VALIDITY_BACK "uidvalidity-back" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "Where UIDVALIDITY of a mailbox changes, it becomes greater.";
    NEXT_BACK "uidnext-back" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDNEXT never becomes smaller, whoever asks.";
    NEXT_STILL "uidnext-still" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDNEXT does not change unless messages are added.";
    NEXT_KNOWN "uidnext-known" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDNEXT is greater than each UID that anybody was told before.";
    FRESH "fresh" Must ["9051#2.3.1.1", "3501#2.3.1.1", "4315#3"]
        "A new message has a UID that is not below the UIDNEXT told before, and greater than all UIDs told before.";
    MESSAGES "messages" Must ["9051#6.3.11", "9051#7.4.1", "3501#6.3.10"]
        "EXISTS and STATUS MESSAGES of a mailbox agree for all who ask, unless something has changed.";
    UNSEEN "unseen" Must ["9051#6.3.11", "3501#6.3.10"]
        "STATUS UNSEEN of a mailbox agrees for all who ask, unless something has changed.";
    HIGHEST_BACK "highestmodseq-back" Must ["7162#3.1.2.1", "7162#3.1.7"]
        "HIGHESTMODSEQ never becomes smaller, whoever asks.";
    HIGHEST_KNOWN "highestmodseq-known" Must ["7162#3.1.2.1", "7162#3.1.7"]
        "HIGHESTMODSEQ is not less than any mod-sequence that was told before.";
    MOD_SEQ "modseq" Must ["7162#3.1"]
        "The mod-sequence of a message never becomes smaller, whoever asks.";
    MAILBOX_ID "mailboxid" Must ["8474#4"]
        "A mailbox has one MAILBOXID, for all sessions.";
    MAILBOX_ID_SHARED "mailboxid-shared" Must ["8474#4"]
        "Two mailboxes do not have one MAILBOXID.";
    RECENT "recent" Should ["3501#2.3.2"]
        "A message is \\Recent only in the first session that could change the mailbox and was told of it.";
}

pub(super) fn judge(_: &Setting) -> Box<dyn Judge> {
    Box::new(Agree::default())
}

/// Account and mailbox.
type Name = (String, Vec<u8>);
/// With UIDVALIDITY.
type Valid = (Name, u32);

#[derive(Default)]
struct Agree {
    validity: BTreeMap<Name, (u32, u64)>,
    ids: BTreeMap<Name, (Vec<u8>, u32)>,
    boxes: BTreeMap<Valid, Known>,
    /// UIDs that were \Recent in a session that may change the mailbox: who, when.
    recent: BTreeMap<(Valid, u32), (Key, u64)>,
}

/// What was told of a mailbox.
#[derive(Default)]
struct Known {
    next: Growing,
    /// Greatest UID.
    uid: Growing,
    highest: Growing,
    /// Greatest mod-sequence of a message.
    mod_seq: Growing,
    mod_seqs: BTreeMap<u32, Growing>,
    /// Told last, and since when it holds unless somebody changes it.
    last_next: Option<(u32, u64)>,
    messages: Option<(u32, u64)>,
    unseen: Option<(u32, u64)>,
}

/// Values that only grow, and when each was told first; ascending in both.
#[derive(Default)]
struct Growing(Vec<(u64, u64)>);

impl Growing {
    fn tell(&mut self, value: u64, tick: u64) {
        if self.0.last().is_none_or(|(_, last)| *last < value) {
            self.0.push((tick, value));
        }
    }

    /// The greatest value told before the tick.
    fn before(&self, tick: u64) -> Option<u64> {
        self.0.iter().rev().find(|(told, _)| *told < tick).map(|(_, value)| *value)
    }
}

/// What SELECT or STATUS said.
#[derive(Default)]
struct Said {
    validity: Option<u32>,
    next: Option<u32>,
    messages: Option<u32>,
    unseen: Option<u32>,
    highest: Option<u64>,
    id: Option<Vec<u8>>,
}

impl Said {
    fn of_status(items: &[StatusItem<'_>]) -> Self {
        let mut said = Self::default();
        for item in items {
            match item {
                StatusItem::Messages(n) => said.messages = Some(*n),
                StatusItem::UidNext(n) => said.next = Some(*n),
                StatusItem::UidValidity(n) => said.validity = Some(*n),
                StatusItem::Unseen(n) => said.unseen = Some(*n),
                // 0: there are no mod-sequences (RFC 7162 §3.1.7).
                StatusItem::HighestModSeq(n) => said.highest = Some(*n).filter(|&n| n > 0),
                StatusItem::MailboxId(id) => said.id = Some(id.to_vec()),
                _ => {}
            }
        }
        said
    }
}

impl Judge for Agree {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if scene.nonsense() {
            return;
        }
        match scene.code() {
            Some(Code::AppendUid { uid_validity, uids }) => {
                self.fresh(scene, bench, *uid_validity, in_order(uids));
            }
            Some(Code::CopyUid { uid_validity, destination, .. }) => {
                self.fresh(scene, bench, *uid_validity, in_order(destination));
            }
            _ => {}
        }
        match scene.untagged() {
            Some(Untagged::Fetch(number, items)) => {
                let uid = uid_of(items).or_else(|| scene.mailbox()?.message(*number)?.uid);
                if let Some(uid) = uid {
                    self.message(scene, bench, uid, items);
                }
            }
            Some(Untagged::UidFetch(uid, items)) => self.message(scene, bench, *uid, items),
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        match done.body {
            CommandBody::Select(mailbox, _) | CommandBody::Examine(mailbox, _) if change.opened => {
                let Some(selected) =
                    scene.view.selected().filter(|s| !s.doubtful && !s.uid_not_sticky)
                else {
                    return;
                };
                let said = Said {
                    validity: selected.uid_validity,
                    next: selected.uid_next,
                    messages: selected.exists,
                    unseen: None,
                    highest: selected.highest_mod_seq,
                    id: selected.mailbox_id.as_ref().map(|id| id.to_vec()),
                };
                self.said(scene, bench, &done, mailbox, said);
            }
            CommandBody::Status(mailbox, _) => {
                // Of the mailbox that is open a session may know less than others.
                let open = scene.view.selected().and_then(|s| s.mailbox.as_ref());
                if open.is_some_and(|open| open == mailbox || open.is_inbox() && mailbox.is_inbox())
                {
                    return;
                }
                let told = done.untagged().filter_map(|u| match u {
                    Untagged::MailboxStatus(of, items) if of == mailbox => Some(items),
                    _ => None,
                });
                if let Some(items) = told.last() {
                    self.said(scene, bench, &done, mailbox, Said::of_status(items));
                }
            }
            _ => {}
        }
    }
}

impl Agree {
    fn said(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        done: &Completed<'_>,
        mailbox: &Mailbox<'_>,
        said: Said,
    ) {
        let (sent, now) = (done.began.tick, scene.world.now());
        let name = scene.name(mailbox);
        if name.0.is_empty() {
            return;
        }
        if let Some(validity) = said.validity {
            match self.validity.get(&name) {
                Some((before, at))
                    if *before != validity && *at < sent && !scene.world.renamed(&name.1, *at) =>
                {
                    let rule = if validity < *before { &VALIDITY_BACK } else { &VALIDITY };
                    bench.broken(
                        scene,
                        rule,
                        format!(
                            "UIDVALIDITY {validity} of {}, which was {before}",
                            show(&mailbox.0)
                        ),
                    );
                }
                _ => {}
            }
            // What held while the answer was on its way: from when it was asked.
            self.validity.insert(name.clone(), (validity, sent));
        }
        if let Some(id) = said.id {
            self.id(scene, bench, mailbox, &name, id, said.validity);
        }
        let Some(validity) = said.validity.or_else(|| self.validity.get(&name).map(|(v, _)| *v))
        else {
            return;
        };
        // A value of an earlier mailbox of this name is no measure.
        if said.validity.is_none() && scene.world.renamed(&name.1, 0) {
            return;
        }
        let known = self.boxes.entry((name, validity)).or_default();
        let mut wrong = |rule: &Rule, message: String| {
            bench.broken(scene, rule, message);
        };
        let changed = |since: u64, effect: Effect| {
            scene.world.others(&(String::new(), u32::MAX), Some(mailbox), since, effect)
        };
        if let Some(next) = said.next {
            if let Some(before) = known.next.before(sent).filter(|&before| u64::from(next) < before)
            {
                wrong(&NEXT_BACK, format!("UIDNEXT {next}, which was {before} before"));
            } else if let Some(uid) = known.uid.before(sent).filter(|&uid| u64::from(next) <= uid) {
                wrong(&NEXT_KNOWN, format!("UIDNEXT {next}, though UID {uid} was told before"));
            } else if let Some((before, since)) = known.last_next
                && before != next
                && !changed(since.min(sent), Effect::ADDS)
            {
                wrong(
                    &NEXT_STILL,
                    format!("UIDNEXT {next}, which was {before}, and no message was added"),
                );
            }
            known.next.tell(next.into(), now);
            known.last_next = Some((next, sent));
        }
        if let Some(messages) = said.messages {
            if let Some((before, since)) = known.messages
                && before != messages
                && !changed(since.min(sent), Effect::COUNT)
            {
                wrong(
                    &MESSAGES,
                    format!(
                        "{messages} messages where there were {before}, and none was added or removed"
                    ),
                );
            }
            known.messages = Some((messages, sent));
        }
        if let Some(unseen) = said.unseen {
            if let Some((before, since)) = known.unseen
                && before != unseen
                && !changed(since.min(sent), Effect::ANY)
            {
                wrong(
                    &UNSEEN,
                    format!("UNSEEN {unseen}, which was {before}, and nothing has changed"),
                );
            }
            known.unseen = Some((unseen, sent));
        }
        if let Some(highest) = said.highest {
            // Without QRESYNC nobody remembers the messages that are gone.
            let remembers = scene.world.told("QRESYNC") || !changed(0, Effect::REMOVES);
            if let Some(before) =
                known.highest.before(sent).filter(|&before| highest < before && remembers)
            {
                wrong(&HIGHEST_BACK, format!("HIGHESTMODSEQ {highest}, which was {before} before"));
            } else if let Some(value) =
                known.mod_seq.before(sent).filter(|&value| highest < value && remembers)
            {
                wrong(
                    &HIGHEST_KNOWN,
                    format!("HIGHESTMODSEQ {highest}, though MODSEQ {value} was told before"),
                );
            }
            known.highest.tell(highest, now);
        }
    }

    fn id(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Mailbox<'_>,
        name: &Name,
        id: Vec<u8>,
        validity: Option<u32>,
    ) {
        let Some(validity) = validity else { return };
        let renamed = |name: &Name| scene.world.renamed(&name.1, 0);
        if let Some((before, then)) = self.ids.get(name)
            && *then == validity
            && *before != id
        {
            bench.broken(
                scene,
                &MAILBOX_ID,
                format!(
                    "MAILBOXID {} of {}, which was {}",
                    show(&id),
                    show(&mailbox.0),
                    show(before)
                ),
            );
        }
        let other = self.ids.iter().find(|(other, (known, _))| *other != name && *known == id);
        if let Some((other, _)) =
            other.filter(|(other, _)| other.0 == name.0 && !renamed(other) && !renamed(name))
        {
            bench.broken(
                scene,
                &MAILBOX_ID_SHARED,
                format!("{} and {} have one MAILBOXID", show(&mailbox.0), show(&other.1)),
            );
        }
        self.ids.insert(name.clone(), (id, validity));
    }

    /// UIDs that new messages were given.
    fn fresh(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        validity: u32,
        uids: Option<Vec<u32>>,
    ) {
        let (Some(uids), Some(alone)) = (uids, scene.view.alone()) else { return };
        let mailbox = match alone.body() {
            Some(
                CommandBody::Append { mailbox, .. }
                | CommandBody::Copy { mailbox, .. }
                | CommandBody::Move { mailbox, .. }
                | CommandBody::Replace { mailbox, .. },
            ) => mailbox,
            _ => return,
        };
        let Some(sent) = scene.ledger.began(alone.serial).map(|began| began.tick) else { return };
        let known = self.boxes.entry((scene.name(mailbox), validity)).or_default();
        if let Some(first) = uids.iter().min() {
            if let Some(next) = known.next.before(sent).filter(|&next| u64::from(*first) < next) {
                bench.broken(
                    scene,
                    &FRESH,
                    format!("a new message has UID {first}, though UIDNEXT {next} was told before"),
                );
            } else if let Some(uid) = known.uid.before(sent).filter(|&uid| u64::from(*first) <= uid)
            {
                bench.broken(
                    scene,
                    &FRESH,
                    format!("a new message has UID {first}, though UID {uid} was told before"),
                );
            }
        }
        if let Some(last) = uids.iter().max() {
            known.uid.tell((*last).into(), scene.world.now());
        }
    }

    /// What FETCH tells of a message.
    fn message(&mut self, scene: &Scene<'_>, bench: &mut Bench, uid: u32, items: &[MsgAtt<'_>]) {
        let Some(mailbox) = scene.mailbox().filter(|m| !m.uid_not_sticky) else { return };
        let unclear = scene.view.opening().is_some();
        let (Some(name), Some(validity)) = (&mailbox.mailbox, mailbox.uid_validity) else { return };
        if unclear {
            return;
        }
        let now = scene.world.now();
        let valid = (scene.name(name), validity);
        let recent = items
            .iter()
            .any(|item| matches!(item, MsgAtt::Flags(flags) if flags.contains(&Flag::Recent)));
        if recent {
            let key = (valid.clone(), uid);
            if let Some((who, when)) = self.recent.get(&key)
                && who != scene.key
                && *when < scene.world.opened(scene.key)
            {
                bench
                    .broken(
                        scene,
                        &RECENT,
                        format!("UID {uid} is \\Recent, which another session was told before"),
                    )
                    .at(scene.bytes(), "\\Recent");
            }
            if !mailbox.read_only {
                self.recent.entry(key).or_insert_with(|| (scene.key.clone(), now));
            }
        }
        let known = self.boxes.entry(valid).or_default();
        known.uid.tell(uid.into(), now);
        let Some(value) = mod_seq_of(items) else { return };
        known.mod_seq.tell(value, now);
        let told = known.mod_seqs.entry(uid).or_default();
        // Only an answer to a question cannot be older than the question.
        let asked =
            scene.view.alone().filter(|p| matches!(p.body(), Some(CommandBody::Fetch { .. })));
        if let Some(sent) = asked.and_then(|p| scene.ledger.began(p.serial)).map(|began| began.tick)
            && let Some(before) = told
                .before(sent.min(scene.world.opened(scene.key)))
                .filter(|&before| value < before)
        {
            bench
                .broken(
                    scene,
                    &MOD_SEQ,
                    format!("MODSEQ {value} of UID {uid}, which was {before} before"),
                )
                .at(scene.bytes(), "MODSEQ");
        }
        told.tell(value, now);
    }
}
