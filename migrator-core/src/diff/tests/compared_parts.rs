//! Two catalogs in, the lines of their differences out: constraints and indexes.

use super::compared::POSTGRES;
use super::compared::check;
use super::compared::n;
use super::compared::with;
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::schema::{
    Action, Check, Column, Constraint, Deferrable, Exclude, ForeignKey, Index, IndexPart,
    PrimaryKey, Table, Unique, integer,
};

#[test]
fn each_option_of_a_constraint_counts() {
    let base = || {
        Table::new("users")
            .column(n())
            .column(Column::new("m", integer()))
    };
    let change = |from: Constraint, to: Constraint, expect: &str| {
        let of = |it: Constraint| match it {
            Constraint::PrimaryKey(it) => with(base().primary_key(it)),
            Constraint::Unique(it) => with(base().unique(it)),
            Constraint::Check(it) => with(base().check(it)),
            Constraint::ForeignKey(it) => with(base().foreign_key(it)),
            Constraint::Exclude(it) => with(base().exclude(it)),
        };
        check(POSTGRES, &of(from.clone()), &of(to.clone()), expect);
        check(Dialect::Sqlite, &of(from), &of(to), expect);
    };
    let to = |from: Constraint, to: Constraint, expect: &str| {
        let kind = match &from {
            Constraint::PrimaryKey(_) => "primary key pk of users: (n)",
            Constraint::Unique(_) => "unique constraint uq of users: (n)",
            Constraint::Check(_) => "check ck of users: (n > 0)",
            Constraint::ForeignKey(_) => "foreign key fk of users: (n) to users (m)",
            Constraint::Exclude(_) => "exclusion constraint ex of users: using gist (n with =)",
        };
        change(from, to, &format!("changed {kind}{expect}"));
    };
    let unique = || Unique::new(["n"]).named("uq");
    let strict = unique().nulls_not_distinct();
    to(unique().into(), strict.into(), ", with NULLS NOT DISTINCT");
    let included = unique().include(["m"]);
    to(unique().into(), included.into(), ", with INCLUDE (m)");
    let deferred = unique().deferrable(Deferrable::InitiallyDeferred);
    let expect = ", with DEFERRABLE INITIALLY DEFERRED";
    to(unique().into(), deferred.into(), expect);
    change(
        unique().into(),
        Unique::new(["n", "m"]).named("uq").into(),
        "changed unique constraint uq of users: (n, m), formerly (n)",
    );
    change(
        unique().into(),
        Unique::new(["n"]).named("other").into(),
        "renamed unique constraint of users from uq to other",
    );
    let key = || PrimaryKey::new(["n"]).named("pk");
    let included = key().include(["m"]);
    to(key().into(), included.into(), ", with INCLUDE (m)");
    let check_ = || Check::new("n > 0").named("ck");
    to(
        check_().no_inherit().into(),
        check_().not_valid().into(),
        ", without NO INHERIT, with NOT VALID",
    );
    change(
        check_().into(),
        Check::new("n > 1").named("ck").into(),
        "changed check ck of users: (n > 1), formerly (n > 0)",
    );
    let key = || {
        ForeignKey::new(["n"])
            .references("users", ["m"])
            .named("fk")
    };
    let restricts = key().on_delete(Action::Restrict);
    let expect = ", without ON DELETE RESTRICT, with ON DELETE CASCADE";
    let cascades = key().on_delete(Action::Cascade);
    to(restricts.into(), cascades.into(), expect);
    let updates = key().on_update(Action::SetNull);
    to(key().into(), updates.into(), ", with ON UPDATE SET NULL");
    to(key().into(), key().match_full().into(), ", with MATCH FULL");
    to(key().into(), key().not_valid().into(), ", with NOT VALID");
    let deferred = key().deferrable(Deferrable::InitiallyImmediate);
    let expect = ", with DEFERRABLE INITIALLY IMMEDIATE";
    to(key().into(), deferred.into(), expect);
    let whole = key().on_delete(Action::SetNull);
    to(
        whole.clone().into(),
        whole.on_delete_columns(["n"]).into(),
        ", without ON DELETE SET NULL, with ON DELETE SET NULL (n)",
    );
    let exclude = || Exclude::using("gist").column("n", "=").named("ex");
    let filtered = exclude().filter("n > 0");
    to(exclude().into(), filtered.into(), ", with WHERE n > 0");
    change(
        exclude().into(),
        exclude().column("m", "&&").into(),
        "changed exclusion constraint ex of users: using gist (n with =, m with &&), formerly using gist (n with =)",
    );
}

#[test]
fn each_option_of_an_index_counts() {
    let of = |index: Index| Catalog {
        indexes: vec![index],
        ..with(
            Table::new("users")
                .column(n())
                .column(Column::new("m", integer())),
        )
    };
    let base = || Index::new("ix").on("users", ["n"]);
    let part = || IndexPart::column("n");
    let on = |part: IndexPart| Index::new("ix").on("users", [part]);
    let others = [
        (base().unique(), "(n), with UNIQUE"),
        (
            base().unique().nulls_not_distinct(),
            "(n), with UNIQUE, with NULLS NOT DISTINCT",
        ),
        (base().filter("n > 0"), "(n), with WHERE n > 0"),
        (base().using("hash"), "(n), with USING hash"),
        (base().include(["m"]), "(n), with INCLUDE (m)"),
        (base().with("fillfactor = 70"), "(n), with fillfactor = 70"),
        (base().tablespace("fast"), "(n), with TABLESPACE fast"),
        (
            Index::new("ix").on("users", ["n", "m"]),
            "(n, m), formerly (n)",
        ),
        (on(part().desc()), "(n DESC), formerly (n)"),
        (on(part().nulls_first()), "(n NULLS FIRST), formerly (n)"),
        (on(part().collate("C")), "(n COLLATE C), formerly (n)"),
        (on(part().opclass("int4_ops")), "(n int4_ops), formerly (n)"),
        (on(IndexPart::expression("n + 1")), "(n + 1), formerly (n)"),
    ];
    for (other, expect) in others {
        let expect = format!("changed index ix on users: {expect}");
        check(POSTGRES, &of(base()), &of(other), &expect);
    }
    let renamed = Index::new("other").on("users", ["n"]);
    let expect = "renamed index ix on users to other";
    check(POSTGRES, &of(base()), &of(renamed), expect);
}
