//! LIST, LSUB, STATUS (RFC 9051 §6.3.9–11; RFC 5258, 5819, 6154, 8440, 9590).

use super::generic::{Param, option_extension};
use super::metadata::entry;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    at_keyword, atom, is_name_char, keyword, octet, paren_list0, paren_list1, sp, upper,
};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{list_mailbox, mailbox};
use crate::syntax::parse::words::{arg, fail_name, name_of};
use crate::syntax::types::{CommandBody, ListReturn, ListSelect, Octets, StatusAtt};

/// ```abnf
/// list             = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
/// list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"
/// ```
pub fn list<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "list")?;
    let extended = i.at(b'(');
    let (i, selection) = match extended {
        true => {
            i.need(Extension::ListExtended, "list")?;
            let (i, selection) = list_select_opts(i)?;
            (sp(i, "list")?.0, selection)
        }
        false => (i, Vec::new()),
    };
    let (i, reference) = mailbox(i)?;
    let grouped = i.at(b' ') && i.skip(1).at(b'(');
    let (i, patterns) = arg(i, "list", mbox_or_pat)?;
    // A pattern alone in parentheses makes the command extended as well (RFC 9051 §6.3.9).
    let extended = extended || grouped && patterns.len() == 1;
    let open = i.at(b' ') && at_keyword(i.skip(1), "RETURN");
    let (i, returns) = match open || (i.at(b' ') && i.allows(Extension::ListExtended)) {
        true => {
            i.need(Extension::ListExtended, "list")?;
            let (i, ()) = keyword(i.skip(1), "RETURN", "list-return-opts")?;
            let (i, returns) =
                arg(i, "list-return-opts", |i| paren_list0(i, "list-return-opts", return_option))?;
            (i, Some(returns))
        }
        false => (i, None),
    };
    Ok((i, CommandBody::List { selection, extended, reference, patterns, returns }))
}

/// ```abnf
/// mbox-or-pat = list-mailbox / patterns
/// patterns    = "(" list-mailbox *(SP list-mailbox) ")"
/// ```
/// RFC 9051 has `patterns = "(" list-mailbox ")"`: several of them take RFC 5258.
fn mbox_or_pat<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Octets<'a>>> {
    if !i.at(b'(') {
        return list_mailbox(i).map(|(i, pattern)| (i, vec![pattern]));
    }
    i.need(Extension::ListExtended, "mbox-or-pat")?;
    let (mut i, first) = list_mailbox(i.skip(1))?;
    let mut patterns = vec![first];
    while i.at(b' ') {
        i.need_beyond(Extension::ListExtended, "patterns")?;
        let (rest, pattern) = list_mailbox(i.skip(1))?;
        patterns.push(pattern);
        i = rest;
    }
    let (i, ()) = octet(b')', "patterns")(i)?;
    Ok((i, patterns))
}

/// ```abnf
/// list-select-opts = "(" [
///                    (*(list-select-opt SP) list-select-base-opt *(SP list-select-opt))
///                    / (list-select-independent-opt *(SP list-select-independent-opt)) ] ")"
///                    ; If a list-select-mod-opt appears, then a
///                    ; list-select-base-opt must also appear.
/// ```
/// An unknown option may be any of the three kinds, so it can stand for the base option.
fn list_select_opts<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<ListSelect<'a>>> {
    const RULE: &str = "list-select-opts";
    let (i, ()) = octet(b'(', RULE)(i)?;
    if i.at(b')') {
        return Ok((i.skip(1), Vec::new()));
    }
    let (i, options) = crate::syntax::parse::core::sp_list1(i, list_select_opt)?;
    let based =
        |o: &ListSelect<'_>| matches!(o, ListSelect::Subscribed | ListSelect::Extension(..));
    if i.at(b')') && options.contains(&ListSelect::RecursiveMatch) && !options.iter().any(based) {
        return i.fail(RULE, "SP and SUBSCRIBED, as RECURSIVEMATCH is there");
    }
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, options))
}

/// ```abnf
/// list-select-opt             = list-select-base-opt / list-select-independent-opt /
///                               list-select-mod-opt
/// list-select-base-opt        = "SUBSCRIBED" / option-extension
/// list-select-independent-opt = "REMOTE" / option-extension
/// list-select-independent-opt =/ "SPECIAL-USE"
/// list-select-mod-opt         = "RECURSIVEMATCH" / option-extension
/// ```
/// SPECIAL-USE has the shape of an option-extension, and so takes nothing but LIST-EXTENDED.
fn list_select_opt<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ListSelect<'a>> {
    let (rest, word) = atom(i)?;
    match upper(word, &mut [0; 32]) {
        b"SUBSCRIBED" => Ok((rest, ListSelect::Subscribed)),
        b"REMOTE" => Ok((rest, ListSelect::Remote)),
        b"RECURSIVEMATCH" => Ok((rest, ListSelect::RecursiveMatch)),
        b"SPECIAL-USE" => Ok((rest, ListSelect::SpecialUse)),
        _ => option_extension(rest, word)
            .map(|(i, (name, value))| (i, ListSelect::Extension(name, value))),
    }
}

/// ```abnf
/// return-option =  "SUBSCRIBED" / "CHILDREN" / status-option / option-extension
/// return-option =/ "SPECIAL-USE"
/// return-option =/ "MYRIGHTS"
/// return-option =/ "METADATA" SP "(" entry *(SP entry) ")"
/// status-option =  "STATUS" SP "(" status-att *(SP status-att) ")"
/// ```
/// All of them have the shape of an option-extension, and so take nothing but LIST-EXTENDED.
fn return_option<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ListReturn<'a>> {
    let (rest, word) = atom(i)?;
    match upper(word, &mut [0; 32]) {
        b"SUBSCRIBED" => Ok((rest, ListReturn::Subscribed)),
        b"CHILDREN" => Ok((rest, ListReturn::Children)),
        b"SPECIAL-USE" => Ok((rest, ListReturn::SpecialUse)),
        b"MYRIGHTS" => Ok((rest, ListReturn::MyRights)),
        b"STATUS" => {
            arg(rest, "status-option", |i| paren_list1(i, "status-option", listed_status_att))
                .map(|(i, atts)| (i, ListReturn::Status(atts)))
        }
        b"METADATA" => arg(rest, "return-option", |i| paren_list1(i, "return-option", entry))
            .map(|(i, entries)| (i, ListReturn::Metadata(entries))),
        _ => {
            let (i, (name, value)): (_, Param<'a>) = option_extension(rest, word)?;
            Ok((i, ListReturn::Extension(name, value)))
        }
    }
}

/// ```abnf
/// lsub = "LSUB" SP mailbox SP list-mailbox
/// ```
pub fn lsub<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, reference) = arg(i, "lsub", mailbox)?;
    let (i, pattern) = arg(i, "lsub", list_mailbox)?;
    Ok((i, CommandBody::Lsub { reference, pattern }))
}

/// ```abnf
/// status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
/// ```
pub fn status<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, mailbox) = arg(i, "status", mailbox)?;
    let (i, atts) = arg(i, "status", |i| paren_list1(i, "status", status_att))?;
    Ok((i, CommandBody::Status(mailbox, atts)))
}

/// What STATUS asks for.
pub(super) const STATUS_NAMES: &[&str] = &[
    "APPENDLIMIT",
    "DELETED",
    "DELETED-STORAGE",
    "HIGHESTMODSEQ",
    "MAILBOXID",
    "MESSAGES",
    "RECENT",
    "SIZE",
    "UIDNEXT",
    "UIDVALIDITY",
    "UNSEEN",
];

/// ```abnf
/// status-att =  "MESSAGES" / "RECENT" / "UIDNEXT" / "UIDVALIDITY" / "UNSEEN" / "DELETED" / "SIZE"
/// status-att =/ "HIGHESTMODSEQ"                  ; RFC 7162
/// status-att =/ "APPENDLIMIT"                    ; RFC 7889
/// status-att =/ "SIZE"                           ; RFC 8438
/// status-att =/ "MAILBOXID"                      ; RFC 8474
/// status-att =/ "DELETED" / "DELETED-STORAGE"    ; RFC 9208
/// ```
/// RECENT is IMAP4rev1's, DELETED and SIZE are IMAP4rev2's.
fn status_att<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, StatusAtt> {
    let (rest, att) = listed_status_att(i)?;
    match att {
        StatusAtt::Deleted => i.need_in_rev1(Extension::Quota, STATUS_ATT)?,
        StatusAtt::Size => i.need(Extension::StatusSize, STATUS_ATT)?,
        StatusAtt::HighestModSeq => i.need(Extension::CondStore, STATUS_ATT)?,
        StatusAtt::AppendLimit => i.need(Extension::AppendLimit, STATUS_ATT)?,
        StatusAtt::MailboxId => i.need(Extension::ObjectId, STATUS_ATT)?,
        StatusAtt::DeletedStorage => i.need(Extension::Quota, STATUS_ATT)?,
        _ => (i, ()),
    };
    Ok((rest, att))
}

const STATUS_ATT: &str = "status-att";

/// `status-att` in a return-option of LIST, where its names are within the shape of option-value.
fn listed_status_att<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, StatusAtt> {
    let (rest, word) = i.split(i.run(is_name_char));
    let att = match upper(word, &mut [0; 32]) {
        b"MESSAGES" => StatusAtt::Messages,
        b"UIDNEXT" => StatusAtt::UidNext,
        b"UIDVALIDITY" => StatusAtt::UidValidity,
        b"UNSEEN" => StatusAtt::Unseen,
        b"RECENT" => {
            name_of(
                i,
                rest,
                Revision::Rev1,
                STATUS_ATT,
                "a status-att of IMAP4rev2: RECENT is none",
            )?;
            StatusAtt::Recent
        }
        b"DELETED" => StatusAtt::Deleted,
        b"SIZE" => StatusAtt::Size,
        b"HIGHESTMODSEQ" => StatusAtt::HighestModSeq,
        b"APPENDLIMIT" => StatusAtt::AppendLimit,
        b"MAILBOXID" => StatusAtt::MailboxId,
        b"DELETED-STORAGE" => StatusAtt::DeletedStorage,
        _ => return fail_name(i, word, STATUS_NAMES, STATUS_ATT, "MESSAGES, UIDNEXT or the like"),
    };
    Ok((rest, att))
}
