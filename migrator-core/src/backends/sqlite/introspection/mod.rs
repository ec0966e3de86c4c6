//! Reading what a database holds.
//!
//! SQLite keeps the text that made an object, and nothing else says all of it, so that the schema alone
//! is asked for, and its texts are taken apart. A `PRAGMA` for each table would say less and take longer.
//!
//! | file | what it knows |
//! |---|---|
//! | `stored` | the rows of the schema |
//! | `table`, `constraint`, `index`, `view`, `trigger` | the objects of these names |
//! | `kind` | types |
//! | `expression`, `statement` | the one form of expressions, of queries and of triggers |
//! | `result` | what a query shows without a name |
//! | `lexeme`, `text` | tokens, and a text of them |
//! | `keyword`, `context` | which words are keywords |
//! | `relation` | which tables and views a statement is about |
//! | `module` | virtual tables, and the tables that they keep |
//! | `unsaid` | clauses that no operation has |
//! | `conversion` | values in a column that changes its type |

mod collation;
mod constraint;
mod context;
mod conversion;
mod expression;
mod index;
mod keyword;
mod kind;
mod lexeme;
mod literal;
mod module;
mod relation;
mod result;
mod statement;
mod stored;
mod table;
mod text;
mod trigger;
mod unsaid;
mod view;

use self::module::Modules;
use self::relation::Relations;
use self::stored::{Stored, Tables};
use crate::base::{Dialect, TableName, Value};
use crate::catalog::{Catalog, CatalogError, Conversion, Habits, Introspection, Scope};
use crate::schema::{ColumnType, Constraint};
use crate::session::{Rows, Statement};

/// How a database is read and its objects compared.
#[derive(Debug)]
pub struct SqliteIntrospection;

impl Introspection for SqliteIntrospection {
    fn questions(&self, _scope: &Scope) -> Vec<Statement> {
        [stored::OBJECTS, module::TABLES].map(Statement::new).into()
    }

    fn catalog(&self, scope: &Scope, answers: &[Rows]) -> Result<Catalog, CatalogError> {
        let none = Rows::default();
        let answer = |at: usize| answers.get(at).unwrap_or(&none);
        let unreadable = |question| move |source| CatalogError::Answer { question, source };
        let stored = stored::read(answer(0), &scope.leave_out);
        let stored = stored.map_err(unreadable("query for the schema"))?;
        let modules = Modules::of(&stored, answer(1));
        catalog(
            &stored,
            modules.map_err(unreadable("query for the tables"))?,
        )
    }

    /// The modules that this SQLite has tell which tables are theirs.
    fn identity(&self) -> Statement {
        Statement::new(
            "SELECT sqlite_version() || coalesce((SELECT ' ' || group_concat(compile_options, ' ') \
             FROM (SELECT compile_options FROM pragma_compile_options \
             WHERE compile_options LIKE 'ENABLE%' ORDER BY 1)), '')",
        )
    }

    fn conversion(&self, column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
        conversion::conversion(column, from, to)
    }

    /// SQLite names nothing.
    fn default_name(
        &self,
        _table: &TableName,
        _constraint: &Constraint,
        _taken: &[&str],
    ) -> Option<String> {
        None
    }

    fn literal(&self, kind: &ColumnType, default: &str) -> Option<Value> {
        literal::literal(kind, default)
    }

    fn count_on(&self, _table: &TableName, _column: &str) -> Option<String> {
        None
    }

    fn count_once(&self, _table: &TableName, _column: &str) -> Option<String> {
        None
    }

    fn look_now(&self) -> Option<String> {
        None
    }

    fn literal_of(&self, quoted: &str) -> String {
        format!("quote({quoted})")
    }

    fn habits(&self) -> Habits {
        Habits {
            dialect: Dialect::Sqlite,
            has_enumerations: false,
            ignores_case: true,
            builds_anew: true,
            bears_dangling_references: true,
            refuses_values: false,
        }
    }
}

fn catalog(stored: &[Stored<'_>], modules: Modules<'_>) -> Result<Catalog, CatalogError> {
    let mut catalog = Catalog::default();
    let relations = Relations::of(stored);
    let tables = tables(stored, &modules)?;
    for it in stored.iter().filter(|it| !modules.has(it.table)) {
        let puzzling = || it.puzzling();
        match it.kind {
            "table" => {
                if let Some(definition) = tables.named(it.name) {
                    let table = table::table(definition, &tables, &mut catalog.beyond);
                    catalog.tables.push(table.map_err(|_| puzzling())?);
                }
            }
            "index" => {
                let index = index::index(*it, &tables);
                catalog.indexes.push(index.ok_or_else(puzzling)?);
            }
            "view" => {
                let view = view::view(*it, &relations, &mut catalog.needs);
                catalog.views.push(view.ok_or_else(puzzling)?);
            }
            "trigger" => {
                let trigger = trigger::trigger(*it, &relations, &mut catalog.needs);
                catalog.triggers.push(trigger.ok_or_else(puzzling)?);
            }
            _ => {}
        }
    }
    catalog.beyond.extend(modules.beyond());
    sort(&mut catalog);
    Ok(catalog)
}

/// Takes all tables apart, so that what refers to one knows it.
fn tables(stored: &[Stored<'_>], modules: &Modules<'_>) -> Result<Tables, CatalogError> {
    let mut tables = Tables::default();
    for it in stored {
        if it.kind == "table" && !modules.has(it.name) {
            tables.add(*it).map_err(|_| it.puzzling())?;
        }
    }
    Ok(tables)
}

fn sort(catalog: &mut Catalog) {
    catalog
        .tables
        .sort_by(|one, other| one.name().cmp(other.name()));
    catalog
        .indexes
        .sort_by(|one, other| one.name().cmp(other.name()));
    catalog
        .views
        .sort_by(|one, other| one.name().cmp(other.name()));
    catalog
        .triggers
        .sort_by(|one, other| one.name().cmp(other.name()));
    catalog.needs.sort();
    catalog.beyond.sort();
}
