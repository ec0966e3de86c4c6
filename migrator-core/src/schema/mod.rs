//! Tables, columns, types, constraints and indexes as values.
//!
//! A migration builds these with chained calls and hands them to an operation;
//! autogenerate reads them back through the getters. Nothing here knows how a
//! database writes them: that is each backend's `render.rs`.
//!
//! Invariant: a builder is one pointer wide and its generic arguments are
//! converted in a one-line function, so that a thousand migration files compile
//! to plain calls into this crate. That function is never inlined: a program has
//! one copy for each kind of argument, and the optimizer nothing to do at the calls.
//!
//! To add a column type: a variant in `column_type.rs`, its function in
//! `type_functions.rs`, and the match arms the compiler then asks for.

mod alter_column;
mod change;
mod check;
mod column;
mod column_type;
mod constraint;
mod deferrable;
mod exclude;
mod foreign_key;
mod identity;
mod index;
mod index_part;
mod names;
mod naming;
mod object;
mod primary_key;
mod table;
mod type_functions;
mod unique;

pub use alter_column::AlterColumn;
pub use change::{Change, IdentityChange};
pub use check::Check;
pub use column::{Column, ColumnDefault, Generated};
pub use column_type::ColumnType;
pub use constraint::Constraint;
pub use deferrable::Deferrable;
pub use exclude::{Exclude, ExcludeElement};
pub use foreign_key::{Action, ForeignKey};
pub use identity::Identity;
pub use index::Index;
pub use index_part::{IndexPart, IndexTarget, IntoIndexParts, Nulls};
pub use names::IntoNames;
pub(crate) use naming::Namer;
pub use naming::{NamingConvention, NamingError};
pub use object::{ObjectKind, ObjectName};
pub use primary_key::PrimaryKey;
pub use table::Table;
pub use type_functions::{
    array, big_integer, big_unsigned, binary, bit, blob, boolean, char, cidr, custom, date,
    date_time, decimal, double, enumeration, float, inet, integer, interval, json, json_binary,
    ltree, mac_addr, money, numeric, small_integer, small_unsigned, string, text, time, timestamp,
    timestamp_with_time_zone, tiny_integer, tiny_unsigned, unsigned, uuid, var_binary, var_bit,
    varchar, vector, year,
};
pub use unique::Unique;
