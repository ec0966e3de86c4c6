//! Any text at all as a target: never a panic, and what is printed reads back.

use migrator_core::graph::{Graph, Target, TargetRange};
use migrator_core::plan;
use proptest::prelude::*;

use crate::text::{graph, positions};

fn sample() -> Graph {
    graph("a1 <- b1[left] <- m1; a1 <- c1[right] <- m1; x1[side] <- y1; b1 <~ y1; m1 <- n1")
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        // Texts that look like targets get further.
        proptest::string::string_regex("[abcmnxy1@+:-]{0,9}").unwrap(),
        proptest::string::string_regex(
            "((left|side|a1|head|é)@)?(head|heads|base|current|b1|x|left)?([+-][0-9]{1,11})?"
        )
        .unwrap(),
    ]
}

proptest! {
    #[test]
    fn what_a_target_prints_reads_back(text in any_text()) {
        match Target::parse(&text) {
            Ok(target) => prop_assert_eq!(Target::parse(&target.to_string()), Ok(target)),
            Err(error) => {
                prop_assert!(!error.to_string().is_empty());
                let _ = error.help();
            }
        }
    }

    #[test]
    fn what_a_range_prints_reads_back(start in any_text(), end in any_text()) {
        if let Ok(range) = TargetRange::parse(&format!("{start}:{end}")) {
            prop_assert_eq!(TargetRange::parse(&range.to_string()), Ok(range));
        }
    }

    #[test]
    fn typed_targets_read_back(
        name in "[a-z0-9_]{1,8}x",
        branch in proptest::option::of("[a-z]{1,4}x"),
        steps in proptest::option::of(any::<i32>()),
    ) {
        let mut target = Target::revision(name);
        if let Some(branch) = branch {
            target = target.in_branch(branch);
        }
        if let Some(steps) = steps {
            target = target.plus(steps);
        }
        prop_assert_eq!(Target::parse(&target.to_string()), Ok(target));
    }

    #[test]
    fn every_target_has_an_answer(
        text in any_text(),
        rows in prop::sample::select(vec!["", "n1 y1", "b1 c1", "y1", "a1"]),
    ) {
        let graph = sample();
        let Ok(target) = Target::parse(&text) else { return Ok(()) };
        let rows = positions(&graph, rows);
        let ids: Vec<&str> = rows.iter().map(|&row| graph.id_at(row)).collect();
        let errors = [
            graph.resolve(&target).err(),
            graph.resolve_at(&target, &rows).err(),
            graph.history_at(&TargetRange::new(target.clone(), None), &rows).err(),
            graph.history_at(&TargetRange::new(None, target.clone()), &rows).err(),
        ];
        for error in errors.into_iter().flatten() {
            prop_assert!(!error.to_string().is_empty());
            let _ = error.help();
        }
        let _ = plan::upgrade(&graph, &ids, &target);
        let _ = plan::downgrade(&graph, &ids, &target);
        let _ = plan::stamp(&graph, &ids, &[target]);
    }

    #[test]
    fn every_target_that_an_error_offers_works(
        text in any_text(),
        rows in prop::sample::select(vec!["", "n1 y1", "b1 c1", "y1", "a1"]),
    ) {
        use migrator_core::graph::ResolveError as E;
        let graph = sample();
        let Ok(target) = Target::parse(&text) else { return Ok(()) };
        let rows = positions(&graph, rows);
        let offers = |error: Option<E>| match error {
            Some(E::ManyHeads { heads: offers, .. } | E::ManyRows { rows: offers, .. }) => offers,
            _ => Vec::new(),
        };
        let upgrade = |target: &Target| offers(graph.upgrade_goals(target, &rows).err());
        let downgrade = |target: &Target| offers(graph.downgrade_goal(target, &rows).err());
        for offer in upgrade(&target) {
            prop_assert!(upgrade(&Target::parse(&offer.write).unwrap()).is_empty());
        }
        for offer in downgrade(&target) {
            prop_assert!(downgrade(&Target::parse(&offer.write).unwrap()).is_empty());
        }
    }
}
