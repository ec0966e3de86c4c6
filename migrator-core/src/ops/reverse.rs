//! What undoes an operation, or why nothing does.
//!
//! | recorded | its inverse |
//! |---|---|
//! | create | drop; unknown for `if_not_exists`, which may have created nothing |
//! | drop | create, if the definition was given; unknown with `cascade` |
//! | rename | rename back |
//! | replace, alter | the former definition, if it was given |
//! | raw SQL | what [`Sql::reversed_by`](super::Sql::reversed_by) says |

use std::fmt;

use super::reverse_alter;
use super::{
    BulkInsert, Command, CreateTable, DropIndex, DropTable, Dropping, EnumOperation, Execute,
    Extension, ExtensionOperation, FunctionOperation, Object, Operation, Rename, RenameIndex,
    RenameTable, ReplaceView, Replacing, SchemaOperation, SequenceOperation, Sql, TriggerOperation,
    ViewOperation,
};
use crate::ops::CreateIndex;

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
            Self::AlterTable(alter) => reverse_alter::reversed(alter),
            Self::CreateIndex(create) => created_index(create),
            Self::DropIndex(drop) => dropped_index(drop),
            Self::RenameIndex(rename) => Ok(vec![Self::RenameIndex(RenameIndex {
                from: rename.from.sibling(rename.to.clone()),
                to: rename.from.name().to_owned(),
            })]),
            Self::Enumeration(operation) => enumeration(operation),
            Self::Schema(operation) => schema(operation),
            Self::Sequence(operation) => sequence(operation),
            Self::View(operation) => view(operation),
            Self::Function(operation) => function(operation),
            Self::Trigger(operation) => trigger(operation),
            Self::Extension(operation) => extension(operation),
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

fn enumeration(operation: &EnumOperation) -> Inverse {
    let inverse = match operation {
        // It may have gone with the last table or column that says it brought the type.
        EnumOperation::Create(create) => {
            EnumOperation::Drop(created(create, create.is_if_not_exists())?.if_exists())
        }
        EnumOperation::Drop(drop) => {
            EnumOperation::Create(dropped(drop, !drop.object.values().is_empty())?)
        }
        EnumOperation::Rename(rename) => EnumOperation::Rename(back(rename)?),
        EnumOperation::RenameValue { name, from, to } => EnumOperation::RenameValue {
            name: name.clone(),
            from: to.clone(),
            to: from.clone(),
        },
        EnumOperation::Replace(replace) => {
            EnumOperation::Replace(replace.reversed().ok_or(NO_FORMER)?)
        }
        EnumOperation::AddValue { .. } => {
            return Err(Reason(
                "the values that the enumeration had are not given",
                "write the downgrade with `op.replace_enum`, which removes a value",
            ));
        }
    };
    Ok(vec![Operation::Enumeration(inverse)])
}

fn schema(operation: &SchemaOperation) -> Inverse {
    let inverse = match operation {
        SchemaOperation::Create(create) => {
            SchemaOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        SchemaOperation::Drop(drop) => SchemaOperation::Create(dropped(drop, true)?),
        SchemaOperation::Rename { from, to } => SchemaOperation::Rename {
            from: to.clone(),
            to: from.clone(),
        },
    };
    Ok(vec![Operation::Schema(inverse)])
}

fn sequence(operation: &SequenceOperation) -> Inverse {
    let inverse = match operation {
        SequenceOperation::Create(create) => {
            SequenceOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        SequenceOperation::Drop(drop) => {
            SequenceOperation::Create(dropped(drop, drop.object.is_defined())?)
        }
        SequenceOperation::Rename(rename) => SequenceOperation::Rename(back(rename)?),
        SequenceOperation::Alter(alter) => SequenceOperation::Alter(replaced(alter)?),
    };
    Ok(vec![Operation::Sequence(inverse)])
}

fn view(operation: &ViewOperation) -> Inverse {
    let inverse = match operation {
        ViewOperation::Create(create) => {
            ViewOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        ViewOperation::Drop(drop) => {
            ViewOperation::Create(dropped(drop, drop.object.query().is_some())?)
        }
        // The way back may have to take away a column that the way forth has added.
        ViewOperation::Replace(replace) => ViewOperation::Replace(ReplaceView {
            replacing: replaced(&replace.replacing)?,
            recreate: true,
        }),
        ViewOperation::Rename { view, to } => {
            let back = back(&Rename {
                from: view.name().clone(),
                to: to.clone(),
            })?;
            ViewOperation::Rename {
                view: view.renamed(back.from),
                to: back.to,
            }
        }
        ViewOperation::Refresh(_) => return Ok(Vec::new()),
    };
    Ok(vec![Operation::View(inverse)])
}

fn function(operation: &FunctionOperation) -> Inverse {
    let inverse = match operation {
        FunctionOperation::Create(create) => FunctionOperation::Drop(create.clone().into()),
        FunctionOperation::Drop(drop) => {
            FunctionOperation::Create(dropped(drop, drop.object.sql().is_some())?)
        }
        FunctionOperation::Replace(replace) => FunctionOperation::Replace(replaced(replace)?),
    };
    Ok(vec![Operation::Function(inverse)])
}

fn trigger(operation: &TriggerOperation) -> Inverse {
    let inverse = match operation {
        TriggerOperation::Create(create) => TriggerOperation::Drop(create.clone().into()),
        TriggerOperation::Drop(drop) => {
            TriggerOperation::Create(dropped(drop, drop.object.sql().is_some())?)
        }
        TriggerOperation::Replace(replace) => TriggerOperation::Replace(replaced(replace)?),
    };
    Ok(vec![Operation::Trigger(inverse)])
}

fn extension(operation: &ExtensionOperation) -> Inverse {
    let inverse = match operation {
        ExtensionOperation::Create(create) => {
            if create.is_cascade() {
                return Err(Reason(
                    "what `cascade` creates besides is not known",
                    "create the extensions it needs by operations of their own",
                ));
            }
            ExtensionOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        ExtensionOperation::Drop(drop) => ExtensionOperation::Create(dropped(drop, true)?),
        ExtensionOperation::Alter(alter) => ExtensionOperation::Alter(altered(alter)?),
    };
    Ok(vec![Operation::Extension(inverse)])
}

/// What the former definition does not say would not be undone.
fn altered(alter: &Replacing<Extension>) -> Result<Replacing<Extension>, Reason> {
    let back = replaced(alter)?;
    let (now, former) = (&alter.object, &back.object);
    let is_known = (former.version_wanted().is_some() || now.version_wanted().is_none())
        && (former.schema_wanted().is_some() || now.schema_wanted().is_none());
    if is_known { Ok(back) } else { Err(NO_FORMER) }
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

/// Returns the dropping of what was created.
fn created<T: Object + Clone>(object: &T, may_exist: bool) -> Result<Dropping<T>, Reason> {
    if may_exist {
        return Err(MAYBE_CREATED);
    }
    Ok(object.clone().into())
}

/// Returns what was dropped, if it is known.
fn dropped<T: Clone>(drop: &Dropping<T>, is_defined: bool) -> Result<T, Reason> {
    match is_defined {
        _ if drop.cascade => Err(CASCADE),
        false => Err(NAME_ALONE),
        true => Ok(drop.object.clone()),
    }
}

fn replaced<T: Object + Clone>(replace: &Replacing<T>) -> Result<Replacing<T>, Reason> {
    let former = replace.former.clone().ok_or(NO_FORMER)?;
    Ok(Replacing::with(former, replace.object.clone()))
}

fn back(rename: &Rename) -> Result<Rename, Reason> {
    if rename.is_reversible() {
        Ok(rename.reversed())
    } else {
        Err(MOVED)
    }
}

#[cfg(test)]
mod tests {
    use super::Irreversible;
    use crate::base::Dialect;
    use crate::ops::{
        DropEnum, DropExtension, DropSchema, DropView, Enumeration, Extension, Function, Op,
        Operation, ReplaceEnum, Schema, Sequence, Sql, Trigger, View,
    };
    use crate::schema::{Index, Table};

    /// Returns the inverses of what `migration` records, or the reasons why there are none.
    fn reversed(migration: impl FnOnce(&mut Op<'_>)) -> Vec<Result<Vec<Operation>, Irreversible>> {
        let operations = crate::ops::tests::operations(migration);
        operations.iter().map(Operation::reverse).collect()
    }

    /// Checks that undoing twice what `migration` records is what it records.
    fn check_there_and_back(migration: impl FnOnce(&mut Op<'_>)) {
        for operation in crate::ops::tests::operations(migration) {
            let back = operation.reverse().unwrap();
            let forth: Vec<Operation> = back.iter().flat_map(|it| it.reverse().unwrap()).collect();
            assert_eq!(forth, [operation]);
        }
    }

    #[test]
    fn what_is_undone_twice_is_as_it_was() {
        check_there_and_back(|op| {
            op.rename_table(("a", "t"), ("b", "u"));
            op.rename_index(("a", "i"), "j");
            op.drop_index(Index::new("i").on("t", ["a"]).concurrently());
            op.create_enum(Enumeration::new("mood", ["sad"]));
            op.drop_enum(DropEnum::new(Enumeration::new("mood", ["sad"])).if_exists());
            op.rename_enum(("a", "mood"), ("a", "temper"));
            op.rename_enum_value("mood", "sad", "glad");
            op.replace_enum(
                ReplaceEnum::new("mood", ["a", "b"])
                    .instead_of(["c", "b"])
                    .map("c", "a"),
            );
            op.create_schema(Schema::new("app").owner("x"));
            op.rename_schema("app", "core");
            op.drop_schema("app");
            op.create_sequence(Sequence::new("s").start(5));
            op.alter_sequence(Sequence::new("s").start(5).instead_of(Sequence::new("s")));
            op.drop_sequence(Sequence::new("s"));
            op.create_view(View::new("v").as_("SELECT 1"));
            op.drop_view(View::materialized("v").as_("SELECT 1"));
            op.rename_view(("a", "v"), ("a", "w"));
            op.create_function(Function::new("f()", "RETURN 1"));
            op.replace_function(
                Function::new("f()", "RETURN 1").instead_of(Function::new("f()", "RETURN 2")),
            );
            op.drop_function(Function::procedure("p()", "AS ''"));
            op.create_trigger(Trigger::new("tr", "t", "x"));
            op.replace_trigger(
                Trigger::new("tr", "t", "x").instead_of(Trigger::new("tr", "t", "y")),
            );
            op.drop_trigger(Trigger::new("tr", "t", "x"));
            op.create_extension(Extension::new("citext").version("1.6"));
            op.drop_extension("citext");
        });
    }

    #[test]
    fn what_is_not_known_is_said_with_what_to_write() {
        let check = |migration: fn(&mut Op<'_>), why: &str| {
            for reversed in reversed(migration) {
                let error = reversed.unwrap_err();
                assert_eq!(error.why, why, "{error}");
                assert!(error.help.is_some());
            }
        };
        check(
            |op| {
                op.drop_table("t");
                op.drop_index("i");
                op.drop_enum("mood");
                op.drop_sequence("s");
                op.drop_view("v");
                op.drop_function("f()");
                op.drop_trigger(Trigger::named("tr", "t"));
            },
            "only the name is given",
        );
        check(
            |op| {
                op.drop_schema(DropSchema::new("app").cascade());
                op.drop_view(DropView::new(View::new("v").as_("SELECT 1")).cascade());
                op.drop_extension(DropExtension::new("citext").cascade());
            },
            "what `cascade` drops besides is not known",
        );
        check(
            |op| {
                op.create_table(Table::new("t").if_not_exists());
                op.create_index(Index::new("i").if_not_exists());
                op.create_schema(Schema::new("app").if_not_exists());
                op.create_enum(Enumeration::new("mood", ["sad"]).if_not_exists());
                op.create_sequence(Sequence::new("s").if_not_exists());
                op.create_view(View::new("v").if_not_exists());
                op.create_extension(Extension::new("citext").if_not_exists());
            },
            "with `if_not_exists` it may have created nothing",
        );
        check(
            |op| {
                op.replace_view(View::new("v").as_("SELECT 1"));
                op.replace_enum(ReplaceEnum::new("mood", ["sad"]));
                op.alter_sequence(Sequence::new("s").start(1));
                op.replace_function(Function::new("f()", "RETURN 1"));
                op.replace_trigger(Trigger::new("tr", "t", "x"));
                op.alter_extension(Extension::new("citext").version("2"));
                op.alter_extension(
                    Extension::new("c")
                        .version("2")
                        .instead_of(Extension::new("c")),
                );
            },
            "what it was before is not given",
        );
        check(
            |op| {
                op.rename_table("t", ("app", "t"));
                op.rename_view("v", ("app", "v"));
                op.rename_sequence("s", ("app", "s"));
                op.rename_enum("mood", ("app", "mood"));
            },
            "it is moved to another schema, and the one it was in is not named",
        );
        check(
            |op| op.execute("UPDATE t SET a = 1"),
            "nothing tells what undoes raw SQL",
        );
        check(
            |op| op.add_enum_value("mood", "x"),
            "the values that the enumeration had are not given",
        );
    }

    #[test]
    fn a_value_that_was_merged_into_another_stays_there() {
        let replace = ReplaceEnum::new("mood", ["a", "new"])
            .instead_of(["a", "b", "c", "d"])
            .map("b", "a")
            .map("c", "new")
            .map("d", "new");
        let back = reversed(|op| op.replace_enum(replace));
        let expected = ReplaceEnum::new("mood", ["a", "b", "c", "d"])
            .instead_of(["a", "new"])
            .map("new", "c");
        let expected = crate::ops::tests::operations(|op| op.replace_enum(expected));
        assert_eq!(back, [Ok(expected)]);
    }

    #[test]
    fn sql_is_undone_by_the_text_of_each_dialect() {
        let sql = Sql::new("a").reversed_by(Sql::sqlite("b").postgres("c"));
        assert_eq!(sql.reversal().unwrap().text(Dialect::Postgres), Some("c"));
        let back = reversed(|op| op.execute(sql));
        let expected =
            crate::ops::tests::operations(|op| op.execute(Sql::sqlite("b").postgres("c")));
        assert_eq!(back, [Ok(expected)]);
    }
}
