//! The recent level of demand, from memories of several lengths.

/// Weights of the newest period: memories of twenty, ten, five and two and a half periods. Each alone is too short
/// for rare demand or too long after a change; on two data sets their mean was as good as the best of them.
const WEIGHTS: [f64; 4] = [0.05, 0.1, 0.2, 0.4];

/// The level known after the first 0, 1, … periods, units per period: the mean of exponential averages; 0 where
/// nothing is known.
pub fn levels(demand: &[f64], censored: &[bool]) -> Vec<f64> {
    let mut levels = Vec::with_capacity(demand.len() + 1);
    each(demand, censored, |level, _| levels.push(level));
    levels
}

/// Fills in unknown demand: a missing period gets the level before it, a period that ran out of stock the larger of
/// that level and its sales.
pub fn filled(demand: &[f64], censored: &[bool]) -> Vec<f64> {
    let mut filled = Vec::with_capacity(demand.len());
    each(demand, censored, |_, units| filled.extend(units));
    filled
}

/// Calls back with the level before each period and the demand taken for it; returns the level after the last.
fn each(demand: &[f64], censored: &[bool], mut tell: impl FnMut(f64, Option<f64>)) {
    let mut averages = [(0.0, 0.0); WEIGHTS.len()];
    let mean = |averages: &[(f64, f64)]| {
        let level = |(sum, weight): &(f64, f64)| if *weight > 0.0 { sum / weight } else { 0.0 };
        averages.iter().map(level).sum::<f64>() / WEIGHTS.len() as f64
    };
    for (period, units) in demand.iter().enumerate() {
        let level = mean(&averages);
        let is_censored = censored.get(period).copied().unwrap_or(false);
        let taken = match (units.is_finite(), is_censored) {
            (false, _) => level,
            (true, true) => units.max(level),
            (true, false) => units.max(0.0),
        };
        tell(level, Some(taken));
        if units.is_finite() {
            for ((sum, weight), newest) in averages.iter_mut().zip(WEIGHTS) {
                (*sum, *weight) = (*sum * (1.0 - newest) + taken, *weight * (1.0 - newest) + 1.0);
            }
        }
    }
    tell(mean(&averages), None);
}
