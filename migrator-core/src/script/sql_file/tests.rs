//! What a file says, where its sections are, and what is wrong with it.

use proptest::prelude::*;

use super::{Direction, SqlFile};
use crate::base::Transaction;

/// Shows the sections and the problems.
fn check(sections: &str, expect: &[&str]) {
    let text = format!("-- revision: a\n-- down_revision:\n{sections}");
    let (file, problems) = SqlFile::read(&text);
    let sections = file.sections.iter().map(|section| {
        let dialect = section
            .dialect
            .map_or_else(String::new, |dialect| format!(" {dialect}"));
        format!(
            "{}{dialect}:{}",
            section.direction.keyword(),
            section.text.trim()
        )
    });
    let problems = problems.iter().map(ToString::to_string);
    assert_eq!(
        sections.chain(problems).collect::<Vec<_>>(),
        expect,
        "{text}"
    );
}

#[test]
fn the_header_is_read_with_places() {
    let (file, problems) = SqlFile::read(
        "\u{feff}-- Create users\r\n-- and roles.\r\n--\r\n-- Why: see https://x.y/z\r\n\
         --revision:c46d\r\n  -- Down_Revision:  ä1, b\r\n-- depends_on: \r\n\
         -- branch_labels: billing\r\n-- transaction: None\r\n\r\n-- migrate:up\r\nx\r\n",
    );
    assert_eq!(problems, []);
    let header = file.header;
    assert_eq!(header.message, "Create users and roles.");
    let place = |line, column, value: &str| (line, column, value.to_owned());
    let revision = header.revision.expect("a revision");
    assert_eq!(
        (revision.line, revision.column, revision.value),
        place(5, 12, "c46d")
    );
    let parents = header.down_revision.expect("parents");
    let parents: Vec<_> = parents
        .value
        .into_iter()
        .map(|item| (item.line, item.column, item.value))
        .collect();
    assert_eq!(parents, [place(6, 22, "ä1"), place(6, 26, "b")]);
    assert_eq!(header.depends_on.expect("a list").value, []);
    assert_eq!(header.branch_labels.expect("labels").value.len(), 1);
    assert_eq!(header.transaction.expect("a mode").value, Transaction::None);
}

#[test]
fn only_a_way_down_that_is_there_is_read() {
    let (file, _) = SqlFile::read("-- migrate:up\nx;\n");
    assert!(file.has(Direction::Up) && !file.has(Direction::Down));
    assert_eq!(file.statements(Direction::Down), (None, Vec::new()));
    let (up, problems) = file.statements(Direction::Up);
    assert_eq!(problems, []);
    let up = up.expect("a way up").sqlite.expect("statements");
    let up: Vec<_> = up.iter().map(|it| (it.sql, it.line)).collect();
    assert_eq!(up, [("x", 2)]);
}

#[test]
fn behind_stray_text_an_indented_marker_is_found() {
    check(
        "x;\n  -- migrate:up\ny;",
        &["up:y;", "3:1: there is text before the first section"],
    );
}

#[test]
fn a_byte_order_mark_further_down_takes_a_column() {
    let (file, problems) =
        SqlFile::read("-- x\n\u{feff}-- revision: a\n-- down_revision:\n-- migrate:up\n");
    assert_eq!(problems, []);
    let revision = file.header.revision.expect("a revision");
    assert_eq!((revision.line, revision.column), (2, 15));
}

#[test]
fn a_marker_inside_quotes_is_text() {
    check(
        "-- migrate:up\nselect '\n-- migrate:down\n' /*\n-- migrate:down */;\n-- migrate:down\ny",
        &[
            "up:select '\n-- migrate:down\n' /*\n-- migrate:down */;",
            "down:y",
        ],
    );
    check(
        "-- migrate:up postgres\ndo $$\n-- migrate:down\n$$\n--MIGRATE: Down postgres\ny",
        &[
            "up PostgreSQL:do $$\n-- migrate:down\n$$",
            "down PostgreSQL:y",
        ],
    );
    check(
        "-- migrate:up\ndo $$\n-- migrate:down\n$$",
        &[
            "up:do $$",
            "5:1: this is a section's marker in one dialect, and quoted text in another",
        ],
    );
}

#[test]
fn a_marker_written_otherwise_is_no_prose() {
    for marker in [
        "-- migrate down",
        "--migrate-down",
        "-- Migration: down sqlite",
        "-- +migrate Down",
        "-- +goose Down",
    ] {
        check(
            &format!("-- migrate:up\nx;\n{marker}\ndrop table x;"),
            &[
                "up:x;",
                "5:1: this is meant as a section's marker and is none",
            ],
        );
    }
    check(
        "-- migrate:up\n-- migrate repeatable\nx",
        &[
            "up:",
            "4:1: this is meant as a section's marker and is none",
        ],
    );
    check(
        "-- migrate up\nx",
        &["3:1: this is meant as a section's marker and is none"],
    );
    check(
        "-- migrate:up\n-- migrate down the road\nx '\n-- migrate down\n'",
        &["up:-- migrate down the road\nx '\n-- migrate down\n'"],
    );
}

#[test]
fn a_mark_of_a_statement_is_no_section() {
    check(
        "-- migrate:up\n-- migrate:repeatable\nx;",
        &["up:-- migrate:repeatable\nx;"],
    );
    check(
        "-- migrate:repeatable\n-- migrate:up\nx;",
        &["up:x;", "3:1: `migrate:repeatable` is no section"],
    );
    check(
        "-- migrate:up\n-- migrate:repeatable yes\nx;",
        &["up:", "4:1: `migrate:repeatable` is no section"],
    );
}

#[test]
fn a_missing_way_up_is_a_problem_and_a_missing_way_down_is_not() {
    check("-- migrate:up\nx", &["up:x"]);
    check(
        "-- migrate:down\nx",
        &["down:x", "1:1: the file has no `-- migrate:up` section"],
    );
    check("", &["1:1: the file has no `-- migrate:up` section"]);
    check(
        "x;\n'-- migrate:up\ny",
        &["3:1: there is text before the first section"],
    );
}

proptest! {
    #[test]
    fn reading_never_panics_and_sections_lie_in_order(
        parts in prop::collection::vec(prop::sample::select(vec![
            "-- migrate:up", "-- migrate:down", " sqlite", " postgres", "\n", "\r\n", "--", ":",
            "-- migrate:repeatable", "revision", "down_revision", ",", " ", "'", "\"", "$$", "[", "]", "/*", "*/", ";",
            "x", "ä", "\0", "\u{feff}", "BEGIN", "END",
        ]), 0..60),
    ) {
        let text = parts.concat();
        let (file, _) = SqlFile::read(&text);
        let mut rest = text.as_str();
        for section in &file.sections {
            let at = rest.find(section.text);
            prop_assert!(at.is_some());
            rest = &rest[at.unwrap_or(0)..];
        }
        for direction in Direction::ALL {
            prop_assert_eq!(file.statements(direction).0.is_some(), file.has(direction));
        }
    }
}
