//! What to do about an error of the library, in the words of the command line.
//!
//! The library names functions, because a program may show its errors anywhere; here people type verbs. An
//! error that is not listed says what the library says.

use migrator_core::error::{Error, ErrorKind};
use migrator_core::graph::ResolveError;

/// How a setting is called here that the library calls by its function.
const SETTINGS: &[(&str, &str)] = &[
    ("`Options::role`", "`--set role=ROLE`"),
    ("`Options::version_table`", "the setting `version-table`"),
    ("`Options::history_table`", "the setting `history-table`"),
    ("`Options::transaction`", "`--transaction`"),
    ("`Options::lock_timeout`", "`--lock-timeout`"),
    ("`Options::lock_wait`", "`--lock-wait`"),
];

/// Returns what to do, with `{program}` for what is typed before a verb.
pub(super) fn of(error: &Error) -> Option<String> {
    match error.unresolved() {
        Some(error) => of_target(error),
        None => of_run(error).or_else(|| error.help().map(in_settings)),
    }
}

fn in_settings(help: String) -> String {
    let replace =
        |help: String, (function, setting): &(&str, &str)| help.replace(function, setting);
    SETTINGS.iter().fold(help, replace)
}

/// Names flags where the library names options.
fn of_run(error: &Error) -> Option<String> {
    let help = match error.kind() {
        ErrorKind::Busy => {
            "find the process that keeps a write transaction open, or allow more time with `--set lock-wait=5min`"
        }
        ErrorKind::ChangedChecksum => {
            "restore the files as they were and put the change into a new revision; or accept them for good with \
             `{program} repair --accept-changed`, or for one run with `--accept-changed`"
        }
        // There the library names the release to go through, and a stamp would leave out what has not run.
        ErrorKind::UnknownRevision if !error.is_inside_squash() => {
            "run a version of the program that has the revision; if its file is gone for good, name a revision \
             whose schema the database has: `{program} stamp --purge REVISION`"
        }
        ErrorKind::NewerDatabase => {
            "start the newer version of the program; or leave the database as it is with `--newer leave`"
        }
        ErrorKind::OutOfOrder => {
            "apply them now with `--out-of-order apply`, or rebase them onto the head"
        }
        #[cfg(feature = "autogenerate")]
        ErrorKind::NotAtHead => {
            "run `{program} upgrade heads` first, or leave out `--from-database`; a database that has the tables \
             already is stamped once, with `{program} stamp REVISION`"
        }
        ErrorKind::HalfDone => {
            let id = error.revision()?;
            return Some(format!(
                "run it again to finish it; or undo by hand what it has done, then `{{program}} repair --abandon {id}`"
            ));
        }
        _ => return None,
    };
    Some(help.to_owned())
}

fn of_target(error: &ResolveError) -> Option<String> {
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    match error {
        ResolveError::UnknownTarget { near, name } if near.is_empty() && !is_number(name) => {
            Some("look at `{program} history`, which lists the revisions there are".to_owned())
        }
        ResolveError::UnknownBranch { near, .. } if near.is_empty() => Some(
            "look at `{program} history`, which lists the revisions with their labels".to_owned(),
        ),
        _ => error.help(),
    }
}

/// Returns all that the error says but what to do.
pub(super) fn text_without(error: &Error) -> String {
    let text = format!("{error:?}");
    let help = error.help().map(|help| format!("\nhelp: {help}"));
    match help.and_then(|help| text.strip_suffix(&help)) {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use migrator_core::error::Error;
    use migrator_core::exec::ExecError;
    use migrator_core::plan::PlanError;

    /// A stamp would take what has not run for done.
    #[test]
    fn inside_of_a_squash_the_way_out_is_a_release_and_no_stamp() {
        let error = Error::from(ExecError::Plan(PlanError::InsideSquash {
            row: "b1".to_owned(),
            squash: "s1".to_owned(),
            last: "b2".to_owned(),
        }));
        let help = super::of(&error).unwrap_or_default();
        assert!(help.starts_with("first run a version"), "{help}");
    }
}
