//! Completions: the words that a shell is offered, by the shell's own function where there is one.

use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::settings::Set;
use crate::support::example;

/// Has a real `bash` complete the last of the words, and returns what it offers and what is printed
/// beside; `None` without a `bash`.
fn bash(set: &Set, program: &Path, words: &[&str]) -> Option<String> {
    let name = program.file_name().unwrap().to_string_lossy().into_owned();
    let function = format!("_clap_complete_{}", name.replace('-', "_"));
    let words: Vec<String> = std::iter::once(name.as_str())
        .chain(words.iter().copied())
        .map(|word| format!("'{word}'"))
        .collect();
    let script = format!(
        "eval \"$('{}' completions bash)\"\n\
         COMP_WORDS=({}) COMP_CWORD={} COMP_TYPE=9\n\
         {function} '{name}' {}\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        program.display(),
        words.join(" "),
        words.len() - 1,
        words.last().unwrap(),
    );
    let mut command = set.command(Path::new("bash"));
    let output = command.args(["--norc", "-c", &script]).output().ok()?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(format!(
        "{}{stderr}",
        String::from_utf8_lossy(&output.stdout)
    ))
}

/// Has the program complete the last of the words, as `fish` asks, with what each word means.
fn fish(set: &Set, program: &Path, words: &[&str]) -> String {
    let mut command = set.command(program);
    command
        .env("COMPLETE", "fish")
        .arg("--")
        .arg(program)
        .args(words);
    let offered = said(command);
    let words = offered.lines().filter(|line| !line.starts_with('-'));
    words.collect::<Vec<_>>().join("\n")
}

fn said(mut command: Command) -> String {
    let output = command.output().expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    format!("{}{stderr}", String::from_utf8_lossy(&output.stdout))
}

#[test]
fn bash_is_offered_verbs_and_revisions() {
    let set = Set::new().variable("DATABASE_URL", "postgres://me@127.0.0.1:1/never-asked");
    let program = example("migrate");
    let Some(verbs) = bash(&set, &program, &["up"]) else {
        return;
    };
    assert_eq!(verbs, "upgrade\n");
    assert_eq!(
        bash(&set, &program, &["upgrade", "ae"]).unwrap(),
        "ae1027a6acf0\n"
    );
    assert_eq!(bash(&set, &program, &["upgrade", "zz"]).unwrap(), "\n");
}

#[test]
fn words_are_offered_with_what_they_mean() {
    let set = Set::new().file("migrator.toml", "[databases.archive]\n");
    let program = example("two-databases");
    assert_snapshot!(fish(&set, &program, &["upgrade", ""]), @r"
    head	the revision that no other follows
    heads	all of them
    base	before the first revision
    current	where the database stands
    shoppingcart@head	the head of this branch
    shoppingcart@base	before this branch
    53fffde5ad50	merge ae1 and 27c
    ae1027a6acf0	add a column
    27c6a30d7c24	add shopping cart table
    1975ea83b712	create account table
    ");
    assert_snapshot!(fish(&set, &program, &["-n", "billing", "upgrade", "c"]), @r"
    current	where the database stands
    c93e07d5b164	Create the invoices
    ");
    assert_snapshot!(fish(&set, &program, &["-n", ""]), @r"
    archive
    billing
    ");
    assert_snapshot!(fish(&set, &program, &["--set", "lock-"]), @r#"
    lock-wait=	a duration, such as "30s"
    lock-timeout=	a duration, such as "30s"
    lock-file=	a path
    "#);
    assert_snapshot!(fish(&set, &program, &["upgrade", "1975:a"]), @"1975:ae1027a6acf0	add a column");
}

#[test]
fn beside_the_application_the_headers_of_its_files_are_offered() {
    let migration = "-- create account\n-- revision: 1975ea83b712\n-- down_revision:\n\n-- migrate:up\nSELECT 1;\n";
    let set = Set::new()
        .file("shop/Cargo.toml", "[package]\nname = 'shop'\n")
        .file("shop/migrations/1975ea83b712_create_account.sql", migration);
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
    let words = [
        "--manifest-path",
        "shop/Cargo.toml",
        "history",
        "-r",
        "base:1",
    ];
    assert_snapshot!(fish(&set, program, &words), @"base:1975ea83b712	create account");
}

#[test]
fn nothing_goes_wrong_aloud() {
    let set = Set::new().file("migrator.toml", "not toml at all");
    assert_eq!(fish(&set, &example("migrate"), &["upgrade", "ae"]), "");
    assert_eq!(
        fish(
            &set,
            &example("migrate"),
            &["upgrade", "--no-such-flag", "x", "ae"]
        ),
        ""
    );
    let beside = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
    assert_eq!(fish(&set, beside, &["upgrade", "zz"]), "");
}

#[test]
fn each_shell_has_a_script() {
    let set = Set::new();
    let program = example("migrate").display().to_string();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = set.migrate(&format!("completions {shell}"));
        assert!(script.contains(&program), "{shell}: {script}");
        assert!(!script.contains("[stderr]"), "{shell}: {script}");
    }
    assert_snapshot!(set.migrate("completions csh"), @r"
    $ migrate completions csh
    [stderr]
    error: invalid value 'csh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    [exit 2]
    ");
    let mut command = set.command(&example("migrate"));
    command.env("COMPLETE", "csh");
    assert_snapshot!(said(command), @r"
    error: nothing can be completed in this shell
      caused by: unknown shell `csh`, expected one of `bash`, `elvish`, `fish`, `powershell`, `zsh`
    ");
}

/// The function of the documentation that stands before cargo's own.
fn documented() -> &'static str {
    let text = include_str!("../../../docs/cli.md");
    let code = text.split("```bash\n").nth(1).expect("a function");
    code.split("```").next().expect("its end")
}

#[test]
fn bash_completes_behind_cargo_too() {
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
    let offered = |words: &str, typed: &str| {
        let n_words = words.split(' ').count();
        let script = format!(
            "_cargo() {{ COMPREPLY=(\"of cargo: $2\"); }}\n\
             eval \"$('{}' completions bash)\"\n{}\n\
             COMP_WORDS=({words}) COMP_CWORD={} COMP_TYPE=9\n\
             _cargo_or_migrator cargo '{typed}' x\n\
             printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
            program.display(),
            documented(),
            n_words - 1,
        );
        let mut command = Set::new().command(Path::new("bash"));
        let output = command.args(["--norc", "-c", &script]).output().ok()?;
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(of_migrator) = offered("cargo migrator upg", "upg") else {
        return;
    };
    assert_eq!(of_migrator, "upgrade\n");
    assert_eq!(
        offered("cargo migrator -v config --js", "--js").unwrap(),
        "--json\n"
    );
    assert_eq!(offered("cargo bui", "bui").unwrap(), "of cargo: bui\n");
}
