//! Making a template once.
//!
//! ```text
//!  ┌─► shared lock ─► finished? ─yes─► copy it; the lock stays
//!  │                      │no
//!  │                      ▼
//!  └─no── free for an exclusive lock? ─yes─► make it, close it to connections; a shared lock stays
//! ```
//!
//! Nobody waits for an exclusive lock: it would be granted when the last one that holds the template has ended.
//!
//! Invariant: what is not closed to connections is not finished, and is never copied.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use postgres::{Client, Config};

use super::super::said::said;
use super::apart::apart;
use super::dropping::drop_database;
use super::keeper::Keeper;
use super::{names, sweep};
use crate::session::{SessionError, SessionErrorKind};

/// So long it is tried to be the one who makes it: as long as is waited for who makes it.
const LONGEST: Duration = Duration::from_secs(600);

/// Between two attempts, where others look at it at the same moment.
const PAUSE: Duration = Duration::from_millis(5);

/// Sees to it that there is a template with this key, and holds it as long as this process lives. If there is none,
/// `make` fills an empty database; other processes that need the same one wait meanwhile. What it returns
/// is returned, and after an error of its own nothing is left.
///
/// # Errors
/// What the server says.
pub fn ensure_template<E: Send>(
    keeper: &Keeper,
    key: u64,
    make: impl FnOnce(&Config) -> Result<(), E> + Send,
) -> Result<Result<(), E>, SessionError> {
    apart(|| {
        if keeper.holds(key)? {
            return Ok(Ok(()));
        }
        let mut holder = keeper.holder()?;
        // Another thread may have been first.
        if keeper.holds(key)? {
            return Ok(Ok(()));
        }
        let ensured = ensure(keeper, &mut holder, key, make)?;
        if ensured.is_ok() {
            keeper.hold(key);
            sweep::templates(&mut holder);
        }
        Ok(ensured)
    })
}

/// Leaves the connection with a shared lock on the template, if it is there.
fn ensure<E>(
    keeper: &Keeper,
    client: &mut Client,
    key: u64,
    make: impl FnOnce(&Config) -> Result<(), E>,
) -> Result<Result<(), E>, SessionError> {
    let end = Instant::now() + LONGEST;
    loop {
        // While somebody makes it, this waits.
        run(client, &names::lock("pg_advisory_lock_shared", key))?;
        if is_ready(client, key)? {
            return Ok(Ok(()));
        }
        run(client, &names::lock("pg_advisory_unlock_shared", key))?;
        // Not waiting: whoever is first makes it, and then holds it as long as it lives.
        if is_locked(client, key)? {
            return make_locked(keeper, client, key, make);
        }
        if Instant::now() > end {
            return Err(not_free());
        }
        std::thread::sleep(PAUSE);
    }
}

/// Makes the template under the exclusive lock, and keeps a shared one if that succeeds.
fn make_locked<E>(
    keeper: &Keeper,
    client: &mut Client,
    key: u64,
    make: impl FnOnce(&Config) -> Result<(), E>,
) -> Result<Result<(), E>, SessionError> {
    let made = catch_unwind(AssertUnwindSafe(|| match is_ready(client, key)? {
        true => Ok(Ok(())),
        false => fill(keeper, client, key, make),
    }));
    match &made {
        Ok(Ok(Ok(()))) => run(client, &names::lock("pg_advisory_lock_shared", key))?,
        _ => {
            let _ = drop_database(keeper, client, &names::template(key));
        }
    }
    run(client, &names::lock("pg_advisory_unlock", key))?;
    made.unwrap_or_else(|payload| resume_unwind(payload))
}

/// Makes the template, and closes it.
fn fill<E>(
    keeper: &Keeper,
    client: &mut Client,
    key: u64,
    make: impl FnOnce(&Config) -> Result<(), E>,
) -> Result<Result<(), E>, SessionError> {
    let name = names::template(key);
    // Whoever began it was killed.
    drop_database(keeper, client, &name)?;
    // From `template0`, because whatever a site has put into `template1` would count as made by nobody.
    let create = format!(
        "CREATE DATABASE \"{name}\" TEMPLATE template0{}",
        keeper.locale()
    );
    run(client, &create)?;
    let (_, config) = keeper.leading_to(&name);
    if let Err(error) = make(&config) {
        return Ok(Err(error));
    }
    run(client, &names::finish(key))?;
    run(client, &names::note_use(key))?;
    Ok(Ok(()))
}

/// Tells whether the template is finished, and notes that it is in use.
fn is_ready(client: &mut Client, key: u64) -> Result<bool, SessionError> {
    let row = client.query_opt(&names::is_ready(key), &[]).map_err(said)?;
    let Some(row) = row else {
        return Ok(false);
    };
    let is_ready: bool = row.try_get("is_ready").map_err(said)?;
    let is_stale: bool = row.try_get("is_stale").map_err(said)?;
    if is_ready && is_stale {
        // Two who do it at once are in each other's way, and one is enough.
        let _ = client.batch_execute(&names::note_use(key));
    }
    Ok(is_ready)
}

/// Takes the exclusive lock, if nobody has one of any kind.
fn is_locked(client: &mut Client, key: u64) -> Result<bool, SessionError> {
    let sql = names::lock("pg_try_advisory_lock", key);
    let row = client.query_one(&sql, &[]).map_err(said)?;
    Ok(row.try_get::<_, &str>(0).map_err(said)? == "true")
}

fn not_free() -> SessionError {
    SessionError {
        help: Some(
            "end the programs that use the database, or drop what is left of it when none does",
        ),
        ..SessionError::new(
            SessionErrorKind::Busy,
            "the template of the databases of tests is held by another program, and is not there",
        )
    }
}

fn run(client: &mut Client, sql: &str) -> Result<(), SessionError> {
    client.batch_execute(sql).map_err(said)
}
