//! The desk where queries are asked: a few warm workers, each with one query at a time.

use super::cage::Cage;
use super::process::{Launch, Life, Worker};
use super::protocol::{Frame, Over, Question};
use super::turns::{Crowd, Turn, Turns};
use crate::limits::{Limits, millis};
use crate::lock::lock;
use crate::refusal::Refusal;
use crate::wire::Client;
use contract::{SqlColumn, SqlCost, SqlRequest, SqlStep};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::sleep;

/// The workers, and who may ask them.
pub struct Desk {
    launch: Launch,
    limits: Limits,
    turns: Arc<Turns>,
    idle: Mutex<Vec<Worker>>,
    /// Held while workers are started, so that two who refill do not start twice as many.
    refilling: tokio::sync::Mutex<()>,
    /// Whether queries are answered although a worker is not wholly confined.
    trusting: bool,
}

/// A query whose columns are known and whose rows are on their way. Dropping this ends it.
pub struct Running {
    /// Snapshot that is asked.
    pub snapshot: String,
    /// Its columns.
    pub columns: Vec<SqlColumn>,
    worker: Option<Worker>,
    lease: Lease,
}

/// What a query holds until it has ended.
struct Lease {
    desk: Arc<Desk>,
    life: Life,
    /// Ends a query whose rows nobody takes.
    hold: JoinHandle<()>,
    /// Whether the worker has answered to the end and waits for the next query.
    is_returned: bool,
    _turn: Turn,
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.hold.abort();
        if self.is_returned {
            return;
        }
        // Whoever asked has gone or the worker has ended; another one takes its place before somebody waits for it.
        self.life.end();
        if let Ok(runtime) = Handle::try_current() {
            let desk = self.desk.clone();
            runtime.spawn(async move { desk.refill().await });
        }
    }
}

/// What comes after the columns.
pub enum Next {
    /// A piece of the Arrow IPC stream of the rows.
    Rows(Vec<u8>),
    /// The end, with the steps if they were asked for.
    End(SqlCost, Vec<SqlStep>),
}

impl Desk {
    /// A desk over a store. `trusting`: with whatever limits the system has.
    pub fn new(launch: Launch, limits: &Limits, trusting: bool) -> Arc<Self> {
        let crowd = Crowd {
            most: limits.sql_workers.max(1),
            client_most: limits.sql_client_queries.max(1),
            waiting: limits.sql_waiting,
            client_waiting: limits.sql_client_waiting,
            wait: millis(limits.computation_wait_ms),
        };
        let turns = Turns::new(crowd);
        Arc::new(Desk {
            launch,
            limits: limits.clone(),
            turns,
            idle: Mutex::default(),
            refilling: tokio::sync::Mutex::default(),
            trusting,
        })
    }

    /// Starts the workers that wait for queries. What holds around them is in the log.
    pub async fn warm(self: &Arc<Self>) {
        self.refill().await;
        // If none could be started, the log has the reason.
        let cage = self.lock().first().map(|worker| worker.cage);
        if let Some(Cage { files, calls, amounts }) = cage {
            tracing::info!(files, calls, amounts, workers = self.limits.sql_workers, "SQL is answered");
        }
    }

    async fn refill(self: &Arc<Self>) {
        let _alone = self.refilling.lock().await;
        while self.lock().len() + self.turns.answered() < self.limits.sql_workers {
            match self.start().await {
                Ok(worker) => self.lock().push(worker),
                Err(_) => return,
            }
        }
    }

    /// Asks a query over a snapshot.
    ///
    /// # Errors
    /// The query is refused; there are too many; workers cannot be confined and must be.
    pub async fn ask(
        self: &Arc<Self>,
        client: Client,
        over: Over,
        request: SqlRequest,
    ) -> Result<Running, Refusal> {
        let question = self.question(over, request);
        self.put(client, question).await
    }

    /// Asks what a query would answer and which values it takes, for [`shape`](super::shape).
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub async fn ask_shape(
        self: &Arc<Self>,
        client: Client,
        over: Over,
        request: SqlRequest,
    ) -> Result<Running, Refusal> {
        let question = Question { only_shape: true, ..self.question(over, request) };
        self.put(client, question).await
    }

    fn question(&self, over: Over, request: SqlRequest) -> Question {
        let Limits { sql_time_ms: time_ms, sql_planning_ms: planning_ms, .. } = self.limits;
        Question { over: Some(over), request, only_shape: false, time_ms, planning_ms }
    }

    async fn put(self: &Arc<Self>, client: Client, question: Question) -> Result<Running, Refusal> {
        let turn = self.turns.take(client).await?;
        let idle = self.lock().pop();
        let worker = match idle {
            Some(worker) => worker,
            None => self.start().await?,
        };
        let snapshot = question.over.as_ref().map(|over| over.snapshot.clone()).unwrap_or_default();
        let life = worker.life();
        let held = life.clone();
        let most = millis(self.limits.sql_hold_ms);
        let hold = tokio::spawn(async move {
            sleep(most).await;
            held.end();
        });
        let lease = Lease { desk: self.clone(), life, hold, is_returned: false, _turn: turn };
        let mut running = Running { snapshot, columns: Vec::new(), worker: Some(worker), lease };
        match running.hear(Some(question)).await? {
            Frame::Columns(columns) => running.columns = columns,
            _ => return Err(Refusal::Internal),
        }
        Ok(running)
    }

    /// A worker that is started and confined.
    async fn start(self: &Arc<Self>) -> Result<Worker, Refusal> {
        let launch = self.launch.clone();
        let started = spawn_blocking(move || Worker::start(&launch)).await.map_err(|_| Refusal::Internal)?;
        let worker = started.map_err(|error| {
            tracing::error!(%error, "no worker for SQL can be started");
            Refusal::Internal
        })?;
        if !worker.cage.is_whole() && !self.trusting {
            tracing::error!(cage = ?worker.cage, "SQL is refused: this system cannot confine its workers");
            return Err(Refusal::SqlOff);
        }
        Ok(worker)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Worker>> {
        lock(&self.idle)
    }
}

impl Running {
    /// The next rows, or the end.
    ///
    /// # Errors
    /// The query failed on its way, or met a limit.
    pub async fn next(&mut self) -> Result<Next, Refusal> {
        match self.hear(None).await? {
            Frame::Rows(bytes) => Ok(Next::Rows(bytes)),
            Frame::End(cost, steps) => {
                self.give_back();
                Ok(Next::End(cost, steps))
            }
            _ => Err(Refusal::Internal),
        }
    }

    /// What the worker says next, after a question if there is one.
    async fn hear(&mut self, question: Option<Question>) -> Result<Frame, Refusal> {
        let Some(mut worker) = self.worker.take() else { return Err(Refusal::Internal) };
        let heard = spawn_blocking(move || {
            if let Some(question) = question {
                // If it has ended, what it says next is why.
                let _ = worker.ask(&question);
            }
            let frame = worker.hear();
            (worker, frame)
        });
        let (worker, frame) = heard.await.map_err(|_| Refusal::Internal)?;
        match frame {
            Ok(Frame::Refused(refusal)) => {
                self.worker = Some(worker);
                self.give_back();
                Err(Refusal::Sql(refusal))
            }
            Ok(Frame::Failed(fault)) => {
                tracing::error!(error = fault.cause, "a table cannot be read");
                self.worker = Some(worker);
                self.give_back();
                Err(Refusal::Internal)
            }
            Ok(frame) => {
                self.worker = Some(worker);
                Ok(frame)
            }
            Err(refusal) => Err(Refusal::Sql(refusal)),
        }
    }

    /// The worker has answered to the end, and may be asked again.
    fn give_back(&mut self) {
        self.lease.is_returned = true;
        if let Some(worker) = self.worker.take() {
            self.lease.desk.lock().push(worker);
        }
    }
}
