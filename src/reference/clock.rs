//! Time, as an argument.

use crate::syntax::types::{Date, DateTime};

/// A moment, given by the shell with each call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Now {
    /// Milliseconds since the Unix epoch, UTC.
    pub unix_ms: u64,
    /// Milliseconds of a clock that never goes back.
    pub tick: u64,
}

impl Now {
    /// This moment on both clocks.
    pub const fn from_unix_ms(unix_ms: u64) -> Self {
        Self { unix_ms, tick: unix_ms }
    }

    /// Seconds since the epoch.
    pub const fn seconds(self) -> u64 {
        self.unix_ms / 1000
    }

    /// As `date-time`, in UTC.
    pub fn date_time(self) -> DateTime {
        let (days, rest) = (self.seconds() / 86_400, self.seconds() % 86_400);
        DateTime {
            date: civil(days),
            hour: small(rest / 3600),
            minute: small(rest / 60 % 60),
            second: small(rest % 60),
            zone: 0,
        }
    }
}

fn small(number: u64) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// The day that lies `days` after 1970-01-01; years past 9999 stay at the last day of 9999.
fn civil(days: u64) -> Date {
    let shifted = days.min(2_932_896) + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let moved = (5 * of_year + 2) / 153;
    let day = of_year - (153 * moved + 2) / 5 + 1;
    let month = if moved < 10 { moved + 3 } else { moved - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    Date { year: u16::try_from(year).unwrap_or(9999), month: small(month), day: small(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        let date = |s: u64| {
            let d = Now::from_unix_ms(s * 1000).date_time();
            (d.date.year, d.date.month, d.date.day, d.hour, d.minute, d.second)
        };
        assert_eq!(date(0), (1970, 1, 1, 0, 0, 0));
        assert_eq!(date(951_782_399), (2000, 2, 28, 23, 59, 59));
        assert_eq!(date(951_782_400), (2000, 2, 29, 0, 0, 0));
        assert_eq!(date(1_764_054_000), (2025, 11, 25, 7, 0, 0));
        assert_eq!(date(u64::MAX / 1000).0, 9999);
    }
}
