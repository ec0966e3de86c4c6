//! Each operation on tables, their parts and their indexes: it changes something, and undoing it
//! leaves the database as it was, rows included.

use migrator::__private::Outcome;
use migrator::prelude::*;

use crate::backend::{Backend, Database};
use crate::steps::Up;
use crate::there_and_back::{dump, refused_after, there_and_back_by};

/// Two tables that refer to each other's kind, with rows, indexes and a trigger's worth of options.
fn before(op: &mut Op<'_>) -> Outcome {
    op.create_table(
        Table::new("teams")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", string(20)).not_null())
            // Beside the columns, where a constraint that is added comes to stand.
            .unique(["name"]),
    );
    op.create_table(
        Table::new("people")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("team", integer()))
            .column(Column::new("boss", integer()).references("people", "id"))
            .column(Column::new("name", text()).not_null())
            .column(Column::new("age", text()).default("7"))
            .column(Column::new("born", date()))
            .foreign_key(
                ForeignKey::new(["team"])
                    .references("teams", ["id"])
                    .on_delete(Action::Cascade),
            ),
    );
    op.create_table(Table::new("loose").column(Column::new("x", integer())));
    op.create_index(Index::of("people", ["name", "age"]));
    op.create_index(Index::new("ix_lower").on("people", [IndexPart::expression("lower(name)")]));
    op.bulk_insert("teams", ["id", "name"], [(1, "red"), (2, "blue")]);
    op.bulk_insert(
        "people",
        ["id", "team", "boss", "name", "age"],
        [
            (1, Some(1), None, "Ada", "36"),
            (2, Some(1), Some(1), "Grace", "85"),
            (3, None, Some(2), "Tim", "9"),
        ],
    );
    op.bulk_insert("loose", ["x"], [[1], [2], [2]]);
    Ok(())
}

/// What there is to do, each by its name.
fn operations() -> Vec<(&'static str, Up)> {
    vec![
        ("create_table", |op| {
            op.create_table(
                Table::new("more")
                    .column(Column::new("id", integer()).primary_key())
                    .column(Column::new("mood", enumeration("mood", ["sad", "ok"])))
                    .column(Column::new("person", integer()).references("people", "id"))
                    .unique(["mood", "person"])
                    .check("person > 0"),
            );
            op.bulk_insert("more", ["person"], [[1], [2]]);
            Ok(())
        }),
        ("drop_table", |op| {
            let rows = "INSERT INTO loose VALUES (1), (2), (2)";
            op.execute(Sql::new("DELETE FROM loose").reversed_by(rows));
            op.drop_table(Table::new("loose").column(Column::new("x", integer())));
            Ok(())
        }),
        ("rename_table", |op| {
            op.rename_table("people", "persons");
            Ok(())
        }),
        ("add_column", |op| {
            op.add_column(
                "people",
                Column::new("nick", text()).not_null().default("?"),
            );
            Ok(())
        }),
        ("add_column, built anew", |op| {
            op.add_column(
                "people",
                Column::new("nick", text()).unique().check("nick <> ''"),
            );
            op.add_column(
                "people",
                Column::new("team2", integer()).references("teams", "id"),
            );
            op.add_column("people", Column::new("mood", enumeration("mood", ["sad"])));
            op.add_column(
                "people",
                Column::new("twice", integer()).generated_stored("id * 2"),
            );
            Ok(())
        }),
        ("drop_column", |op| {
            op.drop_column("people", Column::new("born", date()));
            Ok(())
        }),
        ("rename_column", |op| {
            op.rename_column("people", "name", "full \"name\"");
            Ok(())
        }),
        ("alter_column, type", |op| {
            let age = AlterColumn::new("age")
                .kind(integer())
                .using("CAST(age AS INTEGER)");
            let was = Column::new("age", text()).default("7");
            op.alter_column("people", age.using_back("CAST(age AS TEXT)").was(was));
            Ok(())
        }),
        ("alter_column, nullability and default", |op| {
            let was = Column::new("age", text()).default("7");
            let age = AlterColumn::new("age")
                .not_null()
                .drop_default()
                .was(was.clone());
            op.alter_column("people", age);
            let now = Column::new("age", text()).not_null();
            op.alter_column("people", AlterColumn::new("age").default("8").was(now));
            Ok(())
        }),
        ("add_constraint, unique", |op| {
            op.add_constraint("people", Unique::new(["name", "age"]));
            Ok(())
        }),
        ("add_constraint, check", |op| {
            op.add_constraint("people", Check::new("length(name) > 1"));
            Ok(())
        }),
        ("add_constraint, foreign key", |op| {
            let key = ForeignKey::new(["id"]).references("people", ["id"]);
            op.add_constraint("people", key.on_update(Action::Cascade));
            Ok(())
        }),
        ("add_constraint, primary key", |op| {
            op.execute(
                Sql::new("UPDATE loose SET x = 3 WHERE x = 1")
                    .reversed_by("UPDATE loose SET x = 1 WHERE x = 3"),
            );
            op.execute(
                Sql::new("DELETE FROM loose WHERE x = 2")
                    .reversed_by("INSERT INTO loose VALUES (2), (2)"),
            );
            op.alter_column(
                "loose",
                AlterColumn::new("x")
                    .not_null()
                    .was(Column::new("x", integer())),
            );
            op.add_constraint("loose", PrimaryKey::new(["x"]));
            Ok(())
        }),
        ("drop_constraint", |op| {
            op.drop_constraint("teams", Unique::new(["name"]));
            let team = ForeignKey::new(["team"]).references("teams", ["id"]);
            op.drop_constraint("people", team.on_delete(Action::Cascade));
            Ok(())
        }),
        ("rename_constraint", |op| {
            op.rename_constraint("teams", "uq_teams_name", "one of a kind");
            Ok(())
        }),
        ("alter_table", |op| {
            op.alter_table("people", |people| {
                people
                    .add_column(Column::new("nick", text()))
                    .rename_column("nick", "short")
                    .add_constraint(Check::new("short <> name"))
                    .add_constraint(Unique::new(["short", "team"]))
                    .drop_column(Column::new("born", date()));
            });
            Ok(())
        }),
        ("create_index", |op| {
            let team = Index::of("people", ["team", "id"]).unique();
            op.create_index(team.filter("team IS NOT NULL"));
            Ok(())
        }),
        ("drop_index", |op| {
            op.drop_index(
                Index::new("ix_lower").on("people", [IndexPart::expression("lower(name)")]),
            );
            op.drop_index(Index::of("people", ["name", "age"]));
            Ok(())
        }),
        ("rename_index", |op| {
            op.rename_index("ix_lower", "ix \"small\"");
            Ok(())
        }),
    ]
}

/// Those that only some databases can do; elsewhere they are refused by name.
fn peculiar() -> Vec<(&'static str, Up)> {
    vec![
        ("create_table_comment", |op| {
            op.create_table_comment("people", "it's \"people\"");
            Ok(())
        }),
        ("alter_column", |op| {
            let comment = AlterColumn::new("age").comment("in years");
            op.alter_column("people", comment.was(Column::new("age", text())));
            Ok(())
        }),
        ("alter_column", |op| {
            let counts = AlterColumn::new("x")
                .not_null()
                .was(Column::new("x", integer()));
            op.alter_column("loose", counts);
            let counts = AlterColumn::new("x").add_identity(Identity::always().start(100));
            op.alter_column("loose", counts.was(Column::new("x", integer()).not_null()));
            Ok(())
        }),
        ("add_constraint", |op| {
            let check = Check::new("length(name) > 4").named("ck_long").not_valid();
            op.add_constraint("people", check);
            Ok(())
        }),
        ("add_constraint", |op| {
            let unique = Unique::new(["name"]).include(["age"]);
            op.add_constraint("people", unique.deferrable(Deferrable::InitiallyDeferred));
            Ok(())
        }),
        ("add_constraint", |op| {
            op.add_constraint(
                "people",
                Exclude::using("btree").column("name", "=").filter("id > 1"),
            );
            Ok(())
        }),
        ("create_index", |op| {
            op.create_index(
                Index::of(
                    "people",
                    [IndexPart::column("name").opclass("text_pattern_ops")],
                )
                .using("btree")
                .include(["age"])
                .with("fillfactor = 70"),
            );
            Ok(())
        }),
    ]
}

pub(crate) fn every_change_of_a_table_is_undone_without_a_trace(on: &dyn Backend) {
    for (name, upgrade) in operations() {
        check(on, name, upgrade);
    }
}

pub(crate) fn what_one_database_can_do_is_undone_there_and_refused_elsewhere(on: &dyn Backend) {
    for (name, upgrade) in peculiar() {
        if on.name() == "postgres" {
            check(on, name, upgrade);
            continue;
        }
        refused_after(before, on, upgrade, &format!("cannot do {name}"));
    }
}

/// How SQLite quotes the names that it changes in stored texts is its business.
fn unquoted(database: &dyn Database) -> Vec<String> {
    let lines = dump(database).into_iter();
    lines.map(|line| line.replace(['"', '`'], "")).collect()
}

fn check(on: &dyn Backend, name: &str, upgrade: Up) {
    println!("{name}");
    there_and_back_by(unquoted, on, before, upgrade, |_, has_changed| {
        assert!(has_changed, "{name}");
    });
}
