//! Dialogues that break and keep the rules of `list`.

use crate::referee::list::pattern::matches;
use crate::referee::script::{breaks, keeps, logged_in};

fn list(command: &str, answers: &[&str]) -> Vec<crate::finding::Finding> {
    let answers: String = answers.iter().map(|a| format!("S: * {a}\n")).collect();
    logged_in(&format!("C: 1 {command}\n{answers}S: 1 OK x"))
}

#[test]
fn patterns() {
    for (pattern, name, is) in [
        ("*", "a/b", true),
        ("%", "a/b", false),
        ("%", "ab", true),
        ("a/%", "a/b", true),
        ("a/%", "a/b/c", false),
        ("a*c", "a/b/c", true),
        ("inbox", "INBOX", true),
        ("a%/%c", "ab/bc", true),
        ("a", "ab", false),
        ("%", "a/", true),
    ] {
        assert_eq!(
            matches(pattern.as_bytes(), name.as_bytes(), Some(b'/')),
            is,
            "{pattern} {name}"
        );
    }
}

#[test]
fn names_match_and_come_once() {
    keeps(list("LIST \"\" a%", &["LIST () \"/\" ab", "LIST () \"/\" ac"]));
    breaks("list-pattern", list("LIST \"\" a%", &["LIST () \"/\" b"]));
    breaks("list-pattern", list("LSUB \"\" %", &["LSUB () \"/\" a/b"]));
    breaks("list-twice", list("LIST \"\" *", &["LIST () \"/\" a", "LIST () \"/\" a"]));
    breaks("list-inbox", list("LIST \"\" *", &["LIST () \"/\" INBOX", "LIST () \"/\" Inbox"]));
    breaks("list-delimiter", list("LIST \"\" *", &["LIST () \"/\" a", "LIST () \".\" a.b"]));
    keeps(list("LIST \"x\" *", &["LIST () \"/\" y"]));
}

#[test]
fn attributes_agree() {
    breaks("list-children", list("LIST \"\" *", &["LIST (\\HasChildren \\HasNoChildren) \"/\" a"]));
    breaks(
        "list-noinferiors",
        list("LIST \"\" *", &["LIST (\\Noinferiors \\HasChildren) \"/\" a"]),
    );
    breaks("list-marked", list("LIST \"\" *", &["LIST (\\Marked \\Noselect) \"/\" a"]));
    breaks(
        "list-children-true",
        list("LIST \"\" *", &["LIST (\\HasNoChildren) \"/\" a", "LIST () \"/\" a/b"]),
    );
    keeps(list("LIST \"\" *", &["LIST (\\HasNoChildren) \"/\" a", "LIST () \"/\" ab"]));
}

#[test]
fn what_is_to_be_returned() {
    breaks("list-return-children", list("LIST \"\" * RETURN (CHILDREN)", &["LIST () \"/\" a"]));
    keeps(list("LIST \"\" * RETURN (CHILDREN)", &["LIST (\\HasNoChildren) \"/\" a"]));
    breaks("list-subscribed", list("LIST (SUBSCRIBED) \"\" *", &["LIST () \"/\" a"]));
    keeps(list("LIST (SUBSCRIBED) \"\" *", &["LIST (\\Subscribed) \"/\" a"]));
    breaks(
        "list-return-status",
        list("LIST \"\" * RETURN (STATUS (MESSAGES))", &["LIST () \"/\" a"]),
    );
    keeps(list(
        "LIST \"\" * RETURN (STATUS (MESSAGES))",
        &["LIST () \"/\" a", "STATUS a (MESSAGES 1)", "LIST (\\Noselect) \"/\" b"],
    ));
}

#[test]
fn status_is_what_was_asked() {
    let status =
        |items: &str| list("STATUS a (MESSAGES UIDNEXT UNSEEN)", &[&format!("STATUS a ({items})")]);
    keeps(status("MESSAGES 2 UIDNEXT 3 UNSEEN 2"));
    breaks("list-status-missing", status("MESSAGES 2 UIDNEXT 3"));
    breaks("list-status-extra", status("MESSAGES 2 UIDNEXT 3 UNSEEN 2 UIDVALIDITY 5"));
    breaks("list-status-counts", status("MESSAGES 2 UIDNEXT 9 UNSEEN 3"));
    breaks("list-status-uidnext", status("MESSAGES 2 UIDNEXT 2 UNSEEN 0"));
}
