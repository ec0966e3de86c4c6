//! `config`, and where settings come from.

use insta::assert_snapshot;

use crate::settings::Set;

#[test]
fn without_anything_set_the_defaults_are_shown() {
    assert_snapshot!(Set::new().migrate("config"), @r#"
    $ migrate config
    # no file
    folder = "migrations" # default
    url-env = "DATABASE_URL" # default
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
}

#[test]
fn the_file_gives_way_to_the_environment_and_that_to_flags() {
    let set = Set::new()
        .file(
            "migrator.toml",
            "url = 'postgres://me:secret@db/shop'\nrole = 'owner'\nlock-wait = '1m 30s'\nlock-timeout = 'none'\ntransaction = 'whole-run'\n",
        )
        .variable("MIGRATOR_LOCK_WAIT", "5s")
        .variable("MIGRATOR_ROLE", "operator");
    assert_snapshot!(set.migrate("config --set lock-wait=500ms"), @r#"
    $ migrate config --set lock-wait=500ms
    # migrator.toml
    folder = "migrations" # default
    url = "postgres://me:***@db/shop" # migrator.toml:1:1
    url-env = "DATABASE_URL" # default
    role = "operator" # MIGRATOR_ROLE
    transaction = "whole-run" # migrator.toml:5:1
    lock-wait = "500ms" # --set
    lock-timeout = "none" # migrator.toml:4:1
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
}

#[test]
fn the_variable_of_the_url_wins_over_the_file() {
    let set = Set::new()
        .file(
            "migrator.toml",
            "url-command = 'pass db'\nurl-env = 'SHOP_URL'\n",
        )
        .variable("DATABASE_URL", "sqlite:not-this.db");
    assert_snapshot!(set.migrate("config"), @r#"
    $ migrate config
    # migrator.toml
    folder = "migrations" # default
    url-env = "SHOP_URL" # migrator.toml:2:1
    url-command = ["pass", "db"] # migrator.toml:1:1
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
    let set = set.variable("SHOP_URL", "sqlite:shop.db");
    assert_snapshot!(set.migrate("config"), @r#"
    $ migrate config
    # migrator.toml
    folder = "migrations" # default
    url = "sqlite:shop.db" # SHOP_URL
    url-env = "SHOP_URL" # migrator.toml:2:1
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
}

#[test]
fn a_named_database_takes_what_is_common_but_never_anothers_url() {
    let set = Set::new()
        .file(
            "migrator.toml",
            "url = 'sqlite:main.db'\nrole = 'owner'\nlock-wait = '5s'\n[databases.billing]\nlock-wait = '9s'\n",
        )
        .variable("DATABASE_URL", "sqlite:main.db")
        .variable("MIGRATOR_URL", "sqlite:main.db");
    assert_snapshot!(set.two_databases("-n billing config"), @r#"
    $ migrate -n billing config
    # migrator.toml
    folder = "migrations" # default
    url-env = "BILLING_DATABASE_URL" # default
    role = "owner" # migrator.toml:2:1
    lock-wait = "9s" # migrator.toml:5:1
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
    assert_snapshot!(set.two_databases("-n billing upgrade head"), @r"
    $ migrate -n billing upgrade head
    [stderr]
    error: nothing says where the database `billing` is
    help: set BILLING_DATABASE_URL, or write `--url sqlite:app.db`
    [exit 2]
    ");
    assert_eq!(set.files(), ["migrator.toml"]);
}

#[test]
fn each_database_has_the_migrations_that_the_program_gave_it() {
    let set = Set::new()
        .file(
            "migrator.toml",
            "[databases.copy]\nurl = 'sqlite:copy.db'\n",
        )
        .variable("DATABASE_URL", "sqlite:main.db")
        .variable("BILLING_DATABASE_URL", "sqlite:billing.db");
    set.two_databases("upgrade head");
    set.two_databases("-n billing upgrade head");
    set.two_databases("-n copy upgrade head");
    let main = [
        "account",
        "program_version",
        "program_version_history",
        "shopping_cart",
    ];
    let billing = ["invoice", "program_version", "program_version_history"];
    assert_eq!(set.tables("main.db"), main);
    assert_eq!(set.tables("billing.db"), billing);
    assert_eq!(set.tables("copy.db"), main);
}

#[test]
fn a_database_that_nobody_knows_gets_a_suggestion() {
    let set = Set::new().file("migrator.toml", "[databases.archive]\n");
    assert_snapshot!(set.two_databases("-n biling config"), @r"
    $ migrate -n biling config
    [stderr]
    error: there is no database `biling`
      caused by: the databases are `archive`, `billing`
    help: did you mean `billing`?
    [exit 2]
    ");
    assert_snapshot!(set.two_databases("-n x config"), @r"
    $ migrate -n x config
    [stderr]
    error: there is no database `x`
    help: choose one: the databases are `archive`, `billing`
    [exit 2]
    ");
    assert_snapshot!(Set::new().migrate("-n x config"), @r"
    $ migrate -n x config
    [stderr]
    error: there is no database `x`
    help: add a table `[databases.x]` to migrator.toml
    [exit 2]
    ");
}

#[test]
fn the_settings_are_an_object_for_programs() {
    let set = Set::new()
        .file(
            "migrator.toml",
            "features = ['sqlite']\nallow-heads = true\ntruncate-slug-length = 20\n[[post-write-hooks]]\nname = 'format'\ncommand = 'rustfmt --edition 2024'\ncwd = 'db'\n",
        )
        .variable("DATABASE_URL", "postgres://me:secret@db/shop");
    assert_snapshot!(set.two_databases("config --json"), @r#"
    $ migrate config --json
    {
      "version": 1,
      "verb": "config",
      "database": null,
      "databases": [
        "billing"
      ],
      "file": "migrator.toml",
      "settings": [
        {
          "key": "folder",
          "value": "migrations",
          "origin": "default"
        },
        {
          "key": "url",
          "value": "postgres://me:***@db/shop",
          "origin": "DATABASE_URL"
        },
        {
          "key": "url-env",
          "value": "DATABASE_URL",
          "origin": "default"
        },
        {
          "key": "truncate-slug-length",
          "value": 20,
          "origin": "migrator.toml:3:1"
        },
        {
          "key": "timezone",
          "value": "UTC",
          "origin": "default"
        },
        {
          "key": "post-write-hooks",
          "value": [
            {
              "name": "format",
              "command": [
                "rustfmt",
                "--edition",
                "2024"
              ],
              "cwd": "db"
            }
          ],
          "origin": "migrator.toml:4:3"
        },
        {
          "key": "allow-heads",
          "value": true,
          "origin": "migrator.toml:2:1"
        },
        {
          "key": "bin",
          "value": "migrate",
          "origin": "default"
        },
        {
          "key": "features",
          "value": [
            "sqlite"
          ],
          "origin": "migrator.toml:1:1"
        }
      ]
    }
    "#);
}

#[test]
fn mistakes_in_the_file_the_environment_and_flags_are_named_where_they_are() {
    let set = Set::new().file("migrator.toml", "\nverison-table = 'v'\n");
    assert_snapshot!(set.migrate("upgrade head"), @r"
    $ migrate upgrade head
    [stderr]
    error: there is no setting `verison-table` (migrator.toml:2:1)
    help: did you mean `version-table`?
    [exit 2]
    ");
    let set = Set::new().variable("MIGRATOR_TIMEZONE", "europe/berln");
    assert_snapshot!(set.cargo_migrator("config"), @r"
    $ cargo migrator config
    [stderr]
    error: the environment variable `MIGRATOR_TIMEZONE` is wrong
      caused by: there is no such time zone
    help: did you mean `Europe/Berlin`?
    [exit 2]
    ");
    assert_snapshot!(Set::new().migrate("config --set lockwait=1s"), @r"
    $ migrate config --set lockwait=1s
    [stderr]
    error: there is no setting `lockwait`
    help: did you mean `lock-wait`?
    [exit 2]
    ");
    assert_snapshot!(Set::new().migrate("config --set lock-wait=soon"), @r"
    $ migrate config --set lock-wait=soon
    [stderr]
    error: the value of `--set lock-wait` is wrong
      caused by: it is no duration
    help: write a number and a unit, such as `500ms`, `30s`, `5m`
    [exit 2]
    ");
    assert_snapshot!(Set::new().migrate("config --config elsewhere.toml"), @r"
    $ migrate config --config elsewhere.toml
    [stderr]
    error: there is no configuration file `elsewhere.toml`
    [exit 2]
    ");
}

#[test]
fn a_mistake_in_the_file_keeps_nobody_from_help() {
    let set = Set::new().file("migrator.toml", "x = 1");
    assert!(set.migrate("man").starts_with("$ migrate man\n.ie"));
    assert!(set.migrate("completions bash").contains("complete -o"));
    assert!(set.migrate("upgrade --help").contains("Usage: "));
}

#[test]
fn files_are_relative_to_the_file_that_names_them() {
    let set = Set::new()
        .file("Cargo.toml", "[package]\nname = 'shop'\n[package.metadata.migrator]\nurl = 'sqlite:app.db'\nversion-table = 'v'\n");
    set.migrate_in("src/deep", "upgrade head");
    assert_eq!(
        set.tables("app.db"),
        ["account", "shopping_cart", "v", "v_history"]
    );
    set.migrate_in("src/deep", "upgrade head --url sqlite:flag.db");
    assert_eq!(set.tables("src/deep/flag.db").len(), 4);
}

#[test]
fn a_file_of_any_name_can_be_named() {
    let set = Set::new()
        .file("deploy/shop.toml", "url = 'sqlite:app.db'\nfolder = 'db'\n")
        .variable("MIGRATOR_CONFIG", "deploy/shop.toml");
    assert_snapshot!(set.migrate("config"), @r#"
    $ migrate config
    # deploy/shop.toml
    folder = "deploy/db" # deploy/shop.toml:2:1
    url = "sqlite:app.db" # deploy/shop.toml:1:1
    url-env = "DATABASE_URL" # default
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
    set.migrate("upgrade head");
    assert!(set.place.path("deploy/app.db").exists());
}

#[cfg(unix)]
#[test]
fn what_is_forwarded_goes_to_the_binary_that_is_configured() {
    use std::os::unix::fs::PermissionsExt;

    let set = Set::new()
        .file(
            "migrator.toml",
            "bin = 'shop-migrate'\nfeatures = ['cli', 'postgres']\n",
        )
        .file("cargo", "#!/bin/sh\necho \"cargo $@\"\n");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(set.place.path("cargo"), executable).unwrap();
    let cargo = set.place.path("cargo").display().to_string();
    let set = set.variable("CARGO", &cargo);
    assert_snapshot!(set.cargo_migrator("-n billing upgrade head"), @r"
    $ cargo migrator -n billing upgrade head
    cargo run --quiet --features cli,postgres --bin shop-migrate -- -n billing upgrade head
    ");
}

#[test]
fn a_package_without_the_binary_is_told_how_to_get_one() {
    let set = Set::new()
        .file(
            "Cargo.toml",
            "[package]\nname = \"shop\"\nedition = \"2024\"\n",
        )
        .file("src/main.rs", "fn main() {}\n");
    assert_snapshot!(set.cargo_migrator("upgrade head"), @r"
    $ cargo migrator upgrade head
    [stderr]
    error: the application has no binary `migrate`
    help: write one with `cargo migrator init`, or name the one there is with the setting `bin`
    [exit 1]
    ");
}
