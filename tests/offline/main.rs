//! Scripts, run by the programs that they are written for: `sqlite3` and `psql`.
//!
//! What is compared with what: the schema and every row after a script, and after the same thing
//! done online on another database. Only clock times and the history's counter are left out.

mod generator;
mod guards;
mod histories;
mod options;
mod quickstart;
mod ranges;
mod reading;
mod rebuilds;
mod shells;
#[path = "../support/mod.rs"]
mod support;
mod text;
#[allow(dead_code, reason = "another program uses the rest")]
#[path = "../postgres/tools.rs"]
mod tools;
mod values;
