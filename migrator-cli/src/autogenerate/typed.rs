//! What the flags say about the way: hints as they are typed.

use std::path::{Path, PathBuf};

use migrator_core::declared::{Backfill, ConversionHint, EnumValueHint};

use super::flags::Comparing;
use super::hints::{self, Hint};
use super::names;
use crate::config::value::Mistake;
use crate::config::{Config, Key, file};
use crate::failure::Failure;

/// What a person says about the way; of one kind the first is the strongest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Typed or answered, for this time only.
    pub(crate) now: Vec<Hint>,
    /// What the file says, which may be of former revisions.
    pub(crate) kept: Vec<Hint>,
}

#[cfg(feature = "autogenerate")]
impl Said {
    /// Returns all hints, what was typed first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Hint> {
        self.now.iter().chain(&self.kept)
    }
}

/// The file of hints in the folder of the migrations.
const HINTS: &str = "hints.toml";

impl Comparing {
    /// Returns the file of hints, whether there is one or not.
    pub(crate) fn hints_file(&self, config: &Config) -> PathBuf {
        let typed = self.hints.as_ref().map(|path| config.current.join(path));
        let set = || config.path(Key::Hints).map(Path::to_owned);
        typed
            .or_else(set)
            .unwrap_or_else(|| config.folder().join(HINTS))
    }

    /// Returns what was typed, and what the file says.
    pub(crate) fn all_hints(&self, config: &Config) -> Result<Said, Failure> {
        let mut said = Said {
            now: self.typed()?,
            kept: Vec::new(),
        };
        let path = self.hints_file(config);
        let shown = file::shown(&path, &config.current);
        match hints::read(&path, &shown)? {
            Some(hints) => said.kept = hints,
            None if self.hints.is_none() && config.path(Key::Hints).is_none() => {}
            None => {
                let message = format!("there are no hints `{}`", shown.display());
                return Err(Failure::usage(message).help("name a file that is there"));
            }
        }
        Ok(said)
    }

    /// Returns what was typed about the way.
    pub(crate) fn typed(&self) -> Result<Vec<Hint>, Failure> {
        type Read = fn(&str, &str) -> Result<Hint, Mistake>;
        let lists: [(&str, &Vec<String>, Read); 5] = [
            ("--rename", &self.rename, rename),
            ("--rename-table", &self.rename_table, rename_table),
            ("--backfill", &self.backfill, backfill),
            ("--rename-value", &self.rename_value, rename_value),
            ("--using", &self.using, using),
        ];
        let mut hints = Vec::new();
        for (flag, values, read) in lists {
            for value in values {
                let hint = halves(value).and_then(|(left, right)| read(left, right));
                hints.push(hint.map_err(|mistake| {
                    Failure::usage(format!("`{flag} {value}` is not understood")).reason(mistake)
                })?);
            }
        }
        Ok(hints)
    }
}

/// Cuts at the first `=` outside quotes.
fn halves(text: &str) -> Result<(&str, &str), Mistake> {
    let mut is_quoted = false;
    let at = text.find(|char| {
        is_quoted ^= char == '"';
        char == '=' && !is_quoted
    });
    at.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?)))
        .ok_or_else(|| Mistake::new("there is no `=` in it").help("write `users.nick=name`"))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn rename(from: &str, to: &str) -> Result<Hint, Mistake> {
    let (table, from) = names::part(from)?;
    let parts = some(to).map(|to| names::parts(&to)).transpose()?;
    let (table, to) = match parts.as_deref() {
        None => (table, None),
        Some([name]) => (table, Some(name.clone())),
        // By the table's name now, which may be another than before.
        Some(_) => {
            let (table, name) = names::part(to)?;
            (table, Some(name))
        }
    };
    Ok(Hint::Column { table, from, to })
}

fn rename_table(from: &str, to: &str) -> Result<Hint, Mistake> {
    Ok(Hint::Object {
        from: names::object(from)?,
        to: some(to).as_deref().map(names::object).transpose()?,
    })
}

fn backfill(column: &str, expression: &str) -> Result<Hint, Mistake> {
    let (table, column) = names::part(column)?;
    Ok(Hint::Backfill(Backfill {
        table,
        column,
        expression: some(expression),
    }))
}

fn rename_value(value: &str, to: &str) -> Result<Hint, Mistake> {
    let parts = names::parts(value)?;
    let enumeration = match parts.as_slice() {
        [name, _] => name.as_str().into(),
        [schema, name, _] => (schema.as_str(), name.as_str()).into(),
        _ => {
            let mistake = Mistake::new(format!("`{value}` names no value of an enum"));
            return Err(mistake.help("write `mood.sad=unhappy`"));
        }
    };
    Ok(Hint::EnumValue(EnumValueHint {
        enumeration,
        from: parts.into_iter().next_back().unwrap_or_default(),
        to: some(to),
    }))
}

fn using(column: &str, expression: &str) -> Result<Hint, Mistake> {
    let (table, column) = names::part(column)?;
    match some(expression) {
        Some(using) => Ok(Hint::Conversion(ConversionHint {
            table,
            column,
            using,
        })),
        None => Err(Mistake::new("there is no expression behind the `=`")),
    }
}

#[cfg(test)]
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
    fn a_column_may_be_named_with_its_table_on_both_sides() {
        let hints = read(&["--rename", "persons.nick=people.name"])
            .typed()
            .unwrap();
        let expected = Hint::Column {
            table: "people".into(),
            from: "nick".to_owned(),
            to: Some("name".to_owned()),
        };
        assert_eq!(hints, [expected]);
    }

    #[test]
    fn what_is_no_hint_is_a_mistake_that_names_the_flag() {
        let refused = |words: &[&str]| read(words).typed().unwrap_err().to_string();
        insta::assert_snapshot!(refused(&["--rename", "nick=name"]), @r"
        `--rename nick=name` is not understood
          caused by: `nick` names no column
        help: write `users.nick`, or `app.users.nick` with the schema
        ");
        insta::assert_snapshot!(refused(&["--rename", "users.nick"]), @r"
        `--rename users.nick` is not understood
          caused by: there is no `=` in it
        help: write `users.nick=name`
        ");
        insta::assert_snapshot!(refused(&["--using", "users.age="]), @r"
        `--using users.age=` is not understood
          caused by: there is no expression behind the `=`
        ");
    }
}
