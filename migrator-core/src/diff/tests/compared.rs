//! Two catalogs in, the lines of their differences out: each attribute of each kind.

use super::lines::Way;
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{Filter, Hints};
use crate::diff::DiffError;
use crate::ops::{Domain, Enumeration, Extension, Function, Schema, Sequence, Trigger, View};
use crate::schema::{
    Check, Column, ForeignKey, Identity, Table, boolean, enumeration, integer, string, text,
};

pub(super) const POSTGRES: Dialect = Dialect::Postgres;

fn outcome(dialect: Dialect, found: &Catalog, wanted: &Catalog) -> Result<String, DiffError> {
    let way = Way {
        dialect,
        hints: &Hints::default(),
        filter: &Filter::default(),
    };
    let outcome = way.compare(found, wanted)?;
    let changes = outcome.changes.iter().map(ToString::to_string);
    let questions = outcome.questions.iter().map(|it| format!("? {it}"));
    Ok(changes.chain(questions).collect::<Vec<_>>().join("\n"))
}

/// Compares both ways round; where there is a question, only there.
pub(super) fn check(dialect: Dialect, found: &Catalog, wanted: &Catalog, expect: &str) {
    let lines = outcome(dialect, found, wanted).unwrap();
    assert_eq!(lines, expect);
    assert_eq!(outcome(dialect, found, found).unwrap(), "");
    assert_eq!(outcome(dialect, wanted, wanted).unwrap(), "");
    assert_ne!(outcome(dialect, wanted, found).unwrap(), "");
}

pub(super) fn with(table: Table) -> Catalog {
    Catalog {
        tables: vec![table],
        ..Catalog::default()
    }
}

pub(super) fn users(column: Column) -> Catalog {
    with(Table::new("users").column(column))
}

pub(super) fn n() -> Column {
    Column::new("n", integer())
}

#[test]
fn tables_and_columns_come_and_go() {
    let one = users(n());
    let two = with(
        Table::new("users")
            .column(n())
            .column(Column::new("nick", text())),
    );
    check(POSTGRES, &one, &two, "added column users.nick");
    check(POSTGRES, &two, &one, "removed column users.nick");
    check(POSTGRES, &Catalog::default(), &one, "added table users");
    check(POSTGRES, &one, &Catalog::default(), "removed table users");
}

#[test]
fn each_attribute_of_a_column_counts() {
    let change = |to: Column, expect: &str| {
        check(POSTGRES, &users(n()), &users(to), expect);
    };
    change(
        Column::new("n", text()),
        "changed type of users.n from INTEGER to TEXT",
    );
    change(
        Column::new("n", string(80)).default_expr("'a'"),
        "changed type of users.n from INTEGER to VARCHAR(80), default from none to 'a'",
    );
    change(
        n().not_null().default_expr("0"),
        "changed nullability of users.n from nullable to not null, default from none to 0",
    );
    change(
        n().collate("C"),
        "changed collation of users.n from none to C",
    );
    change(n().comment("how many"), "changed comment of users.n");
    change(
        n().identity(Identity::always().start(5)),
        "changed identity of users.n from none to always START WITH 5",
    );
    change(
        n().generated_stored("1 + 1"),
        "changed generation of users.n from none to (1 + 1)",
    );
    let sqlite = Dialect::Sqlite;
    check(
        sqlite,
        &users(n().generated_stored("1 + 1")),
        &users(n().generated_virtual("1 + 1")),
        "changed generation of users.n from (1 + 1) to (1 + 1) virtual",
    );
}

#[test]
fn columns_come_in_the_order_that_they_have_in_the_table() {
    let users = |names: &[&str]| {
        let columns = names.iter().map(|it| Column::new(*it, integer()));
        with(columns.fold(Table::new("users"), Table::column))
    };
    let (few, many) = (users(&["n"]), users(&["c", "b", "n", "a"]));
    let come = "added column users.c\nadded column users.b\nadded column users.a";
    check(POSTGRES, &few, &many, come);
    let go = "removed column users.c\nremoved column users.b\nremoved column users.a";
    check(POSTGRES, &many, &few, go);
}

#[test]
fn what_stands_by_itself_counts() {
    let change = |from: Catalog, to: Catalog, expect: &str| check(POSTGRES, &from, &to, expect);
    let none = Catalog::default;
    let schema = Catalog {
        schemas: vec![Schema::new("app")],
        ..none()
    };
    check_added(&schema, "added schema app");
    let extension = |version| Catalog {
        extensions: vec![Extension::new("citext").version(version)],
        ..none()
    };
    change(
        extension("1.5"),
        extension("1.6"),
        "changed extension citext",
    );
    let mood = |values: &[&str]| Catalog {
        enums: vec![Enumeration::new("mood", values)],
        ..none()
    };
    change(none(), mood(&["ok"]), "added enum mood");
    change(
        mood(&["ok"]),
        mood(&["ok", "sad"]),
        "changed enum mood: with `sad`\n".trim(),
    );
    let domain = |it: Domain| Catalog {
        domains: vec![it],
        ..none()
    };
    let email = || Domain::new("email", text());
    let is_changed = "changed domain email";
    change(domain(email()), domain(email().not_null()), is_changed);
    change(
        domain(email()),
        domain(email().default_expr("''")),
        is_changed,
    );
    change(
        domain(email()),
        domain(email().check("VALUE <> ''")),
        is_changed,
    );
    let sequence = |it: Sequence| Catalog {
        sequences: vec![it],
        ..none()
    };
    let base = || Sequence::new("s");
    let others = [
        base().start(2),
        base().increment(2),
        base().min(2),
        base().max(9),
        base().cache(2),
        base().cycle(),
        base().of(integer()),
        base().owned_by("t", "n"),
    ];
    for other in others {
        change(sequence(base()), sequence(other), "changed sequence s");
    }
    change(
        sequence(base().start(7)),
        sequence(Sequence::new("other").start(7)),
        "renamed sequence s to other",
    );
    let view = |it: View| Catalog {
        views: vec![it],
        ..none()
    };
    let base = || View::new("v").as_("SELECT 1");
    let others = [
        View::new("v").as_("SELECT 2"),
        base().columns(["one"]),
        base().with("security_barrier = true"),
        View::materialized("v").as_("SELECT 1"),
    ];
    for other in others {
        change(view(base()), view(other), "changed view v");
    }
    let function = |sql: &str| Catalog {
        functions: vec![Function::new("f()", sql)],
        ..none()
    };
    change(
        function("RETURNS a"),
        function("RETURNS b"),
        "changed function f()",
    );
    let trigger = |it: Trigger| Catalog {
        triggers: vec![it],
        ..none()
    };
    let base = || Trigger::new("t", "users", "AFTER INSERT");
    change(
        trigger(base()),
        trigger(base().constraint()),
        "changed trigger users.t",
    );
    let other = Trigger::new("t", "users", "BEFORE INSERT");
    change(trigger(base()), trigger(other), "changed trigger users.t");
}

/// What is the only one of its kind is not dropped when nobody declares it any more.
fn check_added(wanted: &Catalog, expect: &str) {
    let none = Catalog::default();
    assert_eq!(outcome(POSTGRES, &none, wanted).unwrap(), expect);
    assert_eq!(outcome(POSTGRES, wanted, &none).unwrap(), "");
}

#[test]
fn what_only_a_person_knows_is_asked() {
    let ask = |found: &Catalog, wanted: &Catalog, expect: &str| {
        assert_eq!(outcome(POSTGRES, found, wanted).unwrap(), expect);
    };
    let nick = |name| {
        with(
            Table::new("users")
                .column(n())
                .column(Column::new(name, text())),
        )
    };
    ask(
        &nick("nick"),
        &nick("nickname"),
        "removed column users.nick\nadded column users.nickname\n\
         ? column `users.nick` is gone: is it `users.nickname` now?",
    );
    ask(
        &with(Table::new("users").column(n())),
        &with(Table::new("people").column(n())),
        "added table people\nremoved table users\n\
         ? table `users` is gone: is it `people` now?",
    );
    ask(
        &users(n()),
        &users(n().not_null()),
        "changed nullability of users.n from nullable to not null\n\
         ? column `users.n` bears no `NULL`: what do rows get that are there?",
    );
    ask(
        &users(Column::new("n", text())),
        &users(Column::new("n", boolean())),
        "changed type of users.n from TEXT to BOOLEAN\n\
         ? column `users.n` changes from TEXT to BOOLEAN: how do its values?",
    );
    let mood = |values: &[&str]| Catalog {
        enums: vec![Enumeration::new("mood", values)],
        ..Catalog::default()
    };
    ask(
        &mood(&["ok", "meh"]),
        &mood(&["ok"]),
        "changed enum mood: without `meh`\n\
         ? enum `mood` loses `meh`: what becomes of rows that have it?",
    );
}

#[test]
fn what_is_written_otherwise_is_not_another() {
    let same = |dialect: Dialect, found: &Catalog, wanted: &Catalog| {
        assert_eq!(outcome(dialect, found, wanted).unwrap(), "");
    };
    let sqlite = Dialect::Sqlite;
    // Only the case of letters is another, which SQLite does not tell apart.
    let table = |table: &str, column: &str| {
        let key = ForeignKey::new([column]).references(table, [column]);
        let it = Table::new(table).column(Column::new(column, integer()));
        with(
            it.foreign_key(key)
                .check(Check::new(format!("{column} > 0"))),
        )
    };
    same(sqlite, &table("Users", "N"), &table("users", "n"));
    // Quotes around the name of a column.
    let quoted = |sql: &str| with(Table::new("t").column(n()).check(Check::new(sql)));
    same(sqlite, &quoted("n > 0"), &quoted("\"n\" > 0"));
    same(sqlite, &quoted("n > 0"), &quoted("[n] > 0"));
    // A name that the database does not know, beside none.
    let named = with(
        Table::new("t")
            .column(n())
            .check(Check::new("n > 0").named("ck")),
    );
    same(sqlite, &quoted("n > 0"), &named);
    // The name of an enumeration where there are no types.
    let mood = |name| users(Column::new("n", enumeration(name, ["a"])));
    same(sqlite, &mood(""), &mood("mood"));
    // Values of an enumeration are compared once.
    let typed = |values: &[&str], own: &[&str]| Catalog {
        enums: vec![Enumeration::new("mood", values)],
        ..users(Column::new("n", enumeration("mood", own)))
    };
    same(POSTGRES, &typed(&["a"], &["a"]), &typed(&["a"], &["b"]));
}

#[test]
fn what_no_operation_makes_is_refused() {
    let refuse = |found: &Catalog, wanted: &Catalog, expect: &str| {
        let error = outcome(Dialect::Sqlite, found, wanted).unwrap_err();
        assert_eq!(format!("{error}; {}", error.help()), expect);
    };
    let anew = "create another table with it, move the rows by `op.execute`, and drop the old one";
    let table = || Table::new("t").column(n());
    let refuse_nature = |it: Table, what: &str| {
        let expect = format!("no operation makes a change of {what} of `t`; {anew}");
        refuse(&with(table()), &with(it), &expect);
    };
    refuse_nature(table().strict(), "`STRICT`");
    refuse_nature(table().without_rowid(), "`WITHOUT ROWID`");
    refuse_nature(table().temporary(), "`TEMPORARY`");
    refuse_nature(table().partition_by("RANGE (n)"), "the partition key");
    let counted = with(Table::new("t").column(n().auto_increment()));
    let expect = format!("no operation makes a change of `AUTOINCREMENT` of `t.n`; {anew}");
    refuse(&with(table()), &counted, &expect);
    let domain = |it: Domain| Catalog {
        domains: vec![it],
        ..Catalog::default()
    };
    refuse(
        &domain(Domain::new("d", text())),
        &domain(Domain::new("d", integer())),
        "no operation makes a change of the type of `d`; \
         declare another domain, and give it to the columns",
    );
}
