use super::*;
use proptest::prelude::*;

#[test]
fn a_line_is_continued_with_its_slope() {
    let history: Vec<f64> = (0..40).map(|t| 5.0 + 2.0 * t as f64).collect();
    for kind in [Theta::Optimised, Theta::DynamicOptimised] {
        let fit = theta(kind, &history, 1, 3);
        assert!((fit.mean[2] - fit.mean[1] - 2.0).abs() < 0.2, "{kind:?} {fit:?}");
    }
    // θ = 2 takes half the slope.
    let fit = theta(Theta::Standard, &history, 1, 3);
    assert!((fit.mean[2] - fit.mean[1] - 1.0).abs() < 0.01, "{fit:?}");
}

proptest! {
    #[test]
    fn finite_for_any_history(
        history in prop::collection::vec(prop_oneof![Just(0.0), -1e3..1e6f64], 0..60),
        season in 0..14usize,
    ) {
        for kind in [Theta::Standard, Theta::Optimised, Theta::Dynamic, Theta::DynamicOptimised] {
            let fit = theta(kind, &history, season, 4);
            prop_assert!(fit.mean.iter().all(|m| m.is_finite()), "{kind:?} {fit:?}");
            prop_assert_eq!(fit.fitted.len(), history.len());
        }
    }
}
