//! Comments that say something of the statement after them.
//!
//! ```text
//!  -- migrate:repeatable          running the statement twice does no harm
//!  REFRESH MATERIALIZED VIEW v;
//! ```

/// Tells whether a comment's text, without its dashes, marks a statement as repeatable.
pub(super) fn is_repeatable(comment: &str) -> bool {
    let Some((first, second)) = comment.split_once(':') else {
        return false;
    };
    first.trim().eq_ignore_ascii_case("migrate") && second.trim().eq_ignore_ascii_case("repeatable")
}
