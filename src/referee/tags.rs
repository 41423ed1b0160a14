//! Tags: each command has one tagged response, and each tagged response a command.

use std::collections::HashSet;

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene, show};
use crate::client::happening::What;
use crate::client::view::State;
use crate::syntax::frame::announced;
use crate::syntax::types::{CommandBody, Status};

rules! { "tags":
    ECHO "echo" Must ["9051#2.2.1", "3501#2.2.1", "9051#7.1"]
        "A tagged response bears the tag of a command that is in progress.";
    ONCE "once" Must ["9051#2.2.2", "3501#2.2.2"]
        "A command has one tagged response, and no second one.";
    REFUSED "no" Should ["9051#6.1.2", "9051#6.1.3", "3501#6.1.2", "3501#6.1.3"]
        "LOGOUT, NOOP and CAPABILITY are answered with OK, or with BAD where they are malformed: NO is none of their results.";
    UNCARRIED "unread" Must ["9051#2.2.1", "9051#4.3", "3501#7.5"]
        "A command whose literal is still awaited is not answered with OK.";
    STATE "state" Must ["9051#3", "3501#3"]
        "A command that is not allowed in the state of the session is not answered with OK.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Tags::default())
}

#[derive(Default)]
struct Tags {
    answered: HashSet<Vec<u8>>,
    /// Commands whose last announcement need not be one for the server.
    misplaced: HashSet<Vec<u8>>,
}

impl Judge for Tags {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if let What::Command { tag: Some(tag), .. } | What::Announced { tag: Some(tag), .. } =
            &scene.happening.what
        {
            self.answered.remove(*tag);
            self.misplaced.remove(*tag);
        }
        if let What::Announced { tag: Some(tag), bytes } = &scene.happening.what
            && is_misplaced(bytes)
        {
            self.misplaced.insert(tag.to_vec());
        }
        let Some(tagged) = scene.tagged() else { return };
        if scene.nonsense() {
            return;
        }
        let Some(pending) = scene.view.pending_tag(&tagged.tag) else {
            let tag = show(&tagged.tag);
            if self.answered.contains(tagged.tag.as_ref()) {
                bench
                    .broken(scene, &ONCE, format!("a second tagged response for {tag}"))
                    .at(scene.bytes(), &tag);
            } else {
                bench
                    .broken(
                        scene,
                        &ECHO,
                        format!(
                            "tagged response {tag}, but no command with this tag is in progress"
                        ),
                    )
                    .at(scene.bytes(), &tag)
                    .accepts(match scene.view.pending() {
                        [one] => format!("{} OK|NO|BAD …", show(&one.tag)),
                        _ => "the tag of a command in progress".to_owned(),
                    });
            }
            return;
        };
        if pending.announced
            && pending.command.is_none()
            && tagged.status == Status::Ok
            && !self.misplaced.contains(tagged.tag.as_ref())
        {
            bench.broken(scene, &UNCARRIED, "OK for a command whose literal was not yet sent");
        }
        let never_no = matches!(
            pending.body(),
            Some(CommandBody::Logout | CommandBody::Noop | CommandBody::Capability)
        );
        if never_no && tagged.status == Status::No {
            bench.broken(scene, &REFUSED, "NO for a command that has no such result");
        }
        if let Some(body) = pending.body()
            && tagged.status == Status::Ok
            && !pending.pipelined
            && !scene.view.uncertain()
            && !allowed(body, pending.state)
        {
            bench
                .broken(scene, &STATE, format!("OK in the {} state", name(pending.state)))
                .accepts("BAD or NO");
        }
        self.answered.insert(tagged.tag.to_vec());
    }
}

/// Whether a line ends with the announcement of a literal8 where the grammar has none. What a server
/// that does not know `~{5}` there takes it for is a word: it awaits nothing.
fn is_misplaced(bytes: &[u8]) -> bool {
    let from =
        memchr::memrchr(b'\n', bytes.strip_suffix(b"\n").unwrap_or(bytes)).map_or(0, |lf| lf + 1);
    if !announced(&bytes[from..]).is_some_and(|literal| literal.literal8) {
        return false;
    }
    let mut words = bytes.split(|&b| b == b' ').skip(1).map(<[u8]>::to_ascii_uppercase);
    let verb = words.next().filter(|word| word != b"UID").or_else(|| words.next());
    // RFC 3516 §4.4, RFC 8508 §5, RFC 5464 §5
    let known = [&b"APPEND"[..], b"REPLACE", b"SETMETADATA"];
    verb.is_none_or(|verb| !known.contains(&&verb[..]))
}

fn name(state: State) -> &'static str {
    match state {
        State::Greeting | State::NotAuthenticated => "not authenticated",
        State::Authenticated => "authenticated",
        State::Selected => "selected",
        State::Logout => "logout",
    }
}

/// Whether RFC 9051 §6 (and the extensions) allow the command in this state.
fn allowed(body: &CommandBody<'_>, state: State) -> bool {
    use CommandBody as C;
    match body {
        C::Capability
        | C::Noop
        | C::Logout
        | C::Id(_)
        | C::Extension(..)
        | C::Compress(_)
        | C::Language(_) => true,
        C::StartTls | C::Authenticate { .. } | C::Login { .. } => {
            matches!(state, State::NotAuthenticated | State::Greeting)
        }
        C::Check
        | C::Close
        | C::Unselect
        | C::Expunge(_)
        | C::Search { .. }
        | C::Sort { .. }
        | C::Thread { .. }
        | C::Fetch { .. }
        | C::Store { .. }
        | C::Copy { .. }
        | C::Move { .. }
        | C::Replace { .. } => state == State::Selected,
        // Where UNAUTHENTICATE or GETJMAPACCESS may stand is theirs to say.
        C::Unauthenticate | C::CancelUpdate(_) | C::Comparator(_) => true,
        _ => matches!(state, State::Authenticated | State::Selected),
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, play, selected};

    #[test]
    fn the_tag_comes_back() {
        breaks("tags-echo", logged_in("C: 1 NOOP\nS: 2 OK done"));
        breaks("tags-echo", logged_in("C: 1 NOOP\nC: 2 NOOP\nS: 1 OK done\nS: 3 OK done"));
        keeps(logged_in("C: 1 NOOP\nC: 2 NOOP\nS: 2 OK done\nS: 1 OK done"));
        // The answer to nonsense may be any.
        keeps(logged_in("L: what\nS: what BAD no"));
        keeps(logged_in("C: 1 SELECT (\nS: * BAD no"));
    }

    #[test]
    fn one_answer_is_enough() {
        breaks("tags-once", logged_in("C: 1 NOOP\nS: 1 OK done\nS: 1 OK done"));
        keeps(logged_in("C: 1 NOOP\nS: 1 OK done\nC: 1 NOOP\nS: 1 OK done"));
    }

    #[test]
    fn some_commands_are_never_refused() {
        breaks("tags-no", logged_in("C: 1 NOOP\nS: 1 NO no"));
        keeps(logged_in("C: 1 NOOP\nS: 1 BAD no"));
    }

    #[test]
    fn a_literal_is_read_before_its_command_is_done() {
        breaks("tags-unread", logged_in("A: 1 APPEND m {3}\nS: 1 OK done"));
        keeps(logged_in("A: 1 APPEND m {3}\nS: 1 NO [TRYCREATE] no"));
        breaks("tags-unread", selected("A: 1 SEARCH SUBJECT {3}\nS: 1 OK done"));
        breaks("tags-unread", logged_in("A: 1 APPEND m ~{3}\nS: 1 OK done"));
        // There is no literal8 in SEARCH: a server may take it for a word.
        keeps(selected("A: 1 SEARCH SUBJECT ~{3}\nS: 1 OK done"));
        keeps(selected("A: 1 UID SEARCH SUBJECT ~{3}\nS: 1 OK done"));
        keeps(logged_in("A: 1 APPEND m {3}\nS: + go\nC: 1 APPEND m {3}\\r\\nabc\nS: 1 OK done"));
    }

    #[test]
    fn commands_have_their_states() {
        breaks("tags-state", logged_in("C: 1 EXPUNGE\nS: 1 OK done"));
        breaks("tags-state", logged_in("C: 1 LOGIN a b\nS: 1 OK done"));
        breaks("tags-state", play("S: * OK hi\nC: 1 DELETE m\nS: 1 OK done"));
        keeps(selected("C: 1 EXPUNGE\nS: 1 OK done"));
        keeps(logged_in("C: 1 EXPUNGE\nS: 1 BAD no"));
        // Where it is pipelined behind the SELECT it is in time.
        keeps(logged_in("C: 1 EXAMINE x\nC: 2 CLOSE\nS: 1 NO no\nS: 2 BAD no"));
    }
}
