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

/// Returns which values nobody tells apart afterwards, because they became one; `None` if there are none.
pub(super) fn mixed(
    former: &[String],
    now: &[String],
    became: &[(String, String)],
    name: &str,
) -> Option<String> {
    let becomes = |value: &String| match became.iter().find(|(from, _)| from == value) {
        Some((_, to)) => Some(to.clone()),
        None => now.contains(value).then(|| value.clone()),
    };
    let same = |value: &String| {
        let all = former
            .iter()
            .filter(|it| becomes(it).as_ref() == Some(value));
        let all: Vec<String> = all.map(|it| format!("`{it}`")).collect();
        (all.len() > 1).then(|| all.join(" or "))
    };
    let mixed: Vec<String> = now.iter().filter_map(same).collect();
    (!mixed.is_empty()).then(|| format!("whether {name} was {}", mixed.join(", and whether ")))
}
