//! Columns, types and constraints, read by the names of now.

use super::{Place, Renaming};
use crate::base::TableName;
use crate::schema::{
    Check, Column, ColumnDefault, ColumnType, Constraint, Exclude, ForeignKey, IndexTarget,
    PrimaryKey, Table, Unique,
};

impl Renaming {
    /// Returns a type by the names of now. What is no part of it is left out: the values of an enumeration
    /// that is compared by itself, and its name where the database keeps none.
    pub(in crate::diff) fn column_type(&self, kind: &ColumnType) -> ColumnType {
        match kind {
            ColumnType::Enum { name, values, .. } => {
                let name = TableName::from(name);
                let is_known = self.enums.contains(&name);
                let name = match self.habits.has_enumerations {
                    true => self.type_name(&name).name().to_owned(),
                    false => String::new(),
                };
                ColumnType::Enum {
                    name,
                    values: if is_known { Vec::new() } else { values.clone() },
                    existing: true,
                }
            }
            ColumnType::Array {
                element,
                dimensions,
            } => ColumnType::Array {
                element: Box::new(self.column_type(element)),
                dimensions: *dimensions,
            },
            ColumnType::Custom(text) => ColumnType::Custom(self.type_text(text)),
            other => other.clone(),
        }
    }

    /// Returns a default by the names of now.
    pub(in crate::diff) fn default(
        &self,
        place: &Place<'_>,
        default: &ColumnDefault,
    ) -> ColumnDefault {
        match default {
            ColumnDefault::Expression(sql) => {
                ColumnDefault::Expression(self.expression(place, sql))
            }
            ColumnDefault::Value(_) => default.clone(),
        }
    }

    /// Returns a column by the names of now, without what only says what a key does.
    pub(in crate::diff) fn column_now(&self, place: &Place<'_>, column: &Column) -> Column {
        let name = self.column_name(place.table, column.name());
        let mut now = Column::new(name, self.column_type(column.kind()));
        if !column.is_nullable() {
            now = now.not_null();
        }
        match column.default_value().map(|it| self.default(place, it)) {
            Some(ColumnDefault::Expression(sql)) => now = now.default_expr(sql),
            Some(ColumnDefault::Value(value)) => now = now.default(value),
            None => {}
        }
        if let Some(collation) = column.collation() {
            now = now.collate(collation);
        }
        if let Some(comment) = column.comment_text() {
            now = now.comment(comment);
        }
        if let Some(identity) = column.identity_options() {
            now = now.identity(identity);
        }
        if let Some(generated) = column.generated() {
            let sql = self.expression(place, &generated.expression);
            now = match generated.stored {
                true => now.generated_stored(sql),
                false => now.generated_virtual(sql),
            };
        }
        now
    }

    fn names(&self, table: &TableName, names: &[String]) -> Vec<String> {
        let now = |name: &String| self.column_name(table, name).to_owned();
        names.iter().map(now).collect()
    }

    /// Returns a constraint by the names of now, without its own.
    pub(in crate::diff) fn constraint(
        &self,
        place: &Place<'_>,
        constraint: &Constraint,
    ) -> Constraint {
        let names = |names: &[String]| self.names(place.table, names);
        match constraint {
            Constraint::PrimaryKey(key) => {
                let mut now = PrimaryKey::new(names(key.columns())).include(names(key.included()));
                if let Some(deferral) = key.deferral() {
                    now = now.deferrable(deferral);
                }
                now.into()
            }
            Constraint::Unique(unique) => {
                let mut now = Unique::new(names(unique.columns()));
                now = now.include(names(unique.included()));
                if unique.is_nulls_not_distinct() {
                    now = now.nulls_not_distinct();
                }
                if let Some(deferral) = unique.deferral() {
                    now = now.deferrable(deferral);
                }
                now.into()
            }
            Constraint::Check(check) => self.check(place, check).into(),
            Constraint::ForeignKey(key) => self.foreign_key(place, key).into(),
            Constraint::Exclude(exclude) => self.exclude(place, exclude).into(),
        }
    }

    pub(super) fn check(&self, place: &Place<'_>, check: &Check) -> Check {
        let mut now = Check::new(self.expression(place, check.expression()));
        if check.is_not_valid() {
            now = now.not_valid();
        }
        if check.is_no_inherit() {
            now = now.no_inherit();
        }
        now
    }

    fn foreign_key(&self, place: &Place<'_>, key: &ForeignKey) -> ForeignKey {
        let targets = self.names(key.target(), key.target_columns());
        let mut now = ForeignKey::new(self.names(place.table, key.columns()))
            .references(self.table_name(key.target()), targets)
            .on_delete_columns(self.names(place.table, key.delete_columns()));
        if let Some(action) = key.delete_action() {
            now = now.on_delete(action);
        }
        if let Some(action) = key.update_action() {
            now = now.on_update(action);
        }
        if let Some(deferral) = key.deferral() {
            now = now.deferrable(deferral);
        }
        if key.is_match_full() {
            now = now.match_full();
        }
        if key.is_not_valid() {
            now = now.not_valid();
        }
        now
    }

    fn exclude(&self, place: &Place<'_>, exclude: &Exclude) -> Exclude {
        let mut now = Exclude::using(exclude.method());
        for element in exclude.elements() {
            now = match &element.target {
                IndexTarget::Column(name) => {
                    now.column(self.column_name(place.table, name), &element.operator)
                }
                IndexTarget::Expression(sql) => {
                    now.expression(self.expression(place, sql), &element.operator)
                }
            };
        }
        if let Some(condition) = exclude.condition() {
            now = now.filter(self.expression(place, condition));
        }
        if let Some(deferral) = exclude.deferral() {
            now = now.deferrable(deferral);
        }
        now
    }
}

/// Returns the constraints of a table, in a fixed order.
pub(in crate::diff) fn constraints(table: &Table) -> Vec<Constraint> {
    let key = table.table_primary_key().cloned().map(Constraint::from);
    let uniques = table.uniques().iter().cloned().map(Constraint::from);
    let checks = table.checks().iter().cloned().map(Constraint::from);
    let keys = table.foreign_keys().iter().cloned().map(Constraint::from);
    let excludes = table.excludes().iter().cloned().map(Constraint::from);
    let all = key.into_iter().chain(uniques).chain(checks);
    all.chain(keys).chain(excludes).collect()
}
