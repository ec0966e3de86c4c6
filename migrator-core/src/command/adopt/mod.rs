//! `adopt`: a database that another tool has migrated, taken over.
//!
//! Where schemas can be compared, `alike` does so.

#[cfg(feature = "autogenerate")]
mod alike;

use std::sync::Arc;

use crate::adopt::{self, AdoptError, Adoption, Tool, Wishes};
use crate::base::TableName;
use crate::command::verbs::open;
use crate::command::{IntoTargets, Verbs};
use crate::error::Result;
use crate::exec::{Context, Options};
use crate::graph::TargetError;
use crate::session::{Connect, Session};
use crate::set::Migrations;

/// What is known of a database that [`adopt_with`](Verbs::adopt_with) is to take over. Without any of it the tables
/// of all tools are looked for, and a version is the revision of that id.
///
/// ```
/// # use migrator_core::command::Adopt;
/// let adopt = Adopt::new().map("m20220101_000001_create_table", "c46dab3fa34a");
/// # drop(adopt);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is taken over before it is passed to a verb"]
pub struct Adopt {
    wishes: Wishes,
    /// What is wrong with a target.
    wrong: Option<TargetError>,
}

impl Adopt {
    /// Creates one that says nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the tool whose history counts, where there are several.
    pub fn from(mut self, tool: Tool) -> Self {
        self.wishes.tool = Some(tool);
        self
    }

    /// Names the tool's table, where it has another name than the tool's own, or is not in the first schema of the
    /// `search_path`, where the tools look; needs [`from`](Self::from).
    pub fn table(mut self, table: impl Into<TableName>) -> Self {
        self.wishes.table = Some(table.into());
        self
    }

    /// Says which revision a version of the tool stands for, where the migrations were written anew: the id, in full.
    ///
    /// Several versions may stand for one revision, which is applied if all of them are. Nothing is compared with the
    /// tool's checksum then.
    pub fn map(mut self, version: impl Into<String>, revision: impl Into<String>) -> Self {
        self.wishes.map.push((version.into(), revision.into()));
        self
    }

    /// The same for every version that [`map`](Self::map) does not name: `None` leaves it what it is, the revision
    /// of that id.
    pub fn map_each(
        mut self,
        revision: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.wishes.naming = Some(Arc::new(revision));
        self
    }

    /// Says where the database stands, whatever the tool calls it: at these revisions, everything below them included.
    pub fn at(mut self, targets: impl IntoTargets) -> Self {
        match targets.into_targets() {
            Ok(targets) => self.wishes.at.extend(targets),
            Err(wrong) => {
                self.wrong.get_or_insert(wrong);
            }
        }
        self
    }

    /// Takes the files for what ran where this build cannot prove the checksums; what it can is compared
    /// nevertheless.
    pub fn accept_unproved(mut self) -> Self {
        self.wishes.accepts_unproved = true;
        self
    }
}

impl Adopt {
    fn wishes(self) -> Result<Wishes> {
        match self.wrong {
            Some(wrong) => Err(wrong.into()),
            None => Ok(self.wishes),
        }
    }
}

impl Verbs<'_> {
    /// Takes over a database that another tool has migrated: reads the tool's history, and stamps the revisions that it
    /// says are applied.
    ///
    /// A row is taken for the revision whose id is its version, as it is where the tool's folder is [embedded as it
    /// is](crate::script::Layout), and its checksum is proved where there is one. Everything that does not fit is listed
    /// in the error, and nothing is written then. No migration runs, and the other tool's table stays as it is.
    ///
    /// A database that is ours already is left alone, so this may stand before every `upgrade`. On PostgreSQL the other
    /// tool is kept from writing its table meanwhile, if the role may do that; on SQLite everybody is kept out.
    ///
    /// # Errors
    /// Of [kind](crate::error::ErrorKind) `NothingToAdopt` if no tool has applied anything; `Diverges` with
    /// [all divergences](crate::error::Error::divergences); `Busy`, `Cancelled`, `ReadOnly` and `InsideTransaction` as
    /// for [`upgrade`](Self::upgrade).
    pub fn adopt<'c>(&self, connection: impl Connect<'c>) -> Result<Adoption> {
        self.adopt_with(connection, Adopt::new())
    }

    /// The same as [`adopt`](Self::adopt), with what is known of the database.
    ///
    /// # Errors
    /// As for `adopt`, `NothingToAdopt` also if a tool or its table is named and not there; of kind `Target` if a revision
    /// is named that is not there, or a tool that leaves nothing in such databases.
    pub fn adopt_with<'c>(&self, connection: impl Connect<'c>, adopt: Adopt) -> Result<Adoption> {
        let mut session = open(connection)?;
        let wishes = adopt.wishes()?;
        let planned = self.planned(&mut *session, &wishes)?;
        if planned.was_adopted {
            return Ok(planned);
        }
        let adoption = self.outcome(&mut *session, &wishes, adopt::adopt)??;
        Ok(Adoption {
            warnings: planned.warnings,
            ..adoption
        })
    }

    /// Tells what [`adopt_with`](Self::adopt_with) would do; writes nothing.
    ///
    /// # Errors
    /// As for `adopt_with`.
    pub fn plan_adopt<'c>(&self, connection: impl Connect<'c>, adopt: Adopt) -> Result<Adoption> {
        let mut session = open(connection)?;
        self.planned(&mut *session, &adopt.wishes()?)
    }

    /// Decides, and compares schemas where only a person's word, or a number, says where the database stands.
    fn planned(&self, session: &mut dyn Session, wishes: &Wishes) -> Result<Adoption> {
        let planned = self.outcome(session, wishes, adopt::plan)?;
        #[cfg(feature = "autogenerate")]
        let planned = self.compared(session, wishes, planned);
        Ok(planned?)
    }

    /// Returns what comes of it, and errors of the database as they are.
    fn outcome(
        &self,
        session: &mut dyn Session,
        wishes: &Wishes,
        work: Work,
    ) -> Result<std::result::Result<Adoption, AdoptError>> {
        let mut outcome = Ok(Adoption::default());
        self.run(session, |context, session| {
            match work(context, session, wishes) {
                Err(AdoptError::Exec(error)) => return Err(error),
                other => outcome = other,
            }
            Ok(())
        })?;
        Ok(outcome)
    }
}

/// Takes over, or tells what that would be.
type Work =
    fn(&mut Context<'_>, &mut dyn Session, &Wishes) -> std::result::Result<Adoption, AdoptError>;

impl Migrations {
    /// Takes over a database that another tool has migrated. See [`Verbs::adopt`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn adopt<'c>(&self, connection: impl Connect<'c>) -> Result<Adoption> {
        self.with(Options::new()).adopt(connection)
    }

    /// The same, with what is known of the database. See [`Verbs::adopt_with`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn adopt_with<'c>(&self, connection: impl Connect<'c>, adopt: Adopt) -> Result<Adoption> {
        self.with(Options::new()).adopt_with(connection, adopt)
    }

    /// Tells what `adopt_with` would do. See [`Verbs::plan_adopt`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn plan_adopt<'c>(&self, connection: impl Connect<'c>, adopt: Adopt) -> Result<Adoption> {
        self.with(Options::new()).plan_adopt(connection, adopt)
    }
}
