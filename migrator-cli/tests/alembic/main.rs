//! A project of the real Alembic, converted: what our migrations make is what Alembic makes.

#[path = "../../../tests/support/needs.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests need other things")]
mod needs;
#[path = "../../../tests/support/postgres.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests ask other things")]
mod postgres;
#[path = "../told/session.rs"]
mod session;

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use postgres::TestDatabase;
use rusqlite::Connection;
use session::Session;

/// The revision that reads, written in Rust by a person.
const PORTED: &str = r#"//! nicknames are filled
use migrator::prelude::*;

pub const REVISION: &str = "5e9fc7042618";
pub const DOWN_REVISION: &[&str] = &["4d8eb6f31507"];

pub fn upgrade(op: &mut Op) -> Result {
    for user in op.query("SELECT id, name FROM users ORDER BY id")? {
        let (id, name): (i64, String) = (user.get("id")?, user.get("name")?);
        let nickname = name.rsplit('\'').next().unwrap_or_default().to_lowercase();
        op.execute(
            Query::update()
                .table("users")
                .value("nickname", nickname)
                .and_where(Expr::col("id").eq(id)),
        );
    }
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.execute("UPDATE users SET nickname = NULL");
    Ok(())
}
"#;

/// A package in which there is an Alembic project, too.
struct Project {
    session: Session,
    alembic: String,
    /// Alembic's database and ours.
    servers: Option<(TestDatabase, TestDatabase)>,
}

impl Project {
    fn new() -> Option<Self> {
        let alembic = needs::alembic()?;
        let servers = TestDatabase::new().zip(TestDatabase::new());
        let mut session = Session::new();
        session.run("cargo new --quiet shop && cd shop");
        session.run(&format!("{alembic} init alembic"));
        session.run("mv alembic.ini alembic.tmp");
        let url = |kind: &str, url: &str| {
            format!("sed 's|^sqlalchemy.url.*|sqlalchemy.url = {url}|' alembic.tmp > {kind}.ini")
        };
        session.run(&url("alembic", "sqlite:///theirs.db"));
        if let Some((theirs, _)) = &servers {
            let theirs = theirs
                .url()
                .replacen("postgres://", "postgresql+psycopg://", 1);
            session.run(&url("postgres", &theirs));
        }
        let versions = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/alembic/versions");
        for file in fs::read_dir(versions).expect("the versions") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "py") {
                let name = path.file_name().expect("a name").to_string_lossy();
                let text = fs::read_to_string(&path).expect("text");
                session.write(&format!("alembic/versions/{name}"), &text);
            }
        }
        session.run("export PYTHONDONTWRITEBYTECODE=1");
        session.run("cargo migrator init --database sqlite-bundled,postgres --quiet");
        // Nothing is compared here, and it is much to compile.
        session.run("sed -i 's/\"autogenerate\", //' Cargo.toml");
        Some(Self {
            session,
            alembic,
            servers,
        })
    }

    fn run(&mut self, line: &str) -> String {
        self.session.run(line)
    }

    fn alembic(&mut self, arguments: &str) -> String {
        let program = &self.alembic;
        let line = format!("{program} {arguments} 2> said || {{ cat said; echo FAILED; }}");
        let seen = self.session.run(&line);
        assert!(!seen.ends_with("FAILED\n"), "{seen}");
        seen
    }

    /// Opens an SQLite file of the package.
    fn open(&mut self, file: &str) -> Connection {
        let folder = self
            .session
            .run("pwd -P")
            .replace('~', &self.session.home());
        Connection::open(Path::new(folder.trim()).join(file)).expect("a database")
    }
}

/// The tables and indexes of an SQLite database, and their rows, but for those of the history.
fn dump(connection: &Connection) -> Vec<String> {
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).expect("sql");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|row| row.expect("text")).collect()
    };
    let ours = "name NOT LIKE 'sqlite_%' AND tbl_name <> 'migrator_history'";
    let schema = format!("SELECT sql FROM sqlite_schema WHERE {ours} ORDER BY name");
    // Alembic's own statements have tabs where its script has blanks.
    let plain = |sql: String| sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut dump: Vec<String> = texts(&schema).into_iter().map(plain).collect();
    let tables =
        format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {ours} ORDER BY name");
    for table in texts(&tables) {
        let columns = texts(&format!(
            "SELECT quote(name) FROM pragma_table_info('{table}')"
        ));
        let columns: Vec<String> = columns
            .iter()
            .map(|name| format!("quote(\"{}\")", name.trim_matches('\'')))
            .collect();
        let rows = format!(
            "SELECT {} FROM \"{table}\" ORDER BY 1",
            columns.join(" || ', ' || ")
        );
        dump.extend(
            texts(&rows)
                .into_iter()
                .map(|row| format!("{table}: {row}")),
        );
    }
    dump
}

/// Lines of `pg_dump` and rows, but for those of the history.
fn dump_of_server(database: &TestDatabase) -> Vec<String> {
    let mut client = database.client();
    client
        .batch_execute("DROP TABLE IF EXISTS migrator_history")
        .expect("dropped");
    database.dump()
}

fn sorted(text: &str) -> Vec<String> {
    let mut ids: Vec<String> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn what_alembic_makes_is_made_here_too() {
    let Some(mut project) = Project::new() else {
        return;
    };
    let inis = match &project.servers {
        Some(_) => "--ini alembic.ini --ini postgres.ini",
        None => "",
    };
    let alembic = project.alembic.clone();
    let import =
        format!("cargo migrator import-alembic alembic/versions --alembic {alembic} {inis}");
    assert_snapshot!(project.run(&import), @"
    7 revisions: 6 in SQL, 1 to be written by hand
    warning: `5e9fc7042618` is to be written by hand in `migrations/5e9fc7042618_nicknames_are_filled.rs`: TypeError: 'NoneType' object is not iterable
    ");
    assert_snapshot!(project.run("cargo migrator graph"), @r"
    * 5e9fc7042618 (shop) (head), nicknames are filled
    *  4d8eb6f31507 (shop), merge names and users
    |\
    | | * 71b1e926483a (depends on 2b6e94c1f3d5) (billing) (head), the first invoice
    | | * 60a0d8153729 (depends on 3c7da5e204f6) (billing), create invoices
    * | 2b6e94c1f3d5 (shop), first users
    | * 3c7da5e204f6 (shop), users have a nickname
    |/
    * 1f0c83a7d2b4 (shop), create users
    ");
    let has_server = project.servers.is_some();
    if has_server {
        assert_snapshot!(project.run("cat migrations/2b6e94c1f3d5_first_users.sql migrations/60a0d8153729_create_invoices.sql"), @r#"
    -- first users
    -- revision: 2b6e94c1f3d5
    -- down_revision: 1f0c83a7d2b4

    -- migrate:up
    INSERT INTO groups (name) VALUES ('admin'), ('né''e');

    INSERT INTO users (name, "group") VALUES ('Ada', 'admin');

    INSERT INTO users (name, "group") VALUES ('O''Hara; DROP', NULL);

    UPDATE users SET "group"='né''e' WHERE users."group" IS NULL;

    -- migrate:down
    DELETE FROM users;

    DELETE FROM groups;
    -- create invoices
    -- revision: 60a0d8153729
    -- down_revision:
    -- depends_on: 3c7da5e204f6
    -- branch_labels: billing

    -- migrate:up sqlite
    CREATE TABLE invoices (
        id INTEGER NOT NULL, 
        user_id INTEGER NOT NULL, 
        amount NUMERIC(10, 2) NOT NULL, 
        PRIMARY KEY (id), 
        FOREIGN KEY(user_id) REFERENCES users (id)
    );

    -- migrate:up postgres
    CREATE TABLE invoices (
        id SERIAL NOT NULL, 
        user_id INTEGER NOT NULL, 
        amount NUMERIC(10, 2) NOT NULL, 
        PRIMARY KEY (id), 
        FOREIGN KEY(user_id) REFERENCES users (id)
    );

    -- migrate:down
    DROP TABLE invoices;
    "#);
    }
    assert_snapshot!(project.run("cat migrations/5e9fc7042618_nicknames_are_filled.rs"), @r#"
    //! nicknames are filled
    use migrator::prelude::*;

    pub const REVISION: &str = "5e9fc7042618";
    pub const DOWN_REVISION: &[&str] = &["4d8eb6f31507"];

    // NOT CONVERTED from alembic/versions/5e9fc7042618_nicknames_are_filled.py: TypeError: 'NoneType' object is not iterable.
    // This revision refuses to run until its functions are written in Rust.

    pub fn upgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def upgrade():
        //     connection = op.get_bind()
        //     for (id, name) in connection.execute(sa.text("SELECT id, name FROM users ORDER BY id")):
        //         connection.execute(
        //             sa.text("UPDATE users SET nickname = :nickname WHERE id = :id"),
        //             {"nickname": name.split("'")[-1].lower(), "id": id},
        //         )
        Err("revision `5e9fc7042618` has not been converted from Alembic yet: write it in migrations/5e9fc7042618_nicknames_are_filled.rs".into())
    }

    pub fn downgrade(_op: &mut Op) -> Result {
        // NOT CONVERTED:
        //
        // def downgrade():
        //     op.execute("UPDATE users SET nickname = NULL")
        Err("revision `5e9fc7042618` has not been converted from Alembic yet: write it in migrations/5e9fc7042618_nicknames_are_filled.rs".into())
    }
    "#);

    // Alembic's databases stand where they stood, whatever is still to be written.
    project.alembic("upgrade heads");
    if has_server {
        project.alembic("-c postgres.ini upgrade heads");
    }
    let current = sorted(&project.alembic("current"));
    assert_snapshot!(project.run("cargo migrator upgrade heads --url sqlite:theirs.db 2>&1 | tail -n 1"), @"Nothing to do: the database is at 5e9fc7042618, 71b1e926483a.");
    assert_eq!(
        sorted(&project.run("cargo migrator current --url sqlite:theirs.db 2> said")),
        current
    );
    // A new one stops where something is missing.
    let refused =
        project.run("cargo migrator upgrade heads --url sqlite:ours.db 2>&1 | grep -A9 '^error'");
    assert_snapshot!(refused, @"
    error: upgrade of revision `5e9fc7042618` (migrations/5e9fc7042618_nicknames_are_filled.rs) returned an error
      caused by: revision `5e9fc7042618` has not been converted from Alembic yet: write it in migrations/5e9fc7042618_nicknames_are_filled.rs
      applied before this: `1f0c83a7d2b4`, `3c7da5e204f6`, `2b6e94c1f3d5`, `60a0d8153729`, `71b1e926483a`, `4d8eb6f31507`; nothing of `5e9fc7042618` was kept
    ");

    project
        .session
        .write("migrations/5e9fc7042618_nicknames_are_filled.rs", PORTED);
    let upgrade = "cargo migrator upgrade heads --url sqlite:ours.db 2>&1 | grep INFO";
    assert_eq!(
        project.run(upgrade),
        "INFO  [migrator] Running upgrade 4d8eb6f31507 -> 5e9fc7042618, nicknames are filled\n"
    );
    assert_eq!(
        sorted(&project.run("cargo migrator current --url sqlite:ours.db 2> said")),
        current
    );
    let theirs = dump(&project.open("theirs.db"));
    assert_eq!(dump(&project.open("ours.db")), theirs);
    assert_snapshot!(theirs.join("\n"), @r#"
    CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )
    CREATE TABLE groups ( name VARCHAR(16) NOT NULL, note TEXT DEFAULT 'it''s; a -- note', PRIMARY KEY (name) )
    CREATE TABLE invoices ( id INTEGER NOT NULL, user_id INTEGER NOT NULL, amount NUMERIC(10, 2) NOT NULL, PRIMARY KEY (id), FOREIGN KEY(user_id) REFERENCES users (id) )
    CREATE INDEX ix_users_nickname ON users (nickname)
    CREATE TABLE users ( id INTEGER NOT NULL, name VARCHAR(30) NOT NULL, "group" VARCHAR(16), active BOOLEAN DEFAULT 1 NOT NULL, since DATE DEFAULT '2024-01-31', nickname VARCHAR(20), PRIMARY KEY (id), CONSTRAINT users_have_a_name CHECK (name <> ''), UNIQUE (name), FOREIGN KEY("group") REFERENCES groups (name) ON DELETE CASCADE )
    alembic_version: '5e9fc7042618'
    alembic_version: '71b1e926483a'
    groups: 'admin', 'it''s; a -- note'
    groups: 'né''e', 'it''s; a -- note'
    invoices: 1, 1, 12.5
    users: 1, 'Ada', 'admin', 1, '2024-01-31', 'ada'
    users: 2, 'O''Hara; DROP', 'né''e', 1, '2024-01-31', 'hara; drop'
    "#);
    alembic_leaves_our_history_alone(&mut project);
    project.run("cargo migrator downgrade base --yes --url sqlite:ours.db");
    assert_eq!(dump(&project.open("ours.db")), [theirs[0].as_str()]);
    on_server(&mut project, &current);
}

/// The lines that the guide gives to those who keep Alembic beside us.
fn alembic_leaves_our_history_alone(project: &mut Project) {
    project.run("sed 's|theirs.db|ours.db|' alembic.ini > ours.ini");
    let metadata =
        "s/^target_metadata = None/import sqlalchemy\\ntarget_metadata = sqlalchemy.MetaData()/";
    project.run(&format!("sed -i '{metadata}' alembic/env.py"));
    let check = format!("{} -c ours.ini check 2>&1", project.alembic);
    let checked = project.run(&check);
    assert!(checked.contains("migrator_history"), "{checked}");
    let filter =
        "def include_name(name, type_, parent_names):\\n    return name != \"migrator_history\"\\n";
    project.run(&format!("sed -i '1i {filter}' alembic/env.py"));
    project.run(
        "sed -i 's/target_metadata=target_metadata/&, include_name=include_name/' alembic/env.py",
    );
    let checked = project.run(&check);
    assert!(!checked.contains("migrator_history"), "{checked}");
    assert!(
        checked.contains("remove_table") && checked.contains("'users'"),
        "{checked}"
    );
}

/// The same on PostgreSQL.
fn on_server(project: &mut Project, current: &[String]) {
    let Some((theirs, ours)) = project.servers.take() else {
        return;
    };
    let url = ours.url();
    let nothing = dump_of_server(&ours);
    project.run(&format!("cargo migrator upgrade heads --url {url}"));
    assert_eq!(
        sorted(&project.run(&format!("cargo migrator current --url {url} 2> said"))),
        current
    );
    assert_eq!(
        sorted(&project.run(&format!(
            "cargo migrator current --url {} 2> said",
            theirs.url()
        ))),
        current
    );
    assert_eq!(dump_of_server(&ours), dump_of_server(&theirs));
    project.run(&format!("cargo migrator downgrade base --yes --url {url}"));
    let mut client = ours.client();
    client
        .batch_execute("DROP TABLE alembic_version")
        .expect("dropped");
    assert_eq!(dump_of_server(&ours), nothing);
}
