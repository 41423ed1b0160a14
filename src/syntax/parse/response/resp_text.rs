//! Status responses: state, text, and where a response code may stand (RFC 9051 §7.1, §9).

use std::borrow::Cow;

use super::codes::resp_text_code;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{is, is_name_char, is_text_char, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::utf8;
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{Code, Octets, RespText, Status};

/// ```abnf
/// resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text
/// ```
/// `rule` is what wants it.
pub fn cond_state<'a, 'c>(
    i: In<'a, 'c>,
    rule: &'static str,
) -> Res<'a, 'c, (Status, RespText<'a>)> {
    let (rest, word) = i.split(i.run(is_name_char));
    let status = match word.len() {
        2 if is(word, b"OK") => Status::Ok,
        2 if is(word, b"NO") => Status::No,
        3 if is(word, b"BAD") => Status::Bad,
        _ => return fail_name(i, word, &["OK", "NO", "BAD"], rule, "OK, NO or BAD"),
    };
    let (i, ()) = sp(rest, "resp-cond-state")?;
    resp_text(i).map(|(i, text)| (i, (status, text)))
}

/// ```abnf
/// resp-text = ["[" resp-text-code "]" SP] [text]
/// ```
/// In IMAP4rev1 `text` is not optional. A code that no SP follows is nothing but `text` by this
/// rule; as such RFC 5530 and others have it in examples, and as a code it is meant. Text that
/// begins with "[" and a known code's name is that code, or it is wrong; else it is text.
pub fn resp_text<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, RespText<'a>> {
    if i.at(b'[')
        && let (rest, Some(code)) = resp_text_code(i)?
    {
        let known = !matches!(code, Code::Other(..));
        let code = Some(code);
        match rest.first() {
            Some(b' ') => {
                return text(rest.skip(1)).map(|(i, text)| (i, RespText { code, text }));
            }
            Some(b'\r') | None => return Ok((rest, RespText { code, text: Cow::Borrowed(b"") })),
            _ if known => return rest.fail("resp-text", "SP"),
            _ => {}
        }
    }
    let (rest, text) = text(i)?;
    if text.is_empty() {
        i.only(Revision::Rev2, "text", "text")?;
    }
    Ok((rest, RespText { code: None, text }))
}

/// ```abnf
/// text = 1*(TEXT-CHAR / UTF8-2 / UTF8-3 / UTF8-4)
/// ```
/// May be empty here; ends at CRLF. UTF-8 is IMAP4rev2's and, where it is negotiated, the
/// LANGUAGE extension's (RFC 5255 §3.5).
fn text<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let mut count = i.run(is_text_char);
    while let Some(0x80..) = i.octets.get(count) {
        let (here, more) = utf8(i.skip(count), "text")?;
        match i.cx.revisions().rev2 {
            true => here.only(Revision::Rev2, "text", "ASCII text")?,
            false => here.need(Extension::Language, "text")?,
        };
        count += more;
        count += i.skip(count).run(is_text_char);
    }
    let (rest, text) = i.split(count);
    match rest.octets {
        [] | [b'\r', ..] => Ok((rest, Cow::Borrowed(text))),
        [b'\n'] => rest.fail("CRLF", "CRLF"),
        _ => rest.fail("TEXT-CHAR", "text or CRLF"),
    }
}
