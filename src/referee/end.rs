//! How a connection ends.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene};
use crate::client::happening::What;
use crate::client::view::{Change, State};
use crate::finding::Grade;
use crate::syntax::types::{CommandBody, Status, Untagged};

rules! { "end":
    AFTER "after" Must ["9051#6.1.3", "3501#6.1.3", "9051#7.1.5"]
        "Behind the OK of LOGOUT, or a BYE instead of a greeting, the server says nothing more and closes.";
    NO_BYE "bye" Must ["3501#3.4", "9051#3.4"]
        "A server that closes the connection on its own says BYE first.";
    REFUSED "refused-literal" Should ["9051#4.3", "3501#4.3"]
        "A connection is not closed over a command whose literal is awaited, without an answer to it.";
    BYE_OPEN "bye-open" Should ["9051#7.1.5", "3501#7.1.5"]
        "After BYE the connection ends: no further command is carried out.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(End::default())
}

#[derive(Default)]
struct End {
    /// LOGOUT was answered with OK, or the greeting was BYE.
    over: bool,
    /// Serial of the first command that was sent after BYE was read.
    after_bye: Option<u64>,
}

impl Judge for End {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match &scene.happening.what {
            What::Response { .. } if self.over => {
                bench.broken(scene, &AFTER, format!("{} after the session was over", scene.kind()));
            }
            What::Response { .. } => {
                if let Some(tagged) = scene.tagged()
                    && tagged.status == Status::Ok
                    && let Some(first) = self.after_bye
                    && let Some(pending) = scene.view.pending_tag(&tagged.tag)
                    && pending.serial >= first
                    && !matches!(pending.body(), Some(CommandBody::Logout))
                {
                    bench.broken(scene, &BYE_OPEN, "OK for a command that was sent after BYE");
                }
            }
            What::Command { .. } if scene.view.bye() => {
                self.after_bye.get_or_insert(scene.view.commands());
            }
            What::Closed { by_server: true, .. } => self.closed(scene, bench),
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, _: &mut Bench) {
        let logged_out = change.completed.as_ref().is_some_and(|(pending, status)| {
            *status == Status::Ok && matches!(pending.body(), Some(CommandBody::Logout))
        });
        let greeted_bye = matches!(scene.untagged(), Some(Untagged::Bye(_)))
            && scene.view.state() == State::Logout
            && scene.view.commands() == 0;
        self.over |= logged_out || greeted_bye;
    }
}

impl End {
    fn closed(&self, scene: &Scene<'_>, bench: &mut Bench) {
        let view = scene.view;
        if self.over || view.bye() || view.state() == State::Greeting || scene.nonsense() {
            return;
        }
        // Encryption or compression that failed to begin is told below this layer.
        let changing = view.handshaking()
            || view.pending().iter().any(|p| {
                matches!(p.body(), Some(CommandBody::StartTls | CommandBody::Compress(_)))
            });
        if changing {
            return;
        }
        if view.pending().iter().any(|p| p.announced) {
            bench.broken(
                scene,
                &REFUSED,
                "the connection was closed instead of an answer to a literal",
            );
        }
        let rev1_only =
            view.has("IMAP4rev1") && !view.has("IMAP4rev2") && !scene.world.told("IMAP4rev2");
        let held = bench.broken(scene, &NO_BYE, "the server closed the connection without BYE");
        // RFC 9051 §3.4: SHOULD NOT.
        if !rev1_only {
            held.graded(Grade::Should);
        }
        held.accepts("* BYE … before the end");
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Grade;
    use crate::referee::script::{breaks, keeps, logged_in, play};

    #[test]
    fn nothing_comes_after_the_end() {
        let logout = "C: 1 LOGOUT\nS: * BYE bye\nS: 1 OK done\n";
        keeps(logged_in(&format!("{logout}S!")));
        breaks("end-after", logged_in(&format!("{logout}S: * OK still here")));
        breaks("end-after", play("S: * BYE full\nS: * OK or not"));
    }

    #[test]
    fn a_server_says_bye() {
        breaks("end-bye", logged_in("C: 1 NOOP\nS!"));
        keeps(logged_in("C: 1 NOOP\nS: * BYE tired\nS!"));
        keeps(logged_in("C: 1 NOOP\nC!"));
        keeps(play("S: * OK hello\nC: 1 STARTTLS\nS: 1 OK now\nS!"));
        let rev1 = "C: 0 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: 0 OK x\nC: 1 NOOP\nS!";
        assert_eq!(logged_in(rev1)[0].grade, Grade::Must);
        assert_eq!(logged_in(&rev1.replace("IMAP4rev1", "IMAP4rev2"))[0].grade, Grade::Should);
    }

    #[test]
    fn a_literal_is_answered() {
        breaks("end-refused-literal", logged_in("A: 1 APPEND m {3}\nS!"));
        keeps(logged_in("A: 1 APPEND m {3}\nS: * BYE no\nS!"));
    }

    #[test]
    fn bye_is_the_end() {
        breaks("end-bye-open", logged_in("S: * BYE tired\nC: 1 NOOP\nS: 1 OK done"));
        keeps(logged_in("C: 1 NOOP\nS: * BYE tired\nS: 1 OK done\nS!"));
    }
}
