//! `log`.

use insta::assert_snapshot;

use crate::databases::on_each;

#[test]
fn it_tells_what_was_done_when_for_how_long_and_by_whom() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("log"), @r"
        $ migrate log
        [stderr]
        The history is empty.
        ");
        assert_eq!(scene.tables(), "", "looking leaves nothing behind");
        scene.trouble("released", "upgrade head");
        scene.trouble("released", "downgrade -1");
        scene.trouble("released", "stamp head");
        assert_snapshot!(scene.trouble("released", "log"), @r"
        $ migrate log
        <date>  stamp      b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        <date>  downgrade  b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        <date>  upgrade    b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        <date>  upgrade    0f21c6a3d9e8  <time>  migrator-cli 0.1.0, by alice@<host>
        ");
        assert_snapshot!(scene.trouble("released", "log --limit 1"), @r"
        $ migrate log --limit 1
        <date>  stamp      b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        ");
        assert_snapshot!(scene.trouble("released", "log --limit 0"), @"$ migrate log --limit 0");
        assert_snapshot!(scene.trouble("edited", "log --limit 4"), @r"
        $ migrate log --limit 4
        <date>  stamp      b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        <date>  downgrade  b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        <date>  upgrade    b4d81e5f7a02  <time>  migrator-cli 0.1.0, by alice@<host>
        <date>  upgrade    0f21c6a3d9e8  <time>  migrator-cli 0.1.0, by alice@<host>  (changed since)
        ");
    });
}

#[test]
fn it_tells_what_was_not_finished() {
    on_each(|scene| {
        scene.trouble("outside", "upgrade head");
        assert_snapshot!(scene.trouble("outside", "log --limit 1"), @r"
        $ migrate log --limit 1
        <date>  upgrade    f60d93b7e285  started after 1 statement  migrator-cli 0.1.0, by alice@<host>
        ");
    });
}

#[test]
fn the_entries_are_in_one_object() {
    on_each(|scene| {
        scene.trouble("released", "upgrade +1");
        assert_snapshot!(scene.trouble("released", "log --json"), @r#"
        $ migrate log --json
        {
          "version": 1,
          "verb": "log",
          "entries": [
            {
              "id": 1,
              "action": "upgrade",
              "revisions": [
                "0f21c6a3d9e8"
              ],
              "status": "done",
              "n_statements": 1,
              "n_total": 1,
              "started_at": "<date>",
              "finished_at": "<date>",
              "duration_ms": 0,
              "application": "migrator-cli 0.1.0, by alice@<host>",
              "version_rows": [
                "0f21c6a3d9e8"
              ],
              "is_unchanged": true
            }
          ]
        }
        "#);
    });
}
