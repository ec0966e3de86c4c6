//! What is told of hints and models that are not what they are meant to be: misspelt, or not linked in.

use insta::assert_snapshot;

use crate::databases::on_each;
use crate::proposals::package;

#[test]
fn a_typed_hint_that_answers_nothing_is_told_beside_the_question() {
    on_each(|scene| {
        let package = package(scene, "required");
        let line = "revision --autogenerate -m x --backfill accounts.email=''";
        assert_snapshot!(package.run(line), @r#"
        $ cargo migrator revision --autogenerate -m x --backfill accounts.email=''
        [stderr]
        warning: the hint `--backfill accounts.email=` does not fit; did you mean `--backfill account.email=…`?
        error: 1 question is open, and nobody can be asked here
          `account.email` may not be NULL and has no default: what do rows get that are there?
            [[backfill]]
            table = "account"
            column = "email"
            expression = "…" # or: no-rows = true
        help: write the answers into `migrations/hints.toml`, or type them: `--backfill account.email=…`
        [exit 1]
        "#);
        let package = self::package(scene, "renamed");
        assert_snapshot!(package.run("check --rename account.nick=nam"), @r"
        $ cargo migrator check --rename account.nick=nam
        added column account.name
        removed column account.nick
        the column `account.nick` is gone, and `account.name` is new: was it renamed?
        [stderr]
        warning: the hint `--rename account.nick=nam` does not fit; did you mean `--rename account.nick=name`?
        error: the migrations do not make what is declared: 2 differences, 1 question
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 1]
        ");
    });
}

#[test]
fn a_hint_of_the_file_that_answers_nothing_is_told_beside_the_question_only() {
    on_each(|scene| {
        let hints = "[[rename]]\ntable = \"account\"\nfrom = \"nik\"\nto = \"name\"\n";
        let package = package(scene, "renamed");
        package.write("migrations/hints.toml", hints);
        assert_snapshot!(package.run("revision --autogenerate -m x"), @r#"
        $ cargo migrator revision --autogenerate -m x
        [stderr]
        warning: the hint `--rename account.nik=name` does not fit; did you mean `--rename account.nick=name`?
        error: 1 question is open, and nobody can be asked here
          the column `account.nick` is gone, and `account.name` is new: was it renamed?
            [[rename]]
            table = "account"
            from = "nick"
            to = "name" # or: dropped = true
        help: write the answers into `migrations/hints.toml`, or type them: `--rename account.nick=name`
        [exit 1]
        "#);
        let package = self::package(scene, "same");
        package.write("migrations/hints.toml", hints);
        assert_snapshot!(package.run("revision --autogenerate -m x"), @r"
        $ cargo migrator revision --autogenerate -m x
        [stderr]
        Nothing has changed: the migrations make what is declared.
        ");
    });
}

#[test]
fn a_typed_hint_about_nothing_that_is_different_is_told() {
    on_each(|scene| {
        let package = package(scene, "shrunk");
        let line = "revision --autogenerate -m x --dry-run --quiet";
        let quiet = package.run(&format!("{line} --using acount.nick=lower(nick)"));
        assert!(!quiet.contains("warning"), "{quiet}");
        let typed = "--using acount.nick=lower(nick) --rename account.description=";
        assert_snapshot!(package.run(&format!("check {typed}")), @r"
        $ cargo migrator check --using acount.nick=lower(nick) --rename account.description=
        removed column account.description
        [stderr]
        warning: `--using acount.nick=lower(nick)` was passed over, because nothing that it names is different
        error: the migrations do not make what is declared: 1 difference
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 1]
        ");
    });
}

#[test]
fn a_table_whose_model_may_not_be_linked_in_is_told() {
    on_each(|scene| {
        let package = package(scene, "registered");
        assert_snapshot!(package.run("check --rename-table account="), @r"
        $ cargo migrator check --rename-table account=
        removed table account
        added table diary
        [stderr]
        warning: no model of `account` is linked in; if there is one in another crate, refer to that with `use the_crate as _;`
        error: the migrations do not make what is declared: 2 differences
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 1]
        ");
        let line = "revision --autogenerate -m x --rev-id b2 --rename-table account=";
        assert_snapshot!(package.run(line), @r"
        $ cargo migrator revision --autogenerate -m x --rev-id b2 --rename-table account=
        migrations/b2_x.rs
        [stderr]
        warning: no model of `account` is linked in; if there is one in another crate, refer to that with `use the_crate as _;`
        INFO  [migrator] Detected removed table account
        INFO  [migrator] Detected added table diary
        warning: the upgrade loses:
          the rows of account
        Tried on a scratch database, up and down.
        created 6f2a81c09d35 -> b2, x
        ");
    });
}

#[test]
fn an_expression_that_does_not_run_is_named() {
    on_each(|scene| {
        let package = package(scene, "required");
        let said = package.run("revision --autogenerate -m x --backfill account.email=nicks");
        let help = "help: correct the expression that is said for `account.email`";
        assert!(said.contains(help), "{said}");
    });
}
