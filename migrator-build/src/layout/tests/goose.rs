//! What goose takes for an annotation, and what it refuses.

use migrator_core::script::Layout;

use super::shown;

#[test]
fn dashes_around_an_annotation_do_not_hide_it() {
    let files = [(
        "1_a.sql",
        "-- why\n\n---- +goose up ----\na;\n---- +goose Down\nb;\n",
    )];
    insta::assert_snapshot!(shown(Layout::Goose, &files), @"
    -> 1, a (m/1_a.sql)
     up: a@4
     down: b@6
    ");
}

#[test]
fn go_that_is_no_migration_is_left_alone() {
    let files = [
        ("embed.go", "package migrations"),
        ("00001_a_test.go", "package migrations"),
        ("00001_a.sql", "-- +goose Up\na;\n"),
    ];
    insta::assert_snapshot!(shown(Layout::Goose, &files), @"
    -> 1, a (m/00001_a.sql)
     up: a@2
    ");
}

#[test]
fn what_goose_refuses_is_refused() {
    let files = [
        ("0_a.sql", "-- +goose Up\na;\n"),
        ("1_b.sql", "a;\n-- +goose Up\nb;\n"),
        ("2_c.sql", "-- +goose Down\na;\n-- +goose Up\nb;\n"),
        ("3_d.sql", "-- +goose Up\na;\n--- +goose Down\nb;\n"),
        (
            "4_e.sql",
            "-- +goose Up\na;\n-- the way back: +goose Down\nb;\n",
        ),
        (
            "5_f.sql",
            "-- +goose Up\na;\n-- +goose Down\nb;\n-- +goose Down\nc;\n",
        ),
        ("6_g.sql", "/* why */\n-- +goose Up\na;\n"),
    ];
    insta::assert_snapshot!(shown(Layout::Goose, &files), @"
    m/0_a.sql: the file's name is none of a migration of goose
      help: name it as goose does, `<number>_<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/1_b.sql:1:1: a statement stands before `-- +goose Up`
      help: write it behind `-- +goose Up`
    m/2_c.sql:1:1: `-- +goose Down` stands before `-- +goose Up`
      help: write the way up first
    m/3_d.sql:3:1: goose has no annotation `-  Down`
      help: write `Up`, `Down`, `StatementBegin`, `StatementEnd` or `NO TRANSACTION`
    m/4_e.sql:3:1: goose has no annotation `the way back:  Down`
      help: write `Up`, `Down`, `StatementBegin`, `StatementEnd` or `NO TRANSACTION`
    m/5_f.sql:5:1: `-- +goose Down` stands here for the second time
      help: join the two sections
    m/6_g.sql:1:1: a statement stands before `-- +goose Up`
      help: write it behind `-- +goose Up`
    ");
}
