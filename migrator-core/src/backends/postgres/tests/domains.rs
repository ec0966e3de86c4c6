//! Domains, and what none bears.

use super::{refusal, sql};
use crate::ops::{Domain, DropDomain, Enumeration, Op};
use crate::schema::{Check, integer, string, text};

fn check(migration: impl FnOnce(&mut Op<'_>), expect: &str) {
    assert_eq!(sql(migration), expect);
}

#[test]
fn domains() {
    let named = |sql: &str, name: &str| Check::new(sql).named(name);
    check(
        |op| {
            op.create_domain(
                Domain::new(("app", "a b"), string(9))
                    .collate("C")
                    .default("x")
                    .not_null()
                    .check("VALUE > ''")
                    .check(named("VALUE < 'z'", "z").not_valid()),
            );
            op.create_domain(
                Domain::new("d", Enumeration::new("mood", ["sad"]).column_type())
                    .default_expr("'sad'"),
            );
            op.rename_domain(("app", "d"), "e");
            op.drop_domain(DropDomain::new(("app", "e")).if_exists().cascade());
            op.drop_domain(Domain::new("d", integer()));
        },
        "CREATE DOMAIN \"app\".\"a b\" AS VARCHAR(9) COLLATE \"C\" DEFAULT 'x' NOT NULL CHECK (VALUE > '')\n\
         ALTER DOMAIN \"app\".\"a b\" ADD CONSTRAINT \"z\" CHECK (VALUE < 'z') NOT VALID\n\
         CREATE DOMAIN \"d\" AS \"mood\" DEFAULT ('sad')\n\
         ALTER DOMAIN \"app\".\"d\" RENAME TO \"e\"\n\
         DROP DOMAIN IF EXISTS \"app\".\"e\" CASCADE\n\
         DROP DOMAIN \"d\"",
    );
    check(
        |op| {
            let numbers = || Domain::new("d", integer());
            op.replace_domain(numbers().default(1).instead_of(numbers().not_null()));
            op.replace_domain(
                numbers()
                    .not_null()
                    .instead_of(numbers().default_expr("1 + 1")),
            );
            op.replace_domain(numbers().instead_of(numbers()));
            op.replace_domain(
                numbers()
                    .check(named("VALUE > 1", "renamed"))
                    .check(named("VALUE > 2", "other"))
                    .check(named("VALUE > 3", "valid"))
                    .check(named("VALUE > 4", "kept"))
                    .check("VALUE > 5")
                    .check("VALUE > 6")
                    .check(named("VALUE > 8", "second"))
                    .check(named("VALUE > 8", "third"))
                    .instead_of(
                        numbers()
                            .check(named("VALUE > 1", "named"))
                            .check(named("VALUE > 7", "other"))
                            .check(named("VALUE > 3", "valid").not_valid())
                            .check(named("VALUE > 4", "kept"))
                            .check("VALUE > 6")
                            .check(named("VALUE > 8", "one"))
                            .check(named("VALUE > 8", "two"))
                            .check(named("VALUE > 8", "three")),
                    ),
            );
        },
        "ALTER DOMAIN \"d\" SET DEFAULT 1\n\
         ALTER DOMAIN \"d\" DROP NOT NULL\n\
         ALTER DOMAIN \"d\" DROP DEFAULT\n\
         ALTER DOMAIN \"d\" SET NOT NULL\n\
         ALTER DOMAIN \"d\" DROP CONSTRAINT \"other\"\n\
         ALTER DOMAIN \"d\" DROP CONSTRAINT \"three\"\n\
         ALTER DOMAIN \"d\" RENAME CONSTRAINT \"named\" TO \"renamed\"\n\
         ALTER DOMAIN \"d\" ADD CONSTRAINT \"other\" CHECK (VALUE > 2)\n\
         ALTER DOMAIN \"d\" VALIDATE CONSTRAINT \"valid\"\n\
         ALTER DOMAIN \"d\" ADD CHECK (VALUE > 5)\n\
         ALTER DOMAIN \"d\" RENAME CONSTRAINT \"one\" TO \"second\"\n\
         ALTER DOMAIN \"d\" RENAME CONSTRAINT \"two\" TO \"third\"",
    );
    check(
        |op| op.replace_domain(Domain::new(("app", "d"), text()).check("VALUE > ''")),
        "DO $$\n\
         DECLARE\n  name text;\n\
         BEGIN\n  FOR name IN SELECT c.conname FROM pg_catalog.pg_constraint AS c\n    \
         WHERE c.contypid = '\"app\".\"d\"'::pg_catalog.regtype AND c.contype = 'c' ORDER BY c.conname\n  \
         LOOP\n    EXECUTE 'ALTER DOMAIN \"app\".\"d\" DROP CONSTRAINT ' || pg_catalog.quote_ident(name);\n  \
         END LOOP;\n\
         END\n\
         $$\n\
         ALTER DOMAIN \"app\".\"d\" DROP DEFAULT\n\
         ALTER DOMAIN \"app\".\"d\" DROP NOT NULL\n\
         ALTER DOMAIN \"app\".\"d\" ADD CHECK (VALUE > '')",
    );
}

#[test]
fn changes_that_no_domain_bears() {
    let check = |migration: fn(&mut Op<'_>), expect: &str| assert_eq!(refusal(migration), expect);
    check(
        |op| op.create_domain("d"),
        "create_domain `d` makes no sense: the domain has no type\n\
         help: say `Domain::new(name, type)`",
    );
    check(
        |op| op.create_domain(Domain::new("d", text()).check(Check::new("true").no_inherit())),
        "create_domain `d` makes no sense: nothing inherits from a domain\n\
         help: leave `.no_inherit()` out",
    );
    check(
        |op| op.create_domain(Domain::new("d", text()).check("true) CHECK (false")),
        "create_domain `d` makes no sense: the expression `true) CHECK (false` closes a parenthesis it did not open",
    );
    check(
        |op| op.replace_domain(Domain::new("d", text()).instead_of(Domain::new("d", integer()))),
        "PostgreSQL cannot do replace_domain `d`: the type of a domain cannot be changed\n\
         help: create a domain of another name, and give it to the columns with `op.alter_column`",
    );
    check(
        |op| {
            op.replace_domain(
                Domain::new("d", text()).instead_of(Domain::new("d", text()).collate("C")),
            );
        },
        "PostgreSQL cannot do replace_domain `d`: the collation of a domain cannot be changed\n\
         help: create a domain of another name, and give it to the columns with `op.alter_column`",
    );
    check(
        |op| {
            op.replace_domain(
                Domain::new("d", text()).instead_of(Domain::new("d", text()).check("true")),
            );
        },
        "replace_domain `d` makes no sense: the former condition `true` has no name\n\
         help: name it as it is called in the database, with `Check::new(…).named(…)`",
    );
}
