//! What holds for every text, whatever it says.
//!
//! The fuzz targets call these with what a fuzzer thinks of, and
//! `migrator-build/tests/fuzz.rs` with the committed corpora, on a stable compiler.
//! A text that broke one of them becomes a test beside the code, and stays in the corpus.

#![allow(
    dead_code,
    reason = "each fuzz target takes this module and calls one of them"
)]

pub(crate) mod header;
pub(crate) mod split;
pub(crate) mod target;

/// Returns what stands at a line and a column, both from 1; `None` if the text has no such place.
///
/// Only `\n` begins a line, columns are characters, and byte order marks in front of the
/// text have none. The place behind the last character is one, too.
fn at(text: &str, line: u32, column: u32) -> Option<&str> {
    let index = |number: u32| usize::try_from(number).ok()?.checked_sub(1);
    let text = text.trim_start_matches('\u{feff}');
    let line = text.split('\n').nth(index(line)?)?;
    let ends = line.char_indices().map(|(at, _)| at);
    let at = ends.chain([line.len()]).nth(index(column)?)?;
    line.get(at..)
}
