//! Views, triggers and virtual tables.

use super::super::Database;
use super::{check_round_trip, read};
use crate::catalog::Catalog;

const TABLES: &str = "CREATE TABLE Users (id INTEGER PRIMARY KEY, name TEXT, \"a b\" INT);
    CREATE TABLE log (at TEXT, what TEXT, user_id INT);";

fn with(sql: &str) -> Catalog {
    check_round_trip(&format!("{TABLES} {sql}"))
}

fn view(query: &str) -> String {
    let catalog = with(&format!("CREATE VIEW v AS {query}"));
    let text = catalog.views[0].query().unwrap();
    text.text(crate::base::Dialect::Sqlite).unwrap().to_owned()
}

fn trigger(sql: &str) -> String {
    let catalog = with(&format!("CREATE TRIGGER g {sql}"));
    let text = catalog.triggers[0].sql().unwrap();
    text.text(crate::base::Dialect::Sqlite).unwrap().to_owned()
}

fn needs(sql: &str) -> Vec<String> {
    let catalog = with(sql);
    let needs = catalog.needs.iter();
    needs
        .map(|it| {
            format!(
                "{} {} needs {} {}",
                it.who.kind, it.who, it.whom.kind, it.whom
            )
        })
        .collect()
}

#[test]
fn a_view_is_compared_by_tokens() {
    let check = |query: &str, expect: &str| assert_eq!(view(query), expect);
    check(
        "select u.name,count ( * ) as n -- how many\n from users u left  outer join [log] l on l.user_id=u.id
           where u.name like 'A%' and l.what is not null group by u.name order by n desc limit 10",
        "SELECT u.name, count(*) AS n FROM Users u LEFT OUTER JOIN log l ON l.user_id = u.id \
         WHERE u.name LIKE 'A%' AND l.what IS NOT NULL GROUP BY u.name ORDER BY n DESC LIMIT 10",
    );
    check(
        "with recursive Up(n) as (values(1) union all select n+1 from up where n<3) select n from Up",
        "WITH RECURSIVE up(n) AS (VALUES (1) UNION ALL SELECT n+1 FROM up WHERE n < 3) SELECT n FROM Up",
    );
    check(
        "SELECT case when \"a b\" > 1 then 'x' else current_date end AS k, [a b] as \"b c\", `name` FROM \"users\"",
        "SELECT CASE WHEN \"a b\" > 1 THEN 'x' ELSE CURRENT_DATE END AS k, `a b` AS `b c`, name FROM Users",
    );
    check(
        "select distinct name, row_number() over (partition by name order by id rows between unbounded preceding and current row) as r from users",
        "SELECT DISTINCT name, row_number() OVER (PARTITION BY name ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS r FROM Users",
    );
    check(
        "select cast(id as text) as t from users where id in (select user_id from log) except select 'x'",
        "SELECT CAST(id AS text) AS t FROM Users WHERE id IN (SELECT user_id FROM log) EXCEPT SELECT 'x'",
    );
}

#[test]
fn what_a_view_shows_is_called_as_before() {
    let check = |query: &str| {
        let columns =
            |database: &Database| database.rows("SELECT name FROM pragma_table_info('v')");
        let database = Database::new();
        let sql = format!("{TABLES} CREATE VIEW v AS {query}");
        database.connection.execute_batch(&sql).unwrap();
        let again = super::made_again(&database.catalog().unwrap());
        assert_eq!(columns(&again), columns(&database), "{query}");
    };
    check(
        "SELECT NAME, count( * ),MAX(id) + 1, \"a b\", 'it''s', -1, users.ID FROM users GROUP BY name",
    );
    check("SELECT * FROM (SELECT COUNT(*), name AS Key, id desc FROM users)");
    check(
        "WITH c AS (SELECT upper( name ) FROM users) SELECT * FROM c UNION SELECT lower(name) FROM users",
    );
    check(
        "SELECT name n, id 'i d', id IS  NULL, (SELECT 1), name COLLATE nocase, rowid, u.* FROM users u",
    );
    check("SELECT CASE id WHEN 1 THEN 2 end, id like  'x', EXISTS (SELECT  1) AS e FROM users");
}

#[test]
fn a_view_with_names_for_its_columns_keeps_them() {
    let catalog = with("CREATE VIEW v (\"first one\", b) AS SELECT COUNT( * ), name FROM users");
    assert_eq!(catalog.views[0].column_names(), ["first one", "b"]);
    let other = with("create view v([first one],b)as select count(*),name from Users");
    assert_eq!(catalog, other);
}

#[test]
fn texts_and_names_are_told_apart_in_views() {
    assert_ne!(
        view("SELECT 'name' AS n FROM users"),
        view("SELECT \"name\" AS n FROM users")
    );
    assert_ne!(
        view("SELECT id AS n FROM users"),
        view("SELECT id AS m FROM users")
    );
    assert_eq!(
        view("SELECT id AS [n] FROM users"),
        view("SELECT id AS \"n\" FROM users")
    );
}

#[test]
fn a_trigger_is_compared_by_tokens() {
    let check = |sql: &str, expect: &str| assert_eq!(trigger(sql), expect);
    check(
        "after update of name on users for each row when new.name <> old.name begin
           insert or ignore into log values (current_timestamp, 'renamed', new.id); -- note it
           update Users set name = upper(new.name) where id = NEW.id;
         end",
        "AFTER UPDATE OF name ON Users WHEN NEW.name <> OLD.name BEGIN \
         INSERT OR IGNORE INTO log VALUES (CURRENT_TIMESTAMP, 'renamed', NEW.id); \
         UPDATE Users SET name = upper(NEW.name) WHERE id = NEW.id; END",
    );
    check(
        "delete on \"users\" begin select raise(abort, 'no'), case 1 when 2 then 3 end; end",
        "BEFORE DELETE ON Users BEGIN SELECT RAISE(ABORT, 'no'), CASE 1 WHEN 2 THEN 3 END; END",
    );
}

#[test]
fn a_trigger_of_a_view_is_read() {
    let catalog = with(
        "CREATE VIEW v AS SELECT name FROM users;
         CREATE TRIGGER g INSTEAD OF INSERT ON V BEGIN INSERT INTO users (name) VALUES (new.name); END",
    );
    assert_eq!(catalog.triggers[0].table().name(), "v");
}

#[test]
fn what_views_and_triggers_are_about_is_known() {
    assert_eq!(
        needs("CREATE VIEW v AS SELECT name AS log FROM main.users"),
        ["view v needs table Users"]
    );
    assert_eq!(
        needs(
            "CREATE VIEW v AS SELECT 1 AS a FROM (users JOIN log ON 1), users u, log
               WHERE 'a' IN log"
        ),
        ["view v needs table Users", "view v needs table log"]
    );
    assert_eq!(
        needs("CREATE VIEW v AS WITH log AS (SELECT 1 AS a) SELECT a FROM log"),
        [""; 0]
    );
    assert_eq!(
        needs("CREATE VIEW v AS SELECT id FROM users; CREATE VIEW w AS SELECT id FROM V"),
        ["view v needs table Users", "view w needs view v"]
    );
    assert_eq!(
        needs(
            "CREATE TRIGGER g AFTER UPDATE ON users BEGIN
               UPDATE OR FAIL log SET what = (SELECT name FROM users) WHERE user_id = 1;
               DELETE FROM log; END"
        ),
        ["trigger Users.g needs table log"]
    );
}

#[test]
fn virtual_tables_and_what_they_keep_are_left_alone() {
    let catalog = read(
        "CREATE VIRTUAL TABLE docs USING fts5 (title, body);
         CREATE VIRTUAL TABLE boxes USING rtree (id, x0, x1);
         CREATE TABLE docs_tags (tag TEXT);
         CREATE TABLE notes (body TEXT);
         CREATE TRIGGER g AFTER INSERT ON notes BEGIN INSERT INTO docs (body) VALUES (new.body); END",
    );
    let tables: Vec<_> = catalog.tables.iter().map(|it| it.name().name()).collect();
    assert_eq!(tables, ["docs_tags", "notes"]);
    let beyond: Vec<_> = catalog
        .beyond
        .iter()
        .map(|it| format!("{}: {}", it.object, it.what))
        .collect();
    assert_eq!(
        beyond,
        [
            "boxes: a virtual table of `rtree`",
            "boxes_node: kept by a virtual table",
            "boxes_parent: kept by a virtual table",
            "boxes_rowid: kept by a virtual table",
            "docs: a virtual table of `fts5`",
            "docs_config: kept by a virtual table",
            "docs_content: kept by a virtual table",
            "docs_data: kept by a virtual table",
            "docs_docsize: kept by a virtual table",
            "docs_idx: kept by a virtual table",
        ]
    );
    assert_eq!(catalog.triggers.len(), 1);
}
