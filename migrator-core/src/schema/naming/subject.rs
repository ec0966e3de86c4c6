//! What a constraint or an index is called after, and the digits that stand for all of it.

use crate::base::ChecksumBuilder;
use crate::schema::{Exclude, ForeignKey, Index, IndexPart, IndexTarget};

/// Something that gets a name.
#[derive(Debug)]
pub(super) enum Subject<'a> {
    PrimaryKey(&'a [String]),
    Unique(&'a [String]),
    ForeignKey(&'a ForeignKey),
    Check {
        expression: &'a str,
        /// The column whose first check it is.
        column: Option<&'a str>,
    },
    Exclude(&'a Exclude),
    Index(&'a Index),
}

impl Subject<'_> {
    /// Returns what stands for `{columns}`.
    pub(super) fn columns(&self) -> String {
        match self {
            Self::PrimaryKey(columns) | Self::Unique(columns) => columns.join("_"),
            Self::ForeignKey(key) => key.columns().join("_"),
            Self::Check { expression, column } => {
                column.map_or_else(|| of_expression(expression), str::to_owned)
            }
            Self::Exclude(exclude) => {
                let targets = exclude.elements().iter().map(|it| word(&it.target));
                targets.collect::<Vec<_>>().join("_")
            }
            Self::Index(index) => {
                let mut words: Vec<String> =
                    index.parts().iter().map(|it| word(it.target())).collect();
                if !is_told_by_columns(index) {
                    words.push(self.hash());
                }
                words.join("_")
            }
        }
    }

    /// Returns the eight digits that stand for the definition.
    pub(super) fn hash(&self) -> String {
        digits(self.told(&mut ChecksumBuilder::new()))
    }

    /// Adds everything that tells it from others of its table.
    pub(super) fn told<'c>(&self, to: &'c mut ChecksumBuilder) -> &'c mut ChecksumBuilder {
        match self {
            Self::PrimaryKey(columns) => list(to.part("primary key"), columns),
            Self::Unique(columns) => list(to.part("unique"), columns),
            Self::ForeignKey(key) => {
                list(to.part("foreign key"), key.columns());
                to.part(key.target().name());
                list(to, key.target_columns())
            }
            Self::Check { expression, .. } => to.part("check").part(normalized(expression)),
            Self::Exclude(exclude) => {
                to.part("exclude").part(exclude.method());
                for element in exclude.elements() {
                    target(to, &element.target).part(&element.operator);
                }
                option(to, exclude.condition().map(normalized).as_deref())
            }
            Self::Index(it) => index(to.part("index"), it),
        }
    }
}

/// Returns the first eight hexadecimal digits of a checksum.
pub(super) fn digits(checksum: &ChecksumBuilder) -> String {
    let checksum = checksum.finish();
    let start = checksum.bytes().iter().take(4);
    start.map(|byte| format!("{byte:02x}")).collect()
}

fn index<'c>(to: &'c mut ChecksumBuilder, index: &Index) -> &'c mut ChecksumBuilder {
    for part in index.parts() {
        let order = [
            if part.is_descending() { "desc" } else { "asc" },
            match part.nulls() {
                None => "",
                Some(crate::schema::Nulls::First) => "first",
                Some(crate::schema::Nulls::Last) => "last",
            },
        ];
        target(to, part.target()).part(order.concat());
        option(to, part.collation());
        option(to, part.operator_class());
    }
    let is_told = |yes: bool| if yes { "yes" } else { "no" };
    to.part(is_told(index.is_unique()));
    option(to, index.condition().map(normalized).as_deref());
    option(to, index.method());
    list(to, index.included());
    to.part(is_told(index.is_nulls_not_distinct()));
    option(to, index.parameters())
}

/// Tells whether an index is nothing but its columns, unique or not.
fn is_told_by_columns(index: &Index) -> bool {
    let is_plain = |part: &IndexPart| {
        let is_sorted = part.is_descending() || part.nulls().is_some();
        !is_sorted && part.collation().is_none() && part.operator_class().is_none()
    };
    index.parts().iter().all(is_plain)
        && index.condition().is_none()
        && index.method().is_none()
        && index.included().is_empty()
        && !index.is_nulls_not_distinct()
}

fn word(target: &IndexTarget) -> String {
    match target {
        IndexTarget::Column(column) => column.clone(),
        IndexTarget::Expression(expression) => of_expression(expression),
    }
}

fn of_expression(expression: &str) -> String {
    digits(ChecksumBuilder::new().part(normalized(expression)))
}

fn target<'c>(to: &'c mut ChecksumBuilder, target: &IndexTarget) -> &'c mut ChecksumBuilder {
    match target {
        IndexTarget::Column(column) => to.part("column").part(column),
        IndexTarget::Expression(sql) => to.part("expression").part(normalized(sql)),
    }
}

fn option<'c>(to: &'c mut ChecksumBuilder, text: Option<&str>) -> &'c mut ChecksumBuilder {
    match text {
        None => to.part("none"),
        Some(text) => to.part("some").part(text),
    }
}

fn list<'c>(to: &'c mut ChecksumBuilder, texts: &[String]) -> &'c mut ChecksumBuilder {
    texts
        .iter()
        .fold(to.part(texts.len().to_string()), |to, it| to.part(it))
}

/// Returns an expression without the white space that means nothing: what is left outside
/// of quotes is one space between two words, or between two operators.
fn normalized(expression: &str) -> String {
    let mut normal = String::with_capacity(expression.len());
    let mut quote = None;
    let mut is_spaced = false;
    for char in expression.chars() {
        match quote {
            Some(end) => {
                quote = Some(end).filter(|end| *end != char);
                normal.push(char);
            }
            None if char.is_whitespace() => is_spaced = true,
            None => {
                let needs_space =
                    is_spaced && normal.chars().last().is_some_and(|it| runs_on(it, char));
                normal.extend(needs_space.then_some(' '));
                normal.push(char);
                is_spaced = false;
                quote = ['\'', '"', '`'].contains(&char).then_some(char);
            }
        }
    }
    normal
}

/// Tells whether two characters without a space between them could be read as one thing.
fn runs_on(left: char, right: char) -> bool {
    let is_word = |it: char| it.is_alphanumeric() || "_$'\"`".contains(it);
    let is_operator = |it: char| "+-*/<>=~!@#%^&|?:".contains(it);
    is_word(left) && is_word(right) || is_operator(left) && is_operator(right)
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn white_space_outside_of_quotes_does_not_count() {
        let check = |expression: &str, expect: &str| assert_eq!(normalized(expression), expect);
        check(" age  >\n 0 ", "age>0");
        check("age > 0 AND  name <> ''", "age>0 AND name<>''");
        check(
            "name <> 'a  b' OR \"x  y\" = 'it''s  x'",
            "name<>'a  b' OR \"x  y\"='it''s  x'",
        );
        check("length ( name ) IN (1, 2)", "length(name)IN(1,2)");
        check("a - -1 > 0", "a- -1>0");
    }
}
