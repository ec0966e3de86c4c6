//! A guestbook on axum that upgrades its own PostgreSQL database when it starts.
//!
//! Run it with `DATABASE_URL=postgres://… cargo run -p axum-postgres`, twice: the second start
//! finds nothing to do. Then `curl localhost:3000` reads, `curl localhost:3000 -d Hello` writes;
//! `LISTEN` names another address. As many instances as you like may start at once.
//! Left out: TLS (pass your connector twice, where `NoTls` stands), a pool, reconnecting.

use std::env;
use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_postgres::{Client, Config, NoTls};

migrator::embed_migrations!();

// Lets `cargo fmt` reach the migrations; never compiled.
#[cfg(any())]
#[path = "../migrations/mod.rs"]
mod migrations;

type Answer<T> = Result<T, StatusCode>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut config: Config = env::var("DATABASE_URL")
        .map_err(|_| "set DATABASE_URL to postgres://user@host/database")?
        .parse()?;
    config.application_name("guestbook");

    // Before anything is served: nobody sees a schema that the code does not know.
    let report = migrator::tokio::upgrade(&config, NoTls, "head").await?;
    match report.steps.len() {
        0 => println!("the database is up to date"),
        n_steps => println!("{n_steps} migrations applied"),
    }

    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            eprintln!("the connection is lost: {error}");
        }
    });
    let guestbook = Router::new()
        .route("/", get(list).post(sign))
        .with_state(Arc::new(client));
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, guestbook).await?)
}

/// The newest entries, below those that are pinned.
async fn list(State(database): State<Arc<Client>>) -> Answer<String> {
    let sql = "SELECT to_char(written_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), message \
               FROM entries ORDER BY pinned DESC, written_at DESC, id DESC LIMIT 100";
    let rows = database.query(sql, &[]).await.map_err(failed)?;
    let line = |row: &tokio_postgres::Row| {
        let (day, message): (&str, &str) = (row.get(0), row.get(1));
        format!("{day} {message}\n")
    };
    Ok(rows.iter().map(line).collect())
}

/// Writes the body of the request into the book.
async fn sign(State(database): State<Arc<Client>>, message: String) -> Answer<StatusCode> {
    if message.trim().is_empty() {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let sql = "INSERT INTO entries (message) VALUES ($1)";
    let message = message.trim();
    database.execute(sql, &[&message]).await.map_err(failed)?;
    Ok(StatusCode::CREATED)
}

fn failed(error: tokio_postgres::Error) -> StatusCode {
    eprintln!("the database: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}
