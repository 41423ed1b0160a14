//! LIST and LSUB (RFC 9051 §7.3.1, §9; RFC 5258).

use std::borrow::Cow;

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{is_atom_char, is_quoted_char, octet, paren_list0, run1, sp};
use crate::syntax::parse::ext::tagged_ext_val;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, at_nil, mailbox, not_nil, utf8_run};
use crate::syntax::types::{ListData, Octets, Value};

/// ```abnf
/// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
///                [SP mbox-list-extended]
/// ```
pub fn mailbox_list<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ListData<'a>> {
    const RULE: &str = "mailbox-list";
    let (i, attributes) = paren_list0(i, RULE, attribute)?;
    let (i, delimiter) = delimiter(sp(i, RULE)?.0, RULE)?;
    let (i, mailbox) = mailbox(sp(i, RULE)?.0)?;
    let (i, extended) = match i.octets {
        [b' '] | [b' ', b'(', ..] => {
            i.need(Extension::ListExtended, "mbox-list-extended")?;
            mbox_list_extended(i.skip(1))?
        }
        [b' ', ..] if i.allows(Extension::ListExtended) => {
            return i.skip(1).fail("mbox-list-extended", "\"(\"");
        }
        _ => (i, Vec::new()),
    };
    Ok((i, ListData { attributes, delimiter, mailbox, extended }))
}

/// ```abnf
/// mbx-list-flags = *(mbx-list-oflag SP) mbx-list-sflag *(SP mbx-list-oflag) /
///                  mbx-list-oflag *(SP mbx-list-oflag)
/// mbx-list-oflag = "\Noinferiors" / child-mbox-flag / "\Subscribed" / "\Remote" / flag-extension
/// mbx-list-sflag = "\NonExistent" / "\Noselect" / "\Marked" / "\Unmarked"
/// ```
/// `flag-extension` covers them all, in any number and order.
fn attribute<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (name, ()) = octet(b'\\', "mbx-list-flags")(i)?;
    let (rest, name) = run1(name, is_atom_char, "flag-extension", "atom")?;
    let (_, attribute) = i.split(1 + name.len());
    Ok((rest, Cow::Borrowed(attribute)))
}

/// `DQUOTE QUOTED-CHAR DQUOTE / nil`: the hierarchy delimiter.
pub fn delimiter<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, Option<char>> {
    let (i, found) = match i.octets {
        [b'"', b'\\', found @ (b'\\' | b'"'), ..] => (i.skip(3), char::from(*found)),
        [b'"', b'\\', ..] => return i.skip(2).fail("QUOTED-CHAR", "DQUOTE or \"\\\""),
        [b'"', found, ..] if is_quoted_char(*found) => (i.skip(2), char::from(*found)),
        [b'"', 0x80..=0xff, ..] => {
            let (i, count) = utf8_run(i.skip(1), "QUOTED-CHAR")?;
            let text = i.octets.get(..count).and_then(|text| std::str::from_utf8(text).ok());
            // `utf8_run` has at least one character.
            let found = text.and_then(|text| text.chars().next()).unwrap_or_default();
            (i.skip(found.len_utf8()), found)
        }
        [b'"', ..] => return i.skip(1).fail("QUOTED-CHAR", "one character"),
        _ if at_nil(i) => return Ok((i.skip(3), None)),
        _ => return not_nil(i, rule, "DQUOTE or NIL"),
    };
    let (i, ()) = octet(b'"', rule)(i)?;
    Ok((i, Some(found)))
}

/// ```abnf
/// mbox-list-extended      = "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"
/// mbox-list-extended-item = mbox-list-extended-item-tag SP tagged-ext-val
/// ```
fn mbox_list_extended<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<(Octets<'a>, Value<'a>)>> {
    paren_list0(i, "mbox-list-extended", |i| {
        let (i, tag) = item_tag(i)?;
        let (i, value) = tagged_ext_val(sp(i, "mbox-list-extended-item")?.0)?;
        Ok((i, (tag, value)))
    })
}

/// ```abnf
/// mbox-list-extended-item-tag = astring
/// ```
/// "The content MUST conform to either eitem-vendor-tag or eitem-standard-tag":
///
/// ```abnf
/// eitem-standard-tag = atom
/// eitem-vendor-tag   = vendor-token "-" atom
/// vendor-token       = "vendor." name-component
/// name-component     = 1*UTF8-CHAR   ; MUST NOT contain ".", "/", "%", or "*"
/// ```
fn item_tag<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (rest, tag) = astring(i)?;
    match is_atom(&tag) || is_vendor_tag(&tag) {
        true => Ok((rest, tag)),
        false => i.fail("mbox-list-extended-item-tag", "an atom, quoted or not"),
    }
}

fn is_atom(octets: &[u8]) -> bool {
    !octets.is_empty() && octets.iter().all(|&b| is_atom_char(b))
}

fn is_vendor_tag(tag: &[u8]) -> bool {
    let Some((vendor, after)) = tag.split_at_checked(7) else { return false };
    if !vendor.eq_ignore_ascii_case(b"vendor.") {
        return false;
    }
    // The atom has no SP, but it may have "-", and so may the component.
    let ends = |at: usize| {
        let (name, atom) = (&after[..at], &after[at + 1..]);
        let plain = !name.is_empty() && !name.iter().any(|b| b"./%*".contains(b));
        plain && std::str::from_utf8(name).is_ok() && is_atom(atom)
    };
    memchr::memchr_iter(b'-', after).any(ends)
}
