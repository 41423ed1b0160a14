//! What every other file is made of: words (here), character classes, numbers, lists.

mod chars;
mod lists;
mod numbers;

pub use self::chars::*;
pub use self::lists::*;
pub use self::numbers::*;
use super::input::{In, Res};

const fn shown(octet: u8) -> &'static str {
    match octet {
        b' ' => "SP",
        b'(' => "\"(\"",
        b')' => "\")\"",
        b'[' => "\"[\"",
        b']' => "\"]\"",
        b'<' => "\"<\"",
        b'>' => "\">\"",
        b'"' => "DQUOTE",
        b':' => "\":\"",
        b'-' => "\"-\"",
        b'.' => "\".\"",
        b',' => "\",\"",
        b'*' => "\"*\"",
        b'+' => "\"+\"",
        b'}' => "\"}\"",
        b'~' => "\"~\"",
        b'\\' => "\"\\\"",
        b'\r' => "CRLF",
        b'\n' => "LF",
        _ => "another octet",
    }
}

/// Just this octet; `rule` is what wants it.
#[inline]
pub fn octet<'a, 'c>(
    wanted: u8,
    rule: &'static str,
) -> impl Fn(In<'a, 'c>) -> Res<'a, 'c, ()> + Copy {
    move |i| match i.first() {
        Some(found) if found == wanted => Ok((i.skip(1), ())),
        _ => i.fail(rule, shown(wanted)),
    }
}

/// `SP`: exactly one space (RFC 9051 §9, note 2).
#[inline]
pub fn sp<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, ()> {
    octet(b' ', rule)(i)
}

/// `CRLF`
pub fn crlf<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ()> {
    let (i, ()) = octet(b'\r', "CRLF")(i)?;
    octet(b'\n', "CRLF")(i)
}

/// Nothing more: a frame ends with its CRLF.
pub fn end<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ()> {
    match i.octets {
        [] => Ok((i, ())),
        _ => i.fail("CRLF", "nothing behind the CRLF"),
    }
}

/// Octets with this property, at least one.
#[inline]
pub fn run1<'a, 'c>(
    i: In<'a, 'c>,
    property: impl Fn(u8) -> bool,
    rule: &'static str,
    expected: &'static str,
) -> Res<'a, 'c, &'a [u8]> {
    match i.run(property) {
        0 => i.fail(rule, expected),
        count => Ok(i.split(count)),
    }
}

/// ```abnf
/// atom = 1*ATOM-CHAR
/// ```
#[inline]
pub fn atom<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, &'a [u8]> {
    run1(i, is_atom_char, "atom", "atom")
}

/// ```abnf
/// tag = 1*<any ASTRING-CHAR except "+">
/// ```
#[inline]
pub fn tag<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, &'a [u8]> {
    run1(i, is_tag_char, "tag", "tag")
}

/// Whether two words are the same but for case.
#[inline]
pub const fn is(word: &[u8], name: &[u8]) -> bool {
    word.eq_ignore_ascii_case(name)
}

/// Room for [`upper`].
pub type Upper = [u8; 32];

/// The word in upper case, to be matched against names; empty where it is longer than any name.
#[inline]
pub fn upper<'b>(word: &[u8], room: &'b mut Upper) -> &'b [u8] {
    match room.get_mut(..word.len()) {
        Some(room) => {
            for (upper, octet) in room.iter_mut().zip(word) {
                *upper = octet.to_ascii_uppercase();
            }
            room
        }
        None => &[],
    }
}

/// This keyword, in any case. What follows it is for the caller to check.
pub fn keyword<'a, 'c>(i: In<'a, 'c>, word: &'static str, rule: &'static str) -> Res<'a, 'c, ()> {
    if at_keyword(i, word) {
        return Ok((i.skip(word.len()), ()));
    }
    let common =
        i.octets.iter().zip(word.as_bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    i.fail_word(if common == i.octets.len() { common } else { usize::MAX }, rule, word)
}

/// Whether this keyword is next.
#[inline]
pub fn at_keyword(i: In<'_, '_>, word: &str) -> bool {
    i.octets.get(..word.len()).is_some_and(|next| is(next, word.as_bytes()))
}

// ---- numbers
