//! Values for the rows that are there.

use super::parts::is_added;
use super::steps::Together;
use super::work::{Parts, Work};
use crate::base::TableName;
use crate::diff::sql::quoted;
use crate::ops::{Command, Execute, Operation, Sql, TableChange};
use crate::schema::AlterColumn;

impl<'a> Work<'a> {
    /// Gives rows that are there their values.
    pub(super) fn fill(&mut self, table: &TableName, parts: &Parts<'a>, are_new: bool) {
        let mut filled = Vec::new();
        for part in &parts.columns {
            let (Some(expression), true) = (part.backfill, is_added(part) == are_new) else {
                continue;
            };
            let column = quoted(part.difference.now().name());
            let place = match table.schema() {
                Some(schema) => format!("{}.{}", quoted(schema), quoted(table.name())),
                None => quoted(table.name()),
            };
            let mut sql = format!("UPDATE {place} SET {column} = ({expression})");
            if !are_new {
                sql.push_str(&format!(" WHERE {column} IS NULL"));
            }
            self.run(sql, vec![part.at]);
            filled.push(part.at);
        }
        if !filled.is_empty()
            && self.is_looked_at_later(table)
            && let Some(sql) = self.introspection.look_now()
        {
            self.run(sql, filled);
        }
    }

    /// Forbids `NULL` in columns whose rows have got their values.
    pub(super) fn require_filled(
        &self,
        table: &TableName,
        parts: &Parts<'_>,
        together: &mut Together,
    ) {
        for part in parts.columns.iter().filter(|it| it.backfill.is_some()) {
            let column = part.difference.now();
            if column.is_nullable() || part.difference.is_removed() {
                continue;
            }
            let alter = AlterColumn::new(column.name()).not_null();
            let alter = alter.was(column.clone().nullable());
            together.push(TableChange::AlterColumn(alter), [part.at]);
            together.cautions.extend(self.fill_caution(table, *part));
        }
    }

    fn run(&mut self, sql: String, changes: Vec<usize>) {
        let command = Command::Sql(Sql::new(sql));
        self.step(Operation::Execute(Execute { command }), changes, None);
    }

    /// Says what there is to say beside the operations of columns that count.
    pub(super) fn count_on(&mut self, table: &TableName, parts: &Parts<'a>) {
        for part in &parts.columns {
            let Some(made) = self.altered(table, *part, true) else {
                continue;
            };
            let name = part.difference.now().name();
            let goes_on = made
                .begins_to_count
                .then(|| self.introspection.count_on(table, name));
            let ends = made
                .ends_cycle
                .then(|| self.introspection.count_once(table, name));
            for sql in [goes_on, ends].into_iter().flatten().flatten() {
                self.run(sql, vec![part.at]);
            }
        }
    }
}
