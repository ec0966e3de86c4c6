//! `CREATE FUNCTION` and `DROP FUNCTION`, and the same for procedures and aggregates.

use super::rename::drop;
use crate::base::Dialect;
use crate::dialect::{DialectError, Refusal, definition, is_absent, single_statement};
use crate::ops::{Function, FunctionKind, FunctionOperation, Replacing};
use crate::script::{Kind, tokens};

/// Returns the statements that do it.
///
/// # Errors
/// A signature and a definition that are not one statement together.
pub(super) fn statements(operation: &FunctionOperation) -> Result<Vec<String>, Refusal> {
    match operation {
        FunctionOperation::Create(function) => created("CREATE", function),
        FunctionOperation::Replace(it) => replaced(it),
        FunctionOperation::Drop(it) => {
            if is_absent(Dialect::Postgres, it.object.sql()) {
                return Ok(Vec::new());
            }
            Ok(vec![dropped(&it.object, it.if_exists, it.cascade)?])
        }
    }
}

fn kind(function: &Function) -> &'static str {
    match function.kind() {
        FunctionKind::Function => "FUNCTION",
        FunctionKind::Procedure => "PROCEDURE",
        FunctionKind::Aggregate => "AGGREGATE",
    }
}

fn created(verb: &str, function: &Function) -> Result<Vec<String>, Refusal> {
    let Some(sql) = definition(Dialect::Postgres, function.sql())? else {
        return Ok(Vec::new());
    };
    let (kind, signature) = (kind(function), function.signature());
    let sql = single_statement(
        Dialect::Postgres,
        &format!("{verb} {kind} {signature} {sql}"),
    )?;
    Ok(vec![sql])
}

/// A function with other arguments is another function, which would stay beside the new one.
fn replaced(replace: &Replacing<Function>) -> Result<Vec<String>, Refusal> {
    let function = &replace.object;
    match &replace.former {
        Some(former) if !is_same(former, function) => {
            let mut sql = Vec::new();
            if !is_absent(Dialect::Postgres, former.sql()) {
                sql.push(dropped(former, false, false)?);
            }
            sql.extend(created("CREATE", function)?);
            Ok(sql)
        }
        _ => created("CREATE OR REPLACE", function),
    }
}

fn is_same(one: &Function, other: &Function) -> bool {
    let arguments = |function: &Function| without_defaults(function.signature()).to_lowercase();
    one.kind() == other.kind() && arguments(one) == arguments(other)
}

fn dropped(function: &Function, if_exists: bool, cascade: bool) -> Result<String, DialectError> {
    let signature = without_defaults(function.signature());
    let sql = drop(kind(function), &signature, if_exists, cascade);
    single_statement(Dialect::Postgres, &sql)
}

/// Returns a signature without the defaults of its arguments, which `DROP FUNCTION`
/// does not take.
fn without_defaults(signature: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let (mut depth, mut is_default) = (0_usize, false);
    for (kind, text) in tokens(Dialect::Postgres, signature).map_while(Result::ok) {
        match kind {
            Kind::LineComment | Kind::BlockComment => continue,
            Kind::Open => depth += 1,
            Kind::Other if text == "[" => depth += 1,
            Kind::Other if text == "]" => depth = depth.saturating_sub(1),
            Kind::Close => {
                depth = depth.saturating_sub(1);
                is_default &= depth > 0;
            }
            Kind::Word if depth == 1 && text.eq_ignore_ascii_case("DEFAULT") => is_default = true,
            Kind::Other if depth == 1 && text == "=" => is_default = true,
            Kind::Other if depth == 1 && text == "," => is_default = false,
            _ => {}
        }
        if !is_default {
            parts.push(text);
        }
    }
    joined(&parts)
}

/// Puts tokens together with as few blanks as can be read.
fn joined(parts: &[&str]) -> String {
    let mut sql = String::new();
    let mut last = "";
    for part in parts {
        let is_tight = matches!(last, "" | "." | "(" | "[" | ":")
            || matches!(*part, "." | "(" | ")" | "," | "[" | "]" | ":" | "=");
        if !is_tight {
            sql.push(' ');
        }
        sql.push_str(part);
        last = part;
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::without_defaults;

    #[test]
    fn defaults_are_no_part_of_what_is_dropped() {
        let check = |signature: &str, expect: &str| {
            assert_eq!(without_defaults(signature), expect);
        };
        check("touch()", "touch()");
        check("\"a.b\" . f ( x int )", "\"a.b\".f(x int)");
        check(
            "f(x int DEFAULT 1, y text = 'a,)b', z int)",
            "f(x int, y text, z int)",
        );
        check(
            "f(x int default g(1, 2), y numeric(10, 2))",
            "f(x int, y numeric(10, 2))",
        );
        check("f(VARIADIC x int[] = ARRAY[1, 2])", "f(VARIADIC x int[])");
        check("f(x double precision)", "f(x double precision)");
        check("f", "f");
    }
}
