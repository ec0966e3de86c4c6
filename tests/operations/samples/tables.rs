//! Tables, columns, constraints and indexes.

use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::schema::IndexPart;

use super::Sample;
use crate::Work;

pub(super) const SAMPLES: &[Sample] = &[
    (
        "create_table",
        &[up!(op => op.create_table(
            Table::new("n")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("mood", enumeration("humor", ["a", "b"]))),
        ))],
    ),
    (
        "create_table with comments",
        &[
            up!(op => op.create_table(Table::new("n").column(Column::new("x", text())).comment("n"))),
            up!(op => op.create_table(Table::new("n").column(Column::new("x", text()).comment("x")))),
        ],
    ),
    (
        "create_table with EXCLUDE",
        &[up!(op => op.create_table(
            Table::new("n").column(Column::new("x", integer())).exclude(exclusion()),
        ))],
    ),
    (
        "create_table with partition_by",
        &[up!(op => op.create_table(
            Table::new("n").column(Column::new("x", integer())).partition_by("RANGE (x)"),
        ))],
    ),
    ("drop_table", &[up!(op => op.drop_table("t"))]),
    (
        "drop_table with cascade",
        &[up!(op => op.drop_table(DropTable::new("t").cascade()))],
    ),
    (
        "drop_table_if_exists",
        &[up!(op => op.drop_table_if_exists("t"))],
    ),
    ("rename_table", &[up!(op => op.rename_table("t", "u"))]),
    (
        "rename_table into another schema",
        &[up!(op => op.rename_table("t", ("app", "t")))],
    ),
    (
        "alter_table",
        &[up!(op => op.alter_table("t", |t| {
            t.add_column(Column::new("n", text())).alter_column(AlterColumn::new("a").not_null());
        }))],
    ),
    (
        "create_table_comment, drop_table_comment",
        &[
            up!(op => op.create_table_comment("t", "things")),
            up!(op => op.drop_table_comment("t")),
        ],
    ),
    (
        "add_column",
        &[
            up!(op => op.add_column("t", Column::new("n", text()))),
            up!(op => op.add_column("t", Column::new("n", text()).not_null().default("x"))),
            up!(op => op.add_column("t", Column::new("n", integer()).references("p", "id"))),
            up!(op => op.add_column("t", Column::new("n", text()).check("n <> ''"))),
        ],
    ),
    (
        "add_column: unique, a key, stored generated, a default that is an expression, a reference with a default",
        &[
            up!(op => op.add_column("t", Column::new("n", text()).unique())),
            up!(op => op.add_column("t", Column::new("n", integer()).generated_stored("a + 1"))),
            up!(op => op.add_column("t", Column::new("n", text()).default_expr("upper('q')"))),
            up!(op => op.add_column("t", Column::new("n", integer()).references("p", "id").default(7))),
        ],
    ),
    (
        "add_column_if_not_exists",
        &[up!(op => op.add_column_if_not_exists("t", Column::new("n", text())))],
    ),
    ("drop_column", &[up!(op => op.drop_column("t", "b"))]),
    (
        "drop_column that has a key, or a constraint of its own",
        &[
            up!(op => op.drop_column("t", "c")),
            up!(op => op.drop_column("t", "id")),
        ],
    ),
    (
        "rename_column",
        &[up!(op => op.rename_column("t", "b", "n"))],
    ),
    (
        "alter_column: type, NOT NULL, default, collation",
        &[
            up!(op => op.alter_column("t", AlterColumn::new("a").kind(big_integer()))),
            up!(op => op.alter_column("t", AlterColumn::new("a").not_null())),
            up!(op => op.alter_column("t", AlterColumn::new("b").default("x"))),
            up!(op => {
                let collation = match op.dialect() {
                    Dialect::Postgres => "C",
                    _ => "NOCASE",
                };
                op.alter_column("t", AlterColumn::new("b").kind(text()).collate(collation));
            }),
        ],
    ),
    (
        "alter_column: comment, identity",
        &[
            up!(op => op.alter_column("t", AlterColumn::new("a").comment("a"))),
            up!(op => op.alter_table("t", |t| {
                t.alter_column(AlterColumn::new("id").add_identity(Identity::by_default()));
            })),
        ],
    ),
    (
        "alter_column: another generated expression",
        &[up!(op => op.alter_column("t", AlterColumn::new("g").generated_stored("a + 2")))],
    ),
    (
        "add_constraint: primary key, unique, check, foreign key",
        &[
            up!(op => op.add_constraint("t", Unique::new(["a"]))),
            up!(op => op.add_constraint("t", Check::new("a < 10"))),
            up!(op => op.add_constraint("t", ForeignKey::new(["a"]).references("t", ["id"]))),
            up!(op => {
                op.create_table(Table::new("n").column(Column::new("x", integer())));
                op.add_constraint("n", PrimaryKey::new(["x"]));
            }),
        ],
    ),
    (
        "add_constraint: exclusion, not_valid",
        &[
            up!(op => op.add_constraint("t", exclusion_of("a"))),
            up!(op => op.add_constraint("t", Check::new("a < 10").not_valid())),
        ],
    ),
    (
        "drop_constraint",
        &[
            up!(op => op.drop_constraint("t", "ck_t_a")),
            up!(op => op.drop_constraint("t", Unique::new(["c"]))),
        ],
    ),
    (
        "rename_constraint",
        &[up!(op => op.rename_constraint("t", "uq_t_c", "unique_c"))],
    ),
    (
        "validate_constraint",
        &[up!(op => op.validate_constraint("t", "ck_t_a"))],
    ),
    (
        "create_index: columns, expressions, desc, collate, unique, filter",
        &[
            up!(op => op.create_index(Index::of("t", ["a", "b"]).unique().filter("a > 1"))),
            up!(op => op.create_index(
                Index::new("n").on("t", [IndexPart::expression("lower(b)").desc()]),
            )),
        ],
    ),
    (
        "create_index with a method, include, operator class, nulls_first, nulls_not_distinct, parameters, tablespace",
        &[
            up!(op => op.create_index(Index::of("t", ["c"]).using("hash"))),
            up!(op => op.create_index(Index::of("t", ["a"]).include(["b"]))),
            up!(op => op.create_index(
                Index::of("t", [IndexPart::column("b").opclass("text_pattern_ops")]),
            )),
            up!(op => op.create_index(Index::of("t", [IndexPart::column("b").nulls_first()]))),
            up!(op => op.create_index(Index::of("t", ["c"]).with("fillfactor = 70"))),
            up!(op => op.create_index(Index::of("t", ["c"]).tablespace("pg_default"))),
        ],
    ),
    ("create_index with concurrently", &[CREATED_CONCURRENTLY]),
    (
        "rename_index",
        &[up!(op => op.rename_index("ix_t_a", "ix"))],
    ),
    (
        "drop_index, drop_index_if_exists",
        &[
            up!(op => op.drop_index("ix_t_a")),
            up!(op => op.drop_index_if_exists("ix_t_a")),
        ],
    ),
    (
        "drop_index with cascade",
        &[up!(op => op.drop_index(DropIndex::new("ix_t_a").cascade()))],
    ),
    ("drop_index_concurrently", &[DROPPED_CONCURRENTLY]),
];

pub(super) const CREATED_CONCURRENTLY: Work = created_concurrently;
pub(super) const DROPPED_CONCURRENTLY: Work = dropped_concurrently;

fn created_concurrently(op: &mut Op<'_>) -> Outcome {
    op.create_index(Index::of("t", ["b"]).concurrently());
    Ok(())
}

fn dropped_concurrently(op: &mut Op<'_>) -> Outcome {
    op.drop_index_concurrently("ix_t_a");
    Ok(())
}

fn exclusion() -> Exclude {
    exclusion_of("x")
}

fn exclusion_of(column: &str) -> Exclude {
    Exclude::using("btree").column(column, "=")
}
