//! Which PostgreSQL server tests use.
//!
//! Invariant: a test without a server fails and says so; it never passes without having run.

use std::env::{self, VarError};

use migrator_core::kit::KitError;

/// Where a test looks for its server, in this order.
const VARIABLES: [&str; 2] = ["MIGRATOR_TEST_DATABASE_URL", "DATABASE_URL"];

/// Returns the URL of the server: the one given, else that of the environment.
///
/// # Errors
/// If neither says one, with what to write.
pub(crate) fn server(given: Option<&str>) -> Result<String, String> {
    found(given).map_err(|error| {
        let help = error.help().unwrap_or_default();
        format!("{error}\nhelp: {help}")
    })
}

/// The same with our own error.
pub(super) fn found(given: Option<&str>) -> Result<String, KitError> {
    chosen(given, env::var).map_err(|reason| KitError::NoServer { reason })
}

/// A variable that is set to nothing counts as not set.
fn chosen(
    given: Option<&str>,
    variable: impl Fn(&'static str) -> Result<String, VarError>,
) -> Result<String, String> {
    if let Some(url) = given {
        return Ok(url.to_owned());
    }
    for name in VARIABLES {
        match variable(name) {
            Ok(url) if url.trim().is_empty() => {}
            Ok(url) => return Ok(url),
            Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => {
                return Err(format!("the variable `{name}` is not valid Unicode"));
            }
        }
    }
    let [first, second] = VARIABLES;
    Err(format!("neither `{first}` nor `{second}` is set"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)], given: Option<&str>) -> Result<String, String> {
        chosen(given, |name| {
            let found = set.iter().find(|(it, _)| *it == name);
            found
                .map(|(_, url)| (*url).to_owned())
                .ok_or(VarError::NotPresent)
        })
    }

    #[test]
    fn what_is_given_goes_before_the_variables() {
        let both = [("MIGRATOR_TEST_DATABASE_URL", "a"), ("DATABASE_URL", "b")];
        assert_eq!(with(&both, Some("c")).as_deref(), Ok("c"));
        assert_eq!(with(&both, None).as_deref(), Ok("a"));
        assert_eq!(with(&both[1..], None).as_deref(), Ok("b"));
    }

    #[test]
    fn a_variable_set_to_nothing_is_not_set() {
        let set = [("MIGRATOR_TEST_DATABASE_URL", " "), ("DATABASE_URL", "b")];
        assert_eq!(with(&set, None).as_deref(), Ok("b"));
    }

    #[test]
    fn no_server_is_an_error_that_says_what_to_set() {
        let reason = with(&[], None).unwrap_err();
        let error = KitError::NoServer { reason };
        assert_eq!(
            error.to_string(),
            "there is no PostgreSQL server to test on: neither `MIGRATOR_TEST_DATABASE_URL` nor `DATABASE_URL` is set"
        );
        assert!(
            error
                .help()
                .unwrap()
                .starts_with("set `MIGRATOR_TEST_DATABASE_URL` to the URL")
        );
    }
}
