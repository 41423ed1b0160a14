//! The corpus messages, item by item.

use super::*;
use crate::syntax::types::*;

/// Octets of a corpus message.
fn corpus(name: &str) -> Vec<u8> {
    let path = format!("{}/scenarios/messages/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

fn all() -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/scenarios/messages", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let messages = files.filter(|path| path.extension().is_some_and(|ext| ext == "eml"));
    messages
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().into(), std::fs::read(path).unwrap())
        })
        .collect()
}

fn text(octets: &Option<Octets<'_>>) -> String {
    octets.as_ref().map_or("NIL".into(), |octets| format!("{:?}", String::from_utf8_lossy(octets)))
}

fn addresses(list: &Option<Vec<Address<'_>>>) -> String {
    let Some(list) = list else { return "NIL".into() };
    let one = |a: &Address<'_>| {
        format!("({} {} {} {})", text(&a.name), text(&a.adl), text(&a.mailbox), text(&a.host))
    };
    format!("({})", list.iter().map(one).collect::<String>())
}

fn show_envelope(e: &Envelope<'_>) -> String {
    format!(
        "({} {} {} {} {} {} {} {} {} {})",
        text(&e.date),
        text(&e.subject),
        addresses(&e.from),
        addresses(&e.sender),
        addresses(&e.reply_to),
        addresses(&e.to),
        addresses(&e.cc),
        addresses(&e.bcc),
        text(&e.in_reply_to),
        text(&e.message_id)
    )
}

fn show_params(params: &Option<Params<'_>>) -> String {
    let Some(params) = params else { return "NIL".into() };
    let pairs = params.iter().flat_map(|(name, value)| [name, value]);
    let words: Vec<String> = pairs.map(|octets| text(&Some(octets.clone()))).collect();
    format!("({})", words.join(" "))
}

fn show_tail(tail: &Option<Disposition<'_>>) -> String {
    let Some(Disposition { disposition, tail: Some(language) }) = tail else { panic!("a tail") };
    let disposition = match disposition {
        None => "NIL".into(),
        Some((kind, params)) => format!("({} {})", text(&Some(kind.clone())), show_params(params)),
    };
    let languages = match &language.languages {
        None => "NIL".into(),
        Some(tags) => {
            let tags: Vec<String> = tags.iter().map(|tag| text(&Some(tag.clone()))).collect();
            format!("({})", tags.join(" "))
        }
    };
    let location = &language.tail.as_ref().unwrap().location;
    format!("{disposition} {languages} {}", text(location))
}

fn show(body: &Body<'_>) -> String {
    match body {
        Body::Multi(multi) => {
            let parts: String = multi.parts.iter().map(show).collect();
            let extension = multi.extension.as_ref().map_or(String::new(), |extension| {
                format!(" {} {}", show_params(&extension.params), show_tail(&extension.tail))
            });
            format!("({parts} {}{extension})", text(&Some(multi.media_subtype.clone())))
        }
        Body::Single(single) => {
            let kind = match &single.kind {
                SingleKind::Basic => String::new(),
                SingleKind::Text { lines } => format!(" {lines}"),
                SingleKind::Message { body, lines, envelope } => {
                    format!(" {} {} {lines}", text(&envelope.subject), show(body))
                }
            };
            let extension = single.extension.as_ref().map_or(String::new(), |extension| {
                format!(" {} {}", text(&extension.md5), show_tail(&extension.tail))
            });
            format!(
                "({} {} {} {} {} {} {}{kind}{extension})",
                text(&Some(single.media_type.clone())),
                text(&Some(single.media_subtype.clone())),
                show_params(&single.params),
                text(&single.id),
                text(&single.description),
                text(&Some(single.encoding.clone())),
                single.octets,
            )
        }
    }
}

fn body(name: &str) -> String {
    show(&Message::parse(&corpus(name)).body())
}

fn envelope(name: &str) -> String {
    show_envelope(&Message::parse(&corpus(name)).envelope())
}

/// A section, written as on the wire without the brackets.
fn section(octets: &[u8], spec: &str) -> Option<String> {
    let (path, names) = spec.split_once(' ').unwrap_or((spec, ""));
    let names = names.split(' ').map(|name| Octets::Owned(name.as_bytes().to_vec())).collect();
    let mut part = Vec::new();
    let mut rest = path;
    while let Some(number) = rest.split('.').next().and_then(|word| word.parse().ok()) {
        part.push(number);
        rest = rest.split_once('.').map_or("", |(_, rest)| rest);
    }
    let text = match rest {
        "" => None,
        "HEADER" => Some(SectionText::Header),
        "TEXT" => Some(SectionText::Text),
        "MIME" => Some(SectionText::Mime),
        "HEADER.FIELDS" => Some(SectionText::HeaderFields(names)),
        "HEADER.FIELDS.NOT" => Some(SectionText::HeaderFieldsNot(names)),
        other => panic!("{other}"),
    };
    let found = Message::parse(octets).section(&Section { part, text })?.into_owned();
    Some(String::from_utf8_lossy(&found).into_owned())
}

fn assert_sections(name: &str, wanted: &[(&str, Option<&str>)]) {
    let octets = corpus(name);
    for (spec, wanted) in wanted {
        assert_eq!(section(&octets, spec).as_deref(), *wanted, "{name} {spec}");
    }
}

#[test]
fn structures() {
    for (name, wanted) in [
        ("tiny", r#"("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3 1)"#),
        (
            "multipart",
            r#"(("text" "plain" ("charset" "us-ascii") NIL NIL "7BIT" 34 0)("text" "html" ("charset" "us-ascii") NIL NIL "7BIT" 50 1) "alternative")"#,
        ),
        (
            "nested",
            r#"(("text" "plain" ("charset" "us-ascii") NIL NIL "7BIT" 9 0)(("text" "plain" ("charset" "us-ascii") NIL NIL "7BIT" 19 0)(("text" "html" ("charset" "us-ascii") NIL NIL "7BIT" 36 0)("image" "gif" ("name" "dot.gif") "<dot@example.com>" NIL "base64" 56) "related") "alternative")("application" "x-empty" NIL NIL NIL "7BIT" 0) "mixed")"#,
        ),
        (
            "digest",
            r#"(("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 138 "First of the digest" ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 32 0) 4)("text" "plain" NIL NIL NIL "7BIT" 33 0)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 217 "Second of the digest" (("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 6 0)("text" "html" NIL NIL NIL "7BIT" 12 0) "alternative") 12) "digest")"#,
        ),
        (
            "boundary-never",
            r#"(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 0 0) "mixed")"#,
        ),
        ("bad-ctype", r#"("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 25 1)"#),
        ("no-final-newline", r#"("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 26 1)"#),
        ("no-body", r#"("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 0 0)"#),
        (
            "rfc2231",
            r#"("application" "x-stuff" ("title*" "This is even more ***fun*** isn't it!" "name" "part-one-part-two.txt") NIL NIL "7BIT" 7)"#,
        ),
    ] {
        assert_eq!(body(name), wanted, "{name}");
    }
}

#[test]
fn extension_data() {
    let octets = corpus("attachment");
    let structure = show(&Message::parse(&octets).body_structure());
    assert_eq!(
        structure,
        r#"(("text" "plain" NIL NIL NIL "7BIT" 21 1 NIL NIL NIL NIL)("application" "octet-stream" ("name" "table.bin") "<table@example.com>" "All octets, twice" "base64" 700 "9cjjwxwES64OZVaVYLVDMg==" ("attachment" ("filename" "table.bin" "size" "512")) ("en") "http://example.com/table.bin") "mixed" ("boundary" "frontier" "x-made-by" "imapspec \"test\"") ("inline" NIL) ("en") "http://example.com/mixed")"#
    );
}

#[test]
fn envelopes() {
    for (name, wanted) in [
        (
            "no-subject",
            r#"("Thu, 19 Mar 2026 08:00:00 +0000" NIL ((NIL NIL "ida" "example.com")) ((NIL NIL "ida" "example.com")) ((NIL NIL "ida" "example.com")) ((NIL NIL "bob" "example.net")) NIL NIL NIL "<no-subject@example.com>")"#,
        ),
        (
            "empty-fields",
            r#"("Thu, 12 Mar 2026 14:00:00 +0000" "" ((NIL NIL "gus" "example.com")) ((NIL NIL "gus" "example.com")) ((NIL NIL "gus" "example.com")) NIL NIL NIL "" "<empty-fields@example.com>")"#,
        ),
        ("no-headers", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"),
        (
            "groups",
            r#"("Wed, 11 Mar 2026 12:00:00 +0000" "Groups of people" (("Fred Frog" NIL "fred" "example.com")) (("Fred Frog" NIL "fred" "example.com")) ((NIL NIL "Both" NIL)(NIL NIL "fred" "example.com")(NIL NIL "frida" "example.com")(NIL NIL NIL NIL)) ((NIL NIL "A Group" NIL)("Ed Jones" NIL "joe" "where.test")(NIL NIL "joe" "here.test")("John" NIL "jdoe" "one.test")(NIL NIL NIL NIL)("Last One" NIL "last" "example.com")) ((NIL NIL "Undisclosed recipients" NIL)(NIL NIL NIL NIL)) ((NIL NIL "Quoted, group" NIL)(NIL NIL "one" "example.com")(NIL NIL NIL NIL)) NIL "<groups@example.com>")"#,
        ),
        (
            "long-header",
            r#"("Fri, 13 Mar 2026 08:00:00 +0000" "A subject that goes on  over a second line\tand a third with a tab" (("Hanna Hill" NIL "hanna" "example.com")) (("Hanna Hill" NIL "hanna" "example.com")) (("Hanna Hill" NIL "hanna" "example.com")) ((NIL NIL "one" "example.com")(NIL NIL "two" "example.com")(NIL NIL "three" "example.com")) NIL NIL NIL "<long-header@example.com>")"#,
        ),
    ] {
        assert_eq!(envelope(name), wanted, "{name}");
    }
    let within = body("rfc822");
    assert!(within.contains(r#""=?iso-8859-1?Q?Caf=E9?= inside""#), "{within}");
}

#[test]
fn sections_of_a_message_in_a_message() {
    assert_sections(
        "rfc822",
        &[
            ("1", Some("See below.")),
            ("2.1", Some("Two point one: walnuts.")),
            ("2.2.1", Some("Two point two point one.")),
            ("2.2.2", Some("<p>Two point two point two.</p>")),
            ("2.HEADER.FIELDS subject x", Some("Subject: =?iso-8859-1?Q?Caf=E9?= inside\r\n\r\n")),
            (
                "2.MIME",
                Some("Content-Type: message/rfc822\r\nContent-Description: the message\r\n\r\n"),
            ),
            ("2.2.2.MIME", Some("Content-Type: text/html; charset=us-ascii\r\n\r\n")),
            ("1.HEADER", None),
            ("1.TEXT", None),
            ("1.1", None),
            ("2.3", None),
            ("2.2.HEADER", None),
            ("3", None),
            ("0", None),
        ],
    );
    let octets = corpus("rfc822");
    let all = section(&octets, "2").unwrap();
    let (header, text) =
        (section(&octets, "2.HEADER").unwrap(), section(&octets, "2.TEXT").unwrap());
    assert_eq!(all, format!("{header}{text}"));
    assert!(text.starts_with("Preamble inside.\r\n--inside\r\n"), "{text}");
    assert!(text.ends_with("Epilogue inside."), "{text}");

    assert_sections(
        "rfc822-in-rfc822",
        &[
            ("1.HEADER.FIELDS subject", Some("Subject: Fwd: deep\r\n\r\n")),
            ("1.1.HEADER.FIELDS subject", Some("Subject: deep\r\n\r\n")),
            ("1.1.1", Some("The innermost text: hazelnut.\r\n")),
            ("1.1.1.1", None),
            ("1.1.1.HEADER", None),
        ],
    );
}

#[test]
fn sections_of_plain_messages() {
    assert_sections(
        "tiny",
        &[
            ("", Some("Subject: hi\r\n\r\nx\r\n")),
            ("HEADER", Some("Subject: hi\r\n\r\n")),
            ("TEXT", Some("x\r\n")),
            ("1", Some("x\r\n")),
            ("1.MIME", Some("Subject: hi\r\n\r\n")),
            ("HEADER.FIELDS x-none", Some("\r\n")),
            ("HEADER.FIELDS.NOT subject", Some("\r\n")),
            ("HEADER.FIELDS SUBJECT subject", Some("Subject: hi\r\n\r\n")),
            ("2", None),
            ("1.1", None),
            ("1.HEADER", None),
        ],
    );
    assert_sections("no-headers", &[("HEADER", Some("\r\n"))]);
    assert_sections("empty-body", &[("TEXT", Some("")), ("1", Some(""))]);
    assert_sections(
        "no-body",
        &[
            ("TEXT", Some("")),
            // No body and no blank line: the one case in which none is given.
            ("HEADER.FIELDS from", Some("From: gus@example.com\r\n")),
        ],
    );
    assert_sections(
        "bad-headers",
        &[
            ("HEADER.FIELDS subject this", Some("Subject : space before the colon\r\n\r\n")),
            (
                "HEADER.FIELDS.NOT date from to subject",
                Some("This line has no colon\r\n: no name\r\nX-Ok: yes\r\n\r\n"),
            ),
        ],
    );
    assert_sections(
        "long-header",
        &[(
            "HEADER.FIELDS x-multi message-id",
            Some(
                "X-Multi: first\r\nX-Multi: second\r\nMessage-ID:\r\n <long-header@example.com>\r\n\r\n",
            ),
        )],
    );
}

#[test]
fn sections_of_multiparts() {
    assert_sections(
        "multipart",
        &[
            ("1", Some("The minutes: we agreed on nothing.")),
            ("2", Some("<p>The minutes: we agreed on <i>nothing</i>.</p>\r\n")),
        ],
    );
    assert_sections(
        "nested",
        &[
            ("2.1", Some("Part two point one.")),
            ("2.2.1", Some("<p>Part two point two point one.</p>")),
            ("3", Some("")),
            ("3.MIME", Some("Content-Type: application/x-empty\r\n\r\n")),
            ("2.MIME", Some("Content-Type: multipart/alternative; boundary=\"middle\"\r\n\r\n")),
        ],
    );
    assert_sections(
        "single-part-multipart",
        &[("1", Some("A part without header fields.")), ("1.MIME", Some("\r\n"))],
    );
    assert_sections(
        "digest",
        &[("1.1", Some("The first message of the digest.")), ("3.2", Some("<p>Html.</p>"))],
    );
    assert_sections(
        "missing-boundary-end",
        &[("2", Some("The second part, after which all ends without a closing boundary.\r\n"))],
    );
}

#[test]
fn the_sections_of_any_message_agree() {
    for (name, octets) in all() {
        let get = |spec: &str| section(&octets, spec).unwrap();
        assert_eq!(format!("{}{}", get("HEADER"), get("TEXT")), get(""), "{name}");
        let message = Message::parse(&octets);
        let mut stack = vec![(message.body(), Vec::new())];
        // Every leaf and message has as many octets as BODYSTRUCTURE says.
        while let Some((body, part)) = stack.pop() {
            match body {
                Body::Multi(multi) => {
                    for (child, number) in multi.parts.into_iter().zip(1..) {
                        stack.push((child, [&part[..], &[number]].concat()));
                    }
                }
                Body::Single(single) => {
                    let part = if part.is_empty() { vec![1] } else { part };
                    let section = Section { part: part.clone(), text: None };
                    let length = message.section(&section).unwrap().len() as u64;
                    assert_eq!(single.octets, length, "{name} {part:?}");
                    if let SingleKind::Message { body, .. } = single.kind {
                        let single = matches!(*body, Body::Single(_));
                        stack.push((*body, if single { [&part[..], &[1]].concat() } else { part }));
                    }
                }
            }
        }
    }
}

#[test]
fn partials_are_cut() {
    for (offset, length, wanted) in
        [(0, 2, "ab"), (2, 9, "cd"), (3, u32::MAX, "d"), (4, 1, ""), (u32::MAX, u32::MAX, "")]
    {
        assert_eq!(partial(b"abcd", offset, length), wanted.as_bytes(), "{offset} {length}");
    }
}

#[test]
fn binary_of_the_corpus() {
    let octets = corpus("attachment");
    let twice: Vec<u8> = (0..=255).chain(0..=255).collect();
    assert_eq!(Message::parse(&octets).binary(&[2]).unwrap(), twice);
    let octets = corpus("quoted-printable");
    assert_eq!(
        String::from_utf8(Message::parse(&octets).binary(&[1]).unwrap()).unwrap(),
        "The crème brûlée was excellent, 2 = 1 + 1.\r\nTrailing space \r\n   \r\nThe end.\r\n"
    );
    let octets = corpus("unknown-cte");
    assert_eq!(Message::parse(&octets).binary(&[1]), Err(BinaryError::UnknownEncoding));
    let stored = storable(&corpus("binary")).unwrap();
    let raw = b"\x00\x01\x02\x03\x80\xfe\xff\x0a\x0d\x0a\x00";
    assert_eq!(Message::parse(&stored).binary(&[2]).unwrap(), raw);
}

#[test]
fn previews_of_the_corpus() {
    for (name, wanted) in [
        ("tiny", "x"),
        ("html", "Fresh oranges & lemons From the south."),
        ("multipart", "The minutes: we agreed on nothing."),
        ("base64-text", "The password is pomegranate. Ключ под ковриком."),
        ("latin1", "Die Äpfel schmecken süß."),
        ("rfc822-in-rfc822", "The innermost text: hazelnut."),
        ("empty-body", ""),
    ] {
        assert_eq!(Message::parse(&corpus(name)).preview(), wanted, "{name}");
    }
}

#[test]
fn any_octets_are_a_message() {
    arbtest::arbtest(|u| {
        // Pieces that matter to the reader, in any order.
        const PIECES: &[&[u8]] = &[
            b"\r\n",
            b"\n",
            b"\r",
            b":",
            b" ",
            b"\t",
            b"--",
            b"--b",
            b"--b--",
            b"\0",
            b"\"",
            b"(",
            b")",
            b"\\",
            b";",
            b"=",
            b"*0*",
            b"<",
            b">",
            b"@",
            b",",
            b"\xff",
            b"=?utf-8?Q?=",
            b"?=",
            b"Content-Type: multipart/mixed; boundary=b\r\n",
            b"Content-Type: message/rfc822\r\n",
            b"Content-Type: text/html;",
            b"Content-Transfer-Encoding: base64\r\n",
            b"&#x",
            b"<style",
            b"Date: 1 Jan 99",
            b"From: ",
            b"a*=utf-16''%00",
            b"Content-Language: ",
            b"Content-Disposition: a; b*1*=x",
            b"<!--",
        ];
        let mut octets = Vec::new();
        for _ in 0..u.int_in_range(0..=60)? {
            octets.extend_from_slice(u.choose(PIECES)?);
        }
        let message = Message::parse(&octets);
        let _ =
            (message.envelope(), message.body_structure(), message.preview(), message.sent_date());
        let said = Response::Untagged(Untagged::Fetch(
            1,
            vec![
                MsgAtt::Envelope(Box::new(message.envelope())),
                MsgAtt::Body(message.body()),
                MsgAtt::BodyStructure(message.body_structure()),
                MsgAtt::Preview(Some(message.preview().into_bytes().into())),
            ],
        ));
        let said = crate::syntax::print::response(&said, &crate::syntax::print::Style::default());
        let dialect = crate::syntax::dialect::Dialect::everything();
        if let Err(error) = crate::syntax::parse::response(&said, &dialect) {
            panic!("{error:?} in {}", said.escape_ascii());
        }
        for part in [&[][..], &[1], &[1, 1], &[2], &[1, 2, 1]] {
            let _ = message.binary(part);
            for text in [
                None,
                Some(SectionText::Header),
                Some(SectionText::Text),
                Some(SectionText::Mime),
                Some(SectionText::HeaderFieldsNot(vec![Octets::Borrowed(b"from")])),
            ] {
                let _ = message.section(&Section { part: part.to_vec(), text });
            }
        }
        assert!(storable(&octets).is_none_or(|stored| !stored.contains(&0)));
        Ok(())
    })
    .budget_ms(400);
}

/// mail-parser as a second opinion, where the message is sound enough for two readers to
/// agree: leaf bodies in order, as transferred.
#[test]
fn another_reader_finds_the_same_parts() {
    let mut compared = 0;
    for (name, octets) in all() {
        // It takes the body of a multipart without parts for a part of its own.
        if name == "boundary-never" {
            continue;
        }
        let theirs = mail_parser::MessageParser::default().parse(&octets).unwrap();
        let mut wanted = Vec::new();
        their_leaves(&theirs, &octets, 0, &mut wanted);
        let mut ours = Vec::new();
        our_leaves(Message::parse(&octets).root(), &octets, &mut ours);
        assert_eq!(ours, wanted, "{name}");
        compared += ours.len();
    }
    assert!(compared > 50, "{compared}");
}

fn their_leaves(
    message: &mail_parser::Message<'_>,
    octets: &[u8],
    id: usize,
    leaves: &mut Vec<String>,
) {
    use mail_parser::PartType;
    let part = &message.parts[id];
    match &part.body {
        PartType::Multipart(children) => {
            for &child in children {
                their_leaves(message, octets, child as usize, leaves);
            }
        }
        PartType::Message(inner) => their_leaves(inner, octets, 0, leaves),
        _ => {
            let (start, end) = (part.offset_body as usize, part.offset_end as usize);
            leaves.push(String::from_utf8_lossy(&octets[start..end.max(start)]).into_owned());
        }
    }
}

fn our_leaves(part: &Part, octets: &[u8], leaves: &mut Vec<String>) {
    match &part.kind {
        tree::Kind::Multi(parts) => parts.iter().for_each(|part| our_leaves(part, octets, leaves)),
        tree::Kind::Message(inner) => our_leaves(inner, octets, leaves),
        tree::Kind::Leaf => {
            leaves.push(String::from_utf8_lossy(&octets[part.body.clone()]).into_owned())
        }
    }
}

/// Each would take minutes if any step looked at the rest again and again.
#[test]
fn hostile_messages_take_linear_time() {
    let begun = std::time::Instant::now();
    for (head, piece) in [
        ("To: ", "a. "),
        ("To: x ", "@ :"),
        ("To: ", "a:"),
        ("To: ", "<"),
        ("Subject: ", "=?a?Q?"),
        ("Subject: ", "[a]"),
        ("Subject: ", "[fwd:"),
        ("Content-Type: a/b", ";a*0*=''"),
        (
            "Content-Type: multipart/x; boundary=b\r\n\r\n",
            "--b\r\nContent-Type: multipart/x; boundary=b\r\n\r\n",
        ),
        ("Content-Type: text/html\r\n\r\n", "<style></STYLE>"),
        ("Content-Type: text/html\r\n\r\n", "&#"),
        ("References: ", "<\"a"),
        ("", "a: b\r\n"),
    ] {
        let octets = format!("{head}{}", piece.repeat(60_000));
        let message = Message::parse(octets.as_bytes());
        let _ = (message.envelope(), message.body_structure(), message.preview());
        let header = message.header();
        let subject = header.text("Subject").unwrap_or_default();
        let _ = crate::reference::search::subject::base_subject(&subject);
    }
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}
