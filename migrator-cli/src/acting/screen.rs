//! The terminal while a run is under way: a bar over the revisions, below it what is running and for how
//! long, and the lines of the log above both.
//!
//! ```text
//! INFO  [migrator] Running upgrade 1975ea83b712 -> ae1027a6acf0, add a column
//! [====>     ] 1/4 upgrade ae1027a6acf0, add a column
//!    12s CREATE INDEX ix_account_name ON account (name)
//! ```
//!
//! Where stderr is no terminal there are the lines alone.

use std::io::IsTerminal as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use migrator::Event;

use super::text::on_one_line;
use crate::output::Output;

/// How often the clock of the running statement is drawn.
const TICK: Duration = Duration::from_millis(200);

/// Where the run is seen.
pub(super) struct Screen {
    output: Output,
    /// Present between the plan and the end, on a terminal.
    bars: Mutex<Option<Bars>>,
    has_bars: bool,
}

struct Bars {
    all: MultiProgress,
    revisions: ProgressBar,
    running: ProgressBar,
}

impl Screen {
    /// Looks at what stderr is.
    pub(super) fn new(output: Output) -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let has_bars = !output.is_quiet
            && !is_dumb
            && std::io::stderr().is_terminal()
            // Whose lines these are we do not know, and so not where they go.
            && !super::log::is_heard();
        Self {
            output,
            bars: Mutex::default(),
            has_bars,
        }
    }

    /// For what is over at once.
    pub(super) fn lines_only(output: Output) -> Self {
        Self {
            output,
            bars: Mutex::default(),
            has_bars: false,
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
                if let Some(bars) = bars.as_ref() {
                    bars.show(event);
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
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
        let revisions = all.add(styled("[{bar:20}] {pos}/{len} {wide_msg}"));
        let running = all.add(styled("{elapsed:>6} {wide_msg}"));
        running.enable_steady_tick(TICK);
        Self {
            all,
            revisions,
            running,
        }
    }

    fn plan(&self, n_steps: usize) {
        self.revisions.set_length(n_steps as u64);
        self.now("");
    }

    fn show(&self, event: &Event<'_>) {
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
                self.revisions.set_position(*step as u64 - 1);
                self.revisions.set_message(text);
                self.now("");
            }
            Event::Statement { sql, .. } => self.now(&on_one_line(sql)),
            Event::BatchFinished { table, n_rows, .. } => {
                self.running
                    .set_message(format!("{}: {n_rows} rows so far", on_one_line(table)));
            }
            Event::Waiting { waited, .. } if waited.is_zero() => {
                self.now("waiting for a busy database")
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
    fn now(&self, text: &str) {
        self.running.reset_elapsed();
        self.running.set_message(text.to_owned());
    }
}

fn styled(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ");
    ProgressBar::no_length().with_style(style)
}
