//! Running the project's own Alembic, offline: what it prints as SQL, revision by revision.
//!
//! One call writes a whole line of revisions. Where Alembic fails, because a migration reads what is not there, that
//! revision is asked for once more by itself, and the rest from behind it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use migrator::Dialect;
use migrator_build::authoring::alembic::{Offline, VersionFile, cut};
use migrator_core::script::Direction;

use crate::failure::Failure;

/// An Alembic, and the configuration it is called with.
#[derive(Debug)]
pub(crate) struct Alembic {
    program: PathBuf,
    /// Where it is called: beside its configuration.
    folder: PathBuf,
    ini: Option<PathBuf>,
    /// What `env.py` is told.
    arguments: Vec<String>,
}

/// What came of a call.
struct Said {
    output: String,
    complaint: String,
    is_done: bool,
}

impl Alembic {
    pub(crate) fn new(
        program: PathBuf,
        ini: Option<PathBuf>,
        folder: PathBuf,
        arguments: Vec<String>,
    ) -> Self {
        Self {
            program,
            folder,
            ini,
            arguments,
        }
    }

    /// Has it write all revisions, parents first, and tells those that it cannot.
    pub(crate) fn write(&self, versions: &[&VersionFile]) -> Result<Offline, Failure> {
        let first = self.call(Direction::Up, "base", "heads")?;
        let dialect = self.dialect(&first)?;
        let sections = cut(dialect, &first.output);
        if !first.is_done && sections.is_empty() {
            return Err(self.failed(&first));
        }
        let mut run = Run {
            alembic: self,
            offline: Offline::new(dialect),
        };
        sections.into_iter().for_each(|it| run.offline.keep(it));
        run.upgrades(versions)?;
        run.downgrades(versions)?;
        Ok(run.offline)
    }

    fn call(&self, direction: Direction, from: &str, to: &str) -> Result<Said, Failure> {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder);
        if let Some(ini) = &self.ini {
            command.arg("-c").arg(ini);
        }
        for argument in &self.arguments {
            command.args(["-x", argument]);
        }
        let verb = match direction {
            Direction::Up => "upgrade",
            Direction::Down => "downgrade",
        };
        command.args([verb, &format!("{from}:{to}"), "--sql"]);
        let said = command.output().map_err(|error| {
            let message = format!("`{}` cannot be run", self.program.display());
            let failure = Failure::new(message).because(&error);
            failure.help("name the project's Alembic with `--alembic`, or write skeletons only with `--skeletons`")
        })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        Ok(Said {
            output: text(&said.stdout),
            complaint: text(&said.stderr),
            is_done: said.status.success(),
        })
    }

    /// Alembic says which database it writes for, and so does the URL in its file.
    fn dialect(&self, said: &Said) -> Result<Dialect, Failure> {
        let known = [
            ("PostgresqlImpl", "postgresql", Dialect::Postgres),
            ("SQLiteImpl", "sqlite", Dialect::Sqlite),
        ];
        let logged = word_behind(&said.complaint, "Context impl ");
        let logged = logged.map(|name| name.trim_end_matches('.'));
        let written = self.url();
        let found = known.into_iter().find(|(name, scheme, _)| match logged {
            Some(logged) => logged == *name,
            None => written.as_ref().is_some_and(|url| url.starts_with(scheme)),
        });
        if let Some((_, _, dialect)) = found {
            return Ok(dialect);
        }
        if !said.is_done && logged.is_none() {
            return Err(self.failed(said));
        }
        let message = match logged {
            Some(other) => format!("Alembic writes for another database: `{other}`"),
            None => "it cannot be told which database Alembic writes for".to_owned(),
        };
        Err(Failure::new(message)
            .help("give a configuration with `--ini` whose `sqlalchemy.url` begins with `postgresql://` or `sqlite://`"))
    }

    fn url(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.ini.as_ref()?).ok()?;
        let mut values = text.lines().filter_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == "sqlalchemy.url").then(|| value.trim().to_owned())
        });
        values.next_back()
    }

    fn failed(&self, said: &Said) -> Failure {
        let program = self.program.display();
        Failure::new(format!("`{program}` could not write any revision"))
            .cause(reason(&said.complaint, &said.output))
            .help("see what `alembic upgrade base:heads --sql` says, or write skeletons only with `--skeletons`")
    }
}

/// One writing of all revisions.
struct Run<'a> {
    alembic: &'a Alembic,
    offline: Offline,
}

impl Run<'_> {
    fn upgrades(&mut self, versions: &[&VersionFile]) -> Result<(), Failure> {
        for version in versions {
            self.one(Direction::Up, version)?;
            if !self.has(Direction::Up, version) {
                // Those behind it in one go.
                self.range(Direction::Up, version.id(), "heads")?;
            }
        }
        Ok(())
    }

    fn downgrades(&mut self, versions: &[&VersionFile]) -> Result<(), Failure> {
        let is_parent = |id: &str| versions.iter().any(|it| it.parents().any(|it| it == id));
        for head in versions.iter().filter(|it| !is_parent(it.id())) {
            if !self.has(Direction::Down, head) {
                self.range(Direction::Down, head.id(), "base")?;
            }
        }
        for version in versions.iter().rev() {
            self.one(Direction::Down, version)?;
            if !self.has(Direction::Down, version) {
                for parent in version.parents() {
                    self.range(Direction::Down, parent, "base")?;
                }
            }
        }
        Ok(())
    }

    fn has(&self, direction: Direction, version: &VersionFile) -> bool {
        let is_empty = match direction {
            Direction::Up => version.upgrade.is_empty,
            Direction::Down => version.downgrade.is_empty,
        };
        is_empty || self.offline.has(direction, version.id())
    }

    /// Asks for one revision alone, from each of its parents if need be.
    fn one(&mut self, direction: Direction, version: &VersionFile) -> Result<(), Failure> {
        let mut others: Vec<&str> = version.parents().collect();
        if others.is_empty() {
            others.push("base");
        }
        for other in others {
            if self.has(direction, version) {
                break;
            }
            let said = match direction {
                Direction::Up => self.range(direction, other, version.id())?,
                Direction::Down => self.range(direction, version.id(), other)?,
            };
            self.offline.fail(direction, version.id(), &said);
        }
        Ok(())
    }

    /// Asks for a line of revisions, and returns why it ended.
    fn range(&mut self, direction: Direction, from: &str, to: &str) -> Result<String, Failure> {
        let said = self.alembic.call(direction, from, to)?;
        let sections = cut(self.offline.dialect(), &said.output);
        sections
            .into_iter()
            .filter(|it| it.direction == direction)
            .for_each(|it| self.offline.keep(it));
        Ok(match said.is_done {
            true => "it cannot be told from Alembic's own statements in what it wrote".to_owned(),
            false => reason(&said.complaint, &said.output),
        })
    }
}

/// Why Alembic has ended: an exception is told on stderr, and what it refuses on stdout, behind the statements.
fn reason(complaint: &str, output: &str) -> String {
    let mut lines = complaint.lines().rev().map(str::trim);
    let refusal = || {
        output
            .lines()
            .rev()
            .find_map(|it| it.strip_prefix("FAILED: "))
    };
    lines
        .find(|line| !line.is_empty())
        .or_else(refusal)
        .unwrap_or("it said nothing")
        .trim_end_matches('.')
        .to_owned()
}

fn word_behind<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(start)?;
    behind.split_whitespace().next()
}

/// Returns a program that was named: a file, from where it was named, or else one of `PATH`.
pub(crate) fn named(program: &Path, current: &Path) -> PathBuf {
    let file = current.join(program);
    // Beside a project's versions there is mostly a folder of Alembic's own name.
    match program.components().count() == 1 && !file.is_file() {
        true => program.to_owned(),
        false => file,
    }
}

/// Finds the project's Alembic: of the virtual environment that is active or lies beside the project, else of `PATH`.
pub(crate) fn program(near: &Path) -> Option<PathBuf> {
    let name = format!("alembic{}", std::env::consts::EXE_SUFFIX);
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let active = std::env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let beside = near
        .ancestors()
        .take(4)
        .flat_map(|folder| [folder.join(".venv"), folder.join("venv")]);
    let environments = active.into_iter().chain(beside);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = environments
        .map(|folder| folder.join(bin).join(&name))
        .chain(std::env::split_paths(OsStr::new(&path)).map(|folder| folder.join(&name)));
    found.find(|file| file.is_file())
}

/// Finds Alembic's configuration above a folder of versions.
pub(crate) fn ini(versions: &Path) -> Option<PathBuf> {
    let mut files = versions
        .ancestors()
        .take(4)
        .map(|folder| folder.join("alembic.ini"));
    files.find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn what_alembic_refuses_is_told_on_stdout() {
        let output =
            "-- Running upgrade a -> b\n\nFAILED: This operation cannot proceed in --sql mode.\n";
        let said = "This operation cannot proceed in --sql mode";
        assert_eq!(reason("", output), said);
        assert_eq!(
            reason("Traceback\nKeyError: 'x'\n\n", output),
            "KeyError: 'x'"
        );
        assert_eq!(reason("", "-- Running upgrade a -> b\n"), "it said nothing");
    }
}
