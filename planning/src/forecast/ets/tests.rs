use super::*;
use proptest::prelude::*;

#[test]
fn a_trend_with_a_season_is_continued() {
    let season = [1.2, 0.8, 0.9, 1.1];
    let y = |t: usize| (50.0 + t as f64) * season[t % 4];
    // A little noise that repeats after 7 periods, so that no form fits without error.
    let noise = |t: usize| 1.0 + 0.002 * ((t * 5 % 7) as f64 - 3.0);
    let history: Vec<f64> = (0..60).map(|t| y(t) * noise(t)).collect();
    let fit = auto_ets(&history, 4, 8);
    for (h, mean) in fit.mean.iter().enumerate() {
        let truth = y(60 + h);
        assert!((mean - truth).abs() < 0.02 * truth, "{h}: {mean} {truth}");
    }
}

#[test]
fn a_season_of_weeks_of_the_year_is_followed() {
    let y = |t: usize| 100.0 + 40.0 * libm::sin(core::f64::consts::TAU * t as f64 / 52.0);
    let noise = |t: usize| ((t * 5 % 7) as f64 - 3.0) + ((t * 3 % 11) as f64 - 5.0) * 0.5;
    let history: Vec<f64> = (0..260).map(|t| y(t) + noise(t)).collect();
    let fit = auto_ets(&history, 52, 26);
    let misses = fit.mean.iter().enumerate().map(|(h, mean)| (mean - y(260 + h)).abs());
    assert!(misses.clone().fold(0.0, f64::max) < 8.0, "{:?}", misses.collect::<Vec<_>>());
}

#[test]
fn what_cannot_be_fitted_gives_a_mean() {
    assert_eq!(auto_ets(&[], 7, 2).mean, [0.0, 0.0]);
    assert_eq!(auto_ets(&[4.0; 9], 7, 2).mean, [4.0, 4.0]);
    let form = Form::new(Error::Additive, Trend::None, Season::Multiplicative);
    assert!(ets(form, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0], 2, 1).is_none(), "not admissible");
}

proptest! {
    #[test]
    fn scale_does_not_matter(
        history in prop::collection::vec(1.0..100f64, 12..60),
        season in 1..13usize,
    ) {
        let larger: Vec<f64> = history.iter().map(|y| y * 1024.0).collect();
        let (small, large) = (auto_ets(&history, season, 3), auto_ets(&larger, season, 3));
        for (s, l) in small.mean.iter().zip(&large.mean) {
            prop_assert_eq!(s * 1024.0, *l);
        }
    }

    #[test]
    fn any_history_gives_finite_forecasts(
        history in prop::collection::vec(prop_oneof![Just(0.0), -1e3..1e6f64], 0..140),
        season in 0..60usize,
    ) {
        let fit = auto_ets(&history, season, 4);
        prop_assert!(fit.mean.iter().all(|m| m.is_finite()), "{fit:?}");
        prop_assert_eq!(fit.fitted.len(), history.len());
        prop_assert!(fit.variance.iter().flatten().all(|v| v.is_finite() && *v >= 0.0));
    }
}
