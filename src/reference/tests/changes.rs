use super::*;

#[test]
fn another_session_is_told_at_noop() {
    let mut play = Play::new();
    let (a, b) = (play.select(), play.select());
    play.append(a, "INBOX", "");
    play.append(a, "INBOX", "");
    assert_eq!(play.untagged(b, "NOOP"), ["* 2 EXISTS", "* 0 RECENT"]);
    play.ok(a, "STORE 2 +FLAGS (\\Flagged work)");
    let told = play.untagged(b, "NOOP");
    assert!(told[0].starts_with("* FLAGS ("), "{told:?}");
    assert_eq!(told[1], "* 2 FETCH (FLAGS (\\Flagged work))");
    play.ok(a, "STORE 1 +FLAGS.SILENT (\\Deleted)");
    play.ok(a, "EXPUNGE");
    // Never while the numbers are in use.
    assert_eq!(play.untagged(b, "FETCH 2 UID"), ["* 2 FETCH (UID 2)"]);
    assert_eq!(play.untagged(b, "SEARCH ALL").len(), 1);
    assert!(play.say(b, "STORE 1 +FLAGS (\\Seen)").contains("[EXPUNGEISSUED]"));
    assert_eq!(play.untagged(b, "NOOP"), ["* 1 EXPUNGE"]);
    assert_eq!(play.untagged(b, "NOOP"), [""; 0]);
}

#[test]
fn idle_tells_at_once() {
    let mut play = Play::new();
    let (a, b) = (play.select(), play.select());
    assert!(play.say(b, "IDLE").starts_with("+ "));
    let append = b"t APPEND INBOX {5+}\r\nA: b\n\r\n";
    assert_eq!(play.raw_for(a, append, b), "* 1 EXISTS\r\n* 0 RECENT\r\n");
    let told = play.raw_for(a, b"t STORE 1 +FLAGS (\\Deleted)\r\n", b);
    assert_eq!(told, "* 1 FETCH (FLAGS (\\Deleted))\r\n");
    assert_eq!(play.raw_for(a, b"t EXPUNGE\r\n", b), "* 1 EXPUNGE\r\n");
    assert!(play.raw(b, b"done\r\n").starts_with("t OK"));
    play.say(b, "IDLE");
    assert!(play.raw(b, b"t NOOP\r\n").starts_with("t BAD"));
}

#[test]
fn silent_store_still_tells_what_others_changed() {
    let mut play = Play::new();
    let (a, b) = (play.select(), play.select());
    play.append(a, "INBOX", "");
    play.ok(b, "NOOP");
    play.ok(a, "STORE 1 +FLAGS (\\Seen)");
    let told = play.untagged(b, "STORE 1 +FLAGS.SILENT (\\Flagged)");
    assert_eq!(told, ["* 1 FETCH (FLAGS (\\Flagged \\Seen))"]);
}

#[test]
fn the_first_session_gets_recent() {
    let mut play = Play::new();
    let a = play.log_in();
    play.append(a, "INBOX", "");
    assert_eq!(play.untagged(a, "STATUS INBOX (RECENT)"), ["* STATUS INBOX (RECENT 1)"]);
    assert!(play.ok(a, "EXAMINE INBOX").contains("* 1 RECENT"));
    assert!(play.ok(a, "SELECT INBOX").contains("* 1 RECENT"));
    let b = play.log_in();
    assert!(play.ok(b, "SELECT INBOX").contains("* 0 RECENT"));
}

#[test]
fn condstore_and_qresync() {
    let mut play = Play::new();
    let (a, b) = (play.select(), play.select());
    for _ in 0..3 {
        play.append(a, "INBOX", "");
    }
    play.ok(b, "NOOP");
    assert!(play.untagged(b, "ENABLE QRESYNC").contains(&"* ENABLED QRESYNC".to_owned()));
    let said = play.ok(a, "STATUS INBOX (UIDVALIDITY HIGHESTMODSEQ)");
    let number = |name: &str| -> u64 {
        let rest = said.split(name).nth(1).unwrap();
        rest.split([' ', ')']).next().unwrap().parse().unwrap()
    };
    let (validity, highest) = (number("UIDVALIDITY "), number(" HIGHESTMODSEQ "));
    let stored = play.ok(a, &format!("STORE 1 (UNCHANGEDSINCE {highest}) +FLAGS (\\Seen)"));
    assert!(stored.contains("MODSEQ ("), "{stored}");
    let again = play.ok(a, &format!("STORE 1 (UNCHANGEDSINCE {highest}) FLAGS (\\Draft)"));
    assert!(again.contains("[MODIFIED 1]"), "{again}");
    let changed = play.untagged(a, &format!("UID FETCH 1:* (FLAGS) (CHANGEDSINCE {highest})"));
    assert_eq!(changed.len(), 1, "{changed:?}");
    play.ok(a, "STORE 2 +FLAGS.SILENT (\\Deleted)");
    let expunged = play.ok(a, "EXPUNGE");
    assert!(expunged.contains("* 2 EXPUNGE"), "{expunged}");
    let told = play.ok(b, "NOOP");
    assert!(told.contains("* VANISHED 2\r\n") && told.contains("* 1 FETCH (UID 1 "), "{told}");
    play.ok(b, "UNSELECT");
    let said = play.ok(b, &format!("SELECT INBOX (QRESYNC ({validity} {highest}))"));
    assert!(said.contains("* VANISHED (EARLIER) 2\r\n"), "{said}");
    assert!(said.contains("* 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ ("), "{said}");
    let since = format!("UID FETCH 1:* (UID) (CHANGEDSINCE {highest} VANISHED)");
    assert!(play.ok(b, &since).contains("* VANISHED (EARLIER) 2\r\n"));
    assert!(play.say(a, &since).starts_with("t BAD"));
}

#[test]
fn a_deleted_mailbox_lives_on_for_whoever_has_it_selected() {
    let mut play = Play::new();
    let (a, b) = (play.log_in(), play.log_in());
    play.ok(a, "CREATE box");
    play.append(a, "box", "");
    play.ok(b, "SELECT box");
    play.ok(a, "DELETE box");
    assert_eq!(play.untagged(b, "FETCH 1 UID"), ["* 1 FETCH (UID 1)"]);
    play.ok(a, "CREATE box");
    assert!(play.ok(a, "SELECT box").contains("* 0 EXISTS"));
    play.ok(b, "CLOSE");
}
