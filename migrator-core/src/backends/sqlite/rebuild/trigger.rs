//! Whether a trigger names a column, where SQLite would not notice that it is gone.

use super::super::definition::{Words, same_name, unquoted};
use crate::script::Kind;

/// Tells whether a trigger of a table names its column: in `UPDATE OF`, or behind `NEW.` and `OLD.`.
pub(super) fn uses_own(sql: &str, column: &str) -> bool {
    let Ok(mut words) = Words::new(sql) else {
        return false;
    };
    let (mut in_head, mut in_list) = (true, false);
    while let Some((kind, token)) = words.next() {
        if kind == Kind::Word && in_head {
            in_list |= same_name(token, "UPDATE") && words.pass("OF");
            in_head = !same_name(token, "ON");
            in_list &= in_head;
        }
        let is_row = ["NEW", "OLD"].iter().any(|row| same_name(token, row));
        let is_of_row = is_row && matches!(words.peek(), Some((Kind::Dot, _)));
        let next = match is_of_row {
            true => words.peek_second(),
            false => words.peek().filter(|_| in_list),
        };
        if next.is_some_and(|next| is_name(next, column)) {
            return true;
        }
    }
    false
}

/// Tells whether a trigger's body gives a value to a column of a table: in the list of an `INSERT`, or
/// behind `SET`. SQLite looks at that only when the trigger is used.
pub(super) fn assigns(sql: &str, table: &str, column: &str) -> bool {
    let Ok(mut words) = Words::new(sql) else {
        return false;
    };
    while words.peek().is_some() && !words.pass("BEGIN") {
        words.next();
    }
    let (mut is_target, mut may_assign) = (false, false);
    while let Some((kind, token)) = words.peek() {
        let is = |keyword: &str| kind == Kind::Word && same_name(token, keyword);
        if kind == Kind::Open {
            let group = words.group().unwrap_or_default();
            let is_assigned = matches!(words.peek(), Some((Kind::Other, "=")));
            if may_assign && is_assigned && lists(group, column) {
                return true;
            }
            may_assign = false;
            continue;
        }
        words.next();
        if kind == Kind::Semicolon {
            is_target = false;
        } else if is("INTO") || is("UPDATE") {
            // `DO UPDATE SET` is about the table of its `INSERT`.
            is_target = if words.is("SET") {
                is_target
            } else {
                is_table(&mut words, table)
            };
            let mut list = words.clone();
            let names = list.group().unwrap_or_default();
            if is_target && is("INTO") && lists(names, column) {
                return true;
            }
        }
        let is_assigned = matches!(words.peek(), Some((Kind::Other, "=")));
        if may_assign && is_assigned && is_name((kind, token), column) {
            return true;
        }
        may_assign = is_target && (is("SET") || token == ",");
    }
    false
}

/// Passes the table of a statement, and tells whether it is the one meant.
fn is_table(words: &mut Words<'_>, table: &str) -> bool {
    if words.pass("OR") {
        words.next();
    }
    words.next().is_some_and(|next| is_name(next, table))
}

fn lists(names: &str, column: &str) -> bool {
    let Ok(mut words) = Words::new(names) else {
        return false;
    };
    std::iter::from_fn(|| words.next()).any(|token| is_name(token, column))
}

fn is_name((kind, text): (Kind, &str), name: &str) -> bool {
    matches!(kind, Kind::Word | Kind::Quoted | Kind::Text) && same_name(&unquoted(text), name)
}

#[cfg(test)]
mod tests {
    use super::{assigns, uses_own};

    #[test]
    fn a_trigger_names_columns_of_its_table() {
        let check = |sql: &str, expect: bool| assert_eq!(uses_own(sql, "b"), expect, "{sql}");
        check(
            "CREATE TRIGGER x UPDATE OF a, \"B\" ON t BEGIN SELECT 1; END",
            true,
        );
        check(
            "CREATE TRIGGER b UPDATE OF a ON b BEGIN SELECT b, 'NEW.b' FROM b; END",
            false,
        );
        check(
            "CREATE TRIGGER x INSERT ON t WHEN new . [b] > 1 BEGIN SELECT 1; END",
            true,
        );
        check(
            "CREATE TRIGGER x INSERT ON t BEGIN SELECT NEW.a, old.c, x.b; END",
            false,
        );
    }

    #[test]
    fn a_trigger_assigns_columns_of_a_table() {
        let check = |body: &str, expect: bool| {
            let sql = format!("CREATE TRIGGER x UPDATE OF b ON u BEGIN {body}; END");
            assert_eq!(assigns(&sql, "t", "b"), expect, "{body}");
        };
        check("INSERT INTO t (a, \"b\") VALUES (1, 2)", true);
        check("REPLACE INTO t(b) SELECT 1", true);
        check("INSERT INTO u (b) SELECT t.a FROM t", false);
        check("INSERT INTO t (a) VALUES (b)", false);
        check("INSERT OR IGNORE INTO t VALUES (1, b)", false);
        check("UPDATE t SET a = b, c = (SELECT b = 1, b = 2)", false);
        check("UPDATE OR IGNORE t SET a = max(1, 2), B = 3", true);
        check("UPDATE t SET (a, b) = (SELECT 1, 2)", true);
        check("UPDATE u SET b = 1; UPDATE t SET a = 1 WHERE b = 1", false);
        check("UPDATE u SET b = 1; DELETE FROM t", false);
        check(
            "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.a",
            true,
        );
        check(
            "INSERT INTO u (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.a",
            false,
        );
    }
}
