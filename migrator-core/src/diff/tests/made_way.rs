//! What is in the way of a change goes and comes back.

use super::arranged::POSTGRES;
use super::arranged::check;
use super::arranged::of;
use super::lines::{Way, steps};
use crate::catalog::{Catalog, Need};
use crate::declared::{Filter, Hints};
use crate::ops::{Trigger, View};
use crate::schema::{
    Column, ForeignKey, Index, ObjectKind, ObjectName, PrimaryKey, Table, big_integer, integer,
    text,
};

#[test]
fn what_needs_a_column_makes_way_while_it_changes() {
    let found = |kind| {
        let table = Table::new("t").column(Column::new("n", kind));
        let n = ObjectName::part(ObjectKind::Column, "t", "n");
        let view = |name: &str| ObjectName::new(ObjectKind::View, name);
        let need = |who: ObjectName, whom: ObjectName| Need { who, whom };
        let trigger = ObjectName::part(ObjectKind::Trigger, "t", "touch");
        Catalog {
            views: vec![
                View::new("a").as_("SELECT n FROM b"),
                View::new("b").as_("SELECT n FROM t"),
                View::new("c").as_("SELECT 1"),
            ],
            triggers: vec![Trigger::new(
                "touch",
                "t",
                "AFTER UPDATE OF n ON t EXECUTE FUNCTION f()",
            )],
            needs: vec![
                need(trigger, n.clone()),
                need(view("a"), view("b")),
                need(view("b"), n),
            ],
            ..of([table])
        }
    };
    check(
        POSTGRES,
        &Hints::default(),
        &found(integer()),
        &found(big_integer()),
        "
|drop_trigger t.touch
|drop_view a
|drop_view b
|t: alter n BIGINT
|create_view b
|create_view a
|create_trigger t.touch
|--
|drop_trigger t.touch
|drop_view a
|drop_view b
|t: alter n INTEGER using cast_(\"n\")
|create_view b
|create_view a
|create_trigger t.touch",
    );
}

#[test]
fn what_nobody_declares_makes_way_and_comes_back_both_ways() {
    let table = |kind| of([Table::new("t").column(Column::new("n", kind))]);
    let n = ObjectName::part(ObjectKind::Column, "t", "n");
    let found = Catalog {
        views: vec![View::new("v").as_("SELECT n FROM t")],
        needs: vec![Need {
            who: ObjectName::new(ObjectKind::View, "v"),
            whom: n,
        }],
        ..table(integer())
    };
    let (hints, filter) = (Hints::default(), Filter::default());
    let way = Way {
        dialect: POSTGRES,
        hints: &hints,
        filter: &filter,
    };
    let wanted = table(big_integer());
    let changes = way.compare(&found, &wanted).unwrap().changes;
    let there = steps(&way.there(&changes, &found, &wanted));
    assert_eq!(there, ["drop_view v", "t: alter n BIGINT", "create_view v"]);
    let back = steps(&way.back(&changes, &found, &wanted));
    assert_eq!(
        back,
        [
            "drop_view v",
            "t: alter n INTEGER using cast_(\"n\")",
            "create_view v"
        ]
    );
}

#[test]
fn foreign_keys_make_way_for_the_key_they_refer_to() {
    let parent = |kind: crate::schema::ColumnType| {
        Table::new("parent")
            .column(Column::new("id", kind).not_null())
            .primary_key(PrimaryKey::new(["id"]).named("parent_pkey"))
    };
    let child = |kind: crate::schema::ColumnType| {
        let key = ForeignKey::new(["parent_id"])
            .references("parent", ["id"])
            .named("fk");
        Table::new("child")
            .column(Column::new("parent_id", kind))
            .foreign_key(key)
    };
    let both = |kind: fn() -> crate::schema::ColumnType| of([child(kind()), parent(kind())]);
    check(
        POSTGRES,
        &Hints::default(),
        &both(integer),
        &both(text),
        "
|child: drop FOREIGN KEY fk (parent_id) to parent (id)
|child: alter parent_id TEXT
|parent: alter id TEXT
|child: add FOREIGN KEY fk (parent_id) to parent (id)
|--
|child: drop FOREIGN KEY fk (parent_id) to parent (id)
|child: alter parent_id INTEGER using cast_(\"parent_id\")
|parent: alter id INTEGER using cast_(\"id\")
|child: add FOREIGN KEY fk (parent_id) to parent (id)",
    );
    // Integers of any size can be compared.
    check(
        POSTGRES,
        &Hints::default(),
        &both(integer),
        &both(big_integer),
        "
|child: alter parent_id BIGINT
|parent: alter id BIGINT
|--
|child: alter parent_id INTEGER using cast_(\"parent_id\")
|parent: alter id INTEGER using cast_(\"id\")",
    );
}

#[test]
fn computed_columns_are_made_anew() {
    let table = |base: crate::schema::ColumnType, sql: &str| {
        let doubled = Column::new("doubled", integer()).generated_stored(sql);
        let table = Table::new("t")
            .column(Column::new("n", base))
            .column(doubled);
        Catalog {
            indexes: vec![Index::new("ix").on("t", ["doubled"])],
            ..of([table])
        }
    };
    check(
        POSTGRES,
        &Hints::default(),
        &table(integer(), "n * 2"),
        &table(big_integer(), "n * 2"),
        "
|drop_index ix
|t: drop doubled
|  t: alter n BIGINT
|  t: add doubled INTEGER
|create_index ix
|--
|drop_index ix
|t: drop doubled
|  t: alter n INTEGER using cast_(\"n\")
|  t: add doubled INTEGER
|create_index ix",
    );
}
