//! A step under way: what it runs, what it leaves behind, and what it is called
//! when it fails. How it reaches the database is in `delivery`.

use std::time::{Duration, Instant};

use crate::base::{Checksum, Location, Transaction};
use crate::exec::step_error::{Kept, StepCause, StepError};
use crate::exec::{Context, Event, ExecError, StepReport};
use crate::graph::{Position, Revision};
use crate::history::{EntryDirection, NewRow, Status};
use crate::plan::{Direction, Step};
use crate::session::{SessionErrorKind, Statement};
use crate::set::{Migration, Script, SqlScript};

/// What runs in a step that only counts a squash.
const NOTHING: Script = Script::Sql(SqlScript {
    sqlite: Ok(&[]),
    postgres: Ok(&[]),
});

/// Where a step stands in its plan.
pub(crate) struct Place {
    /// The step's number, from 1.
    pub(crate) number: usize,
    /// The number of steps.
    pub(crate) of: usize,
}

/// A step under way.
pub(crate) struct Running<'r, 'a> {
    pub(crate) context: &'r Context<'a>,
    pub(crate) revision: Revision<'a>,
    step: &'r Step,
    migration: &'a Migration,
    started: Instant,
}

impl<'r, 'a> Running<'r, 'a> {
    /// Finds the step's migration and starts the clock.
    pub(crate) fn new(context: &'r Context<'a>, step: &'r Step) -> Result<Self, ExecError> {
        let revision = context.set.graph.at(step.position);
        let migration = context.set.migration(step.position.index());
        let (Some(revision), Some(migration)) = (revision, migration) else {
            return Err(ExecError::Bug {
                what: "a step without a migration",
            });
        };
        Ok(Self {
            context,
            revision,
            step,
            migration,
            started: Instant::now(),
        })
    }

    /// Returns the migration.
    pub(crate) fn migration(&self) -> &'a Migration {
        self.migration
    }

    /// Returns what runs; `None` if the revision is irreversible.
    pub(crate) fn script(&self) -> Option<Script> {
        match self.step.direction {
            _ if self.step.is_counted_only => Some(NOTHING),
            Direction::Up => Some(self.migration.upgrade),
            Direction::Down => self.migration.downgrade,
        }
    }

    /// Tells whether the step runs outside a transaction: its own constant decides,
    /// and where it says nothing special, the run's setting.
    pub(crate) fn is_unwrapped(&self) -> bool {
        match self.migration.transaction {
            _ if self.step.is_counted_only => false,
            Transaction::None => true,
            Transaction::PerMigration | Transaction::WholeRun => {
                self.context.options.transaction_mode() == Transaction::None
            }
        }
    }

    /// Tells whether an earlier run has begun the step and not ended it.
    pub(crate) fn has_begun(&self) -> bool {
        let (id, direction) = (self.revision.id(), self.direction());
        let mut unfinished = self.context.unfinished.iter();
        unfinished.any(|begun| (begun.0.as_str(), begun.1) == (id, direction))
    }

    /// Tells the observer that the step begins.
    pub(crate) fn announce(&self, place: &Place) {
        let (from, to) = self.ends();
        self.context.tell(&Event::StepStarted {
            revision: self.revision.id(),
            message: self.revision.message(),
            direction: self.step.direction,
            from: &from,
            to: &to,
            step: place.number,
            n_steps: place.of,
        });
    }

    /// Returns where the step leads from and to, as Alembic logs it: dependencies do not count.
    pub(crate) fn ends(&self) -> (String, String) {
        let parents: Vec<&str> = self.revision.parents().map(Revision::id).collect();
        let (parents, id) = (parents.join(", "), self.revision.id().to_owned());
        match self.step.direction {
            Direction::Up => (parents, id),
            Direction::Down => (id, parents),
        }
    }

    /// Tells the observer that a statement is about to be sent.
    pub(crate) fn tell_statement(&self, number: usize, statement: &Statement) {
        if let Some(rehearsal) = &self.context.rehearsal {
            return rehearsal.note(self.context.renderer, statement);
        }
        self.context.tell(&Event::Statement {
            revision: self.revision.id(),
            statement: number,
            sql: &statement.sql,
        });
    }

    /// Returns the statements of a section, each with its place in the file.
    pub(crate) fn statements(&self, sql: &SqlScript) -> impl Iterator<Item = Statement> {
        let file = self.migration.file;
        let statements = *sql.get(self.context.renderer.dialect());
        statements.unwrap_or_default().iter().map(move |statement| {
            let location = Location::new(file, statement.line, 0);
            Statement::new(statement.sql)
                .at(Some(location))
                .repeatable(statement.repeatable)
        })
    }

    /// Returns the version rows after the step.
    pub(crate) fn rows_after(&self, rows: &[String]) -> Vec<String> {
        let removed = self.ids(self.step.rows.removed());
        let kept = rows.iter().filter(|row| !removed.contains(row)).cloned();
        let mut after: Vec<String> = kept.chain(self.ids(self.step.rows.added())).collect();
        after.sort_unstable();
        after
    }

    /// Returns the statements that change the version rows.
    pub(crate) fn row_changes(&self) -> Vec<Statement> {
        let removed = self.ids(self.step.rows.removed());
        let added = self.ids(self.step.rows.added());
        self.context.ledger.replace_rows(&removed, &added)
    }

    fn ids(&self, positions: &[Position]) -> Vec<String> {
        let graph = &self.context.set.graph;
        let id = |position: &Position| graph.id_at(*position).to_owned();
        positions.iter().map(id).collect()
    }

    /// Returns the history row of the step with these version rows.
    pub(crate) fn history_row<'h>(&'h self, status: Status, rows: &'h [String]) -> NewRow<'h> {
        NewRow {
            revision: self.revision.id().into(),
            parents: self.revision.parents().map(Revision::id).collect(),
            dependencies: self.dependencies(),
            direction: self.direction(),
            status,
            n_statements: 0,
            statement_hashes: &[],
            // What never ran here may change.
            checksum: (!self.step.is_counted_only).then_some(self.migration.checksum),
            digest: self.digest(),
            version_rows: rows,
            // A script is the same whenever it is written.
            duration: match self.context.is_offline {
                true => Duration::ZERO,
                false => self.started.elapsed(),
            },
            application: self.context.application(),
        }
    }

    /// Returns what else is applied where the revision is: a program that knows only a part of
    /// what a squash replaces can tell by that that the database is newer.
    fn dependencies(&self) -> Vec<&str> {
        let squash = self.context.set.graph.squash_at(self.step.position);
        // The last one first: all the others are below it.
        let replaced = squash.into_iter().flat_map(|it| it.replaces().rev());
        let dependencies = self.revision.dependencies().map(Revision::id);
        dependencies.chain(replaced).collect()
    }

    /// Returns the digest under which the step is recorded.
    fn digest(&self) -> Option<Checksum> {
        let mut unsettled = self.context.unsettled.iter();
        let is_settled = unsettled.all(|revision| revision == self.revision.id());
        is_settled.then_some(self.context.set.digest)
    }

    /// Returns the direction.
    pub(crate) fn way(&self) -> Direction {
        self.step.direction
    }

    /// Returns the direction as the history calls it.
    pub(crate) fn direction(&self) -> EntryDirection {
        match self.step.direction {
            Direction::Up => EntryDirection::Upgrade,
            Direction::Down => EntryDirection::Downgrade,
        }
    }

    /// Returns what the report says of the step.
    pub(crate) fn report(&self, n_statements: usize) -> StepReport {
        StepReport {
            revision: self.revision.id().to_owned(),
            message: self.revision.message().to_owned(),
            direction: self.step.direction,
            n_statements,
            duration: self.started.elapsed(),
        }
    }

    /// Turns a cause into the error that names the migration, or into what it really is.
    pub(crate) fn failed(&self, cause: StepCause, kept: Kept) -> ExecError {
        let cause = match cause {
            StepCause::Statement { source, .. }
            | StepCause::Bookkeeping { source, .. }
            | StepCause::Commit(source)
                if source.kind == SessionErrorKind::ReadOnly =>
            {
                return ExecError::ReadOnly { source };
            }
            cause => cause,
        };
        ExecError::Step(Box::new(StepError {
            revision: self.revision.id().to_owned(),
            file: self.migration.file.to_owned(),
            direction: self.step.direction,
            cause,
            kept,
        }))
    }
}
