//! Undoes another function's operations: a downgrade made from its upgrade.
//!
//! The function is called with a sink that keeps what it asks for; nothing of that runs. The
//! inverses are then recorded in reverse order, each with the line of the call it undoes.

use std::panic::Location as Caller;

use crate::base::{Dialect, Location, TableName};
use crate::ops::{Command, Irreversible, Op, OpError, Operation, Query, Sink};
use crate::session::Rows;

impl Op<'_> {
    /// Undoes what `upgrade` does: records the inverse of each of its operations, the last
    /// one first.
    ///
    /// `upgrade` is called, and nothing of what it asks for runs. So it must not read from the database, and
    /// must do the same each time it is called. Every operation must be reversible: what is created is
    /// dropped, what is dropped needs its definition, what is replaced its former one, raw SQL needs
    /// [`Sql::reversed_by`](super::Sql::reversed_by). Rows that are inserted into a table, or changed in batches, go with it if the
    /// same `upgrade` creates it. In a script, what is [`online`](Self::online) only is left out on the way back, too. What is done in [`autocommit`](Self::autocommit) blocks is undone in such blocks.
    ///
    /// What cannot be undone fails the downgrade before anything runs, with the line of the call in `upgrade`.
    ///
    /// # Errors
    /// `upgrade`'s own error, as it is.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::{Op, Sql}, schema::*};
    /// pub fn upgrade(op: &mut Op) -> Result {
    ///     op.create_table(Table::new("roles").column(Column::new("name", string(16)).primary_key()));
    ///     op.bulk_insert("roles", ["name"], [("admin",), ("guest",)]);
    ///     op.execute(Sql::new("UPDATE users SET age = age * 12").reversed_by("UPDATE users SET age = age / 12"));
    ///     Ok(())
    /// }
    ///
    /// pub fn downgrade(op: &mut Op) -> Result {
    ///     op.reverse_of(upgrade)
    /// }
    /// ```
    #[track_caller]
    pub fn reverse_of<E>(
        &mut self,
        upgrade: impl FnOnce(&mut Op<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let location = Location::of_caller(Caller::caller());
        let mut forth = Forth::new(self.dialect(), self.is_offline());
        let outcome = upgrade(&mut Op::with(&mut forth, self.said()));
        self.record_back(forth, outcome.is_ok(), location);
        outcome
    }

    #[inline(never)]
    fn record_back(&mut self, forth: Forth, succeeded: bool, location: Location) {
        let sink = self.sink();
        match forth.reversed() {
            Err((why, location)) => sink.refuse(why, location),
            // The error must not be swallowed and nothing be undone.
            Ok(_) if !succeeded => sink.refuse(
                Irreversible {
                    operation: "reverse_of",
                    object: String::new(),
                    why: "the function to reverse returned an error".to_owned(),
                    help: None,
                },
                location,
            ),
            Ok(back) => back.into_iter().for_each(|event| event.replay(sink)),
        }
    }
}

/// Something a migration asked for.
#[derive(Debug)]
enum Event {
    Record(Operation, Location),
    EnterAutocommit(Location),
    LeaveAutocommit(Location),
    LeaveOut(Location),
}

impl Event {
    fn replay(self, sink: &mut dyn Sink) {
        match self {
            Self::Record(operation, location) => sink.record(operation, location),
            Self::EnterAutocommit(location) => sink.enter_autocommit(location),
            Self::LeaveAutocommit(_) => sink.leave_autocommit(),
            Self::LeaveOut(location) => sink.leave_out(location),
        }
    }
}

/// Keeps what the way forth asks for.
struct Forth {
    dialect: Dialect,
    /// Whether the way back is written as a script: then the way forth is that of a script, too.
    is_offline: bool,
    events: Vec<Event>,
    /// The places of the blocks that are open.
    blocks: Vec<Location>,
    /// Why there is no way back, and the first place that takes it.
    failure: Option<(Irreversible, Location)>,
}

type Reversed = Result<Vec<Event>, (Irreversible, Location)>;

impl Forth {
    const fn new(dialect: Dialect, is_offline: bool) -> Self {
        Self {
            dialect,
            is_offline,
            events: Vec::new(),
            blocks: Vec::new(),
            failure: None,
        }
    }

    /// Returns the way back.
    fn reversed(self) -> Reversed {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut made = Made::default();
        let mut back = Vec::new();
        for event in self.events {
            match event {
                Event::Record(operation, location) => {
                    let inverse = made.inverse(&operation, self.dialect);
                    let inverse = inverse.map_err(|why| (why, location.clone()))?;
                    let events = inverse.into_iter().rev();
                    back.extend(events.map(|it| Event::Record(it, location.clone())));
                }
                Event::EnterAutocommit(location) => back.push(Event::LeaveAutocommit(location)),
                Event::LeaveAutocommit(location) => back.push(Event::EnterAutocommit(location)),
                Event::LeaveOut(location) => back.push(Event::LeaveOut(location)),
            }
        }
        back.reverse();
        Ok(back)
    }

    fn reads(&mut self, operation: &'static str, location: Location) -> OpError {
        let why = Irreversible {
            operation,
            object: String::new(),
            why: "what depends on the database's rows is not known without them".to_owned(),
            help: Some("write the downgrade by hand".to_owned()),
        };
        let message = why.to_string();
        self.fail(why, location);
        OpError { message }
    }

    fn fail(&mut self, why: Irreversible, location: Location) {
        self.failure.get_or_insert((why, location));
    }
}

impl Sink for Forth {
    fn record(&mut self, operation: Operation, location: Location) {
        self.events.push(Event::Record(operation, location));
    }

    fn query(&mut self, _query: Query, location: Location) -> Result<Rows, OpError> {
        Err(self.reads("query", location))
    }

    #[cfg(feature = "raw-driver")]
    fn raw(
        &mut self,
        _work: &mut crate::session::RawWork<'_>,
        location: Location,
    ) -> Result<(), OpError> {
        Err(self.reads("raw_driver", location))
    }

    fn is_offline(&self) -> bool {
        self.is_offline
    }

    fn leave_out(&mut self, location: Location) {
        self.events.push(Event::LeaveOut(location));
    }

    fn enter_autocommit(&mut self, location: Location) {
        self.blocks.push(location.clone());
        self.events.push(Event::EnterAutocommit(location));
    }

    fn leave_autocommit(&mut self) {
        if let Some(location) = self.blocks.pop() {
            self.events.push(Event::LeaveAutocommit(location));
        }
    }

    fn refuse(&mut self, why: Irreversible, location: Location) {
        self.fail(why, location);
    }

    fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// The tables that the way forth has made: what is inserted there goes with them.
#[derive(Default)]
struct Made(Vec<TableName>);

impl Made {
    fn inverse(
        &mut self,
        operation: &Operation,
        dialect: Dialect,
    ) -> Result<Vec<Operation>, Irreversible> {
        if self.covers(operation) || is_nothing(operation, dialect) {
            return Ok(Vec::new());
        }
        self.note(operation);
        operation.reverse()
    }

    fn covers(&self, operation: &Operation) -> bool {
        let has_made = |table| self.0.contains(table);
        matches!(operation, Operation::BulkInsert(it) if has_made(&it.table))
            || matches!(operation, Operation::InBatches(it) if has_made(it.batches.table()))
    }

    fn note(&mut self, operation: &Operation) {
        if let Operation::CreateTable(create) = operation {
            self.0.push(create.table.name().clone());
        }
        if let Operation::DropTable(drop) = operation {
            self.0.retain(|made| *made != drop.table);
        }
        if let Operation::RenameTable(rename) = operation {
            let to = match rename.to.schema() {
                Some(_) => rename.to.clone(),
                None => rename.from.sibling(rename.to.name().to_owned()),
            };
            let made = self.0.iter_mut().find(|made| **made == rename.from);
            if let Some(made) = made {
                *made = to;
            }
        }
    }
}

/// Tells whether there is nothing to do for a dialect, and so nothing to undo.
fn is_nothing(operation: &Operation, dialect: Dialect) -> bool {
    let Operation::Execute(execute) = operation else {
        return false;
    };
    match &execute.command {
        Command::Sql(sql) => sql.text(dialect).is_some_and(|text| text.trim().is_empty()),
        Command::Insert(_)
        | Command::Update(_)
        | Command::Delete(_)
        | Command::Select(_)
        | Command::With(_) => false,
    }
}
