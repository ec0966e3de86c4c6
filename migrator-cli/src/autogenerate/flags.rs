//! What can be typed behind `revision --autogenerate` and `check`; what it says is read by `typed`.

#[cfg(feature = "cargo")]
use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// What is compared, and what a person says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Comparing")]
pub(crate) struct Comparing {
    /// Compare with the database, which must be at head, and not with what the migrations make
    #[arg(long)]
    pub(crate) from_database: bool,
    /// Compare this schema, too; may be repeated; `*` for all
    #[arg(long, value_name = "SCHEMA")]
    pub(super) schema: Vec<String>,
    /// Keep nothing of this comparison for the next one, and use nothing of an earlier one
    #[arg(long)]
    pub(super) no_cache: bool,
    /// The file of hints [default: hints.toml beside the migrations]
    #[arg(long, value_name = "FILE")]
    pub(super) hints: Option<PathBuf>,
    /// A column has another name now; with nothing behind the `=` it is gone
    #[arg(long, value_name = "TABLE.COLUMN=NAME")]
    pub(super) rename: Vec<String>,
    /// The same of a table, view, sequence, enum or domain
    #[arg(long, value_name = "TABLE=NAME")]
    pub(super) rename_table: Vec<String>,
    /// What rows that are there get in a column, in SQL; nothing if there are none
    #[arg(long, value_name = "TABLE.COLUMN=SQL")]
    pub(super) backfill: Vec<String>,
    /// What becomes of an enum's value that is gone; nothing if no row has it
    #[arg(long, value_name = "ENUM.VALUE=VALUE")]
    pub(super) rename_value: Vec<String>,
    /// How a column's values come to its new type, in SQL
    #[arg(long, value_name = "TABLE.COLUMN=SQL")]
    pub(super) using: Vec<String>,
}

impl Comparing {
    /// Tells whether nothing was typed.
    #[cfg(feature = "cargo")]
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns them as they are typed.
    #[cfg(feature = "cargo")]
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = Vec::new();
        for (flag, is_set) in [
            ("--from-database", self.from_database),
            ("--no-cache", self.no_cache),
        ] {
            arguments.extend(is_set.then(|| flag.into()));
        }
        if let Some(path) = &self.hints {
            arguments.extend(["--hints".into(), path.into()]);
        }
        let lists = [
            ("--schema", &self.schema),
            ("--rename", &self.rename),
            ("--rename-table", &self.rename_table),
            ("--backfill", &self.backfill),
            ("--rename-value", &self.rename_value),
            ("--using", &self.using),
        ];
        for (flag, values) in lists {
            // In one word, since a value may begin with a dash.
            let words = values.iter().map(|value| format!("{flag}={value}").into());
            arguments.extend(words);
        }
        arguments
    }
}

#[cfg(all(test, feature = "cargo"))]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        comparing: Comparing,
    }

    fn read(words: &[&str]) -> Comparing {
        Line::parse_from(["x"].iter().chain(words)).comparing
    }

    #[test]
    fn all_that_is_typed_reaches_the_application() {
        let typed = read(&[
            "--from-database",
            "--no-cache",
            "--hints",
            "a b",
            "--schema",
            "*",
            "--rename",
            "a.b=",
            "--rename-table",
            "a=b",
            "--backfill",
            "a.b=-1",
            "--rename-value=-m.v=w",
            "--using",
            "a.b=x",
            "--using",
            "a.c=y",
        ]);
        let arguments = typed.arguments();
        let words: Vec<&str> = arguments.iter().map(|it| it.to_str().unwrap()).collect();
        assert_eq!(read(&words), typed);
    }
}
