//! What Flyway is told of a migration by the file `….sql.conf` beside it.
//!
//! | setting | |
//! |---|---|
//! | `executeInTransaction` | is obeyed |
//! | `placeholderReplacement` | `false` lets `${…}` stand |
//! | `encoding` | UTF-8 alone |
//! | `shouldExecute` | refused, unless it is `true`: who runs it must not decide what is run |

use migrator_core::base::Transaction;

use super::files::RawFile;
use crate::Problem;

/// What is said of one migration.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// If it is said.
    pub(super) transaction: Option<Transaction>,
    pub(super) keeps_placeholders: bool,
}

impl Settings {
    /// Reads the file that is named as the migration and ends in `.conf`, if there is one.
    pub(super) fn beside(file: &RawFile, files: &[RawFile], problems: &mut Vec<Problem>) -> Self {
        let path = format!("{}.conf", file.path);
        let mut settings = Self::default();
        let Some(conf) = files.iter().find(|other| other.path == path) else {
            return settings;
        };
        for (line, number) in conf.text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', '!']) {
                continue;
            }
            if let Err((message, help)) = settings.take(line) {
                let problem = Problem::of_file(&conf.display, message);
                problems.push(problem.at(number, 1).help(help));
            }
        }
        settings
    }

    /// Takes a line; the error is what is wrong with it, and what to do.
    fn take(&mut self, line: &str) -> Result<(), (String, &'static str)> {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let key = key.trim().trim_start_matches("flyway.");
        let value = value.trim().to_ascii_lowercase();
        match (key, value.as_str()) {
            ("executeInTransaction", "true") => self.transaction = Some(Transaction::default()),
            ("executeInTransaction", "false") => self.transaction = Some(Transaction::None),
            ("placeholderReplacement", "true") => self.keeps_placeholders = false,
            ("placeholderReplacement", "false") => self.keeps_placeholders = true,
            ("shouldExecute", "true") | ("encoding", "utf-8" | "utf8") => {}
            ("executeInTransaction" | "placeholderReplacement", _) => {
                let message = format!("`{key}` is true or false, and not `{value}`");
                return Err((message, "write `true` or `false`"));
            }
            ("shouldExecute", _) => {
                let message = "Flyway decides when it runs whether this migration does".to_owned();
                return Err((
                    message,
                    "take the line out, or the migration out of the folder",
                ));
            }
            ("encoding", _) => {
                let message = format!("Flyway reads the migration as `{value}`, and not as UTF-8");
                return Err((message, "save the migration as UTF-8 and take the line out"));
            }
            _ => {
                let message = format!("Flyway has no setting `{key}` of a migration");
                return Err((
                    message,
                    "write `executeInTransaction=…` or `placeholderReplacement=…`",
                ));
            }
        }
        Ok(())
    }
}
