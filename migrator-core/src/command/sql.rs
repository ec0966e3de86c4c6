//! Scripts: what `upgrade`, `downgrade` and `stamp` would do, as SQL, without a database.

use std::fmt;
use std::ops::Deref;

use crate::backends;
use crate::base::Dialect;
use crate::command::Verbs;
use crate::error::Result;
use crate::exec::{Context, ExecError, Options, listed, replay, write_stamp, write_steps};
use crate::graph::{Position, Target, TargetError};
use crate::offline::ScriptSession;
use crate::plan::{self, Plan};
use crate::session::{Session, SessionError};
use crate::set::{Loaded, Migrations};

/// A script for the shell of a database: `sqlite3`, `psql`.
///
/// Text, in every way: it derefs to `str` and displays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Script(String);

impl Deref for Script {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Script {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl AsRef<[u8]> for Script {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Script> for String {
    fn from(script: Script) -> Self {
        script.0
    }
}

/// The verbs that write scripts, from [`Verbs::sql`].
///
/// A range `a:b` says where the database stands that the script is for, and where it shall
/// stand afterwards. Several version rows are written `a,c:b`.
#[derive(Debug, Clone)]
#[must_use = "nothing is written before a verb is called"]
pub struct SqlVerbs<'m> {
    verbs: Verbs<'m>,
    dialect: Dialect,
}

impl<'m> Verbs<'m> {
    /// Returns the verbs that write scripts for a kind of database, and need none.
    ///
    #[doc = include_str!("sql.md")]
    pub fn sql(self, dialect: Dialect) -> SqlVerbs<'m> {
        SqlVerbs {
            verbs: self,
            dialect,
        }
    }
}

impl Migrations {
    /// Returns the verbs that write scripts for a kind of database. See [`Verbs::sql`].
    pub fn sql(&self, dialect: Dialect) -> SqlVerbs<'_> {
        self.with(Options::new()).sql(dialect)
    }
}

impl SqlVerbs<'_> {
    /// Writes the script that applies what lies between two places: `a:b`, `a:` up to the heads,
    /// `:b` or `b` from base.
    ///
    /// With nothing between them the script says so and does nothing.
    ///
    /// # Errors
    /// If the range means nothing or leads down, or if a migration cannot be written as SQL: it
    /// reads from the database, or the database kind lacks what it asks for.
    pub fn upgrade(&self, range: &str) -> Result<Script> {
        let range = Range::parse(range)?;
        let end = range.end()?.unwrap_or_else(Target::heads);
        let plan = plan::upgrade_between(&self.verbs.loaded()?.graph, &range.starts, &end);
        self.write_plan("upgrade", plan.map_err(ExecError::from)?)
    }

    /// Writes the script that reverts what lies between two places: `b:a`, `b:base`.
    ///
    /// # Errors
    /// As for [`upgrade`](Self::upgrade); also if it is no range, or a revision has no downgrade.
    pub fn downgrade(&self, range: &str) -> Result<Script> {
        let text = range;
        let mut range = Range::parse(text)?;
        if !range.has_colon {
            let text = text.to_owned();
            return Err(TargetError::NoRange { text }.into());
        }
        if range.starts.is_empty() {
            range.starts.push(Target::heads());
        }
        let end = range.end()?.unwrap_or_else(Target::base);
        let plan = plan::downgrade_between(&self.verbs.loaded()?.graph, &range.starts, &end);
        self.write_plan("downgrade", plan.map_err(ExecError::from)?)
    }

    /// Writes the script that sets the version rows: `a:b` where they are `a`, `b` where there
    /// are none. With [`Options::purge`] whatever rows there are make way for `b`.
    ///
    /// # Errors
    /// If a target means nothing, or is an ancestor of another.
    pub fn stamp(&self, range: &str) -> Result<Script> {
        let range = Range::parse(range)?;
        let set = self.verbs.loaded()?;
        let rows = ids(
            set,
            plan::standing_on(&set.graph, &range.starts)
                .map_err(ExecError::from)?
                .rows(),
        );
        let ends = match range.ends.as_slice() {
            [] => vec![Target::heads()],
            ends => ends.to_vec(),
        };
        let ends_text: Vec<String> = ends.iter().map(Target::to_string).collect();
        let title = format!("stamp from {} to {}", listed(&rows), ends_text.join(", "));
        self.write(&title, &rows, |context, session| {
            write_stamp(context, session, &rows, &ends)
        })
    }

    fn write_plan(&self, verb: &str, plan: Plan) -> Result<Script> {
        let set = self.verbs.loaded()?;
        let (rows, after) = (ids(set, plan.rows_before()), ids(set, plan.rows_after()));
        let steps = plan.into_steps();
        let title = format!("{verb} from {} to {}", listed(&rows), listed(&after));
        self.write(&title, &rows, |context, session| {
            if !steps.is_empty() {
                write_steps(context, session, &steps, &rows)?;
            }
            Ok(!steps.is_empty())
        })
    }

    /// Writes a script whose body comes from `work`, which tells whether there is any.
    pub(super) fn write(
        &self,
        title: &str,
        rows: &[String],
        work: impl FnOnce(&mut Context<'_>, &mut ScriptSession<'_>) -> Result<bool, ExecError>,
    ) -> Result<Script> {
        let dialect = self.dialect;
        let (set, options) = (self.verbs.loaded()?, self.verbs.options.for_script());
        let renderer = backends::renderer(dialect);
        let mut context = Context::new(set, &options, renderer)?;
        context.ledger = context.ledger.for_script();
        let settings = options.settings(context.ledger.version_name());
        let replica = || self.replica(set, rows);
        let mut session = ScriptSession::new(renderer, &replica);
        session
            .configure(&settings)
            .map_err(|source| ExecError::Setting { dialect, source })?;
        let command = renderer.shell().command();
        let application = context.application().to_owned();
        session.remark(&format!("{application}: {title}, for {dialect}\n{command}"));
        if !work(&mut context, &mut session)? {
            session.remark("Nothing to do.");
        }
        Ok(Script(session.into_text()))
    }

    /// Makes a scratch database that stands where the script begins.
    fn replica(&self, set: &Loaded, rows: &[String]) -> Result<Box<dyn Session>, SessionError> {
        let mut session = backends::scratch(self.dialect)?;
        let options = self.verbs.options.for_replay();
        let renderer = backends::renderer(self.dialect);
        let mut context = Context::new(set, &options, renderer).map_err(|_| {
            let kind = crate::session::SessionErrorKind::Other;
            SessionError::new(kind, "the version table cannot be had in memory")
        })?;
        let settings = options.settings(context.ledger.version_name());
        session.configure(&settings)?;
        replay(&mut context, &mut *session, rows)?;
        Ok(session)
    }
}

fn ids(set: &Loaded, positions: &[Position]) -> Vec<String> {
    let id = |position: &Position| set.graph.id_at(*position).to_owned();
    let mut ids: Vec<String> = positions.iter().map(id).collect();
    ids.sort_unstable();
    ids
}

/// Where a script begins and where it ends.
struct Range {
    text: String,
    starts: Vec<Target>,
    ends: Vec<Target>,
    has_colon: bool,
}

impl Range {
    fn parse(text: &str) -> Result<Self, TargetError> {
        let (start, end) = text.split_once(':').unwrap_or(("", text));
        if end.contains(':') {
            let text = text.to_owned();
            return Err(TargetError::ManyColons { text });
        }
        let list = |text: &str| -> Result<Vec<Target>, TargetError> {
            if text.is_empty() {
                return Ok(Vec::new());
            }
            text.split(',').map(Target::parse).collect()
        };
        let has_colon = text.contains(':');
        if text.is_empty() {
            return Err(TargetError::Empty);
        }
        Ok(Self {
            text: text.to_owned(),
            starts: list(start)?,
            ends: list(end)?,
            has_colon,
        })
    }

    /// Returns the one end.
    fn end(&self) -> Result<Option<Target>, TargetError> {
        match self.ends.as_slice() {
            [] => Ok(None),
            [end] => Ok(Some(end.clone())),
            _ => Err(TargetError::ManyEnds {
                text: self.text.clone(),
            }),
        }
    }
}
