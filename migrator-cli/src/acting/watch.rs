//! What the server says about a statement that takes its time, asked on a connection of its own: how far
//! the build of an index has come, and whose lock is waited for.
//!
//! Only for the bar: where nobody looks, nobody asks. What fails here is not worth a word.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use migrator_core::base::Dialect;
use migrator_core::session::{Session, Statement};

use super::screen::Screen;
use super::text::on_one_line;
use crate::database::OpenAgain;

/// How often the server is asked.
const PERIOD: Duration = Duration::from_millis(500);

/// Watches until it is dropped.
pub(super) struct Watch {
    _running: mpsc::Sender<()>,
}

impl Watch {
    /// Starts to watch what this session does, if its database can say anything.
    pub(super) fn start(
        session: &mut dyn Session,
        open: Option<OpenAgain>,
        screen: &Arc<Screen>,
    ) -> Option<Self> {
        if session.dialect() != Dialect::Postgres || !screen.has_bars() {
            return None;
        }
        let process = process(session)?;
        let (open, screen) = (open?, Arc::clone(screen));
        let (running, ended) = mpsc::channel();
        let watching = std::thread::Builder::new().name("migrator-watch".to_owned());
        // Nobody waits for its end: it may be on its way to the server.
        watching
            .spawn(move || watch(open, process, &screen, &ended))
            .ok()?;
        Some(Self { _running: running })
    }
}

fn watch(open: OpenAgain, process: i64, screen: &Screen, ended: &mpsc::Receiver<()>) -> Option<()> {
    let mut unopened = Some(open);
    let mut session = None;
    while ended.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
        if !screen.is_slow() {
            continue;
        }
        if let Some(open) = unopened.take() {
            session = Some(open().ok()?);
        }
        let said = ask(&mut **session.as_mut()?, process)?;
        screen.remark(&said);
    }
    Some(())
}

/// Returns what there is to say; empty if nothing.
fn ask(session: &mut dyn Session, process: i64) -> Option<String> {
    let sql = format!(
        "SELECT CASE \
         WHEN p.pid IS NOT NULL THEN format('index on %s, %s%s', p.relid::regclass, p.phase, \
           coalesce(', ' || 100 * p.blocks_done / nullif(p.blocks_total, 0) || ' %', \
                    ', ' || 100 * p.tuples_done / nullif(p.tuples_total, 0) || ' %', '')) \
         WHEN a.wait_event_type = 'Lock' THEN (SELECT format('waiting for process %s%s', b.pid, \
           coalesce(' (' || nullif(concat_ws(', ', nullif(b.application_name, ''), b.usename), '') || ')', '')) \
           FROM pg_stat_activity b WHERE b.pid = ANY (pg_blocking_pids(a.pid)) LIMIT 1) \
         END FROM pg_stat_activity a LEFT JOIN pg_stat_progress_create_index p ON p.pid = a.pid \
         WHERE a.pid = {process}"
    );
    let rows = session.query(&Statement::new(sql)).ok()?;
    let said: Option<String> = rows.first()?.get(0).ok()?;
    Some(on_one_line(&said.unwrap_or_default()))
}

fn process(session: &mut dyn Session) -> Option<i64> {
    let sql = Statement::new("SELECT pg_backend_pid()::text");
    let text: String = session.query(&sql).ok()?.first()?.get(0).ok()?;
    text.parse().ok()
}
