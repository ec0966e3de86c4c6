//! What a statement of a migration's own drops, by its leading keywords.

use super::thing::{Fate, Thing};
use crate::base::Dialect;
use crate::script::{Kind, split, tokens, unquoted};

/// Returns what a statement, or each of several, creates and loses.
pub(super) fn fates(dialect: Dialect, sql: &str) -> Vec<Fate> {
    // What cannot be split is refused where it is taken, unless it is one statement.
    let pieces = split(dialect, sql).map_or_else(
        |_| vec![sql],
        |pieces| pieces.iter().map(|piece| piece.sql).collect(),
    );
    let statements = pieces.iter().map(|sql| meaningful(dialect, sql));
    statements.flat_map(|tokens| of(Reader(&tokens))).collect()
}

/// Returns the tokens of a statement, comments and blanks left out.
fn meaningful(dialect: Dialect, sql: &str) -> Vec<(Kind, &str)> {
    let is_comment =
        |kind: &Kind| matches!(kind, Kind::Blank | Kind::LineComment | Kind::BlockComment);
    tokens(dialect, sql)
        .map_while(Result::ok)
        .filter(|(kind, _)| !is_comment(kind))
        .collect()
}

fn of(mut reader: Reader<'_>) -> Vec<Fate> {
    if reader.takes(&["DROP", "TABLE"]) {
        reader.takes(&["IF", "EXISTS"]);
        return reader
            .names()
            .map(|it| Fate::Lost(Thing::Table(it)))
            .collect();
    }
    if reader.takes(&["DROP", "SCHEMA"]) {
        reader.takes(&["IF", "EXISTS"]);
        let names: Vec<String> = reader.names().collect();
        let text = |name: &String| Thing::Other(format!("schema `{name}` with everything in it"));
        let all = names.iter().map(|name| Fate::Lost(text(name)));
        return if reader.takes(&["CASCADE"]) {
            all.collect()
        } else {
            Vec::new()
        };
    }
    if reader.takes(&["TRUNCATE"]) {
        reader.takes(&["TABLE"]);
        reader.takes(&["ONLY"]);
        return reader
            .names()
            .map(|table| Fate::Lost(Thing::Rows { table }))
            .collect();
    }
    if reader.takes(&["DELETE", "FROM"]) {
        reader.takes(&["ONLY"]);
        let table = reader.name();
        return table
            .map(|table| Fate::Lost(Thing::Rows { table }))
            .into_iter()
            .collect();
    }
    if reader.takes(&["ALTER", "TABLE"]) {
        return altered(reader);
    }
    if reader.takes(&["CREATE"]) {
        return created(reader);
    }
    Vec::new()
}

/// `CREATE [TEMP | UNLOGGED …] TABLE [IF NOT EXISTS] name`.
fn created(mut reader: Reader<'_>) -> Vec<Fate> {
    let words = [
        "TEMP",
        "TEMPORARY",
        "UNLOGGED",
        "GLOBAL",
        "LOCAL",
        "VIRTUAL",
    ];
    while words.iter().any(|word| reader.takes(&[word])) {}
    if !reader.takes(&["TABLE"]) {
        return Vec::new();
    }
    // What may have been there already is not known to be new.
    if reader.takes(&["IF", "NOT", "EXISTS"]) {
        return Vec::new();
    }
    let name = reader.name();
    name.map(|name| Fate::Created(Thing::Table(name)))
        .into_iter()
        .collect()
}

/// `ALTER TABLE [IF EXISTS] [ONLY] name action, …`.
fn altered(mut reader: Reader<'_>) -> Vec<Fate> {
    reader.takes(&["IF", "EXISTS"]);
    reader.takes(&["ONLY"]);
    let Some(table) = reader.name() else {
        return Vec::new();
    };
    if reader.takes(&["RENAME", "TO"]) {
        // The new name has no schema of its own.
        let to = reader.name().map(|to| match table.rsplit_once('.') {
            Some((schema, _)) => format!("{schema}.{to}"),
            None => to,
        });
        let renamed = to.map(|to| Fate::RenamedTable { from: table, to });
        return renamed.into_iter().collect();
    }
    let actions = reader.between_commas();
    actions
        .into_iter()
        .filter_map(dropped_column)
        .map(|column| Fate::Lost(Thing::column(&table, &column)))
        .collect()
}

/// `DROP [COLUMN] [IF EXISTS] name`.
fn dropped_column(mut action: Reader<'_>) -> Option<String> {
    if !action.takes(&["DROP"]) || action.takes(&["CONSTRAINT"]) {
        return None;
    }
    action.takes(&["COLUMN"]);
    action.takes(&["IF", "EXISTS"]);
    action.name()
}

/// The tokens that are left of a statement.
struct Reader<'t>(&'t [(Kind, &'t str)]);

impl<'t> Reader<'t> {
    /// Passes over words, if they come next.
    fn takes(&mut self, words: &[&str]) -> bool {
        let Some((head, rest)) = self.0.split_at_checked(words.len()) else {
            return false;
        };
        let mut pairs = head.iter().zip(words);
        let are_there = pairs
            .all(|((kind, text), word)| *kind == Kind::Word && text.eq_ignore_ascii_case(word));
        if are_there {
            self.0 = rest;
        }
        are_there
    }

    /// Takes a name with its schema.
    fn name(&mut self) -> Option<String> {
        let mut name = self.part()?;
        while let [(Kind::Dot, _), rest @ ..] = self.0 {
            self.0 = rest;
            name = format!("{name}.{}", self.part()?);
        }
        Some(name)
    }

    fn part(&mut self) -> Option<String> {
        let [(kind @ (Kind::Word | Kind::Quoted), text), rest @ ..] = self.0 else {
            return None;
        };
        self.0 = rest;
        Some(match kind {
            Kind::Quoted => unquoted(text),
            _ => (*text).to_owned(),
        })
    }

    /// Takes names between commas.
    fn names(&mut self) -> impl Iterator<Item = String> {
        let mut is_first = true;
        std::iter::from_fn(move || {
            if !std::mem::take(&mut is_first) {
                let [(Kind::Other, ","), rest @ ..] = self.0 else {
                    return None;
                };
                self.0 = rest;
            }
            self.name()
        })
    }

    /// Splits what is left at commas that are in no parentheses.
    fn between_commas(self) -> Vec<Self> {
        let mut depth = 0_usize;
        let parts = self.0.split(|(kind, text)| {
            match kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && *text == ","
        });
        parts.map(Self).collect()
    }
}
