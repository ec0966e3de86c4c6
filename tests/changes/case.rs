//! How the cases are written.
//!
//! ```text
//! # a remark
//! [what the case is about]
//! = SQL of both schemas
//! < SQL of the schema as the migrations make it
//! > SQL of the schema as it is declared
//! * SQL that makes rows, after the former
//! ! rename t.a to b; gone t.a; backfill t.a = 0; value t.a sad = ok; convert t.a = a::integer; one in a line;
//!   what is in another schema is called app:t; `! all schemas` looks into those, too, that nobody declared
//! @ name of the file in `written` that holds the revision's text, and is compiled and run as well
//! ~ what the catalogue may say otherwise, as a part of the line that tells it
//!   the lines of differences
//!   ? what is not proved
//! ```
//!
//! What only one of two databases says begins with its name, as in `postgres: removed check …`.

use migrator::TableName;
use migrator::autogenerate::Schemas;
use migrator::declared::{Backfill, ConversionHint, EnumValueHint, Hints, RenameHint};

const ALL_SCHEMAS: &str = "all schemas";

/// A case.
pub(crate) struct Case {
    pub(crate) name: String,
    both: Vec<String>,
    found: Vec<String>,
    wanted: Vec<String>,
    rows: Vec<String>,
    hints: Vec<String>,
    borne: Vec<String>,
    written: Vec<String>,
    expected: Vec<String>,
    /// The line behind its last one that is not expected, and where the case ends.
    lines: (usize, usize),
}

impl Case {
    pub(crate) fn found(&self) -> String {
        [self.both.as_slice(), &self.found].concat().join("\n")
    }

    pub(crate) fn wanted(&self) -> String {
        [self.both.as_slice(), &self.wanted].concat().join("\n")
    }

    pub(crate) fn rows(&self) -> String {
        self.rows.join("\n")
    }

    /// Returns the name under which the revision's text is kept.
    pub(crate) fn written(&self) -> Option<&str> {
        self.written.first().map(String::as_str)
    }

    /// Tells whether a fault is none in this case.
    pub(crate) fn bears(&self, fault: &str) -> bool {
        self.borne.iter().any(|it| fault.contains(it.as_str()))
    }

    /// Tells whether values are said to become others; those of an enumeration come back.
    pub(crate) fn converts(&self) -> bool {
        let keeps = |it: &String| {
            it.starts_with("rename ") || it.starts_with("value ") || it == ALL_SCHEMAS
        };
        !self.hints.iter().all(keeps)
    }

    /// Returns the schemas that are compared.
    pub(crate) fn schemas(&self) -> Schemas {
        match self.hints.iter().any(|it| it == ALL_SCHEMAS) {
            true => Schemas::All,
            false => Schemas::Own,
        }
    }

    /// Returns what the case says about the way.
    pub(crate) fn hints(&self) -> Hints {
        let mut hints = Hints::default();
        for hint in self.hints.iter().filter(|it| *it != ALL_SCHEMAS) {
            let (verb, rest) = hint.split_once(' ').unwrap();
            match verb {
                "rename" => {
                    let (from, to) = rest.split_once(" to ").unwrap();
                    hints.renames.push(renamed(from, Some(to)));
                }
                "gone" => hints.renames.push(renamed(rest, None)),
                "backfill" => {
                    let ((table, column), value) = assigned(rest);
                    hints.backfills.push(Backfill {
                        table: object(table),
                        column: column.to_owned(),
                        expression: (value != "nothing").then(|| value.to_owned()),
                    });
                }
                "convert" => {
                    let ((table, column), using) = assigned(rest);
                    hints.conversions.push(ConversionHint {
                        table: object(table),
                        column: column.to_owned(),
                        using: using.to_owned(),
                    });
                }
                "value" => {
                    let (from, to) = rest.split_once(" = ").unwrap();
                    let (of, from) = from.split_once(' ').unwrap();
                    hints.enum_values.push(EnumValueHint {
                        enumeration: object(of),
                        from: from.to_owned(),
                        to: (to != "nothing").then(|| to.to_owned()),
                    });
                }
                other => panic!("an unknown hint: {other}"),
            }
        }
        hints
    }

    /// Returns what is expected on a database.
    pub(crate) fn expected(&self, on: &str) -> Vec<String> {
        let lines = self.expected.iter();
        lines
            .filter_map(|line| of(line, on))
            .map(str::to_owned)
            .collect()
    }

    /// Has something else expected on a database.
    pub(crate) fn expect(&mut self, on: &str, outcome: Vec<String>, is_for_both: bool) {
        if self.expected(on) == outcome {
            return;
        }
        if !is_for_both {
            self.expected = outcome;
            return;
        }
        let other = if on == "sqlite" { "postgres" } else { "sqlite" };
        let others = self.expected(other);
        if others == outcome
            || others.is_empty()
            || self
                .expected
                .iter()
                .all(|it| it.starts_with(&format!("{on}: ")))
        {
            self.expected = outcome;
            return;
        }
        let prefixed = |name: &str, lines: Vec<String>| {
            lines
                .into_iter()
                .map(|it| format!("{name}: {it}"))
                .collect::<Vec<_>>()
        };
        self.expected = [prefixed(other, others), prefixed(on, outcome)].concat();
    }
}

fn renamed(from: &str, to: Option<&str>) -> RenameHint {
    let to = to.map(str::to_owned);
    match from.split_once('.') {
        Some((table, from)) => RenameHint::Column {
            table: object(table),
            from: from.to_owned(),
            to,
        },
        None => RenameHint::Object {
            from: object(from),
            to: to.map(|it| object(&it)),
        },
    }
}

fn object(name: &str) -> TableName {
    match name.split_once(':') {
        Some(qualified) => qualified.into(),
        None => name.into(),
    }
}

fn assigned(text: &str) -> ((&str, &str), &str) {
    let (column, value) = text.split_once(" = ").unwrap();
    (column.split_once('.').unwrap(), value)
}

fn of<'l>(line: &'l str, on: &str) -> Option<&'l str> {
    for name in ["sqlite", "postgres"] {
        if let Some(rest) = line.strip_prefix(name).and_then(|it| it.strip_prefix(": ")) {
            return (name == on).then_some(rest);
        }
    }
    Some(line)
}

/// Reads the cases of a file.
pub(crate) fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            cases.push(Case {
                name: name.trim_end_matches(']').to_owned(),
                both: Vec::new(),
                found: Vec::new(),
                wanted: Vec::new(),
                rows: Vec::new(),
                hints: Vec::new(),
                borne: Vec::new(),
                written: Vec::new(),
                expected: Vec::new(),
                lines: (number + 1, number + 1),
            });
            continue;
        }
        let case = cases
            .last_mut()
            .unwrap_or_else(|| panic!("line {number} is in no case"));
        case.lines.1 = number + 1;
        let Some((mark, rest)) = line.split_once(' ') else {
            panic!("line {number} says nothing");
        };
        let list = match mark {
            "=" => &mut case.both,
            "<" => &mut case.found,
            ">" => &mut case.wanted,
            "*" => &mut case.rows,
            "!" => &mut case.hints,
            "~" => &mut case.borne,
            "@" => &mut case.written,
            "" => {
                case.expected.push(line.trim().to_owned());
                continue;
            }
            other => panic!("line {number} begins with {other}"),
        };
        list.push(rest.to_owned());
        case.lines.0 = number + 1;
    }
    cases
}

/// Writes what is expected into the text of the file.
pub(crate) fn write(text: &str, cases: &[Case]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (mut written, mut at) = (String::new(), 0);
    let mut push = |line: &str| {
        written.push_str(line);
        written.push('\n');
    };
    for case in cases {
        lines[at..case.lines.0].iter().for_each(|line| push(line));
        case.expected
            .iter()
            .for_each(|line| push(&format!("  {line}")));
        at = case.lines.1;
    }
    lines[at..].iter().for_each(|line| push(line));
    written
}
