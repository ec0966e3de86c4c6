//! What URLs and pairs say.

use std::path::PathBuf;

use super::parameters::Parameters;
use super::{Server, url};
use crate::config::Origin;
use crate::database::Whereabouts;
use crate::failure::Failure;

/// Reads a URL, and writes what it says as pairs, or what is wrong with it.
fn said(text: &str) -> String {
    match url::read(text) {
        Ok(parameters) => parameters.to_pairs(),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn urls_and_pairs_say_the_same() {
    let cases = [
        ("postgres://", ""),
        (
            "postgresql://me@db/shop",
            "user='me' host='db' dbname='shop'",
        ),
        (
            "postgres://me:p%40ss%2F%25@db:5433/shop",
            "user='me' password='p@ss/%' host='db' port='5433' dbname='shop'",
        ),
        ("postgres://me:a:b@db", "user='me' password='a:b' host='db'"),
        (
            "postgres://me:it's\\@db",
            "user='me' password='it\\'s\\\\' host='db'",
        ),
        (
            "postgres://a,b:5433,[::1]:5434/shop",
            "host='a,b,::1' port='5432,5433,5434' dbname='shop'",
        ),
        (
            "postgres://%2Fvar%2Frun/shop",
            "host='/var/run' dbname='shop'",
        ),
        (
            "postgres:///shop?host=/tmp&user=me@tenant",
            "dbname='shop' host='/tmp' user='me@tenant'",
        ),
        (
            "postgres://db?ssl=true&connect_timeout=3",
            "host='db' sslmode='require' connect_timeout='3'",
        ),
        ("host=db user=me", "host='db' user='me'"),
        (
            "host = db password = 'it\\'s a \\\\'",
            "host='db' password='it\\'s a \\\\'",
        ),
        ("password=a\\ b host=db", "password='a b' host='db'"),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_not_repeated() {
    let secrets = [
        "postgres://me:sec@ret@db/shop",
        "postgres://me:sec/ret@db/shop",
        "postgres://me:sec?ret@db/shop",
        "postgres://me:sec?a=ret@db/shop",
        "postgres://me:sec%ffret@db/shop",
        "postgres://db/shop?password=sec&ret=1",
        "password=sec ret=1",
        "password='sec ret",
        "password=sec ret",
        "postgres:sec:ret",
    ];
    for text in secrets {
        let said = said(text);
        assert!(said.starts_with("error: "), "{text}: {said}");
        assert!(
            !said.contains("sec") && !said.contains("ret"),
            "{text}: {said}"
        );
    }
    assert_eq!(
        said("postgres://db/shop?schema=public"),
        "error: the URL has no parameter `schema`"
    );
}

#[test]
fn the_environment_fills_what_the_url_leaves_open() {
    let environment = |name: &str| match name {
        "PGHOST" => Some("elsewhere".to_owned()),
        "PGHOSTADDR" => Some("10.0.0.1".to_owned()),
        "PGPASSWORD" => Some("secret".to_owned()),
        "PGPORT" => Some("5433".to_owned()),
        _ => None,
    };
    let completed = |text: &str| {
        let mut parameters = url::read(text).unwrap_or_else(|_| Parameters::default());
        parameters.complete(environment);
        parameters.to_pairs()
    };
    assert_eq!(
        completed("postgres://me@db/shop"),
        "user='me' host='db' dbname='shop' password='secret' port='5433'"
    );
    assert_eq!(
        completed("postgres://me:own@db:1/shop"),
        "user='me' password='own' host='db' port='1' dbname='shop'"
    );
    assert_eq!(
        completed("postgres:///shop"),
        "dbname='shop' host='elsewhere' password='secret' port='5433'"
    );
}

/// Reads a URL that is written down in `/at`.
fn server(url: &str) -> Result<Server, Failure> {
    let whereabouts = Whereabouts {
        url: url.to_owned(),
        folder: PathBuf::from("/at"),
        origin: Origin::Flag("--url"),
    };
    Server::read(&whereabouts, "shop-migrate")
}

#[test]
fn the_server_is_told_the_programs_name_unless_the_url_says_another() {
    let name = |url: &str| {
        let server = server(url).ok()?;
        server.config.get_application_name().map(ToOwned::to_owned)
    };
    assert_eq!(name("postgres://db").as_deref(), Some("shop-migrate"));
    assert_eq!(
        name("postgres://db?application_name=night").as_deref(),
        Some("night")
    );
}

#[cfg(not(feature = "tls"))]
#[test]
fn without_tls_what_needs_it_names_the_feature() {
    assert!(server("postgres://db?sslmode=prefer").is_ok());
    let failure = server("postgres://db?sslmode=require").err();
    assert_eq!(
        failure.map(|failure| failure.to_string()).as_deref(),
        Some(
            "the URL says `sslmode=require`, and this program is built without TLS\n\
             help: add the feature `tls` to `migrator-cli` in the application's Cargo.toml"
        )
    );
}
