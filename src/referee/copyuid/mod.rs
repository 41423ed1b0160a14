//! COPYUID and APPENDUID: what became of what was copied or appended.

mod whole;

use crate::client::view::Change;
use crate::finding::Grade;
use crate::referee::bench::Bench;
use crate::referee::rule::rules;
use crate::referee::scene::{Completed, Judge, Scene};
use crate::syntax::types::{
    AppendData, Code, CommandBody, SeqNumber, SequenceSet, Status, Untagged,
};

rules! { "copyuid":
    COUNT "count" Must ["4315#3", "9051#7.1"]
        "COPYUID names as many destination UIDs as source UIDs.";
    SOURCE "source" Must ["4315#3", "9051#7.1"]
        "The source UIDs of COPYUID are UIDs of messages that were to be copied.";
    WHOLE "whole" Must ["4315#3", "9051#7.1"]
        "COPYUID names each message that was copied or moved.";
    ASCENDING "ascending" Must ["4315#3", "9051#7.1", "9051#2.3.1.1"]
        "The destination UIDs of COPYUID and the UIDs of APPENDUID ascend strictly, as they are assigned.";
    APPENDED "append-count" Must ["4315#3", "3502#6.3.11", "9051#7.1"]
        "APPENDUID names one UID for each message appended.";
    SINGLE "append-single" Must ["4315#3", "9051#7.1"]
        "APPENDUID of a single message is one UID, not a range.";
    UNASKED "unasked" Must ["4315#3", "9051#7.1"]
        "COPYUID answers only COPY and MOVE, APPENDUID only APPEND and REPLACE.";
    MISSING "missing" Should ["4315#3", "9051#6.4.7", "9051#6.3.12"]
        "With UIDPLUS, COPY and APPEND are answered with COPYUID and APPENDUID.";
    MOVED "move-order" Must ["9051#6.4.8", "6851#4.3"]
        "MOVE tells COPYUID in an untagged OK before the messages' EXPUNGE or VANISHED.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(CopyUid)
}

struct CopyUid;

impl Judge for CopyUid {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        let Some(code) = scene.code() else { return };
        if scene.nonsense() {
            return;
        }
        let asked = |test: &dyn Fn(&CommandBody<'_>) -> bool| {
            scene.view.pending().iter().any(|p| p.body().is_none_or(test))
        };
        match code {
            Code::CopyUid { source, destination, .. } => {
                if !asked(&|body| {
                    matches!(
                        body,
                        CommandBody::Copy { .. }
                            | CommandBody::Move { .. }
                            | CommandBody::Extension(..)
                    )
                }) {
                    bench.broken(scene, &UNASKED, "COPYUID, but no COPY or MOVE is in progress");
                }
                let (Some(from), Some(to)) = (source.in_order(), destination.in_order()) else {
                    return;
                };
                if from.len() != to.len() {
                    bench
                        .broken(
                            scene,
                            &COUNT,
                            format!(
                                "COPYUID of {} source and {} destination UIDs",
                                from.len(),
                                to.len()
                            ),
                        )
                        .at(scene.bytes(), "COPYUID");
                } else if let Some(pair) = to.windows(2).find(|pair| pair[0] >= pair[1]) {
                    bench.broken(
                        scene,
                        &ASCENDING,
                        format!("destination UID {} behind {}", pair[1], pair[0]),
                    );
                }
                if let Some(alone) = scene.view.alone()
                    && let Some(body) = alone.body()
                    && !renumbered(scene, alone.serial)
                {
                    source_is_asked(scene, bench, body, &from);
                }
            }
            Code::AppendUid { uids, .. } => {
                if !asked(&|body| {
                    matches!(
                        body,
                        CommandBody::Append { .. }
                            | CommandBody::Replace { .. }
                            | CommandBody::Extension(..)
                    )
                }) {
                    bench.broken(scene, &UNASKED, "APPENDUID, but no APPEND is in progress");
                }
                let Some(uids) = uids.in_order() else { return };
                if let Some(pair) = uids.windows(2).find(|pair| pair[0] >= pair[1]) {
                    bench.broken(
                        scene,
                        &ASCENDING,
                        format!("appended UID {} behind {}", pair[1], pair[0]),
                    );
                }
                let body = scene
                    .tagged()
                    .and_then(|t| scene.view.pending_tag(&t.tag))
                    .and_then(|p| p.body());
                if let Some(CommandBody::Append { messages, .. }) = body {
                    if messages.len() != uids.len() {
                        bench.broken(
                            scene,
                            &APPENDED,
                            format!(
                                "APPENDUID of {} UIDs for {} messages",
                                uids.len(),
                                messages.len()
                            ),
                        );
                    } else if messages.len() == 1 && is_set(scene.bytes()) {
                        bench.broken(scene, &SINGLE, "APPENDUID of a single message is a UID set");
                    }
                }
            }
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        missing(scene, bench, &done);
        whole::judge(scene, bench, &done);
        moved(scene, bench, &done);
    }
}

/// Whether the UIDs of an APPENDUID code are written as a range or list.
fn is_set(bytes: &[u8]) -> bool {
    let upper = bytes.to_ascii_uppercase();
    let Some(at) = upper.windows(9).position(|w| w == b"APPENDUID") else { return false };
    let code = upper[at..].split(|&b| b == b']').next().unwrap_or_default();
    code.iter().any(|&b| b == b':' || b == b',')
}

/// Whether messages were told to be gone since the command was sent: its numbers are those of before.
fn renumbered(scene: &Scene<'_>, serial: u64) -> bool {
    scene.ledger.began(serial).is_none_or(|began| {
        scene.ledger.answers(began).iter().any(|answer| {
            matches!(answer.untagged, Untagged::Expunge(_) | Untagged::Vanished { .. })
        })
    })
}

fn source_is_asked(scene: &Scene<'_>, bench: &mut Bench, body: &CommandBody<'_>, from: &[u32]) {
    let (CommandBody::Copy { uid, set, .. } | CommandBody::Move { uid, set, .. }) = body else {
        return;
    };
    let SequenceSet::Ranges(ranges) = set else { return };
    let Some(mailbox) = scene.mailbox() else { return };
    let stars = ranges.iter().any(|r| r.from == SeqNumber::Star || r.to == SeqNumber::Star);
    let wrong = if *uid {
        // `*` is the largest UID there is, which is not known here.
        from.iter().find(|&&source| !stars && !set.contains(source, u32::MAX))
    } else {
        let Some(exists) = mailbox.exists else { return };
        from.iter().find(|&&source| {
            mailbox
                .by_uid(source)
                .is_some_and(|(number, _)| number.is_some_and(|n| !set.contains(n, exists)))
        })
    };
    if let Some(uid) = wrong {
        bench.broken(
            scene,
            &SOURCE,
            format!("COPYUID names source UID {uid}, which was not to be copied"),
        );
    }
}

fn missing(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    // Who may append but not read is not to know (RFC 4315 §3).
    if !scene.view.has("UIDPLUS") || scene.world.rights_changed() {
        return;
    }
    let wanted = match done.body {
        // UIDs that are not there and a saved result that is empty copy nothing.
        CommandBody::Copy { uid: false, set: SequenceSet::Ranges(_), .. }
            if !done.has_code(|c| matches!(c, Code::CopyUid { .. })) =>
        {
            "COPYUID"
        }
        CommandBody::Append { messages, .. }
            if !done.has_code(|c| matches!(c, Code::AppendUid { .. }))
                && messages
                    .iter()
                    .all(|m| !matches!(&m.data, AppendData::Literal(d) if d.is_empty())) =>
        {
            "APPENDUID"
        }
        _ => return,
    };
    bench.broken(scene, &MISSING, format!("OK without {wanted}"));
}

fn moved(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    if !matches!(done.body, CommandBody::Move { .. }) {
        return;
    }
    let first = |test: &dyn Fn(&Untagged<'static>) -> bool| done.untagged().position(test);
    let told = first(
        &|u| matches!(u, Untagged::Status(Status::Ok, t) if matches!(t.code, Some(Code::CopyUid { .. }))),
    );
    let removed =
        first(&|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { earlier: false, .. }));
    let tagged = matches!(done.text.code, Some(Code::CopyUid { .. }));
    let Some(removed) = removed else { return };
    let wrong = match told {
        Some(told) => told > removed,
        None => tagged,
    };
    if wrong {
        let held = bench.broken(
            scene,
            &MOVED,
            "COPYUID of a MOVE came behind the removal of its messages",
        );
        // RFC 6851 §4.3 only advises it.
        if !scene.view.rev2() {
            held.graded(Grade::Should);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, selected};

    #[test]
    fn copyuid_is_paired() {
        let copied =
            |code: &str| selected(&format!("C: 1 UID COPY 2:5 x\nS: 1 OK [COPYUID 7 {code}] done"));
        keeps(copied("2,5 11:12"));
        breaks("copyuid-count", copied("2,5 11:13"));
        breaks("copyuid-ascending", copied("2,5 12,11"));
        breaks("copyuid-source", copied("2,6 11:12"));
        breaks("copyuid-unasked", selected("C: 1 NOOP\nS: * OK [COPYUID 7 1 2] x\nS: 1 OK done"));
    }

    #[test]
    fn the_source_of_a_copy_by_numbers() {
        let known = "C: 1 FETCH 1:3 UID\nS: * 1 FETCH (UID 2)\nS: * 2 FETCH (UID 4)\nS: * 3 FETCH (UID 5)\nS: 1 OK done\nC: 2 COPY 2:* x\n";
        keeps(selected(&format!("{known}S: 2 OK [COPYUID 7 4:5 1:2] done")));
        breaks("copyuid-source", selected(&format!("{known}S: 2 OK [COPYUID 7 2,4 1:2] done")));
        // Numbers are those that held when the command was sent.
        keeps(selected(&format!("{known}S: * 1 EXPUNGE\nS: 2 OK [COPYUID 7 4:5 1:2] done")));
    }

    #[test]
    fn all_that_was_copied_is_named() {
        let three = "C: 1 FETCH 1:3 UID\nS: * 1 FETCH (UID 2)\nS: * 2 FETCH (UID 4)\nS: * 3 FETCH (UID 5)\nS: 1 OK done\n";
        let after = |dialogue: &str| selected(&format!("S: * 3 EXISTS\n{three}{dialogue}"));
        keeps(after("C: 2 COPY 2:* x\nS: 2 OK [COPYUID 7 4:5 1:2] done"));
        breaks("copyuid-whole", after("C: 2 COPY 2:* x\nS: 2 OK [COPYUID 7 4 1] done"));
        breaks("copyuid-whole", after("C: 2 UID COPY 1:9 x\nS: 2 OK [COPYUID 7 2,4 1:2] done"));
        // What is not there is not copied.
        keeps(after("C: 2 UID COPY 5:9 x\nS: 2 OK [COPYUID 7 5 1] done"));
        let moved = "S: * OK [COPYUID 7 5 1] moved\nS: * 3 EXPUNGE\n";
        keeps(after(&format!("C: 2 UID MOVE 5:9 x\n{moved}S: 2 OK done")));
        let both = format!("C: 2 UID MOVE 4:5 x\n{moved}S: * 2 EXPUNGE\nS: 2 OK done");
        breaks("copyuid-whole", after(&both));
    }

    #[test]
    fn appenduid_is_for_each_message() {
        let one = "C: 1 APPEND x {3+}\\r\\nabc\nS: 1 OK [APPENDUID 7 ";
        keeps(logged_in(&format!("{one}5] done")));
        breaks("copyuid-append-count", logged_in(&format!("{one}5:6] done")));
        breaks("copyuid-append-single", logged_in(&format!("{one}5:5] done")));
        let two = "C: 1 APPEND x {3+}\\r\\nabc {3+}\\r\\ndef\nS: 1 OK [APPENDUID 7 ";
        keeps(logged_in(&format!("{two}5:6] done")));
        breaks("copyuid-ascending", logged_in(&format!("{two}6,5] done")));
    }

    #[test]
    fn uidplus_tells() {
        let capable =
            "C: 0 CAPABILITY\nS: * CAPABILITY IMAP4rev1 UIDPLUS\nS: 0 OK done\nC: 1 COPY 1 x\n";
        breaks("copyuid-missing", selected(&format!("{capable}S: 1 OK done")));
        keeps(selected(&format!("{capable}S: 1 OK [COPYUID 7 2 3] done")));
        let saved = capable.replace("COPY 1", "COPY $");
        keeps(selected(&format!("{saved}S: 1 OK done")));
    }

    #[test]
    fn a_move_tells_before_it_removes() {
        let (told, gone) = ("S: * OK [COPYUID 7 2 3] x\n", "S: * 1 EXPUNGE\n");
        let command = "C: 1 MOVE 1 x\n";
        keeps(selected(&format!("{command}{told}{gone}S: 1 OK done")));
        breaks("copyuid-move-order", selected(&format!("{command}{gone}{told}S: 1 OK done")));
        breaks(
            "copyuid-move-order",
            selected(&format!("{command}{gone}S: 1 OK [COPYUID 7 2 3] done")),
        );
    }
}
