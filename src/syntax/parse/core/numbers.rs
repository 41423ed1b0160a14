//! Numbers.

use super::super::input::{In, Res};
use crate::syntax::dialect::Revision;

/// ```abnf
/// number = 1*DIGIT   ; Unsigned 32-bit integer (0 <= n < 4,294,967,296)
/// ```
#[inline]
pub fn number<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u32> {
    number_as(i, "number")
}

#[inline]
fn number_as<'a, 'c>(i: In<'a, 'c>, rule: &'static str) -> Res<'a, 'c, u32> {
    let mut value = 0u64;
    let mut count = 0;
    for &octet in i.octets {
        let digit = octet.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + u64::from(digit);
        if value > u64::from(u32::MAX) {
            return i.skip(count).fail(rule, "a number below 4294967296");
        }
        count += 1;
    }
    match count {
        0 => i.fail(rule, "a number"),
        _ => Ok((i.skip(count), value as u32)),
    }
}

/// ```abnf
/// nz-number = digit-nz *DIGIT   ; Non-zero unsigned 32-bit integer
/// ```
#[inline]
pub fn nz_number<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u32> {
    match i.first() {
        Some(b'1'..=b'9') => number_as(i, "nz-number"),
        _ => i.fail("nz-number", "a number without leading zero, not 0"),
    }
}

/// ```abnf
/// number64 = 1*DIGIT   ; Unsigned 63-bit integer (0 <= n <= 9,223,372,036,854,775,807)
/// ```
#[inline]
pub fn number64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    let mut value = 0u64;
    let mut count = 0;
    for &octet in i.octets {
        let digit = octet.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        match value.checked_mul(10).and_then(|v| v.checked_add(u64::from(digit))) {
            Some(next) if next <= MAX_63 => value = next,
            _ => return i.skip(count).fail("number64", "a number below 2^63"),
        }
        count += 1;
    }
    match count {
        0 => i.fail("number64", "a number"),
        _ => Ok((i.skip(count), value)),
    }
}

/// Largest `number64` and `mod-sequence-value`.
pub const MAX_63: u64 = i64::MAX as u64;

/// `number` in IMAP4rev1 that IMAP4rev2 has widened to `number64`.
#[inline]
pub fn number_or_64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    if !i.cx.revisions().rev2 {
        return number(i).map(|(rest, n)| (rest, n.into()));
    }
    let (rest, value) = number64(i)?;
    if value > u64::from(u32::MAX) {
        i.only(Revision::Rev2, "number", "a number below 4294967296")?;
    }
    Ok((rest, value))
}

/// ```abnf
/// nz-number64 = digit-nz *DIGIT   ; Unsigned 63-bit integer (0 < n)
/// ```
pub fn nz_number64<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    match i.first() {
        Some(b'1'..=b'9') => number64(i),
        _ => i.fail("nz-number64", "a number without leading zero, not 0"),
    }
}

/// ```abnf
/// mod-sequence-value = 1*DIGIT   ; Positive unsigned 63-bit integer (RFC 7162 §7)
/// ```
pub fn mod_sequence_value<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    match number64(i)? {
        // Behind noughts something else may come.
        (rest, 0) if rest.octets.is_empty() => rest.fail("mod-sequence-value", "a number above 0"),
        (_, 0) => i.fail("mod-sequence-value", "a number above 0"),
        found => Ok(found),
    }
}

/// ```abnf
/// mod-sequence-valzer = "0" / mod-sequence-value
/// ```
pub fn mod_sequence_valzer<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, u64> {
    number64(i)
}

// ---- lists
