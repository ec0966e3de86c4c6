//! Sets of migrations, each with one mistake, and the package that checks them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::host::{Host, workspace};

const USERS: (&str, &str) = (
    "a1_users.sql",
    "-- Create users
--
-- revision: a1
-- down_revision:

-- migrate:up
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, city TEXT);
CREATE INDEX ix_users_name ON users (name);

-- migrate:down
DROP TABLE users;
",
);

/// A set: its name, what `embed_migrations!` and `checks!` are told beside, the files beside the first.
type Set = (
    &'static str,
    [&'static str; 2],
    &'static [(&'static str, &'static str)],
);

const NO_MODELS: [&str; 2] = ["", ", no_models"];

const SETS: &[Set] = &[
    (
        "sound",
        NO_MODELS,
        &[
            (
                "b2_notes.sql",
                "-- revision: b2\n-- down_revision: a1\n\
                -- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));\n\
                -- migrate:down\nDROP TABLE notes;\n",
            ),
            (
                "c3_cities.sql",
                "-- revision: c3\n-- down_revision: a1\n\
                -- migrate:up\nCREATE TABLE cities (name TEXT PRIMARY KEY CHECK (length(name) > 2));\n\
                -- migrate:down\nDROP TABLE cities;\n",
            ),
            (
                "d4_merge.sql",
                "-- revision: d4\n-- down_revision: b2, c3\n-- migrate:up\n-- migrate:down\n",
            ),
            ("migrator.lock", "version 1\n"),
        ],
    ),
    (
        "empty_down",
        NO_MODELS,
        &[(
            "b2_notes.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY);\n-- migrate:down\n",
        )],
    ),
    (
        "no_down",
        NO_MODELS,
        &[(
            "b2_notes.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY);\n",
        )],
    ),
    (
        "wrong_down",
        NO_MODELS,
        &[(
            "b2_nicks.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nCREATE TABLE nicks (id INTEGER PRIMARY KEY);\nCREATE INDEX ix_users_city ON users (city);\n\
            -- migrate:down\nDROP TABLE nicks;\n",
        )],
    ),
    (
        "failing_down",
        NO_MODELS,
        &[(
            "b2_notes.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE note;\n",
        )],
    ),
    (
        "lost_row",
        NO_MODELS,
        &[(
            "b2_nick.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nALTER TABLE users ADD COLUMN nick TEXT;\nDELETE FROM users WHERE email IS NULL;\n\
            -- migrate:down\nALTER TABLE users DROP COLUMN nick;\n",
        )],
    ),
    (
        "lost_value",
        NO_MODELS,
        &[(
            "b2_swap.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nCREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, city TEXT, age INTEGER);\n\
            INSERT INTO users_new (id, name, city, email) SELECT id, name, email, city FROM users;\n\
            DROP TABLE users;\nALTER TABLE users_new RENAME TO users;\nCREATE INDEX ix_users_name ON users (name);\n\
            -- migrate:down\nALTER TABLE users DROP COLUMN age;\n",
        )],
    ),
    (
        "lost_index",
        NO_MODELS,
        &[(
            "b2_nick.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nALTER TABLE users ADD COLUMN nick TEXT;\n\
            -- migrate:down\nCREATE TABLE users_old (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, city TEXT);\n\
            INSERT INTO users_old SELECT id, name, email, city FROM users;\nDROP TABLE users;\n\
            ALTER TABLE users_old RENAME TO users;\n",
        )],
    ),
    (
        "edited",
        NO_MODELS,
        &[(
            "migrator.lock",
            "version 1\n\
             a1 - 1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n\
             z9 a1 1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
        )],
    ),
    (
        "two_heads",
        [", allow_heads", ", no_models"],
        &[
            (
                "b2_notes.sql",
                "-- revision: b2\n-- down_revision: a1\n\
                -- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE notes;\n",
            ),
            (
                "c3_tags.sql",
                "-- revision: c3\n-- down_revision: a1\n\
                -- migrate:up\nCREATE TABLE tags (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE tags;\n",
            ),
        ],
    ),
    ("drift", ["", ""], &[]),
    (
        "offline",
        NO_MODELS,
        &[
            (
                "b2_index.rs",
                "use migrator::prelude::*;\npub const REVISION: &str = \"b2\";\npub const DOWN_REVISION: &[&str] = &[\"a1\"];\n\
                pub fn upgrade(op: &mut Op) -> Result {\n    if !op.is_offline() {\n        \
                op.create_index(Index::new(\"ix_users_city\").on(\"users\", [\"city\"]));\n    }\n    \
                op.create_index(Index::new(\"ix_users_email\").on(\"users\", [\"email\"]));\n    Ok(())\n}\n\
                pub fn downgrade(op: &mut Op) -> Result {\n    op.drop_index(\"ix_users_email\");\n    op.drop_index(\"ix_users_city\");\n    Ok(())\n}\n",
            ),
            (
                "c3_reads.rs",
                "use migrator::prelude::*;\npub const REVISION: &str = \"c3\";\npub const DOWN_REVISION: &[&str] = &[\"b2\"];\n\
                pub fn upgrade(op: &mut Op) -> Result {\n    op.query(\"SELECT id FROM users\")?;\n    op.execute(\"CREATE TABLE notes (id INTEGER)\");\n    Ok(())\n}\n\
                pub fn downgrade(op: &mut Op) -> Result {\n    op.drop_table(\"notes\");\n    Ok(())\n}\n",
            ),
        ],
    ),
    (
        "order",
        NO_MODELS,
        &[(
            "b2_no_email.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nALTER TABLE users DROP COLUMN email;\n-- migrate:down\nALTER TABLE users ADD COLUMN email TEXT;\n",
        )],
    ),
    (
        "needs_no_rows",
        NO_MODELS,
        &[(
            "b2_strict.sql",
            "-- revision: b2\n-- down_revision: a1\n\
            -- migrate:up\nALTER TABLE users ADD COLUMN age INTEGER NOT NULL CHECK (age > 0) DEFAULT 0;\n\
            -- migrate:down\nALTER TABLE users DROP COLUMN age;\n",
        )],
    ),
    (
        "failing_up",
        NO_MODELS,
        &[
            (
                "b2_nothing.sql",
                "-- revision: b2\n-- down_revision: a1\n\
                -- migrate:up\nDROP TABLE nothing;\n-- migrate:down\nSELECT 1;\n",
            ),
            (
                "c3_notes.sql",
                "-- revision: c3\n-- down_revision: b2\n\
                -- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE notes;\n",
            ),
        ],
    ),
    (
        "waived",
        NO_MODELS,
        &[
            (
                "b2_no_email.sql",
                "-- revision: b2\n-- down_revision: a1\n-- waives: downgrade: addresses are gone for good\n\
                -- migrate:up\nALTER TABLE users DROP COLUMN email;\n",
            ),
            (
                "c3_lower.rs",
                "use migrator::prelude::*;\npub const REVISION: &str = \"c3\";\npub const DOWN_REVISION: &[&str] = &[\"b2\"];\n\
                pub const WAIVES: &[(&str, &str)] = &[(\"rows_survive\", \"names are written in capitals\"), (\"offline\", \"once it did read\")];\n\
                pub fn upgrade(op: &mut Op) -> Result {\n    op.execute(\"UPDATE users SET name = upper(name)\");\n    \
                op.create_index(Index::new(\"ix_users_city\").on(\"users\", [\"city\"]));\n    Ok(())\n}\n\
                pub fn downgrade(op: &mut Op) -> Result {\n    op.drop_index(\"ix_users_city\");\n    Ok(())\n}\n",
            ),
        ],
    ),
    (
        "foreign",
        [
            ", layout = diesel",
            ", no_models, layout = diesel, waive(downgrade, reason = \"diesel ran up only\"), \
             waive(rows_survive, revision = \"20240102\", reason = \"they were spam\"), \
             waive(offline, revision = \"20240101\", reason = \"once it did read\")",
        ],
        &[
            (
                "20240101_users/up.sql",
                "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n",
            ),
            (
                "20240102_spam/up.sql",
                "DELETE FROM users WHERE email IS NULL;\n",
            ),
            (
                "20240103_notes/up.sql",
                "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n",
            ),
            (
                "20240103_notes/down.sql",
                "DROP TABLE users;\nDROP TABLE notes;\n",
            ),
            (
                "d4_own.sql",
                "-- revision: d4\n-- down_revision: 20240103\n-- migrate:up\nCREATE INDEX ix_users_email ON users (email);\n",
            ),
        ],
    ),
    ("server", ["", ", no_models, postgres"], &[]),
    (
        "counted",
        NO_MODELS,
        &[(
            "a1_users.rs",
            "use std::io::Write as _;\nuse migrator::prelude::*;\npub const REVISION: &str = \"a1\";\npub const DOWN_REVISION: &[&str] = &[];\n\
            pub fn upgrade(op: &mut Op) -> Result {\n    \
            if let Some(path) = std::env::var_os(\"COUNT\") {\n        \
            let mut file = std::fs::File::options().append(true).open(path).unwrap();\n        \
            file.write_all(b\"up\\n\").unwrap();\n    }\n    \
            op.execute(\"CREATE TABLE users (id INTEGER PRIMARY KEY)\");\n    Ok(())\n}\n\
            pub fn downgrade(op: &mut Op) -> Result {\n    op.drop_table(\"users\");\n    Ok(())\n}\n",
        )],
    ),
];

const MODELS: &str = "#[derive(migrator::Table)]\n#[table(name = \"users\", index(name))]\n#[allow(dead_code)]\n\
    struct User {\n    #[column(primary_key)]\n    id: i64,\n    name: String,\n    email: Option<String>,\n    age: Option<i64>,\n}\n";

fn host() -> Host {
    let host = Host::new("checks");
    let path = workspace().to_string_lossy().replace('\\', "/");
    host.write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"checked\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             migrator = {{ path = \"{path}\", features = [\"postgres\", \"sqlite-bundled\", \"testing\"] }}\n"
        ),
    );
    host.write("src/lib.rs", "");
    let modules: String = SETS
        .iter()
        .map(|(name, ..)| format!("mod {name};\n"))
        .collect();
    host.write("tests/all/main.rs", modules);
    for (name, [embed, checks], files) in SETS {
        let models = if *name == "drift" { MODELS } else { "" };
        host.write(
            &format!("tests/all/{name}.rs"),
            format!(
                "migrator::embed_migrations!(\"sets/{name}\" as SET, library{embed});\n\
                 migrator::testing::checks!(\"sets/{name}\" as checks, migrations = SET{checks});\n{models}"
            ),
        );
        let has_users = files
            .iter()
            .any(|(file, _)| file.starts_with("a1_") || file.contains('/'));
        let users = (!has_users).then_some(USERS);
        for (file, text) in users.iter().chain(*files) {
            host.write(&format!("sets/{name}/{file}"), text);
        }
    }
    host
}

/// Compiles the tests of all sets once, and returns the program.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let host = host();
        let arguments = [
            "test",
            "--no-run",
            "--quiet",
            "--message-format",
            "json",
            "--test",
            "all",
        ];
        let output = host.cargo(".", &arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");
        let messages = String::from_utf8_lossy(&output.stdout);
        let mut messages = messages.lines().map(|it| serde_json::from_str(it).unwrap());
        let program = messages.find_map(|message: serde_json::Value| {
            let is_it = message["target"]["name"] == "all";
            Some(PathBuf::from(
                message["executable"].as_str().filter(|_| is_it)?,
            ))
        });
        program.expect("a program")
    })
}

/// Runs tests of the program.
pub(crate) fn run(tests: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(program());
    command.args(tests).env("RUST_BACKTRACE", "0");
    for name in [
        "NEXTEST_RUN_ID",
        "MIGRATOR_TEST_DATABASE_URL",
        "DATABASE_URL",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command.output().expect("it runs")
}
