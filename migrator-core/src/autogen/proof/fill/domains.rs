//! Which domain a column has, and what is under it. Pure.

use crate::base::{Dialect, TableName};
use crate::catalog::Catalog;
use crate::ops::Domain;
use crate::schema::ColumnType;
use crate::script::{Kind, tokens};

/// Returns the type under a domain; the type itself if it is none.
pub(super) fn under<'c>(
    kind: &'c ColumnType,
    catalog: &'c Catalog,
    dialect: Dialect,
) -> &'c ColumnType {
    let mut kind = kind;
    // A domain may be over another.
    for _ in 0..8 {
        match domain(kind, catalog, dialect).and_then(Domain::kind) {
            Some(under) => kind = under,
            None => break,
        }
    }
    kind
}

pub(super) fn domain<'c>(
    kind: &ColumnType,
    catalog: &'c Catalog,
    dialect: Dialect,
) -> Option<&'c Domain> {
    let ColumnType::Custom(name) = kind else {
        return None;
    };
    let name = named(name, dialect)?;
    catalog.domains.iter().find(|it| *it.name() == name)
}

/// Reads the name of a type: `email`, `"app"."Email"`.
pub(in crate::autogen::proof) fn named(text: &str, dialect: Dialect) -> Option<TableName> {
    let mut parts: Vec<String> = Vec::new();
    for token in tokens(dialect, text) {
        match token.ok()? {
            (Kind::Word, word) => parts.push(word.to_lowercase()),
            (Kind::Quoted, quoted) => {
                let inner = quoted.get(1..quoted.len().checked_sub(1)?)?;
                parts.push(inner.replace("\"\"", "\""));
            }
            (Kind::Dot, _) => {}
            _ => return None,
        }
    }
    match parts.as_slice() {
        [name] => Some(TableName::from(name.as_str())),
        [schema, name] => Some(TableName::from((schema.as_str(), name.as_str()))),
        _ => None,
    }
}
