//! What changes of a table become, and that PostgreSQL takes them.

use super::{Database, refusal, rendered};
use crate::ops::{DropColumn, TableChanges};
use crate::schema::{
    AlterColumn, Check, Column, Identity, Table, Unique, array, boolean, enumeration, integer,
    string, text,
};

/// Has several changes of a table `t` written, and run in a transaction that is rolled back.
pub(super) struct Cases(Option<Database>);

const TABLES: &str = "CREATE TABLE u (id int PRIMARY KEY, x int); \
    CREATE TABLE t (a int, b text DEFAULT '1', c int NOT NULL, d int GENERATED ALWAYS AS IDENTITY, \
    CONSTRAINT ck CHECK (a > 0), UNIQUE (a, c), FOREIGN KEY (a) REFERENCES u (id)); \
    INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, '1', 1), (NULL, NULL, 2)";

impl Cases {
    pub(super) fn new() -> Self {
        Self(Database::new())
    }

    /// Checks the SQL of changes; a line of each statement, without what all begin with.
    #[track_caller]
    pub(super) fn check(&mut self, changes: impl Fn(&mut TableChanges), expect: &[&str]) {
        let written = rendered(|op| op.alter_table("t", &changes)).unwrap();
        let short: Vec<String> = written.iter().map(|it| short(&it.sql)).collect();
        assert_eq!(short, expect);
        let Some(database) = &mut self.0 else { return };
        database.rows(&format!("BEGIN; {TABLES}"));
        database
            .migrate(|op| op.alter_table("t", &changes))
            .unwrap();
        database.rows("ROLLBACK");
    }
}

/// Leaves of a block about a type the line about the type.
fn short(sql: &str) -> String {
    let of_type = |line: &&str| line.contains("CREATE TYPE") || line.contains("DROP TYPE");
    match sql.lines().find(of_type) {
        Some(line) => line.trim().trim_end_matches(';').to_owned(),
        None => sql.replacen("ALTER TABLE \"t\" ", "", 1),
    }
}

#[test]
fn columns_are_added_and_dropped() {
    let mut cases = Cases::new();
    cases.check(
        |t| {
            t.add_column(
                Column::new("e", integer())
                    .identity(Identity::always().start(5).increment(2).cycle())
                    .comment("it's"),
            )
            .add_column(
                Column::new("f", text())
                    .collate("C")
                    .generated_stored("b || 'x'"),
            )
            .add_column(Column::new("g", integer()).check(Check::new("g > 0").not_valid()));
        },
        &[
            "ADD COLUMN \"e\" INTEGER GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY 2 \
             CYCLE), ADD COLUMN \"f\" TEXT COLLATE \"C\" GENERATED ALWAYS AS (b || 'x') STORED, \
             ADD COLUMN \"g\" INTEGER, ADD CHECK (g > 0) NOT VALID",
            "COMMENT ON COLUMN \"t\".\"e\" IS 'it''s'",
        ],
    );
    cases.check(
        |t| {
            t.drop_column("a")
                .drop_column(DropColumn::new("x").if_exists())
                .drop_column(DropColumn::new("c").cascade());
        },
        &["DROP COLUMN \"a\", DROP COLUMN IF EXISTS \"x\", DROP COLUMN \"c\" CASCADE"],
    );
}

#[test]
fn an_enumeration_comes_and_goes_with_its_column() {
    let mood = || Column::new("mood", enumeration("Mood", ["sad"]));
    let mut cases = Cases::new();
    cases.check(
        |t| {
            t.add_column(Column::new("e", integer())).add_column(mood());
        },
        &[
            "CREATE TYPE \"Mood\" AS ENUM ('sad')",
            "ADD COLUMN \"e\" INTEGER, ADD COLUMN \"mood\" \"Mood\"",
        ],
    );
    cases.check(
        |t| {
            t.add_column(mood())
                .drop_column(mood())
                .add_column(Column::new("e", integer()));
        },
        &[
            "CREATE TYPE \"Mood\" AS ENUM ('sad')",
            "ADD COLUMN \"mood\" \"Mood\"",
            "DROP COLUMN \"mood\", ADD COLUMN \"e\" INTEGER",
            "DROP TYPE IF EXISTS \"Mood\"",
        ],
    );
}

#[test]
fn a_column_becomes_an_enumeration_by_way_of_its_text() {
    let ones = || enumeration("ones", ["1"]);
    let mut cases = Cases::new();
    cases.check(
        |t| {
            let was = Column::new("b", text()).default("1");
            t.alter_column(AlterColumn::new("b").kind(ones()).was(was));
        },
        &[
            "CREATE TYPE \"ones\" AS ENUM ('1')",
            "ALTER COLUMN \"b\" DROP DEFAULT, \
             ALTER COLUMN \"b\" TYPE \"ones\" USING \"b\"::text::\"ones\", \
             ALTER COLUMN \"b\" SET DEFAULT '1'",
        ],
    );
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("b").kind(ones()).drop_default())
                .alter_column(
                    AlterColumn::new("b")
                        .kind(text())
                        .was(Column::new("b", ones())),
                );
        },
        &[
            "CREATE TYPE \"ones\" AS ENUM ('1')",
            "ALTER COLUMN \"b\" DROP DEFAULT, \
             ALTER COLUMN \"b\" TYPE \"ones\" USING \"b\"::text::\"ones\"",
            "ALTER COLUMN \"b\" TYPE TEXT",
            "DROP TYPE IF EXISTS \"ones\"",
        ],
    );
    cases.check(
        |t| {
            let lists = array(ones());
            let altered = AlterColumn::new("b")
                .kind(text())
                .using("NULL")
                .drop_default();
            t.alter_column(altered)
                .add_column(Column::new("e", array(text())));
            t.alter_column(AlterColumn::new("e").kind(lists));
        },
        &[
            "ALTER COLUMN \"b\" DROP DEFAULT, ALTER COLUMN \"b\" TYPE TEXT USING (NULL), \
             ADD COLUMN \"e\" TEXT[]",
            "CREATE TYPE \"ones\" AS ENUM ('1')",
            "ALTER COLUMN \"e\" TYPE \"ones\"[] USING \"e\"::text[]::\"ones\"[]",
        ],
    );
}

#[test]
fn a_column_changes_in_every_way_there_is() {
    let mut cases = Cases::new();
    cases.check(
        |t| {
            t.alter_column(
                AlterColumn::new("b")
                    .kind(integer())
                    .using("coalesce(b, '2')::integer")
                    .not_null()
                    .default(3)
                    .comment("a number"),
            );
        },
        &[
            "ALTER COLUMN \"b\" DROP DEFAULT, \
             ALTER COLUMN \"b\" TYPE INTEGER USING (coalesce(b, '2')::integer), \
             ALTER COLUMN \"b\" SET NOT NULL, ALTER COLUMN \"b\" SET DEFAULT 3",
            "COMMENT ON COLUMN \"t\".\"b\" IS 'a number'",
        ],
    );
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("b").default(3).drop_comment())
                .alter_column(AlterColumn::new("c").nullable().default_expr("1 + 1"));
        },
        &[
            "ALTER COLUMN \"b\" SET DEFAULT '3', ALTER COLUMN \"c\" DROP NOT NULL, \
             ALTER COLUMN \"c\" SET DEFAULT (1 + 1)",
            "COMMENT ON COLUMN \"t\".\"b\" IS NULL",
        ],
    );
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("b").kind(string(9)).collate("C"));
        },
        &["ALTER COLUMN \"b\" TYPE VARCHAR(9) COLLATE \"C\""],
    );
    // What is not mentioned stays as it was: the collation.
    cases.check(
        |t| {
            let was = Column::new("b", text()).collate("C");
            t.alter_column(AlterColumn::new("b").kind(string(9)).was(was));
        },
        &["ALTER COLUMN \"b\" TYPE VARCHAR(9) COLLATE \"C\""],
    );
    cases.check(
        |t| {
            let was = Column::new("b", text());
            t.alter_column(AlterColumn::new("b").using("upper(b)").was(was));
        },
        &["ALTER COLUMN \"b\" TYPE TEXT USING (upper(b))"],
    );
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("b"));
        },
        &[],
    );
}

#[test]
fn a_column_begins_and_ends_to_count_and_to_be_computed() {
    let mut cases = Cases::new();
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("c").add_identity(Identity::by_default().start(7)))
                .alter_column(
                    AlterColumn::new("d").set_identity(Identity::by_default().increment(3).min(0)),
                );
        },
        &[
            "ALTER COLUMN \"c\" ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 7), \
           ALTER COLUMN \"d\" SET GENERATED BY DEFAULT SET INCREMENT BY 3 SET MINVALUE 0",
        ],
    );
    cases.check(
        |t| {
            let was = Column::new("d", integer()).identity(Identity::always().cycle());
            let alter = AlterColumn::new("d").set_identity(Identity::always());
            t.alter_column(alter.was(was));
        },
        &["ALTER COLUMN \"d\" SET GENERATED ALWAYS SET NO CYCLE"],
    );
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("d").drop_identity().default(1));
        },
        &["ALTER COLUMN \"d\" DROP IDENTITY, ALTER COLUMN \"d\" SET DEFAULT '1'"],
    );
    cases.check(
        |t| {
            t.add_column(Column::new("e", integer()).generated_stored("a + 1"))
                .alter_column(AlterColumn::new("e").drop_generated());
        },
        &[
            "ADD COLUMN \"e\" INTEGER GENERATED ALWAYS AS (a + 1) STORED",
            "ALTER COLUMN \"e\" DROP EXPRESSION",
        ],
    );
}

#[test]
fn changes_that_meet_go_one_after_the_other() {
    let mut cases = Cases::new();
    cases.check(
        |t| {
            t.add_column(Column::new("e", integer()))
                .add_column(Column::new("f", boolean()))
                .alter_column(AlterColumn::new("c").nullable())
                .add_constraint(Unique::new(["e"]))
                .drop_constraint("ck");
        },
        &[
            "ADD COLUMN \"e\" INTEGER, ADD COLUMN \"f\" BOOLEAN, ALTER COLUMN \"c\" DROP NOT NULL, \
             ADD UNIQUE (\"e\"), DROP CONSTRAINT \"ck\"",
        ],
    );
    // PostgreSQL would compute both from the old values, and drop first.
    cases.check(
        |t| {
            t.alter_column(AlterColumn::new("a").kind(integer()).using("a * 1"))
                .alter_column(
                    AlterColumn::new("c")
                        .kind(integer())
                        .using("coalesce(A, 1) + 1"),
                )
                .drop_column("a");
        },
        &[
            "ALTER COLUMN \"a\" TYPE INTEGER USING (a * 1)",
            "ALTER COLUMN \"c\" TYPE INTEGER USING (coalesce(A, 1) + 1)",
            "DROP COLUMN \"a\"",
        ],
    );
    cases.check(
        |t| {
            t.rename_column("a", "a2")
                .add_column(Column::new("a", integer()))
                .drop_column("a")
                .add_constraint(Check::new("a2 > 0").named("x"))
                .drop_constraint("x");
        },
        &[
            "RENAME COLUMN \"a\" TO \"a2\"",
            "ADD COLUMN \"a\" INTEGER",
            "DROP COLUMN \"a\", ADD CONSTRAINT \"x\" CHECK (a2 > 0)",
            "DROP CONSTRAINT \"x\"",
        ],
    );
}

#[test]
fn what_no_column_can_become_is_refused() {
    let refused = |alter: AlterColumn, expect: &str| {
        let expect = format!("PostgreSQL cannot do alter_column `t.a`: column `a`: {expect}");
        assert_eq!(refusal(|op| op.alter_column("t", alter)), expect);
    };
    refused(
        AlterColumn::new("a").generated_stored("b + 1"),
        "a column cannot be computed in another way\nhelp: drop the column and add it again",
    );
    let needs_type = "a collation or values change together with the type only\n\
                      help: say with `.kind(…)` which type it has";
    refused(AlterColumn::new("a").collate("C"), needs_type);
    refused(AlterColumn::new("a").using("b"), needs_type);
    assert_eq!(
        refusal(|op| op.alter_column("t", AlterColumn::new("a").kind(integer()).using("b)"))),
        "alter_column `t.a` makes no sense: column `a`: the expression `b)` closes a parenthesis \
         it did not open"
    );
    assert_eq!(
        refusal(|op| op.add_column_if_not_exists("t", Column::new("a", integer()).comment("x"))),
        "PostgreSQL cannot do add_column `t.a`: column `a`: a comment cannot be made only if \
         what it describes was missing\nhelp: leave `.comment(…)` or the condition out"
    );
    assert_eq!(
        refusal(|op| op.create_table(
            Table::new("t").column(Column::new("a", integer()).generated_virtual("1"))
        )),
        "PostgreSQL cannot do create_table `t`: column `a`: a computed column always keeps its \
         values\nhelp: use `.generated_stored(…)`, or a view"
    );
}
