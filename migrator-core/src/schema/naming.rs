//! Names for constraints and indexes that the migration leaves without one.
//!
//! Pure: a name follows from what is named and from nothing else, so that the same migration
//! gives the same names on every platform, on every database, and in every release. That is a
//! promise, because later migrations drop and change things by these names: what a template
//! makes, how the digits of a hash come about, and where a long name is cut stay as they are.
//!
//! `subject.rs` says what a thing is called after, `template.rs` makes a name of it.

mod subject;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::subject::Subject;
pub use self::template::NamingError;
use super::{Column, Constraint, Index, Table};
use crate::base::TableName;

/// How constraints and indexes without a name are called.
///
/// A template for each kind, in which these words in braces are replaced:
///
/// | | |
/// |---|---|
/// | `{table}` | the table, without its schema |
/// | `{columns}` | the columns, joined by `_`; for an expression, and for a check that belongs to no column, the eight digits of a hash of it |
/// | `{referred_table}`, `{referred_columns}` | what a foreign key refers to |
/// | `{hash}` | eight digits that stand for the whole definition |
///
/// Unless set, the templates are those of SQLAlchemy's documentation:
///
/// | | template | example |
/// |---|---|---|
/// | primary key | `pk_{table}` | `pk_users` |
/// | unique constraint | `uq_{table}_{columns}` | `uq_members_team_seat` |
/// | foreign key | `fk_{table}_{columns}_{referred_table}` | `fk_users_role_id_roles` |
/// | check | `ck_{table}_{columns}` | `ck_users_age`, `ck_users_5d0c3a1e` |
/// | exclusion constraint | `ex_{table}_{columns}` | `ex_bookings_room_91be07c4` |
/// | index | `ix_{table}_{columns}` | `ix_users_email` |
///
/// The first check of a column is called after the column; each further one, and each of the
/// table's own, after a hash of its condition, in which white space does not count. An index that is
/// not told by its columns alone (with a condition, an order, a method, …) has a hash at its end.
///
/// A name has 63 bytes at most, which is what PostgreSQL takes: a longer one is cut, and ends in a
/// hash of all of it. Where two things of one operation would get the same name, the second gets a
/// hash, too. Names follow from the definition alone; they are the same on every platform, on both
/// databases and in every release.
///
/// Names that a migration gives are left alone, and what exists keeps its name: changing the
/// convention changes the names that new databases get, so choose one at the start.
///
/// # Examples
/// ```
/// # use migrator_core::exec::Options;
/// # use migrator_core::schema::NamingConvention;
/// let naming = NamingConvention::new()
///     .unique("{table}_{columns}_key")
///     .primary_key(None); // left to the database
/// let options = Options::new().naming(naming);
/// # drop(options);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NamingConvention {
    primary_key: Option<String>,
    unique: Option<String>,
    foreign_key: Option<String>,
    check: Option<String>,
    exclude: Option<String>,
    index: Option<String>,
}

impl NamingConvention {
    /// Returns the default templates.
    pub fn new() -> Self {
        Self::none()
            .primary_key("pk_{table}")
            .unique("uq_{table}_{columns}")
            .foreign_key("fk_{table}_{columns}_{referred_table}")
            .check("ck_{table}_{columns}")
            .exclude("ex_{table}_{columns}")
            .index("ix_{table}_{columns}")
    }

    /// Names nothing: PostgreSQL makes up names, on SQLite constraints have none, and an
    /// index without a name is an error.
    pub const fn none() -> Self {
        Self {
            primary_key: None,
            unique: None,
            foreign_key: None,
            check: None,
            exclude: None,
            index: None,
        }
    }

    /// Sets the template for primary keys; `None` leaves them without a name.
    pub fn primary_key<'t>(mut self, template: impl Into<Option<&'t str>>) -> Self {
        self.primary_key = owned(template.into());
        self
    }

    /// Sets the template for unique constraints; `None` leaves them without a name.
    pub fn unique<'t>(mut self, template: impl Into<Option<&'t str>>) -> Self {
        self.unique = owned(template.into());
        self
    }

    /// Sets the template for foreign keys; `None` leaves them without a name.
    pub fn foreign_key<'t>(mut self, template: impl Into<Option<&'t str>>) -> Self {
        self.foreign_key = owned(template.into());
        self
    }

    /// Sets the template for checks; `None` leaves them without a name.
    pub fn check<'t>(mut self, template: impl Into<Option<&'t str>>) -> Self {
        self.check = owned(template.into());
        self
    }

    /// Sets the template for exclusion constraints; `None` leaves them without a name.
    pub fn exclude<'t>(mut self, template: impl Into<Option<&'t str>>) -> Self {
        self.exclude = owned(template.into());
        self
    }

    /// Sets the template for indexes; with `None` every index must have a name.
    pub fn index<'t>(mut self, template: impl Into<Option<&'t str>>) -> Self {
        self.index = owned(template.into());
        self
    }

    fn template(&self, subject: &Subject<'_>) -> Option<&str> {
        let template = match subject {
            Subject::PrimaryKey(_) => &self.primary_key,
            Subject::Unique(_) => &self.unique,
            Subject::ForeignKey(_) => &self.foreign_key,
            Subject::Check { .. } => &self.check,
            Subject::Exclude(_) => &self.exclude,
            Subject::Index(_) => &self.index,
        };
        template.as_deref()
    }
}

impl Default for NamingConvention {
    fn default() -> Self {
        Self::new()
    }
}

fn owned(template: Option<&str>) -> Option<String> {
    template.map(str::to_owned)
}

/// Gives names to what one operation creates in one table, each name once.
#[derive(Debug)]
pub(crate) struct Namer<'n> {
    convention: &'n NamingConvention,
    table: &'n TableName,
    taken: BTreeSet<String>,
}

impl<'n> Namer<'n> {
    pub(crate) fn new(convention: &'n NamingConvention, table: &'n TableName) -> Self {
        Self {
            convention,
            table,
            taken: BTreeSet::new(),
        }
    }

    /// Keeps a name that the migration gives from being given to something else.
    pub(crate) fn reserve(&mut self, name: Option<&str>) {
        self.taken.extend(name.map(str::to_owned));
    }

    /// Keeps the names that a column gives.
    pub(crate) fn reserve_column(&mut self, column: &Column) {
        self.reserve(column.key_name());
        self.reserve(column.unique_name());
        column
            .checks()
            .iter()
            .for_each(|it| self.reserve(it.name()));
        self.reserve(column.foreign_key().and_then(|it| it.name()));
    }

    fn reserve_table(&mut self, table: &Table) {
        self.reserve(table.key_name());
        table
            .columns()
            .iter()
            .for_each(|it| self.reserve_column(it));
        table
            .uniques()
            .iter()
            .for_each(|it| self.reserve(it.name()));
        table
            .foreign_keys()
            .iter()
            .for_each(|it| self.reserve(it.name()));
        table.checks().iter().for_each(|it| self.reserve(it.name()));
        table
            .excludes()
            .iter()
            .for_each(|it| self.reserve(it.name()));
    }

    /// Names what a table has: its key, what its columns say, and what stands beside them.
    ///
    /// # Errors
    /// A template that is none.
    pub(crate) fn table(&mut self, table: &mut Table) -> Result<(), NamingError> {
        self.reserve_table(table);
        self.key(table)?;
        for column in table.columns_mut() {
            self.column_but_key(column)?;
        }
        for unique in table
            .uniques_mut()
            .iter_mut()
            .filter(|it| it.name().is_none())
        {
            unique.set_name(self.name(&Subject::Unique(unique.columns()))?);
        }
        for key in table
            .foreign_keys_mut()
            .iter_mut()
            .filter(|it| it.name().is_none())
        {
            key.set_name(self.name(&Subject::ForeignKey(key))?);
        }
        for check in table
            .checks_mut()
            .iter_mut()
            .filter(|it| it.name().is_none())
        {
            let expression = check.expression();
            check.set_name(self.name(&Subject::Check {
                expression,
                column: None,
            })?);
        }
        for exclude in table
            .excludes_mut()
            .iter_mut()
            .filter(|it| it.name().is_none())
        {
            exclude.set_name(self.name(&Subject::Exclude(exclude))?);
        }
        Ok(())
    }

    fn key(&mut self, table: &mut Table) -> Result<(), NamingError> {
        if table.key_name().is_some() {
            return Ok(());
        }
        let columns: Vec<String> = table.key_columns().into_iter().map(str::to_owned).collect();
        if columns.is_empty() {
            return Ok(());
        }
        let name = self.name(&Subject::PrimaryKey(&columns))?;
        if let Some(key) = table.table_primary_key_mut() {
            key.set_name(name);
        } else if let Some(column) = table
            .columns_mut()
            .iter_mut()
            .find(|it| it.is_primary_key())
        {
            column.set_key_name(name);
        }
        Ok(())
    }

    /// Names what a column says of itself when it is added to a table.
    ///
    /// # Errors
    /// A template that is none.
    pub(crate) fn column(&mut self, column: &mut Column) -> Result<(), NamingError> {
        if column.is_primary_key() && column.key_name().is_none() {
            let name = self.name(&Subject::PrimaryKey(&[column.name().to_owned()]))?;
            column.set_key_name(name);
        }
        self.column_but_key(column)
    }

    fn column_but_key(&mut self, column: &mut Column) -> Result<(), NamingError> {
        let own = column.name().to_owned();
        if column.is_unique() && column.unique_name().is_none() {
            column.set_unique_name(self.name(&Subject::Unique(std::slice::from_ref(&own)))?);
        }
        for (at, check) in column.checks_mut().iter_mut().enumerate() {
            if check.name().is_none() {
                let column = (at == 0).then_some(own.as_str());
                let expression = check.expression();
                check.set_name(self.name(&Subject::Check { expression, column })?);
            }
        }
        if let Some(key) = column.foreign_key_mut().filter(|it| it.name().is_none()) {
            key.set_name(self.name(&Subject::ForeignKey(key))?);
        }
        Ok(())
    }

    /// Names a constraint that is added to a table.
    ///
    /// # Errors
    /// A template that is none.
    pub(crate) fn constraint(&mut self, constraint: &mut Constraint) -> Result<(), NamingError> {
        if constraint.name().is_some() {
            return Ok(());
        }
        let name = self.name_of(constraint)?;
        match constraint {
            Constraint::PrimaryKey(key) => key.set_name(name),
            Constraint::Unique(unique) => unique.set_name(name),
            Constraint::Check(check) => check.set_name(name),
            Constraint::ForeignKey(key) => key.set_name(name),
            Constraint::Exclude(exclude) => exclude.set_name(name),
        }
        Ok(())
    }

    /// Returns the name of a constraint, were it added now.
    ///
    /// # Errors
    /// A template that is none.
    pub(crate) fn name_of(
        &mut self,
        constraint: &Constraint,
    ) -> Result<Option<String>, NamingError> {
        self.name(&match constraint {
            Constraint::PrimaryKey(key) => Subject::PrimaryKey(key.columns()),
            Constraint::Unique(unique) => Subject::Unique(unique.columns()),
            Constraint::Check(check) => Subject::Check {
                expression: check.expression(),
                column: None,
            },
            Constraint::ForeignKey(key) => Subject::ForeignKey(key),
            Constraint::Exclude(exclude) => Subject::Exclude(exclude),
        })
    }

    /// Names an index.
    ///
    /// # Errors
    /// A template that is none.
    pub(crate) fn index(&mut self, index: &mut Index) -> Result<(), NamingError> {
        if !index.is_named()
            && let Some(name) = self.name(&Subject::Index(index))?
        {
            index.set_name(name);
        }
        Ok(())
    }

    fn name(&mut self, subject: &Subject<'_>) -> Result<Option<String>, NamingError> {
        let Some(template) = self.convention.template(subject) else {
            return Ok(None);
        };
        let plain = template::fill(template, self.table.name(), subject)?;
        let mut name = template::fitting(&plain, subject);
        let mut attempt = 0;
        while !self.taken.insert(name.clone()) {
            attempt += 1;
            name = template::told_apart(&plain, subject, attempt);
        }
        Ok(Some(name))
    }
}
