//! A configuration file: TOML into settings, each with its place.
//!
//! Nothing is guessed and nothing passed over: a name that is not known, or a value of another type,
//! is an error at its line and column. No error shows a line of the file, which can hold a password.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::config::key::Key;
use crate::config::origin::{Origin, Place, Setting};
use crate::config::value::{Kind, Mistake, Value, command, guess, paths};
use crate::failure::Failure;

mod hooks;

/// The settings of one place, weaker or stronger than those of another.
pub(crate) type Layer = BTreeMap<Key, Setting>;

/// The tables of the databases by name.
const DATABASES: &str = "databases";

/// What a file says.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// For every database.
    pub(crate) common: Layer,
    /// For the databases with a name.
    pub(crate) databases: BTreeMap<String, Layer>,
}

/// Which tables of a file are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `migrator.toml`, all of it.
    Own,
    /// `Cargo.toml`: `package.metadata.migrator`, else `workspace.metadata.migrator`.
    Manifest,
}

/// Reads the text of a file. `None` if it is a manifest without a table of ours.
///
/// Relative paths start from `folder`; `shown` is what the file is called in errors.
pub(crate) fn read(
    text: &str,
    form: Form,
    shown: &Path,
    folder: &Path,
) -> Result<Option<File>, Failure> {
    let reader = Reader {
        text,
        shown,
        folder,
    };
    let document = DeTable::parse(text).map_err(|error| {
        let place = reader.place(error.span().unwrap_or(0..0));
        // Not with `Display`, which would show the line.
        Failure::usage(format!("the configuration is no TOML ({place})")).cause(error.message())
    })?;
    let document = document.into_inner();
    match form {
        Form::Own => reader.file(&document).map(Some),
        Form::Manifest => ours(&document)
            .map(|(place, value)| reader.file(reader.table(value, place)?))
            .transpose(),
    }
}

/// Tells whether a manifest's text is that of a workspace.
pub(crate) fn is_workspace(manifest: &str) -> bool {
    manifest.contains("[workspace")
        && DeTable::parse(manifest)
            .is_ok_and(|document| document.get_ref().contains_key("workspace"))
}

/// Finds the table of ours in a manifest.
fn ours<'d, 't>(manifest: &'d DeTable<'t>) -> Option<(&'static str, &'d Spanned<DeValue<'t>>)> {
    ["package", "workspace"].into_iter().find_map(|owner| {
        let metadata = inner(inner(manifest, owner)?, "metadata")?;
        Some(("migrator", metadata.get("migrator")?))
    })
}

fn inner<'d, 't>(table: &'d DeTable<'t>, key: &str) -> Option<&'d DeTable<'t>> {
    match table.get(key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// The text and how its places are called.
struct Reader<'a> {
    text: &'a str,
    shown: &'a Path,
    folder: &'a Path,
}

impl Reader<'_> {
    fn file(&self, table: &DeTable<'_>) -> Result<File, Failure> {
        let mut file = File {
            common: self.layer(table, &[DATABASES])?,
            databases: BTreeMap::new(),
        };
        if let Some(databases) = table.get(DATABASES) {
            for (name, value) in self.table(databases, DATABASES)? {
                let table = self.table(value, name.get_ref())?;
                let layer = self.layer(table, &[])?;
                file.databases.insert(name.get_ref().to_string(), layer);
            }
        }
        Ok(file)
    }

    /// Reads the settings of a table, and leaves out the names in `others`.
    fn layer(&self, table: &DeTable<'_>, others: &[&'static str]) -> Result<Layer, Failure> {
        let mut layer = Layer::new();
        for (name, value) in table {
            if others.contains(&name.get_ref().as_ref()) {
                continue;
            }
            let Some(key) = Key::of_name(name.get_ref()) else {
                return Err(self.unknown(name, others));
            };
            let value_of = self.value(key, value)?;
            let place = self.place(name.span());
            let origin = Origin::File(place);
            layer.insert(
                key,
                Setting {
                    value: value_of,
                    origin,
                },
            );
        }
        if let (Some(url), Some(command)) = (layer.get(&Key::Url), layer.get(&Key::UrlCommand)) {
            return Err(Failure::usage(format!(
                "both `url` ({}) and `url-command` ({}) say where the database is",
                url.origin, command.origin
            ))
            .help("keep one of the two"));
        }
        Ok(layer)
    }

    fn unknown(
        &self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        others: &[&'static str],
    ) -> Failure {
        let place = self.place(name.span());
        let text = name.get_ref();
        let known = Key::ALL.into_iter().map(Key::name);
        let mistake = guess(
            Mistake::new(format!("there is no setting `{text}` ({place})")),
            &text.replace('_', "-"),
            known.chain(others.iter().copied()),
        );
        Failure::mistake(mistake)
    }

    fn value(&self, key: Key, value: &Spanned<DeValue<'_>>) -> Result<Value, Failure> {
        match (key.kind(), value.get_ref()) {
            (Kind::Flag, DeValue::Boolean(flag)) => Ok(Value::Flag(*flag)),
            (Kind::Count, DeValue::Integer(number)) => {
                let number = usize::from_str_radix(number.as_str(), number.radix());
                number.map(Value::Count).map_err(|_| {
                    self.wrong(
                        key.name(),
                        value,
                        Mistake::new("the number is out of range"),
                    )
                })
            }
            (Kind::Command, DeValue::Array(items)) if !items.is_empty() => {
                self.texts(key.name(), items, value).map(Value::Words)
            }
            (Kind::Words, DeValue::Array(items)) => {
                self.texts(key.name(), items, value).map(Value::Words)
            }
            (Kind::Paths, DeValue::Array(items)) => {
                let texts = self.texts(key.name(), items, value)?;
                Ok(Value::Paths(paths(&texts, self.folder)))
            }
            (Kind::Hooks, DeValue::Array(items)) => items
                .iter()
                .map(|item| self.hook(item))
                .collect::<Result<_, _>>()
                .map(Value::Hooks),
            (Kind::Hooks | Kind::Words | Kind::Paths | Kind::Flag | Kind::Count, _) => {
                Err(self.mistyped(key, value))
            }
            (kind, DeValue::String(text)) => kind
                .read(text, self.folder)
                .map_err(|mistake| self.wrong(key.name(), value, mistake)),
            _ => Err(self.mistyped(key, value)),
        }
    }

    fn texts(
        &self,
        key: &str,
        items: &DeArray<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<String>, Failure> {
        items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                _ => Err(self.wrong(key, value, Mistake::new("a list of texts is expected"))),
            })
            .collect()
    }

    fn command(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, Failure> {
        match value.get_ref() {
            DeValue::Array(items) if !items.is_empty() => self.texts(key, items, value),
            DeValue::String(text) => {
                command(text).map_err(|mistake| self.wrong(key, value, mistake))
            }
            _ => Err(self.wrong(
                key,
                value,
                Mistake::new("a command is expected, as a text or as a list of texts"),
            )),
        }
    }

    fn text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Failure> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(self.wrong(key, value, Mistake::new("a text is expected"))),
        }
    }

    fn table<'d, 't>(
        &self,
        value: &'d Spanned<DeValue<'t>>,
        name: &str,
    ) -> Result<&'d DeTable<'t>, Failure> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong(name, value, Mistake::new("a table is expected"))),
        }
    }

    fn mistyped(&self, key: Key, value: &Spanned<DeValue<'_>>) -> Failure {
        let message = format!("{} is expected", key.kind().expects());
        self.wrong(key.name(), value, Mistake::new(message))
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, mistake: Mistake) -> Failure {
        let place = self.place(value.span());
        let message = format!("the setting `{key}` is wrong ({place})");
        Failure::mistake(Mistake {
            message,
            help: mistake.help,
        })
        .cause(mistake.message)
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::of(self.shown, self.text, span.start)
    }
}

/// What a file is called in errors: from the current folder if it is below it.
pub(crate) fn shown(file: &Path, current: &Path) -> PathBuf {
    file.strip_prefix(current).unwrap_or(file).to_owned()
}
