//! The Alembic project in `tests/data/alembic` as revisions of ours.

use super::Rev;

/// The revisions of the project, id for id; `key` is what a database calls an integer that counts
/// by itself.
pub fn project(key: &str) -> Vec<Rev> {
    vec![
        Rev::sql(
            "27c6a30d7c24",
            &[],
            &format!(
                "CREATE TABLE accounts (id {key} NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id)); \
             INSERT INTO accounts (name) VALUES ('Ada'), ('Grace')"
            ),
        )
        .down("DROP TABLE accounts"),
        Rev::sql(
            "ae1027a6acf0",
            &["27c6a30d7c24"],
            "CREATE INDEX ix_accounts_name ON accounts (name)",
        )
        .down("DROP INDEX ix_accounts_name"),
        Rev::sql(
            "5b3f6c0a9d21",
            &["27c6a30d7c24"],
            &format!(
                "CREATE TABLE invoices (id {key} NOT NULL, account INTEGER NOT NULL, \
             PRIMARY KEY (id), FOREIGN KEY(account) REFERENCES accounts (id))"
            ),
        )
        .down("DROP TABLE invoices"),
        Rev::sql("9f0e7d5c4b3a", &["ae1027a6acf0", "5b3f6c0a9d21"], "").down(""),
        Rev::sql(
            "c3d4e5f60718",
            &["9f0e7d5c4b3a"],
            "ALTER TABLE invoices ADD COLUMN due TEXT",
        )
        .down("ALTER TABLE invoices DROP COLUMN due"),
    ]
}
