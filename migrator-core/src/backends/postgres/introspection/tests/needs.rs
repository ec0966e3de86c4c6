//! What needs what.

use super::{database, own};

#[test]
fn needs_are_those_that_the_server_would_refuse_to_break() {
    let Some(database) = database(
        "CREATE SEQUENCE numbers; CREATE DOMAIN small AS integer; CREATE DOMAIN tiny AS small; CREATE TYPE mood AS ENUM ('sad'); \
         CREATE FUNCTION f(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1'; \
         CREATE FUNCTION is_fine(mood) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'; \
         ALTER DOMAIN tiny ADD CONSTRAINT c CHECK (f(VALUE::integer) > 0); \
         CREATE TABLE t (id integer PRIMARY KEY DEFAULT nextval('numbers'), a integer DEFAULT f(1), m mood CHECK (is_fine(m)), \
         s tiny[], g integer GENERATED ALWAYS AS (f(a)) STORED); \
         CREATE INDEX ix ON t (f(a)); CREATE VIEW v AS SELECT a, f(a) AS fa FROM t; CREATE VIEW w AS SELECT fa FROM v; \
         CREATE MATERIALIZED VIEW mv AS SELECT m FROM t; \
         CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE FUNCTION rows_of() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'; \
         CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION touch()",
    ) else {
        return;
    };
    let found = own(&database);
    let needs: Vec<String> = found
        .needs
        .iter()
        .map(|it| format!("{} {} > {} {}", it.who.kind, it.who, it.whom.kind, it.whom))
        .collect();
    assert_eq!(
        needs,
        [
            "domain tiny > domain small",
            "domain tiny > function f(integer)",
            "column t.a > function f(integer)",
            "column t.g > column t.a",
            "column t.g > function f(integer)",
            "column t.id > sequence numbers",
            "column t.s > domain tiny",
            "constraint t.t_m_check > function is_fine(mood)",
            "index ix > function f(integer)",
            "view mv > column t.m",
            "view v > column t.a",
            "view v > function f(integer)",
            "view w > view v",
            "function is_fine(mood) > enum mood",
            "function rows_of() > table t",
            "trigger t.tr > column t.a",
            "trigger t.tr > function touch()",
        ]
    );
}
