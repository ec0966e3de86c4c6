//! The text of a new migration, from a template that may be the user's own.
//!
//! | placeholder | in Rust | in SQL |
//! |---|---|---|
//! | `${doc}` | the message as `//!` lines | as `--` lines |
//! | `${header}` | the constants that are needed | the keys that are needed |
//! | `${message}` | the message's first paragraph on one line | the same |
//! | `${revision}` | the id | the id |
//! | `${down_revision}` | `&["a", "b"]` | `a, b` |
//! | `${depends_on}`, `${branch_labels}`, `${replaces}` | as `${down_revision}` | as `${down_revision}` |
//! | `${upgrades}`, `${downgrades}` | the body of the function | the statements of the section |
//! | `${create_date}` | `2026-11-21 22:50:00` | the same |
//!
//! A line that holds a placeholder and nothing else vanishes with an empty value.
//! `$${` is a literal `${`.

use super::bodies::Bodies;
use super::error::AuthoringError;
use super::file_name::Moment;
use super::message::first_paragraph;
use super::style::Language;

const RUST: &str = "\
${doc}
use migrator::prelude::*;

${header}

pub fn upgrade(op: &mut Op) -> Result {
${upgrades}
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
${downgrades}
    Ok(())
}
";

const SQL: &str = "\
${doc}
${header}

-- migrate:up
${upgrades}

-- migrate:down
${downgrades}
";

/// How the way back begins in the two.
const WAYS_BACK: [&str; 2] = ["\npub fn downgrade", "\n-- migrate:down"];

/// The placeholders, in the order in which errors list them.
const PLACEHOLDERS: [&str; 11] = [
    "doc",
    "header",
    "message",
    "revision",
    "down_revision",
    "depends_on",
    "branch_labels",
    "replaces",
    "upgrades",
    "downgrades",
    "create_date",
];

/// What a new migration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) id: String,
    /// All of the message; its first paragraph is what lists show.
    pub(super) message: String,
    pub(super) parents: Vec<String>,
    pub(super) depends_on: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) replaces: Vec<String>,
    pub(super) moment: Moment,
    /// What it does; `None` if nobody knows yet.
    pub(super) bodies: Option<Bodies>,
    pub(super) is_irreversible: bool,
}

/// Renders a template; `None` is the one that comes with the library.
pub(super) fn render(
    template: Option<&str>,
    language: Language,
    content: &Content,
) -> Result<String, AuthoringError> {
    let template = template.unwrap_or(match language {
        Language::Rust => RUST,
        Language::Sql => SQL,
    });
    if content.is_irreversible {
        let back = WAYS_BACK.iter().find_map(|mark| template.find(mark));
        let forth = template.get(..back.unwrap_or(template.len()));
        return filled(forth.unwrap_or(template), language, content);
    }
    if content.bodies.is_some() {
        check_places(template)?;
    }
    filled(template, language, content)
}

/// Fills a template in.
fn filled(template: &str, language: Language, content: &Content) -> Result<String, AuthoringError> {
    let mut text = String::new();
    for line in template.split_inclusive('\n') {
        let filled = fill(line, language, content)?;
        let is_placeholder = line.trim().starts_with("${") && line.trim().ends_with('}');
        if !(is_placeholder && filled.trim().is_empty()) {
            text.push_str(&filled);
        }
    }
    Ok(text)
}

/// Refuses a template that has no place for what the revision does.
fn check_places(template: &str) -> Result<(), AuthoringError> {
    let has = |name: &str| {
        template
            .replace("$${", "")
            .contains(&format!("${{{name}}}"))
    };
    match ["upgrades", "downgrades"].into_iter().find(|it| !has(it)) {
        Some(name) => Err(AuthoringError::NoPlace { name }),
        None => Ok(()),
    }
}

/// Replaces the placeholders of a line.
fn fill(line: &str, language: Language, content: &Content) -> Result<String, AuthoringError> {
    let mut filled = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            filled.push_str(before);
            filled.push_str("${");
            rest = after;
            continue;
        }
        filled.push_str(before);
        let unknown = |name: &str| AuthoringError::UnknownPlaceholder {
            name: name.to_owned(),
            known: PLACEHOLDERS.to_vec(),
        };
        let Some((name, after)) = after.split_once('}') else {
            let text = after.trim_end().to_owned();
            return Err(AuthoringError::OpenPlaceholder { text });
        };
        filled.push_str(&value(name, language, content).ok_or_else(|| unknown(name))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn value(name: &str, language: Language, content: &Content) -> Option<String> {
    let list = |items: &[String]| match language {
        Language::Rust => format!("&{items:?}"),
        Language::Sql => items.join(", "),
    };
    Some(match name {
        "doc" => doc(language, &content.message),
        "header" => header(language, content),
        "message" => first_paragraph(&content.message),
        "revision" => content.id.clone(),
        "down_revision" => list(&content.parents),
        "depends_on" => list(&content.depends_on),
        "branch_labels" => list(&content.labels),
        "replaces" => list(&content.replaces),
        "upgrades" => match &content.bodies {
            Some(bodies) => known(language, &bodies.upgrade),
            None => body(language, content, UP),
        },
        "downgrades" => match &content.bodies {
            Some(bodies) => known(language, &bodies.downgrade),
            None => body(language, content, DOWN),
        },
        "create_date" => date(content.moment),
        _ => return None,
    })
}

/// The message as comments at the top.
pub(super) fn doc(language: Language, message: &str) -> String {
    let mark = match language {
        Language::Rust => "//!",
        Language::Sql => "--",
    };
    let line = |line: &str| format!("{mark} {line}").trim_end().to_owned();
    message
        .trim()
        .lines()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What the header says, each on its line.
pub(super) fn header(language: Language, content: &Content) -> String {
    let lists = [
        ("down_revision", &content.parents),
        ("depends_on", &content.depends_on),
        ("branch_labels", &content.labels),
        ("replaces", &content.replaces),
    ];
    let mut lines = vec![match language {
        Language::Rust => format!("pub const REVISION: &str = {:?};", content.id),
        Language::Sql => format!("-- revision: {}", content.id),
    }];
    for (key, items) in lists {
        if items.is_empty() && key != "down_revision" {
            continue;
        }
        let line = match language {
            Language::Rust => format!("pub const {}: &[&str] = &{items:?};", key.to_uppercase()),
            Language::Sql => format!("-- {key}: {}", items.join(", ")),
        };
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// What the bodies begin with: an example to replace, in Rust and in SQL.
const UP: [&str; 2] = [
    "op.create_table(Table::new(\"users\").column(Column::new(\"id\", integer()).primary_key()));",
    "CREATE TABLE users (id INTEGER PRIMARY KEY);",
];
const DOWN: [&str; 2] = ["op.drop_table(\"users\");", "DROP TABLE users;"];

/// A body that is given.
fn known(language: Language, body: &str) -> String {
    match language {
        Language::Rust if body.trim().is_empty() => NOTHING.to_owned(),
        _ => body.trim_end().to_owned(),
    }
}

/// A body that does nothing; without a use of `op` the compiler would warn of it.
const NOTHING: &str = "    let _ = op;";

/// An example to replace; a merge point seldom does anything.
fn body(language: Language, content: &Content, [rust, sql]: [&str; 2]) -> String {
    let is_merge = content.parents.len() > 1;
    match language {
        Language::Rust if is_merge => NOTHING.to_owned(),
        Language::Rust => format!("    // {rust}\n{NOTHING}"),
        Language::Sql if is_merge => String::new(),
        Language::Sql => format!("-- {sql}"),
    }
}

fn date(moment: Moment) -> String {
    let Moment {
        year,
        month,
        day,
        hour,
        minute,
        second,
        ..
    } = moment;
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
