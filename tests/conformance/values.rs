//! Values of other crates: dates, times, documents, UUIDs, decimals.

use std::fmt::Debug;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use migrator::prelude::*;
use migrator::{FromValue, sea_query};
use rust_decimal::Decimal;
use serde_json::json;
use time::{OffsetDateTime, PrimitiveDateTime};
use uuid::Uuid;

use crate::backend::{Backend, upgrade};
use crate::support::{Rev, leak, set};

/// Writes values in both ways there are, with a `NULL`, and reads them again; also finds each.
fn check<T>(op: &mut Op<'_>, table: &'static str, type_: ColumnType, values: &[T]) -> Result
where
    T: FromValue + Into<Value> + Into<sea_query::Value> + Clone + Debug + PartialEq,
{
    op.create_table(
        Table::new(table)
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("x", type_)),
    );
    let rows = (0_i64..).zip(values.iter().cloned());
    op.bulk_insert(table, ["id", "x"], rows.clone());
    op.bulk_insert(table, ["id", "x"], [(-1, None::<T>)]);
    for (id, value) in rows {
        let insert = Query::insert()
            .into_table(table)
            .columns(["id", "x"])
            .values([Expr::val(id + 1000), Expr::val(value.clone())])
            .map_err(Error::other)?
            .to_owned();
        op.execute(insert);
    }
    let written: Vec<Option<T>> = std::iter::once(None)
        .chain(values.iter().cloned().map(Some))
        .chain(values.iter().cloned().map(Some))
        .collect();
    let rows = op.query(leak(format!("SELECT x FROM {table} ORDER BY id")).as_str())?;
    let read: Vec<Option<T>> = rows
        .iter()
        .map(|row| row.get("x"))
        .collect::<Result<_, _>>()?;
    assert_eq!(read, written, "{table}");
    Ok(())
}

/// Whether the column compares equal to the value.
fn check_found<T>(op: &mut Op<'_>, table: &'static str, values: &[T]) -> Result
where
    T: Into<sea_query::Value> + Clone + Debug,
{
    for value in values {
        let select = Query::select()
            .column("id")
            .from(table)
            .and_where(Expr::col("x").eq(value.clone()))
            .to_owned();
        assert_eq!(op.query(select)?.len(), 2, "{table} {value:?}");
    }
    Ok(())
}

/// Settings that change what PostgreSQL prints and how it reads what is not ISO.
fn unlike_ours(op: &mut Op<'_>) {
    op.execute(Sql::sqlite("").postgres(
        "SET LOCAL datestyle = 'German, DMY'; SET LOCAL timezone = 'Asia/Kolkata'; \
         SET LOCAL extra_float_digits = -3",
    ));
}

pub(crate) fn dates_and_times_of_chrono_come_back(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        unlike_ours(op);
        let dates = [
            "2026-01-31",
            "0001-01-01",
            "9999-12-31",
            "1582-10-10",
            "+12026-02-03",
        ];
        let mut dates: Vec<NaiveDate> = dates.iter().map(|text| text.parse().unwrap()).collect();
        dates.push(NaiveDate::from_ymd_opt(-43, 3, 15).unwrap());
        check(op, "dates", date(), &dates)?;
        check_found(op, "dates", &dates)?;
        let times = ["00:00:00", "23:59:59.999999", "12:30:00.25"];
        let times: Vec<NaiveTime> = times.iter().map(|text| text.parse().unwrap()).collect();
        check(op, "times", time(), &times)?;
        check_found(op, "times", &times)?;
        let both: Vec<NaiveDateTime> = dates
            .iter()
            .flat_map(|date| times.iter().map(|time| date.and_time(*time)))
            .collect();
        check(op, "moments", date_time(), &both)?;
        check(op, "stamps", timestamp(), &both)?;
        check_found(op, "stamps", &both)?;
        let instants: Vec<DateTime<Utc>> = both.iter().map(NaiveDateTime::and_utc).collect();
        check(op, "instants", timestamp_with_time_zone(), &instants)?;
        check_found(op, "instants", &instants)?;
        // Where there is no offset, it is UTC.
        check(op, "utc", timestamp(), &instants)?;
        let west = FixedOffset::west_opt(3 * 3600 + 1800).unwrap();
        let instants: Vec<DateTime<FixedOffset>> =
            instants.iter().map(|it| it.with_timezone(&west)).collect();
        check(op, "offsets", timestamp_with_time_zone(), &instants)?;
        check(op, "texts", text(), &instants)?;
        let row = op.query("SELECT x FROM offsets WHERE id = 0")?;
        let error = row.first().unwrap().get::<NaiveDateTime>(0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column `x` holds TEXT where a date and time without an offset is wanted"
        );
        Ok(())
    })]);
    upgrade(&*database, set);
    // The same, as others see it; as text the earlier is first.
    let mut connection = database.connect();
    assert_eq!(
        connection.lines("SELECT x FROM texts WHERE id BETWEEN 0 AND 2 ORDER BY x"),
        [
            "2026-01-31 00:00:00+00:00",
            "2026-01-31 12:30:00.250+00:00",
            "2026-01-31 23:59:59.999999+00:00",
        ]
    );
    assert_eq!(
        connection.lines("SELECT x FROM dates WHERE id = 0"),
        ["2026-01-31"]
    );
}

pub(crate) fn dates_and_times_of_time_come_back(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        unlike_ours(op);
        let day = |year, ordinal| time::Date::from_ordinal_date(year, ordinal).unwrap();
        let dates = [day(2026, 31), day(1, 1), day(9999, 364), day(-43, 74)];
        check(op, "dates", date(), &dates)?;
        check_found(op, "dates", &dates)?;
        let clock = |hour, micro| time::Time::from_hms_micro(hour, 59, 1, micro).unwrap();
        let times = [clock(0, 0), clock(23, 999_999), clock(12, 250_000)];
        check(op, "times", time(), &times)?;
        check_found(op, "times", &times)?;
        let both: Vec<PrimitiveDateTime> = dates
            .iter()
            .flat_map(|date| {
                times
                    .iter()
                    .map(|time| PrimitiveDateTime::new(*date, *time))
            })
            .collect();
        check(op, "moments", date_time(), &both)?;
        check_found(op, "moments", &both)?;
        let west = time::UtcOffset::from_hms(-5, -45, 0).unwrap();
        let instants: Vec<OffsetDateTime> = both
            .iter()
            .map(|it| it.assume_utc().to_offset(west))
            .collect();
        check(op, "instants", timestamp_with_time_zone(), &instants)?;
        check_found(op, "instants", &instants)?;
        Ok(())
    })]);
    upgrade(&*database, set);
}

pub(crate) fn uuids_come_back(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        // On SQLite a UUID of digits must not become a number.
        let digits = "11111111-1111-1111-1111-111111111111".parse::<Uuid>();
        let ids = [
            Uuid::nil(),
            Uuid::max(),
            digits.map_err(Error::other)?,
            Uuid::from_u128(7 << 90),
        ];
        check(op, "ids", uuid(), &ids)?;
        check_found(op, "ids", &ids)?;
        check(op, "texts", text(), &ids)?;
        op.create_table(Table::new("bytes").column(Column::new("x", blob())));
        op.bulk_insert("bytes", ["x"], ids.map(|id| [id.as_bytes().to_vec()]));
        let read = op.query("SELECT x FROM bytes")?;
        let read: Vec<Uuid> = read
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_, _>>()?;
        assert_eq!(read, ids);
        Ok(())
    })]);
    upgrade(&*database, set);
    let lines = database.connect().lines("SELECT x FROM ids WHERE id = 2");
    assert_eq!(lines, ["11111111-1111-1111-1111-111111111111"]);
}

pub(crate) fn documents_come_back(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        let documents = [
            json!(null),
            json!(true),
            json!(1),
            json!(1.0),
            json!(-1.5e300),
            json!(u64::MAX),
            json!(""),
            json!("it's \"so\" \\ \u{1f422} ?1 $1 \n"),
            json!([]),
            json!({"a": [1, {"b": null}], "ä'": "\\\\'", "": {}}),
        ];
        check(op, "documents", json(), &documents)?;
        check(op, "binaries", json_binary(), &documents)?;
        check(op, "texts", text(), &documents)?;
        Ok(())
    })]);
    upgrade(&*database, set);
    let nulls = "SELECT count(*), count(x) FROM documents";
    assert_eq!(database.connect().lines(nulls), ["21 | 20"]);
}

pub(crate) fn decimals_come_back(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        let parse = |text: &&str| text.parse::<Decimal>().unwrap();
        let prices = ["0", "12.50", "-0.01", "99999999.99", "1", "-7.10"];
        let prices: Vec<Decimal> = prices.iter().map(parse).collect();
        check(op, "prices", decimal(10, 2), &prices)?;
        check_found(op, "prices", &prices)?;
        let long = [
            "0.1234567890123456789012345678",
            "79228162514264337593543950335",
        ];
        let long: Vec<Decimal> = long.iter().map(parse).collect();
        check(op, "texts", text(), &long)?;
        if op.dialect() == Dialect::Postgres {
            check(op, "numbers", decimal(60, 30), &long)?;
        }
        let small = ["0.000000000001", "123456789012345", "-1234567890.12345"];
        let small: Vec<Decimal> = small.iter().map(parse).collect();
        check(op, "small", decimal(30, 12), &small)?;
        Ok(())
    })]);
    upgrade(&*database, set);
    let sum = "SELECT sum(x) FROM prices WHERE id BETWEEN 1 AND 2";
    let lines = database.connect().lines(sum);
    assert_eq!(lines, ["12.49"]);
}

pub(crate) fn a_row_may_be_wide_and_mixed(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        let names: Vec<String> = (0..16).map(|at| format!("c{at}")).collect();
        let types = [
            integer(),
            text(),
            boolean(),
            double(),
            blob(),
            date(),
            uuid(),
            json(),
            decimal(10, 2),
            big_integer(),
            text(),
            timestamp_with_time_zone(),
            integer(),
            integer(),
            text(),
            boolean(),
        ];
        let columns = names
            .iter()
            .zip(types)
            .map(|(name, type_)| Column::new(name, type_));
        op.create_table(columns.fold(Table::new("t"), Table::column));
        let day: NaiveDate = "2026-01-31".parse().map_err(Error::other)?;
        let instant = day.and_time(NaiveTime::MIN).and_utc();
        let price = Decimal::new(1250, 2);
        let tuple = (
            1,
            "a",
            true,
            0.5,
            vec![0_u8, 255],
            day,
            Uuid::nil(),
            json!({"a": 1}),
            price,
            i64::MAX,
            None::<String>,
            instant,
            12,
            13,
            String::from("n"),
            false,
        );
        op.bulk_insert("t", names.clone(), [tuple]);
        let row: Vec<Value> = vec![
            2.into(),
            "a".into(),
            true.into(),
            0.5.into(),
            vec![0_u8, 255].into(),
            day.into(),
            Uuid::nil().into(),
            json!({"a": 1}).into(),
            price.into(),
            i64::MAX.into(),
            Value::Null,
            instant.into(),
            12.into(),
            13.into(),
            "n".into(),
            false.into(),
        ];
        op.bulk_insert("t", names.clone(), [row]);
        for row in &op.query("SELECT * FROM t ORDER BY c0")? {
            assert_eq!(row.get::<Vec<u8>>("c4")?, [0, 255]);
            assert_eq!(row.get::<NaiveDate>("c5")?, day);
            assert_eq!(row.get::<Uuid>("c6")?, Uuid::nil());
            assert_eq!(row.get::<serde_json::Value>("c7")?, json!({"a": 1}));
            assert_eq!(row.get::<Decimal>("c8")?, price);
            assert_eq!(row.get::<Option<String>>("c10")?, None);
            assert_eq!(row.get::<DateTime<Utc>>("c11")?, instant);
            assert_eq!(
                (row.get::<i16>("c12")?, row.get::<bool>("c15")?),
                (12, false)
            );
        }
        Ok(())
    })]);
    upgrade(&*database, set);
    assert_eq!(database.connect().lines("SELECT count(*) FROM t"), ["2"]);
}
