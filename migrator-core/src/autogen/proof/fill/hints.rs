//! Values that the conditions themselves speak of. Pure.

use crate::autogen::proof::fill::values::is_text;
use crate::base::{Dialect, Value};
use crate::schema::ColumnType;
use crate::script::{Kind, tokens};

/// Longer texts are not made for a condition on the length.
const LONGEST: usize = 300;

/// Returns values of a type that conditions speak of: their literals, and what is about them.
pub(super) fn hints(dialect: Dialect, conditions: &[&str], kind: &ColumnType) -> Vec<Value> {
    let mut hints = Vec::new();
    for condition in conditions {
        for token in tokens(dialect, condition).filter_map(Result::ok) {
            match token {
                (Kind::Number, number) => of_number(number, kind, &mut hints),
                (Kind::Text, literal) => of_text(&literal_text(literal), kind, &mut hints),
                _ => {}
            }
        }
    }
    hints
}

fn of_number(number: &str, kind: &ColumnType, hints: &mut Vec<Value>) {
    let Ok(number) = number.parse::<f64>() else {
        return;
    };
    if is_text(kind) {
        // It may be a length.
        if let Some(length) = whole(number).and_then(|it| usize::try_from(it).ok())
            && (1..=LONGEST).contains(&length)
        {
            hints.push(Value::Text("x".repeat(length)));
            hints.push(Value::Text("1".repeat(length)));
        }
        return;
    }
    match (whole(number), kind) {
        (Some(number), kind) if kind.is_integer() || matches!(kind, ColumnType::Year) => {
            hints.extend([number, number + 1, number - 1, -number].map(Value::Integer));
        }
        (_, ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_)) => {
            hints.extend([number, number + 0.5, number - 0.5, -number].map(Value::Real));
        }
        _ => {}
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it is compared with what it was"
)]
#[expect(
    clippy::cast_precision_loss,
    reason = "it is compared with what it was"
)]
fn whole(number: f64) -> Option<i64> {
    let whole = number as i64;
    let is_whole = (whole as f64 - number).abs() < f64::EPSILON && number.abs() < 1e15;
    is_whole.then_some(whole)
}

fn of_text(text: &str, kind: &ColumnType, hints: &mut Vec<Value>) {
    if is_text(kind) {
        let texts = [
            text.to_owned(),
            text.replace('%', "a").replace('_', "b"),
            format!("{text}a"),
            matching(text, 0),
            matching(text, 1),
            matching(text, 2),
        ];
        hints.extend(
            texts
                .into_iter()
                .filter(|it| it.len() <= LONGEST)
                .map(Value::Text),
        );
        return;
    }
    if let Ok(number) = text.parse::<f64>() {
        of_number(text, kind, hints);
        if !kind.is_integer() {
            hints.push(Value::Real(number));
        }
        return;
    }
    let reads_texts = !kind.is_integer()
        && !matches!(
            kind,
            ColumnType::Boolean
                | ColumnType::Float
                | ColumnType::Double
                | ColumnType::Decimal(_)
                | ColumnType::Blob
        );
    if reads_texts && text.starts_with(|char: char| char.is_ascii_digit() || "{[(\"".contains(char))
    {
        hints.push(Value::Text(text.to_owned()));
    }
}

/// Returns the text of a literal: `'it''s'`, `E'\\'`.
fn literal_text(literal: &str) -> String {
    let start = literal.find('\'').unwrap_or_default();
    let inner = literal.get(start + 1..literal.len().saturating_sub(1));
    inner
        .unwrap_or_default()
        .replace("''", "'")
        .replace("\\\\", "\\")
}

/// Returns a text that a regular expression matches, if it is a plain one: classes, repetitions, the first of
/// several alternatives. What is beyond that gives a text that matches nothing, and does no harm. Another number
/// gives another text, where classes allow it.
fn matching(pattern: &str, number: u8) -> String {
    let mut reader = Pattern {
        chars: pattern
            .trim_start_matches('^')
            .trim_end_matches('$')
            .chars()
            .collect(),
        at: 0,
        number,
    };
    reader.alternatives(0)
}

struct Pattern {
    chars: Vec<char>,
    at: usize,
    /// Which character of a class is taken.
    number: u8,
}

impl Pattern {
    fn next(&mut self) -> Option<char> {
        let char = self.chars.get(self.at).copied();
        self.at += 1;
        char
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn alternatives(&mut self, depth: usize) -> String {
        let mut first: Option<String> = None;
        let mut text = String::new();
        while let Some(char) = self.peek() {
            self.at += 1;
            let piece = match char {
                ')' => break,
                '|' => {
                    first.get_or_insert(std::mem::take(&mut text));
                    continue;
                }
                '(' if depth < 8 => {
                    if self.peek() == Some('?') {
                        self.at += 2;
                    }
                    self.alternatives(depth + 1)
                }
                '[' => self.class().to_string(),
                '.' => "a".to_owned(),
                '\\' => match self.next() {
                    Some('d') => "1".to_owned(),
                    Some('w') => "a".to_owned(),
                    Some('s') => " ".to_owned(),
                    Some(other) => other.to_string(),
                    None => String::new(),
                },
                '^' | '$' => String::new(),
                other => other.to_string(),
            };
            let count = self.repetition().min(LONGEST);
            text.push_str(&piece.repeat(count));
            if text.len() > LONGEST {
                break;
            }
        }
        first.unwrap_or(text)
    }

    /// Returns a character of a class, behind its bracket.
    fn class(&mut self) -> char {
        let is_negated = self.peek() == Some('^');
        if is_negated {
            self.at += 1;
        }
        let mut members = Vec::new();
        while let Some(char) = self.next() {
            if char == ']' && !members.is_empty() {
                break;
            }
            members.push(char);
        }
        if is_negated {
            let mut others = "a1-Z ".chars();
            return others.find(|it| !members.contains(it)).unwrap_or('a');
        }
        match members.as_slice() {
            ['\\', 'd', ..] => '1',
            ['\\', 'w', ..] => 'a',
            [first, '-', last, ..] => {
                let nth = u8::try_from(*first).map(|it| char::from(it.saturating_add(self.number)));
                nth.ok().filter(|it| it <= last).unwrap_or(*first)
            }
            [first, ..] => *first,
            [] => 'a',
        }
    }

    /// Returns how often the piece before stands at least; once where it may stand there.
    fn repetition(&mut self) -> usize {
        match self.peek() {
            Some('*' | '+' | '?') => {
                self.at += 1;
                1
            }
            Some('{') => {
                self.at += 1;
                let mut digits = String::new();
                while let Some(char) = self.peek().filter(char::is_ascii_digit) {
                    digits.push(char);
                    self.at += 1;
                }
                while self.next().is_some_and(|char| char != '}') {}
                digits.parse().unwrap_or(1)
            }
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{hints, matching};
    use crate::base::{Dialect, Value};
    use crate::schema::{integer, text};

    #[test]
    fn a_plain_pattern_is_matched() {
        let check = |pattern: &str, expect: &str| assert_eq!(matching(pattern, 0), expect);
        check("^[A-Z]{3}$", "AAA");
        check("^[a-z0-9._]+@[a-z]+\\.(com|org)$", "a@a.com");
        check("^\\d{4}-\\d{2}$", "1111-11");
        check("^(?:a|b)?[^a]$", "a1");
        check("^(open|closed)$", "open");
        assert_eq!(matching("^[A-Z]{3}[0-1]$", 2), "CCC0");
    }

    #[test]
    fn a_condition_speaks_of_values() {
        let of = |condition: &str, kind| hints(Dialect::Postgres, &[condition], &kind);
        assert!(
            of("status IN ('open', 'it''s')", text()).contains(&Value::Text("it's".to_owned()))
        );
        assert!(of("length(code) = 5", text()).contains(&Value::Text("xxxxx".to_owned())));
        assert!(of("price >= 100", integer()).contains(&Value::Integer(101)));
        assert!(of("mail ~~ '%@%'::text", text()).contains(&Value::Text("a@a".to_owned())));
    }
}
