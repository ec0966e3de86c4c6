//! Expressions as text, laid out as `rustfmt` lays them out by default.
//!
//! What it does is a matter of widths: a call's arguments stand beside each other up to 60 columns, a chain
//! of calls up to 60, a line up to 100, and what does not fit is tried in other ways in a certain order.
//! The rules here are those of its `chains.rs`, `overflow.rs` and `lists.rs`, for the few expressions
//! that a migration is made of; `tests/writing` holds them against the real program.
//!
//! | file | what it knows |
//! |---|---|
//! | `expression` | what can be laid out |
//! | `statement`, `shortened` | a whole statement, also one that fits nowhere |
//! | `chain`, `list` | the rules |
//! | `item`, `shape`, `width` | what the rules speak of |
//!
//! Invariant: what fits nowhere is left alone by `rustfmt`, so that any layout of it is stable.

mod chain;
mod expression;
mod item;
mod list;
mod shape;
mod shortened;
mod statement;
mod width;

pub(super) use expression::Expression;
pub(super) use statement::statement;
