//! What URLs mean, and what is said of those that mean nothing.

use insta::assert_snapshot;

use crate::databases::Scene;
use crate::settings::Set;

/// Tries to reach a database, and returns what is said.
fn said(url: &str) -> String {
    let transcript = Set::new()
        .variable("DATABASE_URL", url)
        .migrate("upgrade head");
    transcript.replace("$ migrate upgrade head\n[stderr]\n", "")
}

#[test]
fn a_file_is_made_where_the_url_says() {
    let urls = [
        ("sqlite:app.db", "app.db"),
        ("sqlite://app.db", "app.db"),
        ("sqlite:./app.db", "app.db"),
        ("sqlite:my%20app.db", "my app.db"),
        ("sqlite:my app.db?mode=rwc", "my app.db"),
    ];
    for (url, file) in urls {
        let set = Set::new().variable("DATABASE_URL", url);
        assert!(!set.migrate("upgrade head").contains("error"));
        assert_eq!(set.files(), [file], "{url}");
    }
    let set = Set::new();
    let path = set.place.path("absolute.db").display().to_string();
    for url in [format!("sqlite://{path}"), format!("sqlite:{path}")] {
        let line = format!("upgrade head --url {url}");
        assert!(!set.migrate(&line).contains("error"));
        assert_eq!(set.files(), ["absolute.db"]);
    }
    let set = Set::new().variable("DATABASE_URL", "sqlite::memory:");
    assert!(!set.migrate("upgrade head").contains("error"));
    assert!(set.files().is_empty());
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    assert_snapshot!(said("sqlite:app.db?mode=rw"), @r"
    error: there is no database `<folder>/app.db`
    help: leave `mode` out to have it made
    [exit 1]
    ");
    assert_snapshot!(said("sqlite:missing/app.db"), @r"
    error: there is no folder `<folder>/missing` for the database
    help: create it, or name another file
    [exit 1]
    ");
}

#[test]
fn a_verb_that_only_looks_makes_no_file() {
    let set = Set::new().variable("DATABASE_URL", "sqlite:app.db");
    for verb in ["current", "status", "log", "downgrade base"] {
        let transcript = set.migrate(verb);
        assert!(
            transcript.contains("error: there is no database `<folder>/app.db`"),
            "{transcript}"
        );
        assert!(transcript.ends_with("[exit 1]\n"), "{transcript}");
        assert!(set.files().is_empty(), "{verb}");
    }
    // What would be done to it can be told without it.
    assert!(
        set.migrate("upgrade +1 --dry-run")
            .contains("CREATE TABLE \"account\"")
    );
    assert!(set.migrate("stamp head --dry-run").contains("53fffde5ad50"));
    assert!(set.migrate("upgrade head --sql").contains("CREATE TABLE"));
    assert!(set.files().is_empty());
    assert_snapshot!(set.migrate("current"), @r"
    $ migrate current
    [stderr]
    error: there is no database `<folder>/app.db`
    help: name another file, or make this one with `migrate upgrade head`
    [exit 1]
    ");
}

#[test]
fn three_slashes_begin_a_whole_path() {
    assert_snapshot!(said("sqlite:///app.db?mode=rw"), @r"
    error: there is no database `/app.db`
    help: write `sqlite:app.db` for a file in the current folder
    [exit 1]
    ");
}

#[test]
fn a_url_of_another_kind_is_refused_with_what_to_write() {
    assert_snapshot!(said("mysql://me:secret@db/shop"), @r"
    error: databases of the kind `mysql` are not supported
    help: use an SQLite file or a PostgreSQL database
    [exit 2]
    ");
    assert_snapshot!(said("postgre://me:secret@db/shop"), @r"
    error: databases of the kind `postgre` are not supported
    help: did you mean `postgres`?
    [exit 2]
    ");
    assert_snapshot!(said("postgresql+psycopg2://me:secret@db/shop"), @r"
    error: the URL names a driver of Python, `psycopg2`
    help: leave `+psycopg2` out, and write `postgresql:…`
    [exit 2]
    ");
    assert_snapshot!(said("app.db"), @r"
    error: the database's URL does not begin with `sqlite:` or `postgres://`
    help: write `sqlite:app.db`, or `postgres://user@host/database`
    [exit 2]
    ");
    assert_snapshot!(said(r"C:\app.db"), @r"
    error: the database's URL does not begin with `sqlite:` or `postgres://`
    help: write `sqlite:app.db`, or `postgres://user@host/database`
    [exit 2]
    ");
    assert_snapshot!(said("sqlite:app.db?mod=ro"), @r"
    error: the URL has no parameter `mod`
    help: did you mean `mode`?
    [exit 2]
    ");
    assert_snapshot!(said("postgres://db/shop?sslmode=verify_full"), @r"
    error: the URL's parameter `sslmode` has a value that does not exist
    help: write one of `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`
    [exit 2]
    ");
    assert_snapshot!(said("postgres://db:many/shop"), @r"
    error: the URL's parameter `port` is not readable
    [exit 2]
    ");
    assert_snapshot!(said("postgres://db/shop?schema=public"), @r"
    error: the URL has no parameter `schema`
    help: leave it out; what else another program needs belongs into another URL
    [exit 2]
    ");
    assert_snapshot!(said("postgres://me:p@ss@db/shop"), @r"
    error: the URL's password is not readable
    help: write an `@`, `:`, `/`, `?` or `%` of the password as `%40`, `%3A`, `%2F`, `%3F` or `%25`
    [exit 2]
    ");
}

#[test]
fn without_a_url_the_way_to_give_one_is_said() {
    assert_snapshot!(Set::new().migrate("upgrade head"), @r"
    $ migrate upgrade head
    [stderr]
    error: no database is named
    help: set DATABASE_URL, or write `--url sqlite:app.db`
    [exit 2]
    ");
}

#[cfg(unix)]
#[test]
fn a_command_says_the_url_and_nobody_else_sees_it() {
    let set = Set::new().file(
        "migrator.toml",
        "url-command = \"sh -c 'echo sqlite:told.db'\"\n",
    );
    assert!(!set.migrate("upgrade head").contains("told"));
    assert_eq!(set.files(), ["migrator.toml", "told.db"]);

    let set = Set::new().file(
        "migrator.toml",
        "url-command = ['sh', '-c', 'echo postgres://me:secret@db; echo the vault is closed >&2; exit 3']\n",
    );
    assert_snapshot!(set.migrate("upgrade head"), @r"
    $ migrate upgrade head
    [stderr]
    error: the command for the URL has failed (migrator.toml:1:1)
      caused by: `sh` ended with exit status: 3
      caused by: the vault is closed
    [exit 1]
    ");
    let set = Set::new().file("migrator.toml", "url-command = 'no-such-program'\n");
    assert_snapshot!(set.migrate("upgrade head"), @r"
    $ migrate upgrade head
    [stderr]
    error: the command for the URL has failed (migrator.toml:1:1)
      caused by: `no-such-program` cannot be started: No such file or directory (os error 2)
    [exit 1]
    ");
    let set = Set::new().file("migrator.toml", "url-command = 'true'\n");
    assert_snapshot!(set.migrate("upgrade head"), @r"
    $ migrate upgrade head
    [stderr]
    error: the command for the URL has failed (migrator.toml:1:1)
      caused by: it says nothing
    [exit 1]
    ");
}

#[test]
fn a_server_that_does_not_listen_is_no_secret() {
    assert_snapshot!(said("postgres://me:secret@127.0.0.1:1/shop"), @r"
    error: the database cannot be reached
      caused by: error connecting to server: Connection refused (os error 111)
    help: check `postgres://me:***@127.0.0.1:1/shop` (DATABASE_URL), and whether the server runs
    [exit 1]
    ");
}

#[test]
fn a_server_is_found_as_psql_finds_it() {
    let Some(scene) = Scene::postgres() else {
        return;
    };
    let url = scene.url();
    let (user, rest) = url
        .strip_prefix("postgres://")
        .and_then(|rest| rest.split_once('@'))
        .expect("a user");
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let (server, database) = rest.split_once('/').expect("a database");
    let (host, port) = server.split_once(':').unwrap_or((server, "5432"));
    let environment = [
        ("DATABASE_URL", format!("postgresql:///{database}")),
        ("PGHOST", host.to_owned()),
        ("PGPORT", port.to_owned()),
        ("PGUSER", user.to_owned()),
        ("PGPASSWORD", password.to_owned()),
    ];
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    scene.transcript("migrate", "upgrade 1975", &environment);
    assert_eq!(scene.rows(), "1975ea83b712");

    let pairs =
        format!("host={host} port={port} user={user} dbname={database} password='{password}'");
    scene.transcript("migrate", "upgrade ae10", &[("DATABASE_URL", &pairs)]);
    assert_eq!(scene.rows(), "ae1027a6acf0");
}
