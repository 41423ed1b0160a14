//! Dialogues that break and keep the rules of `same`.

use crate::referee::script::{breaks, enters, keeps, play};

/// Both have selected the mailbox, and fetch message 1 one after the other.
fn both(first: &str, second: &str) -> Vec<crate::finding::Finding> {
    let (a, b) = (enters("a"), enters("b"));
    play(&format!(
        "{a}{b}a C: 1 FETCH 1 (UID)\na S: * 1 FETCH (UID 4 {first})\na S: 1 OK x\nb C: 1 FETCH 1 (UID)\nb S: * 1 FETCH (UID 4 {second})\nb S: 1 OK x"
    ))
}

#[test]
fn a_message_is_the_same_for_everybody() {
    let envelope =
        |subject: &str| format!("ENVELOPE (NIL {subject} NIL NIL NIL NIL NIL NIL NIL NIL)");
    let structure =
        |kind: &str| format!("BODYSTRUCTURE (\"text\" \"{kind}\" NIL NIL NIL \"7bit\" 1 1)");
    for (rule, first, second) in [
        ("size", "RFC822.SIZE 5".to_owned(), "RFC822.SIZE 6".to_owned()),
        ("octets", "BODY[TEXT] \"a\"".to_owned(), "BODY[TEXT] \"b\"".to_owned()),
        ("octets", "RFC822 \"a\"".to_owned(), "BODY[] \"b\"".to_owned()),
        (
            "date",
            "INTERNALDATE \"01-Jan-2020 10:00:00 +0000\"".to_owned(),
            "INTERNALDATE \"01-Jan-2020 10:00:01 +0000\"".to_owned(),
        ),
        ("envelope", envelope("\"a\""), envelope("NIL")),
        ("structure", structure("plain"), structure("html")),
        ("emailid", "EMAILID (M1)".to_owned(), "EMAILID (M2)".to_owned()),
        ("threadid", "THREADID (T1)".to_owned(), "THREADID (T2)".to_owned()),
        (
            "savedate",
            "SAVEDATE \"01-Jan-2020 10:00:00 +0000\"".to_owned(),
            "SAVEDATE \"02-Jan-2020 10:00:00 +0000\"".to_owned(),
        ),
    ] {
        keeps(both(&first, &first));
        breaks(&format!("same-{rule}"), both(&first, &second));
    }
    // The same moment, told in another zone.
    keeps(both(
        "INTERNALDATE \"01-Jan-2020 10:00:00 +0000\"",
        "INTERNALDATE \"01-Jan-2020 11:00:00 +0100\"",
    ));
}

#[test]
fn another_account_s_mailbox_is_another() {
    let (a, bob) = (enters("a"), enters("bob").replace("LOGIN al", "LOGIN bob"));
    keeps(play(&format!(
        "{a}{bob}a C: 1 FETCH 1 (UID)\na S: * 1 FETCH (UID 4 RFC822.SIZE 5)\na S: 1 OK x\nbob C: 1 FETCH 1 (UID)\nbob S: * 1 FETCH (UID 4 RFC822.SIZE 6)\nbob S: 1 OK x"
    )));
}

#[test]
fn a_message_without_uid_is_followed_by_its_number() {
    let twice = |between: &str, number: u32| {
        play(&format!(
            "{}a C: 1 FETCH 2 (RFC822.SIZE)\na S: * 2 FETCH (RFC822.SIZE 5)\na S: 1 OK x\na C: 2 NOOP\n{between}a S: 2 OK x\na C: 3 FETCH {number} (RFC822.SIZE)\na S: * {number} FETCH (RFC822.SIZE 6)\na S: 3 OK x",
            enters("a")
        ))
    };
    breaks("same-size", twice("", 2));
    breaks("same-size", twice("a S: * 1 EXPUNGE\n", 1));
    keeps(twice("a S: * 1 EXPUNGE\n", 2));
}

#[test]
fn what_is_gone_is_gone_for_those_who_come_later() {
    let (a, b) = (enters("a"), enters("b"));
    let gone = "a C: 1 UID FETCH 9 (UID)\na S: * 3 FETCH (UID 9)\na S: 1 OK x\na C: 2 NOOP\na S: * 3 EXPUNGE\na S: 2 OK x\n";
    let seen = "b C: 1 UID FETCH 9 (UID)\nb S: * 3 FETCH (UID 9)\nb S: 1 OK x\n";
    breaks("same-gone", play(&format!("{a}{gone}{b}{seen}")));
    let search = "b C: 2 UID SEARCH ALL\nb S: * SEARCH 9\nb S: 2 OK x\n";
    breaks("same-gone", play(&format!("{a}{gone}{b}{search}")));
    keeps(play(&format!("{a}{b}{gone}{search}")));
    // Who had it selected before may still see it.
    keeps(play(&format!("{a}{b}{gone}{seen}")));
}

#[test]
fn copies_are_copies() {
    let copied = |there: &str| {
        let a = enters("a");
        let select = "a C: 3 SELECT x\na S: * OK [CLOSED] x\na S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\na S: * 3 EXISTS\na S: * 0 RECENT\na S: * OK [PERMANENTFLAGS (\\*)] x\na S: * OK [UIDVALIDITY 8] x\na S: * OK [UIDNEXT 10] x\na S: 3 OK [READ-WRITE] x\n";
        play(&format!(
            "{a}a C: 1 FETCH 1 (UID)\na S: * 1 FETCH (UID 4 EMAILID (M1) THREADID (T1) RFC822.SIZE 5 INTERNALDATE \"01-Jan-2020 10:00:00 +0000\")\na S: 1 OK x\na C: 2 COPY 1 x\na S: 2 OK [COPYUID 8 4 7] x\n{select}a C: 4 FETCH 1 (UID)\na S: * 1 FETCH (UID 7 {there})\na S: 4 OK x"
        ))
    };
    keeps(copied("RFC822.SIZE 5 INTERNALDATE \"01-Jan-2020 10:00:00 +0000\""));
    breaks("same-copy", copied("RFC822.SIZE 6"));
    keeps(copied("EMAILID (M1) THREADID (T1)"));
    breaks("same-copy", copied("EMAILID (M2)"));
    breaks("same-copy-thread", copied("THREADID (T2)"));
    breaks("same-copy-date", copied("INTERNALDATE \"01-Jan-2021 10:00:00 +0000\""));
}

#[test]
fn what_was_appended_is_there() {
    let appended = |there: &str| {
        play(&format!(
            "{}a C: 1 APPEND m \"01-Jan-2020 10:00:00 +0000\" {{6+}}\\r\\na: b\\r\\n\na S: * 4 EXISTS\na S: 1 OK [APPENDUID 7 10] x\na C: 2 FETCH 4 (UID)\na S: * 4 FETCH (UID 10 {there})\na S: 2 OK x",
            enters("a")
        ))
    };
    keeps(appended("RFC822.SIZE 6 BODY[] {6}\\r\\na: b\\r\\n"));
    breaks("same-append", appended("RFC822.SIZE 7"));
    breaks("same-append", appended("BODY[] {6}\\r\\na: c\\r\\n"));
    breaks("same-append-date", appended("INTERNALDATE \"01-Jan-2020 11:00:00 +0000\""));
}
