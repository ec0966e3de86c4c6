//! Domains: what each operation makes of them, and that its inverse leaves the database as it was.

use migrator::__private::Outcome;
use migrator::prelude::*;

use crate::backend::{Backend, Connection};
use crate::support::{Rev, set};
use crate::there_and_back::{is_sqlite, nothing, refused, there_and_back};

pub(crate) fn a_domain_is_created_replaced_renamed_and_dropped(on: &dyn Backend) {
    fn email() -> Domain {
        Domain::new("email", string(40))
            .collate("C")
            .default("a@b")
            .not_null()
            .check(Check::new("VALUE LIKE '%@%'").named("at"))
            .check(Check::new("VALUE <> ''").named("some"))
    }
    fn other() -> Domain {
        Domain::new("email", string(40))
            .collate("C")
            .default_expr("lower('X@Y')")
            .check(Check::new("VALUE LIKE '%@%'").named("has \"at\""))
            .check(Check::new("VALUE <> '@'").named("some"))
    }
    fn with_domain(op: &mut Op<'_>) -> Outcome {
        op.create_domain(email());
        op.create_table(Table::new("t").column(Column::new("x", custom("email"))));
        op.execute(Sql::new("INSERT INTO t VALUES ('ada@lovelace')").reversed_by(""));
        Ok(())
    }
    if is_sqlite(on) {
        let refused = |upgrade, what| refused(on, upgrade, what);
        refused(
            |op| {
                op.create_domain(email());
                Ok(())
            },
            "create_domain `email`",
        );
        refused(
            |op| {
                op.replace_domain(email());
                Ok(())
            },
            "replace_domain `email`",
        );
        refused(
            |op| {
                op.rename_domain("email", "e");
                Ok(())
            },
            "rename_domain `email`",
        );
        refused(
            |op| {
                op.drop_domain("email");
                Ok(())
            },
            "drop_domain `email`",
        );
        return;
    }
    let domain = "SELECT format_type(typbasetype, typtypmod), typnotnull, typdefault FROM pg_type WHERE typname = 'email'";
    let checks = "SELECT conname, pg_get_constraintdef(c.oid, true), convalidated FROM pg_constraint AS c \
         JOIN pg_type AS t ON t.oid = contypid \
         WHERE connamespace <> 'information_schema'::regnamespace ORDER BY 1";
    there_and_back(on, nothing, with_domain, |it| {
        assert_eq!(
            it.lines(domain),
            ["character varying(40) | t | 'a@b'::character varying"]
        );
        assert_eq!(
            it.lines(checks),
            [
                "at | CHECK (VALUE::text ~~ '%@%'::text) | t",
                "some | CHECK (VALUE::text <> ''::text) | t"
            ]
        );
        assert_eq!(it.lines("SELECT x FROM t"), ["ada@lovelace"]);
    });
    let look = |it: &mut dyn Connection| {
        assert_eq!(
            it.lines(domain),
            ["character varying(40) | f | lower('X@Y'::text)"]
        );
        assert_eq!(
            it.lines(checks),
            [
                "has \"at\" | CHECK (VALUE::text ~~ '%@%'::text) | t",
                "some | CHECK (VALUE::text <> '@'::text) | t"
            ]
        );
    };
    there_and_back(
        on,
        with_domain,
        |op| {
            op.replace_domain(other().instead_of(email()));
            Ok(())
        },
        look,
    );
    // Without the former definition everything is said anew.
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        with_domain(op)?;
        op.replace_domain(other());
        Ok(())
    })]);
    crate::backend::upgrade(&*database, set);
    look(&mut *database.connect());
    // A condition that leaves values unchecked, and is validated later.
    fn numbers() -> Domain {
        Domain::new("d", integer())
    }
    fn positive() -> Check {
        Check::new("VALUE > 0").named("positive")
    }
    fn unchecked(op: &mut Op<'_>) -> Outcome {
        op.replace_domain(
            numbers()
                .check(positive().not_valid())
                .instead_of(numbers()),
        );
        Ok(())
    }
    fn with_number(op: &mut Op<'_>) -> Outcome {
        op.create_domain(numbers());
        op.create_table(Table::new("t").column(Column::new("x", custom("d"))));
        op.execute("INSERT INTO t VALUES (-1)");
        Ok(())
    }
    there_and_back(on, with_number, unchecked, |it| {
        assert_eq!(
            it.lines(checks),
            ["positive | CHECK (VALUE > 0) NOT VALID | f"]
        );
    });
    there_and_back(
        on,
        |op| {
            with_number(op)?;
            unchecked(op)?;
            op.execute("UPDATE t SET x = 1");
            Ok(())
        },
        |op| {
            op.replace_domain(
                numbers()
                    .check(positive())
                    .instead_of(numbers().check(positive().not_valid())),
            );
            Ok(())
        },
        |it| assert_eq!(it.lines(checks), ["positive | CHECK (VALUE > 0) | t"]),
    );
    there_and_back(
        on,
        |op| {
            with_domain(op)?;
            op.create_schema("app");
            Ok(())
        },
        |op| {
            op.rename_domain(("public", "email"), ("app", "mail \"x\""));
            Ok(())
        },
        |it| {
            let kind = "SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum = 1";
            assert_eq!(it.lines(kind), ["app.\"mail \"\"x\"\"\""]);
        },
    );
    there_and_back(
        on,
        |op| {
            op.create_domain(email());
            Ok(())
        },
        |op| {
            op.drop_domain(email());
            Ok(())
        },
        |it| assert_eq!(it.lines(checks), [""; 0]),
    );
}
