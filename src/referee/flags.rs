//! Flags within one session: what is told of them, what STORE does, what stays.

use std::collections::{BTreeMap, BTreeSet};

use bounded_static::ToBoundedStatic;

use super::bench::Bench;
use super::data::{flags_of, is_lasting, uid_of};
use super::effect::{Effect, sets_seen};
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use crate::client::happening::What;
use crate::client::view::{Change, Selected};
use crate::syntax::types::{CommandBody, Flag, MsgAtt, SequenceSet, Status, StoreAction, Untagged};

rules! { "flags":
    TOLD "store-told" Should ["9051#6.4.6", "3501#6.4.6"]
        "STORE without .SILENT tells the new flags of each message.";
    STORED "store" Must ["9051#6.4.6", "3501#6.4.6"]
        "STORE leaves a message with just the flags that were set, or with those added and without those removed.";
    UNCHANGED "unchanged" Must ["9051#2.3.2", "3501#2.3.2"]
        "The system flags of a message do not change unless somebody changes them.";
    SEEN_TOLD "seen-told" Should ["9051#6.4.5", "3501#6.4.5"]
        "A FETCH that sets \\Seen tells the new flags.";
    SEEN "seen" Must ["9051#6.4.5", "3501#6.4.5"]
        "Fetching a message's octets without PEEK sets \\Seen.";
    PEEK "peek" Must ["9051#6.4.5", "3501#6.4.5"]
        "BODY.PEEK and items that give no octets do not set \\Seen.";
    EXAMINED "examine" Must ["9051#6.3.3", "3501#6.3.2"]
        "In a mailbox opened with EXAMINE nothing is changed: fetching does not set \\Seen, and STORE does not succeed in changing flags.";
    LISTED "listed" May ["9051#7.3.5", "3501#7.2.6"]
        "The keywords of messages are among the mailbox's FLAGS.";
    TWICE "twice" May ["9051#2.3.2", "3501#2.3.2"]
        "A list of flags names each flag once.";
    PERMANENT "permanent" May ["9051#7.1", "3501#7.1"]
        "The flags of PERMANENTFLAGS are among the mailbox's FLAGS.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Flags::default())
}

#[derive(Default)]
struct Flags {
    /// Flags as told last, and when, by UID.
    told: BTreeMap<u32, (BTreeSet<Flag<'static>>, u64)>,
    /// Messages whose octets were fetched without PEEK, so that they have `\Seen`; and since when.
    seen: BTreeMap<u32, u64>,
    examined: bool,
}

impl Judge for Flags {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if let What::Command { command: Some(command), .. } = &scene.happening.what
            && matches!(command.body, CommandBody::Store { .. } | CommandBody::Extension(..))
        {
            self.seen.clear();
        }
        if scene.nonsense() || scene.view.opening().is_some() && scene.view.selected().is_some() {
            return;
        }
        let Some(mailbox) = scene.mailbox() else { return };
        match scene.untagged() {
            Some(Untagged::Fetch(number, items)) => {
                let uid = uid_of(items).or_else(|| mailbox.message(*number).and_then(|m| m.uid));
                self.fetch(scene, bench, mailbox, uid, items);
            }
            Some(Untagged::UidFetch(uid, items)) => {
                self.fetch(scene, bench, mailbox, Some(*uid), items)
            }
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        if change.opened || change.closed.is_some() {
            self.told.clear();
            self.seen.clear();
        }
        for gone in &change.gone {
            if let Some(uid) = gone.message.uid {
                self.told.remove(&uid);
                self.seen.remove(&uid);
            }
        }
        let Some(done) = scene.completed() else { return };
        if change.opened {
            self.examined = matches!(done.body, CommandBody::Examine(..));
            listed(scene, bench);
        }
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        let Some(mailbox) = scene.mailbox() else { return };
        match done.body {
            CommandBody::Store { .. } => self.stored(scene, bench, mailbox, &done),
            CommandBody::Fetch { items, .. } if items.iter().any(sets_seen) => {
                self.fetched(scene, bench, mailbox, &done);
            }
            _ => {}
        }
    }
}

/// PERMANENTFLAGS against FLAGS, once both are told.
fn listed(scene: &Scene<'_>, bench: &mut Bench) {
    let Some(mailbox) = scene.view.selected() else { return };
    if let (Some(flags), Some(permanent)) = (&mailbox.flags, &mailbox.permanent_flags)
        && let Some(flag) =
            permanent.iter().find(|&flag| *flag != Flag::Wildcard && !flags.contains(flag))
    {
        bench.broken(scene, &PERMANENT, format!("PERMANENTFLAGS has {flag}, FLAGS has not"));
    }
}

impl Flags {
    fn fetch(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        uid: Option<u32>,
        items: &[MsgAtt<'_>],
    ) {
        let Some(flags) = flags_of(items) else { return };
        let set: BTreeSet<Flag<'static>> = flags.iter().map(ToBoundedStatic::to_static).collect();
        if set.len() != flags.len() {
            bench.broken(scene, &TWICE, "a flag is named twice").at(scene.bytes(), "FLAGS");
        }
        if let Some(all) = &mailbox.flags
            && let Some(flag) =
                set.iter().find(|f| matches!(f, Flag::Keyword(_)) && !all.contains(f))
        {
            bench.broken(scene, &LISTED, format!("{flag} is not among the mailbox's FLAGS"));
        }
        let (Some(uid), now) = (uid, scene.told_since()) else { return };
        let name = mailbox.mailbox.as_ref();
        if let Some((before, since)) = self.told.get(&uid)
            && !scene.world.anybody(name, *since, Effect::FLAGS)
        {
            let system = |flag: &&Flag<'static>| {
                matches!(
                    flag,
                    Flag::Answered | Flag::Flagged | Flag::Deleted | Flag::Seen | Flag::Draft
                )
            };
            if let Some(flag) = before.symmetric_difference(&set).find(system) {
                let what = if set.contains(flag) { "has" } else { "has lost" };
                let asked = scene
                    .view
                    .pending()
                    .iter()
                    .any(|p| matches!(p.body(), Some(CommandBody::Fetch { .. })));
                let rule = if *flag == Flag::Seen && set.contains(flag) && asked {
                    &PEEK
                } else {
                    &UNCHANGED
                };
                bench
                    .broken(
                        scene,
                        rule,
                        format!("UID {uid} {what} {flag}, which nobody has changed"),
                    )
                    .at(scene.bytes(), "FLAGS");
            }
        }
        if let Some(since) = self.seen.get(&uid)
            && !set.contains(&Flag::Seen)
            && !self.examined
            && scene.view.pending().iter().all(|p| !matches!(p.body(), Some(CommandBody::Fetch { items, .. }) if items.iter().any(sets_seen)))
            && !scene.world.others(scene.key, name, *since, Effect::FLAGS)
        {
            bench.broken(scene, &SEEN, format!("UID {uid} has no \\Seen although its octets were fetched")).at(scene.bytes(), "FLAGS");
        }
        if self.examined
            && let Some((before, since)) = self.told.get(&uid)
            && !scene.world.others(scene.key, name, *since, Effect::FLAGS)
            && let Some(flag) =
                before.symmetric_difference(&set).find(|&flag| is_lasting_system(flag))
        {
            bench
                .broken(
                    scene,
                    &EXAMINED,
                    format!("{flag} of UID {uid} has changed in a mailbox opened with EXAMINE"),
                )
                .at(scene.bytes(), "FLAGS");
        }
        self.told.insert(uid, (set, now));
    }

    fn stored(
        &self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        done: &Completed<'_>,
    ) {
        let CommandBody::Store { uid, set, action, silent, flags, unchanged_since, .. } = done.body
        else {
            return;
        };
        if *set == SequenceSet::Saved || unchanged_since.is_some() || self.examined {
            return;
        }
        let others =
            scene.world.others(scene.key, mailbox.mailbox.as_ref(), done.began.tick, Effect::FLAGS);
        let removed = done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { .. }));
        if removed || mailbox.read_only {
            return;
        }
        let exists = done.began.exists.unwrap_or(0);
        for (number, message) in (1..=exists.min(MOST)).map(|n| (n, mailbox.message(n))) {
            let known = message.and_then(|m| m.uid);
            let named = if *uid {
                known.is_some_and(|uid| set.contains(uid, u32::MAX))
            } else {
                set.contains(number, exists)
            };
            if !named {
                continue;
            }
            let last = done.untagged().filter_map(|u| match u {
                Untagged::Fetch(n, items) if *n == number => flags_of(items),
                Untagged::UidFetch(u, items) if Some(*u) == known => flags_of(items),
                _ => None,
            });
            let Some(last) = last.last() else {
                if !silent
                    && !scene.world.others(
                        scene.key,
                        mailbox.mailbox.as_ref(),
                        scene.world.opened(scene.key),
                        Effect::REMOVES,
                    )
                {
                    bench.broken(
                        scene,
                        &TOLD,
                        format!("OK without the new flags of message {number}"),
                    );
                }
                continue;
            };
            if others || *silent {
                continue;
            }
            let wrong = match action {
                StoreAction::Add => {
                    flags.iter().find(|f| is_lasting(mailbox, f) && !last.contains(f))
                }
                StoreAction::Remove => {
                    flags.iter().find(|f| is_lasting(mailbox, f) && last.contains(f))
                }
                StoreAction::Replace => flags
                    .iter()
                    .find(|f| is_lasting(mailbox, f) && !last.contains(f))
                    .or_else(|| last.iter().find(|f| is_lasting(mailbox, f) && !flags.contains(f))),
            };
            if let Some(flag) = wrong {
                let what = if last.contains(flag) { "has" } else { "does not have" };
                bench.broken(
                    scene,
                    &STORED,
                    format!("message {number} {what} {flag} after the STORE"),
                );
            }
        }
    }

    /// A FETCH that sets `\Seen` has ended.
    fn fetched(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        done: &Completed<'_>,
    ) {
        if mailbox.read_only
            || self.examined
            || !is_lasting(mailbox, &Flag::Seen)
            || done.status != Status::Ok
        {
            return;
        }
        let removed = done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { .. }));
        let others =
            scene.world.others(scene.key, mailbox.mailbox.as_ref(), done.began.tick, Effect::FLAGS);
        if removed || others {
            return;
        }
        for (number, message) in mailbox.messages() {
            let Some(uid) = message.uid else { continue };
            let mine = |u: &&Untagged<'static>| match u {
                Untagged::Fetch(n, _) => *n == number,
                Untagged::UidFetch(u, _) => *u == uid,
                _ => false,
            };
            let items = done.untagged().filter(mine).filter_map(|u| match u {
                Untagged::Fetch(_, items) | Untagged::UidFetch(_, items) => Some(items),
                _ => None,
            });
            let (mut octets, mut last) = (false, None);
            for items in items {
                octets |= items.iter().any(gives_octets);
                last = flags_of(items).or(last);
            }
            if !octets {
                continue;
            }
            self.seen.insert(uid, done.began.tick);
            // What was told before is still in the view where nothing was told now.
            let had = message.flags.as_ref().is_some_and(|flags| flags.contains(&Flag::Seen));
            let knew = message.flags.is_some();
            let has = last.map_or(had, |flags| flags.contains(&Flag::Seen));
            if knew && !has {
                bench.broken(
                    scene,
                    &SEEN_TOLD,
                    format!("message {number} was fetched, and is not told to have \\Seen"),
                );
            }
        }
    }
}

/// Messages looked at after a STORE.
const MOST: u32 = 10_000;

fn is_lasting_system(flag: &Flag<'_>) -> bool {
    matches!(flag, Flag::Answered | Flag::Flagged | Flag::Deleted | Flag::Seen | Flag::Draft)
}

fn gives_octets(item: &MsgAtt<'_>) -> bool {
    matches!(
        item,
        MsgAtt::Rfc822(Some(_))
            | MsgAtt::Rfc822Text(Some(_))
            | MsgAtt::BodySection { data: Some(_), .. }
            | MsgAtt::Binary { data: Some(_), .. }
    )
}
