//! The tables of the model.

use super::model::Done;
use super::model_parts::{Check, nameless};
use crate::base::{Dialect, TableName};
use crate::diff::renaming::constraints;
use crate::schema::{
    Check as Condition, Column, ColumnDefault, ColumnType, Constraint, ForeignKey, PrimaryKey,
    Table, Unique,
};

/// A table whose parts can be changed.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) comment: Option<String>,
}

/// A column under construction.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) kind: ColumnType,
    pub(super) nullable: bool,
    pub(super) default: Option<ColumnDefault>,
    pub(super) comment: Option<String>,
    pub(super) identity: Option<crate::schema::Identity>,
    pub(super) generated: Option<crate::schema::Generated>,
}

impl Line {
    pub(super) fn column(self) -> Column {
        let mut column = Column::new(self.name, self.kind);
        if !self.nullable {
            column = column.not_null();
        }
        if let Some(ColumnDefault::Expression(sql)) = self.default {
            column = column.default_expr(sql);
        }
        if let Some(comment) = self.comment {
            column = column.comment(comment);
        }
        if let Some(identity) = self.identity {
            column = column.identity(identity);
        }
        if let Some(it) = self.generated {
            column = column.generated_stored(it.expression);
        }
        column
    }
}

impl Keyed {
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.name() == name)
    }

    fn edit(&mut self, edit: impl Fn(&mut Line)) {
        for column in &mut self.columns {
            let mut line = Line::of(column);
            edit(&mut line);
            *column = line.column();
        }
    }

    pub(super) fn has_type(&self, type_: &str) -> bool {
        let is_it =
            |it: &Column| matches!(it.kind(), ColumnType::Enum { name, .. } if name == type_);
        self.columns.iter().any(is_it)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.constraints.iter().filter_map(|it| match it {
            Constraint::ForeignKey(key) => Some(key),
            _ => None,
        })
    }

    pub(super) fn new(table: &Table) -> Self {
        Self {
            columns: table.columns().to_vec(),
            constraints: constraints(table),
            comment: table.comment_text().map(str::to_owned),
        }
    }
}

impl Line {
    pub(super) fn of(column: &Column) -> Self {
        Self {
            name: column.name().to_owned(),
            kind: column.kind().clone(),
            nullable: column.is_nullable(),
            default: column.default_value().cloned(),
            comment: column.comment_text().map(str::to_owned),
            identity: column.identity_options(),
            generated: column.generated().cloned(),
        }
    }
}

impl Keyed {
    /// Fails if a check or a computed column has a value of an enumeration, or a default one that went.
    pub(super) fn refuse_mentions(&self, name: &TableName, values: &[String]) -> Done {
        let suffix = format!("::{name}");
        for constraint in &self.constraints {
            if let Constraint::Check(it) = constraint {
                Check(!it.expression().contains(&suffix)).or(|| format!("{it:?}"))?;
            }
        }
        for column in &self.columns {
            if let Some(it) = column.generated() {
                Check(!it.expression.contains(&suffix)).or(|| format!("{it:?}"))?;
            }
            if let Some(ColumnDefault::Expression(sql)) = column.default_value()
                && sql.ends_with(&suffix)
            {
                let is_there = values.iter().any(|it| *sql == format!("'{it}'{suffix}"));
                Check(is_there).or(|| format!("default {sql}"))?;
            }
        }
        Ok(())
    }

    /// Fails if an expression has a text.
    pub(super) fn refuse_text(&self, text: &str) -> Done {
        let has = |sql: &str| Check(!sql.contains(text)).or(|| format!("{sql} has {text}"));
        for column in &self.columns {
            if let Some(ColumnDefault::Expression(sql)) = column.default_value() {
                has(sql)?;
            }
        }
        Ok(())
    }

    pub(super) fn rename_column(&mut self, from: &str, to: &str) {
        let rename = |it: &str| {
            if it == from {
                to.to_owned()
            } else {
                it.to_owned()
            }
        };
        let list = |all: &[String]| -> Vec<String> { all.iter().map(|it| rename(it)).collect() };
        self.edit(|it| it.name = rename(&it.name));
        for constraint in &mut self.constraints {
            let name = constraint.name().map(str::to_owned);
            let renamed: Constraint = match &*constraint {
                Constraint::PrimaryKey(it) => PrimaryKey::new(list(it.columns())).into(),
                Constraint::Unique(it) => Unique::new(list(it.columns())).into(),
                Constraint::ForeignKey(it) => {
                    let (target, columns) = (it.target().clone(), it.target_columns().to_vec());
                    ForeignKey::new(list(it.columns()))
                        .references(target, columns)
                        .into()
                }
                other => other.clone(),
            };
            *constraint = match name {
                Some(name) => renamed.named(name),
                None => renamed,
            };
        }
        self.retext(&format!("\"{from}\""), &format!("\"{to}\""));
    }

    pub(super) fn rename_type(&mut self, from: &str, to: &str) {
        self.edit(|it| {
            if let ColumnType::Enum { name, .. } = &mut it.kind
                && name == from
            {
                *name = to.to_owned();
            }
        });
    }

    pub(super) fn retarget(&mut self, from: &TableName, to: &TableName) {
        for constraint in &mut self.constraints {
            if let Constraint::ForeignKey(key) = constraint
                && key.target() == from
            {
                let columns = key.target_columns().to_vec();
                *key = key.clone().references(to, columns);
            }
        }
    }

    /// Replaces text in all expressions.
    pub(super) fn retext(&mut self, from: &str, to: &str) {
        self.edit(|it| {
            if let Some(ColumnDefault::Expression(sql)) = &mut it.default {
                *sql = sql.replace(from, to);
            }
            if let Some(it) = &mut it.generated {
                it.expression = it.expression.replace(from, to);
            }
        });
        for constraint in &mut self.constraints {
            if let Constraint::Check(check) = constraint {
                let renamed = Condition::new(check.expression().replace(from, to));
                *check = match check.name() {
                    Some(name) => renamed.named(name),
                    None => renamed,
                };
            }
        }
    }

    pub(super) fn set_values(&mut self, of: &str, all: &[String]) {
        self.edit(|it| {
            if let ColumnType::Enum { name, values, .. } = &mut it.kind
                && name == of
            {
                *values = all.to_vec();
            }
        });
    }

    /// Returns the table with its parts in a fixed order.
    pub(super) fn table(&self, name: &TableName, dialect: Dialect) -> Table {
        let mut table = Table::new(name);
        let mut columns = self.columns.clone();
        columns.sort_by_key(|it| it.name().to_owned());
        for column in columns {
            table = table.column(Line::of(&column).column());
        }
        let all = self.constraints.iter().map(|it| nameless(it, dialect));
        let mut all: Vec<Constraint> = all.collect();
        all.sort_by_key(|it| format!("{it:?}"));
        for constraint in all {
            table = match constraint {
                Constraint::PrimaryKey(it) => table.primary_key(it),
                Constraint::Unique(it) => table.unique(it),
                Constraint::Check(it) => table.check(it),
                Constraint::ForeignKey(it) => table.foreign_key(it),
                Constraint::Exclude(it) => table.exclude(it),
            };
        }
        match &self.comment {
            Some(comment) => table.comment(comment),
            None => table,
        }
    }
}
