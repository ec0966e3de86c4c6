//! What the settings mean to a run: the program's own options, with everything set here on top.
//!
//! The program is the weakest, because it was decided first: a file beside it, an operator's environment
//! and a flag are later decisions. What none of them sets stays as the program has it.

use migrator::{Options, TableName};

use crate::config::{Config, Key, Value};

impl Config {
    /// Puts the settings on top of the program's options.
    pub(crate) fn apply(&self, mut options: Options) -> Options {
        let schema = self.text(Key::VersionTableSchema);
        if let Some(table) = self.text(Key::VersionTable) {
            options = options.version_table(qualified(schema, table));
        } else if schema.is_some() {
            options = options.version_table(qualified(schema, "alembic_version"));
        }
        if let Some(table) = self.text(Key::HistoryTable) {
            options = options.history_table(qualified(schema, table));
        }
        if let Some(role) = self.text(Key::Role) {
            options = options.role(role);
        }
        if let Some(Value::Transaction(mode)) = self.value(Key::Transaction) {
            options = options.transaction(*mode);
        }
        if let Some(Value::Limit(Some(wait))) = self.value(Key::LockWait) {
            options = options.lock_wait(*wait);
        }
        if let Some(Value::Limit(limit)) = self.value(Key::LockTimeout) {
            options = options.lock_timeout(*limit);
        }
        if let Some(Value::Limit(limit)) = self.value(Key::StatementTimeout) {
            options = options.statement_timeout(*limit);
        }
        options
    }
}

fn qualified(schema: Option<&str>, table: &str) -> TableName {
    match schema {
        Some(schema) => TableName::from((schema, table)),
        None => TableName::from(table),
    }
}
