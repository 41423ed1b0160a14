//! NAMESPACE (RFC 2342 §6, RFC 9051 §7.3.5, §9).

use super::list::delimiter;
use crate::syntax::parse::core::{octet, paren_list1, paren_run1, sp, sp_items0};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{at_nil, not_nil, string};
use crate::syntax::types::{NamespaceData, NamespaceItem};

/// ```abnf
/// namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
/// ```
/// Behind the name.
pub fn namespace_response<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, NamespaceData<'a>> {
    const RULE: &str = "namespace-response";
    let (i, personal) = namespace(sp(i, RULE)?.0)?;
    let (i, other) = namespace(sp(i, RULE)?.0)?;
    let (i, shared) = namespace(sp(i, RULE)?.0)?;
    Ok((i, NamespaceData { personal, other, shared }))
}

/// ```abnf
/// namespace = nil / "(" 1*namespace-descr ")"
/// ```
fn namespace<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<Vec<NamespaceItem<'a>>>> {
    match () {
        () if i.at(b'(') => {
            paren_run1(i, "namespace", namespace_descr).map(|(i, all)| (i, Some(all)))
        }
        () if at_nil(i) => Ok((i.skip(3), None)),
        () => not_nil(i, "namespace", "\"(\" or NIL"),
    }
}

/// ```abnf
/// namespace-descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil)
///                   [namespace-response-extensions] ")"
/// namespace-response-extensions = *namespace-response-extension
/// namespace-response-extension  = SP string SP "(" string *(SP string) ")"
/// ```
/// RFC 5255's `namespace-trans` is one of the extensions.
fn namespace_descr<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, NamespaceItem<'a>> {
    const RULE: &str = "namespace-descr";
    let (i, ()) = octet(b'(', RULE)(i)?;
    let (i, prefix) = string(i)?;
    let (i, delimiter) = delimiter(sp(i, RULE)?.0, RULE)?;
    let (i, extensions) = sp_items0(i, |i| {
        const RULE: &str = "namespace-response-extension";
        let (i, name) = string(i)?;
        let (i, values) = paren_list1(sp(i, RULE)?.0, RULE, string)?;
        Ok((i, (name, values)))
    })?;
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, NamespaceItem { prefix, delimiter, extensions }))
}
