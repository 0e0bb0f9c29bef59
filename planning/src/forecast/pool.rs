//! The methods in a combination.

use super::adida::adida;
use super::damped_trend::damped_trend;
use super::demand_class::DemandClass;
use super::drift::drift;
use super::ets::auto_ets;
use super::exponential_smoothing::simple_exponential_smoothing;
use super::imapa::imapa;
use super::method::Method;
use super::mstl::mstl;
use super::naive::naive;
use super::seasonal_index::{SEASONS_MIN, with_season};
use super::seasonal_naive::seasonal_naive;
use super::seasonal_window_average::{SEASONS, seasonal_window_average};
use super::series::{Fit, Series};
use super::teunter_syntetos_babai::{ALPHA, teunter_syntetos_babai};
use super::theta::{Theta, theta};
use super::window_average::{WINDOW_PERIODS, window_average};

/// Longest season that counts as short.
const SHORT_SEASON_MAX: usize = 24;

/// A method as a member of a combination.
#[derive(Clone, Copy)]
pub(super) struct Member {
    pub(super) method: Method,
    pub(super) fit: fn(&Series) -> Fit,
    /// Seasons of history it needs, of the length it uses.
    needs: Needs,
}

/// Seasons that history must hold.
#[derive(Clone, Copy, PartialEq)]
enum Needs {
    /// Any history will do.
    AnyHistory,
    /// The shortest season this many times.
    Shortest(usize),
    /// Several lengths of season, the longest once.
    Several,
    /// A short season very often.
    ManySeasons,
    /// Anything but `ManySeasons`.
    FewSeasons,
    /// A short season very often, or a long season.
    ManySeasonsOrLong,
    /// A long season.
    LongSeason,
    /// No season, or none that the history holds once.
    NoSeason,
}

const fn member(method: Method, needs: Needs, fit: fn(&Series) -> Fit) -> Member {
    Member { method, fit, needs }
}

/// Demand in most periods.
const FREQUENT: [Member; 11] = [
    member(Method::AutoEts, Needs::AnyHistory, |s| auto_ets(s.history, s.season(), s.horizon)),
    member(Method::DynamicOptimisedTheta, Needs::AnyHistory, |s| {
        theta(Theta::DynamicOptimised, s.history, s.season(), s.horizon)
    }),
    member(Method::Mstl, Needs::Shortest(2), mstl),
    member(Method::SeasonalNaive, Needs::Shortest(1), |s| seasonal_naive(s.history, s.season(), s.horizon)),
    member(Method::SeasonalNaive, Needs::Several, |s| seasonal_naive(s.history, longest(s), s.horizon)),
    SEASONAL_WINDOW,
    WINDOW,
    SMOOTHED,
    member(Method::DampedTrend, Needs::LongSeason, |s| damped_trend(s.history, s.horizon)),
    member(Method::Theta, Needs::NoSeason, |s| theta(Theta::Standard, s.history, 1, s.horizon)),
    member(Method::Drift, Needs::NoSeason, |s| drift(s.history, s.horizon)),
];

/// Demand in few periods. Without a season, methods that aggregate over longer periods forecast car parts better than
/// smoothing does.
const RARE: [Member; 8] = [
    member(Method::AutoEts, Needs::ManySeasons, |s| auto_ets(s.history, s.season(), s.horizon)),
    SEASONAL_WINDOW,
    WINDOW,
    member(Method::SimpleExponentialSmoothing, Needs::ManySeasons, SMOOTHED.fit),
    member(Method::Adida, Needs::AnyHistory, |s| with_season(s, |s| adida(s.history, s.horizon))),
    member(Method::Imapa, Needs::AnyHistory, |s| with_season(s, |s| imapa(s.history, s.horizon))),
    member(Method::TeunterSyntetosBabai, Needs::ManySeasons, |s| {
        with_season(s, |s| teunter_syntetos_babai(s.history, ALPHA.0, ALPHA.1, s.horizon))
    }),
    member(Method::WindowAverage, Needs::FewSeasons, |s| {
        window_average(s.history, s.season().max(WINDOW_PERIODS), s.horizon)
    }),
];

const SEASONAL_WINDOW: Member = member(Method::SeasonalWindowAverage, Needs::ManySeasons, |s| {
    seasonal_window_average(s.history, s.season(), SEASONS, s.horizon)
});
const WINDOW: Member = member(Method::WindowAverage, Needs::ManySeasons, |s| {
    with_season(s, |s| window_average(s.history, SEASONS * s.season(), s.horizon))
});
const SMOOTHED: Member = member(Method::SimpleExponentialSmoothing, Needs::ManySeasonsOrLong, |s| {
    with_season(s, |s| simple_exponential_smoothing(s.history, s.horizon))
});

/// The benchmark of every backtest: the naive method, or with a season the seasonal one.
pub(super) const NAIVE: [Member; 2] = [
    member(Method::Naive, Needs::AnyHistory, |s| naive(s.history, s.horizon)),
    member(Method::SeasonalNaive, Needs::Shortest(1), |s| seasonal_naive(s.history, s.season(), s.horizon)),
];

fn longest(series: &Series) -> usize {
    series.seasons.last().copied().unwrap_or(1)
}

/// Members for the demand class that the shortest history they will see allows.
pub(super) fn members(class: DemandClass, series: &Series, shortest_history: usize) -> Vec<Member> {
    let all: &[Member] = if class.is_rare() { &RARE } else { &FREQUENT };
    let (short, long) = (series.season(), longest(series));
    let holds = |season: usize, times: usize| season > 1 && shortest_history >= times * season;
    let is_long = short > SHORT_SEASON_MAX;
    let often = !is_long && holds(short, SEASONS_MIN);
    let may = |member: &&Member| match member.needs {
        Needs::AnyHistory => true,
        Needs::Shortest(times) => holds(short, times),
        Needs::Several => long > short && holds(long, 1),
        Needs::ManySeasons => often,
        Needs::FewSeasons => !often,
        Needs::ManySeasonsOrLong => often || is_long,
        Needs::LongSeason => is_long,
        Needs::NoSeason => short == 1 || !holds(short, 1),
    };
    all.iter().filter(may).copied().collect()
}

impl Member {
    /// Whether the method repeats past values. Such a method earns its weight where demand repeats itself, but has no
    /// place in a plain mean.
    pub(super) fn is_naive(&self) -> bool {
        matches!(self.method, Method::Naive | Method::SeasonalNaive | Method::Drift)
    }
}
