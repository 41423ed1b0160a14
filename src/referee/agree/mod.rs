//! What sessions are told of one mailbox agrees, in the order in which they asked.
//!
//! Values that may only grow are compared with what anybody was told before the command was sent;
//! values that stay unless somebody changes them, only where nobody can have changed them.
//!
//! - here: messages, told and new; `mailbox`: what SELECT and STATUS say; `known`: what is compared.

mod known;
mod mailbox;

use std::collections::BTreeMap;

use self::known::{Known, Said};
use super::Setting;
use super::bench::Bench;
use super::data::{mod_seq_of, uid_of};
use super::rule::rules;
use super::scene::{Judge, Scene};
use super::world::Key;
use crate::client::view::Change;
use crate::syntax::types::{Code, CommandBody, Flag, MsgAtt, Untagged};

rules! { "agree":
    VALIDITY "uidvalidity" Should ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDVALIDITY of a mailbox is the same for all sessions, for UIDs should persist.";
    VALIDITY_BACK "uidvalidity-back" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "Where UIDVALIDITY of a mailbox changes, it becomes greater.";
    NEXT_BACK "uidnext-back" Must ["9051#2.3.1.1", "9051#6.3.11", "3501#2.3.1.1"]
        "UIDNEXT never becomes smaller, whoever asks.";
    NEXT_STILL "uidnext-still" Must ["9051#2.3.1.1", "9051#6.3.11", "3501#2.3.1.1"]
        "UIDNEXT does not change unless messages are added.";
    NEXT_KNOWN "uidnext-known" Must ["9051#2.3.1.1", "9051#6.3.11", "3501#2.3.1.1"]
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

impl Judge for Agree {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if scene.nonsense() {
            return;
        }
        match scene.code() {
            Some(Code::AppendUid { uid_validity, uids }) => {
                self.fresh(scene, bench, *uid_validity, uids.in_order());
            }
            Some(Code::CopyUid { uid_validity, destination, .. }) => {
                self.fresh(scene, bench, *uid_validity, destination.in_order());
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
