//! `revision`.

use insta::assert_snapshot;

use crate::package::Package;
use crate::support::Place;

#[test]
fn the_first_one_is_written_and_its_path_is_the_result() {
    let package = Package::new();
    assert_snapshot!(package.run("revision -m 'create account table' --rev-id 1975ea83b712"), @r"
    $ cargo migrator revision -m 'create account table' --rev-id 1975ea83b712
    migrations/1975ea83b712_create_account_table.rs
    [stderr]
    created <base> -> 1975ea83b712, create account table
    write its upgrade and downgrade, then run `cargo migrator upgrade head`
    ");
    assert_snapshot!(package.read("migrations/1975ea83b712_create_account_table.rs"), @r#"
    //! create account table
    use migrator::prelude::*;

    pub const REVISION: &str = "1975ea83b712";
    pub const DOWN_REVISION: &[&str] = &[];

    pub fn upgrade(op: &mut Op) -> Result {
        // op.create_table(Table::new("users").column(Column::new("id", integer()).primary_key()));
        let _ = op;
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        // op.drop_table("users");
        let _ = op;
        Ok(())
    }
    "#);
}

#[test]
fn the_next_one_follows_the_head_and_may_be_sql() {
    let package = Package::new().sql("a1", "");
    assert_snapshot!(package.run("revision -m 'Add a column' --sql --rev-id b2"), @r"
    $ cargo migrator revision -m 'Add a column' --sql --rev-id b2
    migrations/b2_add_a_column.sql
    [stderr]
    created a1 -> b2, Add a column
    ");
    assert_snapshot!(package.read("migrations/b2_add_a_column.sql"), @r"
    -- Add a column
    -- revision: b2
    -- down_revision: a1

    -- migrate:up
    -- CREATE TABLE users (id INTEGER PRIMARY KEY);

    -- migrate:down
    -- DROP TABLE users;
    ");
}

#[test]
fn an_id_is_drawn_without_one() {
    let package = Package::new();
    let path = package.result("revision -m x --quiet");
    let id = path
        .trim_start_matches("migrations/")
        .trim_end_matches("_x.rs\n");
    assert_eq!(id.len(), 12, "{path}");
    assert!(
        id.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')),
        "{path}"
    );
    assert!(
        package
            .read(path.trim_end())
            .contains(&format!("REVISION: &str = \"{id}\""))
    );
    assert_ne!(package.result("revision -m x --quiet"), path);
}

#[test]
fn only_the_path_is_on_stdout_so_that_an_editor_can_take_it() {
    let package = Package::new();
    assert_eq!(
        package.result("revision -m x --rev-id a1"),
        "migrations/a1_x.rs\n"
    );
    let package = package.go("src/deep");
    assert_eq!(
        package.result("revision -m y --rev-id b2"),
        "../../migrations/b2_y.rs\n"
    );
}

#[test]
fn a_dry_run_shows_the_file_and_writes_nothing() {
    let package = Package::new();
    assert_snapshot!(package.run("revision -m x --rev-id a1 --dry-run"), @r#"
    $ cargo migrator revision -m x --rev-id a1 --dry-run
    create migrations/a1_x.rs
    //! x
    use migrator::prelude::*;

    pub const REVISION: &str = "a1";
    pub const DOWN_REVISION: &[&str] = &[];

    pub fn upgrade(op: &mut Op) -> Result {
        // op.create_table(Table::new("users").column(Column::new("id", integer()).primary_key()));
        let _ = op;
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        // op.drop_table("users");
        let _ = op;
        Ok(())
    }
    "#);
    assert_eq!(package.migrations(), "");
    assert_snapshot!(package.run("revision -m x --rev-id a1 --dry-run --json --sql"), @r#"
    $ cargo migrator revision -m x --rev-id a1 --dry-run --json --sql
    {
      "version": 1,
      "verb": "revision",
      "dry_run": true,
      "revision": "a1",
      "files": [
        {
          "path": "migrations/a1_x.sql",
          "change": "created",
          "from": null,
          "text": "-- x\n-- revision: a1\n-- down_revision:\n\n-- migrate:up\n-- CREATE TABLE users (id INTEGER PRIMARY KEY);\n\n-- migrate:down\n-- DROP TABLE users;\n"
        }
      ],
      "warnings": []
    }
    "#);
    assert_eq!(package.migrations(), "");
}

#[test]
fn the_answer_is_one_object() {
    let package = Package::new().sql("a1", "").sql("b2", "a1");
    assert_snapshot!(package.run("revision -m x --rev-id c3 --head a1 --splice --json"), @r#"
    $ cargo migrator revision -m x --rev-id c3 --head a1 --splice --json
    {
      "version": 1,
      "verb": "revision",
      "dry_run": false,
      "revision": "c3",
      "files": [
        {
          "path": "migrations/c3_x.rs",
          "change": "created",
          "from": null
        }
      ],
      "warnings": [
        "there are now several heads, `b2` and `c3`, and the compiler refuses them until `cargo migrator merge` or `cargo migrator rebase` makes them one, or a branch label tells them apart"
      ]
    }
    "#);
}

#[test]
fn labels_dependencies_and_parents_are_written() {
    let package = Package::with_three();
    assert_snapshot!(
        package.run(
            "revision -m cart --head a1 --splice --branch-label cart --branch-label shop --depends-on b2 --rev-id d4"
        ),
        @r"
    $ cargo migrator revision -m cart --head a1 --splice --branch-label cart --branch-label shop --depends-on b2 --rev-id d4
    migrations/d4_cart.rs
    [stderr]
    created a1 -> d4, cart
    "
    );
    assert_snapshot!(package.read("migrations/d4_cart.rs"), @r#"
    //! cart
    use migrator::prelude::*;

    pub const REVISION: &str = "d4";
    pub const DOWN_REVISION: &[&str] = &["a1"];
    pub const DEPENDS_ON: &[&str] = &["b2"];
    pub const BRANCH_LABELS: &[&str] = &["cart", "shop"];

    pub fn upgrade(op: &mut Op) -> Result {
        // op.create_table(Table::new("users").column(Column::new("id", integer()).primary_key()));
        let _ = op;
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        // op.drop_table("users");
        let _ = op;
        Ok(())
    }
    "#);
    assert_snapshot!(package.run("revision -m items --head shop@head --sql --rev-id e5"), @r"
    $ cargo migrator revision -m items --head shop@head --sql --rev-id e5
    migrations/e5_items.sql
    [stderr]
    created d4 -> e5, items
    ");
    assert_snapshot!(package.run("revision -m apart --head base --branch-label apart --rev-id f6"), @r"
    $ cargo migrator revision -m apart --head base --branch-label apart --rev-id f6
    migrations/f6_apart.rs
    [stderr]
    created <base> -> f6, apart
    ");
}

#[test]
fn a_second_branch_is_warned_of() {
    let package = Package::with_three();
    assert_snapshot!(package.run("revision -m x --head b2 --splice --rev-id d4"), @r"
    $ cargo migrator revision -m x --head b2 --splice --rev-id d4
    migrations/d4_x.rs
    [stderr]
    created b2 -> d4, x
    warning: there are now several heads, `c3` and `d4`, and the compiler refuses them until `cargo migrator merge` or `cargo migrator rebase` makes them one, or a branch label tells them apart
    ");
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let package = Package::with_three();
    assert_snapshot!(package.run("revision -m x --head b2"), @r"
    $ cargo migrator revision -m x --head b2
    [stderr]
    error: revision `b2` is not a head: `c3` stands on it
    help: add `--splice` to begin another branch from it, or choose a head
    [exit 1]
    ");
    assert_snapshot!(package.run("revision -m x --head c4"), @r"
    $ cargo migrator revision -m x --head c4
    [stderr]
    error: no revision or label is called `c4`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(package.run("revision -m x --rev-id b2"), @r"
    $ cargo migrator revision -m x --rev-id b2
    [stderr]
    error: the revision id `b2` is already used by migrations/b2_make_b2.sql
    help: choose another id
    [exit 1]
    ");
    assert_snapshot!(package.run("revision -m x --rev-id 'b 2'"), @r"
    $ cargo migrator revision -m x --rev-id 'b 2'
    [stderr]
    error: `b 2` cannot be a revision id: the character ' ' is not allowed
    help: use letters, digits and underscores
    [exit 1]
    ");
    assert_snapshot!(package.run("revision -m x --depends-on d4"), @r"
    $ cargo migrator revision -m x --depends-on d4
    [stderr]
    error: no revision or label is called `d4`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_eq!(
        package.migrations(),
        "a1_make_a1.sql\nb2_make_b2.sql\nc3_make_c3.sql"
    );
    let package = package.sql("d4", "b2");
    assert_snapshot!(package.run("revision -m x"), @r"
    $ cargo migrator revision -m x
    [stderr]
    error: there are several heads: `c3` (make c3), `d4` (make d4)
    help: name one, with `--head c3` or `--head d4`, or merge them with `cargo migrator merge`
    [exit 1]
    ");
    assert_snapshot!(package.run("revision -m x --exit-code"), @r"
    $ cargo migrator revision -m x --exit-code
    [stderr]
    error: there are several heads: `c3` (make c3), `d4` (make d4)
    help: name one, with `--head c3` or `--head d4`, or merge them with `cargo migrator merge`
    [exit 4]
    ");
}

#[test]
fn files_are_named_and_filled_as_configured() {
    let package = Package::new()
        .set("file-template = '%(rev)s-%(slug)s'")
        .set("truncate-slug-length = 10")
        .set("template = 'templates/migration.rs'")
        .set("template-sql = 'templates/migration.sql'");
    let rust = "${doc}\n// Ticket:\nuse migrator::prelude::*;\n\n${header}\n\n\
                pub fn upgrade(op: &mut Op) -> Result {\n${upgrades}\nOk(())\n}\n";
    package.write("templates/migration.rs", rust);
    package.write(
        "templates/migration.sql",
        "${doc}\n${header}\n\n-- migrate:up\n-- Ticket:\n${upgrades}\n",
    );
    let path = package.result("revision -m 'a message of many words' --rev-id a1");
    assert_eq!(path, "migrations/a1-a_message_.rs\n");
    assert_snapshot!(package.read(path.trim_end()), @r#"
    //! a message of many words
    // Ticket:
    use migrator::prelude::*;

    pub const REVISION: &str = "a1";
    pub const DOWN_REVISION: &[&str] = &[];

    pub fn upgrade(op: &mut Op) -> Result {
        // op.create_table(Table::new("users").column(Column::new("id", integer()).primary_key()));
        let _ = op;
        Ok(())
    }
    "#);
    let path = package.result("revision -m sql --sql --rev-id b2");
    assert_eq!(path, "migrations/b2-sql.sql\n");
    assert_snapshot!(package.read(path.trim_end()), @r"
    -- sql
    -- revision: b2
    -- down_revision: a1

    -- migrate:up
    -- Ticket:
    -- CREATE TABLE users (id INTEGER PRIMARY KEY);
    ");
}

#[test]
fn the_clock_is_that_of_the_configured_time_zone() {
    let hour = |zone: &str| {
        let package = Package::new()
            .set("file-template = '%(rev)s_%(hour).2d_%(minute).2d_%(epoch)d'")
            .set(&format!("timezone = '{zone}'"));
        let path = package.result("revision -m x --rev-id a1");
        let mut parts = path.trim_end_matches(".rs\n").split('_').skip(1);
        let mut next = || parts.next().unwrap().parse::<i64>().unwrap();
        let (hour, minute, epoch) = (next(), next(), next());
        (hour * 60 + minute, epoch / 60 % (24 * 60))
    };
    let (shown, utc) = hour("UTC");
    assert_eq!(shown, utc);
    let (shown, utc) = hour("Asia/Kolkata");
    assert_eq!(shown, (utc + 330) % (24 * 60));
}

#[test]
fn a_wrong_configuration_is_told() {
    let check = |setting: &str| Package::new().set(setting).run("revision -m x --rev-id a1");
    assert_snapshot!(check("timezone = 'Europe/Berlib'"), @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the setting `timezone` is wrong (migrator.toml:1:12)
      caused by: there is no such time zone
    help: did you mean `Europe/Berlin`?
    [exit 2]
    ");
    assert_snapshot!(check("file-template = '%(rev)s_%(slag)s'"), @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the file template `%(rev)s_%(slag)s` has a token `%(slag)` that does not exist
    help: did you mean `%(slug)s`? the tokens are rev, slug, epoch, year, month, day, hour, minute, second
    [exit 1]
    ");
    let mut seen = check("file-template = '%(slug)s_%(rev)s'");
    let date = seen.find("`--rev-id ").unwrap() + "`--rev-id ".len();
    seen.replace_range(date..date + "20261121".len(), "<date>");
    assert_snapshot!(seen, @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the file template `%(slug)s_%(rev)s` gives `x_a1.rs`, which does not begin with the revision's id, and by that the compiler knows a revision's file
    help: begin the template with `%(rev)s_`; files sort by date if the ids begin with it, as with `--rev-id <date>_a1`
    [exit 1]
    ");
    assert_snapshot!(check("template = 'nowhere.rs'"), @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the template `nowhere.rs` cannot be read
      caused by: No such file or directory (os error 2)
    help: mend the setting `template`
    [exit 1]
    ");
    let package = Package::new().set("template = 'mine.rs'");
    package.write("mine.rs", "${header}\n${upgrade}\n");
    assert_snapshot!(package.run("revision -m x --rev-id a1"), @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the template has a placeholder `${upgrade}` that does not exist
    help: did you mean `${upgrades}`? the placeholders are doc, header, message, revision, down_revision, depends_on, branch_labels, replaces, upgrades, downgrades, create_date; `$${` is a literal `${`
    [exit 1]
    ");
    package.write("mine.rs", "${doc}\n");
    assert_snapshot!(package.run("revision -m x --rev-id a1"), @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the revision would not be read back as asked: the header has no `REVISION`; the header has no `DOWN_REVISION`
    help: put `${doc}` on the template's first line and `${header}` in front of the first function or section
    [exit 1]
    ");
    assert_eq!(package.migrations(), "");
}

#[test]
fn hooks_run_on_the_new_file() {
    let package = Package::new().set(
        "[[post-write-hooks]]\nname = 'sign'\n\
         command = ['sh', '-c', 'echo \"// signed in $(basename \"$PWD\")\" >> \"$0\"', 'REVISION_SCRIPT_FILENAME']\n\
         cwd = 'migrations'",
    );
    package.result("revision -m x --rev-id a1");
    assert!(
        package
            .read("migrations/a1_x.rs")
            .ends_with("// signed in migrations\n")
    );
}

#[test]
fn a_hook_for_one_language_leaves_files_in_the_other_alone() {
    let package = Package::new().set(
        "[[post-write-hooks]]\nlanguage = 'sql'\n\
         command = ['sh', '-c', 'echo \"-- signed\" >> \"$0\"']",
    );
    package.result("revision -m x --rev-id a1");
    package.result("revision -m y --rev-id a2 --sql");
    assert!(!package.read("migrations/a1_x.rs").contains("signed"));
    assert!(package.read("migrations/a2_y.sql").ends_with("-- signed\n"));
}

#[test]
fn a_hook_that_fails_counts_and_the_file_stays() {
    let package = Package::new()
        .set("post-write-hooks = [{ command = ['sh', '-c', 'echo no signature; exit 3', 'sh'] }]");
    let seen = package.run("revision -m x --rev-id a1");
    let seen = seen.replace(
        &std::path::absolute(package.path(""))
            .unwrap()
            .display()
            .to_string(),
        "<folder>/",
    );
    assert_snapshot!(seen, @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the hook `sh -c echo no signature; exit 3 sh <folder>/migrations/a1_x.rs` failed on `migrations/a1_x.rs`, which stays as it was written
      caused by: it ended with exit status: 3:
    no signature
    help: mend what the program reports and run it again; the revision need not be created anew
    [exit 1]
    ");
    assert_eq!(package.migrations(), "a1_x.rs");
    let package = Package::new().set("post-write-hooks = [{ command = ['no-such-linter'] }]");
    assert_snapshot!(package.run("revision -m x --rev-id a1"), @r"
    $ cargo migrator revision -m x --rev-id a1
    [stderr]
    error: the hook `no-such-linter <folder>/migrations/a1_x.rs` failed on `migrations/a1_x.rs`, which stays as it was written
      caused by: the program cannot be started: No such file or directory (os error 2)
    help: install the program, or remove the hook from the configuration
    [exit 1]
    ");
}

#[test]
fn another_folder_may_be_written_to() {
    let package = Package::new().sql("a1", "");
    package.write(
        "billing/a2_x.sql",
        "-- x\n-- revision: a2\n-- down_revision:\n-- branch_labels: billing\n\n-- migrate:up\n",
    );
    assert_snapshot!(package.run("revision -m invoices --head billing@head --path billing --rev-id b3 --sql"), @r"
    $ cargo migrator revision -m invoices --head billing@head --path billing --rev-id b3 --sql
    billing/b3_invoices.sql
    [stderr]
    created a2 -> b3, invoices
    ");
    assert_eq!(package.list("billing"), "a2_x.sql\nb3_invoices.sql");
    assert_snapshot!(package.run("revision -m x --path nowhere"), @r"
    $ cargo migrator revision -m x --path nowhere
    [stderr]
    error: there is no folder `nowhere`
    help: make it, and embed its migrations, or leave out `--path`
    [exit 1]
    ");
}

#[test]
fn the_editor_opens_it_afterwards() {
    let package = Package::new().variable("VISUAL", "sh -c 'echo \"// edited\" >> \"$0\"'");
    assert_snapshot!(package.run("revision -m x --rev-id a1 --edit"), @r"
    $ cargo migrator revision -m x --rev-id a1 --edit
    migrations/a1_x.rs
    [stderr]
    created <base> -> a1, x
    write its upgrade and downgrade, then run `cargo migrator upgrade head`
    ");
    assert!(package.read("migrations/a1_x.rs").ends_with("// edited\n"));
}

#[test]
fn a_broken_folder_is_told_with_the_place() {
    let package = Package::with_three();
    package.write(
        "migrations/d4_x.sql",
        "-- x\n-- revision: d4\n-- down_revision: b9\n\n-- migrate:up\n",
    );
    assert_snapshot!(package.run("revision -m x"), @r"
    $ cargo migrator revision -m x
    [stderr]
    error: migrations/d4_x.sql:3:19: revision `d4`: its parent `b9` does not exist
    [exit 1]
    ");
}

#[test]
fn it_is_clear_where_there_is_nothing_to_write_into() {
    assert_snapshot!(Package::nothing().run("revision -m x"), @r"
    $ cargo migrator revision -m x
    [stderr]
    error: there is no folder `migrations` with migrations
    help: go to a package that has one, or name it with `--manifest-path`; `cargo migrator init` makes one
    [exit 1]
    ");
    let package = Package::nothing();
    package.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nedition = \"2024\"\n",
    );
    assert_snapshot!(package.run("revision -m x"), @r"
    $ cargo migrator revision -m x
    [stderr]
    error: there is no folder `migrations` with migrations
    help: go to a package that has one, or name it with `--manifest-path`; `cargo migrator init` makes one
    [exit 1]
    ");
}

#[test]
fn a_package_elsewhere_can_be_meant() {
    let package = Package::nothing();
    package.write(
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nedition = \"2024\"\n",
    );
    package.write(
        "app/migrations/a1_x.sql",
        "-- x\n-- revision: a1\n-- down_revision:\n\n-- migrate:up\n",
    );
    let line = "revision -m y --rev-id b2 --manifest-path app/Cargo.toml";
    assert_eq!(package.result(line), "app/migrations/b2_y.rs\n");
    assert_eq!(package.list("app/migrations"), "a1_x.sql\nb2_y.rs");
}

#[test]
fn an_application_has_no_sources_to_write() {
    assert_snapshot!(Place::new().migrate("revision -m x --json"), @r"
    $ migrate revision -m x --json
    [stderr]
    error: `revision` is for the sources of the application, which are not here
    help: run `cargo migrator revision` in the package
    [exit 2]
    ");
    assert_snapshot!(Place::new().migrate("check-graph --help"), @r"
    $ migrate check-graph --help
    [stderr]
    error: `check-graph` is for the sources of the application, which are not here
    help: run `cargo migrator check-graph` in the package
    [exit 2]
    ");
    assert!(!Place::new().migrate("--help").contains("revision  "));
}

#[test]
fn a_package_that_is_not_there_is_not_looked_for_elsewhere() {
    let package = Package::with_three();
    assert_snapshot!(package.run("heads --manifest-path nowhere/Cargo.toml"), @r"
    $ cargo migrator heads --manifest-path nowhere/Cargo.toml
    [stderr]
    error: there is no `Cargo.toml` at `nowhere/Cargo.toml`
    help: name the package's `Cargo.toml`, or leave out `--manifest-path`
    [exit 2]
    ");
    assert_snapshot!(package.run("heads --manifest-path migrations"), @r"
    $ cargo migrator heads --manifest-path migrations
    [stderr]
    error: `migrations` is a folder, and no `Cargo.toml`
    help: write `--manifest-path migrations/Cargo.toml`
    [exit 2]
    ");
    assert_snapshot!(package.run("heads --manifest-path Cargo.toml"), @r"
    $ cargo migrator heads --manifest-path Cargo.toml
    c3 (head)
    ");
}
