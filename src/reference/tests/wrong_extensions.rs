//! Defects of extensions with state: each must show to some session of a small play.

use super::*;
use crate::reference::defect::{Defect as D, DefectSet};

/// What each session is told, line by line. `a` and `c` are anna (20 KiB of quota), `b` is berta,
/// `s` is submit; all are there from the beginning. `%` in a command is the last URL given.
fn played(defect: Option<D>, script: &[&str]) -> Vec<String> {
    let defects = defect.map(DefectSet::only).unwrap_or_default();
    let mut play = Play::with(Options { defects, ..Options::default() });
    let users = [("a", "anna@20K"), ("b", "berta"), ("c", "anna@20K"), ("s", "submit")];
    let sessions = users.map(|(client, user)| (client, play.log_in_as(user)));
    play.append(sessions[0].1, "INBOX", "\\Flagged");
    let mut told = Vec::new();
    let mut url = String::new();
    for line in script {
        let (client, command) = line.split_once(": ").unwrap();
        let id = sessions.iter().find(|(name, _)| *name == client).unwrap().1;
        let octets = format!("t {}\r\n", command.replace('%', &url).replace('\u{1}', "%"));
        let now = play.now();
        let events = play.server.receive(id, octets.as_bytes(), now);
        for (client, id) in sessions {
            let said = text(&events, id);
            if let Some((_, given)) = said.split_once("* GENURLAUTH ") {
                url = given.split("\r\n").next().unwrap().trim_matches('"').to_owned();
            }
            told.push(format!("{client}: {said}"));
        }
    }
    told
}

#[test]
fn every_defect_of_extensions_shows() {
    const THEIRS: &str = "\"Other Users/anna@20K/INBOX\"";
    let theirs = |command: &str| command.replace("THEIRS", THEIRS);
    let rump = "imap://anna%40@host/INBOX/;uid=1/;section=TEXT".replace("%40", "%4020K");
    let generate =
        |rest: &str| format!("a: GENURLAUTH \"{}{rest}\" INTERNAL", rump.replace('%', "\u{1}"));
    let mut hidden = Vec::new();
    let big = format!("a: APPEND INBOX {{30000+}}\r\n{}", "x".repeat(30_000));
    let root = "#user/anna@20K";
    let urls = [
        generate(";urlauth=user+anna"),
        generate(";urlauth=authuser"),
        generate(";expire=2001-01-01T00:00:00Z;urlauth=authuser"),
    ];
    let (set_a, set_both) = (
        format!("a: SETQUOTA {root} (STORAGE 20 MESSAGE 9)"),
        format!("a: SETQUOTA {root} (STORAGE 30)"),
    );
    let get = format!("a: GETQUOTA {root}");
    let (their_rights, their_acl, their_append, their_metadata) = (
        theirs("b: MYRIGHTS THEIRS"),
        theirs("b: GETACL THEIRS"),
        theirs("b: APPEND THEIRS {1+}\r\nx"),
        theirs("b: GETMETADATA THEIRS /private/comment"),
    );
    let select_theirs = theirs("b: SELECT THEIRS");
    for (defect, script) in [
        (D::QuotaInOctets, vec![get.as_str()]),
        (D::QuotaInboxOnly, vec!["a: CREATE x", "a: APPEND x {3000+}\r\nBIG", &get]),
        (
            D::QuotaCountsExpunged,
            vec![&set_a, "a: SELECT INBOX", "a: STORE 1 +FLAGS (\\Deleted)", "a: EXPUNGE", &get],
        ),
        (D::QuotaRootOnly, vec!["a: GETQUOTAROOT INBOX"]),
        (D::SetQuotaForgotten, vec![&set_both, &get]),
        (D::SetQuotaKeeps, vec![&set_a, &set_both]),
        (D::QuotaNotEnforced, vec![&big]),
        (D::OverQuotaMissing, vec![&big]),
        (D::SetAclForgotten, vec!["a: SETACL INBOX berta lr", "a: GETACL INBOX"]),
        (
            D::SetAclPlusReplaces,
            vec!["a: SETACL INBOX berta lr", "a: SETACL INBOX berta +s", "a: GETACL INBOX"],
        ),
        (
            D::DeleteAclForgotten,
            vec!["a: SETACL INBOX berta lr", "a: DELETEACL INBOX berta", "a: GETACL INBOX"],
        ),
        (D::ListRightsTwice, vec!["a: LISTRIGHTS INBOX anna@20K"]),
        (D::MyRightsOwner, vec!["a: SETACL INBOX berta lr", &their_rights]),
        (D::AclVirtualMissing, vec!["a: GETACL INBOX"]),
        (D::AclDeleteHalf, vec!["a: SETACL INBOX berta d", "a: GETACL INBOX"]),
        (D::AclUnknownRight, vec!["a: SETACL INBOX berta lq"]),
        (D::AclWithoutAdmin, vec!["a: SETACL INBOX berta lr", &their_acl]),
        (D::AclInsertUnchecked, vec!["a: SETACL INBOX berta lr", &their_append]),
        (
            D::AclDeletedUnchecked,
            vec!["a: SETACL INBOX berta lrsw", &select_theirs, "b: STORE 1 +FLAGS (\\Deleted)"],
        ),
        (
            D::AclExpungeUnchecked,
            vec![
                "a: SETACL INBOX berta lrt",
                &select_theirs,
                "b: STORE 1 +FLAGS (\\Deleted)",
                "b: EXPUNGE",
            ],
        ),
        (
            D::MetadataPrivateShared,
            vec![
                "a: SETMETADATA INBOX (/private/comment \"x\")",
                "a: SETACL INBOX berta lr",
                &their_metadata,
            ],
        ),
        (
            D::MetadataMaxSizeIgnored,
            vec![
                "a: SETMETADATA INBOX (/shared/comment \"xy\")",
                "a: GETMETADATA (MAXSIZE 1) INBOX /shared/comment",
            ],
        ),
        (
            D::MetadataSmallest,
            vec![
                "a: SETMETADATA INBOX (/shared/a \"xy\" /shared/b \"xyz\")",
                "a: GETMETADATA (MAXSIZE 1) INBOX (/shared/a /shared/b)",
            ],
        ),
        (
            D::MetadataDepthAll,
            vec![
                "a: SETMETADATA INBOX (/shared/a/b/c \"x\")",
                "a: GETMETADATA (DEPTH 1) INBOX /shared/a",
            ],
        ),
        (
            D::MetadataNilKept,
            vec![
                "a: SETMETADATA INBOX (/shared/a \"x\")",
                "a: SETMETADATA INBOX (/shared/a NIL)",
                "a: GETMETADATA INBOX /shared/a",
            ],
        ),
        (
            D::MetadataPartial,
            vec![
                "a: SETMETADATA \"\" (/shared/a \"x\" /shared/admin \"y\")",
                "a: GETMETADATA \"\" /shared/a",
            ],
        ),
        (D::DeletedStorageAll, vec!["a: STATUS INBOX (DELETED-STORAGE)"]),
        (D::AclPermanentFlagsAll, vec!["a: SETACL INBOX berta lrs", &select_theirs]),
        (D::ListMyRightsMissing, vec!["a: LIST \"\" * RETURN (MYRIGHTS)"]),
        (
            D::RenameLosesMetadata,
            vec![
                "a: CREATE x",
                "a: SETMETADATA x (/shared/a \"x\")",
                "a: RENAME x y",
                "a: GETMETADATA y /shared/a",
            ],
        ),
        (D::ListMetadataNilMissing, vec!["a: LIST \"\" * RETURN (METADATA (/shared/a))"]),
        (
            D::MetadataCase,
            vec!["a: SETMETADATA INBOX (/shared/A \"x\")", "a: GETMETADATA INBOX /shared/a"],
        ),
        (
            D::ContextAddUntold,
            vec![
                "a: SELECT INBOX",
                "a: SEARCH RETURN (UPDATE) UNFLAGGED",
                "a: STORE 1 -FLAGS (\\Flagged)",
                "a: NOOP",
            ],
        ),
        (
            D::ContextRemoveUntold,
            vec![
                "a: SELECT INBOX",
                "a: SEARCH RETURN (UPDATE) FLAGGED",
                "a: STORE 1 -FLAGS (\\Flagged)",
                "a: NOOP",
            ],
        ),
        (
            D::ContextExpungeUntold,
            vec![
                "a: SELECT INBOX",
                "a: UID SEARCH RETURN (UPDATE) ALL",
                "a: STORE 1 +FLAGS (\\Deleted)",
                "a: EXPUNGE",
                "a: NOOP",
            ],
        ),
        (
            D::ContextCancelIgnored,
            vec![
                "a: SELECT INBOX",
                "a: SEARCH RETURN (UPDATE) ALL",
                "a: CANCELUPDATE \"t\"",
                "c: APPEND INBOX {1+}\r\nx",
                "a: NOOP",
            ],
        ),
        (
            D::ContextUidMissing,
            vec![
                "a: SELECT INBOX",
                "a: UID SEARCH RETURN (UPDATE) ALL",
                "c: APPEND INBOX {1+}\r\nx",
                "a: NOOP",
            ],
        ),
        (
            D::ContextPositionOff,
            vec![
                "a: SELECT INBOX",
                "a: UID SORT RETURN (UPDATE) (ARRIVAL) UTF-8 ALL",
                "c: APPEND INBOX {1+}\r\nx",
                "a: NOOP",
            ],
        ),
        (
            D::NotifyOthersUntold,
            vec![
                "a: NOTIFY SET (PERSONAL (MessageNew MessageExpunge))",
                "c: APPEND INBOX {1+}\r\nx",
            ],
        ),
        (
            D::NotifySelectedUntold,
            vec![
                "a: SELECT INBOX",
                "a: NOTIFY SET (SELECTED (MessageNew MessageExpunge))",
                "c: APPEND INBOX {1+}\r\nx",
            ],
        ),
        (
            D::NotifyDelayedExpunges,
            vec![
                "a: SELECT INBOX",
                "a: NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge))",
                "c: SELECT INBOX",
                "c: STORE 1 +FLAGS (\\Deleted)",
                "c: EXPUNGE",
            ],
        ),
        (
            D::NotifyFetchMissing,
            vec![
                "a: SELECT INBOX",
                "a: NOTIFY SET (SELECTED (MessageNew (UID) MessageExpunge))",
                "c: APPEND INBOX {1+}\r\nx",
            ],
        ),
        (
            D::NotifyStatusMissing,
            vec!["a: NOTIFY SET STATUS (PERSONAL (MessageNew MessageExpunge))"],
        ),
        (
            D::NotifyModSeqMissing,
            vec![
                "a: ENABLE CONDSTORE",
                "a: NOTIFY SET (PERSONAL (MessageNew MessageExpunge))",
                "c: APPEND INBOX {1+}\r\nx",
            ],
        ),
        (
            D::NotifyOldNameMissing,
            vec!["a: CREATE x", "a: NOTIFY SET (PERSONAL (MailboxName))", "c: RENAME x y"],
        ),
        (D::NotifyOwnChanges, vec!["a: NOTIFY SET (PERSONAL (MailboxName))", "a: CREATE x"]),
        (D::MultiSearchEmpty, vec!["a: CREATE x", "a: ESEARCH IN (PERSONAL) RETURN (COUNT) ALL"]),
        (D::MultiSearchSelectedOnly, vec!["a: ESEARCH IN (PERSONAL) ALL"]),
        (
            D::MultiSearchNumbers,
            vec![
                "a: SELECT INBOX",
                "a: STORE 1 +FLAGS (\\Deleted)",
                "a: EXPUNGE",
                "a: APPEND INBOX {1+}\r\nx",
                "a: ESEARCH IN (PERSONAL) ALL",
            ],
        ),
        (D::MultiSearchTagMissing, vec!["a: ESEARCH IN (PERSONAL) ALL"]),
        (D::MultiSearchValidityMissing, vec!["a: ESEARCH IN (PERSONAL) ALL"]),
        (
            D::CatenateLosesLast,
            vec![
                "a: APPEND INBOX CATENATE (URL \"/INBOX/;UID=1\" TEXT {1+}\r\nx)",
                "a: SELECT INBOX",
                "a: FETCH 2 RFC822.SIZE",
            ],
        ),
        (
            D::CatenateSectionIgnored,
            vec![
                "a: APPEND INBOX CATENATE (URL \"/INBOX/;UID=1/;SECTION=TEXT\")",
                "a: SELECT INBOX",
                "a: FETCH 2 RFC822.SIZE",
            ],
        ),
        (
            D::CatenateSetsSeen,
            vec!["a: APPEND INBOX CATENATE (URL \"/INBOX/;UID=1\")", "a: STATUS INBOX (UNSEEN)"],
        ),
        (
            D::CatenateBadUrlSkipped,
            vec!["a: APPEND INBOX CATENATE (URL \"/INBOX/;UID=9\" TEXT {1+}\r\nx)"],
        ),
        (D::BadUrlMissing, vec!["a: APPEND INBOX CATENATE (URL \"/INBOX/;UID=9\")"]),
        (D::UrlTokenIgnored, vec![&urls[1], "b: URLFETCH \"%0\""]),
        (D::UrlAccessIgnored, vec![&urls[0], "b: URLFETCH \"%\""]),
        (D::UrlExpireIgnored, vec![&urls[2], "b: URLFETCH \"%\""]),
        (D::ResetKeyForgotten, vec![&urls[1], "a: RESETKEY", "b: URLFETCH \"%\""]),
        (D::UrlFetchRefuses, vec!["b: URLFETCH \"imap://host/\""]),
    ] {
        let big = "x".repeat(3000);
        let lines: Vec<String> = script.iter().map(|line| line.replace("BIG", &big)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let answers = [None, Some(defect)].map(|defect| played(defect, &lines));
        if answers[0] == answers[1] {
            hidden.push((defect, answers));
        }
    }
    assert!(hidden.is_empty(), "do not show: {hidden:#?}");
}
