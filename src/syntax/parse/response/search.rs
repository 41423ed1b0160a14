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
    // About three digits a number, so that it is never larger than the input.
    let mut numbers = Vec::with_capacity(i.octets.len() / 4);
    loop {
        i = i.skip(plain_numbers(i.octets, &mut numbers));
        if !i.at(b' ') {
            return Ok((i, (numbers, None)));
        }
        let next = i.skip(1);
        if next.at(b'(') && !numbers.is_empty() {
            next.need(Extension::CondStore, rule)?;
            return search_sort_mod_seq(next).map(|(i, modseq)| (i, (numbers, Some(modseq))));
        }
        let (rest, number) = nz_number(next)?;
        numbers.push(number);
        i = rest;
    }
}

/// `*(SP nz-number)` of up to nine digits, up to the first thing that is anything else: how many
/// octets they are. Long results are made of these.
fn plain_numbers(octets: &[u8], numbers: &mut Vec<u32>) -> usize {
    let mut done = 0;
    while let Some([b' ', b'1'..=b'9']) = octets.get(done..done + 2) {
        let mut value = 0u32;
        let mut at = done + 1;
        while let Some(digit @ b'0'..=b'9') = octets.get(at) {
            value = value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
            at += 1;
        }
        if at > done + 10 {
            break;
        }
        numbers.push(value);
        let width = at - done - 1;
        done = at;
        done += same_width(octets.get(done..).unwrap_or_default(), width, numbers);
    }
    done
}

/// As [`plain_numbers`] for as long as all have `width` digits, eight octets in one register:
/// numbers in order come in long runs of one width. Up to seven digits, else nothing is read.
fn same_width(octets: &[u8], width: usize, numbers: &mut Vec<u32>) -> usize {
    const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);
    const TOP_BITS: u64 = u64::from_ne_bytes([0x80; 8]);
    const TEN_TO_TOP: u64 = u64::from_ne_bytes([0x80 - 10; 8]);
    let mut done = 0;
    if !(1..=7).contains(&width) {
        return done;
    }
    // The octet behind the digits is none, and those before it are.
    let end = 0x80u64 << (8 * width);
    let up_to_end = (end << 1).wrapping_sub(1);
    while let Some([space, digits @ ..]) = octets.get(done..).and_then(<[u8]>::first_chunk::<9>) {
        let digits = u64::from_le_bytes(*digits) ^ ZEROS;
        let others = (digits.wrapping_add(TEN_TO_TOP) | digits) & TOP_BITS;
        if *space != b' ' || digits & 0xff == 0 || others & up_to_end != end {
            break;
        }
        // Eight digits with leading zeros, then pairs, fours and the whole of them.
        let eight = digits << (8 * (8 - width));
        let pairs = (eight.wrapping_mul(10).wrapping_add(eight >> 8)) & 0x00ff_00ff_00ff_00ff;
        let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_ffff_0000_ffff;
        numbers.push(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) as u32);
        done += width + 1;
    }
    done
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
