//! Dates (RFC 9051 §9).

use super::core::octet;
use super::input::{In, Res};
use crate::syntax::types::{Date, DateTime};

/// ```abnf
/// date      = date-text / DQUOTE date-text DQUOTE
/// date-text = date-day "-" date-month "-" date-year
/// ```
pub fn date<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Date> {
    if !i.at(b'"') {
        return date_text(i);
    }
    let (i, date) = date_text(i.skip(1))?;
    let (i, ()) = octet(b'"', "date")(i)?;
    Ok((i, date))
}

fn date_text<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Date> {
    let (rest, day) = match i.octets {
        [b'0'..=b'9', b'0'..=b'9', ..] => digits(i, 2, "date-day")?,
        _ => digits(i, 1, "date-day")?,
    };
    day_rest(i, rest, day, "date-text")
}

/// ```abnf
/// date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
/// date-day-fixed = (SP DIGIT) / 2DIGIT
/// time           = 2DIGIT ":" 2DIGIT ":" 2DIGIT
/// zone           = ("+" / "-") 4DIGIT
/// ```
pub fn date_time<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, DateTime> {
    const RULE: &str = "date-time";
    let (i, ()) = octet(b'"', RULE)(i)?;
    let (rest, day) = match i.first() {
        Some(b' ') => digits(i.skip(1), 1, "date-day-fixed")?,
        _ => digits(i, 2, "date-day-fixed")?,
    };
    let (i, date) = day_rest(i, rest, day, RULE)?;
    let (i, ()) = octet(b' ', RULE)(i)?;
    let (i, hour) = bounded(i, 23, "an hour up to 23")?;
    let (i, ()) = octet(b':', "time")(i)?;
    let (i, minute) = bounded(i, 59, "a minute up to 59")?;
    let (i, ()) = octet(b':', "time")(i)?;
    let (i, second) = bounded(i, 60, "a second up to 60")?;
    let (i, ()) = octet(b' ', RULE)(i)?;
    let sign = match i.first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return i.fail("zone", "\"+\" or \"-\""),
    };
    let (i, hours) = digits(i.skip(1), 2, "zone")?;
    let (i, minutes) = match digits(i, 2, "zone")? {
        (_, 60..) => return i.fail("zone", "minutes below 60"),
        found => found,
    };
    let (i, ()) = octet(b'"', RULE)(i)?;
    let zone = sign * (hours as i16 * 60 + minutes as i16);
    Ok((i, DateTime { date, hour, minute, second, zone }))
}

/// What follows the day: `"-" date-month "-" date-year`.
///
/// ```abnf
/// date-month = "Jan" / "Feb" / "Mar" / "Apr" / "May" / "Jun" /
///              "Jul" / "Aug" / "Sep" / "Oct" / "Nov" / "Dec"
/// date-year  = 4DIGIT
/// ```
fn day_rest<'a, 'c>(
    start: In<'a, 'c>,
    i: In<'a, 'c>,
    day: u16,
    rule: &'static str,
) -> Res<'a, 'c, Date> {
    let (i, ()) = octet(b'-', rule)(i)?;
    if !(1..=31).contains(&day) {
        return start.fail_back(start.octets.len(), rule, "a day from 1 to 31");
    }
    let name = i.octets.get(..3).unwrap_or_default();
    let Some(month) = MONTHS.iter().position(|m| name.eq_ignore_ascii_case(m.as_bytes())) else {
        let cut = i.octets.len() < 3;
        return i.skip(if cut { 3 } else { 0 }).fail("date-month", "a month as in \"Jan\"");
    };
    let (i, ()) = octet(b'-', rule)(i.skip(3))?;
    let (i, year) = digits(i, 4, "date-year")?;
    Ok((i, Date { year, month: month as u8 + 1, day: day as u8 }))
}

/// Names of the months as RFC 9051 spells them.
pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn digits<'a, 'c>(i: In<'a, 'c>, count: usize, rule: &'static str) -> Res<'a, 'c, u16> {
    let mut value = 0;
    for at in 0..count {
        match i.octets.get(at) {
            Some(&digit @ b'0'..=b'9') => value = value * 10 + u16::from(digit - b'0'),
            _ => return i.skip(at).fail(rule, "DIGIT"),
        }
    }
    Ok((i.skip(count), value))
}

fn bounded<'a, 'c>(i: In<'a, 'c>, most: u16, expected: &'static str) -> Res<'a, 'c, u8> {
    let (rest, value) = digits(i, 2, "time")?;
    if value > most {
        return i.fail("time", expected);
    }
    Ok((rest, value as u8))
}

/// What stands between the quotes of a `date-time`, where it is one.
pub fn date_time_of(octets: &[u8]) -> Option<DateTime> {
    let quoted = [b"\"", octets, b"\""].concat();
    let dialect = crate::syntax::dialect::Dialect::everything();
    super::whole(&quoted, &dialect, crate::syntax::frame::Sender::Server, date_time)
        .ok()
        .map(|parsed| parsed.value)
}
