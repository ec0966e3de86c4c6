//! Headers, and what is wrong with them.

use insta::assert_snapshot;

use super::Package;
use crate::authoring::{Folder, files};
use crate::{Options, check};

#[test]
fn headers_say_what_the_compiler_says() {
    let package = Package::new("a1 @x; b1 <- a1; c1 <- a1, b1 ^x");
    package.write(
        "d1.sql",
        "-- Words.\n-- revision: d1\n-- down_revision: a1\n\n-- migrate:up\nSELECT 1;\n",
    );
    package.write("mod.rs", "mod x;");
    package.write("README.md", "no migration");
    let folder = package.read();
    let compiled = package.compile();
    assert_eq!(folder.graph().to_specs(), compiled.graph.to_specs());
    for migration in &compiled.migrations {
        let file = folder.file(migration.id()).unwrap();
        assert_eq!(
            (&file.name, &file.shown),
            (&migration.file, &migration.path)
        );
        assert_eq!(file.header, migration.header);
        assert_eq!(folder.path(file).path, package.folder().join(&file.name));
    }
    assert_eq!(folder.files().filter(|file| file.is_sql()).count(), 1);
    assert!(folder.file("zz").is_none());
}

#[test]
fn a_header_may_be_long_and_cut_anywhere() {
    let constants = "pub const REVISION: &str = \"a1\";\npub const DOWN_REVISION: &[&str] = &[];\n";
    let rust = |n: usize, fill: &str| {
        format!(
            "//! Words.\n//!\n//! {}\n{constants}pub fn upgrade() {{}}\n",
            fill.repeat(n)
        )
    };
    let sql = |n: usize| {
        format!(
            "-- Words.\n-- {}\n-- revision: a1\n-- down_revision:\n\n-- migrate:up\n",
            "x".repeat(n)
        )
    };
    let package = Package::empty();
    let check = |name: &str, text: &str| {
        package.write(name, text);
        assert_eq!(package.read().file("a1").unwrap().name, name, "{text}");
        std::fs::remove_file(package.folder().join(name)).unwrap();
    };
    // The page ends in every part of the header, also in the middle of a character.
    for n in 3900..4110 {
        check("a1.rs", &rust(n, "x"));
        check("a1.sql", &sql(n));
    }
    for n in 1900..2050 {
        check("a1.rs", &rust(n, "ä"));
    }
    check("a1.rs", &rust(100_000, "x"));
    check("a1.sql", &sql(100_000));
}

#[test]
fn bodies_are_not_looked_at() {
    let package = Package::new("a1");
    package.write("b1.rs", "pub const REVISION: &str = \"b1\";\npub const DOWN_REVISION: &[&str] = &[\"a1\"];\nfn upgrade( { no Rust");
    package.write(
        "c1.sql",
        "-- revision: c1\n-- down_revision: b1\n-- migrate:up\nSELECT 'open\n",
    );
    let heads: Vec<String> = package
        .read()
        .graph()
        .heads()
        .map(|it| it.id().to_owned())
        .collect();
    assert_eq!(heads, ["c1"]);
}

#[test]
fn problems_are_those_of_the_compiler() {
    let package = Package::new("a1; b1 <- a0; c1 <- d1; d1 <- c1");
    package.write(
        "e1.rs",
        "pub fn upgrade(op: &mut Op) -> Result { Ok(()) }\npub const REVISION: &str = \"e1\";",
    );
    package.write("f1.rs", "pub const REVISION: &str = X;\npub const DOWN_REVISION: &[&str] = &[];\npub fn upgrade(op: &mut Op) -> Result { Ok(()) }");
    package.write("g1.sql", "-- revision: g1\n-- parent: x\n\n-- migrate:up\n");
    package.write(
        "h1.sql",
        "-- revision: h2\n-- down_revision: f1\n-- migrate:up\n",
    );
    std::fs::write(package.folder().join("i1.rs"), b"\xff").unwrap();
    std::fs::create_dir(package.folder().join("old")).unwrap();
    package.write("old/j1.sql", "-- revision: j1\n");
    let problems = Folder::read("migrations", &package.options()).unwrap_err();
    assert_eq!(
        problems,
        check("migrations", &package.options()).unwrap_err()
    );
    assert_snapshot!(problems, @r#"
    migrations/b1_make_b1.rs:5:38: revision `b1`: its parent `a0` does not exist
    migrations/c1_make_c1.rs:5:38: revisions need each other: `c1` needs `d1` needs `c1`
      help: remove one of these parents or dependencies
    migrations/e1.rs:1:1: the header has no `DOWN_REVISION`
      help: add `pub const DOWN_REVISION: &[&str] = &["<parent>"];`, with nothing between the brackets for a first revision
    migrations/e1.rs:2:11: `REVISION` stands behind a function
      help: move the header's constants to the top of the file
    migrations/f1.rs:1:28: `REVISION` is not a literal
      help: write `pub const REVISION: &str = "…";`: the header is read before anything is compiled
    migrations/g1.sql:1:1: the header has no `-- down_revision:` line
      help: add `-- down_revision: <parent>`, with nothing after the colon for a first revision
    migrations/g1.sql:2:4: `parent` is no header key
      help: only on the file's first line a description may begin with one lower-case word and a colon; begin the line differently
    migrations/h1.sql:1:14: the file of revision `h2` is not named after it
      help: rename the file to `h2_<what it does>.sql`, or give a copied file an id of its own
    migrations/i1.rs:1: the file is not UTF-8
      help: save the file as UTF-8
    migrations/old/j1.sql: a migration in a subfolder is not collected
      help: move the file to `migrations/`
    "#);
    let missing = Folder::read("nowhere", &package.options()).unwrap_err();
    assert_snapshot!(missing, @r"
    nowhere: there is no such folder
      help: create the folder, or name another one; the path is relative to `Cargo.toml`
    ");
}

#[test]
fn what_others_bring_may_be_missing_in_a_set_to_combine() {
    let package = Package::new("a1; b1 <- a1 ^billing");
    let options = Options {
        combined: true,
        ..package.options()
    };
    let folder = Folder::read("migrations", &options).unwrap();
    assert_eq!(folder.graph().external_references().count(), 1);
    assert!(
        Folder::read("nowhere", &options)
            .unwrap()
            .graph()
            .is_empty()
    );
}

#[test]
fn a_target_names_files() {
    let package = Package::new("a111; b111 <- a111; c111 <- a111");
    let folder = package.read();
    let check = |target: &str| match files(&folder, target) {
        Ok(files) => files
            .iter()
            .map(|file| file.shown.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        Err(error) => format!("{error}\n{}", error.help().unwrap_or_default()),
    };
    assert_snapshot!(check("heads"), @"migrations/c111_make_c111.rs migrations/b111_make_b111.rs");
    assert_snapshot!(check("a1"), @"migrations/a111_make_a111.rs");
    assert_snapshot!(check("b111-1"), @"migrations/a111_make_a111.rs");
    assert_snapshot!(check("base"), @"`base` names no revision");
    assert_snapshot!(check("current"), @r"
    `current` means something only beside a database
    name a revision, or count from one, such as `head-1`
    ");
    assert_snapshot!(check("zzz"), @r"
    no revision or label is called `zzz`
    look at `cargo migrator history`, which lists the revisions there are
    ");
    assert_snapshot!(check("head"), @r"
    `head` means one head, and there are several: `b111` (Make b111.), `c111` (Make c111.)
    choose one, `b111` or `c111`, or `heads` for all of them; or merge them with `cargo migrator merge heads`
    ");
}
