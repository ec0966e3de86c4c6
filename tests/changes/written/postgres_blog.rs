//! users grow as in the blog.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("posts")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(
                Column::new("author", integer())
                    .not_null()
                    .references("users", "id")
                    .references_named("fk_posts_author")
                    .on_delete(Action::Cascade),
            )
            .column(Column::new("title", string(200)).not_null()),
    );
    op.create_table(
        Table::new("roles")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(
                Column::new("name", string(20))
                    .not_null()
                    .unique_named("uq_roles_name"),
            ),
    );
    op.create_table(
        Table::new("tags").column(Column::new("name", string(30)).primary_key_named("pk_tags")),
    );
    // Drops data: the values of users.role.
    // Fails if created of a row of users cannot become DATE.
    op.alter_table("users", |table| {
        table.drop_column("role");
        table.alter_column(
            AlterColumn::new("active")
                .default(1)
                .was(Column::new("active", integer())),
        );
        table.alter_column(
            AlterColumn::new("created")
                .kind(date())
                .using(r#""created"::date"#)
                .was(Column::new("created", text())),
        );
        table.alter_column(
            AlterColumn::new("email")
                .kind(string(200))
                .was(Column::new("email", string(50))),
        );
        table.alter_column(
            AlterColumn::new("name")
                .kind(string(100))
                .was(Column::new("name", string(50))),
        );
        table.add_column(Column::new("role_id", integer()));
    });
    op.execute(r#"UPDATE "users" SET "active" = (1) WHERE "active" IS NULL"#);
    op.execute(r#"UPDATE "users" SET "email" = ('user' || id) WHERE "email" IS NULL"#);
    op.execute(r#"UPDATE "users" SET "name" = ('unknown') WHERE "name" IS NULL"#);
    // Fails if two rows of users have the same email.
    op.alter_table("users", |table| {
        table.alter_column(
            AlterColumn::new("active")
                .not_null()
                .was(Column::new("active", integer()).default(1)),
        );
        table.alter_column(
            AlterColumn::new("email")
                .not_null()
                .was(Column::new("email", string(200))),
        );
        table.alter_column(
            AlterColumn::new("name")
                .not_null()
                .was(Column::new("name", string(100))),
        );
        table.add_constraint(Unique::new(["email"]).named("uq_users_email"));
        table.add_constraint(
            ForeignKey::new(["role_id"])
                .references("roles", ["id"])
                .named("fk_users_role"),
        );
    });
    op.create_index(Index::new("ix_users_name").on("users", ["name"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index("ix_users_name");
    op.drop_constraint("users", "fk_users_role");
    // Drops data: the rows of posts.
    op.drop_table("posts");
    // Drops data: the rows of roles.
    op.drop_table("roles");
    // Drops data: the rows of tags.
    op.drop_table("tags");
    // Drops data: the values of users.role_id.
    // Fails if email of a row of users does not fit VARCHAR(50).
    // Fails if name of a row of users does not fit VARCHAR(50).
    op.alter_table("users", |table| {
        table.drop_constraint("uq_users_email");
        table.drop_column("role_id");
        table.alter_column(
            AlterColumn::new("active")
                .nullable()
                .drop_default()
                .was(Column::new("active", integer()).not_null().default(1)),
        );
        table.alter_column(
            AlterColumn::new("created")
                .kind(text())
                .was(Column::new("created", date())),
        );
        table.alter_column(
            AlterColumn::new("email")
                .kind(string(50))
                .nullable()
                .was(Column::new("email", string(200)).not_null()),
        );
        table.alter_column(
            AlterColumn::new("name")
                .kind(string(50))
                .nullable()
                .was(Column::new("name", string(100)).not_null()),
        );
        table.add_column(Column::new("role", string(20)));
    });
    Ok(())
}
