//! The declared schema against the migrations: what [`check`](crate::check) compares, and the revision that
//! [`Autogenerate::propose`] makes of it.
//!
//! What is said about the way there, and what is compared, is said with the schema: see [`declared`](crate::declared).

pub use migrator_core::autogen::{
    Autogenerate, Differences, Edit, Language, Origin, Proof, Proposal, ProposedStep, Squash,
};
pub use migrator_core::catalog::Schemas;
pub use migrator_core::diff::{Change, Difference, Question};
pub use migrator_core::schema::{ObjectKind, ObjectName};
pub use migrator_core::session::Ground;
