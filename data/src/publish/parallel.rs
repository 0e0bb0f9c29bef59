//! One answer a row, on all cores.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Progress;

/// Rows that a core takes at a time: few, for some rows take much longer than others.
const CHUNK: usize = 32;

/// Computes `of(row)` for every row; the answers are in the order of the rows, however many cores there are.
pub(super) fn rows<T: Send>(
    count: usize,
    step: &'static str,
    progress: &(dyn Fn(Progress) + Sync),
    of: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    on_threads(threads, count, step, progress, of)
}

/// The same on so many threads.
pub(super) fn on_threads<T: Send>(
    threads: usize,
    count: usize,
    step: &'static str,
    progress: &(dyn Fn(Progress) + Sync),
    of: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let mut answers: Vec<Option<T>> = Vec::with_capacity(count);
    answers.resize_with(count, || None);
    let done = AtomicU64::new(0);
    let chunks = Mutex::new(answers.chunks_mut(CHUNK).enumerate());
    let work = || {
        // A thread that panicked ends the program with the scope: what it left is never used.
        while let Some((chunk, slots)) = chunks.lock().ok().and_then(|mut chunks| chunks.next()) {
            for (offset, slot) in slots.iter_mut().enumerate() {
                *slot = Some(of(chunk * CHUNK + offset));
            }
            let slots = slots.len() as u64;
            let done = done.fetch_add(slots, Ordering::Relaxed) + slots;
            progress(Progress { step, done, total: count as u64 });
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    answers.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_answered_once_and_in_order() {
        for (threads, count) in [(1, 100), (7, 100), (3, CHUNK), (2, 0)] {
            let most = AtomicU64::new(0);
            let progress = |now: Progress| {
                most.fetch_max(now.done, Ordering::Relaxed);
            };
            let answers = on_threads(threads, count, "counting", &progress, |row| row * row);
            assert_eq!(answers, (0..count).map(|row| row * row).collect::<Vec<_>>());
            assert_eq!(most.into_inner(), count as u64);
        }
    }
}
