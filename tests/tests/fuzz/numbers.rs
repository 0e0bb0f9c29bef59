//! Numbers of sources: a number prints to itself, means what a float of the same text means, and reads the same with the
//! other decimal mark.

use super::corpus::Corpus;
use super::target::{Outcome, fuzz};
use data::number::{Fault, Parsed, Point, parse, to_text};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

const WORDS: [&str; 16] =
    ["0", "9", "5", "00", ".", ",", "-", "+", "e", "E", "e-", "e+", " ", "\u{a0}", "'", "inf"];

/// Numbers below this are never too large, numbers above the next always.
const SURELY_FITS: f64 = 9.999e13;
const SURELY_TOO_LARGE: f64 = 1.001e14;

#[test]
fn a_number_prints_to_itself_and_means_what_it_says() {
    let corpus = Corpus::new(&WORDS).lines("tests/fixtures/fuzz/numbers.txt");
    fuzz("numbers", 40_000, &corpus, |input| {
        let text = input.text();
        let parsed = parse(&text, Point::Dot);
        prop_assert_eq!(parsed, parse(&with_other_mark(&text), Point::Comma), "with the other mark");
        if let Ok(Parsed { value, .. }) = parsed {
            let printed = to_text(i128::from(value), 4);
            prop_assert_eq!(
                parse(&printed, Point::Dot),
                Ok(Parsed { value, rounded: false }),
                "as {}",
                printed
            );
        }
        if let Ok(float) = text.trim().parse::<f64>() {
            agrees(float, parsed)?;
        }
        Ok(if parsed.is_ok() { Outcome::Taken } else { Outcome::Refused })
    });
}

fn with_other_mark(text: &str) -> String {
    let other = |letter| match letter {
        '.' => ',',
        ',' => '.',
        letter => letter,
    };
    text.chars().map(other).collect()
}

/// A text that is a float for the standard library is that number here.
fn agrees(float: f64, parsed: Result<Parsed, Fault>) -> TestCaseResult {
    match parsed {
        Ok(Parsed { value, .. }) => {
            let found = value as f64 / 10_000.0;
            let most = 0.500_001e-4 + float.abs() * 4.0 * f64::EPSILON;
            prop_assert!((found - float).abs() <= most, "{found} is not {float}");
        }
        Err(Fault::TooLarge) => prop_assert!(float.abs() > SURELY_FITS, "{float} fits"),
        Err(Fault::NotFinite) => prop_assert!(!float.is_finite(), "{float} is finite"),
        Err(Fault::NotANumber) => return Err(TestCaseError::fail(format!("{float} is a number"))),
    }
    prop_assert!(float.abs() < SURELY_TOO_LARGE || parsed.is_err(), "{float} is too large");
    Ok(())
}
