//! STATUS (RFC 9051 §7.3.4, §9, and the extensions' attributes).

use super::codes::bracketed_objectid;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    is_name_char, mod_sequence_valzer, number, number64, nz_number, paren_list0, sp, upper,
};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{at_nil, mailbox, not_nil};
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{StatusItem, Untagged};

const RULE: &str = "status-att-val";

/// All that [`status_att_val`] knows.
const NAMES: [&str; 11] = [
    "MESSAGES",
    "RECENT",
    "UIDNEXT",
    "UIDVALIDITY",
    "UNSEEN",
    "DELETED",
    "SIZE",
    "HIGHESTMODSEQ",
    "APPENDLIMIT",
    "MAILBOXID",
    "DELETED-STORAGE",
];

/// ```abnf
/// mailbox-data    = "STATUS" SP mailbox SP "(" [status-att-list] ")"
/// status-att-list = status-att-val *(SP status-att-val)
/// ```
/// Behind the name.
pub fn status_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, mailbox) = mailbox(sp(i, "mailbox-data")?.0)?;
    let (i, ()) = sp(i, "mailbox-data")?;
    let (i, items) = paren_list0(i, "status-att-list", status_att_val)?;
    Ok((i, Untagged::MailboxStatus(mailbox, items)))
}

/// ```abnf
/// status-att-val = ("MESSAGES" SP number) / ("RECENT" SP number) / ("UIDNEXT" SP nz-number) /
///                  ("UIDVALIDITY" SP nz-number) / ("UNSEEN" SP number) /
///                  ("DELETED" SP number) / ("SIZE" SP number64)
/// ```
/// RECENT is gone in IMAP4rev2; IMAP4rev1 has DELETED from RFC 9208 and SIZE from RFC 8438. The
/// extensions add:
///
/// ```abnf
/// status-att-val =/ "HIGHESTMODSEQ" SP mod-sequence-valzer          ; RFC 7162
/// status-att-val =/ "APPENDLIMIT" SP (number / nil)                 ; RFC 7889
/// status-att-val =/ "MAILBOXID" SP "(" objectid ")"                 ; RFC 8474
/// status-att-val =/ status-att-deleted / status-att-deleted-storage ; RFC 9208
/// status-att-deleted-storage = "DELETED-STORAGE" SP number64
/// ```
fn status_att_val<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, StatusItem<'a>> {
    let (rest, word) = i.split(i.run(is_name_char));
    let value = || sp(rest, RULE).map(|(i, ())| i);
    match upper(word, &mut [0; 32]) {
        b"MESSAGES" => number(value()?).map(|(i, n)| (i, StatusItem::Messages(n))),
        b"RECENT" => {
            i.only(Revision::Rev1, RULE, "a status item of IMAP4rev2")?;
            number(value()?).map(|(i, n)| (i, StatusItem::Recent(n)))
        }
        b"UIDNEXT" => nz_number(value()?).map(|(i, n)| (i, StatusItem::UidNext(n))),
        b"UIDVALIDITY" => nz_number(value()?).map(|(i, n)| (i, StatusItem::UidValidity(n))),
        b"UNSEEN" => number(value()?).map(|(i, n)| (i, StatusItem::Unseen(n))),
        b"DELETED" => {
            i.need_in_rev1(Extension::Quota, RULE)?;
            number(value()?).map(|(i, n)| (i, StatusItem::Deleted(n)))
        }
        b"SIZE" => {
            i.need(Extension::StatusSize, RULE)?;
            number64(value()?).map(|(i, n)| (i, StatusItem::Size(n)))
        }
        b"HIGHESTMODSEQ" => {
            i.need(Extension::CondStore, RULE)?;
            mod_sequence_valzer(value()?).map(|(i, n)| (i, StatusItem::HighestModSeq(n)))
        }
        b"APPENDLIMIT" => {
            i.need(Extension::AppendLimit, RULE)?;
            append_limit(value()?).map(|(i, n)| (i, StatusItem::AppendLimit(n)))
        }
        b"MAILBOXID" => {
            i.need(Extension::ObjectId, RULE)?;
            bracketed_objectid(value()?).map(|(i, id)| (i, StatusItem::MailboxId(id)))
        }
        b"DELETED-STORAGE" => {
            i.need(Extension::Quota, RULE)?;
            number64(value()?).map(|(i, n)| (i, StatusItem::DeletedStorage(n)))
        }
        _ => fail_name(i, word, &NAMES, RULE, "the name of a status item"),
    }
}

fn append_limit<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<u32>> {
    match () {
        () if at_nil(i) => Ok((i.skip(3), None)),
        () if matches!(i.first(), Some(b'0'..=b'9')) => number(i).map(|(i, n)| (i, Some(n))),
        () => not_nil(i, RULE, "a number or NIL"),
    }
}
