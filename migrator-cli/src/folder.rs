//! The migrations folder of the package that `cargo migrator` is called in.

use migrator_build::authoring::Folder;
use migrator_build::{Options, Problem, Problems};

use crate::context::Context;
use crate::failure::Failure;

/// Reads the headers of the folder; several heads are no mistake here.
pub(crate) fn read(context: &Context) -> Result<Folder, Failure> {
    let config = context.config()?;
    let mut options = Options::default();
    options.root.clone_from(&config.root);
    // As the compiler names its files: from the package.
    let folder = config.folder();
    let shown = folder.strip_prefix(&config.root).unwrap_or(folder);
    if !folder.exists() {
        let message = format!("there is no folder `{}` with migrations", shown.display());
        let help = "go to a package that has one, or name it with `--manifest-path`; `{program} init` \
                    makes one";
        return Err(Failure::new(message).help(help));
    }
    Ok(Folder::read(shown, &options)?)
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
