//! Written by `tests/writing`.

use migrator::prelude::*;

fn part_0(op: &mut Op) -> Result {
    op.create_table(Table::new("roles").column(Column::new("name", string(16)).primary_key()));
    op.create_table(
        Table::new("kinds")
            .column(Column::new("c0", char(3)))
            .column(Column::new("c1", ColumnType::Char(None)))
            .column(Column::new("c2", string(80)))
            .column(Column::new("c3", varchar()))
            .column(Column::new("c4", text()))
            .column(Column::new("c5", blob()))
            .column(Column::new("c6", tiny_integer()))
            .column(Column::new("c7", small_integer()))
            .column(Column::new("c8", integer()))
            .column(Column::new("c9", big_integer()))
            .column(Column::new("c10", tiny_unsigned()))
            .column(Column::new("c11", small_unsigned()))
            .column(Column::new("c12", unsigned()))
            .column(Column::new("c13", big_unsigned()))
            .column(Column::new("c14", float()))
            .column(Column::new("c15", double()))
            .column(Column::new("c16", decimal(10, 2)))
            .column(Column::new("c17", numeric()))
            .column(Column::new("c18", date_time()))
            .column(Column::new("c19", timestamp()))
            .column(Column::new("c20", timestamp_with_time_zone()))
            .column(Column::new("c21", time()))
            .column(Column::new("c22", date()))
            .column(Column::new("c23", year()))
            .column(Column::new("c24", interval()))
            .column(Column::new(
                "c25",
                ColumnType::Interval(Some(migrator::sea_query::PgInterval::DayToSecond), Some(3)),
            ))
            .column(Column::new("c26", ColumnType::Interval(None, Some(3))))
            .column(Column::new("c27", binary(16)))
            .column(Column::new("c28", var_binary(20)))
            .column(Column::new("c29", ColumnType::VarBinary(None)))
            .column(Column::new("c30", bit(4)))
            .column(Column::new("c31", ColumnType::Bit(None)))
            .column(Column::new("c32", var_bit(9)))
            .column(Column::new("c33", boolean()))
            .column(Column::new("c34", money()))
            .column(Column::new("c35", ColumnType::Money(Some((8, 2)))))
            .column(Column::new("c36", json()))
            .column(Column::new("c37", json_binary()))
            .column(Column::new("c38", uuid()))
            .column(Column::new("c39", vector(3)))
            .column(Column::new("c40", ColumnType::Vector(None)))
            .column(Column::new("c41", cidr()))
            .column(Column::new("c42", inet()))
            .column(Column::new("c43", mac_addr()))
            .column(Column::new("c44", ltree()))
            .column(Column::new(
                "c45",
                enumeration("mood", ["sad", "ok", r#"it's "fine""#]),
            ))
            .column(Column::new(
                "c46",
                enumeration("mood", ["sad", "ok"]).existing(),
            ))
            .column(Column::new(
                "c47",
                enumeration("none", Vec::<String>::new()),
            ))
            .column(Column::new("c48", array(text())))
            .column(Column::new(
                "c49",
                array(array(enumeration("mood", ["a"]).existing())),
            ))
            .column(Column::new("c50", custom("geometry(Point, 4326)"))),
    );
    op.create_table(
        Table::new(("app", "users"))
            .column(Column::new("id", integer()).primary_key().auto_increment())
            .column(
                Column::new("k", integer())
                    .primary_key_named("pk")
                    .no_generated(),
            )
            .column(Column::new("name", text()).not_null().unique())
            .column(
                Column::new("nick", text())
                    .unique_named("uq")
                    .default("abc"),
            )
            .column(Column::new("n", integer()).default(5).check("n > 0"))
            .column(Column::new("b", boolean()).not_null().default(false))
            .column(Column::new("at", timestamp()).default_expr("now()"))
            .column(Column::new("r", double()).default(0.5))
            .column(Column::new("z", integer()).default(Value::Null))
            .column(Column::new("y", blob()).default(b"\x00\"\\a".to_vec()))
            .column(Column::new("x", big_integer()).default(-5_000_000_000_i64))
            .column(
                Column::new("role", string(16))
                    .references(("app", "roles"), "name")
                    .references_named("fk")
                    .on_delete(Action::Cascade)
                    .on_update(Action::SetDefault),
            )
            .column(Column::new("g", integer()).generated_stored("k + n"))
            .column(Column::new("h", integer()).generated_virtual("k - n"))
            .column(
                Column::new("c", text())
                    .collate("de_DE")
                    .comment(r#"it's "so""#),
            )
            .column(Column::new("i", integer()).identity(Identity::by_default()))
            .column(
                Column::new("j", big_integer()).identity(
                    Identity::always()
                        .start(10)
                        .increment(-2)
                        .min(-9_000_000_000)
                        .max(100)
                        .cache(5)
                        .cycle(),
                ),
            )
            .column(
                Column::new("d", text())
                    .check(Check::new("d <> ''").named("ck"))
                    .check("length(d) < 9"),
            )
            .primary_key(["a", "b"])
            .unique(["a", "b"])
            .unique(
                Unique::new(["c"])
                    .named("uq_c")
                    .include(["d"])
                    .nulls_not_distinct(),
            )
            .foreign_key(ForeignKey::new(["a", "b"]).references("other", ["c", "d"]))
            .foreign_key(
                ForeignKey::new(["a"])
                    .references(("app", "other"), ["c"])
                    .named("fk_a")
                    .on_delete(Action::SetNull)
                    .on_delete_columns(["a"])
                    .on_update(Action::Restrict)
                    .match_full()
                    .deferrable(Deferrable::InitiallyDeferred)
                    .not_valid(),
            )
            .check("a <> b")
            .check(Check::new("a < b").named("ck_ab").no_inherit().not_valid())
            .exclude(
                Exclude::using("gist")
                    .column("room", "=")
                    .expression("tsrange(a, b)", "&&")
                    .named("ex")
                    .filter("room > 0")
                    .deferrable(Deferrable::InitiallyImmediate),
            )
            .partition_by("RANGE (at)")
            .comment(
                r#"who
they "are""#,
            ),
    );
    op.create_table(
        Table::new("odd")
            .primary_key(
                PrimaryKey::new(["a"])
                    .named("pk_odd")
                    .include(["b"])
                    .deferrable(Deferrable::InitiallyImmediate),
            )
            .unique(Unique::new(["a"]).deferrable(Deferrable::InitiallyDeferred))
            .strict()
            .without_rowid()
            .temporary()
            .if_not_exists(),
    );
    op.rename_table("a", "b");
    op.rename_table(("app", "a"), ("app", "b"));
    op.drop_table("a");
    op.drop_table(("app", "a"));
    op.drop_table_if_exists("a");
    op.drop_table(Table::new("a").column(Column::new("id", integer())));
    op.drop_table_if_exists(Table::new("a"));
    op.drop_table(DropTable::new("a").cascade());
    op.drop_table(DropTable::from(Table::new("a")).if_exists().cascade());
    op.add_column("users", Column::new("nick", text()));
    op.add_column_if_not_exists(("app", "users"), Column::new("nick", text()).not_null());
    op.drop_column("users", "nick");
    op.drop_column("users", Column::new("nick", text()));
    op.drop_column(
        "users",
        migrator::ops::DropColumn::new("nick").if_exists().cascade(),
    );
    op.drop_column(
        "users",
        migrator::ops::DropColumn::from(Column::new("nick", text())).cascade(),
    );
    op.rename_column("users", "nick", "name");
    Ok(())
}

fn part_1(op: &mut Op) -> Result {
    op.alter_column(
        "users",
        AlterColumn::new("age")
            .kind(integer())
            .using("age::integer")
            .using_back("age::text")
            .not_null()
            .default(5)
            .comment("years")
            .collate("C")
            .was(Column::new("age", text())),
    );
    op.alter_column(
        "users",
        AlterColumn::new("age")
            .nullable()
            .drop_default()
            .drop_comment(),
    );
    op.alter_column(
        "users",
        AlterColumn::new("age").drop_collation().drop_identity(),
    );
    op.alter_column(
        "users",
        AlterColumn::new("age")
            .default_expr("now()")
            .drop_generated(),
    );
    op.alter_column(
        "users",
        AlterColumn::new("age").add_identity(Identity::always()),
    );
    op.alter_column(
        "users",
        AlterColumn::new("age").set_identity(Identity::by_default().start(9)),
    );
    op.alter_column("users", AlterColumn::new("age").generated_stored("a + b"));
    op.add_constraint("users", PrimaryKey::new(["id"]));
    op.add_constraint("users", Unique::new(["email"]).named("uq_users_email"));
    op.add_constraint("users", Check::new("age > 0"));
    op.add_constraint(
        "users",
        ForeignKey::new(["role"]).references("roles", ["name"]),
    );
    op.add_constraint("users", Exclude::using("gist").column("a", "="));
    op.drop_constraint("users", "uq_users_email");
    op.drop_constraint("users", Unique::new(["email"]));
    op.drop_constraint(
        "users",
        migrator::ops::DropConstraint::new("uq")
            .if_exists()
            .cascade(),
    );
    op.drop_constraint(
        "users",
        migrator::ops::DropConstraint::from(Check::new("a > 0")).cascade(),
    );
    op.rename_constraint("users", "a", "b");
    op.validate_constraint("users", "a");
    op.create_table_comment("users", "people");
    op.drop_table_comment("users");
    Ok(())
}

fn part_2(op: &mut Op) -> Result {
    op.alter_table("users", |_| {});
    op.alter_table(("app", "users"), |table| {
        table.add_column(Column::new("a", text()).not_null());
        table.drop_column("b");
        table.rename_column("c", "d");
        table.alter_column(AlterColumn::new("e").not_null());
        table.add_constraint(Unique::new(["a"]));
        table.drop_constraint("f");
        table.rename_constraint("g", "h");
        table.validate_constraint("i");
        table.comment("it's");
        table.drop_comment();
    });
    op.create_index(Index::new("ix_users_name").on("users", ["name"]));
    op.create_index(Index::of(("app", "users"), ["name", "age"]).unique());
    op.create_index(
        Index::new("ix")
            .on(
                "users",
                [
                    IndexPart::column("a")
                        .collate("C")
                        .opclass("text_ops")
                        .desc()
                        .nulls_first(),
                    IndexPart::expression("lower(b)").nulls_last(),
                    IndexPart::column("c"),
                ],
            )
            .unique()
            .nulls_not_distinct()
            .using("btree")
            .include(["d", "e"])
            .with("fillfactor = 70")
            .tablespace("fast")
            .filter("a > 'x'")
            .concurrently()
            .if_not_exists(),
    );
    op.rename_index(("app", "ix"), "ix2");
    op.drop_index("ix");
    op.drop_index_if_exists("ix");
    op.drop_index_concurrently(("app", "ix"));
    op.drop_index(Index::new("ix").on("users", ["name"]));
    op.drop_index(
        Index::new("ix")
            .on(("app", "users"), ["name"])
            .concurrently(),
    );
    op.drop_index(DropIndex::new("ix").if_exists().concurrently().cascade());
    op.drop_index(DropIndex::from(Index::new("ix").on("users", ["name"])).cascade());
    op.create_enum(Enumeration::new("mood", ["sad", "ok"]));
    op.create_enum(Enumeration::new(("app", "mood"), ["sad"]).if_not_exists());
    op.add_enum_value("mood", "great");
    op.add_enum_value("mood", EnumValue::new("so-so").before("ok"));
    op.add_enum_value("mood", EnumValue::new("so-so").after("sad").if_not_exists());
    op.rename_enum_value(("app", "mood"), "sad", "blue");
    op.replace_enum(
        ReplaceEnum::new("mood", ["a", "b"])
            .instead_of(["a", "c", "d"])
            .map("c", "a")
            .map("d", "b"),
    );
    Ok(())
}

fn part_3(op: &mut Op) -> Result {
    op.rename_enum("mood", "feeling");
    op.drop_enum("mood");
    op.drop_enum(Enumeration::new("mood", ["sad", "ok"]));
    op.drop_enum(DropEnum::new("mood").if_exists().cascade());
    op.create_domain(
        Domain::new(("app", "email"), text())
            .collate("C")
            .not_null()
            .default("a@b")
            .check("VALUE LIKE '%@%'")
            .check(Check::new("length(VALUE) < 80").named("short")),
    );
    op.replace_domain(Domain::new("n", integer()).default(1));
    op.replace_domain(
        Domain::new("n", integer())
            .default(1)
            .instead_of(Domain::new("n", integer())),
    );
    op.rename_domain("n", "m");
    op.drop_domain("n");
    op.drop_domain(Domain::new("n", integer()));
    op.drop_domain(DropDomain::new(("app", "n")).if_exists().cascade());
    op.create_sequence("numbers");
    op.create_sequence(
        Sequence::new(("app", "numbers"))
            .of(big_integer())
            .start(5)
            .increment(-1)
            .min(-5_000_000_000)
            .max(7)
            .cache(9)
            .cycle()
            .owned_by(("app", "users"), "id")
            .if_not_exists(),
    );
    op.alter_sequence(Sequence::new("numbers").no_cycle());
    op.alter_sequence(
        Sequence::new("numbers")
            .start(2)
            .instead_of(Sequence::new("numbers").start(1)),
    );
    op.rename_sequence("numbers", ("app", "numbers"));
    op.drop_sequence("numbers");
    op.drop_sequence(Sequence::new("numbers").start(4));
    op.drop_sequence(DropSequence::new("numbers").if_exists().cascade());
    op.create_view(
        View::new("adults")
            .columns(["name"])
            .as_("SELECT name FROM users"),
    );
    Ok(())
}

fn part_4(op: &mut Op) -> Result {
    op.create_view(
        View::new(("app", "counts"))
            .with("security_barrier = true")
            .as_(
                r#"SELECT users.name,
       count(*) AS "how many"
  FROM users
 GROUP BY 1"#,
            ),
    );
    op.create_view(
        View::materialized("totals")
            .as_(Sql::sqlite("SELECT 1").postgres("SELECT 2"))
            .without_data()
            .if_not_exists(),
    );
    op.replace_view(View::new("adults").as_("SELECT 1"));
    op.replace_view(
        View::new("a")
            .as_("SELECT 1")
            .instead_of(View::new("a").as_("SELECT 2")),
    );
    op.replace_view(
        View::new("a")
            .as_("SELECT 1")
            .instead_of(View::new("a").as_("SELECT 2"))
            .recreate(),
    );
    op.rename_view("a", ("app", "b"));
    op.rename_view(View::new("a").as_("SELECT 1"), "b");
    op.refresh_view("totals");
    op.refresh_view(RefreshView::new(("app", "totals")).concurrently());
    op.drop_view("adults");
    op.drop_view(View::materialized("totals"));
    op.drop_view(
        DropView::new(View::new("adults").as_(
            r#"SELECT users.name,
       count(*) AS "how many"
  FROM users
 GROUP BY 1"#,
        ))
        .if_exists()
        .cascade(),
    );
    op.create_function(Function::new(
        "twice(n integer)",
        r#"RETURNS integer LANGUAGE sql AS $$
    SELECT n * 2 -- "twice"
$$"#,
    ));
    op.create_function(Function::procedure(
        "tidy()",
        "LANGUAGE sql AS 'DELETE FROM a'",
    ));
    op.replace_function(Function::new("f()", "a").instead_of(Function::new("f()", "b")));
    op.drop_function("twice(integer)");
    op.drop_function(Function::procedure_named("tidy()"));
    op.drop_function(
        DropFunction::new(Function::new("f()", "b"))
            .if_exists()
            .cascade(),
    );
    op.create_trigger(Trigger::new(
        "touch",
        ("app", "users"),
        Sql::sqlite("").postgres("BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()"),
    ));
    op.create_trigger(Trigger::new("t", "users", "AFTER INSERT").constraint());
    Ok(())
}

fn part_5(op: &mut Op) -> Result {
    op.replace_trigger(Trigger::new("t", "u", "a").instead_of(Trigger::new("t", "u", "b")));
    op.drop_trigger(Trigger::named("t", "u"));
    op.drop_trigger(
        DropTrigger::new(Trigger::new("t", "u", "a"))
            .if_exists()
            .cascade(),
    );
    op.create_schema("app");
    op.create_schema(Schema::new("app").owner("bob").if_not_exists());
    op.rename_schema("app", "application");
    op.drop_schema("app");
    op.drop_schema(DropSchema::new("app").if_exists().cascade());
    op.create_extension("citext");
    op.create_extension(
        Extension::new("postgis")
            .schema("app")
            .version("3.4")
            .cascade()
            .if_not_exists(),
    );
    op.alter_extension(Extension::new("postgis").version("3.5"));
    op.alter_extension(
        Extension::new("postgis")
            .version("3.5")
            .instead_of(Extension::new("postgis").version("3.4")),
    );
    op.drop_extension("citext");
    op.drop_extension(DropExtension::new(Extension::new("citext").schema("app")).cascade());
    op.execute("UPDATE users SET name = 'it''s'");
    op.execute(
        r#"UPDATE users
   SET name = 'a\b'
 WHERE "id" = 5"#,
    );
    op.execute(Sql::new("SELECT ?").param(1).param("a").repeatable());
    op.execute(
        Sql::new("SELECT 1")
            .postgres("SELECT 2")
            .reversed_by("SELECT 3"),
    );
    op.execute(Sql::sqlite("SELECT 1").reversed_by(Sql::sqlite("").postgres("SELECT 3")));
    op.bulk_insert("a", ["x", "y"], [(1, "one"), (2, "two")]);
    Ok(())
}

fn part_6(op: &mut Op) -> Result {
    op.bulk_insert("a", ["x", "y"], [(Some(1), "one"), (None, "two")]);
    op.bulk_insert("a", ["x", "y"], [(5_000_000_000_i64, true), (2, false)]);
    op.bulk_insert("a", ["x"], [["one"], ["two"]]);
    op.bulk_insert("a", ["x"], [[Value::Null]]);
    op.bulk_insert(
        "a",
        ["x", "y"],
        [(Value::from(1), Some("a")), (Value::from(0.5), None)],
    );
    op.bulk_insert(
        "a",
        ["x"],
        [
            Vec::<Value>::from([Value::from(1)]),
            Vec::<Value>::from([Value::from(1), Value::Null]),
        ],
    );
    op.bulk_insert("a", ["x"], Vec::<Vec<Value>>::new());
    op.bulk_insert("a", Vec::<String>::new(), [Vec::<Value>::new()]);
    op.bulk_insert(
        ("app", "wide"),
        [
            "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13",
            "c14", "c15", "c16", "c17", "c18", "c19",
        ],
        [[
            Value::from(0),
            Value::from(1),
            Value::from(2),
            Value::from(3),
            Value::from(4),
            Value::from(5),
            Value::from(6),
            Value::from(7),
            Value::from(8),
            Value::from(9),
            Value::from(10),
            Value::from(11),
            Value::from(12),
            Value::from(13),
            Value::from(14),
            Value::from(15),
            Value::from(16),
            Value::from(17),
            Value::from(18),
            Value::from(19),
        ]],
    );
    op.update_in_batches(
        Batches::of("a").by("id").size(500).filter("x = 1"),
        [("x", "x + 1")],
    );
    op.update_in_batches(
        Batches::of(("app", "a")),
        [("x", Sql::new("?").param(1)), ("y", Sql::new("y"))],
    );
    op.update_in_batches(Batches::of("a"), Vec::<(&str, &str)>::new());
    op.delete_in_batches(Batches::of("a").filter(Sql::sqlite("a").postgres("b")));
    Ok(())
}

pub(crate) fn upgrade(op: &mut Op) -> Result {
    part_0(op)?;
    part_1(op)?;
    part_2(op)?;
    part_3(op)?;
    part_4(op)?;
    part_5(op)?;
    part_6(op)?;
    Ok(())
}
