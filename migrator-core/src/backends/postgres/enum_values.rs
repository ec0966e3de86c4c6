//! `ALTER TYPE … ADD VALUE`, `RENAME VALUE`, and other values by a type that takes the
//! place of the old one.

use super::block::block;
use super::label::{label, labels};
use super::literal::text_literal;
use super::names;
use crate::base::TableName;
use crate::dialect::Refusal;
use crate::ops::{EnumPlace, EnumValue, ReplaceEnum};

/// Returns the statement that adds a value.
///
/// # Errors
/// As for [`names::quoted`], and a value that is too long.
pub(super) fn add(name: &TableName, value: &EnumValue) -> Result<String, Refusal> {
    let guard = if value.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let place = match value.place() {
        EnumPlace::End => String::new(),
        EnumPlace::Before(other) => format!(" BEFORE {}", label(other)?),
        EnumPlace::After(other) => format!(" AFTER {}", label(other)?),
    };
    let (name, text) = (names::table(name)?, label(value.text())?);
    Ok(format!("ALTER TYPE {name} ADD VALUE {guard}{text}{place}"))
}

/// Returns the statement that renames a value.
///
/// # Errors
/// As for [`names::quoted`], and a value that is too long.
pub(super) fn rename(name: &TableName, from: &str, to: &str) -> Result<String, Refusal> {
    let (name, from, to) = (names::table(name)?, label(from)?, label(to)?);
    Ok(format!("ALTER TYPE {name} RENAME VALUE {from} TO {to}"))
}

/// Returns the block that gives a type other values.
///
/// # Errors
/// As for [`names::quoted`], values that no type can have, and a mapping that makes no
/// sense.
pub(super) fn replace(replace: &ReplaceEnum) -> Result<String, Refusal> {
    let mut pairs = (Vec::new(), Vec::new());
    for (from, to) in &replace.mapping {
        if replace.values.contains(from) {
            let what = format!("the value `{from}` is mapped to another one and stays as well");
            return Err(Refusal::invalid(what).help("map values that go to values that stay"));
        }
        if !replace.values.contains(to) {
            let what = format!("the value `{from}` is mapped to `{to}`, which is no value");
            return Err(Refusal::invalid(what).help("map values that go to values that stay"));
        }
        pairs.0.push(label(from)?);
        pairs.1.push(label(to)?);
    }
    Ok(block(&body(
        &text_literal(&names::table(&replace.name)?)?,
        &labels(&replace.values)?,
        &pairs.0.join(", "),
        &pairs.1.join(", "),
    )))
}

/// Everything is found out and written down before the type is renamed, so that the
/// expressions of defaults mean the new type when they are set again. Columns that a table
/// inherits change with those it inherits them from, but have defaults of their own.
fn body(name: &str, wanted: &str, from: &str, to: &str) -> String {
    format!(
        "
DECLARE
  enumeration pg_catalog.regtype := {name}::pg_catalog.regtype;
  wanted text[] := ARRAY[{wanted}];
  mapped_from text[] := ARRAY[{from}]::text[];
  mapped_to text[] := ARRAY[{to}]::text[];
  labels text[];
  removed text[];
  users text;
  held text;
  elements text[];
  changed text;
  cast_to text;
  type_name text;
  old_name text;
  before_change text[] := ARRAY[]::text[];
  after_change text[] := ARRAY[]::text[];
  tables pg_catalog.regclass[] := ARRAY[]::pg_catalog.regclass[];
  changes text[] := ARRAY[]::text[];
  kind record;
  item record;
BEGIN
  SELECT t.oid, t.typtype, t.typarray, t.typname, n.nspname, t.typacl,
      pg_catalog.pg_get_userbyid(t.typowner) AS owner,
      pg_catalog.obj_description(t.oid, 'pg_type') AS comment,
      pg_catalog.format_type(t.oid, NULL) AS shown
    INTO STRICT kind FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE t.oid = enumeration;
  IF kind.typtype <> 'e' THEN
    RAISE EXCEPTION 'the type % is no enumeration', enumeration USING ERRCODE = 'wrong_object_type';
  END IF;
  labels := ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e
    WHERE e.enumtypid = kind.oid ORDER BY e.enumsortorder);
  IF labels = wanted THEN
    RETURN;
  END IF;
  removed := ARRAY(SELECT l FROM pg_catalog.unnest(labels) AS l
    WHERE l <> ALL (wanted) AND l <> ALL (mapped_from));
  type_name := pg_catalog.format('%I.%I', kind.nspname, kind.typname);
  old_name := pg_catalog.format('migrator_%s', kind.oid);

  SELECT pg_catalog.string_agg(pg_catalog.pg_describe_object(u.classid, u.objid, u.objsubid), ', ')
    INTO users FROM (SELECT d.classid, d.objid, d.objsubid FROM pg_catalog.pg_depend AS d
      LEFT JOIN pg_catalog.pg_attrdef AS f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
        AND f.oid = d.objid
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attgenerated = '' AND (a.attrelid = f.adrelid
        AND a.attnum = f.adnum AND a.atttypid IN (kind.oid, kind.typarray)
        OR d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND a.attrelid = d.objid AND a.attnum = d.objsubid AND d.objsubid > 0)
      LEFT JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
        AND d.refobjid IN (kind.oid, kind.typarray) AND d.deptype <> 'i' AND c.oid IS NULL
      UNION SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 0
      FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_attribute AS a
        ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
      WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND a.atttypid IN (kind.oid, kind.typarray)
      ORDER BY 1, 2, 3) AS u;
  IF users IS NOT NULL THEN
    RAISE EXCEPTION 'the values of the enumeration % cannot be replaced, because it is used by %',
      enumeration, users USING ERRCODE = 'dependent_objects_still_exist',
      HINT = 'Drop what uses it before, and create it again afterwards.';
  END IF;

  FOR item IN SELECT a.attrelid::pg_catalog.regclass AS relation, a.attname, a.attinhcount,
      a.atttypid = kind.typarray AS is_array, pg_catalog.pg_get_expr(f.adbin, f.adrelid) AS expression
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    LEFT JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
    WHERE a.atttypid IN (kind.oid, kind.typarray) AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
  LOOP
    IF item.expression IS NOT NULL THEN
      changed := item.expression;
      cast_to := '::' || kind.shown || CASE WHEN item.is_array THEN '[]' ELSE '' END;
      IF pg_catalog.right(changed, pg_catalog.length(cast_to)) = cast_to
        AND pg_catalog.left(changed, -pg_catalog.length(cast_to)) ~ '^''([^'']|'''')*''$' THEN
        EXECUTE pg_catalog.format(
          CASE WHEN item.is_array THEN 'SELECT (%s)::text[]' ELSE 'SELECT ARRAY[(%s)::text]' END, changed)
          INTO elements;
        FOR pair IN 1 .. pg_catalog.cardinality(mapped_from) LOOP
          elements := pg_catalog.array_replace(elements, mapped_from[pair], mapped_to[pair]);
        END LOOP;
        changed := pg_catalog.quote_literal(
          CASE WHEN item.is_array THEN elements::text ELSE elements[1] END) || cast_to;
      ELSE
        FOR pair IN 1 .. pg_catalog.cardinality(mapped_from) LOOP
          changed := pg_catalog.replace(changed,
            '''' || pg_catalog.replace(mapped_from[pair], '''', '''''') || '''::' || kind.shown,
            pg_catalog.quote_literal(mapped_to[pair]) || '::' || kind.shown);
        END LOOP;
      END IF;
      before_change := before_change
        || pg_catalog.format('ALTER TABLE ONLY %s ALTER COLUMN %I DROP DEFAULT', item.relation, item.attname);
      after_change := after_change
        || pg_catalog.format('ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s', item.relation, item.attname, changed);
    END IF;
    CONTINUE WHEN item.attinhcount > 0;
    IF pg_catalog.cardinality(removed) > 0 THEN
      EXECUTE pg_catalog.format('SELECT pg_catalog.string_agg(DISTINCT pg_catalog.quote_literal(l), '', '') '
        'FROM %s, pg_catalog.unnest(%s) AS l WHERE l = ANY ($1)', item.relation, pg_catalog.format(
          CASE WHEN item.is_array THEN '%I::text[]' ELSE 'ARRAY[%I::text]' END, item.attname))
        INTO held USING removed;
      IF held IS NOT NULL THEN
        RAISE EXCEPTION 'the column % of % holds %, which the enumeration % is to lose',
          pg_catalog.quote_ident(item.attname), item.relation, held, enumeration
          USING ERRCODE = 'invalid_text_representation',
          HINT = 'Say with `.map(…)` which value takes its place, or update the rows before.';
      END IF;
    END IF;
    changed := pg_catalog.format(
      CASE WHEN item.is_array THEN '%I::text[]' ELSE 'ARRAY[%I::text]' END, item.attname);
    FOR pair IN 1 .. pg_catalog.cardinality(mapped_from) LOOP
      changed := pg_catalog.format('pg_catalog.array_replace(%s, %L, %L)',
        changed, mapped_from[pair], mapped_to[pair]);
    END LOOP;
    changed := pg_catalog.format(CASE WHEN item.is_array
      THEN 'ALTER COLUMN %1$I TYPE %2$s[] USING %3$s::%2$s[]'
      ELSE 'ALTER COLUMN %1$I TYPE %2$s USING (%3$s)[1]::%2$s' END, item.attname, type_name, changed);
    IF tables[pg_catalog.cardinality(tables)] = item.relation THEN
      changes[pg_catalog.cardinality(tables)] := changes[pg_catalog.cardinality(tables)] || ', ' || changed;
    ELSE
      tables := tables || item.relation;
      changes := changes || changed;
    END IF;
  END LOOP;

  EXECUTE pg_catalog.format('ALTER TYPE %s RENAME TO %I', type_name, old_name);
  EXECUTE pg_catalog.format('CREATE TYPE %s AS ENUM (%s)', type_name,
    (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(w.l), ', ' ORDER BY w.n)
      FROM pg_catalog.unnest(wanted) WITH ORDINALITY AS w (l, n)));
  IF kind.comment IS NOT NULL THEN
    EXECUTE pg_catalog.format('COMMENT ON TYPE %s IS %L', type_name, kind.comment);
  END IF;
  FOREACH changed IN ARRAY before_change LOOP
    EXECUTE changed;
  END LOOP;
  FOR pair IN 1 .. pg_catalog.cardinality(tables) LOOP
    EXECUTE pg_catalog.format('ALTER TABLE %s %s', tables[pair], changes[pair]);
  END LOOP;
  FOREACH changed IN ARRAY after_change LOOP
    EXECUTE changed;
  END LOOP;
  EXECUTE pg_catalog.format('DROP TYPE %I.%I', kind.nspname, old_name);
  IF kind.typacl IS NOT NULL THEN
    EXECUTE pg_catalog.format('REVOKE ALL ON TYPE %s FROM PUBLIC', type_name);
    FOR item IN SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC'
        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END AS role, a.is_grantable
      FROM pg_catalog.aclexplode(kind.typacl) AS a
    LOOP
      EXECUTE pg_catalog.format('GRANT USAGE ON TYPE %s TO %s%s', type_name, item.role,
        CASE WHEN item.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
  END IF;
  IF kind.owner <> current_user THEN
    EXECUTE pg_catalog.format('ALTER TYPE %s OWNER TO %I', type_name, kind.owner);
  END IF;
END
"
    )
}
