//! What is told though nobody asked, and what is not refused without need.

use super::*;

#[test]
fn a_conditional_store_minds_only_its_flags() {
    let mut play = Play::new();
    let (id, other) = (play.select(), play.select());
    play.append(id, "INBOX", "");
    play.ok(id, "NOOP");
    let said = play.ok(id, "FETCH 1 MODSEQ");
    let since: u64 = said
        .split_once("MODSEQ (")
        .and_then(|(_, rest)| rest.split_once(')'))
        .and_then(|(value, _)| value.parse().ok())
        .unwrap_or_else(|| panic!("{said}"));
    play.ok(other, "NOOP");
    play.ok(other, "STORE 1 +FLAGS (\\Flagged)");
    // Another flag has changed: nothing is in the way.
    let said = play.ok(id, &format!("STORE 1 (UNCHANGEDSINCE {since}) +FLAGS (\\Answered)"));
    assert!(!said.contains("MODIFIED") && said.contains("\\Flagged"), "{said}");
    // This flag has, and FLAGS is about all of them.
    for change in ["-FLAGS (\\Flagged)", "+FLAGS (\\Flagged)", "FLAGS (\\Seen)"] {
        let said = play.ok(id, &format!("STORE 1 (UNCHANGEDSINCE {since}) {change}"));
        assert!(said.contains("OK [MODIFIED 1]"), "{change}: {said}");
    }
}

#[test]
fn annotations_that_others_change() {
    let mut play = Play::new();
    let (phone, laptop) = (play.log_in(), play.log_in());
    assert_eq!(play.untagged(phone, "ENABLE METADATA"), ["* ENABLED METADATA"]);
    assert_eq!(play.untagged(phone, "ENABLE METADATA"), ["* ENABLED"]);
    play.ok(laptop, "SETMETADATA INBOX (/private/comment \"a\")");
    assert_eq!(play.untagged(phone, "NOOP"), ["* METADATA INBOX /private/comment"]);
    assert!(play.untagged(phone, "NOOP").is_empty());
    assert!(play.untagged(phone, "SETMETADATA INBOX (/private/comment \"b\")").is_empty());
    assert!(play.untagged(phone, "NOOP").is_empty(), "own changes are known");
    play.ok(laptop, "SETMETADATA \"\" (/private/comment NIL /private/x \"c\")");
    assert_eq!(play.untagged(phone, "NOOP"), ["* METADATA \"\" /private/x"]);
    assert!(play.untagged(laptop, "NOOP").is_empty(), "it has not asked");
}

#[test]
fn rights_that_change_are_reflected() {
    let mut play = Play::new();
    let (anna, berta) = (play.log_in_as("anna"), play.log_in_as("berta"));
    play.ok(anna, "SETACL INBOX berta lrs");
    play.ok(berta, "SELECT \"Other Users/anna/INBOX\"");
    play.ok(anna, "SETACL INBOX berta +t");
    let said = play.untagged(berta, "NOOP");
    assert!(said[0].starts_with("* FLAGS (") && said.len() == 2, "{said:?}");
    assert!(said[1].contains("[PERMANENTFLAGS (\\Deleted \\Seen)]"), "{said:?}");
    assert!(play.untagged(berta, "NOOP").is_empty());
}

#[test]
fn a_server_that_speaks_first_takes_no_initial_response() {
    let mut play = Play::new();
    let id = play.connect();
    assert!(play.say(id, "AUTHENTICATE LOGIN YW5uYQ==").starts_with("t BAD "));
    assert!(play.say(id, "AUTHENTICATE LOGIN").starts_with("+ "));
    assert!(play.raw(id, b"YW5uYQ==\r\n").starts_with("+ "));
    assert!(play.raw(id, b"c2VjcmV0\r\n").starts_with("t OK "));
}

#[test]
fn what_has_vanished_is_bounded_by_what_is_there() {
    // Some seed gives UIDs beyond 3 000 000 000 and forgets what has vanished.
    for seed in 0..60 {
        let mut play = Play::with(Options { liberty: Some(seed), ..Options::default() });
        let now = Now::from_unix_ms(1_700_000_000_000);
        let id = play.server.connect(Security::Clear, now).0;
        for command in ["LOGIN anna secret", "ENABLE QRESYNC", "SELECT INBOX"] {
            play.say(id, command);
        }
        play.say(id, "APPEND INBOX {5+}\r\nA: b\n");
        let said = play.say(id, "UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)");
        assert!(said.len() < 3000, "{seed}: {said}");
    }
}
