//! Changes in words, as they are shown: one line each.

use std::fmt::{self, Display, Formatter};

use super::words;
use super::{Change, Difference};
use crate::base::TableName;
use crate::catalog::Beyond;
use crate::schema::{Column, ColumnDefault, ColumnType, Constraint, Index};

impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let object = self.object();
        match self {
            Self::Schema(it) => line(f, it, "schema", |it| it.name().to_owned(), ""),
            Self::Extension(it) => line(f, it, "extension", |it| it.name().to_owned(), ""),
            Self::Enum { difference, values } => {
                let what = match difference {
                    Difference::Changed { from, to } => {
                        enum_values(from.values(), to.values(), values)
                    }
                    _ => String::new(),
                };
                line(f, difference, "enum", |it| it.name().to_string(), &what)
            }
            Self::Domain(it) => line(f, it, "domain", |it| it.name().to_string(), ""),
            Self::Sequence(it) => line(f, it, "sequence", |it| it.name().to_string(), ""),
            Self::Table(it) => line(f, it, "table", |it| it.name().to_string(), ""),
            Self::Comment { from, to, .. } => {
                let verb = verb(from.is_some(), to.is_some());
                write!(f, "{verb} comment of table {object}")
            }
            Self::Column {
                table,
                former_table,
                difference,
                values,
                ..
            } => column(f, [table, former_table], difference, values),
            Self::Constraint {
                table, difference, ..
            } => constraint_line(f, table, difference),
            Self::Index(it) => index(f, it),
            Self::View(it) => line(f, it, "view", |it| it.name().to_string(), ""),
            Self::Function(it) => line(f, it, "function", |it| it.signature().to_owned(), ""),
            Self::Trigger(it) => {
                let name = |it: &crate::ops::Trigger| format!("{}.{}", it.table(), it.name());
                line(f, it, "trigger", name, "")
            }
            Self::Beyond(it) => {
                let name = |it: &Beyond| format!("{}, {}", it.object, it.what);
                match it {
                    Difference::Added(it) => write!(f, "added {}", name(it)),
                    Difference::Removed(it) => write!(f, "removed {}", name(it)),
                    Difference::Changed { to: it, .. } | Difference::Renamed { to: it, .. } => {
                        write!(f, "changed {}", name(it))
                    }
                }
            }
        }
    }
}

fn line<T>(
    f: &mut Formatter<'_>,
    difference: &Difference<T>,
    kind: &str,
    name: impl Fn(&T) -> String,
    what: &str,
) -> fmt::Result {
    match difference {
        Difference::Added(it) => write!(f, "added {kind} {}", name(it)),
        Difference::Removed(it) => write!(f, "removed {kind} {}", name(it)),
        Difference::Changed { to, .. } => write!(f, "changed {kind} {}{what}", name(to)),
        Difference::Renamed { from, to } => {
            write!(f, "renamed {kind} {} to {}", name(from), name(to))
        }
    }
}

fn enum_values(from: &[String], to: &[String], values: &[(String, String)]) -> String {
    let is_mapped = |value: &str| values.iter().any(|(from, _)| from == value);
    let is_target = |value: &str| values.iter().any(|(_, to)| to == value);
    let renamed = values
        .iter()
        .map(|(from, to)| format!("`{from}` is now `{to}`"));
    let gone = from.iter().filter(|it| !to.contains(it) && !is_mapped(it));
    let gone = gone.map(|it| format!("without `{it}`"));
    let new = to.iter().filter(|it| !from.contains(it) && !is_target(it));
    let new = new.map(|it| format!("with `{it}`"));
    let parts: Vec<String> = renamed.chain(gone).chain(new).collect();
    match parts.as_slice() {
        [] => ": other order of values".to_owned(),
        parts => format!(": {}", parts.join(", ")),
    }
}

fn column(
    f: &mut Formatter<'_>,
    [table, former_table]: [&TableName; 2],
    difference: &Difference<Column>,
    values: &[(String, String)],
) -> fmt::Result {
    match difference {
        Difference::Added(it) => write!(f, "added column {table}.{}", it.name()),
        Difference::Removed(it) => write!(f, "removed column {former_table}.{}", it.name()),
        Difference::Renamed { from, to } => {
            let (from, to) = (from.name(), to.name());
            write!(f, "renamed column {table}.{from} to {to}")
        }
        Difference::Changed { from, to } => {
            let parts = column_parts(from, to, values);
            let name = format!("{table}.{}", to.name());
            match parts.split_first() {
                None => write!(f, "changed column {name}"),
                Some((first, rest)) => {
                    write!(f, "changed {} of {name}{}", first.0, first.1)?;
                    rest.iter()
                        .try_for_each(|(what, how)| write!(f, ", {what}{how}"))
                }
            }
        }
    }
}

/// Returns what is different, and how: from what to what.
fn column_parts(
    from: &Column,
    to: &Column,
    values: &[(String, String)],
) -> Vec<(&'static str, String)> {
    let mut parts = Vec::new();
    parts.extend(counted_values(from, to, values).map(|it| ("values", it)));
    let mut part = |what, from: Option<String>, to: Option<String>| {
        if from != to {
            let or_none = |it: Option<String>| it.unwrap_or_else(|| "none".to_owned());
            parts.push((what, format!(" from {} to {}", or_none(from), or_none(to))));
        }
    };
    part("type", Some(kind(from.kind())), Some(kind(to.kind())));
    let null = |it: &Column| {
        Some(
            if it.is_nullable() {
                "nullable"
            } else {
                "not null"
            }
            .to_owned(),
        )
    };
    part("nullability", null(from), null(to));
    let default = |it: &Column| it.default_value().map(default_text);
    part("default", default(from), default(to));
    let collation = |it: &Column| it.collation().map(str::to_owned);
    part("collation", collation(from), collation(to));
    let identity = |it: &Column| {
        let identity = it.identity_options()?;
        let kind = if identity.is_always() {
            "always"
        } else {
            "by default"
        };
        let mut words = vec![kind.to_owned()];
        words.extend(identity.clauses());
        Some(words.join(" "))
    };
    part("identity", identity(from), identity(to));
    let generated = |it: &Column| {
        let generated = it.generated()?;
        let kind = if generated.stored { "" } else { " virtual" };
        Some(format!("({}){kind}", generated.expression))
    };
    part("generation", generated(from), generated(to));
    if from.comment_text() != to.comment_text() {
        parts.push(("comment", String::new()));
    }
    parts
}

/// Returns what is different of the values of an enumeration that is no type of its own.
fn counted_values(from: &Column, to: &Column, values: &[(String, String)]) -> Option<String> {
    match (from.kind(), to.kind()) {
        (
            ColumnType::Enum {
                name, values: was, ..
            },
            ColumnType::Enum { values: is, .. },
        ) if name.is_empty() && was != is => Some(enum_values(was, is, values)),
        _ => None,
    }
}

/// Returns a type as people write it.
pub(super) fn kind(kind: &ColumnType) -> String {
    match kind {
        ColumnType::Enum { name, .. } | ColumnType::Custom(name) | ColumnType::Unknown(name) => {
            name.clone()
        }
        ColumnType::String(None) => "VARCHAR".to_owned(),
        ColumnType::String(Some(length)) => format!("VARCHAR({length})"),
        ColumnType::Array {
            element,
            dimensions,
        } => {
            let dimensions = usize::try_from(*dimensions).unwrap_or(1);
            format!("{}{}", self::kind(element), "[]".repeat(dimensions))
        }
        other => words(&format!("{other:?}")),
    }
}

/// Makes `DECIMAL(10, 2)` of `Decimal(Some((10, 2)))`, and `BIG INTEGER` of `BigInteger`.
fn words(debug: &str) -> String {
    let plain = debug.replace("Some", "").replace("(None)", "");
    let (name, rest) = plain.split_once('(').unwrap_or((&plain, ""));
    let numbers = rest.replace(['(', ')'], "");
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_uppercase());
    }
    match text.as_str() {
        "BIG INTEGER" => text = "BIGINT".to_owned(),
        "SMALL INTEGER" => text = "SMALLINT".to_owned(),
        "TINY INTEGER" => text = "TINYINT".to_owned(),
        _ => {}
    }
    if numbers.is_empty() {
        text
    } else {
        format!("{text}({numbers})")
    }
}

fn default_text(default: &ColumnDefault) -> String {
    match default {
        ColumnDefault::Expression(sql) => sql.clone(),
        ColumnDefault::Value(value) => format!("{value:?}"),
    }
}

fn constraint_line(
    f: &mut Formatter<'_>,
    table: &TableName,
    difference: &Difference<Constraint>,
) -> fmt::Result {
    let now = difference.now();
    match difference {
        Difference::Renamed { from, to } => {
            let name = |it: &Constraint| {
                it.name()
                    .map_or_else(|| "no name".to_owned(), str::to_owned)
            };
            let (kind, from, to) = (kind_word(now), name(from), name(to));
            write!(f, "renamed {kind} of {table} from {from} to {to}")
        }
        _ => {
            let verb = verb(difference.former().is_some(), !difference.is_removed());
            let name = now
                .name()
                .map_or_else(String::new, |name| format!(" {name}"));
            let (kind, what) = (kind_word(now), words::constraint(now));
            write!(f, "{verb} {kind}{name} of {table}: {what}")?;
            let Difference::Changed { from, to } = difference else {
                return Ok(());
            };
            let [was, is] = [from, to].map(words::constraint_options);
            let former = words::constraint(from);
            f.write_str(&words::instead_of((&former, &was), (&what, &is)))
        }
    }
}

const fn kind_word(constraint: &Constraint) -> &'static str {
    match constraint {
        Constraint::PrimaryKey(_) => "primary key",
        Constraint::Unique(_) => "unique constraint",
        Constraint::Check(_) => "check",
        Constraint::ForeignKey(_) => "foreign key",
        Constraint::Exclude(_) => "exclusion constraint",
    }
}

fn index(f: &mut Formatter<'_>, difference: &Difference<Index>) -> fmt::Result {
    let now = difference.now();
    match difference {
        Difference::Renamed { from, to } => {
            let (table, from, to) = (to.table(), from.name(), to.name());
            write!(f, "renamed index {from} on {table} to {to}")
        }
        _ => {
            let verb = verb(difference.former().is_some(), !difference.is_removed());
            write!(f, "{verb} index {} on {}", now.name(), now.table())?;
            let Difference::Changed { from, to } = difference else {
                return Ok(());
            };
            let [was, is] = [from, to].map(words::index_options);
            let (former, what) = (words::index(from), words::index(to));
            write!(f, ": {what}")?;
            if from.table() != to.table() {
                write!(f, ", formerly on {}", from.table())?;
            }
            f.write_str(&words::instead_of((&former, &was), (&what, &is)))
        }
    }
}

const fn verb(was: bool, is: bool) -> &'static str {
    match (was, is) {
        (false, _) => "added",
        (true, false) => "removed",
        (true, true) => "changed",
    }
}
