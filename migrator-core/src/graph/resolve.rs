//! What a target means in a graph, for a database that stands on some rows.
//!
//! ```text
//!  resolve          show, stamp, both sides of a range: the revisions named
//!  upgrade_goals    the revisions an upgrade must bring
//!  downgrade_goal   which revisions to revert first of all, and where that ends
//! ```
//!
//! Differences from Alembic, on purpose: walking past the end is an error, never
//! a crash; a bare `-N` with several rows is refused; the last step down may
//! leave a merge point, whose parents then are the destination.

use std::collections::HashMap;

use super::names::{ambiguous, exact, near_branch, prefixed, unknown};
use super::{
    Candidate, Edges, Graph, Position, ResolveError, Revision, RevisionSet, Symbol, Target,
};

/// Where a downgrade leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Revisions to revert, with everything applied that stands on them.
    pub roots: Vec<Position>,
    /// The revisions on which the database then stands in this line; empty for `base`.
    pub landing: Vec<Position>,
}

impl Graph {
    /// Returns the revisions a target names, without a database: empty for `base`.
    ///
    /// A bare `-N` counts from the real heads, as Alembic's `show` does.
    ///
    /// # Errors
    /// [`ResolveError`]; `current` and a bare `+N` are
    /// [`ResolveError::NeedsRows`].
    pub fn resolve(&self, target: &Target) -> Result<Vec<Position>, ResolveError> {
        Resolver::new(self, target, None)?.revisions()
    }

    /// Returns the revisions a target names, for a database that stands on `rows`.
    ///
    /// A bare `+N` or `-N` counts from the current revision.
    ///
    /// # Errors
    /// [`ResolveError`].
    pub fn resolve_at(
        &self,
        target: &Target,
        rows: &[Position],
    ) -> Result<Vec<Position>, ResolveError> {
        Resolver::new(self, target, Some(rows))?.revisions()
    }

    /// Returns the revisions that an upgrade to `target` must bring.
    ///
    /// # Errors
    /// [`ResolveError`]; `base`, `current` and a bare `-N` are no targets of an upgrade.
    pub fn upgrade_goals(
        &self,
        target: &Target,
        rows: &[Position],
    ) -> Result<Vec<Position>, ResolveError> {
        Resolver::new(self, target, Some(rows))?.upgrade_goals()
    }

    /// Returns what a downgrade to `target` reverts, and where it ends.
    ///
    /// # Errors
    /// [`ResolveError`]; `current` and a bare `+N` are no targets of a downgrade.
    pub fn downgrade_goal(
        &self,
        target: &Target,
        rows: &[Position],
    ) -> Result<Destination, ResolveError> {
        Resolver::new(self, target, Some(rows))?.downgrade_goal()
    }
}

pub(super) struct Branch<'g> {
    name: &'g str,
    lineage: RevisionSet,
}

pub(super) struct Resolver<'g> {
    pub(super) graph: &'g Graph,
    pub(super) target: &'g Target,
    pub(super) rows: Option<&'g [Position]>,
    pub(super) branch: Option<Branch<'g>>,
}

impl<'g> Resolver<'g> {
    pub(super) fn new(
        graph: &'g Graph,
        target: &'g Target,
        rows: Option<&'g [Position]>,
    ) -> Result<Self, ResolveError> {
        let branch = target
            .branch()
            .map(|name| branch(graph, name))
            .transpose()?;
        Ok(Self {
            graph,
            target,
            rows,
            branch,
        })
    }

    /// Returns the branch the target is restricted to.
    pub(super) fn into_lineage(self) -> Option<RevisionSet> {
        self.branch.map(|branch| branch.lineage)
    }

    fn revisions(&self) -> Result<Vec<Position>, ResolveError> {
        let steps = self.target.steps().unwrap_or(0);
        match (self.target.symbol(), steps) {
            (None, 1..) => {
                self.rows()?;
                Ok(vec![self.walk_up_from_here(steps)?])
            }
            (None, 0) => Ok(self.in_branch(self.rows()?.iter().copied())),
            (None, _) if self.rows.is_some() => self.only_way_down(self.landing_from_here()?.1),
            (None, _) => self.below_real_heads(steps),
            (Some(symbol), 0) => self.symbol(symbol),
            (Some(symbol), 1..) => Ok(vec![self.walk_up(self.one(symbol)?, steps)?]),
            (Some(symbol), _) => {
                let (_, landing) = self.walk_down(self.one(symbol)?, steps)?;
                self.only_way_down(landing)
            }
        }
    }

    fn upgrade_goals(&self) -> Result<Vec<Position>, ResolveError> {
        let wrong = || ResolveError::WrongDirection {
            target: self.text(),
            verb: "an upgrade",
        };
        let steps = self.target.steps().unwrap_or(0);
        match (self.target.symbol(), steps) {
            (None, ..=-1) => Err(wrong()),
            (Some(Symbol::Base), ..=0) => Err(wrong()),
            (Some(Symbol::Current), _) => Err(ResolveError::NotHere {
                target: self.text(),
            }),
            (Some(symbol), ..=-1) => {
                let (_, landing) = self.walk_down(self.one(symbol)?, steps)?;
                if landing.is_empty() {
                    Err(wrong())
                } else {
                    self.only_way_down(landing)
                }
            }
            _ => self.revisions(),
        }
    }

    fn downgrade_goal(&self) -> Result<Destination, ResolveError> {
        let steps = self.target.steps().unwrap_or(0);
        let landing = match (self.target.symbol(), steps) {
            (Some(Symbol::Current), _) => {
                return Err(ResolveError::NotHere {
                    target: self.text(),
                });
            }
            (None, 1..) => {
                let target = self.text();
                return Err(ResolveError::WrongDirection {
                    target,
                    verb: "a downgrade",
                });
            }
            (None, 0) => {
                return Ok(Destination {
                    roots: Vec::new(),
                    landing: self.revisions()?,
                });
            }
            (None, _) => {
                let (left, landing) = self.landing_from_here()?;
                return Ok(Destination {
                    roots: vec![left],
                    landing,
                });
            }
            (Some(symbol), ..=-1) => {
                let (left, landing) = self.walk_down(self.one(symbol)?, steps)?;
                if landing.len() > 1 {
                    return Ok(Destination {
                        roots: vec![left],
                        landing,
                    });
                }
                landing.first().copied()
            }
            (Some(symbol), 0) => self.one(symbol)?,
            (Some(symbol), _) => Some(self.walk_up(self.one(symbol)?, steps)?),
        };
        Ok(Destination {
            roots: self.above(landing),
            landing: landing.into_iter().collect(),
        })
    }

    /// Returns the revisions directly above a landing; of several, those in the branch.
    fn above(&self, landing: Option<Position>) -> Vec<Position> {
        let roots: Vec<Position> = match landing.and_then(|landing| self.graph.at(landing)) {
            Some(landing) => landing.children().map(Revision::position).collect(),
            None => self.graph.bases().map(Revision::position).collect(),
        };
        if roots.len() > 1 {
            self.in_branch(roots)
        } else {
            roots
        }
    }

    /// Returns what a symbol means without steps.
    fn symbol(&self, symbol: &Symbol) -> Result<Vec<Position>, ResolveError> {
        match symbol {
            Symbol::Head => self.head().map(|head| head.into_iter().collect()),
            Symbol::Heads => Ok(match &self.branch {
                None => self.graph.real_heads().map(Revision::position).collect(),
                Some(_) => self.heads(),
            }),
            Symbol::Base => Ok(Vec::new()),
            Symbol::Current => Ok(self.in_branch(self.rows()?.iter().copied())),
            Symbol::Name(name) => Ok(vec![self.name(name)?]),
        }
    }

    /// Returns the one revision a symbol means; `None` for base.
    fn one(&self, symbol: &Symbol) -> Result<Option<Position>, ResolveError> {
        let revisions = self.symbol(symbol)?;
        if revisions.len() > 1 {
            let target = self.text();
            let matches = self.candidates(revisions, |revision| revision.id().to_owned());
            return Err(ResolveError::ManyRevisions { target, matches });
        }
        Ok(revisions.first().copied())
    }

    fn heads(&self) -> Vec<Position> {
        self.in_branch(self.graph.heads().map(Revision::position))
    }

    fn head(&self) -> Result<Option<Position>, ResolveError> {
        let heads = self.heads();
        if heads.len() < 2 {
            return Ok(heads.first().copied());
        }
        let names = self.telling_names(&heads);
        let steps = self.target.steps();
        let heads = self.candidates(heads, |head| match names.get(&head.position()) {
            Some(&name) => self.target.clone().in_branch(name).to_string(),
            None => Target::revision(head.id()).plus_if(steps).to_string(),
        });
        Err(ResolveError::ManyHeads {
            target: self.text(),
            heads,
        })
    }

    fn name(&self, name: &str) -> Result<Position, ResolveError> {
        let is_inside = |position| {
            self.branch
                .as_ref()
                .is_none_or(|b| b.lineage.contains(position))
        };
        let matches = match exact(self.graph, name) {
            Some(found) => vec![found],
            None => prefixed(self.graph, name),
        };
        let inside: Vec<Position> = matches.iter().copied().filter(|&p| is_inside(p)).collect();
        match (inside.as_slice(), matches.as_slice(), &self.branch) {
            (&[found], ..) => Ok(found),
            ([], &[outside], Some(branch)) => Err(ResolveError::NotInBranch {
                id: self.graph.id_at(outside).to_owned(),
                branch: branch.name.to_owned(),
            }),
            ([], ..) => Err(unknown(self.graph, name)),
            _ => Err(ambiguous(self.graph, name, &inside)),
        }
    }

    pub(super) fn rows(&self) -> Result<&'g [Position], ResolveError> {
        self.rows.ok_or_else(|| ResolveError::NeedsRows {
            target: self.text(),
        })
    }

    /// Keeps what is in the branch of the target; everything if it names none.
    pub(super) fn in_branch(&self, positions: impl IntoIterator<Item = Position>) -> Vec<Position> {
        let is_inside = |position: &Position| {
            self.branch
                .as_ref()
                .is_none_or(|branch| branch.lineage.contains(*position))
        };
        positions.into_iter().filter(is_inside).collect()
    }

    pub(super) fn text(&self) -> String {
        self.target.to_string()
    }

    pub(super) fn candidates(
        &self,
        mut positions: Vec<Position>,
        write: impl Fn(Revision<'g>) -> String,
    ) -> Vec<Candidate> {
        positions.sort_by_key(|&position| self.graph.id_at(position));
        let revisions = positions
            .into_iter()
            .filter_map(|position| self.graph.at(position));
        revisions
            .map(|revision| Candidate::new(revision, write(revision)))
            .collect()
    }

    /// Returns for each revision a label that no other of them has, if there is one.
    pub(super) fn telling_names(&self, positions: &[Position]) -> HashMap<Position, &'g str> {
        let mut owners: HashMap<&str, Vec<Position>> = HashMap::new();
        for revision in positions
            .iter()
            .filter_map(|&position| self.graph.at(position))
        {
            for label in revision.all_labels() {
                owners.entry(label).or_default().push(revision.position());
            }
        }
        let mut names = HashMap::new();
        for (label, owners) in owners {
            if let [owner] = *owners.as_slice() {
                let name = names.entry(owner).or_insert(label);
                *name = label.min(*name);
            }
        }
        names
    }
}

/// Returns the lineage of what stands before the `@`.
fn branch<'g>(graph: &Graph, name: &'g str) -> Result<Branch<'g>, ResolveError> {
    let root = match exact(graph, name) {
        Some(root) => root,
        None => match *prefixed(graph, name).as_slice() {
            [root] => root,
            [] => {
                let near = near_branch(graph, name);
                return Err(ResolveError::UnknownBranch {
                    branch: name.to_owned(),
                    near,
                });
            }
            ref several => return Err(ambiguous(graph, name, several)),
        },
    };
    Ok(Branch {
        name,
        lineage: graph.lineage(root, Edges::Parents),
    })
}
