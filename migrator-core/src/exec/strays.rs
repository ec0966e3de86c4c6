//! Rows whose foreign keys lead nowhere, before and after a table is built anew.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Value;
use crate::dialect::Renderer;
use crate::exec::step_error::StepCause;
use crate::session::{Rows, Session, SessionError, SessionErrorKind, Statement};

/// Rows whose foreign keys lead nowhere, each with how often it is reported, and what the
/// database says of the tables whose foreign keys refer to no key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strays {
    rows: BTreeMap<[String; 3], usize>,
    mismatches: BTreeSet<String>,
}

impl Strays {
    /// Reads them.
    pub(crate) fn read(
        renderer: &dyn Renderer,
        session: &mut dyn Session,
    ) -> Result<Self, SessionError> {
        let mut strays = Self::default();
        let Some(query) = renderer.stray_references() else {
            return Ok(strays);
        };
        match (session.query(&query), renderer.stray_references_by_table()) {
            (Ok(rows), _) => strays.add(&rows),
            (Err(error), Some(tables)) if error.kind == SessionErrorKind::Other => {
                strays.read_each(session, &tables)?;
            }
            (Err(error), _) => return Err(error),
        }
        Ok(strays)
    }

    /// Reads them table by table, so that one table in disorder hides none of another.
    fn read_each(
        &mut self,
        session: &mut dyn Session,
        tables: &Statement,
    ) -> Result<(), SessionError> {
        for row in &session.query(tables)? {
            let query: String = row.get(0).unwrap_or_default();
            match session.query(&Statement::new(query)) {
                Ok(rows) => self.add(&rows),
                Err(error) if error.kind == SessionErrorKind::Other => {
                    self.mismatches.insert(error.message);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn add(&mut self, rows: &Rows) {
        for row in rows {
            let part = |at: usize| row.get(at).map_or_else(|_| String::new(), text);
            *self.rows.entry([part(0), part(1), part(2)]).or_insert(0) += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.mismatches.is_empty()
    }

    /// Fails if there is a row, or a foreign key without a key, that was not among those before.
    pub(crate) fn check_against(&self, before: &Self) -> Result<(), StepCause> {
        if let Some(said) = self.mismatches.difference(&before.mismatches).next() {
            return Err(StepCause::NoKey { said: said.clone() });
        }
        let is_new = |stray: &[String; 3], count: usize| {
            before.rows.get(stray).copied().unwrap_or_default() < count
        };
        let mut new = self
            .rows
            .iter()
            .filter(|(stray, count)| is_new(stray, **count));
        let Some(([table, row, target], _)) = new.next() else {
            return Ok(());
        };
        Err(StepCause::StrayReferences {
            table: table.clone(),
            row: row.clone(),
            target: target.clone(),
            others: new.count(),
        })
    }
}

fn text(value: Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}
