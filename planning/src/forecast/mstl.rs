//! MSTL: seasons by repeated STL, the rest by exponential smoothing.

use stlrs::MstlParams;

use super::definition::{Definition, Run};
use super::ets::auto_ets;
use super::method::Method;
use super::series::{Fit, Series};

/// Several seasons.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::Mstl),
    name: "mstl",
    description: "one or more seasons removed by loess (MSTL), the rest by auto_ets",
    run: Run::Fit(mstl),
};

/// Seasons by MSTL, each continued as it last was; what remains by [`auto_ets`] without season. Seasons that the
/// history does not hold twice are left out.
///
/// Source: K. Bandara, R. Hyndman & C. Bergmeir, "MSTL: A Seasonal-Trend Decomposition Algorithm for Time Series with
/// Multiple Seasonal Patterns" (2021), arXiv 2107.13462.
pub fn mstl(series: &Series) -> Fit {
    let n = series.history.len();
    let Some((seasonal, adjusted)) = decompose(series.history, series.seasons) else {
        return auto_ets(series.history, 1, series.horizon);
    };
    let mut fit = auto_ets(&adjusted, 1, series.horizon);
    for (season, component) in &seasonal {
        fit.fitted.iter_mut().zip(component).for_each(|(value, seasonal)| *value += seasonal);
        for (h, value) in fit.mean.iter_mut().enumerate() {
            *value += component[n - season + h % season];
        }
    }
    fit
}

/// Seasonal components and the series without them; `None` if the history holds no season twice.
type Components = Vec<(usize, Vec<f64>)>;

fn decompose(history: &[f64], seasons: &[usize]) -> Option<(Components, Vec<f64>)> {
    let seasons: Vec<usize> =
        seasons.iter().copied().filter(|season| *season > 1 && history.len() >= 2 * season).collect();
    let parts = MstlParams::new().fit(history, &seasons).ok()?;
    let components: Components = seasons.iter().copied().zip(parts.seasonal().iter().cloned()).collect();
    let mut adjusted = history.to_vec();
    for (_, component) in &components {
        adjusted.iter_mut().zip(component).for_each(|(y, seasonal)| *y -= seasonal);
    }
    adjusted.iter().all(|y| y.is_finite()).then_some((components, adjusted))
}
