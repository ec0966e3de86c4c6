//! The constraints of a stored table, all of them as constraints of the table.

use super::expression::{self, Names};
use super::lexeme::{Lexeme, Sort, lexemes, parts, without_parentheses};
use super::stored::Tables;
use crate::backends::sqlite::definition::{
    Clause, Column, Constraint as Defined, Definition, DefinitionError, same_name, unquoted,
};
use crate::schema::{Action, Check, Deferrable, ForeignKey, Table, Unique};

/// The constraints of a table but for its primary key.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    uniques: Vec<Unique>,
    foreign_keys: Vec<ForeignKey>,
    checks: Vec<Check>,
}

impl Constraints {
    /// Reads those of a table, of its columns first.
    ///
    /// # Errors
    /// [`DefinitionError`] for an expression that has no tokens.
    pub(super) fn of(table: &Definition, tables: &Tables) -> Result<Self, DefinitionError> {
        let mut all = Self::default();
        for column in table.columns() {
            // What a type of an enumeration says already.
            let is_enumeration = is_enumeration(column);
            for defined in column.constraints() {
                if !is_enumeration || allowed_values(defined, column.name()).is_none() {
                    all.add(table, defined, tables)?;
                }
            }
        }
        for defined in table.table_constraints() {
            all.add(table, defined, tables)?;
        }
        all.sort();
        Ok(all)
    }

    fn add(
        &mut self,
        table: &Definition,
        defined: &Defined,
        tables: &Tables,
    ) -> Result<(), DefinitionError> {
        match defined.clause() {
            Clause::Unique { columns } => {
                let unique = Unique::new(own_columns(table, columns));
                self.uniques.push(match defined.name() {
                    Some(name) => unique.named(name),
                    None => unique,
                });
            }
            Clause::Check { expression } => {
                let check = Check::new(expression::normal(expression, Names::of(table))?);
                self.checks.push(match defined.name() {
                    Some(name) => check.named(name),
                    None => check,
                });
            }
            Clause::ForeignKey { .. } => {
                let key = foreign_key(table, defined, tables)?;
                self.foreign_keys.push(match defined.name() {
                    Some(name) => key.named(name),
                    None => key,
                });
            }
            // It is about the foreign key before it, wherever that stands.
            Clause::Deferrable => {
                if let Some(key) = self.foreign_keys.pop() {
                    self.foreign_keys
                        .push(deferred(key, &lexemes(defined.body())?));
                }
            }
            Clause::PrimaryKey { .. }
            | Clause::NotNull
            | Clause::Null
            | Clause::Default
            | Clause::Collate
            | Clause::Generated { .. }
            | Clause::Nothing => {}
        }
        Ok(())
    }

    /// Brings them into an order that does not depend on where they stand, each rule once.
    fn sort(&mut self) {
        let unique = |it: &Unique| (it.name().map(str::to_owned), it.columns().to_vec());
        self.uniques.sort_by_cached_key(unique);
        self.uniques.dedup();
        let check = |it: &Check| (it.name().map(str::to_owned), it.expression().to_owned());
        self.checks.sort_by_cached_key(check);
        self.checks.dedup();
        self.foreign_keys.sort_by_cached_key(|it| {
            let (name, target) = (it.name().map(str::to_owned), it.target().clone());
            (
                name,
                it.columns().to_vec(),
                target,
                it.target_columns().to_vec(),
            )
        });
        self.foreign_keys.dedup();
    }

    /// Adds them to a table.
    pub(super) fn onto(self, mut table: Table) -> Table {
        for unique in self.uniques {
            table = table.unique(unique);
        }
        for key in self.foreign_keys {
            table = table.foreign_key(key);
        }
        for check in self.checks {
            table = table.check(check);
        }
        table
    }
}

/// Returns columns as their table writes them.
pub(super) fn own_columns(table: &Definition, columns: &[String]) -> Vec<String> {
    let own = |name: &String| {
        table
            .column(name)
            .map_or(name.as_str(), |it| it.name())
            .to_owned()
    };
    columns.iter().map(own).collect()
}

/// Returns a foreign key as the table that it refers to writes its name and columns. Without columns it
/// refers to the primary key.
fn foreign_key(
    table: &Definition,
    defined: &Defined,
    tables: &Tables,
) -> Result<ForeignKey, DefinitionError> {
    let Clause::ForeignKey {
        columns,
        table: target,
        targets,
    } = defined.clause()
    else {
        return Ok(ForeignKey::new([""; 0]));
    };
    let parent = tables.named(target);
    let targets = match (parent, targets.as_slice()) {
        (None, _) => targets.clone(),
        (Some(parent), []) => {
            let key = parent.primary_key().map(Defined::clause);
            own_columns(parent, key.map_or(&[], Clause::columns))
        }
        (Some(parent), _) => own_columns(parent, targets),
    };
    let target = parent.map_or(target.as_str(), Definition::name);
    let key = ForeignKey::new(own_columns(table, columns)).references(target, targets);
    let tokens = lexemes(defined.body())?;
    let key = match action(&tokens, "DELETE") {
        Some(action) => key.on_delete(action),
        None => key,
    };
    let key = match action(&tokens, "UPDATE") {
        Some(action) => key.on_update(action),
        None => key,
    };
    Ok(deferred(key, &tokens))
}

/// Returns what is done on an event; `None` also for nothing. Of several the last counts.
fn action(tokens: &[Lexeme<'_>], event: &str) -> Option<Action> {
    let is_event = |it: &[Lexeme<'_>]| matches!(it, [on, name, _] if on.is("ON") && name.is(event));
    let at = tokens.windows(3).rposition(is_event)?;
    let words = tokens.get(at + 2..)?;
    match words {
        [word, ..] if word.is("CASCADE") => Some(Action::Cascade),
        [word, ..] if word.is("RESTRICT") => Some(Action::Restrict),
        [set, to, ..] if set.is("SET") && to.is("NULL") => Some(Action::SetNull),
        [set, to, ..] if set.is("SET") && to.is("DEFAULT") => Some(Action::SetDefault),
        _ => None,
    }
}

/// Sets when a foreign key is checked, if that is said.
fn deferred(key: ForeignKey, tokens: &[Lexeme<'_>]) -> ForeignKey {
    let Some(at) = tokens.iter().rposition(|token| token.is("DEFERRABLE")) else {
        return key;
    };
    let is_not = at
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|it| it.is("NOT"));
    let is_late = tokens.last().is_some_and(|token| token.is("DEFERRED"));
    match (is_not, is_late) {
        (true, _) => key,
        (false, true) => key.deferrable(Deferrable::InitiallyDeferred),
        (false, false) => key.deferrable(Deferrable::InitiallyImmediate),
    }
}

/// Tells whether a column is one of an enumeration.
fn is_enumeration(column: &Column) -> bool {
    same_name(&unquoted(column.kind()), "ENUM_TEXT")
}

/// Returns the values of a check without a name that says `column IN ('…', …)`.
pub(super) fn allowed_values(defined: &Defined, column: &str) -> Option<Vec<String>> {
    let Clause::Check { expression } = defined.clause() else {
        return None;
    };
    if defined.name().is_some() {
        return None;
    }
    let tokens = lexemes(expression).ok()?;
    let (name, rest) = without_parentheses(&tokens).split_first()?;
    let (is_in, rest) = rest.split_first()?;
    if !name.may_name() || !same_name(&unquoted(name.text), column) || !is_in.is("IN") {
        return None;
    }
    let [open, values @ .., close] = rest else {
        return None;
    };
    if open.sort != Sort::Open || close.sort != Sort::Close {
        return None;
    }
    let value = |part: &[Lexeme<'_>]| match part {
        [only] if only.sort == Sort::Value && only.text.starts_with('\'') => {
            Some(unquoted(only.text))
        }
        _ => None,
    };
    parts(values).into_iter().map(value).collect()
}
