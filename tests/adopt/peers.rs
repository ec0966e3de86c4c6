//! The tools, the folders that they ran, embedded as they are, and a revision of our own for each.

use migrator::{Migrations, Tool};

use crate::database::Database;
use crate::support::{Rev, alembic, leak, set};

migrator::embed_migrations!(
    "peers/folders/refinery/sqlite" as REFINERY_SQLITE,
    library,
    layout = refinery
);
migrator::embed_migrations!(
    "peers/folders/refinery/postgres" as REFINERY_POSTGRES,
    library,
    layout = refinery
);
migrator::embed_migrations!(
    "peers/folders/diesel/sqlite" as DIESEL_SQLITE,
    library,
    layout = diesel
);
migrator::embed_migrations!(
    "peers/folders/diesel/postgres" as DIESEL_POSTGRES,
    library,
    layout = diesel
);
migrator::embed_migrations!(
    "peers/folders/sqlx/sqlite" as SQLX_SQLITE,
    library,
    layout = sqlx
);
migrator::embed_migrations!(
    "peers/folders/sqlx/postgres" as SQLX_POSTGRES,
    library,
    layout = sqlx
);
migrator::embed_migrations!(
    "peers/folders/dbmate/sqlite" as DBMATE_SQLITE,
    library,
    layout = dbmate
);
migrator::embed_migrations!(
    "peers/folders/dbmate/postgres" as DBMATE_POSTGRES,
    library,
    layout = dbmate
);
migrator::embed_migrations!("peers/folders/sea_orm/sqlite" as SEA_ORM_SQLITE, library);
migrator::embed_migrations!(
    "peers/folders/sea_orm/postgres" as SEA_ORM_POSTGRES,
    library
);
// The tool knows no names, so that the files may have those of another one.
migrator::embed_migrations!(
    "peers/folders/rusqlite_migration" as RUSQLITE_MIGRATION,
    library,
    layout = sqlx
);

migrator::embed_migrations!(
    "tests/adopt/on_top/refinery" as ON_REFINERY,
    library,
    combine = []
);
migrator::embed_migrations!(
    "tests/adopt/on_top/diesel" as ON_DATES,
    library,
    combine = []
);
migrator::embed_migrations!(
    "tests/adopt/on_top/sea_orm" as ON_SEA_ORM,
    library,
    combine = []
);
migrator::embed_migrations!(
    "tests/adopt/on_top/rusqlite_migration" as ON_RUSQLITE_MIGRATION,
    library,
    combine = []
);

/// A tool, and what there is of it.
pub(crate) struct Peer {
    pub(crate) tool: Tool,
    /// The folder of what it made.
    pub(crate) name: &'static str,
    /// Its history table.
    pub(crate) table: &'static str,
    /// The migrations that it ran, for SQLite and for PostgreSQL.
    pub(crate) sets: [&'static Migrations; 2],
    /// The revisions they are.
    pub(crate) revisions: &'static [&'static str],
    /// How many of them have checksums.
    pub(crate) n_proved: usize,
    /// A revision that goes on from the last.
    on_top: &'static Migrations,
}

const DATES: &[&str] = &[
    "20240131120000",
    "20240201093000",
    "20240202000000",
    "20240229235959",
    "20240301000000",
];

pub(crate) fn refinery() -> Peer {
    Peer {
        tool: Tool::Refinery,
        name: "refinery",
        table: "refinery_schema_history",
        sets: [&REFINERY_SQLITE, &REFINERY_POSTGRES],
        revisions: &["1", "2", "9", "10", "11"],
        n_proved: 5,
        on_top: &ON_REFINERY,
    }
}

pub(crate) fn diesel() -> Peer {
    Peer {
        tool: Tool::Diesel,
        name: "diesel",
        table: "__diesel_schema_migrations",
        sets: [&DIESEL_SQLITE, &DIESEL_POSTGRES],
        revisions: &[
            "00000000000000",
            "20240201093000",
            "20240202000000",
            "20240229235959",
            "20240301000000",
        ],
        n_proved: 0,
        on_top: &ON_DATES,
    }
}

pub(crate) fn sqlx() -> Peer {
    Peer {
        tool: Tool::Sqlx,
        name: "sqlx",
        table: "_sqlx_migrations",
        sets: [&SQLX_SQLITE, &SQLX_POSTGRES],
        revisions: DATES,
        n_proved: 5,
        on_top: &ON_DATES,
    }
}

pub(crate) fn dbmate() -> Peer {
    Peer {
        tool: Tool::Dbmate,
        name: "dbmate",
        table: "schema_migrations",
        sets: [&DBMATE_SQLITE, &DBMATE_POSTGRES],
        revisions: DATES,
        n_proved: 0,
        on_top: &ON_DATES,
    }
}

pub(crate) fn sea_orm() -> Peer {
    Peer {
        tool: Tool::SeaOrm,
        name: "sea_orm",
        table: "seaql_migrations",
        sets: [&SEA_ORM_SQLITE, &SEA_ORM_POSTGRES],
        revisions: &[
            "m20240131_120000_create_authors",
            "m20240201_093000_touch_authors",
        ],
        n_proved: 0,
        on_top: &ON_SEA_ORM,
    }
}

pub(crate) fn rusqlite_migration() -> Peer {
    Peer {
        tool: Tool::RusqliteMigration,
        name: "rusqlite_migration",
        table: "pragma_user_version",
        sets: [&RUSQLITE_MIGRATION, &RUSQLITE_MIGRATION],
        revisions: &["1", "2", "3", "4", "5"],
        n_proved: 0,
        on_top: &ON_RUSQLITE_MIGRATION,
    }
}

pub(crate) fn of_alembic() -> Peer {
    let sets = ["INTEGER", "SERIAL"].map(|key| set(alembic::project(key)));
    let nickname = "ALTER TABLE accounts ADD COLUMN nickname TEXT";
    let mut revisions = alembic::project("INTEGER");
    revisions.push(Rev::sql("c46dab3fa34a", &["c3d4e5f60718"], nickname));
    Peer {
        tool: Tool::Alembic,
        name: "alembic",
        table: "alembic_version",
        sets,
        revisions: &[
            "27c6a30d7c24",
            "5b3f6c0a9d21",
            "ae1027a6acf0",
            "9f0e7d5c4b3a",
            "c3d4e5f60718",
        ],
        n_proved: 0,
        on_top: set(revisions),
    }
}

impl Peer {
    /// What it made in each database.
    pub(crate) fn databases(&self) -> Vec<Database> {
        let postgres = Database::postgres(self.name);
        std::iter::once(Database::sqlite(self.name))
            .chain(postgres)
            .collect()
    }

    /// What it ran in this database.
    pub(crate) fn set(&self, database: &Database) -> &'static Migrations {
        self.sets[usize::from(!database.is_sqlite())]
    }

    /// The same, and a revision of our own.
    pub(crate) fn set_on_top(&self, database: &Database) -> &'static Migrations {
        match self.tool {
            Tool::Alembic => self.on_top,
            _ => leak(Migrations::combine([self.set(database), self.on_top]).unwrap()),
        }
    }

    /// The rows of its table.
    pub(crate) fn rows(&self, database: &Database) -> Vec<String> {
        database.lines(&format!("SELECT * FROM {}", self.table))
    }
}
