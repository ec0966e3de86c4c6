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
mod objects;
mod of;

use std::fmt;

use super::{
    BulkInsert, Command, CreateIndex, CreateTable, DropIndex, DropTable, Execute, Operation,
    Rename, RenameIndex, RenameTable, Sql,
};

/// Why an operation has no inverse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irreversible {
    /// The method called on `op`.
    pub operation: &'static str,
    /// What it was called for; may be empty.
    pub object: String,
    /// Why it cannot be undone.
    pub why: String,
    /// What to write, as one imperative sentence.
    pub help: Option<String>,
}

impl fmt::Display for Irreversible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)?;
        if !self.object.is_empty() {
            write!(f, " `{}`", self.object)?;
        }
        write!(f, " cannot be reversed: {}", self.why)
    }
}

impl std::error::Error for Irreversible {}

/// The reason without the operation, which [`Operation::reverse`] adds.
#[derive(Debug)]
pub(super) struct Reason(pub(super) &'static str, pub(super) &'static str);

pub(super) type Inverse = Result<Vec<Operation>, Reason>;

pub(super) const CASCADE: Reason = Reason(
    "what `cascade` drops besides is not known",
    "drop what depends on it by operations of their own, or write the downgrade by hand",
);
pub(super) const MAYBE_CREATED: Reason = Reason(
    "with `if_not_exists` it may have created nothing",
    "leave `.if_not_exists()` out, or write the downgrade by hand",
);
pub(super) const NAME_ALONE: Reason = Reason(
    "only the name is given",
    "give the definition instead of the name",
);
const NO_FORMER: Reason = Reason(
    "what it was before is not given",
    "say it with `.instead_of(…)`",
);
const MOVED: Reason = Reason(
    "it is moved to another schema, and the one it was in is not named",
    "name the schema it is in",
);
const ROWS: Reason = Reason(
    "nothing tells what the rows were",
    "write the downgrade by hand",
);

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

fn back(rename: &Rename) -> Result<Rename, Reason> {
    if rename.is_reversible() {
        Ok(rename.reversed())
    } else {
        Err(MOVED)
    }
}

#[cfg(test)]
mod tests;
