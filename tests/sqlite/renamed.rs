//! Tables that get another name, and what mentions them.

use rusqlite::Connection;

use crate::support::{Rev, column, set};

#[test]
fn what_a_rename_stumbles_over_is_to_be_mended_first() {
    for stone in [
        "CREATE VIEW stone AS SELECT * FROM gone",
        "CREATE TABLE q (x); CREATE TRIGGER stone AFTER INSERT ON q BEGIN INSERT INTO gone VALUES (1); END",
    ] {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(&format!("CREATE TABLE t (x); {stone}"))
            .unwrap();
        let set = set(vec![Rev::rust("a1", &[], |op| {
            op.rename_table("t", "u");
            Ok(())
        })]);
        let error = set.upgrade(&connection, "head").unwrap_err();
        assert!(format!("{error:?}").contains("stone: no such table: main.gone"));
        assert_eq!(
            error.help().unwrap(),
            "mend or drop that view or trigger before, and create it again afterwards if it is still wanted"
        );
    }
}

#[test]
fn what_would_not_follow_a_renamed_table_keeps_it_from_being_renamed() {
    fn renamed(setup: &str) -> Result<Vec<String>, String> {
        let connection = Connection::open_in_memory().unwrap();
        let legacy = "PRAGMA legacy_alter_table = ON; CREATE TABLE t (id INTEGER PRIMARY KEY)";
        connection
            .execute_batch(&format!("{legacy}; {setup}"))
            .unwrap();
        let set = set(vec![Rev::rust("a1", &[], |op| {
            op.rename_table("t", "u");
            Ok(())
        })]);
        let renamed = set.upgrade(&connection, "head");
        assert_eq!(column(&connection, "PRAGMA legacy_alter_table"), ["1"]);
        renamed.map_err(|error| format!("{error:?}"))?;
        Ok(column(
            &connection,
            "SELECT k.\"table\" FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k",
        ))
    }
    let refused = renamed("CREATE TEMP VIEW v AS SELECT * FROM main.\"T\"").unwrap_err();
    insta::assert_snapshot!(refused.split("caused by: ").nth(1).unwrap(), @r#"
    SQLite cannot do rename_table `t`: `PRAGMA legacy_alter_table` is on, and so `v` would go on meaning the old name
      applied before this: nothing; nothing of `a1` was kept
    help: switch it off before the migrations run, with `PRAGMA legacy_alter_table = OFF`
    "#);
    for behind in [
        "CREATE TABLE x (y); CREATE TRIGGER v AFTER INSERT ON x BEGIN DELETE FROM t; END",
        "PRAGMA foreign_keys = OFF; CREATE TABLE v (y REFERENCES t)",
    ] {
        let text = renamed(behind).unwrap_err();
        assert!(text.contains("`v` would go on"), "{text}");
    }
    let obedient =
        "PRAGMA foreign_keys = ON; CREATE TABLE x (y REFERENCES t); CREATE VIEW w AS SELECT 't'";
    assert_eq!(renamed(obedient), Ok(vec!["u".to_owned()]));
}
