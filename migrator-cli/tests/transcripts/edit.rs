//! `edit`.

use insta::assert_snapshot;

use crate::package::Package;

const SIGN: &str = "sh -c 'for file; do echo \"-- signed\" >> \"$file\"; done' sh";

#[test]
fn the_editor_is_given_the_files() {
    let package = Package::with_three().variable("EDITOR", SIGN).go("src");
    assert_snapshot!(package.run("edit b2"), @"$ cargo migrator edit b2");
    assert!(
        package
            .read("migrations/b2_make_b2.sql")
            .ends_with("-- signed\n")
    );
    assert_snapshot!(package.run("edit head --json"), @r#"
    $ cargo migrator edit head --json
    {
      "version": 1,
      "verb": "edit",
      "files": [
        "../migrations/c3_make_c3.sql"
      ]
    }
    "#);
    assert!(
        package
            .read("migrations/c3_make_c3.sql")
            .ends_with("-- signed\n")
    );
    assert!(!package.read("migrations/a1_make_a1.sql").contains("signed"));
    let package = package.sql("d4", "b2");
    package.run("edit heads");
    assert!(
        package
            .read("migrations/c3_make_c3.sql")
            .ends_with("-- signed\n-- signed\n")
    );
    assert!(
        package
            .read("migrations/d4_make_d4.sql")
            .ends_with("-- signed\n")
    );
}

#[test]
fn the_visual_editor_is_the_stronger_one() {
    let package = Package::with_three()
        .variable("EDITOR", "false")
        .variable("VISUAL", SIGN);
    assert_snapshot!(package.run("edit b2"), @"$ cargo migrator edit b2");
}

#[test]
fn what_is_wrong_with_the_editor_is_told() {
    assert_snapshot!(Package::with_three().run("edit b2"), @r"
    $ cargo migrator edit b2
    [stderr]
    error: no editor is set
    help: set EDITOR, such as `EDITOR=nano`
    [exit 1]
    ");
    let with = |editor: &str| {
        Package::with_three()
            .variable("EDITOR", editor)
            .run("edit b2")
    };
    assert_snapshot!(with(" "), @r"
    $ cargo migrator edit b2
    [stderr]
    error: no editor is set
    help: set EDITOR, such as `EDITOR=nano`
    [exit 1]
    ");
    assert_snapshot!(with("no-such-editor --wait"), @r"
    $ cargo migrator edit b2
    [stderr]
    error: the editor `no-such-editor --wait` cannot be started
      caused by: No such file or directory (os error 2)
    help: set EDITOR to a program that is installed, such as `EDITOR=nano`
    [exit 1]
    ");
    assert_snapshot!(with("code '--wait"), @r"
    $ cargo migrator edit b2
    [stderr]
    error: the editor in the environment variable `EDITOR` has a quote that is not closed
    help: write it as in a shell, such as `code --wait`
    [exit 1]
    ");
    assert_snapshot!(with("false"), @r"
    $ cargo migrator edit b2
    [stderr]
    error: the editor `false` ended with exit status: 1
    [exit 1]
    ");
}

#[test]
fn what_names_no_file_is_told() {
    let package = Package::with_three().variable("EDITOR", "true");
    assert_snapshot!(package.run("edit b3"), @r"
    $ cargo migrator edit b3
    [stderr]
    error: no revision or label is called `b3`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(package.run("edit base"), @r"
    $ cargo migrator edit base
    [stderr]
    error: `base` names no revision
    [exit 1]
    ");
    assert_snapshot!(package.run("edit"), @r"
    $ cargo migrator edit
    [stderr]
    error: the following required arguments were not provided:
      <REVISION>

    Usage: cargo migrator edit <REVISION>

    For more information, try '--help'.
    [exit 2]
    ");
}
