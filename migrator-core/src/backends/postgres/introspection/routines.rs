//! Functions, procedures, aggregates and triggers.

use std::collections::HashMap;

use super::answer::{Answer, Line, is_true};
use super::relations::Relations;
use crate::catalog::{Catalog, CatalogError};
use crate::ops::{Function, Trigger};
use crate::schema::{ObjectKind, ObjectName};
use crate::session::Rows;

/// Functions first, without those of extensions, and those that a range type brings. `name` has the
/// schema unless it is the connection's own, which `definition` has always. What an aggregate is made of
/// PostgreSQL itself prints nowhere.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT p.prokind::text AS kind, p.oid AS number, \
    CASE WHEN s.name IS NOT NULL THEN pg_catalog.quote_ident(s.name) || '.' ELSE '' END \
    || pg_catalog.quote_ident(p.proname) AS name, \
    CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' \
    ELSE pg_catalog.pg_get_function_arguments(p.oid) END AS arguments, \
    CASE p.prokind WHEN 'a' THEN '(' || pg_catalog.concat_ws(', ', \
    'SFUNC = ' || a.aggtransfn::pg_catalog.regproc, \
    'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL), \
    'SSPACE = ' || nullif(a.aggtransspace, 0), \
    'FINALFUNC = ' || nullif(a.aggfinalfn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END, \
    'FINALFUNC_MODIFY = ' || CASE WHEN a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' \
    ELSE 'w' END THEN CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' \
    ELSE 'READ_WRITE' END END, \
    'COMBINEFUNC = ' || nullif(a.aggcombinefn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    'SERIALFUNC = ' || nullif(a.aggserialfn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    'DESERIALFUNC = ' || nullif(a.aggdeserialfn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    'INITCOND = ' || pg_catalog.quote_literal(a.agginitval), \
    'MSFUNC = ' || nullif(a.aggmtransfn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    'MINVFUNC = ' || nullif(a.aggminvtransfn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    'MSTYPE = ' || pg_catalog.format_type(nullif(a.aggmtranstype, 0), NULL), \
    'MSSPACE = ' || nullif(a.aggmtransspace, 0), \
    'MFINALFUNC = ' || nullif(a.aggmfinalfn::pg_catalog.oid, 0)::pg_catalog.regproc, \
    CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END, \
    'MFINALFUNC_MODIFY = ' || CASE WHEN a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' \
    ELSE 'w' END THEN CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' \
    ELSE 'READ_WRITE' END END, \
    'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval), \
    'SORTOP = OPERATOR(' || CASE WHEN a.aggsortop <> 0 THEN pg_catalog.concat_ws('.', \
    pg_catalog.quote_ident(o.nspname), o.oprname) END || ')', \
    CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END, \
    'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END) \
    || ')' ELSE pg_catalog.pg_get_functiondef(p.oid) END AS definition, \
    false AS is_constraint \
    FROM pinned CROSS JOIN pg_catalog.pg_proc AS p JOIN spaces AS s ON s.oid = p.pronamespace \
    LEFT JOIN pg_catalog.pg_aggregate AS a ON a.aggfnoid = p.oid LEFT JOIN \
    (SELECT x.oid, x.oprname, n.nspname FROM pg_catalog.pg_operator AS x \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = x.oprnamespace) AS o ON o.oid = a.aggsortop \
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.deptype IN ('e', 'i') \
    AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid) \
    UNION ALL \
    SELECT 't', t.tgrelid, t.tgname::text, NULL, pg_catalog.pg_get_triggerdef(t.oid, true), \
    t.tgconstraint <> 0 \
    FROM pinned, pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid \
    JOIN spaces AS s ON s.oid = c.relnamespace WHERE NOT t.tgisinternal";

/// The signatures of functions, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Routines<'a>(HashMap<&'a str, String>);

impl Routines<'_> {
    /// Returns what the function with that number is called.
    pub(super) fn object(&self, number: &str) -> Option<ObjectName> {
        let signature = self.0.get(number)?;
        Some(ObjectName::new(ObjectKind::Function, signature.as_str()))
    }
}

/// Reads the answer.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    answers: &'a [Rows],
    relations: &Relations<'_>,
    catalog: &mut Catalog,
) -> Result<Routines<'a>, CatalogError> {
    let mut routines = Routines::default();
    for line in Answer::to("query for functions", 6, answers)?.lines() {
        let [kind, number, name, arguments, definition, is_constraint] = line.cells()?;
        let (kind, number, name) = (line.text(kind)?, line.text(number)?, line.text(name)?);
        if kind == "t" {
            if let Some(table) = relations.name(number) {
                let sql = trigger(line, definition)?;
                let trigger = Trigger::new(name, table, sql);
                catalog.triggers.push(match is_true(is_constraint) {
                    true => trigger.constraint(),
                    false => trigger,
                });
            }
            continue;
        }
        let signature = format!("{name}({})", line.text(arguments)?);
        let definition = line.text(definition)?;
        catalog.functions.push(match kind {
            "a" => Function::aggregate(&signature, definition),
            "p" => Function::procedure(&signature, sql(definition, &signature)?),
            _ => Function::new(&signature, sql(definition, &signature)?),
        });
        routines.0.insert(number, signature);
    }
    Ok(routines)
}

fn sql<'a>(definition: &'a str, signature: &str) -> Result<&'a str, CatalogError> {
    body(definition, signature).ok_or_else(|| CatalogError::Definition {
        object: signature.to_owned(),
        definition: definition.to_owned(),
    })
}

/// Returns what follows the signature in the definition of a function, which always has the schema.
fn body<'a>(definition: &'a str, signature: &str) -> Option<&'a str> {
    let rest = definition.strip_prefix("CREATE OR REPLACE ")?;
    let rest = rest
        .strip_prefix("FUNCTION ")
        .or_else(|| rest.strip_prefix("PROCEDURE "))?;
    let rest = match rest.strip_prefix(signature) {
        Some(rest) => rest,
        None => after_name(rest)?
            .strip_prefix('.')?
            .strip_prefix(signature)?,
    };
    Some(rest.trim())
}

/// Returns what follows the name of a trigger in its definition.
fn trigger<'a>(line: Line<'a>, definition: Option<&'a str>) -> Result<&'a str, CatalogError> {
    let definition = line.text(definition)?;
    let rest = definition.strip_prefix("CREATE ").and_then(|rest| {
        let rest = rest.strip_prefix("CONSTRAINT ").unwrap_or(rest);
        after_name(rest.strip_prefix("TRIGGER ")?)
    });
    let rest = rest.ok_or_else(|| CatalogError::Definition {
        object: "a trigger".to_owned(),
        definition: definition.to_owned(),
    })?;
    Ok(rest.trim())
}

/// Returns what follows the name, quoted or not, with which a text begins.
fn after_name(sql: &str) -> Option<&str> {
    let Some(mut rest) = sql.strip_prefix('"') else {
        let end = sql.find([' ', '.'])?;
        return sql.get(end..);
    };
    loop {
        let (_, after) = rest.split_once('"')?;
        match after.strip_prefix('"') {
            Some(after) => rest = after,
            None => return Some(after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{after_name, body};

    #[test]
    fn a_definition_is_cut_behind_its_name() {
        let check = |sql: &str, expect: &str| assert_eq!(after_name(sql), Some(expect));
        check("touch BEFORE", " BEFORE");
        check("\"my \"\"x\"\" t\" BEFORE", " BEFORE");
        check("app.f()", ".f()");
        let check = |sql: &str, signature: &str, expect: &str| {
            assert_eq!(body(sql, signature), Some(expect));
        };
        check(
            "CREATE OR REPLACE FUNCTION public.f(x integer DEFAULT 1)\n RETURNS integer\nAS $$ 1 $$\n",
            "f(x integer DEFAULT 1)",
            "RETURNS integer\nAS $$ 1 $$",
        );
        check(
            "CREATE OR REPLACE PROCEDURE \"a.b\".f()\n LANGUAGE sql",
            "\"a.b\".f()",
            "LANGUAGE sql",
        );
    }
}
