//! The files that a converted revision becomes.

use std::fmt::Write as _;

use migrator_core::script::LocatedList;

use super::form::{Section, Sql};
use super::version_file::{Function, VersionFile};
use crate::authoring::file_name::Moment;
use crate::authoring::style::Language;
use crate::authoring::template::{self, Content};

/// What marks a skeleton, for people and for `grep`.
const MARK: &str = "NOT CONVERTED";

/// What stands above a note where there is no message, which the note would be taken for.
pub(super) const NO_MESSAGE: &str = "(no message)";

/// What the header of a file says.
pub(super) fn content(version: &VersionFile, moment: Moment) -> Content {
    let values = |list: &Option<LocatedList>| {
        let items = list.iter().flat_map(|list| &list.value);
        items.map(|item| item.value.clone()).collect()
    };
    Content {
        id: version.id().to_owned(),
        message: visible(&version.description),
        parents: values(&version.header.down_revision),
        depends_on: values(&version.header.depends_on),
        labels: values(&version.header.branch_labels),
        replaces: Vec::new(),
        moment,
        bodies: None,
        is_irreversible: false,
    }
}

/// An SQL migration.
pub(super) fn sql(version: &VersionFile, content: &Content, sql: &Sql) -> String {
    let mut content = content.clone();
    if !sql.missing.is_empty() {
        let lines = sql
            .missing
            .iter()
            .map(|it| format!("\n{MARK} from {}: {it}", version.shown));
        let note = visible(&lines.collect::<String>());
        let message = match content.message.as_str() {
            "" => NO_MESSAGE,
            message => message,
        };
        content.message = format!("{message}\n{note}");
    }
    let mut text = head(Language::Sql, &content);
    if sql.leaves_transaction {
        text += "-- transaction: none\n";
    }
    let down = sql.down.iter().map(|section| ("down", section));
    let sections = sql.up.iter().map(|section| ("up", section)).chain(down);
    for (way, Section { dialect, sql }) in sections {
        let dialect = dialect.map_or(String::new(), |dialect| format!(" {}", dialect.keyword()));
        let _ = write!(text, "\n-- migrate:{way}{dialect}\n");
        if !sql.is_empty() {
            text = text + sql + "\n";
        }
    }
    text
}

/// A Rust migration that refuses to run.
pub(super) fn skeleton(
    version: &VersionFile,
    content: &Content,
    reason: &str,
    file: &str,
) -> String {
    let id = version.id();
    let refusal =
        format!("revision `{id}` has not been converted from Alembic yet: write it in {file}");
    let function = |name: &str, function: &Function| {
        if function.source.is_empty() {
            return String::new();
        }
        let body = match function.is_empty {
            true => "    Ok(())\n".to_owned(),
            false => format!(
                "    // {MARK}:\n    //\n{}    Err({refusal:?}.into())\n",
                commented(&function.source)
            ),
        };
        format!("\npub fn {name}(_op: &mut Op) -> Result {{\n{body}}}\n")
    };
    format!(
        "{}\n// {MARK} from {}: {}.\n\
         // This revision refuses to run until its functions are written in Rust.\n{}{}",
        head(Language::Rust, content),
        visible(&version.shown),
        visible(reason).replace('\n', " "),
        function("upgrade", &version.upgrade),
        function("downgrade", &version.downgrade),
    )
}

fn commented(source: &str) -> String {
    let source = visible(source);
    let lines = source.lines();
    let line = |line: &str| format!("    // {line}").trim_end().to_owned() + "\n";
    lines.map(line).collect()
}

fn head(language: Language, content: &Content) -> String {
    let mut text = template::doc(language, &content.message);
    if !text.is_empty() {
        text += "\n";
    }
    if language == Language::Rust {
        text += "use migrator::prelude::*;\n\n";
    }
    text + &template::header(language, content) + "\n"
}

/// Writes characters that compilers refuse in comments, or that nobody would see, as escapes.
pub(super) fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let shown = |c: char| match is_hidden(c) {
        true => c.escape_unicode().to_string(),
        false => c.to_string(),
    };
    text.chars().map(shown).collect()
}
