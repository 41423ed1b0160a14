//! Flags (RFC 9051 §2.3.2, §9).

use std::borrow::Cow;

use super::core::{is_atom_char, paren_list0, run1};
use super::input::{In, Res};
use crate::syntax::types::Flag;

/// ```abnf
/// flag-list = "(" [flag *(SP flag)] ")"
/// ```
pub fn flag_list<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Flag<'a>>> {
    paren_list0(i, "flag-list", flag)
}

/// ```abnf
/// flag           = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" /
///                  flag-keyword / flag-extension   ; Does not include "\Recent"
/// flag-extension = "\" atom
/// flag-keyword   = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" / "$Phishing" / atom
/// ```
/// `\Recent` is derivable as `flag-extension`, and yet "does not include \Recent" holds.
pub fn flag<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Flag<'a>> {
    match flag_fetch(i)? {
        (_, Flag::Recent) => i.skip(1).fail("flag", "a flag other than \\Recent"),
        found => Ok(found),
    }
}

/// ```abnf
/// flag-fetch = flag / obsolete-flag-recent
/// ```
#[inline]
pub fn flag_fetch<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Flag<'a>> {
    if i.at(b'\\') {
        let (rest, name) = run1(i.skip(1), is_atom_char, "flag-extension", "atom")?;
        return Ok((rest, system_flag(name)));
    }
    let (i, name) = run1(i, is_atom_char, "flag-keyword", "flag")?;
    Ok((i, Flag::Keyword(Cow::Borrowed(name))))
}

/// ```abnf
/// flag-perm = flag / "\*"
/// ```
pub fn flag_perm<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Flag<'a>> {
    match i.octets {
        [b'\\', b'*', ..] => Ok((i.skip(2), Flag::Wildcard)),
        _ => flag(i),
    }
}

/// The flag of this name, without its backslash.
#[inline]
fn system_flag(name: &[u8]) -> Flag<'_> {
    let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
    match name.len() {
        4 if is(b"Seen") => Flag::Seen,
        5 if is(b"Draft") => Flag::Draft,
        6 if is(b"Recent") => Flag::Recent,
        7 if is(b"Flagged") => Flag::Flagged,
        7 if is(b"Deleted") => Flag::Deleted,
        8 if is(b"Answered") => Flag::Answered,
        _ => Flag::Extension(Cow::Borrowed(name)),
    }
}
