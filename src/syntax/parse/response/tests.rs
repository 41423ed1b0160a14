//! Known answers, a test a file.

use super::super::{greeting, response};
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::types::*;
use crate::syntax::{SyntaxError, SyntaxErrorKind};

fn untagged(octets: &[u8]) -> Untagged<'_> {
    match response(octets, &Dialect::everything()) {
        Ok(parsed) => match parsed.value {
            Response::Untagged(untagged) => untagged,
            other => panic!("{other:?}"),
        },
        Err(error) => panic!("{}: {error}", octets.escape_ascii()),
    }
}

fn items(octets: &[u8]) -> Vec<MsgAtt<'_>> {
    match untagged(octets) {
        Untagged::Fetch(_, items) | Untagged::UidFetch(_, items) => items,
        other => panic!("{other:?}"),
    }
}

fn code(octets: &[u8]) -> Option<Code<'_>> {
    match untagged(octets) {
        Untagged::Status(_, text) => text.code,
        other => panic!("{other:?}"),
    }
}

fn error(octets: &[u8]) -> SyntaxError {
    response(octets, &Dialect::everything()).unwrap_err()
}

fn wrong(octets: &[u8]) -> (usize, &'static str) {
    let error = error(octets);
    (error.offset, error.rule)
}

fn o(octets: &[u8]) -> Octets<'_> {
    octets.into()
}

/// Extensions that the grammar of a response takes in this revision.
fn needs(octets: &[u8], revision: Revision) -> Vec<Extension> {
    let all = Dialect::bare(revision).with(ExtensionSet::all());
    let needed = response(octets, &all).unwrap().requires();
    assert!(response(octets, &Dialect::bare(revision).with(needed)).is_ok());
    for extension in needed.iter() {
        let without = ExtensionSet::all().without(ExtensionSet::EMPTY.with(extension));
        if !Dialect::bare(revision).with(without).allows(extension) {
            let error = response(octets, &Dialect::bare(revision).with(without)).unwrap_err();
            assert_eq!(error.kind, SyntaxErrorKind::NeedsExtension, "{error}");
        }
    }
    needed.iter().collect()
}

#[test]
fn greetings() {
    let dialect = Dialect::everything();
    let hello = greeting(b"* PREAUTH [CAPABILITY IMAP4rev2 X] hi\r\n", &dialect).unwrap();
    assert!(!hello.revisions.rev1);
    assert!(matches!(hello.value, Response::Untagged(Untagged::Preauth(_))));
    assert!(greeting(b"* BYE no\r\n", &dialect).is_ok());
    let error = greeting(b"* NO hello\r\n", &dialect).unwrap_err();
    assert_eq!((error.offset, error.rule), (2, "greeting"));
    assert_eq!(wrong(b"* PREAUTH hi\r\n"), (2, "response-data"));
}

#[test]
fn tagged_and_continuation() {
    let dialect = Dialect::everything();
    let parsed = response(b"a.1 no [TRYCREATE] Try [this]\r\n", &dialect).unwrap();
    let text = RespText { code: Some(Code::TryCreate), text: o(b"Try [this]") };
    let tag = o(b"a.1");
    assert_eq!(parsed.value, Response::Tagged(Tagged { tag, status: Status::No, text }));
    assert_eq!(wrong(b"a+1 OK x\r\n"), (1, "tag"));
    assert_eq!(wrong(b"a1 PREAUTH x\r\n"), (3, "response-tagged"));
    assert_eq!(wrong(b"a1 OK\r\n"), (5, "resp-cond-state"));
    let challenge = |octets: &'static [u8]| match response(octets, &dialect).unwrap().value {
        Response::Continuation(Continuation::Challenge(data)) => Some(data),
        _ => None,
    };
    assert_eq!(challenge(b"+ \r\n"), Some(o(b"")));
    assert_eq!(challenge(b"+ aGk=\r\n"), Some(o(b"hi")));
    assert_eq!(challenge(b"+ go ahead\r\n"), None);
    assert_eq!(wrong(b"+\r\n"), (1, "continue-req"));
}

#[test]
fn text_of_the_revisions() {
    let rev1 = Dialect::bare(Revision::Rev1);
    let wrong = |octets: &[u8]| response(octets, &rev1).unwrap_err().offset;
    assert_eq!(wrong(b"* OK \r\n"), 5);
    assert_eq!(wrong(b"* OK caf\xc3\xa9\r\n"), 8);
    let parsed = response(b"* OK caf\xc3\xa9\r\n", &Dialect::everything()).unwrap();
    assert!(!parsed.revisions.rev1 && parsed.uses.is_empty());
    assert_eq!(needs(b"* OK caf\xc3\xa9\r\n", Revision::Rev1), [Extension::Language]);
    assert_eq!(error(b"* OK a\xc3\r\n").offset, 6);
    assert_eq!(error(b"* OK a\nb\r\n").rule, "TEXT-CHAR");
    assert_eq!(error(b"* OK a\n").rule, "CRLF");
    assert_eq!(error(b"* OK a\rb\r\n").offset, 7);
}

#[test]
fn response_codes() {
    assert_eq!(code(b"* OK [uidnext 7] x\r\n"), Some(Code::UidNext(7)));
    assert_eq!(code(b"* OK [X-Y a [b] c\r\n"), Some(Code::Other(o(b"X-Y"), Some(o(b"a [b")))));
    assert_eq!(code(b"* OK [half open\r\n"), None);
    assert_eq!(code(b"* OK [\"q\"] x\r\n"), None);
    // As RFC 5530 has it in its examples.
    assert_eq!(code(b"* NO [LIMIT]\r\n"), Some(Code::Limit));
    assert_eq!(wrong(b"* NO [LIMIT]x\r\n"), (12, "resp-text"));
    assert_eq!(wrong(b"* NO [LIMIT 5] x\r\n"), (11, "resp-text-code"));
    assert_eq!(wrong(b"* OK [UIDNEXT 0] x\r\n"), (14, "nz-number"));
    let flags = vec![Flag::Deleted, Flag::Wildcard];
    assert_eq!(
        code(b"* OK [PERMANENTFLAGS (\\Deleted \\*)] x\r\n"),
        Some(Code::PermanentFlags(flags))
    );
    let charsets = vec![o(b"UTF-8"), o(b"a b")];
    assert_eq!(code(b"* NO [BADCHARSET (UTF-8 \"a b\")] x\r\n"), Some(Code::BadCharset(charsets)));
    let parsed = response(b"* NO [BADCHARSET (a]b)] x\r\n", &Dialect::everything()).unwrap();
    assert!(!parsed.revisions.rev2);
    assert_eq!(needs(b"a OK [APPENDUID 1 2:4] x\r\n", Revision::Rev2), [Extension::MultiAppend]);
    assert!(needs(b"a OK [APPENDUID 1 2] x\r\n", Revision::Rev1).is_empty());
    assert_eq!(wrong(b"a OK [COPYUID 1 2:* 3] x\r\n"), (18, "nz-number"));
    let mechanisms = vec![(o(b"INTERNAL"), None), (o(b"X"), Some(o(b"hi")))];
    assert_eq!(code(b"* OK [URLMECH INTERNAL X=aGk=] x\r\n"), Some(Code::UrlMech(mechanisms)));
    assert_eq!(code(b"* NO [BADURL /b;[UID]=1] x\r\n"), Some(Code::BadUrl(o(b"/b;[UID]=1"))));
    assert_eq!(code(b"* NO [METADATA MAXSIZE 9] x\r\n"), Some(Code::MetadataMaxSize(9)));
    assert_eq!(wrong(b"* NO [METADATA HUGE] x\r\n"), (15, "resp-text-code"));
    assert_eq!(
        code(b"* NO [BADEVENT (flagchange)] x\r\n"),
        Some(Code::BadEvent(vec![o(b"flagchange")]))
    );
    assert_eq!(wrong(b"* NO [BADEVENT (Boom)] x\r\n"), (16, "event-name"));
    assert_eq!(wrong(b"* NO [UNDEFINED-FILTER a/b] x\r\n"), (24, "resp-text-code"));
    let limit = Code::MessageLimit { limit: 10, uid: Some(3) };
    assert_eq!(code(b"* NO [MESSAGELIMIT 10 3] x\r\n"), Some(limit));
    let progress = InProgress { tag: Some(o(b"A")), progress: Some(1), goal: None };
    assert_eq!(
        code(b"* OK [INPROGRESS (\"A\" 1 NIL)] x\r\n"),
        Some(Code::InProgress(Some(progress)))
    );
    assert_eq!(wrong(b"* OK [INPROGRESS (NIL NIL 5)] x\r\n").0, 26);
    let long = [&b"* OK [MAILBOXID ("[..], &[b'a'; 256], b")] x\r\n"].concat();
    assert_eq!(wrong(&long), (17 + 255, "objectid"));
}

#[test]
fn which_response_it_is() {
    assert_eq!(untagged(b"* 0 exists\r\n"), Untagged::Exists(0));
    assert_eq!(untagged(b"* 3 EXPUNGE\r\n"), Untagged::Expunge(3));
    assert_eq!(wrong(b"* 0 EXPUNGE\r\n"), (4, "message-data"));
    assert_eq!(wrong(b"* 3 EXPUNGED\r\n"), (11, "message-data"));
    assert_eq!(wrong(b"* SEARCH5 6\r\n"), (8, "response-data"));
    assert_eq!(wrong(b"* FOO\r\n"), (2, "response-data"));
    assert_eq!(wrong(b"* 4294967296 EXISTS\r\n"), (11, "number"));
    assert_eq!(wrong(b"* FLAGS (a b) c\r\n"), (13, "response-data"));
    assert_eq!(wrong(b"* FLAGS (a b)\n"), (13, "CRLF"));
    assert_eq!(error(b"* FL").kind, SyntaxErrorKind::Incomplete);
    assert_eq!(error(b"* 1 EXISTS\r").kind, SyntaxErrorKind::Incomplete);
    assert!(matches!(untagged(b"* ENABLED\r\n"), Untagged::Enabled(all) if all.is_empty()));
    assert_eq!(wrong(b"* CAPABILITY X Y\r\n"), (16, "capability-data"));
    let both = response(b"* CAPABILITY imap4REV1 IMAP4rev2\r\n", &Dialect::everything()).unwrap();
    assert!(both.revisions.rev1 && both.revisions.rev2);
    assert_eq!(needs(b"* 1 UIDFETCH (UID 1)\r\n", Revision::Rev2), [Extension::UidOnly]);
    let lsub = response(b"* LSUB () NIL a\r\n", &Dialect::bare(Revision::Rev2)).unwrap_err();
    assert_eq!(lsub.offset, 2);
}

#[test]
fn message_items() {
    assert_eq!(
        items(b"* 1 FETCH (UID 9 FLAGS (\\Recent k) RFC822.SIZE 5)\r\n"),
        [
            MsgAtt::Uid(9),
            MsgAtt::Flags(vec![Flag::Recent, Flag::Keyword(o(b"k"))]),
            MsgAtt::Rfc822Size(5)
        ]
    );
    let data = Some(o(b"ab"));
    let section = Section { part: vec![1], text: Some(SectionText::Mime) };
    assert_eq!(
        items(b"* 1 FETCH (BODY[1.MIME]<7> {2}\r\nab)\r\n"),
        [MsgAtt::BodySection { section, origin: Some(7), data }]
    );
    assert_eq!(
        items(b"* 1 FETCH (BINARY[2] ~{2}\r\n\0a BINARY.SIZE[] 2)\r\n"),
        [
            MsgAtt::Binary { part: vec![2], origin: None, data: Some(o(b"\0a")) },
            MsgAtt::BinarySize { part: vec![], size: 2 }
        ]
    );
    assert_eq!(
        items(b"* 1 FETCH (MODSEQ (5) THREADID NIL EMAILID (M-1) SAVEDATE NIL PREVIEW \"\")\r\n"),
        [
            MsgAtt::ModSeq(5),
            MsgAtt::ThreadId(None),
            MsgAtt::EmailId(o(b"M-1")),
            MsgAtt::SaveDate(None),
            MsgAtt::Preview(Some(o(b"")))
        ]
    );
    assert_eq!(needs(b"* 1 FETCH (MODSEQ (5))\r\n", Revision::Rev2), [Extension::CondStore]);
    assert_eq!(needs(b"* 1 FETCH (BINARY[] NIL)\r\n", Revision::Rev1), [Extension::Binary]);
    assert!(needs(b"* 1 FETCH (BINARY[] NIL)\r\n", Revision::Rev2).is_empty());
    let rev1 = response(b"* 1 FETCH (RFC822.TEXT NIL)\r\n", &Dialect::everything()).unwrap();
    assert!(!rev1.revisions.rev2);
    assert_eq!(wrong(b"* 1 FETCH ()\r\n"), (11, "msg-att"));
    assert_eq!(wrong(b"* 1 FETCH (UID 5,FLAGS ())\r\n"), (16, "msg-att"));
    assert_eq!(wrong(b"* 1 FETCH (MODSEQ (0))\r\n"), (19, "mod-sequence-value"));
    assert_eq!(wrong(b"* 1 FETCH (INTERNALDATE NIL)\r\n"), (24, "date-time"));
}

#[test]
fn envelopes() {
    let octets = b"* 1 FETCH (ENVELOPE (\"d\" {1}\r\ns ((\"N\" NIL \"a\" \"x\")(NIL NIL \"b\" NIL)) NIL NIL NIL NIL NIL NIL \"<i>\"))\r\n";
    let MsgAtt::Envelope(envelope) = items(octets).remove(0) else { panic!() };
    assert_eq!(envelope.subject, Some(o(b"s")));
    let from = envelope.from.unwrap();
    assert_eq!((from.len(), &from[1].mailbox, &from[1].host), (2, &Some(o(b"b")), &None));
    assert_eq!(envelope.message_id, Some(o(b"<i>")));
    assert_eq!(wrong(b"* 1 FETCH (ENVELOPE (NIL NIL () NIL))\r\n"), (30, "address"));
    assert_eq!(wrong(b"* 1 FETCH (ENVELOPE (NIL NIL \"\" NIL))\r\n"), (29, "env-from"));
}

fn structure(octets: &[u8]) -> Body<'_> {
    match items(octets).remove(0) {
        MsgAtt::BodyStructure(body) => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn bodies() {
    let Body::Single(text) = structure(b"* 1 FETCH (BODYSTRUCTURE (\"text\" \"x\" (\"a\" \"b\") NIL NIL \"7BIT\" 3 2 NIL (\"inline\" NIL) \"en\" NIL 5 (NIL \"q\")))\r\n") else { panic!() };
    assert_eq!(text.kind, SingleKind::Text { lines: 2 });
    let disposition = text.extension.unwrap().tail.unwrap();
    let language = disposition.tail.unwrap();
    assert_eq!(language.languages, Some(vec![o(b"en")]));
    let nested = Value::List(vec![Value::Atom(o(b"NIL")), Value::String(o(b"q"))]);
    assert_eq!(language.tail.unwrap().extensions, [Value::Atom(o(b"5")), nested]);

    // Any string can be a media type, so that these two are body-type-basic.
    let Body::Single(basic) =
        structure(b"* 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"x\" NIL NIL NIL \"7BIT\" 3))\r\n")
    else {
        panic!()
    };
    assert_eq!(basic.kind, SingleKind::Basic);
    let literal = b"* 1 FETCH (BODYSTRUCTURE ({4}\r\nTEXT \"x\" NIL NIL NIL \"7BIT\" 3 2))\r\n";
    assert_eq!(wrong(literal), (61, "nstring"));

    let message = b"* 1 FETCH (BODYSTRUCTURE (\"MESSAGE\" \"GLOBAL\" NIL NIL NIL \"8BIT\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) (\"A\" \"B\" NIL NIL NIL \"7BIT\" 1) 5))\r\n";
    let Body::Single(global) = structure(message) else { panic!() };
    assert!(matches!(global.kind, SingleKind::Message { lines: 5, .. }));
    assert_eq!(needs(message, Revision::Rev1), [Extension::Utf8Accept]);

    let Body::Multi(multi) = structure(b"* 1 FETCH (BODYSTRUCTURE ((\"A\" \"B\" NIL NIL NIL \"7BIT\" 1)(\"A\" \"B\" NIL NIL NIL \"7BIT\" 1) \"mixed\" NIL NIL))\r\n") else { panic!() };
    assert_eq!(multi.parts.len(), 2);
    assert!(multi.extension.unwrap().tail.unwrap().tail.is_none());
    assert_eq!(wrong(b"* 1 FETCH (BODY ())\r\n"), (17, "body"));

    let deep = [&b"* 1 FETCH (BODY "[..], &[b'('; 9999]].concat();
    assert_eq!(error(&deep).kind, SyntaxErrorKind::Limit);
}

#[test]
fn lists() {
    let Untagged::List(list) = untagged(
        b"* LIST (\\Noselect \\X) \"\\\\\" {2}\r\na] (\"CHILDINFO\" (\"SUBSCRIBED\") x 1)\r\n",
    ) else {
        panic!()
    };
    assert_eq!(list.attributes, [o(b"\\Noselect"), o(b"\\X")]);
    assert_eq!((list.delimiter, list.mailbox.0), (Some(b'\\'), o(b"a]")));
    assert_eq!(list.extended[1], (o(b"x"), Value::Atom(o(b"1"))));
    assert_eq!(needs(b"* LIST () NIL a ()\r\n", Revision::Rev1), [Extension::ListExtended]);
    let bare = |octets| response(octets, &Dialect::bare(Revision::Rev1)).unwrap_err();
    assert_eq!(
        (bare(b"* LIST () NIL a (").offset, bare(b"* LIST () NIL a b\r\n").offset),
        (15, 15)
    );
    assert_eq!(wrong(b"* LIST () NIL a b\r\n"), (16, "mbox-list-extended"));
    assert_eq!(wrong(b"* LIST () \"//\" a\r\n"), (12, "mailbox-list"));
    assert_eq!(wrong(b"* LIST (Marked) NIL a\r\n"), (8, "mbx-list-flags"));
    assert_eq!(wrong(b"* LIST () NIL a (\"b c\" 1)\r\n"), (17, "mbox-list-extended-item-tag"));
}

#[test]
fn namespaces() {
    let Untagged::Namespace(found) =
        untagged(b"* NAMESPACE ((\"\" \"/\")(\"#a\" NIL \"X\" (\"1\" \"2\"))) NIL nil\r\n")
    else {
        panic!()
    };
    let personal = found.personal.unwrap();
    assert_eq!(personal[1].extensions, [(o(b"X"), vec![o(b"1"), o(b"2")])]);
    assert_eq!((personal[1].delimiter, found.shared), (None, None));
    assert_eq!(wrong(b"* NAMESPACE () NIL NIL\r\n"), (13, "namespace-descr"));
}

#[test]
fn statuses() {
    let Untagged::MailboxStatus(mailbox, found) = untagged(
        b"* STATUS inbox (MESSAGES 0 SIZE 5000000000 APPENDLIMIT NIL MAILBOXID (F1) DELETED 2)\r\n",
    ) else {
        panic!()
    };
    assert!(mailbox.is_inbox());
    assert_eq!(found[1], StatusItem::Size(5_000_000_000));
    assert_eq!(found[2], StatusItem::AppendLimit(None));
    assert_eq!(needs(b"* STATUS a (DELETED 1)\r\n", Revision::Rev1), [Extension::Quota]);
    assert!(needs(b"* STATUS a (DELETED 1 SIZE 1)\r\n", Revision::Rev2).is_empty());
    let recent = response(b"* STATUS a (RECENT 1)\r\n", &Dialect::bare(Revision::Rev2));
    assert_eq!(recent.unwrap_err().offset, 12);
    assert_eq!(wrong(b"* STATUS a (UIDNEXT 0)\r\n"), (20, "nz-number"));
    assert_eq!(wrong(b"* STATUS a (FOO 0)\r\n"), (12, "status-att-val"));
}

#[test]
fn searches() {
    assert_eq!(untagged(b"* SEARCH\r\n"), Untagged::Search(vec![], None));
    assert_eq!(untagged(b"* SORT 3 1 (MODSEQ 9)\r\n"), Untagged::Sort(vec![3, 1], Some(9)));
    assert_eq!(wrong(b"* SEARCH (MODSEQ 9)\r\n"), (9, "nz-number"));
    assert_eq!(wrong(b"* SEARCH 1 (MODSEQ 9) 2\r\n"), (21, "response-data"));
    assert_eq!(
        needs(b"* SORT 1 (MODSEQ 9)\r\n", Revision::Rev2),
        [Extension::CondStore, Extension::Sort]
    );
}

/// Long results are read in runs of one width.
#[test]
fn long_searches() {
    let numbers: Vec<u32> = (0..10)
        .flat_map(|power| [1, 2, 3, 9, 4].map(|n| 10u32.pow(power).wrapping_mul(n).max(1)))
        .flat_map(|n| [n, n, n.saturating_add(5), 7, n])
        .collect();
    let line = numbers.iter().fold(String::from("* SEARCH"), |all, n| format!("{all} {n}"));
    let octets = format!("{line}\r\n");
    assert_eq!(untagged(octets.as_bytes()), Untagged::Search(numbers, None));
    for (octets, offset) in [
        ("* SEARCH 11 12 013 14 15 16 17\r\n", 15),
        ("* SEARCH 11 12 1x 14 15 16 17 18\r\n", 16),
        ("* SEARCH 11 12  3 14 15 16 17 18\r\n", 15),
        ("* SEARCH 11 12 13,14 15 16 17 18\r\n", 17),
        ("* SEARCH 4294967295 4294967296 3\r\n", 29),
        ("* SEARCH 11 12 13\u{e9} 15 16 17 18\r\n", 17),
    ] {
        assert_eq!(error(octets.as_bytes()).offset, offset, "{octets}");
    }
}

#[test]
fn extended_searches() {
    let Untagged::Esearch(found) = untagged(
        b"* ESEARCH (TAG \"a\" MAILBOX b UIDVALIDITY 1) UID MIN 2 ALL 2:* COUNT 0 PARTIAL (-1:-5 NIL) ADDTO (0 1:2 5 9) RELEVANCY (1 100) X (y z)\r\n",
    ) else {
        panic!()
    };
    assert!(found.uid);
    assert_eq!((found.tag, found.uid_validity), (Some(o(b"a")), Some(1)));
    assert_eq!(found.items.len(), 7);
    assert_eq!(found.items[3], EsearchItem::Partial(PartialRange { from: -1, to: -5 }, None));
    assert_eq!(found.items[5], EsearchItem::Relevancy(vec![1, 100]));
    let bare = Dialect::bare(Revision::Rev2);
    let parsed = response(b"* ESEARCH RELEVANCY (0)\r\n", &bare).unwrap();
    assert!(matches!(
        parsed.value,
        Response::Untagged(Untagged::Esearch(e)) if matches!(e.items[0], EsearchItem::Extension(..))
    ));
    assert_eq!(wrong(b"* ESEARCH RELEVANCY (101)\r\n"), (23, "score"));
    assert_eq!(wrong(b"* ESEARCH RELEVANCY (00)\r\n"), (23, "score"));
    assert_eq!(wrong(b"* ESEARCH ALL $\r\n"), (14, "search-return-data"));
    assert_eq!(wrong(b"* ESEARCH (TAG \"a\" TAG \"b\")\r\n"), (19, "search-correlator"));
    let atom = response(b"* ESEARCH (TAG a) UID\r\n", &Dialect::everything()).unwrap();
    assert!(!atom.revisions.rev1);
}

#[test]
fn threads() {
    let Untagged::Thread(threads) = untagged(b"* THREAD (2)(3 6 (4 23)(44))((7)(8))\r\n") else {
        panic!()
    };
    assert_eq!(threads[1].chain, [3, 6]);
    assert_eq!(threads[1].branches[0].chain, [4, 23]);
    assert!(threads[2].chain.is_empty() && threads[2].branches.len() == 2);
    assert_eq!(wrong(b"* THREAD (1 (2))\r\n"), (15, "thread-nested"));
    let deep = [&b"* THREAD "[..], &b"((1)".repeat(9999)].concat();
    assert_eq!(error(&deep).kind, SyntaxErrorKind::Limit);
}

#[test]
fn extensions_of_one_response_each() {
    let Untagged::Quota(root, resources) = untagged(b"* QUOTA \"\" (STORAGE 1 2 X 3 4)\r\n") else {
        panic!()
    };
    assert_eq!((root, resources.len(), resources[1].limit), (o(b""), 2, 4));
    assert_eq!(wrong(b"* QUOTA \"\" ()\r\n"), (12, "atom"));
    assert_eq!(untagged(b"* QUOTAROOT a\r\n"), Untagged::QuotaRoot(Mailbox(o(b"a")), vec![]));
    assert_eq!(
        untagged(b"* ACL a \"b c\" lr9 -b \"\"\r\n"),
        Untagged::Acl(Mailbox(o(b"a")), vec![(o(b"b c"), o(b"lr9")), (o(b"-b"), o(b""))])
    );
    assert_eq!(wrong(b"* MYRIGHTS a LRS\r\n"), (13, "rights"));
    assert_eq!(wrong(b"* LISTRIGHTS a b\r\n"), (16, "listrights-data"));
    let Untagged::Metadata(_, entries) =
        untagged(b"* METADATA \"\" (/shared/a NIL /private/b ~{1}\r\n\0)\r\n")
    else {
        panic!()
    };
    assert_eq!((&entries[0].value, &entries[1].value), (&None, &Some(o(b"\0"))));
    assert!(matches!(
        untagged(b"* METADATA a /x /y\r\n"),
        Untagged::MetadataChanged(_, names) if names.len() == 2
    ));
    assert_eq!(wrong(b"* METADATA a \"/x*\"\r\n"), (13, "entry"));
    let Untagged::Vanished { earlier: true, .. } = untagged(b"* VANISHED (earlier) 1:3,5\r\n")
    else {
        panic!()
    };
    assert_eq!(wrong(b"* VANISHED (LATER) 1\r\n"), (12, "expunged-resp"));
    assert_eq!(untagged(b"* ID NIL\r\n"), Untagged::Id(None));
    assert_eq!(untagged(b"* ID (\"a\" NIL)\r\n"), Untagged::Id(Some(vec![(o(b"a"), None)])));
    assert_eq!(wrong(b"* ID (\"a\")\r\n"), (9, "id_params_list"));
    assert_eq!(wrong(b"* LANGUAGE ()\r\n"), (12, "astring"));
    assert_eq!(untagged(b"* COMPARATOR a (b)\r\n"), Untagged::Comparator(o(b"a"), vec![o(b"b")]));
}

#[test]
fn urls() {
    assert!(matches!(untagged(b"* GENURLAUTH a b\r\n"), Untagged::GenUrlAuth(u) if u.len() == 2));
    let octets = b"* URLFETCH a NIL b \"x\" c (BINARY ~{1}\r\n\0) (BODYPARTSTRUCTURE (\"A\" \"B\" NIL NIL NIL \"7BIT\" 1))\r\n";
    let Untagged::UrlFetch(found) = untagged(octets) else { panic!() };
    assert_eq!(found[1], (o(b"b"), UrlData::Plain(Some(o(b"x")))));
    assert!(matches!(&found[2].1, UrlData::Items(items) if items.len() == 2));
    assert_eq!(needs(octets, Revision::Rev2), [Extension::UrlAuth, Extension::UrlAuthBinary]);
    assert_eq!(wrong(b"* URLFETCH a (X)\r\n"), (14, "url-metadata-el"));
}

#[test]
fn nothing_panics_on_cut_or_spoilt_input() {
    let samples: [&[u8]; 6] = [
        b"* 1 FETCH (BODY[1.HEADER.FIELDS (a)]<1> {2}\r\nab ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))\r\n",
        b"* ESEARCH (TAG \"a\") UID PARTIAL (1:2 3) X (a (b))\r\n",
        b"a OK [BADURL x] y\r\n",
        b"* OK [INPROGRESS (\"a\" 1 2)] y\r\n",
        b"* LIST (\\A) \"\\\\\" a (b (c))\r\n",
        b"* THREAD (1 (2)(3))\r\n",
    ];
    let dialect = Dialect::everything();
    for sample in samples {
        assert!(response(sample, &dialect).is_ok(), "{}", sample.escape_ascii());
        for at in 0..sample.len() {
            let cut = response(&sample[..at], &dialect).unwrap_err();
            assert_eq!(cut.kind, SyntaxErrorKind::Incomplete, "{cut} {at}");
            for octet in 0..=255 {
                let mut spoilt = sample.to_vec();
                spoilt[at] = octet;
                if let Err(error) = response(&spoilt, &dialect) {
                    assert!(error.offset <= spoilt.len() && !error.rule.is_empty());
                    // What stands before the first wrong octet can be gone on with.
                    if let Err(before) = response(&spoilt[..error.offset], &dialect) {
                        assert_eq!(before.offset, error.offset, "{}", spoilt.escape_ascii());
                        assert_eq!(before.kind, SyntaxErrorKind::Incomplete);
                    }
                }
            }
        }
    }
}
