//! ENVELOPE (RFC 9051 §7.5.2, §9).

use crate::syntax::parse::core::{octet, paren_run1, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{at_nil, not_nil, nstring};
use crate::syntax::types::{Address, Envelope};

/// ```abnf
/// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
///            env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
/// ```
pub fn envelope<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Envelope<'a>> {
    const RULE: &str = "envelope";
    let (i, ()) = octet(b'(', RULE)(i)?;
    let (i, date) = nstring(i)?;
    let (i, subject) = nstring(sp(i, RULE)?.0)?;
    let (i, from) = addresses(sp(i, RULE)?.0, "env-from")?;
    let (i, sender) = addresses(sp(i, RULE)?.0, "env-sender")?;
    let (i, reply_to) = addresses(sp(i, RULE)?.0, "env-reply-to")?;
    let (i, to) = addresses(sp(i, RULE)?.0, "env-to")?;
    let (i, cc) = addresses(sp(i, RULE)?.0, "env-cc")?;
    let (i, bcc) = addresses(sp(i, RULE)?.0, "env-bcc")?;
    let (i, in_reply_to) = nstring(sp(i, RULE)?.0)?;
    let (i, message_id) = nstring(sp(i, RULE)?.0)?;
    let (i, ()) = octet(b')', RULE)(i)?;
    let envelope =
        Envelope { date, subject, from, sender, reply_to, to, cc, bcc, in_reply_to, message_id };
    Ok((i, envelope))
}

/// ```abnf
/// env-from = "(" 1*address ")" / nil
/// ```
/// And so are its siblings.
fn addresses<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, Option<Vec<Address<'a>>>> {
    match () {
        () if i.at(b'(') => paren_run1(i, rule, address).map(|(i, all)| (i, Some(all))),
        () if at_nil(i) => Ok((i.skip(3), None)),
        () => not_nil(i, rule, "\"(\" or NIL"),
    }
}

/// ```abnf
/// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
/// ```
fn address<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Address<'a>> {
    const RULE: &str = "address";
    let (i, ()) = octet(b'(', RULE)(i)?;
    let (i, name) = nstring(i)?;
    let (i, adl) = nstring(sp(i, RULE)?.0)?;
    let (i, mailbox) = nstring(sp(i, RULE)?.0)?;
    let (i, host) = nstring(sp(i, RULE)?.0)?;
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, Address { name, adl, mailbox, host }))
}
