//! What cargo's door and the hidden verbs of the application say to each other, whatever is proposed.

#[cfg(feature = "cargo")]
use std::ffi::OsString;

use clap::Args;
#[cfg(feature = "cargo")]
use migrator_build::authoring::Folder;
#[cfg(feature = "autogenerate")]
use migrator_core::autogen::{Autogenerate, Language};
#[cfg(feature = "cargo")]
use serde::de::DeserializeOwned;

#[cfg(feature = "autogenerate")]
use crate::config::{Key, file};
#[cfg(any(feature = "autogenerate", feature = "cargo"))]
use crate::context::Context;
#[cfg(feature = "cargo")]
use crate::exit::Exit;
use crate::failure::Failure;
#[cfg(feature = "cargo")]
use crate::forward::{self, Answer};
#[cfg(feature = "autogenerate")]
use crate::revisions::Revisions;

/// What is typed behind a hidden verb.
#[derive(Debug, Args)]
pub(crate) struct Asking {
    /// Propose SQL instead of Rust
    #[arg(long)]
    sql: bool,
    /// Do not try the revision
    #[arg(long)]
    no_proof: bool,
    /// A revision that the application must have been compiled with; may be repeated
    #[arg(long, value_name = "ID")]
    knows: Vec<String>,
}

#[cfg(feature = "autogenerate")]
impl Asking {
    /// Refuses to propose on top of other migrations than those in the folder.
    pub(crate) fn check_known(&self, context: &Context) -> Result<(), Failure> {
        let revisions = Revisions::read(context)?;
        let mut ids = self.knows.iter();
        let Some(id) = ids.find(|id| revisions.graph().find(id).is_none()) else {
            return Ok(());
        };
        let folder = context.config()?.folder();
        let message = format!(
            "the application was compiled without the revision `{id}` of `{}`",
            file::shown(folder, &context.config()?.current).display()
        );
        Err(Failure::new(message).help(format!(
            "name the folder that the application embeds with the setting `{}`, or add a `build.rs`, \
             which notices new files",
            Key::Folder.name()
        )))
    }

    /// Tells whether it is to be tried.
    pub(crate) fn proves(&self) -> bool {
        !self.no_proof
    }

    /// Has it proposed in the language, and with the proof, that are asked for.
    pub(crate) fn prepare<'a>(&self, prepared: Autogenerate<'a>) -> Autogenerate<'a> {
        let language = match self.sql {
            true => Language::Sql,
            false => Language::Rust,
        };
        prepared.language(language).prove(self.proves())
    }
}

#[cfg(not(feature = "autogenerate"))]
impl Asking {
    /// Says that the application can propose nothing.
    pub(crate) fn refused(&self) -> Failure {
        let Self {
            sql: _,
            no_proof: _,
            knows: _,
        } = self;
        super::not_compiled()
    }
}

/// What cargo's door asks for.
#[cfg(feature = "cargo")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub(crate) verb: &'static str,
    pub(crate) is_sql: bool,
    pub(crate) is_proved: bool,
    /// The application must know its revisions.
    pub(crate) folder: &'a Folder,
}

#[cfg(feature = "cargo")]
impl Wish<'_> {
    /// Asks the application; without an answer it has failed, and has said why.
    pub(crate) fn ask<T: DeserializeOwned>(
        self,
        context: &Context,
        more: impl IntoIterator<Item = OsString>,
    ) -> Result<Result<T, Exit>, Failure> {
        let mut arguments = context.globals.arguments();
        arguments.push(self.verb.into());
        let flags = [("--sql", self.is_sql), ("--no-proof", !self.is_proved)];
        let set = flags.into_iter().filter(|(_, is_set)| *is_set);
        arguments.extend(set.map(|(flag, _)| OsString::from(flag)));
        for head in self.folder.graph().heads() {
            arguments.extend(["--knows".into(), head.id().into()]);
        }
        arguments.extend(more);
        match forward::ask_application(context, arguments)? {
            Answer::Ended(exit) => Ok(Err(exit)),
            Answer::Said(answer) => Ok(Ok(read(&answer)?)),
        }
    }
}

#[cfg(feature = "cargo")]
fn read<T: DeserializeOwned>(answer: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(answer).map_err(|error| {
        Failure::new("the application's answer is not understood")
            .because(&error)
            .help("let the application have the version of `migrator-cli` that `{program} --version` prints")
    })
}
