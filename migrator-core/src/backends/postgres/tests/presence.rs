//! What is seen of our own tables, by whom.

use super::{Database, inlined, read};
use crate::backends::postgres::PostgresRenderer;
use crate::base::TableName;
use crate::dialect::{Extent, Renderer};

/// Checks `has_version`, `has_history`, `has_schema`, `inside_transaction`, `may_write`.
#[track_caller]
fn check(database: &mut Database, before: &str, version: impl Into<TableName>, expect: &str) {
    let version = version.into();
    let history = version.sibling(format!("{}_h", version.name()));
    let query = PostgresRenderer.presence(&version, &history).unwrap();
    let mut client = database.connect();
    client.batch_execute(before).unwrap();
    assert_eq!(
        read(&mut client, &inlined(&query)),
        Ok(vec![expect.to_owned()]),
        "{before}"
    );
}

#[test]
fn tables_are_seen_where_they_are() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let database = &mut database;
    check(database, "", "v", "f|f|t|f|t");
    check(database, "", ("app", "v"), "f|f|f|f|t");
    check(database, "CREATE SCHEMA app", ("app", "v"), "f|f|t|f|t");
    check(
        database,
        "CREATE TABLE app.v (a int)",
        ("app", "v"),
        "t|f|t|f|t",
    );
    check(
        database,
        "CREATE TABLE app.v_h (a int)",
        ("app", "v"),
        "t|t|t|f|t",
    );
    check(database, "", "v", "f|f|t|f|t");
    check(
        database,
        "SET search_path TO nowhere, app",
        "v",
        "t|t|t|f|t",
    );
    check(database, "SET search_path TO nowhere", "v", "f|f|t|f|f");
    check(database, "CREATE SEQUENCE w", "w", "f|f|t|f|t");
    check(database, "BEGIN", ("app", "v"), "t|t|t|t|t");
    check(database, "BEGIN READ ONLY", ("app", "v"), "t|t|t|t|f");
    check(
        database,
        "SET default_transaction_read_only = on",
        ("app", "v"),
        "t|t|t|f|f",
    );
    check(
        database,
        "SET default_transaction_read_only = on; BEGIN READ WRITE",
        ("app", "v"),
        "t|t|t|t|t",
    );
}

#[test]
fn names_are_taken_as_they_are() {
    let Some(mut database) = Database::new() else {
        return;
    };
    for name in super::catalogue::HOSTILE {
        let table = TableName::from((name, name));
        let quoted = PostgresRenderer.quote_own_table(&table).unwrap();
        let schema = PostgresRenderer.create_schema(name).unwrap();
        check(&mut database, "", table.clone(), "f|f|f|f|t");
        let create = format!("{}; CREATE TABLE {quoted} (a int)", schema.sql);
        check(&mut database, &create, table, "t|f|t|f|t");
    }
}

#[test]
fn a_role_without_rights_gets_an_answer() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let database = &mut database;
    let role = format!("{}_reader", database.name);
    let create = format!(
        "CREATE ROLE {role}; REVOKE ALL ON SCHEMA public FROM public; CREATE SCHEMA app; \
         CREATE TABLE app.v (a int); CREATE TABLE app.v_h (a int)"
    );
    database.rows(&create);
    let be = format!("SET ROLE {role}");
    check(database, &be, "v", "f|f|t|f|f");
    check(database, &be, ("app", "v"), "t|f|t|f|f");
    check(database, &be, ("app", "w"), "f|f|t|f|f");
    check(database, &be, ("nowhere", "v"), "f|f|f|f|f");
    database.rows(&format!(
        "GRANT USAGE ON SCHEMA app TO {role}; GRANT SELECT ON app.v TO {role}"
    ));
    check(database, &be, ("app", "v"), "t|f|t|f|f");
    database.rows(&format!("GRANT SELECT ON app.v_h TO {role}"));
    check(database, &be, ("app", "v"), "t|t|t|f|f");
    database.rows(&format!("GRANT INSERT, UPDATE, DELETE ON app.v TO {role}"));
    check(database, &be, ("app", "v"), "t|t|t|f|t");
    database.rows(&format!("GRANT CREATE ON SCHEMA app TO {role}"));
    check(database, &be, ("app", "w"), "f|f|t|f|t");
    let name = database.name.clone();
    database.rows(&format!("GRANT CREATE ON DATABASE {name} TO {role}"));
    check(database, &be, ("nowhere", "v"), "f|f|f|f|t");
    database.rows(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn search_path_and_role_are_put_back_only_if_they_were_changed() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let role = format!("{}_other", database.name);
    database.rows(&format!("CREATE ROLE {role}"));
    let (opening, closing) = (
        PostgresRenderer.opening(Extent::Transaction).unwrap().sql,
        PostgresRenderer.closing(Extent::Session).unwrap().sql,
    );
    let check = |before: &str, step: &str, after: &str, expect: &str| {
        let mut client = database.connect();
        client.batch_execute(before).unwrap();
        client
            .batch_execute(&format!("BEGIN; {after}; {opening}; {step}; {closing}"))
            .unwrap();
        let look = "SELECT current_setting('search_path'), current_setting('role')";
        let inside = read(&mut client, look).unwrap();
        client.batch_execute("COMMIT").unwrap();
        let outside = read(&mut client, look).unwrap();
        assert_eq!(format!("{} / {}", inside[0], outside[0]), expect, "{step}");
    };
    let path = "\"$user\", public|none";
    check("", "SELECT 1", "", &format!("{path} / {path}"));
    check("", "SET search_path TO ''", "", &format!("{path} / {path}"));
    check(
        "SET search_path TO ''",
        "SET search_path TO app",
        "",
        "\"\"|none / \"\"|none",
    );
    check(
        "SELECT set_config('search_path', '', false)",
        "SET LOCAL search_path TO app",
        "",
        "|none / |none",
    );
    check(
        "",
        &format!("SET ROLE {role}"),
        "",
        &format!("{path} / {path}"),
    );
    // The application's own `SET LOCAL` ends with its transaction.
    check(
        "",
        "SELECT 1",
        "SET LOCAL search_path TO app",
        &format!("app|none / {path}"),
    );
    database.rows(&format!("DROP ROLE {role}"));
}

#[test]
fn a_step_began_when_it_was_opened() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let ago = |micros: u64| PostgresRenderer.step_began(micros);
    let look = |sql: &str| {
        format!(
            "SELECT {sql} BETWEEN clock_timestamp() - interval '6 s' AND clock_timestamp() - interval '4 s'"
        )
    };
    // Without an opening our own clock tells.
    assert_eq!(database.rows(&look(&ago(5_000_000))), ["t"]);
    assert_eq!(database.rows(&look(&ago(0))), ["f"]);
    assert_eq!(
        database.rows(&format!("SELECT {} < now()", ago(u64::MAX))),
        ["t"]
    );
    // With one the database's tells, in spite of the settings for dates.
    let opening = PostgresRenderer.opening(Extent::Transaction).unwrap().sql;
    database.rows(&format!("BEGIN; SET LOCAL datestyle = 'German'; {opening}"));
    database.rows("SET LOCAL datestyle = 'SQL, DMY'; SET LOCAL timezone = 'Asia/Tokyo'");
    assert_eq!(
        database.rows(&format!(
            "SELECT {0} > now() AND {0} <= {1}",
            ago(5_000_000),
            PostgresRenderer.now()
        )),
        ["t"]
    );
    assert_eq!(
        database.rows("COMMIT; SELECT current_setting('migrator.began', true)"),
        [""]
    );
    assert_eq!(database.rows(&look(&ago(5_000_000))), ["t"]);
}
