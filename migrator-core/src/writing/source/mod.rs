//! Each value that a migration may give to `op`, as the expression that makes it.
//!
//! To add an operation: an arm in `operation`, and a file here if it has a value of its own.

mod alter;
mod column;
mod constraint;
mod data;
mod domain;
mod index;
mod kind;
mod object;
mod operation;
mod program;
mod sequence;
mod sql;
mod table;

pub(super) use operation::expression;

use super::layout::Expression;

/// An expression, or what cannot be written.
type Written = Result<Expression, &'static str>;
