//! The text again, under another name.

use std::fmt::Write;

use super::model::Margin;
use super::{Clause, Column, Constraint, Definition, Words, same_name};
use crate::script::Kind;

impl Definition {
    /// Returns the statement that creates the table under a name, which is given as SQL.
    ///
    /// With the name as it was written, and without edits, it is the text that was parsed. Where a
    /// check says `table.column`, the table is left out, because it has another name now; it
    /// could mean no other table there.
    pub(in super::super) fn print(&self, name: &str) -> String {
        let mut sql = format!("CREATE TABLE {name}{}(", self.gap);
        let count = self.columns.len() + self.constraints.len();
        let mut printed = 0;
        let mut comma = |margin: &Margin, next_is_joined: bool| {
            printed += 1;
            let comma = if printed == count || next_is_joined {
                ""
            } else {
                ","
            };
            format!("{}{comma}{}", margin.trail, margin.after)
        };
        for column in &self.columns {
            self.print_column(&mut sql, column);
            sql.push_str(&comma(&column.margin, false));
        }
        for (at, constraint) in self.constraints.iter().enumerate() {
            self.print_constraint(&mut sql, constraint);
            let next = self.constraints.get(at + 1);
            sql.push_str(&comma(
                &constraint.margin,
                next.is_some_and(|next| next.joined),
            ));
        }
        sql.push_str(&self.tail);
        sql
    }

    fn print_column(&self, sql: &mut String, column: &Column) {
        sql.push_str(&column.margin.lead);
        sql.push_str(&column.name.text);
        if let Some(kind) = &column.kind {
            sql.push_str(&kind.lead);
            sql.push_str(&kind.text);
        }
        for constraint in &column.constraints {
            self.print_constraint(sql, constraint);
        }
    }

    fn print_constraint(&self, sql: &mut String, constraint: &Constraint) {
        sql.push_str(&constraint.margin.lead);
        if let Some(label) = &constraint.label {
            // Writing to a `String` cannot fail.
            let _ = write!(sql, "{}{}{}", label.keyword, label.name.text, label.gap);
        }
        match constraint.clause {
            Clause::Check { .. } => {
                sql.push_str(&unqualified(&constraint.body, &self.name));
            }
            _ => sql.push_str(&constraint.body),
        }
    }
}

/// Returns an expression without `table.` before its columns.
fn unqualified(text: &str, table: &str) -> String {
    let Ok(mut words) = Words::new(text) else {
        return text.to_owned();
    };
    let mut result = String::with_capacity(text.len());
    loop {
        result.push_str(words.lead());
        let Some((kind, token)) = words.next() else {
            return result;
        };
        let is_name = matches!(kind, Kind::Word | Kind::Quoted);
        let qualifies = matches!(words.peek(), Some((Kind::Dot, _)));
        if is_name && qualifies && same_name(&super::unquoted(token), table) {
            words.next();
            continue;
        }
        result.push_str(token);
    }
}
