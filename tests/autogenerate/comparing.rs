//! What is different, whatever it was made of.

use migrator::Declared;
use migrator::prelude::*;

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

fn users() -> Table {
    Table::new("users")
        .column(Column::new("id", integer()).primary_key())
        .column(Column::new("name", text()).not_null())
}

fn create_users() -> Rev {
    Rev::reversible("a1", &[], |op| {
        op.create_table(users());
        Ok(())
    })
}

#[test]
fn what_the_migrations_make_is_no_difference() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let differences = backend.check(&autogenerate(set, Declared::new().table(users())));
        assert_eq!(differences.unwrap().lines(), [""; 0]);
    }
}

#[test]
fn what_is_declared_and_not_made_is_told() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let declared = Declared::new()
            .table(users().column(Column::new("email", text())))
            .table(Table::new("roles").column(Column::new("name", text())))
            .index(Index::of("users", ["name"]));
        let differences = backend.check(&autogenerate(set, declared)).unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(differences, @r"
            added table roles
            added column users.email
            added index ix_users_name on users
            ");
        }
        assert_eq!(differences.changes.len(), 3);
    }
}

#[test]
fn a_proposal_has_the_way_up_and_the_way_down() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let declared = Declared::new().table(users().column(Column::new("email", text())));
        let proposal = backend.propose(&autogenerate(set, declared)).unwrap();
        assert_eq!(proposal.message, "add column users.email");
        insta::allow_duplicates! {
            insta::assert_snapshot!(proposal.upgrade_text, @r#"    op.add_column("users", Column::new("email", text()));"#);
            insta::assert_snapshot!(proposal.downgrade_text, @r#"
                // Drops data: the values of users.email.
                op.drop_column("users", "email");
            "#);
        }
    }
}

#[test]
fn the_changes_can_be_edited_before_they_count() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let declared = Declared::new()
            .table(users())
            .table(Table::new("roles").column(Column::new("name", text())));
        let compared = autogenerate(set, declared).edit(|changes| changes.clear());
        assert!(backend.check(&compared).unwrap().is_empty());
        assert!(backend.propose(&compared).unwrap().is_empty());
    }
}

#[test]
fn the_version_table_and_the_history_are_nobodys() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let options = migrator::Options::new().version_table("versions");
        backend.upgrade(set, "head");
        let compared = set
            .with(options)
            .autogenerate(Declared::new().table(users()));
        assert_eq!(backend.check(&compared).unwrap().lines(), [""; 0]);
    }
}

#[test]
fn names_are_given_by_the_convention_of_the_options() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let options = || {
            let convention = migrator::NamingConvention::new().index("i_{table}_{columns}");
            migrator::Options::new().naming(convention)
        };
        let declared = Declared::new()
            .table(users())
            .index(Index::of("users", ["name"]));
        let compared = set.with(options()).autogenerate(declared);
        let lines = backend.check(&compared).unwrap().lines();
        assert_eq!(lines, ["added index i_users_name on users"]);
    }
}
