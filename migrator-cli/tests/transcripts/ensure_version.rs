//! `ensure-version`.

use insta::assert_snapshot;

use crate::databases::on_each;

#[test]
fn the_tables_are_made_and_nothing_else() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("ensure-version"), @r"
        $ migrate ensure-version
        [stderr]
        The version table and the history are there now.
        ");
        assert_eq!(scene.tables(), "alembic_version migrator_history");
        assert_eq!(scene.rows(), "");
        assert_eq!(scene.ask("SELECT count(*) FROM migrator_history"), "0");
        assert_snapshot!(scene.migrate("ensure-version"), @r"
        $ migrate ensure-version
        [stderr]
        Nothing to do: the version table and the history are there.
        ");
        assert_snapshot!(scene.migrate("ensure-version --json"), @r#"
        $ migrate ensure-version --json
        {
          "version": 1,
          "verb": "ensure-version",
          "created": false
        }
        "#);
    });
}

#[test]
fn the_script_makes_them_too() {
    on_each(|scene| {
        let script = scene.migrate("ensure-version --sql --quiet");
        assert!(script.contains("CREATE TABLE IF NOT EXISTS"), "{script}");
        assert_eq!(scene.tables(), "");
    });
}
