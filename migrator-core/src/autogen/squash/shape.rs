//! Which operations leave nothing but what can be seen in the catalogue.
//!
//! Only these may be left out when a shorter way leads to the same catalogue. Whatever touches rows, gives
//! something another name, or is not known here is carried over as it is.

use std::collections::BTreeSet;

use crate::base::Dialect;
use crate::ops::{Command, Operation};
use crate::script::split;

/// The operations, by the names of their methods.
const SHAPES: [&str; 27] = [
    "create_table",
    "drop_table",
    "add_column",
    "drop_column",
    "add_constraint",
    "drop_constraint",
    "create_table_comment",
    "drop_table_comment",
    "create_index",
    "drop_index",
    "create_enum",
    "add_enum_value",
    "drop_enum",
    "create_domain",
    "drop_domain",
    "create_schema",
    "drop_schema",
    "create_sequence",
    "drop_sequence",
    "create_view",
    "replace_view",
    "drop_view",
    "create_function",
    "replace_function",
    "drop_function",
    "create_trigger",
    "drop_trigger",
];

/// What `CREATE` makes that the catalogue shows.
const KINDS: [&str; 7] = [
    "TABLE", "INDEX", "VIEW", "SEQUENCE", "DOMAIN", "SCHEMA", "TRIGGER",
];

/// What may stand between `CREATE` and the kind.
const ADJECTIVES: [&str; 3] = ["UNIQUE", "OR", "REPLACE"];

/// What in `ALTER TABLE` may change rows, names, or what the catalogue does not show.
const BEYOND: [&str; 14] = [
    "RENAME", "TYPE", "SET", "OWNER", "ENABLE", "DISABLE", "ATTACH", "DETACH", "INHERIT", "NO",
    "ALTER", "CASCADE", "RESET", "REPLICA",
];

/// Tells whether all that an operation leaves can be seen in the catalogue.
pub(super) fn is_shape(operation: &Operation, dialect: Dialect) -> bool {
    let Operation::Execute(execute) = operation else {
        return SHAPES.contains(&operation.name());
    };
    let Command::Sql(sql) = &execute.command else {
        return false;
    };
    let Some(text) = sql.text(dialect).filter(|_| sql.params().is_empty()) else {
        return false;
    };
    split(dialect, text).is_ok_and(|pieces| pieces.iter().all(|piece| is_shape_sql(piece.sql)))
}

/// Tells the same of one statement.
fn is_shape_sql(sql: &str) -> bool {
    let words = words(sql);
    let mut words = words.iter().map(String::as_str);
    match words.next() {
        Some("CREATE") => {
            let kind = words.find(|word| !ADJECTIVES.contains(word));
            // A table may be made with the rows of a query.
            let holds_rows =
                kind == Some("TABLE") && words.any(|word| word == "AS" || word == "SELECT");
            kind.is_some_and(|kind| KINDS.contains(&kind)) && !holds_rows
        }
        // What goes along is not named.
        Some("DROP") => {
            words.next().is_some_and(|kind| KINDS.contains(&kind))
                && !words.any(|it| it == "CASCADE")
        }
        Some("ALTER") => {
            words.next() == Some("TABLE")
                && words.clone().any(|word| word == "ADD" || word == "DROP")
                && !words.any(|word| BEYOND.contains(&word))
        }
        _ => false,
    }
}

/// Returns the words of a statement in capitals.
fn words(sql: &str) -> Vec<String> {
    let words = sql.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_uppercase).collect()
}

/// The names that a range has dropped so far: what comes again under such a name is another thing, with other
/// rows, and the catalogue does not tell.
#[derive(Default)]
pub(super) struct Dropped {
    names: BTreeSet<String>,
}

impl Dropped {
    /// Tells whether an operation makes something that was dropped before, or might.
    pub(super) fn comes_again(&self, operation: &Operation, dialect: Dialect) -> bool {
        match text(operation, dialect) {
            Some(sql) => words(sql).iter().any(|word| self.names.contains(word)),
            None => {
                let name = operation.name();
                let makes = ["create_", "add_"].iter().any(|it| name.starts_with(it));
                makes && self.names.contains(&last(&operation.object()))
            }
        }
    }

    /// Notes what an operation drops.
    pub(super) fn note(&mut self, operation: &Operation, dialect: Dialect) {
        match text(operation, dialect) {
            Some(sql) => self.note_sql(sql),
            None if operation.name().starts_with("drop_") => {
                self.names.insert(last(&operation.object()));
            }
            None => {}
        }
    }

    /// Notes what stands behind each `DROP`, its kind left out.
    fn note_sql(&mut self, sql: &str) {
        let words = words(sql);
        let is_kind = |word: &str| {
            KINDS.contains(&word) || ["COLUMN", "CONSTRAINT", "IF", "EXISTS"].contains(&word)
        };
        for (at, _) in words.iter().enumerate().filter(|(_, word)| *word == "DROP") {
            let behind = words.iter().skip(at + 1).find(|word| !is_kind(word));
            // Perhaps a schema, and a table in it.
            let after = words
                .iter()
                .skip(at + 1)
                .filter(|word| !is_kind(word))
                .nth(1);
            self.names.extend(behind.into_iter().chain(after).cloned());
        }
    }
}

/// Returns the SQL that an operation runs as it is.
fn text(operation: &Operation, dialect: Dialect) -> Option<&str> {
    match operation {
        Operation::Execute(execute) => match &execute.command {
            Command::Sql(sql) => sql.text(dialect),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the last part of a name, in capitals.
fn last(name: &str) -> String {
    let part = name.rsplit('.').next().unwrap_or(name);
    part.to_uppercase()
}
