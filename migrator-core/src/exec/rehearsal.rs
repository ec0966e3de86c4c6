//! What a dry run notes while a migration says what it wants.
//!
//! The steps are written down as for a script, on a session that writes no text; what is told
//! here is the migration's own: its statements, what they drop, whether it leaves the transaction.

use std::cell::RefCell;

use crate::base::Dialect;
use crate::dialect::Renderer;
use crate::exec::losses::Losses;
use crate::history::{EntryDirection, Unfinished};
use crate::ops::Operation;
use crate::session::Statement;

/// The notes of a dry run, and those that interrupted runs have left.
pub(crate) struct Rehearsal {
    begun: Vec<Begun>,
    noted: RefCell<Noted>,
    losses: RefCell<Losses>,
}

/// A step that an earlier run has begun, with its notes.
pub(crate) struct Begun {
    pub(crate) revision: String,
    pub(crate) direction: EntryDirection,
    pub(crate) notes: Unfinished,
}

/// What is noted of the step under way.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    /// The statements, with literals.
    pub(crate) statements: Vec<String>,
    /// Whether a part of it asks to be outside a transaction.
    pub(crate) has_block: bool,
}

impl Rehearsal {
    pub(crate) fn new(begun: Vec<Begun>) -> Self {
        Self {
            begun,
            noted: RefCell::default(),
            losses: RefCell::default(),
        }
    }

    /// Returns the notes of a step that an earlier run has begun.
    pub(crate) fn begun(&self, revision: &str, direction: EntryDirection) -> Option<&Unfinished> {
        let mut begun = self.begun.iter();
        let begun = begun.find(|it| it.revision == revision && it.direction == direction);
        begun.map(|begun| &begun.notes)
    }

    /// Forgets what was noted of the step: it is written again from its start.
    pub(crate) fn start_over(&self) {
        self.noted.take();
        self.losses.borrow_mut().start_over();
    }

    /// Returns what was noted of the step, and what it loses.
    pub(crate) fn finish(&self) -> (Noted, Vec<String>) {
        (self.noted.take(), self.losses.borrow_mut().take_lost())
    }

    /// Notes a statement of the migration.
    pub(crate) fn note(&self, renderer: &dyn Renderer, statement: &Statement) {
        let text = renderer.shell().inlined(statement);
        // What has no literal is refused where it is run.
        let text = text.unwrap_or_else(|_| statement.sql.clone().into_owned());
        self.noted.borrow_mut().statements.push(text);
    }

    /// Notes that a part of the migration is outside a transaction.
    pub(crate) fn note_block(&self) {
        self.noted.borrow_mut().has_block = true;
    }

    /// Looks at what an operation drops.
    pub(crate) fn look_at(&self, renderer: &dyn Renderer, operation: &Operation) {
        let mut losses = self.losses.borrow_mut();
        losses.take(operation);
        if let Operation::Execute(_) = operation {
            // What cannot be rendered is refused where it is taken.
            for statement in renderer.render(operation).unwrap_or_default() {
                losses.take_sql(renderer.dialect(), &statement.sql);
            }
        }
    }

    /// Looks at what a statement of an SQL file drops.
    pub(crate) fn look_at_sql(&self, dialect: Dialect, sql: &str) {
        self.losses.borrow_mut().take_sql(dialect, sql);
    }
}
