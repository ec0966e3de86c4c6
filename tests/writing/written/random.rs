//! Written by `tests/writing`.

use migrator::prelude::*;

fn part_0(op: &mut Op) -> Result {
    op.add_constraint(
        "updated",
        Unique::new([
            "id_description_reference",
            "of_line_number",
            "subscription_line_a",
        ])
        .include(["id"])
        .nulls_not_distinct(),
    );
    op.bulk_insert(
        "shipping_reference",
        [
            "number_address_email_a_number",
            "reference",
            "type_a_created",
            "table_table_id",
            "created_fulfillment_customer",
        ],
        [(
            false,
            b"of".to_vec(),
            -2_298_303_867_457_293_003_i64,
            false,
            b"id_users".to_vec(),
        )],
    );
    op.add_constraint(
        "users_table_email",
        Exclude::using("gist")
            .column("updated_roles_description", "=")
            .expression("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200", "&&")
            .named("type_email")
            .filter("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
    );
    op.create_view(
        View::new(("reference_of", "fulfillment_fulfillment"))
            .as_(Sql::sqlite("SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10").postgres(r#""order" <> 'x'"#)),
    );
    op.create_table(
        Table::new("created_roles_type")
            .column(Column::new("line_line", boolean()).not_null().default_expr(
                "(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)",
            ))
            .column(
                Column::new("kind_customer_type", array(array(integer())))
                    .primary_key_named("shipping_shipping_users")
                    .no_generated()
                    .default(Value::Null),
            )
            .column(
                Column::new("a_created", array(array(integer())))
                    .not_null()
                    .default_expr("status IN ('new', 'paid', 'sent', 'done')")
                    .references("users_email", "amount_subscription"),
            )
            .primary_key(["kind_order_customer"])
            .check(Check::new("starts_on < ends_on").named("subscription"))
            .comment("amount_updated")
            .strict(),
    );
    op.create_index(
        Index::new("address")
            .on(
                "amount",
                [
                    IndexPart::expression("starts_on < ends_on")
                        .collate("name_customer")
                        .opclass("text_pattern_ops")
                        .desc()
                        .nulls_last(),
                    IndexPart::column("roles_customer_address")
                        .desc()
                        .nulls_last(),
                ],
            )
            .unique()
            .filter("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
    );
    op.drop_index(
        Index::new("order_shipping_type")
            .on(
                "table",
                [
                    IndexPart::column("of_table")
                        .collate("fulfillment")
                        .opclass("text_pattern_ops"),
                    IndexPart::column("organization_roles"),
                    IndexPart::expression("a > 0").desc().nulls_last(),
                ],
            )
            .using("gin")
            .include(["of_organization_customer"])
            .with("fillfactor = 70"),
    );
    op.create_table(
        Table::new("shipping")
            .column(
                Column::new("shipping", double())
                    .not_null()
                    .references("created_address", "shipping_type")
                    .on_delete(Action::SetDefault),
            )
            .primary_key([
                "a_address_amount",
                "kind_subscription_address_name_fulfillment",
                "name",
            ]),
    );
    op.add_column(
        "created",
        Column::new("organization_created", integer())
            .primary_key()
            .not_null(),
    );
    op.create_table(Table::new("address_fulfillment"));
    op.alter_table("description_a_reference_description_order", |table| {
        table.alter_column(
            AlterColumn::new("address_email_order")
                .kind(date())
                .using("starts_on < ends_on")
                .not_null()
                .default("type_type_updated")
                .was(
                    Column::new(
                        "created_customer",
                        enumeration(
                            "users_name_organization",
                            ["a_fulfillment_order", "subscription"],
                        )
                        .existing(),
                    )
                    .not_null(),
                ),
        );
        table.drop_constraint("type_created_number");
        table.alter_column(AlterColumn::new("users").default(Value::Null));
        table.add_column(Column::new("amount", uuid()).unique());
        table.add_column(
            Column::new("email", double())
                .unique()
                .references(("roles_customer_order", "type_type_type"), "users_shipping")
                .references_named("order")
                .on_update(Action::SetNull),
        );
        table.add_column(
            Column::new("email", enumeration("customer", ["line"]))
                .not_null()
                .default_expr("status IN ('new', 'paid', 'sent', 'done')"),
        );
    });
    op.drop_constraint(
        "line_a_description",
        ForeignKey::new(["table_a_reference", "roles_a"])
            .references("of_email", ["updated_of"])
            .named("of_created_description_number_kind")
            .on_delete_columns(["type", "email"])
            .on_update(Action::NoAction),
    );
    op.drop_constraint(
        "table",
        ForeignKey::new(["order", "id_reference_updated"])
            .references("name", ["id_number_customer", "users_id"])
            .named("name_shipping_created"),
    );
    op.add_column(
        "order_name",
        Column::new("shipping_line", array(array(integer()))).unique_named("of_fulfillment"),
    );
    op.create_enum(Enumeration::new(
        "shipping_of",
        ["organization", "id", "of"],
    ));
    op.create_view(View::new(("number", "line_roles_name_amount")).as_(
        "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
    ));
    op.replace_view(
        View::new(("table_customer_created_amount", "table"))
            .as_("SELECT 1")
            .instead_of(View::new(("table_customer_created_amount", "table")).as_(
                r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
            )),
    );
    op.replace_function(
        Function::new(
            "subscription",
            Sql::sqlite("SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10").postgres("starts_on < ends_on"),
        )
        .instead_of(Function::new("subscription", "SELECT 1")),
    );
    op.alter_column(
        "created_reference_kind",
        AlterColumn::new("description_subscription_customer")
            .kind(decimal(10, 2))
            .drop_default()
            .set_identity(Identity::by_default().min(1).max(99).cache(10).cycle()),
    );
    op.drop_view(DropView::new(View::materialized("roles")).if_exists());
    Ok(())
}

fn part_1(op: &mut Op) -> Result {
    op.drop_table(
        Table::new("customer")
            .column(
                Column::new("organization_table_table", string(160))
                    .identity(
                        Identity::always()
                            .start(1_024_251_882_326_958)
                            .increment(-3),
                    )
                    .not_null()
                    .check(Check::new("length(name) < 80").named("email")),
            )
            .column(
                Column::new("users_a", array(text()))
                    .not_null()
                    .collate("number_description_type")
                    .comment("address")
                    .references("subscription_shipping_number", "fulfillment")
                    .on_delete(Action::SetNull),
            )
            .column(Column::new("users_amount", date()).not_null())
            .column(Column::new("name_fulfillment_kind", json_binary()))
            .column(
                Column::new(
                    "type_updated",
                    enumeration("organization_line", ["created_email", "number"]).existing(),
                )
                .primary_key()
                .not_null()
                .default(-2_298_968_560_141_985_925_i64)
                .generated_stored("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
            )
            .column(Column::new(
                "users",
                enumeration("organization_shipping", ["type_users_email", "address"]).existing(),
            ))
            .unique(
                Unique::new(["type_users"])
                    .include(["address", "updated_name"])
                    .nulls_not_distinct()
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .check(Check::new("length(name) < 80").named("shipping_shipping_kind"))
            .comment("address_number")
            .strict(),
    );
    op.bulk_insert(
        "of",
        ["type", "order_updated"],
        [
            (
                Value::from(-45.5),
                Value::from(-2_298_975_248_766_184_621_i64),
            ),
            (
                Value::from(64.25),
                Value::from(b"email_created_updated".to_vec()),
            ),
            (
                Value::from(b"table_roles_updated".to_vec()),
                Value::from(-2_300_751_610_223_849_348_i64),
            ),
        ],
    );
    op.create_table(
        Table::new(("amount_order_fulfillment_shipping_organization", "shipping"))
            .column(
                Column::new("email", json_binary())
                    .primary_key_named("email")
                    .no_generated()
                    .identity(
                        Identity::always()
                            .start(629_240_554_946_766)
                            .increment(-3)
                            .min(1)
                            .max(99)
                            .cache(10)
                            .cycle(),
                    )
                    .unique()
                    .references(("kind_fulfillment", "id_kind"), "customer_number_roles")
                    .references_named("table_address_shipping")
                    .on_delete(Action::Restrict)
                    .on_update(Action::Cascade),
            )
            .column(
                Column::new("table_order", date())
                    .primary_key()
                    .unique()
                    .references("users_a", "amount_table_table")
                    .references_named("number_order")
                    .on_delete(Action::SetDefault)
                    .on_update(Action::SetDefault),
            )
            .column(Column::new("name", boolean()).not_null())
            .column(
                Column::new("id_roles", timestamp_with_time_zone())
                    .default_expr("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200")
                    .generated_stored("length(name) < 80")
                    .collate("fulfillment_address_created")
                    .comment("a_users_organization")
                    .references("organization_id", "address_order_email")
                    .on_delete(Action::Cascade),
            )
            .column(
                Column::new("reference", custom("table_subscription_kind"))
                    .primary_key()
                    .default("type")
                    .collate("description_email")
                    .comment("a_email")
                    .check(Check::new("starts_on < ends_on").named("table_created_shipping")),
            )
            .primary_key([
                "amount",
                "shipping_organization_number_description_users",
                "amount_line",
            ])
            .unique(
                Unique::new(["order", "id_order", "subscription_created_a"])
                    .named("created")
                    .include(["type_email"])
                    .nulls_not_distinct(),
            )
            .comment("email_email_organization")
            .strict(),
    );
    op.create_index(
        Index::new("reference_type_type")
            .on(
                "description",
                ["amount_of_users", "id_email_table_order", "id", "kind_a"],
            )
            .unique(),
    );
    op.create_table(
        Table::new("description_type_name")
            .column(
                Column::new(
                    "description_updated",
                    enumeration("users_number_fulfillment_number", ["line_organization"])
                        .existing(),
                )
                .not_null()
                .check(Check::new("length(name) < 80").named("number_customer")),
            )
            .check(Check::new(r"email ~ '^[^@]+@[^@\s]+$'").named("organization_id")),
    );
    op.bulk_insert(
        "fulfillment_reference_a_customer",
        [
            "customer_customer_fulfillment",
            "type_created_created_address_number",
        ],
        [
            (Value::from(8.25), Value::from(-0.875)),
            (Value::from("updated_address_address"), Value::Null),
            (
                Value::from("address_line"),
                Value::from(-2_299_551_667_111_956_129_i64),
            ),
            (
                Value::from(2.875),
                Value::from(-2_300_405_377_867_036_685_i64),
            ),
            (
                Value::from(b"number_id_fulfillment_description".to_vec()),
                Value::from(false),
            ),
        ],
    );
    op.replace_view(
        View::new(("number_reference_created", "shipping"))
            .as_(
                r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
            )
            .instead_of(View::new(("number_reference_created", "shipping")).as_("SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10")),
    );
    op.replace_function(
        Function::new("reference_kind", "SELECT 1").instead_of(Function::new(
            "reference_kind",
            r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
        )),
    );
    op.add_constraint(
        "id_reference_fulfillment",
        Unique::new(["a_email", "users_table_fulfillment_users", "type_of"]),
    );
    op.create_table(
        Table::new("subscription_number")
            .column(
                Column::new("roles_fulfillment_amount", json_binary())
                    .primary_key_named("organization_reference")
                    .no_generated()
                    .not_null()
                    .default(Value::Null),
            )
            .column(Column::new("reference", uuid()).not_null().check("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"))
            .foreign_key(
                ForeignKey::new(["email_updated_a", "amount_updated"])
                    .references("email", ["reference", "roles"])
                    .on_delete(Action::SetNull)
                    .on_delete_columns(["customer_email_table_kind", "table_address"])
                    .on_update(Action::Restrict)
                    .match_full()
                    .deferrable(Deferrable::InitiallyImmediate)
                    .not_valid(),
            )
            .exclude(
                Exclude::using("gist")
                    .column("shipping_a_updated", "=")
                    .named("shipping_email_line"),
            )
            .comment("shipping_table_created")
            .strict(),
    );
    op.create_table(
        Table::new(("number", "subscription_name_table"))
            .column(
                Column::new("reference_reference", text())
                    .primary_key_named("description")
                    .no_generated()
                    .not_null()
                    .collate("organization")
                    .comment("shipping_a"),
            )
            .column(
                Column::new(
                    "email_address",
                    enumeration("description", ["amount_organization_users"]).existing(),
                )
                .not_null(),
            )
            .column(
                Column::new("id_table", integer())
                    .generated_stored("status IN ('new', 'paid', 'sent', 'done')")
                    .references("customer", "id"),
            )
            .column(Column::new("order_order", double()).unique())
            .column(Column::new("created_type_reference_organization", string(42)).not_null())
            .primary_key(["table_shipping", "email", "email_amount_order_organization"])
            .exclude(
                Exclude::using("gist")
                    .column("id_updated", "=")
                    .named("kind_order"),
            ),
    );
    op.execute(
        Sql::sqlite(
            "SELECT users.name,
    orders.amount
   FROM users
     JOIN orders ON orders.user_id = users.id",
        )
        .postgres("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)"),
    );
    op.create_index(
        Index::new("amount")
            .on("line_subscription_kind_a_reference", ["organization_a_id"])
            .unique()
            .using("gin")
            .include(["subscription"])
            .with("fillfactor = 70"),
    );
    op.add_constraint(
        ("roles_a_email", "number_fulfillment_shipping"),
        Exclude::using("gist")
            .column("fulfillment_kind", "=")
            .named("address"),
    );
    op.create_table(
        Table::new(("number_of_order_type", "a"))
            .column(
                Column::new("reference_kind_reference", double())
                    .not_null()
                    .default(0),
            )
            .column(
                Column::new("created_table", timestamp_with_time_zone())
                    .primary_key()
                    .default(b"reference".to_vec())
                    .generated_stored("starts_on < ends_on"),
            )
            .column(
                Column::new("of", custom("shipping_table_subscription"))
                    .identity(
                        Identity::always()
                            .start(583_348_335_411_483)
                            .increment(-3)
                            .min(1)
                            .max(99)
                            .cache(10)
                            .cycle(),
                    )
                    .unique_named("fulfillment"),
            )
            .primary_key(["of_shipping", "line_table_customer", "updated_roles"]),
    );
    op.create_table(
        Table::new("a_id_table")
            .column(
                Column::new("table", json_binary())
                    .not_null()
                    .default_expr("starts_on < ends_on")
                    .collate("order_created_number")
                    .comment("line_email"),
            )
            .column(
                Column::new("of_shipping", date())
                    .unique_named("name_a")
                    .collate("number")
                    .comment("kind"),
            )
            .column(
                Column::new("organization_amount_reference", json_binary())
                    .primary_key_named("users_reference")
                    .no_generated()
                    .unique()
                    .default_expr("length(name) < 80"),
            )
            .column(
                Column::new("users", json_binary())
                    .not_null()
                    .default_expr("length(name) < 80")
                    .references("users_organization", "of")
                    .on_delete(Action::NoAction),
            )
            .column(
                Column::new(
                    "description_roles_type",
                    enumeration(
                        "created",
                        [
                            "roles_users",
                            "a_id_users",
                            "id_fulfillment_roles",
                            "table",
                            "updated_id",
                        ],
                    ),
                )
                .primary_key()
                .not_null()
                .default_expr("a > 0")
                .generated_stored(r"email ~ '^[^@]+@[^@\s]+$'")
                .references("of_type_description_address", "roles_shipping")
                .on_delete(Action::SetDefault),
            ),
    );
    op.replace_enum(
        ReplaceEnum::new(
            "line_table_roles",
            ["reference_line_organization", "users_shipping", "name"],
        )
        .instead_of([
            "name_roles_a",
            "email_of",
            "subscription_table_of",
            "created",
        ])
        .map("amount", "fulfillment_updated_a"),
    );
    op.drop_view(DropView::new(View::materialized(("amount_reference", "a"))).if_exists());
    op.drop_index(
        Index::new("type_reference_updated")
            .on(
                "roles_roles",
                [
                    IndexPart::expression("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)")
                        .collate("type_number_order")
                        .opclass("text_pattern_ops"),
                    IndexPart::column("of_of_fulfillment"),
                    IndexPart::column("table_created_reference"),
                ],
            )
            .filter("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)"),
    );
    op.rename_index("subscription_of_users", "email_subscription");
    Ok(())
}

fn part_2(op: &mut Op) -> Result {
    op.create_table(
        Table::new("line_of_address")
            .column(Column::new("roles_subscription", integer()).not_null())
            .column(Column::new("kind", decimal(10, 2)).not_null())
            .column(Column::new("name_line_updated", json_binary()).not_null())
            .column(Column::new("type", big_integer()).not_null())
            .column(
                Column::new("created", big_integer())
                    .collate("updated")
                    .comment("line_of_order"),
            )
            .column(Column::new("number", date()).primary_key().not_null())
            .check(Check::new(r"email ~ '^[^@]+@[^@\s]+$'").named("created_users")),
    );
    op.execute("SELECT 1");
    op.bulk_insert(
        "type",
        [
            "number_roles",
            "reference_created_name",
            "subscription",
            "kind_description",
        ],
        [(
            Value::Null,
            -25.625,
            "customer",
            -2_297_632_046_577_395_018_i64,
        )],
    );
    op.alter_table(
        ("type", "type_shipping_subscription_organization_order"),
        |table| {
            table.add_column(
                Column::new("created_address", big_integer())
                    .primary_key_named("order_fulfillment")
                    .no_generated(),
            );
            table.add_column(
                Column::new(
                    "fulfillment_line_kind",
                    custom("subscription_kind_amount_amount"),
                )
                .not_null(),
            );
            table.rename_column("kind", "shipping");
            table.add_column(
                Column::new(
                    "address_roles_a",
                    enumeration(
                        "id_reference",
                        [
                            "kind",
                            "amount_id_name",
                            "kind_email",
                            "address_roles_number",
                            "reference_id",
                            "subscription",
                        ],
                    ),
                )
                .not_null()
                .collate("created")
                .comment("reference"),
            );
            table.add_constraint(PrimaryKey::new(["name_order"]).named("order_roles"));
        },
    );
    op.add_column(
        "kind_email_description",
        Column::new("amount_id_updated", uuid())
            .primary_key()
            .not_null()
            .generated_stored("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200")
            .collate("amount")
            .comment("updated_created")
            .check(Check::new(r#""order" <> 'x'"#).named("users")),
    );
    op.add_constraint("type", Unique::new(["roles_order_line"]));
    op.replace_view(
        View::new("name_table_number")
            .as_(
                Sql::sqlite(
                    "SELECT users.name,
    orders.amount
   FROM users
     JOIN orders ON orders.user_id = users.id",
                )
                .postgres(r"email ~ '^[^@]+@[^@\s]+$'"),
            )
            .instead_of(View::new("name_table_number").as_(
                r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
            )),
    );
    op.replace_function(
        Function::new(
            "address_reference_name",
            Sql::sqlite("SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10").postgres(r"email ~ '^[^@]+@[^@\s]+$'"),
        )
        .instead_of(Function::new("address_reference_name", "SELECT 1")),
    );
    op.execute(
        "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
    );
    op.create_table(
        Table::new("a")
            .unique(
                Unique::new(["organization_fulfillment_created", "organization"])
                    .include(["customer", "a_of_a"])
                    .nulls_not_distinct()
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .check(
                Check::new("status IN ('new', 'paid', 'sent', 'done')")
                    .named("of_line_customer_updated_of"),
            ),
    );
    op.rename_column("roles_kind", "organization", "line_id");
    op.drop_column(
        "roles_address",
        Column::new("roles", date())
            .generated_stored("length(name) < 80")
            .check("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)")
            .references("id_organization_shipping", "amount")
            .references_named("name")
            .on_update(Action::NoAction),
    );
    op.replace_view(
        View::new(("reference_updated", "users_id"))
            .as_(Sql::sqlite("SELECT 1").postgres("a > 0"))
            .instead_of(View::new(("reference_updated", "users_id")).as_("SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10")),
    );
    op.replace_function(
        Function::new(
            "email",
            "SELECT users.name,
    orders.amount
   FROM users
     JOIN orders ON orders.user_id = users.id",
        )
        .instead_of(Function::new(
            "email", r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
        )),
    );
    op.alter_table("email_email_email", |table| {
        table.add_constraint(Unique::new(["shipping_address_reference"]).named("reference"));
        table.rename_column("table_fulfillment_fulfillment", "amount_line_amount_users");
    });
    op.create_trigger(Trigger::new(
        "email_of",
        "users_created_name",
        "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
    ));
    op.create_index(
        Index::new("description")
            .on(
                ("organization", "customer_table_kind"),
                [IndexPart::expression("length(name) < 80")],
            )
            .using("gin")
            .include(["created_amount_description_shipping_shipping"])
            .with("fillfactor = 70"),
    );
    op.create_table(
        Table::new("order_roles")
            .column(
                Column::new("created_fulfillment_reference", decimal(10, 2))
                    .check(Check::new("a > 0").named("id_email_number")),
            )
            .unique(
                Unique::new(["id_organization_users"])
                    .named("email_line_reference")
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .foreign_key(
                ForeignKey::new(["amount_number_name"])
                    .references("fulfillment_kind_fulfillment", ["subscription_of", "id_a"]),
            ),
    );
    op.add_constraint(
        "a_amount_line",
        Check::new("status IN ('new', 'paid', 'sent', 'done')")
            .named("address_shipping_organization"),
    );
    op.create_table(
        Table::new("roles_shipping_address")
            .column(Column::new("id_order_reference_reference", integer()).not_null())
            .column(
                Column::new("amount_subscription_roles_email_order", big_integer())
                    .not_null()
                    .default(b"id_number".to_vec()),
            )
            .column(
                Column::new("of_email_order", uuid())
                    .primary_key()
                    .not_null()
                    .collate("amount_updated_a")
                    .comment("updated_created_amount")
                    .check(Check::new("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200").named("users_kind")),
            )
            .column(
                Column::new(
                    "email",
                    enumeration("table_id_kind", ["reference_organization", "type_of"]).existing(),
                )
                .identity(Identity::always().start(397_657_508_488_051).increment(-3))
                .not_null(),
            )
            .column(
                Column::new("updated", custom("customer_line_address_roles"))
                    .unique_named("id")
                    .collate("shipping")
                    .comment("a_amount"),
            )
            .foreign_key(
                ForeignKey::new(["table_customer_reference"])
                    .references("a_shipping", ["subscription_updated_subscription"])
                    .named("shipping_reference_type")
                    .on_delete(Action::SetNull),
            ),
    );
    Ok(())
}

fn part_3(op: &mut Op) -> Result {
    op.create_index(
        Index::new("updated_customer_created_address_users")
            .on("type", [IndexPart::expression("a > 0").desc().nulls_last()])
            .unique(),
    );
    op.drop_constraint(
        "amount_customer",
        PrimaryKey::new(["amount_users_line", "organization_order_address"]).named("id_updated"),
    );
    op.alter_column(
        ("email_a_users", "id"),
        AlterColumn::new("name_customer").kind(date()),
    );
    op.alter_table(("fulfillment_name_reference", "order_number"), |table| {
        table.add_column(
            Column::new("type", string(289))
                .primary_key_named("order")
                .no_generated()
                .identity(
                    Identity::by_default()
                        .start(287_289_336_277_414)
                        .increment(-3),
                ),
        );
        table.add_column(
            Column::new("created", decimal(10, 2)).check(
                Check::new(
                    "(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)",
                )
                .named("amount_amount_reference"),
            ),
        );
        table.rename_column("amount_address_description", "amount_subscription_amount");
        table.add_constraint(Check::new("a > 0"));
        table.drop_column("description");
    });
    op.alter_column(
        "users",
        AlterColumn::new("of")
            .kind(array(text()))
            .not_null()
            .default_expr("starts_on < ends_on"),
    );
    op.create_table(
        Table::new("amount_organization_number")
            .column(Column::new("kind_kind", double()).default_expr(r#""order" <> 'x'"#))
            .column(
                Column::new("shipping", custom("roles_updated_amount"))
                    .not_null()
                    .unique_named("updated_created_shipping")
                    .default_expr("length(name) < 80")
                    .collate("shipping")
                    .comment("users_email"),
            )
            .column(
                Column::new("reference_updated", array(text()))
                    .unique()
                    .default(true),
            )
            .column(
                Column::new("id_reference_kind", big_integer())
                    .primary_key_named("id_description")
                    .no_generated()
                    .unique(),
            )
            .column(Column::new("roles_roles", string(26)))
            .column(Column::new("name_name", text()).primary_key().not_null()),
    );
    op.create_enum(Enumeration::new(
        "name",
        [
            "line_table",
            "number_shipping_updated",
            "email_customer_updated",
        ],
    ));
    op.create_table(
        Table::new("order_type_roles")
            .column(
                Column::new("description_organization", double())
                    .not_null()
                    .collate("number")
                    .comment("email_shipping_subscription"),
            )
            .column(Column::new("name", text()).check(
                Check::new("status IN ('new', 'paid', 'sent', 'done')").named("a_description_line"),
            ))
            .primary_key(["reference_line", "fulfillment_table"])
            .unique(Unique::new(["id_a_fulfillment", "updated_fulfillment"]).named("shipping_type"))
            .foreign_key(
                ForeignKey::new(["address_number_a"])
                    .references("order_type_number", ["order_email_line", "roles"])
                    .named("updated_order"),
            ),
    );
    op.rename_column(
        ("number_email", "organization_updated"),
        "updated_shipping",
        "type_type",
    );
    op.create_table(
        Table::new(("customer_of", "created_address_type"))
            .column(
                Column::new("email", big_integer())
                    .not_null()
                    .generated_stored("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)")
                    .references("roles_description", "table_updated_table")
                    .references_named("type_line")
                    .on_delete(Action::Cascade)
                    .on_update(Action::Cascade),
            )
            .column(
                Column::new(
                    "shipping",
                    enumeration("amount_reference", ["fulfillment_shipping", "name_updated"])
                        .existing(),
                )
                .primary_key(),
            )
            .column(Column::new("description_of", uuid()))
            .column(
                Column::new(
                    "table_shipping_type",
                    custom("organization_type_address_name"),
                )
                .not_null()
                .default(Value::Null)
                .check(Check::new("status IN ('new', 'paid', 'sent', 'done')").named("line")),
            )
            .check(Check::new("length(name) < 80").named("updated_organization")),
    );
    op.add_column(
        "users_fulfillment_line",
        Column::new("roles_updated_name", integer())
            .not_null()
            .default(Value::Null)
            .references("updated_created", "users")
            .references_named("reference_subscription")
            .on_delete(Action::Cascade)
            .on_update(Action::NoAction),
    );
    op.alter_table("subscription_customer_users", |table| {
        table.rename_column("subscription_amount", "type_address_order");
        table.drop_column("reference_table_customer_organization");
    });
    op.alter_table(("roles_of_fulfillment", "order_of_number"), |table| {
        table.add_column(
            Column::new("customer", decimal(10, 2))
                .not_null()
                .default_expr("length(name) < 80")
                .references("type_type", "kind_amount")
                .references_named("description")
                .on_delete(Action::SetNull)
                .on_update(Action::NoAction),
        );
        table.add_column(Column::new("a", text()).not_null().check(
            Check::new("status IN ('new', 'paid', 'sent', 'done')").named("created_amount_name"),
        ));
        table.rename_column("a_amount_users", "updated");
    });
    op.execute(
        "SELECT users.name,
    orders.amount
   FROM users
     JOIN orders ON orders.user_id = users.id",
    );
    op.alter_column(
        ("email_customer", "updated_amount_subscription"),
        AlterColumn::new("order_kind_order").drop_default().was(
            Column::new(
                "address_email_a",
                enumeration(
                    "fulfillment_type_order_shipping_order",
                    [
                        "of",
                        "fulfillment_table",
                        "kind_fulfillment",
                        "number_roles_id",
                        "email",
                    ],
                ),
            )
            .primary_key_named("amount_description")
            .no_generated(),
        ),
    );
    op.drop_table(
        Table::new("updated_customer")
            .column(
                Column::new("users", date())
                    .not_null()
                    .unique_named("a_customer_a")
                    .default_expr("length(name) < 80"),
            )
            .column(
                Column::new("users_line_users", integer())
                    .identity(Identity::by_default().min(1).max(99).cache(10).cycle()),
            )
            .column(
                Column::new(
                    "customer",
                    enumeration("subscription", ["type_roles_shipping", "table"]),
                )
                .not_null()
                .references(("kind", "created_a_amount"), "a_table_type"),
            )
            .column(
                Column::new(
                    "of_table",
                    enumeration("a_customer", ["users_amount", "description_email"]).existing(),
                )
                .not_null()
                .default_expr("starts_on < ends_on"),
            )
            .column(Column::new("description_created", text()).default_expr("length(name) < 80"))
            .column(
                Column::new("line", array(array(integer())))
                    .primary_key()
                    .not_null()
                    .references(
                        ("updated_a", "table_shipping_created"),
                        "type_users_reference",
                    ),
            )
            .unique(
                Unique::new(["amount_users", "customer", "address_customer"])
                    .named("number")
                    .include(["email_address_customer", "email"])
                    .nulls_not_distinct()
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .foreign_key(
                ForeignKey::new(["fulfillment_name_description"]).references("a", ["customer"]),
            )
            .comment("order_roles_order")
            .strict(),
    );
    op.create_table(
        Table::new(("kind_email", "subscription_description_line"))
            .column(
                Column::new(
                    "name_customer_order_users",
                    enumeration(
                        "updated_created_table",
                        [
                            "subscription_email",
                            "a",
                            "line_name",
                            "shipping",
                            "reference_roles",
                        ],
                    ),
                )
                .references("order_id_description", "reference")
                .on_delete(Action::SetNull),
            )
            .column(
                Column::new("fulfillment", boolean())
                    .not_null()
                    .default(73.5),
            )
            .column(
                Column::new("line", date())
                    .primary_key_named("id_id_reference")
                    .no_generated(),
            )
            .column(Column::new("email", array(array(integer()))))
            .foreign_key(
                ForeignKey::new(["fulfillment"])
                    .references(
                        "name_table_reference_type_address",
                        [
                            "description_customer_fulfillment",
                            "amount_number_description",
                        ],
                    )
                    .named("amount_users_reference_table_updated")
                    .on_delete(Action::Cascade),
            ),
    );
    op.add_column(
        "number_of",
        Column::new("customer_organization_table", decimal(10, 2))
            .primary_key_named("organization_kind")
            .no_generated()
            .not_null()
            .unique_named("reference_table_of")
            .check("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
    );
    op.create_table(
        Table::new("amount_roles")
            .column(
                Column::new("updated", uuid())
                    .not_null()
                    .default(-2_301_542_557_982_021_434_i64),
            )
            .column(
                Column::new("amount_created", timestamp_with_time_zone())
                    .primary_key_named("line_description")
                    .no_generated()
                    .not_null(),
            )
            .column(
                Column::new("line_a_type", array(array(integer())))
                    .not_null()
                    .references(("created_description", "a_of"), "name_shipping")
                    .on_delete(Action::NoAction),
            )
            .column(
                Column::new(
                    "organization_type",
                    enumeration("table_order", ["reference_name"]),
                )
                .primary_key()
                .not_null()
                .default(Value::Null),
            )
            .column(
                Column::new(
                    "users_shipping",
                    enumeration(
                        "amount",
                        [
                            "roles_line",
                            "updated_name",
                            "email_shipping_subscription",
                            "organization_number_line",
                            "description",
                        ],
                    ),
                )
                .default(Value::Null),
            )
            .column(
                Column::new("name_shipping", string(262))
                    .default(Value::Null)
                    .check(
                        Check::new("status IN ('new', 'paid', 'sent', 'done')").named("users_a"),
                    ),
            )
            .primary_key(["fulfillment_customer_customer", "users_updated"])
            .unique(
                Unique::new(["organization_organization", "fulfillment", "description"])
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .foreign_key(
                ForeignKey::new(["address_table", "line"])
                    .references("users", ["address_number_number_type"])
                    .named("of")
                    .on_delete_columns(["address_users_address"])
                    .on_update(Action::SetNull)
                    .match_full()
                    .deferrable(Deferrable::InitiallyImmediate)
                    .not_valid(),
            )
            .check("length(name) < 80")
            .exclude(
                Exclude::using("gist")
                    .column("line_customer", "=")
                    .expression("a > 0", "&&")
                    .named("type_amount")
                    .filter("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
            ),
    );
    op.create_index(
        Index::new("description")
            .on(
                "roles",
                [
                    IndexPart::column("type_type_email").desc().nulls_last(),
                    IndexPart::expression("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)")
                        .collate("id_line")
                        .opclass("text_pattern_ops")
                        .desc()
                        .nulls_last(),
                    IndexPart::column("id"),
                ],
            )
            .unique()
            .filter("a > 0"),
    );
    Ok(())
}

fn part_4(op: &mut Op) -> Result {
    op.add_constraint(
        "a_updated_subscription",
        Unique::new([
            "type_customer_order",
            "organization",
            "fulfillment_updated_name",
        ]),
    );
    op.rename_column("description_table", "a_line", "name_customer");
    op.add_column(
        "customer_organization",
        Column::new("a_amount_type", timestamp_with_time_zone())
            .not_null()
            .check(Check::new("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200").named("customer")),
    );
    op.bulk_insert(
        "address",
        ["reference_line"],
        [
            [Value::from(103)],
            [Value::Null],
            [Value::from(false)],
            [Value::from(-2_303_112_886_841_841_250_i64)],
            [Value::from(false)],
        ],
    );
    op.alter_table("kind_id_shipping_shipping_users", |table| {
        table.rename_column("shipping_a_email", "email_id");
        table.add_constraint(
            ForeignKey::new(["created_number_organization"])
                .references("description_email_updated", ["name_name_of_kind"])
                .named("shipping_table_organization"),
        );
        table.add_column(
            Column::new("reference_of_address", integer())
                .identity(
                    Identity::by_default()
                        .start(336_589_257_734_793)
                        .increment(-3),
                )
                .not_null()
                .generated_stored("a > 0")
                .check(r#""order" <> 'x'"#),
        );
    });
    op.execute(
        Sql::sqlite(
            r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
        )
        .postgres("status IN ('new', 'paid', 'sent', 'done')"),
    );
    op.create_index(
        Index::new("name_address")
            .on("users", ["roles_roles_table"])
            .unique()
            .using("gin")
            .include(["number_subscription_number"])
            .with("fillfactor = 70"),
    );
    op.create_index(Index::new("updated_reference").on(
        "of_amount",
        [
            "of_subscription_table_amount_users",
            "subscription_address_name",
            "roles_a_name",
        ],
    ));
    op.create_view(View::new("organization_roles_shipping_roles").as_("SELECT 1"));
    op.create_table(
        Table::new("subscription")
            .column(
                Column::new("table_reference", array(text())).default_expr("starts_on < ends_on"),
            )
            .column(
                Column::new("type_fulfillment_table", custom("number"))
                    .primary_key()
                    .not_null(),
            )
            .unique(["amount_email"])
            .check("starts_on < ends_on"),
    );
    op.drop_index(
        Index::new("order_line_amount")
            .on("created_order_order", ["roles_shipping"])
            .unique(),
    );
    op.create_table(
        Table::new("roles_number")
            .column(
                Column::new("a_amount_organization", text())
                    .identity(Identity::always().start(336_994_650_400_655).increment(-3))
                    .not_null()
                    .default(82),
            )
            .column(
                Column::new("address", json_binary())
                    .not_null()
                    .default_expr("status IN ('new', 'paid', 'sent', 'done')")
                    .check(Check::new(r"email ~ '^[^@]+@[^@\s]+$'").named("name_id_table")),
            )
            .column(
                Column::new("line_roles_email", decimal(10, 2))
                    .primary_key_named("table_line_users")
                    .no_generated()
                    .not_null(),
            )
            .column(
                Column::new("email_customer_order", date())
                    .unique()
                    .default(493),
            )
            .column(
                Column::new(
                    "number_kind_updated_shipping_description",
                    custom("line_organization"),
                )
                .references(("created_subscription", "organization_a"), "amount")
                .references_named("description_a_fulfillment_id_kind")
                .on_delete(Action::SetDefault)
                .on_update(Action::NoAction),
            )
            .column(Column::new("users", date()).not_null())
            .exclude(
                Exclude::using("gist")
                    .column("id_amount_email", "=")
                    .expression("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)", "&&")
                    .named("amount_of_name")
                    .filter("a > 0"),
            ),
    );
    op.create_table(
        Table::new(("shipping_email_roles", "of_users_email"))
            .column(
                Column::new("created", string(47))
                    .identity(Identity::always())
                    .references("id_organization", "kind_a")
                    .references_named("roles_shipping")
                    .on_delete(Action::NoAction)
                    .on_update(Action::SetDefault),
            )
            .column(
                Column::new("updated_type", boolean())
                    .primary_key_named("organization_order_a")
                    .no_generated()
                    .not_null()
                    .unique()
                    .default("shipping_organization_email"),
            )
            .column(
                Column::new("number_roles_id_id_email", decimal(10, 2))
                    .not_null()
                    .default_expr("length(name) < 80"),
            )
            .column(Column::new("created_customer_number", array(text())))
            .primary_key(["a", "reference_address_id"])
            .foreign_key(
                ForeignKey::new(["of_customer_roles"])
                    .references("line_amount_organization", ["roles"])
                    .named("a_subscription_email")
                    .on_delete(Action::NoAction),
            )
            .check("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)"),
    );
    op.execute("SELECT 1");
    op.create_table(
        Table::new("of_line_roles").unique(
            Unique::new(["name_order_number_updated_fulfillment"])
                .named("of")
                .include(["updated_roles_customer", "line_kind"])
                .nulls_not_distinct(),
        ),
    );
    op.add_column(
        "description_subscription",
        Column::new("created", decimal(10, 2))
            .primary_key()
            .unique(),
    );
    op.rename_index("description", "type_updated");
    op.add_column(
        "table",
        Column::new("of", double()).default_expr("length(name) < 80"),
    );
    op.create_table(
        Table::new("users_reference")
            .column(
                Column::new("description_kind", big_integer())
                    .primary_key()
                    .default(Value::Null)
                    .references(
                        "email_type_subscription",
                        "line_table_roles_shipping_created",
                    ),
            )
            .primary_key(["description_email"])
            .unique(
                Unique::new(["email"])
                    .named("amount_of_email")
                    .include(["id"])
                    .nulls_not_distinct(),
            )
            .foreign_key(
                ForeignKey::new(["a_a", "shipping_roles_fulfillment"])
                    .references(
                        "fulfillment_users",
                        ["kind_type_reference", "customer_users_id"],
                    )
                    .on_delete(Action::NoAction),
            )
            .check(
                Check::new("status IN ('new', 'paid', 'sent', 'done')").named("order_subscription"),
            ),
    );
    op.alter_table(
        ("shipping_users_description", "customer_shipping"),
        |table| {
            table.add_column(
                Column::new(
                    "subscription_description_email",
                    enumeration(
                        "roles_users",
                        [
                            "shipping",
                            "email",
                            "of",
                            "subscription_fulfillment_updated",
                        ],
                    ),
                )
                .unique(),
            );
            table.alter_column(
                AlterColumn::new("table_organization_email")
                    .kind(double())
                    .using(r"email ~ '^[^@]+@[^@\s]+$'")
                    .default(Value::Null)
                    .set_identity(Identity::by_default()),
            );
            table.drop_column("kind_description_reference_address");
            table.add_constraint(Check::new("a > 0"));
        },
    );
    Ok(())
}

fn part_5(op: &mut Op) -> Result {
    op.create_table(
        Table::new("table_id_created")
            .column(
                Column::new("address", timestamp_with_time_zone())
                    .primary_key_named("table_roles_customer")
                    .no_generated()
                    .default(b"table_subscription".to_vec())
                    .references("table_type", "number")
                    .references_named("shipping_shipping")
                    .on_update(Action::NoAction),
            )
            .column(
                Column::new("email_email", timestamp_with_time_zone()).check(r#""order" <> 'x'"#),
            )
            .column(
                Column::new(
                    "description_line_id",
                    enumeration(
                        "type",
                        [
                            "created_shipping_created",
                            "address_name",
                            "amount_fulfillment",
                            "subscription_kind",
                            "name_users_of",
                        ],
                    ),
                )
                .default(222),
            )
            .foreign_key(
                ForeignKey::new(["subscription_updated_fulfillment"])
                    .references(("fulfillment_customer", "line"), ["created_type_roles"])
                    .named("updated")
                    .on_delete(Action::SetNull)
                    .match_full()
                    .deferrable(Deferrable::InitiallyImmediate)
                    .not_valid(),
            ),
    );
    op.execute(
        "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
    );
    op.create_enum(Enumeration::new(
        "users_number",
        [
            "table_shipping",
            "number",
            "organization",
            "id_updated",
            "number_kind_organization",
            "name_organization_type",
            "created_line_number",
            "fulfillment",
        ],
    ));
    op.create_table(
        Table::new("fulfillment")
            .column(
                Column::new("number", big_integer())
                    .not_null()
                    .references("customer", "reference_name_line")
                    .on_delete(Action::Cascade),
            )
            .column(
                Column::new("updated_reference", string(277))
                    .unique_named("updated_customer")
                    .default_expr("a > 0")
                    .check(Check::new(r"email ~ '^[^@]+@[^@\s]+$'").named("a_address_users")),
            )
            .column(
                Column::new("updated_roles", text())
                    .primary_key_named("id_order")
                    .no_generated()
                    .not_null(),
            )
            .column(
                Column::new("description_name_amount", boolean())
                    .primary_key_named("fulfillment_address_roles")
                    .no_generated()
                    .identity(Identity::by_default().min(1).max(99).cache(10).cycle())
                    .not_null(),
            )
            .column(
                Column::new(
                    "created_fulfillment_fulfillment",
                    enumeration(
                        "shipping",
                        [
                            "table_created",
                            "updated_organization",
                            "line_address",
                            "updated",
                            "a",
                        ],
                    ),
                )
                .references("roles_amount", "created_amount_organization"),
            )
            .foreign_key(
                ForeignKey::new(["updated"])
                    .references("address", ["number_number", "kind_number"])
                    .named("shipping")
                    .on_delete(Action::SetDefault)
                    .match_full()
                    .deferrable(Deferrable::InitiallyImmediate)
                    .not_valid(),
            ),
    );
    op.replace_view(
        View::new((
            "description_type_description",
            "a_subscription_address_amount_description",
        ))
        .as_("SELECT 1")
        .instead_of(
            View::new((
                "description_type_description",
                "a_subscription_address_amount_description",
            ))
            .as_(
                Sql::sqlite(
                    r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
                )
                .postgres("starts_on < ends_on"),
            ),
        ),
    );
    op.replace_function(
        Function::new(
            "fulfillment",
            "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
        )
        .instead_of(Function::new(
            "fulfillment",
            "SELECT users.name,
    orders.amount
   FROM users
     JOIN orders ON orders.user_id = users.id",
        )),
    );
    op.create_table(
        Table::new("fulfillment")
            .column(Column::new("kind", decimal(10, 2)).not_null().check("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"))
            .column(
                Column::new("type", array(text()))
                    .identity(Identity::by_default())
                    .unique()
                    .collate("kind")
                    .comment("subscription_shipping_reference")
                    .check("starts_on < ends_on"),
            )
            .column(Column::new("fulfillment", custom("address_customer")).primary_key())
            .column(
                Column::new("organization", array(array(integer())))
                    .primary_key_named("description_table_name")
                    .no_generated()
                    .identity(Identity::always())
                    .references("table_line_name_of_line", "roles_kind_number")
                    .references_named("email_email_name")
                    .on_delete(Action::Cascade)
                    .on_update(Action::SetNull),
            )
            .column(
                Column::new("name", boolean())
                    .default_expr("status IN ('new', 'paid', 'sent', 'done')")
                    .references(
                        ("order_fulfillment", "users_order"),
                        "shipping_kind_description",
                    )
                    .references_named("id")
                    .on_update(Action::NoAction),
            )
            .column(
                Column::new("amount_name_customer", date())
                    .primary_key()
                    .not_null()
                    .default_expr(r#""order" <> 'x'"#),
            )
            .unique(Unique::new(["description"]).named("email_customer_organization")),
    );
    op.execute(
        "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
    );
    op.add_constraint(
        "line",
        Check::new("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)"),
    );
    op.create_table(
        Table::new("created_reference")
            .column(Column::new("shipping", uuid()).default_expr("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"))
            .column(
                Column::new("created", timestamp_with_time_zone())
                    .not_null()
                    .check(Check::new("a > 0").named("name_address_of")),
            )
            .column(
                Column::new("shipping", boolean())
                    .primary_key()
                    .unique_named("reference_email")
                    .default_expr("length(name) < 80"),
            )
            .column(Column::new("amount_order", boolean()).not_null().unique())
            .column(
                Column::new("email_of_amount", custom("type"))
                    .default(222)
                    .check(Check::new("starts_on < ends_on").named("amount")),
            )
            .column(
                Column::new("amount", date())
                    .primary_key()
                    .not_null()
                    .default(-2_298_385_800_717_485_442_i64),
            )
            .check(Check::new("starts_on < ends_on").named("subscription_address"))
            .comment("updated_id_address_created_created")
            .strict(),
    );
    op.drop_constraint(
        "roles_of_type_amount",
        ForeignKey::new(["updated"])
            .references("table_order", ["created_email_kind", "amount_order"]),
    );
    op.create_table(
        Table::new("a")
            .column(
                Column::new("address_description_address", array(array(integer())))
                    .not_null()
                    .unique_named("email_users")
                    .collate("roles")
                    .comment("organization_kind_order"),
            )
            .column(Column::new("table", array(text())).default_expr(r"email ~ '^[^@]+@[^@\s]+$'"))
            .column(
                Column::new("number_shipping", text())
                    .primary_key()
                    .not_null()
                    .default(b"reference".to_vec())
                    .generated_stored("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)"),
            )
            .column(
                Column::new("amount", double())
                    .primary_key_named("amount")
                    .no_generated(),
            )
            .primary_key(["subscription_reference", "roles_a_subscription"])
            .unique(
                Unique::new([
                    "number_table_table_roles_reference",
                    "of",
                    "updated_reference_type",
                ])
                .named("line_users_amount"),
            )
            .check(Check::new("starts_on < ends_on").named("organization_organization_reference")),
    );
    op.create_table(
        Table::new("organization_fulfillment")
            .column(
                Column::new("organization", custom("a_kind_users"))
                    .check(Check::new("starts_on < ends_on").named("kind")),
            )
            .column(
                Column::new("a_name_updated", array(array(integer())))
                    .primary_key()
                    .default_expr("a > 0")
                    .check("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)")
                    .references(("line", "kind_address"), "order")
                    .references_named("kind")
                    .on_delete(Action::Cascade)
                    .on_update(Action::Restrict),
            )
            .column(
                Column::new("customer_order", text())
                    .primary_key()
                    .not_null()
                    .default(true),
            )
            .column(Column::new("reference_email_updated", boolean()))
            .column(
                Column::new(
                    "subscription",
                    enumeration("users_address", ["fulfillment", "name_id"]),
                )
                .unique()
                .collate("reference_description_customer")
                .comment("roles_email_name"),
            )
            .exclude(
                Exclude::using("gist")
                    .column("fulfillment", "=")
                    .expression("length(name) < 80", "&&")
                    .named("users_number_description_type")
                    .filter("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
            ),
    );
    op.alter_table(("kind", "updated_organization_kind"), |table| {
        table.add_column(
            Column::new("description", json_binary())
                .primary_key_named("line")
                .no_generated(),
        );
        table.drop_column("roles");
    });
    op.create_table(
        Table::new(("shipping_roles", "fulfillment_fulfillment_of"))
            .column(Column::new("email_id", date()).primary_key().not_null())
            .column(Column::new("name_kind", array(array(integer()))).default(-109))
            .primary_key(["kind", "description_id_of", "name_email"])
            .unique(
                Unique::new([
                    "roles_amount_description",
                    "reference_reference_a_shipping",
                    "updated_fulfillment",
                ])
                .named("users_roles"),
            )
            .exclude(
                Exclude::using("gist")
                    .column("address_amount", "=")
                    .named("table_name"),
            ),
    );
    op.create_table(
        Table::new(("number", "description_type"))
            .column(
                Column::new("updated_kind", string(290))
                    .references("fulfillment_description_email", "id")
                    .on_delete(Action::SetNull),
            )
            .column(
                Column::new("number", big_integer())
                    .check(Check::new("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)").named("email_address_description_users_name")),
            )
            .foreign_key(
                ForeignKey::new(["order_amount_table", "email_number_created"])
                    .references("subscription_created_email", ["number_shipping", "of"])
                    .named("users_customer_of_table_description")
                    .on_delete(Action::NoAction),
            ),
    );
    op.create_index(
        Index::new("id_a")
            .on(
                "type_a_created",
                [
                    "email_order_table",
                    "email_kind",
                    "organization",
                    "email_subscription",
                ],
            )
            .filter("status IN ('new', 'paid', 'sent', 'done')"),
    );
    op.create_table(
        Table::new("roles_users")
            .column(Column::new("kind", timestamp_with_time_zone()))
            .column(
                Column::new(
                    "roles_table",
                    enumeration(
                        "customer_roles",
                        [
                            "id_subscription",
                            "a",
                            "email_line_description",
                            "organization_email",
                            "subscription_id_line",
                        ],
                    ),
                )
                .unique()
                .default_expr("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)")
                .generated_stored("a > 0"),
            )
            .column(
                Column::new("description_number_order", decimal(10, 2))
                    .not_null()
                    .default_expr("starts_on < ends_on"),
            )
            .primary_key([
                "type",
                "name_kind_email",
                "reference_fulfillment_created_email",
            ])
            .exclude(
                Exclude::using("gist")
                    .column("table_customer_fulfillment_order_shipping", "=")
                    .expression("(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)", "&&")
                    .named("created_table")
                    .filter("coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200"),
            )
            .comment("type_users")
            .strict(),
    );
    op.create_table(
        Table::new("type_of")
            .column(Column::new("type_type", date()))
            .column(
                Column::new("subscription_line", array(text()))
                    .references("number", "amount_table_roles")
                    .references_named("shipping")
                    .on_update(Action::Cascade),
            )
            .column(Column::new("of_kind", array(text())))
            .column(
                Column::new("fulfillment_email", custom("updated"))
                    .collate("created_created_shipping")
                    .comment("fulfillment_type_subscription")
                    .references("updated", "amount")
                    .references_named("users_reference_amount")
                    .on_delete(Action::Restrict)
                    .on_update(Action::SetDefault),
            ),
    );
    op.alter_column(
        "customer_amount",
        AlterColumn::new("subscription_subscription_kind")
            .using("status IN ('new', 'paid', 'sent', 'done')")
            .comment("address_reference")
            .was(
                Column::new(
                    "organization",
                    enumeration(
                        "line_updated_table",
                        [
                            "line_address",
                            "type",
                            "shipping_organization_number",
                            "kind_fulfillment",
                            "address_shipping",
                            "shipping_users_kind",
                        ],
                    ),
                )
                .identity(Identity::by_default())
                .not_null()
                .default(b"updated_of".to_vec()),
            ),
    );
    Ok(())
}

fn part_6(op: &mut Op) -> Result {
    op.execute(
        r#"SELECT "name",
    'a\b' AS x
   FROM users
  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'"#,
    );
    op.create_table(
        Table::new(("table_subscription_reference", "description_kind_a"))
            .column(
                Column::new("name", timestamp_with_time_zone())
                    .primary_key_named("order")
                    .no_generated()
                    .not_null()
                    .check("status IN ('new', 'paid', 'sent', 'done')"),
            )
            .column(
                Column::new("subscription_amount", boolean())
                    .unique()
                    .check(Check::new(r#""order" <> 'x'"#).named("line"))
                    .references("roles_email_roles_customer_roles", "shipping_of"),
            )
            .column(
                Column::new("users_name_created", text())
                    .not_null()
                    .unique()
                    .generated_stored(r"email ~ '^[^@]+@[^@\s]+$'")
                    .references("created", "updated_amount")
                    .references_named("description_subscription")
                    .on_delete(Action::SetNull)
                    .on_update(Action::Cascade),
            )
            .column(
                Column::new("kind_type", json_binary())
                    .not_null()
                    .check(Check::new("status IN ('new', 'paid', 'sent', 'done')").named("a_type")),
            )
            .column(
                Column::new("name", json_binary())
                    .identity(
                        Identity::by_default()
                            .start(906_684_387_151_373)
                            .increment(-3)
                            .min(1)
                            .max(99)
                            .cache(10)
                            .cycle(),
                    )
                    .references("table", "organization_id")
                    .references_named("roles_created_kind_number")
                    .on_update(Action::NoAction),
            ),
    );
    op.create_view(
        View::new("name_users_roles").as_(Sql::sqlite("SELECT 1").postgres("starts_on < ends_on")),
    );
    op.alter_column(
        ("roles", "id_updated_order_customer_email"),
        AlterColumn::new("roles_name_organization_kind")
            .kind(enumeration(
                "subscription_name_email",
                ["created_customer", "type_line_updated"],
            ))
            .set_identity(
                Identity::by_default()
                    .start(26_168_278_221_989)
                    .increment(-3),
            ),
    );
    op.bulk_insert(
        "number",
        ["line_email_name", "id"],
        [
            (
                Value::from(b"fulfillment_organization_users".to_vec()),
                Value::from(b"shipping".to_vec()),
            ),
            (Value::from(274), Value::from(239)),
            (Value::Null, Value::from(false)),
            (Value::from(b"of".to_vec()), Value::Null),
        ],
    );
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
