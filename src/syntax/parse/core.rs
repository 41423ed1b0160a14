//! What every other file is made of: character classes, words, numbers, lists.

use super::input::{In, Res};
use crate::syntax::dialect::Revision;

const ATOM: u8 = 1;
const ASTRING: u8 = 1 << 1;
const QUOTED: u8 = 1 << 2;
const TEXT: u8 = 1 << 3;
const TAG: u8 = 1 << 4;
const LABEL: u8 = 1 << 5;
const NAME: u8 = 1 << 6;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut octet = 1u8;
    while octet < 0x80 {
        let mut class = 0;
        let control = octet < 0x20 || octet == 0x7f;
        if !control && !matches!(octet, b'(' | b')' | b'{' | b' ' | b'%' | b'*' | b'"' | b'\\') {
            class |= ASTRING;
            if octet != b']' {
                class |= ATOM;
            }
            if octet != b'+' {
                class |= TAG;
            }
        }
        if !matches!(octet, b'\r' | b'\n') {
            class |= TEXT;
            if !matches!(octet, b'"' | b'\\') {
                class |= QUOTED;
            }
        }
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.' | b':') {
            class |= LABEL;
        }
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.') {
            class |= NAME;
        }
        classes[octet as usize] = class;
        octet += 1;
    }
    classes
};

/// `ATOM-CHAR = <any CHAR except atom-specials>`
#[inline]
pub fn is_atom_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & ATOM != 0
}

/// `ASTRING-CHAR = ATOM-CHAR / resp-specials`
#[inline]
pub fn is_astring_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & ASTRING != 0
}

/// `list-char = ATOM-CHAR / list-wildcards / resp-specials`
#[inline]
pub fn is_list_char(octet: u8) -> bool {
    is_astring_char(octet) || matches!(octet, b'%' | b'*')
}

/// `<any TEXT-CHAR except quoted-specials>`
#[inline]
pub fn is_quoted_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & QUOTED != 0
}

/// `TEXT-CHAR = <any CHAR except CR and LF>`
#[inline]
pub fn is_text_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & TEXT != 0
}

/// `<any ASTRING-CHAR except "+">`
#[inline]
pub fn is_tag_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & TAG != 0
}

/// `tagged-label-char = tagged-label-fchar / DIGIT / ":"`
#[inline]
pub fn is_label_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & LABEL != 0
}

/// What the names of FETCH items and the like are made of.
#[inline]
pub fn is_name_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & NAME != 0
}

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

/// ```abnf
/// number = 1*DIGIT   ; Unsigned 32-bit integer (0 <= n < 4,294,967,296)
/// ```
#[inline]
pub fn number<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u32> {
    number_as(i, "number")
}

#[inline]
fn number_as<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, u32> {
    let mut value = 0u64;
    let mut count = 0;
    for &octet in i.octets {
        let digit = octet.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + u64::from(digit);
        if value > u64::from(u32::MAX) {
            return i.skip(count).fail(rule, "a number below 4294967296");
        }
        count += 1;
    }
    match count {
        0 => i.fail(rule, "a number"),
        _ => Ok((i.skip(count), value as u32)),
    }
}

/// ```abnf
/// nz-number = digit-nz *DIGIT   ; Non-zero unsigned 32-bit integer
/// ```
#[inline]
pub fn nz_number<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u32> {
    match i.first() {
        Some(b'1'..=b'9') => number_as(i, "nz-number"),
        _ => i.fail("nz-number", "a number without leading zero, not 0"),
    }
}

/// ```abnf
/// number64 = 1*DIGIT   ; Unsigned 63-bit integer (0 <= n <= 9,223,372,036,854,775,807)
/// ```
#[inline]
pub fn number64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    let mut value = 0u64;
    let mut count = 0;
    for &octet in i.octets {
        let digit = octet.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        match value.checked_mul(10).and_then(|v| v.checked_add(u64::from(digit))) {
            Some(next) if next <= MAX_63 => value = next,
            _ => return i.skip(count).fail("number64", "a number below 2^63"),
        }
        count += 1;
    }
    match count {
        0 => i.fail("number64", "a number"),
        _ => Ok((i.skip(count), value)),
    }
}

/// Largest `number64` and `mod-sequence-value`.
pub const MAX_63: u64 = i64::MAX as u64;

/// `number` in IMAP4rev1 that IMAP4rev2 has widened to `number64`.
#[inline]
pub fn number_or_64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    if !i.cx.revisions().rev2 {
        return number(i).map(|(rest, n)| (rest, n.into()));
    }
    let (rest, value) = number64(i)?;
    if value > u64::from(u32::MAX) {
        i.only(Revision::Rev2, "number", "a number below 4294967296")?;
    }
    Ok((rest, value))
}

/// ```abnf
/// nz-number64 = digit-nz *DIGIT   ; Unsigned 63-bit integer (0 < n)
/// ```
pub fn nz_number64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    match i.first() {
        Some(b'1'..=b'9') => number64(i),
        _ => i.fail("nz-number64", "a number without leading zero, not 0"),
    }
}

/// ```abnf
/// mod-sequence-value = 1*DIGIT   ; Positive unsigned 63-bit integer (RFC 7162 §7)
/// ```
pub fn mod_sequence_value<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    match number64(i)? {
        (_, 0) => i.fail("mod-sequence-value", "a number above 0"),
        found => Ok(found),
    }
}

/// ```abnf
/// mod-sequence-valzer = "0" / mod-sequence-value
/// ```
pub fn mod_sequence_valzer<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    number64(i)
}

// ---- lists

/// `item *(SP item)`
#[inline]
pub fn sp_list1<'a, 'c, T>(
    mut i: In<'a, 'c>,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    // Grown from empty, a vector has room for four at once.
    let mut items = Vec::new();
    loop {
        let (rest, next) = item(i)?;
        items.push(next);
        match rest.at(b' ') {
            true => i = rest.skip(1),
            false => return Ok((rest, items)),
        }
    }
}

/// `*(SP item)`
#[inline]
pub fn sp_items0<'a, 'c, T>(
    mut i: In<'a, 'c>,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let mut items = Vec::new();
    while i.at(b' ') {
        let (rest, next) = item(i.skip(1))?;
        items.push(next);
        i = rest;
    }
    Ok((i, items))
}

/// `1*(SP item)`
pub fn sp_items1<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = sp(i, rule)?;
    sp_list1(i, item)
}

/// `"(" item *(SP item) ")"`
#[inline]
pub fn paren_list1<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = octet(b'(', rule)(i)?;
    let (i, items) = sp_list1(i, item)?;
    close_list(i, rule, items)
}

/// `"(" [item *(SP item)] ")"`
#[inline]
pub fn paren_list0<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = octet(b'(', rule)(i)?;
    if i.at(b')') {
        return Ok((i.skip(1), Vec::new()));
    }
    let (i, items) = sp_list1(i, item)?;
    close_list(i, rule, items)
}

#[inline]
fn close_list<'a, 'c, T>(i: In<'a, 'c>, rule: &'static str, items: Vec<T>) -> Res<'a, 'c, Vec<T>> {
    if i.at(b')') {
        return Ok((i.skip(1), items));
    }
    let _: Res<'_, '_, ()> = i.fail(rule, "SP");
    i.fail(rule, "\")\"")
}

/// `"(" 1*item ")"`: nothing between the items (`address`, `body`).
#[inline]
pub fn paren_run1<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = octet(b'(', rule)(i)?;
    let (mut i, first) = item(i)?;
    let mut items = vec![first];
    while i.at(b'(') {
        let (rest, next) = item(i)?;
        items.push(next);
        i = rest;
    }
    let (i, ()) = octet(b')', rule)(i)?;
    Ok((i, items))
}
