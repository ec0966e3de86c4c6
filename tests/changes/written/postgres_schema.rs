//! a schema comes with everything.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_schema("app");
    op.create_enum(Enumeration::new(("app", "mood"), ["sad", "ok"]));
    op.create_domain(
        Domain::new(("app", "word"), text())
            .check(Check::new("VALUE <> ''::text").named("word_check")),
    );
    op.create_function(Function::new(
        "app.f()",
        "RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$",
    ));
    op.create_sequence(Sequence::new(("app", "numbers")).start(7));
    op.create_sequence(Sequence::new(("app", "t_id_seq")).of(integer()));
    op.create_table(
        Table::new(("app", "t"))
            .column(
                Column::new("id", integer())
                    .primary_key()
                    .no_generated()
                    .default_expr("nextval('app.t_id_seq'::regclass)"),
            )
            .column(
                Column::new("m", enumeration("mood", ["sad", "ok"]).existing())
                    .default_expr("'sad'::app.mood"),
            )
            .column(Column::new(
                "ms",
                array(enumeration("mood", ["sad", "ok"]).existing()),
            ))
            .column(Column::new("w", custom("app.word")))
            .column(
                Column::new("n", integer())
                    .unique()
                    .default_expr("nextval('app.numbers'::regclass)"),
            )
            .column(
                Column::new("i", integer())
                    .identity(Identity::always())
                    .check("i > 0"),
            ),
    );
    op.alter_sequence(
        Sequence::new(("app", "t_id_seq"))
            .of(integer())
            .owned_by(("app", "t"), "id")
            .instead_of(Sequence::new(("app", "t_id_seq")).of(integer())),
    );
    op.create_index(
        Index::new("t_m")
            .on(("app", "t"), ["m"])
            .filter("m = 'ok'::app.mood"),
    );
    op.create_view(View::new(("app", "v")).as_(
        "SELECT t.id,
    t.m
   FROM app.t",
    ));
    op.create_trigger(Trigger::new(
        "g",
        ("app", "t"),
        "BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.f()",
    ));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_view(("app", "v"));
    // Drops data: the rows of app.t.
    // Drops data: the position of app.t_id_seq.
    op.drop_table(("app", "t"));
    op.drop_function("app.f()");
    // Drops data: the position of app.numbers.
    op.drop_sequence(("app", "numbers"));
    op.drop_domain(("app", "word"));
    op.drop_enum(("app", "mood"));
    op.drop_schema("app");
    Ok(())
}
