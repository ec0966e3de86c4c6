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
