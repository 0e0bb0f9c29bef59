//! Distributions against values computed with 50 digits, and against each other.
//!
//! `golden/distributions.json`: mpmath 1.4.1; normal and gamma by closed forms (erfc, incomplete gamma), Poisson and
//! negative binomial by summation of their probabilities on both sides.

use planning::distribution::{Distribution, Empirical, Gamma, NegativeBinomial, Normal, Poisson};
use proptest::prelude::*;
use serde_json::Value;

const TOLERANCE: f64 = 1e-12;

fn distribution(name: &str, parameters: &[f64]) -> Option<Box<dyn Distribution>> {
    let [first, second] = [parameters[0], parameters.get(1).copied().unwrap_or(f64::NAN)];
    Some(match name {
        "normal" => Box::new(Normal::new(first, second)?),
        "poisson" => Box::new(Poisson::new(first)?),
        "negative_binomial" => Box::new(NegativeBinomial::new(first, second)?),
        "gamma" => Box::new(Gamma::new(first, second)?),
        other => panic!("no distribution {other}"),
    })
}

/// Relative to the value itself, in either tail.
fn check(case: &Value, of: &dyn Distribution) {
    let x = case["x"].as_f64().expect("x");
    let actual = [
        ("pdf", of.pdf(x)),
        ("cdf", of.cdf(x)),
        ("survival", of.survival(x)),
        ("loss", of.loss(x)),
        ("complementary_loss", of.complementary_loss(x)),
        ("second_loss", of.second_loss(x)),
    ];
    for (name, value) in actual {
        let expected = case[name].as_f64().expect(name);
        let error = (value - expected).abs();
        assert!(error <= TOLERANCE * expected.abs(), "{case}\n{name}: {value}, off by {error:e}");
    }
}

#[test]
fn golden_values() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("golden/distributions.json")).expect("JSON");
    assert!(cases.len() > 60);
    for case in &cases {
        let parameters = case["parameters"].as_array().expect("parameters");
        let parameters: Vec<f64> = parameters.iter().filter_map(Value::as_f64).collect();
        let name = case["distribution"].as_str().expect("name");
        check(case, distribution(name, &parameters).expect("valid parameters").as_ref());
    }
}

#[test]
fn impossible_parameters_are_refused() {
    assert!(Normal::new(1.0, -1.0).is_none() && Normal::new(f64::NAN, 1.0).is_none());
    assert!(Poisson::new(-1.0).is_none() && Poisson::new(f64::INFINITY).is_none());
    assert!(NegativeBinomial::new(4.0, 2.0).is_none(), "variance = mean is Poisson");
    assert!(NegativeBinomial::new(0.0, 2.0).is_none() && NegativeBinomial::new(1.0, f64::NAN).is_none());
    assert!(Gamma::new(0.0, 1.0).is_none() && Gamma::from_moments(1.0, 0.0).is_none());
    // Beyond these, sums would run for minutes.
    assert!(NegativeBinomial::new(1.0, 1e6).is_none() && Poisson::new(1e13).is_none());
    assert!(Gamma::from_moments(1.0, 1e-7).is_none());
    assert!(Empirical::from_samples(&[]).is_none() && Empirical::from_samples(&[1.0, f64::NAN]).is_none());
    assert!(Empirical::from_weights(&[(1.0, 0.0)]).is_none());
    assert!(Empirical::from_weights(&[(1.0, 1.0), (2.0, -0.5)]).is_none());
}

#[test]
fn certain_demand_is_a_step() {
    let certain = Normal::new(7.0, 0.0).expect("valid");
    assert_eq!((certain.cdf(6.9), certain.cdf(7.0), certain.quantile(0.3)), (0.0, 1.0, 7.0));
    assert_eq!(
        (certain.loss(5.0), certain.complementary_loss(9.0), certain.second_loss(5.0)),
        (2.0, 2.0, 2.0)
    );
    let none = Poisson::new(0.0).expect("valid");
    assert_eq!((none.pdf(0.0), none.cdf(0.0), none.quantile(0.99), none.loss(0.0)), (1.0, 1.0, 0.0, 0.0));
}

#[test]
fn observed_demand_counts_every_sample_alike() {
    let observed = Empirical::from_samples(&[3.0, 0.0, 0.0, 5.0, 0.0]).expect("samples");
    assert_eq!(
        (observed.mean(), observed.pdf(0.0), observed.cdf(2.9), observed.survival(3.0)),
        (1.6, 0.6, 0.6, 0.2)
    );
    assert_eq!((observed.quantile(0.6), observed.quantile(0.61), observed.quantile(1.0)), (0.0, 3.0, 5.0));
    assert!(
        (observed.loss(1.0) - 1.2).abs() < 1e-15 && (observed.complementary_loss(1.0) - 0.6).abs() < 1e-15
    );
    assert_eq!(observed.survival(5.0).to_bits(), 0.0_f64.to_bits(), "nothing beyond the largest is +0");
}

#[test]
fn quantiles_of_scipy() {
    // scipy 1.17.1: gamma.ppf, nbinom.ppf(p, 529/41, 23/64), poisson.ppf.
    let gamma = Gamma::new(2.0, 3.0).expect("valid");
    for (p, x) in [
        (1e-10, 4.242660687248922e-05),
        (0.01, 0.44566422075979784),
        (0.5, 5.035040970049984),
        (0.95, 14.231593555171731),
        (0.9999, 35.269113667486614),
    ] {
        assert!((gamma.quantile(p) / x - 1.0).abs() < 1e-12, "{p}: {}", gamma.quantile(p));
    }
    let counts = NegativeBinomial::new(23.0, 8.0).expect("valid");
    let poisson = Poisson::new(15.0).expect("valid");
    for (p, n, m) in
        [(1e-10, 0.0, 0.0), (0.01, 8.0, 7.0), (0.5, 22.0, 15.0), (0.95, 37.0, 22.0), (0.9999, 63.0, 31.0)]
    {
        assert_eq!((counts.quantile(p), poisson.quantile(p)), (n, m), "{p}");
    }
    for p in [-0.1, 1.1, f64::NAN] {
        assert!(gamma.quantile(p).is_nan() && counts.quantile(p).is_nan());
    }
}

/// One distribution of each kind for a mean and a coefficient of variation.
fn one_of_each(mean: f64, cv: f64, samples: &[f64]) -> Vec<Box<dyn Distribution>> {
    let sd = cv * mean;
    let mut all: Vec<Box<dyn Distribution>> = vec![
        Box::new(Normal::new(mean, sd).expect("valid")),
        Box::new(Gamma::from_moments(mean, sd).expect("valid")),
        Box::new(Poisson::new(mean).expect("valid")),
        Box::new(Empirical::from_samples(samples).expect("samples")),
    ];
    if let Some(counts) = NegativeBinomial::new(mean, sd) {
        all.push(Box::new(counts));
    }
    all
}

fn samples() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0..40u8).prop_map(f64::from), 1..60)
}

proptest! {
    #[test]
    fn both_sides_of_a_level_add_up(
        mean in 0.01..400.0f64, cv in 0.05..3.0f64, at in -0.5..4.0f64, samples in samples(),
    ) {
        for of in one_of_each(mean, cv, &samples) {
            let x = at * of.mean();
            let scale = of.mean().max(1.0) + x.abs();
            prop_assert!((of.cdf(x) + of.survival(x) - 1.0).abs() < 1e-13);
            prop_assert!((of.loss(x) - of.complementary_loss(x) - (of.mean() - x)).abs() < 1e-12 * scale);
            // ½·E[(x − X)²] = second loss on both sides; the lower one is what is left.
            let lower = 0.5 * (of.variance() + (of.mean() - x) * (of.mean() - x)) - of.second_loss(x);
            prop_assert!(lower > -1e-12 * (of.variance() + scale * scale));
        }
    }

    #[test]
    fn losses_are_the_integrals_they_claim_to_be(
        mean in 0.5..200.0f64, cv in 0.1..2.0f64, at in 0.0..3.0f64, width in 0.01..0.5f64, samples in samples(),
    ) {
        for of in one_of_each(mean, cv, &samples) {
            let (low, high) = (at * of.mean(), (at + width) * of.mean() + 0.1);
            // A mean slope of a decreasing convex function lies between the slopes at the ends.
            let slope = (of.loss(low) - of.loss(high)) / (high - low);
            prop_assert!(slope <= of.survival(low) + 1e-10 && slope >= of.survival(high) - 1e-10);
            let slope = (of.second_loss(low) - of.second_loss(high)) / (high - low);
            let slack = 1e-10 * (1.0 + of.variance() + of.mean() * of.mean()) / (high - low).min(1.0);
            prop_assert!(slope <= of.loss(low) + slack && slope >= of.loss(high) - slack);
        }
    }

    #[test]
    fn a_quantile_is_the_smallest_level_that_reaches_its_probability(
        mean in 0.01..2000.0f64, cv in 0.02..4.0f64, p in 1e-6..0.999_999f64, samples in samples(),
    ) {
        for of in one_of_each(mean, cv, &samples) {
            let x = of.quantile(p);
            let slack = 1e-12;
            prop_assert!(of.cdf(x) >= p - slack, "{x} {} {p}", of.cdf(x));
            let below = x - 1e-9 * x.abs().max(1e-300);
            prop_assert!(of.cdf(below) <= p + slack, "{x} {} {p}", of.cdf(below));
        }
    }

    #[test]
    fn whole_units_come_back_from_their_probability(mean in 0.1..500.0f64, cv in 0.3..2.0f64, at in 0.0..2.5f64) {
        let k = (at * mean).floor();
        for of in one_of_each(mean, cv, &[1.0]).iter().skip(2).filter(|of| of.pdf(k) > 1e-12 && of.variance() > 0.0) {
            prop_assert_eq!(of.quantile(of.cdf(k)), k);
        }
    }

    #[test]
    fn gamma_and_normal_scale(mean in 0.1..1e3f64, cv in 0.1..2.0f64, at in 0.1..3.0f64, scale in 0.01..100.0f64) {
        let (one, other) = (Gamma::from_moments(mean, cv * mean), Gamma::from_moments(scale * mean, scale * cv * mean));
        let (one, other) = (one.expect("valid"), other.expect("valid"));
        let x = at * mean;
        prop_assert!((other.cdf(scale * x) / one.cdf(x) - 1.0).abs() < 1e-10);
        prop_assert!((other.loss(scale * x) / one.loss(x) / scale - 1.0).abs() < 1e-9);
    }

    #[test]
    fn negative_binomial_tends_to_poisson(mean in 0.5..100.0f64, k in 0..150u8) {
        let nearly = NegativeBinomial::new(mean, (mean * (1.0 + 1e-9)).sqrt()).expect("valid");
        let poisson = Poisson::new(mean).expect("valid");
        prop_assert!((nearly.cdf(f64::from(k)) - poisson.cdf(f64::from(k))).abs() < 1e-7);
    }
}
