//! Ctrl-C and its like in the middle of a run.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};

use insta::assert_snapshot;

use crate::databases::Scene;
use crate::redacted::redacted;

/// A run whose stderr is read as it comes.
struct Run {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
}

impl Run {
    fn start(scene: &Scene, set: &str) -> Self {
        let mut command = scene.command("troubles");
        command.env("SET", set).args(["upgrade", "head"]);
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        Self {
            stderr: BufReader::new(child.stderr.take().unwrap()),
            child,
            said: String::new(),
        }
    }

    /// Reads lines up to one that contains a text.
    fn until(&mut self, text: &str) {
        while !self.said.lines().last().is_some_and(|it| it.contains(text)) {
            let n_bytes = self.stderr.read_line(&mut self.said).unwrap();
            assert!(n_bytes > 0, "{text:?} was not said, but {}", self.said);
        }
    }

    fn send(&self, signal: &str) {
        let mut kill = Command::new("kill");
        kill.args([format!("-{signal}"), self.child.id().to_string()]);
        assert!(kill.status().unwrap().success());
    }

    /// Waits for the end, and returns everything that was said, with the exit code.
    fn end(mut self) -> String {
        self.stderr.read_to_string(&mut self.said).unwrap();
        let status = self.child.wait().unwrap();
        redacted(&format!("{}[exit {:?}]", self.said, status.code()))
    }
}

fn wait_for_sleep(scene: &Scene) {
    let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND wait_event = 'PgSleep'";
    while scene.ask(sleeping) != "1" {
        std::thread::yield_now();
    }
}

#[test]
fn the_running_statement_is_cancelled_and_rolled_back() {
    insta::allow_duplicates! {
        for signal in ["INT", "TERM"] {
            let scene = Scene::sqlite();
            let mut run = Run::start(&scene, "slow");
            run.until("Running upgrade 0f21c6a3d9e8");
            run.send(signal);
            assert_snapshot!(run.end(), @r"
            INFO  [migrator] Running upgrade  -> 0f21c6a3d9e8, create account
            INFO  [migrator] Running upgrade 0f21c6a3d9e8 -> d7c2f1a09b36, count for long
            stopping: the running statement is cancelled and rolled back; press Ctrl-C again to leave at once
            error: the run was cancelled
              applied before this: `0f21c6a3d9e8`
            [exit Some(130)]
            ");
            assert_eq!(scene.tables(), "account alembic_version migrator_history");
            assert_eq!(scene.rows(), "0f21c6a3d9e8");
        }
    }
}

#[test]
fn the_server_stops_working_too() {
    insta::allow_duplicates! {
        for signal in ["INT", "TERM"] {
            let Some(scene) = Scene::postgres() else {
                return;
            };
            let run = Run::start(&scene, "slow");
            wait_for_sleep(&scene);
            run.send(signal);
            assert_snapshot!(run.end(), @r"
            INFO  [migrator] Running upgrade  -> 0f21c6a3d9e8, create account
            INFO  [migrator] Running upgrade 0f21c6a3d9e8 -> d7c2f1a09b36, count for long
            stopping: the running statement is cancelled and rolled back; press Ctrl-C again to leave at once
            error: the run was cancelled
              applied before this: `0f21c6a3d9e8`
            [exit Some(130)]
            ");
            assert_eq!(scene.tables(), "account alembic_version migrator_history");
            assert_eq!(scene.rows(), "0f21c6a3d9e8");
        }
    }
}

#[test]
fn the_second_time_it_leaves_at_once() {
    let scene = Scene::sqlite();
    let mut run = Run::start(&scene, "stubborn");
    run.until("Running upgrade 0f21c6a3d9e8");
    run.send("INT");
    run.until("stopping");
    run.send("INT");
    assert_snapshot!(run.end(), @r"
    INFO  [migrator] Running upgrade  -> 0f21c6a3d9e8, create account
    INFO  [migrator] Running upgrade 0f21c6a3d9e8 -> 2e9b46d0f8c5, wait for nobody
    stopping: the running statement is cancelled and rolled back; press Ctrl-C again to leave at once
    [exit Some(130)]
    ");
    assert_eq!(scene.rows(), "0f21c6a3d9e8");
}

/// Runs `cargo migrator` in a process group of its own, with a program in place of cargo that does
/// what `cargo run` does.
fn through_cargos_door(scene: &Scene) -> Run {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let cargo = scene.place.path("cargo");
    let application = crate::support::example("troubles");
    let script = format!(
        "#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec {} \"$@\"\n",
        application.display()
    );
    std::fs::write(&cargo, script).unwrap();
    std::fs::set_permissions(&cargo, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = scene
        .place
        .command(std::path::Path::new(env!("CARGO_BIN_EXE_cargo-migrator")));
    command
        .env("CARGO", cargo)
        .env("DATABASE_URL", scene.url())
        .env("SET", "slow")
        .args(["migrator", "upgrade", "head"])
        .process_group(0);
    Run::spawn(command)
}

#[test]
fn through_cargos_door_the_application_is_stopped_and_its_code_passed_on() {
    let scene = Scene::sqlite();
    let mut run = through_cargos_door(&scene);
    run.until("Running upgrade 0f21c6a3d9e8");
    // As a terminal does it: to the whole group.
    let group = format!("-{}", run.child.id());
    let mut kill = Command::new("kill");
    assert!(
        kill.args(["-INT", "--", &group])
            .status()
            .unwrap()
            .success()
    );
    assert!(run.end().ends_with("[exit Some(130)]\n"));
    assert_eq!(scene.rows(), "0f21c6a3d9e8");
}
