//! What a subscriber of `tracing` hears of a run: Alembic's own words.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use insta::assert_snapshot;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

migrator::embed_migrations!("../docs/guide/migrations");

/// Writes down what is at least of level `INFO`.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if *metadata.level() <= Level::INFO {
            let mut text = self.0.lock().unwrap();
            write!(text, "{} {}: ", metadata.level(), metadata.target()).unwrap();
            event.record(&mut Message(&mut text));
            text.push('\n');
        }
    }
}

struct Message<'t>(&'t mut String);

impl Visit for Message<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            write!(self.0, "{value:?}").unwrap();
        }
    }
}

#[test]
fn steps_and_stamps_are_told_in_alembics_words() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::registry().with(lines.clone());
    tracing::subscriber::with_default(subscriber, || {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        migrator::upgrade(&connection, "head-1").unwrap();
        migrator::downgrade(&connection, "-1").unwrap();
        migrator::stamp(&connection, "head").unwrap();
        migrator::stamp(&connection, "base").unwrap();
    });
    assert_snapshot!(lines.0.lock().unwrap(), @r"
    INFO migrator: Running upgrade  -> 3f1c8a90d2b7, Create customers.
    INFO migrator: Running upgrade 3f1c8a90d2b7 -> a94e07b5c6f1, The first customers.
    INFO migrator: Running upgrade a94e07b5c6f1 -> 5b2d81e3f046, Customers have a first and a last name.
    INFO migrator: Running upgrade 5b2d81e3f046 -> e07f4c19ab38, Create orders.
    INFO migrator: Running downgrade e07f4c19ab38 -> 5b2d81e3f046, Create orders.
    INFO migrator: Running stamp_revision 5b2d81e3f046 -> c81d2f6a7e05
    INFO migrator: Running stamp_revision c81d2f6a7e05 ->
    ");
}
