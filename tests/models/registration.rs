//! The models that are linked into this program.

use migrator::Declared;

#[derive(migrator::Table)]
#[table(name = "zebras")]
struct First {
    id: i64,
}

#[derive(migrator::Table)]
#[table(schema = "zoo")]
struct Ape {
    id: i64,
    #[column(index)]
    name: String,
}

mod inner {
    #[derive(migrator::Table)]
    #[table(name = "bees")]
    pub(super) struct First {
        id: i64,
    }
}

#[derive(migrator::Table)]
#[table(unregistered)]
pub(super) struct Absent {
    id: i64,
    #[column(name = "title")]
    name: String,
}

#[test]
fn models_are_found_in_the_order_of_their_tables() {
    let declared = Declared::registered();
    let parts = declared.parts().iter();
    let objects: Vec<String> = parts
        .map(|part| {
            part.object()
                .map_or("an index".to_owned(), |it| it.to_string())
        })
        .collect();
    assert_eq!(objects, ["bees", "zebras", "zoo.apes", "an index"]);
}

#[test]
fn models_may_be_listed_instead() {
    let declared = Declared::new().model::<Absent>().model::<inner::First>();
    assert_eq!(declared.parts().len(), 2);
}
