//! The recursion of states, for eight sets of parameters side by side.

use super::super::descent::LANES;
use super::form::{Error, Form, Season, Trend};

/// A number in each lane.
pub(super) type Lanes = [f64; LANES];

/// Smoothing parameters and states of eight candidates. The season begins with the first period's.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) alpha: Lanes,
    pub(super) beta: Lanes,
    pub(super) gamma: Lanes,
    pub(super) phi: Lanes,
    pub(super) level: Lanes,
    pub(super) slope: Lanes,
    /// A period each, the next one's at `phase`.
    pub(super) seasonal: Vec<Lanes>,
    pub(super) phase: usize,
}

/// Forecasts below this share of the data's scale count as this in a product of logarithms.
const TINY: f64 = 1e-9;

/// Runs the recursion over the series and returns −2·log-likelihood up to a constant, leaving the last states.
///
/// n·log Σe² for additive errors, n·log Σ(e/ŷ)² + 2·Σ log|ŷ| for multiplicative ones. States move by the error in
/// the same way for both: Hyndman, Koehler, Ord & Snyder, *Forecasting with Exponential Smoothing*, table 2.2 and
/// §5.1. `seen` is called with the forecast of each period.
pub(super) fn run(form: Form, history: &[f64], state: &mut State, seen: impl FnMut(&Lanes)) -> Lanes {
    let has_trend = form.trend != Trend::None;
    match (has_trend, form.season, form.error) {
        (false, Season::None, Error::Additive) => pass::<false, NONE, false>(history, state, seen),
        (true, Season::None, Error::Additive) => pass::<true, NONE, false>(history, state, seen),
        (false, Season::Additive, Error::Additive) => pass::<false, ADDITIVE, false>(history, state, seen),
        (true, Season::Additive, Error::Additive) => pass::<true, ADDITIVE, false>(history, state, seen),
        (false, Season::None, Error::Multiplicative) => pass::<false, NONE, true>(history, state, seen),
        (true, Season::None, Error::Multiplicative) => pass::<true, NONE, true>(history, state, seen),
        (false, Season::Additive, Error::Multiplicative) => {
            pass::<false, ADDITIVE, true>(history, state, seen)
        }
        (true, Season::Additive, Error::Multiplicative) => pass::<true, ADDITIVE, true>(history, state, seen),
        (false, Season::Multiplicative, _) => pass::<false, MULTIPLICATIVE, true>(history, state, seen),
        (true, Season::Multiplicative, _) => pass::<true, MULTIPLICATIVE, true>(history, state, seen),
    }
}

const NONE: u8 = 0;
const ADDITIVE: u8 = 1;
const MULTIPLICATIVE: u8 = 2;

fn pass<const TREND: bool, const SEASON: u8, const RELATIVE: bool>(
    history: &[f64],
    state: &mut State,
    mut seen: impl FnMut(&Lanes),
) -> Lanes {
    let (alpha, beta, gamma, phi) = (state.alpha, state.beta, state.gamma, state.phi);
    let (mut level, mut slope) = (state.level, state.slope);
    let season = state.seasonal.len();
    let mut phase = state.phase;
    let mut squares = [0.0; LANES];
    let (mut logarithms, mut product) = ([0.0; LANES], [1.0; LANES]);
    let mut forecast = [0.0; LANES];
    for (t, y) in history.iter().enumerate() {
        let seasonal = if SEASON == NONE { &mut [0.0; LANES] } else { &mut state.seasonal[phase] };
        for i in 0..LANES {
            let base = if TREND { level[i] + phi[i] * slope[i] } else { level[i] };
            let (fitted, share) = match SEASON {
                NONE => (base, 1.0),
                ADDITIVE => (base + seasonal[i], 1.0),
                _ => (base * seasonal[i], seasonal[i]),
            };
            let error = y - fitted;
            forecast[i] = fitted;
            let level_error = if SEASON == MULTIPLICATIVE { error / share } else { error };
            if RELATIVE {
                let size = if fitted > TINY { fitted } else { TINY };
                let relative = error / size;
                squares[i] += relative * relative;
                product[i] *= size;
            } else {
                squares[i] += error * error;
            }
            level[i] = base + alpha[i] * level_error;
            if TREND {
                slope[i] = phi[i] * slope[i] + beta[i] * level_error;
            }
            match SEASON {
                NONE => {}
                ADDITIVE => seasonal[i] += gamma[i] * error,
                _ => seasonal[i] += gamma[i] * error / base,
            }
        }
        seen(&forecast);
        if SEASON != NONE {
            phase = if phase + 1 == season { 0 } else { phase + 1 };
        }
        // Sixteen factors of at most 1e9 or at least 1e-9 times the scale stay within the range of a double.
        if RELATIVE && (t % 16 == 15 || t + 1 == history.len()) {
            for i in 0..LANES {
                logarithms[i] += libm::log(product[i]);
                product[i] = 1.0;
            }
        }
    }
    (state.level, state.slope, state.phase) = (level, slope, phase);
    let n = history.len() as f64;
    core::array::from_fn(|i| {
        let value = n * libm::log(squares[i].max(1e-300)) + 2.0 * logarithms[i];
        if value.is_nan() { f64::INFINITY } else { value }
    })
}
