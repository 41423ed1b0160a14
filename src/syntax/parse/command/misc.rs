//! Small commands: ENABLE, ID, COMPRESS, LANGUAGE, COMPARATOR.

use std::borrow::Cow;

use crate::syntax::parse::core::{atom, keyword, paren_list0, sp_items0, sp_items1};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, at_nil, not_nil, nstring, string};
use crate::syntax::parse::words::arg;
use crate::syntax::types::CommandBody;

/// ```abnf
/// enable     = "ENABLE" 1*(SP capability)
/// capability = ("AUTH=" auth-type) / atom
/// ```
pub fn enable<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    sp_items1(i, "enable", |i| atom(i).map(|(i, name)| (i, Cow::Borrowed(name))))
        .map(|(i, names)| (i, CommandBody::Enable(names)))
}

/// ```abnf
/// id             ::= "ID" SPACE id_params_list
/// id_params_list ::= "(" #(string SPACE nstring) ")" / nil
/// ```
/// RFC 2971 §4; `#` puts spaces between. The limits of §3.3 (30 pairs, lengths, no name twice) are
/// not the grammar's.
pub fn id<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    const RULE: &str = "id_params_list";
    arg(i, "id", |i| {
        if at_nil(i) {
            return Ok((i.skip(3), CommandBody::Id(None)));
        }
        if !i.at(b'(') {
            return not_nil(i, RULE, "\"(\" or NIL");
        }
        let (i, pairs) = paren_list0(i, RULE, |i| {
            let (i, name) = string(i)?;
            let (i, value) = arg(i, RULE, nstring)?;
            Ok((i, (name, value)))
        })?;
        Ok((i, CommandBody::Id(Some(pairs))))
    })
}

/// ```abnf
/// compress  = "COMPRESS" SP algorithm
/// algorithm = "DEFLATE"
/// ```
pub fn compress<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    arg(i, "compress", |i| {
        let (rest, ()) = keyword(i, "DEFLATE", "algorithm")?;
        Ok((rest, CommandBody::Compress(Cow::Borrowed(i.split(7).1))))
    })
}

/// ```abnf
/// language-cmd      = "LANGUAGE" *(SP lang-range-quoted)
/// lang-range-quoted = astring
/// ```
pub fn language<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    sp_items0(i, astring).map(|(i, ranges)| (i, CommandBody::Language(ranges)))
}

/// ```abnf
/// comparator-cmd    = "COMPARATOR" *(SP comp-order-quoted)
/// comp-order-quoted = astring
/// ```
pub fn comparator<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    sp_items0(i, astring).map(|(i, orders)| (i, CommandBody::Comparator(orders)))
}
