//! The schema as it is declared, and what must be said of the way to it.

use migrator::Declared;
use migrator::autogenerate::{Backfill, Hints, RenameHint};
use migrator::prelude::*;

use super::model::{self, Kind, Schema, Shape, What};
use super::sql::{condition, default_of, quoted};

pub(super) fn declared(schema: &Schema) -> Declared {
    let mut declared = Declared::new();
    for table in &schema.tables {
        for index in &table.indexes {
            declared = declared.index(self::index(table, index));
        }
        declared = declared.table(self::table(schema, table));
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
            What::Unique(columns) => {
                let unique = Unique::new(table.names(columns));
                made.unique(part.name.iter().fold(unique, Unique::named))
            }
            What::Check(column, limit) => {
                let check = Check::new(condition(table.column(*column), *limit));
                made.check(part.name.iter().fold(check, Check::named))
            }
            What::Reference {
                column,
                to,
                cascades,
            } => {
                let target = schema.table(*to);
                let mut key = ForeignKey::new(table.names(&[*column]))
                    .references(target.name.as_str(), target.names(&target.key));
                if *cascades {
                    key = key.on_delete(Action::Cascade);
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
        Kind::Enumeration(name, values) => enumeration(name, values.clone()),
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
    }
    let types = after.enumerations();
    for (name, _) in before.enumerations() {
        if !types.iter().any(|it| it.0 == name) {
            hints.renames.push(RenameHint::Object {
                from: name.as_str().into(),
                to: None,
            });
        }
    }
    hints
}

fn filler(kind: &Kind) -> String {
    let text = match kind {
        Kind::Integer | Kind::Big | Kind::Decimal => "90",
        Kind::Text | Kind::Short(_) => "'filled'",
        Kind::Boolean => "TRUE",
        Kind::Date => "'2020-01-01'",
        Kind::Timestamp => "'2020-01-01 00:00:00'",
        Kind::Array => "'{9}'",
        Kind::Enumeration(..) => "'ok'",
    };
    text.to_owned()
}
