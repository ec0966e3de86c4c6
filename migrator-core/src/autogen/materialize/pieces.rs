//! What is declared, as pieces of SQL that are made one by one.

use std::sync::Arc;

use super::entry::Entry;
use super::order;
use crate::autogen::AutogenError;
use crate::base::Location;
use crate::declared::{Declared, Part, What};
use crate::dialect::Renderer;
use crate::ops::Operation;
use crate::schema::NamingConvention;
use crate::script::split;
use crate::session::Statement;

/// What is made as one, or fails as one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// What messages call it: `` table `users` (src/models.rs:12:8) ``, `statement (schema.sql:12)`.
    pub(super) label: String,
    /// Settings of the connection that its script has changed before it.
    pub(super) settings: Arc<[Statement]>,
    /// The statements; never none.
    pub(crate) statements: Vec<Statement>,
    /// Whether a transaction bears it.
    pub(super) is_transactional: bool,
}

impl Piece {
    fn new(
        label: String,
        settings: Arc<[Statement]>,
        statements: Vec<Statement>,
        renderer: &dyn Renderer,
    ) -> Self {
        let mut all = statements.iter();
        Self {
            label,
            settings,
            is_transactional: all.all(|statement| renderer.runs_in_transaction(statement)),
            statements,
        }
    }
}

/// Returns the pieces of what is declared, in an order that most often works: plain SQL comes last.
///
/// # Errors
/// What is declared in two ways, what cannot be written for the database, and SQL that does not end.
pub(crate) fn pieces(
    declared: &Declared,
    renderer: &dyn Renderer,
    naming: &NamingConvention,
    bears_dangling_references: bool,
) -> Result<Vec<Piece>, AutogenError> {
    let mut entries = Vec::new();
    let mut scripts = Vec::new();
    for part in declared.checked_parts()? {
        match (&part.what, part.sql(renderer.dialect())?) {
            (What::Object(object), _) => entries.push(named(part, object.operation(), naming)?),
            (What::Sql(_), Some(text)) => scripts.extend(script(&part.origin, text, renderer)?),
            (What::Sql(_), None) => {}
        }
    }
    let entries = order::by_kind(entries);
    let entries = match bears_dangling_references {
        true => entries,
        false => order::tables(entries),
    };
    let mut pieces = written(entries, renderer)?;
    pieces.extend(scripts);
    Ok(pieces)
}

/// Returns the pieces of the SQL that prepares a scratch database.
///
/// # Errors
/// SQL that does not end.
pub(crate) fn prepared(
    texts: &[String],
    renderer: &dyn Renderer,
) -> Result<Vec<Piece>, AutogenError> {
    let mut pieces = Vec::new();
    for text in texts {
        pieces.extend(script("prepare", text, renderer)?);
    }
    Ok(pieces)
}

/// Gives names as a migration would.
fn named(
    part: &Part,
    mut operation: Operation,
    naming: &NamingConvention,
) -> Result<Entry, AutogenError> {
    let applied = operation.apply_naming(naming);
    let what = match part.object() {
        Some(object) => format!("{} `{object}`", object.kind),
        None => format!("{} of `{}`", operation.name(), operation.object()),
    };
    let label = format!("{what} ({})", part.origin);
    match applied {
        Ok(()) => Ok(Entry { label, operation }),
        Err(source) => Err(AutogenError::Naming {
            part: label,
            source,
        }),
    }
}

fn written(entries: Vec<Entry>, renderer: &dyn Renderer) -> Result<Vec<Piece>, AutogenError> {
    let mut pieces = Vec::with_capacity(entries.len());
    for Entry { label, operation } in entries {
        let statements = match renderer.render(&operation) {
            Ok(statements) => statements,
            Err(source) => {
                return Err(AutogenError::Unwritable {
                    part: label,
                    source,
                });
            }
        };
        // A place, so that they count as somebody's and not as our own.
        let at = |it: Statement| it.at(Some(Location::new(DECLARED, 0, 0)));
        let statements: Vec<Statement> = statements.into_iter().map(at).collect();
        if !statements.is_empty() {
            pieces.push(Piece::new(label, Arc::default(), statements, renderer));
        }
    }
    Ok(pieces)
}

/// Stands where the file of a migration would.
const DECLARED: &str = "declared";

/// Cuts a script into its statements, each of which is a piece.
fn script(origin: &str, text: &str, renderer: &dyn Renderer) -> Result<Vec<Piece>, AutogenError> {
    let cut = split(renderer.dialect(), text).map_err(|error| AutogenError::Sql {
        origin: origin.to_owned(),
        line: error.line,
        column: error.column,
        reason: error.fault.to_string(),
        help: error.help(),
    })?;
    let mut settings: Arc<[Statement]> = Arc::default();
    let mut pieces = Vec::with_capacity(cut.len());
    for piece in cut {
        let at = Location::new(origin.to_owned(), piece.line, piece.column);
        let label = format!("statement ({origin}:{})", piece.line);
        let statement = Statement::new(piece.sql.to_owned()).at(Some(at));
        let before = Arc::clone(&settings);
        if renderer.sets_connection(&statement) {
            settings = before.iter().chain([&statement]).cloned().collect();
        }
        pieces.push(Piece::new(label, before, vec![statement], renderer));
    }
    Ok(pieces)
}
