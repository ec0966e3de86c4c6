//! Dates and times as text: the ISO form that both databases read and write.
//!
//! ```text
//!  2026-01-31   12:30:00.250   2026-01-31 12:30:00+00:00   0044-03-15 BC
//! ```
//!
//! As text too, the earlier of two instants in UTC comes first. Years before 1 are written as
//! PostgreSQL reads them.

use std::fmt;

/// A date, a time of day, or both, maybe with an offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Moment {
    pub(super) date: Option<Date>,
    pub(super) clock: Option<Clock>,
    /// Seconds east of Greenwich.
    pub(super) offset: Option<i32>,
}

/// A day of the proleptic Gregorian calendar; nothing has checked that it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    /// Year 0 is 1 BC.
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// A time of day; a leap second has the number 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
}

impl Moment {
    /// Reads a text: one of ours, of either database, or of RFC 3339.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (text, is_before_christ) = match text.strip_suffix(" BC") {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (date, clock) = match text.split_once([' ', 'T', 't']) {
            Some((date, clock)) => (Some(date), Some(clock)),
            None if text.contains(':') => (None, Some(text)),
            None => (Some(text), None),
        };
        let mut moment = Self::default();
        if let Some(date) = date {
            moment.date = Some(Date::parse(date, is_before_christ)?);
        }
        if let Some(text) = clock {
            let at = text.find(['+', '-', 'Z', 'z']).unwrap_or(text.len());
            let (clock, offset) = text.split_at_checked(at)?;
            moment.clock = Some(Clock::parse(clock.trim_end())?);
            if !offset.is_empty() {
                moment.offset = Some(parse_offset(offset)?);
            }
        }
        Some(moment)
    }
}

impl Date {
    fn parse(text: &str, is_before_christ: bool) -> Option<Self> {
        // A sign belongs to the year.
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let mut parts = digits.split('-');
        let mut number = || parts.next().and_then(whole);
        let year = sign * i32::try_from(number()?).ok()?;
        let date = Self {
            year: if is_before_christ { 1 - year } else { year },
            month: number()?.try_into().ok()?,
            day: number()?.try_into().ok()?,
        };
        parts.next().is_none().then_some(date)
    }
}

impl Clock {
    fn parse(text: &str) -> Option<Self> {
        let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let mut parts = text.split(':').map(whole);
        let clock = Self {
            hour: parts.next()??.try_into().ok()?,
            minute: parts.next()??.try_into().ok()?,
            second: parts.next().unwrap_or(Some(0))?.try_into().ok()?,
            nanosecond: nanoseconds(fraction)?,
        };
        parts.next().is_none().then_some(clock)
    }
}

/// Reads `Z`, `+01`, `+0100`, `+01:00` and `+00:53:28`.
fn parse_offset(text: &str) -> Option<i32> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+')?),
    };
    let text = text.replace(':', "");
    if !matches!(text.len(), 2 | 4 | 6) {
        return None;
    }
    let part = |at: usize| text.get(at..at + 2).map_or(Some(0), whole);
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    Some(sign * i32::try_from(seconds).ok()?)
}

fn whole(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

/// Reads at most nine digits after the point.
fn nanoseconds(fraction: &str) -> Option<u32> {
    let missing = 9_usize.checked_sub(fraction.len())?;
    Some(whole(fraction)? * 10_u32.pow(u32::try_from(missing).ok()?))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_before_christ = false;
        if let Some(Date { year, month, day }) = self.date {
            is_before_christ = year < 1;
            let year = if is_before_christ { 1 - year } else { year };
            write!(f, "{year:04}-{month:02}-{day:02}")?;
        }
        if let Some(clock) = self.clock {
            let space = if self.date.is_some() { " " } else { "" };
            write!(f, "{space}{clock}")?;
        }
        if let Some(offset) = self.offset {
            let (sign, seconds) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
            write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
            if seconds % 60 != 0 {
                write!(f, ":{:02}", seconds % 60)?;
            }
        }
        f.write_str(if is_before_christ { " BC" } else { "" })
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            hour,
            minute,
            second,
            nanosecond,
        } = *self;
        write!(f, "{hour:02}:{minute:02}:{second:02}")?;
        if nanosecond == 0 {
            Ok(())
        } else if nanosecond % 1_000_000 == 0 {
            write!(f, ".{:03}", nanosecond / 1_000_000)
        } else if nanosecond % 1000 == 0 {
            write!(f, ".{:06}", nanosecond / 1000)
        } else {
            write!(f, ".{nanosecond:09}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn texts_are_read_and_written_in_one_form() {
        let check = |text: &str, expect: &str| {
            let moment = Moment::parse(text).map(|moment| moment.to_string());
            assert_eq!(moment.as_deref(), Some(expect), "{text}");
        };
        check("2026-01-31", "2026-01-31");
        check("12:30", "12:30:00");
        check("12:30:00.250000", "12:30:00.250");
        check("12:30:00.000001", "12:30:00.000001");
        check("12:30:00.123456789", "12:30:00.123456789");
        check("2026-01-31T12:30:00Z", "2026-01-31 12:30:00+00:00");
        check(
            "2026-01-31 12:30:00.5-0330",
            "2026-01-31 12:30:00.500-03:30",
        );
        check("2026-01-31 12:30:00 +02", "2026-01-31 12:30:00+02:00");
        check(
            "1890-01-01 00:53:28+00:53:28",
            "1890-01-01 00:53:28+00:53:28",
        );
        check("0044-03-15 12:00:00+00 BC", "0044-03-15 12:00:00+00:00 BC");
        check("-0043-03-15", "0044-03-15 BC");
        check("+12026-01-31", "12026-01-31");
    }

    #[test]
    fn what_is_no_moment_is_not_taken_for_one() {
        for text in [
            "",
            "infinity",
            "now",
            "2026-01",
            "2026-01-31-01",
            "31.01.2026",
            "2026-01-31 12",
            "12:30:00.1234567890",
            "12:30:00:00",
            "12:30:00+1",
            "2026-01-31 12:30:00 UTC",
            "２026-01-31",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
