//! Commands: what a client says (RFC 9051 §6, §9; RFC 3501 §6, §9; the extensions).
//!
//! `command` picks the parser by the command's name (`messages`: of those that also stand behind
//! UID); one file a subject holds the parsers of its arguments, each under its ABNF. `words` finds names in lists and points at the wrong ones;
//! `generic` is RFC 4466's syntax for parameters that nobody knows.
//!
//! To add a command: its name in `NAMES` (and `UID_NAMES`), a line in `body` that calls
//! [`In::need`](super::input::In::need), and its parser in the file of its RFC.

mod access;
mod append;
mod auth;
mod fetch;
mod generic;
mod list;
mod messages;
mod metadata;
mod misc;
mod notify;
mod search;
mod search_key;
mod select;
mod store;
mod urlauth;

#[cfg(test)]
mod tests;

pub use auth::{AuthResponse, auth_response_line, done_line};

use std::borrow::Cow;

use self::messages::{messages, uid};
use super::core::{crlf, is_atom_char, sp, tag, upper};
use super::input::{In, Res};
use super::strings::mailbox;
use super::words::{fail_name, name_of};
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::types::{Command, CommandBody};

/// ```abnf
/// command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF
/// ```
pub fn command<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Command<'a>> {
    let (i, tag) = tag(i)?;
    let (i, ()) = sp(i, "command")?;
    let (i, body) = body(i)?;
    let (i, ()) = crlf(i)?;
    Ok((i, Command { tag: Cow::Borrowed(tag), body }))
}

/// Names of all commands.
const NAMES: &[&str] = &[
    "APPEND",
    "AUTHENTICATE",
    "CANCELUPDATE",
    "CAPABILITY",
    "CHECK",
    "CLOSE",
    "COMPARATOR",
    "COMPRESS",
    "COPY",
    "CREATE",
    "DELETE",
    "DELETEACL",
    "ENABLE",
    "ESEARCH",
    "EXAMINE",
    "EXPUNGE",
    "FETCH",
    "GENURLAUTH",
    "GETACL",
    "GETMETADATA",
    "GETQUOTA",
    "GETQUOTAROOT",
    "ID",
    "IDLE",
    "LANGUAGE",
    "LIST",
    "LISTRIGHTS",
    "LOGIN",
    "LOGOUT",
    "LSUB",
    "MOVE",
    "MYRIGHTS",
    "NAMESPACE",
    "NOOP",
    "NOTIFY",
    "RENAME",
    "REPLACE",
    "RESETKEY",
    "SEARCH",
    "SELECT",
    "SETACL",
    "SETMETADATA",
    "SETQUOTA",
    "SORT",
    "STARTTLS",
    "STATUS",
    "STORE",
    "SUBSCRIBE",
    "THREAD",
    "UID",
    "UNAUTHENTICATE",
    "UNSELECT",
    "UNSUBSCRIBE",
    "URLFETCH",
];

/// ```abnf
/// command-any     = "CAPABILITY" / "LOGOUT" / "NOOP" / x-command
/// command-auth    = append / create / delete / enable / examine / list / lsub /
///                   namespace-command / rename / select / status / subscribe / unsubscribe / idle
/// command-nonauth = login / authenticate / "STARTTLS"
/// command-select  = "CHECK" / "CLOSE" / "UNSELECT" / "EXPUNGE" / copy / move / fetch / store /
///                   search / uid
/// namespace-command = "NAMESPACE"
/// idle            = "IDLE" CRLF "DONE"
/// ```
/// x-command, lsub and CHECK are IMAP4rev1's. What follows IDLE's CRLF is a line of its own, as the
/// server's continuation request stands between; [`done_line`] reads it.
fn body<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    use CommandBody as C;
    let (rest, word) = i.split(i.run(is_atom_char));
    match upper(word, &mut [0; 32]) {
        // ---- any state
        b"CAPABILITY" => Ok((rest, C::Capability)),
        b"NOOP" => Ok((rest, C::Noop)),
        b"LOGOUT" => Ok((rest, C::Logout)),
        b"ID" => {
            i.need(Extension::Id, "command-any")?;
            misc::id(rest)
        }
        b"LANGUAGE" => {
            i.need(Extension::Language, "command-any")?;
            misc::language(rest)
        }
        // ---- not authenticated
        b"STARTTLS" => Ok((rest, C::StartTls)),
        b"AUTHENTICATE" => auth::authenticate(rest),
        b"LOGIN" => auth::login(rest),
        // ---- authenticated
        b"ENABLE" => {
            i.need(Extension::Enable, "command-auth")?;
            misc::enable(rest)
        }
        b"SELECT" => select::select(rest, "select").map(|(i, (m, p))| (i, C::Select(m, p))),
        b"EXAMINE" => select::select(rest, "examine").map(|(i, (m, p))| (i, C::Examine(m, p))),
        b"CREATE" => select::create(rest),
        b"DELETE" => one_mailbox(rest, "delete", C::Delete),
        b"RENAME" => select::rename(rest),
        b"SUBSCRIBE" => one_mailbox(rest, "subscribe", C::Subscribe),
        b"UNSUBSCRIBE" => one_mailbox(rest, "unsubscribe", C::Unsubscribe),
        b"LIST" => list::list(rest),
        b"LSUB" => {
            name_of(
                i,
                rest,
                Revision::Rev1,
                "command-auth",
                "a command of IMAP4rev2: LSUB is none",
            )?;
            list::lsub(rest)
        }
        b"NAMESPACE" => {
            i.need(Extension::Namespace, "command-auth")?;
            Ok((rest, C::Namespace))
        }
        b"STATUS" => list::status(rest),
        b"APPEND" => append::append(rest),
        b"IDLE" => {
            i.need(Extension::Idle, "command-auth")?;
            Ok((rest, C::Idle))
        }
        b"GETQUOTA" | b"GETQUOTAROOT" | b"SETQUOTA" => {
            i.need(Extension::Quota, "command-auth")?;
            match word.len() {
                12 => one_mailbox(rest, "getquotaroot", C::GetQuotaRoot),
                _ if matches!(word, [b'G' | b'g', ..]) => access::getquota(rest),
                _ => access::setquota(rest),
            }
        }
        b"SETACL" => {
            i.need(Extension::Acl, "command-auth")?;
            access::setacl(rest)
        }
        b"DELETEACL" => {
            i.need(Extension::Acl, "command-auth")?;
            access::identified(rest, "deleteacl", C::DeleteAcl)
        }
        b"GETACL" => {
            i.need(Extension::Acl, "command-auth")?;
            one_mailbox(rest, "getacl", C::GetAcl)
        }
        b"LISTRIGHTS" => {
            i.need(Extension::Acl, "command-auth")?;
            access::identified(rest, "listrights", C::ListRights)
        }
        b"MYRIGHTS" => {
            i.need(Extension::Acl, "command-auth")?;
            one_mailbox(rest, "myrights", C::MyRights)
        }
        b"GETMETADATA" => {
            i.need(Extension::Metadata, "command-auth")?;
            metadata::getmetadata(rest)
        }
        b"SETMETADATA" => {
            i.need(Extension::Metadata, "command-auth")?;
            metadata::setmetadata(rest)
        }
        b"NOTIFY" => {
            i.need(Extension::Notify, "command-auth")?;
            notify::notify(rest)
        }
        b"COMPRESS" => {
            i.need(Extension::Compress, "command-auth")?;
            misc::compress(rest)
        }
        b"UNAUTHENTICATE" => {
            i.need(Extension::Unauthenticate, "command-auth")?;
            Ok((rest, C::Unauthenticate))
        }
        b"COMPARATOR" => {
            i.need(Extension::Comparator, "command-auth")?;
            misc::comparator(rest)
        }
        b"GENURLAUTH" => {
            i.need(Extension::UrlAuth, "command-auth")?;
            urlauth::genurlauth(rest)
        }
        b"RESETKEY" => {
            i.need(Extension::UrlAuth, "command-auth")?;
            urlauth::resetkey(rest)
        }
        b"URLFETCH" => {
            i.need(Extension::UrlAuth, "command-auth")?;
            urlauth::urlfetch(rest)
        }
        b"ESEARCH" => {
            i.need(Extension::MultiSearch, "command-auth")?;
            search::esearch(rest)
        }
        // ---- selected
        b"CHECK" => {
            name_of(
                i,
                rest,
                Revision::Rev1,
                "command-select",
                "a command of IMAP4rev2: CHECK is none",
            )?;
            Ok((rest, C::Check))
        }
        b"CLOSE" => Ok((rest, C::Close)),
        b"UNSELECT" => {
            i.need(Extension::Unselect, "command-select")?;
            Ok((rest, C::Unselect))
        }
        b"EXPUNGE" => Ok((rest, C::Expunge(None))),
        b"UID" => uid(rest),
        b"CANCELUPDATE" => {
            i.need(Extension::Context, "command-select")?;
            search::cancelupdate(rest)
        }
        name => match messages(i, rest, name, false)? {
            Some(found) => Ok(found),
            None => other(i, rest, word),
        },
    }
}

/// Names that may follow "UID".
const UID_NAMES: &[&str] =
    &["COPY", "EXPUNGE", "FETCH", "MOVE", "REPLACE", "SEARCH", "SORT", "STORE", "THREAD"];

/// `SP mailbox`: all that some commands have.
///
/// ```abnf
/// delete       = "DELETE" SP mailbox
/// subscribe    = "SUBSCRIBE" SP mailbox
/// unsubscribe  = "UNSUBSCRIBE" SP mailbox
/// getquotaroot = "GETQUOTAROOT" SP mailbox
/// getacl       = "GETACL" SP mailbox
/// myrights     = "MYRIGHTS" SP mailbox
/// ```
fn one_mailbox<'a, 'c>(
    i: In<'a, 'c>,
    rule: &'static str,
    make: impl FnOnce(crate::syntax::types::Mailbox<'a>) -> CommandBody<'a>,
) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, rule)?;
    mailbox(i).map(|(i, name)| (i, make(name)))
}

/// ```abnf
/// x-command = "X" atom <experimental command arguments>
/// ```
/// IMAP4rev1 only (RFC 9051 appendix E). What the arguments are made of is left open there: here
/// anything that has the shape of IMAP's own arguments.
fn other<'a, 'c>(i: In<'a, 'c>, rest: In<'a, 'c>, word: &'a [u8]) -> Res<'a, 'c, CommandBody<'a>> {
    if let [b'X' | b'x', name @ ..] = word
        && i.cx.revisions().rev1
    {
        if name.is_empty() {
            return rest.fail("x-command", "atom");
        }
        name_of(i, rest, Revision::Rev1, "x-command", "a command of IMAP4rev2")?;
        let (rest, arguments) = super::core::sp_items0(rest, generic::experimental)?;
        return Ok((rest, CommandBody::Extension(Cow::Borrowed(word), arguments)));
    }
    fail_name(i, word, NAMES, "command", "a command")
}
