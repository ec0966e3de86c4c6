//! A migration file, read as SQL and as Rust: a header, or problems that lie in the text.

use migrator_build::{Options, Problem};
use migrator_core::script::{Direction, Header, Located, LocatedList, SqlFile, SqlHead};

use super::at;

/// Reads a text as both kinds of migration.
pub(crate) fn check(text: &str) {
    check_sql(text);
    check_head(text);
    check_folder("a.sql", text);
    check_folder("a.rs", text);
}

fn check_sql(text: &str) {
    let (file, mut problems) = SqlFile::read(text);
    check_places(text, &file.header);
    let mut rest = text;
    for section in &file.sections {
        let start = rest.find(section.text).expect("sections lie in order");
        rest = &rest[start + section.text.len()..];
        assert!(at(text, section.line, 1).is_some(), "{section:?}");
    }
    for direction in Direction::ALL {
        let (statements, more) = file.statements(direction);
        problems.extend(more);
        assert_eq!(statements.is_some(), file.has(direction));
        let found = statements
            .iter()
            .flat_map(|it| [&it.sqlite, &it.postgres])
            .flatten();
        for piece in found.flatten() {
            let line = at(text, piece.line, 1).expect("a statement stands in a line");
            let first = piece.sql.lines().next().unwrap_or_default();
            assert!(line.contains(first), "{piece:?}");
        }
    }
    for problem in problems {
        let place = at(text, problem.line, problem.column);
        assert!(place.is_some(), "{problem:?}");
        assert!(!problem.to_string().is_empty());
        assert_ne!(problem.fault.help().as_deref(), Some(""));
    }
}

/// A header that is sound and ends in the beginning of a file is the file's header.
fn check_head(text: &str) {
    let (file, _) = SqlFile::read(text);
    assert_eq!(SqlHead::read(text).0.header, file.header);
    let step = text.len() / 64 + 1;
    let cuts = (0..text.len()).step_by(step);
    for cut in cuts.filter(|cut| text.is_char_boundary(*cut)) {
        let (head, problems) = SqlHead::read(&text[..cut]);
        if head.is_whole && problems.is_empty() {
            assert_eq!(head.header, file.header, "cut at {cut}");
        }
    }
}

/// What the header of an SQL file says stands where it says so.
fn check_places(text: &str, header: &Header) {
    let check = |value: &Located<String>| {
        let found = at(text, value.line, value.column);
        let is_there = found.is_some_and(|found| found.starts_with(&value.value));
        assert!(is_there, "{value:?} is not at {found:?}");
    };
    header.revision.iter().for_each(check);
    lists(header).for_each(|list| list.value.iter().for_each(check));
}

/// Compiles a folder that holds nothing but the file.
fn check_folder(name: &str, text: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), text).expect("a file");
    let options = Options::default();
    // The compiler takes the mark away and reads all line endings alike.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    match migrator_build::check(folder.path(), &options) {
        Ok(compiled) => {
            assert_eq!(compiled.graph.len(), 1);
            for migration in &compiled.migrations {
                check_order(&text, &migration.header);
            }
        }
        Err(problems) => problems
            .iter()
            .for_each(|problem| check_problem(name, &text, problem)),
    }
}

/// Where a header was read, there is text.
fn check_order(text: &str, header: &Header) {
    for list in lists(header) {
        assert!(at(text, list.line, list.column).is_some(), "{list:?}");
    }
    let items = lists(header).flat_map(|list| &list.value);
    for item in header.revision.iter().chain(items) {
        let place = at(text, item.line, item.column).unwrap_or_default();
        assert!(!place.is_empty(), "{item:?}");
    }
}

fn check_problem(name: &str, text: &str, problem: &Problem) {
    assert!(problem.file.ends_with(name), "{problem:?}");
    let place = match (problem.line, problem.column) {
        (0, 0) => Some(""),
        (line, 0) => at(text, line, 1),
        (line, column) => at(text, line, column),
    };
    assert!(place.is_some(), "{problem:?}");
    assert!(!problem.message.is_empty(), "{problem:?}");
    assert_ne!(problem.help.as_deref(), Some(""), "{problem:?}");
}

fn lists(header: &Header) -> impl Iterator<Item = &LocatedList> {
    [
        &header.down_revision,
        &header.depends_on,
        &header.branch_labels,
    ]
    .into_iter()
    .flatten()
}
