//! Which PostgreSQL server tests use.
//!
//! Invariant: a test without a server fails and says so; it never passes without having run.

use std::env::{self, VarError};

use migrator_core::kit::KitError;

/// Where a test looks for its server, in this order.
const VARIABLES: [&str; 2] = ["MIGRATOR_TEST_DATABASE_URL", "DATABASE_URL"];

/// A server, and who says that it is the one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) url: String,
    /// The variable, unless the test itself names it.
    pub(super) variable: Option<&'static str>,
}

/// Returns the URL of the server: the one given, else that of the environment.
///
/// # Errors
/// If neither says one, with what to write.
pub(crate) fn server(given: Option<&str>) -> Result<String, String> {
    let found = found(given).map_err(|error| {
        let help = error.help().unwrap_or_default();
        format!("{error}\nhelp: {help}")
    });
    found.map(|named| named.url)
}

/// The same with who names it, and our own error.
pub(super) fn found(given: Option<&str>) -> Result<Named, KitError> {
    chosen(given, env::var).map_err(|reason| KitError::NoServer { reason })
}

/// A variable that is set to nothing counts as not set.
fn chosen(
    given: Option<&str>,
    variable: impl Fn(&'static str) -> Result<String, VarError>,
) -> Result<Named, String> {
    if let Some(url) = given {
        let url = url.to_owned();
        return Ok(Named {
            url,
            variable: None,
        });
    }
    for name in VARIABLES {
        match variable(name) {
            Ok(url) if url.trim().is_empty() => {}
            Ok(url) => {
                let variable = Some(name);
                return Ok(Named { url, variable });
            }
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
        let chosen = chosen(given, |name| {
            let found = set.iter().find(|(it, _)| *it == name);
            found
                .map(|(_, url)| (*url).to_owned())
                .ok_or(VarError::NotPresent)
        });
        chosen.map(|named| named.url)
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
