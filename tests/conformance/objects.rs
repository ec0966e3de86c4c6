//! Objects other than tables: what each operation makes of them, and that its inverse
//! leaves the database as it was.

use migrator::__private::Outcome;
use migrator::ErrorKind;
use migrator::prelude::*;

use crate::backend::{Backend, Connection, Database};
use crate::names::NAMES;
use crate::support::{Rev, set};

type Migration = fn(&mut Op<'_>) -> Outcome;

/// The dump without the history of the steps, which grows with each.
fn dump(database: &dyn Database) -> Vec<String> {
    let lines = database.dump().into_iter();
    lines
        .filter(|line| !line.contains("migrator_history: "))
        .collect()
}

/// Runs `before`, then `upgrade`, looks at the outcome, and undoes `upgrade`, after which
/// everything is as before.
pub(crate) fn there_and_back(
    on: &dyn Backend,
    before: Migration,
    upgrade: Migration,
    look: impl FnOnce(&mut dyn Connection),
) {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], before),
        Rev::reversible("a2", &["a1"], upgrade),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a1").unwrap();
    let was = dump(&*database);
    connection.upgrade(set, "a2").unwrap();
    look(&mut *connection);
    connection.downgrade(set, "a1").unwrap();
    assert_eq!(dump(&*database), was);
    // And once more, so that nothing is left that is in the way.
    connection.upgrade(set, "a2").unwrap();
    connection.downgrade(set, "a1").unwrap();
    assert_eq!(dump(&*database), was);
}

/// Checks that an operation is refused by name, and that nothing ran.
fn refused(on: &dyn Backend, upgrade: Migration, operation: &str) {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], |op| {
            op.execute("CREATE TABLE first (x INTEGER)");
            Ok(())
        }),
        Rev::rust("a2", &["a1"], upgrade),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a1").unwrap();
    let was = database.dump();
    let error = connection.upgrade(set, "head").unwrap_err();
    let text = format!("{error:?}");
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{text}");
    assert!(text.contains(operation), "{text}");
    assert!(text.contains("help: "), "{text}");
    assert_eq!(database.dump(), was);
}

fn is_sqlite(on: &dyn Backend) -> bool {
    on.name() == "sqlite"
}

fn users(op: &mut Op<'_>) -> Outcome {
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()))
            .column(Column::new("age", integer())),
    );
    op.bulk_insert(
        "users",
        ["id", "name", "age"],
        [(1, "Ada", 36), (2, "Tim", 7)],
    );
    Ok(())
}

fn nothing(_op: &mut Op<'_>) -> Outcome {
    Ok(())
}

fn adults(age: u8) -> View {
    View::new("adults")
        .columns(["who"])
        .as_(format!("SELECT name FROM users WHERE age >= {age}"))
}

pub(crate) fn a_view_is_created_replaced_renamed_and_dropped(on: &dyn Backend) {
    there_and_back(
        on,
        users,
        |op| {
            op.create_view(adults(18));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who FROM adults"), ["Ada"]),
    );
    fn with_view(op: &mut Op<'_>) -> Outcome {
        users(op)?;
        op.create_view(adults(18));
        Ok(())
    }
    there_and_back(
        on,
        with_view,
        |op| {
            op.replace_view(adults(7).instead_of(adults(18)));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM adults"), ["2"]),
    );
    // One more column, which the way back has to take away.
    there_and_back(
        on,
        with_view,
        |op| {
            let wider = View::new("adults")
                .columns(["who", "age"])
                .as_("SELECT name, age FROM users WHERE age >= 18");
            op.replace_view(wider.instead_of(adults(18)));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who, age FROM adults"), ["Ada | 36"]),
    );
    there_and_back(
        on,
        with_view,
        |op| {
            op.rename_view(adults(18), "grown ups");
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who FROM \"grown ups\""), ["Ada"]),
    );
    there_and_back(
        on,
        with_view,
        |op| {
            op.drop_view(adults(18));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM users"), ["2"]),
    );
    there_and_back(
        on,
        with_view,
        |op| {
            op.rename_view("adults", "grown ups");
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who FROM \"grown ups\""), ["Ada"]),
    );
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                with_view(op)?;
                op.execute(
                    "CREATE TRIGGER tr INSTEAD OF DELETE ON adults BEGIN DELETE FROM users; END",
                );
                op.rename_view("adults", "b");
                Ok(())
            },
            "the view has triggers",
        );
        refused(
            on,
            |op| {
                op.create_view(adults(1).with("x = 1"));
                Ok(())
            },
            "create_view `adults`",
        );
    } else {
        refused(
            on,
            |op| {
                op.create_view(adults(1).if_not_exists());
                Ok(())
            },
            "create_view `adults`",
        );
    }
}

pub(crate) fn materialized_views_are_filled_and_refreshed(on: &dyn Backend) {
    fn totals() -> View {
        View::materialized("totals").as_("SELECT age, count(*) AS n FROM users GROUP BY age")
    }
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_view(totals());
                Ok(())
            },
            "create_view `totals`",
        );
        refused(
            on,
            |op| {
                op.drop_view(totals());
                Ok(())
            },
            "drop_view `totals`",
        );
        refused(
            on,
            |op| {
                op.refresh_view("totals");
                Ok(())
            },
            "refresh_view `totals`",
        );
        return;
    }
    there_and_back(
        on,
        users,
        |op| {
            op.create_view(totals().without_data());
            op.create_index(Index::new("ix_totals").on("totals", ["age"]).unique());
            op.refresh_view("totals");
            op.refresh_view(RefreshView::new("totals").concurrently());
            op.rename_view(View::materialized("totals"), "sums");
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT n FROM sums"), ["1", "1"]),
    );
    there_and_back(
        on,
        |op| {
            users(op)?;
            op.create_view(totals());
            Ok(())
        },
        |op| {
            let other = View::materialized("totals").as_("SELECT count(*) AS n FROM users");
            op.replace_view(other.instead_of(totals()));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT n FROM totals"), ["2"]),
    );
}

/// A trigger that writes down who was renamed, with the word `said`.
fn note(said: &str) -> Trigger {
    let sqlite = format!(
        "AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES ('{said};'); SELECT 1; END"
    );
    let postgres =
        format!("AFTER UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION note('{said};')");
    Trigger::new("note", "users", Sql::sqlite(sqlite).postgres(postgres))
}

fn note_function() -> Function {
    Function::new(
        "note()",
        Sql::sqlite("").postgres(
            "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             INSERT INTO log VALUES (TG_ARGV[0]); RETURN NULL; END; $$",
        ),
    )
}

fn with_log(op: &mut Op<'_>) -> Outcome {
    users(op)?;
    op.create_table(Table::new("log").column(Column::new("said", text())));
    op.create_function(note_function());
    Ok(())
}

fn with_trigger(op: &mut Op<'_>) -> Outcome {
    with_log(op)?;
    op.create_trigger(note("old"));
    Ok(())
}

fn rename(it: &mut dyn Connection) -> Vec<String> {
    it.execute("UPDATE users SET name = 'Bob' WHERE id = 2");
    let said = it.lines("SELECT said FROM log");
    it.execute("DELETE FROM log; UPDATE users SET age = 7 WHERE id = 2");
    it.execute("UPDATE users SET name = 'Tim' WHERE id = 2; DELETE FROM log");
    said
}

pub(crate) fn a_trigger_is_created_replaced_and_dropped(on: &dyn Backend) {
    there_and_back(
        on,
        with_log,
        |op| {
            op.create_trigger(note("new"));
            Ok(())
        },
        |it| assert_eq!(rename(it), ["new;"]),
    );
    there_and_back(
        on,
        with_trigger,
        |op| {
            op.replace_trigger(note("new").instead_of(note("old")));
            Ok(())
        },
        |it| assert_eq!(rename(it), ["new;"]),
    );
    there_and_back(
        on,
        with_trigger,
        |op| {
            op.drop_trigger(note("old"));
            Ok(())
        },
        |it| assert_eq!(rename(it), [""; 0]),
    );
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_trigger(note("x").constraint());
                Ok(())
            },
            "create_trigger `users.note`",
        );
        return;
    }
    there_and_back(
        on,
        with_log,
        |op| {
            op.create_trigger(
                Trigger::new(
                    "late",
                    "users",
                    "AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED \
                     FOR EACH ROW EXECUTE FUNCTION note('late')",
                )
                .constraint(),
            );
            Ok(())
        },
        |it| {
            let deferred =
                "SELECT tgdeferrable, tginitdeferred FROM pg_trigger WHERE tgname = 'late'";
            assert_eq!(it.lines(deferred), ["t | t"]);
        },
    );
}

pub(crate) fn a_function_is_created_replaced_and_dropped(on: &dyn Backend) {
    fn tax(percent: u8) -> Function {
        Function::new(
            "tax(price integer, digits integer DEFAULT length('a,)b'))",
            format!(
                "RETURNS integer LANGUAGE sql AS $$ SELECT price * {percent} / 100; $$; -- done"
            ),
        )
    }
    fn old(op: &mut Op<'_>) -> Outcome {
        op.create_function(tax(19));
        Ok(())
    }
    if is_sqlite(on) {
        refused(on, old, "create_function `tax(");
        refused(
            on,
            |op| {
                op.replace_function(tax(1));
                Ok(())
            },
            "replace_function `tax(",
        );
        refused(
            on,
            |op| {
                op.drop_function("tax(integer)");
                Ok(())
            },
            "drop_function `tax(",
        );
        return;
    }
    let taxed = "SELECT tax(200)";
    there_and_back(on, nothing, old, |it| assert_eq!(it.lines(taxed), ["38"]));
    there_and_back(
        on,
        old,
        |op| {
            op.replace_function(tax(21).instead_of(tax(19)));
            Ok(())
        },
        |it| assert_eq!(it.lines(taxed), ["42"]),
    );
    // Other arguments are another function: the old one must not stay beside it.
    there_and_back(
        on,
        old,
        |op| {
            let of_one = Function::new(
                "tax(integer)",
                "RETURNS integer LANGUAGE sql AS 'SELECT $1'",
            );
            op.replace_function(of_one.instead_of(tax(19)));
            Ok(())
        },
        |it| {
            assert_eq!(it.lines(taxed), ["200"]);
            assert_eq!(
                it.lines("SELECT count(*) FROM pg_proc WHERE proname = 'tax'"),
                ["1"]
            );
        },
    );
    there_and_back(
        on,
        old,
        |op| {
            op.drop_function(tax(19));
            Ok(())
        },
        |it| {
            assert_eq!(
                it.lines("SELECT count(*) FROM pg_proc WHERE proname = 'tax'"),
                ["0"]
            );
        },
    );
    there_and_back(
        on,
        users,
        |op| {
            op.create_function(Function::procedure(
                "grow(INOUT years integer)",
                "LANGUAGE plpgsql AS $$ BEGIN UPDATE users SET age = age + years; END $$",
            ));
            op.execute(Sql::new("CALL grow(1)").reversed_by("UPDATE users SET age = age - 1"));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT age FROM users WHERE id = 2"), ["8"]),
    );
}

pub(crate) fn an_enumeration_is_created_changed_renamed_and_dropped(on: &dyn Backend) {
    fn mood() -> Enumeration {
        Enumeration::new("mood", ["sad", "it's ok"])
    }
    fn with_mood(op: &mut Op<'_>) -> Outcome {
        op.create_enum(mood());
        op.create_table(
            Table::new("people")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("mood", mood().column_type()).default("sad")),
        );
        op.bulk_insert("people", ["id", "mood"], [(1, "sad"), (2, "it's ok")]);
        Ok(())
    }
    let all = "SELECT id, mood FROM people ORDER BY id";
    // A database without named types has nothing to do here, and the table works all the same.
    there_and_back(on, nothing, with_mood, |it| {
        assert_eq!(it.lines(all), ["1 | sad", "2 | it's ok"]);
    });
    there_and_back(
        on,
        with_mood,
        |op| {
            op.rename_enum("mood", "temper");
            Ok(())
        },
        |it| assert_eq!(it.lines(all), ["1 | sad", "2 | it's ok"]),
    );
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.add_enum_value("mood", "x");
                Ok(())
            },
            "add_enum_value `mood`",
        );
        refused(
            on,
            |op| {
                op.rename_enum_value("mood", "a", "b");
                Ok(())
            },
            "rename_enum_value `mood`",
        );
        refused(
            on,
            |op| {
                op.replace_enum(ReplaceEnum::new("mood", ["x"]));
                Ok(())
            },
            "replace_enum `mood`",
        );
        return;
    }
    there_and_back(
        on,
        with_mood,
        |op| {
            op.rename_enum_value("mood", "it's ok", "fine");
            Ok(())
        },
        |it| assert_eq!(it.lines(all), ["1 | sad", "2 | fine"]),
    );
    there_and_back(
        on,
        with_mood,
        |op| {
            op.replace_enum(
                ReplaceEnum::new("mood", ["glad", "sad"])
                    .instead_of(["sad", "it's ok"])
                    .map("it's ok", "glad"),
            );
            Ok(())
        },
        |it| {
            assert_eq!(
                it.lines("SELECT id, mood FROM people ORDER BY mood"),
                ["2 | glad", "1 | sad"]
            );
        },
    );
    // The table takes the type along.
    there_and_back(
        on,
        nothing,
        |op| {
            op.create_enum(Enumeration::new("mood", ["sad"]));
            let mood = Column::new("mood", enumeration("mood", ["sad"]));
            op.create_table(Table::new("t").column(mood));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM pg_enum"), ["1"]),
    );
    let labels = "SELECT enumlabel FROM pg_enum ORDER BY enumsortorder";
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], with_mood),
        Rev::rust("a2", &["a1"], |op| {
            op.add_enum_value("mood", "glad");
            op.add_enum_value("mood", EnumValue::new("angry").before("sad"));
            op.add_enum_value("mood", EnumValue::new("so, so").after("sad"));
            op.add_enum_value("mood", EnumValue::new("sad").if_not_exists());
            Ok(())
        })
        .down_rust(|op| {
            op.replace_enum(ReplaceEnum::new("mood", ["sad", "it's ok"]).map("glad", "it's ok"));
            Ok(())
        }),
    ]);
    let mut it = database.connect();
    it.upgrade(set, "a1").unwrap();
    let was = dump(&*database);
    it.upgrade(set, "a2").unwrap();
    assert_eq!(
        it.lines(labels),
        ["angry", "sad", "so, so", "it's ok", "glad"]
    );
    it.execute("UPDATE people SET mood = 'glad' WHERE id = 2");
    it.downgrade(set, "a1").unwrap();
    assert_eq!(dump(&*database), was);
}

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
