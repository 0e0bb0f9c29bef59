//! The time of a query: when it is over, the process ends, whatever its threads are doing.

use std::io;
use std::process;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// Exit code of a process whose time is over.
pub const OUT_OF_TIME: i32 = 75;

/// A clock that runs or stands still.
pub struct Clock {
    ends: Sender<Option<Instant>>,
    end: Option<Instant>,
}

impl Clock {
    /// A clock that stands still.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start() -> io::Result<Self> {
        let (ends, heard) = mpsc::channel();
        thread::Builder::new().spawn(move || {
            let mut end: Option<Instant> = None;
            loop {
                let heard = match end {
                    None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
                    Some(end) => heard.recv_timeout(end.saturating_duration_since(Instant::now())),
                };
                match heard {
                    Ok(next) => end = next,
                    Err(RecvTimeoutError::Timeout) => process::exit(OUT_OF_TIME),
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })?;
        Ok(Clock { ends, end: None })
    }

    /// Lets so much time run from now on.
    pub fn run(&mut self, time: Duration) {
        self.set(Instant::now().checked_add(time));
    }

    /// Stands still; the time that was left.
    pub fn stop(&mut self) -> Duration {
        let left = self.end.map(|end| end.saturating_duration_since(Instant::now()));
        self.set(None);
        left.unwrap_or_default()
    }

    /// Stands still while something waits for others.
    pub fn wait<T>(&mut self, waiting: impl FnOnce() -> T) -> T {
        let left = self.stop();
        let done = waiting();
        self.run(left);
        done
    }

    fn set(&mut self, end: Option<Instant>) {
        self.end = end;
        // The thread listens for as long as this lives.
        let _ = self.ends.send(end);
    }
}
