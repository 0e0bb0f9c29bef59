//! Rolling origins: forecasting the past from what was known before it.

/// The origins of a backtest: the last one leaves `horizon` periods to forecast, the others lie `step` apart before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Largest number of origins.
    pub count: usize,
    /// Periods forecast from each.
    pub horizon: usize,
    /// Periods between origins.
    pub step: usize,
    /// Periods of history needed before an origin.
    pub history_min: usize,
}

impl Origins {
    /// Lengths of history at the origins, the newest first.
    pub fn of(&self, periods: usize) -> impl Iterator<Item = usize> + use<> {
        let Origins { count, horizon, step, history_min } = *self;
        let newest = periods.checked_sub(horizon.max(1));
        let at =
            move |i: usize| newest?.checked_sub(i * step.max(1)).filter(|known| *known >= history_min.max(1));
        (0..count).map_while(at)
    }
}

/// A forecast from one origin, with the demand that followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Periods known at the origin.
    pub known: usize,
    /// Actual demand.
    pub actual: Vec<f64>,
    /// Demand forecast.
    pub forecast: Vec<f64>,
}

impl Window {
    /// Errors, demand − forecast.
    pub fn errors(&self) -> impl Iterator<Item = f64> + '_ {
        self.actual.iter().zip(&self.forecast).map(|(actual, forecast)| actual - forecast)
    }
}

/// Forecasts from each origin with `forecast(history, horizon)`, the newest origin first.
pub fn backtest(
    history: &[f64],
    origins: Origins,
    mut forecast: impl FnMut(&[f64], usize) -> Vec<f64>,
) -> Vec<Window> {
    origins
        .of(history.len())
        .map(|known| Window {
            known,
            actual: history[known..known + origins.horizon].to_vec(),
            forecast: forecast(&history[..known], origins.horizon),
        })
        .collect()
}
