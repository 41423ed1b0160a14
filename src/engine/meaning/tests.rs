use super::*;
use crate::engine::pattern::{Piece, pattern};
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;

/// Responses as a session receives them.
pub fn received(lines: &[&str]) -> Vec<Received> {
    lines
        .iter()
        .enumerate()
        .map(|(entry, line)| {
            let octets = format!("{line}\r\n").into_bytes();
            let dialect = Dialect::everything();
            let parsed = parse::response(&octets, &dialect).map(parse::Parsed::into_static);
            Received { entry, octets, parsed, at: tokio::time::Instant::now() }
        })
        .collect()
}

fn holds(text: &str, lines: &[&str]) -> bool {
    let responses = received(lines);
    let pats = pattern(&[Piece::Text(text.to_owned())]);
    Trees::new().heard(&responses).find(&pats, &mut Captures::new()).is_some()
}

#[test]
fn fetch_items_in_any_order_split_or_merged() {
    let one = "* 2 FETCH (UID 7 FLAGS (\\Seen \\Flagged \\Recent))";
    assert!(holds("* 2 FETCH (FLAGS (\\Flagged \\Seen))", &[one]));
    assert!(!holds("* 2 FETCH (FLAGS (\\Flagged))", &[one]));
    assert!(holds("* 2 FETCH (FLAGS (\\Flagged ...) UID 7)", &[one]));
    let split = ["* 2 FETCH (UID 7)", "* 2 FETCH (FLAGS ())"];
    assert!(holds("* 2 FETCH (UID 7 FLAGS ())", &split));
    assert!(!holds("* 3 FETCH (UID 7)", &split));
    assert!(holds(
        "* _ FETCH (BODY[HEADER.FIELDS (to)] _)",
        &["* 1 FETCH (BODY[HEADER.FIELDS (\"TO\")] \"x\")"]
    ));
    let literal = ["* 1 FETCH (BODY[1.HEADER.FIELDS.NOT ({2}\r\nTo {4}\r\ndate)]<0> \"x\")"];
    assert!(holds("* 1 FETCH (BODY[1.HEADER.FIELDS.NOT (Date to)]<0> x)", &literal));
    assert!(!holds("* 1 FETCH (BODY[1.HEADER.FIELDS.NOT (Date)]<0> x)", &literal));
    assert!(!holds("* 1 FETCH (BODY[HEADER.FIELDS.NOT (Date To)]<0> x)", &literal));
}

#[test]
fn search_is_a_set() {
    assert!(holds("* SEARCH 3 1:2", &["* SEARCH 2 3", "* SEARCH 1"]));
    assert!(!holds("* SEARCH 1", &["* SEARCH 1 2"]));
    assert!(holds("* SEARCH", &["* SEARCH"]));
    assert!(holds("* search 1:3", &["* ESEARCH (TAG \"A1\") ALL 1,2:3"]));
    assert!(holds("* search", &["* ESEARCH (TAG \"A1\")"]));
    assert!(holds("* search _ 2 (MODSEQ 7)", &["* ESEARCH ALL 1:2 MODSEQ 7"]));
    assert!(!holds("* search _ 2 (MODSEQ 7)", &["* ESEARCH ALL 1:2 MODSEQ 8"]));
    assert!(!holds("* search _", &["* ESEARCH ALL 1:2"]));
    assert!(holds("* ESEARCH COUNT 2 ALL 1:2", &["* ESEARCH (TAG \"a\") ALL 2,1 COUNT 2"]));
    // What was sorted has an order.
    assert!(holds("* ESEARCH ALL 3,1:2", &["* ESEARCH (TAG \"a\") ALL 3,1,2"]));
    assert!(!holds("* ESEARCH ALL 3,1:2", &["* ESEARCH (TAG \"a\") ALL 1:3"]));
}

#[test]
fn status_codes_and_text() {
    assert!(holds("* OK [UIDNEXT 4]", &["* OK [UIDNEXT 4] Predicted"]));
    assert!(!holds("* OK [UIDNEXT 4]", &["* OK [UIDNEXT 5] Predicted"]));
    assert!(holds("* OK [PERMANENTFLAGS (\\* ...)]", &["* OK [PERMANENTFLAGS (a \\*)] x"]));
    assert!(holds("* BYE", &["* BYE [UNAVAILABLE] x"]));
    let responses = received(&["A1 OK [COPYUID 7 1,2:3 5:7] done"]);
    let pats = pattern(&[Piece::Text("OK [COPYUID _ 1:3 5,6,7]".into())]);
    assert!(Trees::new().heard(&responses).status(0, &pats, &mut Captures::new()));
}

#[test]
fn a_moment_is_the_same_in_any_zone() {
    let told = ["* 1 FETCH (INTERNALDATE \" 1-Jan-2020 00:30:00 +0100\")"];
    assert!(holds("* 1 FETCH (INTERNALDATE \"31-Dec-2019 23:30:00 +0000\")", &told));
    assert!(!holds("* 1 FETCH (INTERNALDATE \"01-Jan-2020 00:30:00 +0000\")", &told));
}

#[test]
fn lists_status_and_quota() {
    assert!(holds(
        "* LIST (\\HasChildren ...) _ inbox",
        &["* LIST (\\A \\haschildren) \"/\" INBOX"]
    ));
    assert!(!holds("* LIST () _ x", &["* LIST (\\A) \"/\" x"]));
    assert!(holds("* STATUS x (UNSEEN 2)", &["* STATUS \"x\" (MESSAGES 3 UNSEEN 2)"]));
    assert!(holds("* QUOTA _ (STORAGE _ 20 ...)", &["* QUOTA \"\" (MESSAGE 1 2 STORAGE 3 20)"]));
    assert!(holds(
        "* VANISHED (EARLIER) 3:4",
        &["* VANISHED (EARLIER) 3", "* VANISHED (EARLIER) 4"]
    ));
    assert!(!holds("* VANISHED 3", &["* VANISHED (EARLIER) 3"]));
    let range = [Piece::Text("* VANISHED ".into()), Piece::Exact(b"3".to_vec())];
    let to = [Piece::Text(":".into()), Piece::Exact(b"7".to_vec())];
    let gaps = received(&["* VANISHED 3:4,7"]);
    let pats = pattern(&[range, to].concat());
    assert!(Trees::new().heard(&gaps).find(&pats, &mut Captures::new()).is_some());
    assert!(!holds("* VANISHED 3:7", &["* VANISHED 3:4,7"]));
    assert!(!holds("* VANISHED 3:7", &["* VANISHED 3:4"]));
    assert!(!holds("* VANISHED 3:7", &["* VANISHED 3:8"]));
}
