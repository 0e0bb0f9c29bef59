//! Levels of intervals, as people write them: `80,95`.

use std::str::FromStr;

/// A level.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Level {
    /// The percentage as it was written; column names contain it.
    pub(crate) name: String,
    /// As a fraction.
    pub(crate) fraction: f64,
}

/// Levels, rising.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Levels(pub(super) Vec<Level>);

impl FromStr for Levels {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim() == "none" {
            return Ok(Levels(Vec::new()));
        }
        let mut levels = text.split(',').map(|part| level(part.trim())).collect::<Result<Vec<_>, _>>()?;
        levels.sort_by(|a, b| a.fraction.total_cmp(&b.fraction));
        levels.dedup_by(|a, b| a.fraction == b.fraction);
        Ok(Levels(levels))
    }
}

fn level(text: &str) -> Result<Level, String> {
    let percent = text.parse::<f64>().ok().filter(|percent| *percent >= 1.0 && *percent < 100.0);
    let percent = percent
        .ok_or_else(|| format!("`{text}` is not a level; write percent from 1 to below 100, or none"))?;
    Ok(Level { name: percent.to_string(), fraction: percent / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_percent_and_rise() {
        let levels = "95, 80,99.5,80".parse::<Levels>().expect("levels").0;
        let found: Vec<(&str, f64)> =
            levels.iter().map(|level| (level.name.as_str(), level.fraction)).collect();
        assert_eq!(found, [("80", 0.8), ("95", 0.95), ("99.5", 0.995)]);
        assert_eq!("none".parse(), Ok(Levels(Vec::new())));
        for text in ["", "0.8", "100", "80;95", "many"] {
            assert!(text.parse::<Levels>().is_err(), "{text}");
        }
    }
}
