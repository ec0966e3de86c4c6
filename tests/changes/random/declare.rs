//! The schema as it is declared, and what must be said of the way to it.

use migrator::declared::{Backfill, EnumValueHint, Hints, RenameHint};
use migrator::prelude::*;
use migrator::{Declared, TableName};

use super::model::{self, Kind, Schema, Shape, What};
use super::sql::{condition, default_of, query, quoted};

pub(super) fn declared(schema: &Schema) -> Declared {
    let mut declared = Declared::new();
    for table in &schema.tables {
        for index in &table.indexes {
            declared = declared.index(self::index(table, index));
        }
        declared = declared.table(self::table(schema, table));
    }
    for view in &schema.views {
        let made = match view.is_materialized {
            true => View::materialized(view.name.as_str()),
            false => View::new(view.name.as_str()),
        };
        declared = declared.view(made.as_(query(schema, view)));
    }
    declared
}

fn table(schema: &Schema, table: &model::Table) -> Table {
    let mut made = Table::new(table.name.as_str());
    for column in &table.columns {
        let made_column = self::column(table, column);
        // On PostgreSQL such a key counts by itself.
        let is_plain = schema.is_postgres && !column.counts && table.is_integer_key(column);
        made = made.column(if is_plain {
            made_column.no_generated()
        } else {
            made_column
        });
    }
    if !table.key.is_empty() {
        made = made.primary_key(table.names(&table.key));
    }
    if let Some(comment) = &table.comment {
        made = made.comment(comment);
    }
    for part in &table.parts {
        made = match &part.what {
            What::Unique {
                columns,
                are_nulls_alike,
                defers,
            } => {
                let mut unique = Unique::new(table.names(columns));
                if *are_nulls_alike {
                    unique = unique.nulls_not_distinct();
                }
                if let Some(it) = defers {
                    unique = unique.deferrable(*it);
                }
                made.unique(part.name.iter().fold(unique, Unique::named))
            }
            What::Check(column, limit) => {
                let check = Check::new(condition(table.column(*column), *limit));
                made.check(part.name.iter().fold(check, Check::named))
            }
            What::Reference {
                columns,
                to,
                on_delete,
                on_update,
                defers,
            } => {
                let target = schema.table(*to);
                let mut key = ForeignKey::new(table.names(columns))
                    .references(target.name.as_str(), target.names(&target.key));
                if let Some(it) = on_delete {
                    key = key.on_delete(*it);
                }
                if let Some(it) = on_update {
                    key = key.on_update(*it);
                }
                if let Some(it) = defers {
                    key = key.deferrable(*it);
                }
                made.foreign_key(part.name.iter().fold(key, ForeignKey::named))
            }
        };
    }
    made
}

fn column(table: &model::Table, column: &model::Column) -> Column {
    let kind = match &column.kind {
        Kind::Integer => integer(),
        Kind::Big => big_integer(),
        Kind::Text => text(),
        Kind::Short(length) => string(*length),
        Kind::Boolean => boolean(),
        Kind::Date => date(),
        Kind::Timestamp => timestamp(),
        Kind::Decimal => decimal(10, 2),
        Kind::Array => array(integer()),
        Kind::Enumeration(it) => {
            let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
            enumeration(&it.name, values)
        }
    };
    let mut made = Column::new(&column.name, kind);
    if column.not_null {
        made = made.not_null();
    }
    if let Some(number) = column.default {
        made = match &column.kind {
            Kind::Integer | Kind::Big => made.default(i64::from(number)),
            Kind::Text => made.default(format!("it's {number}")),
            kind => made.default_expr(default_of(kind, number)),
        };
    }
    if let Some(comment) = &column.comment {
        made = made.comment(comment);
    }
    if let Some(of) = column.computed {
        made = made.generated_stored(format!("{} + 1", quoted(&table.column(of).name)));
    }
    if column.counts && !table.is_integer_key(column) {
        made = made.identity(Identity::by_default().start(100));
    }
    made
}

fn index(table: &model::Table, index: &model::Index) -> Index {
    let columns = table.names(&index.columns);
    let first = columns[0].clone();
    let (made, on) = (Index::new(&index.name), table.name.as_str());
    match index.shape {
        Shape::Plain => made.on(on, columns),
        Shape::Unique => made.on(on, columns).unique(),
        Shape::Descending => made.on(on, [IndexPart::column(first).desc()]),
        Shape::Partial => made
            .on(on, columns)
            .filter(format!("{} IS NOT NULL", quoted(&first))),
        Shape::Expression => made.on(
            on,
            [IndexPart::expression(format!("lower({})", quoted(&first)))],
        ),
    }
}

/// What leaves no question open.
pub(super) fn hints(before: &Schema, after: &Schema) -> Hints {
    let mut hints = Hints::default();
    for old in &before.tables {
        let new = after.tables.iter().find(|it| it.id == old.id);
        if new.is_none_or(|it| it.name != old.name) {
            let (from, to) = (
                old.name.as_str().into(),
                new.map(|it| it.name.as_str().into()),
            );
            hints.renames.push(RenameHint::Object { from, to });
        }
        let Some(new) = new else { continue };
        for column in &old.columns {
            let now = new.columns.iter().find(|it| it.id == column.id);
            if now.is_none_or(|it| it.name != column.name) {
                hints.renames.push(RenameHint::Column {
                    table: new.name.as_str().into(),
                    from: column.name.clone(),
                    to: now.map(|it| it.name.clone()),
                });
            }
        }
        for column in new.columns.iter().filter(|it| it.not_null) {
            let was = old.columns.iter().find(|it| it.id == column.id);
            if was.is_none_or(|it| !it.not_null) {
                hints.backfills.push(Backfill {
                    table: new.name.as_str().into(),
                    column: column.name.clone(),
                    expression: Some(filler(&column.kind)),
                });
            }
        }
        for column in &old.columns {
            let now = new.columns.iter().find(|it| it.id == column.id);
            if let Some(now) = now {
                hints
                    .enum_values
                    .extend(values(before, &new.name, column, now));
            }
        }
    }
    let types = after.enumerations();
    for was in before.enumerations() {
        if before.is_postgres && !types.iter().any(|it| it.name == was.name) {
            hints.renames.push(RenameHint::Object {
                from: was.name.as_str().into(),
                to: None,
            });
        }
    }
    hints
}

/// What became of the values of a column's enumeration.
fn values(
    before: &Schema,
    table: &str,
    column: &model::Column,
    now: &model::Column,
) -> Vec<EnumValueHint> {
    let (Some(was), Some(is)) = (column.kind.enumeration(), now.kind.enumeration()) else {
        return Vec::new();
    };
    let name = match before.is_postgres {
        true => TableName::from(is.name.as_str()),
        false => TableName::from((table, now.name.as_str())),
    };
    let values = was.values.iter();
    let changed = values.filter(|it| is.text(it.id) != Some(&it.text));
    let hints = changed.map(|it| EnumValueHint {
        enumeration: name.clone(),
        from: it.text.clone(),
        to: is.text(it.id).map(str::to_owned),
    });
    hints.collect()
}

fn filler(kind: &Kind) -> String {
    let text = match kind {
        Kind::Integer | Kind::Big | Kind::Decimal => "90",
        Kind::Text | Kind::Short(_) => "'filled'",
        Kind::Boolean => "TRUE",
        Kind::Date => "'2020-01-01'",
        Kind::Timestamp => "'2020-01-01 00:00:00'",
        Kind::Array => "'{9}'",
        Kind::Enumeration(it) => return default_of(kind, it.values[0].id),
    };
    text.to_owned()
}
