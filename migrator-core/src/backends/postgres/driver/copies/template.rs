//! Making a template once.
//!
//! ```text
//!  shared lock ─► finished? ─yes─► copy it; the lock stays
//!                     │no
//!                     ▼
//!         wait for one's turn ─► finished? ─no─► make it, close it to connections, give it its name
//! ```
//!
//! One's turn is a lock of its own, because many hold the shared one as long as they live.
//!
//! Invariant: what has the name of a template is finished.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use postgres::{Client, Config};

use super::super::said::said;
use super::apart::apart;
use super::dropping::drop_database;
use super::keeper::Keeper;
use super::names::{self, Template};
use super::sweep;
use crate::session::{SessionError, SessionErrorKind};

thread_local! {
    /// For which keeper this thread is filling a template.
    static FILLING: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Sees to it that there is this template, and holds it as long as this process lives. If there is none, `make` fills an
/// empty database; other processes that need the same one wait meanwhile. What it returns is returned, and
/// after an error of its own nothing is left.
///
/// # Errors
/// What the server says; also if `make` itself asks for a template of the same server, which would wait for itself.
pub fn ensure_template<E: Send>(
    keeper: &Keeper,
    template: Template,
    make: impl FnOnce(&Config) -> Result<(), E> + Send,
) -> Result<Result<(), E>, SessionError> {
    if FILLING.get() == Some(keeper.token()) {
        return Err(within_itself());
    }
    apart(|| {
        if keeper.holds(template.key)? {
            return Ok(Ok(()));
        }
        let mut holder = keeper.holder()?;
        // Another thread may have been first.
        if keeper.holds(template.key)? {
            return Ok(Ok(()));
        }
        let ensured = ensure(keeper, &mut holder, template, make);
        if let Ok(Ok(())) = ensured {
            keeper.hold(template.key);
            sweep::templates(&mut holder, template);
        }
        ensured
    })
}

/// Leaves the connection with a shared lock on the template, if it is there.
fn ensure<E>(
    keeper: &Keeper,
    client: &mut Client,
    template: Template,
    make: impl FnOnce(&Config) -> Result<(), E>,
) -> Result<Result<(), E>, SessionError> {
    run(
        client,
        &names::lock("pg_advisory_lock_shared", template.key),
    )?;
    let ensured = match is_ready(client, template) {
        Ok(true) => Ok(Ok(())),
        Ok(false) => in_turn(keeper, client, template, make),
        Err(error) => Err(error),
    };
    if !matches!(ensured, Ok(Ok(()))) {
        let unlock = names::lock("pg_advisory_unlock_shared", template.key);
        let _ = run(client, &unlock);
    }
    ensured
}

/// Makes the template, unless whoever was waited for has made it.
fn in_turn<E>(
    keeper: &Keeper,
    client: &mut Client,
    template: Template,
    make: impl FnOnce(&Config) -> Result<(), E>,
) -> Result<Result<(), E>, SessionError> {
    run(client, &names::turn("pg_advisory_lock", template.key)).map_err(is_being_made)?;
    let made = catch_unwind(AssertUnwindSafe(|| match is_ready(client, template)? {
        true => Ok(Ok(())),
        false => fill(keeper, client, template, make),
    }));
    if !matches!(made, Ok(Ok(Ok(())))) {
        let _ = drop_database(keeper, client, &names::unfinished(template.key));
    }
    let ended = run(client, &names::turn("pg_advisory_unlock", template.key));
    let made = made.unwrap_or_else(|payload| resume_unwind(payload))?;
    ended.map(|()| made)
}

/// Makes the template, and gives it its name.
fn fill<E>(
    keeper: &Keeper,
    client: &mut Client,
    template: Template,
    make: impl FnOnce(&Config) -> Result<(), E>,
) -> Result<Result<(), E>, SessionError> {
    let name = names::unfinished(template.key);
    // Whoever began it was killed; and one that somebody has opened to look into it is none any more.
    drop_database(keeper, client, &name)?;
    drop_database(keeper, client, &names::template(template.key))?;
    // From `template0`, because whatever a site has put into `template1` would count as made by nobody.
    let create = format!(
        "CREATE DATABASE \"{name}\" TEMPLATE template0{}",
        keeper.locale()
    );
    run(client, &create)?;
    let (_, config) = keeper.leading_to(&name);
    FILLING.set(Some(keeper.token()));
    let made = make(&config);
    FILLING.set(None);
    if let Err(error) = made {
        return Ok(Err(error));
    }
    run(client, &names::close(&name))?;
    run(client, &names::note_use(&name, template.line))?;
    run(client, &names::finish(template.key))?;
    Ok(Ok(()))
}

/// Tells whether the template is finished, and notes that it is in use.
fn is_ready(client: &mut Client, template: Template) -> Result<bool, SessionError> {
    let sql = names::is_ready(template.key);
    let Some(row) = client.query_opt(&sql, &[]).map_err(said)? else {
        return Ok(false);
    };
    let is_ready: bool = row.try_get("is_ready").map_err(said)?;
    let is_stale: bool = row.try_get("is_stale").map_err(said)?;
    if is_ready && is_stale {
        // Two who do it at once are in each other's way, and one is enough.
        let name = names::template(template.key);
        let _ = client.batch_execute(&names::note_use(&name, template.line));
    }
    Ok(is_ready)
}

/// Says what has been waited for.
fn is_being_made(error: SessionError) -> SessionError {
    match error.kind {
        SessionErrorKind::Busy => SessionError {
            message: "another program makes the same template, and takes very long".to_owned(),
            help: Some("see in `pg_stat_activity` what it does, and end it if it hangs"),
            ..error
        },
        _ => error,
    }
}

fn within_itself() -> SessionError {
    SessionError {
        help: Some("make the other database in the test, and put the rows in there"),
        ..SessionError::new(
            SessionErrorKind::Unsupported,
            "a seed cannot have a database of a fixture made on the server that it is run on",
        )
    }
}

fn run(client: &mut Client, sql: &str) -> Result<(), SessionError> {
    client.batch_execute(sql).map_err(said)
}
