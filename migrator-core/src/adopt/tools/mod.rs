//! One file per tool: which columns its table has, how it is asked, and what the rows mean.
//!
//! Pure: a file gives the query and understands the answer, and sends nothing.

mod alembic;
mod dbmate;
mod diesel;
mod flyway;
mod golang_migrate;
mod goose;
mod refinery;
mod rusqlite_migration;
mod sea_orm;
mod sqlx;
mod told;
mod values;

pub(super) use rusqlite_migration::told as told_by_number;
pub(super) use told::{Entry, Extent, Told};

use super::Tool;
use crate::dialect::Renderer;
use crate::session::{RowError, Rows};

/// How a tool's table is known, asked and understood.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    /// The columns that are asked for.
    columns: &'static [&'static str],
    /// A column by which the table is another tool's.
    never: Option<&'static str>,
    /// What is asked, with the columns for an order behind it.
    select: fn(&dyn Renderer) -> String,
    /// The order of the rows.
    order: &'static str,
    /// What the rows mean.
    pub(super) understand: fn(&Rows) -> Result<Told, RowError>,
}

impl Reader {
    /// Returns how the table of a tool is read; `None` if it has none.
    pub(super) fn of(tool: Tool) -> Option<Self> {
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

    /// Returns the columns that a table would need to be this tool's.
    pub(super) fn lacking(&self, columns: &[String]) -> Vec<&'static str> {
        let has = |name: &&&str| columns.iter().any(|it| it.eq_ignore_ascii_case(name));
        let lacking = self.columns.iter().filter(|it| !has(it));
        lacking.copied().collect()
    }

    /// Tells whether a table with these columns is this tool's.
    pub(super) fn is_of(&self, columns: &[String]) -> bool {
        let is_never = |it: &String| {
            self.never
                .is_some_and(|never| it.eq_ignore_ascii_case(never))
        };
        self.lacking(columns).is_empty() && !columns.iter().any(is_never)
    }

    /// Returns the query for the rows of a table, whose name is given as SQL.
    pub(super) fn query(&self, renderer: &dyn Renderer, table: &str) -> String {
        let (select, order) = ((self.select)(renderer), self.order);
        format!("SELECT {select} FROM {table} ORDER BY {order}")
    }
}
