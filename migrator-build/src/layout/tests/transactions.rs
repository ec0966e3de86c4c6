//! Transactions that a file makes itself, and what does nothing inside one.

use migrator_core::script::Layout;

use super::shown;

#[test]
fn a_whole_file_that_is_one_transaction_stays_one() {
    let files = [
        ("1_a/up.sql", "BEGIN;\na;\nb;\nCOMMIT;\n"),
        ("1_a/down.sql", "-- nothing\n"),
        ("1_a/metadata.toml", "run_in_transaction = false"),
        ("2_b/up.sql", "BEGIN EXCLUSIVE TRANSACTION;\na;\nCOMMIT;\n"),
        ("2_b/metadata.toml", "'run_in_transaction' = true"),
        ("3_c/up.sql", ""),
        ("3_c/metadata.toml", "\"run_in_transaction\" = false"),
    ];
    insta::assert_snapshot!(shown(Layout::Diesel, &files), @"
     -> 1, a (m/1_a/up.sql)
      up: a@2 | b@3
      down: 
    1 -> 2, b (m/2_b/up.sql)
      up: a@2
    2 -> 3, c (m/3_c/up.sql, None)
      up:
    ");
    let files = [
        ("1_a/up.sql", "BEGIN;\na;\nCOMMIT;\n"),
        ("1_a/down.sql", "b;\n"),
        ("1_a/metadata.toml", "run_in_transaction = false"),
        (
            "2_b/up.sql",
            "PRAGMA foreign_keys = OFF;\nBEGIN;\na;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n",
        ),
        ("2_b/metadata.toml", "run_in_transaction = false"),
    ];
    insta::assert_snapshot!(shown(Layout::Diesel, &files), @"
    m/1_a/up.sql:1:1: `BEGIN` controls the transaction, which belongs to migrator
      help: remove it: outside a transaction each statement is kept by itself, and what is cut off goes on behind the last one
    m/1_a/up.sql:3:1: `COMMIT` controls the transaction, which belongs to migrator
      help: remove it: outside a transaction each statement is kept by itself, and what is cut off goes on behind the last one
    m/2_b/up.sql:2:1: `BEGIN` controls the transaction, which belongs to migrator
      help: remove it: outside a transaction each statement is kept by itself, and what is cut off goes on behind the last one
    m/2_b/up.sql:4:1: `COMMIT` controls the transaction, which belongs to migrator
      help: remove it: outside a transaction each statement is kept by itself, and what is cut off goes on behind the last one
    ");
}

#[test]
fn a_pragma_that_does_nothing_is_left_out() {
    let text =
        "-- as SQLite says\nPRAGMA foreign_keys = OFF;\na;\n/* and */ pragma FOREIGN_KEYS(1); b;\n";
    let files = [
        ("1_a.sql", text),
        (
            "2_b.sql",
            "-- no-transaction\nPRAGMA foreign_keys = OFF;\na;\n",
        ),
        (
            "3_c.sql",
            "PRAGMA foreign_keys;\nSELECT 'PRAGMA foreign_keys = OFF;';\n",
        ),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
     -> 1, a (m/1_a.sql)
      up: a@3 | b@4
    1 -> 2, b (m/2_b.sql, None)
      up: PRAGMA foreign_keys = OFF@2 | a@3
    2 -> 3, c (m/3_c.sql)
      up: PRAGMA foreign_keys@1 | SELECT 'PRAGMA foreign_keys = OFF;'@2
    ");
    let files = [
        ("1_a.up.sql", text),
        ("2_b.up.sql", "PRAGMA journal_mode = WAL;"),
    ];
    insta::assert_snapshot!(shown(Layout::GolangMigrate, &files), @"
    m/1_a.up.sql:2:1: SQLite does not obey `PRAGMA foreign_keys` inside a transaction
      help: remove it: migrator switches foreign keys off itself while it rebuilds a table, and otherwise leaves them as the application set them
    m/1_a.up.sql:4:11: SQLite does not obey `PRAGMA foreign_keys` inside a transaction
      help: remove it: migrator switches foreign keys off itself while it rebuilds a table, and otherwise leaves them as the application set them
    m/2_b.up.sql:1:1: SQLite does not obey `PRAGMA journal_mode` inside a transaction
      help: leave it to the application when it opens the database, or say `-- transaction: none` in the header
    ");
}
