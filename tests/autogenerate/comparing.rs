//! What is different, whatever it was made of.

use migrator::Declared;
use migrator::autogenerate::{Language, Proof};
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
        let compared = autogenerate(set, declared).edit(Vec::clear);
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

#[test]
fn a_proposal_can_be_written_in_sql() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        let nullable = Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()));
        let compared = autogenerate(set, Declared::new().table(nullable)).language(Language::Sql);
        let proposal = backend.propose(&compared).unwrap();
        assert_eq!(proposal.unproved(), [""; 0]);
        let (up, down) = (&proposal.upgrade_text, &proposal.downgrade_text);
        // The table is built anew from what is there, in either direction.
        let (forth, back) = match backend.is_sqlite() {
            true => (r#""name" TEXT"#, r#""name" TEXT NOT NULL"#),
            false => (r#""name" DROP NOT NULL"#, r#""name" SET NOT NULL"#),
        };
        assert!(up.contains(forth) && up.ends_with(";\n"), "{up}");
        assert!(down.contains(back), "{down}");
    }
}

#[test]
fn a_proposal_for_the_database_itself_is_proved_on_one_with_the_same_tables() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        backend.upgrade(set, "head");
        backend.run("CREATE TABLE by_hand (a INTEGER)");
        let compared = autogenerate(set, Declared::new().table(users())).from_database();
        let proposal = backend.propose(&compared).unwrap();
        assert_eq!(proposal.unproved(), [""; 0]);
        assert_eq!(
            proposal.losses().collect::<Vec<_>>(),
            ["the rows of by_hand"]
        );
        let [note] = proposal.notes.as_slice() else {
            panic!("{:?}", proposal.notes);
        };
        assert_eq!(
            note,
            "the migrations do not leave table `by_hand` as it is in this database: the revision may fail on every other"
        );
        let expected = "    // Drops data: the rows of by_hand.\n    op.drop_table(\"by_hand\");";
        assert_eq!(proposal.upgrade_text, expected);
    }
}

#[test]
fn without_a_proof_nothing_is_called_seen() {
    for backend in Backend::all() {
        let declared = || Declared::new().table(users());
        let steps = |compared| backend.propose(&compared).unwrap().upgrade;
        let proved = steps(autogenerate(set(Vec::new()), declared()));
        assert_eq!(proved[0].proof, Proof::Seen);
        let unproved = steps(autogenerate(set(Vec::new()), declared()).prove(false));
        assert_eq!(unproved[0].proof, Proof::Unasked);
    }
}

#[test]
fn a_table_that_is_called_like_our_own_is_refused() {
    for backend in Backend::all() {
        for name in ["alembic_version", "migrator_history"] {
            let ours = Table::new(name).column(Column::new("version_num", text()));
            let declared = Declared::new().table(users()).table(ours);
            let compared = autogenerate(set(vec![create_users()]), declared);
            let error = backend.check(&compared).unwrap_err();
            let expected = format!("the declared table `{name}` (tests/autogenerate/");
            assert!(error.to_string().starts_with(&expected), "{error}");
            assert_eq!(
                error.help().as_deref(),
                Some(
                    "give it another name, or leave it out: nobody need declare migrator's own tables"
                )
            );
        }
    }
}

#[test]
fn what_the_migrations_make_themselves_is_not_noted() {
    for backend in Backend::all() {
        let set = set(vec![create_users()]);
        backend.upgrade(set, "head");
        backend.run("CREATE TABLE by_hand (a INTEGER)");
        let email = Column::new("email", text());
        let by_hand = Table::new("by_hand").column(Column::new("a", integer()));
        let declared = Declared::new().table(users().column(email)).table(by_hand);
        let proposal = backend.propose(&autogenerate(set, declared).from_database());
        assert_eq!(proposal.unwrap().notes, [""; 0]);
    }
}
