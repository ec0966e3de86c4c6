//! Schemas and extensions.

use super::answer::Answer;
use crate::catalog::{Catalog, CatalogError};
use crate::ops::{Extension, Schema};
use crate::session::Rows;

/// Extensions are the database's, whatever the schemas. `plpgsql` is everywhere. The version that the server itself
/// would take is not said: on another server it is another one.
pub(super) const SQL: &str = "WITH {spaces} \
    SELECT 'schema' AS kind, s.name::text AS name, NULL AS schema, NULL AS version \
    FROM spaces AS s WHERE s.name IS NOT NULL AND NOT EXISTS \
    (SELECT FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e' \
    AND d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = s.oid) \
    UNION ALL \
    SELECT 'extension', e.extname::text, \
    nullif(n.nspname, pg_catalog.current_schema())::text, nullif(e.extversion, a.default_version::text) \
    FROM pg_catalog.pg_extension AS e \
    LEFT JOIN pg_catalog.pg_available_extensions() AS a ON a.name = e.extname \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace \
    WHERE e.extname <> 'plpgsql'";

/// Reads the answer.
///
/// # Errors
/// If it is none.
pub(super) fn read(answers: &[Rows], catalog: &mut Catalog) -> Result<(), CatalogError> {
    for line in Answer::to("query for schemas", 0, answers)?.lines() {
        let [kind, name, schema, version] = line.cells()?;
        let name = line.text(name)?;
        if kind == Some("schema") {
            catalog.schemas.push(Schema::new(name));
            continue;
        }
        let mut extension = Extension::new(name);
        if let Some(version) = version {
            extension = extension.version(version);
        }
        if let Some(schema) = schema {
            extension = extension.schema(schema);
        }
        catalog.extensions.push(extension);
    }
    Ok(())
}
