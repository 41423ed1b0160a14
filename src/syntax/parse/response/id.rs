//! ID (RFC 2971 §4).

use crate::syntax::parse::core::{paren_list0, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{at_nil, not_nil, nstring, string};
use crate::syntax::types::Octets;

/// `id_params_list`: names and values; `None` is NIL.
pub type Params<'a> = Option<Vec<(Octets<'a>, Option<Octets<'a>>)>>;

/// ```abnf
/// id_response    ::= "ID" SPACE id_params_list
/// id_params_list ::= "(" #(string SPACE nstring) ")" / nil
/// ```
/// Behind the name. Items of `#` are parted by spaces (RFC 2060 §9).
pub fn id_response<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Params<'a>> {
    const RULE: &str = "id_params_list";
    let (i, ()) = sp(i, "id_response")?;
    match () {
        () if i.at(b'(') => paren_list0(i, RULE, |i| {
            let (i, name) = string(i)?;
            let (i, value) = nstring(sp(i, RULE)?.0)?;
            Ok((i, (name, value)))
        })
        .map(|(i, params)| (i, Some(params))),
        () if at_nil(i) => Ok((i.skip(3), None)),
        () => not_nil(i, RULE, "\"(\" or NIL"),
    }
}
