//! What undoes an operation, or why nothing does.
//!
//! | recorded | its inverse |
//! |---|---|
//! | create | drop; unknown for `if_not_exists`, which may have created nothing |
//! | drop | create, if the definition was given; unknown with `cascade` |
//! | rename | rename back |
//! | replace, alter | the former definition, if it was given |
//! | raw SQL | what [`Sql::reversed_by`](crate::ops::Sql::reversed_by) says |

mod alter;
mod irreversible;
mod objects;
mod of;

use self::irreversible::{CASCADE, Inverse, MAYBE_CREATED, NAME_ALONE, ROWS, Reason, back};
use super::{
    BulkInsert, Command, CreateIndex, CreateTable, DropIndex, DropTable, Execute, Operation,
    Rename, RenameIndex, RenameTable, Sql,
};

pub use self::irreversible::Irreversible;

impl Operation {
    /// Returns the operations that undo this one, in the order in which they must run; none if there is
    /// nothing to undo.
    ///
    /// # Errors
    /// [`Irreversible`] if that is not known, with what to write instead.
    pub fn reverse(&self) -> Result<Vec<Self>, Irreversible> {
        self.inverse().map_err(|Reason(why, help)| Irreversible {
            operation: self.name(),
            object: self.object(),
            why: why.to_owned(),
            help: Some(help.to_owned()),
        })
    }

    fn inverse(&self) -> Inverse {
        match self {
            Self::CreateTable(create) => created_table(create),
            Self::DropTable(drop) => dropped_table(drop),
            Self::RenameTable(rename) => renamed_table(rename),
            Self::AlterTable(alter) => alter::reversed(alter),
            Self::CreateIndex(create) => created_index(create),
            Self::DropIndex(drop) => dropped_index(drop),
            Self::RenameIndex(rename) => Ok(vec![Self::RenameIndex(RenameIndex {
                from: rename.from.sibling(rename.to.clone()),
                to: rename.from.name().to_owned(),
            })]),
            Self::Enumeration(operation) => objects::enumeration(operation),
            Self::Domain(operation) => objects::domain(operation),
            Self::Schema(operation) => objects::schema(operation),
            Self::Sequence(operation) => objects::sequence(operation),
            Self::View(operation) => objects::view(operation),
            Self::Function(operation) => objects::function(operation),
            Self::Trigger(operation) => objects::trigger(operation),
            Self::Extension(operation) => objects::extension(operation),
            Self::Execute(execute) => executed(&execute.command),
            Self::BulkInsert(insert) => inserted(insert),
            Self::InBatches(_) => Err(ROWS),
        }
    }
}

fn created_table(create: &CreateTable) -> Inverse {
    if create.table.is_if_not_exists() {
        return Err(MAYBE_CREATED);
    }
    let mut drop = DropTable::from(create.table.clone());
    // It may have gone with its connection.
    drop.if_exists = create.table.is_temporary();
    Ok(vec![Operation::DropTable(drop)])
}

fn dropped_table(drop: &DropTable) -> Inverse {
    match &drop.definition {
        _ if drop.cascade => Err(CASCADE),
        None => Err(NAME_ALONE),
        Some(table) => Ok(vec![Operation::CreateTable(CreateTable {
            table: table.clone(),
        })]),
    }
}

fn renamed_table(rename: &RenameTable) -> Inverse {
    let rename = back(&Rename {
        from: rename.from.clone(),
        to: rename.to.clone(),
    })?;
    Ok(vec![Operation::RenameTable(RenameTable {
        from: rename.from,
        to: rename.to,
    })])
}

fn created_index(create: &CreateIndex) -> Inverse {
    if create.index.is_if_not_exists() {
        return Err(MAYBE_CREATED);
    }
    let drop = DropIndex::from(create.index.clone());
    Ok(vec![Operation::DropIndex(drop)])
}

fn dropped_index(drop: &DropIndex) -> Inverse {
    match &drop.definition {
        _ if drop.cascade => Err(CASCADE),
        None => Err(NAME_ALONE),
        Some(index) => Ok(vec![Operation::CreateIndex(CreateIndex {
            index: index.clone(),
        })]),
    }
}

fn executed(command: &Command) -> Inverse {
    let reversed_by = match command {
        Command::Sql(sql) => sql.reversal(),
        Command::Select(_) => return Ok(Vec::new()),
        Command::Insert(_) | Command::Update(_) | Command::Delete(_) | Command::With(_) => {
            return Err(ROWS);
        }
    };
    let sql: &Sql = reversed_by.ok_or(Reason(
        "nothing tells what undoes raw SQL",
        "say it with `Sql::new(…).reversed_by(…)`, or write the downgrade by hand",
    ))?;
    let command = Command::Sql(sql.clone());
    Ok(vec![Operation::Execute(Execute { command })])
}

fn inserted(insert: &BulkInsert) -> Inverse {
    if insert.rows.is_empty() {
        return Ok(Vec::new());
    }
    Err(Reason(
        "nothing tells the rows from others of the table",
        "write the downgrade by hand, with the `DELETE` that takes them away",
    ))
}

#[cfg(test)]
mod tests;
