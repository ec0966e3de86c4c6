//! No output of any verb shows a password.

use std::process::Stdio;

use crate::settings::Set;
use crate::support::example;

const SECRET: &str = "tr0ub4dor";

/// The verbs of the application, as its help lists them.
fn verbs(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).expect("a list of verbs");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let words = lines.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    words.map(ToOwned::to_owned).collect()
}

/// Runs a verb in several ways, and returns all that is printed.
fn printed(set: &Set, words: &[&str]) -> String {
    let mut printed = String::new();
    for more in [&["-vv", "head"][..], &["--json"]] {
        let mut command = set.command(&example("migrate"));
        command
            .args(words)
            .args(more)
            .env("EDITOR", "true")
            .stdin(Stdio::null());
        let output = command.output().expect("the program starts");
        printed.push_str(&String::from_utf8_lossy(&output.stdout));
        printed.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    printed
}

#[test]
fn no_verb_shows_a_password() {
    let help = Set::new().migrate("--help");
    let verbs = verbs(&help);
    assert!(verbs.contains(&"upgrade".to_owned()), "{help}");
    let urls = [
        format!("postgres://me:{SECRET}@127.0.0.1:1/shop"),
        format!("postgres://127.0.0.1:1/shop?user=me&password={SECRET}"),
        format!("host=127.0.0.1 port=1 user=me password={SECRET}"),
        // Not readable.
        format!("postgres://me:{SECRET}@127.0.0.1:port/shop"),
        format!("postgres://me:{SECRET}@x@127.0.0.1/shop"),
        format!("mysql://me:{SECRET}@127.0.0.1/shop"),
        format!("host=127.0.0.1 password='{SECRET}"),
    ];
    let check = |set: &Set, words: &[&str]| {
        let printed = printed(set, words);
        assert!(!printed.contains(SECRET), "{words:?}: {printed}");
    };
    for verb in &verbs {
        for url in &urls {
            check(&Set::new().variable("DATABASE_URL", url), &[verb]);
        }
        let url = &urls[0];
        check(
            &Set::new().file("migrator.toml", &format!("url = \"{url}\"\n")),
            &[verb],
        );
        // At wrong places.
        check(
            &Set::new().file("migrator.toml", &format!("lock-wait = \"{url}\"\n")),
            &[verb],
        );
        check(
            &Set::new().file("migrator.toml", &format!("x = \"{url}\ny = z")),
            &[verb],
        );
        check(&Set::new(), &[verb, url]);
    }
}
