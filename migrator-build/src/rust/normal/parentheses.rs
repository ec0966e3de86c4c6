//! Parentheses: every expression whose meaning may depend on them gets exactly one pair.

use proc_macro2::TokenStream;
use syn::Expr;

use super::attributes::has_meaning;

/// Puts parentheses around an expression.
pub(super) fn enclose(expr: &mut Expr) {
    let inner = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
    *expr = Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: syn::token::Paren::default(),
        expr: Box::new(inner),
    });
}

/// Puts parentheses where the meaning may depend on them, or where versions of
/// `syn` may judge differently whether it does.
pub(super) fn enclose_parts(expr: &mut Expr) {
    let (part, is_head) = match expr {
        Expr::Call(call) => (&mut call.func, false),
        Expr::Field(field) => (&mut field.base, false),
        Expr::Index(index) => (&mut index.expr, false),
        Expr::MethodCall(call) => (&mut call.receiver, false),
        Expr::Try(try_) => (&mut try_.expr, false),
        Expr::Await(await_) => (&mut await_.base, false),
        Expr::If(if_) => (&mut if_.cond, true),
        Expr::While(while_) => (&mut while_.cond, true),
        Expr::Match(match_) => (&mut match_.expr, true),
        Expr::ForLoop(for_) => (&mut for_.expr, true),
        Expr::Let(let_) => (&mut let_.expr, true),
        _ => return,
    };
    let encloses = match &**part {
        Expr::Struct(_) => true,
        Expr::Async(_)
        | Expr::Block(_)
        | Expr::Const(_)
        | Expr::ForLoop(_)
        | Expr::If(_)
        | Expr::Loop(_)
        | Expr::Match(_)
        | Expr::Unsafe(_)
        | Expr::While(_) => !is_head,
        _ => false,
    };
    if encloses {
        enclose(part);
    }
    // `(a.b)()` calls what the field holds, `a.b()` a method.
    if let Expr::Call(call) = expr
        && matches!(*call.func, Expr::Field(_))
    {
        enclose(&mut call.func);
    }
}

/// Keeps parentheses that carry an attribute: it may remove what they enclose.
pub(super) fn strip_parentheses(expr: &mut Expr) {
    loop {
        let inner = match expr {
            Expr::Paren(paren) if paren.attrs.iter().any(has_meaning) => return,
            Expr::Paren(paren) => &mut paren.expr,
            Expr::Group(group) => &mut group.expr,
            _ => return,
        };
        *expr = std::mem::replace(&mut **inner, Expr::Verbatim(TokenStream::new()));
    }
}

/// Tells whether the meaning depends on where parentheses stand around it.
pub(super) const fn is_compound(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Assign(_)
            | Expr::Binary(_)
            | Expr::Break(_)
            | Expr::Cast(_)
            | Expr::Closure(_)
            | Expr::Let(_)
            | Expr::Range(_)
            | Expr::RawAddr(_)
            | Expr::Reference(_)
            | Expr::Return(_)
            | Expr::Unary(_)
            | Expr::Yield(_)
    )
}
