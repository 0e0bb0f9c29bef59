//! A fitted form: parameters of greatest likelihood, forecasts, error variance.

use super::super::descent::{self, LANES, Limits};
use super::super::series::Fit;
use super::super::short_sort::sort;
use super::form::{Error, Form, Season, Trend};
use super::initial::{self, Initial};
use super::recursion::{self, State};

/// First states are searched together with the parameters while periods × states are fewer than this; in longer
/// series the first states hardly matter.
const STATE_SEARCH_SIZE: usize = 6_000;
/// First states of a longer season are too many to search.
const SEARCHED_SEASON_MAX: usize = 24;
/// Starting points followed to the end where first states are searched, because there are several minima.
const STARTS: usize = 3;
const ALPHA: (f64, f64) = (1e-4, 0.9999);
/// Range of the damping, as in R's `forecast::ets`: below it a trend ends at once, above it nothing is damped.
const PHI: (f64, f64) = (0.8, 0.98);
/// Starting values for the logistics of α, β and γ.
const GUESSES: [(f64, f64, f64); LANES] = [
    (-1.5, -2.2, -3.0),
    (0.0, -2.2, -2.0),
    (2.5, -3.0, -1.0),
    (-3.5, -1.0, -4.0),
    (-2.0, -4.0, 2.5),
    (-3.0, 1.0, -1.5),
    (5.0, -4.0, -2.0),
    (-6.0, -3.0, -3.0),
];
/// Gain in −2·log-likelihood that one more iteration must bring.
const TOLERANCE: f64 = 2e-3;

/// Exponential smoothing of one form, fitted to a series.
#[derive(Clone, Debug)]
pub struct Model {
    /// The form.
    pub form: Form,
    /// −2·log-likelihood up to a constant that all forms share.
    pub deviance: f64,
    /// Akaike's criterion for small samples (AICc); infinite where there are as many parameters as periods.
    pub aicc: f64,
    /// Smoothing parameters α, β, γ, φ.
    pub smoothing: [f64; 4],
    initial: Initial,
}

impl Model {
    /// Fits a form to a series of mean size around one; `season` is 1 without a season.
    pub(super) fn fit(form: Form, history: &[f64], season: usize, beta_max: f64) -> Model {
        let start = initial::states(form, history, season);
        let states = form.initial_states(season);
        let is_short = history.len() * states <= STATE_SEARCH_SIZE && season <= SEARCHED_SEASON_MAX;
        let vector = Vector {
            form,
            start: &start,
            beta_max,
            states: if is_short { states } else { 0 },
            scale: scale(history),
        };
        let limits = Limits { iterations: if is_short { 60 } else { 14 }, tolerance: TOLERANCE };
        let guesses = vector.first_guesses();
        let mut state = vector.state(&guesses);
        let values = recursion::run(form, history, &mut state, |_| {});
        let mut order: [usize; LANES] = core::array::from_fn(|i| i);
        sort(&mut order, |a, b| values[*a].total_cmp(&values[*b]).is_lt());
        let starts = if is_short { STARTS } else { 1 };
        let searched = order[..starts].iter().map(|start| {
            let mut x = guesses[*start].clone();
            let deviance = descent::minimise(&mut x, limits, |points| {
                vector.fill(points, &mut state);
                recursion::run(form, history, &mut state, |_| {})
            });
            (deviance, x)
        });
        let (deviance, x) =
            searched.reduce(|best, now| if now.0 < best.0 { now } else { best }).unwrap_or_default();
        let (smoothing, initial) = vector.one(&x);
        let parameters = (form.smoothing_parameters() + states + 1) as f64;
        let room = history.len() as f64 - parameters - 1.0;
        let aicc = deviance + 2.0 * parameters + 2.0 * parameters * (parameters + 1.0) / room;
        let aicc = if room > 0.0 && deviance.is_finite() { aicc } else { f64::INFINITY };
        Model { form, deviance, aicc, smoothing, initial }
    }

    /// Fitted values, forecasts and their error variance.
    pub(super) fn forecast(&self, history: &[f64], horizon: usize) -> Fit {
        let mut state = self.state();
        let mut fitted = Vec::with_capacity(history.len());
        recursion::run(self.form, history, &mut state, |forecast| fitted.push(forecast[0]));
        let season = state.seasonal.len().max(1);
        let mut trend = 0.0;
        let mut damping = 1.0;
        let mut base = Vec::with_capacity(horizon);
        let mut seasonal = Vec::with_capacity(horizon);
        for h in 0..horizon {
            if self.form.trend != Trend::None {
                damping *= self.smoothing[3];
                trend += damping * state.slope[0];
            }
            base.push(state.level[0] + trend);
            let index = state.seasonal.get((state.phase + h) % season).map(|lanes| lanes[0]);
            seasonal.push(index.unwrap_or(f64::from(u8::from(self.form.season == Season::Multiplicative))));
        }
        let combine = |(base, seasonal): (&f64, &f64)| match self.form.season {
            Season::Multiplicative => base * seasonal,
            _ => base + seasonal,
        };
        let mean: Vec<f64> = base.iter().zip(&seasonal).map(combine).collect();
        let variance = self.variance(history, &fitted, &base, &seasonal, season);
        Fit { fitted, mean, variance }
    }

    /// Error variance of each coming period: exact for additive errors and for multiplicative errors with no or an
    /// additive season; with a multiplicative season exact up to one season.
    ///
    /// Source: Hyndman, Koehler, Ord & Snyder, *Forecasting with Exponential Smoothing*, table 6.1, eq. 6.2 and §6.4.
    fn variance(
        &self,
        history: &[f64],
        fitted: &[f64],
        base: &[f64],
        seasonal: &[f64],
        season: usize,
    ) -> Option<Vec<f64>> {
        let is_relative = self.form.error == Error::Multiplicative;
        let error = |(y, f): (&f64, &f64)| if is_relative { (y - f) / f.max(1e-9) } else { y - f };
        let squares: f64 = history.iter().zip(fitted).map(error).map(|e| e * e).sum();
        let parameters = self.form.smoothing_parameters() + self.form.initial_states(season) + 1;
        let freedom = history.len().checked_sub(parameters).filter(|freedom| *freedom > 0)?;
        let sigma2 = squares / freedom as f64;
        let weights = self.weights(base.len(), season);
        if !is_relative {
            let mut sum = 1.0;
            return Some(
                weights
                    .iter()
                    .map(|c| {
                        let now = sum;
                        sum += c * c;
                        sigma2 * now
                    })
                    .collect(),
            );
        }
        let is_multiplied = self.form.season == Season::Multiplicative;
        let mu: Vec<f64> =
            base.iter().zip(seasonal).map(|(b, s)| if is_multiplied { *b } else { b + s }).collect();
        let mut theta: Vec<f64> = Vec::with_capacity(mu.len());
        for h in 0..mu.len() {
            let past: f64 = (0..h).map(|j| weights[j] * weights[j] * theta[h - 1 - j]).sum();
            theta.push(mu[h] * mu[h] + sigma2 * past);
        }
        let gamma2 = self.smoothing[2] * self.smoothing[2];
        let at = |h: usize| {
            if is_multiplied {
                let seasons = libm::pow(1.0 + gamma2 * sigma2, (h / season) as f64);
                seasonal[h] * seasonal[h] * (theta[h] * (1.0 + sigma2) * seasons - mu[h] * mu[h])
            } else {
                (1.0 + sigma2) * theta[h] - mu[h] * mu[h]
            }
        };
        Some((0..mu.len()).map(|h| at(h).max(0.0)).collect())
    }

    /// Weight of an error on the forecast j = 1, 2, … periods later.
    fn weights(&self, count: usize, season: usize) -> Vec<f64> {
        let [alpha, beta, gamma, phi] = self.smoothing;
        let (mut damping, mut sum) = (1.0, 0.0);
        let weight = |j: usize| {
            damping *= phi;
            sum += damping;
            let again = self.form.season == Season::Additive && j.is_multiple_of(season);
            alpha + beta * sum + if again { gamma } else { 0.0 }
        };
        (1..=count).map(weight).collect()
    }

    fn state(&self) -> State {
        let [alpha, beta, gamma, phi] = self.smoothing.map(|p| [p; LANES]);
        let seasonal = self.initial.seasonal.iter().map(|s| [*s; LANES]).collect();
        let (level, slope) = ([self.initial.level; LANES], [self.initial.slope; LANES]);
        State { alpha, beta, gamma, phi, level, slope, seasonal, phase: 0 }
    }
}

fn scale(history: &[f64]) -> f64 {
    let n = history.len().max(1) as f64;
    let mean = history.iter().sum::<f64>() / n;
    (history.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / n).sqrt().max(1e-6)
}

/// The variables of the search and what they stand for: logistics of the smoothing parameters, then shifts of the
/// first states in units of `scale`.
struct Vector<'a> {
    form: Form,
    start: &'a Initial,
    beta_max: f64,
    states: usize,
    scale: f64,
}

impl Vector<'_> {
    /// Eight starting points, from slow to fast levels, trends and seasons.
    fn first_guesses(&self) -> [Vec<f64>; LANES] {
        core::array::from_fn(|lane| {
            let (alpha, beta, gamma) = GUESSES[lane];
            let mut x = vec![alpha];
            if self.form.trend != Trend::None {
                x.push(beta);
            }
            if self.form.season != Season::None {
                x.push(gamma);
            }
            if self.form.trend == Trend::Damped {
                x.push(2.0);
            }
            x.resize(x.len() + self.states, 0.0);
            x
        })
    }

    fn one(&self, x: &[f64]) -> ([f64; 4], Initial) {
        let mut variables = x.iter();
        let mut next = || variables.next().copied().unwrap_or(0.0);
        let alpha = ALPHA.0 + (ALPHA.1 - ALPHA.0) * logistic(next());
        let beta_max = alpha.min(self.beta_max);
        let beta = if self.form.trend == Trend::None { 0.0 } else { beta_max * logistic(next()) };
        let gamma = if self.form.season == Season::None { 0.0 } else { (1.0 - alpha) * logistic(next()) };
        let phi =
            if self.form.trend == Trend::Damped { PHI.0 + (PHI.1 - PHI.0) * logistic(next()) } else { 1.0 };
        let mut initial = self.start.clone();
        if self.states > 0 {
            initial.level += self.scale * next();
            if self.form.trend != Trend::None {
                initial.slope += 0.1 * self.scale * next();
            }
            let size = if self.form.season == Season::Multiplicative { 0.1 } else { self.scale };
            self.shift(&mut initial.seasonal, size, next);
        }
        ([alpha, beta, gamma, phi], initial)
    }

    /// Shifts all seasonal states but the last, which keeps their sum.
    fn shift(&self, seasonal: &mut [f64], size: f64, mut next: impl FnMut() -> f64) {
        if let Some((last, others)) = seasonal.split_last_mut() {
            for state in others {
                let by = size * next();
                *state += by;
                *last -= by;
            }
        }
    }

    fn state(&self, points: &[Vec<f64>; LANES]) -> State {
        let zero = [0.0; LANES];
        let seasonal = vec![zero; self.start.seasonal.len()];
        let mut state = State {
            alpha: zero,
            beta: zero,
            gamma: zero,
            phi: zero,
            level: zero,
            slope: zero,
            seasonal,
            phase: 0,
        };
        self.fill(points, &mut state);
        state
    }

    fn fill(&self, points: &[Vec<f64>; LANES], state: &mut State) {
        state.phase = 0;
        for (lane, x) in points.iter().enumerate() {
            let (smoothing, initial) = self.one(x);
            [state.alpha[lane], state.beta[lane], state.gamma[lane], state.phi[lane]] = smoothing;
            (state.level[lane], state.slope[lane]) = (initial.level, initial.slope);
            for (seasonal, value) in state.seasonal.iter_mut().zip(initial.seasonal) {
                seasonal[lane] = value;
            }
        }
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
