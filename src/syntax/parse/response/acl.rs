//! ACL, LISTRIGHTS, MYRIGHTS (RFC 4314 §7).

use crate::syntax::parse::core::{sp, sp_items0};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::rights::rights;
use crate::syntax::parse::strings::{astring, mailbox};
use crate::syntax::types::Untagged;

/// ```abnf
/// acl-data   = "ACL" SP mailbox *(SP identifier SP rights)
/// identifier = astring
/// ```
/// Behind the name, as the others here.
pub fn acl_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, mailbox) = mailbox(sp(i, "acl-data")?.0)?;
    let (i, entries) = sp_items0(i, |i| {
        let (i, identifier) = astring(i)?;
        let (i, rights) = rights(sp(i, "acl-data")?.0, false)?;
        Ok((i, (identifier, rights)))
    })?;
    Ok((i, Untagged::Acl(mailbox, entries)))
}

/// ```abnf
/// listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights)
/// ```
pub fn listrights_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    const RULE: &str = "listrights-data";
    let (i, mailbox) = mailbox(sp(i, RULE)?.0)?;
    let (i, identifier) = astring(sp(i, RULE)?.0)?;
    let (i, required) = rights(sp(i, RULE)?.0, false)?;
    let (i, optional) = sp_items0(i, |i| rights(i, false))?;
    Ok((i, Untagged::ListRights { mailbox, identifier, required, optional }))
}

/// ```abnf
/// myrights-data = "MYRIGHTS" SP mailbox SP rights
/// ```
pub fn myrights_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, mailbox) = mailbox(sp(i, "myrights-data")?.0)?;
    let (i, rights) = rights(sp(i, "myrights-data")?.0, false)?;
    Ok((i, Untagged::MyRights(mailbox, rights)))
}
