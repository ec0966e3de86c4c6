//! What an altered column says.

use super::work::{ColumnPart, Work};
use crate::base::TableName;
use crate::catalog::Conversion;
use crate::diff::Difference;
use crate::diff::renaming::Place;
use crate::diff::sql::{literal, quoted};
use crate::schema::{AlterColumn, Column, ColumnDefault, Identity};

/// What has to happen to a column.
#[derive(Debug)]
pub(super) struct Alteration {
    /// All but what is beside.
    pub(super) alter: AlterColumn,
    /// Whether `alter` says anything.
    pub(super) is_any: bool,
    /// Whether the column bears no `NULL` any more.
    pub(super) becomes_required: bool,
    /// Whether it counts from now on.
    pub(super) begins_to_count: bool,
    /// Whether its counting no longer begins again at the end, which only SQL says.
    pub(super) ends_cycle: bool,
}

impl Work<'_> {
    /// Returns what makes a column what it is to be; apart from its name, from that it is not computed any more, and,
    /// unless it is `whole`, from that it bears no `NULL`.
    pub(super) fn altered(
        &self,
        table: &TableName,
        part: ColumnPart<'_>,
        whole: bool,
    ) -> Option<Alteration> {
        let Difference::Changed { from, to } = part.difference else {
            return None;
        };
        let former = self.former(table);
        let place = self.tables.get(&former).map(|it| self.now.place(it));
        let place = place.unwrap_or_else(|| Place::nowhere(&former));
        let was = self.now.column_now(&place, from);
        let wanted = self.wanted_table(table).map(|it| self.same.place(it));
        let place = wanted.unwrap_or_else(|| Place::nowhere(table));
        let is = self.same.column_now(&place, to);
        let mut made = Alteration {
            alter: AlterColumn::new(to.name()),
            is_any: true,
            becomes_required: was.is_nullable() && !is.is_nullable(),
            begins_to_count: was.identity_options().is_none() && is.identity_options().is_some(),
            ends_cycle: false,
        };
        let using = part.using.map(str::to_owned);
        let using = using.or_else(|| mapped(to.name(), part.values));
        let using = using.or_else(|| {
            self.conversion(from, to)
                .filter(|_| was.kind() != is.kind())
        });
        made.kind(&was, &is, (to, using), self.builds_anew());
        match (was.is_nullable(), is.is_nullable()) {
            (true, false) if whole => made.put(AlterColumn::not_null),
            (false, true) => made.put(AlterColumn::nullable),
            _ => {}
        }
        made.default(&was, &is, to);
        if was.comment_text() != is.comment_text() {
            made.put(|it| match is.comment_text() {
                Some(text) => it.comment(text),
                None => it.drop_comment(),
            });
        }
        made.identity(&was, &is);
        made.is_any = made.alter != AlterColumn::new(to.name());
        let was = match from.name() == to.name() {
            true => from.clone(),
            false => was,
        };
        made.put(|it| it.was(was));
        Some(made)
    }

    /// Returns how values come to another type by themselves, which nobody has said on the way back.
    fn conversion(&self, from: &Column, to: &Column) -> Option<String> {
        match self
            .introspection
            .conversion(to.name(), from.kind(), to.kind())
        {
            Conversion::Using(expression) => Some(expression),
            Conversion::Implicit | Conversion::Unknown => None,
        }
    }
}

/// Returns the expression by which values of a column become others, if any do.
fn mapped(column: &str, values: &[(String, String)]) -> Option<String> {
    let when = |(was, is): &(String, String)| format!("WHEN {} THEN {}", literal(was), literal(is));
    let whens: Vec<String> = values.iter().map(when).collect();
    let column = quoted(column);
    (!whens.is_empty()).then(|| format!("CASE {column} {} ELSE {column} END", whens.join(" ")))
}

impl Alteration {
    fn put(&mut self, change: impl FnOnce(AlterColumn) -> AlterColumn) {
        let alter = std::mem::replace(&mut self.alter, AlterColumn::new(""));
        self.alter = change(alter);
    }

    fn kind(
        &mut self,
        was: &Column,
        is: &Column,
        to: (&Column, Option<String>),
        builds_anew: bool,
    ) {
        let (to, using) = to;
        let is_recollated = was.collation() != is.collation();
        // PostgreSQL changes the collation with the type only.
        if was.kind() != is.kind() || (is_recollated && !builds_anew) {
            self.put(|it| it.kind(to.kind().clone()));
        }
        if let Some(using) = using {
            self.put(|it| it.using(using));
        }
        if is_recollated {
            self.put(|it| match is.collation() {
                Some(collation) => it.collate(collation),
                None if builds_anew => it.collate("BINARY"),
                None => it.drop_collation(),
            });
        }
    }

    fn default(&mut self, was: &Column, is: &Column, to: &Column) {
        if was.default_value() == is.default_value() {
            return;
        }
        self.put(|it| match to.default_value() {
            None => it.drop_default(),
            Some(ColumnDefault::Expression(sql)) => it.default_expr(sql),
            Some(ColumnDefault::Value(value)) => it.default(value.clone()),
        });
    }

    fn identity(&mut self, was: &Column, is: &Column) {
        match (was.identity_options(), is.identity_options()) {
            (None, Some(identity)) => self.put(|it| it.add_identity(identity)),
            (Some(_), None) => self.put(AlterColumn::drop_identity),
            (Some(former), Some(identity)) if former != identity => {
                let ends = |it: Identity| it.clauses().iter().any(|it| it == "CYCLE");
                self.ends_cycle = ends(former) && !ends(identity);
                let identity = identity.instead_of(former, is.kind());
                self.put(|it| it.set_identity(identity));
            }
            _ => {}
        }
    }
}
