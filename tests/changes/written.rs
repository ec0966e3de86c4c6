//! Revisions as they are written, compiled into this test.
//!
//! A case that says `@ name` is run by its text, too. `UPDATE_CASES=1` writes the texts into the folder `written`,
//! one for each database; a new name goes into the list below.

use std::fs;
use std::path::PathBuf;

use migrator::__private::Outcome;
use migrator::Op;
use migrator::autogenerate::Proposal;

/// A revision that was written.
pub(crate) struct Written {
    name: &'static str,
    pub(crate) upgrade: fn(&mut Op<'_>) -> Outcome,
    pub(crate) downgrade: fn(&mut Op<'_>) -> Outcome,
}

macro_rules! written {
    ($($name:ident)*) => {
        $(
            #[expect(unreachable_pub, reason = "as in a migration's file")]
            mod $name;
        )*

        const ALL: &[Written] = &[$(
            Written {
                name: stringify!($name),
                upgrade: |op| $name::upgrade(op).map_err(Into::into),
                downgrade: |op| $name::downgrade(op).map_err(Into::into),
            },
        )*];
    };
}

written! {
    postgres_aggregate
    postgres_backfilled
    postgres_blog
    postgres_cascading
    postgres_circle
    postgres_condition
    postgres_domain
    postgres_everything
    postgres_exclusion
    postgres_extension
    postgres_fewer_values
    postgres_generated
    postgres_identity
    postgres_index
    postgres_keys
    postgres_partitioned
    postgres_namesakes
    postgres_partition
    postgres_quotes
    postgres_renamed
    postgres_schema
    postgres_sequence
    postgres_strange
    postgres_trigger
    postgres_types
    postgres_under_views
    postgres_views
    sqlite_anew
    sqlite_backfilled
    sqlite_blog
    sqlite_cascading
    sqlite_circle
    sqlite_collation
    sqlite_condition
    sqlite_everything
    sqlite_fewer_values
    sqlite_generated
    sqlite_keys
    sqlite_quotes
    sqlite_renamed
    sqlite_renamed_value
    sqlite_strange
    sqlite_strict
    sqlite_trigger
    sqlite_views
}

/// Finds what was compiled.
pub(crate) fn find(name: &str) -> Option<&'static Written> {
    ALL.iter().find(|it| it.name == name)
}

/// Returns the text of a migration.
pub(crate) fn file(description: &str, proposal: &Proposal) -> String {
    format!(
        "//! {description}.\n\nuse migrator::prelude::*;\n\n\
         pub fn upgrade(op: &mut Op) -> Result {{\n{}\n    Ok(())\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result {{\n{}\n    Ok(())\n}}\n",
        proposal.upgrade_text, proposal.downgrade_text
    )
}

fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/changes/written");
    folder.join(format!("{name}.rs"))
}

/// Returns the text that was compiled.
pub(crate) fn kept(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_default()
}

/// Writes the text, if that is asked for; tells whether it was another.
pub(crate) fn keep(name: &str, text: &str) -> bool {
    if std::env::var_os("UPDATE_CASES").is_none() || kept(name) == text {
        return false;
    }
    fs::create_dir_all(path(name).parent().unwrap()).unwrap();
    fs::write(path(name), text).unwrap();
    true
}
