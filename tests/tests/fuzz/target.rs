//! Tries the inputs of a corpus, first as they are and then changed, and tells which one fails.

use super::corpus::{Corpus, INPUT_BYTES_MAX, Input};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Environment variable with the seconds that each target goes on; without it a target tries a fixed number of inputs.
const SECONDS: &str = "GRANARY_FUZZ_SECONDS";
/// Environment variable with the seed of the first round.
const SEED: &str = "GRANARY_FUZZ_SEED";
/// Inputs of a round that goes on to the next.
const ROUND: u32 = 1_000;
/// Smaller inputs tried to shrink a failing one.
const SHRINKS_MAX: u32 = 4_000;
/// Memory that the program of all targets takes at most. Inputs are small, so what takes more trusts what they announce.
const PEAK_BYTES_MAX: u64 = 1 << 30;

/// One in so many changed inputs is taken at least; otherwise a target tries nothing but refusals.
const TAKEN_ONE_IN: u32 = 200;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The program has read it.
    Taken,
    /// The program has said why it cannot read it.
    Refused,
}

/// The outcome, or how the property does not hold.
pub(crate) type Tried = Result<Outcome, TestCaseError>;

/// Checks a property of every input of a corpus, and of so many changed ones.
///
/// # Panics
/// An input that fails: the message names its seed and origin, and the file that holds it. Nearly all inputs are refused.
pub(crate) fn fuzz(name: &str, inputs: u32, corpus: &Corpus, property: impl Fn(&Input) -> Tried) {
    let (tried, taken) = (Cell::new(0_u32), Cell::new(0_u32));
    let counted = |input: &Input| {
        tried.set(tried.get() + 1);
        property(input).map(|outcome| taken.set(taken.get() + u32::from(outcome == Outcome::Taken)))
    };
    for input in corpus.inputs() {
        let result = catch_unwind(AssertUnwindSafe(|| counted(input)));
        match result {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => fail(name, "as it is", input, &problem.to_string()),
            Err(_) => fail(name, "as it is", input, "a panic, printed above"),
        }
    }
    assert!(taken.replace(0) > 0, "{name}: no input of the corpus is taken");
    tried.set(0);
    let seconds = variable(SECONDS);
    let started = Instant::now();
    let mut seed = variable(SEED).unwrap_or(1);
    loop {
        let config = Config {
            cases: if seconds.is_some() { ROUND } else { inputs },
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            max_shrink_iters: SHRINKS_MAX,
            ..Config::default()
        };
        let tried = TestRunner::new(config)
            .run(&corpus.changes(), |(of, edits)| counted(&corpus.changed(of, &edits)));
        match tried {
            Ok(()) => {}
            Err(TestError::Fail(problem, (of, edits))) => {
                let round = format!("changed under {SEED}={seed}");
                fail(name, &round, &corpus.changed(of, &edits), &problem.to_string());
            }
            Err(TestError::Abort(problem)) => panic!("{name}: {problem}"),
        }
        if seconds.is_none_or(|seconds| started.elapsed() >= Duration::from_secs(seconds)) {
            break;
        }
        seed += 1;
    }
    let (tried, taken) = (tried.get(), taken.get());
    assert!(taken >= tried / TAKEN_ONE_IN, "{name}: {taken} of {tried} changed inputs are taken");
    if let Some(bytes) = peak_bytes() {
        assert!(
            bytes <= PEAK_BYTES_MAX,
            "{name}: inputs of at most {INPUT_BYTES_MAX} bytes took {bytes} bytes of memory"
        );
    }
}

fn fail(name: &str, round: &str, input: &Input, problem: &str) -> ! {
    let file = std::env::temp_dir().join(format!("fuzz-{name}"));
    fs::write(&file, &input.bytes).expect("written");
    let Input { origin, bytes } = input;
    panic!(
        "{name}: {problem}\ninput: {origin}, {round}, {} bytes in {}; in the corpus it is tried each time\n\
         {}",
        bytes.len(),
        file.display(),
        bytes[..bytes.len().min(2_000)].escape_ascii()
    );
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a whole number"))
}

/// The most memory that this program has held, on systems that tell.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1_024)
}
