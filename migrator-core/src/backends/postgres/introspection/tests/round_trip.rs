//! What is read can be made again.

use super::{all, database, made_again, read};

#[test]
fn a_schema_is_made_again_as_it_was() {
    let Some(database) = database(
        "CREATE TABLE t (id serial PRIMARY KEY, x integer, CHECK (x > 0)); \
         CREATE INDEX ON t (x DESC)",
    ) else {
        return;
    };
    let found = read(&mut database.connect(), &all());
    assert_eq!(made_again(&found, &all()), found);
}
