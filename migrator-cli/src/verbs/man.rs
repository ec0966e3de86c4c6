//! `man`: the manual's pages, one for the program and one for each verb.

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::Resettable;
use clap::{Args, Command};
use clap_mangen::Man;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} man | man -l -                               read the page of the program
  {program} man --dir ~/.local/share/man/man1            have `man` find them all")]
pub(crate) struct Arguments {
    /// Write all pages into this folder, in place of those that are there
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    /// The files that were written, the program's own first.
    files: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let command = built(context);
    let Some(folder) = &arguments.dir else {
        let page = String::from_utf8_lossy(&rendered(command)?).into_owned();
        context.output.exactly(page);
        return Ok(Exit::Done);
    };
    let files = write(folder, command)?;
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    if context.output.is_json {
        context.output.json("man", Answer { files })?;
        return Ok(Exit::Done);
    }
    for file in files {
        context.output.result(file);
    }
    Ok(Exit::Done)
}

/// Returns the tree of verbs, complete, with a name of one word: that of the page.
fn built(context: &Context) -> Command {
    let command = context.door.command().disable_help_subcommand(true);
    let name = command.get_name().to_owned();
    let mut command = command.display_name(name);
    command.build();
    command
}

fn write(folder: &Path, command: Command) -> Result<Vec<PathBuf>, Failure> {
    let failed = |path: &Path, error: std::io::Error| {
        Failure::new(format!("`{}` cannot be written", path.display())).because(&error)
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let verbs = command.get_subcommands();
    let verbs: Vec<Command> = verbs.filter(|it| !it.is_hide_set()).cloned().collect();
    let mut files = Vec::new();
    for page in std::iter::once(command).chain(verbs) {
        let name = page.get_display_name().unwrap_or_else(|| page.get_name());
        let file = folder.join(format!("{name}.1"));
        fs::write(&file, rendered(page)?).map_err(|error| failed(&file, error))?;
        files.push(file);
    }
    Ok(files)
}

/// Writes a page; the examples keep their lines and columns, which clap's pages fill.
fn rendered(command: Command) -> Result<Vec<u8>, Failure> {
    let examples = command
        .get_after_long_help()
        .or(command.get_after_help())
        .map(|text| section(&text.to_string()));
    let command = command
        .after_help(Resettable::Reset)
        .after_long_help(Resettable::Reset);
    let mut page = Vec::new();
    Man::new(command)
        .manual("migrator")
        .render(&mut page)
        .map_err(|error| Failure::new("the page cannot be written").because(&error))?;
    page.extend(examples.unwrap_or_default().into_bytes());
    Ok(page)
}

/// Returns the section of the examples.
fn section(text: &str) -> String {
    let mut section = ".SH EXAMPLES\n.nf\n".to_owned();
    let heading = |line: &&str| matches!(*line, "Example:" | "Examples:");
    for line in text.lines().skip_while(heading) {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        // A point or a quote at the beginning would be a request, and `\&` is nothing.
        section.extend(["\\&", line.as_str(), "\n"]);
    }
    section.push_str(".fi\n");
    section
}
