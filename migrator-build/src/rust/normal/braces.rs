//! Braces around a single expression, and semicolons behind what has no value.

use syn::{Expr, Stmt};

/// Takes the braces from `{ expression }`, and makes `{}` a `()`.
pub(super) fn strip_braces(expr: &mut Expr) {
    let Expr::Block(block) = expr else { return };
    if let Some(only) = only_expression(block) {
        *expr = only;
    } else if block.label.is_none() && block.attrs.is_empty() && block.block.stmts.is_empty() {
        *expr = syn::parse_quote!(());
    }
}

/// Tells whether braces around the block's only expression make a value of a
/// place: `{ a }.push(1)` changes a copy. A macro may stand for a place, or
/// declare a variable.
pub(super) fn is_place_in(block: &syn::ExprBlock) -> bool {
    let [Stmt::Expr(only, _)] = block.block.stmts.as_slice() else {
        return false;
    };
    let mut only = only;
    loop {
        only = match only {
            Expr::Paren(paren) => &paren.expr,
            Expr::Unary(unary) => return matches!(unary.op, syn::UnOp::Deref(_)),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Macro(_) => return true,
            _ => return false,
        };
    }
}

/// Returns the expression of `{ expression }`.
fn only_expression(block: &mut syn::ExprBlock) -> Option<Expr> {
    if block.label.is_some() || !block.attrs.is_empty() || block.block.stmts.len() != 1 {
        return None;
    }
    match block.block.stmts.pop() {
        Some(Stmt::Expr(expr, semicolon)) if semicolon.is_none() || has_no_value(&expr) => {
            Some(expr)
        }
        other => {
            block.block.stmts.extend(other);
            None
        }
    }
}

/// Tells whether a semicolon behind the expression changes nothing.
pub(super) fn has_no_value(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => has_no_value(&paren.expr),
        Expr::Return(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Assign(_)
        | Expr::ForLoop(_)
        | Expr::While(_)
        | Expr::Loop(_) => true,
        Expr::Binary(binary) => is_assignment(&binary.op),
        _ => false,
    }
}

const fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp;
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}
