//! How a run behaves: everything has a default.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::base::{Arguments, TableName, Transaction};
use crate::exec::policies::Policies;
use crate::exec::{
    Cancel, ChangedChecksum, Event, NewerDatabase, Observer, OutOfOrder, UnknownRevision,
};
use crate::history::Tables;
use crate::schema::NamingConvention;
use crate::session::{LockMode, Settings};

/// How a run behaves. Start from [`Options::new`] and change what differs.
///
/// ```
/// # use migrator_core::exec::Options;
/// use std::time::Duration;
///
/// let options = Options::new().lock_wait(Duration::from_secs(5));
/// # drop(options);
/// ```
#[derive(Clone)]
#[must_use]
pub struct Options {
    version_table: TableName,
    history_table: Option<TableName>,
    transaction: Transaction,
    lock_wait: Duration,
    lock: LockMode,
    lock_timeout: Option<Duration>,
    statement_timeout: Option<Duration>,
    role: Option<String>,
    observer: Option<Arc<dyn Observer>>,
    cancel: Option<Cancel>,
    application: Option<String>,
    person: Option<String>,
    purge: bool,
    naming: Arc<NamingConvention>,
    arguments: Arc<Arguments>,
    policies: Policies,
}

impl Options {
    /// Returns the defaults: Alembic's version table, a transaction per migration,
    /// up to 60 seconds of waiting for a busy database, at most a second of waiting for a
    /// lock at a time, and errors for everything suspicious.
    pub fn new() -> Self {
        Self {
            version_table: Tables::default().version,
            history_table: None,
            transaction: Transaction::PerMigration,
            lock_wait: Duration::from_secs(60),
            lock: LockMode::Session,
            lock_timeout: Some(Duration::from_secs(1)),
            statement_timeout: None,
            role: None,
            observer: None,
            cancel: None,
            application: None,
            person: None,
            purge: false,
            naming: Arc::default(),
            arguments: Arc::default(),
            policies: Policies::default(),
        }
    }

    /// Sets the version table; `alembic_version` unless set.
    ///
    /// Every verb needs the same setting, those that only look included: without it they look
    /// into a table that is not there, and find nothing applied. Best keep the options
    /// of a program in one function, and call `migrator::with(options())` everywhere.
    pub fn version_table(mut self, table: impl Into<TableName>) -> Self {
        self.version_table = table.into();
        self
    }

    /// Sets the history table; unless set, `migrator_history` beside Alembic's
    /// version table, and `<name>_history` beside one of another name.
    pub fn history_table(mut self, table: impl Into<TableName>) -> Self {
        self.history_table = Some(table.into());
        self
    }

    /// Sets how the run is wrapped in transactions.
    ///
    /// A migration's own `TRANSACTION` constant wins over
    /// [`Transaction::PerMigration`].
    pub fn transaction(mut self, mode: Transaction) -> Self {
        self.transaction = mode;
        self
    }

    /// Sets how long to wait for a database that another process migrates or writes,
    /// each time it is busy; also how long a migration is repeated that runs into
    /// [`lock_timeout`](Self::lock_timeout).
    ///
    /// On SQLite the application's own busy handler comes on top: it may make one
    /// attempt last longer.
    pub fn lock_wait(mut self, limit: Duration) -> Self {
        self.lock_wait = limit;
        self
    }

    /// Sets how long the lock lasts that keeps other processes from migrating.
    pub fn lock(mut self, mode: LockMode) -> Self {
        self.lock = mode;
        self
    }

    /// Sets how long a migration's statement may wait for a lock that it needs, one
    /// second unless set; `None` leaves the connection's own setting alone.
    ///
    /// While `ALTER TABLE` waits for its lock, every later reader of the table waits
    /// behind it. So the wait is cut short, the migration rolled back, and repeated after a
    /// pause, until [`lock_wait`](Self::lock_wait) has passed. A migration may therefore
    /// run more than once; what it does outside the database is done again.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | SQLite | changes nothing: there are no locks on tables |
    /// | PostgreSQL | `SET LOCAL lock_timeout` (<https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT>); building or dropping an index `CONCURRENTLY` is excepted, since it makes nobody wait |
    ///
    /// ```
    /// # use migrator_core::exec::Options;
    /// use std::time::Duration;
    ///
    /// let patient = Options::new().lock_timeout(Duration::from_secs(5));
    /// let as_connected = Options::new().lock_timeout(None);
    /// # assert_ne!(format!("{patient:?}"), format!("{as_connected:?}"));
    /// ```
    pub fn lock_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.lock_timeout = limit.into();
        self
    }

    /// Sets how long a migration's statement may run; unless set, the connection's own
    /// setting counts. On SQLite it changes nothing.
    pub fn statement_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.statement_timeout = limit.into();
        self
    }

    /// Sets the role in which everything runs, so that it owns what is created.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | SQLite | an error: there are no roles |
    /// | PostgreSQL | `SET LOCAL ROLE` in each transaction; the connection's own role comes back |
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// Sets who is told about progress.
    ///
    /// ```
    /// # use migrator_core::exec::{Event, Options};
    /// let options = Options::new().observer(|event| {
    ///     if let Event::StepStarted { revision, step, n_steps, .. } = event {
    ///         println!("{step}/{n_steps} {revision}");
    ///     }
    /// });
    /// # drop(options);
    /// ```
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the handle that can stop the run from another thread.
    pub fn cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// Sets the application's name and version as written to the history; the
    /// package that embedded the migrations unless set.
    pub fn application(mut self, name_and_version: impl Into<String>) -> Self {
        self.application = Some(name_and_version.into());
        self
    }

    /// Adds who runs it to the application's name in the history: `shop 1.4.0, by alice@laptop`. For the
    /// command line.
    #[doc(hidden)]
    pub fn by(mut self, person: impl Into<String>) -> Self {
        self.person = Some(person.into()).filter(|person| !person.is_empty());
        self
    }

    /// Adds somebody who is told about progress, after whoever is told already. For the command line.
    #[doc(hidden)]
    pub fn also_observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(match self.observer.take() {
            None => Arc::new(observer),
            Some(first) => Arc::new(move |event: &Event<'_>| {
                first(event);
                observer(event);
            }),
        });
        self
    }

    /// Returns the cancel handle, which is a new one if none was set. For the command line.
    #[doc(hidden)]
    pub fn cancellable(mut self) -> (Self, Cancel) {
        let cancel = self.cancel.get_or_insert_with(Cancel::new).clone();
        (self, cancel)
    }

    /// Sets how constraints and indexes are called that migrations leave without a name, the
    /// migrations of libraries included: `pk_users`, `fk_users_role_id_roles` and so on unless set.
    ///
    /// ```
    /// # use migrator_core::exec::Options;
    /// # use migrator_core::schema::NamingConvention;
    /// let as_the_database_likes = Options::new().naming(NamingConvention::none());
    /// let options = Options::new().naming(NamingConvention::new().check("{table}_{hash}_check"));
    /// # drop((as_the_database_likes, options));
    /// ```
    pub fn naming(mut self, convention: NamingConvention) -> Self {
        self.naming = Arc::new(convention);
        self
    }

    /// Sets what the migrations find in [`op.tag()`](crate::ops::Op::tag), as `alembic --tag` does. The
    /// library itself does nothing with it.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.arguments).set_tag(tag.into());
        self
    }

    /// Adds what the migrations find in [`op.argument(key)`](crate::ops::Op::argument), as `alembic -x
    /// key=value` does; of several with the same key they find the last. Best keep the names of objects
    /// out of it that later migrations must know.
    ///
    /// ```
    /// # use migrator_core::exec::Options;
    /// let options = Options::new().argument("tenant", "blue").argument("reader", "reports");
    /// # drop(options);
    /// ```
    pub fn argument(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.arguments).push(key.into(), value.into());
        self
    }

    /// Sets what happens when an applied migration's code has changed.
    pub fn changed_checksum(mut self, policy: ChangedChecksum) -> Self {
        self.policies.changed_checksum = policy;
        self
    }

    /// Sets what happens when the database stands on a revision that this program does not have.
    pub fn unknown_revision(mut self, policy: UnknownRevision) -> Self {
        self.policies.unknown_revision = policy;
        self
    }

    /// Sets what happens when a newer version of the program has upgraded the database.
    pub fn newer_database(mut self, policy: NewerDatabase) -> Self {
        self.policies.newer_database = policy;
        self
    }

    /// Sets what happens with revisions spliced in below the applied ones.
    pub fn out_of_order(mut self, policy: OutOfOrder) -> Self {
        self.policies.out_of_order = policy;
        self
    }

    /// Makes `stamp` forget every version row first, unknown ones included, as
    /// `alembic stamp --purge` does. Other verbs are not concerned.
    pub fn purge(mut self, purge: bool) -> Self {
        self.purge = purge;
        self
    }

    /// Tells whether `stamp` forgets every version row first.
    #[must_use]
    pub(crate) fn purges(&self) -> bool {
        self.purge
    }

    /// Returns the settings for applying the revisions before a script to a scratch database.
    pub(crate) fn for_replay(&self) -> Self {
        Self {
            version_table: self.version_table.clone(),
            history_table: self.history_table.clone(),
            naming: self.naming.clone(),
            arguments: self.arguments.clone(),
            cancel: self.cancel.clone(),
            ..Self::new()
        }
    }

    /// Returns the settings for writing a script, during which there is no progress to tell.
    pub(crate) fn for_script(&self) -> Self {
        Self {
            observer: None,
            person: None,
            ..self.clone()
        }
    }

    /// Returns the tables of the version rows and of the history.
    #[must_use]
    pub(crate) fn tables(&self) -> Tables {
        let tables = Tables::with_version(self.version_table.clone());
        match &self.history_table {
            Some(history) => Tables {
                history: history.clone(),
                ..tables
            },
            None => tables,
        }
    }

    /// Returns what a session is told, when its lock is named after this table.
    pub(crate) fn settings(&self, lock_name: &str) -> Settings {
        Settings {
            lock_name: lock_name.to_owned(),
            lock: self.lock,
            lock_timeout: self.lock_timeout,
            statement_timeout: self.statement_timeout,
            role: self.role.clone(),
        }
    }

    /// Returns how long the lock lasts.
    #[must_use]
    pub(crate) fn lock_mode(&self) -> LockMode {
        self.lock
    }

    /// Returns how the run is wrapped in transactions.
    #[must_use]
    pub(crate) fn transaction_mode(&self) -> Transaction {
        self.transaction
    }

    /// Returns how long a busy database is waited for.
    #[must_use]
    pub(crate) fn lock_wait_limit(&self) -> Duration {
        self.lock_wait
    }

    /// Returns who is told about progress.
    #[must_use]
    pub(crate) fn progress(&self) -> Option<&dyn Observer> {
        self.observer.as_deref()
    }

    /// Returns the cancel handle.
    #[must_use]
    pub(crate) fn cancel_handle(&self) -> Option<&Cancel> {
        self.cancel.as_ref()
    }

    /// Returns what the history calls the application, whose package has this name and version.
    #[must_use]
    pub(crate) fn application_or(&self, package: &str) -> String {
        let application = self.application.as_deref().unwrap_or(package);
        match &self.person {
            None => application.to_owned(),
            Some(person) => format!("{application}, by {person}"),
        }
    }

    /// Returns how unnamed constraints and indexes are called.
    pub(crate) fn naming_convention(&self) -> &NamingConvention {
        &self.naming
    }

    /// Returns what is said to the migrations.
    pub(crate) fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// Returns what to do with what the history reveals.
    #[must_use]
    pub(crate) fn policies(&self) -> Policies {
        self.policies
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("tables", &self.tables())
            .field("transaction", &self.transaction)
            .field("lock_wait", &self.lock_wait)
            .field("lock", &self.lock)
            .field("lock_timeout", &self.lock_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("role", &self.role)
            .field("observer", &self.observer.is_some())
            .field("cancel", &self.cancel)
            .field("application", &self.application)
            .field("person", &self.person)
            .field("purge", &self.purge)
            .field("naming", &self.naming)
            .field("arguments", &self.arguments)
            .field("policies", &self.policies)
            .finish()
    }
}

#[cfg(test)]
mod tests;
