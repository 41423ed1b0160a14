//! SEARCH, SORT, THREAD, ESEARCH and what they share (RFC 9051 §6.4.4; RFC 4466, 4731, 5182, 5256,
//! 5267, 5957, 6203, 7377, 9394).

use std::borrow::Cow;

use super::fetch::fetch_att;
use super::generic::param;
use super::notify::filter_mailboxes;
use super::search_key::search_keys;
use crate::syntax::dialect::{Extension, Revision};
use crate::syntax::parse::core::{
    atom, is_name_char, octet, paren_list0, paren_list1, sp, sp_items1, upper,
};
use crate::syntax::parse::ext::tagged_ext_label;
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::partial_range;
use crate::syntax::parse::strings::{astring, charset, quoted};
use crate::syntax::parse::words::{arg, at_word, fail_name};
use crate::syntax::types::{
    CommandBody, Octets, ReturnOption, Search, SearchKey, SortCriterion, SortKey,
};

/// ```abnf
/// search = "SEARCH" [search-return-opts] SP search-program
/// ```
pub fn search<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "search")?;
    let (i, search) = returning_program(i, "search")?;
    Ok((i, CommandBody::Search { uid, search }))
}

/// `[search-return-opts SP] search-program`
fn returning_program<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, Search<'a>> {
    let (i, returns) = match at_word(i, "RETURN", rule)?.1 {
        true => {
            let (i, returns) = search_return_opts(i)?;
            (sp(i, rule)?.0, Some(returns))
        }
        false => (i, None),
    };
    let (i, (charset, keys)) = search_program(i, returns.is_some())?;
    Ok((i, Search { returns, charset, keys }))
}

/// ```abnf
/// search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"
/// ```
/// `i` is at "RETURN".
fn search_return_opts<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<ReturnOption<'a>>> {
    i.need(Extension::Esearch, "search-return-opts")?;
    arg(i.skip(6), "search-return-opts", |i| {
        paren_list0(i, "search-return-opts", search_return_opt)
    })
}

/// ```abnf
/// search-return-opt  = "MIN" / "MAX" / "ALL" / "COUNT" / "SAVE" / search-ret-opt-ext
/// search-return-opt  =/ modifier-context / modifier-partial / modifier-update
/// search-return-opt  =/ "RELEVANCY"
/// modifier-context   = "CONTEXT"
/// modifier-partial   = "PARTIAL" SP partial-range
/// modifier-update    = "UPDATE" [ "(" fetch-att *(SP fetch-att) ")" ]
/// search-ret-opt-ext = search-modifier-name [SP search-mod-params]
/// ```
/// All but the second form of UPDATE have the shape of search-ret-opt-ext, and so take nothing
/// but ESEARCH. That form is RFC 5465's, whose example in §5.5 has a space before the parenthesis.
fn search_return_opt<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ReturnOption<'a>> {
    let (rest, name) = tagged_ext_label(i)?;
    let option = match upper(name, &mut [0; 32]) {
        b"MIN" => ReturnOption::Min,
        b"MAX" => ReturnOption::Max,
        b"ALL" => ReturnOption::All,
        b"COUNT" => ReturnOption::Count,
        b"SAVE" => ReturnOption::Save,
        b"CONTEXT" => ReturnOption::Context,
        b"RELEVANCY" => ReturnOption::Relevancy,
        b"PARTIAL" => {
            return arg(rest, "modifier-partial", partial_range)
                .map(|(i, range)| (i, ReturnOption::Partial(range)));
        }
        b"UPDATE" => {
            let open = match rest.octets {
                [b'(', ..] => rest,
                [b' ', b'(', ..] => rest.skip(1),
                _ => return Ok((rest, ReturnOption::Update(Vec::new()))),
            };
            rest.need(Extension::Notify, "modifier-update")?;
            return paren_list1(open, "modifier-update", fetch_att)
                .map(|(i, items)| (i, ReturnOption::Update(items)));
        }
        _ => {
            return param(i).map(|(i, (name, value))| (i, ReturnOption::Extension(name, value)));
        }
    };
    Ok((rest, option))
}

/// ```abnf
/// search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
/// ```
/// IMAP4rev1 alone, without RETURN, has `"CHARSET" SP astring`.
fn search_program<'a, 'c>(
    i: In<'a, 'c>,
    returning: bool,
) -> Res<'a, 'c, (Option<Octets<'a>>, Vec<SearchKey<'a>>)> {
    const RULE: &str = "search-program";
    let (i, charset) = match at_word(i, "CHARSET", RULE)?.1 {
        true => {
            let (i, charset) = arg(i.skip(7), RULE, |i| search_charset(i, returning))?;
            (sp(i, RULE)?.0, Some(charset))
        }
        false => (i, None),
    };
    search_keys(i).map(|(i, keys)| (i, (charset, keys)))
}

fn search_charset<'a, 'c>(i: In<'a, 'c>, returning: bool) -> Res<'a, 'c, Octets<'a>> {
    if returning || !i.cx.revisions().rev1 {
        return charset(i);
    }
    let (rest, value) = astring(i)?;
    if i.at(b'{') || (!i.at(b'"') && value.contains(&b']')) {
        i.only(Revision::Rev1, "charset", "atom or quoted")?;
    }
    Ok((rest, value))
}

/// ```abnf
/// sort            = ["UID" SP] "SORT" SP sort-criteria SP search-criteria
/// extended-sort   = ["UID" SP] "SORT" search-return-opts SP sort-criteria SP search-criteria
/// sort-criteria   = "(" sort-criterion *(SP sort-criterion) ")"
/// ```
pub fn sort<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "sort")?;
    let (i, returns) = match at_word(i, "RETURN", "sort")?.1 {
        true => {
            need_extended_sort(i)?;
            let (i, returns) = search_return_opts(i)?;
            (sp(i, "extended-sort")?.0, Some(returns))
        }
        false => (i, None),
    };
    let (i, criteria) = paren_list1(i, "sort-criteria", sort_criterion)?;
    let (i, (charset, keys)) = arg(i, "sort", search_criteria)?;
    let search = Search { returns, charset: Some(charset), keys };
    Ok((i, CommandBody::Sort { uid, criteria, search }))
}

/// CONTEXT=SORT and ESORT both bring extended-sort (RFC 5267 §5).
fn need_extended_sort<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, ()> {
    let esort = i.allows(Extension::Esort) && !i.allows(Extension::Context);
    i.need(if esort { Extension::Esort } else { Extension::Context }, "extended-sort")
}

/// Names of sort keys.
pub(super) const SORT_NAMES: &[&str] = &[
    "ARRIVAL",
    "CC",
    "DATE",
    "DISPLAYFROM",
    "DISPLAYTO",
    "FROM",
    "RELEVANCY",
    "SIZE",
    "SUBJECT",
    "TO",
];

/// ```abnf
/// sort-criterion = ["REVERSE" SP] sort-key
/// sort-key       = "ARRIVAL" / "CC" / "DATE" / "FROM" / "SIZE" / "SUBJECT" / "TO"
/// sort-key       =/ "DISPLAYFROM" / "DISPLAYTO"
/// sort-key       =/ "RELEVANCY"
/// ```
fn sort_criterion<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SortCriterion> {
    const RULE: &str = "sort-key";
    let reverse = at_word(i, "REVERSE", "sort-criterion")?.1;
    let (i, ()) = if reverse { sp(i.skip(7), "sort-criterion")? } else { (i, ()) };
    let (rest, word) = i.split(i.run(is_name_char));
    let key = match upper(word, &mut [0; 32]) {
        b"ARRIVAL" => SortKey::Arrival,
        b"CC" => SortKey::Cc,
        b"DATE" => SortKey::Date,
        b"FROM" => SortKey::From,
        b"SIZE" => SortKey::Size,
        b"SUBJECT" => SortKey::Subject,
        b"TO" => SortKey::To,
        b"DISPLAYFROM" => {
            i.need(Extension::SortDisplay, RULE)?;
            SortKey::DisplayFrom
        }
        b"DISPLAYTO" => {
            i.need(Extension::SortDisplay, RULE)?;
            SortKey::DisplayTo
        }
        b"RELEVANCY" => {
            i.need(Extension::Fuzzy, RULE)?;
            SortKey::Relevancy
        }
        _ => return fail_name(i, word, SORT_NAMES, RULE, "ARRIVAL, CC, DATE, FROM or the like"),
    };
    Ok((rest, SortCriterion { reverse, key }))
}

/// ```abnf
/// search-criteria = charset 1*(SP search-key)
/// ```
fn search_criteria<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, (Octets<'a>, Vec<SearchKey<'a>>)> {
    let (i, charset) = charset(i)?;
    let (i, keys) = arg(i, "search-criteria", search_keys)?;
    Ok((i, (charset, keys)))
}

/// ```abnf
/// thread         = ["UID" SP] "THREAD" SP thread-alg SP search-criteria
/// thread-alg     = "ORDEREDSUBJECT" / "REFERENCES" / thread-alg-ext
/// thread-alg-ext = atom
/// ```
pub fn thread<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, algorithm) = arg(i, "thread", atom)?;
    let (i, (charset, keys)) = arg(i, "thread", search_criteria)?;
    let search = Search { returns: None, charset: Some(charset), keys };
    Ok((i, CommandBody::Thread { uid, algorithm: Cow::Borrowed(algorithm), search }))
}

/// ```abnf
/// esearch             = "ESEARCH" [SP esearch-source-opts] [SP search-return-opts]
///                       SP search-program
/// esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")"
/// source-mbox         = filter-mailboxes *(SP filter-mailboxes)
/// scope-options       = scope-option *(SP scope-option)
/// scope-option        = scope-option-name [SP scope-option-value]
/// ```
/// search-return-opts brings its own SP: one space stands before RETURN, as in RFC 7377's examples.
pub fn esearch<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    const RULE: &str = "esearch-source-opts";
    let (mut i, ()) = sp(i, "esearch")?;
    let (mut sources, mut scope) = (Vec::new(), Vec::new());
    if at_word(i, "IN", RULE)?.1 {
        let (rest, ()) = arg(i.skip(2), RULE, octet(b'(', RULE))?;
        let (rest, first) = filter_mailboxes(rest, true)?;
        sources.push(first);
        i = rest;
        while i.at(b' ') && !i.skip(1).at(b'(') {
            let (rest, source) = filter_mailboxes(i.skip(1), true)?;
            sources.push(source);
            i = rest;
        }
        if i.at(b' ') {
            (i, scope) = paren_list1(i.skip(1), "scope-options", param)?;
        }
        i = octet(b')', RULE)(i)?.0;
        i = sp(i, "esearch")?.0;
    }
    let (i, search) = returning_program(i, "esearch")?;
    Ok((i, CommandBody::Esearch { sources, scope, search }))
}

/// ```abnf
/// command-select =/ "CANCELUPDATE" 1*(SP quoted)
/// ```
pub fn cancelupdate<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    sp_items1(i, "command-select", quoted).map(|(i, tags)| (i, CommandBody::CancelUpdate(tags)))
}
