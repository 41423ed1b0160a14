//! Dialogues that break and keep the rules of `flags`.

use crate::referee::script::{breaks, enters, keeps, logged_in, play, selected};

const KNOWN: &str = "C: 0 FETCH 1:3 (UID FLAGS)\nS: * 1 FETCH (UID 2 FLAGS (\\Flagged))\nS: * 2 FETCH (UID 4 FLAGS ())\nS: * 3 FETCH (UID 5 FLAGS ())\nS: 0 OK x\n";

fn told(text: &str) -> Vec<crate::finding::Finding> {
    selected(&format!("{KNOWN}{text}"))
}

#[test]
fn store_does_what_it_says() {
    let store = |what: &str, flags: &str| {
        told(&format!("C: 1 STORE 1 {what}\nS: * 1 FETCH (FLAGS ({flags}))\nS: 1 OK x"))
    };
    keeps(store("+FLAGS (\\Seen)", "\\Flagged \\Seen"));
    keeps(store("FLAGS (\\Seen)", "\\Seen \\Recent"));
    keeps(store("-FLAGS (\\Flagged)", ""));
    breaks("flags-store", store("+FLAGS (\\Seen)", "\\Flagged"));
    breaks("flags-store", store("FLAGS (\\Seen)", "\\Flagged \\Seen"));
    breaks("flags-store", store("-FLAGS (\\Flagged)", "\\Flagged"));
    breaks(
        "flags-store-told",
        told("C: 1 STORE 1:2 +FLAGS (\\Seen)\nS: * 1 FETCH (FLAGS (\\Flagged \\Seen))\nS: 1 OK x"),
    );
    keeps(told("C: 1 STORE 1:2 +FLAGS.SILENT (\\Seen)\nS: 1 OK x"));
}

#[test]
fn flags_stay_unless_changed() {
    let again = |flags: &str| {
        told(&format!("C: 1 FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS ({flags}))\nS: 1 OK x"))
    };
    keeps(again("\\Flagged \\Recent"));
    breaks("flags-unchanged", again(""));
    breaks("flags-unchanged", again("\\Flagged \\Draft"));
    breaks("flags-peek", again("\\Flagged \\Seen"));
    // Another session has changed them.
    let (a, b) = (enters("a"), enters("b"));
    let known =
        "a C: 0 FETCH 1 (UID FLAGS)\na S: * 1 FETCH (UID 2 FLAGS (\\Flagged))\na S: 0 OK x\n";
    let other = "b C: 1 STORE 1 FLAGS.SILENT ()\nb S: 1 OK x\n";
    let now = "a C: 2 FETCH 1 FLAGS\na S: * 1 FETCH (FLAGS ())\na S: 2 OK x\n";
    keeps(play(&format!("{a}{b}{known}{other}{now}")));
    keeps(play(&format!("{a}{b}{other}{known}{now}").replace("(\\Flagged)", "()")));
    breaks("flags-unchanged", play(&format!("{a}{b}{other}{known}{now}")));
}

#[test]
fn reading_is_seen() {
    let read = "C: 1 FETCH 2 BODY[TEXT]\nS: * 2 FETCH (BODY[TEXT] \"x\"";
    keeps(told(&format!("{read} FLAGS (\\Seen))\nS: 1 OK x")));
    breaks("flags-seen-told", told(&format!("{read})\nS: 1 OK x")));
    let later = "C: 2 FETCH 2 FLAGS\nS: * 2 FETCH (FLAGS ())\nS: 2 OK x";
    breaks("flags-seen", told(&format!("{read})\nS: 1 OK x\n{later}")));
}

#[test]
fn examine_changes_nothing() {
    let examine = "C: 1 EXAMINE m\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\nS: * 3 EXISTS\nS: * OK [PERMANENTFLAGS ()] x\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 10] x\nS: 1 OK [READ-ONLY] x\nC: 2 FETCH 1 (UID FLAGS)\nS: * 1 FETCH (UID 2 FLAGS ())\nS: 2 OK x\nC: 3 FETCH 1 BODY[TEXT]\nS: * 1 FETCH (BODY[TEXT] \"x\"";
    keeps(logged_in(&format!("{examine})\nS: 3 OK x")));
    breaks("flags-examine", logged_in(&format!("{examine} FLAGS (\\Seen))\nS: 3 OK x")));
}

#[test]
fn lists_of_flags() {
    breaks("flags-twice", told("C: 1 NOOP\nS: * 1 FETCH (FLAGS (\\Flagged \\Flagged))\nS: 1 OK x"));
    breaks("flags-listed", told("C: 1 NOOP\nS: * 1 FETCH (FLAGS (\\Flagged z))\nS: 1 OK x"));
    keeps(told(
        "C: 1 NOOP\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft z)\nS: * 1 FETCH (FLAGS (\\Flagged z))\nS: 1 OK x",
    ));
    breaks(
        "flags-permanent",
        logged_in(
            "C: 1 SELECT m\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\nS: * 3 EXISTS\nS: * OK [PERMANENTFLAGS (y \\*)] x\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 10] x\nS: 1 OK [READ-WRITE] x",
        ),
    );
}
