//! The URL of another database on the same server.
//!
//! Pure.

/// Returns what leads to the database of this name, from a URL or from pairs such as `host=… user=…`.
///
/// The name is one of ours, which nothing in a URL has to be escaped for.
pub(super) fn of_database(url: &str, name: &str) -> String {
    let schemes = ["postgres://", "postgresql://"];
    let Some(scheme) = schemes.into_iter().find(|it| url.starts_with(it)) else {
        // What is said last counts.
        return format!("{url} dbname={name}");
    };
    let rest = url.get(scheme.len()..).unwrap_or_default();
    // As the driver reads it: in front of the first `@` any sign may stand as it is.
    let host = rest.find('@').map_or(0, |at| at + 1);
    let ends = rest.get(host..).and_then(|it| it.find(['/', '?']));
    let (authority, rest) = match ends {
        Some(end) => rest.split_at(host + end),
        None => (rest, ""),
    };
    let question = rest.split_once('?').map_or("", |(_, question)| question);
    let parameters: Vec<&str> = question
        .split('&')
        .filter(|it| !it.is_empty() && !it.starts_with("dbname="))
        .collect();
    let question = match parameters.is_empty() {
        true => String::new(),
        false => format!("?{}", parameters.join("&")),
    };
    format!("{scheme}{authority}/{name}{question}")
}

#[cfg(test)]
mod tests {
    use postgres::Config;

    use super::of_database;

    #[test]
    fn the_database_is_another_one_and_everything_else_stays() {
        for (url, expected) in [
            ("postgres://localhost", "postgres://localhost/x"),
            (
                "postgresql://u:p@h:1/app?sslmode=disable",
                "postgresql://u:p@h:1/x?sslmode=disable",
            ),
            ("postgres://u:a/b@h/app", "postgres://u:a/b@h/x"),
            (
                "postgres://u:a?b=c@h?port=1",
                "postgres://u:a?b=c@h/x?port=1",
            ),
            (
                "postgres:///app?host=/run/pg&dbname=other&port=1",
                "postgres:///x?host=/run/pg&port=1",
            ),
            ("postgres://%2Frun%2Fpg/app", "postgres://%2Frun%2Fpg/x"),
            (
                "host=h dbname=app user=u",
                "host=h dbname=app user=u dbname=x",
            ),
            (
                "host=h user=u password=a://b?c",
                "host=h user=u password=a://b?c dbname=x",
            ),
        ] {
            let changed = of_database(url, "x");
            assert_eq!(changed, expected);
            let config: Config = changed.parse().unwrap();
            assert_eq!(config.get_dbname(), Some("x"));
            let given: Config = url.parse().unwrap();
            assert_eq!(config.get_hosts(), given.get_hosts());
            assert_eq!(config.get_password(), given.get_password());
            assert_eq!(config.get_ports(), given.get_ports());
        }
    }
}
