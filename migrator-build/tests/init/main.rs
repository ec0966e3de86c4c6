//! What makes a package use migrator, on packages as `cargo new` makes them, and on others.

mod dependencies;
mod package;
mod set_up;
mod sources;
mod targets;
