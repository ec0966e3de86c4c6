//! What structs declare, by the operations that come of them and by the database they make.

use migrator::prelude::*;
use migrator::{Declared, HasColumnType, Model};

#[derive(migrator::Table)]
#[table(name = "roles", renamed_from = "groups")]
struct Role {
    #[column(primary_key, length = 16)]
    name: String,
    #[column(name = "description", comment = "for people")]
    text: Option<String>,
}

#[derive(migrator::Enumeration)]
#[enumeration(rename_all = "snake_case")]
enum Mood {
    #[enumeration(renamed_from = "unhappy")]
    Sad,
    VeryOk,
}

#[derive(migrator::HasColumnType)]
struct Email(String);

#[derive(migrator::Table)]
#[table(
    unique(team, email, name = "uq_team"),
    index(team.desc(), "lower(email)", name = "ix_team", filter = "active"),
    check("age > 0", name = "ck_age")
)]
struct User {
    #[column(primary_key)]
    id: i64,
    team: i32,
    #[column(index, length = 80)]
    email: Email,
    #[column(references(Role::text), on_delete = set_null)]
    role: Option<String>,
    #[column(default = true)]
    active: bool,
    #[column(type = small_integer(), check = "age < 200")]
    age: Option<u8>,
    #[column(precision = 10, scale = 2, default_expr = "0")]
    balance: f64,
    mood: Option<Mood>,
    picture: Vec<u8>,
    #[column(renamed_from = "nick", backfill = "lower(email)")]
    nickname: String,
    #[column(skip)]
    _cached: Option<String>,
}

#[test]
fn a_struct_is_a_table() {
    let declared = Declared::registered();
    let text: Vec<String> = declared
        .parts()
        .iter()
        .map(|part| format!("{}: {:#?}", part.origin, part.what))
        .collect();
    println!("{}", text.join("\n"));
    println!("{:#?}", declared.hints());
    assert_eq!(User::TABLE, "users");
    assert!(<Option<Email> as HasColumnType>::NULLABLE);
}
