//! Known spellings.

use std::borrow::Cow;

use super::*;
use crate::syntax::types::*;

fn o(text: &str) -> Octets<'_> {
    Cow::Borrowed(text.as_bytes())
}

fn said(untagged: Untagged<'_>, style: &Style) -> String {
    let octets = response(&Response::Untagged(untagged), style);
    String::from_utf8(octets).unwrap()
}

#[test]
fn strings_take_the_form_that_can_hold_them() {
    let list = |name: &'static [u8]| {
        Untagged::Lsub(ListData {
            attributes: vec![o("\\Noselect")],
            delimiter: Some('\\'),
            mailbox: Mailbox(Cow::Borrowed(name)),
            extended: Vec::new(),
        })
    };
    let head = "* LSUB (\\Noselect) \"\\\\\" ";
    let forms: [(&[u8], &str); 7] = [
        (b"INBOX", "INBOX"),
        (b"a b", "\"a b\""),
        (b"", "\"\""),
        (b"nil", "\"nil\""),
        (b"a\"\\", "\"a\\\"\\\\\""),
        ("é".as_bytes(), "{2}\r\né"),
        (b"a\0", "~{2}\r\na\0"),
    ];
    for (name, form) in forms {
        assert_eq!(said(list(name), &Style::default()), format!("{head}{form}\r\n"));
    }
    let utf8 = Style { utf8: true, strings: Strings::Quoted, ..Style::default() };
    assert_eq!(said(list("é".as_bytes()), &utf8), format!("{head}\"é\"\r\n"));
    assert_eq!(said(list(b"x"), &utf8), format!("{head}\"x\"\r\n"));
    let literal = Style { strings: Strings::Literal, case: Case::Lower, ..Style::default() };
    assert_eq!(said(list(b"x"), &literal), "* lsub (\\Noselect) \"\\\\\" {1}\r\nx\r\n");
}

#[test]
fn what_no_text_can_hold_is_replaced() {
    let text = RespText { code: None, text: Cow::Borrowed(b"[a\r\nb\xff\xc3\xa9") };
    let octets = response(&Response::Untagged(Untagged::Bye(text)), &Style::default());
    assert_eq!(octets, "* BYE  [a??b?é\r\n".as_bytes());
    let code = Code::Other(o("X Y"), Some(o("a]b")));
    let tagged = Tagged {
        tag: o("a+"),
        status: Status::No,
        text: RespText { code: Some(code), text: o("no") },
    };
    let octets = response(&Response::Tagged(tagged), &Style::default());
    assert_eq!(octets, b"a_ NO [X_Y a_b] no\r\n");
}

#[test]
fn threads_fold_lone_branches() {
    let leaf = |n| Thread { chain: vec![n], branches: Vec::new() };
    let tree = Thread {
        chain: vec![1, 2],
        branches: vec![Thread { chain: vec![3], branches: vec![leaf(4), leaf(5)] }],
    };
    let orphans = Thread { chain: Vec::new(), branches: vec![leaf(7), leaf(8)] };
    let said = said(Untagged::Thread(vec![tree, orphans]), &Style::default());
    assert_eq!(said, "* THREAD (1 2 3 (4)(5))((7)(8))\r\n");
}

#[test]
fn body_has_no_extension_data() {
    let part = SinglePart {
        media_type: o("TEXT"),
        media_subtype: o("PLAIN"),
        params: Some(vec![(o("CHARSET"), o("UTF-8"))]),
        id: None,
        description: None,
        encoding: o("7BIT"),
        octets: 12,
        kind: SingleKind::Text { lines: 2 },
        extension: Some(SingleExtension { md5: None, tail: None }),
    };
    let body = Body::Single(Box::new(part));
    let items = vec![MsgAtt::Body(body.clone()), MsgAtt::BodyStructure(body)];
    let plain = "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"UTF-8\") NIL NIL \"7BIT\" 12 2";
    assert_eq!(
        said(Untagged::Fetch(3, items), &Style::default()),
        format!("* 3 FETCH (BODY {plain}) BODYSTRUCTURE {plain} NIL))\r\n")
    );
}

#[test]
fn clients_wait_at_synchronizing_literals() {
    let login = |user: &'static str, password: &'static [u8]| Command {
        tag: o("a"),
        body: CommandBody::Login { user: o(user), password: Cow::Borrowed(password) },
    };
    let style = Style { strings: Strings::Literal, ..Style::default() };
    let login = login("me", b"pa\0ss");
    let waiting = pieces(&login, &style);
    assert_eq!(waiting, [&b"a LOGIN {2}\r\n"[..], b"me ~{5}\r\n", b"pa\0ss\r\n"]);
    assert_eq!(waiting.concat(), command(&login, &style));
    let style = Style { literals: Literals::NonSyncSmall, ..style };
    assert_eq!(pieces(&login, &style), [b"a LOGIN {2+}\r\nme ~{5+}\r\npa\0ss\r\n"]);
}

#[test]
fn corruption_changes_what_it_says() {
    let frame = b"a APPEND x {3+}\r\nabc\r\n";
    for &corruption in Corruption::ALL {
        for seed in 0..50 {
            let spoiled = corrupt(frame, corruption, seed).unwrap();
            assert_ne!(spoiled, frame, "{corruption:?}");
            assert_eq!(corrupt(frame, corruption, seed), Some(spoiled));
        }
    }
    let short = corrupt(frame, Corruption::LiteralTooShort, 1).unwrap();
    assert_eq!(short, b"a APPEND x {2+}\r\nabc\r\n");
    assert_eq!(corrupt(b"NOOP", Corruption::LiteralTooLong, 0), None);
    for &corruption in Corruption::ALL {
        let _ = corrupt(b"", corruption, 0);
    }
}
