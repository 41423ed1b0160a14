//! Untagged responses: which one it is (RFC 9051 §7, §9).

use std::borrow::Cow;

use super::msg_att::msg_att;
use super::resp_text::resp_text;
use super::{acl, esearch, i18n, id, list, metadata, namespace, quota, search, status, thread};
use super::{urlauth, vanished};
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{atom, is, is_name_char, number, sp, sp_items0, sp_items1, upper};
use crate::syntax::parse::flags::flag_list;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{Capability, Status, Untagged};

/// ```abnf
/// response-data    = "*" SP response-payload CRLF
/// response-payload = resp-cond-state / resp-cond-bye / mailbox-data / message-data /
///                    capability-data / enable-data
/// ```
/// Behind `* `, up to the CRLF. The extensions add to `response-payload`.
pub fn response_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    match i.first() {
        Some(b'0'..=b'9') => numbered(i),
        _ => named(i),
    }
}

/// ```abnf
/// mailbox-data  = number SP "EXISTS" / obsolete-recent-response
/// message-data  = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))
/// obsolete-recent-response = number SP "RECENT"
/// message-data  =/ uidfetch-resp
/// uidfetch-resp = uniqueid SP "UIDFETCH" SP msg-att   ; RFC 9586
/// ```
fn numbered<'a, 'c>(start: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, count) = number(start)?;
    let (i, ()) = sp(i, "message-data")?;
    let (rest, word) = i.split(i.run(is_name_char));
    if start.at(b'0') {
        // No nz-number.
        return match () {
            () if is(word, b"EXISTS") => Ok((rest, Untagged::Exists(count))),
            () if is(word, b"RECENT") => Ok((rest, Untagged::Recent(count))),
            () => {
                let expected = "EXISTS or RECENT behind a 0";
                fail_name(i, word, &["EXISTS", "RECENT"], "message-data", expected)
            }
        };
    }
    match word.len() {
        5 if is(word, b"FETCH") => {
            let (i, ()) = sp(rest, "message-data")?;
            msg_att(i).map(|(i, items)| (i, Untagged::Fetch(count, items)))
        }
        6 if is(word, b"EXISTS") => Ok((rest, Untagged::Exists(count))),
        6 if is(word, b"RECENT") => Ok((rest, Untagged::Recent(count))),
        7 if is(word, b"EXPUNGE") => Ok((rest, Untagged::Expunge(count))),
        8 if is(word, b"UIDFETCH") => {
            i.need(Extension::UidOnly, "uidfetch-resp")?;
            let (i, ()) = sp(rest, "uidfetch-resp")?;
            msg_att(i).map(|(i, items)| (i, Untagged::UidFetch(count, items)))
        }
        _ => {
            const NAMES: [&str; 5] = ["EXISTS", "RECENT", "EXPUNGE", "FETCH", "UIDFETCH"];
            fail_name(i, word, &NAMES, "message-data", "EXISTS, RECENT, EXPUNGE or FETCH")
        }
    }
}

/// All that [`named`] knows.
const NAMES: [&str; 27] = [
    "OK",
    "NO",
    "BAD",
    "BYE",
    "CAPABILITY",
    "FLAGS",
    "LIST",
    "LSUB",
    "SEARCH",
    "STATUS",
    "ESEARCH",
    "NAMESPACE",
    "ENABLED",
    "SORT",
    "THREAD",
    "VANISHED",
    "ID",
    "QUOTA",
    "QUOTAROOT",
    "ACL",
    "LISTRIGHTS",
    "MYRIGHTS",
    "METADATA",
    "LANGUAGE",
    "COMPARATOR",
    "GENURLAUTH",
    "URLFETCH",
];

/// ```abnf
/// resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text
/// resp-cond-bye   = "BYE" SP resp-text
/// mailbox-data    = "FLAGS" SP flag-list / "LIST" SP mailbox-list / "LSUB" SP mailbox-list /
///                   esearch-response / "STATUS" SP mailbox SP "(" [status-att-list] ")" /
///                   namespace-response / obsolete-search-response
/// ```
/// LSUB is gone in IMAP4rev2.
fn named<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    const RULE: &str = "response-data";
    const STATE: &str = "resp-cond-state";
    let (rest, word) = i.split(i.run(is_name_char));
    let need = |extension| i.need(extension, RULE);
    match upper(word, &mut [0; 32]) {
        b"OK" => state(sp(rest, STATE)?.0, Status::Ok),
        b"NO" => state(sp(rest, STATE)?.0, Status::No),
        b"BAD" => state(sp(rest, STATE)?.0, Status::Bad),
        b"BYE" => {
            let (i, ()) = sp(rest, "resp-cond-bye")?;
            resp_text(i).map(|(i, text)| (i, Untagged::Bye(text)))
        }
        b"CAPABILITY" => capability_data(rest).map(|(i, all)| (i, Untagged::Capability(all))),
        b"FLAGS" => {
            let (i, ()) = sp(rest, "mailbox-data")?;
            flag_list(i).map(|(i, flags)| (i, Untagged::Flags(flags)))
        }
        b"LIST" => {
            let (i, ()) = sp(rest, "mailbox-data")?;
            list::mailbox_list(i).map(|(i, data)| (i, Untagged::List(data)))
        }
        b"LSUB" => {
            i.only(Revision::Rev1, "mailbox-data", "LIST")?;
            let (i, ()) = sp(rest, "mailbox-data")?;
            list::mailbox_list(i).map(|(i, data)| (i, Untagged::Lsub(data)))
        }
        b"SEARCH" => search::search_data(rest, "mailbox-data")
            .map(|(i, (numbers, modseq))| (i, Untagged::Search(numbers, modseq))),
        b"STATUS" => status::status_data(rest),
        b"ESEARCH" => {
            need(Extension::Esearch)?;
            esearch::esearch_response(rest).map(|(i, found)| (i, Untagged::Esearch(found)))
        }
        b"NAMESPACE" => {
            need(Extension::Namespace)?;
            namespace::namespace_response(rest).map(|(i, all)| (i, Untagged::Namespace(all)))
        }
        b"ENABLED" => {
            need(Extension::Enable)?;
            enable_data(rest).map(|(i, all)| (i, Untagged::Enabled(all)))
        }
        b"SORT" => {
            need(Extension::Sort)?;
            search::search_data(rest, "sort-data")
                .map(|(i, (numbers, modseq))| (i, Untagged::Sort(numbers, modseq)))
        }
        b"THREAD" => {
            need(Extension::Thread)?;
            thread::thread_data(rest).map(|(i, threads)| (i, Untagged::Thread(threads)))
        }
        b"VANISHED" => vanished::expunged_resp(i, rest),
        b"ID" => {
            need(Extension::Id)?;
            id::id_response(rest).map(|(i, params)| (i, Untagged::Id(params)))
        }
        b"QUOTA" => need(Extension::Quota).and_then(|_| quota::quota_response(rest)),
        b"QUOTAROOT" => need(Extension::Quota).and_then(|_| quota::quotaroot_response(rest)),
        b"ACL" => need(Extension::Acl).and_then(|_| acl::acl_data(rest)),
        b"LISTRIGHTS" => need(Extension::Acl).and_then(|_| acl::listrights_data(rest)),
        b"MYRIGHTS" => need(Extension::Acl).and_then(|_| acl::myrights_data(rest)),
        b"METADATA" => need(Extension::Metadata).and_then(|_| metadata::metadata_resp(rest)),
        b"LANGUAGE" => need(Extension::Language).and_then(|_| i18n::language_data(rest)),
        b"COMPARATOR" => need(Extension::Comparator).and_then(|_| i18n::comparator_data(rest)),
        b"GENURLAUTH" => need(Extension::UrlAuth).and_then(|_| urlauth::genurlauth_data(rest)),
        b"URLFETCH" => need(Extension::UrlAuth).and_then(|_| urlauth::urlfetch_data(rest)),
        _ => fail_name(i, word, &NAMES, RULE, "the name of a response"),
    }
}

fn state<'a, 'c>(i: In<'a, 'c>, status: Status) -> Res<'a, 'c, Untagged<'a>> {
    resp_text(i).map(|(i, text)| (i, Untagged::Status(status, text)))
}

/// ```abnf
/// capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev1" *(SP capability)
/// capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev2" *(SP capability)
/// ```
/// The one is IMAP4rev1's, the other IMAP4rev2's. Behind the name.
pub fn capability_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Capability<'a>>> {
    const RULE: &str = "capability-data";
    let (i, all) = sp_items1(i, RULE, capability)?;
    match (all.iter().any(|c| c.is("IMAP4rev1")), all.iter().any(|c| c.is("IMAP4rev2"))) {
        (true, true) => {}
        (true, false) => _ = i.only(Revision::Rev1, RULE, "IMAP4rev2")?,
        (false, true) => _ = i.only(Revision::Rev2, RULE, "IMAP4rev1")?,
        (false, false) => return i.fail(RULE, "IMAP4rev1 or IMAP4rev2"),
    }
    Ok((i, all))
}

/// ```abnf
/// capability = ("AUTH=" auth-type) / atom
/// ```
/// All that the extensions add are atoms, too.
fn capability<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Capability<'a>> {
    atom(i).map(|(i, name)| (i, Capability(Cow::Borrowed(name))))
}

/// ```abnf
/// enable-data = "ENABLED" *(SP capability)   ; RFC 5161, RFC 9051
/// ```
fn enable_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Capability<'a>>> {
    sp_items0(i, capability)
}
