//! What somebody can say about a database.

use insta::assert_snapshot;
use migrator::{Adopt, ErrorKind, Migrations, Tool};

use super::database::{Database, each};
use super::made::{diesel, refinery, sea_orm};
use super::sets::{DATES, DIESEL, REFINERY, SCHEMA};
use crate::support::{Rev, set};

/// Migrations that were written anew.
fn anew() -> &'static Migrations {
    let (first, second) = SCHEMA.split_once(";").unwrap();
    set(vec![
        Rev::sql("c46dab3fa34a", &[], first),
        Rev::sql("d15c9b0e77f2", &["c46dab3fa34a"], second),
    ])
}

#[test]
fn versions_that_are_called_otherwise_here() {
    for database in each() {
        sea_orm(&database);
        let set = anew();
        let adopt = Adopt::new()
            .map("m20240131_120000_create_users", "c46dab3fa34a")
            .map("m20240201_093000_create_orders", "d15c9b0e77f2")
            .map("m20990101_000000_not_run", "d15c9b0e77f2x");
        assert_eq!(
            database.adopt_with(set, adopt).unwrap().after,
            ["d15c9b0e77f2"]
        );
    }
}

#[test]
fn versions_that_are_called_otherwise_by_a_rule() {
    for database in each() {
        sea_orm(&database);
        let adopt = Adopt::new().map_each(|version| match version.contains("users") {
            true => Some("c46dab3fa34a".to_owned()),
            false => Some("d15c9b0e77f3".to_owned()),
        });
        let error = database.adopt_with(anew(), adopt).unwrap_err();
        assert_eq!(
            format!("{error:?}"),
            "the database cannot be taken over as it is: `m20240201_093000_create_orders` is said to be \
             `d15c9b0e77f3`, and no revision is called so\nhelp: did you mean `d15c9b0e77f2`?"
        );
    }
}

#[test]
fn a_revision_for_several_versions_needs_all_of_them() {
    let one = set(vec![Rev::sql("c46dab3fa34a", &[], SCHEMA)]);
    for database in each() {
        sea_orm(&database);
        let adopt = Adopt::new()
            .map("m20240131_120000_create_users", "c46dab3fa34a")
            .map("m20240201_093000_create_orders", "c46dab3fa34a");
        let more = adopt.clone().map("m20240202_000000_more", "c46dab3fa34a");
        let error = database.adopt_with(one, more).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database cannot be taken over as it is: `c46dab3fa34a` has run in part only: \
             `m20240202_000000_more` did not run"
        );
        assert_eq!(
            database.adopt_with(one, adopt).unwrap().after,
            ["c46dab3fa34a"]
        );
    }
}

#[test]
fn one_of_several_tools() {
    for database in each() {
        diesel(&database);
        database.run("DROP TABLE orders; DROP TABLE users");
        refinery(&database);
        let adoption = database
            .adopt_with(&REFINERY, Adopt::new().from(Tool::Refinery))
            .unwrap();
        assert_eq!(
            (adoption.tool, adoption.table.as_str()),
            (Some(Tool::Refinery), "refinery_schema_history")
        );
    }
}

#[test]
fn a_table_with_a_name_that_has_everything_in_it() {
    const NAME: &str = "select \"a\" 'b' `c` [d].e ü; DROP TABLE users; --";
    for database in each() {
        diesel(&database);
        let quoted = format!("\"{}\"", NAME.replace('"', "\"\""));
        database.run(&format!(
            "ALTER TABLE __diesel_schema_migrations RENAME TO {quoted}"
        ));
        let adopt = Adopt::new().from(Tool::Diesel).table(NAME);
        assert_eq!(
            database.adopt_with(&DIESEL, adopt).unwrap().after,
            DATES[1..2]
        );
    }
}

#[test]
fn a_table_in_another_schema() {
    for database in each() {
        let Database::Postgres(server) = &database else {
            continue;
        };
        diesel(&database);
        database.run(
            "CREATE SCHEMA \"Old \"\"tools\"\"\";
             ALTER TABLE __diesel_schema_migrations SET SCHEMA \"Old \"\"tools\"\"\"",
        );
        let error = DIESEL.adopt(&mut server.client()).unwrap_err();
        assert_snapshot!(error.help().unwrap(), @r#"name the table with its schema, `table` (`--table`), and the tool: there is `Old "tools".__diesel_schema_migrations`"#);
        let adopt = || Adopt::new().from(Tool::Diesel);
        let error = DIESEL
            .adopt_with(&mut server.client(), adopt())
            .unwrap_err();
        assert_snapshot!(format!("{error:?}"), @r#"
    there is no table `__diesel_schema_migrations`
    help: name the table with its schema, `table` (`--table`), and the tool: there is `Old "tools".__diesel_schema_migrations`
    "#);
        let mut client = server.client();
        client
            .batch_execute("SET search_path = \"Old \"\"tools\"\"\", public")
            .unwrap();
        let planned = DIESEL.plan_adopt(&mut client, adopt()).unwrap();
        assert_eq!(
            (planned.after.as_slice(), planned.was_adopted),
            (&[DATES[1].to_owned()][..], false)
        );
        let named = adopt().table(("Old \"tools\"", "__diesel_schema_migrations"));
        let adoption = DIESEL.adopt_with(&mut server.client(), named).unwrap();
        assert_eq!(adoption.after, DATES[1..2]);
    }
}

/// Tools look where they would create their table, and so do we.
#[test]
fn a_table_of_another_application_in_the_public_schema() {
    for database in each() {
        let Database::Postgres(server) = &database else {
            continue;
        };
        diesel(&database);
        database.run("CREATE SCHEMA shop");
        let client = || {
            let mut client = server.client();
            let path = "SET search_path = shop, public";
            client.batch_execute(path).unwrap();
            client
        };
        let error = DIESEL.adopt(&mut client()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NothingToAdopt, "{error:?}");
        assert!(
            error
                .help()
                .unwrap()
                .ends_with("there is `public.__diesel_schema_migrations`"),
            "{error:?}"
        );
        DIESEL.upgrade(&mut client(), "head").unwrap();
        assert!(DIESEL.adopt(&mut client()).unwrap().was_adopted);
    }
}

#[test]
fn a_table_without_its_tool_or_that_is_not_there() {
    for database in each() {
        diesel(&database);
        let error = database
            .adopt_with(&DIESEL, Adopt::new().table("versions"))
            .unwrap_err();
        assert_eq!(
            format!("{error:?}"),
            "nobody says which tool's table `versions` is\nhelp: name the tool, too, with `from` (`--from`)"
        );
        let adopt = Adopt::new().from(Tool::Sqlx).table("versions");
        let error = database.adopt_with(&DIESEL, adopt).unwrap_err();
        assert_eq!(error.to_string(), "there is no table `versions`");
        let adopt = Adopt::new()
            .from(Tool::Sqlx)
            .table("__diesel_schema_migrations");
        let error = database.adopt_with(&DIESEL, adopt).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`__diesel_schema_migrations` is no table of sqlx: it has no column `success`, `checksum`"
        );
    }
}
