//! Progress of long commands: a bar on a terminal, a line a step elsewhere.

use super::terminal::tell;
use crate::lock::lock;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::sync::Mutex;

/// Shows how far a command is, on standard error.
pub(super) struct Meter {
    bar: Option<ProgressBar>,
    /// The step and quarter of it last told.
    told: Mutex<(String, u64)>,
}

/// In lines, a step tells its quarters if it has at least so many parts.
const QUARTERS_FROM: u64 = 100;

impl Meter {
    pub(super) fn new() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{msg:<28} {bar:40} {percent:>3} %  {elapsed}") {
                bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
            }
            bar
        });
        Meter { bar, told: Mutex::default() }
    }

    /// `done` of `total` parts of a step are done.
    pub(super) fn show(&self, step: &str, done: u64, total: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_message(step.to_owned());
                bar.set_length(total.max(1));
                bar.set_position(done);
            }
            None => self.tell(step, done, total),
        }
    }

    fn tell(&self, step: &str, done: u64, total: u64) {
        let quarter = if total >= QUARTERS_FROM { done.min(total) * 4 / total } else { 0 };
        let mut told = lock(&self.told);
        if told.0 == step && told.1 >= quarter {
            return;
        }
        match quarter {
            0 => tell!("{step}"),
            _ => tell!("{step}: {} %", quarter * 25),
        }
        *told = (step.to_owned(), quarter);
    }
}

impl Drop for Meter {
    /// The bar goes away, so that what is printed after stands alone.
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
