//! `stamp`.

use insta::assert_snapshot;

use crate::databases::on_each;

#[test]
fn the_rows_are_set_and_nothing_runs() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("stamp head"), @r"
        $ migrate stamp head
        [stderr]
        INFO  [migrator] Running stamp_revision  -> 53fffde5ad50
        The database is now at 53fffde5ad50.
        ");
        assert_eq!(scene.rows(), "53fffde5ad50");
        assert_eq!(scene.tables(), "alembic_version migrator_history");
        assert_snapshot!(scene.migrate("stamp ae10 27c6"), @r"
        $ migrate stamp ae10 27c6
        [stderr]
        INFO  [migrator] Running stamp_revision 53fffde5ad50 -> 27c6a30d7c24, ae1027a6acf0
        The database is now at 27c6a30d7c24, ae1027a6acf0.
        ");
        assert_eq!(scene.rows(), "27c6a30d7c24 ae1027a6acf0");
        assert_snapshot!(scene.migrate("stamp base"), @r"
        $ migrate stamp base
        [stderr]
        INFO  [migrator] Running stamp_revision 27c6a30d7c24, ae1027a6acf0 -> 
        The database is now at base.
        ");
        assert_eq!(scene.rows(), "");
        assert_snapshot!(scene.migrate("stamp base"), @r"
        $ migrate stamp base
        [stderr]
        Nothing to do: the database is at base.
        ");
    });
}

#[test]
fn what_no_file_is_left_of_is_forgotten_on_request() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.migrate("stamp head"), @r"
        $ migrate stamp head
        [stderr]
        error: the database stands on `b4d81e5f7a02`, which this program does not have
        help: run a version of the program that has the revision; if its file is gone for good, name a revision whose schema the database has: `migrate stamp --purge REVISION`
        [exit 1]
        ");
        assert_eq!(scene.rows(), "b4d81e5f7a02");
        assert_snapshot!(scene.migrate("stamp --purge 1975"), @r"
        $ migrate stamp --purge 1975
        [stderr]
        INFO  [migrator] Running stamp_revision b4d81e5f7a02 -> 1975ea83b712
        The database is now at 1975ea83b712.
        ");
        assert_eq!(scene.rows(), "1975ea83b712");
    });
}

#[test]
fn one_target_below_another_is_refused() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("stamp 1975 ae10"), @r"
        $ migrate stamp 1975 ae10
        [stderr]
        error: `1975ea83b712` is already covered by `ae1027a6acf0`
        help: leave out `1975ea83b712`
        [exit 1]
        ");
    });
}

#[test]
fn the_report_is_one_object() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("stamp ae10 --json --quiet"), @r#"
        $ migrate stamp ae10 --json --quiet
        {
          "version": 1,
          "verb": "stamp",
          "steps": [],
          "before": [],
          "after": [
            "ae1027a6acf0"
          ],
          "duration_ms": 0,
          "waited_ms": 0,
          "warnings": []
        }
        "#);
    });
}
