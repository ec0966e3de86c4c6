//! `CREATE DOMAIN`, `ALTER DOMAIN`, `DROP DOMAIN`.
//!
//! `ALTER DOMAIN` changes one thing at a time. Conditions go before others come, so that a name
//! can pass from one to another; the type and its collation stay for good.
//! <https://www.postgresql.org/docs/current/sql-alterdomain.html>

use super::block::block;
use super::default::default_clause;
use super::literal::text_literal;
use super::rename::{drop, rename};
use super::types::type_name;
use super::{constraint, enumeration, names};
use crate::dialect::Refusal;
use crate::ops::{Domain, DomainOperation, Replacing};
use crate::schema::{Check, ColumnType};

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::quoted`]; a type, a default or a condition that no domain has, and changes
/// that no domain bears.
pub(super) fn statements(operation: &DomainOperation) -> Result<Vec<String>, Refusal> {
    match operation {
        DomainOperation::Create(domain) => create(domain),
        DomainOperation::Replace(change) => replace(change),
        DomainOperation::Rename(it) => rename("DOMAIN", &it.from, &it.to),
        DomainOperation::Drop(it) => {
            let name = names::table(it.object.name())?;
            Ok(vec![drop("DOMAIN", &name, it.if_exists, it.cascade)])
        }
    }
}

fn create(domain: &Domain) -> Result<Vec<String>, Refusal> {
    let kind = kind(domain)?;
    let name = names::table(domain.name())?;
    let schema = domain.name().schema();
    let mut sql = format!("CREATE DOMAIN {name} AS {}", type_name(kind, schema)?);
    if let Some(collation) = domain.collation() {
        sql.push_str(&format!(" COLLATE {}", names::quoted(collation)?));
    }
    if let Some(default) = domain.default_value() {
        sql.push_str(&format!(" DEFAULT {}", default_clause(kind, default)?));
    }
    if !domain.is_nullable() {
        sql.push_str(" NOT NULL");
    }
    // `CREATE DOMAIN` takes no condition that leaves values unchecked.
    let (later, now): (Vec<&Check>, Vec<&Check>) =
        domain.checks().iter().partition(|it| it.is_not_valid());
    for check in now {
        sql.push_str(&format!(" {}", condition(check)?));
    }
    let mut statements: Vec<String> = enumeration::new_type_alone(kind, schema)?
        .into_iter()
        .collect();
    statements.push(sql);
    for check in later {
        statements.push(add(&name, check)?);
    }
    Ok(statements)
}

fn kind(domain: &Domain) -> Result<&ColumnType, Refusal> {
    domain.kind().ok_or_else(|| {
        Refusal::invalid("the domain has no type").help("say `Domain::new(name, type)`")
    })
}

/// A domain has no heirs to keep a condition from.
fn condition(check: &Check) -> Result<String, Refusal> {
    if check.is_no_inherit() {
        return Err(
            Refusal::invalid("nothing inherits from a domain").help("leave `.no_inherit()` out")
        );
    }
    constraint::check(check)
}

fn add(name: &str, check: &Check) -> Result<String, Refusal> {
    let not_valid = if check.is_not_valid() {
        " NOT VALID"
    } else {
        ""
    };
    Ok(format!(
        "ALTER DOMAIN {name} ADD {}{not_valid}",
        condition(check)?
    ))
}

fn replace(change: &Replacing<Domain>) -> Result<Vec<String>, Refusal> {
    let (domain, former) = (&change.object, change.former.as_ref());
    let kind = kind(domain)?;
    let name = names::table(domain.name())?;
    if let Some(former) = former {
        check_same(domain, former)?;
    }
    let mut sql = match former {
        Some(former) => conditions_gone(&name, domain.checks(), former.checks())?,
        None => vec![all_conditions_gone(&name)?],
    };
    if former.is_none_or(|it| it.default_value() != domain.default_value()) {
        sql.push(match domain.default_value() {
            Some(default) => {
                let clause = default_clause(kind, default)?;
                format!("ALTER DOMAIN {name} SET DEFAULT {clause}")
            }
            None => format!("ALTER DOMAIN {name} DROP DEFAULT"),
        });
    }
    if former.is_none_or(|it| it.is_nullable() != domain.is_nullable()) {
        let verb = if domain.is_nullable() { "DROP" } else { "SET" };
        sql.push(format!("ALTER DOMAIN {name} {verb} NOT NULL"));
    }
    let former = former.map_or(&[][..], Domain::checks);
    sql.extend(conditions_come(&name, domain.checks(), former)?);
    Ok(sql)
}

fn check_same(domain: &Domain, former: &Domain) -> Result<(), Refusal> {
    let refused = |what: &str| {
        let what = format!("{what} of a domain cannot be changed");
        Err(Refusal::unsupported(what).help(
            "create a domain of another name, and give it to the columns with `op.alter_column`",
        ))
    };
    match former.kind() {
        Some(kind) if Some(kind) != domain.kind() => refused("the type"),
        _ if former.collation() != domain.collation() => refused("the collation"),
        _ => Ok(()),
    }
}

/// What becomes of a condition.
enum Fate<'c> {
    /// It stays as it is.
    Kept,
    /// It checks the values that are there, too.
    Validated,
    /// It has had this name.
    Renamed(&'c str),
    /// It is new, or another one under its name.
    New,
}

fn fate<'c>(check: &Check, former: &'c [Check], now: &[Check]) -> Fate<'c> {
    let is_same = |it: &&Check| it.expression() == check.expression();
    match former
        .iter()
        .find(|it| it.name() == check.name() && is_same(it))
    {
        Some(it) if it.is_not_valid() == check.is_not_valid() => return Fate::Kept,
        Some(_) if !check.is_not_valid() && check.name().is_some() => return Fate::Validated,
        // Nothing makes it forget that it was valid.
        Some(_) => return Fate::New,
        None => {}
    }
    let is_known = |name: Option<&str>, checks: &[Check]| checks.iter().any(|it| it.name() == name);
    if check.name().is_none() || is_known(check.name(), former) {
        return Fate::New;
    }
    // Of several that say the same each becomes one: the first that has not gone to another.
    let mut free = former.iter().filter(|it| {
        is_same(it) && it.is_not_valid() == check.is_not_valid() && !is_known(it.name(), now)
    });
    let rank = now
        .iter()
        .filter(|it| is_same(it) && !is_known(it.name(), former));
    let rank = rank.take_while(|it| it.name() != check.name()).count();
    match free.nth(rank).and_then(Check::name) {
        Some(name) => Fate::Renamed(name),
        None => Fate::New,
    }
}

/// Returns the statements that drop the conditions which are no more.
fn conditions_gone(name: &str, now: &[Check], former: &[Check]) -> Result<Vec<String>, Refusal> {
    let stays = |it: &Check| {
        now.iter().any(|check| match fate(check, former, now) {
            Fate::Kept | Fate::Validated => {
                check.name() == it.name() && check.expression() == it.expression()
            }
            Fate::Renamed(from) => it.name() == Some(from),
            Fate::New => false,
        })
    };
    let gone = former.iter().filter(|it| !stays(it));
    gone.map(|it| {
        let Some(check) = it.name() else {
            let what = format!("the former condition `{}` has no name", it.expression());
            return Err(Refusal::invalid(what)
                .help("name it as it is called in the database, with `Check::new(…).named(…)`"));
        };
        let check = names::quoted(check)?;
        Ok(format!("ALTER DOMAIN {name} DROP CONSTRAINT {check}"))
    })
    .collect()
}

/// Returns the statements that rename, validate and add conditions.
fn conditions_come(name: &str, now: &[Check], former: &[Check]) -> Result<Vec<String>, Refusal> {
    let mut sql = Vec::new();
    for check in now {
        let own = check.name().map(names::quoted).transpose()?;
        let own = own.unwrap_or_default();
        sql.push(match fate(check, former, now) {
            Fate::Kept => continue,
            Fate::Validated => format!("ALTER DOMAIN {name} VALIDATE CONSTRAINT {own}"),
            Fate::Renamed(from) => {
                let from = names::quoted(from)?;
                format!("ALTER DOMAIN {name} RENAME CONSTRAINT {from} TO {own}")
            }
            Fate::New => add(name, check)?,
        });
    }
    Ok(sql)
}

/// Returns the block that drops every condition, whatever they are called.
fn all_conditions_gone(name: &str) -> Result<String, Refusal> {
    Ok(block(&format!(
        "
DECLARE
  name text;
BEGIN
  FOR name IN SELECT c.conname FROM pg_catalog.pg_constraint AS c
    WHERE c.contypid = {own}::pg_catalog.regtype AND c.contype = 'c' ORDER BY c.conname
  LOOP
    EXECUTE {start} || pg_catalog.quote_ident(name);
  END LOOP;
END
",
        own = text_literal(name)?,
        start = text_literal(&format!("ALTER DOMAIN {name} DROP CONSTRAINT "))?,
    )))
}
