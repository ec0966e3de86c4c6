//! What is typed, and what is then seen: stdout, stderr and the exit code of the real binaries.

#[cfg(unix)]
mod adopt;
mod autogenerate;
mod branches;
mod check_graph;
mod combine;
mod completions;
mod config;
mod current;
mod databases;
mod downgrade;
mod dry_run;
mod edit;
mod ensure_version;
mod graph;
mod heads;
#[cfg(unix)]
mod hints;
mod history;
#[cfg(unix)]
mod import_alembic;
mod init;
#[cfg(unix)]
mod interrupted;
mod json;
mod layout;
mod log;
mod man;
mod merge;
mod package;
mod passwords;
#[cfg(unix)]
mod proposals;
mod rebase;
mod redacted;
mod rename;
mod repair;
mod revision;
mod script;
mod settings;
mod show;
mod squash;
mod stamp;
mod status;
mod streams;
mod support;
#[cfg(unix)]
mod terminal;
mod tls;
mod upgrade;
mod urls;
