//! Unique identifiers within one session.

use super::bench::Bench;
use super::data::uid_of;
use super::rule::rules;
use super::scene::{Judge, Scene};
use crate::client::view::{Change, Numbers, Selected};
use crate::syntax::types::{Code, Untagged};

rules! { "uids":
    ASCEND "ascend" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDs ascend strictly with message sequence numbers.";
    STABLE "stable" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "The UID of a message does not change during the session.";
    NEXT "next" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "The messages that are there when a mailbox is selected have UIDs below its UIDNEXT.";
    FRESH "fresh" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "A message that arrives after UIDNEXT was told has a UID that is not below it.";
    GONE "gone" Must ["9051#2.3.1.1", "9051#7.5.1", "3501#2.3.1.1"]
        "A message that was told to be removed is not told of again, and its UID not used again.";
    VALIDITY "validity" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDVALIDITY does not change while the mailbox is selected.";
    VISIBLE "vanished" Must ["7162#3.2.10.2"]
        "VANISHED without EARLIER names only messages that the client knows to be there.";
    STICKY "sticky" Must ["9586#3"]
        "Once UIDONLY is enabled, UIDNOTSTICKY is not told.";
}

/// How many messages are looked at to find the next one whose UID is known.
const NEAR: u32 = 1000;

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Uids::default())
}

#[derive(Default)]
struct Uids {
    /// Messages that were there when the mailbox was selected and are still; where it is known.
    old: Option<u32>,
    /// UIDNEXT told then.
    next: Option<u32>,
    /// UIDs of messages that were told to be removed since.
    gone: Numbers,
}

impl Judge for Uids {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        let Some(mailbox) = scene.mailbox() else { return };
        // A SELECT in progress leaves open whose data it is.
        if scene.nonsense() || scene.view.opening().is_some() && scene.view.selected().is_some() {
            return;
        }
        match scene.untagged() {
            Some(Untagged::Fetch(number, items)) => {
                if let Some(uid) = uid_of(items) {
                    self.fetch(scene, bench, mailbox, *number, uid);
                }
            }
            Some(Untagged::UidFetch(uid, _)) => self.known(scene, bench, *uid),
            Some(Untagged::Vanished { earlier: false, uids }) if mailbox.all_uids_known() => {
                let vanished = Numbers::of(uids, u32::MAX);
                let there: Numbers = mailbox.messages().filter_map(|(_, m)| m.uid).collect();
                if let Some(uid) = vanished.first_outside(&there) {
                    bench
                        .broken(
                            scene,
                            &VISIBLE,
                            format!("UID {uid} vanished, but no such message was there"),
                        )
                        .accepts(format!("some of {there}"));
                }
            }
            Some(Untagged::Status(..)) => self.code(scene, bench, mailbox),
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, _: &mut Bench) {
        if change.opened || change.closed.is_some() {
            *self = Self::default();
        }
        if change.opened
            && let Some(mailbox) = scene.view.selected().filter(|m| !m.doubtful)
        {
            (self.old, self.next) = (mailbox.exists, mailbox.uid_next);
        }
        for gone in &change.gone {
            match (gone.number, self.old) {
                (Some(number), Some(old)) if number <= old => self.old = Some(old - 1),
                (None, _) => self.old = None,
                _ => {}
            }
            if let Some(uid) = gone.message.uid {
                self.gone.insert(uid, uid);
            }
        }
    }
}

impl Uids {
    fn fetch(
        &self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        number: u32,
        uid: u32,
    ) {
        self.known(scene, bench, uid);
        if let Some(before) = mailbox.message(number).and_then(|m| m.uid)
            && before != uid
        {
            bench.broken(
                scene,
                &STABLE,
                format!("message {number} has UID {uid}, and had {before}"),
            );
            return;
        }
        let near = |number: u32| Some((number, mailbox.message(number)?.uid?));
        let below = (1..number).rev().take(NEAR as usize).find_map(near);
        let above = (number.saturating_add(1)..=number.saturating_add(NEAR)).find_map(near);
        for (other, known) in [below, above].into_iter().flatten() {
            if (other < number) != (known < uid) || known == uid {
                bench.broken(
                    scene,
                    &ASCEND,
                    format!("message {number} has UID {uid}, message {other} has UID {known}"),
                );
            }
        }
        if let (Some(old), Some(next)) = (self.old, self.next) {
            if number <= old && uid >= next {
                bench
                    .broken(
                        scene,
                        &NEXT,
                        format!(
                            "UID {uid} of a message that was there when UIDNEXT {next} was told"
                        ),
                    )
                    .accepts(format!("a UID below {next}"));
            } else if number > old && uid < next {
                bench
                    .broken(
                        scene,
                        &FRESH,
                        format!("UID {uid} of a message that came after UIDNEXT {next} was told"),
                    )
                    .accepts(format!("a UID of {next} or more"));
            }
        }
    }

    fn known(&self, scene: &Scene<'_>, bench: &mut Bench, uid: u32) {
        if self.gone.contains(uid) {
            bench.broken(scene, &GONE, format!("UID {uid}, which was told to be removed"));
        }
    }

    fn code(&self, scene: &Scene<'_>, bench: &mut Bench, mailbox: &Selected) {
        match scene.code() {
            Some(Code::UidValidity(value)) => {
                if let Some(before) = mailbox.uid_validity.filter(|before| before != value) {
                    bench.broken(
                        scene,
                        &VALIDITY,
                        format!("UIDVALIDITY {value}, which was {before}"),
                    );
                }
            }
            Some(Code::UidNotSticky) if scene.view.is_enabled("UIDONLY") => {
                bench.broken(scene, &STICKY, "UIDNOTSTICKY once UIDONLY was enabled");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, selected};

    fn told(responses: &str) -> Vec<crate::finding::Finding> {
        selected(&format!("C: 1 UID FETCH 1:* (UID)\n{responses}\nS: 1 OK done"))
    }

    #[test]
    fn uids_ascend_and_stay() {
        keeps(told("S: * 3 FETCH (UID 9)\nS: * 1 FETCH (UID 2)\nS: * 2 FETCH (UID 5)"));
        breaks(
            "uids-ascend",
            told("S: * 1 FETCH (UID 5)\nS: * 3 FETCH (UID 4)\nS: * 2 FETCH (UID 6)"),
        );
        breaks(
            "uids-ascend",
            told("S: * 3 FETCH (UID 5)\nS: * 1 FETCH (UID 5)\nS: * 2 FETCH (UID 6)"),
        );
        breaks("uids-stable", told("S: * 3 FETCH (UID 5)\nS: * 3 FETCH (UID 6)"));
    }

    #[test]
    fn uidnext_parts_old_from_new() {
        breaks(
            "uids-next",
            told("S: * 1 FETCH (UID 1)\nS: * 2 FETCH (UID 2)\nS: * 3 FETCH (UID 10)"),
        );
        breaks(
            "uids-fresh",
            selected("C: 1 NOOP\nS: * 4 EXISTS\nS: * 4 FETCH (UID 9)\nS: 1 OK done"),
        );
        keeps(selected("C: 1 NOOP\nS: * 4 EXISTS\nS: * 4 FETCH (UID 10)\nS: 1 OK done"));
        keeps(selected(
            "C: 1 NOOP\nS: * 1 EXPUNGE\nS: * 3 EXISTS\nS: * 3 FETCH (UID 10)\nS: 1 OK done",
        ));
    }

    #[test]
    fn what_is_gone_stays_gone() {
        let gone = "C: 1 NOOP\nS: * 3 FETCH (UID 9)\nS: * 3 EXPUNGE\nS: * 3 EXISTS\n";
        breaks("uids-gone", selected(&format!("{gone}S: * 3 FETCH (UID 9)\nS: 1 OK done")));
        keeps(selected(&format!("{gone}S: * 3 FETCH (UID 10)\nS: 1 OK done")));
    }

    #[test]
    fn validity_stays() {
        breaks("uids-validity", selected("C: 1 NOOP\nS: * OK [UIDVALIDITY 8] new\nS: 1 OK done"));
        keeps(selected("C: 1 NOOP\nS: * OK [UIDVALIDITY 7] as before\nS: 1 OK done"));
    }

    #[test]
    fn uidonly_has_lasting_uids() {
        let enable = "C: 0 ENABLE UIDONLY\nS: * ENABLED UIDONLY\nS: 0 OK x\n";
        let told = "C: 1 NOOP\nS: * NO [UIDNOTSTICKY] x\nS: 1 OK x";
        breaks("uids-sticky", selected(&format!("{enable}{told}")));
        keeps(selected(told));
    }

    #[test]
    fn only_what_is_there_vanishes() {
        let known = "C: 0 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: 0 OK done\nC: 1 UID FETCH 1:* (UID)\nS: * 1 FETCH (UID 2)\nS: * 2 FETCH (UID 4)\nS: * 3 FETCH (UID 5)\nS: 1 OK done\nC: 2 NOOP\n";
        breaks("uids-vanished", selected(&format!("{known}S: * VANISHED 3\nS: 2 OK done")));
        keeps(selected(&format!("{known}S: * VANISHED 4:5\nS: 2 OK done")));
    }
}
