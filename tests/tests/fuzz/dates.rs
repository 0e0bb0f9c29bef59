//! Times of sources: a time that is read prints to itself, is between the years allowed, and has the day that is written.

use super::corpus::Corpus;
use super::target::{Outcome, fuzz};
use data::import::{Mapping, Moments};
use planning::day::Day;
use proptest::prelude::*;

const WORDS: [&str; 20] = [
    "-",
    ":",
    "/",
    ".",
    "T",
    " ",
    "Z",
    "z",
    "+00:00",
    "-03:30",
    "+14:00",
    "24",
    "60",
    "29",
    "00",
    "0001",
    "9999",
    "[UTC]",
    "[Pacific/Apia]",
    ".999999999",
];
const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"];
const FORMATS: &str =
    r#"["%d/%m/%Y %H:%M", "%d.%m.%Y", "%m/%d/%y", "%b %d, %Y", "%d/%m/%Y %H:%M:%S %z", "%Y%m%d"]"#;

const DAY_MICROS: i64 = 86_400_000_000;

#[test]
fn a_time_prints_to_itself_and_has_the_day_that_is_written() {
    let mapping = |zone: &str| {
        let text =
            format!("currency = \"EUR\"\ntime_zone = \"{zone}\"\ntimestamps = {{ formats = {FORMATS} }}\n");
        Mapping::parse("mapping.toml", &text).expect("a mapping")
    };
    let mappings = ZONES.map(mapping);
    let corpus = Corpus::new(&WORDS).lines("tests/fixtures/fuzz/dates.txt");
    let (first, last) = (Day::from_ymd(1900, 1, 1), Day::from_ymd(2199, 12, 31));
    fuzz("dates", 20_000, &corpus, |input| {
        let text = input.text();
        let mut found = Vec::new();
        for mapping in &mappings {
            let moments = Moments::new(mapping, None);
            let Ok(local) = moments.local(&text) else { continue };
            let (day, printed) = printed(local)?;
            prop_assert_eq!(moments.local(&printed).ok(), Some(local), "printed as {}", printed);
            prop_assert!(first <= Some(day) && Some(day) <= last, "{day} is refused elsewhere");
            if names_no_offset(&text)
                && let Some(written) = text.get(..10).and_then(|date| date.parse::<Day>().ok())
            {
                prop_assert_eq!(day, written);
            }
            found.push(local);
        }
        let apart =
            found.iter().max().zip(found.iter().min()).map_or(0, |(latest, earliest)| latest - earliest);
        // No two zones are more than 26 hours apart, and a time without an offset is local in all of them.
        let most = if names_no_offset(&text) { 0 } else { DAY_MICROS * 26 / 24 };
        prop_assert!(apart <= most, "clocks are {apart} microseconds apart");
        Ok(if found.is_empty() { Outcome::Refused } else { Outcome::Taken })
    });
}

/// Local microseconds as ISO 8601, with the day.
fn printed(local: i64) -> Result<(Day, String), TestCaseError> {
    let day = i32::try_from(local.div_euclid(DAY_MICROS)).map(Day);
    let day = day.map_err(|_| TestCaseError::fail(format!("{local} is no time")))?;
    let micros = local.rem_euclid(DAY_MICROS);
    let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    Ok((day, format!("{day}T{hour:02}:{minute:02}:{second:02}.{micros:06}")))
}

fn names_no_offset(text: &str) -> bool {
    !text.ends_with(']') && !text.chars().skip(10).any(|letter| matches!(letter, 'Z' | 'z' | '+' | '-'))
}
