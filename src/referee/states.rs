//! Responses that the state of the session, or what was enabled, does not allow.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene};
use crate::client::view::State;
use crate::syntax::types::{CommandBody, Untagged};

rules! { "states":
    MAILBOX "mailbox" Must ["9051#3.3", "9051#7.4.1", "3501#7.3.1"]
        "Data of messages (EXISTS, EXPUNGE, FETCH, …) is sent only while a mailbox is selected or being selected.";
    AUTHENTICATED "authenticated" Must ["9051#3.1", "3501#3.1"]
        "Data of mailboxes is sent only once the client has authenticated.";
    UIDFETCH "uidfetch" Must ["9586#3"]
        "UIDFETCH is sent only once UIDONLY is enabled.";
    FETCH "fetch" Must ["9586#3"]
        "Once UIDONLY is enabled, FETCH and EXPUNGE are replaced by UIDFETCH and VANISHED.";
    VANISHED "vanished" Must ["7162#3.2.3", "7162#3.2.10.2"]
        "VANISHED is sent only once QRESYNC or UIDONLY is enabled.";
    EXPUNGE "expunge" Must ["7162#3.2.3", "7162#3.2.10"]
        "Once QRESYNC is enabled, removed messages are told by VANISHED and no longer by EXPUNGE, unless the mailbox has no mod-sequences.";
    EARLIER "earlier" Must ["7162#3.2.10.1"]
        "VANISHED (EARLIER) answers only SELECT or EXAMINE with QRESYNC, or UID FETCH with VANISHED.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(States)
}

struct States;

impl Judge for States {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if let Some(untagged) = scene.untagged()
            && !scene.view.uncertain()
            && !scene.nonsense()
        {
            by_state(scene, bench, untagged);
            by_enabled(scene, bench, untagged);
        }
    }
}

fn by_state(scene: &Scene<'_>, bench: &mut Bench, untagged: &Untagged<'_>) {
    use Untagged as U;
    let view = scene.view;
    let of_messages = matches!(
        untagged,
        U::Exists(_)
            | U::Recent(_)
            | U::Expunge(_)
            | U::Fetch(..)
            | U::UidFetch(..)
            | U::Flags(_)
            | U::Vanished { .. }
            | U::Search(..)
            | U::Sort(..)
            | U::Thread(_)
    );
    let of_mailboxes = matches!(
        untagged,
        U::List(_)
            | U::Lsub(_)
            | U::MailboxStatus(..)
            | U::Namespace(_)
            | U::Quota(..)
            | U::QuotaRoot(..)
            | U::Acl(..)
            | U::MyRights(..)
            | U::ListRights { .. }
            | U::Metadata(..)
            | U::MetadataChanged(..)
            | U::Esearch(_)
    );
    // A command that was pipelined may have changed the state already.
    let changing = view.pending().iter().any(|p| {
        p.is_select()
            || matches!(
                p.body(),
                None | Some(
                    CommandBody::Login { .. }
                        | CommandBody::Authenticate { .. }
                        | CommandBody::Extension(..)
                )
            )
    });
    if changing || !(of_messages || of_mailboxes) {
        return;
    }
    let outside = matches!(view.state(), State::Greeting | State::NotAuthenticated);
    if outside {
        bench.broken(scene, &AUTHENTICATED, format!("{} before authentication", scene.kind()));
    } else if of_messages && view.state() == State::Authenticated {
        bench.broken(scene, &MAILBOX, format!("{} while no mailbox is selected", scene.kind()));
    }
}

fn by_enabled(scene: &Scene<'_>, bench: &mut Bench, untagged: &Untagged<'_>) {
    let view = scene.view;
    let (uid_only, qresync) = (view.is_enabled("UIDONLY"), view.is_enabled("QRESYNC"));
    // ENABLED and what it enables need not come in this order.
    let enabling =
        view.pending().iter().any(|p| matches!(p.body(), None | Some(CommandBody::Enable(_))));
    match untagged {
        Untagged::UidFetch(..) if !uid_only && !enabling => {
            bench.broken(scene, &UIDFETCH, "UIDFETCH, but UIDONLY was not enabled");
        }
        Untagged::Fetch(..) | Untagged::Expunge(_) if uid_only => {
            bench.broken(scene, &FETCH, format!("{} once UIDONLY was enabled", scene.kind()));
        }
        // Without mod-sequences EXPUNGE stays.
        Untagged::Expunge(_)
            if qresync
                && view.opening().is_none()
                && scene.mailbox().is_some_and(|m| !m.no_mod_seq) =>
        {
            bench
                .broken(scene, &EXPUNGE, "EXPUNGE once QRESYNC was enabled")
                .accepts("* VANISHED …");
        }
        Untagged::Vanished { earlier, .. } => {
            if !uid_only && !qresync && !enabling {
                bench.broken(scene, &VANISHED, "VANISHED, but QRESYNC was not enabled");
            }
            let asked = view.pending().iter().any(|p| p.body().is_none_or(asks_for_earlier));
            if *earlier && !asked {
                bench
                    .broken(scene, &EARLIER, "VANISHED (EARLIER) that nothing asked for")
                    .accepts("* VANISHED …");
            }
        }
        _ => {}
    }
}

fn asks_for_earlier(body: &CommandBody<'_>) -> bool {
    use crate::syntax::types::{FetchModifier, SelectParam};
    match body {
        CommandBody::Select(_, params) | CommandBody::Examine(_, params) => {
            params.iter().any(|p| matches!(p, SelectParam::QResync { .. }))
        }
        CommandBody::Fetch { modifiers, .. } => {
            modifiers.iter().any(|m| matches!(m, FetchModifier::Vanished))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, play, selected};

    #[test]
    fn data_of_messages_needs_a_mailbox() {
        breaks("states-mailbox", logged_in("S: * 3 EXISTS"));
        breaks("states-mailbox", selected("C: 1 UNSELECT\nS: 1 OK done\nS: * 4 EXISTS"));
        keeps(selected("C: 1 UNSELECT\nS: * 4 EXISTS\nS: 1 OK done"));
        keeps(selected("S: * 4 EXISTS"));
    }

    #[test]
    fn data_of_mailboxes_needs_a_user() {
        breaks("states-authenticated", play("S: * OK hi\nS: * LIST () \"/\" x"));
        keeps(logged_in("S: * LIST () \"/\" x"));
    }

    #[test]
    fn what_must_be_enabled() {
        let enabled = |what: &str, then: &str| {
            logged_in(&format!(
                "C: 1 ENABLE {what}\nS: * ENABLED {what}\nS: 1 OK done\nC: 2 SELECT m\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\nS: * 3 EXISTS\nS: * 0 RECENT\nS: * OK [UIDVALIDITY 7] ok\nS: * OK [UIDNEXT 10] ok\nS: * OK [PERMANENTFLAGS (\\*)] ok\nS: * OK [HIGHESTMODSEQ 9] ok\nS: 2 OK [READ-WRITE] done\n{then}"
            ))
        };
        breaks("states-uidfetch", selected("C: 1 NOOP\nS: * 5 UIDFETCH (FLAGS ())\nS: 1 OK done"));
        keeps(enabled("UIDONLY", "C: 3 NOOP\nS: * 5 UIDFETCH (FLAGS ())\nS: 3 OK done"));
        breaks(
            "states-fetch",
            enabled("UIDONLY", "C: 3 NOOP\nS: * 1 FETCH (FLAGS ())\nS: 3 OK done"),
        );
        breaks("states-vanished", selected("C: 1 NOOP\nS: * VANISHED 3\nS: 1 OK done"));
        keeps(enabled("QRESYNC", "C: 3 NOOP\nS: * VANISHED 3\nS: 3 OK done"));
        breaks("states-expunge", enabled("QRESYNC", "C: 3 NOOP\nS: * 3 EXPUNGE\nS: 3 OK done"));
        breaks(
            "states-earlier",
            enabled("QRESYNC", "C: 3 NOOP\nS: * VANISHED (EARLIER) 3\nS: 3 OK done"),
        );
        keeps(enabled(
            "QRESYNC",
            "C: 3 UID FETCH 1:9 (FLAGS) (CHANGEDSINCE 5 VANISHED)\nS: * VANISHED (EARLIER) 3\nS: 3 OK done",
        ));
    }
}
