//! A constraint as PostgreSQL stores it, and what it comes to.

use super::answer::{Line, is_true};
use super::expression::bare;
use super::relations::{Found, Relations};
use crate::base::TableName;
use crate::catalog::CatalogError;
use crate::schema::{Action, Check, Deferrable, ForeignKey, PrimaryKey, Unique};

/// A constraint as it is stored.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) line: Line<'a>,
    pub(super) relation: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    deferred: Option<&'a str>,
    is_not_valid: bool,
    is_no_inherit: bool,
    columns: Option<&'a str>,
    target: Option<&'a str>,
    target_columns: Option<&'a str>,
    actions: Option<&'a str>,
    delete_columns: Option<&'a str>,
    expression: Option<&'a str>,
    pub(super) index_columns: Option<&'a str>,
    nulls_equal: bool,
    pub(super) excluding: Option<&'a str>,
    pub(super) parts: Option<&'a str>,
    pub(super) condition: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// Reads the cells of a line.
    ///
    /// # Errors
    /// If there are others.
    pub(super) fn of(line: Line<'a>) -> Result<Self, CatalogError> {
        let [
            relation,
            name,
            kind,
            deferred,
            validated,
            no_inherit,
            columns,
            target,
            target_columns,
            actions,
            delete_columns,
            expression,
            index_columns,
            nulls_equal,
            excluding,
            parts,
            condition,
        ] = line.cells()?;
        Ok(Self {
            line,
            relation: line.text(relation)?,
            name: line.text(name)?,
            kind: line.text(kind)?,
            deferred,
            is_not_valid: validated.is_some(),
            is_no_inherit: is_true(no_inherit),
            columns,
            target,
            target_columns,
            actions,
            delete_columns,
            expression,
            index_columns,
            nulls_equal: is_true(nulls_equal),
            excluding,
            parts,
            condition,
        })
    }

    pub(super) fn deferral(&self) -> Option<Deferrable> {
        self.deferred.map(|deferred| match deferred {
            "t" => Deferrable::InitiallyDeferred,
            _ => Deferrable::InitiallyImmediate,
        })
    }

    pub(super) fn primary_key(&self, table: &Found<'_>) -> Result<PrimaryKey, CatalogError> {
        let columns = self.names(table, self.columns)?;
        let mut key = PrimaryKey::new(columns).named(self.name);
        let included = self.included(table)?;
        if !included.is_empty() {
            key = key.include(included);
        }
        Ok(match self.deferral() {
            Some(deferral) => key.deferrable(deferral),
            None => key,
        })
    }

    pub(super) fn unique(&self, table: &Found<'_>) -> Result<Unique, CatalogError> {
        let columns = self.names(table, self.columns)?;
        let mut unique = Unique::new(columns).named(self.name);
        let included = self.included(table)?;
        if !included.is_empty() {
            unique = unique.include(included);
        }
        if self.nulls_equal {
            unique = unique.nulls_not_distinct();
        }
        Ok(match self.deferral() {
            Some(deferral) => unique.deferrable(deferral),
            None => unique,
        })
    }

    pub(super) fn check(&self) -> Result<Check, CatalogError> {
        let expression = bare(self.line.text(self.expression)?);
        let mut check = Check::new(expression).named(self.name);
        if self.is_not_valid {
            check = check.not_valid();
        }
        if self.is_no_inherit {
            check = check.no_inherit();
        }
        Ok(check)
    }

    pub(super) fn foreign_key(
        &self,
        table: &Found<'_>,
        relations: &Relations<'_>,
    ) -> Result<ForeignKey, CatalogError> {
        let (target, columns) = self.target(relations)?;
        let key = ForeignKey::new(self.names(table, self.columns)?).named(self.name);
        let mut key = key.references(target, columns);
        let mut actions = self.line.text(self.actions)?.chars();
        if actions.next() == Some('f') {
            key = key.match_full();
        }
        if let Some(action) = action(actions.next()) {
            key = key.on_delete(action);
        }
        if let Some(action) = action(actions.next()) {
            key = key.on_update(action);
        }
        if self.delete_columns.is_some() {
            key = key.on_delete_columns(self.names(table, self.delete_columns)?);
        }
        if self.is_not_valid {
            key = key.not_valid();
        }
        Ok(match self.deferral() {
            Some(deferral) => key.deferrable(deferral),
            None => key,
        })
    }

    /// Returns the table referred to and its columns.
    fn target(&self, relations: &Relations<'_>) -> Result<(TableName, Vec<String>), CatalogError> {
        let target = relations.table(self.line.text(self.target)?);
        let target = target.ok_or_else(|| self.line.wrong(7, "TEXT", "a table's number"))?;
        Ok((
            target.name.clone(),
            self.names(target, self.target_columns)?,
        ))
    }

    /// Returns the names of columns whose numbers stand in braces.
    fn names(
        &self,
        table: &Found<'_>,
        numbers: Option<&'a str>,
    ) -> Result<Vec<String>, CatalogError> {
        let numbers = self.line.text(numbers)?;
        let numbers = numbers.trim_matches(['{', '}']).split(',');
        numbers.map(|number| self.column(table, number)).collect()
    }

    /// Returns the columns of the index that are no key.
    fn included(&self, table: &Found<'_>) -> Result<Vec<String>, CatalogError> {
        let Some(columns) = self.index_columns else {
            return Ok(Vec::new());
        };
        let mut numbers = columns.split(' ');
        let keys = numbers.next().and_then(|keys| keys.parse().ok());
        let included = numbers.skip(keys.unwrap_or(0));
        included.map(|number| self.column(table, number)).collect()
    }

    fn column(&self, table: &Found<'_>, number: &str) -> Result<String, CatalogError> {
        let number = number.parse().ok();
        let column = number.and_then(|number| table.column(number));
        let column = column.ok_or_else(|| self.line.wrong(6, "TEXT", "a column's number"))?;
        Ok(column.name().to_owned())
    }
}

/// `NO ACTION` is the default and need not be said.
const fn action(letter: Option<char>) -> Option<Action> {
    match letter {
        Some('r') => Some(Action::Restrict),
        Some('c') => Some(Action::Cascade),
        Some('n') => Some(Action::SetNull),
        Some('d') => Some(Action::SetDefault),
        _ => None,
    }
}
