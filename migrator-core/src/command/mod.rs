//! The verbs, one per file, as methods of [`Verbs`].
//!
//! The rim of the library: generic arguments are converted here and everything
//! below is `dyn`. To add one: a file with its `impl Verbs`, a method on
//! [`Migrations`](crate::set::Migrations), and a free function in the facade.

mod current;
mod downgrade;
mod heads;
mod history;
mod info;
mod show;
mod sql;
mod stamp;
mod target;
mod upgrade;
mod verbs;

pub use current::Current;
pub use info::RevisionInfo;
pub use sql::{Script, SqlVerbs};
pub use target::{IntoTarget, IntoTargets};
pub use verbs::Verbs;
