//! METADATA (RFC 5464).

use super::generic::param;
use crate::syntax::parse::core::{is, is_label_char, number, octet, paren_list1, sp, upper};
use crate::syntax::parse::ext::tagged_ext_label;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, mailbox, nstring_or_literal8};
use crate::syntax::parse::words::{arg, fail_name};
use crate::syntax::types::{CommandBody, MetadataDepth, Octets};

/// ```abnf
/// getmetadata         = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries
/// getmetadata-options = "(" getmetadata-option *(SP getmetadata-option) ")"
/// getmetadata-option  = tagged-ext-label [SP tagged-ext-val]
/// maxsize-opt         = "MAXSIZE" SP number   ; Used as a getmetadata-option
/// scope-opt           = "DEPTH" SP ("0" / "1" / "infinity")   ; Used as a getmetadata-option
/// entries             = entry / "(" entry *(SP entry) ")"
/// ```
/// Of an option given twice, the last is kept.
pub fn getmetadata<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    const RULE: &str = "getmetadata-options";
    let (mut i, ()) = sp(i, "getmetadata")?;
    let (mut max_size, mut depth, mut extensions) = (None, None, Vec::new());
    if i.at(b'(') {
        loop {
            // At "(" or SP.
            let option = i.skip(1);
            let (rest, name) = tagged_ext_label(option)?;
            i = if is(name, b"MAXSIZE") {
                let (rest, size) = arg(rest, "maxsize-opt", number)?;
                max_size = Some(size);
                rest
            } else if is(name, b"DEPTH") {
                let (rest, found) = arg(rest, "scope-opt", scope)?;
                depth = Some(found);
                rest
            } else {
                let (rest, found) = param(option)?;
                extensions.push(found);
                rest
            };
            if !i.at(b' ') {
                break;
            }
        }
        i = octet(b')', RULE)(i)?.0;
        i = sp(i, "getmetadata")?.0;
    }
    let (i, mailbox) = mailbox(i)?;
    let (i, entries) = arg(i, "getmetadata", |i| match i.first() {
        Some(b'(') => paren_list1(i, "entries", entry),
        _ => entry(i).map(|(i, one)| (i, vec![one])),
    })?;
    Ok((i, CommandBody::GetMetadata { max_size, depth, extensions, mailbox, entries }))
}

fn scope<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, MetadataDepth> {
    let (rest, word) = i.split(i.run(is_label_char));
    match upper(word, &mut [0; 32]) {
        b"0" => Ok((rest, MetadataDepth::Zero)),
        b"1" => Ok((rest, MetadataDepth::One)),
        b"INFINITY" => Ok((rest, MetadataDepth::Infinity)),
        _ => fail_name(i, word, &["0", "1", "INFINITY"], "scope-opt", "0, 1 or infinity"),
    }
}

/// ```abnf
/// setmetadata  = "SETMETADATA" SP mailbox SP entry-values
/// entry-values = "(" entry-value *(SP entry-value) ")"
/// entry-value  = entry SP value
/// value        = nstring / literal8
/// ```
pub fn setmetadata<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, mailbox) = arg(i, "setmetadata", mailbox)?;
    let (i, values) = arg(i, "setmetadata", |i| {
        paren_list1(i, "entry-values", |i| {
            let (i, entry) = entry(i)?;
            let (i, value) = arg(i, "entry-value", |i| nstring_or_literal8(i, "value"))?;
            Ok((i, (entry, value)))
        })
    })?;
    Ok((i, CommandBody::SetMetadata(mailbox, values)))
}

/// ```abnf
/// entry = astring   ; slash-separated path to entry
///                   ; MUST NOT contain "*" or "%"
/// ```
pub fn entry<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (rest, value) = astring(i)?;
    let wild = |octet: &u8| matches!(octet, b'*' | b'%');
    if value.iter().any(wild) {
        // Neither is ever escaped, and the head of a literal has none.
        let at = i.octets.iter().position(wild).unwrap_or(0);
        return i.fail_back(i.octets.len() - at, "entry", "neither \"*\" nor \"%\"");
    }
    Ok((rest, value))
}
