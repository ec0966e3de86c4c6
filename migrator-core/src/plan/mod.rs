//! Which revisions run, in which order, and the version rows after each.
//!
//! Pure: reads a graph, what is applied and a target, returns a [`Plan`]; never
//! touches a database. One rule for the version rows: they are the maximal
//! elements of what is applied, under parents and dependencies.
//!
//! ```text
//!  a ── b1 ── c1          upgrade heads     rows after it
//!    └─ b2 ─ ─ ┘          a                 a
//!  (c1 depends on b2)     b2                b2
//!                         b1                b1 b2
//!                         c1                c1
//! ```
//!
//! A squash and what it replaces are two ways to the same place (`squash`).
//!
//! Invariants: a step comes after everything it needs (before, on the way down)
//! and exactly once; ties are broken by the graph alone; everything is linear in
//! the size of the graph.
//!
//! Where to look: `applied` is the input, `upgrade`, `downgrade` and `stamp` are
//! the three questions, `alone` is for one revision, `rows` keeps the rows while a plan is made. Running a
//! plan is another room's business.

mod alone;
mod applied;
mod downgrade;
mod error;
mod rows;
mod squash;
mod stamp;
mod upgrade;

use std::collections::BTreeSet;

pub use alone::{alone, instead};
pub use applied::Applied;
pub use downgrade::{downgrade, downgrade_between, downgrade_from, downgrade_range};
pub use error::PlanError;
pub use stamp::{StampPlan, stamp};
pub use upgrade::{standing_on, stands_on, upgrade, upgrade_between, upgrade_from, upgrade_range};

use crate::graph::Position;

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The revision's upgrade runs.
    Up,
    /// The revision's downgrade runs.
    Down,
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Up => "upgrade",
            Self::Down => "downgrade",
        })
    }
}

/// The steps that lead to a target, in the order they run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    steps: Vec<Step>,
    rows_before: Vec<Position>,
    rows_after: Vec<Position>,
}

impl Plan {
    /// Returns the steps in the order they run; empty if the database is already there.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the steps in the order they run, by value.
    #[must_use]
    pub fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    /// Returns whether there is nothing to run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns the rows found in the database, in the graph's order.
    #[must_use]
    pub fn rows_before(&self) -> &[Position] {
        &self.rows_before
    }

    /// Returns the rows after the last step, in the graph's order; without steps, those found.
    #[must_use]
    pub fn rows_after(&self) -> &[Position] {
        &self.rows_after
    }
}

/// One revision to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The revision.
    pub position: Position,
    /// Which way it runs.
    pub direction: Direction,
    /// What becomes of the version rows, in the same transaction.
    pub rows: RowChange,
    /// Whether the revision lies below a row, so that the rows do not show
    /// whether it is applied: it was spliced in later, or merged out of order.
    pub is_below_rows: bool,
    /// Whether nothing of the revision runs: it stands for others that are applied, and now counts
    /// as applied instead of them, or no longer does.
    pub is_counted_only: bool,
}

/// How the version rows change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowChange {
    removed: Vec<Position>,
    added: Vec<Position>,
}

impl RowChange {
    /// Returns the rows to delete, sorted by id.
    #[must_use]
    pub fn removed(&self) -> &[Position] {
        &self.removed
    }

    /// Returns the rows to insert, sorted by id.
    #[must_use]
    pub fn added(&self) -> &[Position] {
        &self.added
    }

    /// Returns whether the rows stay as they are.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }

    /// Makes the change to a set of rows.
    pub fn apply(&self, rows: &mut BTreeSet<Position>) {
        for removed in &self.removed {
            rows.remove(removed);
        }
        rows.extend(&self.added);
    }
}
