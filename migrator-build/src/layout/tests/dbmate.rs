//! What dbmate obeys besides its markers, and what it refuses.

use migrator_core::script::Layout;

use super::shown;

#[test]
fn the_names_of_files_are_the_order() {
    let up = "-- migrate:up\na;\n-- migrate:down\nb;\n";
    let files = [("1_a.sql", up), ("2_b.sql", up), ("10_c.sql", up)];
    insta::assert_snapshot!(shown(Layout::Dbmate, &files), @"
     -> 10, c (m/10_c.sql)
      up: a@2
      down: b@4
    10 -> 1, a (m/1_a.sql)
      up: a@2
      down: b@4
    1 -> 2, b (m/2_b.sql)
      up: a@2
      down: b@4
    ");
}

#[test]
fn words_behind_a_marker_are_no_options() {
    let files = [(
        "1_a.sql",
        "-- users, at last\n\n-- migrate:up of the users\na;\n--\tmigrate:down and away transaction:false\nb;\n",
    )];
    insta::assert_snapshot!(shown(Layout::Dbmate, &files), @"
    -> 1, a (m/1_a.sql, None)
     up: a@4
     down: b@6
    ");
}

#[test]
fn what_dbmate_refuses_is_refused() {
    let files = [
        ("1_a.sql", "a;\n-- migrate:up\nb;\n-- migrate:down\n"),
        ("2_b.sql", "-- migrate:up\na;\n--- migrate:down\nb;\n"),
        ("3_c.sql", "-- migrate:up\na;\n  -- migrate:down\nb;\n"),
        ("4_d.sql", "-- migrate:up\na;\n-- Migrate Down\nb;\n"),
        ("5_e.sql", "-- migrate:down\na;\n-- migrate:up\nb;\n"),
        (
            "6_f.sql",
            "-- migrate:up\na;\n-- migrate:down\nb;\n-- migrate:up\nc;\n-- migrate:down\nd;\n",
        ),
        (
            "7_g.sql",
            "-- migrate:up\na;\n-- migrate:down\nb;\n-- migrate:down\nd;\n",
        ),
        ("8_h.sql", "-- migrate up the users\n-- migrate:up\na;\n"),
    ];
    insta::assert_snapshot!(shown(Layout::Dbmate, &files), @"
    m/1_a.sql:1:1: a statement stands before `-- migrate:up`
      help: write it behind `-- migrate:up`
    m/2_b.sql:3:1: dbmate takes `--- migrate:down` for no marker
      help: write `-- migrate:up` or `-- migrate:down` at the beginning of the line
    m/3_c.sql:3:1: dbmate takes `-- migrate:down` for no marker
      help: write `-- migrate:up` or `-- migrate:down` at the beginning of the line
    m/4_d.sql:3:1: dbmate takes `-- Migrate Down` for no marker
      help: write `-- migrate:up` or `-- migrate:down` at the beginning of the line
    m/5_e.sql:1:1: `-- migrate:down` stands before `-- migrate:up`
      help: write the way up first
    m/6_f.sql:5:1: `-- migrate:up` stands here for the second time
      help: give what follows a file of its own: a version is one migration, with one way up and one down
    m/7_g.sql:5:1: `-- migrate:down` stands here for the second time
      help: give what follows a file of its own: a version is one migration, with one way up and one down
    ");
}
