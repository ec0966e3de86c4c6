//! Each setting sets one thing.

use std::time::Duration;

use super::Options;
use crate::base::Transaction;
use crate::exec::{Cancel, ChangedChecksum, NewerDatabase, OutOfOrder, UnknownRevision};
use crate::schema::NamingConvention;
use crate::session::LockMode;

/// Every setting, with a value that is not the default.
const SETTINGS: [fn(Options) -> Options; 19] = [
    |it| it.version_table("versions"),
    |it| it.history_table("steps"),
    |it| it.transaction(Transaction::WholeRun),
    |it| it.lock_wait(Duration::from_secs(5)),
    |it| it.lock(LockMode::Transaction),
    |it| it.lock_timeout(None),
    |it| it.statement_timeout(Duration::from_secs(7)),
    |it| it.role("owner"),
    |it| it.observer(|_: &_| {}),
    |it| it.cancel(&Cancel::new()),
    |it| it.application("app 1.2"),
    |it| it.naming(NamingConvention::none()),
    |it| it.changed_checksum(ChangedChecksum::Accept),
    |it| it.unknown_revision(UnknownRevision::Leave),
    |it| it.newer_database(NewerDatabase::Leave),
    |it| it.out_of_order(OutOfOrder::Apply),
    |it| it.purge(true),
    |it| it.tag("nightly"),
    |it| it.argument("tenant", "blue"),
];

fn shown(options: Options) -> String {
    format!("{options:?}")
}

#[test]
fn settings_come_in_any_order() {
    for one in SETTINGS {
        assert_ne!(shown(one(Options::new())), shown(Options::new()));
    }
    for (at, one) in SETTINGS.iter().enumerate() {
        for other in SETTINGS.iter().take(at) {
            let (first, last) = (one(other(Options::new())), other(one(Options::new())));
            assert_eq!(shown(first), shown(last));
        }
    }
}

#[test]
fn a_script_has_all_settings_but_the_observer() {
    let all = |settings: &[fn(Options) -> Options]| {
        let set = |options, setting: &fn(Options) -> Options| setting(options);
        settings.iter().fold(Options::new(), set)
    };
    let unobserved = SETTINGS.iter().enumerate().filter(|(at, _)| *at != 8);
    let unobserved: Vec<_> = unobserved.map(|(_, setting)| *setting).collect();
    let script = all(&SETTINGS).for_script();
    assert_eq!(shown(script), shown(all(&unobserved)));
}
