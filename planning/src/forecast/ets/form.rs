//! The forms of exponential smoothing.

/// How the error enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Added to the forecast.
    Additive,
    /// As a share of the forecast; needs data above zero.
    Multiplicative,
}

/// The trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// None.
    None,
    /// The same change every period.
    Additive,
    /// A change that fades.
    Damped,
}

/// The season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// None.
    None,
    /// Added to the level.
    Additive,
    /// Multiplies the level; needs data above zero.
    Multiplicative,
}

/// A form of exponential smoothing: error, trend, season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Error.
    pub error: Error,
    /// Trend.
    pub trend: Trend,
    /// Season.
    pub season: Season,
}

impl Form {
    /// A form.
    pub const fn new(error: Error, trend: Trend, season: Season) -> Self {
        Form { error, trend, season }
    }

    /// Whether the form is used: an additive error on a multiplicative season has forecasts of no finite variance.
    ///
    /// Source: Hyndman, Koehler, Ord & Snyder, *Forecasting with Exponential Smoothing*, §2.8; multiplicative trends
    /// are left out as in R's `forecast::ets`.
    pub fn is_admissible(self) -> bool {
        self.error == Error::Multiplicative || self.season != Season::Multiplicative
    }

    /// Smoothing parameters: α, with a trend β, damped φ, with a season γ.
    pub fn smoothing_parameters(self) -> usize {
        let trend = match self.trend {
            Trend::None => 0,
            Trend::Additive => 1,
            Trend::Damped => 2,
        };
        1 + trend + usize::from(self.season != Season::None)
    }

    /// Free initial states: the level, with a trend its slope, of the season all but one.
    pub fn initial_states(self, season: usize) -> usize {
        let seasonal = if self.season == Season::None { 0 } else { season - 1 };
        1 + usize::from(self.trend != Trend::None) + seasonal
    }
}
