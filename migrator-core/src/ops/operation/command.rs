//! What `execute` and `query` run: raw SQL, or a statement of the query builder.

use sea_query::{DeleteStatement, InsertStatement, SelectStatement, UpdateStatement, WithQuery};

use crate::base::{Dialect, PerDialect, Value};

/// Something to run.
///
/// Kept as it was given; each backend writes it in its own SQL.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Raw SQL, possibly of several statements.
    Sql(Sql),
    /// `INSERT`.
    Insert(Box<InsertStatement>),
    /// `UPDATE`.
    Update(Box<UpdateStatement>),
    /// `DELETE`.
    Delete(Box<DeleteStatement>),
    /// `SELECT`.
    Select(Box<SelectStatement>),
    /// A statement that starts with `WITH`.
    With(Box<WithQuery>),
}

/// Raw SQL: one text for all dialects, or a text for each.
///
/// A dialect without a text is an error when the migration runs there; an empty
/// text means that nothing is to be done there.
///
/// ```
/// # use migrator_core::{base::Dialect, ops::Sql};
/// let sql = Sql::sqlite("PRAGMA optimize").postgres("ANALYZE");
/// assert_eq!(sql.text(Dialect::Postgres), Some("ANALYZE"));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Sql {
    any: Option<String>,
    own: PerDialect<Option<String>>,
    params: Vec<Value>,
    repeatable: bool,
    reversed_by: Option<Box<Self>>,
}

impl Sql {
    /// Creates SQL that every dialect understands.
    #[inline(never)]
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            any: Some(sql.into()),
            ..Self::none()
        }
    }

    /// Creates SQL for SQLite; add PostgreSQL's with [`postgres`](Self::postgres).
    #[inline(never)]
    pub fn sqlite(sql: impl Into<String>) -> Self {
        Self::none().with(Dialect::Sqlite, sql.into())
    }

    /// Sets the text for PostgreSQL; `Sql::sqlite("").postgres("…")` is for
    /// PostgreSQL alone.
    #[inline(never)]
    pub fn postgres(self, sql: impl Into<String>) -> Self {
        self.with(Dialect::Postgres, sql.into())
    }

    fn with(mut self, dialect: Dialect, sql: String) -> Self {
        *self.own.get_mut(dialect) = Some(sql);
        self
    }

    fn none() -> Self {
        Self {
            any: None,
            own: PerDialect::default(),
            params: Vec::new(),
            repeatable: false,
            reversed_by: None,
        }
    }

    /// Sets a parameter after those already set. With parameters the text must
    /// be one statement.
    ///
    /// PostgreSQL's placeholders, `$1`, `$2` and so on, mean the same on both databases if they appear in
    /// this order for the first time; SQLite alone takes `?`, too.
    ///
    /// ```
    /// # use migrator_core::ops::{Op, Sql};
    /// fn upgrade(op: &mut Op) {
    ///     let sql = "UPDATE users SET role = $1 WHERE role IS NULL OR role = $2";
    ///     op.execute(Sql::new(sql).param("guest").param("nobody"));
    /// }
    /// ```
    #[inline(never)]
    pub fn param(mut self, value: impl Into<Value>) -> Self {
        self.params.push(value.into());
        self
    }

    /// Says that running it twice does no harm.
    ///
    /// Outside a transaction the connection can be lost while a statement runs, and then
    /// nobody knows whether it had its effect. What is repeatable is run again by the next
    /// run; what is not, and cannot be looked up in the catalogue, stops it. In an SQL file,
    /// and inside a text of several statements, the line `-- migrate:repeatable` before a
    /// statement says the same of that statement.
    ///
    /// ```
    /// # use migrator_core::ops::Sql;
    /// let sql = Sql::new("ALTER DATABASE shop SET TABLESPACE fast").repeatable();
    /// assert!(sql.is_repeatable());
    /// ```
    #[inline(never)]
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Says what undoes it, for [`reverse_of`](crate::ops::Op::reverse_of); an empty text says that
    /// there is nothing to undo.
    ///
    /// ```
    /// # use migrator_core::ops::Sql;
    /// let sql = Sql::new("UPDATE users SET age = age * 12")
    ///     .reversed_by("UPDATE users SET age = age / 12");
    /// assert!(sql.reversal().is_some());
    /// ```
    #[inline(never)]
    pub fn reversed_by(mut self, sql: impl Into<Self>) -> Self {
        self.reversed_by = Some(Box::new(sql.into()));
        self
    }

    /// Returns what undoes it, if that was said.
    #[must_use]
    pub fn reversal(&self) -> Option<&Self> {
        self.reversed_by.as_deref()
    }

    /// Tells whether running it twice does no harm.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// Returns the text for a dialect; `None` if it was left out.
    #[must_use]
    pub fn text(&self, dialect: Dialect) -> Option<&str> {
        let own = self.own.get(dialect);
        own.as_deref().or(self.any.as_deref())
    }

    /// Returns the text that was given for all dialects, if there is one.
    #[cfg(feature = "autogenerate")]
    #[must_use]
    pub(crate) fn text_of_all(&self) -> Option<&str> {
        self.any.as_deref()
    }

    /// Returns the text that was given for this dialect alone, if there is one.
    #[cfg(feature = "autogenerate")]
    #[must_use]
    pub(crate) fn text_of_its_own(&self, dialect: Dialect) -> Option<&str> {
        self.own.get(dialect).as_deref()
    }

    /// Returns the parameters in order.
    #[must_use]
    pub fn params(&self) -> &[Value] {
        &self.params
    }
}

impl From<&str> for Sql {
    fn from(sql: &str) -> Self {
        Self::new(sql)
    }
}

impl From<String> for Sql {
    fn from(sql: String) -> Self {
        Self::new(sql)
    }
}

mod sealed {
    pub trait Sealed {}
}

/// What `op.execute` and `op.query` take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be executed",
    note = "pass SQL as `&str` or `String`, `Sql::sqlite(…).postgres(…)`, or a statement of \
            `sea_query::Query`; tables and indexes have methods of their own on `op`"
)]
pub trait IntoCommand: sealed::Sealed {
    /// Returns the command.
    fn into_command(self) -> Command;
}

impl sealed::Sealed for &str {}
impl IntoCommand for &str {
    fn into_command(self) -> Command {
        Command::Sql(Sql::new(self))
    }
}

impl sealed::Sealed for String {}
impl IntoCommand for String {
    fn into_command(self) -> Command {
        Command::Sql(Sql::new(self))
    }
}

impl sealed::Sealed for &String {}
impl IntoCommand for &String {
    fn into_command(self) -> Command {
        Command::Sql(Sql::new(self))
    }
}

impl sealed::Sealed for Sql {}
impl IntoCommand for Sql {
    fn into_command(self) -> Command {
        Command::Sql(self)
    }
}

impl sealed::Sealed for InsertStatement {}
impl IntoCommand for InsertStatement {
    fn into_command(self) -> Command {
        Command::Insert(Box::new(self))
    }
}

impl sealed::Sealed for &mut InsertStatement {}
impl IntoCommand for &mut InsertStatement {
    fn into_command(self) -> Command {
        self.clone().into_command()
    }
}

impl sealed::Sealed for UpdateStatement {}
impl IntoCommand for UpdateStatement {
    fn into_command(self) -> Command {
        Command::Update(Box::new(self))
    }
}

impl sealed::Sealed for &mut UpdateStatement {}
impl IntoCommand for &mut UpdateStatement {
    fn into_command(self) -> Command {
        self.clone().into_command()
    }
}

impl sealed::Sealed for DeleteStatement {}
impl IntoCommand for DeleteStatement {
    fn into_command(self) -> Command {
        Command::Delete(Box::new(self))
    }
}

impl sealed::Sealed for &mut DeleteStatement {}
impl IntoCommand for &mut DeleteStatement {
    fn into_command(self) -> Command {
        self.clone().into_command()
    }
}

impl sealed::Sealed for SelectStatement {}
impl IntoCommand for SelectStatement {
    fn into_command(self) -> Command {
        Command::Select(Box::new(self))
    }
}

impl sealed::Sealed for &mut SelectStatement {}
impl IntoCommand for &mut SelectStatement {
    fn into_command(self) -> Command {
        self.clone().into_command()
    }
}

impl sealed::Sealed for WithQuery {}
impl IntoCommand for WithQuery {
    fn into_command(self) -> Command {
        Command::With(Box::new(self))
    }
}

impl sealed::Sealed for &mut WithQuery {}
impl IntoCommand for &mut WithQuery {
    fn into_command(self) -> Command {
        self.clone().into_command()
    }
}
