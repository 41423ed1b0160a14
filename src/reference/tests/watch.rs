//! Being told: search contexts and NOTIFY; and ESEARCH over several mailboxes.

use super::*;

fn lines(said: &str) -> Vec<&str> {
    said.split("\r\n").filter(|line| !line.is_empty()).collect()
}

#[test]
fn contexts_are_kept_up_to_date() {
    let mut play = Play::new();
    let (id, other) = (play.select(), play.select());
    for flags in ["\\Flagged", "", "\\Flagged"] {
        play.append(other, "INBOX", flags);
    }
    play.ok(id, "NOOP");
    let said = play.raw(id, b"c1 UID SEARCH RETURN (UPDATE COUNT) FLAGGED\r\n");
    assert_eq!(lines(&said)[0], "* ESEARCH (TAG \"c1\") UID COUNT 2");
    let said = play.raw(id, b"c1 SEARCH RETURN (UPDATE) ALL\r\n");
    assert!(said.starts_with("c1 BAD"), "{said}");
    play.ok(other, "UID STORE 2 +FLAGS (\\Flagged)");
    play.ok(other, "UID STORE 1 -FLAGS (\\Flagged)");
    let told = play.untagged(id, "NOOP");
    assert_eq!(told.last().unwrap(), "* ESEARCH (TAG \"c1\") UID REMOVEFROM (0 1) ADDTO (0 2)");
    // What is expunged is told while its number is still good.
    play.ok(other, "UID STORE 3 +FLAGS.SILENT (\\Deleted)");
    play.ok(id, "NOOP");
    play.ok(other, "EXPUNGE");
    let told = play.untagged(id, "NOOP");
    assert_eq!(told, ["* ESEARCH (TAG \"c1\") UID REMOVEFROM (0 3)", "* 3 EXPUNGE"]);
    play.append(other, "INBOX", "\\Flagged");
    let told = play.untagged(id, "NOOP");
    assert_eq!(told[0], "* 3 EXISTS");
    assert_eq!(told.last().unwrap(), "* ESEARCH (TAG \"c1\") UID ADDTO (0 4)");
    play.ok(id, "CANCELUPDATE \"c1\"");
    play.ok(other, "UID STORE 4 -FLAGS (\\Flagged)");
    assert!(!play.ok(id, "NOOP").contains("ESEARCH"));
}

#[test]
fn contexts_have_numbers_and_positions() {
    let mut play = Play::new();
    let (id, other) = (play.select(), play.select());
    for subject in ["d", "b", "c"] {
        let message = format!("Subject: {subject}\r\n\r\n");
        play.ok(other, &format!("APPEND INBOX {{{}+}}\r\n{message}", message.len()));
    }
    play.ok(id, "NOOP");
    // Numbers in the keys mean the messages that have them now.
    play.raw(id, b"n SEARCH RETURN (UPDATE) 1:* UNSEEN\r\n");
    let said = play.raw(id, b"s SORT RETURN (UPDATE ALL) (SUBJECT) UTF-8 UNSEEN\r\n");
    assert_eq!(lines(&said)[0], "* ESEARCH (TAG \"s\") ALL 2:3,1");
    let message = "Subject: a\r\n\r\n";
    play.ok(other, &format!("APPEND INBOX {{{}+}}\r\n{message}", message.len()));
    let told = play.untagged(id, "NOOP");
    assert_eq!(told.last().unwrap(), "* ESEARCH (TAG \"s\") ADDTO (1 4)");
    play.ok(other, "UID STORE 1,2 +FLAGS (\\Seen)");
    let told = play.untagged(id, "NOOP");
    assert_eq!(told[told.len() - 2], "* ESEARCH (TAG \"n\") REMOVEFROM (0 1:2)");
    assert_eq!(told[told.len() - 1], "* ESEARCH (TAG \"s\") REMOVEFROM (4 1 2 2)");
    for number in 0..limits::CONTEXTS {
        play.raw(id, format!("x{number} SEARCH RETURN (UPDATE) ALL\r\n").as_bytes());
    }
    let said = play.raw(id, b"y SEARCH RETURN (UPDATE COUNT) ALL\r\n");
    assert!(said.contains("* NO [NOUPDATE \"y\"]") && said.contains("COUNT 4"), "{said}");
}

#[test]
fn notify_of_the_selected_mailbox() {
    let mut play = Play::new();
    let (id, other) = (play.select(), play.select());
    play.ok(
        id,
        "NOTIFY SET (SELECTED (MessageNew (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)]) MessageExpunge FlagChange))",
    );
    let message = "Subject: a\r\n\r\n";
    let append = format!("t APPEND INBOX {{{}+}}\r\n{message}\r\n", message.len());
    let told = play.raw_for(other, append.as_bytes(), id);
    assert_eq!(
        lines(&told),
        [
            "* 1 EXISTS",
            "* 0 RECENT",
            "* 1 FETCH (UID 1 BODY[HEADER.FIELDS (SUBJECT)] {14}",
            "Subject: a",
            ")",
        ]
    );
    let told = play.raw_for(other, b"t STORE 1 +FLAGS (\\Deleted)\r\n", id);
    assert_eq!(lines(&told), ["* 1 FETCH (UID 1 FLAGS (\\Deleted))"]);
    let told = play.raw_for(other, b"t EXPUNGE\r\n", id);
    assert_eq!(lines(&told), ["* 1 EXPUNGE"]);
    // Delayed: an expunge waits for a command.
    play.ok(id, "NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge))");
    let told = play.raw_for(other, append.as_bytes(), id);
    assert_eq!(lines(&told)[0], "* 2 EXISTS".replace('2', "1"));
    let told = play.raw_for(other, b"t STORE 1 +FLAGS (\\Deleted)\r\n", id);
    assert_eq!(told, "");
    assert_eq!(play.raw_for(other, b"t EXPUNGE\r\n", id), "");
    assert_eq!(play.untagged(id, "NOOP"), ["* 1 EXPUNGE"]);
    // Not named, not told; not even at NOOP.
    play.ok(id, "NOTIFY NONE");
    assert_eq!(play.raw_for(other, append.as_bytes(), id), "");
    assert_eq!(play.untagged(id, "NOOP"), [""; 0]);
}

#[test]
fn notify_of_other_mailboxes() {
    let mut play = Play::new();
    let (id, other) = (play.select(), play.log_in());
    play.ok(other, "CREATE lists/a");
    let told = play.untagged(
        id,
        "NOTIFY SET STATUS (SUBTREE lists (MessageNew MessageExpunge FlagChange MailboxName \
         SubscriptionChange MailboxMetadataChange)) (PERSONAL (ServerMetadataChange))",
    );
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].starts_with("* STATUS lists/a (MESSAGES 0 UIDNEXT 1 UIDVALIDITY "), "{told:?}");
    let mut tell = |command: &str| -> Vec<String> {
        let said = play.raw_for(other, format!("t {command}\r\n").as_bytes(), id);
        lines(&said).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(
        tell("APPEND lists/a {1+}\r\nx"),
        ["* STATUS lists/a (UIDNEXT 2 MESSAGES 1 UNSEEN 1)"]
    );
    assert_eq!(tell("APPEND INBOX {1+}\r\nx"), [""; 0]);
    tell("SELECT lists/a");
    assert_eq!(tell("STORE 1 +FLAGS (\\Seen)"), ["* STATUS lists/a (UNSEEN 0)"]);
    assert_eq!(
        tell("CREATE lists/b"),
        ["* LIST (\\HasChildren) \"/\" lists", "* LIST (\\HasNoChildren) \"/\" lists/b"]
    );
    assert_eq!(
        tell("RENAME lists/b lists/c"),
        ["* LIST (\\HasNoChildren) \"/\" lists/c (OLDNAME (\"lists/b\"))"]
    );
    assert_eq!(tell("SUBSCRIBE lists/c"), ["* LIST (\\HasNoChildren \\Subscribed) \"/\" lists/c"]);
    assert_eq!(tell("UNSUBSCRIBE lists/c"), ["* LIST (\\HasNoChildren) \"/\" lists/c"]);
    assert_eq!(
        tell("DELETE lists/c"),
        ["* LIST (\\HasChildren) \"/\" lists", "* LIST (\\NonExistent) \"/\" lists/c"]
    );
    assert_eq!(
        tell("SETMETADATA lists/a (/shared/comment \"x\")"),
        ["* METADATA lists/a /shared/comment"]
    );
    assert_eq!(
        tell("SETMETADATA lists/a (/shared/comment NIL)"),
        ["* METADATA lists/a /shared/comment"]
    );
    assert_eq!(
        tell("SETMETADATA \"\" (/shared/comment \"x\")"),
        ["* METADATA \"\" /shared/comment"]
    );
    // Not what one did oneself.
    assert_eq!(play.untagged(id, "CREATE lists/d"), [""; 0]);
    assert_eq!(play.untagged(id, "NOOP"), [""; 0]);
}

#[test]
fn notify_refuses() {
    let mut play = Play::new();
    let id = play.select();
    for bad in [
        "(SELECTED (MessageNew))",
        "(SELECTED (MessageExpunge))",
        "(SELECTED (FlagChange))",
        "(SELECTED (MessageNew MessageExpunge MailboxName))",
        "(SELECTED NONE) (SELECTED-DELAYED NONE)",
        "(INBOXES (MessageNew (UID) MessageExpunge))",
    ] {
        assert!(play.say(id, &format!("NOTIFY SET {bad}")).starts_with("t BAD"), "{bad}");
    }
    let said = play.say(id, "NOTIFY SET (PERSONAL (MessageNew MessageExpunge AnnotationChange))");
    assert!(said.starts_with("t NO [BADEVENT (MessageNew MessageExpunge "), "{said}");
}

#[test]
fn esearch_finds_in_many_mailboxes() {
    let mut play = Play::new();
    let id = play.log_in();
    for name in ["a", "a/b", "a/b/c", "z"] {
        play.ok(id, &format!("CREATE {name}"));
    }
    for name in ["a", "a/b/c", "z"] {
        play.append(id, name, "\\Flagged");
    }
    let mut find = |command: &str| -> Vec<String> {
        let told = play.untagged(id, command);
        let bare = |line: &String| {
            let (before, after) = line.split_once(" UIDVALIDITY ").unwrap();
            format!("{before}{}", after.split_once(')').unwrap().1)
        };
        told.iter().map(bare).collect()
    };
    assert_eq!(
        find("ESEARCH IN (SUBTREE a) FLAGGED"),
        [
            "* ESEARCH (TAG \"t\" MAILBOX a UID ALL 1",
            "* ESEARCH (TAG \"t\" MAILBOX a/b/c UID ALL 1"
        ]
    );
    assert_eq!(find("ESEARCH IN (SUBTREE-ONE a) FLAGGED").len(), 1);
    assert_eq!(
        find("ESEARCH IN (MAILBOXES (z nowhere) SUBTREE a/b) RETURN (COUNT) 1"),
        [
            "* ESEARCH (TAG \"t\" MAILBOX a/b/c UID COUNT 1",
            "* ESEARCH (TAG \"t\" MAILBOX z UID COUNT 1"
        ]
    );
    assert_eq!(find("ESEARCH IN (PERSONAL) UNFLAGGED"), [""; 0]);
    for bad in
        ["ESEARCH ALL", "ESEARCH IN (SELECTED) ALL", "ESEARCH IN (PERSONAL) RETURN (SAVE) ALL"]
    {
        assert!(play.say(id, bad).starts_with("t BAD"), "{bad}");
    }
    play.ok(id, "SELECT z");
    let told = play.untagged(id, "ESEARCH RETURN (SAVE ALL) FLAGGED");
    assert!(told[0].contains("MAILBOX z") && told[0].ends_with(" UID ALL 1"), "{told:?}");
    assert_eq!(play.untagged(id, "SEARCH $"), ["* SEARCH 1"]);
}
