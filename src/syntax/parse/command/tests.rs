//! Known answers for commands, and what holds for all of them.

use super::{NAMES, UID_NAMES};
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::parse::{self, AuthResponse};
use crate::syntax::types::*;
use crate::syntax::{SyntaxError, SyntaxErrorKind};

fn read(octets: &[u8]) -> Result<CommandBody<'_>, SyntaxError> {
    parse::command(octets, &Dialect::everything()).map(|parsed| parsed.value.body)
}

fn fault(octets: &[u8]) -> (usize, &'static str) {
    let error = read(octets).unwrap_err();
    (error.offset, error.rule)
}

fn requires(octets: &[u8], revision: Revision) -> Vec<Extension> {
    let dialect = Dialect::bare(revision).with(ExtensionSet::all());
    parse::command(octets, &dialect).unwrap().requires().iter().collect()
}

/// One line a construct: right with all extensions in one revision at the least.
const RIGHT: &[&[u8]] = &[
    b"a1 CAPABILITY\r\n",
    b"a] noop\r\n",
    b"A1 LOGIN {3}\r\njoe {2+}\r\n\x80\xff\r\n",
    b"A1 LOGIN \"j\\\"oe\" \"\xc3\xa9\"\r\n",
    b"A1 AUTHENTICATE PLAIN AGpvZQBzZWNyZXQ=\r\n",
    b"A1 AUTHENTICATE PLAIN =\r\n",
    b"A1 ENABLE CONDSTORE UTF8=ACCEPT\r\n",
    b"A1 ID (\"name\" \"x\" \"y\" NIL)\r\n",
    b"A1 SELECT x (QRESYNC (1 90060115194045000 41:211,214 (1,2:3 4,5:6)) CONDSTORE)\r\n",
    b"A1 SELECT x (FOO 5 BAR (a \"b\" (c)) BAZ)\r\n",
    b"A1 CREATE x (USE (\\Sent \\X) FOO)\r\n",
    b"A1 RENAME x y (FOO -1:-5)\r\n",
    b"A1 LIST (SUBSCRIBED RECURSIVEMATCH vendor.x-y (a)) \"\" (a% \"b c\") RETURN (CHILDREN STATUS \
      (UNSEEN SIZE) METADATA (/shared/a) MYRIGHTS SPECIAL-USE X (y))\r\n",
    b"A1 LSUB \"#news.\" \"comp.%\"\r\n",
    b"A1 STATUS x (MESSAGES UIDNEXT DELETED HIGHESTMODSEQ APPENDLIMIT MAILBOXID)\r\n",
    b"A1 APPEND x (\\Seen a) \" 1-Jan-2020 00:00:00 +0000\" {2}\r\nab () ~{1}\r\n\0\r\n",
    b"A1 APPEND x CATENATE (URL \"/x\" TEXT {1}\r\na UTF8 (~{1}\r\nb))\r\n",
    b"A1 APPEND x FOO (a b) UTF8 (~{1+}\r\nx)\r\n",
    b"A1 UID REPLACE * x {1}\r\na\r\n",
    b"A1 SETQUOTA \"\" (STORAGE 512 x 9223372036854775807)\r\n",
    b"A1 SETACL x fred +lrs9\r\n",
    b"A1 GETMETADATA (MAXSIZE 10 DEPTH infinity FOO) \"\" (/a \"/b\")\r\n",
    b"A1 SETMETADATA x (/a NIL /b ~{1}\r\n\0)\r\n",
    b"A1 NOTIFY SET STATUS (selected (MessageNew (UID BODY[HEADER.FIELDS (To)]) FlagChange X)) \
      (subtree (a b) NONE) (subtree-one a (MailboxName))\r\n",
    b"A1 COMPRESS deflate\r\n",
    b"A1 LANGUAGE de \"fr\"\r\n",
    b"A1 COMPARATOR \"cz;*\" i;basic\r\n",
    b"A1 GENURLAUTH \"imap://x\" INTERNAL\r\n",
    b"A1 RESETKEY x INTERNAL X.1\r\n",
    b"A1 URLFETCH \"imap://x\" (\"imap://y\" BODY BINARY)\r\n",
    b"A1 ESEARCH IN (mailboxes (a b) subtree-one c (X 5)) RETURN (MIN) CHARSET UTF-8 ALL\r\n",
    b"A1 UID EXPUNGE $\r\n",
    b"A1 SEARCH RETURN (UPDATE (UID) PARTIAL -1:-5 X (y) Z) OR (1 NOT 2:*) UID 3,4 KEYWORD $a\r\n",
    b"A1 SEARCH HEADER \"Message-ID\" {1}\r\na SINCE 1-Feb-2020 ON \"01-Feb-2020\" LARGER 5\r\n",
    b"A1 SEARCH MODSEQ \"/flags/\\\\seen\" priv 5 MODSEQ \"/flags/$a\" all 0 OLDER 5 FUZZY TO x\r\n",
    b"A1 SEARCH EMAILID M-_1 SAVEDSINCE 1-Feb-2020 SAVEDATESUPPORTED FILTER x UIDAFTER 5\r\n",
    b"A1 UID SORT RETURN (COUNT) (REVERSE DATE DISPLAYTO RELEVANCY) \"US-ASCII\" TEXT x\r\n",
    b"A1 THREAD REFERENCES UTF-8 1 2\r\n",
    b"A1 FETCH 1,3:* FULL (CHANGEDSINCE 5 PARTIAL 1:5 FOO (a))\r\n",
    b"A1 UID FETCH 1 (BODY[1.2.HEADER.FIELDS.NOT (a \"b\")]<0.5> BODY.PEEK[TEXT] BINARY.SIZE[1] \
      BINARY.PEEK[]<7.8> BODY RFC822.SIZE PREVIEW (LAZY) SAVEDATE EMAILID MODSEQ) (VANISHED)\r\n",
    b"A1 FETCH 1 RFC822.HEADER\r\n",
    b"A1 STORE 1 (UNCHANGEDSINCE 0 FOO) +FLAGS.SILENT \\Seen x\r\n",
    b"A1 UID STORE 1 -FLAGS (\\Deleted)\r\n",
    b"A1 UID MOVE 1 INBOX\r\n",
    b"A1 CANCELUPDATE \"a\" \"b\"\r\n",
    b"A1 XFOO bar (1 \"x\" \\y) * {1}\r\na\r\n",
];

#[test]
fn what_is_right_is_accepted_and_right_as_far_as_it_goes() {
    for &line in RIGHT {
        let shown = line.escape_ascii();
        if let Err(error) = read(line) {
            panic!("{shown}: {error}");
        }
        for end in 0..line.len() {
            let error = read(&line[..end]).unwrap_err();
            assert_eq!(error.kind, SyntaxErrorKind::Incomplete, "{shown} cut at {end}: {error}");
            assert_eq!(error.offset, end, "{shown} cut at {end}: {error}");
        }
    }
}

#[test]
fn one_octet_changed_never_panics_and_points_into_the_line() {
    for &line in RIGHT {
        for at in 0..line.len() {
            for octet in [0, b' ', b'(', b')', b'"', b'{', b'\r', b'0', b'A', 0xff] {
                let mut line = line.to_vec();
                line[at] = octet;
                if let Err(error) = read(&line) {
                    assert!(error.offset <= line.len());
                    assert!(!error.rule.is_empty(), "{}: {error}", line.escape_ascii());
                }
            }
        }
    }
}

#[test]
fn every_name_in_a_list_is_read() {
    let knows = |line: &str, at: usize| match read(line.as_bytes()) {
        Ok(_) => true,
        Err(error) => error.offset > at,
    };
    for name in NAMES {
        assert!(knows(&format!("a {name}\r\n"), 2), "{name}");
    }
    for name in UID_NAMES {
        assert!(knows(&format!("a UID {name}\r\n"), 6), "{name}");
    }
    for name in super::search_key::NAMES {
        assert!(knows(&format!("a SEARCH {name}\r\n"), 9), "{name}");
    }
    for name in super::search::SORT_NAMES {
        assert!(knows(&format!("a SORT ({name}) UTF-8 ALL\r\n"), 8), "{name}");
    }
    for name in super::fetch::NAMES {
        assert!(knows(&format!("a FETCH 1 {name}\r\n"), 10), "{name}");
    }
    for name in super::list::STATUS_NAMES {
        assert!(knows(&format!("a STATUS x ({name})\r\n"), 12), "{name}");
    }
}

#[test]
fn errors_stand_at_the_first_wrong_octet() {
    for (line, offset, rule) in [
        (&b"a1 NOOP \r\n"[..], 7, "CRLF"),
        (b"a1 NOOPX\r\n", 7, "command"),
        (b"a1  NOOP\r\n", 3, "command"),
        (b"a+1 NOOP\r\n", 1, "command"),
        (b"a1 BOGUS\r\n", 3, "command"),
        (b"a1 UID STATUS x (UNSEEN)\r\n", 7, "uid"),
        (b"a1 LOGIN joe\r\n", 12, "login"),
        (b"a1 LOGIN joe \"\xed\xa0\x80\"\r\n", 14, "QUOTED-CHAR"),
        (b"a1 AUTHENTICATE PLAIN AAAAA\r\n", 27, "base64"),
        (b"a1 AUTHENTICATE PLAIN AA=A\r\n", 25, "base64-terminal"),
        (b"a1 SELECT INBOX ()\r\n", 17, "tagged-ext-label"),
        (b"a1 SELECT INBOX (QRESYNC (1 5 1:*))\r\n", 32, "nz-number"),
        (b"a1 CREATE foo (USE (Sent))\r\n", 20, "use-attr"),
        (b"a1 LIST (RECURSIVEMATCH REMOTE) \"\" *\r\n", 30, "list-select-opts"),
        (b"a1 STATUS x (RECENTLY)\r\n", 19, "status-att"),
        (b"a1 APPEND x \"01-Jan-20 00:00:00 +0000\" {1}\r\nx\r\n", 22, "date-year"),
        (b"a1 FETCH 1 (ALL)\r\n", 12, "fetch-att"),
        (b"a1 FETCH 1 BODY[HEADER.1]\r\n", 22, "section-spec"),
        (b"a1 FETCH 1 BODY[]<0.0>\r\n", 20, "nz-number"),
        (b"a1 FETCH 1 (FLAGS) (VANISHED)\r\n", 20, "rexpunges-fetch-mod"),
        (b"a1 FETCH 1 (FLAGS) (CHANGEDSINCE 0)\r\n", 33, "mod-sequence-value"),
        (b"a1 STORE 1 (UNCHANGEDSINCE 1 UNCHANGEDSINCE 2) FLAGS ()\r\n", 29, "store-modifier"),
        (b"a1 STORE 1 FLAGS (\\Recent)\r\n", 19, "flag"),
        (b"a1 SEARCH MODSEQ \"/flags/\\\\Recent\" all 1\r\n", 27, "attr-flag"),
        (b"a1 SEARCH EMAILID \"M1\"\r\n", 18, "objectid"),
        (b"a1 SORT (DATE) ALL\r\n", 18, "search-criteria"),
        (b"a1 SETACL x y LR\r\n", 14, "rights"),
        (b"a1 SETMETADATA x (\"/a*\" NIL)\r\n", 21, "entry"),
        (b"a1 ESEARCH IN (selected-delayed) ALL\r\n", 23, "filter-mailboxes-selected"),
        (b"a1 NOTIFY SET (selected)\r\n", 23, "event-group"),
        (b"a1 COMPRESS GZIP\r\n", 12, "algorithm"),
    ] {
        assert_eq!(fault(line), (offset, rule), "{}", line.escape_ascii());
    }
}

#[test]
fn nesting_is_bounded() {
    for (open, key, close) in [("(", "ALL", ")"), ("NOT ", "ALL", ""), ("OR 1 ", "ALL", "")] {
        let line = format!("a SEARCH {}{key}{}\r\n", open.repeat(5000), close.repeat(5000));
        assert_eq!(read(line.as_bytes()).unwrap_err().kind, SyntaxErrorKind::Limit, "{open}");
    }
    let list = format!("a XFOO {}1{}\r\n", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(read(list.as_bytes()).unwrap_err().kind, SyntaxErrorKind::Limit);
}

#[test]
fn what_each_revision_requires() {
    use Extension as E;
    use Revision::{Rev1, Rev2};
    assert_eq!(requires(b"a LIST \"\" (a)\r\n", Rev1), [E::ListExtended]);
    assert_eq!(requires(b"a LIST \"\" (a)\r\n", Rev2), []);
    assert_eq!(requires(b"a LIST \"\" (a b)\r\n", Rev2), [E::ListExtended]);
    assert_eq!(requires(b"a STATUS x (DELETED)\r\n", Rev1), [E::Quota]);
    assert_eq!(requires(b"a STATUS x (DELETED)\r\n", Rev2), []);
    assert_eq!(requires(b"a APPEND x ~{1+}\r\n\0\r\n", Rev2), [E::Binary]);
    let sort = b"a SORT RETURN (ALL) (RELEVANCY) UTF-8 ALL\r\n";
    assert_eq!(requires(sort, Rev2), [E::Context, E::Fuzzy, E::Sort]);
    assert_eq!(requires(b"a SEARCH RETURN (PARTIAL 1:5) ALL\r\n", Rev2), []);
    assert_eq!(requires(b"a UID FETCH 1 FLAGS (PARTIAL 1:5)\r\n", Rev2), [E::Partial]);
}

#[test]
fn what_belongs_to_one_revision() {
    let reads = |line: &[u8], revision| parse::command(line, &Dialect::bare(revision)).is_ok();
    let one: &[&[u8]] = &[
        b"a LSUB \"\" *\r\n",
        b"a CHECK\r\n",
        b"a SEARCH NEW\r\n",
        b"a FETCH 1 RFC822\r\n",
        b"a STATUS x (RECENT)\r\n",
        b"a SEARCH CHARSET {5}\r\nUTF-8 ALL\r\n",
        b"a XFOO\r\n",
    ];
    let two: &[&[u8]] = &[
        b"a SEARCH LARGER 4294967296\r\n",
        b"a FETCH 1 BODY[]<4294967296.5>\r\n",
        b"a ENABLE X\r\n",
        b"a LOGIN \"\xc3\xa9\" x\r\n",
        b"a UID MOVE $ x\r\n",
    ];
    for line in one {
        assert!(reads(line, Revision::Rev1), "{}", line.escape_ascii());
        assert!(!reads(line, Revision::Rev2), "{}", line.escape_ascii());
    }
    for line in two {
        assert!(!reads(line, Revision::Rev1), "{}", line.escape_ascii());
        assert!(reads(line, Revision::Rev2), "{}", line.escape_ascii());
    }
}

#[test]
fn values() {
    let octets = |s: &'static str| Octets::from(s.as_bytes());
    assert_eq!(
        read(b"a fetch 1:* (flags body.peek[1.text]<5.10>) (changedsince 7)\r\n"),
        Ok(CommandBody::Fetch {
            uid: false,
            set: SequenceSet::Ranges(vec![SeqRange {
                from: SeqNumber::Number(1),
                to: SeqNumber::Star,
            }]),
            items: vec![
                FetchAtt::Flags,
                FetchAtt::BodySection {
                    peek: true,
                    section: Section { part: vec![1], text: Some(SectionText::Text) },
                    partial: Some((5, 10)),
                },
            ],
            modifiers: vec![FetchModifier::ChangedSince(7)],
        })
    );
    assert_eq!(
        read(b"a UID STORE 5 (UNCHANGEDSINCE 3) -FLAGS.SILENT \\Seen x\r\n"),
        Ok(CommandBody::Store {
            uid: true,
            set: SequenceSet::one(5),
            unchanged_since: Some(3),
            extensions: vec![],
            action: StoreAction::Remove,
            silent: true,
            flags: vec![Flag::Seen, Flag::Keyword(octets("x"))],
        })
    );
    let Ok(CommandBody::Append { messages, .. }) =
        read(b"a APPEND x {1}\r\na (\\Seen) FOO 5 CATENATE (TEXT {1}\r\nb)\r\n")
    else {
        panic!("an APPEND");
    };
    assert_eq!(messages[0].data, AppendData::Literal(octets("a")));
    assert_eq!(messages[1].extensions, [(octets("FOO"), Value::Atom(octets("5")))]);
    assert_eq!(messages[1].data, AppendData::Catenate(vec![CatPart::Text(octets("b"))]));
    assert_eq!(
        read(b"a SEARCH MODSEQ \"/flags/\\\\Seen\" shared 9\r\n"),
        Ok(CommandBody::Search {
            uid: false,
            search: Search {
                returns: None,
                charset: None,
                keys: vec![SearchKey::ModSeq(
                    Some((octets("/flags/\\Seen"), EntryType::Shared)),
                    9
                )],
            },
        })
    );
    // Behind PREVIEW outside a list, parentheses are modifiers unless LAZY is in them.
    for (line, lazy, modifiers) in [
        (&b"a FETCH 1 PREVIEW (LAZY)\r\n"[..], true, 0),
        (b"a FETCH 1 PREVIEW (CHANGEDSINCE 5)\r\n", false, 1),
        (b"a FETCH 1 PREVIEW (LAZY) (CHANGEDSINCE 5)\r\n", true, 1),
    ] {
        let Ok(CommandBody::Fetch { items, modifiers: found, .. }) = read(line) else {
            panic!("a FETCH");
        };
        assert_eq!((&items[..], found.len()), (&[FetchAtt::Preview { lazy }][..], modifiers));
    }
}

#[test]
fn lines_between() {
    assert_eq!(parse::auth_response(b"AGEAYg==\r\n"), Ok(AuthResponse::Data(b"\0a\0b".to_vec())));
    assert_eq!(parse::auth_response(b"\r\n"), Ok(AuthResponse::Data(vec![])));
    assert_eq!(parse::auth_response(b"*\r\n"), Ok(AuthResponse::Cancel));
    assert_eq!(parse::auth_response(b"AGE\r\n").unwrap_err().offset, 3);
    assert_eq!(parse::auth_response(b"AGE= \r\n").unwrap_err().offset, 4);
    assert_eq!(parse::done(b"done\r\n"), Ok(()));
    assert_eq!(parse::done(b"DONE \r\n").unwrap_err().offset, 4);
    assert_eq!(parse::done(b"DON").unwrap_err().kind, SyntaxErrorKind::Incomplete);
}
