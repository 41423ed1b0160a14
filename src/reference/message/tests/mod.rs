//! The corpus messages, item by item.

mod hostile;
mod other;
mod sections;

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
