//! What becomes of changes: shown in a dry run, else made, with formatters and hooks after it.
//!
//! The path of the revision's file is the result, alone on stdout, so that another program can take it
//! from there; what happened to which file is told on stderr.

use std::path::{Path, PathBuf};

use migrator_build::authoring::hooks::{self, Hook};
use migrator_build::authoring::{Change, Changes, FilePath};
use serde::Serialize;

use super::made::MadeOf;
use super::preview::preview;
use super::shown::shown;
use crate::authoring::manifest;
use crate::config::Config;
use crate::context::Context;
use crate::failure::Failure;

/// The writing of one verb.
pub(crate) struct Writing<'a> {
    context: &'a Context,
    config: &'a Config,
    verb: &'static str,
    is_dry_run: bool,
    made_of: Option<MadeOf<'a>>,
}

/// What is printed of a change.
#[derive(Debug, Serialize)]
struct File {
    path: String,
    change: &'static str,
    /// The old name of a renamed file.
    from: Option<String>,
    /// In a dry run what the file would read.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    dry_run: bool,
    revision: Option<&'a str>,
    files: Vec<File>,
    warnings: Vec<&'a str>,
    #[serde(flatten)]
    made_of: Option<&'a MadeOf<'a>>,
}

impl<'a> Writing<'a> {
    pub(crate) fn new(
        context: &'a Context,
        config: &'a Config,
        verb: &'static str,
        is_dry_run: bool,
    ) -> Self {
        Self {
            context,
            config,
            verb,
            is_dry_run,
            made_of: None,
        }
    }

    /// Adds what the revision was made of to the result.
    pub(crate) fn made_of(&mut self, made_of: MadeOf<'a>) {
        self.made_of = Some(made_of);
    }

    /// Shows the changes or makes them, and formats new files. Afterwards [`done`](Self::done) tells
    /// the result.
    pub(crate) fn make(&self, changes: &Changes) -> Result<(), Failure> {
        self.make_plain(changes)?;
        if !self.is_dry_run {
            changes.created().try_for_each(|file| self.finish(file))?;
        }
        Ok(())
    }

    /// Shows the changes or makes them, no more.
    pub(crate) fn make_plain(&self, changes: &Changes) -> Result<(), Failure> {
        if !self.is_dry_run {
            return Ok(changes.apply()?);
        }
        if !self.context.output.is_json {
            let text = preview(changes, |path| self.shown(&path.path));
            self.context.output.raw(text);
        }
        Ok(())
    }

    /// Formats a new file and runs the hooks that are configured.
    fn finish(&self, file: &Path) -> Result<(), Failure> {
        // Errors name the file as it was given.
        let file = PathBuf::from(self.shown(file));
        if file.extension().is_some_and(|extension| extension == "rs") {
            hooks::rustfmt(&file, &manifest::edition(&self.config.root))?;
        }
        let hooks: Vec<Hook> = self
            .config
            .hooks()
            .iter()
            .filter(|hook| hook.is_for(&file))
            .map(|hook| self.hook(hook))
            .collect();
        Ok(hooks::run(&hooks, &file)?)
    }

    fn hook(&self, hook: &crate::config::Hook) -> Hook {
        let folder = hook.cwd.as_ref().unwrap_or(&self.config.root);
        Hook::new(hook.command.iter().map(String::as_str)).in_folder(folder)
    }

    /// Says what each change did, unless something better was said.
    pub(crate) fn tell(&self, changes: &Changes) {
        for file in self.files(changes) {
            let File {
                path, change, from, ..
            } = file;
            match from {
                Some(from) => self.note(format_args!("{change} {from} to {path}")),
                None => self.note(format_args!("{change} {path}")),
            }
        }
    }

    /// Says something about what was done; nothing in a dry run, and nothing beside an object.
    pub(crate) fn note(&self, text: impl std::fmt::Display) {
        if !self.is_dry_run && !self.context.output.is_json {
            self.context.output.note(text);
        }
    }

    /// Prints the result and what there is to know about it.
    ///
    /// The first change is that of the revision's own file.
    pub(crate) fn done(&self, changes: &Changes, revision: Option<&str>) -> Result<(), Failure> {
        let output = self.context.output;
        if output.is_json {
            let answer = Answer {
                dry_run: self.is_dry_run,
                revision,
                files: self.files(changes),
                warnings: changes.notes().collect(),
                made_of: self.made_of.as_ref(),
            };
            return output.json(self.verb, answer);
        }
        for warning in changes.notes() {
            output.warn(warning);
        }
        if let (Some(change), false, true) =
            (changes.iter().next(), self.is_dry_run, revision.is_some())
        {
            output.result(self.shown(&change.path().path));
        }
        Ok(())
    }

    fn files(&self, changes: &Changes) -> Vec<File> {
        changes.iter().map(|change| self.file(change)).collect()
    }

    fn file(&self, change: &Change) -> File {
        let (kind, from) = match change {
            Change::Create { .. } => ("created", None),
            Change::Rename { from, .. } => ("renamed", Some(self.shown(&from.path))),
            _ => ("edited", None),
        };
        let (_, text) = change.texts();
        let FilePath { path, .. } = change.path();
        File {
            path: self.shown(path),
            change: kind,
            from,
            text: self.is_dry_run.then(|| text.to_owned()),
        }
    }

    /// Returns a path as it can be opened from the current folder.
    pub(crate) fn shown(&self, path: &Path) -> String {
        shown(path, &self.config.current)
    }
}
