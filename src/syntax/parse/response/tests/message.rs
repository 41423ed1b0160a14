//! Known answers: what FETCH tells of messages.

use super::{error, items, needs, o, wrong};
use crate::syntax::SyntaxErrorKind;
use crate::syntax::dialect::{Dialect, Extension, Revision};
use crate::syntax::parse::response;
use crate::syntax::types::*;

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
