//! The promise behind checksums: formatting changes nothing, everything else does.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{NormalForm, normal_form};

const CORPUS: [(&str, &str); 3] = [
    (
        "builders",
        include_str!("../../../tests/corpus/builders.rs"),
    ),
    (
        "control_flow",
        include_str!("../../../tests/corpus/control_flow.rs"),
    ),
    ("data", include_str!("../../../tests/corpus/data.rs")),
];

fn normal(source: &str) -> NormalForm {
    match syn::parse_file(source) {
        Ok(file) => normal_form(file),
        Err(error) => panic!("{error} at {:?} in\n{source}", error.span().start()),
    }
}

fn rustfmt(source: &str, width: u32) -> String {
    let config = format!("max_width={width}");
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config", &config])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt runs");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(source.as_bytes())
        .expect("written");
    let output = child.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success(), "rustfmt refused\n{source}");
    String::from_utf8(output.stdout).expect("text")
}

/// Compares line by line of words, so that a failure shows where it differs.
fn check_same(name: &str, a: &NormalForm, b: &NormalForm, formatted: &str) {
    let differ = a
        .text
        .split(' ')
        .zip(b.text.split(' '))
        .position(|(a, b)| a != b);
    if a != b {
        let around = |form: &NormalForm| {
            let at = differ.unwrap_or(0).saturating_sub(12);
            form.text
                .split(' ')
                .skip(at)
                .take(24)
                .collect::<Vec<_>>()
                .join(" ")
        };
        panic!(
            "{name} differs:\n  {}\n  {}\n{formatted}",
            around(a),
            around(b)
        );
    }
}

#[test]
fn rustfmt_at_three_widths_changes_nothing() {
    for (name, source) in CORPUS {
        let before = normal(source);
        for width in [60, 100, 160] {
            let formatted = rustfmt(source, width);
            assert_ne!(formatted, source);
            check_same(
                &format!("{name} at {width}"),
                &before,
                &normal(&formatted),
                &formatted,
            );
        }
    }
}

#[test]
fn prettyplease_changes_nothing() {
    for (name, source) in CORPUS {
        let file: syn::File = syn::parse_file(source).expect("parses");
        let formatted = prettyplease::unparse(&file);
        check_same(name, &normal(source), &normal(&formatted), &formatted);
        let again = rustfmt(&formatted, 60);
        check_same(name, &normal(source), &normal(&again), &again);
    }
}

fn body(code: &str) -> String {
    format!("use b::c; use a;\npub fn upgrade(op: &mut Op) -> Result {{ {code} }}")
}

fn check_equal(a: &str, b: &str) {
    assert_eq!(normal(&body(a)).text, normal(&body(b)).text, "{a} and {b}");
}

fn check_different(a: &str, b: &str) {
    assert_ne!(normal(&body(a)).text, normal(&body(b)).text, "{a} and {b}");
}

#[test]
fn what_only_looks_different_is_equal() {
    check_equal("f((a), [b,],); Ok(())", "f(a, [b]); { Ok(()) }");
    check_equal("(a + b) * (c)", "((a + b)) * c");
    check_equal(
        "match a { | B => { c } D => { return e } }",
        "match a { B => c, D => return e, }",
    );
    check_equal("f(|x| { x + 1 })", "f(|x| (x + 1))");
    check_equal("\"a\\nb\"", "r\"a\nb\"");
    check_equal("f(\"a \\\n    b\")", "f(\"a b\")");
    check_equal("/* x */ f(vec![(1), 2,]) // y\n", "f(vec!(1, 2))");
    check_equal(
        "#[allow(unused)] let a = 1; return a",
        "let a = (1); return a;",
    );
    check_equal("use x::{z, y::{self}}; a", "use x::y::{self}; use x::z; a");
    check_equal("m!(a => b, c => d,)", "m!(a => b, c => d)");
    check_equal("use f as f; a", "use f; a");
    check_equal("let x: Vec::<u8> = a; b", "let x: Vec<u8> = a; b");
    check_equal("pub(in crate) struct S; a", "pub(crate) struct S; a");
    let file =
        "use b; use a::{d, c};\n#[cfg(test)] mod tests {}\npub const REVISION: &str = \"a\";";
    assert_eq!(
        normal(file).text,
        normal("//! x\nuse a::c; use a::d;\nuse b;").text
    );
}

#[test]
fn what_does_something_else_is_different() {
    check_different("f(1)", "f(2)");
    check_different("f(\"a\")", "f(\"b\")");
    check_different("f(\"a b\")", "f(\"a  b\")");
    check_different("a + b * c", "(a + b) * c");
    check_different("a - b - c", "a - (b - c)");
    check_different("-a.b()", "(-a).b()");
    check_different("&a[0]", "(&a)[0]");
    check_different("a && b || c", "a && (b || c)");
    check_different("a; b; c", "b; a; c");
    check_different("if a { b; } c; d", "if a { b; c; } d");
    check_different("a", "a;");
    check_different("f((a,))", "f((a))");
    check_different("f((a, b))", "f(a, b)");
    check_different("let (a,) = b;", "let (a) = b;");
    check_different("a == b", "a != b");
    check_different("vec![1; 2]", "vec![1, 2]");
    check_different("#[cfg(unix)] a; b", "a; b");
    check_different("let a = b as u8 + c;", "let a = b as u8 - c;");
    check_different("for a in b { c } d", "for a in b { c; d }");
    check_different("|| return 1", "|| 1");
    check_different("0..1", "0..=1");
    check_different("x.map(|a| b)", "x.map(move |a| b)");
    check_different(
        "unsafe_(); { let a = b; c; } d",
        "unsafe_(); let a = b; c; d",
    );
}

#[test]
fn braces_and_parentheses_that_mean_something_count() {
    check_different("{ a }.push(1)", "a.push(1)");
    check_different("f(&mut { a })", "f(&mut a)");
    check_different("{ a[0] }.push(1)", "a[0].push(1)");
    check_different("{ *a }.push(1)", "(*a).push(1)");
    check_different("{ m!(a) } f(a)", "m!(a); f(a)");
    check_different("(self.f)(x)", "self.f(x)");
    check_different("f(|&(mut a)| a)", "f(|&mut a| a)");
    check_equal("f(|a| { a })", "f(|a| a)");
    check_equal(
        "match a { B => { (*c) } _ => { m!(d) } }",
        "match a { B => *c, _ => m!(d) }",
    );
    check_equal(
        "(if a { b } else { c }).d()",
        "((if a { b } else { c })).d()",
    );
}

#[test]
fn attributes_on_parentheses_and_braces_count() {
    check_different("#[cfg(unix)] (f()); g()", "f(); g()");
    check_different("g([#[cfg(unix)] (a), b])", "g([a, b])");
    check_different("g([#[cfg(unix)] {}, ()])", "g([(), ()])");
    check_equal("#[allow(x)] (f()); g()", "f(); g()");
}

#[test]
fn what_a_macro_can_tell_apart_counts() {
    check_different("m!(x => (a,))", "m!(x => (a))");
    check_different("m!((a))", "m!(a)");
    check_different("m!((a + b))", "m!(a + b)");
    check_different("m!({ a })", "m!(a)");
    check_different("m!({ a + b })", "m!(a + b)");
    check_different("stringify!((a))", "stringify!(a)");
    check_different("m!(a - > b)", "m!(a -> b)");
    check_different("m!(\"a\"x)", "m!(\"a\")");
    check_different(
        "macro_rules! x { () => { (1,) } } x!()",
        "macro_rules! x { () => { (1) } } x!()",
    );
    check_equal("m!(x => f(a,), S(b,))", "m!(x => f(a), S(b))");
    check_equal("m!(((a)), { { a + b } })", "m!((a), { a + b })");
    check_equal("println!(\"{}\", (a),)", "println!(\"{}\", a)");
}

#[test]
fn strings_are_spelt_without_tables_of_unicode() {
    let text = normal(&body(r#"f("\u{301} \u{1fae9} \u{200b} \" \\ \n \t")"#)).text;
    assert!(
        text.contains("\"\u{301} \u{1fae9} \u{200b} \\\" \\\\ \\n \t\""),
        "{text}"
    );
}

#[test]
fn included_files_are_found() {
    let check = |code: &str, expect: &[(&str, bool, bool)]| {
        let form = normal(&body(code));
        let includes = form.includes.iter();
        let includes: Vec<_> = includes
            .map(|it| (it.path.as_str(), it.is_of_package, it.is_binary))
            .collect();
        assert_eq!(includes, expect, "{code}");
    };
    check(
        "f(include_str!(\"a.sql\"), m!(=> include_bytes!(\"b\")), include!(\"c\"))",
        &[
            ("a.sql", false, false),
            ("b", false, true),
            ("c", false, false),
        ],
    );
    check(
        "f(std::include_str!(\"a\",), include_str!(concat!(\"b\", r\"/c\",),))",
        &[("a", false, false), ("b/c", false, false)],
    );
    check(
        "include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/sql/\", \"a.sql\"))",
        &[("sql/a.sql", true, false)],
    );
    let unknown =
        "f(include_str!(concat!(env!(\"A\"), \"b\")),\ninclude_str!(x!()), include_x!(y))";
    check(unknown, &[]);
    assert_eq!(normal(&body(unknown)).unknown_includes, [(2, 43), (3, 1)]);
}

#[test]
fn the_normal_form_itself_stays_what_it_is() {
    // Checksums in users' databases depend on every character of this.
    let text = normal(&body(
        "op.a(\"b\", |x| x * (y - 1), vec![1,]); if z { return Ok(()) } Ok(())",
    ))
    .text;
    assert_eq!(
        text,
        "use a ; use b :: c ; pub fn upgrade ( op : & mut Op ) -> Result { \
         op . a ( \"b\" , ( | x | ( x * ( y - 1 ) ) ) , vec ! ( 1 ) ) ; \
         if z { ( return Ok ( ( ) ) ) ; } ; Ok ( ( ) ) } "
    );
}

/// Random code in the shape of migrations, from a list of numbers.
fn random_code(choices: &mut impl Iterator<Item = u8>, depth: u32) -> String {
    let mut pick = |n: u8| choices.next().unwrap_or(0) % n;
    let kind = if depth == 0 { pick(4) } else { pick(24) };
    let name = ["alpha", "beta_with_a_long_name", "op"][usize::from(pick(3))];
    let mut sub = || random_code(choices, depth.saturating_sub(1));
    match kind {
        0 => name.to_owned(),
        1 => "42".to_owned(),
        2 => format!("\"{name} and some text\""),
        3 => format!("{name}::CONSTANT"),
        4 => format!(
            "{}.method({}, {})",
            format_args!("({})", sub()),
            sub(),
            sub()
        ),
        5 => format!("{name}({})", sub()),
        6 => format!("({}) + ({})", sub(), sub()),
        7 => format!("({}) && !({})", sub(), sub()),
        8 => format!("|{name}| {}", sub()),
        9 => format!("move |_, {name}: &str| {{ {} }}", sub()),
        10 => format!(
            "match {name} {{ Some({name}) if ({}) => {}, _ => {{ {} }} }}",
            sub(),
            sub(),
            sub()
        ),
        11 => format!("if {name} {{ {}; {} }} else {{ {} }}", sub(), sub(), sub()),
        12 => format!("vec![{}, {}]", sub(), sub()),
        13 => format!("{{ let {name} = {}; {} }}", sub(), sub()),
        14 => format!("&mut ({})", sub()),
        15 => format!("format!(\"{{}} {{}}\", {}, {})", sub(), sub()),
        17 => format!("{{ {name} }}.method({})", sub()),
        18 => format!("own!(({}), {{ {} }}, {})", sub(), sub(), sub()),
        19 => format!("(if {name} {{ {} }} else {{ {} }}).field", sub(), sub()),
        20 => format!("({name}.field)({})", sub()),
        21 => format!("own!({name} => ({},), |x| {{ x }})", sub()),
        22 => format!("|&(mut {name})| {{ {name}.field }}"),
        16 => format!("Struct {{ {name}: {}, other: {} }}", sub(), sub()),
        _ => format!("return {}", sub()),
    }
}

/// One file with many functions, since starting rustfmt is slow.
#[test]
fn random_code_survives_rustfmt() {
    let mut state = 0x2545_f491_u32;
    let mut choices = std::iter::from_fn(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(state >> 24).ok()
    });
    let functions = (0..150).map(|n| {
        let (a, b) = (random_code(&mut choices, 4), random_code(&mut choices, 3));
        format!("fn f{n}() -> Result {{ let x = {a}; {b}; f({a}, {b}) }}")
    });
    let source = functions.collect::<Vec<_>>().join("\n");
    let before = normal(&source);
    for width in [60, 100, 160] {
        let formatted = rustfmt(&source, width);
        check_same(
            &format!("width {width}"),
            &before,
            &normal(&formatted),
            &formatted,
        );
    }
}

proptest::proptest! {
    #[test]
    fn random_code_survives_formatting(choices in proptest::collection::vec(0_u8.., 0..80)) {
        let mut choices = choices.into_iter();
        let (a, b) = (random_code(&mut choices, 4), random_code(&mut choices, 4));
        let source = body(&format!("{a}; let x = {b}; if x {{ {a} }} Ok(())"));
        let before = normal(&source);
        let formatted = prettyplease::unparse(&syn::parse_file(&source).expect("parses"));
        check_same("prettyplease", &before, &normal(&formatted), &formatted);
        if let Some((left, right)) = source.split_once("42") {
            let changed = format!("{left}43{right}");
            proptest::prop_assert_ne!(before, normal(&changed));
        }
    }
}
