//! Collecting the settings of a call, and choosing those of one database.

use std::collections::BTreeSet;
use std::env::{self, VarError};
use std::path::{Path, PathBuf};

use crate::args::Globals;
use crate::config::file::Layer;
use crate::config::find::{self, Surroundings};
use crate::config::value::{Mistake, guess, suggestion};
use crate::config::{Config, Key, Origin, Setting, Value};
use crate::failure::Failure;

/// What the application's binary is called, which `init` writes.
pub(super) const BIN: &str = "migrate";

/// Everything that was set, before a database is chosen.
#[derive(Debug)]
pub(crate) struct Sources {
    current: PathBuf,
    surroundings: Surroundings,
    environment: Layer,
    flags: Layer,
}

impl Sources {
    /// Reads the file, the environment and the flags.
    pub(crate) fn collect(globals: &Globals) -> Result<Self, Failure> {
        let current = env::current_dir()
            .map_err(|error| Failure::new("the current folder cannot be found").because(&error))?;
        let from = match &globals.manifest_path {
            Some(manifest) => find::folder_of(manifest, &current)?,
            None => current.clone(),
        };
        let named = globals.config.clone();
        let named = named.or(variable("MIGRATOR_CONFIG")?.map(PathBuf::from));
        let surroundings = match named {
            Some(path) => find::named(&path, &from, &current)?,
            None => find::look(&from, &current)?,
        };
        Ok(Self {
            environment: environment(&current)?,
            flags: flags(globals, &current)?,
            surroundings,
            current,
        })
    }

    /// Returns the names of the databases in the file, sorted.
    pub(crate) fn databases(&self) -> impl Iterator<Item = &str> {
        self.surroundings.file.databases.keys().map(String::as_str)
    }

    /// Chooses the settings of a database, or those of the one without a name.
    ///
    /// `others` are the names that the program knows, beside those of the file.
    pub(crate) fn choose(&self, name: Option<&str>, others: &[&str]) -> Result<Config, Failure> {
        let file = &self.surroundings.file;
        let mut settings = self.defaults();
        let is_named = name.is_some();
        overlay(&mut settings, &file.common, is_named);
        if let Some(name) = name {
            match file.databases.get(name) {
                Some(layer) => overlay(&mut settings, layer, false),
                None if others.contains(&name) => {}
                None => return Err(self.unknown(name, others)),
            }
            let own = file.databases.get(name);
            if own.is_none_or(|layer| !layer.contains_key(&Key::UrlEnv)) {
                let value = Value::Text(url_variable(name));
                let origin = Origin::Default;
                settings.insert(Key::UrlEnv, Setting { value, origin });
            }
        }
        overlay(&mut settings, &self.environment, is_named);
        overlay(&mut settings, &self.flags, false);
        Ok(Config {
            name: name.map(ToOwned::to_owned),
            settings,
            root: self.root().to_owned(),
            current: self.current.clone(),
            path: self.surroundings.path.clone(),
        })
    }

    /// As [`choose`](Self::choose), for what is asked before the names are known: of a database that
    /// the file does not name, the common settings.
    #[cfg(feature = "cargo")]
    pub(crate) fn choose_leniently(&self, name: Option<&str>) -> Result<Config, Failure> {
        let known = name.filter(|name| self.surroundings.file.databases.contains_key(*name));
        self.choose(known, &[])
    }

    fn unknown(&self, name: &str, others: &[&str]) -> Failure {
        let names: BTreeSet<&str> = self.databases().chain(others.iter().copied()).collect();
        let failure = Failure::usage(format!("there is no database `{name}`"));
        if names.is_empty() {
            return failure.help(format!("add a table `[databases.{name}]` to migrator.toml"));
        }
        let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let list = format!("the databases are {}", list.join(", "));
        match suggestion(name, names.iter().copied()) {
            Some(help) => failure.cause(list).help(help),
            None => failure.help(format!("choose one: {list}")),
        }
    }

    /// Returns where the package is, or else the file.
    fn root(&self) -> &Path {
        let file = self.surroundings.path.as_deref().and_then(Path::parent);
        let package = self.surroundings.package.as_deref();
        package.or(file).unwrap_or(&self.current)
    }

    fn defaults(&self) -> Layer {
        let values = [
            (Key::Folder, Value::Path(self.root().join("migrations"))),
            (Key::UrlEnv, Value::Text("DATABASE_URL".to_owned())),
            (Key::Timezone, Value::Text("UTC".to_owned())),
            (Key::Bin, Value::Text(BIN.to_owned())),
        ];
        let origin = Origin::Default;
        let settings = values.map(|(key, value)| {
            let origin = origin.clone();
            (key, Setting { value, origin })
        });
        settings.into_iter().collect()
    }
}

/// Puts stronger settings over weaker ones. A URL replaces the command for one, and the other way round.
fn overlay(settings: &mut Layer, stronger: &Layer, is_elsewhere: bool) {
    for (key, setting) in stronger {
        if is_elsewhere && key.is_whereabouts() {
            continue;
        }
        match key {
            Key::Url => settings.remove(&Key::UrlCommand),
            Key::UrlCommand => settings.remove(&Key::Url),
            _ => None,
        };
        settings.insert(*key, setting.clone());
    }
}

/// Returns the variable that holds a named database's URL.
fn url_variable(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    let name = upper.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("{name}_DATABASE_URL")
}

/// Returns a variable; one that is empty is not set.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Failure::usage(format!(
            "the environment variable `{name}` is not Unicode"
        ))),
    }
}

fn environment(current: &Path) -> Result<Layer, Failure> {
    let mut layer = Layer::new();
    for key in Key::ALL {
        let name = key.variable();
        if let Some(text) = variable(&name)? {
            let value = key.kind().read(&text, current).map_err(|mistake| {
                let message = format!("the environment variable `{name}` is wrong");
                Failure::usage(message).reason(mistake)
            })?;
            let origin = Origin::Variable(name);
            layer.insert(key, Setting { value, origin });
        }
    }
    if layer.contains_key(&Key::Url) && layer.contains_key(&Key::UrlCommand) {
        return Err(Failure::usage(
            "both MIGRATOR_URL and MIGRATOR_URL_COMMAND say where the database is",
        )
        .help("keep one of the two"));
    }
    Ok(layer)
}

fn flags(globals: &Globals, current: &Path) -> Result<Layer, Failure> {
    let mut layer = Layer::new();
    for text in &globals.set {
        let (key, value) = set(text, current)?;
        let origin = Origin::Flag("--set");
        layer.insert(key, Setting { value, origin });
    }
    if let Some(url) = &globals.url {
        let value = Value::Url(url.clone(), current.to_owned());
        let origin = Origin::Flag("--url");
        layer.insert(Key::Url, Setting { value, origin });
        layer.remove(&Key::UrlCommand);
    }
    Ok(layer)
}

/// Reads `KEY=VALUE`.
fn set(text: &str, current: &Path) -> Result<(Key, Value), Failure> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(Failure::usage("`--set` takes a setting and a value")
            .help("write it as `--set lock-wait=5s`"));
    };
    let Some(key) = Key::of_name(name) else {
        let mistake = Mistake::new(format!("there is no setting `{name}`"));
        let names = Key::ALL.into_iter().map(Key::name);
        return Err(Failure::mistake(guess(
            mistake,
            &name.replace('_', "-"),
            names,
        )));
    };
    let value = key.kind().read(value, current).map_err(|mistake| {
        Failure::usage(format!("the value of `--set {name}` is wrong")).reason(mistake)
    })?;
    Ok((key, value))
}
