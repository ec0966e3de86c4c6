//! The schema as the application declares it: structs, builders, plain SQL, in any mixture.
//!
//! ```text
//!  #[derive(Table)] ─► Model ───┐
//!  Table::new(…), View::new(…) ─┼─► Declared { parts, hints, filter } ─► autogen
//!  schema.sql, sea-query ───────┘
//! ```
//!
//! Pure. A [`Declared`] is a list of what is to be there, as it was written; only a database can say
//! what that comes to, so `autogen` makes it on a scratch database and reads it back.
//!
//! | file | |
//! |---|---|
//! | `builder` | [`Declared`] and what is added to it |
//! | `way` | what is said about the way there, and what is compared |
//! | `part` | a part and where it was declared |
//! | `checked` | parts that contradict each other |
//! | `statement` | sea-query's statements as parts |
//! | `model`, `column_type` | what a struct declares, and the types of its fields |
//! | `derived` | what the code of the derive calls |
//! | `registered` | the models that are linked into the program |

mod builder;
mod checked;
mod column_type;
pub mod derived;
mod error;
mod filter;
mod hints;
mod model;
mod part;
mod registered;
mod statement;
#[cfg(test)]
mod tests;
mod way;

pub use builder::Declared;
pub use column_type::HasColumnType;
pub use error::DeclaredError;
pub use filter::{Filter, Undeclared};
pub use hints::{Backfill, ConversionHint, EnumValueHint, Hints, RenameHint};
pub use model::Model;
pub use part::{Object, Part, PlainSql, What};
pub use registered::Registration;
pub use statement::IntoStatement;
