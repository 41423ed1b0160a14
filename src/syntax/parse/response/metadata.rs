//! METADATA (RFC 5464 §5).

use crate::syntax::parse::core::{paren_list1, sp, sp_list1};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, mailbox, nstring_or_literal8};
use crate::syntax::types::{MetadataEntry, Octets, Untagged};

/// ```abnf
/// metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list)
/// entry-values  = "(" entry-value *(SP entry-value) ")"
/// entry-list    = entry *(SP entry)
/// ```
/// Behind the name.
pub fn metadata_resp<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, mailbox) = mailbox(sp(i, "metadata-resp")?.0)?;
    let (i, ()) = sp(i, "metadata-resp")?;
    match i.at(b'(') {
        true => {
            let (i, entries) = paren_list1(i, "entry-values", entry_value)?;
            Ok((i, Untagged::Metadata(mailbox, entries)))
        }
        false => {
            let (i, entries) = sp_list1(i, entry)?;
            Ok((i, Untagged::MetadataChanged(mailbox, entries)))
        }
    }
}

/// ```abnf
/// entry-value = entry SP value
/// value       = nstring / literal8
/// ```
fn entry_value<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, MetadataEntry<'a>> {
    let (i, entry) = entry(i)?;
    let (i, value) = nstring_or_literal8(sp(i, "entry-value")?.0, "value")?;
    Ok((i, MetadataEntry { entry, value }))
}

/// ```abnf
/// entry = astring   ; slash-separated path to entry; MUST NOT contain "*" or "%"
/// ```
fn entry<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (rest, entry) = astring(i)?;
    match entry.iter().any(|b| matches!(b, b'*' | b'%')) {
        true => i.fail("entry", "a name without \"*\" and \"%\""),
        false => Ok((rest, entry)),
    }
}
