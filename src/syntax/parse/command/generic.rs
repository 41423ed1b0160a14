//! Parameters that no known extension explains (RFC 4466), and experimental arguments.

use std::borrow::Cow;

use crate::syntax::parse::core::{octet, paren_list0, run1};
use crate::syntax::parse::ext::{tagged_ext_label, tagged_ext_val};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{literal8, string};
use crate::syntax::types::{Octets, Value};

/// A name and its value, if it has one.
pub type Param<'a> = (Octets<'a>, Option<Value<'a>>);

/// ```abnf
/// create-param    = create-param-name [SP create-param-value]
/// rename-param    = rename-param-name [SP rename-param-value]
/// select-param    = select-param-name [SP select-param-value]
/// fetch-modifier  = fetch-modifier-name [ SP fetch-modif-params ]
/// store-modifier  = store-modifier-name [SP store-modif-params]
/// search-return-opt = search-modifier-name [SP search-mod-params]
/// ```
/// Each of the names is a tagged-ext-label, each of the values a tagged-ext-val.
pub fn param<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Param<'a>> {
    let (i, name) = tagged_ext_label(i)?;
    let name = Cow::Borrowed(name);
    if i.at(b' ') && at_value(i.skip(1).octets) {
        let (i, value) = tagged_ext_val(i.skip(1))?;
        return Ok((i, (name, Some(value))));
    }
    Ok((i, (name, None)))
}

/// Whether a value is next, not another name: "-" begins both `-1:-5` and a label.
fn at_value(octets: &[u8]) -> bool {
    match octets {
        [b'0'..=b'9' | b'*' | b'$' | b'(', ..] => true,
        [b'-', rest @ ..] => {
            let first = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let Some([b':', b'-', second @ ..]) = rest.get(first..) else { return false };
            let count = second.iter().take_while(|b| b.is_ascii_digit()).count();
            is_nz_number(&rest[..first])
                && is_nz_number(&second[..count])
                && matches!(second.get(count), Some(b' ' | b')'))
        }
        _ => false,
    }
}

/// Whether these digits are one.
fn is_nz_number(digits: &[u8]) -> bool {
    let value = std::str::from_utf8(digits).ok().and_then(|text| text.parse::<u32>().ok());
    value.is_some() && !digits.starts_with(b"0")
}

/// ```abnf
/// option-extension    = (option-standard-tag / option-vendor-tag) [SP option-value]
/// option-standard-tag = atom
/// option-vendor-tag   = vendor-token "-" atom
/// option-value        = "(" option-val-comp ")"
/// option-val-comp     = astring / option-val-comp *(SP option-val-comp) /
///                       "(" option-val-comp ")"
/// ```
/// `name` is read already. A vendor's name is taken as atom: `name-component = 1*UTF8-CHAR`
/// would let it hold spaces and parentheses.
pub fn option_extension<'a, 'c>(i: In<'a, 'c>, name: &'a [u8]) -> Res<'a, 'c, Param<'a>> {
    let name = Cow::Borrowed(name);
    if let [b' ', b'(', ..] = i.octets {
        let (i, value) = option_value(i.skip(1))?;
        return Ok((i, (name, Some(value))));
    }
    Ok((i, (name, None)))
}

fn option_value<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Value<'a>> {
    let (i, ()) = octet(b'(', "option-value")(i)?;
    i.nested("option-val-comp", |i| {
        let (i, items) = crate::syntax::parse::core::sp_list1(i, |i| match i.first() {
            Some(b'(') => option_value(i),
            _ => crate::syntax::parse::ext::astring_value(i),
        })?;
        let (i, ()) = octet(b')', "option-value")(i)?;
        Ok((i, Value::List(items)))
    })
}

/// One of `<experimental command arguments>`: a list, a string, or a word.
pub fn experimental<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Value<'a>> {
    const RULE: &str = "x-command";
    match i.octets {
        [b'(', ..] => i.nested(RULE, |i| {
            paren_list0(i, RULE, experimental).map(|(i, items)| (i, Value::List(items)))
        }),
        [b'"' | b'{', ..] => string(i).map(|(i, s)| (i, Value::String(s))),
        [b'~', b'{', ..] => literal8(i).map(|(i, s)| (i, Value::String(s))),
        _ => run1(i, is_word_char, RULE, "an argument")
            .map(|(i, word)| (i, Value::Atom(Cow::Borrowed(word)))),
    }
}

const fn is_word_char(octet: u8) -> bool {
    octet.is_ascii_graphic() && !matches!(octet, b'(' | b')' | b'{' | b'"')
}
