//! A terminal on which the bar leaves the last columns free.
//!
//! `indicatif` fills each line with blanks, and lets the terminal begin the next one when it is full. So the
//! cursor stands at the very end, and a terminal that echoes `^C` there begins another line, of which
//! nobody but the terminal knows: a part of the bar would stay behind. Here lines end earlier, and are
//! ended by us.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use console::Term;
use indicatif::TermLike;
use unicode_width::UnicodeWidthStr as _;

/// As many columns as `^C^C` takes.
const MARGIN: u16 = 4;

/// Stderr, a bit narrower than it is.
#[derive(Debug)]
pub(super) struct Narrowed {
    terminal: Term,
    /// How much of the line is written.
    column: AtomicUsize,
}

impl Narrowed {
    /// Writes to stderr, once for all that is drawn together.
    pub(super) fn stderr() -> Self {
        Self {
            terminal: Term::buffered_stderr(),
            column: AtomicUsize::new(0),
        }
    }

    fn begin_line(&self) {
        self.column.store(0, Ordering::Relaxed);
    }
}

impl TermLike for Narrowed {
    fn width(&self) -> u16 {
        // A bar that has no column at all cannot be drawn.
        self.terminal.size().1.saturating_sub(MARGIN).max(1)
    }

    fn height(&self) -> u16 {
        self.terminal.size().0
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        self.terminal.move_cursor_up(n)
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        self.terminal.move_cursor_down(n)
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        self.terminal.move_cursor_right(n)
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        self.terminal.move_cursor_left(n)
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.begin_line();
        self.terminal.write_line(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        let is_full = self.column.load(Ordering::Relaxed) >= usize::from(self.width());
        if is_full && !text.is_empty() {
            self.write_line("")?;
        }
        self.column.fetch_add(text.width(), Ordering::Relaxed);
        self.terminal.write_str(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.begin_line();
        self.terminal.clear_line()
    }

    fn flush(&self) -> io::Result<()> {
        self.terminal.flush()
    }
}
