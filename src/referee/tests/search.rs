//! Dialogues that break and keep the rules of `search`.

use crate::referee::script::{breaks, keeps, logged_in, selected};
use crate::syntax::types::{Date, DateTime};

const FLAGS: &str = "C: 0 FETCH 1:3 (UID FLAGS RFC822.SIZE)\nS: * 1 FETCH (UID 2 FLAGS (\\Seen) RFC822.SIZE 30)\nS: * 2 FETCH (UID 4 FLAGS () RFC822.SIZE 10)\nS: * 3 FETCH (UID 5 FLAGS (x) RFC822.SIZE 20)\nS: 0 OK x\n";

fn told(command: &str, answer: &str) -> Vec<crate::finding::Finding> {
    selected(&format!("{FLAGS}C: 1 {command}\nS: * {answer}\nS: 1 OK x"))
}

#[test]
fn what_is_found_is_there_and_matches() {
    keeps(told("SEARCH UNSEEN", "SEARCH 2 3"));
    keeps(told("SEARCH TEXT x", "SEARCH 3"));
    keeps(told("UID SEARCH KEYWORD x SMALLER 25", "SEARCH 5"));
    breaks("search-range", told("SEARCH ALL", "SEARCH 1 2 3 4"));
    breaks("search-known", told("UID SEARCH ALL", "SEARCH 2 3 4 5"));
    breaks("search-twice", told("SEARCH ALL", "SEARCH 1 2 3 3"));
    breaks("search-match", told("SEARCH UNSEEN", "SEARCH 2"));
    breaks("search-match", told("SEARCH OR SEEN LARGER 20", "SEARCH 1 3"));
    breaks("search-match", told("UID SEARCH UID 4:*", "SEARCH 4"));
    breaks("search-match", told("THREAD REFERENCES UTF-8 ALL", "THREAD (1)(2)"));
}

#[test]
fn silent_changes_leave_doubt() {
    let changed = "C: 1 STORE 2 +FLAGS.SILENT (\\Seen)\nS: 1 OK x\nC: 2 SEARCH UNSEEN\nS: * SEARCH 3\nS: 2 OK x";
    keeps(selected(&format!("{FLAGS}{changed}")));
}

#[test]
fn sort_is_in_order() {
    keeps(told("SORT (SIZE) UTF-8 ALL", "SORT 2 3 1"));
    keeps(told("SORT (REVERSE SIZE) UTF-8 ALL", "SORT 1 3 2"));
    breaks("search-sorted", told("UID SORT (SIZE) UTF-8 ALL", "SORT 4 2 5"));
}

#[test]
fn esearch_answers_what_was_asked() {
    let returned = |options: &str, answer: &str| {
        selected(&format!("C: 1 SEARCH RETURN ({options}) ALL\nS: * {answer}\nS: 1 OK x"))
    };
    keeps(returned("MIN MAX COUNT ALL", "ESEARCH (TAG \"1\") MIN 1 MAX 3 COUNT 3 ALL 1:3"));
    breaks("search-tag", returned("ALL", "ESEARCH (TAG \"2\") ALL 1:3"));
    breaks("search-form", returned("ALL", "SEARCH 1 2 3"));
    breaks("search-uid", returned("ALL", "ESEARCH (TAG \"1\") UID ALL 1:3"));
    breaks("search-missing", returned("COUNT", "ESEARCH (TAG \"1\")"));
    breaks("search-missing", returned("MIN COUNT", "ESEARCH (TAG \"1\") COUNT 3"));
    breaks("search-nothing", returned("MIN COUNT", "ESEARCH (TAG \"1\") MIN 1 COUNT 0"));
    breaks("search-results", returned("COUNT ALL", "ESEARCH (TAG \"1\") COUNT 2 ALL 1:3"));
    breaks("search-results", returned("MIN ALL", "ESEARCH (TAG \"1\") MIN 2 ALL 1:3"));
    breaks("search-results", returned("MIN MAX COUNT", "ESEARCH (TAG \"1\") MIN 2 MAX 3 COUNT 3"));
    keeps(returned("PARTIAL 1:2", "ESEARCH (TAG \"1\") PARTIAL (1:2 1:2)"));
    breaks("search-partial", returned("PARTIAL 1:2", "ESEARCH (TAG \"1\") PARTIAL (1:2 1:3)"));
    breaks(
        "search-single",
        returned("ALL COUNT", "ESEARCH (TAG \"1\") ALL 1:3\nS: * ESEARCH (TAG \"1\") COUNT 3"),
    );
}

#[test]
fn the_form_is_the_revision_s() {
    let plain = "C: 1 SEARCH ALL\nS: * ESEARCH (TAG \"1\") ALL 1:3\nS: 1 OK x";
    let capable = |list: &str| format!("C: 0 CAPABILITY\nS: * CAPABILITY {list}\nS: 0 OK x\n");
    breaks("search-form", selected(&format!("{}{plain}", capable("IMAP4rev1 ESEARCH"))));
    keeps(selected(&format!("{}{plain}", capable("IMAP4rev2"))));
    let enable = "C: e ENABLE IMAP4rev2\nS: * ENABLED IMAP4rev2\nS: e OK x\n";
    breaks(
        "search-form",
        selected(&format!("{enable}C: 1 SEARCH ALL\nS: * SEARCH 1 2 3\nS: 1 OK x")),
    );
    keeps(logged_in(enable));
}

#[test]
fn instants_know_zones_and_leap_days() {
    let at = |month, day, hour, zone| {
        let date = Date { year: 2024, month, day };
        DateTime { date, hour, minute: 0, second: 0, zone }.instant()
    };
    assert_eq!(at(3, 1, 0, 0) - at(2, 28, 0, 0), 2 * 86_400);
    assert_eq!(at(3, 1, 1, 60), at(3, 1, 0, 0));
}

#[test]
fn searches_that_are_kept_up_to_date_are_told_of_later() {
    let asked = "C: 1 UID SEARCH RETURN (UPDATE COUNT) SEEN\nC: 2 SEARCH RETURN (UPDATE COUNT) SEEN\nS: * ESEARCH (TAG \"1\") UID COUNT 1\nS: 1 OK x\nS: * ESEARCH (TAG \"2\") COUNT 1\nS: 2 OK x\nC: 3 NOOP\n";
    let later =
        |tag: &str| format!("{asked}S: * ESEARCH (TAG \"{tag}\") UID ADDTO (0 4)\nS: 3 OK x");
    keeps(selected(&format!("{FLAGS}{}", later("1"))));
    breaks("search-tag", selected(&format!("{FLAGS}{}", later("4"))));
}
