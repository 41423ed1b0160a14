//! A message is the same for everybody and for ever: what no session may be told otherwise.
//!
//! - here: which message is meant; `items`: what is told of it; `copies`: where it comes from.

mod copies;
mod items;

use std::collections::{BTreeMap, HashMap};

use self::copies::{as_appended, copy};
use super::Setting;
use super::bench::Bench;
use super::data::uid_of;
use super::message::Told;
use super::octets;
use super::rule::rules;
use super::scene::{Judge, Scene};
use super::search;
use super::world::Key;
use crate::client::view::{Change, State};
use crate::syntax::types::{Code, CommandBody, DateTime, Mailbox, MsgAtt, Untagged};

rules! { "same":
    OCTETS "octets" Must ["9051#2.3.1.1", "9051#6.4.5", "3501#2.3.1.1"]
        "The octets of a message never change: each session gets the same for mailbox, UIDVALIDITY and UID.";
    SIZE "size" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "RFC822.SIZE of a message never changes, for any session.";
    DATE "date" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "INTERNALDATE of a message never changes, for any session.";
    ENVELOPE "envelope" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "ENVELOPE of a message never changes, for any session.";
    STRUCTURE "structure" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "BODYSTRUCTURE of a message never changes, for any session.";
    EMAIL_ID "emailid" Must ["8474#5.1"]
        "EMAILID of a message never changes.";
    THREAD_ID "threadid" Must ["8474#5.2"]
        "THREADID of a message never changes once it was told.";
    SAVE_DATE "savedate" Must ["8514#3"]
        "SAVEDATE of a message never changes while it is in the mailbox.";
    COPY "copy" Must ["9051#6.4.7", "3501#6.4.7", "8474#5.1"]
        "A copied or moved message has the octets, size and EMAILID of its source.";
    COPY_THREAD "copy-thread" Must ["8474#5.2", "8474#5.1"]
        "A copied or moved message, which has the EMAILID of its source, has its THREADID too.";
    COPY_DATE "copy-date" Should ["9051#6.4.7", "3501#6.4.7", "9051#6.4.8"]
        "A copied or moved message keeps its INTERNALDATE.";
    APPENDED "append" Must ["9051#6.3.12", "3501#6.3.11"]
        "An appended message has the octets that were appended.";
    APPEND_DATE "append-date" Should ["9051#6.3.12", "3501#6.3.11"]
        "A message appended with a date has this INTERNALDATE.";
    GONE "gone" Must ["9051#2.3.1.1", "9051#7.5.1", "3501#7.4.1"]
        "What one session was told to be removed is not there for a session that selects the mailbox later.";
}

/// Octets of messages kept for comparison in one scenario.
const KEPT: usize = 64 << 20;
/// Messages of a mailbox that are followed by number alone.
const NUMBERED: u32 = 10_000;

/// Which message: in an account's mailbox by UID, or one of a session whose UID was not told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Uid { account: String, mailbox: Vec<u8>, validity: u32, uid: u32, utf8: bool },
    Local { session: Key, opened: u64, id: u32 },
}

pub(super) fn judge(_: &Setting) -> Box<dyn Judge> {
    Box::new(Same::default())
}

#[derive(Default)]
struct Same {
    told: BTreeMap<Name, Told>,
    kept: usize,
    /// Where a message was copied from.
    source: BTreeMap<Name, Name>,
    /// Messages told to be removed, and when first.
    gone: BTreeMap<Name, u64>,
    /// Numbers of messages whose UID is not known → what they are called here.
    numbered: HashMap<Key, Vec<u32>>,
    next: u32,
    /// What was appended: its octets where a server has no reason to change them, its date.
    appended: BTreeMap<Name, (Option<Vec<u8>>, Option<DateTime>)>,
}

impl Judge for Same {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match scene.untagged() {
            Some(Untagged::Fetch(number, items)) => self.fetch(scene, bench, *number, items),
            Some(Untagged::UidFetch(uid, items)) => {
                if let Some(name) = self.by_uid(scene, *uid) {
                    self.items(scene, bench, &name, items);
                }
            }
            _ => {}
        }
        match scene.code() {
            Some(Code::CopyUid { uid_validity, source, destination }) => {
                self.copied(scene, *uid_validity, source.in_order(), destination.in_order());
            }
            Some(Code::AppendUid { uid_validity, uids }) => {
                self.append(scene, *uid_validity, uids.in_order());
            }
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        self.found(scene, bench);
        if change.opened || change.closed.is_some() {
            self.numbered.remove(scene.key);
        }
        for gone in &change.gone {
            let numbered = self.numbered.get_mut(scene.key);
            match (gone.number.and_then(|n| (n as usize).checked_sub(1)), numbered) {
                (Some(at), Some(ids)) if at < ids.len() => {
                    ids.remove(at);
                }
                (Some(_), _) | (_, None) => {}
                (None, Some(_)) => {
                    self.numbered.remove(scene.key);
                }
            }
            if let Some(name) = gone.message.uid.and_then(|uid| self.by_uid(scene, uid)) {
                self.gone.entry(name).or_insert(scene.world.now());
            }
        }
    }
}

impl Same {
    /// UIDs that UID SEARCH finds, of messages that are gone for those who come later.
    fn found(&self, scene: &Scene<'_>, bench: &mut Bench) {
        let Some(done) = scene.completed().filter(|done| done.is_plain_ok()) else { return };
        let CommandBody::Search { uid: true, search } = done.body else { return };
        let opened = scene.world.opened(scene.key);
        let gone = |uid: &u32| {
            let name = self.by_uid(scene, *uid);
            name.and_then(|name| self.gone.get(&name)).is_some_and(|since| *since < opened)
        };
        if scene.nonsense() {
            return;
        }
        if let Some(uid) =
            search::found(&done, search).and_then(|found| found.into_iter().find(gone))
        {
            let message = "is found, which another session was told to be removed before";
            bench.broken(scene, &GONE, format!("UID {uid} {message}"));
        }
    }

    /// The message's name where its UID and all that belongs to it is known.
    fn by_uid(&self, scene: &Scene<'_>, uid: u32) -> Option<Name> {
        let mailbox = scene.mailbox()?;
        if mailbox.uid_not_sticky {
            return None;
        }
        self.named(scene, mailbox.mailbox.as_ref()?, mailbox.uid_validity?, uid)
    }

    fn named(
        &self,
        scene: &Scene<'_>,
        mailbox: &Mailbox<'_>,
        validity: u32,
        uid: u32,
    ) -> Option<Name> {
        let (account, name) = scene.name(mailbox);
        // Headers may be shown otherwise to those who do not know UTF-8 (RFC 6857, 6858).
        let utf8 = scene.view.is_enabled("UTF8=ACCEPT") || scene.view.rev2();
        (!account.is_empty()).then_some(Name::Uid { account, mailbox: name, validity, uid, utf8 })
    }

    fn fetch(&mut self, scene: &Scene<'_>, bench: &mut Bench, number: u32, items: &[MsgAtt<'_>]) {
        let Some(mailbox) = scene.mailbox() else { return };
        let unclear = scene.view.opening().is_some() && scene.view.selected().is_some();
        if scene.nonsense() || unclear {
            return;
        }
        let uid = uid_of(items).or_else(|| mailbox.message(number).and_then(|m| m.uid));
        let name = match uid {
            Some(uid) => self.by_uid(scene, uid),
            None => self.local(scene, number),
        };
        let Some(name) = name else { return };
        if let Some(since) = self.gone.get(&name)
            && *since < scene.world.opened(scene.key)
            && scene.view.state() == State::Selected
            && scene.view.opening().is_none()
        {
            bench.broken(
                scene,
                &GONE,
                format!(
                    "UID {} is there, which another session was told to be removed before",
                    uid.unwrap_or(0)
                ),
            );
        }
        self.items(scene, bench, &name, items);
    }

    /// A name for a message whose UID was not told.
    fn local(&mut self, scene: &Scene<'_>, number: u32) -> Option<Name> {
        if number == 0 || number > NUMBERED {
            return None;
        }
        let ids = self.numbered.entry(scene.key.clone()).or_default();
        while ids.len() < number as usize {
            self.next += 1;
            ids.push(self.next);
        }
        let id = *ids.get(number as usize - 1)?;
        Some(Name::Local { session: scene.key.clone(), opened: scene.world.opened(scene.key), id })
    }

    fn items(&mut self, scene: &Scene<'_>, bench: &mut Bench, name: &Name, items: &[MsgAtt<'_>]) {
        let mut told = self.told.remove(name).unwrap_or_default();
        let mut new = false;
        for item in items {
            new |= self.item(scene, bench, &mut told, item);
        }
        if new {
            octets::judge(scene, bench, &told);
            if let Some((data, date)) = self.appended.get(name) {
                as_appended(scene, bench, data.as_deref(), *date, &told);
            }
            if let Some(source) = self.source.get(name).and_then(|source| self.told.get(source)) {
                copy(scene, bench, source, &told);
            }
            for (copied, _) in self.source.iter().filter(|(_, source)| *source == name) {
                if let Some(there) = self.told.get(copied) {
                    copy(scene, bench, &told, there);
                }
            }
        }
        self.told.insert(name.clone(), told);
    }
}
