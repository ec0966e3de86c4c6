//! Texts, numbers and values as literals of Rust.

use super::layout::Expression;
use crate::base::{TableName, Value};

/// Returns a text as a literal that shows it as it is: raw where it has quotes or backslashes.
pub(super) fn text(text: &str) -> Expression {
    Expression::Text(text_literal(text))
}

fn text_literal(text: &str) -> String {
    let has_lines = text.contains('\n');
    let is_plain = |it: char| match it {
        '\n' => true,
        '\t' => has_lines,
        '"' | '\\' => true,
        it => is_shown(it),
    };
    if !text.chars().all(is_plain) {
        return format!("{text:?}");
    }
    if !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    let longest = text.split('"').skip(1).map(leading_hashes).max();
    let hashes = "#".repeat(longest.map_or(0, |it| it + 1));
    if hashes.len() > 255 {
        return format!("{text:?}");
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// Tells whether a character is seen, and does not change how others are seen.
fn is_shown(character: char) -> bool {
    character == '\'' || character.escape_debug().eq([character])
}

fn leading_hashes(text: &str) -> usize {
    text.len() - text.trim_start_matches('#').len()
}

/// Returns a name: of two parts, if it has a schema.
pub(super) fn name(name: &TableName) -> Expression {
    match name.schema() {
        Some(schema) => Expression::Tuple(vec![text(schema), text(name.name())]),
        None => text(name.name()),
    }
}

/// Returns a list of names.
pub(super) fn names(names: &[String]) -> Expression {
    if names.is_empty() {
        // Without an element nobody knows the type of an array.
        return Expression::call("Vec::<String>::new", Vec::new());
    }
    Expression::Array(names.iter().map(|name| text(name)).collect())
}

/// Returns an integer whose type is known where it stands.
pub(super) fn integer(number: i64) -> Expression {
    Expression::Simple(digits(number))
}

fn digits(number: i64) -> String {
    let plain = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if i32::try_from(number).is_ok() {
        return format!("{sign}{plain}");
    }
    let mut grouped = String::from(sign);
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns a value as what becomes that value.
pub(super) fn value(value: &Value) -> Expression {
    match value {
        Value::Null => Expression::path("Value::Null"),
        Value::Boolean(truth) => Expression::Simple(truth.to_string()),
        Value::Integer(number) => Expression::Simple(match i32::try_from(*number) {
            Ok(_) => digits(*number),
            Err(_) => format!("{}_i64", digits(*number)),
        }),
        Value::Real(number) => real(*number),
        Value::Text(content) => text(content),
        Value::Bytes(bytes) => {
            let literal = format!("b\"{}\"", bytes.escape_ascii());
            Expression::Simple(literal).then("to_vec", Vec::new())
        }
    }
}

fn real(number: f64) -> Expression {
    if number.is_nan() {
        Expression::path("f64::NAN")
    } else if number == f64::INFINITY {
        Expression::path("f64::INFINITY")
    } else if number == f64::NEG_INFINITY {
        Expression::path("f64::NEG_INFINITY")
    } else {
        Expression::Simple(format!("{number:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{text, value};
    use crate::base::Value;
    use crate::writing::layout::Expression;

    fn shown(expression: Expression) -> String {
        let statement = crate::writing::layout::statement(&expression, 0);
        statement.trim_end_matches(';').to_owned()
    }

    #[test]
    fn a_text_is_raw_only_where_that_is_needed() {
        for (content, expect) in [
            ("a", r#""a""#),
            ("it's", r#""it's""#),
            ("a \"b\"", r###"r#"a "b""#"###),
            ("a\\b", r#"r"a\b""#),
            ("\"#", "r##\"\"#\"##"),
            ("a\nb", "\"a\nb\""),
            ("a\tb", r#""a\tb""#),
            ("a\r\n\"", r#""a\r\n\"""#),
            ("e\u{301} \u{202e} \u{7f}", r#""e\u{301} \u{202e} \u{7f}""#),
            ("größe 表", "\"größe 表\""),
        ] {
            assert_eq!(shown(text(content)), expect);
        }
    }

    #[test]
    fn a_number_says_its_type_where_it_must() {
        for (number, expect) in [
            (Value::Integer(-5), "-5"),
            (Value::Integer(5_000_000_000), "5_000_000_000_i64"),
            (Value::Integer(i64::MIN), "-9_223_372_036_854_775_808_i64"),
            (Value::Real(1.0), "1.0"),
            (Value::Real(-1e300), "-1e300"),
            (Value::Real(f64::INFINITY), "f64::INFINITY"),
            (Value::Bytes(vec![0, b'a', b'"']), r#"b"\x00a\"".to_vec()"#),
            (Value::Null, "Value::Null"),
        ] {
            assert_eq!(shown(value(&number)), expect);
        }
    }
}
