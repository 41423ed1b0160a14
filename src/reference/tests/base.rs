use super::*;

#[test]
fn a_session_from_greeting_to_logout() {
    let mut play = Play::new();
    let id = play.connect();
    assert!(play.ok(id, "CAPABILITY").contains("IMAP4rev1"));
    assert!(play.say(id, "SELECT INBOX").starts_with("t BAD"));
    assert!(play.say(id, "LOGIN anna wrong").contains("[AUTHENTICATIONFAILED]"));
    assert!(play.ok(id, "LOGIN anna secret").contains("[CAPABILITY "));
    assert!(play.say(id, "LOGIN anna secret").starts_with("t BAD"));
    let said = play.ok(id, "SELECT inbox");
    for part in
        ["* 0 EXISTS", "* 0 RECENT", "* FLAGS (", "[UIDVALIDITY ", "[UIDNEXT 1]", "[READ-WRITE]"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    let said = play.say(id, "LOGOUT");
    assert!(said.starts_with("* BYE") && said.contains("t OK") && said.ends_with("<close>"));
    assert_eq!(play.say(id, "NOOP"), "");
}

#[test]
fn authenticate_plain_with_and_without_initial_response() {
    let mut play = Play::new();
    let id = play.connect();
    assert!(play.ok(id, "AUTHENTICATE PLAIN AGFubmEAc2VjcmV0").contains("t OK"));
    let id = play.connect();
    assert_eq!(play.say(id, "AUTHENTICATE PLAIN"), "+ \r\n");
    assert!(play.raw(id, b"AGFubmEAc2VjcmV0\r\n").starts_with("t OK"));
    let id = play.connect();
    play.say(id, "AUTHENTICATE PLAIN");
    assert!(play.raw(id, b"*\r\n").starts_with("t BAD"));
    assert!(play.say(id, "AUTHENTICATE PLAIN AGFubmEAd3Jvbmc=").starts_with("t NO"));
}

#[test]
fn append_fetch_store_expunge() {
    let mut play = Play::new();
    let id = play.select();
    let said = play.append(id, "INBOX", "\\Seen kw");
    assert!(said.contains("* 1 EXISTS") && said.contains("[APPENDUID "), "{said}");
    let said = play.ok(id, "FETCH 1 (UID FLAGS RFC822.SIZE BODY.PEEK[TEXT])");
    assert!(
        said.contains("UID 1") && said.contains("kw") && said.contains("RFC822.SIZE 21"),
        "{said}"
    );
    assert!(said.contains("BODY[TEXT] {6}\r\nbody\r\n"), "{said}");
    let said = play.untagged(id, "STORE 1 FLAGS (\\Deleted)");
    assert_eq!(said, ["* 1 FETCH (FLAGS (\\Deleted \\Recent))"]);
    assert_eq!(play.untagged(id, "STORE 1 +FLAGS.SILENT (\\Flagged)"), [""; 0]);
    assert_eq!(play.untagged(id, "EXPUNGE"), ["* 1 EXPUNGE"]);
    assert!(play.say(id, "FETCH 1 FLAGS").starts_with("t BAD"));
    assert!(play.ok(id, "UID FETCH 1 FLAGS").starts_with("t OK"));
}

#[test]
fn bodies_set_seen() {
    let mut play = Play::new();
    let id = play.select();
    play.append(id, "INBOX", "");
    assert!(!play.ok(id, "FETCH 1 BODY.PEEK[]").contains("FLAGS"));
    assert!(play.ok(id, "FETCH 1 BODY[]<0.4>").contains("\\Seen"));
    assert!(!play.ok(id, "FETCH 1 BODY[]").contains("FLAGS"));
    play.ok(id, "STORE 1 -FLAGS (\\Seen)");
    play.ok(id, "EXAMINE INBOX");
    assert!(!play.ok(id, "FETCH 1 BODY[]").contains("FLAGS"));
}

#[test]
fn mailboxes_come_and_go() {
    let mut play = Play::new();
    let id = play.log_in();
    play.ok(id, "CREATE a/b");
    assert!(play.say(id, "CREATE a").contains("[ALREADYEXISTS]"));
    assert!(play.say(id, "CREATE Inbox").starts_with("t NO"));
    play.ok(id, "SUBSCRIBE a/b");
    assert_eq!(play.untagged(id, "LSUB \"\" *"), ["* LSUB () \"/\" a/b"]);
    assert_eq!(play.untagged(id, "LSUB \"\" %"), ["* LSUB (\\Noselect) \"/\" a"]);
    play.ok(id, "RENAME a x");
    let list = play.untagged(id, "LIST \"\" *");
    assert_eq!(list.len(), 3, "{list:?}");
    assert!(list.contains(&"* LIST (\\HasChildren) \"/\" x".to_owned()), "{list:?}");
    play.ok(id, "DELETE x");
    let list = play.untagged(id, "LIST \"\" x*");
    assert!(list.contains(&"* LIST (\\Noselect \\HasChildren) \"/\" x".to_owned()), "{list:?}");
    assert!(play.say(id, "SELECT x").contains("NO"));
    assert_eq!(play.untagged(id, "LIST \"\" \"\""), ["* LIST (\\Noselect) \"/\" \"\""]);
    let list = play.untagged(id, "LIST (SUBSCRIBED) \"\" *");
    assert_eq!(list, ["* LIST (\\NonExistent \\Subscribed) \"/\" a/b"]);
    let status = play.untagged(id, "STATUS inbox (MESSAGES UIDNEXT UNSEEN)");
    assert_eq!(status, ["* STATUS INBOX (MESSAGES 0 UIDNEXT 1 UNSEEN 0)"]);
    assert!(play.say(id, "APPEND no {1+}\r\nx").contains("[TRYCREATE]"));
}

#[test]
fn copy_and_move() {
    let mut play = Play::new();
    let id = play.select();
    for flags in ["\\Seen", "", "\\Flagged"] {
        play.append(id, "INBOX", flags);
    }
    assert!(play.say(id, "COPY 1 no").contains("[TRYCREATE]"));
    play.ok(id, "CREATE box");
    assert!(play.ok(id, "UID COPY 1:2 box").contains("[COPYUID "));
    assert!(!play.ok(id, "UID COPY 99 box").contains("COPYUID"));
    let said = play.untagged(id, "MOVE 1,3 box");
    assert!(
        said[0].starts_with("* OK [COPYUID ") && said[0].ends_with(" 1,3 3:4] Moved"),
        "{said:?}"
    );
    assert_eq!(&said[1..], ["* 1 EXPUNGE", "* 2 EXPUNGE"]);
    play.ok(id, "SELECT box");
    assert!(play.ok(id, "FETCH 4 FLAGS").contains("\\Flagged"));
}

#[test]
fn search_in_both_revisions() {
    let mut play = Play::new();
    let id = play.select();
    for flags in ["\\Seen", "", "\\Seen"] {
        play.append(id, "INBOX", flags);
    }
    assert_eq!(play.untagged(id, "SEARCH SEEN"), ["* SEARCH 1 3"]);
    assert_eq!(play.untagged(id, "SEARCH SUBJECT none"), ["* SEARCH"]);
    let said = play.untagged(id, "UID SEARCH RETURN (MIN COUNT) ALL");
    assert_eq!(said, ["* ESEARCH (TAG \"t\") UID MIN 1 COUNT 3"]);
    assert_eq!(play.untagged(id, "SEARCH RETURN (SAVE) SEEN"), [""; 0]);
    assert_eq!(play.untagged(id, "FETCH $ UID").len(), 2);
    assert!(play.say(id, "SEARCH CHARSET X-NO ALL").contains("[BADCHARSET"));
    play.ok(id, "ENABLE IMAP4rev2");
    assert_eq!(play.untagged(id, "SEARCH UNSEEN"), ["* ESEARCH (TAG \"t\") ALL 2"]);
    assert_eq!(play.untagged(id, "SORT (REVERSE ARRIVAL) UTF-8 ALL").len(), 1);
    assert_eq!(play.untagged(id, "THREAD REFERENCES UTF-8 ALL").len(), 1);
}

#[test]
fn a_name_spelled_otherwise_is_told() {
    let mut play = Play::new();
    let id = play.log_in();
    play.ok(id, "ENABLE IMAP4rev2");
    let said = play.ok(id, "SELECT inbox");
    assert!(said.contains("INBOX (OLDNAME (\"inbox\"))"), "{said}");
    assert!(!play.ok(id, "SELECT INBOX").contains("OLDNAME"));
    let said = play.ok(id, "CREATE \"u\u{308}\"");
    assert!(said.contains("\"\u{fc}\" (OLDNAME (\"u\u{308}\"))"), "{said}");
    assert!(!play.ok(id, "CREATE a/").contains("OLDNAME"));
}

#[test]
fn saved_results_survive_bad_and_not_no() {
    let mut play = Play::new();
    let id = play.select();
    play.append(id, "INBOX", "");
    play.ok(id, "SEARCH RETURN (SAVE) ALL");
    assert!(play.say(id, "SEARCH RETURN (SAVE) FROB").starts_with("t BAD"));
    assert_eq!(play.untagged(id, "FETCH $ UID"), ["* 1 FETCH (UID 1)"]);
    assert!(play.say(id, "SEARCH RETURN (SAVE) CHARSET X ALL").starts_with("t NO"));
    assert_eq!(play.untagged(id, "FETCH $ UID"), [""; 0]);
    assert_eq!(play.untagged(id, "LIST \"\" &bad"), [""; 0]);
}
