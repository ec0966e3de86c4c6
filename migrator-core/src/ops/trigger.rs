//! Creates, replaces and drops triggers, as units of SQL.

use std::panic::Location as Caller;

use super::{DropTrigger, Op, Operation, Replacing, Trigger, TriggerOperation};

impl Op<'_> {
    /// Creates a trigger.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE TRIGGER "users_touch" BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`; `CREATE CONSTRAINT TRIGGER …` |
    /// | SQLite | `CREATE TRIGGER "users_touch" AFTER UPDATE ON users BEGIN …; END`; constraint triggers are refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, Trigger};
    /// fn upgrade(op: &mut Op) {
    ///     op.create_trigger(Trigger::new(
    ///         "users_touch",
    ///         "users",
    ///         "BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    ///     ));
    /// }
    /// ```
    #[track_caller]
    pub fn create_trigger(&mut self, trigger: Trigger) {
        self.record_trigger(TriggerOperation::Create(trigger), Caller::caller());
    }

    /// Puts another trigger in the place of the one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TRIGGER "users_touch" ON "users"`, `CREATE TRIGGER "users_touch" …` |
    /// | SQLite | `DROP TRIGGER "users_touch"`, `CREATE TRIGGER "users_touch" …` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, Trigger};
    /// fn upgrade(op: &mut Op) {
    ///     let touch = |events| {
    ///         let sql = format!("{events} ON users FOR EACH ROW EXECUTE FUNCTION touch()");
    ///         Trigger::new("users_touch", "users", sql)
    ///     };
    ///     op.replace_trigger(touch("BEFORE INSERT OR UPDATE").instead_of(touch("BEFORE UPDATE")));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn replace_trigger(&mut self, trigger: impl Into<Replacing<Trigger>>) {
        self.record_trigger(TriggerOperation::Replace(trigger.into()), Caller::caller());
    }

    /// Drops a trigger. To be reversible it needs the definition.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TRIGGER "users_touch" ON "users"`; with everything: `DROP TRIGGER IF EXISTS "users_touch" ON "users" CASCADE` |
    /// | SQLite | `DROP TRIGGER "users_touch"`; `CASCADE` is refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropTrigger, Op, Trigger};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_trigger(Trigger::named("users_touch", "users"));
    ///     op.drop_trigger(DropTrigger::new(Trigger::named("log", "users")).if_exists());
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_trigger(&mut self, trigger: impl Into<DropTrigger>) {
        self.record_trigger(TriggerOperation::Drop(trigger.into()), Caller::caller());
    }

    #[inline(never)]
    fn record_trigger(&mut self, operation: TriggerOperation, caller: &'static Caller<'static>) {
        self.record(Operation::Trigger(operation), caller);
    }
}
