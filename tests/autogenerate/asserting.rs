//! The assertion for the tests of an application.

use std::panic::catch_unwind;

use migrator::sqlite::Memory;
use migrator::testing::assert_schema_matches;

/// This program embeds no migrations; where there are some, `examples/models` shows it.
#[test]
fn what_cannot_be_checked_fails_with_the_reason() {
    let panicked = catch_unwind(|| assert_schema_matches(Memory)).unwrap_err();
    let text = panicked.downcast_ref::<String>().unwrap();
    assert!(text.starts_with("the schema cannot be checked\n"), "{text}");
    assert!(text.contains("embed_migrations!"), "{text}");
}
