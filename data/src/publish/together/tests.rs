//! What a forecast says of itself.

use super::*;
use crate::publish::periods::Shape;
use planning::panel::SeasonGroup;

const SEASON_PERIODS: usize = 52;
const HORIZON_PERIODS: usize = 13;

/// Forty items of a category that sell ten weeks of the year, four times as much as else; the last has ended.
fn together() -> Together {
    let (rows, periods) = (40, 2 * SEASON_PERIODS + 36);
    let dates = Shape::weeks(rows, periods).dates;
    let sold = |row: usize, t: usize| match t {
        _ if row == 39 && t > 20 => 0.0,
        _ if t % SEASON_PERIODS >= 42 => 16.0,
        _ => 4.0,
    };
    let demand = (0..rows * periods).map(|cell| sold(cell / periods, cell % periods)).collect();
    Together::learn(demand, vec![Group::default(); rows], (dates, &[]), vec![None; rows], &|_| ())
}

#[test]
fn a_forecast_says_what_the_season_does_to_it() {
    let together = together();
    let history = together.demand(0, together.periods).to_vec();
    let (forecast, _) = together.forecast(0, &history);
    let season = forecast.season.expect("a season");
    assert_eq!(season.group, SeasonGroup::CategoryAtLocation);
    let usual = together.level(0).units * together.level(0).goes_on;
    for (index, mean) in season.index.iter().zip(&forecast.mean) {
        assert!((f64::from(*index) * usual / mean - 1.0).abs() < 1e-6, "{index} {mean}");
    }
    assert!(season.index[0] < 1.0 && season.index[8] > 1.5, "{season:?}");
    let ended = together.demand(39, together.periods).to_vec();
    assert_eq!(together.forecast(39, &ended).0.season, None);
    let alone = planning::forecast::auto(&history, SEASON_PERIODS, HORIZON_PERIODS);
    assert_eq!(alone.season, None, "a method of the item alone knows no group");
}
