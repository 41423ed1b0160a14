//! APPEND and REPLACE (RFC 9051 §6.3.12; RFC 3502, 3516, 4466, 4469, 6855, 8508).

use std::borrow::Cow;

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{at_keyword, is_label_char, octet, paren_list1, sp, upper};
use crate::syntax::parse::dates::date_time;
use crate::syntax::parse::ext::{tagged_ext_label, tagged_ext_val};
use crate::syntax::parse::flags::flag_list;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::seq_number;
use crate::syntax::parse::strings::{astring, literal, literal8, mailbox};
use crate::syntax::parse::words::{arg, fail_name};
use crate::syntax::types::{AppendData, AppendMessage, CatPart, CommandBody, Octets};

/// ```abnf
/// append = "APPEND" SP mailbox 1*append-message
///          ;; only a single append-message may appear if MULTIAPPEND capability is not present
/// ```
pub fn append<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, mailbox) = arg(i, "append", mailbox)?;
    let (mut i, first) = append_message(i)?;
    let mut messages = vec![first];
    while i.at(b' ') {
        i.need(Extension::MultiAppend, "append")?;
        let (rest, message) = append_message(i)?;
        messages.push(message);
        i = rest;
    }
    Ok((i, CommandBody::Append { mailbox, messages }))
}

/// ```abnf
/// replace = "REPLACE" SP seq-number SP mailbox append-message
/// ```
pub fn replace<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, number) = arg(i, "replace", seq_number)?;
    let (i, mailbox) = arg(i, "replace", mailbox)?;
    let (i, message) = append_message(i)?;
    Ok((i, CommandBody::Replace { uid, number, mailbox, message: Box::new(message) }))
}

/// ```abnf
/// append-message = append-opts SP append-data
/// append-opts    = [SP flag-list] [SP date-time] *(SP append-ext)
/// append-ext     = append-ext-name SP append-ext-value
/// append-data    = literal / literal8 / append-data-ext
/// append-data    =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"
/// append-data    =/ utf8-literal
/// append-data-ext = tagged-ext
/// ```
fn append_message<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, AppendMessage<'a>> {
    const RULE: &str = "append-message";
    let (i, ()) = sp(i, RULE)?;
    let (i, flags) = match i.at(b'(') {
        true => {
            let (i, flags) = flag_list(i)?;
            (sp(i, RULE)?.0, flags)
        }
        false => (i, Vec::new()),
    };
    let (mut i, date) = match i.at(b'"') {
        true => {
            let (i, date) = date_time(i)?;
            (sp(i, RULE)?.0, Some(date))
        }
        false => (i, None),
    };
    let mut extensions = Vec::new();
    loop {
        let (rest, data) = match i.first() {
            Some(b'{') => literal(i).map(|(i, data)| (i, AppendData::Literal(data)))?,
            Some(b'~') => {
                need_literal8(i)?;
                literal8(i).map(|(i, data)| (i, AppendData::Literal8(data)))?
            }
            _ => match labelled(i)? {
                (rest, AppendData::Extension(name, value)) => {
                    // An append-ext, unless no data follows it: behind flags or a date, which begin
                    // the next message, there is some.
                    let next = matches!(rest.octets, [b' ', b'(' | b'"', ..])
                        && rest.allows(Extension::MultiAppend);
                    if next || !rest.at(b' ') {
                        (rest, AppendData::Extension(name, value))
                    } else {
                        extensions.push((name, value));
                        i = rest.skip(1);
                        continue;
                    }
                }
                found => found,
            },
        };
        return Ok((rest, AppendMessage { flags, date, extensions, data }));
    }
}

/// `literal8` as a message: BINARY's, or by RFC 4466's append-data CATENATE's. IMAP4rev2 has left
/// it out.
fn need_literal8<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ()> {
    const RULE: &str = "append-data";
    let dialect = i.cx.dialect();
    if !dialect.allows(Extension::Binary) && dialect.allows(Extension::Catenate) {
        return i.need(Extension::Catenate, RULE);
    }
    i.need_beyond(Extension::Binary, RULE)
}

/// Data, or an option, that begins with a name.
fn labelled<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, AppendData<'a>> {
    const RULE: &str = "append-data";
    let (rest, word) = i.split(i.run(is_label_char));
    match upper(word, &mut [0; 32]) {
        b"CATENATE" => {
            i.need(Extension::Catenate, RULE)?;
            let (i, parts) = arg(rest, RULE, |i| paren_list1(i, RULE, cat_part))?;
            Ok((i, AppendData::Catenate(parts)))
        }
        b"UTF8" => {
            i.need_beyond(Extension::Utf8Accept, RULE)?;
            utf8_literal(rest).map(|(i, data)| (i, AppendData::Utf8(data)))
        }
        b"" => i.fail(RULE, "a literal"),
        _ => {
            i.need(Extension::Generic, RULE)?;
            let (rest, name) = tagged_ext_label(i)?;
            let (rest, value) = arg(rest, "append-ext", tagged_ext_val)?;
            Ok((rest, AppendData::Extension(Cow::Borrowed(name), value)))
        }
    }
}

/// ```abnf
/// utf8-literal = "UTF8" SP "(" literal8 ")"
/// ```
/// RFC 6855; RFC 9755 has no such thing any more.
fn utf8_literal<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    const RULE: &str = "utf8-literal";
    let (i, ()) = arg(i, RULE, octet(b'(', RULE))?;
    let (i, data) = literal8(i)?;
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, data))
}

/// ```abnf
/// cat-part     = text-literal / url
/// cat-part     =/ utf8-literal
/// text-literal = "TEXT" SP literal
/// url          = "URL" SP astring
/// ```
fn cat_part<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CatPart<'a>> {
    if at_keyword(i, "TEXT") {
        return arg(i.skip(4), "text-literal", literal).map(|(i, text)| (i, CatPart::Text(text)));
    }
    if at_keyword(i, "URL") {
        return arg(i.skip(3), "url", astring).map(|(i, url)| (i, CatPart::Url(url)));
    }
    if at_keyword(i, "UTF8") {
        i.need_beyond(Extension::Utf8Accept, "cat-part")?;
        return utf8_literal(i.skip(4)).map(|(i, text)| (i, CatPart::Utf8(text)));
    }
    let (_, word) = i.split(i.run(is_label_char));
    fail_name(i, word, &["TEXT", "URL", "UTF8"], "cat-part", "TEXT or URL")
}
