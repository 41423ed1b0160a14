//! BODY and BODYSTRUCTURE (RFC 9051 §7.5.2, §9).

use super::envelope::envelope;
use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{is, number, number_or_64, octet, paren_list1, sp, sp_items0};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{at_nil, not_nil, nstring, string};
use crate::syntax::types::{
    Body, Disposition, Language, Location, MultiExtension, MultiPart, Octets, Params,
    SingleExtension, SingleKind, SinglePart, Value,
};

/// ```abnf
/// body = "(" (body-type-1part / body-type-mpart) ")"
/// ```
pub fn body<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Body<'a>> {
    i.nested("body", |i| {
        let (i, ()) = octet(b'(', "body")(i)?;
        let (i, body) = match i.at(b'(') {
            true => body_type_mpart(i).map(|(i, part)| (i, Body::Multi(Box::new(part))))?,
            false => body_type_1part(i).map(|(i, part)| (i, Body::Single(Box::new(part))))?,
        };
        let (i, ()) = octet(b')', "body")(i)?;
        Ok((i, body))
    })
}

/// ```abnf
/// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
/// body-ext-mpart  = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
///                   *(SP body-extension)]]]
/// ```
fn body_type_mpart<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, MultiPart<'a>> {
    let (mut i, first) = body(i)?;
    let mut parts = vec![first];
    while i.at(b'(') {
        let (rest, next) = body(i)?;
        parts.push(next);
        i = rest;
    }
    let (i, ()) = sp(i, "body-type-mpart")?;
    let (i, media_subtype) = string(i)?;
    let (i, extension) = optional(i, |i| {
        let (i, params) = body_fld_param(i)?;
        let (i, tail) = optional(i, body_fld_dsp)?;
        Ok((i, MultiExtension { params, tail }))
    })?;
    Ok((i, MultiPart { parts, media_subtype, extension }))
}

/// ```abnf
/// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
/// body-type-basic = media-basic SP body-fields
/// body-type-msg   = media-message SP body-fields SP envelope SP body SP body-fld-lines
/// body-type-text  = media-text SP body-fields SP body-fld-lines
/// body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
///                   body-fld-octets
/// body-ext-1part  = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
///                   *(SP body-extension)]]]
/// ```
/// `media-basic` has any string for the type, "TEXT" and "MESSAGE" among them: what follows the
/// fields tells whether it is one of the other two.
fn body_type_1part<'a, 'c>(start: In<'a, 'c>) -> Res<'a, 'c, SinglePart<'a>> {
    const RULE: &str = "body-fields";
    if !matches!(start.first(), Some(b'"' | b'{')) {
        return start.fail("body", "string or \"(\"");
    }
    let (i, media_type) = string(start)?;
    let (sub, ()) = sp(i, "body-type-1part")?;
    let (i, media_subtype) = string(sub)?;
    let (i, params) = body_fld_param(sp(i, "body-type-1part")?.0)?;
    let (i, id) = nstring(sp(i, RULE)?.0)?;
    let (i, description) = nstring(sp(i, RULE)?.0)?;
    let (i, encoding) = string(sp(i, RULE)?.0)?;
    let (i, octets) = number(sp(i, RULE)?.0)?;
    let (i, kind) = match i.octets {
        [b' ', b'0'..=b'9', ..] if media_text(start, &media_type) => {
            let (i, lines) = number_or_64(i.skip(1))?;
            (i, SingleKind::Text { lines })
        }
        [b' ', b'(', ..] if media_message(start, &media_type, sub, &media_subtype)? => {
            let (i, envelope) = envelope(i.skip(1))?;
            let (i, body) = body(sp(i, "body-type-msg")?.0)?;
            let (i, lines) = number_or_64(sp(i, "body-type-msg")?.0)?;
            (i, SingleKind::Message { envelope: Box::new(envelope), body: Box::new(body), lines })
        }
        _ => (i, SingleKind::Basic),
    };
    let (i, extension) = optional(i, |i| {
        let (i, md5) = nstring(i)?;
        let (i, tail) = optional(i, body_fld_dsp)?;
        Ok((i, SingleExtension { md5, tail }))
    })?;
    let octets = octets.into();
    let part = SinglePart {
        media_type,
        media_subtype,
        params,
        id,
        description,
        encoding,
        octets,
        kind,
        extension,
    };
    Ok((i, part))
}

/// ```abnf
/// media-text = DQUOTE "TEXT" DQUOTE SP media-subtype
/// ```
fn media_text(at: In<'_, '_>, name: &[u8]) -> bool {
    at.at(b'"') && is(name, b"TEXT")
}

/// ```abnf
/// media-message = DQUOTE "MESSAGE" DQUOTE SP DQUOTE ("RFC822" / "GLOBAL") DQUOTE
/// ```
/// "GLOBAL" is IMAP4rev2's and UTF8=ACCEPT's (RFC 9755).
fn media_message<'a, 'c>(
    at: In<'a, 'c>,
    name: &[u8],
    sub_at: In<'a, 'c>,
    sub: &[u8],
) -> Result<bool, nom::Err<crate::syntax::parse::input::Fail>> {
    if !(at.at(b'"') && sub_at.at(b'"') && is(name, b"MESSAGE")) {
        return Ok(false);
    }
    if is(sub, b"GLOBAL") {
        sub_at.need(Extension::Utf8Accept, "media-message")?;
        return Ok(true);
    }
    Ok(is(sub, b"RFC822"))
}

/// `[SP …]`
#[inline]
fn optional<'a, 'c, T>(
    i: In<'a, 'c>,
    parser: impl FnOnce(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Option<T>> {
    match i.at(b' ') {
        true => parser(i.skip(1)).map(|(i, value)| (i, Some(value))),
        false => Ok((i, None)),
    }
}

/// ```abnf
/// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
/// ```
fn body_fld_param<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Option<Params<'a>>> {
    const RULE: &str = "body-fld-param";
    match () {
        () if i.at(b'(') => paren_list1(i, RULE, |i| {
            let (i, name) = string(i)?;
            let (i, value) = string(sp(i, RULE)?.0)?;
            Ok((i, (name, value)))
        })
        .map(|(i, params)| (i, Some(params))),
        () if at_nil(i) => Ok((i.skip(3), None)),
        () => not_nil(i, RULE, "\"(\" or NIL"),
    }
}

/// ```abnf
/// body-fld-dsp = "(" string SP body-fld-param ")" / nil
/// ```
fn body_fld_dsp<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Disposition<'a>> {
    const RULE: &str = "body-fld-dsp";
    let (i, disposition) = match () {
        () if i.at(b'(') => {
            let (i, name) = string(i.skip(1))?;
            let (i, params) = body_fld_param(sp(i, RULE)?.0)?;
            let (i, ()) = octet(b')', RULE)(i)?;
            (i, Some((name, params)))
        }
        () if at_nil(i) => (i.skip(3), None),
        () => return not_nil(i, RULE, "\"(\" or NIL"),
    };
    let (i, tail) = optional(i, body_fld_lang)?;
    Ok((i, Disposition { disposition, tail }))
}

/// ```abnf
/// body-fld-lang = nstring / "(" string *(SP string) ")"
/// ```
fn body_fld_lang<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Language<'a>> {
    let (i, languages) = match i.at(b'(') {
        true => paren_list1(i, "body-fld-lang", string).map(|(i, all)| (i, Some(all)))?,
        false => nstring(i).map(|(i, one)| (i, one.map(|one: Octets<'a>| vec![one])))?,
    };
    let (i, tail) = optional(i, body_fld_loc)?;
    Ok((i, Language { languages, tail }))
}

/// ```abnf
/// body-fld-loc = nstring
/// ```
fn body_fld_loc<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Location<'a>> {
    let (i, location) = nstring(i)?;
    let (i, extensions) = sp_items0(i, body_extension)?;
    Ok((i, Location { location, extensions }))
}

/// ```abnf
/// body-extension = nstring / number / number64 / "(" body-extension *(SP body-extension) ")"
/// ```
fn body_extension<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Value<'a>> {
    const RULE: &str = "body-extension";
    match i.first() {
        Some(b'(') => i.nested(RULE, |i| {
            paren_list1(i, RULE, body_extension).map(|(i, all)| (i, Value::List(all)))
        }),
        Some(b'0'..=b'9') => {
            let (rest, _) = number_or_64(i)?;
            let (_, digits) = i.split(i.octets.len() - rest.octets.len());
            Ok((rest, Value::Atom(digits.into())))
        }
        Some(b'"' | b'{') => string(i).map(|(i, s)| (i, Value::String(s))),
        _ if at_nil(i) => {
            let (i, nil) = i.split(3);
            Ok((i, Value::Atom(nil.into())))
        }
        _ => not_nil(i, RULE, "string, number, NIL or \"(\""),
    }
}
