//! The verbs, one per file, as methods of [`Verbs`].
//!
//! The rim of the library: generic arguments are converted here and everything below is `dyn`.
//!
//! | file | what it has for all verbs |
//! |---|---|
//! | `verbs` | [`Verbs`] itself; a session is opened and told the settings, the version rows are read |
//! | `target` | what is accepted as a target |
//! | `info`, `line` | a revision as the reading verbs show it, and as text |
//!
//! To add one: `CONTRIBUTING.md`. The smallest that asks a database is `current`, the smallest that
//! asks none is `show`.

#[cfg(feature = "adopt")]
mod adopt;
#[cfg(feature = "autogenerate")]
mod autogenerate;
mod branches;
mod current;
mod downgrade;
mod dry_run;
mod ensure_version;
mod heads;
mod history;
mod info;
mod line;
mod log;
mod repair;
mod show;
mod sql;
mod stamp;
mod status;
mod target;
mod upgrade;
mod verbs;

#[cfg(feature = "adopt")]
pub use adopt::Adopt;
pub use current::Current;
pub use info::{RevisionInfo, infos};
pub use line::Line;
pub use log::{LogAction, LogEntry, LogStatus};
pub use repair::Repair;
pub use sql::{Script, SqlVerbs};
pub use status::{RevisionState, RevisionStatus, Status};
pub use target::{IntoTarget, IntoTargets};
pub use verbs::Verbs;
