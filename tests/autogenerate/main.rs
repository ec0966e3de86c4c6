//! The declared schema against the migrations, from outside: real sets, real databases.
//!
//! | file | what it shows |
//! |---|---|
//! | `comparing` | what is different, whatever it was made of |
//! | `declaring` | the declared schema is made in any order, and what cannot be made is named |
//! | `models` | structs and statements of sea-query |
//! | `replaying` | the migrations run on scratch, and what does not is named |
//! | `naming` | constraints without names |
//! | `live` | the database itself as the other side |
//! | `cached` | what is kept, and what is not believed |
//! | `carrying` | what a squash must not leave out for a shorter way |
//! | `scratch` | nothing is left on a server, whatever happens |
//! | `squashing` | a revision that stands for a range, made of what it does |
//! | `asserting` | the assertion for the tests of an application |
//!
//! What holds for both databases is said once, for a [`Backend`](backend::Backend).

mod asserting;
mod backend;
mod cached;
mod carrying;
mod comparing;
mod declaring;
mod live;
mod models;
mod naming;
mod replaying;
mod scratch;
mod squashing;
#[path = "../support/mod.rs"]
mod support;
