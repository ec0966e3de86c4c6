//! What somebody says about a database that is to be taken over.

use std::fmt;
use std::sync::Arc;

use crate::adopt::Tool;
use crate::base::TableName;
use crate::graph::Target;

/// Names the revision that a version of the tool stands for.
pub(super) type Naming = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What somebody says about a database that is to be taken over.
#[derive(Clone, Default)]
pub struct Wishes {
    /// The tool, where the tables leave a choice.
    pub tool: Option<Tool>,
    /// The tool's table, where it has another name or stands elsewhere.
    pub table: Option<TableName>,
    /// Versions of the tool, and the revisions that they stand for.
    pub map: Vec<(String, String)>,
    /// The same, asked one by one.
    pub naming: Option<Naming>,
    /// Where the database stands, whatever the versions are called.
    pub at: Vec<Target>,
    /// Whether checksums count as right that this build cannot prove.
    pub accepts_unproved: bool,
}

impl fmt::Debug for Wishes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wishes")
            .field("tool", &self.tool)
            .field("table", &self.table)
            .field("map", &self.map)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
