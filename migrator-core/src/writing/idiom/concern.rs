//! Which columns a condition is about.

/// Returns the one of these columns that a condition names; `None` if it names several or none.
///
/// Whatever could be a name counts: who says one too many finds two, and the condition stays where it
/// is.
pub(super) fn only_column<'c>(
    condition: &str,
    columns: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let names = names(condition);
    let is_named = |column: &&str| names.iter().any(|it| it.eq_ignore_ascii_case(column));
    let mut found = columns.filter(is_named);
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// Returns the words outside of texts, and what is in other quotes.
fn names(condition: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = condition.chars().peekable();
    while let Some(first) = rest.next() {
        let closing = match first {
            '"' | '`' | '\'' => first,
            '[' => ']',
            it if is_word(it) => {
                let mut word = String::from(it);
                while let Some(next) = rest.next_if(|it| is_word(*it)) {
                    word.push(next);
                }
                names.push(word);
                continue;
            }
            _ => continue,
        };
        let mut quoted = String::new();
        while let Some(next) = rest.next() {
            // Twice is once, and goes on.
            if next == closing && rest.next_if_eq(&closing).is_none() {
                break;
            }
            quoted.push(next);
        }
        if closing != '\'' {
            names.push(quoted);
        }
    }
    names
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$') || !character.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::only_column;

    #[test]
    fn a_condition_is_about_one_column_or_not() {
        for (condition, expect) in [
            ("age > 0", Some("age")),
            ("AGE > 0 AND age < 9", Some("age")),
            ("age > length(name)", None),
            ("name <> 'age'", Some("name")),
            ("name <> 'it''s age'", Some("name")),
            ("\"a \"\"b\" = 1", Some("a \"b")),
            ("`order`.x = [age]", None),
            ("1 = 1", None),
            ("agex = 1", None),
        ] {
            let columns = ["age", "name", "a \"b", "order"];
            assert_eq!(
                only_column(condition, columns.into_iter()),
                expect,
                "{condition}"
            );
        }
    }
}
