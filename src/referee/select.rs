//! What SELECT and EXAMINE must tell.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use crate::client::view::Change;
use crate::finding::Grade;
use crate::syntax::types::{Code, CommandBody, Flag, Untagged};

rules! { "select":
    FLAGS "flags" Must ["9051#6.3.2", "3501#6.3.1"]
        "SELECT and EXAMINE tell the mailbox's FLAGS before their OK.";
    EXISTS "exists" Must ["9051#6.3.2", "3501#6.3.1"]
        "SELECT and EXAMINE tell EXISTS before their OK.";
    RECENT "recent" Must ["3501#6.3.1"]
        "In IMAP4rev1, SELECT and EXAMINE tell RECENT before their OK.";
    LIST "list" Must ["9051#6.3.2"]
        "In IMAP4rev2, SELECT and EXAMINE tell a LIST response with the mailbox name before their OK.";
    VALIDITY "uidvalidity" Must ["9051#6.3.2", "3501#6.3.1"]
        "SELECT and EXAMINE tell UIDVALIDITY before their OK.";
    NEXT "uidnext" Must ["9051#6.3.2", "3501#6.3.1"]
        "SELECT and EXAMINE tell UIDNEXT before their OK.";
    PERMANENT "permanentflags" Must ["9051#6.3.2", "3501#6.3.1"]
        "SELECT and EXAMINE tell PERMANENTFLAGS before their OK.";
    READ_ONLY "read-only" Must ["9051#6.3.3", "3501#6.3.2"]
        "The OK of EXAMINE begins with READ-ONLY.";
    READ_WRITE "read-write" Should ["9051#6.3.2", "3501#6.3.1"]
        "The OK of SELECT begins with READ-WRITE, or with READ-ONLY where the mailbox may not be changed.";
    CLOSED "closed" Must ["9051#6.3.2", "7162#3.2.11"]
        "With CONDSTORE, QRESYNC or IMAP4rev2, selecting another mailbox tells CLOSED when the old one is closed.";
    CLOSED_ALONE "closed-alone" Must ["9051#7.1", "7162#3.2.11"]
        "CLOSED is told only when a mailbox was selected.";
    MOD_SEQ "highestmodseq" Must ["7162#3.1.2", "7162#3.1.2.1"]
        "Once CONDSTORE is enabled, SELECT and EXAMINE tell HIGHESTMODSEQ or NOMODSEQ.";
    BOTH "nomodseq" Must ["7162#3.1.2"]
        "A mailbox has HIGHESTMODSEQ or NOMODSEQ, not both.";
    SYSTEM "system-flags" Should ["9051#7.3.5", "3501#7.2.6"]
        "FLAGS lists at least the system flags.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Select { before: None, condstore: false })
}

struct Select {
    /// Whether a mailbox was selected when the last SELECT was sent.
    before: Option<(u64, bool)>,
    condstore: bool,
}

impl Judge for Select {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if let crate::client::happening::What::Command { command: Some(command), .. } =
            &scene.happening.what
            && matches!(command.body, CommandBody::Select(..) | CommandBody::Examine(..))
        {
            // A literal's announcement may have made its serial already.
            let serial =
                scene.view.pending_tag(&command.tag).map_or(scene.view.commands(), |p| p.serial);
            self.before = Some((serial, scene.view.selected().is_some()));
            self.condstore = scene.view.condstore();
        }
        if matches!(scene.code(), Some(Code::Closed))
            && scene.view.selected().is_none()
            && !scene.view.uncertain()
            && !scene.nonsense()
        {
            bench
                .broken(scene, &CLOSED_ALONE, "CLOSED although no mailbox was selected")
                .at(scene.bytes(), "CLOSED");
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if !change.opened || done.pending.pipelined || scene.nonsense() {
            return;
        }
        required(scene, bench, &done);
        let Some(mailbox) = scene.view.selected() else { return };
        let asked = match done.body {
            CommandBody::Select(_, params) | CommandBody::Examine(_, params) => {
                params.iter().any(|p| {
                    use crate::syntax::types::SelectParam as P;
                    matches!(p, P::CondStore | P::QResync { .. })
                })
            }
            _ => false,
        };
        let told = mailbox.highest_mod_seq.is_some() || mailbox.no_mod_seq;
        if (self.condstore || asked)
            && !told
            && (scene.view.has("CONDSTORE") || scene.view.has("QRESYNC"))
        {
            bench.broken(
                scene,
                &MOD_SEQ,
                "OK without HIGHESTMODSEQ or NOMODSEQ, CONDSTORE being enabled",
            );
        }
        if mailbox.highest_mod_seq.is_some() && mailbox.no_mod_seq {
            bench.broken(scene, &BOTH, "HIGHESTMODSEQ and NOMODSEQ of one mailbox");
        }
        let was_selected =
            self.before.is_some_and(|(serial, was)| was && serial == done.pending.serial);
        let closes = scene.view.has("CONDSTORE") || scene.view.has("QRESYNC") || scene.view.rev2();
        if was_selected && closes && !done.has_code(|c| matches!(c, Code::Closed)) {
            bench
                .broken(
                    scene,
                    &CLOSED,
                    "OK without CLOSED, although another mailbox was selected before",
                )
                .accepts("* OK [CLOSED] … before the new mailbox's data");
        }
    }
}

fn required(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    let rev2 = scene.view.rev2();
    // A server that the client has not asked may speak either.
    let rev1 = scene.view.capabilities().is_some() && !rev2;
    let untagged = |test: fn(&Untagged<'static>) -> bool| done.has(test);
    let code = |test: fn(&Code<'_>) -> bool| done.has_code(test);
    let wanted = [
        (&FLAGS, "FLAGS", untagged(|u| matches!(u, Untagged::Flags(_)))),
        (&EXISTS, "EXISTS", untagged(|u| matches!(u, Untagged::Exists(_)))),
        (&RECENT, "RECENT", !rev1 || untagged(|u| matches!(u, Untagged::Recent(_)))),
        (&LIST, "LIST", !rev2 || untagged(|u| matches!(u, Untagged::List(_)))),
        (&VALIDITY, "UIDVALIDITY", code(|c| matches!(c, Code::UidValidity(_)))),
        (&NEXT, "UIDNEXT", code(|c| matches!(c, Code::UidNext(_)))),
        (&PERMANENT, "PERMANENTFLAGS", code(|c| matches!(c, Code::PermanentFlags(_)))),
    ];
    for (rule, what, there) in wanted {
        if !there {
            bench.broken(scene, rule, format!("OK without {what}"));
        }
    }
    let examine = matches!(done.body, CommandBody::Examine(..));
    match &done.text.code {
        Some(Code::ReadOnly) => {}
        Some(Code::ReadWrite) if !examine => {}
        _ if examine => {
            bench
                .broken(scene, &READ_ONLY, "OK of EXAMINE without READ-ONLY")
                .accepts("OK [READ-ONLY] …");
        }
        _ => {
            bench.broken(scene, &READ_WRITE, "OK of SELECT without READ-WRITE or READ-ONLY");
        }
    }
    let system = [Flag::Answered, Flag::Flagged, Flag::Deleted, Flag::Seen, Flag::Draft];
    if let Some(flags) = done.untagged().find_map(|u| match u {
        Untagged::Flags(flags) => Some(flags),
        _ => None,
    }) && let Some(missing) = system.iter().find(|flag| !flags.contains(flag))
    {
        bench.broken(scene, &SYSTEM, format!("FLAGS without {missing}")).graded(Grade::Should);
    }
}
