//! What stands by itself.

use std::collections::BTreeSet;

use super::{Comparison, Pair, difference, pairs};
use crate::base::TableName;
use crate::diff::renaming::function_name;
use crate::diff::{Change, DiffError, Difference};
use crate::ops::{Domain, Enumeration, Sequence};
use crate::schema::{ObjectKind, ObjectName, Table};

impl<'a> Comparison<'a> {
    /// Compares what tables are made of.
    pub(super) fn objects_before_tables(&mut self) -> Result<(), DiffError> {
        self.schemas();
        self.extensions();
        self.enums();
        self.domains()?;
        self.sequences();
        Ok(())
    }

    /// Compares what is made of tables.
    pub(super) fn objects_after_tables(&mut self, paired: &[Pair<'a, Table>]) {
        self.indexes(paired);
        self.views();
        self.functions();
        self.triggers(paired);
    }

    /// Tells whether a difference of an object is taken for one.
    pub(super) fn counts<T>(
        &mut self,
        object: ObjectName,
        table: Option<&str>,
        it: &Difference<T>,
    ) -> bool {
        self.scope.holds_on(&object, table) && (!it.is_removed() || self.scope.drops(&object))
    }

    fn schemas(&mut self) {
        let key = |it: &crate::ops::Schema| it.name().to_owned();
        for pair in pairs(&self.found.schemas, &self.wanted.schemas, key, key) {
            let Some(it) = difference(pair, PartialEq::eq) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::Schema, it.now().name());
            let is_in_use = it.is_removed() && self.has_what_stays(it.now().name());
            if !is_in_use && self.counts(object, None, &it) {
                self.push(Change::Schema(it));
            }
        }
    }

    /// Tells whether a schema that is declared nowhere has something that stays, and so must stay itself.
    fn has_what_stays(&self, schema: &str) -> bool {
        let found = self.found;
        let dialect = self.now.dialect();
        let function = |it: &crate::ops::Function| {
            let name = ObjectName::new(ObjectKind::Function, it.signature());
            (function_name(dialect, it.signature()), name)
        };
        let named = |kind, name: &TableName| (Some(name.clone()), ObjectName::new(kind, name));
        // What is a part of a table goes with it.
        let is_free = |it: &&Sequence| it.options().owner.is_none();
        let sequences = found.sequences.iter().filter(is_free);
        let beyond = found.beyond.iter().filter(|it| {
            let of = it.by.as_ref().and_then(|by| by.of.as_ref());
            of.is_none() && it.object.part.is_none() && it.object.kind != ObjectKind::Index
        });
        let tables = found.tables.iter();
        let mut all = tables
            .map(|it| named(ObjectKind::Table, it.name()))
            .chain(
                found
                    .views
                    .iter()
                    .map(|it| named(ObjectKind::View, it.name())),
            )
            .chain(sequences.map(|it| named(ObjectKind::Sequence, it.name())))
            .chain(found.functions.iter().map(function))
            .filter(|(_, object)| self.scope.keeps(object))
            .chain(beyond.map(|it| (Some(it.object.name.clone()), it.object.clone())));
        all.any(|(name, _)| name.is_none_or(|it| it.schema() == Some(schema)))
    }

    fn extensions(&mut self) {
        let key = |it: &crate::ops::Extension| it.name().to_owned();
        for pair in pairs(&self.found.extensions, &self.wanted.extensions, key, key) {
            let Some(it) = difference(pair, PartialEq::eq) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::Extension, it.now().name());
            if self.counts(object, None, &it) {
                self.push(Change::Extension(it));
            }
        }
    }

    fn enums(&mut self) {
        let former = |it: &Enumeration| self.now.type_name(it.name());
        let now = |it: &Enumeration| it.name().clone();
        for pair in pairs(&self.found.enums, &self.wanted.enums, former, now) {
            self.push_renamed(pair, Enumeration::name, |difference| Change::Enum {
                difference,
                values: Vec::new(),
            });
            let is_same = |from: &Enumeration, to: &Enumeration| from.values() == to.values();
            let Some(difference) = difference(pair, is_same) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::Enum, difference.now().name());
            let values = match &difference {
                Difference::Changed { from, .. } => self.now.became(from),
                _ => Vec::new(),
            };
            if self.counts(object, None, &difference) {
                self.push(Change::Enum { difference, values });
            }
        }
    }

    fn domains(&mut self) -> Result<(), DiffError> {
        let former = |it: &Domain| self.now.type_name(it.name());
        let now = |it: &Domain| it.name().clone();
        for pair in pairs(&self.found.domains, &self.wanted.domains, former, now) {
            self.push_renamed(pair, Domain::name, Change::Domain);
            let is_same =
                |from: &Domain, to: &Domain| self.now.domain(from) == self.same.domain(to);
            let Some(it) = difference(pair, is_same) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::Domain, it.now().name());
            if self.counts(object.clone(), None, &it) {
                self.refuse_base(&it, object)?;
                self.push(Change::Domain(it));
            }
        }
        Ok(())
    }

    /// Fails if the type under a domain is another.
    fn refuse_base(&self, it: &Difference<Domain>, object: ObjectName) -> Result<(), DiffError> {
        let Difference::Changed { from, to } = it else {
            return Ok(());
        };
        let (was, is) = (self.now.domain(from), self.same.domain(to));
        let what = if was.kind() != is.kind() {
            "a change of the type"
        } else if was.collation() != is.collation() {
            "a change of the collation"
        } else {
            return Ok(());
        };
        Err(DiffError::Impossible {
            object,
            what: what.to_owned(),
            help: "declare another domain, and give it to the columns".to_owned(),
        })
    }

    fn sequences(&mut self) {
        self.match_sequences();
        let former = |it: &Sequence| self.now.sequence_name(it.name());
        let now = |it: &Sequence| it.name().clone();
        for pair in pairs(&self.found.sequences, &self.wanted.sequences, former, now) {
            self.push_renamed(pair, Sequence::name, Change::Sequence);
            let is_same = |from: &Sequence, to: &Sequence| {
                self.now.sequence_now(from).options() == to.options()
            };
            let Some(it) = difference(pair, is_same) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::Sequence, it.now().name());
            // One that belongs to a column comes and goes with it.
            let owner = it.now().options().owner.as_ref();
            let is_owned = owner.is_some_and(|(table, column)| {
                self.scope
                    .holds(&ObjectName::part(ObjectKind::Column, table, column))
            });
            if is_owned && self.scope.holds(&object) || self.counts(object, None, &it) {
                self.push(Change::Sequence(it));
            }
        }
    }

    /// Notes what sequences are called now, of those that are the same but for the name.
    fn match_sequences(&mut self) {
        let names = |list: &'a [Sequence]| -> BTreeSet<&'a TableName> {
            list.iter().map(Sequence::name).collect()
        };
        let (was, is) = (names(&self.found.sequences), names(&self.wanted.sequences));
        let gone = self.found.sequences.iter().filter(|it| {
            let name = self.now.sequence_name(it.name());
            name == *it.name() && !is.contains(it.name())
        });
        let gone: Vec<&Sequence> = gone.collect();
        for from in &gone {
            let says = |it: &Sequence| self.now.sequence_now(it).options().clone();
            let like = gone.iter().filter(|it| says(it) == says(from)).count();
            let come = self
                .wanted
                .sequences
                .iter()
                .filter(|it| !was.contains(it.name()) && *it.options() == says(from));
            let come: Vec<&Sequence> = come.collect();
            if let ([to], 1) = (come.as_slice(), like) {
                self.now.sequence(from.name(), to.name());
            }
        }
    }

    pub(super) fn push_renamed<T: Clone>(
        &mut self,
        pair: Pair<'_, T>,
        name: impl Fn(&T) -> &TableName,
        change: impl Fn(Difference<T>) -> Change,
    ) {
        let (Some(from), Some(to)) = pair else {
            return;
        };
        let change = change(Difference::Renamed {
            from: from.clone(),
            to: to.clone(),
        });
        if self.key(name(from)) != self.key(name(to)) && self.scope.holds(&change.object()) {
            self.push(change);
        }
    }
}
