//! Known answers, a test a file.

mod mailbox;
mod message;

use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::parse::{greeting, response};
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
