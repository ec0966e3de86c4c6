//! How things are called that the attributes leave without a name.

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt as _;

use crate::problems::{Problems, suggestion};

/// How the names of fields and variants become those of columns and values.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// The words of `rename_all`, which are serde's.
const CASES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    /// Reads the value of `rename_all`.
    pub(crate) fn read(text: &LitStr, problems: &mut Problems) -> Option<Self> {
        let value = text.value();
        let found = CASES.iter().find(|(name, _)| *name == value);
        if found.is_none() {
            let suggestion = suggestion(&value, CASES.iter().map(|(name, _)| *name));
            problems.add(
                text.span(),
                format!("`{value}` is no case of names: {suggestion}"),
            );
        }
        found.map(|(_, case)| *case)
    }

    /// Writes a name in this case.
    pub(crate) fn of(self, name: &str) -> String {
        let words = words(name);
        let joined = |words: Vec<String>, separator: &str| words.join(separator);
        let upper = || words.iter().map(|word| word.to_uppercase()).collect();
        let capital = || words.iter().map(|word| capitalized(word)).collect();
        match self {
            Self::Lower => joined(words, ""),
            Self::Upper => joined(upper(), ""),
            Self::Pascal => joined(capital(), ""),
            Self::Camel => {
                let first = words.first().cloned().unwrap_or_default();
                let rest = words.iter().skip(1).map(|word| capitalized(word));
                std::iter::once(first).chain(rest).collect()
            }
            Self::Snake => joined(words, "_"),
            Self::ScreamingSnake => joined(upper(), "_"),
            Self::Kebab => joined(words, "-"),
            Self::ScreamingKebab => joined(upper(), "-"),
        }
    }
}

/// Returns a name as it is in Rust, without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Returns the table of a struct that does not name one: its name in snake case, in the plural.
pub(crate) fn table_of(name: &str) -> String {
    plural(&Case::Snake.of(name))
}

/// The regular plurals only; who is not happy with one writes the name.
fn plural(word: &str) -> String {
    let before_y = word.strip_suffix('y').filter(|stem| {
        let vowels = ['a', 'e', 'i', 'o', 'u'];
        !stem.is_empty() && !stem.ends_with(vowels)
    });
    if let Some(stem) = before_y {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"];
    match hisses.iter().any(|end| word.ends_with(end)) {
        true => format!("{word}es"),
        false => format!("{word}s"),
    }
}

/// Takes a name apart at `_` and before capital letters; an acronym is one word.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && before
                .is_some_and(|it| !it.is_uppercase() || after.is_some_and(|it| it.is_lowercase()));
        if begins || *letter == '_' {
            words.push(String::new());
        }
        if let (true, Some(word)) = (*letter != '_', words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::{CASES, table_of};

    #[test]
    fn a_table_is_called_after_the_struct_in_the_plural() {
        let check = |name: &str, expect: &str| assert_eq!(table_of(name), expect);
        check("User", "users");
        check("UserRole", "user_roles");
        check("Category", "categories");
        check("Day", "days");
        check("Address", "addresses");
        check("Box", "boxes");
        check("HTTPRequest", "http_requests");
        check("Utf8Name", "utf8_names");
        check("Übung", "übungs");
    }

    #[test]
    fn the_cases_are_those_of_serde() {
        let written: Vec<String> = CASES
            .iter()
            .map(|(_, case)| case.of("InProgress"))
            .collect();
        assert_eq!(
            written,
            [
                "inprogress",
                "INPROGRESS",
                "InProgress",
                "inProgress",
                "in_progress",
                "IN_PROGRESS",
                "in-progress",
                "IN-PROGRESS"
            ]
        );
        let columns: Vec<String> = CASES
            .iter()
            .map(|(_, case)| case.of("created_at"))
            .collect();
        assert_eq!(columns[3..5], ["createdAt", "created_at"]);
    }
}
