//! What is tried, and what that shows: as data.

use std::collections::BTreeMap;

use crate::autogen::Proof;
use crate::base::TableName;
use crate::catalog::{Catalog, Introspection, Scope};
use crate::diff::{Change, Rules, Step};
use crate::exec::Options;
use crate::ops::{Command, Execute, Operation, Sql};
use crate::plan::Direction;

/// One way of a revision.
#[derive(Debug, Clone)]
pub(in crate::autogen) struct Way<'t> {
    /// What it is for.
    pub changes: &'t [Change],
    /// Its steps.
    pub steps: &'t [Step],
    /// What runs, one for each step.
    pub operations: Vec<Operation>,
}

impl<'t> Way<'t> {
    /// Takes the steps as they are.
    pub(in crate::autogen) fn of_steps(changes: &'t [Change], steps: &'t [Step]) -> Self {
        Self {
            changes,
            steps,
            operations: steps.iter().map(|step| step.operation.clone()).collect(),
        }
    }

    /// Takes the steps as they are written in SQL, a text for each.
    pub(in crate::autogen) fn of_texts(
        changes: &'t [Change],
        steps: &'t [Step],
        texts: &[String],
    ) -> Self {
        let run = |text: &String| {
            Operation::Execute(Execute {
                command: Command::Sql(Sql::new(text.clone())),
            })
        };
        Self {
            changes,
            steps,
            operations: texts.iter().map(run).collect(),
        }
    }
}

/// What is tried.
#[derive(Clone)]
pub(in crate::autogen) struct Task<'t> {
    pub options: &'t Options,
    pub introspection: &'t dyn Introspection,
    pub scope: &'t Scope,
    pub rules: Rules<'t>,
    pub found: &'t Catalog,
    pub wanted: &'t Catalog,
    pub up: Way<'t>,
    pub down: Way<'t>,
}

impl<'t> Task<'t> {
    pub(in crate::autogen) fn way(&self, way: Direction) -> &Way<'t> {
        match way {
            Direction::Up => &self.up,
            Direction::Down => &self.down,
        }
    }
}

/// What a try has shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::autogen) struct Evidence {
    /// Of each step of the way up.
    pub up: Vec<Proof>,
    /// Of each step of the way down.
    pub down: Vec<Proof>,
    /// How many rows each table had, by the names before.
    pub rows: BTreeMap<TableName, usize>,
    /// What else there is to say: tables without rows, values that were converted.
    pub notes: Vec<String>,
}

/// A step that failed for the rows that were there.
#[derive(Debug, Clone)]
pub(super) struct InTheWay {
    pub way: Direction,
    pub at: Option<usize>,
    pub why: String,
}
