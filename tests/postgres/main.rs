//! What is PostgreSQL's own: everything that every database must do is in
//! `tests/conformance`.

mod alembic;
mod batches;
mod concurrent;
mod connections;
mod contention;
mod gate;
mod half_done;
mod harness;
mod hostile;
mod killed;
mod mishaps;
mod mixed;
mod places;
mod pooler;
mod raw_driver;
mod read_only;
mod role;
mod round_trips;
mod standby;
#[path = "../support/mod.rs"]
mod support;
mod tools;
mod values;
