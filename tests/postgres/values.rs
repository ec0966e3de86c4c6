//! Values of other crates in arrays, and rows whose text depends on settings.

use chrono::{DateTime, NaiveDate, Utc};
use migrator::prelude::*;
use migrator::sea_query::{ArrayType, Value as Theirs};
use rust_decimal::Decimal;
use serde_json::json;
use uuid::Uuid;

use crate::support::postgres::{TestDatabase, lines};
use crate::support::{Rev, set};

#[test]
fn arrays_take_the_type_of_their_column() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (a uuid[], b date[], c timestamptz[], d numeric[], e jsonb[], f uuid[])");
        let day: NaiveDate = "2026-01-31".parse().unwrap();
        let instant: DateTime<Utc> = "2026-01-31T12:30:00.5Z".parse().unwrap();
        let prices: Vec<Decimal> = vec![Decimal::new(1250, 2), Decimal::new(-1, 0)];
        let documents = vec![
            json!({"a": "it's \"so\" \\"}),
            json!([1, null]),
            json!(null),
        ];
        let some = [Some(Uuid::nil()), None];
        let with_null = some.map(Theirs::Uuid).to_vec();
        let insert = Query::insert()
            .into_table("t")
            .columns(["a", "b", "c", "d", "e", "f"])
            .values_panic([
                vec![Uuid::nil(), Uuid::max()].into(),
                vec![day].into(),
                vec![instant].into(),
                prices.into(),
                documents.into(),
                Theirs::Array(ArrayType::Uuid, Some(Box::new(with_null))).into(),
            ])
            .to_owned();
        op.execute(insert);
        let select = Query::select()
            .column("a")
            .from("t")
            .and_where(Expr::col("b").eq(vec![day]))
            .to_owned();
        assert_eq!(op.query(select)?.len(), 1);
        Ok(())
    })]);
    let mut client = database.client();
    set.with(migrator::Options::new())
        .upgrade(&mut client, "head")
        .unwrap();
    let zone = "SET timezone = 'UTC'";
    client.batch_execute(zone).unwrap();
    assert_eq!(
        lines(
            &mut client,
            "SELECT a[2], b[1], c[1], d, e[1]->>'a', e[2], e[3], f FROM t"
        ),
        [
            "ffffffff-ffff-ffff-ffff-ffffffffffff | 2026-01-31 | 2026-01-31 12:30:00.5+00 | {12.50,-1} | it's \"so\" \\ | [1, null] | null | {00000000-0000-0000-0000-000000000000,NULL}"
        ]
    );
}

#[test]
fn how_dates_and_numbers_are_written_is_left_as_it_was_set() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.execute("SET LOCAL datestyle = 'German, DMY'; SET LOCAL extra_float_digits = -5");
        let rows =
            op.query("SELECT '02.01.2026'::date AS day, 0.1::float8 + 0.2::float8 AS sum")?;
        let row = rows.first().unwrap();
        assert_eq!(row.get::<NaiveDate>("day")?.to_string(), "2026-01-02");
        assert_eq!(row.get::<f64>("sum")?.to_bits(), (0.1_f64 + 0.2).to_bits());
        op.execute("CREATE TABLE t AS SELECT date '2026-01-02'::text AS day, (0.1::float8 + 0.2::float8)::text AS sum");
        Ok(())
    })]);
    let mut client = database.client();
    set.with(migrator::Options::new())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(
        lines(&mut client, "SELECT day, sum FROM t"),
        ["02.01.2026 | 0.3"]
    );
}
