//! On a terminal: the bar, the question, and Ctrl-C as it is typed.

use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

use crate::databases::Scene;

/// Longer than anything takes, so that a test that waits in vain ends.
const PATIENCE: Option<u64> = Some(120_000);

/// Calls an example application on a terminal that is so many columns wide.
fn on_terminal(scene: &Scene, columns: u16, variables: &[(&str, &str)], line: &str) -> PtySession {
    let program = match variables.is_empty() {
        true => "migrate",
        false => "troubles",
    };
    program_on_terminal(program, scene, columns, variables, line)
}

/// As `on_terminal`, of whichever example.
fn program_on_terminal(
    program: &str,
    scene: &Scene,
    columns: u16,
    variables: &[(&str, &str)],
    line: &str,
) -> PtySession {
    let inner = scene.command("migrate");
    let path = crate::support::example(program);
    // A terminal without rows would be taken for one of 80 columns.
    let mut command = Command::new("sh");
    command
        .current_dir(inner.get_current_dir().unwrap())
        .env_clear()
        .envs(
            inner
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .envs(variables.iter().copied())
        .env("TERM", "xterm-256color")
        .args([
            "-c",
            &format!(
                "stty rows 24 cols {columns}; exec {} {line}",
                path.display()
            ),
        ]);
    spawn_command(command, PATIENCE).unwrap()
}

fn exit_code(session: &mut PtySession) -> i32 {
    match session.process().wait().unwrap() {
        WaitStatus::Exited(_, code) => code,
        status => panic!("{status:?}"),
    }
}

/// Removes what moves the cursor and colors.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char == '\u{1b}' {
            // `ESC [ … letter`.
            for char in chars.by_ref().skip(1) {
                if char.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(char);
        }
    }
    plain
}

#[test]
fn a_bar_shows_the_revision_and_the_running_statement() {
    let scene = Scene::sqlite();
    let mut session = on_terminal(&scene, 80, &[("SET", "slow")], "upgrade head");
    // The log stays above the bar.
    let before = session
        .exp_string("Running upgrade 0f21c6a3d9e8 -> d7c2f1a09b36")
        .unwrap();
    let until = session.exp_string("INSERT INTO counted").unwrap();
    let after = session.exp_string("1 s ").unwrap();
    session.send_control('c').unwrap();
    let rest = session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 130);
    let all = plain(&format!("{before}{until}INSERT INTO counted{after}{rest}"));
    assert!(
        all.contains("] 1/2 upgrade d7c2f1a09b36, count for long"),
        "{all}"
    );
    assert!(all.contains("stopping"), "{all}");
    assert!(all.contains("error: the run was cancelled"), "{all}");
    let shown = plain(&format!("{before}{until}{after}"));
    assert!(!shown.contains("LIMIT"), "cut to the width: {shown}");
    assert_eq!(scene.rows(), "0f21c6a3d9e8");
}

#[test]
fn a_comparison_of_a_thousand_tables_shows_that_it_is_at_work() {
    let scene = Scene::sqlite();
    let mut session = program_on_terminal("wide", &scene, 80, &[], "check --no-cache");
    let line = "comparing schemas on scratch databases";
    let before = session.exp_string(line).unwrap();
    let rest = session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 0);
    let all = plain(&format!("{before}{line}{rest}"));
    // The line is written over, and then away.
    let last = all.trim_end().rsplit(['\r', '\n']).next();
    assert_eq!(last, Some("The migrations make what is declared."), "{all}");
}

#[test]
fn quiet_is_quiet() {
    let scene = Scene::sqlite();
    let mut session = on_terminal(&scene, 80, &[], "upgrade head --quiet");
    assert_eq!(plain(&session.exp_eof().unwrap()), "");
    assert_eq!(exit_code(&mut session), 0);
}

#[test]
fn a_downgrade_that_loses_data_asks_first() {
    let scene = Scene::sqlite();
    scene.migrate("upgrade head");
    let mut session = on_terminal(&scene, 80, &[], "downgrade base");
    let asked = session.exp_string("Continue? [y/N] ").unwrap();
    assert!(asked.contains("table `account`"), "{asked}");
    assert!(
        asked.contains("column `account.last_transaction_date`"),
        "{asked}"
    );
    session.send_line("no").unwrap();
    let said = session.exp_eof().unwrap();
    assert!(
        said.contains("error:") && said.contains("nothing was done"),
        "{said}"
    );
    assert_eq!(exit_code(&mut session), 1);
    assert_eq!(scene.rows(), "53fffde5ad50");

    let mut session = on_terminal(&scene, 80, &[], "downgrade base");
    session.exp_string("Continue? [y/N] ").unwrap();
    session.send_line("y").unwrap();
    session.exp_string("the database is now at base").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 0);
    assert_eq!(scene.tables(), "alembic_version migrator_history");
}

#[test]
fn nobody_asks_for_what_loses_nothing_or_was_answered() {
    let scene = Scene::sqlite();
    scene.migrate("upgrade head");
    let mut session = on_terminal(&scene, 80, &[], "downgrade -1");
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 0);
    let mut session = on_terminal(&scene, 80, &[], "downgrade base --yes");
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 0);
    assert_eq!(scene.rows(), "");
}

#[test]
fn the_server_tells_how_far_an_index_is() {
    let Some(scene) = Scene::postgres() else {
        return;
    };
    let mut session = on_terminal(&scene, 100, &[("SET", "indexed")], "upgrade head");
    session
        .exp_string("[index on reading, building index")
        .unwrap();
    session.exp_string("] CREATE INDEX").unwrap();
    session.send_control('c').unwrap();
    session.exp_string("the run was cancelled").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 130);
    assert_eq!(scene.rows(), "3b7e90c1d4f8");
}

#[test]
fn the_server_tells_whose_lock_is_waited_for() {
    let Some(scene) = Scene::postgres() else {
        return;
    };
    scene.trouble("released", "upgrade +1");
    let mut client = scene.client();
    let mut other = client.transaction().unwrap();
    other
        .batch_execute("LOCK TABLE account IN ACCESS SHARE MODE")
        .unwrap();
    let process: i32 = other
        .query_one("SELECT pg_backend_pid()", &[])
        .unwrap()
        .get(0);
    let line = "upgrade head --lock-timeout none";
    let mut session = on_terminal(&scene, 100, &[("SET", "released")], line);
    session
        .exp_string(&format!("[waiting for process {process}"))
        .unwrap();
    other.rollback().unwrap();
    session.exp_string("Applied 1 revision").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 0);
    assert_eq!(scene.rows(), "b4d81e5f7a02");
}

/// What is drawn as a line of its own.
fn drawn(text: &str) -> Vec<String> {
    let plain = plain(text);
    plain.split(['\r', '\n']).map(ToOwned::to_owned).collect()
}

#[test]
fn a_narrow_window_shows_the_revision_and_not_the_bar() {
    let scene = Scene::sqlite();
    let mut session = on_terminal(&scene, 20, &[("SET", "slow")], "upgrade head");
    let before = session.exp_string("1/2 upgrade d7c2").unwrap();
    let until = session.exp_string("1 s INSERT").unwrap();
    session.send_control('c').unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 130);
    let all = plain(&format!("{before}{until}"));
    assert!(!all.contains("=>"), "{all}");
}

#[test]
fn the_bar_leaves_room_for_what_the_terminal_echoes() {
    let scene = Scene::sqlite();
    let mut session = on_terminal(&scene, 60, &[("SET", "slow")], "upgrade head");
    let before = session.exp_string("1 s INSERT INTO").unwrap();
    // The next one is drawn after all of this one is.
    let until = session.exp_string("2 s INSERT INTO").unwrap();
    session.send_control('c').unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&mut session), 130);
    let all = drawn(&format!("{before}1 s INSERT INTO{until}"));
    let running: Vec<&String> = all
        .iter()
        .filter(|line| line.starts_with("   1 s INSERT"))
        .collect();
    assert!(!running.is_empty(), "{all:?}");
    for line in running {
        assert!(line.chars().count() <= 56, "{line:?}");
    }
}

#[test]
fn the_end_of_the_input_is_no_yes_and_ends_the_line() {
    let scene = Scene::sqlite();
    scene.migrate("upgrade head");
    let mut session = on_terminal(&scene, 80, &[], "downgrade base");
    session.exp_string("Continue? [y/N] ").unwrap();
    session.send_control('d').unwrap();
    let said = plain(&session.exp_eof().unwrap());
    let lines: Vec<&str> = said.lines().collect();
    let error = "error: the downgrade was not confirmed, and nothing was done";
    assert!(lines.contains(&error), "{said:?}");
    assert_eq!(exit_code(&mut session), 1);
    assert_eq!(scene.rows(), "53fffde5ad50");
}
