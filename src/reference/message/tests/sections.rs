//! BODY[...] of the corpus messages.

use super::*;

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
