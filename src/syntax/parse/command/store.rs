//! STORE (RFC 9051 §6.4.6; RFC 4466, 7162).

use super::generic::{Param, param};
use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{
    is, is_name_char, mod_sequence_valzer, octet, sp, sp_list1, upper,
};
use crate::syntax::parse::ext::tagged_ext_label;
use crate::syntax::parse::flags::{flag, flag_list};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::sequence_set;
use crate::syntax::parse::words::{arg, fail_name};
use crate::syntax::types::{CommandBody, Flag, StoreAction};

/// ```abnf
/// store = "STORE" SP sequence-set [store-modifiers] SP store-att-flags
/// ```
pub fn store<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, set) = arg(i, "store", sequence_set)?;
    let (i, ()) = sp(i, "store")?;
    let (i, (unchanged_since, extensions)) = match i.at(b'(') {
        true => {
            let (i, modifiers) = store_modifiers(i)?;
            (sp(i, "store")?.0, modifiers)
        }
        false => (i, (None, Vec::new())),
    };
    let (i, (action, silent, flags)) = store_att_flags(i)?;
    Ok((i, CommandBody::Store { uid, set, unchanged_since, extensions, action, silent, flags }))
}

/// ```abnf
/// store-modifiers = SP "(" store-modifier *(SP store-modifier) ")"
/// store-modifier  =/ "UNCHANGEDSINCE" SP mod-sequence-valzer
///                    ;; Only a single "UNCHANGEDSINCE" may be specified in a STORE operation.
/// ```
fn store_modifiers<'a, 'c>(mut i: In<'a, 'c>) -> Res<'a, 'c, (Option<u64>, Vec<Param<'a>>)> {
    const RULE: &str = "store-modifier";
    let mut unchanged_since = None;
    let mut extensions = Vec::new();
    loop {
        // At "(" or SP.
        let modifier = i.skip(1);
        let (rest, name) = tagged_ext_label(modifier)?;
        i = if is(name, b"UNCHANGEDSINCE") {
            if unchanged_since.is_some() {
                return modifier.fail(RULE, "a single UNCHANGEDSINCE");
            }
            modifier.need(Extension::CondStore, RULE)?;
            let (rest, value) = arg(rest, RULE, mod_sequence_valzer)?;
            unchanged_since = Some(value);
            rest
        } else {
            modifier.need(Extension::Generic, RULE)?;
            let (rest, found) = param(modifier)?;
            extensions.push(found);
            rest
        };
        if !i.at(b' ') {
            break;
        }
    }
    let (i, ()) = octet(b')', "store-modifiers")(i)?;
    Ok((i, (unchanged_since, extensions)))
}

/// ```abnf
/// store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
/// ```
fn store_att_flags<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, (StoreAction, bool, Vec<Flag<'a>>)> {
    const RULE: &str = "store-att-flags";
    let (i, action) = match i.first() {
        Some(b'+') => (i.skip(1), StoreAction::Add),
        Some(b'-') => (i.skip(1), StoreAction::Remove),
        _ => (i, StoreAction::Replace),
    };
    let (rest, word) = i.split(i.run(is_name_char));
    let silent = match upper(word, &mut [0; 32]) {
        b"FLAGS" => false,
        b"FLAGS.SILENT" => true,
        _ => return fail_name(i, word, &["FLAGS", "FLAGS.SILENT"], RULE, "FLAGS"),
    };
    let (i, flags) = arg(rest, RULE, |i| match i.first() {
        Some(b'(') => flag_list(i),
        _ => sp_list1(i, flag),
    })?;
    Ok((i, (action, silent, flags)))
}
