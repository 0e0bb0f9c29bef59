//! Processes a stream of jobs on several threads, with results in the order of the jobs.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle, scope};

/// Jobs in flight for each thread. The limit keeps memory bounded even if one job takes long while others overtake
/// it.
const IN_FLIGHT: usize = 64;

/// Passes each job of `jobs` to `work` on one of `threads` threads, and the results to `take` in the order of the
/// jobs. The first error of `jobs` or `take`, or a panic, ends everything.
pub fn in_order<J: Send, R: Send, E: Send>(
    threads: usize,
    mut jobs: impl FnMut() -> Result<Option<J>, E>,
    work: impl Fn(J) -> R + Sync,
    take: impl FnMut(R) -> Result<(), E> + Send,
) -> Result<(), E> {
    let flying = threads.max(1) * IN_FLIGHT;
    let (ticket, tickets) = sync_channel(flying);
    for _ in 0..flying {
        let _ = ticket.send(());
    }
    let (job, waiting) = channel::<(u64, J)>();
    let waiting = Mutex::new(waiting);
    let (done, results) = channel();
    scope(|scope| {
        for _ in 0..threads.max(1) {
            let (waiting, work, done) = (&waiting, &work, done.clone());
            scope.spawn(move || serve(waiting, work, done));
        }
        drop(done);
        let taker: ScopedJoinHandle<Result<(), E>> =
            scope.spawn(move || collect(results, take, || ticket.send(()).is_ok()));
        let mut number = 0;
        // No ticket comes once the taker has ended with an error, which is returned below.
        let read = loop {
            if tickets.recv().is_err() {
                break Ok(());
            }
            match jobs() {
                Ok(Some(next)) => drop(job.send((number, next))),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
            number += 1;
        };
        drop(job);
        let taken = taker.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.and(taken)
    })
}

fn serve<J, R>(
    waiting: &Mutex<Receiver<(u64, J)>>,
    work: &(impl Fn(J) -> R + Sync),
    done: Sender<(u64, thread::Result<R>)>,
) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, job)) = next else {
            return;
        };
        // Otherwise the taker would wait for a result that never comes.
        let result = catch_unwind(AssertUnwindSafe(|| work(job)));
        if done.send((number, result)).is_err() {
            return;
        }
    }
}

/// Takes results in order; `taken` is called after each.
fn collect<R, E>(
    results: Receiver<(u64, thread::Result<R>)>,
    mut take: impl FnMut(R) -> Result<(), E>,
    taken: impl Fn() -> bool,
) -> Result<(), E> {
    let (mut early, mut next) = (BTreeMap::new(), 0);
    for (number, result) in results {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            take(result.unwrap_or_else(|panic| resume_unwind(panic)))?;
            taken();
            next += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, count: u64, stop: u64) -> Result<Vec<u64>, u64> {
        let mut taken = Vec::new();
        let mut next = 0..count;
        let jobs = || Ok(next.next());
        let work = |n: u64| {
            if n.is_multiple_of(100) {
                // Others may overtake it.
                thread::yield_now();
            }
            n * n
        };
        in_order(threads, jobs, work, |square| {
            taken.push(square);
            if square == stop { Err(square) } else { Ok(()) }
        })?;
        Ok(taken)
    }

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        let expected: Vec<u64> = (0..1_000).map(|n| n * n).collect();
        for threads in [0, 1, 2, 7] {
            assert_eq!(squares(threads, 1_000, u64::MAX), Ok(expected.clone()));
        }
    }

    #[test]
    fn an_error_on_either_side_ends_it() {
        assert_eq!(squares(3, 100_000, 49), Err(49));
        let mut left = 10;
        let jobs = || {
            left -= 1;
            if left > 0 { Ok(Some(left)) } else { Err("no more") }
        };
        assert_eq!(in_order(2, jobs, |n: i32| n, |_| Ok(())), Err("no more"));
    }

    #[test]
    #[should_panic(expected = "seven")]
    fn a_panic_ends_it_too() {
        let mut next = 0..100_000;
        let work = |n: i32| assert!(n != 7, "seven");
        in_order(2, || Ok::<_, ()>(next.next()), work, |()| Ok(())).expect("a panic");
    }
}
