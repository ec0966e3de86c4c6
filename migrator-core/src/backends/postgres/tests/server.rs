//! What PostgreSQL itself says about transactions, statement by statement.

use super::{Database, PostgresRenderer, read};
use crate::base::Dialect;
use crate::dialect::Renderer;
use crate::script::split;
use crate::session::Statement;

const TABLES: &str = "CREATE TABLE t (a int); CREATE INDEX i ON t (a); \
    CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); \
    CREATE TYPE mood AS ENUM ('sad'); CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; \
    CREATE UNIQUE INDEX ON v (a)";

#[test]
fn postgresql_agrees_on_what_runs_in_a_transaction() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows(TABLES);
    let name = database.name.clone();
    let mut check = |sql: &str| {
        let said = PostgresRenderer.runs_in_transaction(&Statement::new(sql.to_owned()));
        let ran = read(&mut database.client, &format!("BEGIN; {sql}"));
        let refused = ran.as_ref().err().is_some_and(|error| {
            let words = [
                "cannot run inside a transaction block",
                "cannot be executed inside",
            ];
            words.iter().any(|words| error.contains(words))
        });
        assert_eq!(said, !refused, "{sql}: {ran:?}");
        database.client.batch_execute("ROLLBACK").unwrap();
    };
    check("VACUUM");
    check("VACUUM (ANALYZE) t");
    check("ANALYZE t");
    check("CREATE INDEX CONCURRENTLY j ON t (a)");
    check("CREATE INDEX j ON t (a)");
    check("DROP INDEX CONCURRENTLY i");
    check("DROP INDEX i");
    check("REINDEX TABLE t");
    check("REINDEX INDEX CONCURRENTLY i");
    check("REINDEX (CONCURRENTLY) INDEX i");
    check("REINDEX (CONCURRENTLY off) INDEX i");
    check("REINDEX SCHEMA public");
    check(&format!("REINDEX DATABASE {name}"));
    check(&format!("REINDEX SYSTEM {name}"));
    check("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY");
    check("ALTER TABLE p DETACH PARTITION p1");
    check("CREATE DATABASE migrator_never");
    check("DROP DATABASE IF EXISTS migrator_never");
    check("CREATE TABLESPACE migrator_never LOCATION '/nowhere'");
    check("DROP TABLESPACE IF EXISTS migrator_never");
    check(&format!("ALTER DATABASE {name} SET TABLESPACE pg_default"));
    check(&format!("ALTER DATABASE {name} SET work_mem = '1MB'"));
    check("ALTER SYSTEM SET work_mem = '1MB'");
    check("CLUSTER");
    check("CLUSTER t USING i");
    check("CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p");
    check("CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)");
    check("REFRESH MATERIALIZED VIEW CONCURRENTLY v");
    check("ALTER TYPE mood ADD VALUE 'ok'");
}

#[test]
fn a_schema_dump_is_a_migration() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows(TABLES);
    database.rows(
        "INSERT INTO t VALUES (1), (2); \
         CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END; \
         CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; COMMIT; END $$; \
         CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2); \
         COMMENT ON TABLE t IS 'a; b'' \\ c'",
    );
    let Some(dump) = dump(&database) else {
        return;
    };
    let pieces = split(Dialect::Postgres, &dump).unwrap();
    let Some(mut copy) = Database::new() else {
        return;
    };
    copy.client.batch_execute("BEGIN").unwrap();
    copy.migrate(|op| op.execute(dump.as_str())).unwrap();
    copy.client.batch_execute("COMMIT").unwrap();
    assert!(pieces.len() > 10);
    let without_restriction = |dump: &str| -> Vec<String> {
        let lines = dump.lines().filter(|line| !line.contains("restrict "));
        lines.map(str::to_owned).collect()
    };
    let again = self::dump(&copy).unwrap();
    assert_eq!(without_restriction(&again), without_restriction(&dump));
}

/// `None` if there is no `pg_dump` here.
fn dump(database: &Database) -> Option<String> {
    let url = std::env::var("MIGRATOR_TEST_POSTGRES").ok()?;
    let (server, _) = url.rsplit_once('/')?;
    let output = std::process::Command::new("pg_dump")
        .args(["--inserts", &format!("{server}/{}", database.name)])
        .output()
        .ok()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).ok()
}
