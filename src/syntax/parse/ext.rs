//! The generic syntax of extensions (RFC 4466 §6, RFC 9051 §9).

use std::borrow::Cow;

use super::core::{is_astring_char, is_label_char, octet, run1};
use super::input::{In, Res};
use super::sets::{partial_range, sequence_set};
use super::strings::{astring, string};
use crate::syntax::types::{Octets, Value};

/// ```abnf
/// tagged-ext-label  = tagged-label-fchar *tagged-label-char
/// tagged-label-fchar = ALPHA / "-" / "_" / "."
/// tagged-label-char = tagged-label-fchar / DIGIT / ":"
/// ```
pub fn tagged_ext_label<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, &'a [u8]> {
    match i.first() {
        Some(b'0'..=b'9' | b':') => i.fail("tagged-label-fchar", "a letter, \"-\", \"_\" or \".\""),
        _ => run1(i, is_label_char, "tagged-ext-label", "a name"),
    }
}

/// ```abnf
/// tagged-ext-val = tagged-ext-simple / "(" [tagged-ext-comp] ")"
/// ```
pub fn tagged_ext_val<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Value<'a>> {
    match i.first() {
        Some(b'(') => tagged_ext_list(i, true).map(|(i, list)| (i, Value::List(list))),
        _ => tagged_ext_simple(i),
    }
}

/// ```abnf
/// tagged-ext-simple = sequence-set / number / number64
/// tagged-ext-simple =/ partial-range-last
/// ```
fn tagged_ext_simple<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Value<'a>> {
    let word = i.run(is_simple_char);
    let atom = Value::Atom(Cow::Borrowed(&i.octets[..word]));
    let digits = i.run(|b| b.is_ascii_digit());
    if digits > 0 && digits == word {
        return super::core::number_or_64(i).map(|(i, _)| (i, atom));
    }
    let rest = match i.first() {
        Some(b'-') => partial_range(i)?.0,
        Some(b'1'..=b'9' | b'*' | b'$') => sequence_set(i)?.0,
        _ => return i.fail("tagged-ext-val", "a number, a sequence-set or \"(\""),
    };
    let taken = i.octets.len() - rest.octets.len();
    Ok((rest, Value::Atom(Cow::Borrowed(&i.octets[..taken]))))
}

fn is_simple_char(octet: u8) -> bool {
    matches!(octet, b'0'..=b'9' | b'*' | b'$' | b':' | b',' | b'-')
}

/// ```abnf
/// tagged-ext-comp = astring / tagged-ext-comp *(SP tagged-ext-comp) / "(" tagged-ext-comp ")"
/// ```
/// In parentheses; empty ones are for the outermost only.
fn tagged_ext_list<'a, 'c>(i: In<'a, 'c>, outermost: bool) -> Res<'a, 'c, Vec<Value<'a>>> {
    let (i, ()) = octet(b'(', "tagged-ext-val")(i)?;
    if outermost && i.at(b')') {
        return Ok((i.skip(1), Vec::new()));
    }
    i.nested("tagged-ext-comp", |i| {
        let (i, items) = super::core::sp_list1(i, |i| match i.first() {
            Some(b'(') => tagged_ext_list(i, false).map(|(i, list)| (i, Value::List(list))),
            _ => astring_value(i),
        })?;
        let (i, ()) = octet(b')', "tagged-ext-comp")(i)?;
        Ok((i, items))
    })
}

/// An astring, told apart: sent as atom or as string.
pub fn astring_value<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Value<'a>> {
    match i.first() {
        Some(b'"' | b'{') => string(i).map(|(i, s)| (i, Value::String(s))),
        _ => run1(i, is_astring_char, "tagged-ext-comp", "astring or \"(\"")
            .map(|(i, s)| (i, Value::Atom(Cow::Borrowed(s)))),
    }
}

/// `tag-string`: astring in IMAP4rev2, string in RFC 4466.
pub fn tag_string<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    if !matches!(i.first(), Some(b'"' | b'{')) {
        i.only(crate::syntax::dialect::Revision::Rev2, "tag-string", "string")?;
    }
    astring(i)
}
