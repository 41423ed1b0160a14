//! LOGIN, AUTHENTICATE and the lines that follow it; IDLE's end.

use std::borrow::Cow;

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{atom, crlf, keyword, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, base64};
use crate::syntax::parse::words::arg;
use crate::syntax::types::CommandBody;

/// ```abnf
/// login    = "LOGIN" SP userid SP password
/// userid   = astring
/// password = astring
/// ```
pub fn login<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, user) = arg(i, "login", astring)?;
    let (i, password) = arg(i, "login", astring)?;
    Ok((i, CommandBody::Login { user, password }))
}

/// ```abnf
/// authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp] *(CRLF base64)
/// auth-type    = atom
/// initial-resp = (base64 / "=")
/// ```
/// The lines of `*(CRLF base64)` come one by one, each after a continuation request:
/// [`auth_response_line`] reads them. An empty base64 is derivable, so "PLAIN" SP CRLF is right.
pub fn authenticate<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "authenticate")?;
    let (i, mechanism) = atom(i)?;
    let mechanism = Cow::Borrowed(mechanism);
    if !i.at(b' ') {
        return Ok((i, CommandBody::Authenticate { mechanism, initial: None }));
    }
    i.need(Extension::SaslIr, "authenticate")?;
    let i = i.skip(1);
    let (i, initial) = if i.at(b'=') { (i.skip(1), Vec::new()) } else { base64(i)? };
    Ok((i, CommandBody::Authenticate { mechanism, initial: Some(Cow::Owned(initial)) }))
}

/// What a client answers to a continuation request of AUTHENTICATE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthResponse {
    /// The SASL response, decoded.
    Data(Vec<u8>),
    /// `*`: the client gives up (RFC 9051 §6.2.2).
    Cancel,
}

/// `base64 CRLF`, or `"*" CRLF` by the prose of RFC 9051 §6.2.2.
pub fn auth_response_line<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, AuthResponse> {
    if i.at(b'*') {
        return crlf(i.skip(1)).map(|(i, ())| (i, AuthResponse::Cancel));
    }
    let (i, data) = base64(i)?;
    let (i, ()) = crlf(i)?;
    Ok((i, AuthResponse::Data(data)))
}

/// `"DONE" CRLF`, the end of `idle`.
pub fn done_line<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ()> {
    let (i, ()) = keyword(i, "DONE", "idle")?;
    crlf(i)
}
