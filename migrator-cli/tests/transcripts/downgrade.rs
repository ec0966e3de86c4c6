//! `downgrade`.

use insta::assert_snapshot;

use crate::databases::on_each;

#[test]
fn each_revision_is_a_line_in_alembics_words() {
    on_each(|scene| {
        scene.migrate("upgrade head");
        assert_snapshot!(scene.migrate("downgrade -1"), @r"
        $ migrate downgrade -1
        [stderr]
        INFO  [migrator] Running downgrade 53fffde5ad50 -> ae1027a6acf0, 27c6a30d7c24, merge ae1 and 27c
        Reverted 1 revision in <time>; the database is now at 27c6a30d7c24, ae1027a6acf0.
        ");
        assert_snapshot!(scene.migrate("downgrade base"), @r"
        $ migrate downgrade base
        [stderr]
        INFO  [migrator] Running downgrade 27c6a30d7c24 -> 1975ea83b712, add shopping cart table
        INFO  [migrator] Running downgrade ae1027a6acf0 -> 1975ea83b712, add a column
        INFO  [migrator] Running downgrade 1975ea83b712 -> , create account table
        Reverted 3 revisions in <time>; the database is now at base.
        ");
        assert_eq!(scene.tables(), "alembic_version migrator_history");
        assert_eq!(scene.rows(), "");
        assert_snapshot!(scene.migrate("downgrade base"), @r"
        $ migrate downgrade base
        [stderr]
        Nothing to do: the database is at base.
        ");
    });
}

#[test]
fn a_step_below_the_base_is_an_error() {
    on_each(|scene| {
        scene.migrate("upgrade 1975");
        assert_snapshot!(scene.migrate("downgrade -2"), @r"
        $ migrate downgrade -2
        [stderr]
        error: `-2` goes too far: there is only 1 step
        [exit 1]
        ");
    });
}

#[test]
fn nothing_runs_if_one_cannot_be_reverted() {
    on_each(|scene| {
        scene.trouble("irreversible", "upgrade head");
        assert_snapshot!(scene.trouble("irreversible", "downgrade base"), @r"
        $ migrate downgrade base
        [stderr]
        error: revision `a1f4c80e93d7` cannot be reverted: examples/troubles/irreversible/a1f4c80e93d7_forget_names.sql has no downgrade
        help: write its downgrade, or restore a backup
        [exit 1]
        ");
        assert_eq!(scene.rows(), "a1f4c80e93d7");
    });
}
