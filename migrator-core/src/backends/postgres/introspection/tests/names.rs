//! The names of constraints that were given none.

use super::{database, own};
use crate::backends::postgres::introspection::PostgresIntrospection;
use crate::base::TableName;
use crate::catalog::Introspection;
use crate::schema::{Constraint, Table};

fn constraints(table: &Table) -> Vec<Constraint> {
    let mut all: Vec<Constraint> = Vec::new();
    all.extend(table.table_primary_key().cloned().map(Constraint::from));
    all.extend(table.uniques().iter().cloned().map(Constraint::from));
    all.extend(table.foreign_keys().iter().cloned().map(Constraint::from));
    all.extend(table.checks().iter().cloned().map(Constraint::from));
    all.extend(table.excludes().iter().cloned().map(Constraint::from));
    all
}

/// Checks that every name in a schema is told beforehand, with the others taken.
#[track_caller]
fn check(sql: &str, n_constraints: usize) {
    let Some(database) = database(sql) else {
        return;
    };
    let catalog = own(&database);
    let of = |table: &Table| {
        let name = table.name().clone();
        constraints(table)
            .into_iter()
            .map(move |it| (name.clone(), it))
    };
    let all: Vec<(TableName, Constraint)> = catalog.tables.iter().flat_map(of).collect();
    assert_eq!(all.len(), n_constraints);
    for (table, constraint) in &all {
        let name = constraint.name().unwrap();
        let others = all.iter().filter_map(|(_, it)| it.name());
        let taken: Vec<&str> = others.filter(|it| *it != name).collect();
        let told = PostgresIntrospection.default_name(table, constraint, &taken);
        assert_eq!(told.as_deref(), Some(name), "{constraint:?}");
    }
}

#[test]
fn names_are_those_that_the_server_gives() {
    check(
        "CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, a integer, b integer, \
         UNIQUE (a, b), UNIQUE (b) INCLUDE (email), role integer REFERENCES users, \
         FOREIGN KEY (a) REFERENCES users, \
         age integer CHECK (age > 0), CHECK (a < b), CHECK (age <> 7), CHECK (1 < 2), \
         EXCLUDE USING btree (a WITH =, b WITH =))",
        11,
    );
}

#[test]
fn long_names_are_shortened_as_the_server_does() {
    let table = "a_table_whose_name_is_as_long_as_it_can_be_without_being_too_lo";
    let column = "größe_eines_dings_in_metern_mit_ä_ö_ü_und_noch_mehr_ä_ö_ü";
    check(
        &format!(
            "CREATE TABLE {table} (id integer PRIMARY KEY, {column} integer UNIQUE CHECK ({column} > 0), \
             b integer REFERENCES {table}, UNIQUE ({column}, id, b), \
             short_one integer UNIQUE); \
             CREATE TABLE t ({column} integer UNIQUE REFERENCES {table}, \"Größe\" integer CHECK (\"Größe\" > 0), \
             \"a \"\"b\"\"\" integer CHECK (\"a \"\"b\"\"\" > 0), UNIQUE ({column}, \"Größe\", \"a \"\"b\"\"\"))",
        ),
        11,
    );
}

#[test]
fn the_column_of_a_check_is_found_in_what_the_server_prints() {
    check(
        "CREATE FUNCTION f(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'; \
         CREATE TABLE t (n text CHECK (lower(n) = 'x' AND n <> ')' COLLATE \"C\"), \
         v varchar(80) CHECK (v IN ('a', 'b') OR f(v)), \
         d timestamp(3) CHECK (d > '2020-01-01 00:00' AND d::timestamp(1) > now()), \
         p numeric(10,2) CHECK (p::numeric(4,1) > 0 IS NOT DISTINCT FROM true), \
         tags text[] CHECK (tags <@ ARRAY['x', 'y']), \
         j jsonb CHECK (j ? 'a' AND jsonb_typeof(j) = 'object'), \
         b boolean CHECK (b), \"user\" text CHECK (\"user\" LIKE '%@%'), \
         x integer CHECK (CASE WHEN x > 1 THEN x ELSE NULL END IS NULL), \
         c character(4) CHECK (c::character varying(3) = 'abc' OR c BETWEEN 'a' AND 'b'), \
         CHECK (n IS NOT NULL OR v IS NOT NULL), CHECK (n = v::text))",
        12,
    );
}
