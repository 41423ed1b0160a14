//! SELECT, EXAMINE, CREATE, RENAME and their parameters (RFC 4466, 6154, 7162).

use std::borrow::Cow;

use super::generic::param;
use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{
    atom, is, mod_sequence_value, nz_number, octet, paren_list0, paren_list1,
};
use crate::syntax::parse::ext::tagged_ext_label;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::{sequence_set, uid_set};
use crate::syntax::parse::strings::mailbox;
use crate::syntax::parse::words::arg;
use crate::syntax::types::{CommandBody, Mailbox, Octets, SelectParam, SequenceSet};

/// ```abnf
/// select        = "SELECT" SP mailbox [select-params]
/// examine       = "EXAMINE" SP mailbox [select-params]
/// select-params = SP "(" select-param *(SP select-param) ")"
/// ```
pub fn select<'a, 'c>(
    i: In<'a, 'c>,
    rule: &'static str,
) -> Res<'a, 'c, (Mailbox<'a>, Vec<SelectParam<'a>>)> {
    let (i, mailbox) = arg(i, rule, mailbox)?;
    if !i.at(b' ') {
        return Ok((i, (mailbox, Vec::new())));
    }
    let (i, params) = paren_list1(i.skip(1), "select-params", select_param)?;
    Ok((i, (mailbox, params)))
}

/// ```abnf
/// select-param    =/ condstore-param
/// condstore-param = "CONDSTORE"
/// select-param    =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids]
///                    [SP seq-match-data] ")"
/// uidvalidity     = nz-number
/// ```
fn select_param<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SelectParam<'a>> {
    let (rest, name) = tagged_ext_label(i)?;
    if is(name, b"CONDSTORE") {
        i.need(Extension::CondStore, "select-param")?;
        return Ok((rest, SelectParam::CondStore));
    }
    if !is(name, b"QRESYNC") {
        i.need(Extension::Generic, "select-param")?;
        return param(i).map(|(i, (name, value))| (i, SelectParam::Extension(name, value)));
    }
    i.need(Extension::QResync, "select-param")?;
    let (i, ()) = arg(rest, "select-param", octet(b'(', "select-param"))?;
    let (i, uid_validity) = nz_number(i)?;
    let (i, mod_sequence) = arg(i, "select-param", mod_sequence_value)?;
    let (i, known_uids) = match i.octets {
        [b' ', b'(', ..] | [b')', ..] => (i, None),
        _ => arg(i, "select-param", known_set).map(|(i, set)| (i, Some(set)))?,
    };
    let (i, match_data) = match i.at(b' ') {
        true => seq_match_data(i.skip(1)).map(|(i, data)| (i, Some(data)))?,
        false => (i, None),
    };
    let (i, ()) = octet(b')', "select-param")(i)?;
    Ok((i, SelectParam::QResync { uid_validity, mod_sequence, known_uids, match_data }))
}

/// ```abnf
/// seq-match-data = "(" known-sequence-set SP known-uid-set ")"
/// ```
fn seq_match_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, (SequenceSet, SequenceSet)> {
    let (i, ()) = octet(b'(', "seq-match-data")(i)?;
    let (i, numbers) = known_set(i)?;
    let (i, uids) = arg(i, "seq-match-data", known_set)?;
    let (i, ()) = octet(b')', "seq-match-data")(i)?;
    Ok((i, (numbers, uids)))
}

/// ```abnf
/// known-uids         = sequence-set   ;; "*" is not allowed.
/// known-sequence-set = sequence-set   ;; * is not allowed.
/// known-uid-set      = sequence-set   ;; * is not allowed.
/// ```
fn known_set<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SequenceSet> {
    if i.at(b'$') { sequence_set(i) } else { uid_set(i) }
}

/// ```abnf
/// create        = "CREATE" SP mailbox [create-params]
/// create-params = SP "(" create-param *( SP create-param) ")"
/// create-param  =/ "USE" SP "(" [use-attr *(SP use-attr)] ")"
/// ```
pub fn create<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, mailbox) = arg(i, "create", mailbox)?;
    let mut special_use = Vec::new();
    let mut extensions = Vec::new();
    if !i.at(b' ') {
        return Ok((i, CommandBody::Create { mailbox, special_use, extensions }));
    }
    let (i, params) = paren_list1(i.skip(1), "create-params", |i| {
        let (rest, name) = tagged_ext_label(i)?;
        if is(name, b"USE") {
            i.need(Extension::CreateSpecialUse, "create-param")?;
            let uses = arg(rest, "create-param", |i| paren_list0(i, "create-param", use_attr));
            return uses.map(|(i, uses)| (i, Ok(uses)));
        }
        i.need(Extension::Generic, "create-param")?;
        param(i).map(|(i, param)| (i, Err(param)))
    })?;
    for param in params {
        match param {
            Ok(uses) => special_use.extend(uses),
            Err(param) => extensions.push(param),
        }
    }
    Ok((i, CommandBody::Create { mailbox, special_use, extensions }))
}

/// ```abnf
/// use-attr     = "\All" / "\Archive" / "\Drafts" / "\Flagged" / "\Junk" / "\Sent" / "\Trash" /
///                use-attr-ext
/// use-attr-ext = "\" atom
/// ```
fn use_attr<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (rest, ()) = octet(b'\\', "use-attr")(i)?;
    let (rest, name) = atom(rest)?;
    Ok((rest, Cow::Borrowed(i.split(name.len() + 1).1)))
}

/// ```abnf
/// rename        = "RENAME" SP mailbox SP mailbox [rename-params]
/// rename-params = SP "(" rename-param *( SP rename-param) ")"
/// ```
pub fn rename<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, from) = arg(i, "rename", mailbox)?;
    let (i, to) = arg(i, "rename", mailbox)?;
    let open = matches!(i.octets, [b' ', b'(', ..]);
    let (i, extensions) = match open || (i.at(b' ') && i.allows(Extension::Generic)) {
        true => {
            i.need(Extension::Generic, "rename-params")?;
            paren_list1(i.skip(1), "rename-params", param)?
        }
        false => (i, Vec::new()),
    };
    Ok((i, CommandBody::Rename { from, to, extensions }))
}
