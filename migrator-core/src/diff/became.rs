//! What became of the values of an enumeration that are no longer there.

/// Returns of such values those that have another name: nothing but they became that, so that there is a way back.
pub(super) fn renamed<'v>(
    former: &'v [String],
    became: &'v [(String, String)],
) -> impl Iterator<Item = &'v (String, String)> {
    became.iter().filter(|(_, to)| {
        let n_became = became.iter().filter(|(_, other)| other == to).count();
        !former.contains(to) && n_became == 1
    })
}

/// Returns which values go back to which.
pub(super) fn back(former: &[String], became: &[(String, String)]) -> Vec<(String, String)> {
    let back = renamed(former, became);
    back.map(|(from, to)| (to.clone(), from.clone())).collect()
}
