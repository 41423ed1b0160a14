//! What EXPUNGE and MOVE take away: what they should, all of it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::bench::Bench;
use super::data::named;
use super::effect::Effect;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use super::sure::Sure;
use crate::client::view::{Change, Message, Selected};
use crate::syntax::types::{CommandBody, Flag, SequenceSet, Untagged};

rules! { "expunge":
    UNDELETED "undeleted" Must ["9051#6.4.3", "3501#6.4.3"]
        "EXPUNGE removes only messages that have \\Deleted.";
    LEFT "left" Must ["9051#6.4.3", "3501#6.4.3", "4315#2.1"]
        "EXPUNGE removes and tells all messages that have \\Deleted; UID EXPUNGE those of its set.";
    OUTSIDE "outside" Must ["4315#2.1", "9051#6.4.9"]
        "UID EXPUNGE removes only messages of its set.";
    MOVED "moved" Must ["6851#3.1", "6851#3.3", "9051#6.4.8"]
        "MOVE removes each message of its set from the mailbox and tells it.";
    KEPT "kept" Must ["6851#3.3", "9051#6.4.8"]
        "MOVE removes only messages of its set.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Expunge::default())
}

#[derive(Default)]
struct Expunge {
    sure: Sure,
    /// Messages told to be removed since the last command was sent, by UID.
    gone: BTreeMap<u32, Message>,
    /// UIDs of the messages that the MOVE in progress names.
    moving: Vec<u32>,
    /// UIDs that were known when it was sent: whether it names another one is not known.
    known: BTreeSet<u32>,
}

impl Judge for Expunge {
    fn before(&mut self, scene: &Scene<'_>, _: &mut Bench) {
        let crate::client::happening::What::Command { command: Some(command), .. } =
            &scene.happening.what
        else {
            return;
        };
        self.gone.clear();
        self.moving.clear();
        self.known.clear();
        if let (CommandBody::Move { uid, set, .. }, Some(mailbox)) =
            (&command.body, scene.mailbox())
        {
            self.moving = named(mailbox, *uid, set);
            self.known = mailbox.messages().filter_map(|(_, message)| message.uid).collect();
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        for gone in &change.gone {
            if let Some(uid) = gone.message.uid {
                self.gone.insert(uid, gone.message.clone());
            }
        }
        if let Some(done) = scene.completed()
            && done.is_plain_ok()
            && !scene.nonsense()
            && let Some(mailbox) = scene.mailbox()
            && !scene.world.others(
                scene.key,
                mailbox.mailbox.as_ref(),
                scene.world.opened(scene.key),
                Effect::ANY,
            )
        {
            match done.body {
                CommandBody::Expunge(set) => self.expunged(scene, bench, mailbox, set.as_ref()),
                CommandBody::Move { .. } => self.moved(scene, bench, mailbox, &done),
                _ => {}
            }
        }
        self.sure.after(scene, change);
    }
}

fn deleted(message: &Message) -> Option<bool> {
    message.flags.as_ref().map(|flags| flags.contains(&Flag::Deleted))
}

impl Expunge {
    fn expunged(
        &self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        set: Option<&SequenceSet>,
    ) {
        // `$` and `*` are not known here.
        let inside = |uid: u32| {
            set.is_none_or(|set| *set == SequenceSet::Saved || set.contains(uid, u32::MAX))
        };
        for (&uid, message) in &self.gone {
            if self.sure.flags() && deleted(message) == Some(false) {
                bench.broken(
                    scene,
                    &UNDELETED,
                    format!("UID {uid} was removed, which did not have \\Deleted"),
                );
            }
            let starred = matches!(set, Some(SequenceSet::Ranges(ranges)) if ranges.iter().any(|r| {
                [r.from, r.to].contains(&crate::syntax::types::SeqNumber::Star)
            }));
            if !inside(uid) && !starred {
                bench.broken(
                    scene,
                    &OUTSIDE,
                    format!("UID {uid} was removed, which UID EXPUNGE did not name"),
                );
            }
        }
        if mailbox.read_only || set == Some(&SequenceSet::Saved) || !self.sure.flags() {
            return;
        }
        let left = mailbox.messages().find(|(_, message)| {
            deleted(message) == Some(true) && (set.is_none() || message.uid.is_some_and(inside))
        });
        if let Some((number, _)) = left {
            bench.broken(
                scene,
                &LEFT,
                format!("message {number} has \\Deleted and was not removed"),
            );
        }
    }

    fn moved(
        &self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        done: &Completed<'_>,
    ) {
        let CommandBody::Move { uid, set, .. } = done.body else { return };
        if *set == SequenceSet::Saved {
            return;
        }
        if let Some(uid) = self.moving.iter().find(|&&uid| mailbox.by_uid(uid).is_some()) {
            bench.broken(
                scene,
                &MOVED,
                format!("UID {uid} was moved and is not told to be removed"),
            );
        }
        let removed = done.untagged().filter(|u| matches!(u, Untagged::Expunge(_))).count();
        let all_known = removed == self.gone.len();
        let stars = matches!(set, SequenceSet::Ranges(ranges) if *uid && ranges.iter().any(|r| {
            [r.from, r.to].contains(&crate::syntax::types::SeqNumber::Star)
        }));
        if let Some(other) =
            self.gone.keys().find(|uid| self.known.contains(uid) && !self.moving.contains(uid))
            && all_known
            && !stars
        {
            bench.broken(scene, &KEPT, format!("UID {other} was removed, which MOVE did not name"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, selected};

    const KNOWN: &str = "C: 0 FETCH 1:3 (UID FLAGS)\nS: * 1 FETCH (UID 2 FLAGS (\\Deleted))\nS: * 2 FETCH (UID 4 FLAGS ())\nS: * 3 FETCH (UID 5 FLAGS (\\Deleted))\nS: 0 OK x\n";

    fn told(command: &str, answers: &str) -> Vec<crate::finding::Finding> {
        selected(&format!("{KNOWN}C: 1 {command}\n{answers}S: 1 OK x"))
    }

    #[test]
    fn just_the_deleted_go() {
        keeps(told("EXPUNGE", "S: * 3 EXPUNGE\nS: * 1 EXPUNGE\n"));
        breaks(
            "expunge-undeleted",
            told("EXPUNGE", "S: * 3 EXPUNGE\nS: * 2 EXPUNGE\nS: * 1 EXPUNGE\n"),
        );
        breaks("expunge-left", told("EXPUNGE", "S: * 3 EXPUNGE\n"));
        keeps(selected("C: 1 EXPUNGE\nS: 1 OK x"));
    }

    #[test]
    fn uid_expunge_keeps_to_its_set() {
        keeps(told("UID EXPUNGE 3:9", "S: * 3 EXPUNGE\n"));
        breaks("expunge-outside", told("UID EXPUNGE 3:9", "S: * 3 EXPUNGE\nS: * 1 EXPUNGE\n"));
        breaks("expunge-left", told("UID EXPUNGE 3:9", ""));
    }

    #[test]
    fn what_is_moved_goes() {
        keeps(told("MOVE 2 x", "S: * 2 EXPUNGE\n"));
        breaks("expunge-moved", told("MOVE 2 x", ""));
        breaks("expunge-kept", told("MOVE 2 x", "S: * 2 EXPUNGE\nS: * 2 EXPUNGE\n"));
        // That message 4 is UID 10 is only learnt while it is moved.
        keeps(told("UID MOVE 10 x", "S: * 4 EXISTS\nS: * 4 FETCH (UID 10)\nS: * 4 EXPUNGE\n"));
    }
}
