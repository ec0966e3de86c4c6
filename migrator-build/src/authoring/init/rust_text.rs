//! Lines put into Rust files, where rustfmt would have them.
//!
//! Pure, on text: what is there is kept to the letter, comments included. Byte order mark
//! and line endings stay what they are.

use proc_macro2::LineColumn;
use syn::spanned::Spanned as _;
use syn::{AttrStyle, File, Item, ItemFn};

/// Puts a call between the declarations at the top of a file and the rest.
///
/// `None` if the file is no Rust.
pub(super) fn with_call(text: &str, call: &str) -> Option<String> {
    edit(text, |text| {
        let file = syn::parse_file(text).ok()?;
        Some(match end_of_declarations(&file) {
            Some(end) => behind(text, end_of_line(text, offset(text, end)?), call),
            None => on_top(text, call),
        })
    })
}

/// Makes a statement the first of `fn main`.
///
/// `None` if the file is no Rust, or has no such function.
pub(super) fn with_first_statement(text: &str, statement: &str) -> Option<String> {
    edit(text, |text| {
        let file = syn::parse_file(text).ok()?;
        let main = file.items.iter().find_map(|item| match item {
            Item::Fn(function) if function.sig.ident == "main" => Some(function),
            _ => None,
        })?;
        in_body(text, main, statement)
    })
}

/// Returns the byte of a place in a text.
pub(super) fn offset(text: &str, place: LineColumn) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n').take(place.line.checked_sub(1)?) {
        start += line.len();
    }
    let line = text.get(start..)?;
    let column = line.char_indices().nth(place.column);
    Some(start + column.map_or(line.len(), |(at, _)| at))
}

/// Edits a text as if its lines ended as on Unix, and had no mark in front.
fn edit(text: &str, edit: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    const MARK: &str = "\u{feff}";
    let (mark, body) = match text.strip_prefix(MARK) {
        Some(body) => (MARK, body),
        None => ("", text),
    };
    let n_lines = body.matches('\n').count();
    let edited = if n_lines > 0 && body.matches("\r\n").count() == n_lines {
        edit(&body.replace("\r\n", "\n"))?.replace('\n', "\r\n")
    } else {
        edit(body)?
    };
    Some(format!("{mark}{edited}"))
}

/// The end of the inner attributes and of the imports and modules behind them.
fn end_of_declarations(file: &File) -> Option<LineColumn> {
    let is_declaration = |item: &&Item| match item {
        Item::Use(_) | Item::ExternCrate(_) => true,
        Item::Mod(module) => module.content.is_none(),
        _ => false,
    };
    let last = file.items.iter().take_while(is_declaration).last();
    let attribute = file.attrs.last().map(|it| it.span().end());
    last.map(|item| item.span().end()).or(attribute)
}

/// The end of the line, if nothing but a comment is left of it.
fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with("//") {
        at + line.len()
    } else {
        at
    }
}

fn behind(text: &str, at: usize, call: &str) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let after = after.trim_start();
    let gap = if after.is_empty() { "\n" } else { "\n\n" };
    format!("{}\n\n{call}{gap}{after}", before.trim_end())
}

/// Behind the first comment, if that stands by itself: it is the license.
fn on_top(text: &str, call: &str) -> String {
    let is_comment = |line: &&str| line.starts_with("//") || line.starts_with("#!");
    let comment: usize = text
        .split_inclusive('\n')
        .take_while(is_comment)
        .map(str::len)
        .sum();
    let rest = text.get(comment..).unwrap_or_default();
    if comment > 0 && (rest.starts_with('\n') || rest.is_empty()) {
        return behind(text, comment, call);
    }
    let text = text.trim_start();
    let gap = if text.is_empty() { "\n" } else { "\n\n" };
    format!("{call}{gap}{text}")
}

fn in_body(text: &str, function: &ItemFn, statement: &str) -> Option<String> {
    let braces = function.block.brace_token.span;
    let inner = function
        .attrs
        .iter()
        .rev()
        .find(|it| matches!(it.style, AttrStyle::Inner(_)));
    let start = inner.map_or(braces.open().end(), |it| it.span().end());
    let start = offset(text, start)?;
    let end = offset(text, braces.close().start())?;
    let outer = indent(text, offset(text, function.span().start())?);
    let first = function.block.stmts.first();
    let first = first.and_then(|it| offset(text, it.span().start()));
    let (before, body, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    if !body.contains('\n') {
        let rest = match body.trim() {
            "" => String::new(),
            rest => format!("{outer}    {rest}\n"),
        };
        return Some(format!(
            "{before}\n{outer}    {statement}\n{rest}{outer}{after}"
        ));
    }
    let inner = match first.filter(|first| is_first_of_line(text, *first)) {
        Some(first) => indent(text, first).to_owned(),
        None => format!("{outer}    "),
    };
    let at = end_of_line(text, start);
    let (before, rest) = text.split_at_checked(at)?;
    // Code behind the brace gets a line of its own.
    let rest = if rest.starts_with('\n') {
        rest.to_owned()
    } else {
        format!("\n{inner}{}", rest.trim_start_matches(' '))
    };
    Some(format!("{before}\n{inner}{statement}{rest}"))
}

/// The blanks in front of the line that holds a byte.
fn indent(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(line..).unwrap_or_default();
    let end = line
        .find(|c: char| c != ' ' && c != '\t')
        .unwrap_or(line.len());
    line.get(..end).unwrap_or_default()
}

fn is_first_of_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::{with_call, with_first_statement};

    #[test]
    fn a_call_stands_behind_the_declarations() {
        let check = |text: &str, expect: &str| {
            assert_eq!(with_call(text, "m!();").as_deref(), Some(expect), "{text}");
        };
        check("", "m!();\n");
        check("fn main() {}\n", "m!();\n\nfn main() {}\n");
        check(
            "// A license.\n\nfn main() {}\n",
            "// A license.\n\nm!();\n\nfn main() {}\n",
        );
        check(
            "// Why.\nfn main() {}\n",
            "m!();\n\n// Why.\nfn main() {}\n",
        );
        check("//! Docs.", "//! Docs.\n\nm!();\n");
        check(
            "//! Docs.\n#![forbid(unsafe_code)]\n/// Main.\nfn main() {}\n",
            "//! Docs.\n#![forbid(unsafe_code)]\n\nm!();\n\n/// Main.\nfn main() {}\n",
        );
        check(
            "//! Docs.\n\nmod a;\n\nuse {\n    b,\n    c,\n}; // d\n// Why.\nfn main() {}\nuse late;\n",
            "//! Docs.\n\nmod a;\n\nuse {\n    b,\n    c,\n}; // d\n\nm!();\n\n// Why.\nfn main() {}\nuse late;\n",
        );
        check(
            "use a;\r\n\r\nfn main() {}\r\n",
            "use a;\r\n\r\nm!();\r\n\r\nfn main() {}\r\n",
        );
        check(
            "\u{feff}use ä; fn main() {}",
            "\u{feff}use ä;\n\nm!();\n\nfn main() {}",
        );
        assert_eq!(with_call("fn", "m!();"), None);
    }

    #[test]
    fn a_statement_becomes_the_first_of_main() {
        let check = |text: &str, expect: &str| {
            let found = with_first_statement(text, "s();");
            assert_eq!(found.as_deref(), Some(expect), "{text}");
        };
        check("fn main() {}\n", "fn main() {\n    s();\n}\n");
        check("fn main() { a(); }", "fn main() {\n    s();\n    a();\n}");
        check(
            "fn main() {\n    a();\n}\n",
            "fn main() {\n    s();\n    a();\n}\n",
        );
        check(
            "use x;\nfn main() -> Result<(), E> { // Why.\n\ta()?;\n\tOk(())\n}\n",
            "use x;\nfn main() -> Result<(), E> { // Why.\n\ts();\n\ta()?;\n\tOk(())\n}\n",
        );
        check(
            "fn main() {\r\n    // First.\r\n    a();\r\n}\r\n",
            "fn main() {\r\n    s();\r\n    // First.\r\n    a();\r\n}\r\n",
        );
        check(
            "fn main() { a();\n b(); }",
            "fn main() {\n    s();\n    a();\n b(); }",
        );
        check(
            "fn main() {\n    #![allow(x)]\n    a();\n}\n",
            "fn main() {\n    #![allow(x)]\n    s();\n    a();\n}\n",
        );
        assert_eq!(with_first_statement("fn other() {}", "s();"), None);
        assert_eq!(with_first_statement("mod a { fn main() {} }", "s();"), None);
    }
}
