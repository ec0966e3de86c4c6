//! Constraints of tables, all of which stand at the table.

use super::answer::{Answer, Line, is_true};
use super::exclusions;
use super::expression::bare;
use super::relations::{Found, Relations};
use super::types::Types;
use crate::base::TableName;
use crate::catalog::{Catalog, CatalogError};
use crate::schema::{Action, Check, Deferrable, ForeignKey, PrimaryKey, Unique};
use crate::session::Rows;

/// What only newer servers have, PostgreSQL finds in the catalogue before it looks at `older`. What
/// has a parent PostgreSQL has made itself, for a partition.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT k.conrelid AS relation, k.conname::text AS name, k.contype::text AS kind, \
    CASE WHEN k.condeferrable THEN k.condeferred END AS deferred, \
    nullif(k.convalidated, true) AS validated, nullif(k.connoinherit, false) AS no_inherit, \
    k.conkey::text AS columns, nullif(k.confrelid, 0) AS target, \
    k.confkey::text AS target_columns, CASE k.contype WHEN 'f' THEN \
    k.confmatchtype::text || k.confdeltype::text || k.confupdtype::text END AS actions, \
    k.set_columns::text AS delete_columns, \
    pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression, \
    CASE WHEN i.indnatts > i.indnkeyatts OR k.contype = 'x' \
    THEN i.indnkeyatts || ' ' || i.indkey::text END AS index_columns, \
    nullif(i.nulls_equal, false) AS nulls_equal, x.said AS excluding, \
    CASE k.contype WHEN 'x' THEN pg_catalog.pg_get_expr(i.indexprs, i.indrelid) END AS parts, \
    CASE k.contype WHEN 'x' THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS condition \
    FROM pinned CROSS JOIN \
    (SELECT NULL::smallint[] AS confdelsetcols, false AS indnullsnotdistinct) AS older \
    CROSS JOIN LATERAL (SELECT c.*, confdelsetcols AS set_columns \
    FROM pg_catalog.pg_constraint AS c \
    WHERE c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0) AS k \
    JOIN spaces AS s ON s.oid = k.connamespace \
    LEFT JOIN LATERAL (SELECT n.*, indnullsnotdistinct AS nulls_equal \
    FROM pg_catalog.pg_index AS n) AS i \
    ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') \
    LEFT JOIN (SELECT e.oid, pg_catalog.json_build_array(am.amname, n.indclass::text, \
    n.indcollation::text, n.indoption::text, pg_catalog.json_agg(\
    CASE WHEN s.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN p.oprname::text \
    ELSE 'OPERATOR(' || pg_catalog.quote_ident(s.nspname) || '.' || p.oprname || ')' END \
    ORDER BY u.place))::text AS said FROM pg_catalog.pg_constraint AS e \
    JOIN pg_catalog.pg_index AS n ON n.indexrelid = e.conindid \
    JOIN pg_catalog.pg_class AS c ON c.oid = e.conindid \
    JOIN pg_catalog.pg_am AS am ON am.oid = c.relam \
    CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(e.conexclop)) \
    WITH ORDINALITY AS u(operator, place) \
    JOIN pg_catalog.pg_operator AS p ON p.oid = u.operator \
    JOIN pg_catalog.pg_namespace AS s ON s.oid = p.oprnamespace WHERE e.contype = 'x' \
    GROUP BY e.oid, am.amname, n.indclass, n.indcollation, n.indoption) AS x ON x.oid = k.oid";

/// Reads the answer into the tables.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    answers: &'a [Rows],
    types: &Types<'_>,
    relations: &mut Relations<'a>,
    catalog: &mut Catalog,
) -> Result<(), CatalogError> {
    for line in Answer::to("query for constraints", 4, answers)?.lines() {
        let row = Row::of(line)?;
        let Some(table) = relations.table(row.relation).filter(|it| it.is_read) else {
            continue;
        };
        let constraint = match row.kind {
            "p" => row.primary_key(table)?.into(),
            "u" => row.unique(table)?.into(),
            "c" => row.check()?.into(),
            "f" => row.foreign_key(table, relations)?.into(),
            _ => match exclusions::exclude(&row, table, types)? {
                Ok(exclude) => exclude.into(),
                Err(beyond) => {
                    catalog.beyond.push(beyond);
                    continue;
                }
            },
        };
        if let Some(table) = relations.table_mut(row.relation) {
            table.add(constraint);
        }
    }
    Ok(())
}

/// A constraint as it is stored.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) line: Line<'a>,
    pub(super) relation: &'a str,
    pub(super) name: &'a str,
    kind: &'a str,
    deferred: Option<&'a str>,
    is_not_valid: bool,
    is_no_inherit: bool,
    columns: Option<&'a str>,
    target: Option<&'a str>,
    target_columns: Option<&'a str>,
    actions: Option<&'a str>,
    delete_columns: Option<&'a str>,
    expression: Option<&'a str>,
    pub(super) index_columns: Option<&'a str>,
    nulls_equal: bool,
    pub(super) excluding: Option<&'a str>,
    pub(super) parts: Option<&'a str>,
    pub(super) condition: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(line: Line<'a>) -> Result<Self, CatalogError> {
        let [
            relation,
            name,
            kind,
            deferred,
            validated,
            no_inherit,
            columns,
            target,
            target_columns,
            actions,
            delete_columns,
            expression,
            index_columns,
            nulls_equal,
            excluding,
            parts,
            condition,
        ] = line.cells()?;
        Ok(Self {
            line,
            relation: line.text(relation)?,
            name: line.text(name)?,
            kind: line.text(kind)?,
            deferred,
            is_not_valid: validated.is_some(),
            is_no_inherit: is_true(no_inherit),
            columns,
            target,
            target_columns,
            actions,
            delete_columns,
            expression,
            index_columns,
            nulls_equal: is_true(nulls_equal),
            excluding,
            parts,
            condition,
        })
    }

    pub(super) fn deferral(&self) -> Option<Deferrable> {
        self.deferred.map(|deferred| match deferred {
            "t" => Deferrable::InitiallyDeferred,
            _ => Deferrable::InitiallyImmediate,
        })
    }

    fn primary_key(&self, table: &Found<'_>) -> Result<PrimaryKey, CatalogError> {
        let columns = self.names(table, self.columns)?;
        let mut key = PrimaryKey::new(columns).named(self.name);
        let included = self.included(table)?;
        if !included.is_empty() {
            key = key.include(included);
        }
        Ok(match self.deferral() {
            Some(deferral) => key.deferrable(deferral),
            None => key,
        })
    }

    fn unique(&self, table: &Found<'_>) -> Result<Unique, CatalogError> {
        let columns = self.names(table, self.columns)?;
        let mut unique = Unique::new(columns).named(self.name);
        let included = self.included(table)?;
        if !included.is_empty() {
            unique = unique.include(included);
        }
        if self.nulls_equal {
            unique = unique.nulls_not_distinct();
        }
        Ok(match self.deferral() {
            Some(deferral) => unique.deferrable(deferral),
            None => unique,
        })
    }

    fn check(&self) -> Result<Check, CatalogError> {
        let expression = bare(self.line.text(self.expression)?);
        let mut check = Check::new(expression).named(self.name);
        if self.is_not_valid {
            check = check.not_valid();
        }
        if self.is_no_inherit {
            check = check.no_inherit();
        }
        Ok(check)
    }

    fn foreign_key(
        &self,
        table: &Found<'_>,
        relations: &Relations<'_>,
    ) -> Result<ForeignKey, CatalogError> {
        let (target, columns) = self.target(relations)?;
        let key = ForeignKey::new(self.names(table, self.columns)?).named(self.name);
        let mut key = key.references(target, columns);
        let mut actions = self.line.text(self.actions)?.chars();
        if actions.next() == Some('f') {
            key = key.match_full();
        }
        if let Some(action) = action(actions.next()) {
            key = key.on_delete(action);
        }
        if let Some(action) = action(actions.next()) {
            key = key.on_update(action);
        }
        if self.delete_columns.is_some() {
            key = key.on_delete_columns(self.names(table, self.delete_columns)?);
        }
        if self.is_not_valid {
            key = key.not_valid();
        }
        Ok(match self.deferral() {
            Some(deferral) => key.deferrable(deferral),
            None => key,
        })
    }

    /// Returns the table referred to and its columns.
    fn target(&self, relations: &Relations<'_>) -> Result<(TableName, Vec<String>), CatalogError> {
        let target = relations.table(self.line.text(self.target)?);
        let target = target.ok_or_else(|| self.line.wrong(7, "TEXT", "a table's number"))?;
        Ok((
            target.name.clone(),
            self.names(target, self.target_columns)?,
        ))
    }

    /// Returns the names of columns whose numbers stand in braces.
    fn names(
        &self,
        table: &Found<'_>,
        numbers: Option<&'a str>,
    ) -> Result<Vec<String>, CatalogError> {
        let numbers = self.line.text(numbers)?;
        let numbers = numbers.trim_matches(['{', '}']).split(',');
        numbers.map(|number| self.column(table, number)).collect()
    }

    /// Returns the columns of the index that are no key.
    fn included(&self, table: &Found<'_>) -> Result<Vec<String>, CatalogError> {
        let Some(columns) = self.index_columns else {
            return Ok(Vec::new());
        };
        let mut numbers = columns.split(' ');
        let keys = numbers.next().and_then(|keys| keys.parse().ok());
        let included = numbers.skip(keys.unwrap_or(0));
        included.map(|number| self.column(table, number)).collect()
    }

    fn column(&self, table: &Found<'_>, number: &str) -> Result<String, CatalogError> {
        let number = number.parse().ok();
        let column = number.and_then(|number| table.column(number));
        let column = column.ok_or_else(|| self.line.wrong(6, "TEXT", "a column's number"))?;
        Ok(column.name().to_owned())
    }
}

/// `NO ACTION` is the default and need not be said.
const fn action(letter: Option<char>) -> Option<Action> {
    match letter {
        Some('r') => Some(Action::Restrict),
        Some('c') => Some(Action::Cascade),
        Some('n') => Some(Action::SetNull),
        Some('d') => Some(Action::SetDefault),
        _ => None,
    }
}
