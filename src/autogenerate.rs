//! The declared schema against the migrations: what [`check`](crate::check) compares, and the revision that
//! [`Autogenerate::propose`] makes of it.

pub use migrator_core::autogen::{
    Autogenerate, Differences, Edit, Language, Origin, Proof, Proposal, ProposedStep,
};
pub use migrator_core::catalog::Schemas;
pub use migrator_core::declared::{
    Backfill, ConversionHint, EnumValueHint, Filter, Hints, RenameHint, Undeclared,
};
pub use migrator_core::diff::{Change, Difference, Question};
pub use migrator_core::schema::{ObjectKind, ObjectName};
pub use migrator_core::session::Ground;
