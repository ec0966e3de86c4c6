//! `edit`: the file of a revision in an editor.

use std::path::PathBuf;

use clap::Args;
use migrator_build::authoring::files;
use serde::Serialize;

use crate::authoring::{editor, shown};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} edit head
  EDITOR='code --wait' {program} edit ae10")]
pub(crate) struct Arguments {
    /// Whose file; `heads` opens several
    revision: String,
}

#[derive(Serialize)]
struct Answer {
    files: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let files = files(&folder, &arguments.revision)?;
    let files: Vec<PathBuf> = files
        .into_iter()
        .map(|file| folder.path(file).path)
        .collect();
    editor::open(&files)?;
    if context.output.is_json {
        let files = files
            .iter()
            .map(|file| shown::shown(file, &config.current))
            .collect();
        context.output.json("edit", Answer { files })?;
    }
    Ok(Exit::Done)
}
