//! Changes a column.

use super::super::column;
use super::super::definition::{Clause, Column, Constraint, Words, same_name, unquoted};
use super::super::names;
use super::super::types::{Role, type_name};
use super::work::{Work, foresee_alter};
use crate::dialect::Refusal;
use crate::schema::{AlterColumn, Change, ColumnType};
use crate::script::Kind as Token;

impl Work<'_> {
    /// Changes what is said of a column that is there.
    pub(super) fn alter_column(
        &mut self,
        column: &str,
        alter: &AlterColumn,
    ) -> Result<(), Refusal> {
        foresee_alter(alter)?;
        if let Some(kind) = alter.new_kind() {
            self.set_kind(column, kind)?;
        }
        if let Some(collation) = alter.new_collation() {
            let clause = format!("COLLATE {}", names::quoted(collation)?);
            self.set(column, &clause, |it| matches!(it, Clause::Collate))?;
        }
        if alter.drops_collation() {
            self.unset(column, |it| matches!(it, Clause::Collate));
        }
        self.set_nullability(column, alter.nullability())?;
        match alter.new_default() {
            Some(Change::Set(default)) => {
                let clause = format!("DEFAULT {}", column::default_clause(default)?);
                self.set(column, &clause, |it| matches!(it, Clause::Default))?;
            }
            Some(Change::Drop) => self.unset(column, |it| matches!(it, Clause::Default)),
            None => {}
        }
        let is_generated = |it: &Clause| matches!(it, Clause::Generated { .. });
        match alter.new_generated() {
            Some(Change::Set(generated)) => {
                self.set(column, &column::generated_clause(generated)?, is_generated)?;
            }
            Some(Change::Drop) => self.unset(column, is_generated),
            None => {}
        }
        self.convert(column, alter)
    }

    fn convert(&mut self, name: &str, alter: &AlterColumn) -> Result<(), Refusal> {
        let Some(expression) = alter.conversion() else {
            return Ok(());
        };
        if self.after.column(name).is_some_and(Column::is_generated) {
            return Err(Refusal::invalid(
                "a computed column takes no values from `using`",
            ));
        }
        let expression = expression.to_owned();
        self.using.insert(name.to_ascii_lowercase(), expression);
        Ok(())
    }

    fn set_kind(&mut self, name: &str, kind: &ColumnType) -> Result<(), Refusal> {
        let text = type_name(kind, self.role(name, kind), self.typing())?;
        let has_values = self.has_enumeration(name);
        let Some(column) = self.after.column_mut(name) else {
            return Ok(());
        };
        let is_values = |it: &Constraint| has_values && lists_values(it, name);
        match kind {
            ColumnType::Enum { values, .. } => {
                column.set(&column::allowed(name, values)?, is_values)?;
            }
            _ => column.unset(is_values),
        }
        column.set_kind(&text);
        Ok(())
    }

    /// Tells whether the column is what an enumeration becomes here: `ENUM_TEXT`, in a `STRICT`
    /// table `TEXT`.
    fn has_enumeration(&self, name: &str) -> bool {
        let kind = self.after.column(name).map_or("", Column::kind);
        let wanted = if self.after.is_strict() {
            "TEXT"
        } else {
            "ENUM_TEXT"
        };
        same_name(kind, wanted)
    }

    /// Returns what the place of a column asks of its type's name. The only key column that
    /// becomes an integer counts by itself, as in a new table; one that is an integer and does not,
    /// goes on so.
    fn role(&self, name: &str, kind: &ColumnType) -> Role {
        let key = self.after.primary_key().map(|key| key.clause().columns());
        let is_only_key = matches!(key, Some([only]) if same_name(only, name));
        if !is_only_key || self.after.is_without_rowid() || !kind.is_integer() {
            return Role::Ordinary;
        }
        let is_rowid = self.after.rowid_column().is_some();
        let declared = self.after.column(name).map_or("", Column::kind);
        let was_integer = declared.to_ascii_uppercase().contains("INT");
        match is_rowid || !was_integer {
            true => Role::Rowid,
            false => Role::PlainKey,
        }
    }

    fn set_nullability(&mut self, name: &str, nullable: Option<bool>) -> Result<(), Refusal> {
        let is_it = |it: &Clause| matches!(it, Clause::NotNull | Clause::Null);
        let column = self.after.column(name);
        let is_required =
            column.is_some_and(|it| it.has(|clause| matches!(clause, Clause::NotNull)));
        match nullable {
            None => Ok(()),
            // One that is there may have an `ON CONFLICT` clause.
            Some(false) if is_required => Ok(()),
            Some(false) => self.set(name, "NOT NULL", is_it),
            Some(true) => {
                let key = self.after.primary_key();
                let mut columns = key.iter().flat_map(|key| key.clause().columns());
                if columns.any(|it| same_name(it, name)) {
                    return Err(
                        Refusal::invalid("a column of the primary key is never `NULL`")
                            .help("drop the primary key first"),
                    );
                }
                self.unset(name, is_it);
                Ok(())
            }
        }
    }

    fn set(
        &mut self,
        name: &str,
        clause: &str,
        is: impl Fn(&Clause) -> bool,
    ) -> Result<(), Refusal> {
        if let Some(column) = self.after.column_mut(name) {
            column.set(clause, |it| is(it.clause()))?;
        }
        Ok(())
    }

    fn unset(&mut self, name: &str, is: impl Fn(&Clause) -> bool) {
        if let Some(column) = self.after.column_mut(name) {
            column.unset(|it| is(it.clause()));
        }
    }
}

/// Tells whether a constraint is `CHECK (name IN ('…', …))`.
fn lists_values(constraint: &Constraint, name: &str) -> bool {
    let Clause::Check { expression } = constraint.clause() else {
        return false;
    };
    let Ok(mut words) = Words::new(expression) else {
        return false;
    };
    let is_it = |(_, text): (Token, &str)| same_name(&unquoted(text), name);
    if !words.next().is_some_and(is_it) || !words.pass("IN") {
        return false;
    }
    let Ok(Ok(mut list)) = words.group().map(Words::new) else {
        return false;
    };
    while let Some((Token::Text, _)) = list.next() {
        match list.next() {
            None => return words.next().is_none(),
            Some((Token::Other, ",")) => {}
            Some(_) => return false,
        }
    }
    false
}
