//! Which files of a folder a tool sees: hidden ones, links, names that are no text.

use std::fs;
use std::path::Path;

use migrator_core::script::Layout;

use super::{read, shown};

#[test]
fn refinery_looks_into_hidden_folders() {
    let files = [
        (".old/V1__a.sql", "a"),
        ("V2__b.sql", "b"),
        (".V3__c.sql", "c"),
    ];
    insta::assert_snapshot!(shown(Layout::Refinery, &files), @"
     -> 1, a (m/.old/V1__a.sql)
      up: a@1
    1 -> 2, b (m/V2__b.sql)
      up: b@1
    ");
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
    -> 2, b (m/V2__b.sql)
     up: b@1
    ");
}

#[test]
fn versions_that_are_the_same_number_are_told() {
    let files = [
        ("010_a.sql", "a"),
        ("9_b.sql", "b"),
        ("10_c.sql", "c"),
        ("+11_d.sql", "d"),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
    m/+11_d.sql: the file's name is none of a migration of sqlx
      help: name it as sqlx does, `<number>_<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/10_c.sql: the version 10 is already used by m/010_a.sql
      help: give each migration a version of its own
    ");
}

/// Makes a folder with one migration, in which something is then done.
#[cfg(unix)]
fn folder(layout: Layout, file: &str, done: impl Fn(&Path)) -> String {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("m");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join(file), "a").expect("written");
    done(&folder);
    read(root.path(), layout)
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_twice() {
    let loops = |folder: &Path| {
        for name in ["one", "two"] {
            std::os::unix::fs::symlink(folder, folder.join(name)).expect("a link");
        }
        let inner = folder.join("inner");
        fs::create_dir(&inner).expect("a folder");
        fs::write(inner.join("V2__b.sql"), "b").expect("written");
        std::os::unix::fs::symlink("inner", folder.join("again")).expect("a link");
    };
    insta::assert_snapshot!(folder(Layout::Refinery, "V1__a.sql", loops), @"
     -> 1, a (m/V1__a.sql)
      up: a@1
    1 -> 2, b (m/inner/V2__b.sql)
      up: b@1
    ");
    insta::assert_snapshot!(folder(Layout::Flyway, "V1__a.sql", loops), @"
     -> 1, a (m/V1__a.sql)
      up: a@1
    1 -> 2, b (m/again/V2__b.sql)
      up: b@1
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let odd = |folder: &Path| {
        for name in [&b"2_\xff.sql"[..], b"\xfe.txt"] {
            fs::write(folder.join(OsStr::from_bytes(name)), "b").expect("written");
        }
    };
    insta::assert_snapshot!(folder(Layout::Sqlx, "1_a.sql", odd), @"
    m/2_�.sql: the file's name is not UTF-8
      help: rename the file
    ");
    let odd = |folder: &Path| {
        let path = folder.join(OsStr::from_bytes(b"2_\xff"));
        fs::create_dir(&path).expect("a folder");
        fs::write(path.join("up.sql"), "b").expect("written");
    };
    insta::assert_snapshot!(folder(Layout::Diesel, "notes.txt", odd), @"
    m/2_�: the file's name is not UTF-8
      help: rename the file
    ");
}

#[test]
fn a_squash_stands_where_the_files_were() {
    let squash = |parent: &str, replaced: &str| {
        format!(
            "-- All.\n-- revision: cafe\n-- down_revision: {parent}\n-- replaces: {replaced}\n\n-- migrate:up\nx\n"
        )
    };
    let first = squash("", "1, 2");
    let files = [
        ("cafe.sql", first.as_str()),
        ("3_c.sql", "c"),
        ("4_d.sql", "d"),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
     -> cafe, All. (m/cafe.sql)
      up: x@7
    2 -> 3, c (m/3_c.sql)
      up: c@1
    3 -> 4, d (m/4_d.sql)
      up: d@1
    ");
    let middle = squash("1", "2, 3");
    let files = [
        ("cafe.sql", middle.as_str()),
        ("1_a.sql", "a"),
        ("4_d.sql", "d"),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
     -> 1, a (m/1_a.sql)
      up: a@1
    1 -> cafe, All. (m/cafe.sql)
      up: x@7
    3 -> 4, d (m/4_d.sql)
      up: d@1
    ");
    // While they are there, they are what they were.
    let files = [
        ("cafe.sql", first.as_str()),
        ("1_a.sql", "a"),
        ("2_b.sql", "b"),
        ("3_c.sql", "c"),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
     -> 1, a (m/1_a.sql)
      up: a@1
    1 -> 2, b (m/2_b.sql)
      up: b@1
     -> cafe, All. (m/cafe.sql)
      up: x@7
    2 -> 3, c (m/3_c.sql)
      up: c@1
    ");
}
