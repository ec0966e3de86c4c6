//! Dates and times of `chrono`.

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone,
    Timelike, Utc,
};

use super::calendar::{Clock, Date, Moment};
use super::{FromValue, Value};

/// A leap second is a second 59 of more than a billion nanoseconds there.
const SECOND: u32 = 1_000_000_000;

impl From<NaiveDate> for Value {
    fn from(value: NaiveDate) -> Self {
        text(Moment {
            date: Some(date_of(value)),
            ..Moment::default()
        })
    }
}

impl From<NaiveTime> for Value {
    fn from(value: NaiveTime) -> Self {
        text(Moment {
            clock: Some(clock_of(value)),
            ..Moment::default()
        })
    }
}

impl From<NaiveDateTime> for Value {
    fn from(value: NaiveDateTime) -> Self {
        text(both(value, None))
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for Value {
    fn from(value: DateTime<Tz>) -> Self {
        text(both(value.naive_utc(), Some(0)))
    }
}

fn text(moment: Moment) -> Value {
    Value::Text(moment.to_string())
}

fn both(value: NaiveDateTime, offset: Option<i32>) -> Moment {
    Moment {
        date: Some(date_of(value.date())),
        clock: Some(clock_of(value.time())),
        offset,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "at most 12, and at most 31"
)]
fn date_of(date: NaiveDate) -> Date {
    Date {
        year: date.year(),
        month: date.month() as u8,
        day: date.day() as u8,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 60")]
fn clock_of(time: NaiveTime) -> Clock {
    let nanosecond = time.nanosecond();
    Clock {
        hour: time.hour() as u8,
        minute: time.minute() as u8,
        second: (time.second() + nanosecond / SECOND) as u8,
        nanosecond: nanosecond % SECOND,
    }
}

impl FromValue for NaiveDate {
    const WANTED: &'static str = "a date";

    fn from_value(value: &Value) -> Option<Self> {
        match parse(value)? {
            Moment {
                date: Some(date),
                clock: None,
                offset: None,
            } => to_date(date),
            _ => None,
        }
    }
}

impl FromValue for NaiveTime {
    const WANTED: &'static str = "a time of day";

    fn from_value(value: &Value) -> Option<Self> {
        match parse(value)? {
            Moment {
                date: None,
                clock: Some(clock),
                offset: None,
            } => to_time(clock),
            _ => None,
        }
    }
}

impl FromValue for NaiveDateTime {
    const WANTED: &'static str = "a date and time without an offset";

    fn from_value(value: &Value) -> Option<Self> {
        let moment = parse(value)?;
        if moment.offset.is_some() {
            return None;
        }
        to_both(moment)
    }
}

impl FromValue for DateTime<FixedOffset> {
    const WANTED: &'static str = "a date and time";

    fn from_value(value: &Value) -> Option<Self> {
        let moment = parse(value)?;
        let offset = match moment.offset {
            Some(seconds) => FixedOffset::east_opt(seconds)?,
            None => Utc.fix(),
        };
        offset.from_local_datetime(&to_both(moment)?).single()
    }
}

impl FromValue for DateTime<Utc> {
    const WANTED: &'static str = "a date and time";

    fn from_value(value: &Value) -> Option<Self> {
        DateTime::<FixedOffset>::from_value(value).map(|value| value.to_utc())
    }
}

fn parse(value: &Value) -> Option<Moment> {
    match value {
        Value::Text(text) => Moment::parse(text),
        _ => None,
    }
}

fn to_both(moment: Moment) -> Option<NaiveDateTime> {
    Some(to_date(moment.date?)?.and_time(to_time(moment.clock?)?))
}

fn to_date(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year, date.month.into(), date.day.into())
}

fn to_time(clock: Clock) -> Option<NaiveTime> {
    let (second, nanosecond) = match clock.second {
        60 => (59, clock.nanosecond + SECOND),
        second => (second, clock.nanosecond),
    };
    NaiveTime::from_hms_nano_opt(
        clock.hour.into(),
        clock.minute.into(),
        second.into(),
        nanosecond,
    )
}
