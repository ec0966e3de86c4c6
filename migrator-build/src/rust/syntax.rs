//! What only parsing a whole file can tell: its functions and its normal form.

use migrator_core::base::{Checksum, ChecksumBuilder};
use migrator_core::script::Lines;

use super::functions;
use super::normal::{self, Include};
use crate::Problem;
use crate::cache::Known;

/// A parsed file, as far as it matters.
#[derive(Debug)]
pub(crate) struct Syntax {
    pub(crate) has_downgrade: bool,
    /// The checksum of the normal form.
    pub(crate) form: Checksum,
    pub(crate) includes: Vec<Include>,
    /// Header constants anywhere in the file.
    pub(crate) constants: Vec<&'static str>,
    /// The file is no Rust at all, which rustc reports better.
    pub(crate) is_unparsable: bool,
}

impl Syntax {
    /// Parses a file whose header declares `declared`.
    pub(crate) fn parse(
        file: &str,
        text: &str,
        declared: &[&'static str],
        problems: &mut Vec<Problem>,
    ) -> Self {
        match syn::parse_file(text) {
            Ok(parsed) => {
                let constants = functions::constants(&parsed);
                let has_downgrade = functions::check(file, &parsed, declared, problems);
                let form = normal::normal_form(parsed);
                problems.extend(form.unknown_includes.iter().map(|&(line, column)| {
                    let message = "the checksum cannot cover the file that is included here";
                    Problem::of_file(file, message).at(line, column).help(
                        "name it by a literal, or by \
                         `concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/…\")`",
                    )
                }));
                Self {
                    has_downgrade,
                    form: ChecksumBuilder::new().part(&form.text).finish(),
                    includes: form.includes,
                    constants,
                    is_unparsable: false,
                }
            }
            Err(error) => {
                let span = error.span();
                // What is missing at the end has no place of its own.
                let (line, column) = if span.byte_range().is_empty() {
                    Lines::new(text).at(text.trim_end().len())
                } else {
                    functions::place(span)
                };
                let message = format!("the file is no valid Rust: {error}");
                problems.push(Problem::of_file(file, message).at(line, column));
                Self {
                    has_downgrade: false,
                    form: ChecksumBuilder::new().finish(),
                    includes: Vec::new(),
                    constants: declared.to_vec(),
                    is_unparsable: true,
                }
            }
        }
    }

    /// Returns what an earlier build found in the same text.
    pub(crate) fn known(known: Known, declared: &[&'static str]) -> Self {
        Self {
            has_downgrade: known.has_downgrade,
            form: known.form,
            includes: Vec::new(),
            constants: declared.to_vec(),
            is_unparsable: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Syntax;

    #[test]
    fn what_is_missing_at_the_end_is_missed_at_the_end() {
        let check = |source: &str, line: u32, column: u32| {
            let mut problems = Vec::new();
            let syntax = Syntax::parse("x.rs", source, &[], &mut problems);
            assert!(syntax.is_unparsable, "{source}");
            let places: Vec<_> = problems.iter().map(|it| (it.line, it.column)).collect();
            assert_eq!(places, [(line, column)], "{source}");
        };
        check("pub", 1, 4);
        check("use x;\n\npub const\n\n", 3, 10);
        check("--", 1, 1);
        check("use x;\npub = 1;", 2, 5);
    }
}
