//! The folders of other tools, embedded as they are, and what the tools' tables say of them.

migrator::embed_migrations!(
    "tests/layouts/refinery" as REFINERY,
    library,
    layout = refinery
);
migrator::embed_migrations!("tests/layouts/diesel" as DIESEL, library, layout = diesel);
migrator::embed_migrations!("tests/layouts/sqlx" as SQLX, library, layout = sqlx);
migrator::embed_migrations!(
    "tests/layouts/golang_migrate" as GOLANG_MIGRATE,
    library,
    layout = golang_migrate
);
migrator::embed_migrations!("tests/layouts/goose" as GOOSE, library, layout = goose);
migrator::embed_migrations!("tests/layouts/dbmate" as DBMATE, library, layout = dbmate);
migrator::embed_migrations!("tests/layouts/flyway" as FLYWAY, library, layout = flyway);

/// The ids of the three revisions of the layouts that number by dates.
pub(crate) const DATES: [&str; 3] = ["20240131120000", "20240201093000", "20240202000000"];

/// SHA-384 of the three files of sqlx, by `sha384sum`.
pub(crate) const SHA384: [&str; 3] = [
    "87e9441177dfcd54e8b777289e069afb685e77d8684c9654f98378bc8c575503acffe96fdb16eb1aba23262a5699b1f0",
    "e2d581ddd655294d55e0b6a6077cf832b0c6fa895da5a80649d893bc8f8c9a1b94f7bfa7d56e31b5fe535d2ca65daf55",
    "ab82d1e73d7ccc7fe12941953d14e94558d48d5edede19cb2ac23fa27784c2ea2db757f91dc6444f4ff1308fde518753",
];

/// CRC32 of the lines of the three files of Flyway, by zlib.
pub(crate) const CRC32: [i32; 3] = [1_644_310_600, -660_976_020, 1_096_230_860];

/// What the first two migrations of every layout make.
pub(crate) const SCHEMA: &str = concat!(
    include_str!("../../layouts/refinery/V1__create_users.sql"),
    include_str!("../../layouts/refinery/V2__create_orders.sql"),
);

/// What the third makes besides.
pub(crate) const INDEX: &str = include_str!("../../layouts/refinery/later/U10__index_notes.sql");
