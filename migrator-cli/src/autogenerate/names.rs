//! Names as they are typed: `users`, `app.users`, `users.nick`, `app."a.b"."say ""hi"""`.
//!
//! What stands between double quotes is as it is, with a quote doubled; elsewhere a dot separates. Letters
//! keep their case.

use migrator::TableName;

use crate::config::value::Mistake;

/// Splits a name at its dots.
pub(crate) fn parts(text: &str) -> Result<Vec<String>, Mistake> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match char {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => part.push('"'),
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(String::new()),
            char => part.push(char),
        }
    }
    if is_quoted {
        return Err(Mistake::new(format!(
            "`{text}` has a quote that is not closed"
        )));
    }
    if parts.iter().any(String::is_empty) {
        return Err(
            Mistake::new(format!("`{text}` is no name: a part of it is empty"))
                .help("write `users`, `app.users`, or `users.nick` for a column"),
        );
    }
    Ok(parts)
}

/// Reads the name of a table, or of another object of a schema.
pub(crate) fn object(text: &str) -> Result<TableName, Mistake> {
    match parts(text)?.as_slice() {
        [name] => Ok(TableName::from(name)),
        [schema, name] => Ok(TableName::from((schema.as_str(), name.as_str()))),
        _ => Err(Mistake::new(format!("`{text}` is no table's name"))
            .help("write `users`, or `app.users` with its schema; a name that has a dot in it stands in quotes")),
    }
}

/// Reads the name of a part, such as a column, with that of its table.
#[cfg(any(feature = "autogenerate", feature = "cargo"))]
pub(crate) fn part(text: &str) -> Result<(TableName, String), Mistake> {
    match parts(text)?.as_slice() {
        [table, part] => Ok((TableName::from(table), part.clone())),
        [schema, table, part] => Ok((
            TableName::from((schema.as_str(), table.as_str())),
            part.clone(),
        )),
        _ => Err(Mistake::new(format!("`{text}` names no column"))
            .help("write `users.nick`, or `app.users.nick` with the schema")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_quotes_is_as_it_is() {
        assert_eq!(parts("app.\"a.b\"").unwrap(), ["app", "a.b"]);
        assert_eq!(parts("\"say \"\"hi\"\"\"").unwrap(), ["say \"hi\""]);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["", ".", "a.", ".a", "a..b", "\"a", "\"\""] {
            assert!(parts(text).is_err(), "{text}");
        }
        assert!(object("a.b.c").is_err());
        assert!(part("a").is_err());
        assert_eq!(
            part("app.users.nick").unwrap(),
            (TableName::from(("app", "users")), "nick".to_owned())
        );
    }
}
