//! A message is the same for everybody and for ever: what no session may be told otherwise.

use std::collections::{BTreeMap, HashMap};

use bounded_static::ToBoundedStatic;

use super::Setting;
use super::bench::Bench;
use super::copyuid::in_order;
use super::message::{Place, Told, What};
use super::octets;
use super::rule::{Rule, rules};
use super::scene::{Judge, Scene};
use super::search::{self, instant};
use super::uids::uid_of;
use super::world::Key;
use crate::client::view::{Change, State};
use crate::syntax::types::{
    AppendData, Code, CommandBody, DateTime, FetchAtt, Mailbox, MsgAtt, Untagged,
};

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
                self.copied(scene, *uid_validity, in_order(source), in_order(destination));
            }
            Some(Code::AppendUid { uid_validity, uids }) => {
                self.append(scene, *uid_validity, in_order(uids));
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

    /// Takes in one item and says whether it is news.
    fn item(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        told: &mut Told,
        item: &MsgAtt<'_>,
    ) -> bool {
        match item {
            MsgAtt::Rfc822Size(size) => {
                settle(scene, bench, &SIZE, "RFC822.SIZE", &mut told.size, *size, |a, b| a == b)
            }
            MsgAtt::InternalDate(date) => {
                let same = |a: &DateTime, b: &DateTime| instant(a) == instant(b);
                settle(scene, bench, &DATE, "INTERNALDATE", &mut told.date, *date, same)
            }
            MsgAtt::Envelope(envelope) => settle(
                scene,
                bench,
                &ENVELOPE,
                "ENVELOPE",
                &mut told.envelope,
                envelope.to_static().as_ref().clone(),
                |a, b| a == b,
            ),
            MsgAtt::BodyStructure(body) => settle(
                scene,
                bench,
                &STRUCTURE,
                "BODYSTRUCTURE",
                &mut told.structure,
                body.to_static(),
                |a, b| a == b,
            ),
            MsgAtt::Body(body) => settle(
                scene,
                bench,
                &STRUCTURE,
                "BODY",
                &mut told.body,
                body.to_static(),
                |a, b| a == b,
            ),
            MsgAtt::EmailId(id) => settle(
                scene,
                bench,
                &EMAIL_ID,
                "EMAILID",
                &mut told.email_id,
                id.to_vec(),
                |a, b| a == b,
            ),
            MsgAtt::ThreadId(Some(id)) => settle(
                scene,
                bench,
                &THREAD_ID,
                "THREADID",
                &mut told.thread_id,
                id.to_vec(),
                |a, b| a == b,
            ),
            MsgAtt::SaveDate(Some(date)) => {
                let same = |a: &DateTime, b: &DateTime| instant(a) == instant(b);
                settle(scene, bench, &SAVE_DATE, "SAVEDATE", &mut told.save_date, *date, same)
            }
            MsgAtt::Rfc822(Some(data)) => {
                self.section(scene, bench, told, Place::top(What::All), data)
            }
            MsgAtt::Rfc822Header(Some(data)) => {
                self.section(scene, bench, told, Place::top(What::Header), data)
            }
            MsgAtt::Rfc822Text(Some(data)) => {
                self.section(scene, bench, told, Place::top(What::Text), data)
            }
            MsgAtt::BodySection { section, origin: None, data: Some(data) } => {
                self.section(scene, bench, told, Place::of(section), data)
            }
            MsgAtt::BodySection { section, origin: Some(origin), data: Some(data) } => {
                let place = Place::of(section);
                octets::partial(
                    scene,
                    bench,
                    told,
                    &place,
                    *origin,
                    asked(scene, &place, *origin),
                    data,
                );
                false
            }
            MsgAtt::Binary { part, origin: None, data: Some(data) } => {
                self.kept += data.len();
                if self.kept < KEPT {
                    told.binary.insert(part.clone(), data.to_vec());
                }
                true
            }
            MsgAtt::BinarySize { part, size } => {
                told.binary_size.insert(part.clone(), *size);
                true
            }
            _ => false,
        }
    }

    fn section(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        told: &mut Told,
        place: Place,
        data: &[u8],
    ) -> bool {
        if let Some(before) = told.octets(&place) {
            if before != data {
                let at = before
                    .iter()
                    .zip(data)
                    .position(|(a, b)| a != b)
                    .unwrap_or(before.len().min(data.len()));
                bench.broken(
                    scene,
                    &OCTETS,
                    format!(
                        "{place} has {} octets and had {}; the first difference is at {at}",
                        data.len(),
                        before.len()
                    ),
                );
            }
            return false;
        }
        self.kept += data.len();
        if self.kept < KEPT {
            told.sections.insert(place, data.to_vec());
        }
        true
    }

    fn copied(
        &mut self,
        scene: &Scene<'_>,
        validity: u32,
        from: Option<Vec<u32>>,
        to: Option<Vec<u32>>,
    ) {
        let (Some(from), Some(to), Some(alone)) = (from, to, scene.view.alone()) else { return };
        let Some(CommandBody::Copy { mailbox, .. } | CommandBody::Move { mailbox, .. }) =
            alone.body()
        else {
            return;
        };
        if from.len() != to.len() {
            return;
        }
        for (from, to) in from.into_iter().zip(to) {
            let source = self.by_uid(scene, from);
            if let (Some(source), Some(copy)) = (source, self.named(scene, mailbox, validity, to)) {
                self.source.insert(copy, source);
            }
        }
    }

    fn append(&mut self, scene: &Scene<'_>, validity: u32, uids: Option<Vec<u32>>) {
        let (Some(uids), Some(tagged)) = (uids, scene.tagged()) else { return };
        let body = scene.view.pending_tag(&tagged.tag).and_then(|p| p.body());
        let Some(CommandBody::Append { mailbox, messages }) = body else { return };
        if messages.len() != uids.len() {
            return;
        }
        for (message, uid) in messages.iter().zip(uids) {
            let Some(name) = self.named(scene, mailbox, validity, uid) else { continue };
            let data = match &message.data {
                AppendData::Literal(data) if is_plain(data) && self.kept < KEPT => {
                    self.kept += data.len();
                    Some(data.to_vec())
                }
                _ => None,
            };
            self.appended.insert(name, (data, message.date));
        }
    }
}

/// Whether these octets need no conversion: seven bits, no NUL, and lines that end with CRLF.
fn is_plain(data: &[u8]) -> bool {
    let lines = data.strip_suffix(b"\r\n").unwrap_or_default();
    let bare = |line: &[u8]| line.contains(&b'\r') || line.contains(&b'\n');
    !lines.is_empty()
        && lines.iter().all(|&b| b.is_ascii() && b != 0)
        && !lines.split(|&b| b == b'\n').any(|line| bare(line.strip_suffix(b"\r").unwrap_or(line)))
        && lines.iter().filter(|&&b| b == b'\n').count()
            == lines.windows(2).filter(|w| w == b"\r\n").count()
}

fn as_appended(
    scene: &Scene<'_>,
    bench: &mut Bench,
    data: Option<&[u8]>,
    date: Option<DateTime>,
    told: &Told,
) {
    if let Some(data) = data {
        if let Some(size) = told.size.filter(|&size| size != data.len() as u64) {
            bench.broken(
                scene,
                &APPENDED,
                format!(
                    "RFC822.SIZE {size} of a message that was appended with {} octets",
                    data.len()
                ),
            );
        }
        if told.octets(&Place::top(What::All)).is_some_and(|whole| whole != data) {
            bench.broken(scene, &APPENDED, "BODY[] is not what was appended");
        }
    }
    if let (Some(asked), Some(date)) = (date, told.date)
        && instant(&asked) != instant(&date)
    {
        bench
            .broken(scene, &APPEND_DATE, "INTERNALDATE is not the date given with APPEND")
            .at(scene.bytes(), "INTERNALDATE");
    }
}

/// Keeps a value that is not to change, and says whether it is news.
fn settle<T>(
    scene: &Scene<'_>,
    bench: &mut Bench,
    rule: &Rule,
    what: &str,
    known: &mut Option<T>,
    value: T,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    if let Some(before) = known {
        if !same(before, &value) {
            bench
                .broken(scene, rule, format!("{what} of a message is not what it was"))
                .at(scene.bytes(), what);
        }
        return false;
    }
    *known = Some(value);
    true
}

/// How many octets a FETCH in progress asks for from this origin on.
fn asked(scene: &Scene<'_>, place: &Place, origin: u32) -> Option<u64> {
    let [pending] = scene.view.pending() else { return None };
    let Some(CommandBody::Fetch { items, .. }) = pending.body() else { return None };
    let mut lengths = items.iter().filter_map(|item| match item {
        FetchAtt::BodySection { section, partial: Some((from, length)), .. }
            if Place::of(section) == *place && *from == u64::from(origin) =>
        {
            Some(*length)
        }
        _ => None,
    });
    lengths.next().filter(|_| lengths.next().is_none())
}

fn copy(scene: &Scene<'_>, bench: &mut Bench, source: &Told, copy: &Told) {
    if let (Some(a), Some(b)) = (source.size, copy.size)
        && a != b
    {
        bench.broken(scene, &COPY, format!("a copy has RFC822.SIZE {b}, its source {a}"));
    }
    for (place, data) in &copy.sections {
        if source.octets(place).is_some_and(|before| before != data.as_slice()) {
            bench.broken(scene, &COPY, format!("{place} of a copy is not that of its source"));
        }
    }
    if let (Some(a), Some(b)) = (&source.email_id, &copy.email_id)
        && a != b
    {
        bench
            .broken(scene, &COPY, "a copy has another EMAILID than its source")
            .at(scene.bytes(), "EMAILID");
    }
    if let (Some(a), Some(b)) = (&source.date, &copy.date)
        && instant(a) != instant(b)
    {
        bench
            .broken(scene, &COPY_DATE, "a copy has another INTERNALDATE than its source")
            .at(scene.bytes(), "INTERNALDATE");
    }
}
