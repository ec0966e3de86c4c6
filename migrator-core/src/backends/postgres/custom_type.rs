//! A type by the database's own name for it, given as text.
//!
//! ```text
//!  name     = word | "quoted"
//!  type     = name [. name] word* [( argument, … )] word* [ "[" [number] "]" ]*
//!  word     = one of those that PostgreSQL's own type names go on with
//!  argument = name | number | 'text', with a sign or a dot
//! ```
//!
//! Nothing else can slip in with that: `text NOT NULL`, `int) --` and `a, b int` are no
//! type names. A name in capitals needs its double quotes, as everywhere in SQL.

use crate::base::Dialect;
use crate::dialect::Refusal;
use crate::script::{Kind, tokens};

/// What a type's name may go on with: `double precision`, `bit varying`, `timestamp(3)
/// with time zone`, `interval day to second`, `integer array`.
const WORDS: [&str; 16] = [
    "ARRAY",
    "CHAR",
    "CHARACTER",
    "DAY",
    "HOUR",
    "MINUTE",
    "MONTH",
    "PRECISION",
    "SECOND",
    "TIME",
    "TO",
    "VARYING",
    "WITH",
    "WITHOUT",
    "YEAR",
    "ZONE",
];

/// Returns the name, unchanged but for the blanks around it.
///
/// # Errors
/// [`Refusal::Unsupported`] if it is no type name.
pub(super) fn checked(name: &str) -> Result<String, Refusal> {
    if is_type(name) == Some(true) {
        return Ok(name.trim().to_owned());
    }
    Err(
        Refusal::unsupported(format!("`{name}` is no type name")).help(
            "write it as in SQL, with double quotes around a name in capitals: `citext`, \
             `numeric(10, 2)`, `\"app\".\"Mood\"`",
        ),
    )
}

/// Where in a type's name the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// A name must follow.
    Name,
    /// After the name and its words.
    Named,
    /// Inside the parentheses, where an argument must follow.
    Argument,
    /// Inside the parentheses, after an argument.
    Argued,
    /// After the parentheses and the words behind them.
    Sized,
    /// Inside brackets.
    Dimension,
    /// After brackets.
    Array,
}

/// `None` for a text that has no tokens.
fn is_type(name: &str) -> Option<bool> {
    let mut at = At::Name;
    let mut n_names = 0;
    for token in tokens(Dialect::Postgres, name) {
        let (kind, text) = token.ok()?;
        if at == At::Name {
            n_names += 1;
        }
        at = next(at, kind, text, n_names)?;
    }
    Some(matches!(at, At::Named | At::Sized | At::Array))
}

fn next(at: At, kind: Kind, text: &str, n_names: u32) -> Option<At> {
    let is_word = |text: &str| WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    Some(match (at, kind) {
        // An empty quoted name is none.
        (At::Name, Kind::Quoted) if text != "\"\"" => At::Named,
        (At::Name, Kind::Word) => At::Named,
        (At::Named, Kind::Dot) if n_names < 2 => At::Name,
        (At::Named, Kind::Word) if is_word(text) => At::Named,
        (At::Sized, Kind::Word) if is_word(text) => At::Sized,
        (At::Named, Kind::Open) => At::Argument,
        (At::Argument, Kind::Other) if text == "-" => At::Argument,
        (At::Argument, Kind::Word | Kind::Quoted | Kind::Number | Kind::Text) => At::Argued,
        (At::Argued, Kind::Dot) => At::Argument,
        (At::Argued, Kind::Other) if text == "," => At::Argument,
        (At::Argued, Kind::Close) => At::Sized,
        (At::Named | At::Sized | At::Array, Kind::Other) if text == "[" => At::Dimension,
        (At::Dimension, Kind::Number) => At::Dimension,
        (At::Dimension, Kind::Other) if text == "]" => At::Array,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn a_custom_name_is_a_type_and_nothing_else() {
        let check = |name: &str, fits: bool| assert_eq!(checked(name).is_ok(), fits, "{name:?}");
        check("citext", true);
        check(" double precision ", true);
        check("numeric(10,2)", true);
        check("numeric(3, -2)", true);
        check("geometry(Point,4326)", true);
        check("\"app\".\"Mood\"", true);
        check("app.mood[]", true);
        check("\"we\"\"ird; --\"", true);
        check("timestamp(3) with time zone", true);
        check("interval day to second(3)", true);
        check("national character varying(10)", true);
        check("bit varying(8)[3][]", true);
        check("integer array", true);
        check("größe", true);
        check("serial", true);
        check("", false);
        check("\"\"", false);
        check("()", false);
        check("1x", false);
        check("text not null", false);
        check("integer primary key", false);
        check("text default 1", false);
        check("text check (true)", false);
        check("text()", false);
        check("text(1", false);
        check("text(1)) --", false);
        check("text, b text", false);
        check("text; DROP TABLE t", false);
        check("text /* x */", false);
        check("a.b.c", false);
        check("\"text", false);
        check("text\0", false);
        check("text(a(b))", false);
        check("setof text", false);
        check("a..b", false);
        check("text[]]", false);
    }
}
