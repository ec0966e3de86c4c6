//! What is SQLite's own: files and their journals, busy handlers, pragmas,
//! attached and temporary databases. Everything that every database must do is in
//! `tests/conformance`.

mod alembic;
mod batches;
mod concurrent;
mod connections;
mod dropped;
mod dry_runs;
mod hostile;
mod journal;
mod noop;
mod open_queries;
mod rebuild;
mod renamed;
mod resumed;
mod shared_step;
#[path = "../support/mod.rs"]
mod support;
mod surroundings;
mod transactions;
