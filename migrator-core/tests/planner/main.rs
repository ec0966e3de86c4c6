//! The rooms `graph` and `plan` from outside: tables, recorded cases, and random graphs.

mod dag_cases;
mod grammar;
mod graph;
mod model;
mod plan;
mod resolve;
mod squash;
mod text;
