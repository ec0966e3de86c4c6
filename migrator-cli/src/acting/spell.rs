//! A line on the terminal while work goes on that has nothing to tell: what it is, and for how long.
//!
//! ```text
//!   3 s making and comparing scratch databases
//! ```
//!
//! It comes when a person would begin to wonder, and is gone with the work.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use indicatif::ProgressDrawTarget;

use super::margin::Narrowed;
use super::screen::{RATE, TICK, is_seen, styled};
use crate::output::Output;

/// What is over sooner needs no word.
const SOON: Duration = Duration::from_millis(500);

/// A line that stays until this is dropped.
pub(crate) struct Spell {
    running: Option<mpsc::Sender<()>>,
    shown: Option<JoinHandle<()>>,
}

impl Spell {
    /// Begins; shows nothing where stderr is no terminal.
    pub(crate) fn begin(output: Output, text: &'static str) -> Self {
        let (running, ended) = mpsc::channel();
        let named = Builder::new().name("migrator-spell".to_owned());
        let shown = is_seen(output).then(|| named.spawn(move || show(text, &ended)));
        Self {
            running: Some(running),
            shown: shown.and_then(Result::ok),
        }
    }
}

/// Nothing else is written before the line is gone.
impl Drop for Spell {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(shown) = self.shown.take() {
            // Whatever has become of the line, the work is done.
            let _ = shown.join();
        }
    }
}

fn show(text: &'static str, ended: &mpsc::Receiver<()>) {
    if ended.recv_timeout(SOON) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let terminal = Box::new(Narrowed::stderr());
    let line = styled("{time:>6} {wide_msg}").with_elapsed(SOON);
    line.set_draw_target(ProgressDrawTarget::term_like_with_hz(terminal, RATE));
    line.set_message(text);
    line.enable_steady_tick(TICK);
    // Nothing is ever sent: it ends.
    let _ = ended.recv();
    line.finish_and_clear();
}
