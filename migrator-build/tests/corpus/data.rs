use migrator::prelude::*;

pub const REVISION: &str = "b";
pub const DOWN_REVISION: &[&str] = &["a"];

const NAMES: &[(&str, i64, Option<&str>)] = &[("first", 1, None), ("second", 2, Some("x")), ("third with a long name", 3, Some("a longer text"))];
static COUNTER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
type Alias<'a> = std::collections::HashMap<&'a str, Vec<(u8, Result<String, Box<dyn std::error::Error>>)>>;

#[rustfmt::skip]
fn matrix() -> [[u8; 2]; 2] { [[1, 2],
  [3, 4]] }

pub fn upgrade(op: &mut Op) -> Result {
    let rows = op.query(Query::select().columns([Alias::new("id"), Alias::new("email")]).from(Alias::new("users")).and_where(Expr::col(Alias::new("active")).eq(true)).order_by(Alias::new("id"), Order::Asc).to_owned())?;
    for row in &rows {
        let id: i64 = row.get("id")?;
        let email: String = row.get("email")?;
        let (local, domain) = email.split_once('@').ok_or_else(|| format!("the address {email} of user {id} has no at sign"))?;
        op.execute(Query::update().table(Alias::new("users")).value(Alias::new("domain"), domain.to_lowercase()).value(Alias::new("local"), local).and_where(Expr::col(Alias::new("id")).eq(id)).to_owned());
        if let Some(name) = NAMES.iter().find(|(name, _, _)| local.contains(name)) && name.1 > 1 { COUNTER.fetch_add(name.1 as usize, std::sync::atomic::Ordering::Relaxed); }
    }
    let result = rows.iter().map(|row| -> std::result::Result<i64, Box<dyn std::error::Error + Send + Sync>> { Ok(row.get::<i64, _>("id")?) }).try_fold(0, |sum, id| id.map(|id| sum + id));
    match result { Ok(sum) if sum > 0 => op.execute(format!("UPDATE totals SET value = {sum} WHERE name = 'a name that makes this line long'")), Ok(_) => (), Err(error) => return Err(error.into()), }
    let value = (*op).query("SELECT 1")?.first().map(|row| row.get::<bool, _>(0)).transpose()?.unwrap_or_default();
    let status = if value { Status::Active } else { Status::Inactive { since: 0x_FF, reason: b"bytes", c: 'c', f: 1.5f64 } };
    let _guard = async { helper(status).await };
    let handler = |event: &Event| match event { Event::Started { .. } => println!("the migration has started to run and prints a long line"), Event::Done => () , _ => {} };
    let assign = |x: &mut Option<VeryLongTypeNameThatTakesSpace>, y: VeryLongTypeNameThatTakesSpace| *x = Some(y.with_something());
    let ret = |x: u8| return x;
    op.call(Struct { a, b: 1, ..Default::default() }, |Struct { a, .. }| a, &[1, 2, 3][..], -1i8 as u8, x as usize <= 3, !(a && b), (1, "a"), ("only",))
}
