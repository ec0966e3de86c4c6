//! `import-alembic`: an Alembic project becomes migrations of ours.

use std::path::{Path, PathBuf};

use clap::Args;
use migrator_build::authoring::alembic::{Import, Imported, Offline, read_versions};

use crate::authoring::alembic::{self, Alembic};
use crate::authoring::style;
use crate::authoring::writing::Writing;
use crate::config::Config;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} import-alembic alembic/versions --dry-run
  {program} import-alembic alembic/versions --alembic .venv/bin/alembic
  {program} import-alembic alembic/versions --ini alembic.ini --ini alembic-sqlite.ini
  {program} import-alembic alembic/versions --skeletons")]
pub(crate) struct Arguments {
    /// The folder of Alembic's version files; several if there are several
    #[arg(required = true, value_name = "VERSIONS")]
    versions: Vec<PathBuf>,
    /// The Alembic that writes the SQL [default: the virtual environment's, else that of PATH]
    #[arg(long, value_name = "PROGRAM")]
    alembic: Option<PathBuf>,
    /// Its configuration; one for each kind of database [default: alembic.ini above the versions]
    #[arg(long, value_name = "FILE")]
    ini: Vec<PathBuf>,
    /// What its env.py is told, as by alembic's own -x; may be repeated
    #[arg(short = 'x', value_name = "KEY=VALUE")]
    x: Vec<String>,
    /// Ask no Alembic: all that does something is to be written by hand
    #[arg(long, conflicts_with_all = ["alembic", "ini", "x"])]
    skeletons: bool,
    /// Show what would be written and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let absolute: Vec<PathBuf> = arguments
        .versions
        .iter()
        .map(|path| config.current.join(path))
        .collect();
    let shown: Vec<PathBuf> = absolute
        .iter()
        .map(|path| folder::below(config, path).to_owned())
        .collect();
    let versions = read_versions(&config.root, &shown)?;
    let import = Import::new(&folder, versions, style::style(config)?)?;
    let offline = arguments.offline(&import, config, &absolute, context)?;
    let imported = import.changes(&offline)?;
    let writing = Writing::new(context, config, "import-alembic", arguments.dry_run);
    writing.make(&imported.changes)?;
    tell(&imported, context);
    writing.done(&imported.changes, None)?;
    Ok(Exit::Done)
}

impl Arguments {
    /// Has Alembic write the SQL, once for each configuration.
    fn offline(
        &self,
        import: &Import<'_>,
        config: &Config,
        versions: &[PathBuf],
        context: &Context,
    ) -> Result<Vec<Offline>, Failure> {
        let wanted: Vec<_> = import
            .versions()
            .filter(|it| !import.is_known(it))
            .collect();
        if self.skeletons || wanted.iter().all(|it| it.is_empty()) {
            return Ok(Vec::new());
        }
        let first = versions.first().unwrap_or(&config.root);
        let program = self
            .alembic
            .as_ref()
            .map(|program| alembic::named(program, &config.current));
        let Some(program) = program.or_else(|| alembic::program(first)) else {
            context.output.warn(
                "no `alembic` is found, so that nothing is converted: name the project's with `--alembic`",
            );
            return Ok(Vec::new());
        };
        let mut inis: Vec<Option<PathBuf>> = self
            .ini
            .iter()
            .map(|ini| Some(config.current.join(ini)))
            .collect();
        if inis.is_empty() {
            inis.push(alembic::ini(first));
        }
        let mut written: Vec<Offline> = Vec::new();
        for ini in inis {
            let folder = ini
                .as_deref()
                .and_then(Path::parent)
                .unwrap_or(&config.current);
            let alembic = Alembic::new(
                program.clone(),
                ini.clone(),
                folder.to_owned(),
                self.x.clone(),
            );
            let offline = alembic.write(&wanted)?;
            if written.iter().any(|it| it.dialect() == offline.dialect()) {
                let message = format!("two configurations write for {}", offline.dialect());
                return Err(
                    Failure::usage(message).help("give `--ini` once for each kind of database")
                );
            }
            written.push(offline);
        }
        Ok(written)
    }
}

/// Says what became of the project, but beside an object.
fn tell(imported: &Imported, context: &Context) {
    if context.output.is_json {
        return;
    }
    let counted = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let counts = [
        counted(imported.converted.len(), "in SQL"),
        counted(imported.skeletons.len(), "to be written by hand"),
        counted(imported.known.len(), "here already"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let n_all = imported.converted.len() + imported.skeletons.len() + imported.known.len();
    let plural = if n_all == 1 { "" } else { "s" };
    context.output.note(format_args!(
        "{n_all} revision{plural}: {}",
        counts.join(", ")
    ));
}
