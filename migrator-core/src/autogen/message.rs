//! A message for a revision, for who gives none.

use crate::diff::Change;

/// A longer one says how much more there is.
const LONGEST: usize = 60;

/// Says what changes, in a line.
pub(super) fn message(changes: &[Change]) -> String {
    let lines = changes.iter().map(|change| as_task(&change.to_string()));
    joined(&lines.collect::<Vec<_>>())
}

/// What is different, as what there is to do: messages of revisions are imperative.
fn as_task(line: &str) -> String {
    let verbs = [
        ("added ", "add "),
        ("changed ", "change "),
        ("removed ", "remove "),
        ("renamed ", "rename "),
    ];
    let task = |(done, to_do): (&str, &str)| Some(format!("{to_do}{}", line.strip_prefix(done)?));
    verbs
        .into_iter()
        .find_map(task)
        .unwrap_or_else(|| line.to_owned())
}

fn joined(lines: &[String]) -> String {
    let Some((first, others)) = lines.split_first() else {
        return String::new();
    };
    let all = lines.join(", ");
    match others.len() {
        _ if all.chars().count() <= LONGEST => all,
        0 => first.clone(),
        n => format!("{first} and {n} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::{as_task, joined};

    #[test]
    fn what_is_different_becomes_what_there_is_to_do() {
        assert_eq!(as_task("added table users"), "add table users");
        assert_eq!(as_task("another owner"), "another owner");
    }

    #[test]
    fn few_changes_are_listed_and_many_are_counted() {
        let check = |lines: &[&str], expect: &str| {
            let lines: Vec<String> = lines.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(joined(&lines), expect);
        };
        check(&[], "");
        check(&["add table users"], "add table users");
        check(
            &["add table users", "drop table roles"],
            "add table users, drop table roles",
        );
        check(&["add table users"; 5], "add table users and 4 more");
    }
}
