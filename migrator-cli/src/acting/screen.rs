//! The terminal while a run is under way: a bar over the revisions, below it what is running and for how
//! long, and the lines of the log above both.
//!
//! ```text
//! INFO  [migrator] Running upgrade 1975ea83b712 -> ae1027a6acf0, add a column
//! [====>     ] 1/4 upgrade ae1027a6acf0, add a column
//!   12 s CREATE INDEX ix_account_name ON account (name)
//! ```
//!
//! Where stderr is no terminal there are the lines alone.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{
    MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle, TermLike as _,
};
use migrator::Event;

use super::margin::Narrowed;
use super::text::{on_one_line, span};
use crate::output::Output;

/// How often the clock of the running statement is drawn.
pub(super) const TICK: Duration = Duration::from_millis(200);

/// Where the run is seen.
pub(super) struct Screen {
    output: Output,
    /// Present between the plan and the end, on a terminal.
    bars: Mutex<Option<Bars>>,
    has_bars: bool,
    /// Whether the database is sent several statements at once.
    sends_batches: AtomicBool,
}

struct Bars {
    all: MultiProgress,
    revisions: ProgressBar,
    running: ProgressBar,
    /// What was sent together, which on PostgreSQL are all statements of a revision up to one that reads.
    together: Together,
}

/// Statements that were announced in one go.
#[derive(Default)]
struct Together {
    first: String,
    n_statements: usize,
    last_at: Option<Instant>,
}

/// Statements that are announced one after the other in less are taken for one message.
const AT_ONCE: Duration = Duration::from_millis(20);

/// A statement that has lasted for so long is worth a question to the server.
const SLOW: Duration = Duration::from_secs(1);

/// On a terminal of fewer columns numbers take the place of the bar, so that the revision is seen.
const WIDE: u16 = 50;

/// How often the bar is drawn in a second, at most.
pub(super) const RATE: u8 = 20;

impl Screen {
    /// Looks at what stderr is.
    pub(super) fn new(output: Output) -> Self {
        Self {
            output,
            bars: Mutex::default(),
            // Whose lines these are we do not know, and so not where they go.
            has_bars: is_seen(output) && !super::log::is_heard(),
            sends_batches: AtomicBool::new(false),
        }
    }

    /// For what is over at once.
    pub(super) fn lines_only(output: Output) -> Self {
        Self {
            output,
            bars: Mutex::default(),
            has_bars: false,
            sends_batches: AtomicBool::new(false),
        }
    }

    /// Tells whether there is a bar, as soon as there is something to do.
    pub(super) fn has_bars(&self) -> bool {
        self.has_bars
    }

    /// Says that the database is sent several statements at once.
    pub(super) fn expect_batches(&self) {
        self.sends_batches.store(true, Ordering::Relaxed);
    }

    /// Tells whether what is running has been for a while.
    pub(super) fn is_slow(&self) -> bool {
        let bars = self.bars();
        bars.as_ref().is_some_and(|it| it.running.elapsed() > SLOW)
    }

    /// Puts what the server says before the running statement.
    pub(super) fn remark(&self, text: &str) {
        if let Some(bars) = self.bars().as_ref() {
            let text = if text.is_empty() {
                String::new()
            } else {
                format!("[{text}] ")
            };
            bars.running.set_prefix(text);
        }
    }

    /// Writes a line above the bar.
    pub(super) fn line(&self, text: &str) {
        match self.bars().as_ref() {
            Some(bars) => bars.all.suspend(|| self.output.note(text)),
            None => self.output.note(text),
        }
    }

    /// Shows what happens.
    pub(super) fn observe(&self, event: &Event<'_>) {
        if !self.has_bars {
            return;
        }
        let mut bars = self.bars();
        match event {
            Event::Planned { n_steps, .. } if *n_steps > 0 => {
                bars.get_or_insert_with(Bars::new).plan(*n_steps);
            }
            event => {
                if let Some(bars) = bars.as_mut() {
                    bars.show(event, self.sends_batches.load(Ordering::Relaxed));
                }
            }
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bars) = self.bars().take() {
            bars.running.finish_and_clear();
            bars.revisions.finish_and_clear();
        }
    }

    fn bars(&self) -> MutexGuard<'_, Option<Bars>> {
        self.bars.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bars {
    fn new() -> Self {
        let terminal = Narrowed::stderr();
        let revisions = match terminal.width() {
            WIDE.. => styled("[{bar:20}] {pos}/{len} {wide_msg}"),
            _ => styled("{pos}/{len} {wide_msg}"),
        };
        let target = ProgressDrawTarget::term_like_with_hz(Box::new(terminal), RATE);
        let all = MultiProgress::with_draw_target(target);
        let revisions = all.add(revisions);
        let running = all.add(styled("{time:>6} {prefix}{wide_msg}"));
        running.enable_steady_tick(TICK);
        Self {
            all,
            revisions,
            running,
            together: Together::default(),
        }
    }

    fn plan(&mut self, n_steps: usize) {
        self.revisions.set_length(n_steps as u64);
        self.now("");
    }

    fn show(&mut self, event: &Event<'_>, sends_batches: bool) {
        match event {
            Event::StepStarted {
                revision,
                message,
                direction,
                step,
                ..
            } => {
                let comma = if message.is_empty() { "" } else { ", " };
                let text = format!("{direction} {revision}{comma}{}", on_one_line(message));
                // What follows is another message, however soon it comes.
                self.together = Together::default();
                self.revisions.set_position(*step as u64 - 1);
                self.revisions.set_message(text);
                self.now("");
            }
            Event::Statement { sql, .. } if sends_batches => {
                let text = self.together.with(on_one_line(sql));
                self.now(&text);
            }
            Event::Statement { sql, .. } => self.now(&on_one_line(sql)),
            Event::BatchFinished { table, n_rows, .. } => {
                self.running
                    .set_message(format!("{}: {n_rows} rows so far", on_one_line(table)));
            }
            Event::Waiting { waited, .. } if waited.is_zero() => {
                self.now("waiting for a busy database");
            }
            Event::Waiting { .. } => self.running.set_message("waiting for a busy database"),
            Event::StepFinished { .. } => {
                self.revisions.inc(1);
                self.now("");
            }
            _ => {}
        }
    }

    /// Names what begins now, and starts its clock.
    fn now(&mut self, text: &str) {
        self.running.reset_elapsed();
        self.running.set_prefix("");
        self.running.set_message(text.to_owned());
    }
}

impl Together {
    /// Takes a statement, and returns what there is to show.
    fn with(&mut self, sql: String) -> String {
        let now = Instant::now();
        let is_next = self.last_at.is_some_and(|last| now - last < AT_ONCE);
        self.last_at = Some(now);
        if is_next {
            self.n_statements += 1;
            return format!("{} statements, from {}", self.n_statements, self.first);
        }
        self.n_statements = 1;
        self.first.clone_from(&sql);
        sql
    }
}

/// Tells whether somebody watches stderr who can be shown lines that change.
pub(super) fn is_seen(output: Output) -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !output.is_quiet && !is_dumb && std::io::stderr().is_terminal()
}

pub(super) fn styled(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("time", time)
        .progress_chars("=> ");
    ProgressBar::no_length().with_style(style)
}

/// Whole seconds, and from a minute on what a person would say.
fn time(state: &ProgressState, text: &mut dyn std::fmt::Write) {
    let elapsed = state.elapsed();
    // What cannot be written is not shown.
    let _ = match elapsed.as_secs() {
        seconds @ 0..60 => write!(text, "{seconds} s"),
        _ => text.write_str(&span(elapsed)),
    };
}
