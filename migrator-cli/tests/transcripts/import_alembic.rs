//! `import-alembic`, with a program in the place of Alembic; the real one is in `tests/alembic`.

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;

use crate::package::Package;

/// Writes what Alembic would, and fails at `b2` where it is asked for that.
const ALEMBIC: &str = r#"#!/bin/sh
while [ "$1" != upgrade ] && [ "$1" != downgrade ]; do shift; done
echo "INFO  [alembic.runtime.migration] Context impl ${IMPL:-SQLiteImpl}." >&2
[ "$1" = downgrade ] && echo "-- Running downgrade a1 ->

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'a1';"
case "$1 $2" in "upgrade base:"*) echo "-- Running upgrade  -> a1

CREATE TABLE users (id INTEGER);

INSERT INTO alembic_version (version_num) VALUES ('a1');
";; esac
[ "$1" = upgrade ] && echo "-- Running upgrade a1 -> b2
" && echo "Traceback
KeyError: 'x'" >&2 && exit 1
exit 0
"#;

fn project() -> Package {
    let package = Package::new();
    package.write(
        "alembic/versions/a1_users.py",
        "\"\"\"create users\"\"\"\nrevision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n    op.create_table('users')\n\n\ndef downgrade():\n    op.drop_table('users')\n",
    );
    package.write(
        "alembic/versions/b2.py",
        "\"\"\"names\"\"\"\nrevision = 'b2'\ndown_revision = 'a1'\n\n\ndef upgrade():\n    op.get_bind().execute('x')['x']\n\n\ndef downgrade():\n    pass\n",
    );
    package.write(
        "alembic.ini",
        "[alembic]\nsqlalchemy.url = sqlite:///x.db\n",
    );
    program(&package, "venv/bin/alembic", ALEMBIC);
    package
}

fn program(package: &Package, name: &str, text: &str) {
    package.write(name, text);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(package.path(name), executable).expect("an executable");
}

#[test]
fn what_alembic_writes_is_previewed_and_written() {
    let package = project();
    assert_snapshot!(package.run("import-alembic alembic/versions --dry-run"), @r#"
    $ cargo migrator import-alembic alembic/versions --dry-run
    create migrations/a1_create_users.sql
    -- create users
    -- revision: a1
    -- down_revision:

    -- migrate:up
    CREATE TABLE users (id INTEGER);

    -- migrate:down
    DROP TABLE users;

    create migrations/b2_names.rs
    //! names
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["a1"];

    // NOT CONVERTED from alembic/versions/b2.py: KeyError: 'x'.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     op.get_bind().execute('x')['x']
        Err("revision `b2` has not been converted from Alembic yet: write it in migrations/b2_names.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        Ok(())
    }
    [stderr]
    2 revisions: 1 in SQL, 1 to be written by hand
    warning: `b2` is to be written by hand in `migrations/b2_names.rs`: KeyError: 'x'
    "#);
    assert_eq!(package.migrations(), "");
    assert_snapshot!(package.run("import-alembic alembic/versions"), @"
    $ cargo migrator import-alembic alembic/versions
    [stderr]
    2 revisions: 1 in SQL, 1 to be written by hand
    warning: `b2` is to be written by hand in `migrations/b2_names.rs`: KeyError: 'x'
    ");
    assert_snapshot!(package.migrations(), @"
    a1_create_users.sql
    b2_names.rs
    ");
    assert_snapshot!(package.run("history"), @"
    $ cargo migrator history
    a1 -> b2 (head), names
    <base> -> a1, create users
    ");
    assert_snapshot!(package.run("import-alembic alembic/versions --json"), @r#"
    $ cargo migrator import-alembic alembic/versions --json
    {
      "version": 1,
      "verb": "import-alembic",
      "dry_run": false,
      "revision": null,
      "files": [],
      "warnings": []
    }
    "#);
}

#[test]
fn a_program_is_a_file_or_a_name() {
    let package = project();
    // Beside the folder `alembic`, which is none.
    let bin = package.path("venv/bin").display().to_string();
    let package = package.variable("PATH", &format!("{bin}:/usr/bin:/bin"));
    let dry = "import-alembic alembic/versions --dry-run -q --alembic";
    let named = package.result(&format!("{dry} alembic"));
    assert_eq!(package.result(&format!("{dry} venv/bin/alembic")), named);
    assert!(named.contains("CREATE TABLE users"), "{named}");
}

#[test]
fn without_alembic_there_are_skeletons() {
    let package = project();
    std::fs::remove_dir_all(package.path("venv")).expect("removed");
    let package = package.variable("PATH", "/nowhere");
    assert_snapshot!(package.run("import-alembic alembic/versions --dry-run -q"), @r#"
    $ cargo migrator import-alembic alembic/versions --dry-run -q
    create migrations/a1_create_users.rs
    //! create users
    use migrator::prelude::*;

    pub const REVISION: &str = "a1";
    pub const DOWN_REVISION: &[&str] = &[];

    // NOT CONVERTED from alembic/versions/a1_users.py: Alembic was not asked for its SQL.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     op.create_table('users')
        Err("revision `a1` has not been converted from Alembic yet: write it in migrations/a1_create_users.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def downgrade():
        //     op.drop_table('users')
        Err("revision `a1` has not been converted from Alembic yet: write it in migrations/a1_create_users.rs".into())
    }

    create migrations/b2_names.rs
    //! names
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["a1"];

    // NOT CONVERTED from alembic/versions/b2.py: Alembic was not asked for its SQL.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     op.get_bind().execute('x')['x']
        Err("revision `b2` has not been converted from Alembic yet: write it in migrations/b2_names.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        Ok(())
    }
    "#);
    assert_snapshot!(package.run("import-alembic alembic/versions --alembic none"), @"
    $ cargo migrator import-alembic alembic/versions --alembic none
    [stderr]
    error: `none` cannot be run
      caused by: No such file or directory (os error 2)
    help: name the project's Alembic with `--alembic`, or write skeletons only with `--skeletons`
    [exit 1]
    ");
    assert_snapshot!(project().run("import-alembic alembic/versions --skeletons --json --dry-run"), @r#"
    $ cargo migrator import-alembic alembic/versions --skeletons --json --dry-run
    {
      "version": 1,
      "verb": "import-alembic",
      "dry_run": true,
      "revision": null,
      "files": [
        {
          "path": "migrations/a1_create_users.rs",
          "change": "created",
          "from": null,
          "text": "//! create users\nuse migrator::prelude::*;\n\npub const REVISION: &str = \"a1\";\npub const DOWN_REVISION: &[&str] = &[];\n\n// NOT CONVERTED from alembic/versions/a1_users.py: Alembic was not asked for its SQL.\n// This revision refuses to run until its functions are written in Rust.\n\npub fn upgrade(_op: &mut Op) -> Result {\n    // NOT CONVERTED:\n    //\n    // def upgrade():\n    //     op.create_table('users')\n    Err(\"revision `a1` has not been converted from Alembic yet: write it in migrations/a1_create_users.rs\".into())\n}\n\npub fn downgrade(_op: &mut Op) -> Result {\n    // NOT CONVERTED:\n    //\n    // def downgrade():\n    //     op.drop_table('users')\n    Err(\"revision `a1` has not been converted from Alembic yet: write it in migrations/a1_create_users.rs\".into())\n}\n"
        },
        {
          "path": "migrations/b2_names.rs",
          "change": "created",
          "from": null,
          "text": "//! names\nuse migrator::prelude::*;\n\npub const REVISION: &str = \"b2\";\npub const DOWN_REVISION: &[&str] = &[\"a1\"];\n\n// NOT CONVERTED from alembic/versions/b2.py: Alembic was not asked for its SQL.\n// This revision refuses to run until its functions are written in Rust.\n\npub fn upgrade(_op: &mut Op) -> Result {\n    // NOT CONVERTED:\n    //\n    // def upgrade():\n    //     op.get_bind().execute('x')['x']\n    Err(\"revision `b2` has not been converted from Alembic yet: write it in migrations/b2_names.rs\".into())\n}\n\npub fn downgrade(_op: &mut Op) -> Result {\n    Ok(())\n}\n"
        }
      ],
      "warnings": [
        "`a1` is to be written by hand in `migrations/a1_create_users.rs`: Alembic was not asked for its SQL",
        "`b2` is to be written by hand in `migrations/b2_names.rs`: Alembic was not asked for its SQL"
      ]
    }
    "#);
}

#[test]
fn an_alembic_that_cannot_work_is_told() {
    let package = project();
    program(
        &package,
        "broken",
        "#!/bin/sh\necho \"ImportError: no module named shop\" >&2\nexit 1\n",
    );
    assert_snapshot!(package.run("import-alembic alembic/versions --alembic ./broken"), @"
    $ cargo migrator import-alembic alembic/versions --alembic ./broken
    [stderr]
    error: `<folder>/./broken` could not write any revision
      caused by: ImportError: no module named shop
    help: see what `alembic upgrade base:heads --sql` says, or write skeletons only with `--skeletons`
    [exit 1]
    ");
    let package = project().variable("IMPL", "MySQLImpl");
    assert_snapshot!(package.run("import-alembic alembic/versions"), @"
    $ cargo migrator import-alembic alembic/versions
    [stderr]
    error: Alembic writes for another database: `MySQLImpl`
    help: give a configuration with `--ini` whose `sqlalchemy.url` begins with `postgresql://` or `sqlite://`
    [exit 1]
    ");
    assert_snapshot!(project().run("import-alembic alembic/versions --ini alembic.ini --ini alembic.ini"), @"
    $ cargo migrator import-alembic alembic/versions --ini alembic.ini --ini alembic.ini
    [stderr]
    error: two configurations write for SQLite
    help: give `--ini` once for each kind of database
    [exit 2]
    ");
}

#[test]
fn what_cannot_be_read_is_told_at_its_line() {
    let package = project();
    package.write(
        "alembic/versions/c3.py",
        "revision = make_id()\ndown_revision = 'b2'\n",
    );
    package.write(
        "alembic/versions/d4.py",
        "revision = 'd4'\ndown_revision = 'gone'\n",
    );
    assert_snapshot!(package.run("import-alembic alembic/versions"), @"
    $ cargo migrator import-alembic alembic/versions
    [stderr]
    error: alembic/versions/c3.py:1:12: the value of `revision` cannot be read: `make_id` is no literal: a string, `None`, or a list, tuple or set of strings is expected
    help: write the value out, as Alembic's own template does
    [exit 1]
    ");
    package.write(
        "alembic/versions/c3.py",
        "revision = 'a1'\ndown_revision = 'b2'\n",
    );
    assert_snapshot!(package.run("import-alembic alembic/versions"), @"
    $ cargo migrator import-alembic alembic/versions
    [stderr]
    error: the migrations have 3 mistakes
      alembic/versions/a1_users.py:2:12: revisions need each other: `a1` needs `b2` needs `a1`
        help: remove one of these parents or dependencies
      alembic/versions/c3.py:1:12: the revision id `a1` is already used by alembic/versions/a1_users.py
        help: give each revision an id of its own
      alembic/versions/d4.py:2:17: revision `d4`: its parent `gone` does not exist
    [exit 1]
    ");
    assert_snapshot!(package.run("import-alembic alembic"), @"
    $ cargo migrator import-alembic alembic
    [stderr]
    error: alembic: there is no version file of Alembic
    help: name the folder that holds them, mostly `alembic/versions`
    [exit 1]
    ");
    assert_snapshot!(package.run("import-alembic"), @"
    $ cargo migrator import-alembic
    [stderr]
    error: the following required arguments were not provided:
      <VERSIONS>...

    Usage: cargo migrator import-alembic <VERSIONS>...

    For more information, try '--help'.
    [exit 2]
    ");
}
