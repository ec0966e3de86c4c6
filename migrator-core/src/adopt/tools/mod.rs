//! One file per tool: which columns its table has, how it is asked, and what the rows mean.
//!
//! Pure: a file gives the query and understands the answer, and sends nothing.

mod alembic;
mod dbmate;
mod diesel;
mod flyway;
mod golang_migrate;
mod goose;
mod reader;
mod refinery;
mod rusqlite_migration;
mod sea_orm;
mod sqlx;
mod told;
mod values;

pub(super) use reader::Reader;
pub(super) use rusqlite_migration::told as told_by_number;
pub(super) use told::{Entry, Extent, Told};

use super::Tool;

/// Returns how the table of a tool is read; `None` if it has none.
pub(super) fn reader(tool: Tool) -> Option<Reader> {
    Some(match tool {
        Tool::Alembic => alembic::READER,
        Tool::Dbmate => dbmate::READER,
        Tool::Diesel => diesel::READER,
        Tool::Flyway => flyway::READER,
        Tool::GolangMigrate => golang_migrate::READER,
        Tool::Goose => goose::READER,
        Tool::Refinery => refinery::READER,
        Tool::RusqliteMigration => return None,
        Tool::SeaOrm => sea_orm::READER,
        Tool::Sqlx => sqlx::READER,
    })
}
