//! Drops a column: what is its alone goes with it, what uses others, too, is in the way.

use super::super::definition::{Clause, Column, Constraint, Mentions, Words, same_name};
use super::super::names;
use super::surroundings::Kind;
use super::trigger::{assigns, uses_own};
use super::work::Work;
use crate::dialect::Refusal;
use crate::ops::DropColumn;
use crate::script::Kind as Token;

impl Work<'_> {
    /// Drops a column.
    pub(super) fn drop_column(&mut self, drop: &DropColumn) -> Result<(), Refusal> {
        let name = drop.name();
        let Some(column) = self.after.column(name) else {
            return match drop.is_if_exists() {
                true => Ok(()),
                false => Err(self.no_column(name)),
            };
        };
        let has_key = column.has(is_key);
        self.refuse_uses(name)?;
        self.drop_indexes(name)?;
        let has_own = self.remove_own_constraints(name);
        self.keys_changed |= has_key || has_own;
        self.after.remove_column(name);
        self.fresh.remove(&name.to_ascii_lowercase());
        self.dropped.insert(name.to_ascii_lowercase());
        if has_key || has_own || !self.surroundings.drops_columns {
            self.native = None;
        }
        let table = self.surroundings.qualified(&self.surroundings.name)?;
        if let Some(native) = &mut self.native {
            let column = names::quoted(name)?;
            native.push(format!("ALTER TABLE {table} DROP COLUMN {column}"));
        }
        Ok(())
    }

    /// Refuses what is in the way, but for indexes.
    fn refuse_uses(&self, name: &str) -> Result<(), Refusal> {
        let holds_values = |it: &Column| !it.is_generated() && !same_name(it.name(), name);
        if !self.after.columns().iter().any(holds_values) {
            return Err(Refusal::invalid("no column would be left").help("drop the table"));
        }
        self.refuse_uses_in_definition(name)?;
        self.refuse_references(name)?;
        self.refuse_triggers(name)
    }

    /// Removes the constraints of the table over this column alone, and tells whether there were any.
    fn remove_own_constraints(&mut self, name: &str) -> bool {
        let is_own = |it: &Constraint| match it.clause() {
            Clause::Check { expression } => self.is_about_alone(expression, name),
            clause => matches!(clause.columns(), [only] if same_name(only, name)),
        };
        let places = self.after.find(is_own);
        let any = self.after.table_constraints().iter().any(is_own);
        for place in places.into_iter().rev() {
            self.after.remove(place);
        }
        any
    }

    /// Tells whether a condition mentions this column, and no other of the table.
    fn is_about_alone(&self, expression: &str, name: &str) -> bool {
        let mentions = Mentions::of(expression);
        let mut others = self.after.columns().iter().map(Column::name);
        mentions.has(name) && !others.any(|it| !same_name(it, name) && mentions.has(it))
    }

    fn refuse_uses_in_definition(&self, name: &str) -> Result<(), Refusal> {
        for constraint in self.after.table_constraints() {
            let columns = constraint.clause().columns();
            let is_own = columns.iter().all(|it| same_name(it, name));
            let uses = match constraint.clause() {
                Clause::Check { expression } => {
                    Mentions::of(expression).has(name) && !self.is_about_alone(expression, name)
                }
                _ => !is_own && columns.iter().any(|it| same_name(it, name)),
            };
            if uses {
                return Err(used(name, &described(constraint)));
            }
        }
        for column in self.after.columns() {
            if !same_name(column.name(), name) {
                refuse_use_in_column(column, name)?;
            }
        }
        Ok(())
    }

    /// Refuses while a foreign key refers to the column, but for one that goes with it.
    fn refuse_references(&self, name: &str) -> Result<(), Refusal> {
        let is_key = self.after.primary_key().is_some_and(|key| {
            key.clause()
                .columns()
                .iter()
                .any(|column| same_name(column, name))
        });
        for reference in &self.surroundings.references {
            let is_other = !same_name(&reference.child, &self.surroundings.name);
            let is_here = same_name(&reference.parent, &self.surroundings.name);
            let is_it = match &reference.to {
                Some(to) => same_name(to, name),
                None => is_key,
            };
            if is_other && is_here && is_it {
                return Err(used(
                    name,
                    &format!("a foreign key of the table `{}`", reference.child),
                ));
            }
        }
        for constraint in self.after.all_constraints() {
            let Clause::ForeignKey {
                columns,
                table,
                targets,
            } = constraint.clause()
            else {
                continue;
            };
            let is_here = same_name(table, &self.surroundings.name);
            let is_own = columns.iter().all(|it| same_name(it, name));
            let is_it =
                targets.iter().any(|it| same_name(it, name)) || (targets.is_empty() && is_key);
            if is_here && is_it && !is_own {
                return Err(used(name, &described(constraint)));
            }
        }
        Ok(())
    }

    /// Refuses while a trigger of the table names the column as its own, or any gives it a value.
    /// What else views and triggers mean, SQLite is asked when they are made again.
    fn refuse_triggers(&self, name: &str) -> Result<(), Refusal> {
        if self.fresh.contains(&name.to_ascii_lowercase()) {
            return Ok(());
        }
        let table = self.surroundings.name.as_str();
        for object in self
            .surroundings
            .around()
            .filter(|it| it.kind == Kind::Trigger)
        {
            let sql = object.sql.as_deref().unwrap_or_default();
            let is_own = same_name(&object.table, table) && uses_own(sql, name);
            if is_own || assigns(sql, table, name) {
                return Err(used(name, &format!("the trigger `{}`", object.name)));
            }
        }
        Ok(())
    }

    /// Drops the indexes over columns that go, and refuses those over others, too.
    fn drop_indexes(&mut self, name: &str) -> Result<(), Refusal> {
        let mut dropped = Vec::new();
        for (index, sql) in self.surroundings.indexes() {
            let mentions = index_mentions(sql);
            let is_gone = self
                .dropped_indexes
                .iter()
                .any(|it| same_name(it, &index.name));
            if is_gone || !mentions.has(name) {
                continue;
            }
            let mut others = self.before.columns().iter().map(Column::name);
            if others.any(|other| !same_name(other, name) && mentions.has(other)) {
                return Err(used(name, &format!("the index `{}`", index.name)));
            }
            dropped.push(index.name.clone());
        }
        for index in dropped {
            let qualified = self.surroundings.qualified(&index)?;
            if let Some(native) = &mut self.native {
                native.push(format!("DROP INDEX {qualified}"));
            }
            self.dropped_indexes.push(index);
        }
        Ok(())
    }
}

fn is_key(clause: &Clause) -> bool {
    matches!(clause, Clause::PrimaryKey { .. } | Clause::Unique { .. })
}

fn refuse_use_in_column(column: &Column, name: &str) -> Result<(), Refusal> {
    for constraint in column.constraints() {
        let (Clause::Check { expression } | Clause::Generated { expression }) = constraint.clause()
        else {
            continue;
        };
        if Mentions::of(expression).has(name) {
            let of = format!(
                "{} of the column `{}`",
                described(constraint),
                column.name()
            );
            return Err(used(name, &of));
        }
    }
    Ok(())
}

/// What an index mentions of its table: all behind the table's name. A text at the start of a part is
/// a name to SQLite.
fn index_mentions(sql: &str) -> Mentions {
    let Ok(mut words) = Words::new(sql) else {
        return Mentions::default();
    };
    while let Some((kind, token)) = words.next() {
        if kind == Token::Word && same_name(token, "ON") {
            words.next();
            break;
        }
    }
    let mut mentions = Mentions::of(words.rest());
    let Ok(Ok(mut list)) = words.group().map(Words::new) else {
        return mentions;
    };
    let mut is_start = true;
    while let Some((kind, token)) = list.next() {
        if is_start && kind == Token::Text {
            mentions.add(token);
        }
        is_start = token == ",";
    }
    mentions
}

/// Names a constraint for messages.
pub(super) fn described(constraint: &Constraint) -> String {
    let title = constraint.clause().title();
    match constraint.name() {
        Some(name) => format!("the {title} `{name}`"),
        None => format!("the {title} `{}`", constraint.body()),
    }
}

fn used(column: &str, by: &str) -> Refusal {
    Refusal::unsupported(format!("{by} uses the column `{column}`"))
        .help("drop it first, and create it again without the column")
}
