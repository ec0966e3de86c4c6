//! What holds for any two catalogs.

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, RngSeed, TestCaseError};

use super::lines::{Way, steps};
use super::model::Model;
use super::random::{Dice, catalog};
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{
    Backfill, ConversionHint, EnumValueHint, Filter, Hints, RenameHint, Undeclared,
};
use crate::diff::{Change, Question};
use crate::schema::ObjectKind;

/// Compares until nobody has a question any more; the dice say what is a rename.
fn answered(
    dice: &mut Dice,
    dialect: Dialect,
    found: &Catalog,
    wanted: &Catalog,
) -> (Vec<Change>, Hints) {
    let filter = everything();
    let mut hints = Hints::default();
    for _ in 0..50 {
        let way = Way {
            dialect,
            hints: &hints,
            filter: &filter,
        };
        let outcome = way.compare(found, wanted).unwrap();
        if outcome.questions.is_empty() {
            return (outcome.changes, hints);
        }
        // One at a time: a rename makes other questions.
        answer(dice, &mut hints, &outcome.questions[0]);
    }
    panic!("questions without end: {hints:?}");
}

fn everything() -> Filter {
    Filter {
        undeclared: Some(Undeclared::Drop),
        ..Filter::default()
    }
}

fn answer(dice: &mut Dice, hints: &mut Hints, question: &Question) {
    match question.clone() {
        Question::Renamed {
            kind,
            table,
            from,
            candidates,
        } => {
            let taken = |name: &str| {
                hints.renames.iter().any(|it| match it {
                    RenameHint::Object { to: Some(to), .. } => to.name() == name && table.is_none(),
                    RenameHint::Column {
                        table: of,
                        to: Some(to),
                        ..
                    } => to == name && table.as_ref() == Some(of),
                    _ => false,
                })
            };
            let to = candidates
                .iter()
                .map(|(it, _)| it)
                .find(|it| !taken(it.name()));
            let to = to.filter(|_| dice.below(3) > 0).cloned();
            hints.renames.push(match (kind, table) {
                (ObjectKind::Column, Some(table)) => RenameHint::Column {
                    table,
                    from: from.name().to_owned(),
                    to: to.map(|it| it.name().to_owned()),
                },
                _ => RenameHint::Object { from, to },
            });
        }
        Question::Backfill { table, column } => hints.backfills.push(Backfill {
            table,
            column,
            expression: Some("0".to_owned()),
        }),
        Question::EnumValue {
            enumeration,
            value,
            candidates,
        } => hints.enum_values.push(EnumValueHint {
            enumeration,
            from: value,
            to: candidates.first().cloned(),
        }),
        Question::Conversion { table, column, .. } => hints.conversions.push(ConversionHint {
            table,
            column,
            using: "NULL".to_owned(),
        }),
    }
}

fn there_and_back(thrown: Vec<u8>, dialect: Dialect) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(thrown);
    let found = catalog(&mut dice, dialect);
    let wanted = catalog(&mut dice, dialect);
    let (changes, hints) = answered(&mut dice, dialect, &found, &wanted);
    let filter = everything();
    let way = Way {
        dialect,
        hints: &hints,
        filter: &filter,
    };
    let shown = || {
        let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
        format!("{}\n{hints:?}", lines.join("\n"))
    };
    let of = |it: &Catalog| Model::new(it, &[], dialect).catalog();

    let there = way.there(&changes, &found, &wanted);
    let mut model = Model::new(&found, &[&found, &wanted], dialect);
    let done = model.run(&there);
    prop_assert!(done.is_ok(), "{}\n{}", done.unwrap_err(), shown());
    prop_assert_eq!(
        differing(&model.catalog(), &of(&wanted)),
        "",
        "{}\n{}",
        steps(&there).join("\n"),
        shown()
    );

    let back = way.back(&changes, &found, &wanted);
    let mut model = Model::new(&wanted, &[&found, &wanted], dialect);
    let done = model.run(&back);
    prop_assert!(done.is_ok(), "back: {}\n{}", done.unwrap_err(), shown());
    prop_assert_eq!(
        differing(&model.catalog(), &of(&found)),
        "",
        "back:\n{}\n{}",
        steps(&back).join("\n"),
        shown()
    );
    Ok(())
}

/// Returns what two catalogs do not have in common.
fn differing(one: &Catalog, other: &Catalog) -> String {
    let objects = |it: &Catalog| -> Vec<String> {
        let tables = it.tables.iter().map(|it| format!("{it:?}"));
        let indexes = it.indexes.iter().map(|it| format!("{it:?}"));
        let others = [
            format!("{:?}", it.enums),
            format!("{:?}", it.sequences),
            format!("{:?}", it.views),
        ];
        tables.chain(indexes).chain(others).collect()
    };
    let (one, other) = (objects(one), objects(other));
    let is = one
        .iter()
        .filter(|it| !other.contains(it))
        .map(|it| format!("is {it}\n"));
    let should = other
        .iter()
        .filter(|it| !one.contains(it))
        .map(|it| format!("should {it}\n"));
    is.chain(should).collect()
}

fn nothing_changes(thrown: Vec<u8>, dialect: Dialect) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(thrown);
    let found = catalog(&mut dice, dialect);
    let (hints, filter) = (Hints::default(), everything());
    let way = Way {
        dialect,
        hints: &hints,
        filter: &filter,
    };
    prop_assert_eq!(
        way.compare(&found, &found.clone()).unwrap(),
        Default::default()
    );
    Ok(())
}

/// The same catalogs in each run, unless a soak asks for more of them by another seed.
fn config() -> Config {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u32>().ok();
    let seed = number("MIGRATOR_SOAK_SEED").unwrap_or(1);
    Config {
        cases: 256 * number("MIGRATOR_SOAK").unwrap_or(1),
        rng_seed: RngSeed::Fixed(seed.into()),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn operations_lead_there_and_back_on_postgresql(thrown in proptest::collection::vec(any::<u8>(), 400)) {
        there_and_back(thrown, Dialect::Postgres)?;
    }

    #[test]
    fn operations_lead_there_and_back_on_sqlite(thrown in proptest::collection::vec(any::<u8>(), 400)) {
        there_and_back(thrown, Dialect::Sqlite)?;
    }

    #[test]
    fn a_catalog_is_not_different_from_itself(thrown in proptest::collection::vec(any::<u8>(), 200)) {
        nothing_changes(thrown.clone(), Dialect::Postgres)?;
        nothing_changes(thrown, Dialect::Sqlite)?;
    }
}
