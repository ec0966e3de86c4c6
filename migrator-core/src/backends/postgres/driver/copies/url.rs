//! The URL of another database on the same server.
//!
//! Pure.

/// Returns what leads to the database of this name, from a URL or from pairs such as `host=… user=…`.
///
/// The name is one of ours, which nothing in a URL has to be escaped for.
pub(super) fn of_database(url: &str, name: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        // What is said last counts.
        return format!("{url} dbname={name}");
    };
    let (place, question) = match rest.split_once('?') {
        Some((place, question)) => (place, question),
        None => (rest, ""),
    };
    // Behind whoever connects: in a password a slash may stand as it is.
    let host = place.rfind('@').map_or(0, |at| at + 1);
    let slash = place.get(host..).and_then(|it| it.find('/'));
    let end = slash.map_or(place.len(), |at| host + at);
    let authority = place.get(..end).unwrap_or(place);
    let parameters: Vec<&str> = question
        .split('&')
        .filter(|it| !it.is_empty() && !it.starts_with("dbname="))
        .collect();
    let question = match parameters.is_empty() {
        true => String::new(),
        false => format!("?{}", parameters.join("&")),
    };
    format!("{scheme}://{authority}/{name}{question}")
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
                "postgres:///app?host=/run/pg&dbname=other&port=1",
                "postgres:///x?host=/run/pg&port=1",
            ),
            ("postgres://%2Frun%2Fpg/app", "postgres://%2Frun%2Fpg/x"),
            (
                "host=h dbname=app user=u",
                "host=h dbname=app user=u dbname=x",
            ),
        ] {
            let changed = of_database(url, "x");
            assert_eq!(changed, expected);
            let config: Config = changed.parse().unwrap();
            assert_eq!(config.get_dbname(), Some("x"));
        }
    }
}
