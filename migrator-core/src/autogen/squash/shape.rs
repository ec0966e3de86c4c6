//! Which operations leave nothing but what can be seen in the catalogue.
//!
//! Only these may be left out when a shorter way leads to the same catalogue. Whatever touches rows, gives
//! something another name, or is not known here is carried over as it is.

use crate::base::Dialect;
use crate::ops::{
    Command, DomainOperation, EnumOperation, FunctionOperation, Operation, SchemaOperation,
    SequenceOperation, TableChange, ViewOperation,
};
use crate::script::{Kind, Piece, split, tokens};

/// The operations, by the names of their methods.
const SHAPES: [&str; 27] = [
    "create_table",
    "drop_table",
    "add_column",
    "drop_column",
    "add_constraint",
    "drop_constraint",
    "create_table_comment",
    "drop_table_comment",
    "create_index",
    "drop_index",
    "create_enum",
    "add_enum_value",
    "drop_enum",
    "create_domain",
    "drop_domain",
    "create_schema",
    "drop_schema",
    "create_sequence",
    "drop_sequence",
    "create_view",
    "replace_view",
    "drop_view",
    "create_function",
    "replace_function",
    "drop_function",
    "create_trigger",
    "drop_trigger",
];

/// What `CREATE` makes that the catalogue shows.
pub(super) const KINDS: [&str; 7] = [
    "TABLE", "INDEX", "VIEW", "SEQUENCE", "DOMAIN", "SCHEMA", "TRIGGER",
];

/// What may stand between `CREATE` and the kind.
const ADJECTIVES: [&str; 3] = ["UNIQUE", "OR", "REPLACE"];

/// What in `ALTER TABLE` may change rows, names, or what the catalogue does not show.
const BEYOND: [&str; 14] = [
    "RENAME", "TYPE", "SET", "OWNER", "ENABLE", "DISABLE", "ATTACH", "DETACH", "INHERIT", "NO",
    "ALTER", "CASCADE", "RESET", "REPLICA",
];

/// What may be said of a table or of a schema that the catalogue does not show: where and how it is stored, whose it
/// is, and that it is gone with the session.
const UNSHOWN: [&str; 9] = [
    "TABLESPACE",
    "STORAGE",
    "COMPRESSION",
    "USING",
    "AUTHORIZATION",
    "GRANT",
    "TEMP",
    "TEMPORARY",
    "PG_TEMP",
];

/// Tells whether all that an operation leaves can be seen in the catalogue.
pub(super) fn is_shape(operation: &Operation, dialect: Dialect) -> bool {
    match pieces(operation, dialect) {
        Pieces::None => SHAPES.contains(&operation.name()) && !leaves_more(operation),
        Pieces::Unknown => false,
        Pieces::Of(pieces) => pieces.iter().all(|it| is_shape_sql(it.sql, dialect)),
    }
}

/// Tells whether an operation leaves what the catalogue does not show, or takes along what it does not name.
fn leaves_more(operation: &Operation) -> bool {
    match operation {
        Operation::CreateTable(it) => it.table.is_temporary(),
        Operation::DropTable(it) => it.cascade,
        Operation::AlterTable(it) => it.changes.iter().any(|change| match change {
            TableChange::DropColumn(it) => it.is_cascade(),
            TableChange::DropConstraint(it) => it.is_cascade(),
            _ => false,
        }),
        Operation::Schema(SchemaOperation::Create(it)) => it.role().is_some(),
        Operation::Schema(SchemaOperation::Drop(it)) => it.cascade,
        Operation::Enumeration(EnumOperation::Drop(it)) => it.cascade,
        Operation::Domain(DomainOperation::Drop(it)) => it.cascade,
        Operation::Sequence(SequenceOperation::Drop(it)) => it.cascade,
        Operation::Function(FunctionOperation::Drop(it)) => it.cascade,
        Operation::View(ViewOperation::Create(it)) => it.is_without_data(),
        Operation::View(ViewOperation::Replace(it)) => it.replacing.object.is_without_data(),
        Operation::View(ViewOperation::Drop(it)) => it.cascade,
        _ => false,
    }
}

/// Tells the same of one statement.
fn is_shape_sql(sql: &str, dialect: Dialect) -> bool {
    let tokens = significant(sql, dialect);
    let all = words(&tokens);
    let mut words = all.iter().map(String::as_str);
    let has = |word: &str| all.iter().any(|it| it == word);
    match words.next() {
        Some("CREATE") => match words.find(|word| !ADJECTIVES.contains(word)) {
            // A table may be made with the rows of a query.
            Some("TABLE") => !has("AS") && !has("SELECT") && !says_more(&tokens),
            Some("SCHEMA") => !says_more(&tokens),
            kind => kind.is_some_and(|kind| KINDS.contains(&kind)),
        },
        // What goes along is not named.
        Some("DROP") => words.next().is_some_and(|kind| KINDS.contains(&kind)) && !has("CASCADE"),
        // What goes and what comes may have one name.
        Some("ALTER") => {
            words.next() == Some("TABLE")
                && has("ADD") != has("DROP")
                && !words.any(|word| BEYOND.contains(&word))
                && !says_more(&tokens)
        }
        _ => false,
    }
}

/// Tells whether a statement says something of a table or of a schema that the catalogue does not show.
fn says_more(tokens: &[(Kind, &str)]) -> bool {
    let is = |at: usize, word: &str| {
        let token = tokens.get(at);
        token.is_some_and(|(kind, text)| *kind == Kind::Word && text.eq_ignore_ascii_case(word))
    };
    let opens = |at: usize| tokens.get(at).is_some_and(|(kind, _)| *kind == Kind::Open);
    let begins_item = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        before.is_some_and(|(kind, text)| *kind == Kind::Open || *text == ",")
    };
    (0..tokens.len()).any(|at| {
        UNSHOWN.iter().any(|word| is(at, word))
            // Settings of the storage, and not a time with a zone.
            || is(at, "WITH") && opens(at + 1)
            // Another table's parts, and not a pattern.
            || is(at, "LIKE") && begins_item(at)
    })
}

/// Returns what a statement sets for the rest of its transaction, if that changes what others in it mean.
pub(super) fn local_setting(operation: &Operation, dialect: Dialect) -> Option<String> {
    let Pieces::Of(pieces) = pieces(operation, dialect) else {
        return None;
    };
    pieces.iter().find_map(|piece| {
        let words = words(&significant(piece.sql, dialect));
        let has = |word: &str| words.iter().any(|it| it == word);
        match words.as_slice() {
            [set, local, name, ..] if set == "SET" && local == "LOCAL" => {
                let is_harmless = ["_TIMEOUT", "WORK_MEM"];
                let is_harmless = is_harmless.iter().any(|it| name.ends_with(it));
                (!is_harmless).then(|| format!("SET LOCAL {}", name.to_lowercase()))
            }
            _ if has("SET_CONFIG") && has("TRUE") => Some("set_config".to_owned()),
            _ => None,
        }
    })
}

/// The statements that an operation runs as they are.
pub(super) enum Pieces<'o> {
    /// It is no SQL.
    None,
    /// It is SQL, and what it runs is not known before it runs.
    Unknown,
    /// These.
    Of(Vec<Piece<'o>>),
}

/// Returns the statements that an operation runs as they are.
pub(super) fn pieces(operation: &Operation, dialect: Dialect) -> Pieces<'_> {
    let Operation::Execute(execute) = operation else {
        return Pieces::None;
    };
    let Command::Sql(sql) = &execute.command else {
        return Pieces::Unknown;
    };
    let text = sql.text(dialect).filter(|_| sql.params().is_empty());
    match text.map(|text| split(dialect, text)) {
        Some(Ok(pieces)) => Pieces::Of(pieces),
        Some(Err(_)) | None => Pieces::Unknown,
    }
}

/// Returns the tokens of a statement that are part of it.
pub(super) fn significant(sql: &str, dialect: Dialect) -> Vec<(Kind, &str)> {
    let tokens = tokens(dialect, sql).map_while(Result::ok);
    tokens.filter(|(kind, _)| kind.is_significant()).collect()
}

/// Returns the keywords and the bare names, in capitals.
fn words(tokens: &[(Kind, &str)]) -> Vec<String> {
    let words = tokens.iter().filter(|(kind, _)| *kind == Kind::Word);
    words.map(|(_, text)| text.to_uppercase()).collect()
}
