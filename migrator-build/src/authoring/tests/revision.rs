//! New revisions.

use insta::assert_snapshot;

use super::{MOMENT, Package, shown};
use crate::authoring::{Bodies, Changes, Folder, Language, NewRevision, revision};

fn new(id: &str, message: &str) -> NewRevision {
    NewRevision::new(id, message, MOMENT)
}

/// Says what would be done on a graph.
fn check(graph: &str, change: impl FnOnce(&mut NewRevision)) -> String {
    let mut new = new("99ff", "Add a column");
    change(&mut new);
    shown(&revision(&Package::new(graph).read(), &new))
}

/// The text of the only new file.
fn text(changes: &Changes) -> &str {
    let mut texts = changes.iter().map(|change| change.texts().1);
    texts.next().unwrap()
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&item| item.to_owned()).collect()
}

#[test]
fn a_rust_file_shows_what_to_write() {
    let package = Package::new("a111");
    let changes = revision(
        &package.read(),
        &new("b222", "Create users\n\nFor the \"new\" login."),
    )
    .unwrap();
    assert_snapshot!(changes.to_string(), @"create `migrations/b222_create_users.rs`");
    assert_snapshot!(text(&changes), @r#"
    //! Create users
    //!
    //! For the "new" login.
    use migrator::prelude::*;

    pub const REVISION: &str = "b222";
    pub const DOWN_REVISION: &[&str] = &["a111"];

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
    changes.apply().unwrap();
    assert_eq!(
        package.names(),
        ["a111_make_a111.rs", "b222_create_users.rs"]
    );
    assert_eq!(package.compile().migrations.len(), 2);
}

#[test]
fn an_sql_file_shows_what_to_write() {
    let package = Package::new("a111 @accounts");
    let mut new = new("b222", "fix: create users");
    new.language = Language::Sql;
    new.branch_labels = strings(&["billing", "money"]);
    new.depends_on = strings(&["accounts"]);
    let changes = revision(&package.read(), &new).unwrap();
    assert_snapshot!(changes.to_string(), @"create `migrations/b222_fix_create_users.sql`");
    assert_snapshot!(text(&changes), @r"
    -- fix: create users
    -- revision: b222
    -- down_revision: a111
    -- depends_on: accounts
    -- branch_labels: billing, money

    -- migrate:up
    -- CREATE TABLE users (id INTEGER PRIMARY KEY);

    -- migrate:down
    -- DROP TABLE users;
    ");
    changes.apply().unwrap();
    assert_eq!(
        package.compile().graph.heads().next().unwrap().message(),
        "fix: create users"
    );
}

#[test]
fn what_a_revision_does_takes_the_place_of_the_example() {
    let package = Package::new("a111");
    let mut new = new("b222", "Drop a table");
    let bodies = |upgrade: &str| Bodies {
        upgrade: upgrade.to_owned(),
        downgrade: String::new(),
    };
    new.bodies = Some(bodies(
        "    // Drops rows: those of `${users}`.\n    op.drop_table(\"${users}\");\n",
    ));
    let changes = revision(&package.read(), &new).unwrap();
    assert_snapshot!(text(&changes), @r#"
    //! Drop a table
    use migrator::prelude::*;

    pub const REVISION: &str = "b222";
    pub const DOWN_REVISION: &[&str] = &["a111"];

    pub fn upgrade(op: &mut Op) -> Result {
        // Drops rows: those of `${users}`.
        op.drop_table("${users}");
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }
    "#);
    new.language = Language::Sql;
    new.bodies = Some(bodies("DROP TABLE users;\n"));
    let changes = revision(&package.read(), &new).unwrap();
    assert_snapshot!(text(&changes), @r"
    -- Drop a table
    -- revision: b222
    -- down_revision: a111

    -- migrate:up
    DROP TABLE users;

    -- migrate:down
    ");
}

#[test]
fn what_a_revision_does_stands_in_the_users_own_template_or_nowhere() {
    let given = |template: &str, upgrade: &str| {
        check("a111", |new| {
            new.style.rust_template = Some(template.to_owned());
            new.bodies = Some(Bodies {
                upgrade: upgrade.to_owned(),
                downgrade: String::new(),
            });
        })
    };
    let whole =
        "${doc}\n${header}\npub fn upgrade(op: &mut Op) -> Result {\n${upgrades}\n    Ok(())\n}\n";
    assert_snapshot!(given(whole, "    op.drop_table(\"users\");"), @r"
    error: the template has no `${downgrades}`, and so no place for what the revision does
    help: put `${downgrades}` on a line of its own in the template, where its example would stand
    ");
    let escaped = format!("{whole}// $${{downgrades}}\n");
    assert_snapshot!(given(&escaped, ""), @r"
    error: the template has no `${downgrades}`, and so no place for what the revision does
    help: put `${downgrades}` on a line of its own in the template, where its example would stand
    ");
    let both = format!(
        "{whole}pub fn downgrade(op: &mut Op) -> Result {{\n${{downgrades}}\n    Ok(())\n}}\n"
    );
    assert_snapshot!(given(&both, "    op.drop_table(\"users\");"), @"create `migrations/99ff_add_a_column.rs`");
    assert_snapshot!(
        given(&both, "    op.drop_table \"users\";"),
        @"error: what the revision does would not compile: the file is no valid Rust: unexpected token, expected `;`"
    );
}

#[test]
fn dependencies_and_labels_are_written_where_there_are_any() {
    let package = Package::new("a111 @accounts; b222; c333 <- a111");
    let mut new = new("d444", "");
    new.heads = strings(&["b2"]);
    new.branch_labels = strings(&["a\"b\\c"]);
    new.depends_on = strings(&["accounts", "c333", "accounts@head"]);
    let changes = revision(&package.read(), &new).unwrap();
    assert_snapshot!(text(&changes), @r#"
    use migrator::prelude::*;

    pub const REVISION: &str = "d444";
    pub const DOWN_REVISION: &[&str] = &["b222"];
    pub const DEPENDS_ON: &[&str] = &["accounts", "c333"];
    pub const BRANCH_LABELS: &[&str] = &["a\"b\\c"];

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
    assert_snapshot!(changes.to_string(), @"create `migrations/d444_.rs`");
    changes.apply().unwrap();
    package.compile();
}

#[test]
fn parents_are_heads_unless_spliced() {
    assert_snapshot!(check("a1; b1 <- a1", |_| ()), @"create `migrations/99ff_add_a_column.rs`");
    assert_snapshot!(check("a1; b1; c1 <- b1", |_| ()), @r"
    error: there are several heads: `a1` (Make a1.), `c1` (Make c1.)
    help: name one, with `--head a1` or `--head c1`, or merge them with `cargo migrator merge`
    ");
    assert_snapshot!(check("a1 @x; b1 @y", |_| ()), @r"
    error: there are several heads: `a1` (Make a1.), `b1` (Make b1.)
    help: name one, with `--head x@head` or `--head y@head`, or merge them with `cargo migrator merge`
    ");
    assert_snapshot!(check("a1; b1 <- a1", |new| new.heads = strings(&["a1"])), @r"
    error: revision `a1` is not a head: `b1` stands on it
    help: add `--splice` to begin another branch from it, or choose a head
    ");
    assert_snapshot!(check("a1; b1 <- a1", |new| {
        new.heads = strings(&["a1"]);
        new.splice = true;
    }), @r"
    create `migrations/99ff_add_a_column.rs`
    note: there are now several heads, `99ff` and `b1`, and the compiler refuses them until `cargo migrator merge` or `cargo migrator rebase` makes them one, or a branch label tells them apart
    ");
    assert_snapshot!(check("a1; b1 <- a1", |new| {
        new.heads = strings(&["a1"]);
        new.splice = true;
        new.branch_labels = strings(&["x"]);
    }), @"create `migrations/99ff_add_a_column.rs`");
    assert_snapshot!(check("a1; b1 <- a1", |new| new.heads = strings(&["base"])), @r"
    create `migrations/99ff_add_a_column.rs`
    note: there are now several heads, `99ff` and `b1`, and the compiler refuses them until `cargo migrator merge` or `cargo migrator rebase` makes them one, or a branch label tells them apart
    ");
    assert_snapshot!(check("a1; b1", |new| new.heads = strings(&["a1", "a1"])), @r"
    error: revision `a1` is named twice
    help: name it once
    ");
    assert_snapshot!(check("a1; b1", |new| new.heads = strings(&["a1", "b1"])), @"create `migrations/99ff_add_a_column.rs`");
    assert_snapshot!(check("a1; b1", |new| new.heads = strings(&["c1"])), @r"
    error: no revision or label is called `c1`
    help: look at `cargo migrator history`, which lists the revisions there are
    ");
    assert_snapshot!(check("aaaa1; b1", |new| new.heads = strings(&["aaab1"])), @r"
    error: no revision or label is called `aaab1`
    help: did you mean `aaaa1`?
    ");
    assert_snapshot!(check("a1", |new| new.heads = strings(&["a1:b1"])), @r"
    error: `a1:b1` is a range, and one target is expected
    help: name one revision without a colon
    ");
    assert_snapshot!(check("a1", |new| new.heads = strings(&["+1"])), @r"
    error: `+1` means something only beside a database
    help: name a revision, or count from one, such as `head-1`
    ");
}

#[test]
fn names_are_checked_before_anything_is_written() {
    let id = |id: &str| check("a1 @x", |new| new.id = id.to_owned());
    assert_snapshot!(id("a-b"), @r"
    error: `a-b` cannot be a revision id: the character '-' is not allowed
    help: use letters, digits and underscores
    ");
    assert_snapshot!(id(""), @r"
    error: `` cannot be a revision id: it is empty
    help: use letters, digits and underscores
    ");
    assert_snapshot!(id("head"), @r"
    error: `head` cannot be a revision id: the word is reserved for targets
    help: choose another word
    ");
    assert_snapshot!(id(&"x".repeat(33)), @r"
    error: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` cannot be a revision id: it has 33 characters, and the version table holds 32
    help: shorten it to 32 characters
    ");
    assert_snapshot!(id("a1"), @r"
    error: the revision id `a1` is already used by migrations/a1_make_a1.rs
    help: choose another id
    ");
    assert_snapshot!(id("x"), @r"
    error: `x` cannot be a revision id: it is a branch label in migrations/a1_make_a1.rs
    help: choose another id
    ");
    assert_snapshot!(id("a/b"), @r"
    error: no file can be called `a/b_add_a_column.rs`: a migration in a subfolder is not collected
    help: choose another id, message or file template
    ");
    assert_snapshot!(id(".a"), @r"
    error: no file can be called `.a_add_a_column.rs`: the compiler takes such a file for no migration
    help: choose another id, message or file template
    ");
    assert_snapshot!(id("A1_make"), @"create `migrations/A1_make_add_a_column.rs`");
    let labels = |labels: &[&str]| check("a1 @x", |new| new.branch_labels = strings(labels));
    assert_snapshot!(labels(&["a b"]), @r"
    error: `a b` cannot be a branch label: the character ' ' is not allowed
    help: use letters, digits and underscores
    ");
    assert_snapshot!(labels(&["x"]), @r"
    error: the branch label `x` is already used by migrations/a1_make_a1.rs
    help: choose another label
    ");
    assert_snapshot!(labels(&["a1"]), @r"
    error: the branch label `a1` is already used by migrations/a1_make_a1.rs
    help: choose another label
    ");
    assert_snapshot!(labels(&["99ff"]), @r"
    error: the branch label `99ff` is the revision's id or another of its labels
    help: choose another label
    ");
    assert_snapshot!(labels(&["y", "y"]), @r"
    error: the branch label `y` is the revision's id or another of its labels
    help: choose another label
    ");
    let depends_on = |targets: &[&str]| check("a1 @x", |new| new.depends_on = strings(targets));
    assert_snapshot!(depends_on(&["base"]), @r"
    error: `base` is no revision to depend on
    help: name a revision or a label
    ");
    assert_snapshot!(depends_on(&["zzz"]), @r"
    error: no revision or label is called `zzz`
    help: look at `cargo migrator history`, which lists the revisions there are
    ");
    assert_snapshot!(depends_on(&["99ff"]), @r"
    error: no revision or label is called `99ff`
    help: look at `cargo migrator history`, which lists the revisions there are
    ");
    let in_the_way = check("AB; ab_make <- AB", |new| {
        new.id = "ab".to_owned();
        new.message = "Make AB".to_owned();
    });
    assert_snapshot!(in_the_way, @r"
    error: the file `ab_make_ab.rs` would be in the way of migrations/AB_make_AB.rs
    help: choose another id, message or file template
    ");
}

#[test]
fn messages_that_nobody_would_see_are_refused() {
    let message = |message: &str| check("a1", |new| new.message = message.to_owned());
    assert_snapshot!(message("a\u{202e}b"), @r#"
    error: the message has the character '\u{202e}', which nobody would see
    help: remove it
    "#);
    assert_snapshot!(message("a\rb"), @r#"
    error: the message has the character '\r', which nobody would see
    help: remove it
    "#);
    assert_snapshot!(message("a\0"), @r#"
    error: the message has the character '\0', which nobody would see
    help: remove it
    "#);
    assert_snapshot!(message("con"), @"create `migrations/99ff_con.rs`");
    let sql = |message: &str| {
        check("a1", |new| {
            new.message = message.to_owned();
            new.language = Language::Sql;
        })
    };
    assert_snapshot!(sql("migrate up"), @r"
    error: the revision would not be read back as asked: the header has no `-- revision:` line; the header has no `-- down_revision:` line
    help: choose a message that does not read like a header key or a section's marker, and names of letters, digits and underscores
    ");
    assert_snapshot!(sql("revision: x"), @r"
    error: the revision would not be read back as asked: `revision` is already set in line 1
    help: choose a message that does not read like a header key or a section's marker, and names of letters, digits and underscores
    ");
    assert_snapshot!(sql("Words.\n\nnote: more"), @r"
    error: the revision would not be read back as asked: `note` is no header key
    help: choose a message that does not read like a header key or a section's marker, and names of letters, digits and underscores
    ");
}

#[test]
fn a_template_of_ones_own_is_read_back() {
    let rust = |template: &str| {
        check("a1", |new| {
            new.style.rust_template = Some(template.to_owned());
        })
    };
    assert_snapshot!(rust("${doc}\n${header}\npub fn upgrade(op: &mut Op) -> Result { op.todo($${x}) }"), @"create `migrations/99ff_add_a_column.rs`");
    assert_snapshot!(rust("${doc}\n${heading}\n"), @r"
    error: the template has a placeholder `${heading}` that does not exist
    help: did you mean `${header}`? the placeholders are doc, header, message, revision, down_revision, depends_on, branch_labels, replaces, upgrades, downgrades, create_date; `$${` is a literal `${`
    ");
    assert_snapshot!(rust("${doc\n"), @r"
    error: the template has a placeholder `${doc` without its closing brace
    help: close it with `}`, or write `$${` for a literal `${`
    ");
    assert_snapshot!(rust("${header}\n"), @r#"
    error: the revision would not be read back as asked: its message would be "", not "Add a column"
    help: put `${doc}` on the template's first line and `${header}` in front of the first function or section
    "#);
    assert_snapshot!(rust("//! ${message}, at last\npub const REVISION: &str = \"${revision}\";"), @r"
    error: the revision would not be read back as asked: the header has no `DOWN_REVISION`
    help: put `${doc}` on the template's first line and `${header}` in front of the first function or section
    ");
    assert_snapshot!(rust("${doc}\npub fn upgrade() {}\n${header}\n"), @r"
    error: the revision would not be read back as asked: the header has no `REVISION`; the header has no `DOWN_REVISION`
    help: put `${doc}` on the template's first line and `${header}` in front of the first function or section
    ");
    assert_snapshot!(rust(
        "//! ${message}\n//!\n//! Created ${create_date}.\npub const REVISION: &str = \"${revision}\";\n\
         pub const DOWN_REVISION: &[&str] = ${depends_on};\npub const BRANCH_LABELS: &[&str] = ${down_revision};"
    ), @r"
    error: the revision would not be read back as asked: its parents would be none, not `a1`; its branch labels would be `a1`, not none
    help: put `${doc}` on the template's first line and `${header}` in front of the first function or section
    ");
}

#[test]
fn a_file_goes_to_the_folder_of_its_parent_or_to_the_one_named() {
    let package = Package::new("a1");
    std::fs::create_dir(package.root.path().join("billing")).unwrap();
    let text = "-- Words.\n-- revision: b1\n-- down_revision:\n-- branch_labels: billing\n\n-- migrate:up\n";
    std::fs::write(package.root.path().join("billing/b1.sql"), text).unwrap();
    let folder = Folder::read_all(&["migrations", "billing"], &package.options()).unwrap();
    let check = |head: &str, to: Option<&str>| {
        let mut new = new("c1", "x");
        new.heads = strings(&[head]);
        new.folder = to.map(Into::into);
        shown(&revision(&folder, &new))
    };
    assert_snapshot!(check("a1", None), @"create `migrations/c1_x.rs`");
    assert_snapshot!(check("b1", None), @"create `billing/c1_x.rs`");
    assert_snapshot!(check("a1", Some("billing/")), @"create `billing/c1_x.rs`");
    assert_snapshot!(check("a1", Some("other")), @r"
    error: the folder `other` is none of the migrations' folders
    help: name one of `migrations`, `billing`
    ");
    let absolute = package.root.path().join("billing");
    assert_snapshot!(check("a1", absolute.to_str()), @"create `billing/c1_x.rs`");
}

#[test]
fn a_file_template_is_used_and_checked() {
    let template =
        |template: &str| check("a1", |new| new.style.file_template = template.to_owned());
    assert_snapshot!(template("%(rev)s-%(year)d-%(month).2d-%(slug)s"), @"create `migrations/99ff-2026-11-add_a_column.rs`");
    assert_snapshot!(template("%(year)d_%(rev)s"), @r"
    error: the file template `%(year)d_%(rev)s` gives `2026_99ff.rs`, which does not begin with the revision's id, and by that the compiler knows a revision's file
    help: begin the template with `%(rev)s_`; files sort by date if the ids begin with it, as with `--rev-id 20261121_99ff`
    ");
    let short = check("a1", |new| new.style.truncate_slug_length = 4);
    assert_snapshot!(short, @"create `migrations/99ff_add_.rs`");
}
