//! The tools whose databases can be taken over.

use std::fmt;

use crate::script::Layout;

/// A tool whose history table says what it has applied.
///
/// ```
/// use migrator_core::adopt::Tool;
/// assert_eq!(Tool::of("golang-migrate"), Some(Tool::GolangMigrate));
/// assert_eq!(Tool::Sqlx.table(), Some("_sqlx_migrations"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Tool {
    /// Alembic: `alembic_version`.
    Alembic,
    /// dbmate: `schema_migrations`. The table of Rails' Active Record is the same.
    Dbmate,
    /// Diesel: `__diesel_schema_migrations`.
    Diesel,
    /// Flyway: `flyway_schema_history`.
    Flyway,
    /// golang-migrate: `schema_migrations`, with a column `dirty`.
    GolangMigrate,
    /// goose: `goose_db_version`.
    Goose,
    /// refinery: `refinery_schema_history`.
    Refinery,
    /// `rusqlite_migration`: the number in `PRAGMA user_version`.
    RusqliteMigration,
    /// `SeaORM`'s migrations: `seaql_migrations`.
    SeaOrm,
    /// sqlx: `_sqlx_migrations`.
    Sqlx,
}

impl Tool {
    /// All of them, by name.
    pub const ALL: [Self; 10] = [
        Self::Alembic,
        Self::Dbmate,
        Self::Diesel,
        Self::Flyway,
        Self::GolangMigrate,
        Self::Goose,
        Self::Refinery,
        Self::RusqliteMigration,
        Self::SeaOrm,
        Self::Sqlx,
    ];

    /// The word for it, as the command line has it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Alembic => "alembic",
            Self::Dbmate => "dbmate",
            Self::Diesel => "diesel",
            Self::Flyway => "flyway",
            Self::GolangMigrate => "golang_migrate",
            Self::Goose => "goose",
            Self::Refinery => "refinery",
            Self::RusqliteMigration => "rusqlite_migration",
            Self::SeaOrm => "sea_orm",
            Self::Sqlx => "sqlx",
        }
    }

    /// The tool's name, as it writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alembic => "Alembic",
            Self::Flyway => "Flyway",
            Self::GolangMigrate => "golang-migrate",
            Self::SeaOrm => "SeaORM",
            other => other.keyword(),
        }
    }

    /// The table that it keeps unless told otherwise; `None` if it keeps none.
    #[must_use]
    pub const fn table(self) -> Option<&'static str> {
        Some(match self {
            Self::Alembic => "alembic_version",
            Self::Dbmate | Self::GolangMigrate => "schema_migrations",
            Self::Diesel => "__diesel_schema_migrations",
            Self::Flyway => "flyway_schema_history",
            Self::Goose => "goose_db_version",
            Self::Refinery => "refinery_schema_history",
            Self::RusqliteMigration => return None,
            Self::SeaOrm => "seaql_migrations",
            Self::Sqlx => "_sqlx_migrations",
        })
    }

    /// Finds a tool by its [`keyword`](Self::keyword); `-` counts as `_`, and `rails` is `dbmate`.
    #[must_use]
    pub fn of(keyword: &str) -> Option<Self> {
        let keyword = keyword.replace('-', "_");
        if keyword == "rails" {
            return Some(Self::Dbmate);
        }
        Self::ALL.into_iter().find(|it| it.keyword() == keyword)
    }

    /// How its files are laid out, if they can be embedded as they are.
    pub(super) const fn layout(self) -> Option<Layout> {
        Some(match self {
            Self::Dbmate => Layout::Dbmate,
            Self::Diesel => Layout::Diesel,
            Self::Flyway => Layout::Flyway,
            Self::GolangMigrate => Layout::GolangMigrate,
            Self::Goose => Layout::Goose,
            Self::Refinery => Layout::Refinery,
            Self::Sqlx => Layout::Sqlx,
            Self::Alembic | Self::RusqliteMigration | Self::SeaOrm => return None,
        })
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
