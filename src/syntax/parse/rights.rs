//! Access rights (RFC 4314 §7), of commands and of responses.

use std::borrow::Cow;

use super::core::is_astring_char;
use super::input::{In, Res};
use super::strings::{astring, literal};
use crate::syntax::types::Octets;

const RULE: &str = "rights";
const WANTED: &str = "lowercase letters and digits";

/// ```abnf
/// rights     = astring   ;; only lowercase ASCII letters and digits are allowed.
/// mod-rights = astring   ;; +rights to add, -rights to remove, rights to replace
/// ```
/// `signed`: `mod-rights`.
pub fn rights<'a, 'c>(i: In<'a, 'c>, signed: bool) -> Res<'a, 'c, Octets<'a>> {
    if i.at(b'{') {
        return in_literal(i, signed);
    }
    let quoted = i.at(b'"');
    let body = i.skip(usize::from(quoted));
    let length = allowed(body.octets, signed);
    let (rest, value) = body.split(length);
    match rest.first() {
        Some(b'"') if quoted => Ok((rest.skip(1), Cow::Borrowed(value))),
        Some(octet) if quoted || is_astring_char(octet) => rest.fail(RULE, WANTED),
        None if quoted => rest.fail(RULE, WANTED),
        _ if length == 0 => astring(i),
        _ => Ok((rest, Cow::Borrowed(value))),
    }
}

fn in_literal<'a, 'c>(i: In<'a, 'c>, signed: bool) -> Res<'a, 'c, Octets<'a>> {
    let (rest, value) = literal(i)?;
    match allowed(&value, signed) {
        length if length == value.len() => Ok((rest, value)),
        length => i.fail_back(rest.octets.len() + value.len() - length, RULE, WANTED),
    }
}

/// How many octets at the beginning are right.
fn allowed(octets: &[u8], signed: bool) -> usize {
    let sign = usize::from(signed && matches!(octets.first(), Some(b'+' | b'-')));
    let letters = octets.iter().skip(sign);
    sign + letters.take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count()
}
