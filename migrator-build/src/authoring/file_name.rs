//! How the file of a new revision is called.
//!
//! Templates are Alembic's: `%(rev)s_%(slug)s`, with the tokens of the moment beside
//! these. The compiler finds a revision's file by the id it begins with, so a
//! template must begin with `%(rev)s`.

use migrator_core::script::{FileRole, names_revision};

use super::AuthoringError;

/// The template of Alembic, and ours.
pub(super) const DEFAULT_TEMPLATE: &str = "%(rev)s_%(slug)s";

/// The tokens of a template.
pub(super) const TOKENS: [&str; 9] = [
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
mod tests {
    use super::{FileRole, Moment, Named, file_name, slug};

    #[test]
    fn slugs_are_alembics() {
        let check =
            |message: &str, expect: &str| assert_eq!(slug(message, 40), expect, "{message}");
        check("Create users", "create_users");
        check("", "");
        check("--- !", "");
        check("don't; DROP TABLE x", "don_t_drop_table_x");
        check("ÄNDERE Straße №5", "ändere_straße_5");
        check("a_b __c", "a_b___c");
        let long = "add a column for the date of the last order that was paid";
        check(long, "add_a_column_for_the_date_of_the_last_");
        check(&"x".repeat(40), &"x".repeat(40));
        check(&"x".repeat(41), &format!("{}_", "x".repeat(40)));
    }

    const MOMENT: Moment = Moment {
        year: 2026,
        month: 3,
        day: 9,
        hour: 7,
        minute: 5,
        second: 2,
        epoch: 1_773_039_902,
    };

    fn check(template: &str, expect: &str) {
        let named = Named {
            id: "ae10",
            slug: "add_x",
            moment: MOMENT,
        };
        let shown = match file_name(template, named, FileRole::Rust) {
            Ok(name) => name,
            Err(error) => format!("{error}\n{}", error.help().unwrap_or_default()),
        };
        assert_eq!(shown, expect, "{template}");
    }

    #[test]
    fn templates_are_alembics() {
        check("%(rev)s_%(slug)s", "ae10_add_x.rs");
        check(
            "%(rev)s_%(year)d%(month).2d%(day)02d-%(hour)s%(minute)2d%(second)d_%(epoch)s",
            "ae10_20260309-7 52_1773039902.rs",
        );
        check("%(rev)s-100%%", "ae10-100%.rs");
        check("%(rev)s", "ae10.rs");
    }

    #[test]
    fn what_a_template_cannot_be_is_said() {
        check(
            "%(year)d_%(rev)s_%(slug)s",
            "the file template `%(year)d_%(rev)s_%(slug)s` gives `2026_ae10_add_x.rs`, which does not \
             begin with the revision's id, and by that the compiler knows a revision's file\n\
             begin the template with `%(rev)s_`; files sort by date if the ids begin with it, as with \
             `--rev-id 20260309_ae10`",
        );
        check(
            "%(rev)s_%(sluk)s",
            "the file template `%(rev)s_%(sluk)s` has a token `%(sluk)` that does not exist\n\
             did you mean `%(slug)s`? the tokens are rev, slug, epoch, year, month, day, hour, minute, second",
        );
        let wrong = |template: &str, part: &str| {
            let expect = format!(
                "the file template `{template}` is not understood at `{part}`\n\
                 write tokens as `%(rev)s` or `%(month).2d`, and a percent sign as `%%`"
            );
            check(template, &expect);
        };
        wrong("%(rev)s_%", "%");
        wrong("%(rev)s_%(slug", "%");
        wrong("%(rev)x", "%(rev)x");
        wrong("%(rev)", "%(rev)");
        wrong("%(rev)d", "%(rev)d");
        wrong("%(rev)s%(month)999999d", "%(month)999999d");
        wrong("%(rev)s%(month)1.1.1d", "%(month)1.1.1d");
        wrong("%(rev)sä%(slug)ä", "%(slug)ä");
        let illegal = |template: &str, expect: &str| {
            check(
                template,
                &format!("{expect}\nchoose another id, message or file template"),
            );
        };
        illegal(
            "%(rev)s/%(slug)s",
            "no file can be called `ae10/add_x.rs`: a migration in a subfolder is not collected",
        );
        illegal(
            "%(rev)s?",
            "no file can be called `ae10?.rs`: Windows takes no '?' in the name of a file",
        );
        illegal(
            "~%(rev)s",
            "no file can be called `~ae10.rs`: the compiler takes such a file for no migration",
        );
        illegal(
            "mod",
            "no file can be called `mod.rs`: the compiler takes such a file for no migration",
        );
        illegal(
            "aux.%(rev)s",
            "no file can be called `aux.ae10.rs`: Windows keeps `AUX` for a device",
        );
        illegal(
            "com1",
            "no file can be called `com1.rs`: Windows keeps `COM1` for a device",
        );
        let long = "x".repeat(260);
        illegal(
            &long,
            &format!(
                "no file can be called `{long}.rs`: it has 263 bytes, and most systems take 255"
            ),
        );
    }
}
