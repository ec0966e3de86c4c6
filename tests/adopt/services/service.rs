//! A line of `services.txt`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::stage::Stage;

pub(super) struct Service {
    name: String,
    /// Where its migrations are.
    pub(super) folder: PathBuf,
    pub(super) layout: String,
    database: String,
    /// What its migrations believe to be there.
    pub(super) first: String,
}

impl Service {
    /// Every one that is listed; each has to be there.
    pub(super) fn all(folder: &Path) -> Vec<Self> {
        let lines = include_str!("services.txt").lines();
        lines
            .filter(|line| !line.starts_with('#'))
            .map(|line| Self::parse(folder, line))
            .collect()
    }

    fn parse(services: &Path, line: &str) -> Self {
        let mut words = line.split_whitespace();
        let mut next = || words.next().unwrap_or_default().to_owned();
        let [name, repository, commit, folder, layout, database] = std::array::from_fn(|_| next());
        let folder = services.join(&name).join(folder);
        assert!(
            folder.is_dir(),
            "{folder:?} of {repository} as of {commit} is missing"
        );
        Self {
            name,
            folder,
            layout,
            database,
            first: words.collect::<Vec<_>>().join(" "),
        }
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.database == "postgres"
    }

    /// Its name in the program.
    pub(super) fn constant(&self) -> String {
        format!("{}_{}", self.name, self.database).to_uppercase()
    }

    /// The history table of its tool.
    pub(super) fn table(&self) -> &'static str {
        match self.layout.as_str() {
            "diesel" => "__diesel_schema_migrations",
            "sqlx" => "_sqlx_migrations",
            "refinery" => "refinery_schema_history",
            other => panic!("no program in `peers` runs folders of {other}"),
        }
    }

    /// Lets its own tool migrate a database.
    pub(super) fn run_tool(&self, stage: &Stage) {
        let programs = std::env::var_os("MIGRATOR_TEST_PEER_PROGRAMS");
        let programs = programs.map_or_else(|| "target/peers/debug".into(), PathBuf::from);
        let program = programs.join(format!("peer-{}", self.layout));
        let output = Command::new(&program)
            .arg(stage.url())
            .arg(&self.folder)
            .output()
            .unwrap_or_else(|error| {
                panic!("{program:?}, which scripts/peer-databases builds: {error}")
            });
        assert!(output.status.success(), "{self}: {output:?}");
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.name, self.layout, self.database)
    }
}
