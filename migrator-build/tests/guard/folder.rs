//! What is found without anything to compare with.

use migrator_build::guard::{Base, human};

use crate::repository::{Repository, lines, rust};

#[test]
fn a_sound_folder_passes() {
    let folder = Repository::folder();
    folder.write("migrations/a_x.rs", &rust("a", "", ""));
    let checked = folder.check(&Base::Nothing).unwrap();
    assert!(checked.is_ok());
    assert_eq!(checked.heads, ["a"]);
    assert_eq!(human(&checked), "1 revision, 1 head: nothing found\n");
}

#[test]
fn two_branches_off_one_head_are_two_heads() {
    let folder = Repository::folder();
    folder
        .write("migrations/a_x.rs", &rust("a", "", ""))
        .write("migrations/b_x.rs", &rust("b", "\"a\"", ""))
        .write("migrations/c_x.rs", &rust("c", "\"a\"", ""));
    let checked = folder.check(&Base::Nothing).unwrap();
    assert!(!checked.is_ok());
    assert_eq!(checked.heads, ["b", "c"]);
    insta::assert_snapshot!(human(&checked), @r"
    migrations/c_x.rs:4:28: error: there are several heads: `b` (migrations/b_x.rs), `c` (migrations/c_x.rs)
      help: merge them with `cargo migrator merge heads`, which adds a revision with the parents `b` and `c`; or make one the parent of the other
    3 revisions, 2 heads: 1 error
    ");
    let mut options = folder.options();
    options.allow_heads = true;
    let checked = migrator_build::guard::check_graph("migrations", &options, &Base::Nothing);
    assert!(checked.unwrap().is_ok());
}

#[test]
fn everything_the_compiler_finds_is_found() {
    let folder = Repository::folder();
    folder
        .write("migrations/a_x.rs", &rust("a", "\"gone\"", ""))
        .write("migrations/odd.rs", &rust("b", "\"a\"", ""))
        .write("migrations/c.rs", "pub const REVISION");
    let checked = folder.check(&Base::Nothing).unwrap();
    let found = lines(&checked);
    assert!(
        found.contains(&"invalid migrations/a_x.rs:5:38".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"invalid migrations/odd.rs:4:28".to_owned()),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|it| it.starts_with("invalid migrations/c.rs:1")),
        "{found:?}"
    );
    let missing = Repository::folder().check(&Base::Nothing).unwrap();
    assert_eq!(lines(&missing), ["invalid migrations:0:0"]);
}
