//! A worker from outside: started, asked, listened to, and ended.

use super::cage::Cage;
use super::clock::OUT_OF_TIME;
use super::protocol::{Frame, Question};
use crate::lock::lock;
use contract::{SqlCode, SqlRefusal};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use tempfile::TempDir;

/// How workers are started.
#[derive(Clone, Debug)]
pub struct Launch {
    /// Address of the store, and the tenant in it; without them there are no tables.
    pub store: Option<(String, String)>,
    /// Memory of a worker in bytes.
    pub memory_bytes: u64,
    /// Files that a worker may spill, in bytes.
    pub disk_bytes: u64,
    /// Parts of a query that run side by side.
    pub threads: usize,
}

/// Mebibyte, in which sizes are handed to a worker.
const MIB: u64 = 1 << 20;

/// Bytes of a worker's last words that are kept.
const LAST_WORDS_BYTES: usize = 4_096;

/// A worker that waits for a query, or answers one.
pub struct Worker {
    life: Life,
    ask: ChildStdin,
    hear: BufReader<ChildStdout>,
    /// Which limits hold around it.
    pub cage: Cage,
    said: Option<thread::JoinHandle<String>>,
    /// Removed with everything in it when the worker has ended.
    _spill: TempDir,
}

/// A process that can be ended by whoever has this.
#[derive(Clone)]
pub struct Life {
    child: Arc<Mutex<Child>>,
    ended: Arc<AtomicBool>,
}

impl Life {
    /// Ends the process, whatever it is doing.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        // If it has ended already there is nothing to kill, and no harm in trying.
        let _ = self.child().kill();
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        lock(&self.child)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.life.end();
        // Otherwise it stays in the system's list of processes.
        let _ = self.life.child().wait();
    }
}

impl Worker {
    /// Starts a worker and waits until it is confined. Blocks.
    ///
    /// # Errors
    /// It cannot be started, or ends at once.
    pub fn start(launch: &Launch) -> io::Result<Worker> {
        let spill = tempfile::Builder::new().prefix("granary-sql-").tempdir()?;
        let mut command = giving_way(std::env::current_exe()?);
        command.arg("sql-worker").arg("--spill").arg(spill.path());
        command.args(["--memory-mib", &(launch.memory_bytes / MIB).to_string()]);
        command.args(["--disk-mib", &(launch.disk_bytes / MIB).to_string()]);
        command.args(["--threads", &launch.threads.to_string()]);
        if let Some((store, tenant)) = &launch.store {
            command.args(["--store", store, "--tenant", tenant]);
        }
        // One arena for each thread would reserve more than the worker may take.
        command.env_clear().env("MALLOC_ARENA_MAX", "2");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (Some(ask), Some(hear), Some(words)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("a worker without pipes"));
        };
        let said = thread::Builder::new().spawn(move || last_words(words))?;
        let life = Life { child: Arc::new(Mutex::new(child)), ended: Arc::default() };
        let hear = BufReader::new(hear);
        let mut worker = Worker { life, ask, hear, cage: Cage::default(), said: Some(said), _spill: spill };
        match Frame::read(&mut worker.hear)? {
            Frame::Holds(cage) => worker.cage = cage,
            _ => return Err(io::Error::from(io::ErrorKind::InvalidData)),
        }
        Ok(worker)
    }

    /// Its life, for whoever may have to end it.
    pub fn life(&self) -> Life {
        self.life.clone()
    }

    /// Asks it a query. Blocks.
    ///
    /// # Errors
    /// It has ended.
    pub fn ask(&mut self, question: &Question) -> io::Result<()> {
        let mut line = serde_json::to_vec(question)?;
        line.push(b'\n');
        self.ask.write_all(&line)?;
        self.ask.flush()
    }

    /// The next part of its answer. Blocks until there is one.
    ///
    /// # Errors
    /// It has ended: at which limit.
    pub fn hear(&mut self) -> Result<Frame, Box<SqlRefusal>> {
        Frame::read(&mut self.hear).map_err(|_| Box::new(self.reason()))
    }

    /// Why it ended.
    fn reason(&mut self) -> SqlRefusal {
        let was_ended = self.life.ended.load(Ordering::Relaxed);
        // One that says nonsense has not ended by itself.
        let _ = self.life.child().kill();
        let status = self.life.child().wait().unwrap_or_default();
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if was_ended || status.code() == Some(OUT_OF_TIME) {
            return out_of_time();
        }
        tracing::info!(%status, said = said.trim(), "a worker of SQL ended at a limit");
        if said.contains("overflowed its stack") {
            let remedy = "Name inner queries by WITH, and write shorter expressions";
            return SqlRefusal::new(SqlCode::TooLarge, "the query is nested too deep for the engine", remedy);
        }
        let remedy =
            "Ask for fewer rows or columns, add them up in the query, or make shorter texts and lists";
        SqlRefusal::new(SqlCode::OutOfMemory, "the query needs more memory than it may have", remedy)
    }
}

/// A program that computes when nobody else wants to: with every processor busy with queries, the slowest pages took three times as
/// long. The system's own program sets it, because a process can do so for itself by unsafe code only.
fn giving_way(program: PathBuf) -> Command {
    let nice = Path::new("/usr/bin/nice");
    if !nice.exists() {
        return Command::new(program);
    }
    let mut command = Command::new(nice);
    command.args(["-n", "15"]).arg(program);
    command
}

fn out_of_time() -> SqlRefusal {
    let remedy = "Ask for fewer rows, a shorter time or fewer tables, or join on columns that are equal";
    SqlRefusal::new(SqlCode::OutOfTime, "the query takes longer than it may", remedy)
}

/// The end of what a process says about itself.
fn last_words(mut from: ChildStderr) -> String {
    let (mut kept, mut piece) = (Vec::new(), [0; 1_024]);
    while let Ok(length @ 1..) = from.read(&mut piece) {
        kept.extend_from_slice(&piece[..length]);
        let surplus = kept.len().saturating_sub(LAST_WORDS_BYTES);
        kept.drain(..surplus);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
