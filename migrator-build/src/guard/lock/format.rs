//! The text of a lock file, read and written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use migrator_core::base::Transaction;
use migrator_core::script::ReleasedLine;

use crate::guard::finding::{Finding, Rule};
use crate::guard::released::{Links, Released};

/// The format that is written.
const VERSION: &str = "1";

/// The first line: what the file is, for whoever opens it.
const COMMENT: &str = "# The released revisions and what they did then. \
    `cargo migrator check-graph --update-lock` adds new ones.";

/// What stands in the place of parents if there are none; no id may hold it.
const NONE: &str = "-";

/// A lock file, read.
#[derive(Debug, Default)]
pub(crate) struct Lock {
    /// Sorted by id, no id twice.
    pub(crate) released: Vec<Released>,
    /// Lines that cannot be read.
    pub(crate) findings: Vec<Finding>,
}

/// Reads a text; `display` is the file's name in messages.
pub(crate) fn read(text: &str, display: &str) -> Lock {
    let mut lock = Lock::default();
    let mut found: BTreeMap<String, Released> = BTreeMap::new();
    let mut has_version = false;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1_u32..).zip(text.lines().map(str::trim)) {
        let mut unreadable = |message: String, help: &str| {
            let finding = Finding::of_file(Rule::LockUnreadable, display, message);
            lock.findings.push(finding.at(number, 1).help(help));
        };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if is_conflict_mark(line) {
            unreadable(
                "a merge left its marks in the lock file".to_owned(),
                "keep the lines of both sides and remove the marks",
            );
        } else if let Some(version) = line.strip_prefix("version ") {
            has_version = true;
            if version.trim() != VERSION {
                unreadable(
                    format!(
                        "the lock file is of version {version}, and this program reads version {VERSION}"
                    ),
                    "update the program",
                );
                return lock;
            }
        } else {
            match revision(line, display, number) {
                Ok(released) => match found.get(&released.id) {
                    Some(other) if !is_same(other, &released) => {
                        let message =
                            format!("the revision `{}` has two different lines", released.id);
                        unreadable(message, "keep the line that was released first");
                    }
                    _ => {
                        found.insert(released.id.clone(), released);
                    }
                },
                Err(why) => unreadable(
                    format!("the line is no revision: {why}"),
                    "put the line back as it was",
                ),
            }
        }
    }
    if !has_version {
        let message = "the lock file does not tell its version";
        let finding = Finding::of_file(Rule::LockUnreadable, display, message).at(1, 1);
        lock.findings
            .push(finding.help(format!("write `version {VERSION}` into its first line")));
    }
    lock.released = found.into_values().collect();
    lock
}

fn is_same(a: &Released, b: &Released) -> bool {
    a.links == b.links && a.checksum == b.checksum
}

fn is_conflict_mark(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// Reads the line of a revision.
fn revision(line: &str, display: &str, number: u32) -> Result<Released, String> {
    let line = ReleasedLine::parse(line)?;
    Ok(Released {
        id: line.id,
        links: Links {
            parents: line.parents,
            depends_on: line.depends_on,
            labels: line.labels,
            replaces: line.replaces,
            transaction: line.transaction,
        },
        checksum: line.checksum,
        origin: (display.to_owned(), number),
        file: None,
    })
}

/// Writes a lock file.
pub(crate) fn write<'a>(released: impl IntoIterator<Item = &'a Released>) -> String {
    let by_id: BTreeMap<&str, &Released> = released
        .into_iter()
        .map(|it| (it.id.as_str(), it))
        .collect();
    let mut text = format!("{COMMENT}\nversion {VERSION}\n");
    for (id, released) in by_id {
        let links = &released.links;
        let parents = match links.parents.as_slice() {
            [] => NONE.to_owned(),
            parents => parents.join(","),
        };
        let _ = write!(text, "{id} {parents} {}", released.checksum);
        if !links.depends_on.is_empty() {
            let _ = write!(text, " depends_on={}", links.depends_on.join(","));
        }
        if !links.labels.is_empty() {
            let _ = write!(text, " labels={}", links.labels.join(","));
        }
        if !links.replaces.is_empty() {
            let _ = write!(text, " replaces={}", links.replaces.join(","));
        }
        if links.transaction == Transaction::None {
            text.push_str(" transaction=none");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    const SUM: &str = "1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn what_is_written_reads_back_in_any_order() {
        let text = format!(
            "# A comment.\nversion 1\nb a,c {SUM} depends_on=d,e labels=x replaces=f transaction=none\n\na - {SUM}\r\na - {SUM}\n"
        );
        let lock = read(&text, "m/migrator.lock");
        assert_eq!(lock.findings, []);
        let written = write(&lock.released);
        let (_, lines) = written.split_once('\n').unwrap();
        assert_eq!(
            lines,
            format!(
                "version 1\na - {SUM}\nb a,c {SUM} depends_on=d,e labels=x replaces=f transaction=none\n"
            )
        );
        assert_eq!(write(&read(&written, "").released), written);
    }

    #[test]
    fn what_cannot_be_read_is_pointed_at() {
        let check = |text: &str, expect: &[&str]| {
            let findings = read(text, "l").findings;
            let shown: Vec<String> = findings
                .iter()
                .map(|it| format!("{}:{}: {}", it.file, it.line, it.message))
                .collect();
            assert_eq!(shown, expect, "{text}");
        };
        check("version 1\n", &[]);
        check("", &["l:1: the lock file does not tell its version"]);
        check(
            "version 2\nsomething else\n",
            &["l:1: the lock file is of version 2, and this program reads version 1"],
        );
        check(
            &format!("version 1\n<<<<<<< HEAD\na - {SUM}\n=======\nb -\nc - 1:zz\nd - {SUM} x=1\n"),
            &[
                "l:2: a merge left its marks in the lock file",
                "l:4: a merge left its marks in the lock file",
                "l:5: the line is no revision: an id, parents and a checksum were expected",
                "l:6: the line is no revision: `1:zz` is no checksum",
                "l:7: the line is no revision: `x=1` is unknown",
            ],
        );
        check(
            &format!("version 1\na - {SUM}\na b {SUM}\n"),
            &["l:3: the revision `a` has two different lines"],
        );
    }
}
