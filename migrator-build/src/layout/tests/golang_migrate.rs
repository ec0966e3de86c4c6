//! What golang-migrate runs besides transactions of SQL.

use migrator_core::script::Layout;

use super::shown;

#[test]
fn a_statement_that_no_transaction_bears_is_in_none() {
    let files = [
        (
            "1_a.up.sql",
            "-- big\nCREATE INDEX CONCURRENTLY i ON t (a);\n",
        ),
        ("1_a.down.sql", "DROP INDEX i;\n"),
        ("2_b.up.sql", "SELECT 'VACUUM';\n"),
        ("2_b.down.sql", "VACUUM t;\n"),
        ("3_c.down.up.sql", "CREATE INDEX i ON t (a);\n"),
    ];
    insta::assert_snapshot!(shown(Layout::GolangMigrate, &files), @"
     -> 1, a (m/1_a.up.sql, None)
      up: CREATE INDEX CONCURRENTLY i ON t (a)@2
      down: DROP INDEX i@1
    1 -> 2, b (m/2_b.up.sql, None)
      up: SELECT 'VACUUM'@1
      down: VACUUM t@1
    2 -> 3, c.down (m/3_c.down.up.sql)
      up: CREATE INDEX i ON t (a)@1
    ");
}

#[test]
fn other_extensions_are_told() {
    let files = [
        ("1_a.up.sql", "a"),
        ("2_b.up.pgsql", "a"),
        ("3_c.up.sql.bak", "a"),
        ("4_d.up.sql~", "a"),
        ("README.md", ""),
    ];
    insta::assert_snapshot!(shown(Layout::GolangMigrate, &files), @"
    m/2_b.up.pgsql: a migration of golang-migrate that is not SQL cannot be embedded
      help: let the file's name end in `.sql`, if SQL is in it, or move it to another folder
    m/3_c.up.sql.bak: a migration of golang-migrate that is not SQL cannot be embedded
      help: let the file's name end in `.sql`, if SQL is in it, or move it to another folder
    ");
}
