//! The declared schema against the migrations, as an assertion.

use migrator_core::error::Error;
use migrator_core::session::Ground;

use super::failing::fail;

/// Fails the test unless the migrations make exactly what the models declare.
///
/// ```
/// # mod app {
/// // #[test]
/// fn the_migrations_make_what_the_models_declare() {
///     migrator::testing::assert_schema_matches(migrator::sqlite::Memory);
/// }
/// # }
/// ```
///
/// The models are those that are linked into the program, and the migrations are its one embedded set; for others
/// write `assert!(differences.is_empty(), "{differences}")` of what [`Autogenerate::check`] returns. Nothing but
/// scratch databases is written: SQLite needs none that is there, PostgreSQL a server.
///
/// # Panics
/// If there are differences, with a line for each and what to run; if nothing could be compared, with the reason.
///
/// [`Autogenerate::check`]: crate::autogenerate::Autogenerate::check
#[track_caller]
pub fn assert_schema_matches<'g>(ground: impl Ground<'g>) {
    if let Err(text) = matches(crate::check(ground)) {
        fail(&text);
    }
}

pub(super) fn matches(
    checked: Result<crate::autogenerate::Differences, Error>,
) -> Result<(), String> {
    match checked {
        Ok(differences) if differences.is_empty() => Ok(()),
        Ok(differences) => {
            let lines: Vec<String> = differences.lines();
            Err(format!(
                "the migrations do not make what the models declare:\n  {}\nhelp: write the revision with \
                 `cargo migrator revision --autogenerate`",
                lines.join("\n  ")
            ))
        }
        Err(error) => Err(format!("the schema cannot be checked\n{error:?}")),
    }
}
