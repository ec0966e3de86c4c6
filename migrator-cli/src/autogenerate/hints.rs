//! The file of hints, `hints.toml` beside the migrations, and an answer as it stands there.
//!
//! ```toml
//! [[rename]]                   # a column; without `table` a table, view, sequence, enum or domain
//! table = "users"
//! from = "nick"
//! to = "name"                  # or `dropped = true`
//!
//! [[backfill]]                 # for the rows that are there
//! table = "users"
//! column = "age"
//! expression = "0"             # or `no-rows = true`
//!
//! [[enum-value]]
//! enum = "mood"                # where enums are no types of their own, the column: "users.mood"
//! from = "sad"
//! to = "unhappy"               # or `no-rows = true`
//!
//! [[conversion]]
//! table = "users"
//! column = "age"
//! using = "CAST(age AS integer)"
//! ```
//!
//! A key that is not known, and one that is missing, are errors at their place. What is said of things
//! that are not there (any more) is passed over.

use std::fs;
use std::io;
#[cfg(feature = "cargo")]
use std::io::Write as _;
use std::path::Path;

use migrator::TableName;
use migrator_core::declared::{Backfill, ConversionHint, EnumValueHint};
use serde::Deserialize;
use toml::Spanned;

use super::names;
use crate::config::origin::Place;
use crate::config::value::Mistake;
use crate::failure::Failure;

/// What a new file begins with.
#[cfg(feature = "cargo")]
const HEADING: &str = "\
# What `cargo migrator revision --autogenerate` cannot know: what was renamed, what rows get that are there.
# A line may stay when its revision is written: what does not apply any more is passed over.
";

/// Something that is said about the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A table, view, sequence, enum or domain has another name, or is gone.
    Object {
        from: TableName,
        to: Option<TableName>,
    },
    /// A column has another name, or is gone.
    Column {
        table: TableName,
        from: String,
        to: Option<String>,
    },
    Backfill(Backfill),
    EnumValue(EnumValueHint),
    Conversion(ConversionHint),
}

/// A file as TOML has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    rename: Vec<Spanned<Rename>>,
    backfill: Vec<Spanned<Values>>,
    enum_value: Vec<Spanned<EnumValue>>,
    conversion: Vec<Spanned<Conversion>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    table: Option<String>,
    from: String,
    to: Option<String>,
    #[serde(default)]
    dropped: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Values {
    table: String,
    column: String,
    expression: Option<String>,
    #[serde(default)]
    no_rows: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EnumValue {
    #[serde(rename = "enum")]
    enumeration: String,
    from: String,
    to: Option<String>,
    #[serde(default)]
    no_rows: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversion {
    table: String,
    column: String,
    using: String,
}

/// Reads a file; `None` if there is none.
pub(crate) fn read(path: &Path, shown: &Path) -> Result<Option<Vec<Hint>>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let message = format!("the hints `{}` cannot be read", shown.display());
            return Err(Failure::new(message).because(&error));
        }
    };
    parse(&text, shown).map(Some)
}

/// Reads the text of a file, which is called `shown` in errors.
pub(super) fn parse(text: &str, shown: &Path) -> Result<Vec<Hint>, Failure> {
    let wrong = |span: std::ops::Range<usize>, mistake: Mistake| {
        let place = Place::of(shown, text, span.start);
        Failure::usage(format!("the hints are not understood ({place})")).reason(mistake)
    };
    let file: File = toml::from_str(text).map_err(|error| {
        // Not with `Display`, which would draw the line.
        wrong(error.span().unwrap_or(0..0), Mistake::new(error.message()))
    })?;
    let mut hints = Vec::new();
    fn all<T>(
        hints: &mut Vec<Hint>,
        tables: Vec<Spanned<T>>,
        wrong: impl Fn(std::ops::Range<usize>, Mistake) -> Failure,
        hint: impl Fn(T) -> Result<Hint, Mistake>,
    ) -> Result<(), Failure> {
        for table in tables {
            let span = table.span();
            hints.push(hint(table.into_inner()).map_err(|mistake| wrong(span, mistake))?);
        }
        Ok(())
    }
    all(&mut hints, file.rename, wrong, Rename::hint)?;
    all(&mut hints, file.backfill, wrong, Values::hint)?;
    all(&mut hints, file.enum_value, wrong, EnumValue::hint)?;
    all(&mut hints, file.conversion, wrong, Conversion::hint)?;
    Ok(hints)
}

/// Takes what something becomes, or that it becomes nothing; one of the two must be said.
fn either(
    key: &str,
    value: Option<String>,
    nothing: &str,
    is_nothing: bool,
) -> Result<Option<String>, Mistake> {
    match (value, is_nothing) {
        (Some(value), false) => Ok(Some(value)),
        (None, true) => Ok(None),
        (Some(_), true) => Err(
            Mistake::new(format!("both `{key}` and `{nothing}` are said"))
                .help("keep one of the two"),
        ),
        (None, false) => Err(Mistake::new(format!(
            "neither `{key}` nor `{nothing} = true` is said"
        ))
        .help("say one of the two")),
    }
}

impl Rename {
    fn hint(self) -> Result<Hint, Mistake> {
        let to = either("to", self.to, "dropped", self.dropped)?;
        Ok(match self.table {
            Some(table) => Hint::Column {
                table: names::object(&table)?,
                from: self.from,
                to,
            },
            None => Hint::Object {
                from: names::object(&self.from)?,
                to: to.as_deref().map(names::object).transpose()?,
            },
        })
    }
}

impl Values {
    fn hint(self) -> Result<Hint, Mistake> {
        Ok(Hint::Backfill(Backfill {
            table: names::object(&self.table)?,
            column: self.column,
            expression: either("expression", self.expression, "no-rows", self.no_rows)?,
        }))
    }
}

impl EnumValue {
    fn hint(self) -> Result<Hint, Mistake> {
        Ok(Hint::EnumValue(EnumValueHint {
            enumeration: names::object(&self.enumeration)?,
            from: self.from,
            to: either("to", self.to, "no-rows", self.no_rows)?,
        }))
    }
}

impl Conversion {
    fn hint(self) -> Result<Hint, Mistake> {
        Ok(Hint::Conversion(ConversionHint {
            table: names::object(&self.table)?,
            column: self.column,
            using: self.using,
        }))
    }
}

/// Adds answers to a file, which is made if it is missing; what is in it stays as it is.
#[cfg(feature = "cargo")]
pub(crate) fn append(path: &Path, answers: &[String]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)?;
    let heading = match file.metadata()?.len() {
        0 => HEADING,
        _ => "",
    };
    let answers: String = answers.iter().map(|answer| format!("\n{answer}")).collect();
    file.write_all(format!("{heading}{answers}").as_bytes())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn refused(text: &str) -> String {
        let hints = parse(text, Path::new("migrations/hints.toml"));
        hints
            .map(|hints| format!("{hints:?}"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn nothing_is_guessed_and_nothing_passed_over() {
        assert_snapshot!(refused("[[renames]]\nfrom = 'a'\n"), @r"
        the hints are not understood (migrations/hints.toml:1:3)
          caused by: unknown field `renames`, expected one of `rename`, `backfill`, `enum-value`, `conversion`
        ");
        assert_snapshot!(refused("[[rename]]\nfrom = 'a'\ntoo = 'b'\n"), @r"
        the hints are not understood (migrations/hints.toml:3:1)
          caused by: unknown field `too`, expected one of `table`, `from`, `to`, `dropped`
        ");
        assert_snapshot!(refused("\n[[rename]]\nfrom = 'a'\n"), @r"
        the hints are not understood (migrations/hints.toml:2:1)
          caused by: neither `to` nor `dropped = true` is said
        help: say one of the two
        ");
        assert_snapshot!(refused("[[rename]]\nfrom = 'a'\nto = 'b'\ndropped = true"), @r"
        the hints are not understood (migrations/hints.toml:1:1)
          caused by: both `to` and `dropped` are said
        help: keep one of the two
        ");
        assert_snapshot!(refused("[[rename]]\nfrom = 'a.b.c'\nto = 'b'"), @r"
        the hints are not understood (migrations/hints.toml:1:1)
          caused by: `a.b.c` is no table's name
        help: write `users`, or `app.users` with its schema; a name that has a dot in it stands in quotes
        ");
        assert_snapshot!(refused("[[backfill]]\ntable = 't'\nexpression = '0'"), @r"
        the hints are not understood (migrations/hints.toml:1:1)
          caused by: missing field `column`
        ");
        assert_snapshot!(refused("[[backfill]"), @r"
        the hints are not understood (migrations/hints.toml:1:12)
          caused by: unclosed array table, expected `]`
        ");
    }

    #[test]
    fn answers_are_added_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hints.toml");
        let answer = "[[rename]]\nfrom = \"a\"\nto = \"b\"\n".to_owned();
        append(&path, std::slice::from_ref(&answer)).unwrap();
        append(&path, &[answer]).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(HEADING));
        assert_eq!(parse(&text, &path).unwrap().len(), 2);
        assert_eq!(read(&path, &path).unwrap().unwrap().len(), 2);
        assert!(read(&folder.path().join("none"), &path).unwrap().is_none());
    }
}
