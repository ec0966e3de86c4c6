//! What a setting holds, and how it is read from text.
//!
//! A file has types and the environment has text only; both end in the same [`Value`]. What is wrong
//! is said without repeating the text: it can be a URL that was put at the wrong place.

use std::path::{Path, PathBuf};
use std::time::Duration;

use migrator::Transaction;
use migrator_core::base::nearest;
use migrator_core::script::Layout;

use crate::config::hook::Hook;

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Path,
    Paths,
    Url,
    /// A program and its arguments.
    Command,
    Words,
    Flag,
    Count,
    Duration,
    /// A duration, or `none`.
    Limit,
    Transaction,
    Layout,
    TimeZone,
    Hooks,
}

/// What a setting holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// Joined to the folder it is relative to.
    Path(PathBuf),
    /// Each joined to the folder it is relative to.
    Paths(Vec<PathBuf>),
    /// With the folder that a relative file in it starts from.
    Url(String, PathBuf),
    Words(Vec<String>),
    Flag(bool),
    Count(usize),
    Limit(Option<Duration>),
    Transaction(Transaction),
    Layout(Layout),
    Hooks(Vec<Hook>),
}

/// What is wrong with a text, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Mistake {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

impl Kind {
    /// Reads a text; relative paths start from `folder`.
    pub(crate) fn read(self, text: &str, folder: &Path) -> Result<Value, Mistake> {
        Ok(match self {
            Self::Text => Value::Text(text.to_owned()),
            Self::Path => Value::Path(folder.join(text)),
            Self::Paths => Value::Paths(paths(&words(text), folder)),
            Self::Url => Value::Url(text.to_owned(), folder.to_owned()),
            Self::Command => Value::Words(command(text)?),
            Self::Words => Value::Words(words(text)),
            Self::Flag => Value::Flag(flag(text)?),
            Self::Count => Value::Count(count(text)?),
            Self::Duration => Value::Limit(Some(duration(text)?)),
            Self::Limit => Value::Limit(limit(text)?),
            Self::Transaction => Value::Transaction(transaction(text)?),
            Self::Layout => Value::Layout(layout(text)?),
            Self::TimeZone => Value::Text(time_zone(text)?),
            Self::Hooks => return Err(Mistake::new("it can be set in a file only")),
        })
    }

    /// Returns what it takes, in words.
    pub(crate) const fn expects(self) -> &'static str {
        match self {
            Self::Text | Self::TimeZone => "a text",
            Self::Path => "a path",
            Self::Paths => "a list of paths",
            Self::Url => "a URL",
            Self::Command => "a command, as a text or as a list of texts",
            Self::Words => "a list of texts",
            Self::Flag => "true or false",
            Self::Count => "a number",
            Self::Duration | Self::Limit => "a duration, such as \"30s\"",
            Self::Transaction => "\"per-migration\" or \"whole-run\"",
            Self::Layout => "a layout, such as \"diesel\"",
            Self::Hooks => "a list of tables with `command`",
        }
    }
}

/// Splits a command as a shell would, without one.
pub(crate) fn command(text: &str) -> Result<Vec<String>, Mistake> {
    match shlex::split(text) {
        Some(words) if !words.is_empty() => Ok(words),
        Some(_) => Err(Mistake::new("the command is empty")),
        None => Err(Mistake::new("the command has a quote that is not closed")),
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// Joins paths to the folder they are relative to.
pub(crate) fn paths(texts: &[String], folder: &Path) -> Vec<PathBuf> {
    texts.iter().map(|text| folder.join(text)).collect()
}

fn flag(text: &str) -> Result<bool, Mistake> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Mistake::new("it is neither true nor false")),
    }
}

fn count(text: &str) -> Result<usize, Mistake> {
    text.parse().map_err(|_| Mistake::new("it is no number"))
}

/// Reads a duration such as `30s`, `500ms` or `1m 30s`.
pub(crate) fn duration(text: &str) -> Result<Duration, Mistake> {
    humantime::parse_duration(text).map_err(|_| {
        Mistake::new("it is no duration")
            .help("write a number and a unit, such as `500ms`, `30s`, `5m`")
    })
}

/// Reads a duration, or `none`.
pub(crate) fn limit(text: &str) -> Result<Option<Duration>, Mistake> {
    match text {
        "none" => Ok(None),
        text => duration(text).map(Some),
    }
}

fn transaction(text: &str) -> Result<Transaction, Mistake> {
    match text {
        "per-migration" => Ok(Transaction::PerMigration),
        "whole-run" => Ok(Transaction::WholeRun),
        _ => Err(guess(
            Mistake::new("there is no such mode"),
            text,
            ["per-migration", "whole-run"],
        )),
    }
}

/// Finds a layout by its word.
pub(crate) fn layout(text: &str) -> Result<Layout, Mistake> {
    let known = || Layout::ALL.into_iter().map(Layout::keyword);
    Layout::of(text).ok_or_else(|| {
        let mistake = Mistake::new("there is no such layout");
        let list: Vec<String> = known().map(|keyword| format!("`{keyword}`")).collect();
        match suggestion(&text.to_lowercase(), known()) {
            Some(help) => mistake.help(help),
            None => mistake.help(format!("write one of {}", list.join(", "))),
        }
    })
}

/// Checks the name of a time zone, where there are names to compare it with: the application's
/// binary writes no files, and has none.
#[cfg(feature = "cargo")]
fn time_zone(text: &str) -> Result<String, Mistake> {
    if jiff::tz::TimeZone::get(text).is_ok() {
        return Ok(text.to_owned());
    }
    let database = jiff::tz::db();
    let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
    // Upper and lower case mean the same here, and so they do in what was nearly meant.
    let typed = text.to_lowercase();
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let near = nearest(&typed, lower.iter().map(String::as_str));
    let mistake = Mistake::new("there is no such time zone");
    let name = near.first().and_then(|near| {
        let mut pairs = names.iter().zip(&lower);
        pairs.find(|(_, lower)| lower == near)
    });
    Err(match name {
        Some((name, _)) => mistake.help(format!("did you mean `{name}`?")),
        None => mistake,
    })
}

#[cfg(not(feature = "cargo"))]
fn time_zone(text: &str) -> Result<String, Mistake> {
    Ok(text.to_owned())
}

/// Adds what may have been meant.
pub(crate) fn guess<'a>(
    mistake: Mistake,
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Mistake {
    match suggestion(text, candidates) {
        Some(help) => mistake.help(help),
        None => mistake,
    }
}

/// Asks whether the nearest name was meant, if one is near.
pub(crate) fn suggestion<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let near = nearest(text, candidates);
    near.first().map(|name| format!("did you mean `{name}`?"))
}
