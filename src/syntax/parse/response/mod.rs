//! What a server says (RFC 9051 §7, §9): greeting, continuation, tagged and untagged responses.
//!
//! `data` reads the name of an untagged response and hands over to the file of its RFC. To add a
//! response: a file with its parser under its ABNF, and a line in `data::named` or
//! `data::numbered` that asks for its extension.

mod acl;
mod body;
mod codes;
mod data;
mod envelope;
mod esearch;
mod i18n;
mod id;
mod list;
mod metadata;
mod msg_att;
mod namespace;
mod quota;
mod resp_text;
mod search;
mod status;
mod thread;
mod urlauth;
mod vanished;

use std::borrow::Cow;

use self::data::response_data;
use self::resp_text::{cond_state, resp_text};
use super::core::{at_keyword, crlf, is_name_char, octet, sp, tag};
use super::input::{In, Res};
use super::strings::base64;
use super::words::fail_name;
use crate::syntax::types::{Continuation, Response, Status, Tagged, Untagged};

/// ```abnf
/// greeting       = "*" SP (resp-cond-auth / resp-cond-bye) CRLF
/// resp-cond-auth = ("OK" / "PREAUTH") SP resp-text
/// resp-cond-bye  = "BYE" SP resp-text
/// ```
pub fn greeting<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Response<'a>> {
    let (i, ()) = octet(b'*', "greeting")(i)?;
    let (i, ()) = sp(i, "greeting")?;
    let word = i.run(is_name_char);
    let rest = i.skip(word);
    let (i, untagged) = if word == 2 && at_keyword(i, "OK") {
        let (i, ()) = sp(rest, "resp-cond-auth")?;
        resp_text(i).map(|(i, text)| (i, Untagged::Status(Status::Ok, text)))?
    } else if word == 7 && at_keyword(i, "PREAUTH") {
        let (i, ()) = sp(rest, "resp-cond-auth")?;
        resp_text(i).map(|(i, text)| (i, Untagged::Preauth(text)))?
    } else if word == 3 && at_keyword(i, "BYE") {
        let (i, ()) = sp(rest, "resp-cond-bye")?;
        resp_text(i).map(|(i, text)| (i, Untagged::Bye(text)))?
    } else {
        let names = ["OK", "PREAUTH", "BYE"];
        return fail_name(i, i.split(word).1, &names, "greeting", "OK, PREAUTH or BYE");
    };
    let (i, ()) = crlf(i)?;
    Ok((i, Response::Untagged(untagged)))
}

/// One response of these:
///
/// ```abnf
/// response      = *(continue-req / response-data) response-done
/// response-done = response-tagged / response-fatal
/// ```
pub fn response<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Response<'a>> {
    match i.first() {
        Some(b'*') => {
            let (i, ()) = sp(i.skip(1), "response-data")?;
            let (i, untagged) = response_data(i)?;
            let (i, ()) = line_end(i, "response-data")?;
            Ok((i, Response::Untagged(untagged)))
        }
        Some(b'+') => continue_req(i),
        _ => response_tagged(i),
    }
}

/// CRLF; `rule` is what is broken by anything else than a spoilt CRLF.
fn line_end<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, ()> {
    match i.octets {
        [] | [b'\r', ..] | [b'\n'] => crlf(i),
        _ => i.fail(rule, "CRLF"),
    }
}

/// ```abnf
/// continue-req = "+" SP (resp-text / base64) CRLF
/// ```
/// What can be read as base64 is: only the command says which of the two it is.
fn continue_req<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Response<'a>> {
    let (i, ()) = octet(b'+', "continue-req")(i)?;
    let (i, ()) = sp(i, "continue-req")?;
    let (i, said) = match base64_line(i) {
        Some(found) => found,
        None => resp_text(i).map(|(i, text)| (i, Continuation::Text(text)))?,
    };
    let (i, ()) = crlf(i)?;
    Ok((i, Response::Continuation(said)))
}

fn base64_line<'a, 'c>(i: In<'a, 'c>) -> Option<(In<'a, 'c>, Continuation<'a>)> {
    let (rest, line) =
        i.split(i.run(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')));
    if line.len() % 4 != 0 || !matches!(rest.first(), Some(b'\r') | None) {
        return None;
    }
    let (end, decoded) = base64(i).ok()?;
    if end.octets.len() != rest.octets.len() {
        return None;
    }
    Some((rest, Continuation::Challenge(Cow::Owned(decoded))))
}

/// ```abnf
/// response-tagged = tag SP resp-cond-state CRLF
/// ```
fn response_tagged<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Response<'a>> {
    let (i, tag) = tag(i)?;
    let (i, ()) = sp(i, if i.at(b'\r') { "response-tagged" } else { "tag" })?;
    let (i, (status, text)) = cond_state(i, "response-tagged")?;
    let (i, ()) = crlf(i)?;
    Ok((i, Response::Tagged(Tagged { tag: Cow::Borrowed(tag), status, text })))
}

#[cfg(test)]
mod tests;
