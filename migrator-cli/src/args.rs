//! What is typed: the flags of every verb, and the verb.

#[cfg(feature = "cargo")]
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, ValueEnum};

use crate::verbs::Verb;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "Schema migrations: revisions in a graph, upgrade and downgrade",
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    infer_long_args = false,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// The flags that every verb takes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Globals {
    /// The database of this name in the configuration
    #[arg(short, long, global = true, value_name = "DATABASE")]
    pub(crate) name: Option<String>,
    /// The database, such as `sqlite:app.db` or `postgres://user@host/name` [default: the environment, then the configuration]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The configuration [default: migrator.toml, or Cargo.toml's package.metadata.migrator]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A setting, whatever the configuration says: `--set lock-wait=5s`
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// The package whose migrations are meant [default: that of the current folder]
    #[arg(long, global = true, value_name = "CARGO.TOML")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Print one JSON object instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// End with 3 if work is pending, and 4 in a conflict
    #[arg(long, global = true)]
    pub(crate) exit_code: bool,
    /// Print results and errors only
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Show more, such as each statement; twice also what other crates log
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Whether to color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

impl Globals {
    /// Returns them as they are typed, for the application; what only cargo's door does is left out.
    #[cfg(feature = "cargo")]
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = Vec::new();
        let texts = [("--name", &self.name), ("--url", &self.url)];
        for (flag, value) in texts {
            let word = value.as_ref().map(|value| format!("{flag}={value}").into());
            arguments.extend(word);
        }
        let paths = [
            ("--config", &self.config),
            ("--manifest-path", &self.manifest_path),
        ];
        for (flag, path) in paths {
            if let Some(path) = path {
                arguments.extend([flag.into(), path.into()]);
            }
        }
        arguments.extend(self.set.iter().map(|set| format!("--set={set}").into()));
        arguments.extend(self.quiet.then(|| "--quiet".into()));
        arguments.extend((0..self.verbose).map(|_| "--verbose".into()));
        let color = match self.color {
            Color::Auto => "auto",
            Color::Always => "always",
            Color::Never => "never",
        };
        arguments.push(format!("--color={color}").into());
        arguments
    }
}

/// When to color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Also into a pipe.
    Always,
    /// Not at all.
    Never,
}

impl Color {
    /// Tells both streams.
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}
