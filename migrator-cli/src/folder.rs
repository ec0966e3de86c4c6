//! The migrations folder of the package that `cargo migrator` is called in.

use std::path::Path;

use migrator_build::authoring::Folder;
use migrator_build::{Options, Problem, Problems};

use crate::config::{Config, Key};
use crate::context::Context;
use crate::failure::Failure;

/// Reads the headers of the folder; several heads are no mistake here.
pub(crate) fn read(context: &Context) -> Result<Folder, Failure> {
    let config = context.config()?;
    read_folders(config, Vec::new())
}

/// Reads the headers of the folder and of another one, whose revisions belong to the same graph.
pub(crate) fn read_with(context: &Context, other: &Path) -> Result<Folder, Failure> {
    let config = context.config()?;
    if other == config.folder() {
        return read(context);
    }
    let other = below(config, other);
    if !config.root.join(other).exists() {
        let failure = Failure::new(format!("there is no folder `{}`", other.display()));
        return Err(failure.help("make it, and embed its migrations, or leave out `--path`"));
    }
    read_folders(config, vec![other])
}

/// Reads the own folder, those of the libraries it is combined with, and others.
fn read_folders(config: &Config, others: Vec<&Path>) -> Result<Folder, Failure> {
    let mut options = options(config);
    let libraries = config.combine();
    if let Some(missing) = libraries.iter().find(|path| !path.is_dir()) {
        let shown = below(config, missing).display();
        let message = format!("there is no folder `{shown}` of a library");
        return Err(Failure::new(message).help("mend the setting `combine`"));
    }
    // With others the own folder may be missing, and then it is made by the first revision.
    let own = if libraries.is_empty() && others.is_empty() {
        named(config)?
    } else {
        below(config, config.folder())
    };
    options.combined = !others.is_empty() || !config.folder().exists();
    let mut folders = vec![own];
    let libraries = libraries.iter().map(|path| below(config, path));
    for folder in libraries.chain(others) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    Ok(Folder::read_all(&folders, &options)?)
}

/// Returns what the folder is read with.
pub(crate) fn options(config: &Config) -> Options {
    let mut options = Options::default();
    options.root.clone_from(&config.root);
    options.allow_heads = config.flag(Key::AllowHeads);
    options.layout = config.layout();
    // What the folder lacks is the libraries'.
    options.combined = !config.combine().is_empty();
    options
}

/// Returns the folder as the compiler names it: from the package. It exists.
pub(crate) fn named(config: &Config) -> Result<&Path, Failure> {
    let shown = below(config, config.folder());
    if config.folder().exists() {
        return Ok(shown);
    }
    let message = format!("there is no folder `{}` with migrations", shown.display());
    Err(Failure::new(message).help(
        "go to a package that has one, or name it with `--manifest-path`; `{program} init` makes one",
    ))
}

/// Returns a path relative to the package if it lies there.
pub(crate) fn below<'a>(config: &Config, path: &'a Path) -> &'a Path {
    path.strip_prefix(&config.root).unwrap_or(path)
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let problems: Vec<Problem> = problems.into_iter().collect();
        let [problem] = problems.as_slice() else {
            let lines = problems.iter().map(|problem| format!("\n{problem}"));
            let lines = lines.collect::<String>().replace('\n', "\n  ");
            let n_problems = problems.len();
            return Self::new(format!("the migrations have {n_problems} mistakes{lines}"));
        };
        let mut problem = problem.clone();
        let help = problem.help.take();
        let failure = Self::new(problem.to_string());
        match help {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}
