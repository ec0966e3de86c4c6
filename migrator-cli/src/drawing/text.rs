//! Text that people wrote, made fit for one line.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns the text on one line: blanks and control characters become single blanks.
pub(super) fn one_line(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Returns as much of the text as fits; an ellipsis stands for what does not.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut left = columns.saturating_sub(1);
    for c in text.chars() {
        let Some(rest) = left.checked_sub(c.width().unwrap_or(0)) else {
            break;
        };
        left = rest;
        kept.push(c);
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{cut, one_line};

    #[test]
    fn what_is_cut_fits() {
        let check = |text: &str, columns: usize, expect: &str| {
            assert_eq!(cut(text, columns), expect);
        };
        check("add users", 9, "add users");
        check("add users", 8, "add use…");
        check("add users", 1, "…");
        check("add users", 0, "");
        // Each of these is two columns wide.
        check("初期化する", 10, "初期化する");
        check("初期化する", 9, "初期化す…");
        check("初期化する", 8, "初期化…");
    }

    #[test]
    fn a_line_has_no_breaks_and_no_escapes() {
        assert_eq!(one_line("add\n  users\r\n\tnow"), "add users now");
        assert_eq!(one_line("\u{1b}[31mred\u{7}"), "[31mred");
        assert_eq!(one_line(" \n "), "");
    }
}
