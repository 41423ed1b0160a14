//! Response codes (RFC 9051 §7.1, §9, and those of the extensions). They take no extension:
//! `resp-text-code` allows any atom.

use std::borrow::Cow;

use super::data::capability_data;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    is, is_astring_char, is_atom_char, is_name_char, is_text_char, keyword, mod_sequence_value,
    number, nz_number, octet, paren_list0, paren_list1, run1, sp, sp_items0, upper,
};
use crate::syntax::parse::flags::flag_perm;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::{sequence_set, uid_set};
use crate::syntax::parse::strings::{astring, at_nil, base64, not_nil, quoted};
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{Code, InProgress, Octets, SequenceSet};

const RULE: &str = "resp-text-code";

/// `"[" resp-text-code "]"`, or nothing where it is neither a known code nor like one.
///
/// ```abnf
/// resp-text-code = "ALERT" / "BADCHARSET" [SP "(" charset *(SP charset) ")" ] /
///                  capability-data / "PARSE" / "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")" /
///                  "READ-ONLY" / "READ-WRITE" / "TRYCREATE" / "UIDNEXT" SP nz-number /
///                  "UIDVALIDITY" SP nz-number / "UNSEEN" SP nz-number / resp-code-apnd /
///                  resp-code-copy / "UIDNOTSTICKY" / … / "UNKNOWN-CTE" /
///                  atom [SP 1*<any TEXT-CHAR except "]">]
/// ```
pub fn resp_text_code<'a, 'c>(start: In<'a, 'c>) -> Res<'a, 'c, Option<Code<'a>>> {
    let (i, ()) = octet(b'[', "resp-text")(start)?;
    let (i, name) = i.split(i.run(is_atom_char));
    let (i, code) = match upper(name, &mut [0; 32]) {
        b"UIDNEXT" => one(i, nz_number, Code::UidNext)?,
        b"UIDVALIDITY" => one(i, nz_number, Code::UidValidity)?,
        b"UNSEEN" => one(i, nz_number, Code::Unseen)?,
        b"HIGHESTMODSEQ" => one(i, mod_sequence_value, Code::HighestModSeq)?,
        b"MODIFIED" => one(i, sequence_set, Code::Modified)?,
        b"CAPABILITY" => capability_data(i).map(|(i, all)| (i, Code::Capability(all)))?,
        b"PERMANENTFLAGS" => one(i, |i| paren_list0(i, RULE, flag_perm), Code::PermanentFlags)?,
        b"BADCHARSET" if i.at(b' ') => {
            one(i, |i| paren_list1(i, RULE, bad_charset), Code::BadCharset)?
        }
        b"BADCHARSET" => (i, Code::BadCharset(Vec::new())),
        b"APPENDUID" => resp_code_apnd(i)?,
        b"COPYUID" => resp_code_copy(i)?,
        b"URLMECH" => url_mech(i)?,
        b"BADURL" => one(i, url_resp_text, Code::BadUrl)?,
        b"REFERRAL" => one(i, referral, Code::Referral)?,
        b"METADATA" => metadata(i)?,
        b"BADEVENT" => {
            one(i, |i| paren_list1(i, "unsupported-events-code", event_name), Code::BadEvent)?
        }
        b"UNDEFINED-FILTER" => one(i, filter_name, Code::UndefinedFilter)?,
        b"NOUPDATE" => one(i, quoted, Code::NoUpdate)?,
        b"MAILBOXID" => one(i, bracketed_objectid, Code::MailboxId)?,
        b"MESSAGELIMIT" => message_limit(i)?,
        b"INPROGRESS" => in_progress(i)?,
        upper => match plain(upper) {
            Some(code) => (i, code),
            None => match other(i, name) {
                Some(found) => found,
                None => return Ok((start, None)),
            },
        },
    };
    let (i, ()) = octet(b']', RULE)(i)?;
    Ok((i, Some(code)))
}

/// Codes without arguments.
fn plain(upper: &[u8]) -> Option<Code<'static>> {
    Some(match upper {
        b"ALERT" => Code::Alert,
        b"PARSE" => Code::Parse,
        b"READ-ONLY" => Code::ReadOnly,
        b"READ-WRITE" => Code::ReadWrite,
        b"TRYCREATE" => Code::TryCreate,
        b"UIDNOTSTICKY" => Code::UidNotSticky,
        b"UNAVAILABLE" => Code::Unavailable,
        b"AUTHENTICATIONFAILED" => Code::AuthenticationFailed,
        b"AUTHORIZATIONFAILED" => Code::AuthorizationFailed,
        b"EXPIRED" => Code::Expired,
        b"PRIVACYREQUIRED" => Code::PrivacyRequired,
        b"CONTACTADMIN" => Code::ContactAdmin,
        b"NOPERM" => Code::NoPerm,
        b"INUSE" => Code::InUse,
        b"EXPUNGEISSUED" => Code::ExpungeIssued,
        b"CORRUPTION" => Code::Corruption,
        b"SERVERBUG" => Code::ServerBug,
        b"CLIENTBUG" => Code::ClientBug,
        b"CANNOT" => Code::Cannot,
        b"LIMIT" => Code::Limit,
        b"OVERQUOTA" => Code::OverQuota,
        b"ALREADYEXISTS" => Code::AlreadyExists,
        b"NONEXISTENT" => Code::NonExistent,
        b"NOMODSEQ" => Code::NoModSeq,
        b"CLOSED" => Code::Closed,
        b"HASCHILDREN" => Code::HasChildren,
        b"UNKNOWN-CTE" => Code::UnknownCte,
        b"NOTSAVED" => Code::NotSaved,
        b"TOOBIG" => Code::TooBig,
        b"COMPRESSIONACTIVE" => Code::CompressionActive,
        b"BADCOMPARATOR" => Code::BadComparator,
        b"NOTIFICATIONOVERFLOW" => Code::NotificationOverflow,
        b"USEATTR" => Code::UseAttr,
        b"UIDREQUIRED" => Code::UidRequired,
        _ => return None,
    })
}

/// `atom [SP 1*<any TEXT-CHAR except "]">]`, behind the atom.
fn other<'a, 'c>(i: In<'a, 'c>, name: &'a [u8]) -> Option<(In<'a, 'c>, Code<'a>)> {
    let name = Cow::Borrowed(name);
    if name.is_empty() {
        return None;
    }
    if i.at(b']') {
        return Some((i, Code::Other(name, None)));
    }
    let i = if i.at(b' ') { i.skip(1) } else { return None };
    let (rest, text) = i.split(i.run(is_code_text));
    (!text.is_empty() && rest.at(b']'))
        .then_some((rest, Code::Other(name, Some(Cow::Borrowed(text)))))
}

/// `<any TEXT-CHAR except "]">`
fn is_code_text(octet: u8) -> bool {
    is_text_char(octet) && octet != b']'
}

/// `SP argument`
fn one<'a, 'c, T>(
    i: In<'a, 'c>,
    argument: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
    code: impl Fn(T) -> Code<'a>,
) -> Res<'a, 'c, Code<'a>> {
    let (i, ()) = sp(i, RULE)?;
    argument(i).map(|(i, value)| (i, code(value)))
}

/// `charset` in IMAP4rev2; `astring` in IMAP4rev1 (RFC 3501 §9), which is a literal, too, and
/// may hold "]".
fn bad_charset<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    const WANTED: &str = "atom or quoted string";
    match i.first() {
        Some(b'"') => return quoted(i),
        Some(b'{') => {
            i.only(Revision::Rev1, "charset", WANTED)?;
            return astring(i);
        }
        _ => {}
    }
    let (rest, name) = run1(i, is_astring_char, "charset", WANTED)?;
    if let Some(at) = name.iter().position(|&b| b == b']') {
        i.skip(at).only(Revision::Rev1, "charset", WANTED)?;
    }
    Ok((rest, Cow::Borrowed(name)))
}

/// ```abnf
/// resp-code-apnd = "APPENDUID" SP nz-number SP append-uid
/// append-uid     = uniqueid
/// append-uid     =/ uid-set   ; only permitted if client uses [MULTIAPPEND] …
/// ```
fn resp_code_apnd<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Code<'a>> {
    let (i, ()) = sp(i, "resp-code-apnd")?;
    let (i, uid_validity) = nz_number(i)?;
    let (i, ()) = sp(i, "resp-code-apnd")?;
    let (rest, uids) = uid_set(i)?;
    if !is_single(&uids) {
        i.need(Extension::MultiAppend, "append-uid")?;
    }
    Ok((rest, Code::AppendUid { uid_validity, uids }))
}

fn is_single(uids: &SequenceSet) -> bool {
    match uids {
        SequenceSet::Ranges(ranges) => ranges.len() == 1 && ranges.iter().all(|r| r.from == r.to),
        SequenceSet::Saved => false,
    }
}

/// ```abnf
/// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set
/// ```
fn resp_code_copy<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Code<'a>> {
    let (i, ()) = sp(i, "resp-code-copy")?;
    let (i, uid_validity) = nz_number(i)?;
    let (i, ()) = sp(i, "resp-code-copy")?;
    let (i, source) = uid_set(i)?;
    let (i, ()) = sp(i, "resp-code-copy")?;
    let (i, destination) = uid_set(i)?;
    Ok((i, Code::CopyUid { uid_validity, source, destination }))
}

/// ```abnf
/// resp-text-code =/ "URLMECH" SP "INTERNAL" *(SP mechanism ["=" base64])   ; RFC 4467
/// mechanism      = "INTERNAL" / 1*(ALPHA / DIGIT / "-" / ".")
/// ```
fn url_mech<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Code<'a>> {
    let (i, ()) = sp(i, RULE)?;
    let (rest, ()) = keyword(i, "INTERNAL", RULE)?;
    let (_, first) = i.split(8);
    let i = rest;
    let (i, mut mechanisms) = sp_items0(i, |i| {
        let (i, name) = run1(i, is_name_char, "mechanism", "mechanism")?;
        let name = Cow::Borrowed(name);
        if !i.at(b'=') {
            return Ok((i, (name, None)));
        }
        base64(i.skip(1)).map(|(i, data)| (i, (name, Some(Cow::Owned(data)))))
    })?;
    mechanisms.insert(0, (Cow::Borrowed(first), None));
    Ok((i, Code::UrlMech(mechanisms)))
}

/// ```abnf
/// url-resp-text = 1*(%x01-09 / %x0B-0C / %x0E-5B / %x5D-FE)   ; RFC 4469
/// ```
/// It has one octet at least, and goes up to the first "]" behind that which ends a word.
fn url_resp_text<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let most = i.run(|b| !matches!(b, 0 | b'\n' | b'\r' | b'\\' | 0xff));
    let (_, text) = i.split(most);
    let end = match text.iter().skip(1).zip(text.iter().skip(2)).position(|p| p == (&b']', &b' ')) {
        Some(at) => at + 1,
        None if most > 1 && text.ends_with(b"]") => most - 1,
        None => most,
    };
    match i.split(end) {
        (_, []) => i.fail("url-resp-text", "the URL"),
        (rest, url) => Ok((rest, Cow::Borrowed(url))),
    }
}

/// ```abnf
/// resp_text_code =/ "REFERRAL" SPACE <imapurl>   ; RFC 2221; 1*(SPACE <url>) in RFC 2193
/// ```
fn referral<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    run1(i, is_code_text, "referral_response_code", "URL").map(|(i, url)| (i, Cow::Borrowed(url)))
}

/// ```abnf
/// resp-text-code =/ "METADATA" SP "LONGENTRIES" SP number   ; RFC 5464
/// resp-text-code =/ "METADATA" SP ("MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE")
/// ```
fn metadata<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Code<'a>> {
    let (i, ()) = sp(i, RULE)?;
    let (rest, word) = i.split(i.run(is_name_char));
    match upper(word, &mut [0; 32]) {
        b"LONGENTRIES" => one(rest, number, |n| Code::MetadataLongEntries(n.into())),
        b"MAXSIZE" => one(rest, number, |n| Code::MetadataMaxSize(n.into())),
        b"TOOMANY" => Ok((rest, Code::MetadataTooMany)),
        b"NOPRIVATE" => Ok((rest, Code::MetadataNoPrivate)),
        _ => {
            const NAMES: [&str; 4] = ["LONGENTRIES", "MAXSIZE", "TOOMANY", "NOPRIVATE"];
            fail_name(i, word, &NAMES, RULE, "LONGENTRIES, MAXSIZE, TOOMANY or NOPRIVATE")
        }
    }
}

/// ```abnf
/// unsupported-events-code = "BADEVENT" SP "(" event-name *(SP event-name) ")"   ; RFC 5465
/// event-name              = message-event-name / mailbox-event / user-event
/// ```
fn event_name<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    const NAMES: [&str; 8] = [
        "MessageNew",
        "MessageExpunge",
        "FlagChange",
        "AnnotationChange",
        "MailboxName",
        "SubscriptionChange",
        "MailboxMetadataChange",
        "ServerMetadataChange",
    ];
    let (rest, name) = i.split(i.run(is_name_char));
    match NAMES.iter().any(|known| is(name, known.as_bytes())) {
        true => Ok((rest, Cow::Borrowed(name))),
        false => fail_name(i, name, &NAMES, "event-name", "an event of RFC 5465"),
    }
}

/// ```abnf
/// filter-name = 1*<any ATOM-CHAR except "/">   ; RFC 5466
/// ```
fn filter_name<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    run1(i, |b| is_atom_char(b) && b != b'/', "filter-name", "filter name")
        .map(|(i, name)| (i, Cow::Borrowed(name)))
}

/// ```abnf
/// resp-text-code =/ "MAILBOXID" SP "(" objectid ")"   ; RFC 8474
/// objectid       = 1*255(ALPHA / DIGIT / "_" / "-")
/// ```
pub fn bracketed_objectid<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (i, ()) = octet(b'(', "objectid")(i)?;
    let is_id = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let (rest, id) = run1(i, is_id, "objectid", "objectid")?;
    if id.len() > 255 {
        return i.skip(255).fail("objectid", "\")\" after 255 characters");
    }
    let (rest, ()) = octet(b')', "objectid")(rest)?;
    Ok((rest, Cow::Borrowed(id)))
}

/// ```abnf
/// resp-text-code =/ "MESSAGELIMIT" SP message-limit [SP uniqueid]   ; RFC 9738
/// message-limit  = nz-number
/// ```
fn message_limit<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Code<'a>> {
    let (i, ()) = sp(i, RULE)?;
    let (i, limit) = nz_number(i)?;
    if !i.at(b' ') {
        return Ok((i, Code::MessageLimit { limit, uid: None }));
    }
    let (i, uid) = nz_number(i.skip(1))?;
    Ok((i, Code::MessageLimit { limit, uid: Some(uid) }))
}

/// ```abnf
/// resp-text-code   =/ "INPROGRESS" [ SP "(" inprogress-tag SP inprogress-state ")" ]   ; RFC 9585
/// inprogress-tag   = quoted / nil
/// inprogress-state = inprogress-state-unknown / inprogress-state-counting / inprogress-state-known-goal
/// inprogress-state-unknown    = nil    SP nil
/// inprogress-state-counting   = number SP nil
/// inprogress-state-known-goal = number SP nz-number
/// ```
fn in_progress<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Code<'a>> {
    if !i.at(b' ') {
        return Ok((i, Code::InProgress(None)));
    }
    let (i, ()) = octet(b'(', RULE)(i.skip(1))?;
    let (i, tag) = match () {
        () if i.at(b'"') => quoted(i).map(|(i, tag)| (i, Some(tag)))?,
        () if at_nil(i) => (i.skip(3), None),
        () => return not_nil(i, "inprogress-tag", "quoted string or NIL"),
    };
    let (i, ()) = sp(i, RULE)?;
    let (i, progress) = number_or_nil(i, number)?;
    let (i, ()) = sp(i, "inprogress-state")?;
    let (i, goal) = match progress {
        None if !at_nil(i) => return not_nil(i, "inprogress-state-unknown", "NIL"),
        _ => number_or_nil(i, nz_number)?,
    };
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, Code::InProgress(Some(InProgress { tag, progress, goal }))))
}

fn number_or_nil<'a, 'c>(
    i: In<'a, 'c>,
    number: impl Fn(In<'a, 'c>) -> Res<'a, 'c, u32>,
) -> Res<'a, 'c, Option<u32>> {
    match () {
        () if at_nil(i) => Ok((i.skip(3), None)),
        () if matches!(i.first(), Some(b'0'..=b'9')) => number(i).map(|(i, n)| (i, Some(n))),
        () => not_nil(i, "inprogress-state", "a number or NIL"),
    }
}
