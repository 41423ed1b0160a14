//! QUOTA and QUOTAROOT (RFC 9208 §7; RFC 2087, whose empty lists it has given up).

use crate::syntax::parse::core::{atom, number64, paren_list1, sp, sp_items0};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, mailbox};
use crate::syntax::types::{QuotaResource, Untagged};

/// ```abnf
/// quota-response  = "QUOTA" SP quota-root-name SP quota-list
/// quota-list      = "(" quota-resource *(SP quota-resource) ")"
/// quota-root-name = astring
/// ```
/// Behind the name.
pub fn quota_response<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, root) = astring(sp(i, "quota-response")?.0)?;
    let (i, ()) = sp(i, "quota-response")?;
    let (i, resources) = paren_list1(i, "quota-list", quota_resource)?;
    Ok((i, Untagged::Quota(root, resources)))
}

/// ```abnf
/// quota-resource = resource-name SP resource-usage SP resource-limit
/// resource-name  = "STORAGE" / "MESSAGE" / "MAILBOX" / "ANNOTATION-STORAGE" / resource-name-ext
/// resource-name-ext = atom
/// resource-usage = number64
/// resource-limit = number64
/// ```
fn quota_resource<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, QuotaResource<'a>> {
    let (i, name) = atom(i)?;
    let (i, usage) = number64(sp(i, "quota-resource")?.0)?;
    let (i, limit) = number64(sp(i, "quota-resource")?.0)?;
    Ok((i, QuotaResource { name: name.into(), usage, limit }))
}

/// ```abnf
/// quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
/// ```
/// Behind the name.
pub fn quotaroot_response<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, mailbox) = mailbox(sp(i, "quotaroot-response")?.0)?;
    let (i, roots) = sp_items0(i, astring)?;
    Ok((i, Untagged::QuotaRoot(mailbox, roots)))
}
