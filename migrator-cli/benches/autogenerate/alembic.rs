//! Alembic in an environment whose models are the same tables.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use crate::database::Target;
use crate::ours::{REVISION, assert_success, run};
use crate::tables;

/// An environment of Alembic whose models are the same tables.
pub(crate) struct Alembic {
    program: PathBuf,
    folder: PathBuf,
}

impl Alembic {
    pub(crate) fn new(program: &Path, folder: &Path, target: &Target) -> Self {
        let folder = folder.join("alembic");
        let versions = folder.join("migrations/versions");
        fs::create_dir_all(&versions).expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
        write(
            "alembic.ini",
            &format!(
                "[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\nsqlalchemy.url = {}\n",
                target.sqlalchemy
            ),
        );
        write("models.py", MODELS);
        write("migrations/env.py", ENVIRONMENT);
        write("migrations/script.py.mako", TEMPLATE);
        write(
            &format!("migrations/versions/{REVISION}_tables.py"),
            &format!(
                "revision = \"{REVISION}\"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
            ),
        );
        write("compare.py", COMPARE);
        write("create.py", CREATE);
        let alembic = Self {
            program: program.to_owned(),
            folder,
        };
        assert_success(&alembic.python("create.py"));
        alembic.timed(&["stamp", "head"]);
        alembic
    }

    fn python(&self, script: &str) -> std::io::Result<Output> {
        Command::new(self.program.with_file_name("python"))
            .arg(script)
            .current_dir(&self.folder)
            .output()
    }

    pub(crate) fn timed(&self, words: &[&str]) -> Duration {
        self.timed_with(words, tables::LENGTH)
    }

    /// Runs Alembic where a column of the models is so long.
    fn timed_with(&self, words: &[&str], length: u32) -> Duration {
        let mut command = Command::new(&self.program);
        command.args(words).current_dir(&self.folder);
        command.env("WIDE_LENGTH", length.to_string());
        run(&mut command)
    }

    /// Writes a revision and removes it; there is this to be read in it.
    pub(crate) fn revision(&self, length: u32, text: &str) -> Duration {
        let words = ["revision", "--autogenerate", "-m", "x", "--rev-id", "x"];
        let time = self.timed_with(&words, length);
        let file = self.folder.join("migrations/versions/x_x.py");
        let written = fs::read_to_string(&file).expect("a revision");
        assert!(written.contains(text), "{written}");
        fs::remove_file(file).expect("removed");
        time
    }

    /// Returns what the comparison alone takes, by Python's own clock, when it is made for the second time.
    pub(crate) fn compared(&self) -> Duration {
        let output = self.python("compare.py");
        assert_success(&output);
        let stdout = output.map(|it| it.stdout).unwrap_or_default();
        let text = String::from_utf8_lossy(&stdout).into_owned();
        Duration::from_secs_f64(text.trim().parse().expect("seconds"))
    }
}

const MODELS: &str = r#"import os

import sqlalchemy as sa

length = int(os.environ.get("WIDE_LENGTH", 40))
metadata = sa.MetaData()
for at in range(1000):
    name = f"wide_{at:04}"
    sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(length if at == 500 else 40), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("rank", sa.Integer),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("day", sa.Date),
        sa.Column("made", sa.DateTime),
        sa.Column("parent", sa.Integer, sa.ForeignKey(f"wide_{max(at - 1, 0):04}.id", ondelete="CASCADE")),
        sa.Index(f"ix_{name}_name", "name"),
    )
"#;

const ENVIRONMENT: &str = r#"import sqlalchemy as sa
from alembic import context
from models import metadata

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"))

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"#;

const TEMPLATE: &str = r#"revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
from alembic import op
import sqlalchemy as sa


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
"#;

const COMPARE: &str = r#"import configparser
import time

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from models import metadata

parser = configparser.ConfigParser(interpolation=None)
parser.read("alembic.ini")
engine = sa.create_engine(parser["alembic"]["sqlalchemy.url"])
with engine.connect() as connection:
    for _ in range(2):
        context = MigrationContext.configure(connection)
        started = time.perf_counter()
        found = compare_metadata(context, metadata)
        took = time.perf_counter() - started
        assert found == [], found[:3]
print(took)
"#;

const CREATE: &str = r#"import configparser

import sqlalchemy as sa
from models import metadata

parser = configparser.ConfigParser(interpolation=None)
parser.read("alembic.ini")
metadata.create_all(sa.create_engine(parser["alembic"]["sqlalchemy.url"]))
"#;
