//! Changes, made on disk.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use super::read_only;
use crate::authoring::{Change, Changes, FilePath};

fn path(root: &Path, name: &str) -> FilePath {
    FilePath::new(root.join(name)).shown_as(name)
}

fn create(root: &Path, name: &str, text: &str) -> Change {
    Change::Create {
        path: path(root, name),
        text: text.to_owned(),
    }
}

fn edit(root: &Path, name: &str, old: &str, new: &str) -> Change {
    Change::Edit {
        path: path(root, name),
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

fn rename(root: &Path, from: &str, to: &str, old: &str, new: &str) -> Change {
    Change::Rename {
        from: path(root, from),
        to: path(root, to),
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

fn changes(list: impl IntoIterator<Item = Change>) -> Changes {
    let mut changes = Changes::new();
    list.into_iter().for_each(|change| changes.push(change));
    changes
}

/// Makes changes, and shows the error with its cause and help.
fn refused(list: impl IntoIterator<Item = Change>) -> String {
    let error = changes(list).apply().unwrap_err();
    let help = error
        .help()
        .map(|help| format!("\nhelp: {help}"))
        .unwrap_or_default();
    format!("{error}\ncaused by: {}{help}", error.fault)
}

fn names(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn changes_are_made_in_order() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::write(root.join("old"), "1").unwrap();
    fs::write(root.join("moved"), "2").unwrap();
    let list = changes([
        create(root, "sub/new", "3"),
        edit(root, "old", "1", "11"),
        rename(root, "moved", "there", "2", "22"),
    ]);
    assert_snapshot!(list, @r"
    create `sub/new`
    edit `old`
    rename `moved` to `there`
    ");
    list.apply().unwrap();
    assert_eq!(names(root), ["old", "sub", "there"]);
    let text = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    assert_eq!(
        (text("old"), text("there"), text("sub/new")),
        ("11".into(), "22".into(), "3".into())
    );
    assert_eq!(list.created().collect::<Vec<_>>(), [root.join("sub/new")]);
}

#[test]
fn nothing_is_done_if_something_is_known_to_fail() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::write(root.join("there"), "1").unwrap();
    assert_snapshot!(refused([create(root, "new", "x"), create(root, "there", "x")]), @r"
    `there` cannot be created
    caused by: there is a file of this name already
    help: remove or rename that file, and try again
    ");
    assert_snapshot!(refused([create(root, "new", "x"), edit(root, "there", "0", "x")]), @r"
    `there` cannot be edited
    caused by: the file was changed in the meantime
    help: try again: the file is read anew
    ");
    assert_snapshot!(refused([create(root, "new", "x"), edit(root, "gone", "0", "x")]), @r"
    `gone` cannot be edited
    caused by: the file was removed in the meantime
    help: try again: the file is read anew
    ");
    assert_snapshot!(refused([create(root, "new", "x"), rename(root, "there", "there2", "0", "x")]), @r"
    `there` cannot be renamed to `there2`
    caused by: the file was changed in the meantime
    help: try again: the file is read anew
    ");
    assert_eq!(names(root), ["there"]);
    fs::write(root.join("other"), "2").unwrap();
    assert_snapshot!(refused([rename(root, "there", "other", "1", "1")]), @r"
    `there` cannot be renamed to `other`
    caused by: there is a file of this name already
    help: remove or rename that file, and try again
    ");
    read_only(&root.join("there"), true);
    assert_snapshot!(refused([edit(root, "there", "1", "x")]), @r"
    `there` cannot be edited
    caused by: the file is read-only
    help: make the file writable, and try again
    ");
    assert_eq!(fs::read_to_string(root.join("there")).unwrap(), "1");
}

#[test]
fn what_was_done_before_a_failure_is_said() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::write(root.join("old"), "1").unwrap();
    // What the first change makes is in the way of the last.
    let list = [
        create(root, "new", "x"),
        edit(root, "old", "1", "11"),
        create(root, "new", "y"),
        create(root, "never", ""),
    ];
    assert_snapshot!(refused(list), @r"
    `new` cannot be created; before that, `new` was created, `old` was edited
    caused by: there is a file of this name already
    help: remove or rename that file, and try again
    ");
    assert_eq!(names(root), ["new", "old"]);
    assert_eq!(fs::read_to_string(root.join("new")).unwrap(), "x");
}

#[test]
fn a_folder_that_cannot_be_written_is_left_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("folder");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("old"), "1").unwrap();
    read_only(&folder, true);
    // The superuser may write there all the same.
    if fs::write(folder.join("probe"), "").is_err() {
        assert!(refused([create(&folder, "new", "x")]).starts_with("`new` cannot be created"));
        assert!(refused([edit(&folder, "old", "1", "2")]).starts_with("`old` cannot be edited"));
        let moved = rename(&folder, "old", "new", "1", "2");
        assert!(refused([moved]).starts_with("`old` cannot be renamed to `new`"));
        assert_eq!(names(&folder), ["old"]);
    }
    read_only(&folder, false);
    // A file where a folder should be is in nobody's power.
    let inside = create(&folder, "old/new", "x");
    assert!(refused([inside]).starts_with("`old/new` cannot be created"));
    assert_eq!(fs::read_to_string(folder.join("old")).unwrap(), "1");
}

#[test]
fn a_name_may_change_in_its_capitals() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::write(root.join("a"), "1").unwrap();
    changes([rename(root, "a", "A", "1", "2")]).apply().unwrap();
    assert_eq!(names(root), ["A"]);
    assert_eq!(fs::read_to_string(root.join("A")).unwrap(), "2");
    fs::write(root.join("a"), "1").unwrap();
    if names(root) == ["A", "a"] {
        assert_snapshot!(refused([rename(root, "a", "A", "1", "1")]), @r"
        `a` cannot be renamed to `A`
        caused by: there is a file of this name already
        help: remove or rename that file, and try again
        ");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_by_edits_and_not_replaced() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::write(root.join("file"), "1").unwrap();
    fs::set_permissions(root.join("file"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("file", root.join("link")).unwrap();
    symlink("nowhere", root.join("dangling")).unwrap();
    changes([edit(root, "link", "1", "2")]).apply().unwrap();
    assert!(
        fs::symlink_metadata(root.join("link"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(fs::read_to_string(root.join("file")).unwrap(), "2");
    let mode = fs::metadata(root.join("file"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_snapshot!(refused([rename(root, "link", "other", "2", "3")]), @r"
    `link` cannot be renamed to `other`
    caused by: the file is a symbolic link
    help: rename the file it leads to by hand
    ");
    assert_snapshot!(refused([create(root, "dangling", "x")]), @r"
    `dangling` cannot be created
    caused by: there is a file of this name already
    help: remove or rename that file, and try again
    ");
    assert_eq!(names(root), ["dangling", "file", "link"]);
}
