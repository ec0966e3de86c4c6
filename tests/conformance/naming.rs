//! The names of constraints and indexes that the migrations leave without one.

use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::{ErrorKind, NamingConvention, Options};

use crate::backend::{Acts, Backend, Database, upgrade};
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, set};

/// Everything that can do without a name on every database.
fn unnamed(op: &mut Op<'_>) -> Outcome {
    op.create_table(Table::new("roles").column(Column::new("id", integer()).primary_key()));
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("email", text()).unique().check("email <> ''"))
            .column(Column::new("role", integer()).references("roles", "id"))
            .unique(["email", "role"])
            .check("id > 0"),
    );
    op.create_table(
        Table::new("members")
            .column(Column::new("team", integer()).primary_key())
            .column(Column::new("person", integer()).primary_key())
            .foreign_key(ForeignKey::new(["person"]).references("users", ["id"])),
    );
    let boss = Column::new("boss", integer()).check("boss <> 13");
    op.add_column("users", boss.references("users", "id"));
    op.create_index(Index::of("users", ["email", "role"]));
    op.create_index(Index::of("users", [IndexPart::expression("lower(email)")]).unique());
    Ok(())
}

fn unnamed_set() -> &'static migrator::Migrations {
    set(vec![Rev::rust("a1", &[], unnamed)])
}

/// The names of a table's constraints, from the catalogue, or where that has none from the
/// table's text; sorted.
fn constraints(database: &dyn Database, table: &str) -> Vec<String> {
    let mut connection = database.connect();
    let mut names = if database.address().starts_with("postgres") {
        connection.lines(&format!(
            "SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype <> 'n'"
        ))
    } else {
        let sql = format!("SELECT sql FROM sqlite_schema WHERE name = '{table}'");
        let sql = connection.lines(&sql).concat();
        let names = sql.split("CONSTRAINT \"").skip(1);
        names
            .map(|it| it.split('"').next().unwrap().to_owned())
            .collect()
    };
    names.sort_unstable();
    names
}

pub(crate) fn what_has_no_name_gets_one_that_is_the_same_everywhere(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, unnamed_set());
    assert_eq!(constraints(&*database, "roles"), ["pk_roles"]);
    assert_eq!(
        constraints(&*database, "users"),
        [
            "ck_users_36db8a1b",
            "ck_users_boss",
            "ck_users_email",
            "fk_users_boss_users",
            "fk_users_role_roles",
            "pk_users",
            "uq_users_email",
            "uq_users_email_role"
        ]
    );
    assert_eq!(
        constraints(&*database, "members"),
        ["fk_members_person_users", "pk_members"]
    );
    let mut connection = database.connect();
    let is_postgres = on.name() == "postgres";
    let indexes = connection.lines(if is_postgres {
        "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'ix%' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"
    });
    assert_eq!(indexes, ["ix_users_42e05e95", "ix_users_email_role"]);
}

pub(crate) fn a_key_with_a_name_counts_by_itself_all_the_same(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, unnamed_set());
    let mut connection = database.connect();
    connection.execute("INSERT INTO roles DEFAULT VALUES; INSERT INTO users (role) VALUES (1)");
    assert_eq!(connection.lines("SELECT id FROM users"), ["1"]);
}

pub(crate) fn the_librarys_own_tables_follow_no_convention(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, unnamed_set());
    let names = |table| {
        let names = constraints(&*database, table).into_iter();
        names.filter(|it| it.starts_with("pk_")).count()
    };
    assert_eq!(
        (names("alembic_version"), names("migrator_history")),
        (0, 0)
    );
}

pub(crate) fn without_a_convention_the_database_has_its_way(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.create_table(Table::new("t").column(Column::new("a", integer()).unique()));
        Ok(())
    })]);
    let verbs = set.with(Options::new().naming(NamingConvention::none()));
    upgrade(&*database, &verbs);
    let expect: &[&str] = match on.name() {
        "postgres" => &["t_a_key"],
        _ => &[],
    };
    assert_eq!(constraints(&*database, "t"), expect);
}

pub(crate) fn the_convention_is_the_applications(on: &dyn Backend) {
    let database = on.database();
    let naming = NamingConvention::none()
        .primary_key("{table}_key")
        .check("{table}_{columns}_check")
        .index("{table}_{columns}_index");
    let verbs = unnamed_set().with(Options::new().naming(naming));
    upgrade(&*database, &verbs);
    let names = constraints(&*database, "users");
    for name in ["users_key", "users_email_check", "users_boss_check"] {
        assert!(names.iter().any(|it| it == name), "{name} in {names:?}");
    }
    assert!(!names.iter().any(|it| it.starts_with("uq_")), "{names:?}");
    let indexes = database.indexes("users");
    assert!(
        indexes
            .iter()
            .any(|it| it.starts_with("users_email_role_index "))
    );
}

/// Upgrades what must be refused; returns the error from its cause on.
fn refused(on: &dyn Backend, what: &dyn Acts) -> String {
    let database = on.database();
    let error = database.connect().upgrade(what, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(database.tables(), [""; 0]);
    let text = shown(&error, &[]);
    let from = text.find("caused by").unwrap();
    text[from..].to_owned()
}

pub(crate) fn a_template_that_is_none_is_refused_before_anything_runs(on: &dyn Backend) {
    let naming = NamingConvention::new().unique("uq_{colums}");
    let verbs = unnamed_set().with(Options::new().naming(naming));
    assert_shown!(refused(on, &verbs), @r"
    caused by: create_table `users` makes no sense: the naming convention's template `uq_{colums}` has `{colums}`, which stands for nothing
      applied before this: nothing; nothing of `a1` was kept
    help: write `{table}`, `{columns}` or `{hash}`, and for foreign keys also `{referred_table}` or `{referred_columns}`
    ");
    let naming = NamingConvention::new().index(None);
    let verbs = unnamed_set().with(Options::new().naming(naming));
    assert_shown!(refused(on, &verbs), @r"
    caused by: create_index makes no sense: the index has no name
      applied before this: nothing; nothing of `a1` was kept
    help: name it with `Index::new(name)`, or set a naming convention for indexes
    ");
}
