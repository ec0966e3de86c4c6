//! An instant as text.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns an instant as RFC 3339 has it, in UTC with milliseconds: `2026-01-31T12:30:00.250Z`.
///
/// # Examples
/// ```
/// # use migrator_core::base::rfc3339;
/// use std::time::{Duration, UNIX_EPOCH};
/// assert_eq!(rfc3339(UNIX_EPOCH + Duration::from_millis(951_827_696_789)), "2000-02-29T12:34:56.789Z");
/// ```
#[must_use]
pub fn rfc3339(instant: SystemTime) -> String {
    let millis = match instant.duration_since(UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_millis()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_millis()).unwrap_or(i128::MAX),
    };
    let (days, millis) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (year, month, day) = date(days);
    let (seconds, millis) = (millis / 1_000, millis % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// Returns the date so many days after 1970-01-01: years begin in March here, so that the
/// leap day is the last one (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
fn date(days: i128) -> (i128, i128, i128) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i128::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::rfc3339;

    #[test]
    fn days_of_all_kinds_are_found() {
        let check = |seconds: i64, expect: &str| {
            let distance = Duration::from_secs(seconds.unsigned_abs());
            let instant = if seconds < 0 {
                UNIX_EPOCH - distance
            } else {
                UNIX_EPOCH + distance
            };
            assert_eq!(rfc3339(instant), expect);
        };
        check(0, "1970-01-01T00:00:00.000Z");
        check(-1, "1969-12-31T23:59:59.000Z");
        check(68_169_600, "1972-02-29T00:00:00.000Z");
        check(951_868_799, "2000-02-29T23:59:59.000Z");
        check(951_868_800, "2000-03-01T00:00:00.000Z");
        check(4_107_542_399, "2100-02-28T23:59:59.000Z");
        check(4_107_542_400, "2100-03-01T00:00:00.000Z");
        check(1_798_761_599, "2026-12-31T23:59:59.000Z");
        check(-62_135_596_800, "0001-01-01T00:00:00.000Z");
    }
}
