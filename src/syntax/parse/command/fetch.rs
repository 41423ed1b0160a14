//! FETCH: what of a message is asked for (RFC 9051 §6.4.5 and the extensions).

use super::generic::param;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    at_keyword, is, is_name_char, mod_sequence_value, number_or_64, nz_number, octet, paren_list1,
    sp, upper,
};
use crate::syntax::parse::ext::tagged_ext_label;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::section::{section, section_binary};
use crate::syntax::parse::sets::{partial_range, sequence_set};
use crate::syntax::parse::words::{arg, fail_name, name_of};
use crate::syntax::types::{CommandBody, FetchAtt, FetchModifier};

/// ```abnf
/// fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att /
///         "(" fetch-att *(SP fetch-att) ")") [fetch-modifiers]
/// ```
pub fn fetch<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, set) = arg(i, "fetch", sequence_set)?;
    let (i, ()) = sp(i, "fetch")?;
    let (i, items) = match i.at(b'(') {
        true => paren_list1(i, "fetch", fetch_att)?,
        false => {
            let (rest, word) = i.split(i.run(is_name_char));
            let (rest, item) = match upper(word, &mut [0; 32]) {
                b"ALL" => (rest, FetchAtt::All),
                b"FAST" => (rest, FetchAtt::Fast),
                b"FULL" => (rest, FetchAtt::Full),
                _ => att(i, false)?,
            };
            (rest, vec![item])
        }
    };
    let (i, modifiers) = match i.at(b' ') {
        true => fetch_modifiers(i.skip(1), uid)?,
        false => (i, Vec::new()),
    };
    Ok((i, CommandBody::Fetch { uid, set, items, modifiers }))
}

/// What can be asked for, by name; the last three are macros, which stand alone.
pub(super) const NAMES: &[&str] = &[
    "BINARY",
    "BINARY.PEEK",
    "BINARY.SIZE",
    "BODY",
    "BODY.PEEK",
    "BODYSTRUCTURE",
    "EMAILID",
    "ENVELOPE",
    "FLAGS",
    "INTERNALDATE",
    "MODSEQ",
    "PREVIEW",
    "RFC822",
    "RFC822.HEADER",
    "RFC822.SIZE",
    "RFC822.TEXT",
    "SAVEDATE",
    "THREADID",
    "UID",
    "ALL",
    "FAST",
    "FULL",
];

/// ```abnf
/// fetch-att = "ENVELOPE" / "FLAGS" / "INTERNALDATE" / "RFC822" [".HEADER" / ".SIZE" / ".TEXT"] /
///             "BODY" ["STRUCTURE"] / "UID" / "BODY" section [partial] /
///             "BODY.PEEK" section [partial]
/// fetch-att =/ "BINARY" [".PEEK"] section-binary [partial] / "BINARY.SIZE" section-binary
/// fetch-att =/ fetch-mod-sequence
/// fetch-mod-sequence = "MODSEQ"
/// fetch-att =/ "EMAILID" / "THREADID"
/// fetch-att =/ "SAVEDATE"
/// fetch-att =/ "PREVIEW" [SP "(" preview-mod *(SP preview-mod) ")"]
/// ```
/// RFC822, RFC822.HEADER and RFC822.TEXT are IMAP4rev1's. The macros ALL, FULL and FAST are none.
pub fn fetch_att<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, FetchAtt<'a>> {
    att(i, true)
}

fn att<'a, 'c>(i: In<'a, 'c>, in_list: bool) -> Res<'a, 'c, FetchAtt<'a>> {
    const RULE: &str = "fetch-att";
    let (rest, word) = i.split(i.run(is_name_char));
    let rev1 = || name_of(i, rest, Revision::Rev1, RULE, "a fetch-att of IMAP4rev2");
    let item = match upper(word, &mut [0; 32]) {
        b"FLAGS" => FetchAtt::Flags,
        b"UID" => FetchAtt::Uid,
        b"BODY" if rest.at(b'[') => return body_section(rest, false),
        b"BODY.PEEK" => return body_section(rest, true),
        b"BODY" => FetchAtt::Body,
        b"BODYSTRUCTURE" => FetchAtt::BodyStructure,
        b"ENVELOPE" => FetchAtt::Envelope,
        b"INTERNALDATE" => FetchAtt::InternalDate,
        b"RFC822.SIZE" => FetchAtt::Rfc822Size,
        b"RFC822" => {
            rev1()?;
            FetchAtt::Rfc822
        }
        b"RFC822.HEADER" => {
            rev1()?;
            FetchAtt::Rfc822Header
        }
        b"RFC822.TEXT" => {
            rev1()?;
            FetchAtt::Rfc822Text
        }
        b"BINARY" => {
            i.need(Extension::Binary, RULE)?;
            return binary(rest, false);
        }
        b"BINARY.PEEK" => {
            i.need(Extension::Binary, RULE)?;
            return binary(rest, true);
        }
        b"BINARY.SIZE" => {
            i.need(Extension::Binary, RULE)?;
            return section_binary(rest).map(|(i, part)| (i, FetchAtt::BinarySize(part)));
        }
        b"MODSEQ" => {
            i.need(Extension::CondStore, RULE)?;
            FetchAtt::ModSeq
        }
        b"EMAILID" => {
            i.need(Extension::ObjectId, RULE)?;
            FetchAtt::EmailId
        }
        b"THREADID" => {
            i.need(Extension::ObjectId, RULE)?;
            FetchAtt::ThreadId
        }
        b"SAVEDATE" => {
            i.need(Extension::SaveDate, RULE)?;
            FetchAtt::SaveDate
        }
        b"PREVIEW" => {
            i.need(Extension::Preview, RULE)?;
            return preview(rest, in_list);
        }
        _ => {
            let macros = if in_list { 3 } else { 0 };
            let names = &NAMES[..NAMES.len() - macros];
            return fail_name(i, word, names, RULE, "FLAGS, UID, BODY or the like");
        }
    };
    Ok((rest, item))
}

fn body_section<'a, 'c>(i: In<'a, 'c>, peek: bool) -> Res<'a, 'c, FetchAtt<'a>> {
    let (i, section) = section(i)?;
    let (i, partial) = partial(i)?;
    Ok((i, FetchAtt::BodySection { peek, section, partial }))
}

fn binary<'a, 'c>(i: In<'a, 'c>, peek: bool) -> Res<'a, 'c, FetchAtt<'a>> {
    let (i, part) = section_binary(i)?;
    let (i, partial) = partial(i)?;
    Ok((i, FetchAtt::Binary { peek, part, partial }))
}

/// ```abnf
/// partial = "<" number64 "." nz-number64 ">"
/// ```
/// Numbers of 32 bits in IMAP4rev1.
fn partial<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<(u64, u64)>> {
    if !i.at(b'<') {
        return Ok((i, None));
    }
    let (i, offset) = number_or_64(i.skip(1))?;
    let (i, ()) = octet(b'.', "partial")(i)?;
    let (i, count) = match i.first() {
        Some(b'1'..=b'9') => number_or_64(i)?,
        // Only for the error.
        _ => nz_number(i).map(|(i, n)| (i, n.into()))?,
    };
    let (i, ()) = octet(b'>', "partial")(i)?;
    Ok((i, Some((offset, count))))
}

/// ```abnf
/// preview-mod = "LAZY"
/// ```
/// Outside a list, a parenthesis may as well begin the fetch-modifiers.
fn preview<'a, 'c>(i: In<'a, 'c>, in_list: bool) -> Res<'a, 'c, FetchAtt<'a>> {
    let open = matches!(i.octets, [b' ', b'(', ..]);
    if !open || (!in_list && !at_keyword(i.skip(2), "LAZY")) {
        return Ok((i, FetchAtt::Preview { lazy: false }));
    }
    let (i, _) = paren_list1(i.skip(1), "fetch-att", |i| {
        let (rest, word) = i.split(i.run(is_name_char));
        match is(word, b"LAZY") {
            true => Ok((rest, ())),
            false => fail_name(i, word, &["LAZY"], "preview-mod", "LAZY"),
        }
    })?;
    Ok((i, FetchAtt::Preview { lazy: true }))
}

/// ```abnf
/// fetch-modifiers    = SP "(" fetch-modifier *(SP fetch-modifier) ")"
/// ```
fn fetch_modifiers<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, Vec<FetchModifier<'a>>> {
    paren_list1(i, "fetch-modifiers", |i| fetch_modifier(i, uid))
}

/// ```abnf
/// fetch-modifier      =/ chgsince-fetch-mod
/// chgsince-fetch-mod  = "CHANGEDSINCE" SP mod-sequence-value
/// fetch-modifier      =/ modifier-partial
/// modifier-partial    = "PARTIAL" SP partial-range
/// rexpunges-fetch-mod = "VANISHED"   ;; It is only allowed in the UID FETCH command.
/// ```
fn fetch_modifier<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, FetchModifier<'a>> {
    const RULE: &str = "fetch-modifier";
    let (rest, name) = tagged_ext_label(i)?;
    match upper(name, &mut [0; 32]) {
        b"CHANGEDSINCE" => {
            i.need(Extension::CondStore, RULE)?;
            arg(rest, "chgsince-fetch-mod", mod_sequence_value)
                .map(|(i, since)| (i, FetchModifier::ChangedSince(since)))
        }
        b"VANISHED" if !uid => i.fail("rexpunges-fetch-mod", "VANISHED in UID FETCH only"),
        b"VANISHED" => {
            i.need(Extension::QResync, RULE)?;
            Ok((rest, FetchModifier::Vanished))
        }
        b"PARTIAL" => {
            i.need(Extension::Partial, RULE)?;
            arg(rest, "modifier-partial", partial_range)
                .map(|(i, range)| (i, FetchModifier::Partial(range)))
        }
        _ => {
            i.need(Extension::Generic, RULE)?;
            param(i).map(|(i, (name, value))| (i, FetchModifier::Extension(name, value)))
        }
    }
}
