//! What FETCH tells of a message (RFC 9051 §7.5.2, §9, and the extensions' items).

use super::body::body;
use super::codes::bracketed_objectid;
use super::envelope::envelope;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    is_name_char, mod_sequence_value, number, number_or_64, nz_number, octet, paren_list0,
    paren_list1, sp, upper,
};
use crate::syntax::parse::dates::date_time;
use crate::syntax::parse::flags::flag_fetch;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::section::{section, section_binary};
use crate::syntax::parse::strings::{at_nil, not_nil, nstring, nstring_or_literal8};
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{DateTime, MsgAtt, Octets};

const STATIC: &str = "msg-att-static";
const DYNAMIC: &str = "msg-att-dynamic";

/// All that [`item`] knows.
const NAMES: [&str; 17] = [
    "FLAGS",
    "UID",
    "ENVELOPE",
    "INTERNALDATE",
    "RFC822.SIZE",
    "BODY",
    "BODYSTRUCTURE",
    "RFC822",
    "RFC822.HEADER",
    "RFC822.TEXT",
    "BINARY",
    "BINARY.SIZE",
    "MODSEQ",
    "EMAILID",
    "THREADID",
    "SAVEDATE",
    "PREVIEW",
];

/// ```abnf
/// msg-att = "(" (msg-att-dynamic / msg-att-static)
///           *(SP (msg-att-dynamic / msg-att-static)) ")"
/// ```
pub fn msg_att<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<MsgAtt<'a>>> {
    paren_list1(i, "msg-att", item)
}

/// ```abnf
/// msg-att-dynamic = "FLAGS" SP "(" [flag-fetch *(SP flag-fetch)] ")"
/// msg-att-static  = "ENVELOPE" SP envelope / "INTERNALDATE" SP date-time /
///                   "RFC822" [".HEADER" / ".TEXT"] SP nstring / "RFC822.SIZE" SP number64 /
///                   "BODY" ["STRUCTURE"] SP body / "BODY" section ["<" number ">"] SP nstring /
///                   "BINARY" section-binary SP (nstring / literal8) /
///                   "BINARY.SIZE" section-binary SP number / "UID" SP uniqueid
/// ```
/// `RFC822`, `RFC822.HEADER` and `RFC822.TEXT` are gone in IMAP4rev2; the size is a `number` in
/// IMAP4rev1. The extensions add:
///
/// ```abnf
/// msg-att-dynamic =/ fetch-mod-resp                          ; RFC 7162
/// msg-att-static  =/ fetch-emailid-resp / fetch-threadid-resp ; RFC 8474
/// msg-att-static  =/ "SAVEDATE" SP (date-time / nil)         ; RFC 8514
/// msg-att-dynamic =/ "PREVIEW" SP nstring                    ; RFC 8970
/// ```
fn item<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, MsgAtt<'a>> {
    let (rest, word) = i.split(i.run(is_name_char));
    match upper(word, &mut [0; 32]) {
        b"FLAGS" => paren_list0(sp(rest, DYNAMIC)?.0, DYNAMIC, flag_fetch)
            .map(|(i, flags)| (i, MsgAtt::Flags(flags))),
        b"UID" => nz_number(sp(rest, STATIC)?.0).map(|(i, uid)| (i, MsgAtt::Uid(uid))),
        b"ENVELOPE" => envelope(sp(rest, STATIC)?.0)
            .map(|(i, envelope)| (i, MsgAtt::Envelope(Box::new(envelope)))),
        b"INTERNALDATE" => {
            date_time(sp(rest, STATIC)?.0).map(|(i, when)| (i, MsgAtt::InternalDate(when)))
        }
        b"RFC822.SIZE" => {
            number_or_64(sp(rest, STATIC)?.0).map(|(i, size)| (i, MsgAtt::Rfc822Size(size)))
        }
        b"BODY" if rest.at(b'[') => body_section(rest),
        b"BODY" => body(sp(rest, STATIC)?.0).map(|(i, body)| (i, MsgAtt::Body(body))),
        b"BODYSTRUCTURE" => {
            body(sp(rest, STATIC)?.0).map(|(i, body)| (i, MsgAtt::BodyStructure(body)))
        }
        // May yet become RFC822.SIZE.
        b"RFC822" if rest.octets.is_empty() => rest.fail(STATIC, "SP or \".\""),
        b"RFC822" => rfc822(i, rest, MsgAtt::Rfc822),
        b"RFC822.HEADER" => rfc822(i, rest, MsgAtt::Rfc822Header),
        b"RFC822.TEXT" => rfc822(i, rest, MsgAtt::Rfc822Text),
        b"BINARY" => {
            i.need(Extension::Binary, STATIC)?;
            let (i, part) = section_binary(rest)?;
            let (i, origin) = origin(i)?;
            let (i, data) = nstring_or_literal8(sp(i, STATIC)?.0, STATIC)?;
            Ok((i, MsgAtt::Binary { part, origin, data }))
        }
        b"BINARY.SIZE" => {
            i.need(Extension::Binary, STATIC)?;
            let (i, part) = section_binary(rest)?;
            let (i, size) = number(sp(i, STATIC)?.0)?;
            Ok((i, MsgAtt::BinarySize { part, size: size.into() }))
        }
        b"MODSEQ" => {
            i.need(Extension::CondStore, DYNAMIC)?;
            fetch_mod_resp(rest).map(|(i, n)| (i, MsgAtt::ModSeq(n)))
        }
        b"EMAILID" => {
            i.need(Extension::ObjectId, STATIC)?;
            bracketed_objectid(sp(rest, "fetch-emailid-resp")?.0)
                .map(|(i, id)| (i, MsgAtt::EmailId(id)))
        }
        b"THREADID" => {
            i.need(Extension::ObjectId, STATIC)?;
            fetch_threadid_resp(rest).map(|(i, id)| (i, MsgAtt::ThreadId(id)))
        }
        b"SAVEDATE" => {
            i.need(Extension::SaveDate, STATIC)?;
            save_date(sp(rest, STATIC)?.0).map(|(i, when)| (i, MsgAtt::SaveDate(when)))
        }
        b"PREVIEW" => {
            i.need(Extension::Preview, DYNAMIC)?;
            nstring(sp(rest, DYNAMIC)?.0).map(|(i, text)| (i, MsgAtt::Preview(text)))
        }
        _ => fail_name(i, word, &NAMES, "msg-att", "a message data item"),
    }
}

fn rfc822<'a, 'c>(
    i: In<'a, 'c>,
    rest: In<'a, 'c>,
    item: impl Fn(Option<Octets<'a>>) -> MsgAtt<'a>,
) -> Res<'a, 'c, MsgAtt<'a>> {
    i.only(Revision::Rev1, STATIC, "a message data item of IMAP4rev2")?;
    nstring(sp(rest, STATIC)?.0).map(|(i, data)| (i, item(data)))
}

/// `"BODY" section ["<" number ">"] SP nstring`, behind the word.
fn body_section<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, MsgAtt<'a>> {
    let (i, section) = section(i)?;
    let (i, origin) = origin(i)?;
    let (i, data) = nstring(sp(i, STATIC)?.0)?;
    Ok((i, MsgAtt::BodySection { section, origin, data }))
}

/// `["<" number ">"]`. RFC 9051 §7.5.2 has it for BINARY, too, in prose.
fn origin<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<u32>> {
    if !i.at(b'<') {
        return Ok((i, None));
    }
    let (i, origin) = number(i.skip(1))?;
    let (i, ()) = octet(b'>', STATIC)(i)?;
    Ok((i, Some(origin)))
}

/// ```abnf
/// fetch-mod-resp     = "MODSEQ" SP "(" permsg-modsequence ")"
/// permsg-modsequence = mod-sequence-value
/// ```
fn fetch_mod_resp<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    const RULE: &str = "fetch-mod-resp";
    let (i, ()) = octet(b'(', RULE)(sp(i, RULE)?.0)?;
    let (i, value) = mod_sequence_value(i)?;
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, value))
}

/// ```abnf
/// fetch-threadid-resp = "THREADID" SP ( "(" objectid ")" / nil )
/// ```
fn fetch_threadid_resp<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<Octets<'a>>> {
    const RULE: &str = "fetch-threadid-resp";
    let (i, ()) = sp(i, RULE)?;
    match () {
        () if i.at(b'(') => bracketed_objectid(i).map(|(i, id)| (i, Some(id))),
        () if at_nil(i) => Ok((i.skip(3), None)),
        () => not_nil(i, RULE, "\"(\" or NIL"),
    }
}

fn save_date<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<DateTime>> {
    match () {
        () if i.at(b'"') => date_time(i).map(|(i, when)| (i, Some(when))),
        () if at_nil(i) => Ok((i.skip(3), None)),
        () => not_nil(i, STATIC, "date-time or NIL"),
    }
}
