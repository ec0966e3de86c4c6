//! One of Alembic's version files: its place in the graph, its message, its two functions.
//!
//! Read without Python, so what decides must be written out: an assignment at the top level whose value is a
//! literal. Anything else is a problem at its line, because a wrong parent would be worse.

use migrator_core::script::{Header, Located, LocatedList};

use super::literal::{self, Item, Value};
use super::python::{self, Fault, Kind, Line, Token};
use crate::authoring::message::first_paragraph;
use crate::problem::Problem;

/// The names that Alembic reads.
const KEYS: [&str; 4] = ["revision", "down_revision", "branch_labels", "depends_on"];

/// What a version file says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VersionFile {
    /// Its path for messages.
    pub shown: String,
    /// Its place in the graph, each value with its line and column.
    pub header: Header,
    /// The docstring without the lines that repeat the header.
    pub description: String,
    /// What it does.
    pub upgrade: Function,
    /// The way back.
    pub downgrade: Function,
    /// Whether it does something else where there is no database to ask.
    pub asks_whether_offline: bool,
    /// Whether it has the connection in hand, and can read.
    pub has_connection: bool,
}

/// One of the two functions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Function {
    /// As it is written; empty if there is none.
    pub source: String,
    /// Whether it does nothing, as `pass` does.
    pub is_empty: bool,
}

impl VersionFile {
    /// Returns the revision's id.
    #[must_use]
    pub fn id(&self) -> &str {
        let revision = self.header.revision.as_ref();
        revision.map_or("", |revision| revision.value.as_str())
    }

    /// Returns the parents' ids.
    pub fn parents(&self) -> impl Iterator<Item = &str> {
        let lists = self.header.down_revision.iter();
        lists.flat_map(|list| list.value.iter().map(|parent| parent.value.as_str()))
    }

    /// Tells whether it does nothing, as merges do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.upgrade.is_empty && self.downgrade.is_empty
    }

    /// Reads a text with `\n` as line ending.
    pub(super) fn read(shown: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut found = Vec::new();
        let file = read(shown, text, &mut found);
        let is_sound = found.is_empty();
        problems.extend(found.into_iter().map(|fault: Fault| {
            Problem::of_file(shown, fault.message)
                .at(fault.line, fault.column)
                .help("write the value out, as Alembic's own template does")
        }));
        file.filter(|_| is_sound)
    }
}

fn read(shown: &str, text: &str, faults: &mut Vec<Fault>) -> Option<VersionFile> {
    let lines = match python::lines(text) {
        Ok(lines) => lines,
        Err(fault) => {
            faults.push(fault);
            return None;
        }
    };
    let mut header = Header::default();
    for line in lines.iter().filter(|line| line.is_outermost) {
        if let Err(fault) = assignment(line, &mut header) {
            faults.push(fault);
        }
    }
    let missing = [
        ("revision", header.revision.is_none()),
        ("down_revision", header.down_revision.is_none()),
    ];
    let missing = missing.iter().filter(|(_, is_missing)| *is_missing);
    if faults.is_empty() {
        faults.extend(missing.map(|(name, _)| Fault {
            message: format!("there is no `{name} = …` at the top level"),
            line: 1,
            column: 1,
        }));
    }
    let docstring = match docstring(lines.first()) {
        Ok(docstring) => docstring,
        Err(fault) => {
            faults.push(fault);
            String::new()
        }
    };
    header.message = first_paragraph(&docstring);
    let has = |words: &[&str]| {
        let mut tokens = lines.iter().flat_map(|line| &line.tokens);
        tokens.any(|token| words.iter().any(|word| token.is(word)))
    };
    Some(VersionFile {
        shown: shown.to_owned(),
        header,
        description: description(&docstring),
        upgrade: function(text, &lines, "upgrade"),
        downgrade: function(text, &lines, "downgrade"),
        asks_whether_offline: has(&["is_offline_mode", "as_sql"]),
        has_connection: has(&["get_bind", "bind", "connection"]),
    })
}

/// Takes `name = value` or `name: type = value`, if it is one that Alembic reads.
fn assignment(line: &Line<'_>, header: &mut Header) -> Result<(), Fault> {
    let [name, rest @ ..] = line.tokens.as_slice() else {
        return Ok(());
    };
    let Some(key) = KEYS.into_iter().find(|key| name.is(key)) else {
        return match reassigned(&line.tokens) {
            Some(token) => Err(unclear(token)),
            None => Ok(()),
        };
    };
    let value = match rest {
        [equals, value @ ..] if equals.is("=") => value,
        [colon, annotated @ ..] if colon.is(":") => {
            match annotated.iter().position(|token| token.is("=")) {
                Some(at) => annotated.get(at + 1..).unwrap_or_default(),
                // A declaration alone gives no value.
                None => return Ok(()),
            }
        }
        _ => return Err(unclear(name)),
    };
    let value = literal::value(value)
        .map_err(|fault| at(fault, name))
        .map_err(|fault| Fault {
            message: format!("the value of `{key}` cannot be read: {}", fault.message),
            ..fault
        })?;
    match (key, value) {
        ("revision", Value::Text(item)) => header.revision = Some(located(item)),
        ("revision", _) => return Err(name.fault("`revision` is no string")),
        ("down_revision", value) => header.down_revision = Some(list(value, name)),
        ("branch_labels", value) => header.branch_labels = filled(value, name),
        (_, value) => header.depends_on = filled(value, name),
    }
    Ok(())
}

/// Finds one of the names where several are assigned at once: `a = revision = …`, `a, revision = …`.
fn reassigned<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t Token<'a>> {
    let last_equals = tokens.iter().rposition(|token| token.is("="))?;
    let targets = tokens.get(..last_equals)?;
    let is_plain = targets
        .iter()
        .all(|token| token.kind == Kind::Word || token.is(",") || token.is("="));
    let is_key = |token: &&Token<'_>| KEYS.iter().any(|key| token.is(key));
    targets.iter().find(is_key).filter(|_| is_plain)
}

fn unclear(name: &Token<'_>) -> Fault {
    let text = name.text;
    name.fault(format!("`{text}` is not assigned by `{text} = …` alone"))
}

/// A fault without a place is that of the assignment.
fn at(fault: Fault, name: &Token<'_>) -> Fault {
    match fault.line {
        0 => name.fault(fault.message),
        _ => fault,
    }
}

fn located(item: Item) -> Located<String> {
    Located::new(item.text, item.line, item.column)
}

fn list(value: Value, name: &Token<'_>) -> LocatedList {
    let items = value.into_items().into_iter().map(located).collect();
    Located::new(items, name.line, name.column)
}

fn filled(value: Value, name: &Token<'_>) -> Option<LocatedList> {
    Some(list(value, name)).filter(|list| !list.value.is_empty())
}

/// Returns what the file begins with, if that is a string.
fn docstring(first: Option<&Line<'_>>) -> Result<String, Fault> {
    let tokens = first.map_or(&[][..], |line| &line.tokens);
    if tokens.is_empty() || tokens.iter().any(|token| token.kind != Kind::Text) {
        return Ok(String::new());
    }
    let texts: Result<Vec<String>, Fault> = tokens.iter().map(literal::decoded).collect();
    Ok(texts?.concat().trim().to_owned())
}

/// Leaves out what Alembic's template repeats of the header.
fn description(docstring: &str) -> String {
    let repeated = ["Revision ID:", "Revises:", "Create Date:"];
    let kept = docstring
        .lines()
        .filter(|line| !repeated.iter().any(|start| line.trim().starts_with(start)));
    kept.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Finds a function at the top level.
fn function(text: &str, lines: &[Line<'_>], name: &str) -> Function {
    let is_it = |line: &Line<'_>| {
        line.is_outermost
            && matches!(line.tokens.as_slice(), [def, named, ..] if def.is("def") && named.is(name))
    };
    let Some(at) = lines.iter().position(is_it) else {
        return Function::default();
    };
    let (head, rest) = lines.split_at(at + 1);
    let n_inside = rest.iter().take_while(|line| !line.is_outermost).count();
    let inside = rest.get(..n_inside).unwrap_or_default();
    let start = head.last().map_or(0, |line| line.place.start);
    let end = inside
        .last()
        .or(head.last())
        .map_or(start, |line| line.place.end);
    // What stands behind the colon on the same line.
    let head = head.last().map_or(&[][..], |line| &line.tokens);
    let colon = head.iter().rposition(|token| token.is(":"));
    let behind = colon.map_or(&[][..], |colon| head.get(colon + 1..).unwrap_or_default());
    let mut tokens = behind
        .iter()
        .chain(inside.iter().flat_map(|line| &line.tokens));
    let does_nothing = |token: &Token<'_>| {
        token.kind == Kind::Text
            || ["pass", "return", "None", "."]
                .iter()
                .any(|it| token.is(it))
    };
    Function {
        source: text.get(start..end).unwrap_or_default().to_owned(),
        is_empty: tokens.all(does_nothing),
    }
}
