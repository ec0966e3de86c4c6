//! What Alembic's batch mode loses or breaks on, and everything else that hangs on a table.

use super::{
    changed, check_sound, database, definition, difference, dump, is_rebuild, statements, written,
};
use crate::schema::{Action, AlterColumn, Check, ForeignKey, integer, text};

fn age_is_a_number(op: &mut crate::ops::Op<'_>) {
    op.alter_column("t", AlterColumn::new("age").kind(integer()));
}

/// Changes `age` of the table `t` from a text to a number, and returns what else is different.
#[track_caller]
fn check(setup: &str) {
    let (_database, difference) = changed(setup, age_is_a_number);
    let table = |line: &&String| !line.contains("main table t on t: ");
    let others: Vec<_> = difference.iter().filter(table).collect();
    assert_eq!(others, Vec::<&String>::new(), "{setup}");
    assert_eq!(difference.len(), 2, "{difference:#?}");
}

#[test]
fn rows_of_children_that_would_cascade_are_kept_and_the_rebuild_is_told_to_detach() {
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT);
        CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INT REFERENCES T (id) ON DELETE CASCADE);
        INSERT INTO t VALUES (1, NULL); INSERT INTO child VALUES (7, 1);";
    check(setup);
    let detaches = |setup: &str| {
        let all = written(setup, age_is_a_number);
        all.iter()
            .any(|rendered| is_rebuild(rendered) && rendered.detaches)
    };
    assert!(detaches(setup));
    assert!(detaches(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT REFERENCES \"T\")"
    ));
    assert!(!detaches(
        "CREATE TABLE t (age TEXT REFERENCES o); CREATE TABLE o (x REFERENCES o)"
    ));
    assert!(!detaches(
        "CREATE TABLE t (age TEXT); CREATE TEMP TABLE c (x REFERENCES t)"
    ));
}

#[test]
fn a_table_that_will_refer_to_itself_is_told_to_detach() {
    let all = written(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, boss INT); INSERT INTO t VALUES (1, 1);",
        |op| {
            let boss = ForeignKey::new(["boss"]).references("T", ["id"]);
            op.add_constraint("t", boss.on_delete(Action::SetNull));
        },
    );
    assert!(all.iter().all(|it| is_rebuild(it) && it.detaches));
}

#[test]
fn triggers_are_kept_with_their_order_and_their_schema() {
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT); CREATE TABLE log (x);
        CREATE TRIGGER b AFTER INSERT ON t BEGIN INSERT INTO log VALUES (';' || NEW.age); END;
        CREATE TRIGGER \"a (x)\" /* y */ BEFORE UPDATE OF age ON t WHEN OLD.age > 1 BEGIN SELECT 1; END;
        CREATE TRIGGER other AFTER DELETE ON log BEGIN DELETE FROM t; END;
        CREATE TEMP TRIGGER passing AFTER INSERT ON main.t BEGIN SELECT NEW.age; END;
        CREATE TEMP TRIGGER if_ AFTER INSERT ON t BEGIN INSERT INTO log SELECT age FROM main.t; END;",
    );
}

#[test]
fn a_trigger_does_not_see_the_copying() {
    let (database, _) = changed(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT); CREATE TABLE log (x);
        CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END;
        CREATE TRIGGER b AFTER DELETE ON t BEGIN INSERT INTO log VALUES (2); END;
        INSERT INTO t VALUES (1, '2'), (2, '3'); DELETE FROM log;",
        age_is_a_number,
    );
    assert_eq!(database.rows("SELECT count(*) FROM log"), ["0"]);
}

#[test]
fn views_over_the_table_are_kept_also_temporary_and_broken_ones() {
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT);
        CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w(x) AS SELECT id FROM v;
        CREATE TEMP VIEW \"p p\" AS SELECT age FROM main.t, w;
        CREATE VIEW broken AS SELECT missing FROM nowhere;
        CREATE VIEW broken_too AS SELECT gone FROM t;
        CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t (age) VALUES (NEW.age); END;
        CREATE TRIGGER j INSTEAD OF INSERT ON broken BEGIN SELECT 1; END;",
    );
}

#[test]
fn indexes_are_kept_as_they_were_written() {
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT, name TEXT COLLATE NOCASE);
        CREATE INDEX expressions ON t (lower(name), age || ')' DESC);
        CREATE UNIQUE INDEX [odd name] ON t (name COLLATE RTRIM DESC, id) WHERE age IS NOT NULL;
        CREATE INDEX plain ON \"t\"(\"age\");
        CREATE TABLE u (x); CREATE INDEX other ON u (x);",
    );
}

#[test]
fn unnamed_constraints_and_clauses_are_kept() {
    check(
        "CREATE TABLE o (x PRIMARY KEY, y, UNIQUE (x, y));
        CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, age TEXT, name TEXT COLLATE NOCASE,
            kind DECIMAL(10, 2) NOT NULL ON CONFLICT IGNORE DEFAULT (1 + 2) CHECK (kind > 0),
            x REFERENCES o DEFERRABLE INITIALLY DEFERRED, y TEXT DEFAULT 'a, (b',
            CHECK (length(name) < 5), UNIQUE (name, kind) ON CONFLICT REPLACE,
            FOREIGN KEY (x, y) REFERENCES o (x, y) ON DELETE SET NULL MATCH FULL -- last
        );
        INSERT INTO t (id, name) VALUES (3, 'x'), (9, 'y'); DELETE FROM t WHERE id = 9;",
    );
}

#[test]
fn the_counter_of_a_table_goes_on_where_it_was() {
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, age TEXT);
        INSERT INTO t VALUES (3, ''), (9, ''); DELETE FROM t WHERE id > 3;";
    check(setup);
    check(&format!("{setup} DELETE FROM t"));
    check("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, age TEXT)");
    let (database, _) = changed(setup, age_is_a_number);
    database
        .connection
        .execute_batch("INSERT INTO t (age) VALUES (1)")
        .unwrap();
    assert_eq!(database.rows("SELECT max(id) FROM t"), ["10"]);
}

#[test]
fn generated_columns_are_computed_anew() {
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT, twice AS (id * 2),
            kept TEXT GENERATED ALWAYS AS ('(' || id) STORED UNIQUE, last);
        INSERT INTO t (id, last) VALUES (1, 'x'), (5, 'y');",
    );
}

#[test]
fn rowids_are_kept_wherever_they_can_be_seen() {
    let rows = "INSERT INTO t (rowid, age) VALUES (7, NULL), (3, NULL), (1000000000000, NULL);";
    check(&format!("CREATE TABLE t (age TEXT, x); {rows}"));
    check(&format!(
        "CREATE TABLE t (age TEXT, x UNIQUE, y PRIMARY KEY); {rows}"
    ));
    check(&format!(
        "CREATE TABLE t (age TEXT, id INTEGER PRIMARY KEY DESC); {rows}"
    ));
    check(&format!(
        "CREATE TABLE t (age TEXT, id INTEGER PRIMARY KEY); {rows}"
    ));
    let hidden = "CREATE TABLE t (age TEXT, rowid TEXT, \"OID\" INT);
        INSERT INTO t (_rowid_, rowid, age) VALUES (8, 'a', NULL), (2, 'b', NULL);";
    let (database, _) = changed(hidden, age_is_a_number);
    let rows = database.rows("SELECT _rowid_, rowid FROM t ORDER BY 1");
    assert_eq!(rows, ["2|b", "8|a"]);
    let unseen = "CREATE TABLE t (age TEXT, rowid TEXT, _rowid_, oid INT);
        INSERT INTO t (rowid) VALUES ('a'), ('b');";
    let (database, _) = changed(unseen, age_is_a_number);
    assert_eq!(database.rows("SELECT rowid FROM t ORDER BY 1"), ["a", "b"]);
}

#[test]
fn strict_tables_and_tables_without_rowid_stay_so() {
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT, x ANY) STRICT; INSERT INTO t VALUES (1, NULL, '01')",
    );
    check(
        "CREATE TABLE t (a TEXT, age TEXT, b INT, PRIMARY KEY (b DESC, a)) WITHOUT ROWID, STRICT;
        INSERT INTO t VALUES ('x', NULL, 2), ('y', NULL, 1);",
    );
}

#[test]
fn a_self_reference_stays_one() {
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT, boss INT REFERENCES t ON DELETE CASCADE);
        INSERT INTO t VALUES (1, NULL, NULL), (2, NULL, 1);";
    check(setup);
    let (database, _) = changed(setup, age_is_a_number);
    let table = "SELECT \"table\" FROM pragma_foreign_key_list('t')";
    assert_eq!(database.rows(table), ["t"]);
    database
        .connection
        .execute_batch("PRAGMA foreign_keys = ON; DELETE FROM t WHERE id = 1")
        .unwrap();
    assert_eq!(database.rows("SELECT * FROM t"), Vec::<String>::new());
}

#[test]
fn leftovers_of_anybody_are_left_alone() {
    check(
        "CREATE TABLE t (age TEXT); CREATE TABLE _alembic_tmp_t (x); CREATE TABLE \"T (NEW)\" (x);
        CREATE TABLE child (x REFERENCES \"t (new 2)\"); CREATE TEMP TABLE \"t (new 3)\" (x);
        CREATE VIEW \"t (check of views and triggers)\" AS SELECT 1;",
    );
}

#[test]
fn a_check_that_names_its_table_still_means_it() {
    let (database, _) = changed(
        "CREATE TABLE t (age TEXT CHECK (t.age <> ''), n INT, CHECK (\"t\".n > 0 OR n IS NULL)); INSERT INTO t VALUES ('1', 1)",
        age_is_a_number,
    );
    assert_eq!(
        definition(&database, "t"),
        "CREATE TABLE \"t\" (age INTEGER CHECK (age <> ''), n INT, CHECK (n > 0 OR n IS NULL))"
    );
}

#[test]
fn statistics_are_kept() {
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT, x UNIQUE); CREATE INDEX ix ON t (age);
        INSERT INTO t VALUES (1, NULL, 1), (2, NULL, 2); ANALYZE;",
    );
}

#[test]
fn temporary_tables_are_built_anew_where_they_are() {
    let setup = "CREATE TABLE t (age TEXT, here); INSERT INTO t VALUES (NULL, 1);
        CREATE TEMP TABLE t (age TEXT); CREATE INDEX temp.ix ON t (age);
        INSERT INTO temp.t VALUES (NULL); CREATE TRIGGER stays AFTER DELETE ON main.t BEGIN SELECT 1; END;";
    let (_database, difference) = changed(setup, age_is_a_number);
    assert_eq!(
        difference,
        [
            "- temp table t on t: CREATE TABLE t (age TEXT)",
            "+ temp table t on t: CREATE TABLE \"t\" (age INTEGER)",
        ]
    );
    let (_database, difference) = changed(setup, |op| {
        op.alter_column(("main", "t"), AlterColumn::new("age").kind(integer()));
    });
    assert_eq!(
        difference,
        [
            "- main table t on t: CREATE TABLE t (age TEXT, here)",
            "+ main table t on t: CREATE TABLE \"t\" (age INTEGER, here)",
        ]
    );
}

#[test]
fn legacy_alter_table_and_double_quoted_texts_change_nothing() {
    check(
        "PRAGMA legacy_alter_table = ON; CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT);
        CREATE TABLE child (x REFERENCES t); CREATE VIEW v AS SELECT age, \"a text\" FROM t;
        CREATE TRIGGER tr AFTER INSERT ON child BEGIN UPDATE t SET age = \"x\"; END;",
    );
}

#[test]
fn nothing_is_lost_where_a_conflict_clause_would_drop_rows() {
    let setup =
        "CREATE TABLE t (age TEXT UNIQUE ON CONFLICT IGNORE); INSERT INTO t VALUES ('1'), ('01');";
    let database = database(setup);
    let before = dump(&database);
    database.connection.execute_batch("BEGIN").unwrap();
    let error = database.migrate(age_is_a_number).unwrap_err();
    assert!(
        error.starts_with("UNIQUE constraint failed: t (new).age"),
        "{error}"
    );
    database.connection.execute_batch("ROLLBACK").unwrap();
    assert_eq!(difference(&before, &dump(&database)), Vec::<String>::new());
}

#[test]
fn the_statements_are_sqlites_procedure() {
    let setup =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, age TEXT, n AS (id)); CREATE INDEX ix ON t (age);
        CREATE VIEW v AS SELECT 1; CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;";
    let sql = statements(setup, |op| {
        op.alter_table("t", |t| {
            t.alter_column(AlterColumn::new("age").kind(integer()).using("length(age)"))
                .add_constraint(Check::new("age > 0").named("ck"));
        });
    });
    insta::assert_snapshot!(sql, @r#"
    DROP TRIGGER "main"."tr"
    DROP VIEW "main"."v"
    CREATE TABLE "main"."t (new)" (id INTEGER PRIMARY KEY, age INTEGER, n AS (id), CONSTRAINT "ck" CHECK (age > 0))
    INSERT OR ABORT INTO "main"."t (new)" (`id`, `age`) SELECT `id`, (length(age)) FROM "main"."t" ORDER BY `id`
    DROP TABLE "main"."t"
    ALTER TABLE "main"."t (new)" RENAME TO "t"
    CREATE INDEX "main".ix ON t (age)
    CREATE VIEW "main".v AS SELECT 1
    CREATE TRIGGER "main".tr AFTER INSERT ON t BEGIN SELECT 1; END
    "#);
}

#[test]
fn a_change_to_what_is_there_already_does_nothing() {
    let sql = statements("CREATE TABLE t (age INTEGER NOT NULL)", |op| {
        op.alter_column("t", AlterColumn::new("age").kind(integer()).not_null());
    });
    assert_eq!(sql, "");
}

#[test]
fn there_and_back_is_where_it_was() {
    let setup = "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY, age TEXT, -- years\n x);
        INSERT INTO t VALUES (1, 'a', x'00'); CREATE VIEW v AS SELECT * FROM t;";
    let (database, difference) = changed(setup, |op| {
        age_is_a_number(op);
        op.alter_column("t", AlterColumn::new("age").kind(text()));
    });
    assert_eq!(difference, Vec::<String>::new());
    check_sound(&database);
}

#[test]
fn names_of_any_kind_are_kept() {
    let table = "we\"ird 'n` (new)";
    let setup =
        "CREATE TABLE \"we\"\"ird 'n` (new)\" (rowid INTEGER PRIMARY KEY AUTOINCREMENT, age TEXT,
            \"a`b\" REFERENCES \"WE\"\"IRD 'n` (new)\" (rowid), [select] TEXT UNIQUE);
        CREATE INDEX \"i\"\"x ON\" ON \"we\"\"ird 'n` (new)\" (\"a`b\", age);
        CREATE VIEW [v ( w] AS SELECT * FROM \"we\"\"ird 'n` (new)\";
        CREATE TRIGGER 't''r' INSTEAD OF DELETE ON [v ( w] BEGIN SELECT OLD.[select]; END;
        INSERT INTO \"we\"\"ird 'n` (new)\" VALUES (5, NULL, 5, 'x'); ANALYZE;";
    let (_database, difference) = changed(setup, |op| {
        op.alter_column(table, AlterColumn::new("AGE").kind(integer()));
    });
    let kinds: Vec<_> = difference
        .iter()
        .filter(|it| !it.contains("CREATE TABLE"))
        .collect();
    assert_eq!(kinds, Vec::<&String>::new());
    assert_eq!(difference.len(), 2, "{difference:#?}");
}

#[test]
fn a_row_that_leads_nowhere_is_in_the_way_only_where_foreign_keys_are_obeyed() {
    let setup = "CREATE TABLE o (x PRIMARY KEY); CREATE TABLE t (age TEXT, x REFERENCES o);
        INSERT INTO t VALUES (NULL, 'nowhere');";
    check(setup);
    let database = database(setup);
    database
        .connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    let error = database.migrate(age_is_a_number).unwrap_err();
    assert!(
        error.starts_with("FOREIGN KEY constraint failed"),
        "{error}"
    );
}
