//! What users share and what bounds them: quota, access control lists, metadata.

use super::*;

#[test]
fn quota() {
    let mut play = Play::new();
    let id = play.log_in_as("anna@2K");
    let root = "* QUOTA #user/anna@2K";
    let told = |used, limit| format!("{root} (STORAGE {used} {limit})");
    assert_eq!(
        play.untagged(id, "GETQUOTAROOT INBOX"),
        ["* QUOTAROOT INBOX #user/anna@2K", &told(0, 2)]
    );
    play.append(id, "INBOX", "");
    assert_eq!(play.untagged(id, "GETQUOTA #user/anna@2K"), [told(1, 2)]);
    let big = "x".repeat(2048);
    let said = play.say(id, &format!("APPEND INBOX {{{}+}}\r\n{big}", big.len()));
    assert!(said.contains("NO [OVERQUOTA]"), "{said}");
    assert_eq!(
        play.untagged(id, "SETQUOTA #user/anna@2K (STORAGE 9 MESSAGE 1)"),
        [format!("{root} (STORAGE 1 9 MESSAGE 1 1)")]
    );
    let said = play.say(id, "APPEND INBOX {3+}\r\nabc");
    assert!(said.contains("NO [OVERQUOTA]"), "{said}");
    // A limit that is not named is gone.
    assert_eq!(play.untagged(id, "SETQUOTA #user/anna@2K (STORAGE 9)"), [told(1, 9)]);
    assert!(play.say(id, "SETQUOTA #user/anna@2K (SPEED 9)").starts_with("t NO"));
    for root in ["#user/berta", "nothing", "#user/"] {
        assert!(play.say(id, &format!("GETQUOTA {root}")).starts_with("t NO"), "{root}");
        assert!(play.say(id, &format!("SETQUOTA {root} ()")).starts_with("t NO"), "{root}");
    }
    // No limits, no root; a mailbox need not be there.
    let other = play.log_in_as("berta");
    assert_eq!(play.untagged(other, "GETQUOTAROOT nowhere"), ["* QUOTAROOT nowhere"]);
    assert!(play.say(other, "GETQUOTA #user/anna@2K").starts_with("t NO"));
}

#[test]
fn access_control_lists() {
    let mut play = Play::new();
    let (anna, berta) = (play.log_in_as("anna"), play.log_in_as("berta"));
    play.ok(anna, "CREATE work");
    let theirs = "\"Other Users/anna/work\"";
    assert!(play.say(berta, &format!("MYRIGHTS {theirs}")).starts_with("t NO [NONEXISTENT]"));
    assert_eq!(play.untagged(anna, "MYRIGHTS work"), ["* MYRIGHTS work lrswipkxteacd"]);
    play.ok(anna, "SETACL work berta lr");
    assert_eq!(
        play.untagged(berta, &format!("MYRIGHTS {theirs}")),
        [format!("* MYRIGHTS {theirs} lr")]
    );
    assert!(play.say(berta, &format!("GETACL {theirs}")).contains("NO [NOPERM]"));
    assert!(play.say(berta, &format!("SETACL {theirs} berta +a")).contains("NO [NOPERM]"));
    assert!(play.say(berta, &format!("APPEND {theirs} {{1+}}\r\nx")).contains("NO [NOPERM]"));
    play.ok(anna, "SETACL work berta +id");
    play.ok(anna, "SETACL work berta -x");
    assert_eq!(play.untagged(anna, "GETACL work"), ["* ACL work anna lrswipkxteacd berta lrited"]);
    play.ok(berta, &format!("APPEND {theirs} {{1+}}\r\nx"));
    for bad in ["lq", "L", "+0"] {
        assert!(play.say(anna, &format!("SETACL work berta {bad}")).starts_with("t BAD"), "{bad}");
    }
    assert_eq!(
        play.untagged(anna, "LISTRIGHTS work anna"),
        ["* LISTRIGHTS work anna la r s w i p k x t e c d"]
    );
    assert_eq!(
        play.untagged(anna, "LISTRIGHTS work berta"),
        ["* LISTRIGHTS work berta \"\" l r s w i p k x t e a c d"]
    );
    let listed = play.untagged(berta, "LIST \"\" \"Other Users/*\" RETURN (MYRIGHTS)");
    assert_eq!(listed.last().unwrap(), &format!("* MYRIGHTS {theirs} lrited"));
    play.ok(anna, "SETACL work -berta t");
    assert!(play.untagged(berta, &format!("MYRIGHTS {theirs}"))[0].ends_with(" lried"));
    // What is made below has the same list.
    play.ok(anna, "CREATE work/new");
    assert_eq!(
        play.untagged(anna, "GETACL work/new"),
        ["* ACL work/new -berta td anna lrswipkxteacd berta lrited"]
    );
    let said = play.ok(berta, &format!("SELECT {theirs}"));
    assert!(said.contains("[PERMANENTFLAGS ()]"), "{said}");
    play.ok(anna, "SETACL work berta +s");
    let said = play.ok(berta, &format!("SELECT {theirs}"));
    assert!(said.contains("[PERMANENTFLAGS (\\Seen)]"), "{said}");
    play.ok(anna, "DELETEACL work berta");
    assert!(play.say(berta, &format!("SELECT {theirs}")).contains("t NO "));
    // An owner can always look up and administer.
    play.ok(anna, "DELETEACL work anna");
    assert_eq!(play.untagged(anna, "MYRIGHTS work"), ["* MYRIGHTS work la"]);
}

#[test]
fn metadata() {
    let mut play = Play::new();
    let (anna, berta) = (play.log_in_as("anna"), play.log_in_as("berta"));
    play.ok(anna, "SETMETADATA INBOX (/shared/comment \"one\" /PRIVATE/comment {3+}\r\ntwo)");
    assert_eq!(
        play.untagged(anna, "GETMETADATA INBOX (/Shared/Comment /private/comment)"),
        ["* METADATA INBOX (/private/comment \"two\" /shared/comment \"one\")"]
    );
    assert_eq!(
        play.untagged(anna, "GETMETADATA INBOX /shared/vendor/none"),
        ["* METADATA INBOX (/shared/vendor/none NIL)"]
    );
    play.ok(anna, "SETACL INBOX berta lr");
    let theirs = "\"Other Users/anna/INBOX\"";
    assert_eq!(
        play.untagged(berta, &format!("GETMETADATA {theirs} (/shared/comment /private/comment)")),
        [format!("* METADATA {theirs} (/private/comment NIL /shared/comment \"one\")")]
    );
    play.ok(anna, "SETMETADATA INBOX (/shared/a/b \"1\" /shared/a/b/c \"22\" /shared/a \"333\")");
    assert_eq!(
        play.untagged(anna, "GETMETADATA (DEPTH 1) INBOX /shared/a"),
        ["* METADATA INBOX (/shared/a \"333\" /shared/a/b \"1\")"]
    );
    let said = play.ok(anna, "GETMETADATA (MAXSIZE 1 DEPTH infinity) INBOX /shared/a");
    assert!(
        said.contains("* METADATA INBOX (/shared/a/b \"1\")\r\nt OK [METADATA LONGENTRIES 3]"),
        "{said}"
    );
    play.ok(anna, "SETMETADATA INBOX (/shared/a NIL)");
    assert_eq!(
        play.untagged(anna, "LIST \"\" INBOX RETURN (METADATA (/shared/a /shared/comment))")[1],
        "* METADATA INBOX (/shared/a NIL /shared/comment \"one\")"
    );
    // All or nothing.
    let long = "x".repeat(limits::METADATA_VALUE + 1);
    let said = play.say(
        anna,
        &format!(
            "SETMETADATA INBOX (/shared/new \"1\" /shared/long {{{}+}}\r\n{long})",
            long.len()
        ),
    );
    assert!(said.contains("NO [METADATA MAXSIZE 65536]"), "{said}");
    assert_eq!(
        play.untagged(anna, "GETMETADATA INBOX /shared/new"),
        ["* METADATA INBOX (/shared/new NIL)"]
    );
    for bad in
        ["comment", "/shared/", "/shared//a", "/other/a", "\"/shared/*\"", "\"/shared/\\\"%\""]
    {
        let said = play.say(anna, &format!("GETMETADATA INBOX {bad}"));
        assert!(said.starts_with("t BAD"), "{bad} {said}");
    }
    play.ok(anna, "SETMETADATA \"\" (/private/comment \"mine\" /shared/comment \"ours\")");
    assert!(play.say(anna, "SETMETADATA \"\" (/shared/admin \"x\")").starts_with("t NO"));
    assert_eq!(
        play.untagged(berta, "GETMETADATA \"\" (/private/comment /shared/comment)"),
        ["* METADATA \"\" (/private/comment NIL /shared/comment \"ours\")"]
    );
    for number in 0..limits::METADATA_ENTRIES {
        play.say(anna, &format!("SETMETADATA INBOX (/shared/n{number} \"x\")"));
    }
    assert!(
        play.say(anna, "SETMETADATA INBOX (/shared/more \"x\")").contains("[METADATA TOOMANY]")
    );
    play.ok(anna, "SETMETADATA INBOX (/shared/comment \"again\")");
}

#[test]
fn catenate() {
    let mut play = Play::new();
    let id = play.log_in();
    play.append(id, "INBOX", "");
    let said = play.ok(
        id,
        "APPEND INBOX CATENATE (URL \"/INBOX/;UID=1/;SECTION=HEADER\" TEXT {3+}\r\nnew \
         URL \"/INBOX/;uid=1/;section=TEXT/;partial=1.2\")",
    );
    assert!(said.contains("[APPENDUID "), "{said}");
    play.ok(id, "SELECT INBOX");
    let said = play.ok(id, "FETCH 2 BODY.PEEK[]");
    assert!(said.contains("{20}\r\nSubject: hi\r\n\r\nnewod"), "{said}");
    play.ok(id, "APPEND INBOX CATENATE (URL \"/;UID=1\")");
    assert_eq!(play.untagged(id, "SEARCH SEEN"), ["* SEARCH"]);
    for bad in [
        "/INBOX/;UID=99",
        "/nowhere/;UID=1",
        "imap://anna@host/INBOX/;UID=1",
        "/INBOX/;UID=1/;SECTION=9",
    ] {
        let said = play.say(id, &format!("APPEND INBOX CATENATE (TEXT {{1+}}\r\nx URL \"{bad}\")"));
        assert!(said.contains(&format!("NO [BADURL {bad}]")), "{said}");
    }
}

#[test]
fn urlauth() {
    let mut play = Play::new();
    let (anna, berta) = (play.log_in_as("anna"), play.log_in_as("berta"));
    play.append(anna, "INBOX", "");
    let url = |play: &mut Play, rest: &str| -> String {
        let rump = format!("imap://anna@host/INBOX/;uid=1/;section=TEXT{rest}");
        let told = play.untagged(anna, &format!("GENURLAUTH \"{rump}\" INTERNAL"));
        let full = told[0].strip_prefix("* GENURLAUTH ").unwrap().trim_matches('"').to_owned();
        assert!(full.starts_with(&format!("{rump}:internal:01")), "{full}");
        full
    };
    let get = |play: &mut Play, id, url: &str| -> String {
        let told = play.ok(id, &format!("URLFETCH \"{url}\""));
        let (_, data) =
            told.split_once(&format!("{url}\" ")).or(told.split_once(&format!("{url} "))).unwrap();
        data.split_once("\r\nt OK").unwrap().0.to_owned()
    };
    let good = "{6}\r\nbody\r\n";
    let for_all = url(&mut play, ";urlauth=authuser");
    assert_eq!(get(&mut play, berta, &for_all), good);
    assert_eq!(get(&mut play, berta, &for_all.replace("TEXT", "HEADER")), "NIL");
    assert_eq!(get(&mut play, berta, "imap://anna@host/INBOX"), "NIL");
    let for_berta = url(&mut play, ";urlauth=user+berta");
    assert_eq!(get(&mut play, berta, &for_berta), good);
    assert_eq!(get(&mut play, anna, &for_berta), "NIL");
    let for_submit = url(&mut play, ";urlauth=submit+anna");
    assert_eq!(get(&mut play, berta, &for_submit), "NIL");
    let submit = play.log_in_as("submit");
    assert_eq!(get(&mut play, submit, &for_submit), good);
    let old = url(&mut play, ";expire=2001-01-01T00:00:00Z;urlauth=authuser");
    assert_eq!(get(&mut play, berta, &old), "NIL");
    let later = url(&mut play, ";expire=2201-01-01T00:00:00Z;urlauth=authuser");
    assert_eq!(get(&mut play, berta, &later), good);
    let other = play.log_in_as("anna");
    play.ok(other, "SELECT INBOX");
    let said = play.ok(anna, "RESETKEY INBOX");
    let told = play.untagged(other, "NOOP");
    assert!(told[0].starts_with("* OK [URLMECH INTERNAL]"), "{told:?}");
    assert!(said.contains("[URLMECH INTERNAL]"), "{said}");
    assert_eq!(get(&mut play, berta, &for_all), "NIL");
    let again = url(&mut play, ";urlauth=authuser");
    assert_ne!(again, for_all);
    play.ok(anna, "RESETKEY");
    assert_eq!(get(&mut play, berta, &again), "NIL");
    for bad in [
        "\"imap://anna@host/INBOX/;uid=1\" INTERNAL",
        "\"imap://host/INBOX/;uid=1;urlauth=authuser\" INTERNAL",
        "\"imap://anna@host/none/;uid=1;urlauth=authuser\" INTERNAL",
        "\"imap://berta@host/INBOX/;uid=1;urlauth=authuser\" INTERNAL",
        "\"imap://anna@host/INBOX/;uid=1;urlauth=authuser\" XSAMPLE",
    ] {
        assert!(play.say(anna, &format!("GENURLAUTH {bad}")).starts_with("t BAD"), "{bad}");
    }
}
