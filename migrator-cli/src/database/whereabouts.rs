//! Where the database is: from a flag, the environment, a file, or a command that says it.

use std::fmt;
use std::path::PathBuf;
use std::process::Command;

use crate::config::sources::variable;
use crate::config::{Config, Key, Origin, Value};
use crate::failure::Failure;

/// A database's URL, and where it comes from.
pub(crate) struct Whereabouts {
    /// As it was written; never printed.
    pub(crate) url: String,
    /// What a relative file in it starts from.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "sqlite")),
        expect(dead_code, reason = "only a database is opened by it")
    )]
    pub(crate) folder: PathBuf,
    pub(crate) origin: Origin,
}

/// Without the URL, which holds a password.
impl fmt::Debug for Whereabouts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Whereabouts")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Whereabouts {
    /// Finds the URL; `None` if nothing says it. Runs no command.
    ///
    /// The variable that `url-env` names is part of the environment: it wins over a file, whichever
    /// key that uses, and `MIGRATOR_URL` and `--url` win over it.
    pub(crate) fn written(config: &Config) -> Result<Option<Self>, Failure> {
        let set = config.setting(Key::Url).or(config.setting(Key::UrlCommand));
        let is_in_file = set.is_none_or(|setting| matches!(setting.origin, Origin::File(_)));
        if is_in_file && let Some(found) = in_environment(config)? {
            return Ok(Some(found));
        }
        Ok(match set.map(|setting| (&setting.value, &setting.origin)) {
            Some((Value::Url(url, folder), origin)) => Some(Self {
                url: url.clone(),
                folder: folder.clone(),
                origin: origin.clone(),
            }),
            _ => None,
        })
    }

    /// Tells whether anything says where the database is.
    pub(crate) fn are_known(config: &Config) -> Result<bool, Failure> {
        Ok(config.setting(Key::UrlCommand).is_some() || Self::written(config)?.is_some())
    }

    /// Finds the URL, and runs the command for it if there is one.
    pub(crate) fn find(config: &Config) -> Result<Self, Failure> {
        if let Some(written) = Self::written(config)? {
            return Ok(written);
        }
        match config.setting(Key::UrlCommand) {
            Some(setting) => Ok(Self {
                url: said(config, &setting.origin)?,
                folder: config.root.clone(),
                origin: setting.origin.clone(),
            }),
            None => Err(unknown(config)),
        }
    }
}

fn in_environment(config: &Config) -> Result<Option<Whereabouts>, Failure> {
    let Some(name) = config.text(Key::UrlEnv) else {
        return Ok(None);
    };
    let folder = std::env::current_dir()
        .map_err(|error| Failure::new("the current folder cannot be found").because(&error))?;
    Ok(variable(name)?.map(|url| Whereabouts {
        url,
        folder,
        origin: Origin::Variable(name.to_owned()),
    }))
}

fn unknown(config: &Config) -> Failure {
    let failure = match &config.name {
        Some(name) => Failure::usage(format!("nothing says where the database `{name}` is")),
        None => Failure::usage("no database is named"),
    };
    match config.text(Key::UrlEnv) {
        Some(variable) => failure.help(format!("set {variable}, or write `--url sqlite:app.db`")),
        None => failure.help("write `--url sqlite:app.db`"),
    }
}

/// Runs the command and returns what it says, which nobody else gets to see.
fn said(config: &Config, origin: &Origin) -> Result<String, Failure> {
    let words = config.words(Key::UrlCommand);
    let Some((program, arguments)) = words.split_first() else {
        return Err(unknown(config));
    };
    let failed = || Failure::new(format!("the command for the URL has failed ({origin})"));
    let output = Command::new(program)
        .args(arguments)
        .current_dir(&config.root)
        .stdin(std::process::Stdio::inherit())
        .output()
        .map_err(|error| failed().cause(format!("`{program}` cannot be started: {error}")))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let failure = failed().cause(format!("`{program}` ended with {}", output.status));
        return Err(match stderr.trim() {
            "" => failure,
            text => failure.cause(text),
        });
    }
    let url = String::from_utf8(output.stdout);
    let url = url.map_err(|_| failed().cause("what it says is not Unicode"))?;
    match url.trim() {
        "" => Err(failed().cause("it says nothing")),
        url => Ok(url.to_owned()),
    }
}
