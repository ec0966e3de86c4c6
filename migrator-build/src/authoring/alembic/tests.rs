//! What is read of Python, what is taken from Alembic's output, and what the revisions become.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use migrator_core::base::Dialect;
use migrator_core::script::{Direction, LocatedList};

use super::{Import, Offline, VersionFile, cut, read_versions};
use crate::Options;
use crate::authoring::{Folder, Moment, Style};

/// Reads one version file, and shows what it says or what is wrong.
fn read(text: &str) -> String {
    let mut problems = Vec::new();
    let Some(version) = VersionFile::read("v.py", text, &mut problems) else {
        let lines = problems
            .iter()
            .map(|it| format!("{}:{}: {}\n", it.line, it.column, it.message));
        return lines.collect();
    };
    let list = |list: &Option<LocatedList>| {
        let items = list.iter().flat_map(|list| &list.value);
        let items = items.map(|it| format!("{} at {}:{}", it.value, it.line, it.column));
        items.collect::<Vec<_>>().join(", ")
    };
    let header = &version.header;
    let mut shown = format!("{}: {}\n", version.id(), header.message);
    for (name, items) in [
        ("parents", &header.down_revision),
        ("labels", &header.branch_labels),
        ("depends on", &header.depends_on),
    ] {
        let items = list(items);
        if !items.is_empty() {
            let _ = writeln!(shown, "{name}: {items}");
        }
    }
    for (name, function) in [("up", &version.upgrade), ("down", &version.downgrade)] {
        if function.is_empty {
            let _ = writeln!(shown, "{name}: nothing");
        } else if !function.source.is_empty() {
            let _ = writeln!(shown, "{name}:\n{}", function.source);
        }
    }
    shown
}

#[test]
fn values_are_read_however_they_are_written_out() {
    let text = r#"# -*- coding: utf-8 -*-
'''users
  and "roles"

Revision ID: a1
Revises: b2, c3
Create Date: 2024

More about them.'''
from alembic import op
import sqlalchemy as sa

revision: str = "a\x31"  # 'no'; this
down_revision: Union[str, Sequence[str], None] = (
    r'b2', # first
    u"c"
    '3',
); branch_labels = ["x"
]
depends_on = {'d\
4', """e5"""}

x = {"down_revision": "no"}
if True:
    revision = "neither"

def upgrade() -> None:
    """Docs."""
    down_revision = f"{x}"
    op.execute('''
UPDATE t; revision = 3
''')

# Behind it.
def downgrade() -> None: pass
"#;
    assert_snapshot!(read(text), @r#"
    a1: users and "roles"
    parents: b2 at 15:5, c3 at 16:5
    labels: x at 18:21
    depends on: d4 at 20:15, e5 at 21:5
    up:
    def upgrade() -> None:
        """Docs."""
        down_revision = f"{x}"
        op.execute('''
    UPDATE t; revision = 3
    ''')
    down: nothing
    "#);
    assert_snapshot!(read("revision='a'\ndown_revision=None\nbranch_labels=()\ndepends_on=None,\ndef upgrade():\n  # Later.\n  return None\ndef downgrade():\n\t..."), @"
    a: 
    up: nothing
    down: nothing
    ");
    assert_snapshot!(read("\"one\" ' and two'\nrevision, = 'a',\n"), @"2:1: `revision` is not assigned by `revision = …` alone");
    assert_snapshot!(read("'one' ' and two'\nrevision = 'a'\ndown_revision = 'b', 'c'\n"), @"
    a: one and two
    parents: b at 3:17, c at 3:22
    ");
}

#[test]
fn what_is_not_written_out_is_an_error_at_its_line() {
    let check = |line: &str| read(&format!("\nrevision = 'a'\n{line}\n"));
    let lines = [
        "x = 1",
        "down_revision = previous",
        "down_revision = 'b' + 'c'",
        "down_revision = f'{b}'",
        "down_revision = b'b'",
        "down_revision = ['b', previous]",
        "down_revision = [['b'], 'c']",
        "down_revision = ('b'",
        "down_revision = 'b",
        "down_revision = tuple('b')",
        "down_revision =",
        "down_revision += 'b'",
        "down_revision = depends_on = None",
        "down_revision = '\\N{DASH}'",
        "revision = None",
        "down_revision: str",
    ];
    let seen: String = lines
        .map(|line| format!("{line}\n    {}", check(line)))
        .concat();
    assert_snapshot!(seen, @r"
    x = 1
        1:1: there is no `down_revision = …` at the top level
    down_revision = previous
        3:17: the value of `down_revision` cannot be read: `previous` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    down_revision = 'b' + 'c'
        3:21: the value of `down_revision` cannot be read: `+` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    down_revision = f'{b}'
        3:17: the value of `down_revision` cannot be read: `f'{b}'` is no plain string
    down_revision = b'b'
        3:17: the value of `down_revision` cannot be read: `b'b'` is no plain string
    down_revision = ['b', previous]
        3:23: the value of `down_revision` cannot be read: `previous` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    down_revision = [['b'], 'c']
        3:19: the value of `down_revision` cannot be read: a list in a list is no list of revisions
    down_revision = ('b'
        3:17: the value of `down_revision` cannot be read: `(` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    down_revision = 'b
        3:17: the string is not closed
    down_revision = tuple('b')
        3:17: the value of `down_revision` cannot be read: `tuple` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    down_revision =
        3:1: the value of `down_revision` cannot be read: a value is missing
    down_revision += 'b'
        3:1: `down_revision` is not assigned by `down_revision = …` alone
    down_revision = depends_on = None
        3:17: the value of `down_revision` cannot be read: `depends_on` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    down_revision = '\N{DASH}'
        3:17: the value of `down_revision` cannot be read: the escape `\N` is not understood here: write the character itself
    revision = None
        3:1: `revision` is no string
    down_revision: str
        1:1: there is no `down_revision = …` at the top level
    ");
}

/// Shows what is cut out of Alembic's output.
fn shown(dialect: Dialect, output: &str) -> String {
    let mut shown = String::new();
    for section in cut(dialect, output) {
        let way = match section.direction {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        let _ = write!(shown, "{} {way}", section.id);
        for (word, is_so) in [
            ("leaves its transaction", section.leaves_transaction),
            ("reads", section.reads),
            ("is incomplete", !section.is_complete),
        ] {
            if is_so {
                let _ = write!(shown, ", {word}");
            }
        }
        let _ = writeln!(shown, "\n{}", section.sql);
    }
    shown
}

#[test]
fn the_bookkeeping_is_taken_out_and_nothing_else() {
    let output = "BEGIN;\n\nCREATE TABLE app.versions (\n    version_num VARCHAR(32) NOT NULL\n);\n\n\
        -- Running upgrade  -> a1\n\n\
        -- Running upgrade is no step\n\
        INSERT INTO t (version_num) VALUES ('-- Running upgrade x -> y\n;');\n\n\
        DO $$ BEGIN COMMIT; END $$;\n\n\
        INSERT INTO app.versions (version_num) VALUES ('a1') RETURNING app.versions.version_num;\n\n\
        -- Running upgrade a1 -> b2\n\n\
        COMMIT;\n\nCREATE INDEX CONCURRENTLY i ON t (x);\n\nBEGIN;\n\n\
        UPDATE app.versions SET version_num='b2' WHERE app.versions.version_num = 'a1';\n\nCOMMIT;\n\nBEGIN;\n\n\
        -- Running upgrade b2, c3 -> d4\n\n\
        DELETE FROM app.versions WHERE app.versions.version_num = 'b2';\n\n\
        UPDATE app.versions SET version_num='d4' WHERE app.versions.version_num = 'c3';\n\n\
        -- Running upgrade d4 -> e5\n\nSELECT 1;\n\n";
    assert_snapshot!(shown(Dialect::Postgres, output), @"
    a1 up
    -- Running upgrade is no step
    INSERT INTO t (version_num) VALUES ('-- Running upgrade x -> y
    ;');

    DO $$ BEGIN COMMIT; END $$;
    b2 up, leaves its transaction
    CREATE INDEX CONCURRENTLY i ON t (x);
    d4 up

    e5 up, reads, is incomplete
    SELECT 1;
    ");
    let output = "-- Running downgrade b2 -> a1\n\nDROP TABLE t;\n\n\
        UPDATE alembic_version SET version_num='a1' WHERE alembic_version.version_num = 'b2';\n\n\
        -- Running downgrade a1 -> \n\nCREATE TRIGGER x AFTER INSERT ON t BEGIN\n  DELETE FROM u;\nEND;\n\nDROP TABLE u;\n\n\
        DELETE FROM alembic_version WHERE alembic_version.version_num = 'a1';\n\nDROP TABLE alembic_version;\n\n";
    assert_snapshot!(shown(Dialect::Sqlite, output), @"
    b2 down
    DROP TABLE t;
    a1 down
    CREATE TRIGGER x AFTER INSERT ON t BEGIN
      DELETE FROM u;

    END;

    DROP TABLE u;
    ");
}

/// A folder of migrations, and one of Alembic's.
struct Project {
    root: tempfile::TempDir,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["m", "versions"] {
            fs::create_dir(root.path().join(folder)).expect("a folder");
        }
        for (file, text) in files {
            fs::write(root.path().join(file), text).expect("written");
        }
        Self { root }
    }

    fn import(&self, offline: &[Offline]) -> String {
        let versions = match read_versions(self.root.path(), &[PathBuf::from("versions")]) {
            Ok(versions) => versions,
            Err(problems) => return format!("{problems}\n"),
        };
        let options = Options {
            root: self.root.path().to_owned(),
            ..Options::default()
        };
        let folder = Folder::read("m", &options).expect("a folder");
        let import = match Import::new(&folder, versions, Style::new(Moment::EPOCH)) {
            Ok(import) => import,
            Err(problems) => return format!("{problems}\n"),
        };
        let imported = import.changes(offline).expect("changes");
        let mut shown = String::new();
        for change in &imported.changes {
            let _ = writeln!(shown, "{change}\n{}", change.texts().1);
        }
        for note in imported.changes.notes() {
            let _ = writeln!(shown, "note: {note}");
        }
        imported.changes.apply().expect("written");
        shown
    }
}

const A1: &str = "'users'\nrevision = 'a1'\ndown_revision = None\ndef upgrade():\n    op.create_table('t')\ndef downgrade():\n    pass\n";

#[test]
fn without_alembic_what_does_something_is_a_skeleton() {
    let merge = "'merge'\nrevision = 'm1'\ndown_revision = 'a1'\ndef upgrade(): pass\ndef downgrade(): pass\n";
    let project = Project::new(&[
        ("versions/a1_users.py", A1),
        ("versions/m1.py", merge),
        ("versions/__init__.py", ""),
        ("versions/README", ""),
    ]);
    assert_snapshot!(project.import(&[]), @r#"
    create `m/a1_users.rs`
    //! users
    use migrator::prelude::*;

    pub const REVISION: &str = "a1";
    pub const DOWN_REVISION: &[&str] = &[];

    // NOT CONVERTED from versions/a1_users.py: Alembic was not asked for its SQL.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     op.create_table('t')
        Err("revision `a1` has not been converted from Alembic yet: write it in m/a1_users.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        Ok(())
    }

    create `m/m1_merge.sql`
    -- merge
    -- revision: m1
    -- down_revision: a1

    -- migrate:up

    -- migrate:down

    note: `a1` is to be written by hand in `m/a1_users.rs`: Alembic was not asked for its SQL
    "#);
    // Again, when there is one more.
    let b2 = "revision = 'b2'\ndown_revision = 'm1'\ndef upgrade():\n    op.x('\u{202e}')\n";
    fs::write(project.root.path().join("versions/b2.py"), b2).expect("written");
    assert_snapshot!(project.import(&[]), @r#"
    create `m/b2_.rs`
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["m1"];

    // NOT CONVERTED from versions/b2.py: Alembic was not asked for its SQL.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     op.x('\u{202e}')
        Err("revision `b2` has not been converted from Alembic yet: write it in m/b2_.rs".into())
    }

    note: `b2` is to be written by hand in `m/b2_.rs`: Alembic was not asked for its SQL
    "#);
}

#[test]
fn one_way_may_be_missing_and_the_other_differ() {
    let b2 = "'more'\nrevision = 'b2'\ndown_revision = 'a1'\ndef upgrade():\n    f()\ndef downgrade():\n    raise Never()\n";
    let c3 = "'reads'\nrevision = 'c3'\ndown_revision = 'b2'\ndef upgrade():\n    f(op.get_bind())\ndef downgrade():\n    f()\n";
    let d4 = "'asks'\nrevision = 'd4'\ndown_revision = 'c3'\ndef upgrade():\n    f(context.is_offline_mode())\ndef downgrade():\n    f()\n";
    let e5 =
        "revision = 'e5'\ndown_revision = 'd4'\ndef upgrade():\n    f()\ndef downgrade(): pass\n";
    let project = Project::new(&[
        ("versions/a1.py", A1),
        ("versions/b2.py", b2),
        ("versions/c3.py", c3),
        ("versions/d4.py", d4),
        ("versions/e5.py", e5),
    ]);
    let offline = [(Dialect::Sqlite, "x"), (Dialect::Postgres, "y")].map(|(dialect, word)| {
        let mut offline = Offline::new(dialect);
        let mut sections = vec![("a1", "CREATE 1"), ("b2", word), ("c3", "SELECT 1"), ("d4", "f")];
        match dialect {
            Dialect::Postgres => sections.push(("e5", "f")),
            _ => offline.fail(Direction::Up, "e5", "batch mode"),
        }
        for (id, sql) in sections {
            let output = format!(
                "-- Running upgrade  -> {id}\n{sql};\nINSERT INTO v (version_num) VALUES ('{id}');\n"
            );
            cut(dialect, &output).into_iter().for_each(|it| offline.keep(it));
        }
        offline.fail(Direction::Down, "b2", "Never()");
        offline
    });
    assert_snapshot!(project.import(&offline), @r#"
    create `m/a1_users.sql`
    -- users
    -- revision: a1
    -- down_revision:

    -- migrate:up
    CREATE 1;

    -- migrate:down

    create `m/b2_more.sql`
    -- more
    --
    -- NOT CONVERTED from versions/b2.py: no way back: Never()
    -- revision: b2
    -- down_revision: a1

    -- migrate:up sqlite
    x;

    -- migrate:up postgres
    y;

    create `m/c3_reads.rs`
    //! reads
    use migrator::prelude::*;

    pub const REVISION: &str = "c3";
    pub const DOWN_REVISION: &[&str] = &["b2"];

    // NOT CONVERTED from versions/c3.py: it reads from the database, and Alembic had none.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     f(op.get_bind())
        Err("revision `c3` has not been converted from Alembic yet: write it in m/c3_reads.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def downgrade():
        //     f()
        Err("revision `c3` has not been converted from Alembic yet: write it in m/c3_reads.rs".into())
    }

    create `m/d4_asks.rs`
    //! asks
    use migrator::prelude::*;

    pub const REVISION: &str = "d4";
    pub const DOWN_REVISION: &[&str] = &["c3"];

    // NOT CONVERTED from versions/d4.py: it does something else where there is no database to ask.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     f(context.is_offline_mode())
        Err("revision `d4` has not been converted from Alembic yet: write it in m/d4_asks.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def downgrade():
        //     f()
        Err("revision `d4` has not been converted from Alembic yet: write it in m/d4_asks.rs".into())
    }

    create `m/e5_.sql`
    -- (no message)
    --
    -- NOT CONVERTED from versions/e5.py: no way up for SQLite: batch mode
    -- revision: e5
    -- down_revision: d4

    -- migrate:up postgres
    f;

    -- migrate:down

    note: `b2` has no way back: Never()
    note: `c3` is to be written by hand in `m/c3_reads.rs`: it reads from the database, and Alembic had none
    note: `d4` is to be written by hand in `m/d4_asks.rs`: it does something else where there is no database to ask
    note: `e5` has no way up for SQLite: batch mode
    "#);
}

#[test]
fn a_graph_that_the_compiler_would_refuse_is_one_at_its_lines() {
    let other = "\n\nrevision = 'a1'\ndown_revision = 'gone'\n";
    let project = Project::new(&[("versions/a1.py", A1), ("versions/b2.py", other)]);
    assert_snapshot!(project.import(&[]), @"
    versions/b2.py:3:12: the revision id `a1` is already used by versions/a1.py
      help: give each revision an id of its own
    versions/b2.py:4:17: revision `a1`: its parent `gone` does not exist
    ");
    let project = Project::new(&[("versions/a1.txt", A1)]);
    assert_snapshot!(project.import(&[]), @"
    versions: there is no version file of Alembic
      help: name the folder that holds them, mostly `alembic/versions`
    ");
    assert!(read_versions(Path::new("/nowhere"), &[PathBuf::from("x")]).is_err());
}
