//! `graph`: the revisions and how they hang together, drawn.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::context::Context;
use crate::drawing::{Picture, ascii, dot, mermaid, svg};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::selection::Selection;
use crate::{json, output};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} graph                          on the terminal, newest first
  {program} graph -i                       with the revisions that the database stands on
  {program} graph -r 1975:head             only a part of it
  {program} graph --format mermaid         for a fenced block ```mermaid in Markdown
  {program} graph --format dot | dot -Tpng > graph.png
  {program} graph --format svg > graph.svg

Dependencies are dotted lines, or words where there are only characters.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// How to draw it
    #[arg(short, long, value_name = "FORMAT", default_value = "ascii")]
    format: Format,
}

/// What the drawing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Ascii,
    /// For Markdown.
    Mermaid,
    /// For Graphviz.
    Dot,
    /// An image.
    Svg,
}

#[derive(Serialize)]
struct Answer {
    revisions: Vec<json::Revision>,
}

impl Arguments {
    #[cfg(feature = "cargo")]
    pub(crate) fn needs_database(&self) -> bool {
        self.selection.needs_database()
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let selected = arguments.selection.select(context)?;
    if context.output.is_json {
        let revisions = selected.into_json();
        context.output.json("graph", Answer { revisions })?;
        return Ok(Exit::Done);
    }
    let picture = Picture::of(selected.revisions);
    context.output.raw(match arguments.format {
        Format::Ascii => ascii::draw(&picture, output::columns()),
        Format::Mermaid => mermaid::draw(&picture),
        Format::Dot => dot::draw(&picture),
        Format::Svg => svg::draw(&picture),
    });
    Ok(Exit::Done)
}
