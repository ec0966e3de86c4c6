//! What a run says, line by line on stderr, in Alembic's words:
//!
//! ```text
//! INFO  [migrator] Running upgrade 1975ea83b712 -> ae1027a6acf0, add a column
//! ```
//!
//! The lines are events of `tracing`, and so are those that a migration emits. A program that has set a
//! subscriber hears them there, as it likes, and nothing is set up here.

use std::fmt::{Debug, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use tracing::field::{Field, Visit};
use tracing::subscriber::NoSubscriber;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context as LayerContext, Layer, SubscriberExt as _};

use super::screen::Screen;
use super::text::{count, on_one_line, span};
use crate::context::Context;

/// The target of the library's own events.
const OURS: &str = "migrator";

/// A wait that is shorter is not worth a line; another line comes each time it has doubled.
const FIRST_WAIT: u64 = 1_000;

/// Tells whether the program has a subscriber, which then hears everything.
pub(super) fn is_heard() -> bool {
    tracing::dispatcher::get_default(|dispatch| !dispatch.is::<NoSubscriber>())
}

/// Writes the events of some work to the screen, unless the program has a subscriber.
pub(super) fn while_running<T>(
    context: &Context,
    screen: &Arc<Screen>,
    work: impl FnOnce() -> T,
) -> T {
    if is_heard() {
        return work();
    }
    let lines = Lines {
        screen: Arc::clone(screen),
        verbosity: context.globals.verbose,
        next_wait: AtomicU64::new(FIRST_WAIT),
    };
    tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), work)
}

struct Lines {
    screen: Arc<Screen>,
    verbosity: u8,
    /// After how many milliseconds of waiting there is something to say.
    next_wait: AtomicU64,
}

impl Lines {
    /// Other people's details come with the second `-v` only.
    fn shows(&self, metadata: &Metadata<'_>) -> bool {
        let deepest = match (self.verbosity, metadata.target() == OURS) {
            (0, _) | (1, false) => Level::INFO,
            (1, true) | (2, _) => Level::DEBUG,
            _ => Level::TRACE,
        };
        *metadata.level() <= deepest
    }

    fn is_worth_a_line(&self, fields: &Fields) -> bool {
        match fields.number("waited_ms") {
            None => {
                self.next_wait.store(FIRST_WAIT, Ordering::Relaxed);
                true
            }
            Some(waited) => {
                let is_due = waited >= self.next_wait.load(Ordering::Relaxed);
                if is_due {
                    self.next_wait
                        .store(waited.saturating_mul(2), Ordering::Relaxed);
                }
                is_due
            }
        }
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn enabled(&self, metadata: &Metadata<'_>, _: LayerContext<'_, S>) -> bool {
        metadata.is_span() || self.shows(metadata)
    }

    fn on_event(&self, event: &Event<'_>, _: LayerContext<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();
        let is_ours = metadata.target() == OURS;
        if is_ours && !self.is_worth_a_line(&fields) {
            return;
        }
        let text = if is_ours { fields.ours() } else { fields.all() };
        let (level, style) = (metadata.level(), style(*metadata.level()));
        let target = metadata.target();
        self.screen
            .line(&format!("{style}{level:<5}{style:#} [{target}] {text}"));
    }
}

fn style(level: Level) -> Style {
    let color = match level {
        Level::ERROR => AnsiColor::Red,
        Level::WARN => AnsiColor::Yellow,
        Level::INFO => AnsiColor::Green,
        _ => return Style::new().dimmed(),
    };
    color.on_default()
}

/// What an event carries, in the order it was given.
#[derive(Default)]
struct Fields {
    message: String,
    others: Vec<(&'static str, String)>,
}

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        let mut others = self.others.iter();
        let field = others.find(|(known, _)| *known == name)?;
        Some(&field.1)
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    fn time(&self, name: &str) -> Option<String> {
        Some(span(Duration::from_millis(self.number(name)?)))
    }

    /// Returns an event of the library as a sentence.
    fn ours(&self) -> String {
        self.sentence().unwrap_or_else(|| self.message.clone())
    }

    fn sentence(&self) -> Option<String> {
        let revision = || self.get("revision");
        Some(match self.message.as_str() {
            "planned" => {
                let n_steps = self.get("n_steps")?.parse().ok()?;
                format!("{} to run", count(n_steps, "revision"))
            }
            "statement" => on_one_line(self.get("sql")?),
            "batch finished" => {
                let (rows, table) = (self.get("n_rows")?, self.get("table")?);
                format!("{}: {rows} rows of {table} so far", revision()?)
            }
            "step finished" => format!("{} took {}", revision()?, self.time("duration_ms")?),
            "waiting for a busy database" => {
                format!("{}, for {} so far", self.message, self.time("waited_ms")?)
            }
            _ => return None,
        })
    }

    /// Returns an event of anybody, with its fields.
    fn all(&self) -> String {
        let mut text = on_one_line(&self.message);
        for (name, value) in &self.others {
            let blank = if text.is_empty() { "" } else { " " };
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{blank}{name}={}", on_one_line(value));
        }
        text
    }

    fn put(&mut self, field: &Field, value: String) {
        match field.name() {
            "message" => self.message = value,
            name => self.others.push((name, value)),
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, format!("{value:?}"));
    }
}
