//! `sslmode` against a real server: whose certificate is accepted, and what is said of others.
//!
//! The server is one of its own, with certificates made for the purpose. Where there is no PostgreSQL
//! or no `openssl` to make it of, the test is skipped with a line.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::settings::Set;

/// A server that takes encrypted connections only, stopped when it goes out of scope.
struct Server {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// Makes certificates and a cluster, and starts it; `None` where something is missing for it.
    fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = TempDir::new().unwrap();
        certificates(folder.path())?;
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            port: free.local_addr().unwrap().port(),
            folder,
            programs,
        };
        drop(free);
        if is_root() {
            run(Command::new("chown")
                .args(["-R", "postgres:"])
                .arg(server.folder.path()));
        }
        server.initialize();
        server.control(&["--wait", "start"]);
        Some(server)
    }

    fn initialize(&self) {
        let data = self.folder.path().join("data");
        run(self
            .program("initdb")
            .args([
                "--no-sync",
                "--auth=trust",
                "--username=postgres",
                "--pgdata",
            ])
            .arg(&data));
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        self.write(
            "data/postgresql.auto.conf",
            &format!(
                "port = {}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n\
                 ssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'\nssl_ca_file = '{}'\n",
                self.port,
                at("server.crt"),
                at("server.key"),
                at("ca.crt"),
            ),
        );
        self.write(
            "data/pg_hba.conf",
            "hostssl all with_certificate all cert\nhostssl all postgres all trust\n",
        );
    }

    /// Writes into a file of the server's owner.
    fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).unwrap();
    }

    fn control(&self, words: &[&str]) {
        run(self
            .program("pg_ctl")
            .args(["--silent", "--log"])
            .arg(self.folder.path().join("data/log"))
            .arg("--pgdata")
            .arg(self.folder.path().join("data"))
            .args(words));
    }

    /// A program of the server, which may not run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        command.current_dir(self.folder.path());
        command
    }

    /// Tries to apply everything, and returns what is said; nothing if it succeeds.
    fn said(&self, host: &str, query: &str) -> String {
        let url = format!("postgres://postgres@{host}:{}/postgres?{query}", self.port);
        let set = Set::new().variable("DATABASE_URL", &url);
        let said = set.migrate("--quiet upgrade head");
        let said = said.replace(&self.folder.path().display().to_string(), "<server>");
        said.replace("$ migrate --quiet upgrade head\n", "")
            .replace("[stderr]\n", "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.control(&["--mode=immediate", "stop"]);
    }
}

/// Finds the newest server that is installed.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.map(|version| version.unwrap().path().join("bin"));
    folders
        .filter(|folder| folder.join("initdb").exists())
        .max()
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

/// Makes an authority, a certificate of it for `localhost`, one for a client, and another authority.
fn certificates(folder: &Path) -> Option<()> {
    let script = "
        set -e
        authority() {
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                -subj \"/CN=$1\" -keyout \"$1.key\" -out \"$1.crt\"
        }
        signed() { # signed FILE NAME EXTENSION
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
                -subj \"/CN=$2\" -keyout \"$1.key\" -out \"$1.csr\"
            echo \"$3\" > extension
            openssl x509 -req -in \"$1.csr\" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
                -extfile extension -out \"$1.crt\"
        }
        authority ca
        authority stranger
        signed server localhost 'subjectAltName = DNS:localhost'
        signed client with_certificate 'extendedKeyUsage = clientAuth'
        chmod 600 *.key";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).current_dir(folder);
    if Command::new("openssl").arg("version").output().is_err() {
        return None;
    }
    run(&mut shell);
    Some(())
}

fn run(command: &mut Command) {
    // Not with pipes: the server would keep them open.
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.unwrap().success(), "{command:?}");
}

#[test]
fn each_mode_accepts_what_libpq_accepts() {
    let Some(server) = Server::start() else {
        eprintln!("skipped: there is no PostgreSQL server, or no openssl, to make one with TLS of");
        return;
    };
    let at = |name: &str| server.folder.path().join(name).display().to_string();
    let (ca, stranger, own) = (at("ca.crt"), at("stranger.crt"), at("server.crt"));
    for (host, query) in [
        ("127.0.0.1", String::new()),
        ("127.0.0.1", "sslmode=allow".to_owned()),
        ("127.0.0.1", "sslmode=prefer".to_owned()),
        ("127.0.0.1", "sslmode=require".to_owned()),
        ("127.0.0.1", format!("sslmode=require&sslrootcert={ca}")),
        ("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={ca}")),
        ("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={own}")),
        ("localhost", format!("sslmode=verify-full&sslrootcert={ca}")),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={own}"),
        ),
        (
            "localhost",
            format!(
                "sslmode=verify-full&sslrootcert={ca}&user=with_certificate&sslcert={}&sslkey={}",
                at("client.crt"),
                at("client.key")
            ),
        ),
    ] {
        if query.contains("with_certificate") {
            let url = format!("postgres://localhost:{}/postgres?{query}", server.port);
            let set = Set::new().variable("DATABASE_URL", &url);
            // Known by its certificate; that the role does not exist is said behind the door.
            let said = set.migrate("upgrade head");
            assert!(
                said.contains("role \"with_certificate\" does not exist"),
                "{said}"
            );
            continue;
        }
        assert_eq!(server.said(host, &query), "", "{host} {query}");
    }
    let refused = [
        server.said("127.0.0.1", "sslmode=disable"),
        server.said(
            "127.0.0.1",
            &format!("sslmode=require&sslrootcert={stranger}"),
        ),
        server.said(
            "localhost",
            &format!("sslmode=verify-ca&sslrootcert={stranger}"),
        ),
        server.said("localhost", "sslmode=verify-ca"),
        server.said(
            "127.0.0.1",
            &format!("sslmode=verify-full&sslrootcert={ca}"),
        ),
        server.said(
            "127.0.0.1",
            &format!("sslmode=verify-full&sslrootcert={own}"),
        ),
        server.said("localhost", "sslmode=verify-ca&sslrootcert=/no/such.crt"),
        server.said("localhost", "sslmode=require&sslcert=/no/such.crt"),
    ];
    assert_snapshot!(refused.join(""), @r#"
    error: the database cannot be reached
      caused by: no pg_hba.conf entry for host "127.0.0.1", user "postgres", database "postgres", no encryption
    [exit 1]
    error: the database cannot be reached
      caused by: error performing TLS handshake: invalid peer certificate: UnknownIssuer
    help: name the certificate of the authority with `sslrootcert`
    [exit 1]
    error: the database cannot be reached
      caused by: error performing TLS handshake: invalid peer certificate: UnknownIssuer
    help: name the certificate of the authority with `sslrootcert`
    [exit 1]
    error: the database cannot be reached
      caused by: error performing TLS handshake: invalid peer certificate: UnknownIssuer
    help: name the certificate of the authority with `sslrootcert`
    [exit 1]
    error: the database cannot be reached
      caused by: error performing TLS handshake: invalid peer certificate: certificate not valid for name "127.0.0.1"; certificate is only valid for DnsName("localhost")
    help: name the server as its certificate does, or compare no name, with `sslmode=verify-ca`
    [exit 1]
    error: the database cannot be reached
      caused by: error performing TLS handshake: invalid peer certificate: certificate not valid for name "127.0.0.1"; certificate is only valid for DnsName("localhost")
    help: name the server as its certificate does, or compare no name, with `sslmode=verify-ca`
    [exit 1]
    error: the file of `sslrootcert`, `/no/such.crt`, cannot be read: I/O error: No such file or directory (os error 2)
    [exit 2]
    error: the URL has only one of `sslcert` and `sslkey`
    help: name both the client's certificate and its key
    [exit 2]
    "#);

    // The same server without TLS.
    let off =
        "ssl = off\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n";
    server.write(
        "data/postgresql.auto.conf",
        &format!("port = {}\n{off}", server.port),
    );
    server.write("data/pg_hba.conf", "host all all all trust\n");
    server.control(&["--mode=fast", "--wait", "restart"]);
    for query in ["", "sslmode=disable", "sslmode=allow", "sslmode=prefer"] {
        assert_eq!(server.said("127.0.0.1", query), "", "{query}");
    }
    assert_snapshot!(server.said("127.0.0.1", "sslmode=require"), @r"
    error: the database cannot be reached
      caused by: error performing TLS handshake: server does not support TLS
    help: switch `ssl` on in the server, or connect with `sslmode=prefer`
    [exit 1]
    ");
}
