//! Strings: quoted, literal, and the forms that choose between them (RFC 9051 §4.3, §9).

use std::borrow::Cow;

use memchr::memchr;

use super::core::{crlf, is_astring_char, is_list_char, is_quoted_char, number_or_64, octet, run1};
use super::input::{In, Res};
use crate::syntax::dialect::Extension;
use crate::syntax::frame::Sender;
use crate::syntax::types::{Mailbox, Octets};

/// ```abnf
/// quoted      = DQUOTE *QUOTED-CHAR DQUOTE
/// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials /
///               UTF8-2 / UTF8-3 / UTF8-4
/// ```
/// The UTF-8 alternatives are IMAP4rev2's and, as `uQUOTED-CHAR`, UTF8=ACCEPT's (RFC 9755 §3).
#[inline]
pub fn quoted<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (i, ()) = octet(b'"', "quoted")(i)?;
    let plain = i.run(is_quoted_char);
    match i.octets.get(plain) {
        Some(b'"') => Ok((i.skip(plain + 1), Cow::Borrowed(&i.octets[..plain]))),
        _ => quoted_slow(i, plain),
    }
}

fn quoted_slow<'a, 'c>(i: In<'a, 'c>, plain: usize) -> Res<'a, 'c, Octets<'a>> {
    let mut end = plain;
    let mut unescaped: Option<Vec<u8>> = None;
    loop {
        let here = i.skip(end);
        let piece = match here.octets {
            [b'"', ..] => {
                let value = match unescaped {
                    Some(own) => Cow::Owned(own),
                    None => Cow::Borrowed(&i.octets[..end]),
                };
                return Ok((here.skip(1), value));
            }
            [b'\\', escaped @ (b'"' | b'\\'), ..] => {
                unescaped.get_or_insert_with(|| i.octets[..end].to_vec()).push(*escaped);
                end += 2;
                continue;
            }
            [b'\\', ..] => {
                return here.skip(1).fail("QUOTED-CHAR", "DQUOTE or \"\\\" behind \"\\\"");
            }
            [0x80..=0xff, ..] => utf8_run(here, "QUOTED-CHAR")?.1,
            [] | [0 | b'\r' | b'\n', ..] => return here.fail("QUOTED-CHAR", "DQUOTE"),
            _ => here.run(is_quoted_char),
        };
        if let Some(own) = &mut unescaped {
            own.extend_from_slice(&here.octets[..piece]);
        }
        end += piece;
    }
}

/// [`utf8`] where the dialect allows it.
pub fn utf8_run<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, usize> {
    let (i, count) = utf8(i, rule)?;
    i.need(Extension::Utf8Accept, rule)?;
    Ok((i, count))
}

/// `1*(UTF8-2 / UTF8-3 / UTF8-4)`: how many octets. They are still to be passed.
///
/// ```abnf
/// UTF8-2 = <Defined in Section 4 of RFC 3629>
/// ```
pub fn utf8<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, usize> {
    let high = i.run(|b| b >= 0x80);
    let valid = match std::str::from_utf8(&i.octets[..high]) {
        Ok(_) => high,
        Err(error) => error.valid_up_to(),
    };
    if valid == 0 {
        // A character that the input cuts short may yet become right.
        let cut = high == i.octets.len()
            && std::str::from_utf8(i.octets).is_err_and(|e| e.error_len().is_none());
        return i.skip(if cut { high } else { 0 }).fail(rule, "UTF-8");
    }
    Ok((i, valid))
}

/// ```abnf
/// literal = "{" number64 ["+"] "}" CRLF *CHAR8   ; CHAR8 = %x01-ff
/// ```
/// `number` in IMAP4rev1. `["+"]` is for clients only; servers have no such thing to wait for (RFC 7888 §4).
#[inline]
pub fn literal<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (i, ()) = octet(b'{', "literal")(i)?;
    let (i, data) = literal_rest(i, "literal")?;
    no_nul(i, data)
}

#[inline]
fn no_nul<'a, 'c>(i: In<'a, 'c>, data: &'a [u8]) -> Res<'a, 'c, Octets<'a>> {
    if i.cx.has_no_nul() {
        return Ok((i, Cow::Borrowed(data)));
    }
    match memchr(0, data) {
        None => Ok((i, Cow::Borrowed(data))),
        Some(at) => {
            let left = data.len() - at + i.octets.len();
            i.fail_back(left, "CHAR8", "no NUL in a literal")
        }
    }
}

/// ```abnf
/// literal8 = "~{" number64 "}" CRLF *OCTET
/// ```
pub fn literal8<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (i, ()) = octet(b'~', "literal8")(i)?;
    let (i, ()) = octet(b'{', "literal8")(i)?;
    let (i, data) = literal_rest(i, "literal8")?;
    Ok((i, Cow::Borrowed(data)))
}

#[inline]
fn literal_rest<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, &'a [u8]> {
    let (i, count) = number_or_64(i)?;
    if i.at(b'+') && i.cx.sender() == Sender::Client {
        non_sync(i, count, rule)?;
        return literal_data(i.skip(1), count, rule);
    }
    literal_data(i, count, rule)
}

/// `"+"` of RFC 7888. LITERAL- and IMAP4rev2 have it for up to 4096 octets only (RFC 7888 §5,
/// RFC 9051 §4.3).
fn non_sync<'a, 'c>(i: In<'a, 'c>, count: u64, rule: &'static str) -> Res<'a, 'c, ()> {
    if count > 4096 {
        return i.need_beyond(Extension::LiteralPlus, rule);
    }
    let dialect = i.cx.dialect();
    match dialect.allows(Extension::LiteralMinus) && !dialect.allows(Extension::LiteralPlus) {
        true => i.need(Extension::LiteralMinus, rule),
        false => i.need(Extension::LiteralPlus, rule),
    }
}

#[inline]
fn literal_data<'a, 'c>(i: In<'a, 'c>, count: u64, rule: &'static str) -> Res<'a, 'c, &'a [u8]> {
    let (i, ()) = octet(b'}', rule)(i)?;
    let (i, ()) = crlf(i)?;
    match usize::try_from(count) {
        Ok(count) if count <= i.octets.len() => Ok(i.split(count)),
        _ => i.skip(usize::MAX).fail(rule, "the rest of the literal"),
    }
}

/// ```abnf
/// string = quoted / literal
/// ```
#[inline]
pub fn string<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    match i.first() {
        Some(b'"') => quoted(i),
        Some(b'{') => literal(i),
        _ => i.fail("string", "string"),
    }
}

/// ```abnf
/// nstring = string / nil
/// nil     = "NIL"
/// ```
#[inline]
pub fn nstring<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<Octets<'a>>> {
    match i.octets {
        [b'"', ..] => quoted(i).map(|(i, s)| (i, Some(s))),
        [b'{', ..] => literal(i).map(|(i, s)| (i, Some(s))),
        [b'N' | b'n', b'I' | b'i', b'L' | b'l', ..] => Ok((i.skip(3), None)),
        _ => not_nil(i, "nstring", "string or NIL"),
    }
}

/// `nil` itself.
#[inline]
pub fn at_nil(i: In<'_, '_>) -> bool {
    matches!(i.octets, [b'N' | b'n', b'I' | b'i', b'L' | b'l', ..])
}

/// Fails where "NIL" or something else was wanted; an input cut within "NIL" is cut there.
pub fn not_nil<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    expected: &'static str,
) -> Res<'a, 'c, T> {
    let cut = matches!(i.octets, [b'N' | b'n'] | [b'N' | b'n', b'I' | b'i']);
    i.skip(if cut { 2 } else { 0 }).fail(rule, expected)
}

/// `nstring / literal8` (`msg-att-static` for BINARY, `value` of RFC 5464).
pub fn nstring_or_literal8<'a, 'c>(
    i: In<'a, 'c>,
    rule: &'static str,
) -> Res<'a, 'c, Option<Octets<'a>>> {
    match i.first() {
        Some(b'~') => literal8(i).map(|(i, s)| (i, Some(s))),
        Some(b'"' | b'{' | b'N' | b'n') => nstring(i),
        _ => i.fail(rule, "string, literal8 or NIL"),
    }
}

/// ```abnf
/// astring = 1*ASTRING-CHAR / string
/// ```
#[inline]
pub fn astring<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    match i.first() {
        Some(b'"') => quoted(i),
        Some(b'{') => literal(i),
        _ => run1(i, is_astring_char, "astring", "astring").map(|(i, s)| (i, Cow::Borrowed(s))),
    }
}

/// ```abnf
/// list-mailbox = 1*list-char / string
/// ```
pub fn list_mailbox<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    match i.first() {
        Some(b'"') => quoted(i),
        Some(b'{') => literal(i),
        _ => run1(i, is_list_char, "list-mailbox", "mailbox pattern").map(|(i, s)| (i, s.into())),
    }
}

/// ```abnf
/// mailbox = "INBOX" / astring
/// ```
#[inline]
pub fn mailbox<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Mailbox<'a>> {
    match i.first() {
        Some(b'"' | b'{') => string(i).map(|(i, s)| (i, Mailbox(s))),
        _ => run1(i, is_astring_char, "mailbox", "mailbox")
            .map(|(i, s)| (i, Mailbox(Cow::Borrowed(s)))),
    }
}

/// ```abnf
/// charset = atom / quoted
/// ```
/// IMAP4rev1's own BADCHARSET has `astring` (RFC 3501 §9); [`astring`] serves there.
pub fn charset<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    match i.first() {
        Some(b'"') => quoted(i),
        _ => run1(i, super::core::is_atom_char, "charset", "charset")
            .map(|(i, s)| (i, Cow::Borrowed(s))),
    }
}

/// `base64`, decoded, up to the first octet that no base64 has.
///
/// ```abnf
/// base64          = *(4base64-char) [base64-terminal]
/// base64-terminal = (2base64-char "==") / (3base64-char "=")
/// ```
///
/// The bits that the last character has too many are not looked at: RFC 9051's ABNF leaves them free.
pub fn base64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<u8>> {
    let mut data = Vec::new();
    let (mut bits, mut count) = (0u32, 0usize);
    for &octet in i.octets {
        let Some(value) = base64_value(octet) else { break };
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count % 4 == 0 {
            let [_, group @ ..] = bits.to_be_bytes();
            data.extend_from_slice(&group);
            bits = 0;
        }
    }
    let i = i.skip(count);
    let (padding, decoded) = match count % 4 {
        0 => return Ok((i, data)),
        1 => return i.fail("base64", "another base64-char"),
        2 => (2, [(bits >> 4) as u8, 0]),
        _ => (1, [(bits >> 10) as u8, (bits >> 2) as u8]),
    };
    data.extend_from_slice(&decoded[..3 - padding]);
    for at in 0..padding {
        if !i.skip(at).at(b'=') {
            let expected = if at == 0 { "another base64-char or \"=\"" } else { "\"=\"" };
            return i.skip(at).fail("base64-terminal", expected);
        }
    }
    Ok((i.skip(padding), data))
}

/// ```abnf
/// base64-char = ALPHA / DIGIT / "+" / "/"
/// ```
const fn base64_value(octet: u8) -> Option<u8> {
    match octet {
        b'A'..=b'Z' => Some(octet - b'A'),
        b'a'..=b'z' => Some(octet - b'a' + 26),
        b'0'..=b'9' => Some(octet - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
