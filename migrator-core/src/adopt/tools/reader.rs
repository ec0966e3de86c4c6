//! How a tool's table is known, asked and understood.

use crate::adopt::tools::told::Told;
use crate::dialect::Renderer;
use crate::session::{RowError, Rows};

/// How a tool's table is known, asked and understood.
#[derive(Clone, Copy)]
pub(in crate::adopt) struct Reader {
    /// The columns that are asked for.
    pub(super) columns: &'static [&'static str],
    /// A column by which the table is another tool's.
    pub(super) never: Option<&'static str>,
    /// What is asked, with the columns for an order behind it.
    pub(super) select: fn(&dyn Renderer) -> String,
    /// The order of the rows.
    pub(super) order: &'static str,
    /// What the rows mean.
    pub(in crate::adopt) understand: fn(&Rows) -> Result<Told, RowError>,
}

impl Reader {
    /// Returns the columns that a table would need to be this tool's.
    pub(in crate::adopt) fn lacking(&self, columns: &[String]) -> Vec<&'static str> {
        let has = |name: &&&str| columns.iter().any(|it| it.eq_ignore_ascii_case(name));
        let lacking = self.columns.iter().filter(|it| !has(it));
        lacking.copied().collect()
    }

    /// Tells whether a table with these columns is this tool's.
    pub(in crate::adopt) fn is_of(&self, columns: &[String]) -> bool {
        let is_never = |it: &String| {
            self.never
                .is_some_and(|never| it.eq_ignore_ascii_case(never))
        };
        self.lacking(columns).is_empty() && !columns.iter().any(is_never)
    }

    /// Returns the query for the rows of a table, whose name is given as SQL.
    pub(in crate::adopt) fn query(&self, renderer: &dyn Renderer, table: &str) -> String {
        let (select, order) = ((self.select)(renderer), self.order);
        format!("SELECT {select} FROM {table} ORDER BY {order}")
    }
}
