//! Dialogues that break and keep the rules of `fetch`.

use crate::referee::script::{breaks, enters, keeps, play, selected};

fn fetched(command: &str, answer: &str) -> Vec<crate::finding::Finding> {
    selected(&format!("C: 1 {command}\n{answer}S: 1 OK x"))
}

#[test]
fn what_is_asked_is_answered() {
    let fast = "S: * 2 FETCH (FLAGS () RFC822.SIZE 5)\nS: * 2 FETCH (INTERNALDATE \"01-Jan-2020 10:00:00 +0000\")\n";
    keeps(fetched("FETCH 2 FAST", fast));
    breaks("fetch-missing", fetched("FETCH 1:2 FAST", fast));
    breaks("fetch-missing", fetched("FETCH 2 ALL", fast));
    breaks(
        "fetch-missing",
        fetched("FETCH 2 (FLAGS BODY.PEEK[TEXT])", "S: * 2 FETCH (FLAGS () BODY[HEADER] \"\")\n"),
    );
    keeps(fetched("FETCH 9 FLAGS", ""));
    keeps(fetched("UID FETCH 20 FLAGS", ""));
    let known = "S: * 3 FETCH (UID 9)\nS: 0 OK x\nC: 1 UID FETCH 9 FLAGS\n";
    breaks("fetch-missing", selected(&format!("C: 0 FETCH 3 UID\n{known}S: 1 OK x")));
    keeps(selected(&format!("C: 0 FETCH 3 UID\n{known}S: * 3 FETCH (UID 9 FLAGS ())\nS: 1 OK x")));
}

#[test]
fn what_others_remove_may_be_left_out() {
    let (a, b) = (enters("a"), enters("b"));
    let fetch = "a C: 1 FETCH 1:3 (RFC822.SIZE)\na S: * 1 FETCH (RFC822.SIZE 5)\na S: 1 OK x\n";
    let expunge = "b C: 1 EXPUNGE\nb S: * 2 EXPUNGE\nb S: * 2 EXPUNGE\nb S: 1 OK x\n";
    keeps(play(&format!("{a}{b}{expunge}{fetch}")));
    breaks("fetch-missing", play(&format!("{b}{expunge}{a}{fetch}")));
}

#[test]
fn uid_commands_tell_uids() {
    breaks("fetch-uid", fetched("UID FETCH 1:* (RFC822.SIZE)", "S: * 1 FETCH (RFC822.SIZE 5)\n"));
    keeps(fetched(
        "UID FETCH 1:* (RFC822.SIZE)",
        "S: * 1 FETCH (FLAGS ())\nS: * 1 FETCH (UID 4 RFC822.SIZE 5)\n",
    ));
    let known = "C: 0 FETCH 1 UID\nS: * 1 FETCH (UID 4)\nS: 0 OK x\nC: 1 UID STORE 4 +FLAGS (x)\n";
    breaks("fetch-uid", selected(&format!("{known}S: * 1 FETCH (FLAGS (x))\nS: 1 OK x")));
    keeps(selected(&format!("{known}S: * 1 FETCH (UID 4 FLAGS (x))\nS: 1 OK x")));
}

#[test]
fn rev2_tells_uids_unasked() {
    let rev2 = "C: 0 CAPABILITY\nS: * CAPABILITY IMAP4rev2\nS: 0 OK x\nC: 1 NOOP\n";
    breaks("fetch-unsolicited-uid", selected(&format!("{rev2}S: * 1 FETCH (FLAGS ())\nS: 1 OK x")));
    keeps(selected(&format!("{rev2}S: * 1 FETCH (UID 4 FLAGS ())\nS: 1 OK x")));
}

#[test]
fn parts_are_cut_as_asked() {
    let part = |answer: &str| {
        fetched("FETCH 1 BODY.PEEK[TEXT]<2.3>", &format!("S: * 1 FETCH (BODY[TEXT]{answer})\n"))
    };
    keeps(part("<2> \"cde\""));
    breaks("fetch-partial-length", part("<2> \"cdef\""));
    breaks("fetch-origin", part("<0> \"abc\""));
    breaks("fetch-missing", part(" \"cde\""));
}

#[test]
fn previews_and_ids() {
    let preview = |command: &str, value: &str| {
        fetched(&format!("FETCH 1 ({command})"), &format!("S: * 1 FETCH (PREVIEW {value})\n"))
    };
    keeps(preview("PREVIEW", "\"x\""));
    keeps(preview("PREVIEW (LAZY)", "NIL"));
    breaks("fetch-preview-nil", preview("PREVIEW", "NIL"));
    breaks("fetch-preview-long", preview("PREVIEW", &format!("\"{}\"", "x".repeat(201))));
    breaks("fetch-preview", preview("PREVIEW", &format!("\"{}\"", "x".repeat(257))));
    breaks(
        "fetch-ids",
        fetched("FETCH 1 (EMAILID THREADID)", "S: * 1 FETCH (EMAILID (a) THREADID (a))\n"),
    );
    breaks("fetch-item-twice", fetched("FETCH 1 FLAGS", "S: * 1 FETCH (FLAGS () FLAGS ())\n"));
}
