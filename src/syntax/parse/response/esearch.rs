//! ESEARCH (RFC 4731, RFC 9051 §7.3.4, §9; RFC 5267, 6203, 7162, 7377, 9394).

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{
    at_keyword, is, is_label_char, is_name_char, mod_sequence_value, number, nz_number, octet,
    paren_list0, paren_list1, sp, sp_items0, upper,
};
use crate::syntax::parse::ext::{tag_string, tagged_ext_label, tagged_ext_val};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::{partial_range, sequence_set};
use crate::syntax::parse::strings::{astring, at_nil, not_nil};
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{Esearch, EsearchItem, Mailbox, SequenceSet};

/// ```abnf
/// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
/// ```
/// Behind the name. UID is a name that data could have as well: it is, where it cannot be the other.
pub fn esearch_response<'a, 'c>(mut i: In<'a, 'c>) -> Res<'a, 'c, Esearch<'a>> {
    let mut found =
        Esearch { tag: None, mailbox: None, uid_validity: None, uid: false, items: Vec::new() };
    if let [b' ', b'(', ..] = i.octets {
        i = search_correlator(i.skip(1), &mut found)?.0;
    }
    if i.at(b' ')
        && at_keyword(i.skip(1), "UID")
        && i.skip(1).run(is_label_char) == 3
        && let Ok((rest, items)) = sp_items0(i.skip(4), search_return_data)
    {
        (found.uid, found.items) = (true, items);
        return Ok((rest, found));
    }
    let (i, items) = sp_items0(i, search_return_data)?;
    found.items = items;
    Ok((i, found))
}

/// ```abnf
/// search-correlator = SP "(" "TAG" SP tag-string ")"
/// search-correlator = SP "(" one-correlator *(SP one-correlator) ")"   ; RFC 7377
/// one-correlator    = ("TAG" SP tag-string) / ("MAILBOX" SP astring) /
///                     ("UIDVALIDITY" SP nz-number)
/// ```
/// "Each correlator MUST appear exactly once" (RFC 7377 §5): at most once here.
fn search_correlator<'a, 'c>(i: In<'a, 'c>, found: &mut Esearch<'a>) -> Res<'a, 'c, ()> {
    const RULE: &str = "search-correlator";
    let (mut i, ()) = octet(b'(', RULE)(i)?;
    loop {
        let (rest, word) = i.split(i.run(is_name_char));
        i = match upper(word, &mut [0; 32]) {
            b"TAG" if found.tag.is_none() => {
                let (i, tag) = tag_string(sp(rest, RULE)?.0)?;
                found.tag = Some(tag);
                i
            }
            b"MAILBOX" if found.mailbox.is_none() => {
                i.need(Extension::MultiSearch, "one-correlator")?;
                let (i, name) = astring(sp(rest, "one-correlator")?.0)?;
                found.mailbox = Some(Mailbox(name));
                i
            }
            b"UIDVALIDITY" if found.uid_validity.is_none() => {
                i.need(Extension::MultiSearch, "one-correlator")?;
                let (i, n) = nz_number(sp(rest, "one-correlator")?.0)?;
                found.uid_validity = Some(n);
                i
            }
            _ => return no_correlator(i, word, found),
        };
        match i.first() {
            Some(b' ') if left(found).next().is_some() => i = i.skip(1),
            _ => return octet(b')', RULE)(i),
        }
    }
}

/// The correlators that may still come.
fn left(found: &Esearch<'_>) -> impl Iterator<Item = &'static str> {
    let names = [
        ("TAG", found.tag.is_none()),
        ("MAILBOX", found.mailbox.is_none()),
        ("UIDVALIDITY", found.uid_validity.is_none()),
    ];
    names.into_iter().filter_map(|(name, left)| left.then_some(name))
}

/// Fails for a word that is none of the correlators that are left. One that came before is wrong
/// from its first octet on, also where the input ends with it, or it goes on behind the name.
#[cold]
fn no_correlator<'a, 'c>(i: In<'a, 'c>, word: &[u8], found: &Esearch<'_>) -> Res<'a, 'c, ()> {
    let names: Vec<_> = left(found).collect();
    let again = ["TAG", "MAILBOX", "UIDVALIDITY"].iter().any(|name| is(word, name.as_bytes()));
    let expected = if again { "each of them once" } else { "TAG, MAILBOX or UIDVALIDITY" };
    fail_name(i, word, &names, "search-correlator", expected)
}

/// ```abnf
/// search-return-data  = "MIN" SP nz-number / "MAX" SP nz-number / "ALL" SP sequence-set /
///                       "COUNT" SP number / search-ret-data-ext
/// search-ret-data-ext = search-modifier-name SP search-return-value
/// search-return-data  =/ "MODSEQ" SP mod-sequence-value                        ; RFC 4731
/// search-return-data  =/ ret-data-partial / ret-data-addto / ret-data-removefrom ; RFC 5267
/// search-return-data  =/ "RELEVANCY" SP score-list                             ; RFC 6203
/// ```
/// `search-ret-data-ext` has nearly all of them, so that none takes its extension for what that has;
/// where the extension is not there, they are read by the generic syntax. What that does not have is
/// MODSEQ beyond 32 bits in IMAP4rev1, and `*` in a set.
fn search_return_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, EsearchItem<'a>> {
    const RULE: &str = "search-return-data";
    let (rest, label) = tagged_ext_label(i)?;
    let (value, ()) = sp(rest, RULE)?;
    let has = |extension| i.cx.dialect().allows(extension);
    match upper(label, &mut [0; 32]) {
        b"MIN" => nz_number(value).map(|(i, n)| (i, EsearchItem::Min(n))),
        b"MAX" => nz_number(value).map(|(i, n)| (i, EsearchItem::Max(n))),
        b"ALL" => all(value).map(|(i, set)| (i, EsearchItem::All(set))),
        b"COUNT" => number(value).map(|(i, n)| (i, EsearchItem::Count(n))),
        b"MODSEQ" if has(Extension::CondStore) => {
            let (i, n) = mod_sequence_value(value)?;
            if n > u64::from(u32::MAX) {
                value.need_in_rev1(Extension::CondStore, RULE)?;
            }
            Ok((i, EsearchItem::ModSeq(n)))
        }
        b"PARTIAL" if has(Extension::Partial) || has(Extension::Context) => {
            let by = if has(Extension::Partial) { Extension::Partial } else { Extension::Context };
            ret_data_partial(value, by)
        }
        b"ADDTO" if has(Extension::Context) => {
            update_list(value, "ret-data-addto").map(|(i, all)| (i, EsearchItem::AddTo(all)))
        }
        b"REMOVEFROM" if has(Extension::Context) => update_list(value, "ret-data-removefrom")
            .map(|(i, all)| (i, EsearchItem::RemoveFrom(all))),
        b"RELEVANCY" if has(Extension::Fuzzy) => paren_list0(value, "score-list", score)
            .map(|(i, scores)| (i, EsearchItem::Relevancy(scores))),
        _ => {
            tagged_ext_val(value).map(|(i, value)| (i, EsearchItem::Extension(label.into(), value)))
        }
    }
}

/// A set in data that `extension` has. As an astring, which the generic syntax has, it holds no `*`.
fn set_in_list<'a, 'c>(i: In<'a, 'c>, extension: Extension) -> Res<'a, 'c, SequenceSet> {
    let (rest, set) = generic_set(i)?;
    let (_, octets) = i.split(i.octets.len() - rest.octets.len());
    if octets.contains(&b'*') {
        i.need_beyond(extension, "search-return-data")?;
    }
    Ok((rest, set))
}

/// `$` is an astring without SEARCHRES, too.
fn generic_set<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SequenceSet> {
    match i.at(b'$') {
        true => Ok((i.skip(1), SequenceSet::Saved)),
        false => sequence_set(i),
    }
}

/// "Note that "$" marker is not allowed after the ALL return data item" (RFC 9051 §9).
fn all<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SequenceSet> {
    match i.at(b'$') {
        true => i.fail("search-return-data", "a sequence-set other than \"$\""),
        false => sequence_set(i),
    }
}

/// ```abnf
/// ret-data-partial = "PARTIAL" SP "(" partial-range SP partial-results ")"
/// partial-results  = sequence-set / "NIL"
/// ```
fn ret_data_partial<'a, 'c>(i: In<'a, 'c>, by: Extension) -> Res<'a, 'c, EsearchItem<'a>> {
    const RULE: &str = "ret-data-partial";
    let (i, ()) = octet(b'(', RULE)(i)?;
    let (i, range) = partial_range(i)?;
    let (i, ()) = sp(i, RULE)?;
    let (i, set) = match i.first() {
        Some(b'1'..=b'9' | b'*' | b'$') => set_in_list(i, by).map(|(i, set)| (i, Some(set)))?,
        _ if at_nil(i) => (i.skip(3), None),
        _ => return not_nil(i, "partial-results", "sequence-set or NIL"),
    };
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, EsearchItem::Partial(range, set)))
}

/// ```abnf
/// ret-data-addto = "ADDTO" SP "(" context-position SP sequence-set
///                  *(SP context-position SP sequence-set) ")"
/// context-position = number
/// ```
/// And `ret-data-removefrom` likewise.
fn update_list<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, Vec<(u32, SequenceSet)>> {
    paren_list1(i, rule, |i| {
        let (i, position) = number(i)?;
        let (i, set) = set_in_list(sp(i, rule)?.0, Extension::Context)?;
        Ok((i, (position, set)))
    })
}

/// ```abnf
/// score-list = "(" [score *(SP score)] ")"
/// score      = 1*3DIGIT   ; (1 <= n <= 100)
/// ```
fn score<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u32> {
    let mut value = 0;
    let mut count = 0;
    while let Some(digit @ b'0'..=b'9') = i.skip(count).first() {
        let next = value * 10 + u32::from(digit - b'0');
        match (count, next) {
            (3, _) => return i.skip(3).fail("score", "at most 3 digits"),
            (_, 101..) | (2, 0) => return i.skip(count).fail("score", "a number from 1 to 100"),
            _ => value = next,
        }
        count += 1;
    }
    match value {
        0 => i.skip(count).fail("score", "a number from 1 to 100"),
        _ => Ok((i.skip(count), value)),
    }
}
