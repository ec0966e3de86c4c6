//! What keeps an index from being dropped: foreign keys that refer to its columns.
//!
//! A foreign key refers to columns that are unique together, by a key or by a unique index
//! (<https://sqlite.org/foreignkeys.html#fk_indexes>). SQLite lets the index go, and then refuses
//! whatever is done with the rows of either table. Keys that go are `rebuild`'s business. Nor is an
//! index of an attached file dropped, which a bare name means if there is no other
//! (<https://sqlite.org/lang_naming.html>).

use super::{index, names};
use crate::base::TableName;
use crate::dialect::Refusal;
use crate::ops::DropIndex;
use crate::session::{Rows, Statement};

/// Returns the query for the tables whose foreign keys have no key but this index, with no row
/// while foreign keys are off, and the one for a temporary index of a bare name.
///
/// # Errors
/// Schemas that SQLite does not have.
pub(super) fn asks(drop: &DropIndex) -> Result<Vec<Statement>, Refusal> {
    // A bare name means a temporary index first. https://sqlite.org/lang_naming.html
    let (schema, unless) = match names::schema(&drop.index)? {
        Some(schema) => (names::quoted(schema)?, ""),
        None => (
            "main".to_owned(),
            " AND NOT EXISTS (SELECT 1 FROM temp.sqlite_master \
             WHERE type = 'index' AND name = ?1 COLLATE NOCASE)",
        ),
    };
    let sql = NEEDED.replace("{schema}", &schema);
    let sql = sql.replace("{name}", schema.trim_matches('"'));
    let name = || vec![drop.index.name().into()];
    Ok(vec![
        Statement::new(format!("{sql}{unless} ORDER BY 1")).with_params(name()),
        Statement::new(TEMPORARY).with_params(name()),
    ])
}

const TEMPORARY: &str =
    "SELECT 1 FROM temp.sqlite_master WHERE type = 'index' AND name = ?1 COLLATE NOCASE";

/// Returns the statement that drops the index.
///
/// # Errors
/// With the names of the tables whose foreign keys need it.
pub(super) fn known(drop: &DropIndex, answers: &[Rows]) -> Result<String, Refusal> {
    let [children, temporary] = answers else {
        return index::drop(drop);
    };
    check(children)?;
    match (drop.index.schema(), temporary.first()) {
        (None, None) => index::drop(&DropIndex {
            index: TableName::from(("main", drop.index.name())),
            ..drop.clone()
        }),
        _ => index::drop(drop),
    }
}

/// The tables `t` with a foreign key `k` to columns that are unique by the index `i`, and by no
/// other index and no key. An `INTEGER PRIMARY KEY` has no index.
const NEEDED: &str = "\
WITH \"references\" AS (
    SELECT t.name AS child, k.id AS key, i.name AS dropped, i.tbl_name AS parent
    FROM {schema}.sqlite_master AS i, {schema}.sqlite_master AS t,
        pragma_foreign_key_list(t.name, '{name}') AS k
    WHERE i.type = 'index' AND i.name = ?1 COLLATE NOCASE AND t.type = 'table' AND k.seq = 0
        AND k.\"table\" = i.tbl_name COLLATE NOCASE AND k.\"to\" IS NOT NULL
        AND (SELECT foreign_keys FROM pragma_foreign_keys)
), keys AS (
    SELECT r.child, r.key, u.name = r.dropped AS is_dropped
    FROM \"references\" AS r, pragma_index_list(r.parent, '{name}') AS u
    WHERE u.\"unique\" AND NOT u.partial AND NOT EXISTS (
        SELECT 1 FROM pragma_foreign_key_list(r.child, '{name}') AS k
        WHERE k.id = r.key AND NOT EXISTS (
            SELECT 1 FROM pragma_index_info(u.name, '{name}') AS c WHERE c.name = k.\"to\" COLLATE NOCASE
        )
    ) AND (SELECT count(*) FROM pragma_index_info(u.name, '{name}')) =
        (SELECT count(*) FROM pragma_foreign_key_list(r.child, '{name}') AS k WHERE k.id = r.key)
    UNION ALL
    SELECT r.child, r.key, 0
    FROM \"references\" AS r, pragma_foreign_key_list(r.child, '{name}') AS k,
        pragma_table_info(r.parent, '{name}') AS c
    WHERE k.id = r.key AND c.pk AND c.name = k.\"to\" COLLATE NOCASE
    GROUP BY r.child, r.key
    HAVING count(*) = (SELECT count(*) FROM pragma_table_info(r.parent, '{name}') WHERE pk)
        AND count(*) = (SELECT count(*) FROM pragma_foreign_key_list(r.child, '{name}') WHERE id = r.key)
)
SELECT DISTINCT child FROM (SELECT child FROM keys GROUP BY child, key HAVING min(is_dropped))
WHERE 1";

/// Fails if a foreign key needs the index.
///
/// # Errors
/// With the names of the tables whose foreign keys those are.
fn check(answer: &Rows) -> Result<(), Refusal> {
    let rows = answer.iter();
    let children: Vec<String> = rows
        .filter_map(|row| row.get::<String>(0).ok())
        .map(|name| format!("`{name}`"))
        .collect();
    if children.is_empty() {
        return Ok(());
    }
    let what = format!(
        "foreign keys of {} need it, and SQLite would refuse every change of the rows that they join",
        children.join(", ")
    );
    Err(Refusal::unsupported(what).help(
        "create another unique index over the columns before, or drop the foreign keys with \
         `op.drop_constraint`",
    ))
}
