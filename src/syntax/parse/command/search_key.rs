//! Search keys (RFC 9051 §6.4.4; RFC 5032, 5466, 6203, 7162, 8474, 8514, 9738).

use std::borrow::Cow;

use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    atom, is_atom_char, is_name_char, keyword, mod_sequence_valzer, number_or_64, nz_number, octet,
    paren_list1, run1, sp, sp_list1, upper,
};
use crate::syntax::parse::dates::date;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::sequence_set;
use crate::syntax::parse::strings::astring;
use crate::syntax::parse::words::{arg, fail_name, name_of};
use crate::syntax::types::{EntryType, Flag, Octets, SearchKey};

const RULE: &str = "search-key";

/// `search-key *(SP search-key)`
pub fn search_keys<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<SearchKey<'a>>> {
    sp_list1(i, search_key)
}

/// Names of search keys.
pub(super) const NAMES: &[&str] = &[
    "ALL",
    "ANSWERED",
    "BCC",
    "BEFORE",
    "BODY",
    "CC",
    "DELETED",
    "DRAFT",
    "EMAILID",
    "FILTER",
    "FLAGGED",
    "FROM",
    "FUZZY",
    "HEADER",
    "KEYWORD",
    "LARGER",
    "MODSEQ",
    "NEW",
    "NOT",
    "OLD",
    "OLDER",
    "ON",
    "OR",
    "RECENT",
    "SAVEDATESUPPORTED",
    "SAVEDBEFORE",
    "SAVEDON",
    "SAVEDSINCE",
    "SEEN",
    "SENTBEFORE",
    "SENTON",
    "SENTSINCE",
    "SINCE",
    "SMALLER",
    "SUBJECT",
    "TEXT",
    "THREADID",
    "TO",
    "UID",
    "UIDAFTER",
    "UIDBEFORE",
    "UNANSWERED",
    "UNDELETED",
    "UNDRAFT",
    "UNFLAGGED",
    "UNKEYWORD",
    "UNSEEN",
    "YOUNGER",
];

/// ```abnf
/// search-key = "ALL" / "ANSWERED" / "BCC" SP astring / "BEFORE" SP date / "BODY" SP astring /
///              "CC" SP astring / "DELETED" / "FLAGGED" / "FROM" SP astring /
///              "KEYWORD" SP flag-keyword / "NEW" / "OLD" / "ON" SP date / "RECENT" / "SEEN" /
///              "SINCE" SP date / "SUBJECT" SP astring / "TEXT" SP astring / "TO" SP astring /
///              "UNANSWERED" / "UNDELETED" / "UNFLAGGED" / "UNKEYWORD" SP flag-keyword / "UNSEEN" /
///              "DRAFT" / "HEADER" SP header-fld-name SP astring / "LARGER" SP number64 /
///              "NOT" SP search-key / "OR" SP search-key SP search-key / "SENTBEFORE" SP date /
///              "SENTON" SP date / "SENTSINCE" SP date / "SMALLER" SP number64 /
///              "UID" SP sequence-set / "UNDRAFT" / sequence-set /
///              "(" search-key *(SP search-key) ")"
/// search-key =/ ( "OLDER" / "YOUNGER" ) SP nz-number                       ; RFC 5032
/// search-key =/ "FILTER" SP filter-name                                    ; RFC 5466
/// search-key =/ "FUZZY" SP search-key                                      ; RFC 6203
/// search-key =/ search-modsequence                                         ; RFC 7162
/// search-key =/ "EMAILID" SP objectid / "THREADID" SP objectid             ; RFC 8474
/// search-key =/ "SAVEDBEFORE" SP date / "SAVEDON" SP date / "SAVEDSINCE" SP date /
///               "SAVEDATESUPPORTED"                                        ; RFC 8514
/// ```
/// NEW, OLD and RECENT are IMAP4rev1's, which has 32 bits for LARGER and SMALLER. RFC 9738 §3.2 has
/// UIDAFTER and UIDBEFORE, each with a UID, in its prose.
pub fn search_key<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SearchKey<'a>> {
    use SearchKey as K;
    match i.first() {
        Some(b'(') => {
            return i
                .nested(RULE, |i| paren_list1(i, RULE, search_key))
                .map(|(i, k)| (i, K::And(k)));
        }
        Some(b'0'..=b'9' | b'*' | b'$') => {
            return sequence_set(i).map(|(i, set)| (i, K::SequenceSet(set)));
        }
        _ => {}
    }
    let (rest, word) = i.split(i.run(is_name_char));
    let key = match upper(word, &mut [0; 32]) {
        b"ALL" => K::All,
        b"ANSWERED" => K::Answered,
        b"DELETED" => K::Deleted,
        b"DRAFT" => K::Draft,
        b"FLAGGED" => K::Flagged,
        b"SEEN" => K::Seen,
        b"UNANSWERED" => K::Unanswered,
        b"UNDELETED" => K::Undeleted,
        b"UNDRAFT" => K::Undraft,
        b"UNFLAGGED" => K::Unflagged,
        b"UNSEEN" => K::Unseen,
        b"BCC" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::Bcc(s))),
        b"BODY" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::Body(s))),
        b"CC" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::Cc(s))),
        b"FROM" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::From(s))),
        b"SUBJECT" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::Subject(s))),
        b"TEXT" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::Text(s))),
        b"TO" => return arg(rest, RULE, astring).map(|(i, s)| (i, K::To(s))),
        b"HEADER" => {
            let (i, name) = arg(rest, RULE, astring)?;
            return arg(i, RULE, astring).map(|(i, s)| (i, K::Header(name, s)));
        }
        b"BEFORE" => return arg(rest, RULE, date).map(|(i, d)| (i, K::Before(d))),
        b"ON" => return arg(rest, RULE, date).map(|(i, d)| (i, K::On(d))),
        b"SINCE" => return arg(rest, RULE, date).map(|(i, d)| (i, K::Since(d))),
        b"SENTBEFORE" => return arg(rest, RULE, date).map(|(i, d)| (i, K::SentBefore(d))),
        b"SENTON" => return arg(rest, RULE, date).map(|(i, d)| (i, K::SentOn(d))),
        b"SENTSINCE" => return arg(rest, RULE, date).map(|(i, d)| (i, K::SentSince(d))),
        b"KEYWORD" => return arg(rest, RULE, flag_keyword).map(|(i, f)| (i, K::Keyword(f))),
        b"UNKEYWORD" => return arg(rest, RULE, flag_keyword).map(|(i, f)| (i, K::Unkeyword(f))),
        b"LARGER" => return arg(rest, RULE, number_or_64).map(|(i, n)| (i, K::Larger(n))),
        b"SMALLER" => return arg(rest, RULE, number_or_64).map(|(i, n)| (i, K::Smaller(n))),
        b"UID" => return arg(rest, RULE, sequence_set).map(|(i, set)| (i, K::Uid(set))),
        b"NOT" => return key_of(rest).map(|(i, key)| (i, K::Not(Box::new(key)))),
        b"OR" => {
            let (i, one) = key_of(rest)?;
            return key_of(i).map(|(i, two)| (i, K::Or(Box::new(one), Box::new(two))));
        }
        b"NEW" => {
            name_of(i, rest, Revision::Rev1, RULE, "a search-key of IMAP4rev2: NEW is none")?;
            K::New
        }
        b"OLD" => {
            name_of(i, rest, Revision::Rev1, RULE, "a search-key of IMAP4rev2: OLD is none")?;
            K::Old
        }
        b"RECENT" => {
            name_of(i, rest, Revision::Rev1, RULE, "a search-key of IMAP4rev2: RECENT is none")?;
            K::Recent
        }
        name => return extension_key(i, rest, word, name),
    };
    Ok((rest, key))
}

/// `SP search-key`, one level deeper.
fn key_of<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SearchKey<'a>> {
    arg(i, RULE, |i| i.nested(RULE, search_key))
}

/// The extensions' keys. `i` is at the key's name, `rest` behind it; `name` is `word` in upper case.
fn extension_key<'a, 'c>(
    i: In<'a, 'c>,
    rest: In<'a, 'c>,
    word: &[u8],
    name: &[u8],
) -> Res<'a, 'c, SearchKey<'a>> {
    use SearchKey as K;
    let need = |extension| i.need(extension, RULE);
    match name {
        b"OLDER" => {
            need(Extension::Within)?;
            arg(rest, RULE, nz_number).map(|(i, n)| (i, K::Older(n)))
        }
        b"YOUNGER" => {
            need(Extension::Within)?;
            arg(rest, RULE, nz_number).map(|(i, n)| (i, K::Younger(n)))
        }
        b"MODSEQ" => {
            need(Extension::CondStore)?;
            search_modsequence(rest)
        }
        b"EMAILID" => {
            need(Extension::ObjectId)?;
            arg(rest, RULE, objectid).map(|(i, id)| (i, K::EmailId(id)))
        }
        b"THREADID" => {
            need(Extension::ObjectId)?;
            arg(rest, RULE, objectid).map(|(i, id)| (i, K::ThreadId(id)))
        }
        b"SAVEDBEFORE" => {
            need(Extension::SaveDate)?;
            arg(rest, RULE, date).map(|(i, d)| (i, K::SavedBefore(d)))
        }
        b"SAVEDON" => {
            need(Extension::SaveDate)?;
            arg(rest, RULE, date).map(|(i, d)| (i, K::SavedOn(d)))
        }
        b"SAVEDSINCE" => {
            need(Extension::SaveDate)?;
            arg(rest, RULE, date).map(|(i, d)| (i, K::SavedSince(d)))
        }
        b"SAVEDATESUPPORTED" => {
            need(Extension::SaveDate)?;
            Ok((rest, K::SaveDateSupported))
        }
        b"FUZZY" => {
            need(Extension::Fuzzy)?;
            key_of(rest).map(|(i, key)| (i, K::Fuzzy(Box::new(key))))
        }
        b"FILTER" => {
            need(Extension::Filters)?;
            arg(rest, RULE, filter_name).map(|(i, name)| (i, K::Filter(name)))
        }
        b"UIDAFTER" => {
            need(Extension::MessageLimit)?;
            arg(rest, RULE, nz_number).map(|(i, uid)| (i, K::UidAfter(uid)))
        }
        b"UIDBEFORE" => {
            need(Extension::MessageLimit)?;
            arg(rest, RULE, nz_number).map(|(i, uid)| (i, K::UidBefore(uid)))
        }
        _ => fail_name(i, word, NAMES, RULE, "a search-key"),
    }
}

/// ```abnf
/// flag-keyword = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" / "$Phishing" / atom
/// ```
fn flag_keyword<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Flag<'a>> {
    run1(i, is_atom_char, "flag-keyword", "keyword")
        .map(|(i, name)| (i, Flag::Keyword(Cow::Borrowed(name))))
}

/// ```abnf
/// filter-name = 1*<any ATOM-CHAR except "/">
/// ```
fn filter_name<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    run1(i, |b| is_atom_char(b) && b != b'/', "filter-name", "name of a filter")
        .map(|(i, name)| (i, Cow::Borrowed(name)))
}

/// ```abnf
/// objectid = 1*255(ALPHA / DIGIT / "_" / "-")
/// ```
fn objectid<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let is_id_char = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let (rest, id) = run1(i, is_id_char, "objectid", "object identifier")?;
    match id.len() {
        0..=255 => Ok((rest, Cow::Borrowed(id))),
        _ => i.skip(255).fail("objectid", "at most 255 characters"),
    }
}

/// ```abnf
/// search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer
/// search-modseq-ext  = SP entry-name SP entry-type-req
/// ```
fn search_modsequence<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SearchKey<'a>> {
    const RULE: &str = "search-modsequence";
    let (i, ()) = sp(i, RULE)?;
    if !i.at(b'"') {
        return mod_sequence_valzer(i).map(|(i, value)| (i, SearchKey::ModSeq(None, value)));
    }
    let (i, name) = entry_flag_name(i)?;
    let (i, kind) = arg(i, "search-modseq-ext", entry_type_req)?;
    let (i, value) = arg(i, RULE, mod_sequence_valzer)?;
    Ok((i, SearchKey::ModSeq(Some((name, kind)), value)))
}

/// ```abnf
/// entry-flag-name     = DQUOTE "/flags/" attr-flag DQUOTE
/// attr-flag           = "\\Answered" / "\\Flagged" / "\\Deleted" / "\\Seen" / "\\Draft" /
///                       attr-flag-keyword / attr-flag-extension   ;; Does not include "\\Recent".
/// attr-flag-extension = "\\" atom
/// attr-flag-keyword   = atom
/// ```
/// The value is what the quoted string means: a single "\" before the name of a system flag.
fn entry_flag_name<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Octets<'a>> {
    let (start, ()) = octet(b'"', "entry-flag-name")(i)?;
    let (i, ()) = keyword(start, "/flags/", "entry-flag-name")?;
    let (i, value) = match i.octets {
        [b'\\', b'\\', ..] => {
            let (rest, name) = atom(i.skip(2))?;
            if name.eq_ignore_ascii_case(b"Recent") {
                return i.skip(2).fail("attr-flag", "a flag other than \\Recent");
            }
            (rest, Cow::Owned([start.split(7).1, b"\\", name].concat()))
        }
        [b'\\', ..] => return i.skip(1).fail("attr-flag-extension", "\"\\\""),
        _ => {
            let (rest, name) = run1(i, is_atom_char, "attr-flag-keyword", "name of a flag")?;
            (rest, Cow::Borrowed(start.split(7 + name.len()).1))
        }
    };
    let (i, ()) = octet(b'"', "entry-flag-name")(i)?;
    Ok((i, value))
}

/// ```abnf
/// entry-type-resp = "priv" / "shared"
/// entry-type-req  = entry-type-resp / "all"
/// ```
fn entry_type_req<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, EntryType> {
    let (rest, word) = i.split(i.run(is_name_char));
    match upper(word, &mut [0; 32]) {
        b"ALL" => Ok((rest, EntryType::All)),
        b"PRIV" => Ok((rest, EntryType::Private)),
        b"SHARED" => Ok((rest, EntryType::Shared)),
        _ => {
            let names = &["ALL", "PRIV", "SHARED"];
            fail_name(i, word, names, "entry-type-req", "priv, shared or all")
        }
    }
}
