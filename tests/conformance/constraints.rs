//! Constraints: what they refuse while they are there, and that they go.

use migrator::__private::Outcome;
use migrator::ops::DropConstraint;
use migrator::prelude::*;

use crate::backend::Backend;
use crate::names::NAMES;
use crate::steps::{Steps, Up, refused};

/// As long as a name may be where names are shortest: 63 bytes.
const LONG: &str = "ääääääääääääääääääääääääääääää's";

/// A table with three columns and a row, and one to refer to.
fn create(op: &mut Op<'_>) -> Outcome {
    op.create_table(Table::new("u").column(Column::new("id", integer()).primary_key()));
    op.create_table(
        Table::new("t")
            .column(Column::new("a", integer()).not_null())
            .column(Column::new("b", integer()))
            .column(Column::new("c", integer())),
    );
    op.bulk_insert("u", ["id"], [(1,)]);
    op.bulk_insert("t", ["a", "b", "c"], [(1, 1, 1)]);
    Ok(())
}

/// Adds a constraint called [`LONG`], sees `broken` refused, drops it in two ways, and sees
/// the same taken.
fn comes_and_goes(on: &dyn Backend, add: Up, drop: Up, keys: &[&str], broken: &str) {
    let by_name: Up = |op| {
        op.drop_constraint("t", LONG);
        Ok(())
    };
    for drop in [drop, by_name] {
        let mut steps = Steps::new(on, &[create, add, drop]);
        steps.next();
        let before = steps.database.keys("t");
        steps.next();
        assert_eq!(steps.database.keys("t"), keys);
        assert!(steps.database.has_constraint("t", LONG));
        steps.takes_and_refuses(&[], &[broken]);
        steps.next();
        assert_eq!(steps.database.keys("t"), before);
        assert!(!steps.database.has_constraint("t", LONG));
        steps.takes_and_refuses(&[broken], &[]);
    }
}

pub(crate) fn constraints_come_and_go(on: &dyn Backend) {
    comes_and_goes(
        on,
        |op| {
            op.add_constraint("t", PrimaryKey::new(["a", "b"]).named(LONG));
            Ok(())
        },
        |op| {
            op.drop_constraint("t", PrimaryKey::new(["a", "b"]));
            op.alter_column("t", AlterColumn::new("b").nullable());
            Ok(())
        },
        &["PRIMARY KEY (a, b)"],
        "INSERT INTO t VALUES (1, 1, 2)",
    );
    comes_and_goes(
        on,
        |op| {
            op.add_constraint("t", Unique::new(["b", "c"]).named(LONG));
            Ok(())
        },
        |op| {
            op.drop_constraint("t", Unique::new(["b", "c"]));
            Ok(())
        },
        &["UNIQUE (b, c)"],
        "INSERT INTO t VALUES (2, 1, 1)",
    );
    comes_and_goes(
        on,
        |op| {
            op.add_constraint("t", Check::new("a > 0 AND b > 0").named(LONG));
            Ok(())
        },
        |op| {
            op.drop_constraint("t", Check::new("a > 0 AND b > 0"));
            Ok(())
        },
        &[],
        "INSERT INTO t VALUES (2, -1, 1)",
    );
    comes_and_goes(
        on,
        |op| {
            let key = ForeignKey::new(["b"]).references("u", ["id"]);
            op.add_constraint("t", key.on_delete(Action::Cascade).named(LONG));
            Ok(())
        },
        |op| {
            op.drop_constraint("t", ForeignKey::new(["b"]).references("u", ["id"]));
            Ok(())
        },
        &["FOREIGN KEY (b) REFERENCES u (id) ON DELETE CASCADE"],
        "INSERT INTO t VALUES (2, 2, 1)",
    );
}

pub(crate) fn every_text_is_a_name_of_a_constraint(on: &dyn Backend) {
    fn check(name: &str) -> Check {
        Check::new(format!("a > -{}", name.len())).named(format!("ck {name}"))
    }
    let mut steps = Steps::new(
        on,
        &[
            create,
            |op| {
                op.alter_table("t", |t| {
                    for name in NAMES {
                        t.add_constraint(check(name));
                    }
                });
                for name in NAMES {
                    op.rename_constraint("t", format!("ck {name}"), name);
                }
                Ok(())
            },
            |op| {
                for name in NAMES {
                    op.drop_constraint("t", name);
                }
                Ok(())
            },
        ],
    );
    steps.next();
    let before = steps.database.dump();
    steps.next();
    for name in NAMES {
        assert!(steps.database.has_constraint("t", name), "{name}");
    }
    steps.takes_and_refuses(&[], &["INSERT INTO t VALUES (-1000, 1, 1)"]);
    steps.next();
    for name in NAMES {
        assert!(!steps.database.has_constraint("t", name), "{name}");
    }
    let schema = |dump: Vec<String>| dump.into_iter().filter(|line| !line.contains("r00"));
    assert!(schema(steps.database.dump()).eq(schema(before)));
}

pub(crate) fn a_constraint_that_rows_break_is_not_added(on: &dyn Backend) {
    let broken: [Up; 4] = [
        |op| {
            op.add_constraint("t", Check::new("a > 1"));
            Ok(())
        },
        |op| {
            op.bulk_insert("t", ["a", "b", "c"], [(1, 1, 1)]);
            op.add_constraint("t", Unique::new(["a"]));
            Ok(())
        },
        |op| {
            op.execute("DELETE FROM u");
            op.add_constraint("t", ForeignKey::new(["a"]).references("u", ["id"]));
            Ok(())
        },
        |op| {
            op.execute("UPDATE t SET b = NULL");
            op.alter_column("t", AlterColumn::new("b").not_null());
            Ok(())
        },
    ];
    for up in broken {
        let mut steps = Steps::new(on, &[create, up]);
        steps.next();
        let before = steps.database.dump();
        steps.try_next().unwrap_err();
        assert_eq!(steps.database.dump(), before);
    }
}

pub(crate) fn a_constraint_is_renamed(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[
            |op| {
                op.create_table(
                    Table::new("t")
                        .column(Column::new("a", integer()))
                        .check(Check::new("a > 0").named("say \"a\"")),
                );
                Ok(())
            },
            |op| {
                op.rename_constraint("t", "say \"a\"", LONG);
                Ok(())
            },
        ],
    );
    steps.next();
    assert!(steps.database.has_constraint("t", "say \"a\""));
    steps.next();
    assert!(!steps.database.has_constraint("t", "say \"a\""));
    assert!(steps.database.has_constraint("t", LONG));
    steps.takes_and_refuses(&[], &["INSERT INTO t VALUES (-1)"]);
}

pub(crate) fn a_constraint_that_is_not_there_is_an_error_unless_so_said(on: &dyn Backend) {
    let missing: [Up; 3] = [
        |op| {
            op.drop_constraint("t", "missing");
            Ok(())
        },
        |op| {
            op.drop_constraint("t", Unique::new(["a"]));
            Ok(())
        },
        |op| {
            op.drop_constraint("t", Check::new("a > 5"));
            Ok(())
        },
    ];
    for up in missing {
        let mut steps = Steps::new(on, &[create, up]);
        steps.next();
        steps.try_next().unwrap_err();
    }
    let mut steps = Steps::new(
        on,
        &[create, |op| {
            op.drop_constraint("t", DropConstraint::new("missing").if_exists());
            op.drop_constraint("t", DropConstraint::from(Unique::new(["a"])).if_exists());
            Ok(())
        }],
    );
    steps.next();
    steps.next();
}

pub(crate) fn several_changes_are_made_at_once(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[create, |op| {
            op.alter_table("t", |t| {
                t.rename_column("c", "d")
                    .add_column(Column::new("c", integer()).not_null().default(3))
                    .add_constraint(Unique::new(["c", "d"]).named("uq"))
                    .drop_column("b")
                    .alter_column(AlterColumn::new("a").nullable().default(9));
            });
            Ok(())
        }],
    );
    steps.next();
    steps.next();
    assert_eq!(steps.database.keys("t"), ["UNIQUE (c, d)"]);
    steps.takes_and_refuses(
        &["INSERT INTO t (d) VALUES (2)"],
        &["INSERT INTO t (d) VALUES (2)"],
    );
    assert_eq!(
        steps.connection.lines("SELECT a, d, c FROM t ORDER BY a"),
        ["1 | 1 | 3", "9 | 2 | 3"]
    );
}

pub(crate) fn a_foreign_key_can_wait_for_the_end_of_the_transaction(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            op.create_table(Table::new("u").column(Column::new("id", integer()).primary_key()));
            let key = ForeignKey::new(["a"]).references("u", ["id"]);
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", integer()))
                    .foreign_key(key.deferrable(Deferrable::InitiallyDeferred)),
            );
            Ok(())
        }],
    );
    steps.next();
    let early = "BEGIN; INSERT INTO t VALUES (1); INSERT INTO u VALUES (1); COMMIT";
    steps.takes_and_refuses(&[early], &["BEGIN; INSERT INTO t VALUES (2); COMMIT"]);
}

/// What SQLite's constraints cannot be; PostgreSQL's are looked at in the catalogue.
pub(crate) fn what_only_some_constraints_can_be_is_kept_or_refused(on: &dyn Backend) {
    let cases: [(Up, &str, &str); 8] = [
        (
            |op| table(op, |t| t.unique(Unique::new(["a"]).nulls_not_distinct())),
            "UNIQUE NULLS NOT DISTINCT (a)",
            "two `NULL`s are always distinct",
        ),
        (
            |op| table(op, |t| t.unique(Unique::new(["a"]).include(["b"]))),
            "UNIQUE (a) INCLUDE (b)",
            "a unique constraint carries no more columns than it has",
        ),
        (
            |op| {
                let unique = Unique::new(["a"]).deferrable(Deferrable::InitiallyDeferred);
                table(op, |t| t.unique(unique))
            },
            "UNIQUE (a) DEFERRABLE INITIALLY DEFERRED",
            "a unique constraint is never checked later than at once",
        ),
        (
            |op| table(op, |t| t.primary_key(PrimaryKey::new(["a"]).include(["b"]))),
            "PRIMARY KEY (a) INCLUDE (b)",
            "a primary key carries no more columns than it has",
        ),
        (
            |op| table(op, |t| t.check(Check::new("a > 0").no_inherit())),
            "CHECK ((a > 0)) NO INHERIT",
            "no table inherits from another",
        ),
        (
            |op| {
                let key = ForeignKey::new(["a", "b"]).references("t", ["a", "b"]);
                let key = key.match_full();
                table(op, |t| t.unique(["a", "b"]).foreign_key(key))
            },
            "FOREIGN KEY (a, b) REFERENCES t(a, b) MATCH FULL",
            "a foreign key is not checked while a part of it is `NULL`",
        ),
        (
            |op| {
                let key = ForeignKey::new(["a", "b"]).references("t", ["a", "b"]);
                let key = key.on_delete(Action::SetNull).on_delete_columns(["b"]);
                table(op, |t| t.unique(["a", "b"]).foreign_key(key))
            },
            "FOREIGN KEY (a, b) REFERENCES t(a, b) ON DELETE SET NULL (b)",
            "an action on delete sets all columns of the key",
        ),
        (
            |op| {
                let overlaps = Exclude::using("gist").expression("int4range(a, b)", "&&");
                table(op, |t| t.exclude(overlaps.filter("a < b")))
            },
            "EXCLUDE USING gist (int4range(a, b) WITH &&) WHERE ((a < b))",
            "there are no exclusion constraints",
        ),
    ];
    for (up, definition, refusal) in cases {
        if on.name() == "sqlite" {
            let expect = format!("SQLite cannot do create_table `t`: {refusal}");
            assert_eq!(refused(on, up), expect);
            continue;
        }
        let mut steps = Steps::new(on, &[up]);
        steps.next();
        let definitions = "SELECT pg_get_constraintdef(oid) FROM pg_constraint \
                           WHERE conrelid = 't'::regclass";
        let definitions = steps.connection.lines(definitions);
        assert!(
            definitions.iter().any(|it| it == definition),
            "{definitions:?}"
        );
    }
}

/// Creates a table of two columns after something that must not be left half-done.
fn table(op: &mut Op<'_>, more: impl FnOnce(Table) -> Table) -> Outcome {
    op.execute("CREATE TABLE half (x TEXT)");
    let table = Table::new("t")
        .column(Column::new("a", integer()))
        .column(Column::new("b", integer()));
    op.create_table(more(table));
    Ok(())
}

pub(crate) fn what_a_dialect_cannot_do_is_refused_before_anything_runs(on: &dyn Backend) {
    let virtual_column: Up = |op| {
        table(op, |t| {
            t.column(Column::new("c", integer()).generated_virtual("a + 1"))
        })
    };
    let computed_anew: Up = |op| {
        table(op, |t| t)?;
        op.alter_column("t", AlterColumn::new("a").generated_stored("b + 1"));
        Ok(())
    };
    let not_valid: Up = |op| {
        table(op, |t| t)?;
        op.validate_constraint("t", "ck");
        Ok(())
    };
    let comment: Up = |op| {
        table(op, |t| t)?;
        op.create_table_comment("t", "x");
        Ok(())
    };
    let exclude: Up = |op| {
        table(op, |t| t)?;
        op.add_constraint("t", Exclude::using("gist").column("a", "="));
        Ok(())
    };
    let unchecked: Up = |op| {
        table(op, |t| t)?;
        op.add_constraint("t", Check::new("a > 0").named("ck").not_valid());
        Ok(())
    };
    let counting: Up = |op| {
        table(op, |t| t)?;
        op.alter_column("t", AlterColumn::new("a").add_identity(Identity::always()));
        Ok(())
    };
    let expected: &[(Up, &str)] = if on.name() == "sqlite" {
        &[
            (not_valid, "SQLite cannot do validate_constraint `t.ck`: "),
            (comment, "SQLite cannot do create_table_comment `t`: "),
            (exclude, "SQLite cannot do add_constraint `t.ex_t_a`: "),
            (unchecked, "SQLite cannot do add_constraint `t.ck`: "),
            (counting, "SQLite cannot do alter_column `t.a`: "),
        ]
    } else {
        &[
            (
                virtual_column,
                "PostgreSQL cannot do create_table `t`: column `c`: ",
            ),
            (
                computed_anew,
                "PostgreSQL cannot do alter_column `t.a`: column `a`: ",
            ),
        ]
    };
    for (up, start) in expected {
        let message = refused(on, *up);
        assert!(message.starts_with(start), "{message}");
    }
}

pub(crate) fn a_constraint_leaves_old_rows_unchecked_until_it_is_validated(on: &dyn Backend) {
    if on.name() == "sqlite" {
        return;
    }
    let mut steps = Steps::new(
        on,
        &[
            create,
            |op| {
                op.add_constraint("t", Check::new("a > 1").named("ck").not_valid());
                let key = ForeignKey::new(["b"]).references("u", ["id"]).named("fk");
                op.execute("UPDATE t SET b = 5, a = 2");
                op.add_constraint("t", key.not_valid());
                Ok(())
            },
            |op| {
                op.validate_constraint("t", "ck");
                Ok(())
            },
            |op| {
                op.validate_constraint("t", "fk");
                Ok(())
            },
        ],
    );
    let valid = "SELECT conname FROM pg_constraint \
                 WHERE conrelid = 't'::regclass AND convalidated ORDER BY 1";
    steps.next();
    steps.next();
    assert_eq!(steps.connection.lines(valid), [""; 0]);
    steps.takes_and_refuses(
        &[],
        &[
            "INSERT INTO t VALUES (0, 1, 1)",
            "INSERT INTO t VALUES (3, 7)",
        ],
    );
    steps.next();
    assert_eq!(steps.connection.lines(valid), ["ck"]);
    steps.try_next().unwrap_err();
    steps.connection.execute("UPDATE t SET b = 1");
    steps.next();
    assert_eq!(steps.connection.lines(valid), ["ck", "fk"]);
}
