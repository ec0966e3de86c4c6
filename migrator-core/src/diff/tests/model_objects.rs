//! What stands by itself in the model, and what its operations do.

use super::model::{Done, Model};
use super::model_parts::Check;
use crate::base::TableName;
use crate::ops::{
    DomainOperation, EnumOperation, EnumPlace, FunctionOperation, Sequence, SequenceOperation,
    TriggerOperation, ViewOperation,
};
use crate::schema::ObjectKind;

impl Model {
    pub(super) fn enumeration(&mut self, operation: &EnumOperation) -> Done {
        self.enumerate(operation)?;
        for (name, values) in self.enums.clone() {
            for table in self.tables.values_mut() {
                table.set_values(name.name(), &values);
            }
        }
        Ok(())
    }

    pub(super) fn enumerate(&mut self, operation: &EnumOperation) -> Done {
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

    pub(super) fn sequence(&mut self, operation: &SequenceOperation) -> Done {
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

    pub(super) fn view(&mut self, operation: &ViewOperation) -> Done {
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

    pub(super) fn domain(&mut self, operation: &DomainOperation) -> Done {
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

    pub(super) fn function(&mut self, operation: &FunctionOperation) -> Done {
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

    pub(super) fn trigger(&mut self, operation: &TriggerOperation) -> Done {
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
}
