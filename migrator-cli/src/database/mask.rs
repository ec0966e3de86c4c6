//! Passwords out of texts, wherever they stand: in URLs, and as `password=…`.
//!
//! What we print of a URL goes through here, and so does every error, because a driver or another
//! program may repeat what it was given. Rather too much is masked than too little.

/// What stands where a password was.
const STARS: &str = "***";

/// Returns a text without the passwords in it.
pub(crate) fn passwords(text: &str) -> String {
    pairs(&urls(text))
}

/// Masks what stands between the first `:` and the last `@` behind each `://`.
fn urls(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        masked.push_str(before);
        masked.push_str("://");
        let end = after.find(is_end_of_url).unwrap_or(after.len());
        let (url, behind) = after.split_at(end);
        match url.rsplit_once('@') {
            Some((credentials, host)) => {
                match credentials.split_once(':') {
                    Some((user, _)) => masked.extend([user, ":", STARS]),
                    None => masked.push_str(credentials),
                }
                masked.extend(["@", host]);
            }
            None => masked.push_str(url),
        }
        rest = behind;
    }
    masked.push_str(rest);
    masked
}

fn is_end_of_url(c: char) -> bool {
    c.is_whitespace() || matches!(c, '`' | '"' | '<' | '>' | '\u{1b}')
}

/// Masks the value of each `password=`, which may be quoted.
fn pairs(text: &str) -> String {
    const KEY: &str = "password";
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(KEY) {
        masked.push_str(before);
        masked.push_str(KEY);
        rest = after;
        let value = after.trim_start();
        if let Some(value) = value.strip_prefix('=') {
            masked.extend(["=", STARS]);
            rest = behind_value(value.trim_start());
        }
    }
    masked.push_str(rest);
    masked
}

/// Returns what follows the value at the beginning of a text.
fn behind_value(text: &str) -> &str {
    let Some(quoted) = text.strip_prefix('\'') else {
        let end = text.find(|c: char| c == '&' || is_end_of_url(c));
        return end.and_then(|end| text.get(end..)).unwrap_or("");
    };
    let mut is_escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '\'' => return quoted.get(at + 1..).unwrap_or(""),
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::passwords;

    #[test]
    fn no_password_is_left_in_urls_pairs_and_errors() {
        let cases = [
            ("postgres://me:secret@db/shop", "postgres://me:***@db/shop"),
            (
                "postgres://me:se:c@r/e?t@db/shop",
                "postgres://me:***@db/shop",
            ),
            ("postgres://me:@db", "postgres://me:***@db"),
            ("postgres://:secret@db", "postgres://:***@db"),
            ("postgres://me@db/shop", "postgres://me@db/shop"),
            (
                "postgres://db/shop?user=me&password=secret&x=1",
                "postgres://db/shop?user=me&password=***&x=1",
            ),
            (
                "host=db password=secret user=me",
                "host=db password=*** user=me",
            ),
            ("password = 'a b\\' c' user=me", "password =*** user=me"),
            ("host=db password='never closed", "host=db password=***"),
            (
                "a `postgres://me:secret@db` and b",
                "a `postgres://me:***@db` and b",
            ),
            (
                "password authentication failed for user \"me\"",
                "password authentication failed for user \"me\"",
            ),
            ("sqlite:app.db", "sqlite:app.db"),
        ];
        for (text, expected) in cases {
            let expected = expected.replace("password =***", "password=***");
            assert_eq!(passwords(text), expected);
        }
    }
}
