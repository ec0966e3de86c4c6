//! A program with the folders of all services, as each service would embed its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::service::Service;
use super::stage::Stage;
use crate::host::{Host, workspace};

/// Prints revisions: those that were applied, where the database stands, where it is to stand.
const MAIN: &str = r#"
use migrator::Migrations;

$SETS

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, set, verb, database] = arguments.as_slice() else { panic!("{arguments:?}") };
    let set: &Migrations = match set.as_str() {
        $ARMS
        other => panic!("{other}"),
    };
    let owned = |report: migrator::Report| report.revisions().map(str::to_owned).collect();
    let done = if verb == "heads" {
        set.heads().map(|it| it.iter().map(|it| it.id.to_string()).collect())
    } else if database.starts_with("postgres") {
        let mut client = postgres::Client::connect(database, postgres::NoTls).unwrap();
        match verb.as_str() {
            "upgrade" => set.upgrade(&mut client, "head").map(owned),
            "adopt" => set.adopt(&mut client).map(|it| it.after),
            _ => set.current(&mut client).map(|it| it.rows),
        }
    } else {
        let connection = rusqlite::Connection::open(database).unwrap();
        match verb.as_str() {
            "upgrade" => set.upgrade(&connection, "head").map(owned),
            "adopt" => set.adopt(&connection).map(|it| it.after),
            _ => set.current(&connection).map(|it| it.rows),
        }
    };
    let revisions: Vec<String> = done.unwrap_or_else(|error| panic!("{error:?}"));
    revisions.iter().for_each(|it| println!("{it}"));
}
"#;

pub(super) struct Application {
    program: PathBuf,
}

impl Application {
    pub(super) fn compile(services: &[Service]) -> Self {
        let host = Host::new("services");
        let path = workspace().to_string_lossy().replace('\\', "/");
        host.write(
            "Cargo.toml",
            format!(
                "[package]\nname = \"services\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
                 migrator = {{ path = \"{path}\", features = [\"postgres\", \"refinery\", \"sqlite-bundled\"] }}\n\
                 postgres = \"*\"\nrusqlite = {{ version = \"*\", default-features = false }}\n"
            ),
        );
        let (mut sets, mut arms) = (String::new(), String::new());
        for service in services {
            let (set, layout) = (service.constant(), &service.layout);
            copy(&service.folder, &host.path(&format!("folders/{set}")));
            sets += &format!(
                "migrator::embed_migrations!(\"folders/{set}\" as {set}, library, layout = {layout});\n"
            );
            arms += &format!("{set:?} => &{set},\n");
        }
        host.write(
            "src/main.rs",
            MAIN.replace("$SETS", &sets).replace("$ARMS", &arms),
        );
        let output = host.cargo(".", &["build", "--quiet"]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Self {
            program: host.path("../target/debug/services"),
        }
    }

    /// Runs a verb, and returns the revisions it names, one a line.
    pub(super) fn tell(&self, service: &Service, verb: &str, stage: &Stage) -> String {
        let output = Command::new(&self.program)
            .args([&service.constant(), verb, &stage.url()])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{service}, {verb}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => fs::copy(entry.path(), to).map(|_| ()).unwrap(),
        }
    }
}
