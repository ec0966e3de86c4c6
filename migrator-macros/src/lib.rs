//! The macros of `migrator`: tokens in, tokens out.
//!
//! What `embed_migrations!` does is in `migrator_build::embed`, on plain data. The derives are here:
//!
//! | file | |
//! |---|---|
//! | `model` | `#[derive(Table)]` |
//! | `enumeration`, `newtype` | `#[derive(Enumeration)]`, `#[derive(HasColumnType)]` |
//! | `fixture` | `#[migrator::test]` |
//! | `attributes`, `names`, `problems` | what they share |
//!
//! `checks` and `waive` have the arguments of `testing::checks!`; what comes of them is in `migrator_build::checks`.

mod arguments;
mod attributes;
mod checks;
mod enumeration;
mod fixture;
mod model;
mod names;
mod newtype;
mod problems;
mod waive;

use std::path::PathBuf;

use migrator_build::embed::{Invocation, embed};
use proc_macro::{Span, TokenStream};
use quote::{format_ident, quote};

use arguments::Arguments;

/// Embeds a folder of migrations, checked and sorted, in the program.
///
/// ```ignore
/// migrator::embed_migrations!();                                  // ./migrations
/// migrator::embed_migrations!("db/migrations");
/// migrator::embed_migrations!("migrations", allow_heads);
/// migrator::embed_migrations!("migrations" as BILLING, library);
/// migrator::embed_migrations!(combine = [&billing::BILLING]);
/// migrator::embed_migrations!("migrations", layout = diesel);
/// ```
///
/// The folder is relative to the package's `Cargo.toml`. The macro stands at the
/// top level of a file, because the Rust migrations become modules of that file,
/// and defines `pub static MIGRATIONS: migrator::Migrations` and a test that fails if
/// the program lacks a file of the folder.
///
/// | argument | meaning | in `build.rs`, on `migrator_build::Compiler` |
/// |---|---|---|
/// | `"folder"` | the folder; `migrations` unless given | `Compiler::new("folder")` |
/// | `as NAME` | the name of the handle | |
/// | `library` | the free verbs do not find the set: applications combine it, or use its handle | `.library()` |
/// | `allow_heads` | several heads with the same labels are fine | `.allow_heads()` |
/// | `layout = …` | the files are another tool's: `refinery`, `diesel`, `sqlx`, `golang_migrate`, `goose`, `dbmate` or `flyway` | `.layout(Layout::Diesel)` |
/// | `combine = […]` | the sets of libraries, to be one graph with the own folder, which may be missing | `.combined()` |
///
/// # Libraries
///
/// The migrations of a library are a branch of their own. Its first revision carries a
/// label, so that its head can be told from the application's:
///
/// ```ignore
/// // billing/src/lib.rs
/// migrator::embed_migrations!("migrations" as BILLING, library);
///
/// // billing/migrations/7d1f0c2e9ab3_create_invoices.rs
/// pub const REVISION: &str = "7d1f0c2e9ab3";
/// pub const DOWN_REVISION: &[&str] = &[];
/// pub const BRANCH_LABELS: &[&str] = &["billing"];
/// ```
///
/// The application makes one graph of them, and goes to `heads`, all of them. Its own
/// revisions may name those of the library in `DEPENDS_ON`.
///
/// ```ignore
/// // src/main.rs
/// migrator::embed_migrations!(combine = [&billing::BILLING]);
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let connection = rusqlite::Connection::open("app.db")?;
///     migrator::upgrade(&connection, "heads")?;
///     Ok(())
/// }
///
/// // build.rs
/// fn main() {
///     migrator_build::Compiler::new("migrations").combined().run();
/// }
/// ```
///
/// # Several databases
///
/// A program with two databases has a set for each. The free verbs are for one of them; the other
/// is declared like a library's, in a file of its own, and used by its handle:
///
/// ```ignore
/// // src/cache.rs
/// migrator::embed_migrations!("cache/migrations" as CACHE, library);
///
/// // src/main.rs
/// cache::CACHE.upgrade(&connection, "head")?;
/// ```
#[proc_macro]
pub fn embed_migrations(input: TokenStream) -> TokenStream {
    let arguments = match syn::parse::<Arguments>(input) {
        Ok(arguments) => arguments,
        Err(error) => return error.into_compile_error().into(),
    };
    let call = Span::call_site();
    let invocation = Invocation {
        manifest_dir: std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .unwrap_or_default(),
        local_file: call.local_file(),
        line: call.line(),
        column: call.column(),
    };
    let code = embed(&arguments.embedding, &invocation);
    let mut tokens: TokenStream = match code.parse() {
        Ok(tokens) => tokens,
        Err(error) => {
            let message = format!("`embed_migrations!` wrote code that is none: {error}");
            quote!(::core::compile_error!(#message);).into()
        }
    };
    if let Some(parts) = arguments.parts {
        let name = format_ident!("{}", arguments.embedding.parts_name());
        let parts = quote! {
            const #name: &[&::migrator::Migrations] = &#parts;
        };
        tokens.extend(TokenStream::from(parts));
    }
    tokens
}

/// Tests migrations: a named test for each check and each revision. See the guide, in the chapter `checks`.
///
/// ```ignore
/// // tests/migrations.rs
/// use app as _;
/// migrator::testing::checks!();
/// ```
///
/// | argument | meaning |
/// |---|---|
/// | `"folder"` | the folder; `migrations` unless given |
/// | `as name` | the name of the module with the tests; `migration_checks` unless given |
/// | `sqlite`, `postgres` | the databases to check on; SQLite in memory unless given |
/// | `sqlite = …`, `postgres = …` | where its scratch databases come from: what `migrator::check` takes |
/// | `migrations = library::MIGRATIONS` | the set, if it is not the application's own |
/// | `options = …` | the `migrator::Options` that the migrations run with |
/// | `layout = …` | whose rules the folder follows, as in `embed_migrations!` |
/// | `waive(downgrade, reason = "…")` | a check that the files of another tool cannot pass; with `revision = "…"` one of them |
/// | `allow_heads` | heads that no label tells apart are fine |
/// | `no_models` | the models are not compared with what the migrations make |
#[proc_macro]
pub fn checks(input: TokenStream) -> TokenStream {
    let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match syn::parse::<checks::Checks>(input) {
        Ok(checks) => checks.tokens(&manifest_dir.unwrap_or_default()).into(),
        Err(error) => error.into_compile_error().into(),
    }
}

/// Declares the table that a struct stands for.
///
/// Implements `migrator::Model`, and adds the struct to what `Declared::registered()` finds. The attributes
/// `#[table(…)]` and `#[column(…)]` are listed in the guide, in the chapter `models`.
///
/// ```ignore
/// #[derive(migrator::Table)]
/// #[table(name = "users", index(name, born.desc()))]
/// struct User {
///     #[column(primary_key)]
///     id: i64,
///     #[column(unique, length = 80)]
///     email: String,
///     name: Option<String>,
///     born: chrono::NaiveDate,
///     #[column(references(Role::name), on_delete = cascade)]
///     role: String,
///     #[column(default = true)]
///     active: bool,
/// }
/// ```
#[proc_macro_derive(Table, attributes(table, column))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    derived(input, model::derive)
}

/// Makes an enum a type of columns: one of its variants' names.
///
/// Implements `migrator::HasColumnType`. The attribute `#[enumeration(…)]` is told in the guide, in the chapter
/// `models`.
///
/// ```ignore
/// #[derive(migrator::Enumeration)]
/// #[enumeration(name = "mood", rename_all = "snake_case")]
/// enum Mood {
///     Sad,
///     #[enumeration(renamed_from = "fine")]
///     SoSo,
/// }
/// ```
#[proc_macro_derive(Enumeration, attributes(enumeration))]
pub fn derive_enumeration(input: TokenStream) -> TokenStream {
    derived(input, enumeration::derive)
}

/// Makes a struct around one value a type of columns: that of the value.
///
/// Implements `migrator::HasColumnType`.
///
/// ```ignore
/// #[derive(migrator::HasColumnType)]
/// struct UserId(i64);
/// ```
#[proc_macro_derive(HasColumnType)]
pub fn derive_has_column_type(input: TokenStream) -> TokenStream {
    derived(input, newtype::derive)
}

/// Makes a function with databases as parameters a test that is given them, migrated and its own.
///
/// Needs the feature `testing` of `migrator`.
///
/// ```ignore
/// #[migrator::test]
/// fn a_user_is_found(connection: rusqlite::Connection) { check(connection) }
///
/// #[migrator::test(at = "5b2d81e3f046-1", seed_sql = "INSERT INTO customers (name) VALUES ('Cher')")]
/// fn names_are_split(client: &mut postgres::Client) -> migrator::Result { check(client) }
///
/// #[migrator::test(seed = customers)]
/// async fn orders_are_listed(database: PostgresDatabase, #[database(migrations = cache::CACHE)] cache: SqliteFile) { check(database, cache) }
/// ```
///
/// Which database it is says the type of the parameter, which may stand behind `&` or `&mut`:
///
/// | parameter | feature | the database |
/// |---|---|---|
/// | `rusqlite::Connection` | `sqlite` | in memory |
/// | `migrator::testing::SqliteFile` | `sqlite` | a file |
/// | `postgres::Client` | `postgres` | on a server; in an `async fn` `tokio_postgres::Client`, with the feature `tokio` |
/// | `migrator::testing::PostgresDatabase` | `postgres` | on a server, to be connected to |
///
/// The words are methods of `migrator::testing::Fixture`; `#[database(…)]` says them for one parameter:
///
/// | word | |
/// |---|---|
/// | `at = "…"` | stops at a revision |
/// | `seed_sql = "…"`, `seed = function` | what is put in then; may be said several times |
/// | `migrations = crate::MIGRATIONS` | another set than the application's one |
/// | `options = …`, `setup = function`, `server = "…"` | as of the methods |
///
/// The function may return a `Result`, and keeps its other attributes. Without a database it fails, also if it should
/// panic.
#[proc_macro_attribute]
pub fn test(words: TokenStream, item: TokenStream) -> TokenStream {
    fixture::expand(words.into(), item.into()).into()
}

fn derived(
    input: TokenStream,
    derive: fn(&syn::DeriveInput) -> proc_macro2::TokenStream,
) -> TokenStream {
    match syn::parse(input) {
        Ok(input) => derive(&input).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
