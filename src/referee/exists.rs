//! How many messages there are, and that numbers are within it.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene};
use crate::client::view::{Change, Numbers};
use crate::syntax::types::{CommandBody, Status, Untagged};

rules! { "exists":
    SHRINKS "shrinks" Must ["9051#5.2", "3501#5.2"]
        "EXISTS never tells fewer messages than before: only EXPUNGE (or VANISHED) takes messages away.";
    EXPUNGE "expunge-range" Must ["9051#7.5.1", "3501#7.4.1", "9051#2.3.1.2"]
        "EXPUNGE names a message that is there: a number from 1 to the number of messages.";
    FETCH "fetch-range" Must ["9051#2.3.1.2", "3501#2.3.1.2", "9051#7.5.2"]
        "FETCH names a message that the client knows of: a number from 1 to the number of messages.";
    VANISHED "vanished-range" Must ["7162#3.2.10.2"]
        "VANISHED without EARLIER names only messages that the client knows of: no more than there are.";
    RECENT "recent-range" Must ["3501#7.3.2", "3501#6.3.1"]
        "RECENT of a mailbox just selected is not more than its EXISTS.";
    UNSEEN "unseen-range" Must ["3501#7.1", "3501#6.3.1"]
        "UNSEEN names a message that is there.";
    APPENDED "append-told" Should ["9051#6.3.12", "3501#6.3.11"]
        "A message appended to the selected mailbox is told at once by EXISTS.";
    UID_NEXT "uidnext" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDNEXT is greater than the number of messages, since each of them has a smaller UID of its own.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Exists)
}

struct Exists;

impl Judge for Exists {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        let (Some(untagged), Some(mailbox)) = (scene.untagged(), scene.mailbox()) else { return };
        // While one of several SELECTs is opening, data may still be about the old mailbox.
        let between = scene.view.opening().is_some() && scene.view.selected().is_some();
        let Some(exists) = mailbox.exists else { return };
        if scene.nonsense() || between {
            return;
        }
        match untagged {
            Untagged::Exists(count) if *count < exists => {
                bench
                    .broken(scene, &SHRINKS, format!("EXISTS {count} where there were {exists}"))
                    .accepts(format!(
                        "EXISTS {exists} or more, or an EXPUNGE for each message that went"
                    ));
            }
            Untagged::Expunge(number) if *number == 0 || *number > exists => {
                bench.broken(
                    scene,
                    &EXPUNGE,
                    format!("EXPUNGE of {number} where there are {exists}"),
                );
            }
            Untagged::Fetch(number, _) if *number == 0 || *number > exists => {
                bench.broken(scene, &FETCH, format!("FETCH of {number} where there are {exists}"));
            }
            Untagged::Vanished { earlier: false, uids } => {
                let gone = Numbers::of(uids, u32::MAX).len();
                if gone > u64::from(exists) {
                    bench.broken(
                        scene,
                        &VANISHED,
                        format!("{gone} messages vanished where there were {exists}"),
                    );
                }
            }
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        if scene.nonsense() {
            return;
        }
        if change.opened
            && let Some(mailbox) = scene.mailbox()
            && let Some(exists) = mailbox.exists
        {
            if let Some(recent) = mailbox.recent.filter(|&recent| recent > exists) {
                bench.broken(scene, &RECENT, format!("RECENT {recent} where EXISTS is {exists}"));
            }
            if let Some(unseen) = mailbox.unseen.filter(|&n| n == 0 || n > exists) {
                bench.broken(scene, &UNSEEN, format!("UNSEEN {unseen} where EXISTS is {exists}"));
            }
            if let Some(next) = mailbox.uid_next.filter(|&next| next <= exists) {
                bench.broken(scene, &UID_NEXT, format!("UIDNEXT {next} where EXISTS is {exists}"));
            }
        }
        let Some(done) = scene.completed() else { return };
        if let CommandBody::Append { mailbox, .. } = done.body
            && done.status == Status::Ok
            && !done.pending.pipelined
            && let Some(selected) = scene.view.selected()
            && selected
                .mailbox
                .as_ref()
                .is_some_and(|name| name == mailbox || name.is_inbox() && mailbox.is_inbox())
            && !selected.doubtful
            && !done.has(|u| matches!(u, Untagged::Exists(_)))
        {
            bench.broken(
                scene,
                &APPENDED,
                "APPEND to the selected mailbox was answered without EXISTS",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, selected};

    #[test]
    fn exists_grows() {
        breaks("exists-shrinks", selected("C: 1 NOOP\nS: * 2 EXISTS\nS: 1 OK done"));
        keeps(selected("C: 1 NOOP\nS: * 1 EXPUNGE\nS: * 2 EXISTS\nS: 1 OK done"));
        keeps(selected("C: 1 NOOP\nS: * 4 EXISTS\nS: * 4 EXISTS\nS: 1 OK done"));
    }

    #[test]
    fn numbers_are_in_range() {
        breaks("exists-expunge-range", selected("C: 1 NOOP\nS: * 4 EXPUNGE\nS: 1 OK done"));
        breaks(
            "exists-expunge-range",
            selected("C: 1 EXPUNGE\nS: * 3 EXPUNGE\nS: * 3 EXPUNGE\nS: 1 OK done"),
        );
        keeps(selected("C: 1 EXPUNGE\nS: * 3 EXPUNGE\nS: * 2 EXPUNGE\nS: 1 OK done"));
        breaks("exists-fetch-range", selected("C: 1 NOOP\nS: * 4 FETCH (FLAGS ())\nS: 1 OK done"));
        keeps(selected("C: 1 NOOP\nS: * 4 EXISTS\nS: * 4 FETCH (FLAGS ())\nS: 1 OK done"));
    }

    #[test]
    fn no_more_vanish_than_there_are() {
        let enable = "C: 0 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: 0 OK x\nC: 1 NOOP\n";
        breaks("exists-vanished-range", selected(&format!("{enable}S: * VANISHED 1:4\nS: 1 OK x")));
        keeps(selected(&format!("{enable}S: * VANISHED 1:3\nS: 1 OK x")));
    }

    #[test]
    fn what_a_new_mailbox_says_of_itself() {
        let select = |recent: u32, unseen: u32, next: u32| {
            logged_in(&format!(
                "C: 1 SELECT m\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\nS: * 2 EXISTS\nS: * {recent} RECENT\nS: * OK [UNSEEN {unseen}] x\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT {next}] x\nS: * OK [PERMANENTFLAGS (\\*)] x\nS: 1 OK [READ-WRITE] done"
            ))
        };
        keeps(select(2, 2, 3));
        breaks("exists-recent-range", select(3, 2, 3));
        breaks("exists-unseen-range", select(2, 3, 3));
        breaks("exists-uidnext", select(2, 2, 2));
    }

    #[test]
    fn an_own_message_is_told() {
        breaks("exists-append-told", selected("C: 1 APPEND m {3+}\\r\\nabc\nS: 1 OK done"));
        keeps(selected("C: 1 APPEND m {3+}\\r\\nabc\nS: * 4 EXISTS\nS: 1 OK done"));
        keeps(selected("C: 1 APPEND x {3+}\\r\\nabc\nS: 1 OK done"));
    }
}
