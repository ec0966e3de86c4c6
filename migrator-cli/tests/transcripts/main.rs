//! What is typed, and what is then seen: stdout, stderr and the exit code of the real binaries.

mod completions;
mod config;
mod current;
mod databases;
mod downgrade;
mod dry_run;
mod heads;
#[cfg(unix)]
mod interrupted;
mod log;
mod man;
mod passwords;
mod redacted;
mod script;
mod settings;
mod stamp;
mod status;
mod support;
#[cfg(unix)]
mod terminal;
mod tls;
mod upgrade;
mod urls;
