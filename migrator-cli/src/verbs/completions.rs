//! `completions`: what makes a shell complete this program's words.

use clap::{Args, ValueEnum};

use crate::completion;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  source <({program} completions bash)          in ~/.bashrc; the same for zsh
  {program} completions fish | source           in ~/.config/fish/config.fish
  {program} completions powershell | Out-String | Invoke-Expression

What it prints asks the program for each word, so revisions, labels and databases are completed, too.
It belongs to this version: have it printed anew when a shell starts, rather than keep it in a file.")]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

/// The shells that can be taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Shell {
    /// Returns what `clap_complete` calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Elvish => "elvish",
            Self::Fish => "fish",
            Self::Powershell => "powershell",
            Self::Zsh => "zsh",
        }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let script = completion::registration(context, arguments.shell)?;
    context.output.exactly(script);
    Ok(Exit::Done)
}
