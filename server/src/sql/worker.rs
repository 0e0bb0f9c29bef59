//! A worker: a process that answers one query after another, within limits that it puts around itself.

use super::cage::{Bounds, Cage};
use super::clock::Clock;
use super::protocol::{Fault, Frame, Over, Question};
use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use contract::{SqlCode, SqlCost, SqlRefusal, SqlStep};
use data::sql::{Failed, Room, Session, Shape, cannot_run};
use data::store::Tenant;
use futures::FutureExt;
use std::io::{self, BufRead, Stdout};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Builder;

/// What a worker is started with.
#[derive(Clone, Debug)]
pub struct Life {
    /// The tenant whose tables can be named.
    pub tenant: Option<Tenant>,
    /// Directory for what does not fit into memory; emptied by whoever started the worker.
    pub spill: PathBuf,
    /// Memory of the process in bytes.
    pub memory_bytes: u64,
    /// Files that a query may spill, in bytes.
    pub disk_bytes: u64,
    /// Parts of a query that run side by side.
    pub threads: usize,
    /// Processor time of its whole life, in seconds.
    pub processor_s: u64,
}

/// Stack of the thread that plans: the planner recurses through a query.
const PLANNING_STACK_BYTES: usize = 64 << 20;

/// Stack of the threads that compute.
const STACK_BYTES: usize = 8 << 20;

/// Confines this process, says which limits hold, and answers queries from standard input until it ends.
///
/// # Errors
/// Nobody reads the answers any more; no thread can be started.
pub fn run(life: Life) -> io::Result<()> {
    let root = life.tenant.as_ref().map(Tenant::root);
    let cage = Cage::close(Bounds {
        reads: root.as_deref(),
        writes: &life.spill,
        memory_bytes: life.memory_bytes,
        file_bytes: life.disk_bytes,
        processor_s: life.processor_s,
    });
    Frame::Holds(cage).write(io::stdout())?;
    let answering =
        thread::Builder::new().stack_size(PLANNING_STACK_BYTES).spawn(move || answer_all(&life))?;
    answering.join().unwrap_or_else(|_| Err(io::Error::other("a worker's thread panicked")))
}

fn answer_all(life: &Life) -> io::Result<()> {
    // Without a driver for sockets: it would open some.
    let runtime = Builder::new_multi_thread()
        .worker_threads(life.threads)
        .thread_stack_size(STACK_BYTES)
        .enable_time()
        .build()?;
    let mut answering = Answering { life, clock: Clock::start()?, open: None, out: io::stdout() };
    for line in io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let answered = AssertUnwindSafe(answering.answer(question)).catch_unwind();
        // A panic is something that the engine takes for impossible.
        let outcome = runtime.block_on(answered).unwrap_or_else(|_| Err(Failed::from(cannot_run()).into()));
        answering.clock.stop();
        match outcome {
            Ok(()) => {}
            Err(Ended::Gone(error)) => return Err(error),
            Err(Ended::Failed(Failed::Refused(refusal))) => Frame::Refused(refusal).write(&answering.out)?,
            Err(Ended::Failed(Failed::Store(error))) => {
                let fault = Fault { cause: error.cause(), remedy: error.remedy().map(str::to_owned) };
                Frame::Failed(fault).write(&answering.out)?;
            }
        }
    }
    Ok(())
}

/// Why an answer ended early.
enum Ended {
    Failed(Failed),
    /// Nobody reads it any more.
    Gone(io::Error),
}

impl From<Failed> for Ended {
    fn from(failed: Failed) -> Self {
        Ended::Failed(failed)
    }
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Ended::Gone(error)
    }
}

struct Answering<'a> {
    life: &'a Life,
    clock: Clock,
    /// The session over what was asked last.
    open: Option<(Option<Over>, Session)>,
    out: Stdout,
}

impl Answering<'_> {
    async fn answer(&mut self, question: Question) -> Result<(), Ended> {
        let (begun, request) = (Instant::now(), &question.request);
        self.clock.run(Duration::from_millis(question.time_ms));
        if self.open.as_ref().is_none_or(|(over, _)| *over != question.over) {
            self.open = None;
            self.open = Some((question.over.clone(), session(self.life, question.over.as_ref())?));
        }
        let Some((_, session)) = &mut self.open else { return Ok(()) };
        let read = session.read(&request.sql).await?;
        let left = self.clock.stop();
        self.clock.run(Duration::from_millis(question.planning_ms));
        if question.only_shape {
            let Shape { columns, answer, parameters } = session.shape(read, &request.parameters).await?;
            let both = [("columns", answer.fields()), ("parameters", parameters.fields())]
                .map(|(name, fields)| Field::new(name, DataType::Struct(fields.clone()), false));
            let rows = Rows::begin(&Schema::new(both.to_vec()), None).map_err(unwritable)?;
            Frame::Columns(columns).write(&self.out)?;
            return self.end(rows, SqlCost::default(), Vec::new());
        }
        let limit = request.row_limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX - 1));
        let answer = session.plan(read, &request.parameters).await?;
        let columns = answer.columns().to_vec();
        let answer = match request.sort {
            Some(sort) => answer.sort(sort)?,
            None => answer,
        };
        let answer = match limit {
            // One more says whether there are more.
            Some(limit) => answer.limit(limit.saturating_add(1))?,
            None => answer,
        };
        let mut batches = answer.batches().await?;
        self.clock.run(left);
        let mut rows = Rows::begin(&batches.schema(), limit).map_err(unwritable)?;
        // An error before the first rows is a refusal, not an answer that breaks off.
        let mut next = batches.next().await.transpose()?;
        self.clock.wait(|| Frame::Columns(columns).write(&self.out))?;
        while let Some(batch) = next {
            let bytes = rows.write(&batch).map_err(unwritable)?;
            self.clock.wait(|| Frame::Rows(bytes).write(&self.out))?;
            if rows.cut {
                break;
            }
            next = batches.next().await.transpose()?;
        }
        let cost = SqlCost {
            row_count: rows.written,
            cut_at: rows.cut.then_some(rows.written),
            milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            bytes_read: batches.bytes_read(),
        };
        let steps = if request.explain { batches.steps() } else { Vec::new() };
        self.end(rows, cost, steps)
    }

    fn end(&self, rows: Rows, cost: SqlCost, steps: Vec<SqlStep>) -> Result<(), Ended> {
        Frame::Rows(rows.end().map_err(unwritable)?).write(&self.out)?;
        Ok(Frame::End(cost, steps).write(&self.out)?)
    }
}

fn session(life: &Life, over: Option<&Over>) -> Result<Session, Failed> {
    let room = Room {
        // The rest is for what the engine does not count: batches between operators, functions of text, planning.
        memory_bytes: usize::try_from(life.memory_bytes / 2).unwrap_or(usize::MAX),
        disk_bytes: life.disk_bytes,
        spill: Some(life.spill.clone()),
        threads: life.threads,
    };
    Ok(match (&life.tenant, over) {
        (None, _) => Session::without_tables(&room)?,
        (Some(tenant), None) => Session::open(tenant, &room)?,
        (Some(tenant), Some(Over { snapshot, publication, settings })) => {
            Session::over(tenant, (&tenant.snapshot(snapshot)?, settings), Some(publication.clone()), &room)?
        }
    })
}

fn unwritable(error: ArrowError) -> Ended {
    let refusal = SqlRefusal::new(
        SqlCode::Unsupported,
        format!("the rows cannot be written: {error}"),
        "CAST the columns of unusual types",
    );
    Ended::Failed(refusal.into())
}

/// The rows of an answer as an Arrow IPC stream, up to their limit.
struct Rows {
    writer: StreamWriter<Vec<u8>>,
    left: Option<usize>,
    written: u64,
    cut: bool,
}

impl Rows {
    fn begin(schema: &Schema, limit: Option<usize>) -> Result<Self, ArrowError> {
        let writer = StreamWriter::try_new(Vec::new(), schema)?;
        Ok(Rows { writer, left: limit, written: 0, cut: false })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
        let take = self.left.map_or(batch.num_rows(), |left| left.min(batch.num_rows()));
        self.cut = take < batch.num_rows();
        self.left = self.left.map(|left| left - take);
        self.written += take as u64;
        self.writer.write(&batch.slice(0, take))?;
        Ok(std::mem::take(self.writer.get_mut()))
    }

    fn end(self) -> Result<Vec<u8>, ArrowError> {
        self.writer.into_inner()
    }
}
