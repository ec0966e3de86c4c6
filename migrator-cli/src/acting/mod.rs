//! A verb at work on a database: who watches it, who may stop it, and what is said at the end.
//!
//! ```text
//!             ┌─► log        lines in Alembic's words, unless the program has a subscriber of its own
//!  run ─► verb┼─► screen     the bar, on a terminal
//!             ├─► interrupt  Ctrl-C: the statement is cancelled, the transaction rolled back
//!             └─► watch      what the server says about a slow statement, on a connection of its own
//! ```
//!
//! `spell` is the line where nothing can be told but that it takes a while, `flags` what can be typed behind
//! every verb that acts, `who` the name in the history.

pub(crate) mod confirm;
mod flags;
pub(crate) mod interrupt;
mod log;
mod margin;
pub(crate) mod plan;
mod report;
mod screen;
mod script;
#[cfg(feature = "autogenerate")]
mod spell;
pub(crate) mod text;
mod watch;
mod who;

pub(crate) use flags::{Patience, Running};
pub(crate) use report::tell;
pub(crate) use script::Scripting;
#[cfg(feature = "autogenerate")]
pub(crate) use spell::Spell;

use std::sync::Arc;

use migrator::{Dialect, Error, Event, Options};
use migrator_core::command::Verbs;
use migrator_core::session::Session;

use crate::context::Context;
use crate::database::{self, Connection};
use crate::failure::Failure;
use screen::Screen;
use watch::Watch;

/// Does a verb's work on a database, with everything that belongs to one that acts.
pub(crate) fn run<T>(
    context: &Context,
    mut connection: Connection,
    options: Options,
    work: impl FnOnce(&Verbs<'_>, Box<dyn Session + '_>) -> Result<T, Error>,
) -> Result<T, Failure> {
    let again = connection.again();
    let screen = Arc::new(Screen::new(context.output));
    let watching = Arc::clone(&screen);
    let (options, cancel) = options
        .by(who::runs_this())
        .also_observer(move |event: &Event<'_>| watching.observe(event))
        .cancellable();
    let verbs = database::verbs(context, options)?;
    let mut session = connection.session()?;
    if session.dialect() == Dialect::Postgres {
        screen.expect_batches();
    }
    let watching = Watch::start(&mut *session, again, &screen);
    let stopping = interrupt::while_running(cancel, Arc::clone(&screen));
    let outcome = log::while_running(context, &screen, || work(&verbs, session));
    drop((stopping, watching));
    screen.finish();
    Ok(outcome?)
}
