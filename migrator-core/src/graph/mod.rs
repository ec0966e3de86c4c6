//! The revision graph and the identifier grammar.
//!
//! Pure: a [`Graph`] is built from [`RevisionSpec`]s at run time, or wraps what
//! the migration compiler embedded; nothing here reads a file or a database.
//!
//! ```text
//!   a1 ── a2 ── a3 ─┐            a1       base, real base
//!          └─ b1 ─┬─ m           a2       branch point
//!                 └ ─ ─ ─ c1     m        merge point, head, real head
//!         (c1 depends on b1)     c1       base (no parent), head, real head
//! ```
//!
//! Two kinds of edges: *parents* make lines, branches and labels; *dependencies*
//! only say what must be applied first. A revision without children is a head; if
//! another revision depends on it, it is a head but not a real head (an
//! *effective head*) and has no version row of its own while that one is applied.
//!
//! A *squash* is a revision that stands for a range of others. It is their last one's only
//! child while they are there, and stands where the first of them stood when they are gone (`fold`, `squash`).
//!
//! Invariants: a graph that exists has no duplicate id, no unknown reference and
//! no cycle; its revisions are stored in an order given by ids and parent order
//! alone, parents and dependencies first; nothing recurses along edges.
//!
//! Where to look: `check`, `cycles` and `problem` check, `build` assembles, `order` sorts, `labels` inherits,
//! `walk` follows edges, `target` and `range` parse, `names`, `steps`, `resolve`
//! and `history` find what a target means, `policy` holds the rule about several heads.

mod build;
mod check;
mod cycles;
pub mod embedded;
mod fold;
mod history;
mod labels;
mod links;
mod names;
mod order;
mod policy;
mod position;
mod problem;
mod quoted;
mod range;
mod replaced;
mod resolve;
mod resolve_error;
mod revision;
mod revision_set;
mod revisions;
mod spec;
mod squash;
mod squash_fault;
mod squashable;
mod steps;
mod store;
mod target;
mod target_error;
mod walk;

pub use build::PartialGraph;
pub use policy::clashing_heads;
pub use position::Position;
pub use problem::{GraphProblem, GraphProblems};
pub use range::TargetRange;
pub use resolve::Destination;
pub use resolve_error::{Candidate, ResolveError};
pub use revision::Revision;
pub use revision_set::RevisionSet;
pub use spec::RevisionSpec;
pub use squash::{Squash, Standing};
pub use squash_fault::SquashFault;
pub use store::{ExternalReference, Graph};
pub use target::{Symbol, Target};
pub use target_error::TargetError;
pub use walk::Edges;
