//! The comment keys of an SQL migration.
//!
//! Only `--` lines carry keys. A line that looks like a key and is none is
//! refused, so that a misspelt `down_revison` cannot pass as prose; but the line a
//! file begins with is its description, as in `-- fix: add the missing index`.

use crate::base::Transaction;
use crate::script::header::{Header, first_paragraph, paragraph_lines};
use crate::script::located::{Located, LocatedList};
use crate::script::sql_keys::{KEYS, WAIVES, meant};
use crate::script::sql_problem::{SqlFileFault, SqlFileProblem};
use crate::script::waiver::Waiver;

/// Reads the lines in front of the first section.
pub(super) fn read(head: &str, problems: &mut Vec<SqlFileProblem>) -> Header {
    read_with_message_lines(head, problems).0
}

/// Reads the same, and the numbers of the lines that the message is made of.
pub(super) fn read_with_message_lines(
    head: &str,
    problems: &mut Vec<SqlFileProblem>,
) -> (Header, Vec<u32>) {
    let mut reader = Reader {
        header: Header::default(),
        seen: Vec::new(),
        problems,
    };
    let mut prose = Vec::new();
    for (line, number) in head.lines().zip(1..) {
        // In front of the text a byte order mark has no column.
        let line = match number {
            1 => line.trim_start_matches('\u{feff}'),
            _ => line,
        };
        let text = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let Some(comment) = text.strip_prefix("--") else {
            prose.push((number, ""));
            continue;
        };
        // The comment's first character; columns count from 1.
        let column = chars(line) - chars(comment) + 1;
        match Entry::parse(comment, number, column) {
            Some(entry) => reader.take(&entry),
            None => prose.push((number, comment)),
        }
    }
    reader.required();
    let mut header = reader.header;
    let message = paragraph_lines(prose);
    header.message = first_paragraph(message.iter().map(|(_, line)| *line));
    let numbers = message.into_iter().map(|(number, _)| number);
    (header, numbers.collect())
}

fn chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// A line `key: value`.
struct Entry<'a> {
    key: &'a str,
    /// The place of the key.
    key_column: u32,
    value: &'a str,
    line: u32,
    /// The place of the value's first character.
    value_column: u32,
}

impl<'a> Entry<'a> {
    /// Takes a comment apart; `None` if it is prose.
    fn parse(comment: &'a str, line: u32, column: u32) -> Option<Self> {
        let (key, value) = comment.split_once(':')?;
        let trimmed = key.trim();
        let entry = Self {
            key: trimmed,
            key_column: column + chars(key) - chars(key.trim_start()),
            value: value.trim(),
            line,
            value_column: column + chars(key) + 1 + chars(value) - chars(value.trim_start()),
        };
        let blank = value.is_empty() || value.starts_with(char::is_whitespace);
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if trimmed.is_empty() || !trimmed.chars().all(word) {
            return None;
        }
        let lower = trimmed.starts_with(|c: char| c.is_ascii_lowercase());
        let known = KEYS.iter().any(|key| key.eq_ignore_ascii_case(trimmed));
        let is_misspelt = || trimmed.contains('_') && meant(trimmed).is_some();
        let begins_file = line == 1;
        (known || blank && lower && !begins_file || is_misspelt()).then_some(entry)
    }

    fn value_place<T>(&self, value: T) -> Located<T> {
        Located::new(value, self.line, self.value_column)
    }
}

struct Reader<'p> {
    header: Header,
    /// Keys and the lines they stood at.
    seen: Vec<(&'static str, u32)>,
    problems: &'p mut Vec<SqlFileProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, fault: SqlFileFault, line: u32, column: u32) {
        self.problems.push(SqlFileProblem::new(fault, line, column));
    }

    fn take(&mut self, entry: &Entry<'_>) {
        let key = KEYS
            .into_iter()
            .find(|key| key.eq_ignore_ascii_case(entry.key));
        let Some(key) = key else {
            // One mistake, one problem: the key it stands for is not missing too.
            self.seen
                .extend(meant(entry.key).map(|key| (key, entry.line)));
            let fault = SqlFileFault::UnknownKey {
                key: entry.key.to_owned(),
            };
            return self.problem(fault, entry.line, entry.key_column);
        };
        if key == WAIVES {
            return self.waives(entry);
        }
        if let Some(&(_, first_line)) = self.seen.iter().find(|(seen, _)| *seen == key) {
            let fault = SqlFileFault::DuplicateKey { key, first_line };
            return self.problem(fault, entry.line, entry.key_column);
        }
        self.seen.push((key, entry.line));
        match key {
            "revision" => self.revision(entry),
            "transaction" => self.transaction(entry),
            "down_revision" => self.header.down_revision = Some(self.list(key, entry)),
            "depends_on" => self.header.depends_on = Some(self.list(key, entry)),
            "replaces" => self.header.replaces = Some(self.list(key, entry)),
            _ => self.header.branch_labels = Some(self.list(key, entry)),
        }
    }

    fn revision(&mut self, entry: &Entry<'_>) {
        if entry.value.is_empty() {
            let fault = SqlFileFault::EmptyValue { key: "revision" };
            return self.problem(fault, entry.line, entry.value_column);
        }
        if self.is_plain("revision", entry.value, entry.line, entry.value_column) {
            self.header.revision = Some(entry.value_place(entry.value.to_owned()));
        }
    }

    fn transaction(&mut self, entry: &Entry<'_>) {
        let transaction = match entry.value.to_ascii_lowercase().as_str() {
            "none" => Transaction::None,
            "per-migration" => Transaction::PerMigration,
            _ => {
                let fault = SqlFileFault::UnknownTransaction {
                    value: entry.value.to_owned(),
                };
                return self.problem(fault, entry.line, entry.value_column);
            }
        };
        self.header.transaction = Some(entry.value_place(transaction));
    }

    /// Reads `check: reason`.
    fn waives(&mut self, entry: &Entry<'_>) {
        let (check, reason) = entry.value.split_once(':').unwrap_or((entry.value, ""));
        let check = entry.value_place(check.trim());
        match Waiver::new(check, reason, &self.header.waives) {
            Ok(waiver) => self.header.waives.push(waiver),
            Err(fault) => self.problem(fault.into(), entry.line, entry.value_column),
        }
    }

    /// Reads `a, b`; nothing at all is the empty list.
    fn list(&mut self, key: &'static str, entry: &Entry<'_>) -> LocatedList {
        let mut items = Vec::new();
        let mut column = entry.value_column;
        for part in entry.value.split(',').filter(|_| !entry.value.is_empty()) {
            let at = column + chars(part) - chars(part.trim_start());
            let item = part.trim();
            column += chars(part) + 1;
            if item.is_empty() {
                self.problem(SqlFileFault::EmptyItem { key }, entry.line, at);
            } else if self.is_plain(key, item, entry.line, at) {
                items.push(Located::new(item.to_owned(), entry.line, at));
            }
        }
        entry.value_place(items)
    }

    /// Refuses what people write out of habit from other formats.
    fn is_plain(&mut self, key: &'static str, value: &str, line: u32, column: u32) -> bool {
        let quoted = value.contains(['"', '\'', '`', '[', ']', '&']);
        let nothing = ["none", "null", "nil"]
            .iter()
            .any(|no| value.eq_ignore_ascii_case(no));
        if quoted {
            let fault = SqlFileFault::QuotedValue {
                key,
                value: value.to_owned(),
            };
            self.problem(fault, line, column);
        } else if nothing && key != "revision" {
            let fault = SqlFileFault::WordForNothing {
                key,
                value: value.to_owned(),
            };
            self.problem(fault, line, column);
        }
        !quoted && (!nothing || key == "revision")
    }

    fn required(&mut self) {
        for key in ["revision", "down_revision"] {
            if !self.seen.iter().any(|(seen, _)| *seen == key) {
                self.problem(SqlFileFault::MissingKey { key }, 1, 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    /// Shows what is read, each value with its column, and what is wrong with the lines.
    fn check(head: &str, expect: &[&str]) {
        let mut problems = Vec::new();
        let header = read(head, &mut problems);
        let mut shown = Vec::new();
        shown.extend(
            header
                .revision
                .map(|it| format!("{}@{}", it.value, it.column)),
        );
        let lists = [
            header.down_revision,
            header.depends_on,
            header.branch_labels,
        ];
        shown.extend(lists.into_iter().flatten().map(|list| {
            let items = list.value.into_iter();
            let items = items.map(|it| format!("{}@{}", it.value, it.column));
            format!("{:?}", items.collect::<Vec<_>>().join(", "))
        }));
        shown.extend(header.transaction.map(|it| format!("{:?}", it.value)));
        let waives = header.waives.iter();
        shown.extend(
            waives.map(|it| format!("{}@{} {}", it.check.value, it.check.column, it.reason)),
        );
        shown.extend((!header.message.is_empty()).then_some(header.message));
        shown.extend(problems.iter().map(ToString::to_string));
        assert_eq!(shown, expect, "{head}");
    }

    const KEYS: &str = "-- revision: a\n-- down_revision:\n";

    #[test]
    fn a_file_needs_a_revision_and_its_parents() {
        check(
            "-- Words.",
            &[
                "Words.",
                "1:1: the header has no `-- revision:` line",
                "1:1: the header has no `-- down_revision:` line",
            ],
        );
        check(
            "-- down_revision: a",
            &["\"a@19\"", "1:1: the header has no `-- revision:` line"],
        );
        check(
            "\u{feff}-- revision: a\n-- down_revision:",
            &["a@14", "\"\""],
        );
    }

    #[test]
    fn prose_is_what_is_no_key() {
        let check = |line: &str, expect: &[&str]| {
            let expect = [&["a@14", "\"\""], expect].concat();
            check(&format!("{KEYS}{line}"), &expect);
        };
        for prose in [
            "Note: x",
            "note:x",
            "a b: x",
            ": x",
            "see https://x.y",
            "Note_x: y",
        ] {
            check(&format!("-- {prose}"), &[prose]);
        }
        check("--   a_b: x", &["3:6: `a_b` is no header key"]);
        check("-- a-b: x", &["3:4: `a-b` is no header key"]);
        check("-- Depend_on:x", &["3:4: `Depend_on` is no header key"]);
        check("-- fix: x", &["3:4: `fix` is no header key"]);
    }

    #[test]
    fn the_first_line_describes_unless_it_is_a_key() {
        let check = |line: &str, expect: &[&str]| {
            let expect = [&["a@14", "\"\""], expect].concat();
            check(&format!("{line}\n{KEYS}"), &expect);
        };
        check("-- fix: add an index", &["fix: add an index"]);
        check(
            "-- branch_label: b",
            &["1:4: `branch_label` is no header key"],
        );
        check(
            "-- revision: a",
            &["2:4: `revision` is already set in line 1"],
        );
    }

    #[test]
    fn checks_are_waived_with_a_reason() {
        let check = |line: &str, expect: &[&str]| {
            let expect = [&["a@14", "\"\""], expect].concat();
            check(&format!("{KEYS}{line}"), &expect);
        };
        check(
            "-- waives: round_trip: it: is gone\n-- waives: offline: it reads",
            &["round_trip@12 it: is gone", "offline@12 it reads"],
        );
        check(
            "-- waives: round_tripp: gone",
            &["3:12: there is no check `round_tripp`"],
        );
        check(
            "-- waives: offline",
            &["3:12: `offline` is waived without a reason"],
        );
        check(
            "-- waives: offline: a\n-- waives: offline: b",
            &["offline@12 a", "4:12: `offline` is waived twice"],
        );
    }

    #[test]
    fn values_are_ids_and_words_for_nothing_are_none() {
        check("-- revision: None\n-- down_revision:", &["None@14", "\"\""]);
        check(
            "-- revision: a\n-- down_revision: b, null, 'c'",
            &[
                "a@14",
                "\"b@19\"",
                "2:22: `down_revision` takes ids, and `null` is none",
                "2:28: `down_revision` takes ids as they are, not `'c'`",
            ],
        );
        let check = |mode: &str, expect: &str| {
            let head = format!("{KEYS}-- transaction: {mode}");
            check(&head, &["a@14", "\"\"", expect]);
        };
        check("none", "None");
        check("Per-Migration", "PerMigration");
        check(
            "maybe",
            "3:17: `maybe` is no transaction mode of a migration",
        );
    }
}
