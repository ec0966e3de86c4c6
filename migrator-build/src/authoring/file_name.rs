//! How the file of a new revision is called.
//!
//! Templates are Alembic's: `%(rev)s_%(slug)s`, with the tokens of the moment beside
//! these. The compiler finds a revision's file by the id it begins with, so a
//! template must begin with `%(rev)s`.

use migrator_core::script::{FileRole, names_revision};

use super::error::AuthoringError;

/// The template of Alembic, and ours.
pub(super) const DEFAULT_TEMPLATE: &str = "%(rev)s_%(slug)s";

/// The tokens of a template.
const TOKENS: [&str; 9] = [
    "rev", "slug", "epoch", "year", "month", "day", "hour", "minute", "second",
];

/// Most file systems hold names of so many bytes.
const MAX_BYTES: usize = 255;

/// When a revision is created, on the clock that the user wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// The hour, from 0.
    pub hour: u8,
    /// The minute.
    pub minute: u8,
    /// The second.
    pub second: u8,
    /// Seconds since 1970-01-01T00:00:00 UTC.
    pub epoch: i64,
}

impl Moment {
    /// 1970-01-01T00:00:00 UTC.
    pub const EPOCH: Self = Self {
        year: 1970,
        month: 1,
        day: 1,
        hour: 0,
        minute: 0,
        second: 0,
        epoch: 0,
    };
}

/// What a file is named after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) id: &'a str,
    pub(super) slug: &'a str,
    pub(super) moment: Moment,
}

/// Returns the words of a message in lower case joined by `_`, as Alembic does: a
/// longer one than `max_chars` is cut at the last `_` before, which stays.
pub(super) fn slug(message: &str, max_chars: usize) -> String {
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    let words = message
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("_").to_lowercase();
    if slug.chars().count() <= max_chars {
        return slug;
    }
    let cut: String = slug.chars().take(max_chars).collect();
    let whole_words = cut
        .rsplit_once('_')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}_")
}

/// Returns the name of a file, or why the template gives none.
pub(super) fn file_name(
    template: &str,
    named: Named<'_>,
    role: FileRole,
) -> Result<String, AuthoringError> {
    let extension = match role {
        FileRole::Sql => "sql",
        _ => "rs",
    };
    let name = format!("{}.{extension}", expand(template, named)?);
    check(&name, role)?;
    if !names_revision(&name, named.id) {
        let Moment {
            year, month, day, ..
        } = named.moment;
        return Err(AuthoringError::MisnamingTemplate {
            template: template.to_owned(),
            name,
            dated: format!("{year:04}{month:02}{day:02}_{}", named.id),
        });
    }
    Ok(name)
}

/// Refuses a name that some system does not take or the compiler does not collect.
pub(super) fn check(name: &str, role: FileRole) -> Result<(), AuthoringError> {
    match illegal(name, role) {
        Some(reason) => Err(AuthoringError::FileName {
            name: name.to_owned(),
            reason,
        }),
        None => Ok(()),
    }
}

/// Says why a name is none that every system takes and the compiler collects.
fn illegal(name: &str, role: FileRole) -> Option<String> {
    if name.contains(['/', '\\']) {
        return Some("a migration in a subfolder is not collected".to_owned());
    }
    let forbidden =
        |c: &char| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') || c.is_control();
    if let Some(character) = name.chars().find(forbidden) {
        return Some(format!(
            "Windows takes no {character:?} in the name of a file"
        ));
    }
    let device = name.split('.').next().unwrap_or_default().to_uppercase();
    let numbered = |prefix: &str| {
        let number = device.strip_prefix(prefix);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    if matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered("COM")
        || numbered("LPT")
    {
        return Some(format!("Windows keeps `{device}` for a device"));
    }
    if name.len() > MAX_BYTES {
        let n_bytes = name.len();
        return Some(format!(
            "it has {n_bytes} bytes, and most systems take {MAX_BYTES}"
        ));
    }
    (FileRole::of(name) != role)
        .then(|| "the compiler takes such a file for no migration".to_owned())
}

/// Expands `%(token)s`, `%(token)d`, a width or precision before the letter, and `%%`.
fn expand(template: &str, named: Named<'_>) -> Result<String, AuthoringError> {
    let wrong = |part: &str| AuthoringError::FileTemplate {
        template: template.to_owned(),
        part: part.to_owned(),
    };
    let mut name = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        name.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            name.push('%');
            rest = after;
            continue;
        }
        let (token, format) = after
            .strip_prefix('(')
            .and_then(|after| after.split_once(')'))
            .ok_or_else(|| wrong("%"))?;
        let end = format.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (digits, letter) = format.split_at(end.unwrap_or(format.len()));
        let part = || {
            let letter: String = letter.chars().take(1).collect();
            format!("%({token}){digits}{letter}")
        };
        let value = value(token, named).ok_or_else(|| AuthoringError::UnknownToken {
            template: template.to_owned(),
            token: token.to_owned(),
            known: TOKENS.to_vec(),
        })?;
        let written = Format::parse(digits, letter).and_then(|format| format.write(&value));
        name.push_str(&written.ok_or_else(|| wrong(&part()))?);
        rest = letter.get(1..).unwrap_or_default();
    }
    name.push_str(rest);
    Ok(name)
}

/// The value of a token.
enum Value<'a> {
    Text(&'a str),
    Number(i64),
}

fn value<'a>(token: &str, named: Named<'a>) -> Option<Value<'a>> {
    let moment = named.moment;
    Some(match token {
        "rev" => Value::Text(named.id),
        "slug" => Value::Text(named.slug),
        "epoch" => Value::Number(moment.epoch),
        "year" => Value::Number(moment.year.into()),
        "month" => Value::Number(moment.month.into()),
        "day" => Value::Number(moment.day.into()),
        "hour" => Value::Number(moment.hour.into()),
        "minute" => Value::Number(moment.minute.into()),
        "second" => Value::Number(moment.second.into()),
        _ => return None,
    })
}

/// How a token is written: `02d`, `.2d`, `s`.
struct Format {
    is_number: bool,
    zeros: bool,
    width: usize,
    precision: usize,
}

impl Format {
    fn parse(digits: &str, letter: &str) -> Option<Self> {
        let (width, precision) = digits.split_once('.').unwrap_or((digits, "0"));
        let number = |digits: &str| match digits {
            "" => Some(0),
            digits => digits.parse().ok().filter(|&number| number <= MAX_BYTES),
        };
        Some(Self {
            is_number: match letter.as_bytes().first()? {
                b's' => false,
                b'd' => true,
                _ => return None,
            },
            zeros: width.starts_with('0'),
            width: number(width)?,
            precision: number(precision)?,
        })
    }

    /// Writes a value; `None` for a text that is to be written as a number.
    fn write(&self, value: &Value<'_>) -> Option<String> {
        let (width, precision) = (self.width, self.precision);
        Some(match value {
            Value::Number(number) if self.zeros => format!("{number:0width$}"),
            Value::Number(number) => format!("{:>width$}", format!("{number:0precision$}")),
            Value::Text(text) if !self.is_number => format!("{text:>width$}"),
            Value::Text(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests;
