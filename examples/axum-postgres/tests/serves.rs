//! The service as an operator runs it: start, request, stop, start again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use support::postgres::{TestDatabase, column};

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the workspace's other tests need more of it"
)]
#[path = "../../../tests/support"]
mod support {
    pub(crate) mod needs;
    pub(crate) mod postgres;
}

#[test]
fn it_upgrades_serves_and_changes_nothing_at_the_second_start() {
    let Some(database) = TestDatabase::new() else {
        return;
    };

    let service = Service::start(&database.url());
    assert_eq!(service.said, ["4 migrations applied"]);
    let first = service.request("GET", "");
    assert!(
        first.ends_with(" Welcome. Leave a line.\n"),
        "it answered {first}"
    );
    service.request("POST", "Ada was here\n");
    service.request("POST", "Grace, too");
    let lines = service.request("GET", "");
    let messages: Vec<&str> = lines
        .lines()
        .map(|line| line.split_once(' ').unwrap().1)
        .collect();
    assert_eq!(
        messages,
        ["Welcome. Leave a line.", "Grace, too", "Ada was here"]
    );
    drop(service);

    let before = everything(&database);
    let service = Service::start(&database.url());
    assert_eq!(service.said, ["the database is up to date"]);
    assert_eq!(service.request("GET", ""), lines);
    drop(service);
    assert_eq!(everything(&database), before);
}

/// The running program; killed when dropped.
struct Service {
    child: Child,
    address: String,
    /// What it printed before it listened.
    said: Vec<String>,
}

impl Service {
    fn start(url: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_axum-postgres"))
            .env("DATABASE_URL", url)
            .env("LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(address) = line.strip_prefix("listening on http://") {
                let address = address.to_owned();
                return Self {
                    child,
                    address,
                    said,
                };
            }
            said.push(line);
        }
        panic!("it ended with {} and said {said:?}", child.wait().unwrap());
    }

    /// Returns the body of the answer.
    fn request(&self, method: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "it answered {answer}");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Which transaction wrote each row of ours and each row of the catalogue.
fn everything(database: &TestDatabase) -> Vec<String> {
    let sql = "SELECT 'version ' || xmin || version_num FROM alembic_version \
               UNION ALL SELECT 'history ' || xmin || ' ' || id FROM migrator_history \
               UNION ALL SELECT 'entry ' || xmin || ' ' || id FROM entries \
               UNION ALL SELECT 'relation ' || xmin || ' ' || relname FROM pg_class \
               UNION ALL SELECT 'column ' || xmin || ' ' || attname FROM pg_attribute \
               ORDER BY 1";
    column(&mut database.client(), sql)
}
