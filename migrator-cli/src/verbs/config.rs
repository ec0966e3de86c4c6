//! `config`: what is set, and where each setting comes from.

use std::path::Path;

use clap::Args;
use migrator::Transaction;
use serde::Serialize;
use serde_json::json;

use crate::config::file::shown;
use crate::config::{Config, Hook, Key, Origin, Setting, Value};
use crate::context::Context;
use crate::database::{Whereabouts, mask};
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} config              what is set for the database without a name
  {program} config -n billing   what is set for the database `billing`
  {program} config --json       the same for a program to read")]
pub(crate) struct Arguments {}

#[derive(Serialize)]
struct Answer {
    /// The name of the database.
    database: Option<String>,
    /// The names of all databases, sorted.
    databases: Vec<String>,
    /// The file that was read.
    file: Option<String>,
    /// In the order of the documentation; only what has a value.
    settings: Vec<Line>,
}

/// A setting as it is told.
#[derive(Serialize)]
struct Line {
    key: &'static str,
    value: serde_json::Value,
    origin: String,
}

pub(crate) fn run(_arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let settings = lines(config)?;
    let file = config.path.as_deref().map(|path| near(path, config));
    if context.output.is_json {
        let answer = Answer {
            database: config.name.clone(),
            databases: context.databases()?,
            file,
            settings,
        };
        context.output.json("config", answer)?;
        return Ok(Exit::Done);
    }
    match file {
        Some(file) => context.output.result(format_args!("# {file}")),
        None => context.output.result("# no file"),
    }
    for Line { key, value, origin } in &settings {
        let value = in_toml(value);
        context
            .output
            .result(format_args!("{key} = {value} # {origin}"));
    }
    Ok(Exit::Done)
}

/// Describes what is set, without passwords. Of what says where the database is, only that which wins.
fn lines(config: &Config) -> Result<Vec<Line>, Failure> {
    let written = Whereabouts::written(config)?;
    let is_written = written.is_some();
    let mut lines = Vec::new();
    for key in Key::ALL {
        let line = match (key, &written) {
            (Key::Url, Some(found)) => Some((json!(mask::passwords(&found.url)), &found.origin)),
            (Key::UrlCommand, _) if is_written => None,
            _ => config
                .setting(key)
                .map(|Setting { value, origin }| (told(value, config), origin)),
        };
        if let Some((value, origin)) = line {
            lines.push(Line {
                key: key.name(),
                value,
                origin: origin_of(origin),
            });
        }
    }
    Ok(lines)
}

fn origin_of(origin: &Origin) -> String {
    origin.to_string()
}

fn told(value: &Value, config: &Config) -> serde_json::Value {
    match value {
        Value::Text(text) | Value::Url(text, _) => json!(mask::passwords(text)),
        Value::Path(path) => json!(near(path, config)),
        Value::Paths(paths) => paths.iter().map(|path| json!(near(path, config))).collect(),
        Value::Words(words) => json!(masked(words)),
        Value::Flag(flag) => json!(flag),
        Value::Count(count) => json!(count),
        Value::Limit(None) => json!("none"),
        Value::Limit(Some(limit)) => json!(humantime::format_duration(*limit).to_string()),
        Value::Transaction(Transaction::WholeRun) => json!("whole-run"),
        Value::Transaction(_) => json!("per-migration"),
        Value::Layout(layout) => json!(layout.keyword()),
        Value::Hooks(hooks) => hooks.iter().map(|hook| told_hook(hook, config)).collect(),
    }
}

fn told_hook(hook: &Hook, config: &Config) -> serde_json::Value {
    let mut told = json!({ "name": hook.name, "command": masked(&hook.command) });
    if let (Some(cwd), Some(told)) = (&hook.cwd, told.as_object_mut()) {
        told.insert("cwd".to_owned(), json!(near(cwd, config)));
    }
    if let (Some(language), Some(told)) = (hook.language, told.as_object_mut()) {
        told.insert("language".to_owned(), json!(language.name()));
    }
    told
}

fn masked(words: &[String]) -> Vec<String> {
    words.iter().map(|word| mask::passwords(word)).collect()
}

/// Returns a path from the current folder, if it is below it.
fn near(path: &Path, config: &Config) -> String {
    shown(path, &config.current).display().to_string()
}

/// Writes a value as it would stand in the file.
fn in_toml(value: &serde_json::Value) -> String {
    match toml::Value::try_from(value) {
        Ok(value) => value.to_string(),
        Err(_) => value.to_string(),
    }
}
