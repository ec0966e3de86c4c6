//! Random tables: what is printed makes the same table, and nothing panics.

use proptest::prelude::*;
use rusqlite::Connection;

use super::{Definition, catalogue, parsed, stored};

/// Blanks and comments of every kind.
fn gap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ",
        "  ",
        "\n",
        "\t",
        " /* a, ( */ ",
        " -- b ) '\n",
        "/**/",
    ])
}

fn maybe(strategy: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), strategy]
}

/// The name of a column in each way of quoting; its number keeps it apart from others.
fn name(at: usize) -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec!["a", "key", "größe", "x_1", "order", "check"]);
    (base, 0..4_u8).prop_map(move |(base, quotes)| match quotes {
        0 => format!("{base}{at}"),
        1 => format!("\"{base} \"\"{at}\""),
        2 => format!("`{base}, ``{at}`"),
        _ => format!("[{base} (({at}]"),
    })
}

fn kind() -> impl Strategy<Value = String> {
    let kinds = vec![
        "",
        "INT",
        "INTEGER",
        "TEXT",
        "DECIMAL(10, 2)",
        "DOUBLE PRECISION",
        "\"odd, type\"",
        "VARCHAR ( 10 )",
        "generated",
        "BLOB",
    ];
    prop::sample::select(kinds).prop_map(str::to_owned)
}

fn clauses() -> impl Strategy<Value = Vec<String>> {
    let clause = prop::sample::select(vec![
        "NOT NULL",
        "NULL",
        "NOT NULL ON CONFLICT IGNORE",
        "UNIQUE",
        "UNIQUE ON CONFLICT REPLACE",
        "DEFAULT 1",
        "DEFAULT -2.5e-3",
        "DEFAULT 'it''s, (x'",
        "DEFAULT (1 + (2))",
        "DEFAULT x'00'",
        "DEFAULT CURRENT_TIME",
        "DEFAULT word",
        "DEFAULT NULL",
        "COLLATE NOCASE",
        "COLLATE \"rtrim\"",
        "CHECK (1 <> ')')",
        "CHECK ((2 > 1) AND 'a,b' <> \"c\")",
        "REFERENCES o",
        "REFERENCES \"p q\" (x) ON DELETE SET NULL ON UPDATE CASCADE",
        "REFERENCES o(y) MATCH FULL \
         NOT DEFERRABLE INITIALLY DEFERRED",
        "NOT DEFERRABLE",
        "CONSTRAINT alone",
    ]);
    let labelled = (maybe(Just("CONSTRAINT [c 1] ".to_owned())), clause)
        .prop_map(|(label, clause)| format!("{label}{clause}"));
    prop::collection::vec(labelled, 0..4)
}

fn column(at: usize) -> impl Strategy<Value = String> {
    (name(at), kind(), clauses(), gap(), gap()).prop_map(|(name, kind, clauses, one, two)| {
        let mut sql = name;
        for part in std::iter::once(kind)
            .chain(clauses)
            .filter(|part| !part.is_empty())
        {
            sql.push_str(one);
            sql.push_str(&part);
        }
        sql + two
    })
}

fn constraint() -> impl Strategy<Value = String> {
    let constraint = prop::sample::select(vec![
        "UNIQUE (z)",
        "UNIQUE (z COLLATE NOCASE DESC, id) ON CONFLICT FAIL",
        "CHECK (z > (id))",
        "FOREIGN KEY (z) REFERENCES o",
        "FOREIGN KEY (id, \"z\") REFERENCES t(z, id) ON DELETE \
         RESTRICT DEFERRABLE INITIALLY DEFERRED",
        "CONSTRAINT empty",
    ]);
    (
        maybe(Just("CONSTRAINT \"c, 2\"".to_owned())),
        constraint,
        gap(),
    )
        .prop_map(|(label, constraint, gap)| format!("{label}{gap}{constraint}"))
}

fn table() -> impl Strategy<Value = String> {
    let columns = (column(1), column(2), column(3), 0..4_usize);
    let key = prop::sample::select(vec![
        "id INTEGER PRIMARY KEY",
        "id INTEGER PRIMARY KEY AUTOINCREMENT",
        "id INT PRIMARY KEY DESC",
        "id",
        "id INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY ON CONFLICT ROLLBACK",
    ]);
    let computed = prop::sample::select(vec![
        "z",
        "z INT AS (id + 1)",
        "z TEXT GENERATED ALWAYS AS ('(' || id) STORED UNIQUE",
        "z ANY",
    ]);
    let constraints = prop::collection::vec((constraint(), any::<bool>()), 0..4);
    let options = prop::sample::select(vec![
        "",
        " STRICT",
        " WITHOUT ROWID",
        "\nwithout /**/ rowid,strict",
    ]);
    (columns, key, computed, constraints, gap(), options).prop_map(
        |((one, two, three, count), key, computed, constraints, gap, options)| {
            let mut items = vec![key.to_owned(), computed.to_owned(), one, two, three];
            items.truncate(2 + count);
            let mut sql = format!("CREATE TABLE t{gap}({}", items.join(&format!(",{gap}")));
            for (at, (constraint, comma)) in constraints.iter().enumerate() {
                sql.push_str(if at == 0 || *comma { "," } else { gap });
                sql.push_str(constraint);
            }
            sql + gap + ")" + options
        },
    )
}

/// A constraint that is more than a name.
fn whole_constraint() -> impl Strategy<Value = String> {
    constraint().prop_filter("it says nothing", |sql| !sql.ends_with("empty"))
}

/// About half of the tables are refused by SQLite, for two keys or the like.
fn config() -> ProptestConfig {
    ProptestConfig {
        max_global_rejects: 100_000,
        ..ProptestConfig::with_cases(1500)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_random_table_printed_is_the_same_table(sql in table()) {
        let connection = Connection::open_in_memory().unwrap();
        // What SQLite refuses says nothing.
        prop_assume!(connection.execute_batch(&sql).is_ok());
        let text = stored(&connection, "t");
        let definition = parsed(&text);
        prop_assert_eq!(definition.print("t"), text.clone());
        prop_assert_eq!(definition.name(), "t");
        connection.execute_batch(&definition.print("\"t (new)\"")).unwrap();
        prop_assert_eq!(catalogue(&connection, "t"), catalogue(&connection, "t (new)"));
    }

    #[test]
    fn a_random_edit_makes_the_table_that_it_says(sql in table(), added in column(9), extra in whole_constraint()) {
        let connection = Connection::open_in_memory().unwrap();
        prop_assume!(connection.execute_batch(&sql).is_ok());
        let mut definition = parsed(&stored(&connection, "t"));
        let before = definition.clone();
        definition.add_column(&added).unwrap();
        definition.add_constraint(&extra).unwrap();
        let edited = parsed(&definition.print("t"));
        prop_assert_eq!(edited.columns().len(), before.columns().len() + 1);
        prop_assert_eq!(edited.table_constraints().len(), before.table_constraints().len() + 1);
        // Taking back what was added leaves the table that was there.
        let places = definition.find(|_| true);
        definition.remove(places[places.len() - 1]);
        let name = definition.columns()[definition.columns().len() - 1].name().to_owned();
        definition.remove_column(&name);
        connection.execute_batch(&definition.print("other")).unwrap();
        prop_assert_eq!(catalogue(&connection, "t"), catalogue(&connection, "other"));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}", cut in 0..200_usize, sql in table()) {
        let _ = Definition::parse(&text);
        let _ = Definition::parse(&format!("CREATE TABLE t({text})"));
        let _ = Definition::parse(&sql.chars().take(cut).collect::<String>());
    }
}
