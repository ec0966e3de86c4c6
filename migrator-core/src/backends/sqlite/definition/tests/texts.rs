//! Texts as people and tools write them.

use rusqlite::Connection;

use super::{Clause, Column, Constraint, Definition, catalogue, parsed, stored};

/// Creates the table `t`, and takes apart what SQLite stores.
fn check(sql: &str) -> Definition {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    let text = stored(&connection, "t");
    let definition = parsed(&text);
    let name = &text["CREATE TABLE ".len()..];
    let name = ["\"t\"", "`t`", "[t]", "'t'", "t"]
        .into_iter()
        .find(|it| name.starts_with(it));
    assert_eq!(definition.print(name.unwrap()), text);
    connection
        .execute_batch(&definition.print("`other`"))
        .unwrap();
    let (before, after) = (catalogue(&connection, "t"), catalogue(&connection, "other"));
    assert_eq!(before, after, "{sql}");
    definition
}

#[test]
fn whatever_sqlite_accepts_is_printed_as_it_was() {
    for sql in [
        "CREATE TABLE t(a)",
        "create table if not exists main.t (a, b INT, c);",
        "CREATE TABLE 't' (\"a b\" `x``y`, [c] [some type](10, -2), 'd' 'e' DEFAULT 'f')",
        "CREATE TABLE [t](a /* one */ INT -- two, (\n , -- of a\n\tb TEXT, /* of b */\n c -- last\n)",
        "CREATE TABLE t(a DECIMAL(10,2) NOT NULL ON CONFLICT REPLACE DEFAULT (max(1, (2))), b)",
        "CREATE TABLE t(a TEXT DEFAULT '(,)' CHECK (a <> ')' AND a NOT IN ('--', '/*')), b)",
        "CREATE TABLE t(a DEFAULT -1.5e-3 NOT NULL, b DEFAULT + 2, c DEFAULT .5, d DEFAULT 1.,\
         e DEFAULT 0x1F, f DEFAULT x'0a' UNIQUE, g DEFAULT abc, h DEFAULT \"ghi\" NULL, \
         i DEFAULT true, j DEFAULT CURRENT_TIMESTAMP NOT NULL, k DEFAULT NULL, l DEFAULT -9223372036854775808)",
        "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, b)",
        "CREATE TABLE t(id INTEGER, b, CONSTRAINT k PRIMARY KEY (id AUTOINCREMENT) ON CONFLICT FAIL)",
        "CREATE TABLE t(id INTEGER PRIMARY KEY DESC ON CONFLICT ABORT, b)",
        "CREATE TABLE t(a COLLATE NOCASE PRIMARY KEY, b) WITHOUT ROWID",
        "CREATE TABLE t(a TEXT PRIMARY KEY, b ANY) STRICT , WITHOUT  ROWID",
        "CREATE TABLE t(a, b, UNIQUE (a COLLATE NOCASE DESC, 'b') CHECK (a > b) \
         CONSTRAINT x CONSTRAINT y FOREIGN KEY (a, b) REFERENCES t(b, a) ON DELETE SET NULL \
         ON UPDATE NO ACTION MATCH FULL NOT DEFERRABLE INITIALLY IMMEDIATE)",
        "CREATE TABLE t(a REFERENCES t ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED CHECK (1), \
         b CONSTRAINT one REFERENCES o(x) NOT NULL DEFERRABLE CONSTRAINT two)",
        "CREATE TABLE t(a, b INT GENERATED ALWAYS AS (a + 1) STORED NOT NULL, c AS (a), d generated, \
         e INT AS (a || ')') VIRTUAL UNIQUE)",
        "CREATE TABLE t(key, \"order\", `group` INT, \"CHECK\" TEXT, [UNIQUE], abort, action, always)",
        "CREATE TABLE t(größe INT, \"☃\" TEXT DEFAULT '☃', a$b)",
        "CREATE TABLE t(a INT UNIQUE, b VARCHAR(10) COLLATE RTRIM UNIQUE ON CONFLICT IGNORE, \
         PRIMARY KEY (b, a DESC), UNIQUE ((a)))",
        "CREATE TABLE t(a LONG INTEGER, b UNSIGNED BIG INT(8), c VARYING CHARACTER(255), d \"INTEGER\" PRIMARY KEY)",
        "CREATE TABLE t AS SELECT 1 AS \"a(b\", 'x' AS \"c,d\"",
    ] {
        check(sql);
    }
}

#[test]
fn a_check_that_names_its_table_means_it_under_any_name() {
    let text =
        "CREATE TABLE t(a CHECK (t.a > 0), b DEFAULT 't.a', CHECK (t . a <> `T`.b OR x.t > t))";
    assert_eq!(
        parsed(text).print("other"),
        "CREATE TABLE other(a CHECK (a > 0), b DEFAULT 't.a', CHECK ( a <> b OR x.t > t))"
    );
}

#[test]
fn what_alter_table_has_written_is_understood() {
    let connection = Connection::open_in_memory().unwrap();
    let sql = "CREATE TABLE s(a INT CHECK (s.a > 0), b -- last\n);
        ALTER TABLE s RENAME TO t; ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'x' COLLATE NOCASE;
        ALTER TABLE t RENAME COLUMN a TO \"x y\"; ALTER TABLE t DROP COLUMN b;";
    connection.execute_batch(sql).unwrap();
    let text = stored(&connection, "t");
    let definition = parsed(&text);
    let columns: Vec<_> = definition.columns().iter().map(Column::name).collect();
    assert_eq!(columns, ["x y", "c"]);
    assert_eq!(definition.name(), "t");
}

#[test]
fn the_parts_are_known_for_what_they_are() {
    let sql = "CREATE TABLE \"t\" (id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, \
        a TEXT(5) NOT NULL CONSTRAINT \"ck a\" CHECK (a <> ')') COLLATE NOCASE, \
        b INT REFERENCES o, CONSTRAINT uq UNIQUE (a, \"b\"), \
        FOREIGN KEY (a, b) REFERENCES p (x, y) DEFERRABLE)";
    let definition = check(sql);
    let columns = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let clauses: Vec<_> = definition
        .all_constraints()
        .map(Constraint::clause)
        .collect();
    let key = |table: &str, from: &[&str], to: &[&str]| Clause::ForeignKey {
        columns: columns(from),
        table: table.to_owned(),
        targets: columns(to),
    };
    assert_eq!(
        clauses,
        [
            &Clause::PrimaryKey {
                columns: columns(&["id"]),
                descending: false,
                autoincrement: true
            },
            &Clause::NotNull,
            &Clause::Check {
                expression: "a <> ')'".to_owned()
            },
            &Clause::Collate,
            &key("o", &["b"], &[]),
            &Clause::Unique {
                columns: columns(&["a", "b"])
            },
            &key("p", &["a", "b"], &["x", "y"]),
        ]
    );
    let names: Vec<_> = definition
        .all_constraints()
        .filter_map(Constraint::name)
        .collect();
    assert_eq!(names, ["pk", "ck a", "uq"]);
    assert_eq!(definition.column("A").unwrap().kind(), "TEXT(5)");
    assert_eq!(definition.rowid_column().unwrap().name(), "id");
}

#[test]
fn the_rowid_has_another_name_only_where_sqlite_says_so() {
    let check = |columns: &str, expect: Option<&str>| {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(&format!("CREATE TABLE t({columns}"))
            .unwrap();
        let definition = parsed(&stored(&connection, "t"));
        assert_eq!(
            definition.rowid_column().map(Column::name),
            expect,
            "{columns}"
        );
        // A column that is the rowid takes its value.
        if let Some(name) = definition
            .columns()
            .first()
            .map(|column| column.name().to_owned())
        {
            let insert = "INSERT INTO t DEFAULT VALUES";
            let same = format!("SELECT \"{name}\" IS 1 FROM t");
            if !definition.is_without_rowid() {
                connection.execute_batch(insert).unwrap();
                let is_rowid: bool = connection.query_row(&same, [], |row| row.get(0)).unwrap();
                assert_eq!(is_rowid, expect.is_some(), "{columns}");
            }
        }
    };
    check("a INTEGER PRIMARY KEY)", Some("a"));
    check("a integer, PRIMARY KEY (a DESC))", Some("a"));
    check("a INTEGER PRIMARY KEY DESC)", None);
    check("a \"INTEGER\" PRIMARY KEY)", Some("a"));
    check("a INT PRIMARY KEY)", None);
    check("a INTEGER PRIMARY KEY) WITHOUT ROWID", None);
    check("a INTEGER, b, PRIMARY KEY (a, b))", None);
    check("a INTEGER)", None);
}

#[test]
fn what_is_no_table_is_an_error_and_no_panic() {
    let check = |sql: &str, expect: &str| {
        assert_eq!(
            Definition::parse(sql).unwrap_err().to_string(),
            expect,
            "{sql}"
        );
    };
    check("", "CREATE is expected at the end");
    check(
        "CREATE VIRTUAL TABLE t USING fts5(a)",
        "TABLE is expected at `VIRTUAL`",
    );
    check("CREATE TABLE t AS SELECT 1", "`(` is expected at `AS`");
    check("CREATE TABLE t(", "a name is expected at the end");
    check("CREATE TABLE t(a", "`,` or `)` is expected at the end");
    check("CREATE TABLE t(a,)", "a name is expected at `)`");
    check("CREATE TABLE t(a INT 5)", "`,` or `)` is expected at `5`");
    check(
        "CREATE TABLE t(a CHECK (a)",
        "`,` or `)` is expected at the end",
    );
    check("CREATE TABLE t(a CHECK (a", "`)` is expected at the end");
    check(
        "CREATE TABLE t(a, UNIQUE (a), b)",
        "a constraint is expected at `b`",
    );
    check(
        "CREATE TABLE t(a) HEAP",
        "an option of the table is expected at `HEAP`",
    );
    check(
        "CREATE TABLE t(a) STRICT, ",
        "an option of the table is expected at the end",
    );
    assert!(Definition::parse("CREATE TABLE t('a)").is_err());
    assert!(Definition::parse("CREATE TABLE t(a\0)").is_err());
    let whole = "CREATE TABLE t(a INT DEFAULT -1.5 REFERENCES o(x) ON DELETE SET NULL, \
        UNIQUE (a) ON CONFLICT FAIL, FOREIGN KEY (a) REFERENCES o DEFERRABLE) STRICT";
    for end in 0..whole.len() {
        let _ = Definition::parse(&whole[..end]);
        let _ = Definition::parse(&whole[end..]);
    }
}
