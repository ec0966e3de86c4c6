//! Finding the commit to compare with.

use std::fs;

use migrator_build::guard::{Base, GitBase, GuardError, github, repository_prefix};

use crate::repository::{Repository, rust};

fn released() -> Repository {
    let repository = Repository::new();
    repository
        .write("migrations/a_x.rs", &rust("a", "", "op.execute(\"A\");"))
        .commit();
    repository
}

fn edit(repository: &Repository) {
    repository.write("migrations/a_x.rs", &rust("a", "", "op.execute(\"B\");"));
}

const EDITED: [&str; 1] = ["body-edited migrations/a_x.rs:8:16"];

fn error(repository: &Repository, reference: &str) -> GuardError {
    repository
        .check(&Base::Git(GitBase::new(reference)))
        .unwrap_err()
}

fn shown(error: &GuardError) -> String {
    let help = error.help().map(|help| format!("\nhelp: {help}"));
    format!("{error}{}", help.unwrap_or_default())
}

#[test]
fn the_base_is_where_the_branches_parted() {
    let repository = released();
    repository.git(&["switch", "--quiet", "--create=feature"]);
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository
        .write("migrations/b_x.rs", &rust("b", "\"a\"", ""))
        .commit();
    repository.git(&["switch", "--quiet", "feature"]);
    assert_eq!(repository.findings("main"), [""; 0]);
    let exact = Base::Git(GitBase::new("main").exact());
    let checked = repository.check(&exact).unwrap();
    assert_eq!(
        crate::repository::lines(&checked),
        ["removed migrations/b_x.rs:0:0"]
    );
    assert_eq!(checked.n_released, 2);
}

#[test]
fn a_package_in_a_subfolder_is_compared_and_named_from_the_top() {
    let mut repository = Repository::new();
    repository.package = "crates/app/";
    repository
        .write("migrations/a_x.rs", &rust("a", "", "op.execute(\"A\");"))
        .commit();
    edit(&repository);
    assert_eq!(repository.findings("main"), EDITED);
    let checked = repository.check(&Base::Git(GitBase::new("main"))).unwrap();
    let prefix = repository_prefix(&repository.path(""), None);
    assert_eq!(prefix, "crates/app/");
    let text = github(&checked, &prefix);
    let start = "::error file=crates/app/migrations/a_x.rs,line=8,col=16,title=Released revision edited::the revision `a` ";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn a_linked_worktree_is_a_repository() {
    let repository = released();
    let linked = tempfile::tempdir().unwrap();
    let path = linked.path().join("linked");
    repository.git(&[
        "worktree",
        "add",
        "--quiet",
        "-b",
        "other",
        path.to_str().unwrap(),
    ]);
    let linked = Repository::at(path.canonicalize().unwrap());
    assert_eq!(linked.findings("main"), [""; 0]);
    edit(&linked);
    assert_eq!(linked.findings("main"), EDITED);
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let repository = released();
    repository.git(&["switch", "--quiet", "--create=feature"]);
    repository.write("x", "1").commit().write("x", "2").commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("y", "1").commit();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clone");
    let url = format!("file://{}", repository.root.display());
    repository.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        "--branch=feature",
        "--no-single-branch",
        &url,
        path.to_str().unwrap(),
    ]);
    let clone = Repository::at(path);
    insta::assert_snapshot!(shown(&error(&clone, "origin/main")), @r"
    `HEAD` and `origin/main` have no common ancestor in this shallow clone
    help: fetch more of the history with `git fetch --unshallow`; on GitHub, give `actions/checkout` the input `fetch-depth: 0`
    ");
    clone.git(&["fetch", "--quiet", "--unshallow"]);
    assert_eq!(clone.findings("origin/main"), [""; 0]);
}

#[test]
fn the_advice_for_a_clone_of_one_branch_helps() {
    let repository = released();
    repository.git(&["switch", "--quiet", "--create=feature"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clone");
    let url = format!("file://{}", repository.root.display());
    repository.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        "--branch=feature",
        &url,
        path.to_str().unwrap(),
    ]);
    let clone = Repository::at(path);
    insta::assert_snapshot!(shown(&error(&clone, "origin/main")), @r"
    the repository has no commit `origin/main`
    help: fetch it first, with `git fetch --unshallow origin main:refs/remotes/origin/main` for example; on GitHub, give `actions/checkout` the input `fetch-depth: 0`
    ");
    clone.git(&[
        "fetch",
        "--quiet",
        "--unshallow",
        "origin",
        "main:refs/remotes/origin/main",
    ]);
    assert_eq!(clone.findings("origin/main"), [""; 0]);
}

#[test]
fn a_missing_reference_is_named_with_what_looks_like_it() {
    let repository = released();
    insta::assert_snapshot!(shown(&error(&repository, "mian")), @r"
    the repository has no commit `mian`
    help: did you mean `main`?
    ");
    insta::assert_snapshot!(shown(&error(&repository, "release-2")), @r"
    the repository has no commit `release-2`
    help: fetch it first, with `git fetch origin release-2:release-2` for example
    ");
    insta::assert_snapshot!(shown(&error(&repository, "origin/release-2")), @r"
    the repository has no commit `origin/release-2`
    help: fetch it first, with `git fetch origin release-2:refs/remotes/origin/release-2` for example
    ");
    insta::assert_snapshot!(shown(&error(&repository, "--output=x")), @r"
    the repository has no commit `--output=x`
    help: fetch it first, with `git fetch origin --output=x:--output=x` for example
    ");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clone");
    repository.git(&[
        "clone",
        "--quiet",
        repository.root.to_str().unwrap(),
        path.to_str().unwrap(),
    ]);
    let clone = Repository::at(path);
    insta::assert_snapshot!(shown(&error(&clone, "origin/next")), @r"
    the repository has no commit `origin/next`
    help: fetch it first, with `git fetch origin next:refs/remotes/origin/next` for example
    ");
    insta::assert_snapshot!(shown(&error(&clone, "origin/mian")), @r"
    the repository has no commit `origin/mian`
    help: did you mean `origin/main`?
    ");
    clone.git(&["switch", "--quiet", "--create=feature"]);
    clone.git(&["branch", "--quiet", "--delete", "main"]);
    insta::assert_snapshot!(shown(&error(&clone, "main")), @r"
    the repository has no commit `main`
    help: did you mean `origin/main`?
    ");
}

#[test]
fn what_is_no_repository_and_what_has_no_history_say_so() {
    let folder = Repository::folder();
    folder.write("migrations/a_x.rs", &rust("a", "", ""));
    let text = shown(&error(&folder, "main"));
    assert!(
        text.ends_with(
            "is not in a git repository that can be read\nhelp: compare with a lock file instead of a branch: \
             `cargo migrator check-graph --update-lock` writes it"
        ),
        "{text}"
    );
    let repository = Repository::new();
    repository.write("migrations/a_x.rs", &rust("a", "", ""));
    assert!(matches!(
        error(&repository, "main"),
        GuardError::UnknownReference { reference, .. } if reference == "HEAD"
    ));
    repository.commit();
    repository.git(&["switch", "--quiet", "--orphan", "other"]);
    repository.write("x", "1").commit();
    insta::assert_snapshot!(shown(&error(&repository, "main")), @r"
    `HEAD` and `main` have no common ancestor
    help: compare with the commit itself, with `--exact`
    ");
}

#[test]
fn a_folder_that_was_moved_as_a_whole_is_found() {
    let repository = released();
    fs::create_dir(repository.path("db")).unwrap();
    repository.git(&["mv", "migrations", "db/migrations"]);
    let options = repository.options();
    let check = || {
        let base = Base::Git(GitBase::new("main"));
        migrator_build::guard::check_graph("db/migrations", &options, &base).unwrap()
    };
    assert_eq!(check().n_released, 1);
    assert!(check().is_ok());
    repository.write("db/migrations/a_x.rs", &rust("a", "", "op.execute(\"B\");"));
    assert_eq!(
        crate::repository::lines(&check()),
        ["body-edited db/migrations/a_x.rs:8:16"]
    );
}

#[test]
fn a_new_folder_beside_anothers_migrations_is_all_new() {
    let mut repository = Repository::new();
    repository.package = "a/";
    repository
        .write(
            "migrations/1_init.sql",
            &crate::repository::sql("1", "", "A;"),
        )
        .commit();
    repository.package = "b/";
    repository.write(
        "migrations/1_init.sql",
        &crate::repository::sql("1", "", "B;"),
    );
    let checked = repository.check(&Base::Git(GitBase::new("main"))).unwrap();
    assert_eq!((checked.n_released, checked.is_ok()), (0, true));
}

/// Where the test below runs itself as a hook, and looks at this package.
#[cfg(unix)]
const HOOK: &str = "MIGRATOR_TEST_HOOK";

/// Git tells a hook where the repository is, and then takes the current folder for the top of the tree.
#[cfg(unix)]
#[test]
fn a_hook_of_git_finds_what_the_command_line_finds() {
    if let Some(root) = std::env::var_os(HOOK) {
        let mut inside = Repository::at(root);
        inside.package = "app/";
        assert_eq!(repository_prefix(&inside.path(""), None), "app/");
        return assert_eq!(inside.findings("main"), EDITED);
    }
    let mut repository = Repository::new();
    repository.package = "app/";
    repository
        .write("migrations/a_x.rs", &rust("a", "", "op.execute(\"A\");"))
        .commit();
    let linked = tempfile::tempdir().unwrap();
    let path = linked.path().canonicalize().unwrap().join("linked");
    repository.git(&[
        "worktree",
        "add",
        "--quiet",
        "-b",
        "other",
        path.to_str().unwrap(),
    ]);
    let mut linked = Repository::at(&path);
    linked.package = "app/";
    edit(&linked);
    let test = std::env::current_exe().unwrap();
    let hook = format!(
        "#!/bin/sh\n{HOOK}='{}' exec '{}' --exact git::a_hook_of_git_finds_what_the_command_line_finds\n",
        path.display(),
        test.display()
    );
    let file = repository.root.join(".git/hooks/pre-commit");
    fs::write(&file, hook).unwrap();
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    // Fails with what the hook said, if that fails.
    linked.commit();
    assert_eq!(linked.git(&["rev-list", "--count", "HEAD"]), "2");
}
