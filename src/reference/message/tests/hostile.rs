//! Any octets: no panic, no way out of the grammar, no long time.

use super::*;

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
