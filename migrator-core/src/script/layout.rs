//! How the files of a migrations folder are laid out: as ours, or as another tool's.

use std::fmt;

/// Whose rules the files of a folder follow.
///
/// A folder of another tool is embedded as it is: its migrations become a chain of revisions, in that tool's
/// order, whose ids are the versions that the tool's own history table has. What `migrator-build` reads of each
/// tool's files, and what it refuses, is in the guide, in the chapter `layouts`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// Our own: `<revision>_<slug>.rs` and `.sql`, each with a header.
    #[default]
    Migrator,
    /// refinery: `V1__create_users.sql`, `U2__…`, in subfolders, too.
    Refinery,
    /// diesel: `2024-01-31-120000_create_users/up.sql`, `down.sql`, `metadata.toml`.
    Diesel,
    /// sqlx: `20240131120000_create_users.sql`, or `.up.sql` and `.down.sql`.
    Sqlx,
    /// golang-migrate: `000001_create_users.up.sql`, `.down.sql`.
    GolangMigrate,
    /// goose: `20240131120000_create_users.sql` with `-- +goose Up` and `-- +goose Down`.
    Goose,
    /// dbmate: `20240131120000_create_users.sql` with `-- migrate:up` and `-- migrate:down`.
    Dbmate,
    /// Flyway: `V1.1__create_users.sql`, `U1.1__…`, in subfolders, too.
    Flyway,
}

impl Layout {
    /// All of them, our own first.
    pub const ALL: [Self; 8] = [
        Self::Migrator,
        Self::Refinery,
        Self::Diesel,
        Self::Sqlx,
        Self::GolangMigrate,
        Self::Goose,
        Self::Dbmate,
        Self::Flyway,
    ];

    /// The word for it, as `embed_migrations!("migrations", layout = diesel)` and `migrator.toml` have it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Migrator => "migrator",
            Self::Refinery => "refinery",
            Self::Diesel => "diesel",
            Self::Sqlx => "sqlx",
            Self::GolangMigrate => "golang_migrate",
            Self::Goose => "goose",
            Self::Dbmate => "dbmate",
            Self::Flyway => "flyway",
        }
    }

    /// The tool's name, as it writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GolangMigrate => "golang-migrate",
            Self::Flyway => "Flyway",
            other => other.keyword(),
        }
    }

    /// How many folders deep migrations may lie below the migrations folder; 0 for directly in it.
    #[must_use]
    pub const fn depth(self) -> usize {
        match self {
            Self::Refinery | Self::Flyway => usize::MAX,
            Self::Diesel => 1,
            Self::Migrator | Self::Sqlx | Self::GolangMigrate | Self::Goose | Self::Dbmate => 0,
        }
    }

    /// Tells whether the tool's history table has a checksum of each file.
    #[must_use]
    pub const fn has_checksums(self) -> bool {
        matches!(self, Self::Refinery | Self::Sqlx | Self::Flyway)
    }

    /// Finds a layout by its [`keyword`](Self::keyword); `-` counts as `_`.
    ///
    /// ```
    /// use migrator_core::script::Layout;
    /// assert_eq!(Layout::of("golang-migrate"), Some(Layout::GolangMigrate));
    /// assert_eq!(Layout::of("Diesel"), None);
    /// ```
    #[must_use]
    pub fn of(keyword: &str) -> Option<Self> {
        let keyword = keyword.replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|layout| layout.keyword() == keyword)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
