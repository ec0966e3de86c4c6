//! What is typed, and what is then seen: stdout, stderr and the exit code of the real binaries.

mod current;
mod databases;
mod downgrade;
mod dry_run;
mod heads;
#[cfg(unix)]
mod interrupted;
mod log;
mod redacted;
mod script;
mod stamp;
mod status;
mod support;
#[cfg(unix)]
mod terminal;
mod upgrade;
