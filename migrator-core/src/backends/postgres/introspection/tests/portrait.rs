//! What the server says of everything in a database, one line each: whether reading lost something
//! is for others to judge than the reader.

use crate::backends::postgres::tests::Database;

const PORTRAIT: &str = "
WITH s AS (SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
own AS (SELECT objid FROM pg_depend WHERE deptype = 'e'),
r AS (SELECT c.*, nspname FROM pg_class c JOIN s ON s.oid = relnamespace WHERE c.oid NOT IN (SELECT * FROM own))
SELECT concat_ws(' | ', 'column', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
  nullif(greatest(a.attndims, 1), 1), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
  a.attcollation::regcollation, col_description(a.attrelid, a.attnum))
FROM r JOIN pg_attribute a ON a.attrelid = r.oid LEFT JOIN pg_attrdef d ON adrelid = a.attrelid AND adnum = attnum
WHERE relkind IN ('r', 'p', 'v', 'm') AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT concat_ws(' | ', 'relation', r.oid::regclass, relkind, reloptions, obj_description(r.oid, 'pg_class'),
  CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) WHEN relkind = 'p' THEN pg_get_partkeydef(r.oid) END)
FROM r WHERE relkind IN ('r', 'p', 'v', 'm')
UNION ALL SELECT concat_ws(' | ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(k.oid), conindid <> 0)
FROM pg_constraint k JOIN r ON r.oid = conrelid
UNION ALL SELECT concat_ws(' | ', 'index', pg_get_indexdef(r.oid), reloptions, indisvalid)
FROM r JOIN pg_index i ON i.indexrelid = r.oid
UNION ALL SELECT concat_ws(' | ', 'sequence', r.oid::regclass, format_type(seqtypid, -1), seqstart, seqincrement, seqmin,
  seqmax, seqcache, seqcycle, (SELECT concat_ws('.', refobjid::regclass, refobjsubid > 0, deptype) FROM pg_depend
  WHERE classid = 'pg_class'::regclass AND objid = r.oid AND refobjsubid > 0))
FROM r JOIN pg_sequence ON seqrelid = r.oid
UNION ALL SELECT concat_ws(' | ', 'function', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN s ON s.oid = pronamespace
WHERE prokind IN ('f', 'p') AND p.oid NOT IN (SELECT * FROM own)
UNION ALL SELECT concat_ws(' | ', 'trigger', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN r ON r.oid = tgrelid
WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' | ', 'enum', t.oid::regtype, enumlabel, row_number() OVER (PARTITION BY t.oid ORDER BY enumsortorder))
FROM pg_enum JOIN pg_type t ON t.oid = enumtypid
UNION ALL SELECT concat_ws(' | ', 'domain', t.oid::regtype, format_type(typbasetype, typtypmod), typnotnull, typdefault,
  typcollation::regcollation, (SELECT string_agg(conname || pg_get_constraintdef(k.oid), ', ' ORDER BY conname)
  FROM pg_constraint k WHERE contypid = t.oid)) FROM pg_type t JOIN s ON s.oid = typnamespace WHERE typtype = 'd'
UNION ALL SELECT concat_ws(' | ', 'extension', extname, extversion, extnamespace::regnamespace) FROM pg_extension
UNION ALL SELECT 'schema | ' || nspname FROM s
ORDER BY 1";

/// Returns the lines, sorted.
pub(super) fn of(database: &mut Database) -> Vec<String> {
    database.rows(PORTRAIT)
}
