//! Random tables with hostile names: however they are spelled they are read as the same, are made again, and
//! are what SQLite's own pragmas say.

use proptest::prelude::*;

use super::super::Database;
use super::{made_again, read};
use crate::catalog::Catalog;

const NAMES: [&str; 22] = [
    "a",
    "Key",
    "order",
    "größe",
    "we\"ird",
    "ba`ck",
    "br]acket",
    "sp ace",
    "semi;colon",
    "--dash",
    "x'y",
    "true",
    "like",
    "a.b",
    "名前",
    "1st",
    "null",
    "Case",
    "(",
    "sqlite",
    "end",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk",
];

const KINDS: [&str; 8] = [
    "integer",
    "int",
    "varchar ( 16 )",
    "decimal ( 10 , 2 )",
    "timestamp with time zone",
    "text",
    "unsigned big int",
    "",
];

const DEFAULTS: [&str; 6] = [
    "",
    "default 'it''s'",
    "default - 1.5e3",
    "default ( lower ( 'A' ) )",
    "default x'00FF'",
    "default current_timestamp",
];

const CHECKS: [&str; 5] = [
    "length ( {c} ) > 0",
    "( {c} in ( 'a' , 'B c' ) )",
    "{c} collate nocase <> 'Q' or {c} is not null",
    "cast ( {c} as integer ) between - 1 and + 10",
    "case when {c} like 'x%' escape '!' then 1 else 0 end < 1E3",
];

#[derive(Debug, Clone)]
struct Column {
    name: usize,
    kind: usize,
    is_required: bool,
    default: usize,
    collation: bool,
    check: Option<usize>,
    is_unique: bool,
    refers: bool,
    index: Option<(bool, usize)>,
}

#[derive(Debug, Clone)]
struct Tables {
    names: Vec<usize>,
    columns: Vec<Vec<Column>>,
    keys: Vec<u8>,
}

fn column() -> impl Strategy<Value = Column> {
    (
        (
            0..NAMES.len(),
            0..KINDS.len(),
            any::<bool>(),
            0..DEFAULTS.len(),
            any::<bool>(),
        ),
        (
            prop::option::of(0..CHECKS.len()),
            any::<bool>(),
            any::<bool>(),
            prop::option::of((any::<bool>(), 0..3_usize)),
        ),
    )
        .prop_map(
            |((name, kind, is_required, default, collation), rest)| Column {
                name,
                kind,
                is_required,
                default,
                collation,
                check: rest.0,
                is_unique: rest.1,
                refers: rest.2,
                index: rest.3,
            },
        )
}

fn tables() -> impl Strategy<Value = Tables> {
    let names = prop::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 3);
    let columns = prop::collection::vec(column(), 1..5).prop_map(|mut columns| {
        columns.sort_by_key(|it| it.name);
        columns.dedup_by_key(|it| it.name);
        columns
    });
    let tables = prop::collection::vec(columns, 3);
    let keys = prop::collection::vec(0..4_u8, 3);
    (names, tables, keys).prop_map(|(names, columns, keys)| Tables {
        names,
        columns,
        keys,
    })
}

/// Says the same in other words; the numbers of a cheap generator choose them.
struct Speller(u64);

impl Speller {
    fn choose(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn name(&mut self, at: usize, is_definition: bool) -> String {
        let name = NAMES[at];
        let cased = match is_definition || self.choose(2) == 0 {
            true => name.to_owned(),
            false => name.to_ascii_uppercase(),
        };
        match self.choose(4) {
            0 if name == "a" || name == "Key" => cased,
            1 if !name.contains(']') => format!("[{cased}]"),
            2 => format!("`{}`", cased.replace('`', "``")),
            _ => format!("\"{}\"", cased.replace('"', "\"\"")),
        }
    }

    fn text(&mut self, template: &str, column: usize) -> String {
        let mut sql = String::new();
        let mut rest = template;
        while !rest.is_empty() {
            let end = match rest.starts_with('\'') {
                true => rest[1..].find("' ").map_or(rest.len(), |at| at + 2),
                false => rest.find(' ').unwrap_or(rest.len()),
            };
            let (token, behind) = rest.split_at(end);
            rest = behind.trim_start();
            sql.push_str(match self.choose(5) {
                0 => "  ",
                1 => "\n\t",
                2 => " /* ' \" */ ",
                3 => " -- it's\n",
                _ => " ",
            });
            let is_word = token.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
            match token {
                "{c}" => sql.push_str(&self.name(column, false)),
                _ if is_word && self.choose(2) == 0 => sql.push_str(&token.to_ascii_uppercase()),
                _ => sql.push_str(token),
            }
        }
        sql
    }

    fn sql(&mut self, tables: &Tables) -> String {
        let mut sql = String::new();
        for (at, columns) in tables.columns.iter().enumerate() {
            let table = tables.names[at];
            let (mut parts, mut rules) = (Vec::new(), Vec::new());
            let has_key = tables.keys[at] > 0;
            for (position, column) in columns.iter().enumerate() {
                let is_counter = position == 0 && tables.keys[at] == 1;
                let kind = if is_counter {
                    "integer"
                } else {
                    KINDS[column.kind]
                };
                let mut part = self.name(column.name, true) + &self.text(kind, 0);
                let mut clause =
                    |speller: &mut Self, here: String, there: String| match speller.choose(2) {
                        0 => part.push_str(&here),
                        _ => rules.push(there),
                    };
                let name = self.name(column.name, false);
                if is_counter {
                    clause(
                        self,
                        " PRIMARY KEY".to_owned(),
                        format!("PRIMARY KEY ({name})"),
                    );
                }
                if column.is_unique {
                    clause(self, " UNIQUE".to_owned(), format!("UNIQUE ({name})"));
                }
                if let Some(check) = column.check {
                    let text = self.text(CHECKS[check], column.name);
                    clause(self, format!(" check({text})"), format!("CHECK(({text}))"));
                }
                if column.refers && tables.keys[1] > 0 && columns.len() > 1 {
                    let target = self.name(tables.names[1], false);
                    let key = self.name(tables.columns[1][0].name, false);
                    let target = match self.choose(2) {
                        0 => target,
                        _ => format!("{target} ({key})"),
                    };
                    let rule = format!("REFERENCES {target} on delete set null");
                    clause(
                        self,
                        format!(" {rule}"),
                        format!("FOREIGN KEY ({name}) {rule}"),
                    );
                }
                if column.is_required {
                    part.push_str(&self.text("not null", 0));
                }
                part.push_str(&self.text(DEFAULTS[column.default], 0));
                if column.collation {
                    part.push_str(&self.text("collate nocase", 0));
                }
                parts.push(part);
            }
            if has_key && tables.keys[at] > 1 {
                rules.push(format!(
                    "PRIMARY KEY ({})",
                    self.name(columns[0].name, false)
                ));
            }
            parts.append(&mut rules);
            let name = self.name(table, true);
            let options = if tables.keys[at] == 3 {
                "without rowid"
            } else {
                ""
            };
            sql.push_str(&format!(
                "CREATE TABLE {name} ({}){};\n",
                parts.join(" , "),
                self.text(options, 0)
            ));
            for (position, column) in columns.iter().enumerate() {
                if let Some((is_unique, check)) = column.index {
                    let unique = if is_unique { "unique" } else { "" };
                    let (table, name) = (self.name(table, false), self.name(column.name, false));
                    let filter = self.text(CHECKS[check], column.name);
                    sql.push_str(&format!(
                        "CREATE {unique} INDEX i{at}_{position} ON {table} ({name} DESC,{}) where {filter};\n",
                        self.text("( upper ( {c} ) )", column.name),
                    ));
                }
            }
        }
        sql
    }
}

/// Returns what SQLite says of the tables and indexes.
fn told(database: &Database) -> Vec<Vec<String>> {
    let queries = [
        "SELECT m.name, x.cid, x.name, x.\"notnull\" OR x.pk, x.pk, x.hidden FROM sqlite_schema AS m, \
         pragma_table_xinfo(m.name) AS x WHERE m.type = 'table' ORDER BY m.name, x.cid",
        "SELECT m.name, lower(f.\"from\"), lower(f.\"table\"), f.on_update, f.on_delete FROM sqlite_schema AS m, \
         pragma_foreign_key_list(m.name) AS f ORDER BY 1, 2, 3, 4, 5",
        "SELECT m.name, i.\"unique\", i.partial, i.origin, x.name, x.\"desc\", lower(x.coll) FROM sqlite_schema AS m, \
         pragma_index_list(m.name) AS i, pragma_index_xinfo(i.name) AS x WHERE x.key \
         ORDER BY 1, 2, 3, 4, 5, 6, 7",
        "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name",
    ];
    queries.map(|query| database.rows(query)).into()
}

/// Returns what the catalog says of the columns, as SQLite would.
fn columns(catalog: &Catalog) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &catalog.tables {
        let key = table
            .table_primary_key()
            .map_or(&[][..], |key| key.columns());
        for (at, column) in table.columns().iter().enumerate() {
            let place = key
                .iter()
                .position(|it| it == column.name())
                .map_or(0, |at| at + 1);
            let is_required = i32::from(!column.is_nullable());
            lines.push(format!(
                "{}|{at}|{}|{is_required}|{place}|0",
                table.name(),
                column.name()
            ));
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn tables_are_read_whatever_their_spelling(tables in tables(), one: u64, other: u64) {
        let sql = Speller(one).sql(&tables);
        let database = Database::new();
        database.connection.execute_batch(&sql).unwrap();
        let catalog = database.catalog().unwrap();
        prop_assert_eq!(&catalog.tables.len(), &3);
        prop_assert_eq!(&read(&Speller(other).sql(&tables)), &catalog, "{}", sql);
        let again = made_again(&catalog);
        prop_assert_eq!(&again.catalog().unwrap(), &catalog, "{}", sql);
        prop_assert_eq!(told(&again), told(&database), "{}", sql);
        prop_assert_eq!(&columns(&catalog), &told(&database)[0], "{}", sql);
        // A check without a name is found by what was read of it.
        if let Some(table) = catalog.tables.iter().find(|it| !it.checks().is_empty()) {
            let check = table.checks()[0].clone();
            database.migrate(|op| op.drop_constraint(table.name().clone(), check)).unwrap();
            let left = database.catalog().unwrap();
            let left = left.tables.iter().find(|it| it.name() == table.name()).unwrap();
            prop_assert_eq!(left.checks(), &table.checks()[1..], "{}", sql);
        }
    }
}
