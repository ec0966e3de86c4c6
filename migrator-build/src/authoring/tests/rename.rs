//! Revisions that are called otherwise.

use insta::assert_snapshot;

use super::{MOMENT, Package, shown};
use crate::authoring::{Rename, rename};

fn request(target: &str, message: Option<&str>, id: Option<&str>) -> Rename {
    let mut request = Rename::new(target, MOMENT);
    request.message = message.map(str::to_owned);
    request.id = id.map(str::to_owned);
    request
}

fn check(graph: &str, target: &str, message: Option<&str>, id: Option<&str>) -> String {
    let package = Package::new(graph);
    let changes = rename(&package.read(), &request(target, message, id));
    let shown = shown(&changes);
    if let Ok(changes) = changes {
        changes.apply().unwrap();
        package.compile();
    }
    shown
}

const LINE: &str = "a1; b1 <- a1; c1 <- b1 ^a1; d1 <- a1";

#[test]
fn a_message_is_renamed_with_the_file() {
    assert_snapshot!(check(LINE, "b1", Some("Add orders"), None), @"rename `migrations/b1_make_b1.rs` to `migrations/b1_add_orders.rs`");
    assert_snapshot!(check(LINE, "b1", Some("Make b1!"), None), @"edit `migrations/b1_make_b1.rs`");
    assert_snapshot!(check(LINE, "b1", Some("Make b1."), None), @r"
    error: there is nothing to rename: `b1` is called so already
    help: give it a message with `-m TEXT`, or an id with `--rev-id ID`
    ");
    assert_snapshot!(check(LINE, "b1", None, None), @r"
    error: there is nothing to rename: `b1` is called so already
    help: give it a message with `-m TEXT`, or an id with `--rev-id ID`
    ");
    assert_snapshot!(check(LINE, "b1", Some(" "), None), @r"
    error: the new message is empty or has several paragraphs
    help: give a message of one paragraph
    ");
    assert_snapshot!(check(LINE, "b1", Some("One.\n\nTwo."), None), @r"
    error: the new message is empty or has several paragraphs
    help: give a message of one paragraph
    ");
    assert_snapshot!(check(LINE, "b1", Some("a\u{2066}b"), None), @r#"
    error: the message has the character '\u{2066}', which nobody would see
    help: remove it
    "#);
    assert_snapshot!(check(LINE, "heads", Some("x"), None), @r"
    error: `heads` names several revisions: `d1`, `c1`
    help: name one of them
    ");
    assert_snapshot!(check(LINE, "base", Some("x"), None), @"error: `base` names no revision");
}

#[test]
fn an_id_is_renamed_wherever_it_is_named() {
    assert_snapshot!(check(LINE, "a1", None, Some("e1")), @r"
    rename `migrations/a1_make_a1.rs` to `migrations/e1_make_a1.rs`
    edit `migrations/b1_make_b1.rs`
    edit `migrations/c1_make_c1.rs`
    edit `migrations/d1_make_d1.rs`
    note: a database that has `a1` applied does not know `e1`: rename only what no database has applied, or stamp those that have
    ");
    assert_snapshot!(check(LINE, "a1", Some("Begin"), Some("e1")), @r"
    rename `migrations/a1_make_a1.rs` to `migrations/e1_begin.rs`
    edit `migrations/b1_make_b1.rs`
    edit `migrations/c1_make_c1.rs`
    edit `migrations/d1_make_d1.rs`
    note: a database that has `a1` applied does not know `e1`: rename only what no database has applied, or stamp those that have
    ");
    assert_snapshot!(check(LINE, "a1", None, Some("b1")), @r"
    error: the revision id `b1` is already used by migrations/b1_make_b1.rs
    help: choose another id
    ");
    assert_snapshot!(check(LINE, "a1", None, Some("b-1")), @r"
    error: `b-1` cannot be a revision id: the character '-' is not allowed
    help: use letters, digits and underscores
    ");
    assert_snapshot!(check(LINE, "a1", None, Some("a1")), @r"
    error: there is nothing to rename: `a1` is called so already
    help: give it a message with `-m TEXT`, or an id with `--rev-id ID`
    ");
    let package = Package::new(LINE);
    rename(&package.read(), &request("a1", None, Some("e\"1"))).unwrap_err();
    rename(&package.read(), &request("a1", None, Some("e1")))
        .unwrap()
        .apply()
        .unwrap();
    assert_eq!(
        package.names(),
        [
            "b1_make_b1.rs",
            "c1_make_c1.rs",
            "d1_make_d1.rs",
            "e1_make_a1.rs"
        ]
    );
    assert!(
        package
            .text("b1_make_b1.rs")
            .contains("&[&str] = &[\"e1\"]; // as written\n")
    );
    assert!(
        package
            .text("c1_make_c1.rs")
            .contains("DEPENDS_ON: &[&str] = &[\"e1\"];\n")
    );
    assert!(
        package
            .text("c1_make_c1.rs")
            .contains("&[&str] = &[\"b1\"]; // as written\n")
    );
}

/// Renames the message of a file and shows the file.
fn renamed(name: &str, text: &str) -> String {
    let package = Package::empty();
    package.write(name, text);
    let changes = rename(&package.read(), &request("x1", Some("New words"), None)).unwrap();
    changes.apply().unwrap();
    let names = package.names();
    format!("{}\n{}", names.join(" "), package.text(&names[0]))
}

const CONSTANTS: &str = "pub const REVISION: &str = \"x1\";\npub const DOWN_REVISION: &[&str] = &[];\npub fn upgrade() {}\n";

#[test]
fn the_lines_of_the_message_become_one() {
    let rust = |doc: &str| renamed("x1.rs", &format!("{doc}{CONSTANTS}")).replace(CONSTANTS, "");
    assert_snapshot!(rust("//! Old\n//! words.\n//!\n//! Why.\n"), @r"
    x1_new_words.rs
    //! New words
    //!
    //! Why.
    ");
    assert_snapshot!(rust("// License.\n\n//!\n  //!   Old  \n#![allow(x)]\n//! words.\n"), @r"
    x1_new_words.rs
    // License.

    //!
      //!   New words  
    #![allow(x)]
    ");
    assert_snapshot!(rust("/*! Old\n   words.\n\n   Why. */\n"), @r"
    x1_new_words.rs
    /*! New words
       

       Why. */
    ");
    assert_snapshot!(rust("/*! Old */ //! words\n"), @r"
    x1_new_words.rs
    /*! New words */ //!
    ");
    assert_snapshot!(rust("// License.\n"), @r"
    x1_new_words.rs
    //! New words
    // License.
    ");
    let sql = |head: &str| renamed("x1.sql", &format!("{head}-- migrate:up\n"));
    assert_snapshot!(sql("-- Old\n-- words.\n\n-- Why.\n-- revision: x1\n-- down_revision:\n"), @r"
    x1_new_words.sql
    -- New words

    -- Why.
    -- revision: x1
    -- down_revision:
    -- migrate:up
    ");
    assert_snapshot!(sql("-- revision: x1\n-- Old\n-- down_revision:\n-- words.\n"), @r"
    x1_new_words.sql
    -- revision: x1
    -- New words
    -- down_revision:
    -- migrate:up
    ");
    assert_snapshot!(sql("-- revision: x1\n-- down_revision:\n"), @r"
    x1_new_words.sql
    -- New words
    -- revision: x1
    -- down_revision:
    -- migrate:up
    ");
}

#[test]
fn line_endings_and_byte_order_mark_stay() {
    let check = |name: &str, old: &str, new: &str| {
        let package = Package::empty();
        package.write(name, old);
        let changes = rename(&package.read(), &request("x1", Some("New words"), None)).unwrap();
        changes.apply().unwrap();
        assert_eq!(package.text(&package.names()[0]), new);
    };
    let constants = CONSTANTS.replace('\n', "\r\n");
    let rust = |doc: &str| format!("\u{feff}{doc}{constants}");
    check(
        "x1.rs",
        &rust("//! Old\r\n//! words.\r\n"),
        &rust("//! New words\r\n"),
    );
    check("x1.rs", &rust(""), &rust("//! New words\r\n"));
    let sql = |doc: &str| {
        format!("\u{feff}{doc}-- revision: x1\r\n-- down_revision:\r\n-- migrate:up\r\n")
    };
    check(
        "x1.sql",
        &sql("-- Old\r\n-- words.\r\n"),
        &sql("-- New words\r\n"),
    );
    check("x1.sql", &sql(""), &sql("-- New words\r\n"));
}

#[test]
fn what_stands_between_id_and_slug_stays() {
    let check = |old: &str, expect: &str| {
        let package = Package::empty();
        package.write(old, &format!("//! Old words\n{CONSTANTS}"));
        let changes = rename(&package.read(), &request("x1", Some("New words"), None)).unwrap();
        changes.apply().unwrap();
        assert_eq!(package.names(), [expect]);
    };
    check("x1_old_words.rs", "x1_new_words.rs");
    check("x1-2020-old_words.rs", "x1-2020-new_words.rs");
    check("x1_other.rs", "x1_new_words.rs");
    check("x1.rs", "x1_new_words.rs");
}

#[test]
fn a_file_in_the_way_is_not_overwritten() {
    let package = Package::new("b1");
    package.write(
        "b1_NEW.rs",
        &package
            .text("b1_make_b1.rs")
            .replace("\"b1\"", "\"b1_NEW\""),
    );
    assert_snapshot!(shown(&rename(&package.read(), &request("b1", Some("new"), None))), @r"
    error: the file `b1_new.rs` would be in the way of migrations/b1_NEW.rs
    help: choose another id, message or file template
    ");
}
