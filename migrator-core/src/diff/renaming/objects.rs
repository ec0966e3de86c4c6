//! What stands by itself, read by the names of now.

use super::{Place, Renaming};
use crate::ops::{Domain, Sequence, Sql, Trigger};
use crate::schema::{ColumnDefault, ColumnType, Index, IndexPart, IndexTarget, Nulls};

impl Renaming {
    /// Returns an index by the names of now, without its own.
    pub(in crate::diff) fn index(&self, place: &Place<'_>, index: &Index) -> Index {
        self.index_called("", place, index)
    }

    /// Returns an index by the names of now, by a name.
    pub(in crate::diff) fn index_called(
        &self,
        name: &str,
        place: &Place<'_>,
        index: &Index,
    ) -> Index {
        let parts = index.parts().iter().map(|it| self.index_part(place, it));
        let parts: Vec<IndexPart> = parts.collect();
        let included = index.included().iter();
        let included = included.map(|it| self.column_name(place.table, it).to_owned());
        let mut now = Index::new(name)
            .on(self.table_name(index.table()), parts)
            .include(included.collect::<Vec<_>>());
        if index.is_unique() {
            now = now.unique();
        }
        if let Some(condition) = index.condition() {
            now = now.filter(self.expression(place, condition));
        }
        if let Some(method) = index.method() {
            now = now.using(method);
        }
        if index.is_nulls_not_distinct() {
            now = now.nulls_not_distinct();
        }
        if let Some(parameters) = index.parameters() {
            now = now.with(parameters);
        }
        if let Some(tablespace) = index.tablespace_name() {
            now = now.tablespace(tablespace);
        }
        now
    }

    fn index_part(&self, place: &Place<'_>, part: &IndexPart) -> IndexPart {
        let mut now = match part.target() {
            IndexTarget::Column(name) => IndexPart::column(self.column_name(place.table, name)),
            IndexTarget::Expression(sql) => IndexPart::expression(self.expression(place, sql)),
        };
        if part.is_descending() {
            now = now.desc();
        }
        match part.nulls() {
            Some(Nulls::First) => now = now.nulls_first(),
            Some(Nulls::Last) => now = now.nulls_last(),
            None => {}
        }
        if let Some(collation) = part.collation() {
            now = now.collate(collation);
        }
        if let Some(opclass) = part.operator_class() {
            now = now.opclass(opclass);
        }
        now
    }

    /// Returns a domain by the names of now.
    pub(in crate::diff) fn domain(&self, domain: &Domain) -> Domain {
        let place = Place::nowhere(domain.name());
        let kind = domain.kind().map(|it| self.column_type(it));
        let kind = kind.unwrap_or(ColumnType::Text);
        let mut now = Domain::new(self.type_name(domain.name()), kind);
        if !domain.is_nullable() {
            now = now.not_null();
        }
        match domain.default_value().map(|it| self.default(&place, it)) {
            Some(ColumnDefault::Expression(sql)) => now = now.default_expr(sql),
            Some(ColumnDefault::Value(value)) => now = now.default(value),
            None => {}
        }
        if let Some(collation) = domain.collation() {
            now = now.collate(collation);
        }
        for check in domain.checks() {
            let name = check.name();
            let check = self.check(&place, check);
            now = now.check(match name {
                Some(name) => check.named(name),
                None => check,
            });
        }
        now
    }

    /// Returns a sequence by the names of now.
    pub(in crate::diff) fn sequence_now(&self, sequence: &Sequence) -> Sequence {
        let options = sequence.options();
        let owner = options.owner.as_ref();
        let owner = owner.map(|(table, column)| {
            let column = self.column_name(table, column).to_owned();
            (self.table_name(table), column)
        });
        with_owner(sequence, self.sequence_name(sequence.name()), owner)
    }

    /// Returns a trigger by the names of now.
    pub(in crate::diff) fn trigger(&self, place: &Place<'_>, trigger: &Trigger) -> Trigger {
        let text = |sql: &Sql| sql.text(self.habits.dialect).unwrap_or_default().to_owned();
        let sql = trigger.sql().map(text).unwrap_or_default();
        let sql = self.trigger_text(place, &sql);
        let now = Trigger::new(trigger.name(), self.table_name(trigger.table()), sql);
        match trigger.is_constraint() {
            true => now.constraint(),
            false => now,
        }
    }
}

/// Returns a sequence with another name and owner.
pub(in crate::diff) fn with_owner(
    sequence: &Sequence,
    name: crate::base::TableName,
    owner: Option<(crate::base::TableName, String)>,
) -> Sequence {
    let options = sequence.options();
    let mut now = Sequence::new(name);
    if let Some(kind) = &options.kind {
        now = now.of(kind.clone());
    }
    if let Some(value) = options.start {
        now = now.start(value);
    }
    if let Some(value) = options.increment {
        now = now.increment(value);
    }
    if let Some(value) = options.min {
        now = now.min(value);
    }
    if let Some(value) = options.max {
        now = now.max(value);
    }
    if let Some(values) = options.cache {
        now = now.cache(values);
    }
    match options.cycle {
        Some(true) => now = now.cycle(),
        Some(false) => now = now.no_cycle(),
        None => {}
    }
    match owner {
        Some((table, column)) => now.owned_by(table, column),
        None => now,
    }
}
