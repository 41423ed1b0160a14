use super::*;

#[test]
fn what_is_switched_off_is_gone() {
    let disabled = vec![Feature::Idle, Feature::Move, Feature::CondStore];
    let mut play = Play::with(Options { disabled, ..Options::default() });
    let id = play.select();
    let said = play.ok(id, "CAPABILITY");
    for gone in ["IDLE", "MOVE", "CONDSTORE", "QRESYNC", "IMAP4rev2"] {
        assert!(!said.split([' ', '\r']).any(|c| c == gone), "{gone} in {said}");
    }
    for command in ["IDLE", "MOVE 1 INBOX", "SELECT INBOX (CONDSTORE)"] {
        assert!(play.say(id, command).starts_with("t BAD"), "{command}");
    }
    assert!(!play.ok(id, "SELECT INBOX").contains("HIGHESTMODSEQ"));
}

#[test]
fn starttls_forgets_what_was_sent_in_the_clear() {
    let mut play = Play::new();
    let id = play.connect();
    let said = play.raw(id, b"a STARTTLS\r\nb LOGIN anna secret\r\n");
    assert!(said.starts_with("a OK") && said.ends_with("<tls>"), "{said}");
    assert_eq!(play.raw(id, b"handshake"), "");
    play.server.started_tls(id);
    let said = play.ok(id, "CAPABILITY");
    assert!(!said.contains("STARTTLS"), "{said}");
    play.ok(id, "LOGIN anna secret");
}

#[test]
fn logindisabled_where_asked_for() {
    let mut play = Play::with(Options { clear_login: false, ..Options::default() });
    let id = play.connect();
    assert!(play.ok(id, "CAPABILITY").contains(" LOGINDISABLED"));
    assert!(play.say(id, "LOGIN anna secret").contains("[PRIVACYREQUIRED]"));
}

#[test]
fn uidonly_speaks_no_numbers() {
    let mut play = Play::new();
    let id = play.select();
    play.append(id, "INBOX", "");
    play.ok(id, "ENABLE UIDONLY");
    assert!(play.say(id, "FETCH 1 FLAGS").contains("BAD [UIDREQUIRED]"));
    assert!(play.say(id, "UID SEARCH 1").contains("BAD [UIDREQUIRED]"));
    assert_eq!(play.untagged(id, "UID FETCH 1 FLAGS"), ["* 1 UIDFETCH (FLAGS (\\Recent))"]);
    play.ok(id, "UID STORE 1 +FLAGS.SILENT (\\Deleted)");
    assert_eq!(play.untagged(id, "EXPUNGE"), ["* VANISHED 1"]);
}

#[test]
fn replace_and_compress_and_id() {
    let mut play = Play::new();
    let id = play.select();
    play.append(id, "INBOX", "");
    let said = play.untagged(id, "UID REPLACE 1 INBOX (\\Draft) {6+}\r\nA: b\r\n");
    assert!(said[0].starts_with("* OK [APPENDUID "), "{said:?}");
    assert!(
        said.contains(&"* 1 EXPUNGE".to_owned()) && said.contains(&"* 1 EXISTS".to_owned()),
        "{said:?}"
    );
    assert!(play.ok(id, "ID NIL").starts_with("* ID ("));
    assert!(play.ok(id, "COMPRESS DEFLATE").ends_with("<deflate>"));
    assert!(play.say(id, "COMPRESS DEFLATE").contains("[COMPRESSIONACTIVE]"));
}

#[test]
fn quota_by_user_name() {
    let mut play = Play::new();
    let id = play.log_in_as("anna@1K");
    play.append(id, "INBOX", "");
    let said = play.say(id, &format!("APPEND INBOX {{1020+}}\r\n{}", "x".repeat(1020)));
    assert!(said.contains("NO [OVERQUOTA]"), "{said}");
}

#[test]
fn multiappend_is_all_or_nothing() {
    let mut play = Play::new();
    let id = play.select();
    let said = play.say(id, "APPEND INBOX {6+}\r\nA: b\r\n {6+}\r\nC: d\r\n");
    assert!(said.contains("* 2 EXISTS") && said.contains("1:2]"), "{said}");
    let said = play.say(id, "APPEND INBOX {6+}\r\nA: b\r\n {0+}\r\n");
    assert!(said.starts_with("t NO"), "{said}");
    assert!(play.ok(id, "STATUS INBOX (MESSAGES)").contains("MESSAGES 2"));
}
