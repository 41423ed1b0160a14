//! Flags that are stored for good are there for whoever comes later.

use std::collections::{BTreeMap, BTreeSet};

use bounded_static::ToBoundedStatic;

use super::Setting;
use super::bench::Bench;
use super::data::{flags_of, is_lasting, is_permanent, named, uid_of};
use super::effect::Effect;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use super::world::Key;
use crate::client::happening::What;
use crate::client::view::{Change, Selected};
use crate::syntax::types::{CommandBody, Flag, MsgAtt, SequenceSet, Status, StoreAction, Untagged};

rules! { "lasting":
    UNLISTED "unlisted" Must ["9051#7.1", "3501#7.1"]
        "A flag that PERMANENTFLAGS leaves out, and a new keyword where it has no \\*, is stored for the session at most: who selects the mailbox later does not see it.";
    FLAGS "flags" Must ["9051#2.3.2", "3501#2.3.2"]
        "Flags that PERMANENTFLAGS allows are permanent: who selects the mailbox later sees them as they were left, and no others.";
}

pub(super) fn judge(_: &Setting) -> Box<dyn Judge> {
    Box::new(Lasting::default())
}

/// Account, mailbox, UIDVALIDITY, UID.
type Name = (String, Vec<u8>, u32, u32);

/// Flags by message, and the serial of the command that asks for them.
type Asked = (u64, Vec<(Name, BTreeSet<Flag<'static>>)>);

#[derive(Default)]
struct Lasting {
    known: BTreeMap<Name, Known>,
    /// Flags that a STORE in progress asks for although they are not permanent.
    asked: BTreeMap<Key, Asked>,
    /// Such flags as were stored, and when that was done.
    passing: BTreeMap<Name, (BTreeSet<Flag<'static>>, u64)>,
}

/// The permanent flags of a message.
struct Known {
    flags: BTreeSet<Flag<'static>>,
    /// The flags that are permanent there; `None` is all.
    permanent: Option<Vec<Flag<'static>>>,
    /// They hold from here on, unless somebody changes them.
    since: u64,
    /// Who was told.
    who: Key,
    told: u64,
}

fn names(scene: &Scene<'_>) -> Option<(String, Vec<u8>, u32)> {
    let mailbox = scene.mailbox().filter(|m| !m.uid_not_sticky)?;
    if scene.nonsense() || scene.view.opening().is_some() {
        return None;
    }
    let (account, name) = scene.name(mailbox.mailbox.as_ref()?);
    Some((account, name, mailbox.uid_validity?)).filter(|(account, ..)| !account.is_empty())
}

impl Judge for Lasting {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match scene.untagged() {
            Some(Untagged::Fetch(number, items)) => {
                let uid = uid_of(items).or_else(|| scene.mailbox()?.message(*number)?.uid);
                if let Some(uid) = uid {
                    self.told(scene, bench, uid, items);
                }
            }
            Some(Untagged::UidFetch(uid, items)) => self.told(scene, bench, *uid, items),
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, _: &Change, _: &mut Bench) {
        self.ask(scene);
        let Some(done) = scene.completed() else { return };
        self.pass(scene, &done);
        if done.is_plain_ok() && matches!(done.body, CommandBody::Store { .. }) {
            self.stored(scene, &done);
        } else if done.status != Status::Ok && matches!(done.body, CommandBody::Store { .. }) {
            // Some of it may have been done.
            self.known.clear();
        }
    }
}

impl Lasting {
    fn told(&mut self, scene: &Scene<'_>, bench: &mut Bench, uid: u32, items: &[MsgAtt<'_>]) {
        let (Some((account, name, validity)), Some(flags)) = (names(scene), flags_of(items)) else {
            return;
        };
        let Some(mailbox) = scene.mailbox() else { return };
        let flags: BTreeSet<Flag<'static>> = flags.iter().map(ToBoundedStatic::to_static).collect();
        let key = (account, name, validity, uid);
        let opened = scene.world.opened(scene.key);
        if let Some((passing, since)) = self.passing.get(&key)
            && opened > *since
            && !scene.world.anybody(mailbox.mailbox.as_ref(), since + 1, Effect::FLAGS)
            && let Some(flag) = passing.intersection(&flags).next()
        {
            bench
                .broken(
                    scene,
                    &UNLISTED,
                    format!(
                        "UID {uid} has {flag}, which PERMANENTFLAGS did not allow when it was stored"
                    ),
                )
                .at(scene.bytes(), "FLAGS");
        }
        if let Some(known) = self.known.get(&key)
            && opened > known.told
            && !scene.world.others(
                &(String::new(), u32::MAX),
                mailbox.mailbox.as_ref(),
                known.since,
                Effect::FLAGS,
            )
        {
            let lasts = |flag: &&Flag<'static>| is_permanent(known.permanent.as_deref(), flag);
            if let Some(flag) = known.flags.symmetric_difference(&flags).find(lasts) {
                let what = if flags.contains(flag) { "has" } else { "has lost" };
                let who = if known.who == *scene.key { "this" } else { "another" };
                bench
                    .broken(
                        scene,
                        &FLAGS,
                        format!("UID {uid} {what} {flag}, otherwise than {who} session left it"),
                    )
                    .at(scene.bytes(), "FLAGS");
            }
        }
        if !mailbox.read_only {
            let now = scene.told_since();
            self.known.insert(
                key,
                Known {
                    flags,
                    permanent: mailbox.permanent_flags.clone(),
                    since: now,
                    who: scene.key.clone(),
                    told: now,
                },
            );
        }
    }

    /// A STORE has been sent: notes which messages it asks to get flags that are not permanent
    /// and that they are known not to have.
    fn ask(&mut self, scene: &Scene<'_>) {
        let What::Command { command: Some(command), refused: false, .. } = &scene.happening.what
        else {
            return;
        };
        self.asked.remove(scene.key);
        let CommandBody::Store { uid: by_uid, set, action, flags, unchanged_since: None, .. } =
            &command.body
        else {
            return;
        };
        let (Some((account, name, validity)), Some(mailbox), [pending]) =
            (names(scene), scene.mailbox(), scene.view.pending())
        else {
            return;
        };
        let new: BTreeSet<Flag<'static>> = flags
            .iter()
            .filter(|flag| **flag != Flag::Recent && !is_lasting(mailbox, flag))
            .map(ToBoundedStatic::to_static)
            .collect();
        if new.is_empty() || *action == StoreAction::Remove || *set == SequenceSet::Saved {
            return;
        }
        let now = scene.world.now();
        let mut asked = Vec::new();
        for uid in named(mailbox, *by_uid, set) {
            let key = (account.clone(), name.clone(), validity, uid);
            if let Some(known) = self.known.get(&key)
                && !self_or_others(scene, mailbox, known.since, now)
            {
                asked.push((key, new.difference(&known.flags).cloned().collect()));
            }
        }
        self.asked.insert(scene.key.clone(), (pending.serial, asked));
    }

    /// A STORE is done: what it has set and is still not permanent will pass.
    fn pass(&mut self, scene: &Scene<'_>, done: &Completed<'_>) {
        let Some((serial, asked)) = self.asked.remove(scene.key) else { return };
        let Some(mailbox) = scene.mailbox().filter(|_| serial == done.pending.serial) else {
            return;
        };
        let others =
            scene.world.others(scene.key, mailbox.mailbox.as_ref(), done.began.tick, Effect::ANY);
        if done.is_plain_ok() && !others {
            for (key, mut flags) in asked {
                // A list that has come meanwhile may allow them.
                flags.retain(|flag| !is_lasting(mailbox, flag));
                self.passing.insert(key, (flags, scene.world.now()));
            }
        }
    }

    /// A STORE has been carried out: what is known changes with it, and holds from now on.
    fn stored(&mut self, scene: &Scene<'_>, done: &Completed<'_>) {
        let CommandBody::Store { uid: by_uid, set, action, flags, silent, unchanged_since, .. } =
            done.body
        else {
            return;
        };
        let (Some((account, name, validity)), Some(mailbox)) = (names(scene), scene.mailbox())
        else {
            return;
        };
        let others =
            scene.world.others(scene.key, mailbox.mailbox.as_ref(), done.began.tick, Effect::FLAGS);
        let moved = done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { .. }));
        if others
            || moved
            || unchanged_since.is_some()
            || *set == SequenceSet::Saved
            || mailbox.read_only
        {
            return;
        }
        let exists = done.began.exists.unwrap_or(0);
        let now = scene.world.now();
        for (number, message) in mailbox.messages() {
            let Some(uid) = message.uid else { continue };
            let named =
                if *by_uid { set.contains(uid, u32::MAX) } else { set.contains(number, exists) };
            let Some(known) = self.known.get_mut(&(account.clone(), name.clone(), validity, uid))
            else {
                continue;
            };
            // Only what held until this command was sent is known now.
            let told = known.told >= done.began.tick && known.who == *scene.key;
            let held = told || !self_or_others(scene, mailbox, known.since, done.began.tick);
            if !held {
                continue;
            }
            if named && *silent && !told {
                apply(&mut known.flags, *action, flags, mailbox);
            } else if named && !told {
                continue;
            }
            (known.since, known.told, known.who) = (now + 1, now, scene.key.clone());
        }
    }
}

/// Whether anybody may have changed flags from the one tick up to the other.
fn self_or_others(scene: &Scene<'_>, mailbox: &Selected, since: u64, until: u64) -> bool {
    scene.world.flags_between(mailbox.mailbox.as_ref(), since, until)
}

fn apply(
    flags: &mut BTreeSet<Flag<'static>>,
    action: StoreAction,
    with: &[Flag<'static>],
    mailbox: &Selected,
) {
    match action {
        StoreAction::Add => flags.extend(with.iter().cloned()),
        StoreAction::Remove => flags.retain(|flag| !with.contains(flag)),
        StoreAction::Replace => {
            flags.retain(|flag| !is_lasting(mailbox, flag));
            flags.extend(with.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, enters, keeps, play};

    const KNOWN: &str =
        "a C: 1 FETCH 1 (UID FLAGS)\na S: * 1 FETCH (UID 4 FLAGS (\\Flagged))\na S: 1 OK x\n";

    fn later(between: &str, flags: &str) -> Vec<crate::finding::Finding> {
        let (a, b) = (enters("a"), enters("b"));
        play(&format!(
            "{a}{KNOWN}{between}{b}b C: 1 FETCH 1 (UID FLAGS)\nb S: * 1 FETCH (UID 4 FLAGS ({flags}))\nb S: 1 OK x"
        ))
    }

    #[test]
    fn flags_are_as_they_were_left() {
        keeps(later("", "\\Flagged \\Recent"));
        breaks("lasting-flags", later("", ""));
        let store = "a C: 2 STORE 1 +FLAGS (\\Seen)\na S: * 1 FETCH (FLAGS (\\Flagged \\Seen))\na S: 2 OK x\n";
        keeps(later(store, "\\Flagged \\Seen"));
        breaks("lasting-flags", later(store, "\\Flagged"));
        let silent = "a C: 2 STORE 1 FLAGS.SILENT (\\Seen)\na S: 2 OK x\n";
        keeps(later(silent, "\\Seen"));
        breaks("lasting-flags", later(silent, "\\Flagged"));
    }

    #[test]
    fn what_is_not_permanent_passes() {
        let select = |client: &str, list: &str| {
            let plain = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";
            enters(client).replace("Draft x)", "Draft x y)").replace(
                &format!("PERMANENTFLAGS ({plain} \\*)"),
                &format!("PERMANENTFLAGS ({list})"),
            )
        };
        let play_with = |list: &str, sent: &str, between: &str, seen: &str| {
            let (a, b) = (select("a", list), select("b", list));
            play(&format!(
                "{a}{KNOWN}a C: 2 STORE 1 {sent}\na S: * 1 FETCH (FLAGS (\\Flagged y))\na S: 2 OK x\n{between}{b}b C: 1 FETCH 1 (UID FLAGS)\nb S: * 1 FETCH (UID 4 FLAGS ({seen}))\nb S: 1 OK x"
            ))
        };
        breaks("lasting-unlisted", play_with("\\Flagged", "+FLAGS (y)", "", "\\Flagged y"));
        breaks(
            "lasting-unlisted",
            play_with("\\Flagged", "FLAGS.SILENT (\\Flagged y)", "", "\\Flagged y"),
        );
        keeps(play_with("\\Flagged", "+FLAGS (y)", "", "\\Flagged"));
        keeps(play_with("\\Flagged \\*", "+FLAGS (y)", "", "\\Flagged y"));
        keeps(play_with("\\Flagged y", "+FLAGS (y)", "", "\\Flagged y"));
        // The message may have got it from another session, which may have been allowed.
        let other = enters("c") + "c C: 1 STORE 1 +FLAGS.SILENT (y)\nc S: 1 OK x\n";
        keeps(play_with("\\Flagged", "+FLAGS (y)", &other, "\\Flagged y"));
        // The list has grown before the STORE was done.
        let grown = "+FLAGS (y)\na S: * OK [PERMANENTFLAGS (\\Flagged y)] grown";
        keeps(play_with("\\Flagged", grown, "", "\\Flagged y"));
    }

    #[test]
    fn what_somebody_may_have_changed_is_not_known() {
        let other = enters("c") + "c C: 1 STORE 1 FLAGS.SILENT ()\nc S: 1 OK x\n";
        keeps(later(&other, ""));
        keeps(later("a C: 2 STORE 1 FLAGS.SILENT (\\Seen)\na S: 2 NO x\n", "\\Seen"));
        // Who had it open before may not know yet.
        let (a, b) = (enters("a"), enters("b"));
        keeps(play(&format!(
            "{a}{b}{KNOWN}b C: 1 FETCH 1 (UID FLAGS)\nb S: * 1 FETCH (UID 4 FLAGS ())\nb S: 1 OK x"
        )));
    }
}
