//! FETCH answers what was asked, in the form asked for; `asked`: what that is.

mod asked;

use std::collections::BTreeMap;

use self::asked::{answers, asked, expand, is_due, name};
use super::bench::Bench;
use super::data::uid_of;
use super::effect::Effect;
use super::message::Place;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use crate::client::view::Change;
use crate::syntax::types::{
    Code, CommandBody, FetchAtt, FetchModifier, MsgAtt, SequenceSet, Untagged,
};

rules! { "fetch":
    MISSING "missing" Must ["9051#6.4.5", "3501#6.4.5"]
        "FETCH gives each item that was asked for, for each message that was named and is there.";
    UID "uid" Must ["9051#6.4.9", "3501#6.4.8"]
        "Each FETCH response that a UID command causes has the UID.";
    UNSOLICITED "unsolicited-uid" Must ["9051#7.5.2"]
        "In IMAP4rev2, FETCH responses that nobody asked for have the UID.";
    ORIGIN "origin" Must ["9051#7.5.2", "3501#7.4.2"]
        "An origin octet is given only where a partial FETCH asked for it, and is the one asked for.";
    LENGTH "partial-length" Must ["9051#6.4.5", "3501#6.4.5"]
        "A partial FETCH gives no more octets than were asked for.";
    PREVIEW "preview" Must ["8970#3.3"]
        "A preview has at most 256 characters.";
    PREVIEW_LONG "preview-long" Should ["8970#3.3"]
        "A preview has at most 200 characters.";
    PREVIEW_NIL "preview-nil" Must ["8970#3.2"]
        "PREVIEW without LAZY is not answered with NIL.";
    ID_SHARED "ids" Must ["8474#5.2"]
        "A value is not used as EMAILID and as THREADID.";
    UID_TWICE "item-twice" Should ["9051#7.5.2"]
        "A FETCH response tells each data item once.";
}

/// Messages looked at after a FETCH.
const MOST: u32 = 10_000;

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Fetch)
}

struct Fetch;

impl Judge for Fetch {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if scene.nonsense() {
            return;
        }
        let (numbered, items) = match scene.untagged() {
            Some(Untagged::Fetch(_, items)) => (true, items),
            Some(Untagged::UidFetch(_, items)) => (false, items),
            _ => return,
        };
        for item in items {
            each(scene, bench, item);
        }
        twice(scene, bench, items);
        if numbered && uid_of(items).is_none() {
            uid(scene, bench, items);
        }
    }

    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        match done.body {
            CommandBody::Fetch { .. } => missing(scene, bench, &done),
            CommandBody::Store { uid: true, silent: false, set, .. } => {
                stored(scene, bench, &done, set)
            }
            _ => {}
        }
    }
}

fn each(scene: &Scene<'_>, bench: &mut Bench, item: &MsgAtt<'_>) {
    match item {
        MsgAtt::BodySection { section, origin: Some(origin), data } => {
            let Some(asked) = asked(scene) else { return };
            let place = Place::of(section);
            let lengths = asked.iter().filter_map(|item| match item {
                FetchAtt::BodySection { section, partial: Some((from, length)), .. }
                    if Place::of(section) == place && *from == u64::from(*origin) =>
                {
                    Some(*length)
                }
                _ => None,
            });
            cut(scene, bench, &format!("{place}"), *origin, lengths.max(), data.as_deref());
        }
        MsgAtt::Binary { part, origin: Some(origin), data } => {
            let Some(asked) = asked(scene) else { return };
            let lengths = asked.iter().filter_map(|item| match item {
                FetchAtt::Binary { part: of, partial: Some((from, length)), .. }
                    if of == part && *from == u64::from(*origin) =>
                {
                    Some(*length)
                }
                _ => None,
            });
            cut(scene, bench, "BINARY", *origin, lengths.max(), data.as_deref());
        }
        MsgAtt::Preview(Some(text)) => {
            let Ok(text) = std::str::from_utf8(text) else { return };
            let characters = text.chars().count();
            let rule = match characters {
                257.. => &PREVIEW,
                201.. => &PREVIEW_LONG,
                _ => return,
            };
            bench
                .broken(scene, rule, format!("a preview of {characters} characters"))
                .at(scene.bytes(), "PREVIEW");
        }
        MsgAtt::Preview(None) => {
            let Some(asked) = asked(scene) else { return };
            let plain = asked.iter().any(|item| matches!(item, FetchAtt::Preview { lazy: false }));
            let lazy = asked.iter().any(|item| matches!(item, FetchAtt::Preview { lazy: true }));
            if plain && !lazy {
                bench
                    .broken(scene, &PREVIEW_NIL, "PREVIEW NIL although LAZY was not asked for")
                    .at(scene.bytes(), "PREVIEW");
            }
        }
        _ => {}
    }
}

/// A part that begins at an origin.
fn cut(
    scene: &Scene<'_>,
    bench: &mut Bench,
    what: &str,
    origin: u32,
    most: Option<u64>,
    data: Option<&[u8]>,
) {
    let Some(most) = most else {
        bench.broken(scene, &ORIGIN, format!("{what}<{origin}>, which nothing asked for"));
        return;
    };
    let length = data.map_or(0, <[u8]>::len) as u64;
    if length > most {
        bench.broken(
            scene,
            &LENGTH,
            format!("{what}<{origin}> of {length} octets where {most} were asked for"),
        );
    }
}

fn twice(scene: &Scene<'_>, bench: &mut Bench, items: &[MsgAtt<'_>]) {
    let count = |test: fn(&MsgAtt<'_>) -> bool| items.iter().filter(|item| test(item)).count();
    for (name, times) in [
        ("UID", count(|i| matches!(i, MsgAtt::Uid(_)))),
        ("FLAGS", count(|i| matches!(i, MsgAtt::Flags(_)))),
        ("RFC822.SIZE", count(|i| matches!(i, MsgAtt::Rfc822Size(_)))),
        ("INTERNALDATE", count(|i| matches!(i, MsgAtt::InternalDate(_)))),
        ("MODSEQ", count(|i| matches!(i, MsgAtt::ModSeq(_)))),
        ("ENVELOPE", count(|i| matches!(i, MsgAtt::Envelope(_)))),
    ] {
        if times > 1 {
            bench.broken(
                scene,
                &UID_TWICE,
                format!("{name} is told {times} times in one response"),
            );
        }
    }
    let value = items.iter().find_map(|item| match item {
        MsgAtt::EmailId(id) => Some(id),
        _ => None,
    });
    if let Some(id) = value
        && items.iter().any(|item| matches!(item, MsgAtt::ThreadId(Some(thread)) if thread == id))
    {
        bench
            .broken(scene, &ID_SHARED, "EMAILID and THREADID are one value")
            .at(scene.bytes(), "THREADID");
    }
}

/// A FETCH response without UID.
fn uid(scene: &Scene<'_>, bench: &mut Bench, items: &[MsgAtt<'_>]) {
    // Flags may be told by themselves at any time.
    let caused = items.iter().any(|item| !matches!(item, MsgAtt::Flags(_) | MsgAtt::ModSeq(_)));
    let by_uid = |body: &CommandBody<'_>| matches!(body, CommandBody::Fetch { uid: true, .. });
    if caused && scene.view.alone().and_then(|p| p.body()).is_some_and(by_uid) {
        bench.broken(scene, &UID, "FETCH without UID in answer to UID FETCH");
    }
    let quiet = scene.view.pending().iter().all(|p| {
        matches!(p.body(), Some(CommandBody::Noop | CommandBody::Idle | CommandBody::Check))
    });
    if quiet && scene.view.rev2() && scene.view.opening().is_none() && !scene.view.uncertain() {
        bench.broken(scene, &UNSOLICITED, "a FETCH response that nobody asked for has no UID");
    }
}

/// UID STORE: the flags that it tells come with the UID.
fn stored(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>, set: &SequenceSet) {
    let Some(mailbox) = scene.mailbox() else { return };
    if done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { .. })) {
        return;
    }
    // What the command left alone (RFC 7162 §3.1.3) is told as news of others.
    if matches!(scene.code(), Some(Code::Modified(_))) {
        return;
    }
    for untagged in done.untagged() {
        let Untagged::Fetch(number, items) = untagged else { continue };
        let Some(known) = mailbox.message(*number).and_then(|m| m.uid) else { continue };
        let with_uid = |u: &Untagged<'static>| matches!(u, Untagged::Fetch(n, items) if n == number && uid_of(items).is_some());
        if uid_of(items).is_none() && set.contains(known, u32::MAX) && !done.has(with_uid) {
            bench.broken(scene, &UID, "FETCH without UID in answer to UID STORE");
            return;
        }
    }
}

fn missing(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    let CommandBody::Fetch { uid, set, items, modifiers } = done.body else { return };
    let Some(mailbox) = scene.mailbox() else { return };
    // What others remove may be left out (RFC 2180 §4.1).
    let others = scene.world.others(
        scene.key,
        mailbox.mailbox.as_ref(),
        scene.world.opened(scene.key),
        Effect::REMOVES,
    );
    let limited = done
        .has_code(|c| matches!(c, Code::MessageLimit { .. } | Code::ExpungeIssued | Code::Limit));
    let some = modifiers.iter().any(|m| !matches!(m, FetchModifier::Vanished));
    if others || limited || some || *set == SequenceSet::Saved {
        return;
    }
    let mut told: BTreeMap<u32, Vec<&MsgAtt<'_>>> = BTreeMap::new();
    for untagged in done.untagged() {
        match untagged {
            Untagged::Fetch(number, items) => {
                let key = if *uid {
                    uid_of(items).or_else(|| mailbox.message(*number)?.uid)
                } else {
                    Some(*number)
                };
                if let Some(key) = key {
                    told.entry(key).or_default().extend(items);
                }
            }
            Untagged::UidFetch(uid, items) => told.entry(*uid).or_default().extend(items),
            // Numbers have moved.
            Untagged::Expunge(_) | Untagged::Vanished { earlier: false, .. } if !uid => return,
            _ => {}
        }
    }
    let removed = done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { .. }));
    // Which messages are new is not known where some have gone and others come.
    if removed && done.has(|u| matches!(u, Untagged::Exists(_))) {
        return;
    }
    let exists = done.began.exists.unwrap_or(0);
    let named: Vec<u32> = if *uid {
        mailbox
            .messages()
            .filter(|(number, _)| *number <= exists)
            .filter_map(|(_, m)| m.uid)
            .chain(mailbox.uid_only().map(|(uid, _)| uid))
            .filter(|uid| set.contains(*uid, u32::MAX))
            .take(MOST as usize)
            .collect()
    } else {
        (1..=exists.min(MOST)).filter(|number| set.contains(*number, exists)).collect()
    };
    let due: Vec<FetchAtt<'static>> =
        expand(items).into_iter().filter(|item| is_due(item, mailbox)).collect();
    let what = if *uid { "UID" } else { "message" };
    for key in named {
        let Some(told) = told.get(&key) else {
            if !due.is_empty() {
                bench.broken(scene, &MISSING, format!("OK without an answer for {what} {key}"));
                return;
            }
            continue;
        };
        if let Some(item) = due.iter().find(|asked| !told.iter().any(|item| answers(item, asked))) {
            // With UIDONLY the UID is the response's own number.
            if matches!(item, FetchAtt::Uid) && scene.view.is_enabled("UIDONLY") {
                continue;
            }
            bench.broken(scene, &MISSING, format!("OK without {} of {what} {key}", name(item)));
            return;
        }
    }
}
