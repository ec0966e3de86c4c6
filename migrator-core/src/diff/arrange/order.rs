//! What comes first of things that need each other.

use std::collections::{BTreeMap, BTreeSet};

/// Returns all things, each after those it needs; among those that could come next, the least. Where they
/// need each other in a circle, the least of those that are left comes first.
///
/// # Complexity
/// O((V + E) log V).
pub(super) fn ordered<N: Ord + Clone>(all: &BTreeSet<N>, needs: &BTreeSet<(N, N)>) -> Vec<N> {
    let is_among = |(who, whom): &&(N, N)| who != whom && all.contains(who) && all.contains(whom);
    let mut missing: BTreeMap<&N, usize> = all.iter().map(|it| (it, 0)).collect();
    let mut needed_by: BTreeMap<&N, Vec<&N>> = BTreeMap::new();
    for (who, whom) in needs.iter().filter(is_among) {
        *missing.entry(who).or_default() += 1;
        needed_by.entry(whom).or_default().push(who);
    }
    let none_missing = missing.iter().filter(|(_, n)| **n == 0).map(|(it, _)| *it);
    let mut ready: BTreeSet<&N> = none_missing.collect();
    let mut ordered = Vec::new();
    while let Some(next) = ready.pop_first().or_else(|| missing.keys().next().copied()) {
        missing.remove(next);
        for who in needed_by.remove(next).unwrap_or_default() {
            if let Some(n) = missing.get_mut(who) {
                *n -= 1;
                if *n == 0 {
                    ready.insert(who);
                }
            }
        }
        ordered.push(next.clone());
    }
    ordered
}

/// Returns renames such that no name is taken twice at any time; where they go round in a circle, by way
/// of a name that nothing has.
pub(super) fn renames<N: Ord + Clone>(
    renames: &[(usize, N, N)],
    free: impl Fn(&N) -> N,
) -> Vec<(usize, N, N)> {
    let mut left: Vec<(usize, N, N)> = renames.to_vec();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let is_free = |to: &N| left.iter().all(|(_, from, _)| from != to);
        match left.iter().position(|(_, _, to)| is_free(to)) {
            Some(at) => ordered.push(left.remove(at)),
            None => {
                if let Some((at, from, _)) = left.first_mut() {
                    let name = free(from);
                    ordered.push((*at, std::mem::replace(from, name.clone()), name));
                }
            }
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ordered, renames};

    #[test]
    fn what_is_needed_comes_first() {
        let check = |all: &str, needs: &[(&str, &str)], expect: &str| {
            let all: BTreeSet<&str> = all.split(' ').collect();
            let needs = needs.iter().copied().collect();
            assert_eq!(ordered(&all, &needs).join(" "), expect);
        };
        check("c b a", &[], "a b c");
        check("a b c", &[("a", "c"), ("b", "a")], "c a b");
        check("a b", &[("a", "a"), ("a", "x")], "a b");
        check("a b c d", &[("a", "b"), ("b", "a"), ("c", "d")], "d c a b");
    }

    #[test]
    fn no_name_is_taken_twice() {
        let check = |pairs: &[(&str, &str)], expect: &str| {
            let pairs = pairs.iter().enumerate();
            let pairs = pairs.map(|(at, (from, to))| (at, (*from).to_owned(), (*to).to_owned()));
            let pairs: Vec<_> = pairs.collect();
            let ordered = renames(&pairs, |it| format!("{it}'"));
            let shown = ordered.iter().map(|(_, from, to)| format!("{from}>{to}"));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expect);
        };
        check(&[("a", "b"), ("b", "c")], "b>c a>b");
        check(&[("a", "b"), ("b", "a")], "a>a' b>a a'>b");
        check(&[("a", "b"), ("b", "c"), ("c", "a")], "a>a' c>a b>c a'>b");
        check(&[("a", "b"), ("c", "d")], "a>b c>d");
    }
}
