//! Databases whose history tables are made by hand, as each tool makes them, taken over.
//!
//! | file | what it shows |
//! |---|---|
//! | `tools` | each tool's table, on each database that the tool has |
//! | `refused` | what does not fit, and that nothing is written then |
//! | `wishes` | what somebody can say about a database |
//! | `again` | a database that is ours already, and many processes at once |

#[path = "../support/mod.rs"]
mod support;

mod database;
mod sets;
mod tools;
