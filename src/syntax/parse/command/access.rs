//! QUOTA (RFC 9208, 2087) and ACL (RFC 4314).

use std::borrow::Cow;

use crate::syntax::parse::core::{atom, number64, paren_list0};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::rights::rights;
use crate::syntax::parse::strings::{astring, mailbox};
use crate::syntax::parse::words::arg;
use crate::syntax::types::{CommandBody, Mailbox, Octets};

/// ```abnf
/// getquota        = "GETQUOTA" SP quota-root-name
/// quota-root-name = astring
/// ```
pub fn getquota<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    arg(i, "getquota", astring).map(|(i, root)| (i, CommandBody::GetQuota(root)))
}

/// ```abnf
/// setquota          = "SETQUOTA" SP quota-root-name SP setquota-list
/// setquota-list     = "(" [setquota-resource *(SP setquota-resource)] ")"
/// setquota-resource = resource-name SP resource-limit
/// resource-name     = "STORAGE" / "MESSAGE" / "MAILBOX" / "ANNOTATION-STORAGE" / resource-name-ext
/// resource-name-ext = atom
/// resource-limit    = number64
/// ```
pub fn setquota<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, root) = arg(i, "setquota", astring)?;
    let (i, limits) = arg(i, "setquota", |i| {
        paren_list0(i, "setquota-list", |i| {
            let (i, name) = atom(i)?;
            let (i, limit) = arg(i, "setquota-resource", number64)?;
            Ok((i, (Cow::Borrowed(name), limit)))
        })
    })?;
    Ok((i, CommandBody::SetQuota(root, limits)))
}

/// ```abnf
/// deleteacl  = "DELETEACL" SP mailbox SP identifier
/// listrights = "LISTRIGHTS" SP mailbox SP identifier
/// identifier = astring
/// ```
pub fn identified<'a, 'c>(
    i: In<'a, 'c>,
    rule: &'static str,
    make: impl FnOnce(Mailbox<'a>, Octets<'a>) -> CommandBody<'a>,
) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, mailbox) = arg(i, rule, mailbox)?;
    let (i, identifier) = arg(i, rule, astring)?;
    Ok((i, make(mailbox, identifier)))
}

/// ```abnf
/// setacl = "SETACL" SP mailbox SP identifier SP mod-rights
/// ```
pub fn setacl<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, mailbox) = arg(i, "setacl", mailbox)?;
    let (i, identifier) = arg(i, "setacl", astring)?;
    let (i, rights) = arg(i, "setacl", |i| rights(i, true))?;
    Ok((i, CommandBody::SetAcl { mailbox, identifier, rights }))
}
