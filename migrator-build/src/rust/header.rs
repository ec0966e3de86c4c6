//! The constants at the top of a Rust migration.
//!
//! ```text
//!  pub const REVISION: &str = "c46dab3fa34a";
//!  pub const DOWN_REVISION: &[&str] = &["ae1", "7c2"];
//!  pub const DEPENDS_ON: &[&str] = &[];                            optional
//!  pub const BRANCH_LABELS: &[&str] = &[];                         optional
//!  pub const REPLACES: &[&str] = &["a1", "b2"];                    optional
//!  pub const TRANSACTION: Transaction = Transaction::None;         optional
//!  pub const WAIVES: &[(&str, &str)] = &[("offline", "it reads")];  optional
//! ```
//!
//! They must be literals, because they are read before anything is compiled.
//! Reading stops at the first function.

use migrator_core::script::{Header, Lines, Located, Waiver, first_paragraph};

use super::front::Front;
use super::lexer::{Kind, Token};
use super::literals::{list, pairs, string, text_of, transaction};
use crate::Problem;

/// The constants a header may have.
pub(crate) const NAMES: [&str; 7] = [
    "REVISION",
    "DOWN_REVISION",
    "DEPENDS_ON",
    "BRANCH_LABELS",
    "REPLACES",
    "TRANSACTION",
    "WAIVES",
];

/// A header and which constants it declares, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct RustHeader {
    pub(crate) header: Header,
    pub(crate) declared: Vec<&'static str>,
    /// Whether there is a function behind it; if not, the text may be a beginning
    /// that was cut off too early.
    pub(crate) is_whole: bool,
}

/// Reads the header of a file, or of a beginning of it; what is missing is not a
/// problem yet.
pub(crate) fn read(file: &str, source: &str, problems: &mut Vec<Problem>) -> RustHeader {
    let front = Front::of(source);
    let mut reader = Reader {
        file,
        lines: Lines::new(source.get(..front.end).unwrap_or(source)),
        tokens: &front.tokens,
        result: RustHeader::default(),
        problems,
    };
    reader.items();
    let mut result = reader.result;
    result.header.message = first_paragraph(front.docs.into_iter().map(|(_, line)| line));
    result.is_whole = front.is_whole;
    result
}

struct Reader<'a, 'p> {
    file: &'a str,
    lines: Lines<'a>,
    tokens: &'a [Token<'a>],
    result: RustHeader,
    problems: &'p mut Vec<Problem>,
}

/// A constant, cut into its parts.
struct Constant<'a> {
    name: Token<'a>,
    key: &'static str,
    /// What stands in front of `const`: attributes and visibility.
    before: &'a [Token<'a>],
    type_: &'a [Token<'a>],
    value: &'a [Token<'a>],
}

impl<'a> Reader<'a, '_> {
    /// Walks over the items of the file and takes the header constants among them.
    fn items(&mut self) {
        let (mut depth, mut start) = (0_usize, 0);
        for (at, token) in self.tokens.iter().enumerate() {
            match (token.kind, token.text) {
                (Kind::Open, _) => depth += 1,
                (Kind::Close, text) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && text == "}" {
                        start = at + 1;
                    }
                }
                (Kind::Punct, ";") if depth == 0 => start = at + 1,
                (Kind::Word, "const" | "static") if depth == 0 => self.item(start, at),
                _ => {}
            }
        }
    }

    fn item(&mut self, start: usize, at: usize) {
        let Some(constant) = self.constant(start, at) else {
            return;
        };
        let keyword = self.tokens.get(at).map_or("", |token| token.text);
        if self.result.declared.contains(&constant.key) {
            let problem = format!("`{}` is declared twice", constant.key);
            return self.problem(constant.name, problem, "keep one of the two");
        }
        self.result.declared.push(constant.key);
        let is = |token: &Token<'_>, text: &str| token.text == text;
        if keyword == "static" {
            let problem = format!("`{}` is a static, not a constant", constant.key);
            return self.problem(constant.name, problem, "write `pub const`");
        }
        if constant.before.windows(3).any(|three| {
            matches!(three, [hash, open, cfg] if is(hash, "#") && is(open, "[") && cfg.text.starts_with("cfg"))
        }) {
            let problem = format!("`{}` is compiled conditionally", constant.key);
            return self.problem(constant.name, problem, "remove the attribute: the graph is the same in every build");
        }
        if !constant.before.iter().any(|token| is(token, "pub")) {
            let problem = format!("`{}` is private", constant.key);
            self.problem(constant.name, problem, "write `pub const`");
        }
        self.value(&constant);
    }

    /// Cuts `const NAME: type = value;` apart; `None` if it is none of ours.
    fn constant(&self, start: usize, at: usize) -> Option<Constant<'a>> {
        let tokens = self.tokens;
        let name = *tokens.get(at + 1)?;
        let key = NAMES.into_iter().find(|key| *key == name.text)?;
        let rest = tokens.get(at + 2..)?;
        let end = at_depth_0(rest, ";").unwrap_or(rest.len());
        let declaration = rest.get(..end)?;
        let equals = at_depth_0(declaration, "=").unwrap_or(declaration.len());
        let type_ = declaration.get(..equals).unwrap_or_default();
        Some(Constant {
            name,
            key,
            before: tokens.get(start..at).unwrap_or_default(),
            type_: type_.split_first().map_or(&[], |(_, type_)| type_),
            value: declaration.get(equals + 1..).unwrap_or_default(),
        })
    }

    fn value(&mut self, constant: &Constant<'a>) {
        let wanted = match constant.key {
            "REVISION" => "&str",
            "TRANSACTION" => "Transaction",
            "WAIVES" => "&[(&str,&str)]",
            _ => "&[&str]",
        };
        let fits = reads(constant.type_, wanted)
            || wanted == "Transaction" && text_of(constant.type_).ends_with("::Transaction");
        if !fits {
            let at = constant.type_.first().copied().unwrap_or(constant.name);
            let wanted = wanted.replace(',', ", ");
            let problem = format!("`{}` must be of type `{wanted}`", constant.key);
            return self.problem(at, problem, &example(constant.key));
        }
        if constant.key == "WAIVES" {
            return self.waives(constant);
        }
        let header = &mut self.result.header;
        let place = |at: Token<'_>| self.lines.at(at.offset);
        let list = list(constant.value, &self.lines);
        let first = constant.value.first().copied().unwrap_or(constant.name);
        let (line, column) = place(first);
        let offender = match constant.key {
            "REVISION" => match constant.value {
                [token] => string(*token).map_or(Some(*token), |value| {
                    header.revision = Some(Located::new(value, line, column));
                    None
                }),
                _ => Some(first),
            },
            "TRANSACTION" => match transaction(constant.value) {
                Ok(mode) => {
                    header.transaction = Some(Located::new(mode, line, column));
                    None
                }
                Err(Some(help)) => {
                    let problem = "a migration cannot ask for this transaction mode";
                    return self.problem(first, problem.to_owned(), help);
                }
                Err(None) => Some(first),
            },
            key => match list {
                Ok(list) => {
                    let slot = match key {
                        "DOWN_REVISION" => &mut header.down_revision,
                        "DEPENDS_ON" => &mut header.depends_on,
                        "REPLACES" => &mut header.replaces,
                        _ => &mut header.branch_labels,
                    };
                    *slot = Some(list);
                    None
                }
                Err(offender) => Some(offender.unwrap_or(first)),
            },
        };
        if let Some(offender) = offender {
            let problem = format!("`{}` is not a literal", constant.key);
            self.problem(offender, problem, &example(constant.key));
        }
    }

    fn waives(&mut self, constant: &Constant<'a>) {
        let pairs = match pairs(constant.value, &self.lines) {
            Ok(pairs) => pairs,
            Err(offender) => {
                let offender = offender.unwrap_or(constant.name);
                let problem = format!("`{}` is not a literal", constant.key);
                return self.problem(offender, problem, &example(constant.key));
            }
        };
        for (name, reason) in pairs {
            let (line, column) = (name.line, name.column);
            let name = Located::new(name.value.as_str(), line, column);
            let waives = &mut self.result.header.waives;
            match Waiver::new(name, &reason, waives) {
                Ok(waiver) => waives.push(waiver),
                Err(fault) => {
                    let problem = Problem::of_file(self.file, fault.to_string());
                    self.problems
                        .push(problem.at(line, column).help(fault.help()));
                }
            }
        }
    }

    fn problem(&mut self, at: Token<'_>, message: String, help: &str) {
        let (line, column) = self.lines.at(at.offset);
        self.problems.push(
            Problem::of_file(self.file, message)
                .at(line, column)
                .help(help),
        );
    }
}

/// Tells whether tokens make a type, a lifetime `'static` not counted.
fn reads(type_: &[Token<'_>], wanted: &str) -> bool {
    let mut words = type_.iter().filter(|token| token.text != "'static");
    words.try_fold(wanted, |rest, token| rest.strip_prefix(token.text)) == Some("")
}

/// Shows how a constant is written.
fn example(key: &str) -> String {
    match key {
        "REVISION" => {
            "write `pub const REVISION: &str = \"…\";`: the header is read before anything \
            is compiled"
                .to_owned()
        }
        "TRANSACTION" => {
            "write `pub const TRANSACTION: Transaction = Transaction::None;`".to_owned()
        }
        "WAIVES" => "write `pub const WAIVES: &[(&str, &str)] = &[(\"round_trip\", \"why\")];`: the header is read \
            before anything is compiled"
            .to_owned(),
        "DOWN_REVISION" => {
            "write `pub const DOWN_REVISION: &[&str] = &[\"…\"];`, with nothing between \
                            the brackets for a first revision: the header is read before anything \
                            is compiled"
                .to_owned()
        }
        _ => format!(
            "write `pub const {key}: &[&str] = &[\"…\"];`: the header is read before anything is compiled"
        ),
    }
}

/// Returns where a punctuation stands outside all brackets.
fn at_depth_0(tokens: &[Token<'_>], wanted: &str) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word | Kind::Text | Kind::Literal | Kind::Punct | Kind::Doc => {}
        }
        depth == 0 && token.text == wanted
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    /// Shows ids with their places, and the problems.
    fn check(source: &str, expect: &[&str]) {
        let mut problems = Vec::new();
        let header = read("x.rs", source, &mut problems).header;
        let mut shown = Vec::new();
        if let Some(id) = header.revision {
            shown.push(format!("{}@{}:{}", id.value, id.line, id.column));
        }
        for list in [
            header.down_revision,
            header.depends_on,
            header.branch_labels,
        ]
        .into_iter()
        .flatten()
        {
            let items = list
                .value
                .iter()
                .map(|id| format!("{}@{}:{}", id.value, id.line, id.column));
            shown.push(format!("[{}]", items.collect::<Vec<_>>().join(", ")));
        }
        shown.extend(
            header
                .transaction
                .map(|transaction| format!("{:?}", transaction.value)),
        );
        let waives = header.waives.iter().map(|it| {
            let (check, reason) = (it.check, &it.reason);
            format!("{}@{}:{} {reason}", check.value, check.line, check.column)
        });
        shown.extend(waives);
        shown.extend((!header.message.is_empty()).then_some(header.message));
        shown.extend(
            problems
                .iter()
                .map(|problem| format!("{}:{}: {}", problem.line, problem.column, problem.message)),
        );
        assert_eq!(shown, expect, "{source}");
    }

    #[test]
    fn a_header_is_read_with_places() {
        check(
            "//! Create users\n//! and roles.\n//!\n//! Why.\nuse migrator::prelude::*;\n\
             pub const REVISION: &'static str = \"c46d\";\n\
             pub(crate) const DOWN_REVISION: &[&'static str] = &[\"a\", r\"b\", \"\\u{63}\",];\n\
             #[allow(dead_code)] pub const DEPENDS_ON: &[&str] = &[];\n\
             const HELPER: [u8; 2] = { const REVISION: u8 = 1; [REVISION; 2] };\n\
             pub const TRANSACTION: migrator::Transaction = migrator::Transaction::None;\n\
             pub fn upgrade() {}\npub const BRANCH_LABELS: &[&str] = &[\"late\"];",
            &[
                "c46d@6:36",
                "[a@7:53, b@7:58, c@7:64]",
                "[]",
                "None",
                "Create users and roles.",
            ],
        );
    }

    #[test]
    fn what_is_not_a_literal_is_pointed_at() {
        check(
            "pub const REVISION: &str = concat!(\"a\", \"b\");",
            &["1:28: `REVISION` is not a literal"],
        );
        check(
            "pub const REVISION: &str = OTHER;",
            &["1:28: `REVISION` is not a literal"],
        );
        check(
            "pub const REVISION: &str = b\"a\";",
            &["1:28: `REVISION` is not a literal"],
        );
        check(
            "pub const DOWN_REVISION: &[&str] = PARENTS;",
            &["1:36: `DOWN_REVISION` is not a literal"],
        );
        check(
            "pub const DEPENDS_ON: &[&str] = &[\"a\",\n a::REVISION];",
            &["2:2: `DEPENDS_ON` is not a literal"],
        );
        check(
            "pub const TRANSACTION: Transaction = mode();",
            &["1:38: `TRANSACTION` is not a literal"],
        );
        check(
            "pub const TRANSACTION: Transaction = Transaction::WholeRun;",
            &["1:38: a migration cannot ask for this transaction mode"],
        );
    }

    #[test]
    fn checks_are_waived_with_a_reason() {
        check(
            "pub const WAIVES: &[(&'static str, &str)] = &[(\"round_trip\", \"a\"), (\"offline\", r\"b\",),];",
            &["round_trip@1:48 a", "offline@1:69 b"],
        );
        check(
            "pub const WAIVES: &[(&str, &str)] = &[(\"of line\", \"a\"), (\"released\", \" \")];",
            &[
                "1:40: there is no check `of line`",
                "1:58: `released` is waived without a reason",
            ],
        );
        for (value, column) in [
            ("&[(\"offline\", why())]", 39),
            ("&[\"offline\"]", 39),
            ("ALL", 37),
        ] {
            check(
                &format!("pub const WAIVES: &[(&str, &str)] = {value};"),
                &[&format!("1:{column}: `WAIVES` is not a literal")],
            );
        }
        check(
            "pub const WAIVES: &[&str] = &[\"offline\"];",
            &["1:19: `WAIVES` must be of type `&[(&str, &str)]`"],
        );
    }

    #[test]
    fn what_is_declared_otherwise_is_pointed_at() {
        check(
            "pub const REVISION: String = \"a\";",
            &["1:21: `REVISION` must be of type `&str`"],
        );
        check(
            "pub const DOWN_REVISION: [&str; 1] = [\"a\"];",
            &["1:26: `DOWN_REVISION` must be of type `&[&str]`"],
        );
        check(
            "const REVISION: &str = \"a\";",
            &["a@1:24", "1:7: `REVISION` is private"],
        );
        check(
            "pub static REVISION: &str = \"a\";",
            &["1:12: `REVISION` is a static, not a constant"],
        );
        check(
            "#[cfg(unix)] pub const REVISION: &str = \"a\";",
            &["1:24: `REVISION` is compiled conditionally"],
        );
        check(
            "pub const REVISION: &str = \"a\";\npub const REVISION: &str = \"b\";",
            &["a@1:28", "2:11: `REVISION` is declared twice"],
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics(
            parts in prop::collection::vec(prop::sample::select(vec![
                "pub ", "const ", "static ", "REVISION", "DOWN_REVISION", "TRANSACTION", ":", "&str", "&[&str]",
                "=", "\"a\"", "\"", "&[", "]", "{", "}", "(", ")", ";", "'", "r#\"", "\"#", "\\", "//", "/*", "*/",
                "\n", "//!", "fn ", "ä", "#[cfg(x)]", "Transaction::", "None", ",", " ", "r", "b", "#",
            ]), 0..60),
        ) {
            let text = parts.concat();
            let whole = read("x.rs", &text, &mut Vec::new());
            for (cut, _) in text.char_indices() {
                let (mut problems, beginning) = (Vec::new(), text.get(..cut).unwrap_or_default());
                let read = read("x.rs", beginning, &mut problems);
                // A function ends the header wherever the text ends.
                if read.is_whole {
                    assert_eq!(read.header, whole.header, "cut at {cut}");
                }
            }
        }
    }
}
