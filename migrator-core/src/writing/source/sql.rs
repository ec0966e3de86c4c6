//! SQL: one text for all databases, or one for each.

use super::Written;
use crate::base::Dialect;
use crate::ops::{Command, Sql};
use crate::writing::layout::Expression;
use crate::writing::literal::{text, value};

/// Writes SQL where a text alone would do as well.
pub(super) fn sql_or_text(it: &Sql) -> Expression {
    match it.text_of_all() {
        Some(plain) if *it == Sql::new(plain) => text(plain),
        _ => sql(it),
    }
}

/// The methods that give the text for one database are called like it.
fn sql(it: &Sql) -> Expression {
    let own = Dialect::ALL.into_iter();
    let own = own.filter_map(|dialect| Some((dialect.keyword(), it.text_of_its_own(dialect)?)));
    let plain = it.text_of_all().map(|plain| ("new", plain));
    let mut texts = plain.into_iter().chain(own);
    let (first, begin) = texts.next().unwrap_or(("new", ""));
    let made = Expression::Call(format!("Sql::{first}"), vec![text(begin)]);
    let mut made = texts.fold(made, |made, (dialect, own)| {
        made.then(dialect, vec![text(own)])
    });
    for parameter in it.params() {
        made = made.then("param", vec![value(parameter)]);
    }
    made.then_if(it.is_repeatable(), "repeatable")
        .then_with("reversed_by", it.reversal().map(sql_or_text))
}

/// Writes what is executed.
pub(super) fn command(command: &Command) -> Written {
    match command {
        Command::Sql(sql) => Ok(sql_or_text(sql)),
        Command::Insert(_)
        | Command::Update(_)
        | Command::Delete(_)
        | Command::Select(_)
        | Command::With(_) => Err(BUILT),
    }
}

/// What has no source that could be found again.
pub(super) const BUILT: &str = "a statement or an expression of the query builder";
