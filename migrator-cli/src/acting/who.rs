//! Who runs this, for the history: `alice@laptop`.

/// Returns the user and the machine, as far as they are known; empty if neither is.
pub(super) fn runs_this() -> String {
    let user = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|user| !user.is_empty());
    let host = gethostname::gethostname();
    named(user.as_deref().unwrap_or_default(), &host.to_string_lossy())
}

fn named(user: &str, host: &str) -> String {
    let between = if user.is_empty() || host.is_empty() {
        ""
    } else {
        "@"
    };
    // What an environment contains is anybody's guess; the history is printed to terminals.
    let all = format!("{user}{between}{host}");
    all.chars().filter(|char| !char.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn what_is_known_is_named() {
        assert_eq!(named("alice", "laptop"), "alice@laptop");
        assert_eq!(named("", "build-7"), "build-7");
        assert_eq!(named("alice", ""), "alice");
        assert_eq!(named("al\u{1b}[2Jice\n", "laptop"), "al[2Jice@laptop");
    }
}
