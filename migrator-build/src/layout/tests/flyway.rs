//! What Flyway finds out itself, what it is told beside a migration, and what it runs besides.

use migrator_core::script::Layout;

use super::shown;

#[test]
fn flyway_finds_out_what_can_run_in_a_transaction() {
    let files = [
        ("V1__a.sql", "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);"),
        ("V2__b.sql", "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);"),
        ("V2__b.sql.conf", "# told\nexecuteInTransaction = true\n"),
        ("V3__c.sql", "PRAGMA foreign_keys = OFF;\nx;"),
        ("V4__d.sql", "a;"),
        (
            "V4__d.sql.conf",
            "executeInTransaction=FALSE\nencoding=UTF-8\nshouldExecute=true",
        ),
        ("V5__e.sql", "SELECT 'CREATE INDEX CONCURRENTLY';"),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
     -> 1, a (m/V1__a.sql, None)
      up: CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)@1
    1 -> 2, b (m/V2__b.sql)
      up: CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)@1
    2 -> 3, c (m/V3__c.sql, None)
      up: PRAGMA foreign_keys = OFF@1 | x@2
    3 -> 4, d (m/V4__d.sql, None)
      up: a@1
    4 -> 5, e (m/V5__e.sql)
      up: SELECT 'CREATE INDEX CONCURRENTLY'@1
    ");
}

#[test]
fn settings_that_are_not_obeyed_are_refused() {
    let files = [
        ("V1__a.sql", "a"),
        ("V1__a.sql.conf", "shouldExecute=${run}==yes"),
        ("V2__b.sql", "a"),
        (
            "V2__b.sql.conf",
            "encoding=ISO-8859-1\nexecuteInTransaction=maybe\nmixed=true",
        ),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
    m/V1__a.sql.conf:1:1: Flyway decides when it runs whether this migration does
      help: take the line out, or the migration out of the folder
    m/V2__b.sql.conf:1:1: Flyway reads the migration as `iso-8859-1`, and not as UTF-8
      help: save the migration as UTF-8 and take the line out
    m/V2__b.sql.conf:2:1: `executeInTransaction` is true or false, and not `maybe`
      help: write `true` or `false`
    m/V2__b.sql.conf:3:1: Flyway has no setting `mixed` of a migration
      help: write `executeInTransaction=…` or `placeholderReplacement=…`
    ");
}

#[test]
fn versions_are_numbers_of_any_length() {
    let files = [
        ("V1.9__a.sql", "a"),
        ("V1.10__b.sql", "b"),
        ("V010.sql", "c"),
        ("V20240131120000123456789__d.sql", "d"),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
     -> 1.9, a (m/V1.9__a.sql)
      up: a@1
    1.9 -> 1.10, b (m/V1.10__b.sql)
      up: b@1
    1.10 -> 010,  (m/V010.sql)
      up: c@1
    010 -> 20240131120000123456789, d (m/V20240131120000123456789__d.sql)
      up: d@1
    ");
    let files = [
        ("V010__a.sql", "a"),
        ("V10__b.sql", "b"),
        ("V+11__c.sql", "c"),
        ("V1.__d.sql", "d"),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
    m/V+11__c.sql: the file's name is none of a migration of Flyway
      help: name it as Flyway does, `V<version>__<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/V1.__d.sql: the file's name is none of a migration of Flyway
      help: name it as Flyway does, `V<version>__<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/V10__b.sql: the version 010 is already used by m/V010__a.sql
      help: give each migration a version of its own
    ");
}

#[test]
fn what_flyway_runs_and_is_no_sql_is_refused() {
    let files = [
        ("V1__a.sql", "a"),
        ("V2__b.java", "class V2__b {}"),
        ("sub/V3__c.sh", "echo"),
        ("R__d.py", "print()"),
        ("afterMigrate.sql", "a"),
        ("beforeEachMigrate__vacuum.sql", "a"),
        ("build.sh", "echo"),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
    m/R__d.py: a migration of Flyway that is not SQL cannot be embedded
      help: write what it does as a migration in Rust, with the same version as its id
    m/V2__b.java: a migration of Flyway that is not SQL cannot be embedded
      help: write what it does as a migration in Rust, with the same version as its id
    m/afterMigrate.sql: a callback of Flyway is no step of a chain
      help: do what it does in the application or in a revision, and move the file to another folder
    m/beforeEachMigrate__vacuum.sql: a callback of Flyway is no step of a chain
      help: do what it does in the application or in a revision, and move the file to another folder
    m/sub/V3__c.sh: a migration of Flyway that is not SQL cannot be embedded
      help: write what it does as a migration in Rust, with the same version as its id
    ");
}
