//! What is tried: the set, how it runs, and whose turn it is.

use crate::autogen::on_scratch;
use crate::backends;
use crate::base::Dialect;
use crate::catalog::{Introspection, Schemas, Scope};
use crate::dialect::Renderer;
use crate::exec::Options;
use crate::graph::{Edges, Position, RevisionSet, Squash};
use crate::session::Workshop;
use crate::set::Loaded;

/// What all places have in common.
pub(super) struct Crew<'c> {
    pub(super) set: &'c Loaded,
    pub(super) options: Options,
    dialect: Dialect,
    pub(super) scope: Scope,
}

impl<'c> Crew<'c> {
    pub(super) fn new(set: &'c Loaded, options: &Options, workshop: &dyn Workshop) -> Self {
        let dialect = workshop.dialect();
        let options = on_scratch(options);
        let tables = options.tables();
        Self {
            set,
            dialect,
            scope: Scope {
                schemas: Schemas::All,
                leave_out: vec![tables.version, tables.history],
            },
            options,
        }
    }

    pub(super) fn renderer(&self) -> &'static dyn Renderer {
        backends::renderer(self.dialect)
    }

    pub(super) fn introspection(&self) -> &'static dyn Introspection {
        backends::introspection(self.dialect)
    }

    pub(super) fn id(&self, position: Position) -> &'c str {
        self.set.graph.id_at(position)
    }

    /// Returns everything that must be applied before it is a revision's turn.
    pub(super) fn needs_of(&self, turn: &Turn) -> RevisionSet {
        let mut needs = self.set.graph.ancestors([turn.position], Edges::All);
        turn.all().for_each(|it| {
            needs.remove(it);
        });
        needs
    }
}

/// A revision by itself, or a squash in the place of what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) position: Position,
    /// What it stands for, if it runs in the place of that: in the graph's order.
    pub(super) instead_of: Vec<Position>,
}

impl Turn {
    /// The turn of a revision by itself; of a squash beside what it stands for nothing runs then.
    pub(super) fn alone(position: Position) -> Self {
        Self {
            position,
            instead_of: Vec::new(),
        }
    }

    /// The turn of a squash in the place of what it stands for.
    pub(super) fn instead(squash: Squash<'_>) -> Self {
        Self {
            position: squash.revision.position(),
            instead_of: squash.members().collect(),
        }
    }

    /// Returns all revisions that come and go with it.
    pub(super) fn all(&self) -> impl Iterator<Item = Position> {
        self.instead_of.iter().copied().chain([self.position])
    }
}
