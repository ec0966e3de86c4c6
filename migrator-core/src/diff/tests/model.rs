//! A database that is a value: operations change it as a server would, or fail as one would.
//!
//! Every table has rows, and every column that may be `NULL` has one that is, until an `UPDATE` says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::model_parts::Check;
use super::model_tables::Keyed;
use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, Need};
use crate::diff::Arrangement;
use crate::ops::{Command, Enumeration, Operation, Sequence};
use crate::schema::{Column, ColumnType, Constraint, Index, ObjectKind, Table};

pub(super) type Done = Result<(), String>;

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) dialect: Dialect,
    pub(super) tables: BTreeMap<TableName, Keyed>,
    pub(super) indexes: BTreeMap<String, Index>,
    pub(super) enums: BTreeMap<TableName, Vec<String>>,
    pub(super) domains: BTreeMap<TableName, crate::ops::Domain>,
    pub(super) sequences: BTreeMap<TableName, Sequence>,
    pub(super) views: BTreeMap<TableName, crate::ops::View>,
    pub(super) functions: BTreeMap<String, crate::ops::Function>,
    pub(super) triggers: BTreeMap<(TableName, String), crate::ops::Trigger>,
    pub(super) needs: Vec<Need>,
    /// Columns with a row that has nothing in them.
    pub(super) nulls: BTreeSet<(TableName, String)>,
}

impl Model {
    pub(super) fn new(catalog: &Catalog, needs: &[&Catalog], dialect: Dialect) -> Self {
        let mut model = Self {
            dialect,
            tables: BTreeMap::new(),
            indexes: catalog
                .indexes
                .iter()
                .map(|it| (it.name().to_owned(), it.clone()))
                .collect(),
            enums: catalog
                .enums
                .iter()
                .map(|it| (it.name().clone(), it.values().to_vec()))
                .collect(),
            domains: catalog
                .domains
                .iter()
                .map(|it| (it.name().clone(), it.clone()))
                .collect(),
            sequences: catalog
                .sequences
                .iter()
                .map(|it| (it.name().clone(), it.clone()))
                .collect(),
            views: catalog
                .views
                .iter()
                .map(|it| (it.name().clone(), it.clone()))
                .collect(),
            functions: catalog
                .functions
                .iter()
                .map(|it| (it.signature().to_owned(), it.clone()))
                .collect(),
            triggers: BTreeMap::new(),
            needs: needs.iter().flat_map(|it| it.needs.clone()).collect(),
            nulls: BTreeSet::new(),
        };
        for it in &catalog.triggers {
            let key = (it.table().clone(), it.name().to_owned());
            model.triggers.insert(key, it.clone());
        }
        for table in &catalog.tables {
            for column in table.columns() {
                if column.is_nullable() && column.generated().is_none() {
                    model
                        .nulls
                        .insert((table.name().clone(), column.name().to_owned()));
                }
            }
            model.tables.insert(table.name().clone(), Keyed::new(table));
        }
        model
    }

    /// Takes all steps, or returns what went wrong, with all of them.
    pub(super) fn run(&mut self, arrangement: &Arrangement) -> Done {
        for (at, step) in arrangement.steps.iter().enumerate() {
            self.apply(&step.operation).map_err(|it| {
                let steps = super::lines::steps(arrangement);
                format!("step {}: {it}\n{}", at + 1, steps.join("\n"))
            })?;
        }
        Ok(())
    }

    fn apply(&mut self, operation: &Operation) -> Done {
        match operation {
            Operation::CreateTable(it) => self.create_table(&it.table),
            Operation::DropTable(it) => self.drop_table(&it.table),
            Operation::RenameTable(it) => self.rename_table(&it.from, &it.to),
            Operation::AlterTable(it) => {
                for change in &it.changes {
                    self.alter(&it.table, change)?;
                }
                self.check_types()
            }
            Operation::CreateIndex(it) => self.create_index(&it.index),
            Operation::DropIndex(it) => {
                let gone = self.indexes.remove(it.index.name());
                let gone = gone.ok_or_else(|| format!("no index {}", it.index))?;
                self.check_keys_of(gone.table())
            }
            Operation::RenameIndex(it) => {
                let index = self.indexes.remove(it.from.name());
                let index = index.ok_or_else(|| format!("no index {}", it.from))?;
                let columns = index.parts().to_vec();
                let mut renamed = Index::new(&it.to).on(index.table(), columns);
                if index.is_unique() {
                    renamed = renamed.unique();
                }
                if let Some(condition) = index.condition() {
                    renamed = renamed.filter(condition);
                }
                self.create_index(&renamed)
            }
            Operation::Enumeration(it) => self.enumeration(it),
            Operation::Sequence(it) => self.sequence(it),
            Operation::View(it) => self.view(it),
            Operation::Domain(it) => self.domain(it),
            Operation::Function(it) => self.function(it),
            Operation::Trigger(it) => self.trigger(it),
            Operation::Execute(it) => match &it.command {
                Command::Sql(sql) => self.update(sql.text(self.dialect).unwrap_or_default()),
                other => Err(format!("{other:?}")),
            },
            other => Err(format!("{} is not known", other.name())),
        }
    }

    /// Reads `UPDATE "t" SET "c" = …`.
    fn update(&mut self, sql: &str) -> Done {
        if sql.starts_with("SELECT") || sql.starts_with("ALTER") {
            return Ok(());
        }
        let parts: Vec<&str> = sql.split('"').collect();
        let (table, column) = (TableName::from(parts[1]), parts[3]);
        let is_there = self
            .tables
            .get(&table)
            .is_some_and(|it| it.column(column).is_some());
        Check(is_there).or(|| format!("no {table}.{column} for {sql}"))?;
        self.nulls.remove(&(table, column.to_owned()));
        Ok(())
    }

    fn create_table(&mut self, table: &Table) -> Done {
        let name = table.name();
        Check(!self.tables.contains_key(name)).or(|| format!("{name} is there"))?;
        for column in table.columns() {
            self.check_column(column)?;
        }
        let mut created = Keyed::new(table);
        let constraints = std::mem::take(&mut created.constraints);
        self.tables.insert(name.clone(), created);
        let (keys, others): (Vec<Constraint>, Vec<Constraint>) = constraints
            .into_iter()
            .partition(|it| matches!(it, Constraint::ForeignKey(_)));
        for constraint in others.into_iter().chain(keys) {
            self.add_constraint(name, &constraint)?;
        }
        Ok(())
    }

    pub(super) fn check_column(&self, column: &Column) -> Done {
        if let ColumnType::Enum { name, .. } = column.kind()
            && self.dialect == Dialect::Postgres
        {
            let is_there = self.enums.contains_key(&TableName::from(name));
            Check(is_there).or(|| format!("no type {name} for {}", column.name()))?;
        }
        Ok(())
    }

    fn drop_table(&mut self, name: &TableName) -> Done {
        self.tables
            .remove(name)
            .ok_or_else(|| format!("no table {name}"))?;
        for (other, table) in &self.tables {
            let refers = table.keys().any(|it| it.target() == name);
            Check(!refers).or(|| format!("{other} refers to {name}"))?;
        }
        self.refuse_needs(|it| it.name == *name)?;
        self.indexes.retain(|_, it| it.table() != name);
        self.triggers.retain(|(table, _), _| table != name);
        self.sequences
            .retain(|_, it| it.options().owner.as_ref().is_none_or(|(it, _)| it != name));
        self.nulls.retain(|(table, _)| table != name);
        Ok(())
    }

    /// Fails if a view that is there needs what goes.
    pub(super) fn refuse_needs(&self, is_it: impl Fn(&crate::schema::ObjectName) -> bool) -> Done {
        for need in &self.needs {
            let is_there =
                need.who.kind == ObjectKind::View && self.views.contains_key(&need.who.name);
            Check(!(is_there && is_it(&need.whom)))
                .or(|| format!("{} needs {}", need.who, need.whom))?;
        }
        Ok(())
    }

    pub(super) fn rename_in_needs(&mut self, table: &TableName, from: &str, to: &str) {
        for need in &mut self.needs {
            if need.whom.name == *table && need.whom.part.as_deref() == Some(from) {
                need.whom.part = Some(to.to_owned());
            }
        }
    }

    fn rename_table(&mut self, from: &TableName, to: &TableName) -> Done {
        Check(!self.tables.contains_key(to)).or(|| format!("{to} is there"))?;
        let table = self
            .tables
            .remove(from)
            .ok_or_else(|| format!("no table {from}"))?;
        self.tables.insert(to.clone(), table);
        for table in self.tables.values_mut() {
            table.retarget(from, to);
        }
        for index in self.indexes.values_mut() {
            if index.table() == from {
                *index = index.clone().on(to, index.parts().to_vec());
            }
        }
        for sequence in self.sequences.values_mut() {
            if let Some((table, column)) = sequence.options().owner.clone()
                && table == *from
            {
                *sequence = sequence.clone().owned_by(to, column);
            }
        }
        let nulls = std::mem::take(&mut self.nulls);
        let now = |it: TableName| if it == *from { to.clone() } else { it };
        self.nulls = nulls
            .into_iter()
            .map(|(table, it)| (now(table), it))
            .collect();
        for need in &mut self.needs {
            need.whom.name = now(need.whom.name.clone());
        }
        let triggers = std::mem::take(&mut self.triggers);
        for ((table, name), trigger) in triggers {
            self.triggers.insert((now(table), name), trigger);
        }
        Ok(())
    }

    fn create_index(&mut self, index: &Index) -> Done {
        let name = index.name().to_owned();
        Check(!self.indexes.contains_key(&name)).or(|| format!("{name} is there"))?;
        let table = self.tables.get(index.table());
        let table = table.ok_or_else(|| format!("no table {}", index.table()))?;
        for column in super::model_parts::index_names(index) {
            Check(table.column(&column).is_some()).or(|| format!("no {column} for {name}"))?;
        }
        self.indexes.insert(name, index.clone());
        Ok(())
    }

    /// Returns what is there, in an order that does not depend on what came first.
    pub(super) fn catalog(&self) -> Catalog {
        let enums = self
            .enums
            .iter()
            .map(|(name, values)| Enumeration::new(name, values.clone()));
        Catalog {
            enums: enums.collect(),
            domains: self.domains.values().cloned().collect(),
            sequences: self.sequences.values().cloned().collect(),
            tables: self
                .tables
                .iter()
                .map(|(name, it)| it.table(name, self.dialect))
                .collect(),
            indexes: self.indexes.values().cloned().collect(),
            views: self.views.values().cloned().collect(),
            functions: self.functions.values().cloned().collect(),
            triggers: self.triggers.values().cloned().collect(),
            ..Catalog::default()
        }
    }
}
