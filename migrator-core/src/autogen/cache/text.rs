//! Rows as text, and back.
//!
//! ```text
//!  2;           how many answers
//!  3;1:a4:kind  an answer: how many columns, their names
//!  2;           how many rows, then their values, row by row
//!  n t f        NULL, true, false
//!  i-1;         an integer
//!  r0.5;        a number with a fraction
//!  s2:ab        a text, by its length in bytes
//!  b4:00ff      bytes, by their hexadecimal digits
//! ```
//!
//! Lengths stand before what they are of, so that nothing has to be escaped, and nothing looked through: most of a
//! comparison that has nothing to make is reading this. What comes back is exactly what was written.

use std::fmt::Write;
use std::str::FromStr;

use crate::base::Value;
use crate::session::{Row, Rows};

/// Returns answers as text.
pub(super) fn written(answers: &[Rows]) -> String {
    let mut text = format!("{};", answers.len());
    for rows in answers {
        let columns = rows.first().map(Row::columns).unwrap_or_default();
        push_number(&mut text, columns.len());
        columns.iter().for_each(|name| push(&mut text, name));
        push_number(&mut text, rows.len());
        let values = rows.iter().flat_map(Row::values);
        values.for_each(|value| push_value(&mut text, value));
    }
    text
}

fn push_value(text: &mut String, value: &Value) {
    // Writing to a `String` cannot fail.
    let _ = match value {
        Value::Null => text.write_char('n'),
        Value::Boolean(true) => text.write_char('t'),
        Value::Boolean(false) => text.write_char('f'),
        Value::Integer(number) => write!(text, "i{number};"),
        // `Debug` writes the shortest digits that read back as the same number.
        Value::Real(number) => write!(text, "r{number:?};"),
        Value::Text(value) => {
            text.push('s');
            push(text, value);
            Ok(())
        }
        Value::Bytes(bytes) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            text.push('b');
            push(text, &digits.collect::<String>());
            Ok(())
        }
    };
}

fn push_number(text: &mut String, number: usize) {
    let _ = write!(text, "{number};");
}

fn push(text: &mut String, piece: &str) {
    let _ = write!(text, "{}:", piece.len());
    text.push_str(piece);
}

/// Returns the answers; `None` for anything that was not written here.
pub(super) fn read(text: &str) -> Option<Vec<Rows>> {
    let mut rest = Rest(text);
    let n_answers: usize = rest.number(';')?;
    let answers = (0..n_answers).map(|_| rest.answer());
    let answers: Option<Vec<Rows>> = answers.collect();
    answers.filter(|_| rest.0.is_empty())
}

/// What is not read yet.
struct Rest<'t>(&'t str);

impl<'t> Rest<'t> {
    fn answer(&mut self) -> Option<Rows> {
        let n_columns: usize = self.number(';')?;
        let columns = (0..n_columns).map(|_| self.piece().map(str::to_owned));
        let columns: Vec<String> = columns.collect::<Option<_>>()?;
        let n_rows: usize = self.number(';')?;
        if columns.is_empty() && n_rows > 0 {
            return None;
        }
        let mut rows = Vec::new();
        for _ in 0..n_rows {
            let mut row = Vec::with_capacity(columns.len());
            for _ in &columns {
                row.push(self.value()?);
            }
            rows.push(row);
        }
        Some(Rows::new(columns, rows))
    }

    fn value(&mut self) -> Option<Value> {
        let (tag, rest) = self.0.split_at_checked(1)?;
        self.0 = rest;
        Some(match tag {
            "n" => Value::Null,
            "t" => Value::Boolean(true),
            "f" => Value::Boolean(false),
            "i" => Value::Integer(self.number(';')?),
            "r" => Value::Real(self.number(';')?),
            "s" => Value::Text(self.piece()?.to_owned()),
            "b" => Value::Bytes(bytes(self.piece()?)?),
            _ => return None,
        })
    }

    fn number<T: FromStr>(&mut self, end: char) -> Option<T> {
        let (digits, rest) = self.0.split_once(end)?;
        self.0 = rest;
        digits.parse().ok()
    }

    fn piece(&mut self) -> Option<&'t str> {
        let length = self.number(':')?;
        let (piece, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(piece)
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|it| it.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
