//! Hints and names as they are written down, so that they are read back as they are.

use migrator::TableName;
use migrator_core::declared::{Hints, RenameHint};

use super::hints::Hint;

impl Hint {
    /// Puts it with the others of its kind.
    pub(crate) fn join(self, hints: &mut Hints) {
        match self {
            Self::Object { from, to } => hints.renames.push(RenameHint::Object { from, to }),
            Self::Column { table, from, to } => {
                hints.renames.push(RenameHint::Column { table, from, to });
            }
            Self::Backfill(hint) => hints.backfills.push(hint),
            Self::EnumValue(hint) => hints.enum_values.push(hint),
            Self::Conversion(hint) => hints.conversions.push(hint),
        }
    }

    /// Returns it as it stands in the file, with a line end.
    pub(crate) fn toml(&self) -> String {
        let (heading, lines) = match self {
            Self::Object { from, to } => {
                let to = to.as_ref().map(of_object);
                (
                    "rename",
                    vec![text("from", &of_object(from)), or("to", to, "dropped")],
                )
            }
            Self::Column { table, from, to } => (
                "rename",
                vec![
                    text("table", &of_object(table)),
                    text("from", from),
                    or("to", to.clone(), "dropped"),
                ],
            ),
            Self::Backfill(hint) => (
                "backfill",
                vec![
                    text("table", &of_object(&hint.table)),
                    text("column", &hint.column),
                    or("expression", hint.expression.clone(), "no-rows"),
                ],
            ),
            Self::EnumValue(hint) => (
                "enum-value",
                vec![
                    text("enum", &of_object(&hint.enumeration)),
                    text("from", &hint.from),
                    or("to", hint.to.clone(), "no-rows"),
                ],
            ),
            Self::Conversion(hint) => (
                "conversion",
                vec![
                    text("table", &of_object(&hint.table)),
                    text("column", &hint.column),
                    text("using", &hint.using),
                ],
            ),
        };
        format!("[[{heading}]]\n{}\n", lines.join("\n"))
    }

    /// Returns it as it is typed, without quotes for a shell.
    pub(crate) fn flag(&self) -> String {
        let or_nothing = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Object { from, to } => {
                let to = to.as_ref().map(of_object);
                format!("--rename-table {}={}", of_object(from), or_nothing(&to))
            }
            Self::Column { table, from, to } => {
                let to = to.as_ref().map(|to| written(&[to]));
                format!("--rename {}={}", of_part(table, from), or_nothing(&to))
            }
            Self::Backfill(hint) => {
                let column = of_part(&hint.table, &hint.column);
                format!("--backfill {column}={}", or_nothing(&hint.expression))
            }
            Self::EnumValue(hint) => {
                let value = of_part(&hint.enumeration, &hint.from);
                format!("--rename-value {value}={}", or_nothing(&hint.to))
            }
            Self::Conversion(hint) => {
                let column = of_part(&hint.table, &hint.column);
                format!("--using {column}={}", hint.using)
            }
        }
    }
}

fn text(key: &str, value: &str) -> String {
    format!("{key} = {}", toml::Value::from(value))
}

fn or(key: &str, value: Option<String>, nothing: &str) -> String {
    match value {
        Some(value) => text(key, &value),
        None => format!("{nothing} = true"),
    }
}

/// Writes a name so that it is read back as it is.
pub(crate) fn written(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| match needs_quotes(part) {
        true => format!("\"{}\"", part.replace('"', "\"\"")),
        false => (*part).to_owned(),
    });
    parts.collect::<Vec<_>>().join(".")
}

/// Writes the name of an object.
pub(crate) fn of_object(name: &TableName) -> String {
    match name.schema() {
        Some(schema) => written(&[schema, name.name()]),
        None => written(&[name.name()]),
    }
}

/// Writes the name of a part of an object.
pub(crate) fn of_part(name: &TableName, part: &str) -> String {
    format!("{}.{}", of_object(name), written(&[part]))
}

fn needs_quotes(part: &str) -> bool {
    part.is_empty() || part.contains(['.', '"', '='])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;
    use insta::assert_snapshot;
    use migrator_core::declared::{Backfill, ConversionHint, EnumValueHint};

    use super::super::flags::Comparing;
    use super::super::hints::parse;
    use super::super::names::parts;
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let cases: [&[&str]; 5] = [
            &["users"],
            &["app", "Users"],
            &["a.b", "say \"hi\"", "x=y"],
            &["日本", "naïve name"],
            &["'", "`"],
        ];
        for parts_ in cases {
            assert_eq!(parts(&written(parts_)).unwrap(), parts_);
        }
        assert_eq!(parts("app.\"a.b\"").unwrap(), ["app", "a.b"]);
    }

    #[test]
    fn a_hint_is_read_as_it_is_written() {
        let hints = [
            Hint::Object {
                from: ("app", "a.b").into(),
                to: Some("people".into()),
            },
            Hint::Object {
                from: "persons".into(),
                to: None,
            },
            Hint::Column {
                table: "users".into(),
                from: "say \"hi\"\n".to_owned(),
                to: Some("n.m".to_owned()),
            },
            Hint::Column {
                table: "users".into(),
                from: "nick".to_owned(),
                to: None,
            },
            Hint::Backfill(Backfill {
                table: "users".into(),
                column: "age".to_owned(),
                expression: Some("'it''s' || \"name\"".to_owned()),
            }),
            Hint::Backfill(Backfill {
                table: "users".into(),
                column: "age".to_owned(),
                expression: None,
            }),
            Hint::EnumValue(EnumValueHint {
                enumeration: ("users", "mood").into(),
                from: "sad".to_owned(),
                to: Some("unhappy".to_owned()),
            }),
            Hint::EnumValue(EnumValueHint {
                enumeration: "mood".into(),
                from: "sad".to_owned(),
                to: None,
            }),
            Hint::Conversion(ConversionHint {
                table: "users".into(),
                column: "age".to_owned(),
                using: "CAST(age AS integer)".to_owned(),
            }),
        ];
        let text: String = hints.iter().map(Hint::toml).collect();
        assert_eq!(parse(&text, Path::new("hints.toml")).unwrap(), hints);
        assert_snapshot!(hints[3].toml(), @r#"
        [[rename]]
        table = "users"
        from = "nick"
        dropped = true
        "#);
    }

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        comparing: Comparing,
    }

    #[test]
    fn a_hint_is_typed_as_it_is_read() {
        let flags = [
            "--rename users.nick=name",
            "--rename app.\"a.b\".\"x=y\"=\"n.m\"",
            "--rename users.nick=",
            "--rename-table persons=app.people",
            "--backfill users.age=a = 'b'",
            "--backfill users.age=",
            "--rename-value mood.sad=un.happy",
            "--using users.age=CAST(age AS integer)",
        ];
        for flag in flags {
            let (name, value) = flag.split_once(' ').unwrap();
            let hints = Line::parse_from(["x", &format!("{name}={value}")]);
            let hints = hints.comparing.typed().unwrap();
            assert_eq!(hints.iter().map(Hint::flag).collect::<Vec<_>>(), [flag]);
        }
    }
}
