//! Dialogues that break and keep the rules of `condstore`.

use crate::referee::script::{breaks, keeps, selected};

const CAPABLE: &str =
    "C: 0 CAPABILITY\nS: * CAPABILITY IMAP4rev1 ENABLE QRESYNC CONDSTORE\nS: 0 OK x\n";

fn capable(text: &str) -> Vec<crate::finding::Finding> {
    selected(&format!("{CAPABLE}{text}"))
}

fn enabled(text: &str) -> Vec<crate::finding::Finding> {
    capable(&format!("C: 1 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: 1 OK x\n{text}"))
}

#[test]
fn mod_sequences_grow() {
    let fetched = |second: &str| {
        capable(&format!(
            "C: 1 FETCH 1 (UID FLAGS MODSEQ)\nS: * 1 FETCH (UID 3 FLAGS () MODSEQ (8))\nS: 1 OK x\nC: 2 FETCH 1 (UID FLAGS MODSEQ)\nS: * 1 FETCH (UID 3 {second})\nS: 2 OK x"
        ))
    };
    keeps(fetched("FLAGS () MODSEQ (8)"));
    keeps(fetched("FLAGS (x) MODSEQ (9)"));
    breaks("condstore-shrinks", fetched("FLAGS () MODSEQ (7)"));
    breaks("condstore-grows", fetched("FLAGS (\\Seen) MODSEQ (8)"));
}

#[test]
fn changes_are_told_with_uid_and_modseq() {
    let told = |items: &str| enabled(&format!("C: 2 NOOP\nS: * 1 FETCH ({items})\nS: 2 OK x"));
    keeps(told("UID 3 FLAGS () MODSEQ (8)"));
    breaks("condstore-modseq", told("UID 3 FLAGS ()"));
    breaks("condstore-uid", told("FLAGS () MODSEQ (8)"));
    keeps(capable("C: 2 NOOP\nS: * 1 FETCH (FLAGS ())\nS: 2 OK x"));
}

#[test]
fn changedsince_and_unchangedsince() {
    let since = |value: u32| {
        enabled(&format!(
            "C: 2 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 5)\nS: * 1 FETCH (UID 3 FLAGS () MODSEQ ({value}))\nS: 2 OK x"
        ))
    };
    keeps(since(6));
    breaks("condstore-changedsince", since(5));
    let store = |answer: &str| {
        enabled(&format!(
            "C: 2 FETCH 1 (UID FLAGS MODSEQ)\nS: * 1 FETCH (UID 3 FLAGS () MODSEQ (8))\nS: 2 OK x\nC: 3 STORE 1 (UNCHANGEDSINCE 8) +FLAGS.SILENT (\\Seen)\n{answer}"
        ))
    };
    keeps(store("S: * 1 FETCH (UID 3 MODSEQ (9))\nS: 3 OK x"));
    keeps(store("S: 3 OK [MODIFIED 1] x"));
    breaks("condstore-unchangedsince", store("S: 3 OK x"));
    breaks("condstore-modified", store("S: 3 OK [MODIFIED 2] x"));
}

#[test]
fn searching_by_modseq() {
    let search = |answer: &str| {
        capable(&format!(
            "C: 1 FETCH 1 (MODSEQ)\nS: * 1 FETCH (MODSEQ (8))\nS: 1 OK x\nC: 2 SEARCH MODSEQ 5\nS: * SEARCH {answer}\nS: 2 OK x"
        ))
    };
    keeps(search("1 (MODSEQ 8)"));
    breaks("condstore-search", search("1"));
    breaks("condstore-search-value", search("1 (MODSEQ 7)"));
}

#[test]
fn removals_have_a_mark() {
    breaks("condstore-expunge", enabled("C: 2 EXPUNGE\nS: * VANISHED 3\nS: 2 OK x"));
    keeps(enabled("C: 2 EXPUNGE\nS: * VANISHED 3\nS: 2 OK [HIGHESTMODSEQ 9] x"));
    keeps(enabled("C: 2 EXPUNGE\nS: 2 OK x"));
    breaks("condstore-close", enabled("C: 2 CLOSE\nS: 2 OK [HIGHESTMODSEQ 9] x"));
}

#[test]
fn what_was_gone_before_is_not_there() {
    let reopened = |uid: u32| {
        enabled(&format!(
            "C: 2 UNSELECT\nS: 2 OK x\nC: 3 SELECT m (QRESYNC (7 5))\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\nS: * 3 EXISTS\nS: * 0 RECENT\nS: * OK [PERMANENTFLAGS (\\*)] x\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 10] x\nS: * OK [HIGHESTMODSEQ 8] x\nS: * VANISHED (EARLIER) 3\nS: * 1 FETCH (UID {uid} FLAGS () MODSEQ (6))\nS: 3 OK [READ-WRITE] x"
        ))
    };
    keeps(reopened(4));
    breaks("condstore-earlier-back", reopened(3));
}

#[test]
fn the_highest_covers_all() {
    let reopened = |mark: &str, fetched: &str| {
        capable(&format!(
            "C: 1 SELECT m (CONDSTORE)\nS: * OK [CLOSED] x\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\nS: * 3 EXISTS\nS: * 0 RECENT\nS: * OK [PERMANENTFLAGS (\\*)] x\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 10] x\nS: * OK [{mark}] x\nS: 1 OK [READ-WRITE] x\nC: 2 FETCH 1 (MODSEQ)\nS: * 1 FETCH (MODSEQ ({fetched}))\nS: 2 OK x"
        ))
    };
    keeps(reopened("HIGHESTMODSEQ 8", "8"));
    breaks("condstore-highest", reopened("HIGHESTMODSEQ 8", "9"));
    breaks("condstore-none", reopened("NOMODSEQ", "9"));
}
