//! What each column type is called in SQLite, or why there is none.
//!
//! SQLite reads an *affinity* from the name
//! (<https://sqlite.org/datatype3.html#determination_of_column_affinity>):
//! `INT` makes INTEGER, `CHAR`, `CLOB` and `TEXT` make TEXT, `BLOB` makes BLOB,
//! `REAL`, `FLOA` and `DOUB` make REAL, anything else NUMERIC. The names below
//! say what was declared, for readers and for autogenerate, and get the
//! affinity that brings a value back unchanged:
//!
//! | types | affinity | because |
//! |---|---|---|
//! | integers, signed or not | INTEGER | exact up to 2^63 - 1, also for `BIGINT UNSIGNED` |
//! | `DECIMAL`, `MONEY` | NUMERIC | exact to 15 digits, as far as SQLite goes |
//! | dates and times | NUMERIC | ISO texts stay texts, Unix times stay integers |
//! | `BOOLEAN`, `YEAR` | NUMERIC | stored as integers |
//! | JSON, UUID | TEXT | NUMERIC would turn the document `1.0` into `1`, and a UUID of digits into a number; their binary forms stay BLOBs under TEXT |
//! | enumerations | TEXT | with a check that allows the values only |
//! | binaries | BLOB | `BINARY` alone would be NUMERIC |
//!
//! A `STRICT` table has only the types `INT`, `INTEGER`, `REAL`, `TEXT`, `BLOB` and `ANY`.
//!
//! Refused: what SQLite could only store as a text that none of its operators
//! understands (intervals, bit strings, network addresses, `ltree`), and what is
//! no single value (arrays, vectors).

use crate::dialect::Refusal;
use crate::schema::ColumnType;

/// What the place of a column asks of its type's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The single integer primary key that generates its values: only the exact
    /// name `INTEGER` makes a column the rowid
    /// (<https://sqlite.org/lang_createtable.html#rowid>).
    Rowid,
    /// A single integer primary key that must not become the rowid.
    PlainKey,
    /// Any other column.
    Ordinary,
}

/// Whether a table checks the types of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typing {
    /// Any name is a type, and any value fits.
    Flexible,
    /// Six types there are, and values must fit: <https://sqlite.org/stricttables.html>.
    Strict,
}

/// Returns the name of a type.
///
/// # Errors
/// [`Refusal::Unsupported`] for a type SQLite cannot hold, or a custom name
/// that is no type name.
pub(super) fn type_name(kind: &ColumnType, role: Role, typing: Typing) -> Result<String, Refusal> {
    let name = match typing {
        Typing::Flexible => declared(kind)?,
        Typing::Strict => strict(kind, &declared(kind)?)?.to_owned(),
    };
    Ok(match role {
        Role::Rowid => "INTEGER".to_owned(),
        Role::PlainKey if name == "INTEGER" => "INT".to_owned(),
        Role::PlainKey | Role::Ordinary => name,
    })
}

/// Returns the strict type that takes what a type is for; `declared` is what it is called in
/// other tables.
///
/// Of a UUID and of binary JSON there are texts and bytes in use, and `ANY` takes both
/// as they come. A decimal is a `REAL`, exact to 15 digits, so that it compares as a number.
/// Dates and times are texts, as `CURRENT_TIMESTAMP` is.
fn strict(kind: &ColumnType, declared: &str) -> Result<&'static str, Refusal> {
    Ok(match kind {
        kind if kind.is_integer() => "INTEGER",
        ColumnType::Boolean | ColumnType::Year => "INTEGER",
        ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_) | ColumnType::Money(_) => {
            "REAL"
        }
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => "BLOB",
        ColumnType::Uuid | ColumnType::JsonBinary => "ANY",
        ColumnType::Custom(_) => {
            let known = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];
            let same = |name: &&&str| name.eq_ignore_ascii_case(declared);
            return known.iter().find(same).copied().ok_or_else(|| {
                let what = format!("a `STRICT` table has no type `{declared}`");
                Refusal::unsupported(what)
                    .help("choose `INT`, `INTEGER`, `REAL`, `TEXT`, `BLOB` or `ANY`")
            });
        }
        _ => "TEXT",
    })
}

fn declared(kind: &ColumnType) -> Result<String, Refusal> {
    let name = match kind {
        ColumnType::Char(length) => sized("CHAR", *length),
        ColumnType::String(limit) => sized("VARCHAR", *limit),
        ColumnType::Text => "TEXT".to_owned(),
        ColumnType::Blob => "BLOB".to_owned(),
        ColumnType::TinyInteger => "TINYINT".to_owned(),
        ColumnType::SmallInteger => "SMALLINT".to_owned(),
        ColumnType::Integer => "INTEGER".to_owned(),
        ColumnType::BigInteger => "BIGINT".to_owned(),
        ColumnType::TinyUnsigned => "TINYINT UNSIGNED".to_owned(),
        ColumnType::SmallUnsigned => "SMALLINT UNSIGNED".to_owned(),
        ColumnType::Unsigned => "INTEGER UNSIGNED".to_owned(),
        ColumnType::BigUnsigned => "BIGINT UNSIGNED".to_owned(),
        ColumnType::Float => "FLOAT".to_owned(),
        ColumnType::Double => "DOUBLE".to_owned(),
        ColumnType::Decimal(digits) => digits_of("DECIMAL", *digits),
        ColumnType::DateTime => "DATETIME".to_owned(),
        ColumnType::Timestamp => "TIMESTAMP".to_owned(),
        ColumnType::TimestampWithTimeZone => "TIMESTAMP WITH TIME ZONE".to_owned(),
        ColumnType::Time => "TIME".to_owned(),
        ColumnType::Date => "DATE".to_owned(),
        ColumnType::Year => "YEAR".to_owned(),
        ColumnType::Binary(length) => sized("BLOB", Some(*length)),
        ColumnType::VarBinary(limit) => sized("VARBLOB", *limit),
        ColumnType::Boolean => "BOOLEAN".to_owned(),
        ColumnType::Money(digits) => digits_of("MONEY", *digits),
        ColumnType::Json => "JSON_TEXT".to_owned(),
        ColumnType::JsonBinary => "JSONB_TEXT".to_owned(),
        ColumnType::Uuid => "UUID_TEXT".to_owned(),
        ColumnType::Enum { .. } => "ENUM_TEXT".to_owned(),
        ColumnType::Custom(name) => custom(name)?,
        ColumnType::Interval(..) => {
            return refused("an interval", "store seconds in a `big_integer()` column");
        }
        ColumnType::Bit(_) | ColumnType::VarBit(_) => {
            return refused("a bit string", "use `integer()` or `blob()`");
        }
        ColumnType::Array { .. } => return refused("an array", "use `json()` or a second table"),
        ColumnType::Vector(_) => return refused("a vector", "use `blob()`"),
        ColumnType::Cidr | ColumnType::Inet | ColumnType::MacAddr => {
            return refused("a network address", "use `text()`");
        }
        ColumnType::LTree => return refused("an `ltree` path", "use `text()`"),
        ColumnType::Unknown(name) => {
            let what = format!("sea-query's type `{name}` is newer than this version of migrator");
            return Err(Refusal::unsupported(what).help("use `custom(…)` with the type's name"));
        }
    };
    Ok(name)
}

fn refused(what: &str, help: &str) -> Result<String, Refusal> {
    Err(Refusal::unsupported(format!("no column can hold {what}")).help(help))
}

fn sized(name: &str, size: Option<u32>) -> String {
    size.map_or_else(|| name.to_owned(), |size| format!("{name}({size})"))
}

fn digits_of(name: &str, digits: Option<(u32, u32)>) -> String {
    digits.map_or_else(
        || name.to_owned(),
        |(precision, scale)| format!("{name}({precision}, {scale})"),
    )
}

/// The words that end a type's name in SQLite and begin a constraint.
const CONSTRAINT_WORDS: [&str; 11] = [
    "AS",
    "CHECK",
    "COLLATE",
    "CONSTRAINT",
    "DEFAULT",
    "GENERATED",
    "NOT",
    "NULL",
    "PRIMARY",
    "REFERENCES",
    "UNIQUE",
];

/// Checks a name given as text: words, then at most two numbers in parentheses.
/// That is SQLite's own grammar, and nothing else can slip in with it.
fn custom(name: &str) -> Result<String, Refusal> {
    let trimmed = name.trim();
    let (words, size) = match trimmed.split_once('(') {
        Some((words, size)) => (words, size.strip_suffix(')')),
        None => (trimmed, Some("0")),
    };
    let is_word = |word: &str| {
        let upper = word.to_ascii_uppercase();
        !CONSTRAINT_WORDS.contains(&upper.as_str())
            && !word.starts_with(|char: char| char.is_ascii_digit())
            && word
                .chars()
                .all(|char| char.is_alphanumeric() || char == '_')
    };
    let is_number = |number: &str| {
        let digits = number.trim();
        !digits.is_empty() && digits.chars().all(|char| char.is_ascii_digit())
    };
    let words_fit = !words.trim().is_empty() && words.split_whitespace().all(is_word);
    let size_fits =
        size.is_some_and(|size| size.split(',').all(is_number) && size.split(',').count() <= 2);
    if words_fit && size_fits {
        return Ok(trimmed.to_owned());
    }
    Err(Refusal::unsupported(format!("`{name}` is no type name"))
        .help("write words and at most two numbers, such as `VARCHAR(16)`"))
}

#[cfg(test)]
mod tests {
    use super::{Role, Typing, type_name};
    use crate::schema::{
        ColumnType, array, big_integer, blob, boolean, custom, date, decimal, enumeration, integer,
        json, json_binary, string, timestamp, uuid,
    };

    #[test]
    fn a_rowid_is_called_integer_and_another_key_never() {
        let check = |kind: ColumnType, role: Role, expect: &str| {
            assert_eq!(type_name(&kind, role, Typing::Flexible).unwrap(), expect);
        };
        check(big_integer(), Role::Rowid, "INTEGER");
        check(integer(), Role::PlainKey, "INT");
        check(big_integer(), Role::PlainKey, "BIGINT");
        check(integer(), Role::Ordinary, "INTEGER");
        check(string(16), Role::PlainKey, "VARCHAR(16)");
        check(decimal(10, 2), Role::Ordinary, "DECIMAL(10, 2)");
    }

    #[test]
    fn a_strict_table_has_six_types() {
        let check = |kind: ColumnType, role: Role, expect: Option<&str>| {
            let name = type_name(&kind, role, Typing::Strict).ok();
            assert_eq!(name.as_deref(), expect, "{kind:?}");
        };
        check(big_integer(), Role::Rowid, Some("INTEGER"));
        check(big_integer(), Role::PlainKey, Some("INT"));
        check(big_integer(), Role::Ordinary, Some("INTEGER"));
        check(boolean(), Role::Ordinary, Some("INTEGER"));
        check(decimal(10, 2), Role::Ordinary, Some("REAL"));
        check(string(16), Role::Ordinary, Some("TEXT"));
        check(date(), Role::Ordinary, Some("TEXT"));
        check(timestamp(), Role::Ordinary, Some("TEXT"));
        check(json(), Role::Ordinary, Some("TEXT"));
        check(json_binary(), Role::Ordinary, Some("ANY"));
        check(uuid(), Role::Ordinary, Some("ANY"));
        check(blob(), Role::Ordinary, Some("BLOB"));
        check(enumeration("m", ["a"]), Role::Ordinary, Some("TEXT"));
        check(custom("any"), Role::Ordinary, Some("ANY"));
        check(custom("citext"), Role::Ordinary, None);
        check(array(integer()), Role::Ordinary, None);
    }

    #[test]
    fn a_custom_name_is_words_and_numbers() {
        let check = |name: &str, fits: bool| {
            assert_eq!(
                type_name(&custom(name), Role::Ordinary, Typing::Flexible).is_ok(),
                fits,
                "{name:?}"
            );
        };
        check("citext", true);
        check("double precision", true);
        check("numeric(10, 2)", true);
        check("größe", true);
        check("", false);
        check("()", false);
        check("1x", false);
        check("text not null", false);
        check("integer Primary key", false);
        check("text()", false);
        check("text(1,2,3)", false);
        check("text(1", false);
        check("text) --", false);
        check("text, b text", false);
        check("\"text\"", false);
    }

    #[test]
    fn a_refusal_says_what_to_use_instead() {
        let refusal = type_name(&array(integer()), Role::Ordinary, Typing::Flexible).unwrap_err();
        assert_eq!(
            format!("{refusal:?}"),
            "Unsupported { what: \"no column can hold an array\", \
             help: Some(\"use `json()` or a second table\") }"
        );
    }
}
