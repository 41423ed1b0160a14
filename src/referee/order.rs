//! When a removal may be told, and when the server may ask for more.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene};
use crate::client::view::Pending;
use crate::syntax::types::{CommandBody, Response, SearchKey, Untagged};

rules! { "order":
    EXPUNGE_DURING "expunge-during" Must ["9051#7.5.1", "3501#7.4.1"]
        "EXPUNGE is not sent while responding to FETCH, STORE or SEARCH: the numbers in use would shift.";
    EXPUNGE_IDLE "expunge-unasked" Must ["9051#7.5.1", "3501#7.4.1", "9051#5.3"]
        "EXPUNGE is not sent while no command is in progress.";
    VANISHED_DURING "vanished-during" Must ["7162#3.2.10.2"]
        "VANISHED is not sent while responding to FETCH, STORE or SEARCH, nor to UID SEARCH with message numbers.";
    VANISHED_IDLE "vanished-unasked" Must ["7162#3.2.10.2"]
        "VANISHED is not sent while no command is in progress.";
    CONTINUATION "continuation" Must ["9051#7.6", "3501#7.5", "7888#3"]
        "A continuation request is sent only to a command that awaits one.";
    IDLE_TWICE "idle-twice" Must ["2177#3", "9051#6.3.13"]
        "IDLE is continued once.";
    IDLE_ENDED "idle-ended" Must ["2177#3", "9051#6.3.13"]
        "Once continued, IDLE stays in progress until the client sends DONE: its OK comes after that.";
    EARLIER_FIRST "earlier-first" Must ["7162#3.2.6"]
        "VANISHED (EARLIER) comes before any FETCH response of its UID FETCH.";
    CLOSE "close" Must ["9051#6.4.1", "3501#6.4.2", "7162#3.2.8"]
        "CLOSE removes messages without telling: no EXPUNGE or VANISHED is sent.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Order::default())
}

#[derive(Default)]
struct Order {
    /// Serial of the command that FETCH responses have come to.
    fetched: Option<u64>,
}

impl Judge for Order {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if scene.nonsense() {
            return;
        }
        match scene.response() {
            Some(Response::Untagged(Untagged::Expunge(_))) => removal(scene, bench, false),
            Some(Response::Untagged(Untagged::Vanished { earlier: false, .. })) => {
                removal(scene, bench, true);
            }
            Some(Response::Untagged(Untagged::Vanished { earlier: true, .. })) => {
                if let Some(alone) = scene.view.alone()
                    && self.fetched == Some(alone.serial)
                    && matches!(alone.body(), Some(CommandBody::Fetch { uid: true, .. }))
                {
                    bench.broken(
                        scene,
                        &EARLIER_FIRST,
                        "VANISHED (EARLIER) behind a FETCH response",
                    );
                }
            }
            Some(Response::Untagged(Untagged::Fetch(..))) => {
                if let Some(alone) = scene.view.alone() {
                    self.fetched = Some(alone.serial);
                }
            }
            Some(Response::Continuation(_)) => continuation(scene, bench),
            Some(Response::Tagged(tagged)) => {
                let idle = scene.view.pending_tag(&tagged.tag).filter(|p| p.is_idle());
                if idle.is_some_and(|p| p.continued > 0 && !p.done) {
                    bench
                        .broken(scene, &IDLE_ENDED, "IDLE was ended although DONE was not sent")
                        .accepts("untagged responses, or BYE");
                }
            }
            _ => {}
        }
    }
}

/// The server has received all of it.
fn complete(pending: &Pending) -> bool {
    !pending.announced
}

fn removal(scene: &Scene<'_>, bench: &mut Bench, vanished: bool) {
    // RFC 5465 §5: NOTIFY allows it at any time.
    if scene.view.notify() {
        return;
    }
    if scene.view.alone().is_some_and(|p| matches!(p.body(), Some(CommandBody::Close))) {
        bench.broken(scene, &CLOSE, format!("{} while responding to CLOSE", scene.kind()));
    }
    let mut commands = scene.view.pending().iter().filter(|p| complete(p)).peekable();
    let what = scene.kind();
    if commands.peek().is_none() {
        let rule = if vanished { &VANISHED_IDLE } else { &EXPUNGE_IDLE };
        bench.broken(scene, rule, format!("{what} while no command was in progress"));
    } else if commands.all(|p| p.body().is_some_and(|body| forbids(body, vanished))) {
        // Whichever of several pipelined commands it answers, it may not.
        let rule = if vanished { &VANISHED_DURING } else { &EXPUNGE_DURING };
        bench
            .broken(scene, rule, format!("{what} while responding to FETCH, STORE or SEARCH"))
            .accepts("at the next command that is none of these, or while idling");
    }
}

fn forbids(body: &CommandBody<'_>, vanished: bool) -> bool {
    match body {
        CommandBody::Fetch { uid, .. } | CommandBody::Store { uid, .. } => !uid,
        CommandBody::Search { uid, search } => !uid || vanished && search.keys.iter().any(numbered),
        _ => false,
    }
}

fn numbered(key: &SearchKey<'_>) -> bool {
    match key {
        SearchKey::SequenceSet(_) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => numbered(key),
        SearchKey::Or(a, b) => numbered(a) || numbered(b),
        SearchKey::And(keys) => keys.iter().any(numbered),
        _ => false,
    }
}

fn continuation(scene: &Scene<'_>, bench: &mut Bench) {
    let view = scene.view;
    if view.pending().iter().any(Pending::may_be_continued) {
        return;
    }
    let idle = view.pending().iter().any(|p| p.is_idle() && p.continued > 0 && !p.done);
    if idle {
        bench.broken(scene, &IDLE_TWICE, "a second continuation request for IDLE");
    } else {
        bench.broken(scene, &CONTINUATION, "a continuation request that no command awaits");
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, selected};

    #[test]
    fn no_removal_while_numbers_are_in_use() {
        for command in ["FETCH 1 UID", "STORE 1 FLAGS.SILENT (x)", "SEARCH 1"] {
            let answer = "S: * SEARCH 1\nS: * 1 FETCH (UID 1 FLAGS (x))\n";
            let (before, after) = ("S: * 3 EXPUNGE\n", "S: 1 OK done");
            breaks(
                "order-expunge-during",
                selected(&format!("C: 1 {command}\n{answer}{before}{after}")),
            );
            keeps(selected(&format!("C: 1 UID {command}\n{answer}{before}{after}")));
        }
        // The NOOP may be what it answers.
        keeps(selected(
            "C: 1 NOOP\nC: 2 FETCH 1 UID\nS: * 3 EXPUNGE\nS: 1 OK done\nS: * 1 FETCH (UID 4)\nS: 2 OK done",
        ));
        breaks(
            "order-expunge-during",
            selected(
                "C: 1 NOOP\nC: 2 FETCH 1 UID\nS: 1 OK done\nS: * 3 EXPUNGE\nS: * 1 FETCH (UID 4)\nS: 2 OK done",
            ),
        );
    }

    #[test]
    fn no_removal_out_of_the_blue() {
        breaks("order-expunge-unasked", selected("S: * 1 EXPUNGE"));
        breaks("order-expunge-unasked", selected("A: 1 APPEND m {3}\nS: * 1 EXPUNGE"));
        keeps(selected("C: 1 IDLE\nS: + idling\nS: * 1 EXPUNGE\nL: DONE\nS: 1 OK done"));
        keeps(selected(
            "C: 1 NOTIFY SET (SELECTED (MessageNew MessageExpunge))\nS: 1 OK done\nS: * 1 EXPUNGE",
        ));
    }

    #[test]
    fn vanished_has_the_same_times() {
        let enable = "C: 0 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: 0 OK x\n";
        let told = |text: &str| selected(&format!("{enable}{text}"));
        breaks("order-vanished-unasked", told("S: * VANISHED 3"));
        let answer = "S: * SEARCH 3\nS: * VANISHED 3\nS: 1 OK x";
        breaks("order-vanished-during", told(&format!("C: 1 SEARCH 3\n{answer}")));
        breaks("order-vanished-during", told(&format!("C: 1 UID SEARCH 3\n{answer}")));
        keeps(told(&format!("C: 1 UID SEARCH UID 3\n{answer}")));
        let fetch = "C: 1 UID FETCH 1:9 (FLAGS) (CHANGEDSINCE 1 VANISHED)\n";
        let (gone, there) =
            ("S: * VANISHED (EARLIER) 3\n", "S: * 1 FETCH (UID 4 FLAGS () MODSEQ (5))\n");
        keeps(told(&format!("{fetch}{gone}{there}S: 1 OK x")));
        breaks("order-earlier-first", told(&format!("{fetch}{there}{gone}S: 1 OK x")));
    }

    #[test]
    fn close_is_silent() {
        breaks("order-close", selected("C: 1 CLOSE\nS: * 1 EXPUNGE\nS: 1 OK done"));
        keeps(selected("C: 1 EXPUNGE\nS: * 1 EXPUNGE\nS: 1 OK done\nC: 2 CLOSE\nS: 2 OK done"));
    }

    #[test]
    fn continuations_are_awaited() {
        breaks("order-continuation", selected("C: 1 NOOP\nS: + what\nS: 1 OK done"));
        breaks("order-continuation", logged_in("S: + what"));
        breaks(
            "order-idle-twice",
            selected("C: 1 IDLE\nS: + idling\nS: + idling\nL: DONE\nS: 1 OK done"),
        );
        keeps(selected("C: 1 IDLE\nS: + idling\nL: DONE\nS: 1 OK done"));
    }

    #[test]
    fn idle_ends_with_done() {
        breaks("order-idle-ended", selected("C: 1 IDLE\nS: + idling\nS: 1 OK done"));
        keeps(selected("C: 1 IDLE\nS: 1 NO not now"));
    }
}
