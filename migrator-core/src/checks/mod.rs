//! Every revision tried on scratch databases, up and down and up again, for the tests of an application.
//!
//! ```text
//!  where its parents lead ─► rows in every table ─► up ─► down ─► up        one database, for all revisions
//!         │                    schema and rows ─┘      └─► schema  └─► schema and rows, as after the first time
//!         └─► the script of its upgrade ─► schema, as after the run         another, on a thread of its own
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `walk` | which revision is next, and what becomes of what it needs |
//! | `trial` | one revision up, down and up again |
//! | `squash` | a squash in the place of what it stands for |
//! | `offline` | the same for scripts |
//! | `crew` | the set, how it runs, and whose turn it is |
//! | `place`, `filling` | a scratch database, what is applied to it, how it comes to where a revision begins, and to rows |
//! | `look`, `difference` | what it holds, and what of that is another |
//! | `contents`, `survival` | the rows of all tables, and which of them are lost |
//! | `verdict`, `text` | what comes of it, as data and as text that can be kept |
//! | `released` | whether a revision is as a lock file has it |
//!
//! Invariants: a revision is tried where exactly what it needs is applied; what a failure leaves behind is never
//! built upon, another database takes the place of the one it happened on. An order of columns is told and held against nobody.
//! To add a check of one revision: a variant of [`RevisionCheck`](crate::script::RevisionCheck), and where it is judged.

mod contents;
mod crew;
mod difference;
mod error;
mod filling;
mod look;
mod offline;
mod place;
mod released;
mod squash;
mod survival;
mod text;
mod trial;
mod verdict;
mod walk;

pub use error::ChecksError;
pub use look::identity;
pub use released::Release;
pub use text::{read, write};
pub use verdict::{Seen, Verdict, Walked};
pub use walk::{MakeWorkshop, walk};
