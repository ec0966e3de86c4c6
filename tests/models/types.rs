//! The types of columns that Rust's types stand for.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use migrator::HasColumnType;
use migrator::prelude::*;

#[derive(migrator::HasColumnType)]
struct UserId(#[allow(dead_code, reason = "a type of columns")] i64);

#[derive(migrator::HasColumnType)]
struct Wrapped<T> {
    _inner: Option<Vec<T>>,
}

#[track_caller]
fn check<T: HasColumnType + ?Sized>(kind: ColumnType, is_nullable: bool) {
    assert_eq!(T::column_type(), kind);
    assert_eq!(T::NULLABLE, is_nullable);
}

#[test]
fn types_of_the_language() {
    check::<i8>(tiny_integer(), false);
    check::<i16>(small_integer(), false);
    check::<i32>(integer(), false);
    check::<i64>(big_integer(), false);
    check::<u8>(tiny_unsigned(), false);
    check::<u16>(small_unsigned(), false);
    check::<u32>(unsigned(), false);
    check::<u64>(big_unsigned(), false);
    check::<f32>(float(), false);
    check::<f64>(double(), false);
    check::<bool>(boolean(), false);
    check::<char>(char(1), false);
    check::<String>(text(), false);
    check::<&'static str>(text(), false);
    check::<Cow<'static, str>>(text(), false);
    check::<Box<str>>(text(), false);
    check::<Option<Arc<str>>>(text(), true);
    check::<Rc<Option<i32>>>(integer(), true);
}

#[test]
fn several_values_are_an_array_and_several_bytes_are_bytes() {
    check::<Vec<u8>>(blob(), false);
    check::<Box<[u8]>>(blob(), false);
    check::<Option<Cow<'static, [u8]>>>(blob(), true);
    check::<[u8; 32]>(binary(32), false);
    check::<Vec<i32>>(array(integer()), false);
    check::<Vec<Option<String>>>(array(text()), false);
    check::<Vec<Vec<i16>>>(array(array(small_integer())), false);
    check::<Vec<Vec<u8>>>(array(blob()), false);
    check::<Vec<Box<u8>>>(blob(), false);
}

#[test]
fn types_of_other_crates() {
    check::<chrono::NaiveDate>(date(), false);
    check::<chrono::NaiveTime>(time(), false);
    check::<chrono::NaiveDateTime>(timestamp(), false);
    check::<chrono::DateTime<chrono::Utc>>(timestamp_with_time_zone(), false);
    check::<::time::Date>(date(), false);
    check::<::time::Time>(time(), false);
    check::<::time::PrimitiveDateTime>(timestamp(), false);
    check::<Option<::time::OffsetDateTime>>(timestamp_with_time_zone(), true);
    check::<::uuid::Uuid>(uuid(), false);
    check::<serde_json::Value>(json_binary(), false);
    check::<rust_decimal::Decimal>(ColumnType::Decimal(None), false);
}

#[test]
fn a_struct_around_a_value_has_its_type() {
    check::<UserId>(big_integer(), false);
    check::<Option<UserId>>(big_integer(), true);
    check::<Wrapped<u8>>(blob(), true);
}
