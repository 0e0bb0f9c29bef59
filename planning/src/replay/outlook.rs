//! Expected demand, and how far off it may be.

/// Origins used to measure the errors of a series' outlooks: a year of weeks.
const ORIGINS: usize = 52;
/// Periods of history before an error counts.
const HISTORY_MIN: usize = 1;
/// Number of a series' own origins that weigh as much as the typical error of all series.
const TYPICAL_ORIGINS: f64 = 10.0;
/// Smallest mean as a share of the past level: a mean far below it does not measure the errors.
const LEVEL_SHARE_MIN: f64 = 0.05;

/// Expected demand of coming periods, units: midway between a forecast and the level with the season of all series.
/// Each alone costs more where the other is better. Where the forecast is NaN, the level alone counts.
pub fn expected(forecast: &[f64], level: f64, factors: &[f64]) -> Vec<f64> {
    let both = |(place, factor): (usize, &f64)| {
        let of_level = level * factor;
        let of_forecast = forecast.get(place).copied().filter(|units| units.is_finite()).unwrap_or(of_level);
        (0.5 * (of_forecast + of_level)).max(0.0)
    };
    factors.iter().enumerate().map(both).collect()
}

/// Error of a series' level for demand summed over a protection interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OwnError {
    /// Mean absolute error of the sum, units.
    error: f64,
    /// Mean level, units per period.
    level: f64,
    /// Origins.
    origins: usize,
}

impl OwnError {
    /// From the last 52 origins whose `periods` periods ended within the first `known`; `levels` as
    /// [`super::level::levels`] returns them, `demand` without gaps.
    pub fn of(demand: &[f64], levels: &[f64], known: usize, periods: usize) -> OwnError {
        let end = (known + 1).saturating_sub(periods);
        let start = end.saturating_sub(ORIGINS).max(HISTORY_MIN);
        let (mut error, mut level, mut origins) = (0.0, 0.0, 0);
        for origin in start..end {
            let actual = demand[origin..origin + periods].iter().fold(0.0, |sum, units| sum + units);
            error += (actual - levels[origin] * periods as f64).abs();
            level += levels[origin];
            origins += 1;
        }
        let count = f64::from(u32::try_from(origins.max(1)).unwrap_or(u32::MAX));
        OwnError { error: error / count, level: level / count, origins }
    }

    /// The error ÷ the root of the level, which makes errors of rare and of frequent demand comparable; `None`
    /// without an error or a level.
    pub fn relative(&self) -> Option<f64> {
        (self.origins > 0 && self.level > 0.0).then(|| self.error / self.level.sqrt())
    }
}

/// Expected demand with the unit in which its errors are measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Expected demand of each coming period, units.
    pub mean: Vec<f64>,
    /// Unit of errors, units: see [`super::PastErrors`].
    pub spread: f64,
}

impl Outlook {
    /// From expected demand, the series' own errors and the typical relative error of all series, which counts as
    /// much as ten origins of the series. The spread is proportional to the root of the mean.
    pub fn new(mean: Vec<f64>, own: &OwnError, typical: f64) -> Outlook {
        let count = own.origins as f64;
        let relative = own.relative().map_or(typical, |relative| {
            (relative * count + typical * TYPICAL_ORIGINS) / (count + TYPICAL_ORIGINS)
        });
        let mut outlook = Outlook { mean, spread: 0.0 };
        outlook.spread = relative * outlook.level().max(LEVEL_SHARE_MIN * own.level).sqrt();
        outlook
    }

    /// Expected demand per period, units.
    pub fn level(&self) -> f64 {
        self.mean.iter().fold(0.0, |sum, units| sum + units) / self.mean.len().max(1) as f64
    }
}
