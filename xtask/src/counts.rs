//! Counts of tests, as cargo and Playwright print them.

use std::fmt;

/// Tests by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    /// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn add_cargo_line(&mut self, line: &str) {
        if let Some(results) = line.strip_prefix("test result: ") {
            results.split(['.', ';']).for_each(|part| self.add_part(part));
        }
    }

    /// Reads Playwright's closing lines, `  23 passed (12.3s)`. A test that passed on its second try counts as
    /// passed.
    pub(crate) fn add_playwright_line(&mut self, line: &str) {
        if line.starts_with("  ") {
            self.add_part(line);
        }
    }

    fn add_part(&mut self, part: &str) {
        let mut words = part.split_whitespace();
        let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else {
            return;
        };
        match words.next() {
            Some("passed" | "flaky") => self.passed += number,
            Some("failed") => self.failed += number,
            Some("ignored" | "skipped") => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: fn(&mut Counts, &str), lines: &[&str], passed: u64, failed: u64, skipped: u64) {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| read(&mut counts, line));
        assert_eq!(counts, Counts { passed, failed, skipped });
    }

    #[test]
    fn cargo_results_add_up_over_binaries() {
        let lines = [
            "running 2 tests",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s",
        ];
        check(Counts::add_cargo_line, &lines, 13, 2, 1);
    }

    #[test]
    fn playwright_results_are_its_closing_lines() {
        let lines = [
            "  ✓  1 health.spec.js:3:1 › 5 passed tests",
            "  1 failed",
            "  2 skipped",
            "  23 passed (12.3s)",
        ];
        check(Counts::add_playwright_line, &lines, 23, 1, 2);
    }
}
