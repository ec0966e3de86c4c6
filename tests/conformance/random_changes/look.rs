//! The whole database as lines that do not depend on the order of columns and constraints: a
//! column that is dropped comes back as the last one.

use migrator::Dialect;

use crate::backend::{Connection, Database};

/// What PostgreSQL's catalogue says, in the server's own words.
const CATALOGUE: [&str; 6] = [
    "SELECT c.relname, c.relkind, obj_description(c.oid, 'pg_class') FROM pg_class AS c \
     WHERE c.relnamespace = 'public'::regnamespace",
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, \
     a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum) \
     FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid \
     LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum \
     LEFT JOIN pg_collation AS l ON l.oid = a.attcollation \
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint \
     WHERE connamespace = 'public'::regnamespace",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT t.typname, e.enumlabel, e.enumsortorder FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid",
    "SELECT sequencename, data_type, start_value, increment_by FROM pg_sequences WHERE schemaname = 'public'",
];

/// Returns the schema by the catalogue, and the rows of all tables but the library's own.
pub(super) fn whole(connection: &mut dyn Connection, dialect: Dialect) -> Vec<String> {
    let is_postgres = dialect == Dialect::Postgres;
    let mut lines = Vec::new();
    if is_postgres {
        for question in CATALOGUE {
            lines.extend(connection.lines(question));
        }
    } else {
        lines = sqlite(connection);
    }
    let tables = connection.lines(if is_postgres {
        "SELECT table_name || ' ' || string_agg(column_name, ', ' ORDER BY column_name) \
         FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name"
    } else {
        "SELECT t.name || ' ' || group_concat(c.name, ', ' ORDER BY c.name) \
         FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c \
         WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name"
    });
    for table in tables {
        let (table, columns) = table.split_once(' ').unwrap();
        let rows = connection.lines(&format!("SELECT {columns} FROM {table} "));
        lines.extend(
            rows.into_iter()
                .map(|row| format!("row of {table} ({columns}): {row}")),
        );
    }
    lines.sort_unstable();
    // The library's own tables are there from the first run on.
    lines.retain(|it| !it.contains("alembic_version") && !it.contains("migrator_history"));
    lines
}

/// Compares line by line; the error shows those that differ.
pub(super) fn compare(when: &str, before: &[String], after: &[String]) -> Result<(), String> {
    let missing = before
        .iter()
        .filter(|it| !after.contains(it))
        .map(|it| format!("- {it}"));
    let added = after
        .iter()
        .filter(|it| !before.contains(it))
        .map(|it| format!("+ {it}"));
    let lines: Vec<String> = missing.chain(added).collect();
    if lines.is_empty() && before.len() == after.len() {
        return Ok(());
    }
    Err(format!("{when}:\n{}", lines.join("\n")))
}

/// What `pg_dump` writes, a line for each statement, the parts of a table sorted.
pub(super) fn dumped(database: &dyn Database) -> Vec<String> {
    let mut statements = vec![String::new()];
    for line in database.dump() {
        // Rows, in the order of the columns.
        if line.starts_with("public.") {
            continue;
        }
        let statement = statements.last_mut().unwrap();
        statement.push_str(line.trim());
        statement.push(' ');
        if line.ends_with(';') {
            statements.push(String::new());
        }
    }
    let mut statements: Vec<String> = statements.iter().map(|it| sorted(it)).collect();
    statements.sort_unstable();
    statements
}

/// The statement with what stands in a table's parentheses sorted.
fn sorted(statement: &str) -> String {
    let bounds = statement.find('(').zip(statement.rfind(')'));
    let Some((start, end)) = bounds.filter(|_| statement.starts_with("CREATE TABLE")) else {
        return statement.to_owned();
    };
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for char in statement[start + 1..end].chars() {
        depth += i32::from(char == '(') - i32::from(char == ')');
        if char == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(char);
        }
    }
    let mut parts: Vec<&str> = parts.iter().map(|it| it.trim()).collect();
    parts.sort_unstable();
    format!(
        "{} {} {}",
        &statement[..start],
        parts.join(", "),
        &statement[end..]
    )
}

/// What SQLite's own pragmas say; names and conditions of constraints are in the text of the table alone.
fn sqlite(connection: &mut dyn Connection) -> Vec<String> {
    let all = |from: &str| {
        format!(
            "SELECT t.name || ' ' || {from} WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'"
        )
    };
    let tables = "pragma_table_list AS t";
    let mut lines = Vec::new();
    for question in [
        all(&format!(
            "'strict ' || t.strict || ' wr ' || t.wr FROM {tables}"
        )),
        all(&format!(
            "concat_ws(' ', c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden) \
             FROM {tables} JOIN pragma_table_xinfo(t.name) AS c"
        )),
        all(&format!(
            "concat_ws(' ', f.\"table\", f.seq, f.\"from\", f.\"to\", f.on_update, f.on_delete, f.match) \
             FROM {tables} JOIN pragma_foreign_key_list(t.name) AS f"
        )),
        all(&format!(
            "concat_ws(' ', iif(i.origin = 'c', i.name, ''), i.\"unique\", i.origin, i.partial, \
             (SELECT group_concat(concat_ws(' ', x.name, x.\"desc\", x.coll), ', ') FROM pragma_index_xinfo(i.name) AS x WHERE x.key)) \
             FROM {tables} JOIN pragma_index_list(t.name) AS i"
        )),
        "SELECT name || ' ' || sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL"
            .to_owned(),
        "SELECT name || ' counts' FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'".to_owned(),
        "SELECT 'leads nowhere: ' || \"table\" FROM pragma_foreign_key_check".to_owned(),
    ] {
        lines.extend(connection.lines(&question));
    }
    for table in
        connection.lines("SELECT name || ' ' || sql FROM sqlite_schema WHERE type = 'table'")
    {
        let (name, sql) = table.split_once(' ').unwrap();
        let names = sql.split("CONSTRAINT ").skip(1);
        let names = names.map(|it| it.split_whitespace().next().unwrap_or_default());
        lines.extend(names.map(|it| format!("{name} constraint {it}")));
        let checks = sql.split("CHECK ").skip(1).map(in_parentheses);
        lines.extend(checks.map(|it| format!("{name} check {it}")));
    }
    // SQLite puts a name in quotes when it renames a column.
    lines.iter().map(|it| it.replace(['"', '`'], "")).collect()
}

/// The text up to the parenthesis that closes the first.
fn in_parentheses(text: &str) -> &str {
    let mut depth = 0;
    let end = text.find(|char| {
        depth += i32::from(char == '(') - i32::from(char == ')');
        depth == 0
    });
    &text[..=end.unwrap_or(text.len() - 1)]
}
