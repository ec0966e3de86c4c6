//! Dates and times of `time`.

use time::{Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::calendar::{Clock, Date, Moment};
use super::{FromValue, Value};

impl From<time::Date> for Value {
    fn from(value: time::Date) -> Self {
        text(Moment {
            date: Some(date_of(value)),
            ..Moment::default()
        })
    }
}

impl From<time::Time> for Value {
    fn from(value: time::Time) -> Self {
        text(Moment {
            clock: Some(clock_of(value)),
            ..Moment::default()
        })
    }
}

impl From<PrimitiveDateTime> for Value {
    fn from(value: PrimitiveDateTime) -> Self {
        text(both(value.date(), value.time(), None))
    }
}

impl From<OffsetDateTime> for Value {
    fn from(value: OffsetDateTime) -> Self {
        // At the very ends of the calendar an instant can be without a date in UTC.
        let value = value.checked_to_offset(UtcOffset::UTC).unwrap_or(value);
        let offset = value.offset().whole_seconds();
        text(both(value.date(), value.time(), Some(offset)))
    }
}

fn text(moment: Moment) -> Value {
    Value::Text(moment.to_string())
}

fn both(date: time::Date, time: time::Time, offset: Option<i32>) -> Moment {
    Moment {
        date: Some(date_of(date)),
        clock: Some(clock_of(time)),
        offset,
    }
}

fn date_of(date: time::Date) -> Date {
    Date {
        year: date.year(),
        month: date.month().into(),
        day: date.day(),
    }
}

fn clock_of(time: time::Time) -> Clock {
    Clock {
        hour: time.hour(),
        minute: time.minute(),
        second: time.second(),
        nanosecond: time.nanosecond(),
    }
}

impl FromValue for time::Date {
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

impl FromValue for time::Time {
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

impl FromValue for PrimitiveDateTime {
    const WANTED: &'static str = "a date and time without an offset";

    fn from_value(value: &Value) -> Option<Self> {
        let moment = parse(value)?;
        if moment.offset.is_some() {
            return None;
        }
        to_both(moment)
    }
}

impl FromValue for OffsetDateTime {
    const WANTED: &'static str = "a date and time";

    fn from_value(value: &Value) -> Option<Self> {
        let moment = parse(value)?;
        let offset = UtcOffset::from_whole_seconds(moment.offset.unwrap_or(0)).ok()?;
        Some(to_both(moment)?.assume_offset(offset))
    }
}

fn parse(value: &Value) -> Option<Moment> {
    match value {
        Value::Text(text) => Moment::parse(text),
        _ => None,
    }
}

fn to_both(moment: Moment) -> Option<PrimitiveDateTime> {
    let (date, time) = (to_date(moment.date?)?, to_time(moment.clock?)?);
    Some(PrimitiveDateTime::new(date, time))
}

fn to_date(date: Date) -> Option<time::Date> {
    let month = Month::try_from(date.month).ok()?;
    time::Date::from_calendar_date(date.year, month, date.day).ok()
}

fn to_time(clock: Clock) -> Option<time::Time> {
    time::Time::from_hms_nano(clock.hour, clock.minute, clock.second, clock.nanosecond).ok()
}
