//! The Date field (RFC 5322 §3.3, obsolete forms of §4.3 included), and time as a number.

use super::header::Header;
use super::lexer::{Kind, tokens};
use crate::syntax::types::{Date, DateTime};

/// Names of the months, as dates have them.
const MONTHS: [&[u8]; 12] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
];

/// The sent date: day, time and zone of the Date field as written. A bad zone is UTC, a bad
/// time is 00:00:00 (RFC 5256 §2.2); `None` if there is no field or no day in it.
pub fn sent_date(header: &Header<'_>) -> Option<DateTime> {
    parse(&header.text("Date")?)
}

/// Reads the text of a Date field.
pub fn parse(text: &[u8]) -> Option<DateTime> {
    let words: Vec<Vec<u8>> = tokens(text, b",")
        .into_iter()
        .filter_map(|token| match token.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    // A day of the week may stand before: it is no number.
    let mut words = words.iter().skip_while(|word| !word.iter().all(u8::is_ascii_digit));
    let day = number(words.next()?, 2)?;
    let name = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| name == *month)? as u8 + 1;
    let year = words.next()?;
    let year = match (number(year, 4)?, year.len()) {
        (year @ 0..=49, 2) => year + 2000,
        (year, 2 | 3) => year + 1900,
        (year, _) => year,
    };
    let date = Date { year, month, day: u8::try_from(day).ok()? };
    if date.day == 0 || date.day > days_in(date) {
        return None;
    }
    let time = words.next().and_then(|word| time(word));
    let zone = words.next().and_then(|word| zone(word)).unwrap_or(0);
    let (hour, minute, second) = time.unwrap_or_default();
    Some(DateTime { date, hour, minute, second, zone: if time.is_some() { zone } else { 0 } })
}

fn number(digits: &[u8], most: usize) -> Option<u16> {
    let fits = !digits.is_empty() && digits.len() <= most && digits.iter().all(u8::is_ascii_digit);
    fits.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
}

fn time(word: &[u8]) -> Option<(u8, u8, u8)> {
    let mut parts = word.split(|&octet| octet == b':').map(|part| number(part, 2));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let valid = hour < 24 && minute < 60 && second <= 60 && parts.next().is_none();
    valid.then_some((hour as u8, minute as u8, second as u8))
}

/// The zone in minutes east of UTC; `None` if it is none that we know.
fn zone(word: &[u8]) -> Option<i16> {
    let (sign, digits) = match word {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => {
            let hours = match word.to_ascii_uppercase().as_slice() {
                b"UT" | b"GMT" | b"UTC" | b"Z" => 0,
                b"EDT" => -4,
                b"EST" | b"CDT" => -5,
                b"CST" | b"MDT" => -6,
                b"MST" | b"PDT" => -7,
                b"PST" => -8,
                _ => return None,
            };
            return Some(hours * 60);
        }
    };
    if digits.len() != 4 {
        return None;
    }
    let value = number(digits, 4)? as i16;
    (value % 100 < 60).then_some(sign * (value / 100 * 60 + value % 100))
}

fn days_in(date: Date) -> u8 {
    let leap = date.year.is_multiple_of(4)
        && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
    match date.month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Seconds since the Unix epoch, in UTC.
pub fn seconds(time: DateTime) -> i64 {
    let clock = (i64::from(time.hour) * 60 + i64::from(time.minute)) * 60 + i64::from(time.second);
    days(time.date) * 86_400 + clock - i64::from(time.zone) * 60
}

/// Days since the Unix epoch (proleptic Gregorian calendar).
pub fn days(date: Date) -> i64 {
    // Years begin in March here, so that the leap day is the last.
    let (year, month) = match i64::from(date.month) {
        month @ 3.. => (i64::from(date.year), month - 3),
        month => (i64::from(date.year) - 1, month + 9),
    };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + i64::from(date.day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The time in UTC of so many seconds since the Unix epoch; years 0 to 9999, cut there.
pub fn date_time(seconds: i64) -> DateTime {
    let seconds = seconds.clamp(-62_167_219_200, 253_402_300_799);
    let (days, clock) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let from_march = days + 719_468;
    let (era, of_era) = (from_march.div_euclid(146_097), from_march.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, wrap) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    DateTime {
        date: Date { year: (era * 400 + year + wrap) as u16, month: month as u8, day: day as u8 },
        hour: (clock / 3600) as u8,
        minute: (clock / 60 % 60) as u8,
        second: (clock % 60) as u8,
        zone: 0,
    }
}

/// The same moment as a clock in another zone shows it, `zone` minutes east of UTC.
pub fn in_zone(moment: DateTime, zone: i16) -> DateTime {
    let shown = seconds(moment).saturating_add(i64::from(zone) * 60);
    DateTime { zone, ..date_time(shown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(i64, String)> {
        let time = parse(text.as_bytes())?;
        let day = format!("{}-{}-{}", time.date.year, time.date.month, time.date.day);
        Some((seconds(time), day))
    }

    #[test]
    fn dates_are_read() {
        for (text, utc, day) in [
            ("Thu, 1 Jan 1970 00:00:00 +0000", 0, "1970-1-1"),
            ("31 Dec 2000 16:01:33 -0800", 978_307_293, "2000-12-31"),
            ("Sat, 21 Mar 2026 01:30:00 +0200 (c)", 1_774_049_400, "2026-3-21"),
            ("Sat, 21 Mar 2026 00:15 GMT", 1_774_052_100, "2026-3-21"),
            ("21 march 2026 00:00:00 XYZ", 1_774_051_200, "2026-3-21"),
            ("21 Mar 2026 99:00:00 +0100", 1_774_051_200, "2026-3-21"),
            ("21 Mar 26", 1_774_051_200, "2026-3-21"),
            ("29 Feb 96 12:00:00 EST", 825_613_200, "1996-2-29"),
        ] {
            assert_eq!(of(text), Some((utc, day.into())), "{text}");
        }
        for bad in ["", "yesterday", "30 Feb 2026 00:00:00 +0000", "1 Foo 2026", "0 Jan 2026", "1"]
        {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn there_and_back() {
        for time in [0, -1, 951_782_399, 951_782_400, 1_774_052_100, 253_402_300_799] {
            assert_eq!(seconds(date_time(time)), time);
            assert_eq!(seconds(in_zone(date_time(time / 2), -570)), time / 2);
        }
        for day in (0..60_000).step_by(13) {
            assert_eq!(days(date_time(day * 86_400).date), day);
        }
    }
}
