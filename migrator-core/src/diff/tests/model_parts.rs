//! What changes of tables do in the model.

use super::model::{Done, Model};
use super::model_tables::{Keyed, Line};
use crate::base::{Dialect, TableName};
use crate::ops::{ConstraintTarget, TableChange};
use crate::schema::{
    AlterColumn, Change, Column, Constraint, ForeignKey, IdentityChange, Index, IndexPart,
    IndexTarget, ObjectKind,
};

/// Whether something is as it must be.
pub(super) struct Check(pub(super) bool);

impl Check {
    pub(super) fn or(self, what: impl FnOnce() -> String) -> Done {
        if self.0 { Ok(()) } else { Err(what()) }
    }
}

impl Model {
    pub(super) fn alter(&mut self, name: &TableName, change: &TableChange) -> Done {
        let mut table = self
            .tables
            .get(name)
            .ok_or_else(|| format!("no table {name}"))?
            .clone();
        match change {
            TableChange::AddColumn { column, .. } => {
                let is_new = table.column(column.name()).is_none();
                Check(is_new).or(|| format!("{name}.{} is there", column.name()))?;
                let has_value = column.is_nullable()
                    || column.default_value().is_some()
                    || column.identity_options().is_some()
                    || column.generated().is_some();
                Check(has_value).or(|| format!("{name}.{} has no value", column.name()))?;
                self.check_column(column)?;
                for it in mentioned(column) {
                    Check(table.column(&it).is_some()).or(|| format!("no {it}"))?;
                }
                if column.is_nullable() && column.default_value().is_none() {
                    self.nulls.insert((name.clone(), column.name().to_owned()));
                }
                table.columns.push(column.as_ref().clone());
            }
            TableChange::DropColumn(drop) => {
                self.refuse_uses(name, &table, drop.name())?;
                table.columns.retain(|it| it.name() != drop.name());
                let key = (name.clone(), drop.name().to_owned());
                self.nulls.remove(&key);
                self.sequences
                    .retain(|_, it| it.options().owner.as_ref() != Some(&key));
            }
            TableChange::RenameColumn { from, to } => {
                Check(table.column(from).is_some()).or(|| format!("no {name}.{from}"))?;
                Check(table.column(to).is_none()).or(|| format!("{name}.{to} is there"))?;
                table.rename_column(from, to);
                self.tables.insert(name.clone(), table);
                self.follow_column(name, from, to);
                return Ok(());
            }
            TableChange::AlterColumn(alter) => self.alter_column(name, &mut table, alter)?,
            TableChange::AddConstraint(it) => return self.add_constraint(name, it),
            TableChange::DropConstraint(drop) => {
                let place = table.constraints.iter().position(|it| match drop.target() {
                    ConstraintTarget::Named(name) => it.name() == Some(name),
                    ConstraintTarget::Defined(sought) => match sought.name() {
                        Some(name) => it.name() == Some(name),
                        None => it.name().is_none() && it == sought.as_ref(),
                    },
                });
                let place = place.ok_or_else(|| format!("no {:?} in {name}", drop.target()))?;
                let _gone = table.constraints.remove(place);
                self.tables.insert(name.clone(), table);
                return self.check_keys_of(name);
            }
            TableChange::RenameConstraint { from, to } => {
                let is_free = !self.constraint_names().any(|it| it == to);
                Check(is_free).or(|| format!("{to} is there"))?;
                let it = table
                    .constraints
                    .iter_mut()
                    .find(|it| it.name() == Some(from));
                let it = it.ok_or_else(|| format!("no {from} in {name}"))?;
                *it = it.clone().named(to);
            }
            TableChange::ValidateConstraint { .. } => return Err("validate".to_owned()),
            TableChange::Comment(text) => table.comment.clone_from(text),
        }
        self.tables.insert(name.clone(), table);
        Ok(())
    }

    fn constraint_names(&self) -> impl Iterator<Item = &str> {
        self.tables
            .values()
            .flat_map(|it| &it.constraints)
            .filter_map(Constraint::name)
    }

    /// Fails while something uses a column that is to go.
    fn refuse_uses(&self, name: &TableName, table: &Keyed, column: &str) -> Done {
        Check(table.column(column).is_some()).or(|| format!("no {name}.{column}"))?;
        let used = |by: String| format!("{name}.{column} is used by {by}");
        for it in &table.constraints {
            Check(!constraint_names(it).contains(&column.to_owned()))
                .or(|| used(format!("{it:?}")))?;
        }
        for it in &table.columns {
            Check(!mentioned(it).contains(&column.to_owned())).or(|| used(it.name().to_owned()))?;
        }
        for (other, it) in &self.tables {
            let mut keys = it.keys();
            let refers = keys
                .any(|it| it.target() == name && it.target_columns().contains(&column.to_owned()));
            Check(!refers).or(|| used(other.to_string()))?;
        }
        for index in self.indexes.values().filter(|it| it.table() == name) {
            let uses = index_names(index).contains(&column.to_owned());
            Check(!uses).or(|| used(index.name().to_owned()))?;
        }
        let is_it = |it: &crate::schema::ObjectName| {
            it.kind == ObjectKind::Column && it.name == *name && it.part.as_deref() == Some(column)
        };
        self.refuse_needs(is_it)
    }

    fn follow_column(&mut self, name: &TableName, from: &str, to: &str) {
        for table in self.tables.values_mut() {
            for constraint in &mut table.constraints {
                if let Constraint::ForeignKey(key) = constraint
                    && key.target() == name
                {
                    let columns = key.target_columns().iter();
                    let columns = columns.map(|it| {
                        if it == from {
                            to.to_owned()
                        } else {
                            it.clone()
                        }
                    });
                    *key = key.clone().references(name, columns.collect::<Vec<_>>());
                }
            }
        }
        for index in self.indexes.values_mut().filter(|it| it.table() == name) {
            let parts = index.parts().iter().map(|it| match it.target() {
                IndexTarget::Column(column) if column == from => IndexPart::column(to),
                IndexTarget::Column(_) => it.clone(),
                IndexTarget::Expression(sql) => {
                    IndexPart::expression(sql.replace(&format!("\"{from}\""), &format!("\"{to}\"")))
                }
            });
            *index = index.clone().on(name, parts.collect::<Vec<_>>());
            if let Some(condition) = index.condition() {
                let condition = condition.replace(&format!("\"{from}\""), &format!("\"{to}\""));
                *index = index.clone().filter(condition);
            }
        }
        for sequence in self.sequences.values_mut() {
            if sequence.options().owner.as_ref() == Some(&(name.clone(), from.to_owned())) {
                *sequence = sequence.clone().owned_by(name, to);
            }
        }
        if self.nulls.remove(&(name.clone(), from.to_owned())) {
            self.nulls.insert((name.clone(), to.to_owned()));
        }
        self.rename_in_needs(name, from, to);
    }

    fn alter_column(&mut self, name: &TableName, table: &mut Keyed, alter: &AlterColumn) -> Done {
        let column = alter.name().to_owned();
        let was = table
            .column(&column)
            .ok_or_else(|| format!("no {name}.{column}"))?
            .clone();
        if alter.new_kind().is_some() && self.dialect == Dialect::Postgres {
            for it in &table.columns {
                let is_of = mentioned(it).contains(&column);
                Check(!is_of).or(|| format!("{} is computed of {column}", it.name()))?;
            }
            self.refuse_needs(|it| {
                it.kind == ObjectKind::Column
                    && it.name == *name
                    && it.part.as_ref() == Some(&column)
            })?;
        }
        let mut line = Line::of(&was);
        if let Some(kind) = alter.new_kind() {
            line.kind = kind.clone();
        }
        if let Some(nullable) = alter.nullability() {
            line.nullable = nullable;
            let key = (name.clone(), column.clone());
            if nullable {
                self.nulls.insert(key);
            } else {
                Check(!self.nulls.contains(&key)).or(|| format!("{name}.{column} has NULL"))?;
            }
        }
        match alter.new_default() {
            Some(Change::Set(default)) => line.default = Some(default.clone()),
            Some(Change::Drop) => line.default = None,
            None => {}
        }
        match alter.new_comment() {
            Some(Change::Set(text)) => line.comment = Some(text.clone()),
            Some(Change::Drop) => line.comment = None,
            None => {}
        }
        match alter.new_identity() {
            Some(IdentityChange::Add(it) | IdentityChange::Set(it)) => line.identity = Some(it),
            Some(IdentityChange::Drop) => line.identity = None,
            None => {}
        }
        if alter.new_generated() == Some(&Change::Drop) {
            line.generated = None;
        }
        let line = line.column();
        self.check_column(&line)?;
        for it in &mut table.columns {
            if it.name() == column {
                *it = line.clone();
            }
        }
        Ok(())
    }

    pub(super) fn add_constraint(&mut self, name: &TableName, it: &Constraint) -> Done {
        if let Some(new) = it.name() {
            let is_free = !self.constraint_names().any(|it| it == new);
            Check(is_free).or(|| format!("{new} is there"))?;
        }
        let table = self
            .tables
            .get(name)
            .ok_or_else(|| format!("no table {name}"))?;
        for column in constraint_names(it) {
            Check(table.column(&column).is_some())
                .or(|| format!("no {name}.{column} for {it:?}"))?;
        }
        if let Constraint::ForeignKey(key) = it {
            self.check_target(key)?;
        }
        let table = self.tables.get_mut(name).ok_or("no table")?;
        table.constraints.push(it.clone());
        Ok(())
    }

    /// Fails unless a foreign key finds a key.
    fn check_target(&self, key: &ForeignKey) -> Done {
        if self.dialect == Dialect::Sqlite {
            return Ok(());
        }
        let target = self
            .tables
            .get(key.target())
            .ok_or_else(|| format!("no {}", key.target()))?;
        let is_it = |it: &Constraint| match it {
            Constraint::PrimaryKey(it) => it.columns() == key.target_columns(),
            Constraint::Unique(it) => it.columns() == key.target_columns(),
            _ => false,
        };
        let is_index = |it: &Index| {
            it.is_unique() && it.table() == key.target() && index_names(it) == key.target_columns()
        };
        let has = target.constraints.iter().any(is_it) || self.indexes.values().any(is_index);
        Check(has).or(|| format!("no key for {key:?}"))
    }

    /// Fails if a foreign key to a table has lost its key.
    pub(super) fn check_keys_of(&self, name: &TableName) -> Done {
        for table in self.tables.values() {
            for key in table.keys().filter(|it| it.target() == name) {
                self.check_target(key)?;
            }
        }
        Ok(())
    }

    /// Fails if a foreign key compares what cannot be compared.
    pub(super) fn check_types(&self) -> Done {
        if self.dialect == Dialect::Sqlite {
            return Ok(());
        }
        for (name, table) in &self.tables {
            for key in table.keys() {
                let pairs = key.columns().iter().zip(key.target_columns());
                for (own, other) in pairs {
                    let own = table.column(own).map(Column::kind);
                    let target = self.tables.get(key.target());
                    let other = target.and_then(|it| it.column(other)).map(Column::kind);
                    let (Some(own), Some(other)) = (own, other) else {
                        return Err(format!("{name}: {key:?} misses a column"));
                    };
                    let is_alike = own == other || (own.is_integer() && other.is_integer());
                    Check(is_alike).or(|| format!("{name}: {key:?} of {own:?} to {other:?}"))?;
                }
            }
        }
        Ok(())
    }
}

/// On SQLite a foreign key with a name is not told from one without.
pub(super) fn nameless(it: &Constraint, dialect: Dialect) -> Constraint {
    match it {
        Constraint::ForeignKey(it) if dialect == Dialect::Sqlite => {
            let key = ForeignKey::new(it.columns().to_vec());
            key.references(it.target(), it.target_columns().to_vec())
                .into()
        }
        other => other.clone(),
    }
}

/// Returns the names in quotes.
fn quoted_names(sql: &str) -> Vec<String> {
    sql.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn mentioned(column: &Column) -> Vec<String> {
    column
        .generated()
        .map(|it| quoted_names(&it.expression))
        .unwrap_or_default()
}

fn constraint_names(it: &Constraint) -> Vec<String> {
    match it {
        Constraint::PrimaryKey(it) => it.columns().to_vec(),
        Constraint::Unique(it) => it.columns().to_vec(),
        Constraint::Check(it) => quoted_names(it.expression()),
        Constraint::ForeignKey(it) => it.columns().to_vec(),
        Constraint::Exclude(_) => Vec::new(),
    }
}

pub(super) fn index_names(index: &Index) -> Vec<String> {
    let columns = index.parts().iter().flat_map(|it| match it.target() {
        IndexTarget::Column(name) => vec![name.clone()],
        IndexTarget::Expression(sql) => quoted_names(sql),
    });
    columns
        .chain(index.condition().map(quoted_names).unwrap_or_default())
        .collect()
}
