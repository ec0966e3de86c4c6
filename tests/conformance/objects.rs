//! Schemas, sequences, extensions and the names of indexes: what each operation makes of them,
//! and that its inverse leaves the database as it was; and what all objects have in common.

use migrator::__private::Outcome;
use migrator::prelude::*;

use crate::backend::Backend;
use crate::names::NAMES;
use crate::routines::with_trigger;
use crate::support::{Rev, set};
use crate::there_and_back::{is_sqlite, nothing, refused, there_and_back, users};
use crate::views::adults;

pub(crate) fn a_schema_is_created_renamed_and_dropped(on: &dyn Backend) {
    fn create(op: &mut Op<'_>) -> Outcome {
        op.create_schema("app");
        Ok(())
    }
    if is_sqlite(on) {
        refused(on, create, "create_schema `app`");
        refused(
            on,
            |op| {
                op.drop_schema("app");
                Ok(())
            },
            "drop_schema `app`",
        );
        refused(
            on,
            |op| {
                op.rename_schema("app", "b");
                Ok(())
            },
            "rename_schema `app`",
        );
        return;
    }
    let names = "SELECT nspname FROM pg_namespace WHERE nspname IN ('app', 'core') ORDER BY 1";
    there_and_back(on, nothing, create, |it| {
        assert_eq!(it.lines(names), ["app"]);
    });
    there_and_back(
        on,
        |op| {
            create(op)?;
            op.create_schema(Schema::new("app").if_not_exists());
            Ok(())
        },
        |op| {
            op.rename_schema("app", "core");
            Ok(())
        },
        |it| assert_eq!(it.lines(names), ["core"]),
    );
    there_and_back(
        on,
        create,
        |op| {
            op.drop_schema(Schema::new("app").owner("pg_monitor"));
            op.create_schema(Schema::new("core").owner("pg_monitor"));
            Ok(())
        },
        |it| {
            let owner = "SELECT nspname, nspowner::regrole FROM pg_namespace WHERE nspname IN ('app', 'core')";
            assert_eq!(it.lines(owner), ["core | pg_monitor"]);
        },
    );
}

pub(crate) fn a_sequence_is_created_altered_renamed_and_dropped(on: &dyn Backend) {
    fn numbers() -> Sequence {
        Sequence::new("numbers")
            .of(integer())
            .start(1000)
            .increment(10)
            .min(-5)
            .max(9999)
            .cache(20)
            .cycle()
            .owned_by("users", "id")
    }
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_sequence(Sequence::new("s"));
                Ok(())
            },
            "create_sequence `s`",
        );
        refused(
            on,
            |op| {
                op.alter_sequence(Sequence::new("s").start(1));
                Ok(())
            },
            "alter_sequence `s`",
        );
        refused(
            on,
            |op| {
                op.rename_sequence("s", "t");
                Ok(())
            },
            "rename_sequence `s`",
        );
        refused(
            on,
            |op| {
                op.drop_sequence("s");
                Ok(())
            },
            "drop_sequence `s`",
        );
        return;
    }
    let options = "SELECT data_type, start_value, increment_by, min_value, max_value, cache_size, cycle, \
         pg_get_serial_sequence('users', 'id') FROM pg_sequences WHERE sequencename = 'numbers'";
    let own = ["integer | 1000 | 10 | -5 | 9999 | 20 | t | public.numbers"];
    fn in_users(op: &mut Op<'_>) -> Outcome {
        op.create_table(Table::new("users").column(Column::new("id", integer())));
        Ok(())
    }
    there_and_back(
        on,
        in_users,
        |op| {
            op.create_sequence(numbers());
            Ok(())
        },
        |it| assert_eq!(it.lines(options), own),
    );
    // What only one of the two definitions says is there and gone again.
    fn with_sequence(op: &mut Op<'_>) -> Outcome {
        in_users(op)?;
        op.create_sequence(numbers());
        Ok(())
    }
    there_and_back(
        on,
        with_sequence,
        |op| {
            op.alter_sequence(Sequence::new("numbers").increment(5).instead_of(numbers()));
            Ok(())
        },
        |it| {
            let plain = "SELECT data_type, start_value, increment_by, max_value, cache_size, cycle \
                 FROM pg_sequences WHERE sequencename = 'numbers'";
            assert_eq!(
                it.lines(plain),
                ["bigint | 1 | 5 | 9223372036854775807 | 1 | f"]
            );
        },
    );
    there_and_back(
        on,
        with_sequence,
        |op| {
            op.rename_sequence("numbers", "counts");
            op.alter_sequence(
                Sequence::new("counts")
                    .no_cycle()
                    .instead_of(Sequence::new("counts").cycle()),
            );
            Ok(())
        },
        |it| {
            assert_eq!(
                it.lines("SELECT cycle FROM pg_sequences WHERE sequencename = 'counts'"),
                ["f"]
            );
        },
    );
    there_and_back(
        on,
        with_sequence,
        |op| {
            op.drop_sequence(numbers());
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM pg_sequences"), ["1"]),
    );
}

pub(crate) fn a_table_is_divided_by_a_key(on: &dyn Backend) {
    fn events() -> Table {
        Table::new("events")
            .column(Column::new("at", date()).not_null())
            .partition_by("RANGE (at)")
    }
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_table(events());
                Ok(())
            },
            "create_table `events`",
        );
        return;
    }
    there_and_back(
        on,
        nothing,
        |op| {
            op.create_table(events());
            let partition = "CREATE TABLE old PARTITION OF events FOR VALUES FROM ('1900-01-01') TO ('2000-01-01')";
            op.execute(Sql::new(partition).reversed_by("DROP TABLE old"));
            Ok(())
        },
        |it| {
            let key = "SELECT pg_get_partkeydef('events'::regclass)";
            assert_eq!(it.lines(key), ["RANGE (at)"]);
        },
    );
    there_and_back(
        on,
        |op| {
            op.create_table(events());
            Ok(())
        },
        |op| {
            op.drop_table(events());
            Ok(())
        },
        |_| {},
    );
}

pub(crate) fn an_extension_is_created_altered_and_dropped(on: &dyn Backend) {
    fn citext() -> Extension {
        Extension::new("citext")
    }
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_extension("citext");
                Ok(())
            },
            "create_extension `citext`",
        );
        refused(
            on,
            |op| {
                op.alter_extension(citext());
                Ok(())
            },
            "alter_extension `citext`",
        );
        refused(
            on,
            |op| {
                op.drop_extension("citext");
                Ok(())
            },
            "drop_extension `citext`",
        );
        return;
    }
    let found =
        "SELECT extversion, extnamespace::regnamespace FROM pg_extension WHERE extname = 'citext'";
    there_and_back(
        on,
        |op| {
            op.create_schema("app");
            Ok(())
        },
        |op| {
            op.create_extension(citext().version("1.5").schema("public"));
            op.alter_extension(
                citext()
                    .version("1.6")
                    .schema("app")
                    .instead_of(citext().version("1.6").schema("public")),
            );
            Ok(())
        },
        |it| assert_eq!(it.lines(found), ["1.5 | app"]),
    );
    there_and_back(
        on,
        |op| {
            op.create_extension("citext");
            op.create_extension(citext().if_not_exists().cascade());
            Ok(())
        },
        |op| {
            op.drop_extension(citext());
            Ok(())
        },
        |it| assert_eq!(it.lines(found), [""; 0]),
    );
}

pub(crate) fn an_index_is_renamed(on: &dyn Backend) {
    fn index() -> Index {
        Index::new("ix \"old\"").on(
            "users",
            [
                IndexPart::expression("lower(name)"),
                IndexPart::column("age").desc(),
            ],
        )
    }
    there_and_back(
        on,
        |op| {
            users(op)?;
            op.create_index(index().unique().filter("age > 1"));
            op.create_index(Index::new("ix_age").on("users", ["age"]));
            Ok(())
        },
        |op| {
            op.rename_index("ix \"old\"", "ix new");
            op.rename_index("ix_age", "ix_of_age");
            Ok(())
        },
        |it| {
            let rows = "SELECT name FROM users WHERE lower(name) = 'ada' ORDER BY age DESC";
            assert_eq!(it.lines(rows), ["Ada"]);
        },
    );
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        users(op)?;
        op.create_index(index());
        op.rename_index("ix \"old\"", "ix new");
        Ok(())
    })]);
    crate::backend::upgrade(&*database, set);
    let indexes = database.indexes("users");
    assert_eq!(indexes.len(), 1);
    assert!(indexes[0].starts_with("ix new ("), "{indexes:?}");
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.rename_index("missing", "x");
                Ok(())
            },
            "there is no index of that name",
        );
        refused(
            on,
            |op| {
                op.create_table(Table::new("u").column(Column::new("x", text()).unique()));
                op.rename_index("sqlite_autoindex_u_1", "x");
                Ok(())
            },
            "the index belongs to a constraint",
        );
    } else {
        let tablespaced = Index::new("i").on("t", ["x"]).tablespace("pg_default");
        assert_eq!(tablespaced.tablespace_name(), Some("pg_default"));
    }
}

pub(crate) fn a_dropped_object_comes_back_if_its_definition_is_given(on: &dyn Backend) {
    fn table() -> Table {
        Table::new("t")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("x", text()).not_null().default("it's"))
            .check(Check::new("x <> ''").named("ck_x"))
    }
    fn index() -> Index {
        Index::new("ix_x")
            .on("t", [IndexPart::expression("lower(x)")])
            .unique()
    }
    there_and_back(
        on,
        |op| {
            op.create_table(table());
            op.create_index(index());
            Ok(())
        },
        |op| {
            op.drop_index(index());
            op.drop_table(table());
            Ok(())
        },
        |_| {},
    );
}

pub(crate) fn drops_can_take_what_is_missing_and_what_depends_on_it(on: &dyn Backend) {
    fn missing(op: &mut Op<'_>) -> Outcome {
        op.drop_table(DropTable::new("missing").if_exists());
        op.drop_index(DropIndex::new("missing").if_exists());
        op.drop_view(DropView::new("missing").if_exists());
        op.drop_enum(DropEnum::new("missing").if_exists());
        op.execute("CREATE TABLE t (x INTEGER)");
        op.drop_trigger(DropTrigger::new(Trigger::named("missing", "t")).if_exists());
        op.drop_table("t");
        if op.dialect() == Dialect::Postgres {
            op.drop_schema(DropSchema::new("missing").if_exists());
            op.drop_sequence(DropSequence::new("missing").if_exists());
            op.drop_extension(DropExtension::new("hstore").if_exists());
            op.drop_function(DropFunction::new("missing(integer)").if_exists());
            op.drop_function(DropFunction::new(Function::procedure_named("missing()")).if_exists());
            op.drop_view(DropView::new(View::materialized("missing")).if_exists());
        }
        Ok(())
    }
    let database = on.database();
    crate::backend::upgrade(&*database, set(vec![Rev::rust("a1", &[], missing)]));
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.drop_table(DropTable::new("t").cascade());
                Ok(())
            },
            "drop_table `t`",
        );
        refused(
            on,
            |op| {
                op.drop_index(DropIndex::new("i").cascade());
                Ok(())
            },
            "drop_index `i`",
        );
        refused(
            on,
            |op| {
                op.drop_view(DropView::new("v").cascade());
                Ok(())
            },
            "drop_view `v`",
        );
        refused(
            on,
            |op| {
                op.drop_trigger(DropTrigger::new(Trigger::named("x", "t")).cascade());
                Ok(())
            },
            "drop_trigger `t.x`",
        );
        return;
    }
    let set = set(vec![Rev::rust("b1", &[], |op| {
        with_trigger(op)?;
        op.create_view(adults(18));
        op.create_schema("app");
        op.create_table(
            Table::new(("app", "t")).column(Column::new("id", integer()).primary_key()),
        );
        op.create_sequence(Sequence::new("numbers"));
        op.execute("ALTER TABLE users ALTER COLUMN age SET DEFAULT nextval('numbers')");
        op.create_enum(Enumeration::new("mood", ["sad"]));
        op.execute("ALTER TABLE log ADD COLUMN mood mood");
        op.drop_sequence(DropSequence::new("numbers").cascade());
        op.drop_enum(DropEnum::new("mood").cascade());
        op.drop_function(DropFunction::new("note()").cascade());
        op.drop_schema(DropSchema::new("app").cascade());
        op.drop_table(DropTable::new("users").cascade());
        Ok(())
    })]);
    let database = on.database();
    crate::backend::upgrade(&*database, set);
    assert_eq!(
        database.tables(),
        ["alembic_version", "log", "migrator_history"]
    );
    assert_eq!(database.columns("log").len(), 1);
    assert_eq!(
        database
            .connect()
            .lines("SELECT count(*) FROM pg_views WHERE schemaname = 'public'"),
        ["0"]
    );
}

pub(crate) fn every_text_is_a_name_of_other_objects_too(on: &dyn Backend) {
    there_and_back(
        on,
        |op| {
            for name in NAMES {
                op.create_table(Table::new(format!("{name} t")).column(Column::new(name, text())));
            }
            Ok(())
        },
        |op| {
            let dialect = op.dialect();
            for name in NAMES {
                let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
                let (table, column) = (quote(&format!("{name} t")), quote(name));
                op.create_view(
                    View::new(format!("{name} v"))
                        .columns([name])
                        .as_(format!("SELECT {column} FROM {table}")),
                );
                let function = Function::new(
                    format!("{}()", quote(&format!("{name} f"))),
                    Sql::sqlite("")
                        .postgres("RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"),
                );
                op.create_function(function);
                op.create_trigger(Trigger::new(
                    format!("{name} tr"),
                    format!("{name} t"),
                    Sql::sqlite(format!("AFTER DELETE ON {table} BEGIN SELECT ';'; END")).postgres(
                        format!(
                            "AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {}()",
                            quote(&format!("{name} f"))
                        ),
                    ),
                ));
                op.create_enum(Enumeration::new(format!("{name} e"), [name, "x\\y"]));
                op.rename_enum(format!("{name} e"), format!("{name} e2"));
                if dialect == Dialect::Postgres {
                    op.create_schema(name);
                    op.rename_schema(name, format!("{name} 2"));
                    let schema = format!("{name} 2");
                    let place = (schema.as_str(), name);
                    op.create_sequence(Sequence::new(place));
                    op.create_enum(Enumeration::new(place, [name, "other"]));
                    op.rename_enum_value(place, name, format!("{name}!"));
                    op.replace_enum(
                        ReplaceEnum::new(place, ["other", name])
                            .instead_of([format!("{name}!"), "other".to_owned()])
                            .map(format!("{name}!"), name),
                    );
                    op.rename_view(
                        ("public", format!("{name} v").as_str()),
                        (schema.as_str(), format!("{name} v").as_str()),
                    );
                    op.rename_view(
                        (schema.as_str(), format!("{name} v").as_str()),
                        format!("{name} w"),
                    );
                }
            }
            Ok(())
        },
        |_| {},
    );
}
