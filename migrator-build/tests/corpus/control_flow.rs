#![allow(clippy::all)]
use migrator::{Op, Result, sea_query::{self, Query, Expr}};
pub const REVISION: &str = "a";
mod zeta; mod alpha;

#[derive(Debug)]
#[derive(Clone, Copy)]
enum Kind { A, B(u8), C { x: i32, y: i32 } }

#[derive(Default)] struct Unit;
struct Pair(u8, (u16,),);
pub struct Named<'a, T: Clone + 'a, const N: usize> where T: Send, { pub(crate) field: &'a [T; N], other: Option<Box<dyn Fn(&T) -> bool + Send>>, }

pub fn upgrade(op: &mut Op) -> Result {
    let kind = match std::env::var("KIND").as_deref() { Ok("a") => Kind::A, Ok(x) if x.starts_with("b") && x.len() > 1_000_000 || x.is_empty() => { Kind::B(x.len() as u8) }, | Ok("c") | Ok("d") => Kind::C { x: 1, y: -2 }, Err(_) => return Ok(()), _ => { return Err("an unknown kind was found in the environment of this process".into()) } };
    let total: i64 = (1..=10).map(|n| n * 2).filter(|n| { n % 3 == 0 }).map(|n| -> i64 { n.pow(2) }).sum();
    let nested = ((total + 1)) * (2 - (3 * total)) - -total;
    let closure = |a: i64, b: i64| if a > b { a } else { b };
    let long_closure = |first_argument_with_long_name: i64, second_argument_with_long_name: i64| first_argument_with_long_name * second_argument_with_long_name + closure(first_argument_with_long_name, second_argument_with_long_name);
    if (total > 5) && !(nested == 3) { op.execute("a"); } else if let Kind::C { x, y: _ } = kind { op.execute(format!("{x}")); } else { op.execute("c") };
    let Some(value) = Some(total).filter(|t| *t > 0) else { return Ok(()) };
    'outer: loop { for i in 0..value { if i == 3 { continue 'outer } if i > 4 { break 'outer } } ; break }
    while let Some(x) = [1, 2, 3,].iter().copied().find(|x| *x as i64 > value) { let _ = x; };
    let mut n = 0; n += 1; n <<= 2;
    let one = (n,); let (first,) = one; let unit = ();
    let array = [[0u8; 4]; 2]; let slice = &array[1..][0]; let range = ..=5;
    let text = String::from("a") + &"b".repeat(3) + "\u{41}" + "tab\t";
    let big = vec![Kind::A, Kind::B(1), Kind::C { x: 1, y: 2 }, Kind::A, Kind::B(1), Kind::C { x: 1, y: 2 },];
    let zeros = vec![0u8; 1024]; let empty: Vec<u8> = vec!();
    println!("{} {} {} {} {}", first, text, big.len(), zeros.len(), long_closure(1, 2));
    assert!(matches!(kind, Kind::A | Kind::B(_)), "a long message that has to be wrapped somewhere: {:?}", kind,);
    let mapped = big.iter().map(|kind| match kind { Kind::A => 1, Kind::B(n) => i64::from(*n), Kind::C { x, y } => { let z = x + y; z.into() } }).collect::<Vec<i64>>();
    op.bulk_insert("t", ["a", "b"], mapped.iter().enumerate().map(|(i, v)| [i.to_string(), v.to_string(), "some quite long text here".to_owned()]));
    let f: fn(u8) -> (u8) = |x| (x); let g = move || -> () { n; };
    unsafe_free(&mut *op, &&n, *&n, !true, slice, range, unit, f, g, &mut |x| { x + 1 })?;
    { let scoped = 1; drop(scoped); }
    let r = (|| { Some(1)? ; Some(()) })();
    if r.is_none() { return Err(Box::<dyn std::error::Error + Send + Sync>::from("something went very wrong in here and must be told")); }
    let x = if total > 0 { "positive" } else { "negative or zero, which is a longer text than the other" };
    thread_local! { static A: u8 = 1; }
    fn inner<T>(t: T) -> T where T: Clone { t }
    use std::fmt::Write; let mut s = String::new(); write!(s, "{}", inner(x)).unwrap();
    return Ok(())
}

macro_rules! helper { ($a:expr, $($b:expr),* $(,)?) => { [$a, $($b),*] }; () => {}; }

extern fn callback(x: i32) -> i32 { x }

impl<T> Drop for Named<'_, T, 3> where T: Clone + Send { fn drop(&mut self) { self.assign = 1 } }

trait Shape { type Out: Default; const N: usize = 3; fn area(&self) -> f64 { 1. * 2.0e3 } }

#[cfg(test)]
mod tests { #[test] fn x() { assert!(true) } }
