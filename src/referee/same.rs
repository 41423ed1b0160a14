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
use super::search::instant;
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

    fn after(&mut self, scene: &Scene<'_>, change: &Change, _: &mut Bench) {
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

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, enters, keeps, play};

    /// Both have selected the mailbox, and fetch message 1 one after the other.
    fn both(first: &str, second: &str) -> Vec<crate::finding::Finding> {
        let (a, b) = (enters("a"), enters("b"));
        play(&format!(
            "{a}{b}a C: 1 FETCH 1 (UID)\na S: * 1 FETCH (UID 4 {first})\na S: 1 OK x\nb C: 1 FETCH 1 (UID)\nb S: * 1 FETCH (UID 4 {second})\nb S: 1 OK x"
        ))
    }

    #[test]
    fn a_message_is_the_same_for_everybody() {
        let envelope =
            |subject: &str| format!("ENVELOPE (NIL {subject} NIL NIL NIL NIL NIL NIL NIL NIL)");
        let structure =
            |kind: &str| format!("BODYSTRUCTURE (\"text\" \"{kind}\" NIL NIL NIL \"7bit\" 1 1)");
        for (rule, first, second) in [
            ("size", "RFC822.SIZE 5".to_owned(), "RFC822.SIZE 6".to_owned()),
            ("octets", "BODY[TEXT] \"a\"".to_owned(), "BODY[TEXT] \"b\"".to_owned()),
            ("octets", "RFC822 \"a\"".to_owned(), "BODY[] \"b\"".to_owned()),
            (
                "date",
                "INTERNALDATE \"01-Jan-2020 10:00:00 +0000\"".to_owned(),
                "INTERNALDATE \"01-Jan-2020 10:00:01 +0000\"".to_owned(),
            ),
            ("envelope", envelope("\"a\""), envelope("NIL")),
            ("structure", structure("plain"), structure("html")),
            ("emailid", "EMAILID (M1)".to_owned(), "EMAILID (M2)".to_owned()),
            ("threadid", "THREADID (T1)".to_owned(), "THREADID (T2)".to_owned()),
            (
                "savedate",
                "SAVEDATE \"01-Jan-2020 10:00:00 +0000\"".to_owned(),
                "SAVEDATE \"02-Jan-2020 10:00:00 +0000\"".to_owned(),
            ),
        ] {
            keeps(both(&first, &first));
            breaks(&format!("same-{rule}"), both(&first, &second));
        }
        // The same moment, told in another zone.
        keeps(both(
            "INTERNALDATE \"01-Jan-2020 10:00:00 +0000\"",
            "INTERNALDATE \"01-Jan-2020 11:00:00 +0100\"",
        ));
    }

    #[test]
    fn another_account_s_mailbox_is_another() {
        let (a, bob) = (enters("a"), enters("bob").replace("LOGIN al", "LOGIN bob"));
        keeps(play(&format!(
            "{a}{bob}a C: 1 FETCH 1 (UID)\na S: * 1 FETCH (UID 4 RFC822.SIZE 5)\na S: 1 OK x\nbob C: 1 FETCH 1 (UID)\nbob S: * 1 FETCH (UID 4 RFC822.SIZE 6)\nbob S: 1 OK x"
        )));
    }

    #[test]
    fn a_message_without_uid_is_followed_by_its_number() {
        let twice = |between: &str, number: u32| {
            play(&format!(
                "{}a C: 1 FETCH 2 (RFC822.SIZE)\na S: * 2 FETCH (RFC822.SIZE 5)\na S: 1 OK x\na C: 2 NOOP\n{between}a S: 2 OK x\na C: 3 FETCH {number} (RFC822.SIZE)\na S: * {number} FETCH (RFC822.SIZE 6)\na S: 3 OK x",
                enters("a")
            ))
        };
        breaks("same-size", twice("", 2));
        breaks("same-size", twice("a S: * 1 EXPUNGE\n", 1));
        keeps(twice("a S: * 1 EXPUNGE\n", 2));
    }

    #[test]
    fn what_is_gone_is_gone_for_those_who_come_later() {
        let (a, b) = (enters("a"), enters("b"));
        let gone = "a C: 1 UID FETCH 9 (UID)\na S: * 3 FETCH (UID 9)\na S: 1 OK x\na C: 2 NOOP\na S: * 3 EXPUNGE\na S: 2 OK x\n";
        let seen = "b C: 1 UID FETCH 9 (UID)\nb S: * 3 FETCH (UID 9)\nb S: 1 OK x\n";
        breaks("same-gone", play(&format!("{a}{gone}{b}{seen}")));
        // Who had it selected before may still see it.
        keeps(play(&format!("{a}{b}{gone}{seen}")));
    }

    #[test]
    fn copies_are_copies() {
        let copied = |there: &str| {
            let a = enters("a");
            let select = "a C: 3 SELECT x\na S: * OK [CLOSED] x\na S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\na S: * 3 EXISTS\na S: * 0 RECENT\na S: * OK [PERMANENTFLAGS (\\*)] x\na S: * OK [UIDVALIDITY 8] x\na S: * OK [UIDNEXT 10] x\na S: 3 OK [READ-WRITE] x\n";
            play(&format!(
                "{a}a C: 1 FETCH 1 (UID)\na S: * 1 FETCH (UID 4 RFC822.SIZE 5 INTERNALDATE \"01-Jan-2020 10:00:00 +0000\")\na S: 1 OK x\na C: 2 COPY 1 x\na S: 2 OK [COPYUID 8 4 7] x\n{select}a C: 4 FETCH 1 (UID)\na S: * 1 FETCH (UID 7 {there})\na S: 4 OK x"
            ))
        };
        keeps(copied("RFC822.SIZE 5 INTERNALDATE \"01-Jan-2020 10:00:00 +0000\""));
        breaks("same-copy", copied("RFC822.SIZE 6"));
        breaks("same-copy-date", copied("INTERNALDATE \"01-Jan-2021 10:00:00 +0000\""));
    }

    #[test]
    fn what_was_appended_is_there() {
        let appended = |there: &str| {
            play(&format!(
                "{}a C: 1 APPEND m \"01-Jan-2020 10:00:00 +0000\" {{6+}}\\r\\na: b\\r\\n\na S: * 4 EXISTS\na S: 1 OK [APPENDUID 7 10] x\na C: 2 FETCH 4 (UID)\na S: * 4 FETCH (UID 10 {there})\na S: 2 OK x",
                enters("a")
            ))
        };
        keeps(appended("RFC822.SIZE 6 BODY[] {6}\\r\\na: b\\r\\n"));
        breaks("same-append", appended("RFC822.SIZE 7"));
        breaks("same-append", appended("BODY[] {6}\\r\\na: c\\r\\n"));
        breaks("same-append-date", appended("INTERNALDATE \"01-Jan-2020 11:00:00 +0000\""));
    }
}
