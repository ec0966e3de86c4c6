//! What comes again under the name of something that was dropped: it is another thing, with other rows, and the
//! catalogue does not tell.

use std::collections::BTreeSet;

use crate::autogen::squash::shape::{KINDS, Pieces, pieces, significant};
use crate::base::Dialect;
use crate::ops::Operation;
use crate::script::{Kind, unquoted};

/// What stands between `DROP` and a name.
const BETWEEN: [&str; 5] = ["COLUMN", "CONSTRAINT", "IF", "EXISTS", "RESTRICT"];

/// What some operations have dropped so far.
#[derive(Default)]
pub(super) struct Dropped {
    names: BTreeSet<String>,
    /// Whether a column may have come whose default was computed for rows that were there.
    has_computed: bool,
}

impl Dropped {
    /// Takes the next operation; tells whether it makes something that was dropped before, or might.
    pub(super) fn take(&mut self, operation: &Operation, dialect: Dialect) -> bool {
        match pieces(operation, dialect) {
            Pieces::None => self.take_operation(operation),
            Pieces::Unknown => false,
            Pieces::Of(pieces) => {
                // All are taken, also behind one that comes again.
                let again = pieces.iter().filter(|it| self.take_sql(it.sql, dialect));
                again.count() > 0
            }
        }
    }

    fn take_operation(&mut self, operation: &Operation) -> bool {
        let name = operation.name();
        let object = key(&operation.object());
        if name == "add_column" {
            self.has_computed = true;
        }
        if name.starts_with("drop_") {
            self.names.insert(object);
            return false;
        }
        let makes = ["create_", "add_"].iter().any(|it| name.starts_with(it));
        // A default may have been computed by the function as it was.
        makes && self.names.contains(&object) || name == "replace_function" && self.has_computed
    }

    fn take_sql(&mut self, sql: &str, dialect: Dialect) -> bool {
        let tokens = significant(sql, dialect);
        let is_word = |(kind, text): &(Kind, &str), word: &str| {
            *kind == Kind::Word && text.eq_ignore_ascii_case(word)
        };
        let mut names = tokens.iter().filter_map(name);
        let comes_again = names.any(|name| self.names.contains(&name));
        self.has_computed |= tokens.iter().any(|it| is_word(it, "ADD"));
        let behind = tokens.iter().skip_while(|it| !is_word(it, "DROP")).skip(1);
        // The table of a trigger stays.
        let behind = behind.take_while(|it| !is_word(it, "ON"));
        self.names.extend(behind.filter_map(name));
        comes_again
    }
}

/// Returns what a token names.
fn name((kind, text): &(Kind, &str)) -> Option<String> {
    match kind {
        Kind::Quoted => Some(key(&unquoted(text))),
        // A name, where a text cannot stand and the database bears it.
        Kind::Text => Some(key(text.trim_matches('\''))),
        Kind::Word => {
            let word = key(text);
            let is_between = KINDS.iter().chain(&BETWEEN).any(|it| *it == word);
            (!is_between).then_some(word)
        }
        _ => None,
    }
}

/// Returns the last part of a name, without what a function takes, in capitals.
fn key(name: &str) -> String {
    let name = name.split('(').next().unwrap_or(name);
    let part = name.rsplit('.').next().unwrap_or(name);
    part.trim().to_uppercase()
}
