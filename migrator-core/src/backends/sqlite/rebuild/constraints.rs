//! Adds, drops and renames constraints.

use super::super::constraint;
use super::super::definition::{self, Clause, Place, same_name, same_tokens};
use super::super::names;
use super::drop_column::described;
use super::work::Work;
use crate::dialect::{Refusal, description};
use crate::ops::{ConstraintTarget, DropConstraint};
use crate::schema::{Constraint, ForeignKey, PrimaryKey};

impl Work<'_> {
    /// Adds a constraint.
    pub(super) fn add_constraint(&mut self, added: &Constraint) -> Result<(), Refusal> {
        let sql = constraint::constraint(self.table, added)?;
        if let Some(name) = added.name() {
            self.refuse_second(name)?;
        }
        self.refuse_unknown_columns(added)?;
        self.after.add_constraint(&sql)?;
        self.keys_changed |= matches!(added, Constraint::PrimaryKey(_) | Constraint::Unique(_));
        match added {
            Constraint::PrimaryKey(key) => self.forbid_null(key),
            Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::ForeignKey(_)
            | Constraint::Exclude(_) => Ok(()),
        }
    }

    /// As in a new table: SQLite allows `NULL` in primary keys unless told not to, but for the rowid.
    fn forbid_null(&mut self, key: &PrimaryKey) -> Result<(), Refusal> {
        let keys = self
            .after
            .find(|it| matches!(it.clause(), Clause::PrimaryKey { .. }));
        if keys.len() > 1 {
            return Err(second_key());
        }
        if self.after.rowid_column().is_some() {
            return Ok(());
        }
        self.require(key.columns())
    }

    fn require(&mut self, columns: &[String]) -> Result<(), Refusal> {
        for name in columns {
            if let Some(column) = self.after.column_mut(name) {
                let is_it = |it: &Clause| matches!(it, Clause::NotNull | Clause::Null);
                if !column.has(|clause| matches!(clause, Clause::NotNull)) {
                    column.set("NOT NULL", |it| is_it(it.clause()))?;
                }
            }
        }
        Ok(())
    }

    /// Refuses another primary key.
    pub(super) fn refuse_second_key(&self) -> Result<(), Refusal> {
        match self.after.primary_key() {
            Some(_) => Err(second_key()),
            None => Ok(()),
        }
    }

    fn refuse_second(&self, name: &str) -> Result<(), Refusal> {
        match self.named(name).is_empty() {
            true => Ok(()),
            false => Err(Refusal::invalid(format!(
                "there is a constraint `{name}` already"
            ))),
        }
    }

    fn refuse_unknown_columns(&self, added: &Constraint) -> Result<(), Refusal> {
        let columns = match added {
            Constraint::PrimaryKey(key) => key.columns(),
            Constraint::Unique(unique) => unique.columns(),
            Constraint::ForeignKey(key) => key.columns(),
            Constraint::Check(_) | Constraint::Exclude(_) => &[],
        };
        let unknown = columns
            .iter()
            .find(|name| self.after.column(name).is_none());
        unknown.map_or(Ok(()), |name| Err(self.no_column(name)))
    }

    /// Drops a constraint.
    pub(super) fn drop_constraint(&mut self, drop: &DropConstraint) -> Result<(), Refusal> {
        let places = match drop.target() {
            ConstraintTarget::Named(name) => self.named(name),
            ConstraintTarget::Defined(constraint) => self.defined(constraint, drop.expected_name()),
        };
        let clauses: Vec<_> = places
            .iter()
            .filter_map(|place| self.after.constraint(*place))
            .map(definition::Constraint::clause)
            .collect();
        let Some(clause) = clauses.first().copied() else {
            return match drop.is_if_exists() {
                true => Ok(()),
                false => Err(self.no_constraint(drop.target())),
            };
        };
        // One rule that is written twice and has no name to be told by goes as a whole.
        // Of a foreign key the clause does not tell the actions.
        let is_rule = !matches!(clause, Clause::ForeignKey { .. });
        let are_one =
            || is_rule && clauses.iter().all(|it| *it == clause) && self.have_no_names(&places);
        if places.len() > 1 && !are_one() {
            return Err(self.several(&places));
        }
        let is_key = matches!(clause, Clause::PrimaryKey { .. } | Clause::Unique { .. });
        let required = match clause {
            Clause::PrimaryKey { columns, .. } => columns.clone(),
            _ => Vec::new(),
        };
        self.native = None;
        self.keys_changed |= is_key;
        for place in places.into_iter().rev() {
            self.after.remove(place);
        }
        // What was in the key goes on without `NULL`, the rowid too, which need not say so.
        self.require(&required)
    }

    fn have_no_names(&self, places: &[Place]) -> bool {
        let mut there = places
            .iter()
            .filter_map(|place| self.after.constraint(*place));
        there.all(|it| it.name().is_none())
    }

    /// Renames a constraint.
    pub(super) fn rename_constraint(&mut self, from: &str, to: &str) -> Result<(), Refusal> {
        let places = self.named(from);
        let place = match places.as_slice() {
            [only] => *only,
            [] => {
                let target = ConstraintTarget::Named(from.to_owned());
                return Err(self.no_constraint(&target));
            }
            [_, ..] => return Err(self.several(&places)),
        };
        if !same_name(from, to) {
            self.refuse_second(to)?;
        }
        self.native = None;
        self.after.rename(place, &names::quoted(to)?, to);
        Ok(())
    }

    fn named(&self, name: &str) -> Vec<Place> {
        self.after
            .find(|it| it.name().is_some_and(|it| same_name(it, name)))
    }

    /// Finds what a definition means: by its name, or by what it says. Of several that say the same
    /// the one that the naming convention calls so is meant, or else those without a name.
    fn defined(&self, wanted: &Constraint, expected: Option<&str>) -> Vec<Place> {
        if let Some(name) = wanted.name() {
            let named = self.named(name);
            if !named.is_empty() {
                return named;
            }
        }
        if let Some(name) = expected {
            let is_it = |it: &str| same_name(it, name);
            let named = self
                .after
                .find(|it| it.name().is_some_and(is_it) && says(it, wanted));
            if !named.is_empty() {
                return named;
            }
        }
        let unnamed = self
            .after
            .find(|it| it.name().is_none() && says(it, wanted));
        match wanted.name() {
            None if unnamed.is_empty() => self.after.find(|it| says(it, wanted)),
            _ => unnamed,
        }
    }

    fn no_constraint(&self, target: &ConstraintTarget) -> Refusal {
        let what = match target {
            ConstraintTarget::Defined(it) if it.name().is_none() => {
                format!("there is no {}", description(it))
            }
            _ => format!(
                "there is no constraint `{}`",
                target.name().unwrap_or_default()
            ),
        };
        let is_constraint = |it: &&definition::Constraint| {
            let is_check = matches!(it.clause(), Clause::Check { .. });
            it.name().is_some() || is_check || !it.clause().columns().is_empty()
        };
        let there = self.after.all_constraints().filter(is_constraint);
        let there: Vec<String> = there.map(described).collect();
        match there.as_slice() {
            [] => Refusal::invalid(format!("{what}: the table has none at all")),
            there => {
                Refusal::invalid(what).help(format!("name one of these: {}", there.join(", ")))
            }
        }
    }

    fn several(&self, places: &[Place]) -> Refusal {
        let them = places
            .iter()
            .filter_map(|place| self.after.constraint(*place));
        let them: Vec<String> = them.map(described).collect();
        Refusal::invalid(format!("it may mean {}", them.join(" or "))).help("give its name")
    }
}

fn second_key() -> Refusal {
    Refusal::invalid("the table has a primary key already").help("drop the primary key first")
}

/// Tells whether a constraint of a table says what a definition says.
fn says(it: &definition::Constraint, wanted: &Constraint) -> bool {
    match (it.clause(), wanted) {
        (Clause::PrimaryKey { columns, .. }, Constraint::PrimaryKey(key)) => {
            same_set(columns, key.columns())
        }
        (Clause::Unique { columns }, Constraint::Unique(unique)) => {
            same_set(columns, unique.columns())
        }
        (Clause::Check { expression }, Constraint::Check(check)) => {
            same_tokens(expression, check.expression())
        }
        (
            Clause::ForeignKey {
                columns,
                table,
                targets,
            },
            Constraint::ForeignKey(key),
        ) => same_list(columns, key.columns()) && refers(table, targets, key),
        _ => false,
    }
}

/// Tells whether a foreign key refers to what a definition says, as far as that says anything.
fn refers(table: &str, targets: &[String], key: &ForeignKey) -> bool {
    let wanted = key.target().name();
    let same_table = wanted.is_empty() || same_name(table, wanted);
    let says_nothing = targets.is_empty() || key.target_columns().is_empty();
    same_table && (says_nothing || same_list(targets, key.target_columns()))
}

fn same_list(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| same_name(one, other))
}

fn same_set(one: &[String], other: &[String]) -> bool {
    let sorted = |names: &[String]| {
        let mut names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        names.sort_unstable();
        names
    };
    sorted(one) == sorted(other)
}
