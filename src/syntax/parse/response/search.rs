//! SEARCH and SORT (RFC 9051 §9, RFC 5256 §5, RFC 7162 §7).

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{keyword, mod_sequence_value, nz_number, octet, sp};
use crate::syntax::parse::input::{In, Res};

/// ```abnf
/// obsolete-search-response = "SEARCH" *(SP nz-number)
/// sort-data    = "SORT" *(SP nz-number)
/// mailbox-data =/ "SEARCH" [1*(SP nz-number) SP search-sort-mod-seq]
/// sort-data    = "SORT" [1*(SP nz-number) SP search-sort-mod-seq]
/// ```
/// Behind the name.
pub fn search_data<'a, 'c>(
    mut i: In<'a, 'c>,
    rule: &'static str,
) -> Res<'a, 'c, (Vec<u32>, Option<u64>)> {
    let mut numbers = Vec::new();
    while i.at(b' ') {
        let next = i.skip(1);
        if next.at(b'(') && !numbers.is_empty() {
            next.need(Extension::CondStore, rule)?;
            return search_sort_mod_seq(next).map(|(i, modseq)| (i, (numbers, Some(modseq))));
        }
        let (rest, number) = nz_number(next)?;
        numbers.push(number);
        i = rest;
    }
    Ok((i, (numbers, None)))
}

/// ```abnf
/// search-sort-mod-seq = "(" "MODSEQ" SP mod-sequence-value ")"
/// ```
fn search_sort_mod_seq<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    const RULE: &str = "search-sort-mod-seq";
    let (i, ()) = octet(b'(', RULE)(i)?;
    let (i, ()) = keyword(i, "MODSEQ", RULE)?;
    let (i, value) = mod_sequence_value(sp(i, RULE)?.0)?;
    let (i, ()) = octet(b')', RULE)(i)?;
    Ok((i, value))
}
