//! Exponential smoothing in state space form (error, trend, season), and the choice among its forms.

/// The forms of exponential smoothing.
mod form;

/// First states.
mod initial;

/// The recursion of states, for eight sets of parameters.
mod recursion;

/// A fitted form.
mod model;

#[cfg(test)]
mod tests;

pub use form::{Error, Form, Season, Trend};
pub use model::Model;

use super::definition::{Definition, Run};
use super::exponential_smoothing::simple_exponential_smoothing;
use super::historic_average::historic_average;
use super::method::Method;
use super::series::Fit;

/// Longest season with a state for each period: the weeks of a year. R's `forecast::ets` stops at 24; allowing 53
/// brought the OWA of the weekly series of M4 from 0.924 to 0.822.
const SEASON_MAX: usize = 53;
/// Series up to this length are fitted in every form; for longer ones a form is skipped once a simpler one of its
/// kind was better.
const EVERY_FORM_PERIODS: usize = 200;

/// Largest β where the form is chosen: a trend that follows every error fits a short past well and its future badly.
/// Between 0.03 and 1, smaller values gave smaller errors on the yearly and quarterly series of the tourism
/// competition and on the weekly ones of M4.
const BETA_MAX: f64 = 0.05;

/// The form of least AICc.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::AutoEts),
    name: "auto_ets",
    description: "exponential smoothing in the form (error, trend, season) of least AICc",
    run: Run::Fit(|series| auto_ets(series.history, series.season(), series.horizon)),
};

/// Forecasts by the form with the smallest AICc; a series that is constant or too short by its mean or by simple
/// smoothing.
///
/// Multiplicative errors and seasons are tried where all data are above zero, seasons up to 53 periods.
/// Source: Hyndman, Koehler, Ord & Snyder, *Forecasting with Exponential Smoothing*, ch. 7.
pub fn auto_ets(history: &[f64], season: usize, horizon: usize) -> Fit {
    let Some((scaled, scale)) = scaled(history) else {
        return historic_average(history, horizon);
    };
    match select(&scaled, season) {
        Some(model) => unscaled(model.forecast(&scaled, horizon), scale),
        None => simple_exponential_smoothing(history, horizon),
    }
}

/// Forecasts by one form; `None` if it is not admissible or the series is too short, constant or, for multiplicative
/// parts, not above zero.
pub fn ets(form: Form, history: &[f64], season: usize, horizon: usize) -> Option<Fit> {
    let (scaled, scale) = scaled(history)?;
    let model = fit(form, &scaled, season, 1.0)?;
    Some(unscaled(model.forecast(&scaled, horizon), scale))
}

/// The fitted model of one form, its likelihood that of the series as given; `None` as for [`ets`].
pub fn model(form: Form, history: &[f64], season: usize) -> Option<Model> {
    let (scaled, scale) = scaled(history)?;
    let mut model = fit(form, &scaled, season, 1.0)?;
    let shift = 2.0 * history.len() as f64 * libm::log(scale);
    (model.deviance, model.aicc) = (model.deviance + shift, model.aicc + shift);
    Some(model)
}

/// The fitted model of least AICc of a series scaled to mean size one; `None` if no form has fewer parameters than
/// there are periods.
pub fn select(history: &[f64], season: usize) -> Option<Model> {
    let errors: &[Error] =
        if is_positive(history) { &[Error::Additive, Error::Multiplicative] } else { &[Error::Additive] };
    let seasons = [Season::None, Season::Additive, Season::Multiplicative];
    let every_form = history.len() <= EVERY_FORM_PERIODS;
    let mut best: Option<Model> = None;
    for trend in [Trend::None, Trend::Damped, Trend::Additive] {
        let kind = best.as_ref().map(|model: &Model| model.form);
        for error in errors {
            for shape in seasons {
                let form = Form::new(*error, trend, shape);
                let is_hopeless =
                    kind.is_some_and(|kind| kind.error != form.error || kind.season != form.season);
                if !every_form && trend != Trend::None && is_hopeless {
                    continue;
                }
                let Some(model) = fit(form, history, season, BETA_MAX) else { continue };
                if best.as_ref().is_none_or(|best| model.aicc < best.aicc) {
                    best = Some(model);
                }
            }
        }
    }
    best
}

fn fit(form: Form, history: &[f64], season: usize, beta_max: f64) -> Option<Model> {
    let is_seasonal = form.season != Season::None;
    let needs_positive = form.error == Error::Multiplicative || form.season == Season::Multiplicative;
    let parameters = form.smoothing_parameters() + form.initial_states(season.max(1)) + 1;
    let is_out = !form.is_admissible()
        || history.len() < parameters + 2
        || (is_seasonal && (!(2..=SEASON_MAX).contains(&season) || history.len() <= season))
        || (needs_positive && !is_positive(history));
    if is_out {
        return None;
    }
    let model = Model::fit(form, history, if is_seasonal { season } else { 1 }, beta_max);
    model.aicc.is_finite().then_some(model)
}

fn is_positive(history: &[f64]) -> bool {
    history.iter().all(|y| *y > 0.0)
}

/// The series divided by its mean size; `None` where it is constant or empty.
fn scaled(history: &[f64]) -> Option<(Vec<f64>, f64)> {
    let first = history.first()?;
    if history.iter().all(|y| y == first) {
        return None;
    }
    let scale = history.iter().map(|y| y.abs()).sum::<f64>() / history.len() as f64;
    Some((history.iter().map(|y| y / scale).collect(), scale))
}

fn unscaled(mut fit: Fit, scale: f64) -> Fit {
    fit.fitted.iter_mut().chain(&mut fit.mean).for_each(|value| *value *= scale);
    if let Some(variance) = &mut fit.variance {
        variance.iter_mut().for_each(|value| *value *= scale * scale);
    }
    fit
}
