//! An application with migrations that go wrong, or take their time, chosen by the variable `SET`.
//!
//! Run it with `SET=failing cargo run -p migrator-cli --example troubles -- --url sqlite:app.db upgrade
//! head`. The tests of this package run it, too. With `SUBSCRIBER` set it listens to `tracing` itself.

use migrator::Migrations;
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

migrator::embed_migrations!("examples/troubles/released" as RELEASED, library);
migrator::embed_migrations!("examples/troubles/edited" as EDITED, library);
migrator::embed_migrations!("examples/troubles/spliced" as SPLICED, library);
migrator::embed_migrations!("examples/troubles/slow" as SLOW, library);
migrator::embed_migrations!("examples/troubles/said" as SAID, library);
migrator::embed_migrations!("examples/troubles/indexed" as INDEXED, library);
migrator::embed_migrations!("examples/troubles/stubborn" as STUBBORN, library);
migrator::embed_migrations!("examples/troubles/failing" as FAILING, library);
migrator::embed_migrations!("examples/troubles/irreversible" as IRREVERSIBLE, library);
migrator::embed_migrations!("examples/troubles/outside" as OUTSIDE, library);
migrator::embed_migrations!(
    "examples/troubles/of_sqlx" as OF_SQLX,
    library,
    layout = sqlx
);

fn main() -> std::process::ExitCode {
    if std::env::var_os("SUBSCRIBER").is_some() {
        let subscriber = tracing_subscriber::registry().with(Own);
        tracing::subscriber::set_global_default(subscriber).expect("it is the first");
    }
    migrator_cli::run(chosen())
}

fn chosen() -> &'static Migrations {
    match std::env::var("SET").as_deref() {
        Ok("released") => &RELEASED,
        Ok("edited") => &EDITED,
        Ok("spliced") => &SPLICED,
        Ok("slow") => &SLOW,
        Ok("said") => &SAID,
        Ok("indexed") => &INDEXED,
        Ok("stubborn") => &STUBBORN,
        Ok("irreversible") => &IRREVERSIBLE,
        Ok("outside") => &OUTSIDE,
        Ok("of_sqlx") => &OF_SQLX,
        _ => &FAILING,
    }
}

/// A listener of the application's own, with a format of its own.
struct Own;

impl<S: Subscriber> Layer<S> for Own {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() <= tracing::Level::INFO {
            event.record(&mut Message);
        }
    }
}

struct Message;

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            eprintln!("the application heard: {value:?}");
        }
    }
}
