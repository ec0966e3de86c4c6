//! `repair`.

use insta::assert_snapshot;

use crate::databases::on_each;

#[test]
fn changed_migrations_are_accepted_for_good() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.trouble("released", "repair"), @r"
        $ migrate repair
        [stderr]
        Nothing to repair.
        ");
        assert_snapshot!(scene.trouble("edited", "repair --exit-code"), @r"
        $ migrate repair --exit-code
        changed since applied: 0f21c6a3d9e8
        [stderr]
        Next: `migrate repair --accept-changed 0f21c6a3d9e8`, if the change makes no difference
        [exit 4]
        ");
        assert_snapshot!(scene.trouble("edited", "repair --accept-changed b4d8"), @r"
        $ migrate repair --accept-changed b4d8
        [stderr]
        error: not changed since applied to this database: `b4d81e5f7a02`
        help: name one of those that are changed: `0f21c6a3d9e8`
        [exit 1]
        ");
        assert_snapshot!(scene.trouble("edited", "repair --accept-changed"), @r"
        $ migrate repair --accept-changed
        accepted as it is now: 0f21c6a3d9e8
        ");
        assert_snapshot!(scene.trouble("edited", "upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        INFO  [migrator] Running upgrade b4d81e5f7a02 -> c93e07d5b164, create invoice
        Applied 1 revision in <time>; the database is now at c93e07d5b164.
        ");
        assert_snapshot!(scene.trouble("edited", "repair --accept-changed --json"), @r#"
        $ migrate repair --accept-changed --json
        {
          "version": 1,
          "verb": "repair",
          "accepted": [],
          "abandoned": []
        }
        "#);
    });
}

#[test]
fn a_half_done_step_is_given_up() {
    on_each(|scene| {
        scene.trouble("outside", "upgrade head");
        assert_snapshot!(scene.trouble("outside", "repair"), @r"
        $ migrate repair
        upgrade half-done, 1 of 2 statements: f60d93b7e285
        [stderr]
        Next: run it again to finish it; or undo by hand what it has done, then `migrate repair --abandon f60d93b7e285`
        ");
        assert_snapshot!(scene.trouble("outside", "repair --json"), @r#"
        $ migrate repair --json
        {
          "version": 1,
          "verb": "repair",
          "changed": [],
          "half_done": [
            "f60d93b7e285"
          ]
        }
        "#);
        assert_snapshot!(scene.trouble("outside", "repair --abandon f60d"), @r"
        $ migrate repair --abandon f60d
        given up: f60d93b7e285
        ");
        let status = "SELECT status FROM migrator_history WHERE revision = 'f60d93b7e285' ORDER BY id LIMIT 1";
        assert_eq!(scene.ask(status), "abandoned");
        assert_snapshot!(scene.trouble("outside", "repair --abandon f60d"), @r"
        $ migrate repair --abandon f60d
        [stderr]
        error: no step of a revision `f60d` is half-done
        help: leave it out: nothing is half-done
        [exit 1]
        ");
    });
}
