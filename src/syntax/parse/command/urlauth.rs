//! URLAUTH (RFC 4467) and URLAUTH=BINARY (RFC 5524).

use std::borrow::Cow;

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{atom, octet, run1, sp_items0, sp_items1};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, mailbox};
use crate::syntax::parse::words::arg;
use crate::syntax::types::{CommandBody, Octets};

/// ```abnf
/// genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism)
/// url-rump   = astring   ; contains authimapurlrump
/// ```
pub fn genurlauth<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    sp_items1(i, "genurlauth", |i| {
        let (i, rump) = astring(i)?;
        let (i, mechanism) = arg(i, "genurlauth", mechanism)?;
        Ok((i, (rump, mechanism)))
    })
    .map(|(i, urls)| (i, CommandBody::GenUrlAuth(urls)))
}

/// ```abnf
/// resetkey = "RESETKEY" [SP mailbox *(SP mechanism)]
/// ```
pub fn resetkey<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    if !i.at(b' ') {
        return Ok((i, CommandBody::ResetKey(None)));
    }
    let (i, mailbox) = mailbox(i.skip(1))?;
    let (i, mechanisms) = sp_items0(i, mechanism)?;
    Ok((i, CommandBody::ResetKey(Some((mailbox, mechanisms)))))
}

/// ```abnf
/// mechanism = "INTERNAL" / 1*(ALPHA / DIGIT / "-" / ".")
/// ```
fn mechanism<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let is_mechanism_char = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    run1(i, is_mechanism_char, "mechanism", "mechanism").map(|(i, m)| (i, Cow::Borrowed(m)))
}

/// ```abnf
/// urlfetch      = "URLFETCH" 1*(SP url-full)
/// url-full      = astring
/// urlfetch      =/ "URLFETCH" 1*(SP ("(" url-full *(SP url-fetch-param) ")"))   ; RFC 5524
/// url-fetch-param = "BODY" / "BINARY" / "BODYPARTSTRUCTURE" / atom
/// ```
pub fn urlfetch<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    sp_items1(i, "urlfetch", |i| {
        if !i.at(b'(') {
            return astring(i).map(|(i, url)| (i, (url, Vec::new())));
        }
        i.need(Extension::UrlAuthBinary, "urlfetch")?;
        let (i, url) = astring(i.skip(1))?;
        let (i, params) = sp_items0(i, |i| atom(i).map(|(i, p)| (i, Cow::Borrowed(p))))?;
        let (i, ()) = octet(b')', "urlfetch")(i)?;
        Ok((i, (url, params)))
    })
    .map(|(i, urls)| (i, CommandBody::UrlFetch(urls)))
}
