//! A database that is a value: operations change it as a server would, or fail as one would.
//!
//! Every table has rows, and every column that may be `NULL` has one that is, until an `UPDATE` says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::model_parts::{Check, Keyed};
use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, Need};
use crate::diff::Arrangement;
use crate::ops::{
    Command, DomainOperation, EnumOperation, EnumPlace, Enumeration, FunctionOperation, Operation,
    Sequence, SequenceOperation, TriggerOperation, ViewOperation,
};
use crate::schema::{Column, ColumnType, Constraint, Index, ObjectKind, Table};

pub(super) type Done = Result<(), String>;

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) dialect: Dialect,
    pub(super) tables: BTreeMap<TableName, Keyed>,
    pub(super) indexes: BTreeMap<String, Index>,
    enums: BTreeMap<TableName, Vec<String>>,
    domains: BTreeMap<TableName, crate::ops::Domain>,
    pub(super) sequences: BTreeMap<TableName, Sequence>,
    views: BTreeMap<TableName, crate::ops::View>,
    functions: BTreeMap<String, crate::ops::Function>,
    triggers: BTreeMap<(TableName, String), crate::ops::Trigger>,
    needs: Vec<Need>,
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

    fn enumeration(&mut self, operation: &EnumOperation) -> Done {
        self.enumerate(operation)?;
        for (name, values) in self.enums.clone() {
            for table in self.tables.values_mut() {
                table.set_values(name.name(), &values);
            }
        }
        Ok(())
    }

    fn enumerate(&mut self, operation: &EnumOperation) -> Done {
        let missing = |it: &TableName| format!("no type {it}");
        match operation {
            EnumOperation::Create(it) => {
                let values = it.values().to_vec();
                let former = self.enums.insert(it.name().clone(), values);
                Check(former.is_none()).or(|| format!("{} is there", it.name()))
            }
            EnumOperation::AddValue { name, value } => {
                let values = self.enums.get_mut(name).ok_or_else(|| missing(name))?;
                let place = |text: &String| values.iter().position(|it| it == text);
                let at = match value.place() {
                    EnumPlace::End => Some(values.len()),
                    EnumPlace::Before(it) => place(it),
                    EnumPlace::After(it) => place(it).map(|it| it + 1),
                };
                values.insert(at.ok_or("no such place")?, value.text().to_owned());
                Ok(())
            }
            EnumOperation::RenameValue { name, from, to } => {
                let values = self.enums.get_mut(name).ok_or_else(|| missing(name))?;
                let at = values
                    .iter()
                    .position(|it| it == from)
                    .ok_or("no such value")?;
                values[at].clone_from(to);
                self.retext(&format!("'{from}'::{name}"), &format!("'{to}'::{name}"));
                Ok(())
            }
            EnumOperation::Replace(it) => {
                let values = self
                    .enums
                    .get_mut(&it.name)
                    .ok_or_else(|| missing(&it.name))?;
                Check(it.former.as_ref() == Some(values)).or(|| format!("not {values:?}"))?;
                values.clone_from(&it.values);
                for (was, is) in &it.mapping {
                    let name = &it.name;
                    self.retext(&format!("'{was}'::{name}"), &format!("'{is}'::{name}"));
                }
                for table in self.tables.values() {
                    table.refuse_mentions(&it.name, &it.values)?;
                }
                Ok(())
            }
            EnumOperation::Rename(it) => {
                let values = self
                    .enums
                    .remove(&it.from)
                    .ok_or_else(|| missing(&it.from))?;
                let former = self.enums.insert(it.to.clone(), values);
                Check(former.is_none()).or(|| format!("{} is there", it.to))?;
                for table in self.tables.values_mut() {
                    table.rename_type(it.from.name(), it.to.name());
                }
                self.retext(&format!("::{}", it.from), &format!("::{}", it.to));
                Ok(())
            }
            EnumOperation::Drop(it) => {
                let name = it.object.name();
                for (other, table) in &self.tables {
                    let has = table.has_type(name.name());
                    Check(!has).or(|| format!("{other} has {name}"))?;
                }
                self.enums
                    .remove(name)
                    .ok_or_else(|| missing(name))
                    .map(drop)
            }
        }
    }

    fn retext(&mut self, from: &str, to: &str) {
        for table in self.tables.values_mut() {
            table.retext(from, to);
        }
    }

    fn sequence(&mut self, operation: &SequenceOperation) -> Done {
        match operation {
            SequenceOperation::Create(it) => self.put_sequence(it),
            SequenceOperation::Alter(it) => {
                let name = it.object.name();
                let former = self.sequences.remove(name);
                Check(former == it.former).or(|| format!("{former:?} is not {:?}", it.former))?;
                self.put_sequence(&it.object)
            }
            SequenceOperation::Rename(it) => {
                let sequence = self.sequences.remove(&it.from);
                let sequence = sequence.ok_or_else(|| format!("no sequence {}", it.from))?;
                let owner = sequence.options().owner.clone();
                let renamed = crate::diff::renaming::with_owner(&sequence, it.to.clone(), owner);
                self.retext(
                    &format!("'{}'::regclass", it.from),
                    &format!("'{}'::regclass", it.to),
                );
                self.put_sequence(&renamed)
            }
            SequenceOperation::Drop(it) => {
                let name = it.object.name();
                let gone = self.sequences.remove(name);
                Check(gone.is_some()).or(|| format!("no sequence {name}"))?;
                for table in self.tables.values() {
                    table.refuse_text(&format!("'{name}'::regclass"))?;
                }
                Ok(())
            }
        }
    }

    fn put_sequence(&mut self, sequence: &Sequence) -> Done {
        if let Some((table, column)) = &sequence.options().owner {
            let is_there = self
                .tables
                .get(table)
                .is_some_and(|it| it.column(column).is_some());
            Check(is_there).or(|| format!("no {table}.{column} for {}", sequence.name()))?;
        }
        let former = self
            .sequences
            .insert(sequence.name().clone(), sequence.clone());
        Check(former.is_none()).or(|| format!("{} is there", sequence.name()))
    }

    fn view(&mut self, operation: &ViewOperation) -> Done {
        match operation {
            ViewOperation::Create(it) => {
                self.check_view(it)?;
                let former = self.views.insert(it.name().clone(), it.clone());
                Check(former.is_none()).or(|| format!("{} is there", it.name()))
            }
            ViewOperation::Replace(it) => {
                let view = &it.replacing.object;
                self.check_view(view)?;
                let former = self.views.insert(view.name().clone(), view.clone());
                Check(former == it.replacing.former).or(|| format!("not {former:?}"))
            }
            ViewOperation::Rename { view, to } => {
                let former = self.views.remove(view.name());
                let former = former.ok_or_else(|| format!("no view {}", view.name()))?;
                self.views.insert(to.clone(), former.renamed(to.clone()));
                Ok(())
            }
            ViewOperation::Drop(it) => {
                let name = it.object.name();
                let gone = self.views.remove(name);
                Check(gone.as_ref() == Some(&it.object)).or(|| format!("not {gone:?}"))?;
                self.refuse_needs(|it| it.kind == ObjectKind::View && it.name == *name)
            }
            ViewOperation::Refresh(_) => Err("refresh".to_owned()),
        }
    }

    /// A view names what it shows as `"table"."column"` or `"view"`.
    fn check_view(&self, view: &crate::ops::View) -> Done {
        let text = view
            .query()
            .and_then(|it| it.text(self.dialect))
            .unwrap_or_default();
        for word in text.split(' ').filter(|it| it.starts_with('"')) {
            let names: Vec<&str> = word.split('"').collect();
            let relation = TableName::from(names[1]);
            let is_there = match names.get(3) {
                Some(column) => self
                    .tables
                    .get(&relation)
                    .is_some_and(|it| it.column(column).is_some()),
                None => self.views.contains_key(&relation) || self.tables.contains_key(&relation),
            };
            Check(is_there).or(|| format!("no {word} for {}", view.name()))?;
        }
        Ok(())
    }

    fn domain(&mut self, operation: &DomainOperation) -> Done {
        match operation {
            DomainOperation::Create(it) => {
                let former = self.domains.insert(it.name().clone(), it.clone());
                Check(former.is_none()).or(|| format!("{} is there", it.name()))
            }
            DomainOperation::Replace(it) => {
                let former = self
                    .domains
                    .insert(it.object.name().clone(), it.object.clone());
                Check(former == it.former).or(|| format!("not {former:?}"))
            }
            DomainOperation::Rename(_) => Err("renamed domain".to_owned()),
            DomainOperation::Drop(it) => {
                let gone = self.domains.remove(it.object.name());
                Check(gone.is_some()).or(|| format!("no domain {}", it.object.name()))
            }
        }
    }

    fn function(&mut self, operation: &FunctionOperation) -> Done {
        match operation {
            FunctionOperation::Create(it) => {
                let former = self.functions.insert(it.signature().to_owned(), it.clone());
                Check(former.is_none()).or(|| format!("{} is there", it.signature()))
            }
            FunctionOperation::Replace(it) => {
                let former = it.former.as_ref().ok_or("no former function")?;
                let gone = self.functions.remove(former.signature());
                Check(gone.is_some()).or(|| format!("no {}", former.signature()))?;
                let name = it.object.signature().to_owned();
                self.functions.insert(name, it.object.clone());
                Ok(())
            }
            FunctionOperation::Drop(it) => {
                let gone = self.functions.remove(it.object.signature());
                Check(gone.is_some()).or(|| format!("no {}", it.object.signature()))
            }
        }
    }

    fn trigger(&mut self, operation: &TriggerOperation) -> Done {
        let key = |it: &crate::ops::Trigger| (it.table().clone(), it.name().to_owned());
        match operation {
            TriggerOperation::Create(it) => {
                let is_there =
                    self.tables.contains_key(it.table()) || self.views.contains_key(it.table());
                Check(is_there).or(|| format!("no {} for {}", it.table(), it.name()))?;
                let former = self.triggers.insert(key(it), it.clone());
                Check(former.is_none()).or(|| format!("{} is there", it.name()))
            }
            TriggerOperation::Replace(it) => {
                let former = self.triggers.insert(key(&it.object), it.object.clone());
                Check(former.is_some()).or(|| format!("no {}", it.object.name()))
            }
            TriggerOperation::Drop(it) => {
                let gone = self.triggers.remove(&key(&it.object));
                Check(gone.is_some()).or(|| format!("no {}", it.object.name()))
            }
        }
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
