//! Constraints and indexes in words.

use crate::schema::{Action, Constraint, Deferrable, Index, IndexPart, IndexTarget, Nulls};

/// Returns what a constraint says, in short.
pub(super) fn constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(key) => format!("({})", key.columns().join(", ")),
        Constraint::Unique(unique) => format!("({})", unique.columns().join(", ")),
        Constraint::Check(check) => format!("({})", check.expression()),
        Constraint::ForeignKey(key) => format!(
            "({}) to {} ({})",
            key.columns().join(", "),
            key.target(),
            key.target_columns().join(", ")
        ),
        Constraint::Exclude(exclude) => {
            let elements = exclude.elements().iter().map(|it| {
                let (IndexTarget::Column(what) | IndexTarget::Expression(what)) = &it.target;
                format!("{what} with {}", it.operator)
            });
            let elements = elements.collect::<Vec<_>>().join(", ");
            format!("using {} ({elements})", exclude.method())
        }
    }
}

/// Returns what a constraint says beside that, each in SQL's words.
pub(super) fn constraint_options(constraint: &Constraint) -> Vec<String> {
    let mut options = Vec::new();
    let mut flag = |is_set: bool, words: &str| options.extend(is_set.then(|| words.to_owned()));
    match constraint {
        Constraint::PrimaryKey(it) => {
            let included = list("INCLUDE", it.included());
            options.extend(included.into_iter().chain(deferral(it.deferral())));
        }
        Constraint::Unique(it) => {
            flag(it.is_nulls_not_distinct(), "NULLS NOT DISTINCT");
            let included = list("INCLUDE", it.included());
            options.extend(included.into_iter().chain(deferral(it.deferral())));
        }
        Constraint::Check(it) => {
            flag(it.is_no_inherit(), "NO INHERIT");
            flag(it.is_not_valid(), "NOT VALID");
        }
        Constraint::ForeignKey(it) => {
            flag(it.is_match_full(), "MATCH FULL");
            flag(it.is_not_valid(), "NOT VALID");
            let on = |verb: &str, action: Option<Action>| {
                action.map(|action| format!("ON {verb} {}", action.sql()))
            };
            let columns = list("", it.delete_columns()).unwrap_or_default();
            let deleted = on("DELETE", it.delete_action()).map(|it| it + &columns);
            let updated = on("UPDATE", it.update_action());
            options.extend(deleted.into_iter().chain(updated));
            options.extend(deferral(it.deferral()));
        }
        Constraint::Exclude(it) => {
            options.extend(it.condition().map(|it| format!("WHERE {it}")));
            options.extend(deferral(it.deferral()));
        }
    }
    options
}

/// Returns what an index covers.
pub(super) fn index(index: &Index) -> String {
    let parts: Vec<String> = index.parts().iter().map(index_part).collect();
    format!("({})", parts.join(", "))
}

fn index_part(part: &IndexPart) -> String {
    let (IndexTarget::Column(what) | IndexTarget::Expression(what)) = part.target();
    let mut text = what.clone();
    let mut add = |word: &str| {
        text.push(' ');
        text.push_str(word);
    };
    if let Some(collation) = part.collation() {
        add("COLLATE");
        add(collation);
    }
    part.operator_class().into_iter().for_each(&mut add);
    if part.is_descending() {
        add("DESC");
    }
    match part.nulls() {
        Some(Nulls::First) => add("NULLS FIRST"),
        Some(Nulls::Last) => add("NULLS LAST"),
        None => {}
    }
    text
}

/// Returns what an index says beside that, each in SQL's words.
pub(super) fn index_options(index: &Index) -> Vec<String> {
    let mut options = Vec::new();
    options.extend(index.is_unique().then(|| "UNIQUE".to_owned()));
    options.extend(index.method().map(|it| format!("USING {it}")));
    options.extend(list("INCLUDE", index.included()));
    let is_strict = index.is_nulls_not_distinct();
    options.extend(is_strict.then(|| "NULLS NOT DISTINCT".to_owned()));
    options.extend(index.parameters().map(str::to_owned));
    options.extend(index.tablespace_name().map(|it| format!("TABLESPACE {it}")));
    options.extend(index.condition().map(|it| format!("WHERE {it}")));
    options
}

/// Returns what another thing says instead: `, formerly (a), without NOT VALID, with NO INHERIT`.
pub(super) fn instead_of(former: (&str, &[String]), now: (&str, &[String])) -> String {
    let mut text = String::new();
    if former.0 != now.0 {
        text.push_str(&format!(", formerly {}", former.0));
    }
    for option in former.1.iter().filter(|it| !now.1.contains(it)) {
        text.push_str(&format!(", without {option}"));
    }
    for option in now.1.iter().filter(|it| !former.1.contains(it)) {
        text.push_str(&format!(", with {option}"));
    }
    text
}

fn deferral(deferral: Option<Deferrable>) -> Option<String> {
    deferral.map(|it| it.sql().to_owned())
}

fn list(word: &str, columns: &[String]) -> Option<String> {
    (!columns.is_empty()).then(|| format!("{word} ({})", columns.join(", ")))
}
