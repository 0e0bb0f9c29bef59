//! Computes one answer for each row, on all cores.

use std::convert::Infallible;

use super::progress::{OnProgress, Progress};
use crate::parallel::in_order;

/// Rows between progress reports.
const TOLD: usize = 32;

/// Computes `of(row)` for every row; the answers are in the order of the rows, however many cores there are.
pub(super) fn rows<T: Send>(
    count: usize,
    step: &'static str,
    progress: OnProgress<'_>,
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
    progress: OnProgress<'_>,
    of: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let mut answers = Vec::with_capacity(count);
    let mut rows = 0..count;
    let Ok(()) = in_order(
        threads,
        || Ok::<_, Infallible>(rows.next()),
        of,
        |answer| {
            answers.push(answer);
            if answers.len().is_multiple_of(TOLD) || answers.len() == count {
                progress(Progress { step, done: answers.len() as u64, total: count as u64 });
            }
            Ok(())
        },
    );
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn every_row_is_answered_once_and_in_order() {
        for (threads, count) in [(1, 100), (7, 100), (3, TOLD), (2, 0)] {
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
