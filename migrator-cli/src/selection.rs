//! The part of the graph that a verb looks at: `-r` and `-i`, and what they mean.

use clap::Args;
use migrator::RevisionInfo;
use migrator_core::graph::TargetRange;

use crate::context::Context;
use crate::failure::Failure;
use crate::json;
use crate::revisions::Revisions;

/// Which revisions.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Only from one revision to another, both included: `a:b`, `a:`, `:b`, `current:`
    #[arg(short, long, value_name = "START:END", allow_hyphen_values = true)]
    rev_range: Option<String>,
    /// Mark the revisions that the database stands on
    #[arg(short, long)]
    indicate_current: bool,
}

/// What was selected, newest first.
pub(crate) struct Selected {
    pub(crate) revisions: Vec<RevisionInfo>,
    /// Otherwise it is not known which are current.
    pub(crate) asked_database: bool,
}

impl Selection {
    /// Tells whether the database must be asked. A range that means nothing is not asked about.
    pub(crate) fn needs_database(&self) -> bool {
        self.indicate_current || self.range().is_ok_and(|range| range.needs_rows())
    }

    /// Reads the revisions, and asks the database if it must.
    pub(crate) fn select(&self, context: &Context) -> Result<Selected, Failure> {
        let range = self.range()?;
        let revisions = Revisions::read(context)?;
        let asked_database = self.needs_database();
        let (selected, rows) = if asked_database {
            let rows = revisions.rows(context)?;
            (revisions.graph().history_at(&range, &rows)?, rows)
        } else {
            (revisions.graph().history(&range)?, Vec::new())
        };
        if revisions.graph().is_empty() {
            context.output.note("There are no revisions yet.");
        }
        Ok(Selected {
            revisions: revisions.infos(&selected, &rows),
            asked_database,
        })
    }

    fn range(&self) -> Result<TargetRange, Failure> {
        match &self.rev_range {
            Some(range) => Ok(TargetRange::parse(range)?),
            None => Ok(TargetRange::all()),
        }
    }
}

impl Selected {
    /// Returns the revisions as `--json` shows them.
    pub(crate) fn into_json(self) -> Vec<json::Revision> {
        let object = match self.asked_database {
            true => json::Revision::of,
            false => json::Revision::without_database,
        };
        self.revisions.into_iter().map(object).collect()
    }
}
