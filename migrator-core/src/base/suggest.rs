//! Near misses for "did you mean".

/// Returns up to three candidates that look like `typed`, nearest first, ties in
/// the order given. Empty when nothing is near.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(typed, candidate), candidate))
        .filter(|(score, _)| *score > 0.82)
        .collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored
        .into_iter()
        .take(3)
        .map(|(_, candidate)| candidate)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_found_and_a_stranger_is_not() {
        let ids = ["c46dab3fa34a", "7c21d0aab901", "billing"];
        assert_eq!(nearest("c46dab3fa34b", ids), ["c46dab3fa34a"]);
        assert_eq!(nearest("biling", ids), ["billing"]);
        assert!(nearest("zzzz", ids).is_empty());
    }
}
