//! Structs and statements of sea-query against migrations that were written by hand.

use migrator::prelude::*;
use migrator::sea_query;
use migrator::{Declared, HasColumnType, TableName};

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

#[derive(migrator::Table)]
#[table(name = "Odd \"teams\"", rename_all = "camelCase", unregistered)]
struct Team {
    #[column(primary_key, length = 16)]
    short_name: String,
    founded: Option<i16>,
}

#[derive(migrator::Enumeration)]
#[enumeration(name = "member_state", rename_all = "kebab-case")]
#[allow(dead_code, reason = "a type of columns")]
enum State {
    Applied,
    FullMember,
}

#[derive(migrator::Table)]
#[table(
    name = "members",
    primary_key(team, number),
    unique(email, name = "one_address"),
    index(born.desc(), "lower(name)", name = "by_age", filter = "name IS NOT NULL"),
    check("number > 0", name = "counted"),
    foreign_key(captain_team, captain, references(Member::team, Member::number), on_delete = set_null),
    unregistered
)]
struct Member {
    #[column(references(Team::short_name), on_delete = cascade, on_update = cascade)]
    team: String,
    number: i32,
    #[column(index)]
    name: Option<String>,
    email: String,
    born: chrono::NaiveDate,
    #[column(default = "applied")]
    state: State,
    #[column(precision = 8, scale = 2, check = "fee >= 0", default_expr = "0")]
    fee: f64,
    #[column(default = true)]
    is_active: bool,
    photo: Option<Vec<u8>>,
    captain_team: Option<String>,
    captain: Option<i32>,
}

fn by_hand(op: &mut Op<'_>) {
    op.create_table(
        Table::new("Odd \"teams\"")
            .column(Column::new("shortName", string(16)).primary_key())
            .column(Column::new("founded", small_integer())),
    );
    let state = enumeration("member_state", ["applied", "full-member"]);
    op.create_table(
        Table::new("members")
            .column(
                Column::new("team", text())
                    .references("Odd \"teams\"", "shortName")
                    .on_delete(Action::Cascade)
                    .on_update(Action::Cascade),
            )
            .column(Column::new("number", integer()))
            .column(Column::new("name", text()))
            .column(
                Column::new("email", text())
                    .not_null()
                    .unique_named("one_address"),
            )
            .column(Column::new("born", date()).not_null())
            .column(Column::new("state", state).not_null().default("applied"))
            .column(
                Column::new("fee", decimal(8, 2))
                    .not_null()
                    .default_expr("0")
                    .check("fee >= 0"),
            )
            .column(Column::new("is_active", boolean()).not_null().default(true))
            .column(Column::new("photo", blob()))
            .column(Column::new("captain_team", text()))
            .column(Column::new("captain", integer()))
            .primary_key(["team", "number"])
            .check(Check::new("number > 0").named("counted"))
            .foreign_key(
                ForeignKey::new(["captain_team", "captain"])
                    .references("members", ["team", "number"])
                    .on_delete(Action::SetNull),
            ),
    );
    op.create_index(Index::of("members", ["name"]));
    let parts = [
        IndexPart::column("born").desc(),
        IndexPart::expression("lower(name)"),
    ];
    op.create_index(
        Index::new("by_age")
            .on("members", parts)
            .filter("name IS NOT NULL"),
    );
}

#[test]
fn a_struct_is_what_a_migration_makes_by_the_same_words() {
    for backend in Backend::all() {
        let set = set(vec![Rev::rust("a1", &[], |op| {
            by_hand(op);
            Ok(())
        })]);
        let declared = Declared::new().model::<Member>().model::<Team>();
        let differences = backend.check(&autogenerate(set, declared)).unwrap();
        assert_eq!(differences.lines(), [""; 0]);
    }
}

/// A type that needs a domain.
struct Email;

impl HasColumnType for Email {
    fn column_type() -> ColumnType {
        custom("email")
    }

    fn declared(declared: Declared, _table: &TableName, _column: &str) -> Declared {
        declared.domain(Domain::new("email", text()).check("VALUE LIKE '%@%'"))
    }
}

#[derive(migrator::Table)]
#[table(name = "mailings", unregistered)]
struct Mailing {
    #[column(primary_key)]
    id: i64,
    from: Email,
    to: Vec<String>,
}

#[test]
fn a_type_of_the_application_brings_its_domain() {
    for backend in Backend::all().into_iter().filter(|it| !it.is_sqlite()) {
        let set = set(vec![Rev::rust("a1", &[], |op| {
            op.create_domain(Domain::new("email", text()).check("VALUE LIKE '%@%'"));
            op.create_table(
                Table::new("mailings")
                    .column(Column::new("id", big_integer()).primary_key())
                    .column(Column::new("from", custom("email")).not_null())
                    .column(Column::new("to", array(text())).not_null()),
            );
            Ok(())
        })]);
        let declared = Declared::new().model::<Mailing>();
        let differences = backend.check(&autogenerate(set, declared)).unwrap();
        assert_eq!(differences.lines(), [""; 0]);
    }
}

#[test]
fn a_statement_of_sea_query_is_what_sea_query_makes() {
    let table = sea_query::Table::create()
        .table("cakes")
        .col(
            sea_query::ColumnDef::new("id")
                .big_integer()
                .not_null()
                .auto_increment()
                .primary_key(),
        )
        .col(sea_query::ColumnDef::new("mood").custom("mood"))
        .col(
            sea_query::ColumnDef::new("price")
                .decimal_len(5, 2)
                .default(1),
        )
        .take();
    let index = sea_query::Index::create()
        .name("by_price")
        .table("cakes")
        .col("price")
        .take();
    let mood = sea_query::extension::postgres::Type::create()
        .as_enum("mood")
        .values(["sad", "ok"])
        .to_owned();
    for backend in Backend::all() {
        // In an order that does not matter.
        let declared = Declared::new()
            .statement(&index)
            .statement(&table)
            .statement(&mood);
        let proposal = backend
            .propose(&autogenerate(set(Vec::new()), declared.clone()))
            .unwrap();
        let lines = proposal.differences.lines();
        assert!(lines.contains(&"added table cakes".to_owned()), "{lines:?}");
        // The database that sea-query has made itself.
        let up = match backend.is_sqlite() {
            true => [
                table.to_string(sea_query::SqliteQueryBuilder),
                index.to_string(sea_query::SqliteQueryBuilder),
            ]
            .join(";\n"),
            false => [
                mood.to_string(sea_query::PostgresQueryBuilder),
                table.to_string(sea_query::PostgresQueryBuilder),
                index.to_string(sea_query::PostgresQueryBuilder),
            ]
            .join(";\n"),
        };
        let made = set(vec![Rev::sql("a1", &[], &up)]);
        let differences = backend.check(&autogenerate(made, declared)).unwrap();
        assert_eq!(differences.lines(), [""; 0]);
    }
}
