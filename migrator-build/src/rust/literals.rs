//! The values that a header constant may have: a text, a list of texts or of pairs, a transaction mode.

use migrator_core::base::Transaction;
use migrator_core::script::{Lines, Located, LocatedList};

use super::lexer::{Kind, Token};

/// Returns the value of a string literal.
pub(super) fn string(token: Token<'_>) -> Option<String> {
    if token.kind != Kind::Text {
        return None;
    }
    match token
        .text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        Some(plain) if !plain.contains('\\') => Some(plain.to_owned()),
        _ => syn::parse_str::<syn::LitStr>(token.text)
            .ok()
            .map(|literal| literal.value()),
    }
}

/// Reads `&["a", "b"]`, or returns the token that does not belong there.
pub(super) fn list<'a>(
    value: &[Token<'a>],
    lines: &Lines<'_>,
) -> Result<LocatedList, Option<Token<'a>>> {
    let (start, inner) = match value {
        [amp, open, inner @ .., close]
            if amp.text == "&" && open.text == "[" && close.text == "]" =>
        {
            (amp, inner)
        }
        _ => return Err(value.first().copied()),
    };
    let mut items = Vec::new();
    for (index, token) in inner.iter().enumerate() {
        if index % 2 == 1 {
            if token.text != "," || token.kind != Kind::Punct {
                // `"a" + "b"` or the like: the element is the offender.
                return Err(inner.get(index - 1).copied());
            }
            continue;
        }
        let (line, column) = lines.at(token.offset);
        items.push(Located::new(
            string(*token).ok_or(Some(*token))?,
            line,
            column,
        ));
    }
    let (line, column) = lines.at(start.offset);
    Ok(Located::new(items, line, column))
}

/// Reads `&[("a", "b")]`: each pair with the place of its first, or the token that does not belong there.
pub(super) fn pairs<'a>(
    value: &[Token<'a>],
    lines: &Lines<'_>,
) -> Result<Vec<(Located<String>, String)>, Option<Token<'a>>> {
    let mut rest = match value {
        [amp, open, inner @ .., close]
            if amp.text == "&" && open.text == "[" && close.text == "]" =>
        {
            inner
        }
        _ => return Err(value.first().copied()),
    };
    let mut pairs = Vec::new();
    while let Some((start, behind)) = rest.split_first() {
        let [first, comma, second, behind @ ..] = behind else {
            return Err(Some(*start));
        };
        // A comma may stand behind the second, too.
        let behind = match behind {
            [comma, behind @ ..] if comma.text == "," => behind,
            behind => behind,
        };
        let [close, behind @ ..] = behind else {
            return Err(Some(*start));
        };
        let has_marks = start.text == "(" && comma.text == "," && close.text == ")";
        let (Some(name), Some(text), true) = (string(*first), string(*second), has_marks) else {
            return Err(Some(*start));
        };
        let (line, column) = lines.at(first.offset);
        pairs.push((Located::new(name, line, column), text));
        rest = match behind {
            [] => behind,
            [comma, behind @ ..] if comma.text == "," => behind,
            [other, ..] => return Err(Some(*other)),
        };
    }
    Ok(pairs)
}

/// Reads a path that ends in `Transaction::None`; an error may carry a help.
pub(super) fn transaction(value: &[Token<'_>]) -> Result<Transaction, Option<&'static str>> {
    let text = text_of(value);
    let mode = match text.rsplit_once("Transaction::") {
        Some((path, mode)) if path.is_empty() || path.ends_with("::") => mode,
        _ => return Err(None),
    };
    match mode {
        "None" => Ok(Transaction::None),
        "PerMigration" => Ok(Transaction::PerMigration),
        "WholeRun" => Err(Some(
            "`None` and `PerMigration` are a migration's choice; a whole run in one transaction is \
             an option of the run",
        )),
        _ => Err(None),
    }
}

/// Writes tokens without the blanks between them.
pub(super) fn text_of(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|token| token.text).collect()
}
