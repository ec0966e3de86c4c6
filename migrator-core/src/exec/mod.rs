//! Runs a plan: transactions, version rows, history, events, report.
//!
//! ```text
//!  read the rows ─► verify ─► plan ─► for each step: begin, read again, run, record, commit
//! ```
//!
//! Invariants: nothing is written before everything that can be known has been
//! checked; a step and its rows are committed together; every transaction that
//! was begun here ends here, also when a migration panics.

mod alone;
mod batch;
mod cancel;
mod context;
mod delivery;
mod dry_run;
mod ensure_version;
mod error;
mod event;
mod finish;
mod goal;
mod half_done;
mod in_batches;
mod journal;
mod journey;
mod lock;
mod looked_up;
mod losses;
mod offline;
mod options;
mod outside;
mod policies;
mod recorder;
mod references;
mod rehearsal;
mod rehearse;
mod repair;
mod report;
mod runner;
mod running;
mod stamp;
mod state;
mod step;
mod step_error;
mod stop;
mod strays;
mod transaction;
#[cfg(feature = "autogenerate")]
mod trial;
mod undisturbed;
mod verify;
mod wait;
mod walk;

pub use cancel::Cancel;
pub use context::Context;
pub use dry_run::{DryRun, PlannedStep};
pub use ensure_version::ensure_version;
pub use error::ExecError;
pub use event::{Event, Observer};
pub use finish::Finish;
pub use goal::Goal;
pub use offline::{listed, replay, write_stamp, write_steps, write_tables};
pub use options::Options;
pub use policies::{ChangedChecksum, NewerDatabase, OutOfOrder, UnknownRevision};
pub use rehearse::{MakeScratch, rehearse, rehearse_stamp};
pub use repair::{Repaired, Repairs, repair};
pub use report::{Report, StepReport};
pub use runner::run;
#[cfg(feature = "testing")]
pub use runner::run_planned;
pub use stamp::stamp;
#[cfg(feature = "adopt")]
pub(crate) use stamp::{Stamp, stamp_by};
#[cfg(feature = "adopt")]
pub(crate) use state::look;
pub use step_error::{Kept, StepCause, StepError};
#[cfg(feature = "autogenerate")]
pub use trial::{TrialError, try_out};
pub(crate) use wait::until_free;
