//! The migrations applied to a scratch database, by the ordinary runner.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::autogen::AutogenError;
use crate::backends;
use crate::base::TableName;
use crate::exec::{Context, Goal, Options, run};
use crate::graph::Target;
use crate::session::{Scope, Session};
use crate::set::Loaded;

/// Applies every migration; nobody is told.
///
/// # Errors
/// [`AutogenError::Replay`] with the revision that does not run on an empty database.
pub(super) fn replay(
    session: &mut dyn Session,
    set: &Loaded,
    options: &Options,
) -> Result<(), AutogenError> {
    advance(session, set, options, Target::heads())
}

/// Applies what a target needs and the scratch database lacks; nobody is told.
///
/// # Errors
/// As for [`replay`].
pub(super) fn advance(
    session: &mut dyn Session,
    set: &Loaded,
    options: &Options,
    target: Target,
) -> Result<(), AutogenError> {
    let is_within = session.scope() == Scope::Joined;
    let failed = |source| AutogenError::Replay {
        is_within,
        source: Box::new(source),
    };
    let options = on_scratch(options);
    let renderer = backends::renderer(session.dialect());
    let mut context = Context::new(set, &options, renderer).map_err(failed)?;
    context.is_silent = true;
    run(&mut context, session, &Goal::Upgrade(target)).map_err(failed)
}

/// Tells a session on a scratch database how to behave, before anything else.
pub(crate) fn configure(session: &mut dyn Session, options: &Options) -> Result<(), AutogenError> {
    // Within a database the lock would be the one that others take to migrate it, and to compare.
    let random = RandomState::new().build_hasher().finish();
    let settings = options.settings(&format!("migrator scratch {random:016x}"));
    let configured = session.configure(&settings);
    configured.map_err(|source| AutogenError::ground(session.dialect(), source))
}

/// Returns the settings of a run on a scratch database, whose version table stands where it stands by itself: a
/// schema for it would look like one that a migration has made.
pub(crate) fn on_scratch(options: &Options) -> Options {
    let tables = options.tables();
    let bare = |table: &TableName| TableName::from(table.name());
    options
        .for_replay()
        .version_table(bare(&tables.version))
        .history_table(bare(&tables.history))
}
