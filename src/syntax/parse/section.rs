//! What of a message: section, section-binary (RFC 9051 §6.4.5, §9).

use super::core::{is_name_char, nz_number, octet, paren_list1, sp, upper};
use super::input::{In, Res};
use super::strings::astring;
use super::words::fail_name;
use crate::syntax::types::{Octets, Section, SectionText};

/// ```abnf
/// section      = "[" [section-spec] "]"
/// section-spec = section-msgtext / (section-part ["." section-text])
/// ```
pub fn section<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Section<'a>> {
    let (i, ()) = octet(b'[', "section")(i)?;
    if i.at(b']') {
        return Ok((i.skip(1), Section { part: Vec::new(), text: None }));
    }
    let (i, section) = if matches!(i.first(), Some(b'0'..=b'9')) {
        let (i, part) = section_part(i, true)?;
        match i.at(b'.') {
            true => {
                let (i, text) = section_text(i.skip(1), true)?;
                (i, Section { part, text: Some(text) })
            }
            false => (i, Section { part, text: None }),
        }
    } else {
        let (i, text) = section_text(i, false)?;
        (i, Section { part: Vec::new(), text: Some(text) })
    };
    let (i, ()) = octet(b']', "section")(i)?;
    Ok((i, section))
}

/// ```abnf
/// section-binary = "[" [section-part] "]"
/// ```
pub fn section_binary<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<u32>> {
    let (i, ()) = octet(b'[', "section-binary")(i)?;
    if i.at(b']') {
        return Ok((i.skip(1), Vec::new()));
    }
    let (i, part) = section_part(i, false)?;
    let (i, ()) = octet(b']', "section-binary")(i)?;
    Ok((i, part))
}

/// ```abnf
/// section-part = nz-number *("." nz-number)
/// ```
/// Where a section-text may follow, a "." that no digit follows is left for it.
fn section_part<'a, 'c>(i: In<'a, 'c>, text: bool) -> Res<'a, 'c, Vec<u32>> {
    let (mut i, first) = nz_number(i)?;
    let mut part = vec![first];
    while i.at(b'.') && (!text || matches!(i.octets, [_, b'0'..=b'9', ..])) {
        let (rest, number) = nz_number(i.skip(1))?;
        part.push(number);
        i = rest;
    }
    Ok((i, part))
}

/// Names of section texts; the last one only behind a part number.
const TEXTS: &[&str] = &["HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT", "TEXT", "MIME"];

/// ```abnf
/// section-text    = section-msgtext / "MIME"
/// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
/// ```
fn section_text<'a, 'c>(i: In<'a, 'c>, in_part: bool) -> Res<'a, 'c, SectionText<'a>> {
    let (rest, word) = i.split(i.run(is_name_char));
    match upper(word, &mut [0; 32]) {
        b"HEADER" => Ok((rest, SectionText::Header)),
        b"TEXT" => Ok((rest, SectionText::Text)),
        b"MIME" if in_part => Ok((rest, SectionText::Mime)),
        b"HEADER.FIELDS" => {
            let (rest, ()) = sp(rest, "section-msgtext")?;
            header_list(rest).map(|(i, names)| (i, SectionText::HeaderFields(names)))
        }
        b"HEADER.FIELDS.NOT" => {
            let (rest, ()) = sp(rest, "section-msgtext")?;
            header_list(rest).map(|(i, names)| (i, SectionText::HeaderFieldsNot(names)))
        }
        _ if in_part => {
            fail_name(i, word, TEXTS, "section-text", "HEADER, HEADER.FIELDS, TEXT or MIME")
        }
        b"MIME" => i.fail("section-spec", "a part number before MIME"),
        _ => {
            let expected = "\"]\", a part number, HEADER, HEADER.FIELDS or TEXT";
            fail_name(i, word, &TEXTS[..4], "section-spec", expected)
        }
    }
}

/// ```abnf
/// header-list     = "(" header-fld-name *(SP header-fld-name) ")"
/// header-fld-name = astring
/// ```
fn header_list<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Octets<'a>>> {
    paren_list1(i, "header-list", astring)
}
