//! Sets of messages: sequence-set and uid-set (RFC 9051 §9), `$` (RFC 5182), partial-range
//! (RFC 9394).

use super::core::{nz_number, octet};
use super::input::{In, Res};
use crate::syntax::dialect::Extension;
use crate::syntax::types::{PartialRange, SeqNumber, SeqRange, SequenceSet};

/// ```abnf
/// sequence-set     = (seq-number / seq-range) ["," sequence-set]
/// sequence-set     =/ seq-last-command
/// seq-last-command = "$"
/// ```
/// `1,$` is derivable; but "$" is used "instead of" a set (RFC 9051 §6.4.4.1, RFC 5182 §2.1).
pub fn sequence_set<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SequenceSet> {
    if i.at(b'$') {
        i.need(Extension::SearchRes, "seq-last-command")?;
        return Ok((i.skip(1), SequenceSet::Saved));
    }
    ranges(i, seq_number).map(|(i, ranges)| (i, SequenceSet::Ranges(ranges)))
}

/// ```abnf
/// seq-number = nz-number / "*"
/// ```
pub fn seq_number<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SeqNumber> {
    match i.first() {
        Some(b'*') => Ok((i.skip(1), SeqNumber::Star)),
        Some(b'1'..=b'9') => nz_number(i).map(|(i, n)| (i, SeqNumber::Number(n))),
        _ => i.fail("seq-number", "nz-number or \"*\""),
    }
}

/// ```abnf
/// uid-set   = (uniqueid / uid-range) *("," uid-set)
/// uid-range = (uniqueid ":" uniqueid)
/// ```
pub fn uid_set<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SequenceSet> {
    ranges(i, uniqueid).map(|(i, ranges)| (i, SequenceSet::Ranges(ranges)))
}

/// ```abnf
/// uniqueid = nz-number
/// ```
fn uniqueid<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, SeqNumber> {
    nz_number(i).map(|(i, n)| (i, SeqNumber::Number(n)))
}

/// ```abnf
/// seq-range = seq-number ":" seq-number
/// ```
fn ranges<'a, 'c>(
    mut i: In<'a, 'c>,
    number: impl Fn(In<'a, 'c>) -> Res<'a, 'c, SeqNumber>,
) -> Res<'a, 'c, Vec<SeqRange>> {
    let mut ranges = Vec::new();
    loop {
        let (rest, from) = number(i)?;
        let (rest, to) = if rest.at(b':') { number(rest.skip(1))? } else { (rest, from) };
        ranges.push(SeqRange { from, to });
        if !rest.at(b',') {
            return Ok((rest, ranges));
        }
        i = rest.skip(1);
    }
}

/// ```abnf
/// partial-range-first = nz-number ":" nz-number
/// partial-range-last  = MINUS nz-number ":" MINUS nz-number
/// partial-range       = partial-range-first / partial-range-last
/// ```
pub fn partial_range<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, PartialRange> {
    if !i.at(b'-') {
        let (i, from) = nz_number(i)?;
        let (i, ()) = octet(b':', "partial-range-first")(i)?;
        let (i, to) = nz_number(i)?;
        return Ok((i, PartialRange { from: from.into(), to: to.into() }));
    }
    let (i, from) = nz_number(i.skip(1))?;
    let (i, ()) = octet(b':', "partial-range-last")(i)?;
    let (i, ()) = octet(b'-', "partial-range-last")(i)?;
    let (i, to) = nz_number(i)?;
    Ok((i, PartialRange { from: -i64::from(from), to: -i64::from(to) }))
}

/// All of `octets` as a `sequence-set`, where it is one.
pub fn sequence_set_of(octets: &[u8]) -> Option<SequenceSet> {
    let dialect = crate::syntax::dialect::Dialect::everything();
    super::whole(octets, &dialect, crate::syntax::frame::Sender::Server, sequence_set)
        .ok()
        .map(|parsed| parsed.value)
}
