//! Runs the files of a folder, in the order of their names, with `rusqlite_migration`:
//! `peer-rusqlite-migration FILE FOLDER`.
//!
//! That tool keeps no table: it counts in SQLite's `user_version`.

use std::error::Error;
use std::fs;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peer-rusqlite-migration FILE FOLDER".into());
    };
    let mut files = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    files.sort();
    let sources = files
        .iter()
        .map(fs::read_to_string)
        .collect::<Result<Vec<_>, _>>()?;
    let migrations = Migrations::new(sources.iter().map(|sql| M::up(sql)).collect());
    migrations.to_latest(&mut Connection::open(database)?)?;
    Ok(())
}
