//! The standard normal distribution: density, probabilities, quantiles and the loss function.

/// Loss and tail probability from a table.
mod table;

pub use table::{Table, Tail, table};

use core::f64::consts::{PI, SQRT_2};

/// Density φ(z).
pub fn pdf(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt()
}

/// Probability Φ(z) of a value at or below `z`.
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// Probability 1 − Φ(z) of a value above `z`, accurate in the upper tail.
pub fn survival(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// Standard normal loss G(k) = E[(Z − k)⁺] = φ(k) − k·(1 − Φ(k)): expected shortage per unit of deviation.
///
/// Source: Silver, Pyke & Peterson, *Inventory Management and Production Planning and Scheduling*, app. B.
pub fn loss(k: f64) -> f64 {
    if k > 6.0 {
        let [tail, loss, _] = tail_ratios(k, 24);
        return pdf(k) * tail * loss;
    }
    pdf(k) - k * survival(k)
}

/// The k with G(k) = `target`; NaN unless the target is positive and finite.
pub fn loss_inverse(target: f64) -> f64 {
    let usable = target > 0.0 && target.is_finite();
    if !usable {
        return f64::NAN;
    }
    // G(k) > −k, so k > −target; and G(38) is below the smallest positive double.
    let (mut low, mut high) = (-target - 1.0, 38.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if loss(middle) > target { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Second-order loss ½·E[((Z − k)⁺)²] = ½·((k² + 1)·(1 − Φ(k)) − k·φ(k)), the integral of [`loss`] above `k`.
///
/// Source: Zipkin, *Foundations of Inventory Management* (2000), eq. C.19.
pub fn second_loss(k: f64) -> f64 {
    if k > 3.0 {
        let [tail, loss, second] = tail_ratios(k, 80);
        return pdf(k) * tail * loss * second;
    }
    0.5 * ((k * k + 1.0) * survival(k) - k * pdf(k))
}

/// (1 − Φ)/φ, G/(1 − Φ) and second loss/G at `k` > 0, without the cancellation of their definitions.
///
/// With I₋₁ = φ and Iₙ the integral of Iₙ₋₁ above k, n·Iₙ = Iₙ₋₂ − k·Iₙ₋₁; Iₙ is the smallest solution, so the
/// ratios follow from the recurrence run downwards (Gautschi, *SIAM Review* 9 (1967), 24–82).
fn tail_ratios(k: f64, depth: u32) -> [f64; 3] {
    let mut ratios = [0.0; 3];
    let mut next = 0.0;
    for n in (0..depth).rev() {
        next = 1.0 / (k + f64::from(n + 1) * next);
        if let Some(ratio) = ratios.get_mut(n as usize) {
            *ratio = next;
        }
    }
    ratios
}

/// Quantile Φ⁻¹(p), accurate to about 1e-15; −∞ at 0, ∞ at 1, NaN outside [0, 1].
///
/// Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution",
/// *Applied Statistics* 37 (1988), routine PPND16.
pub fn ppf(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRE.0, r) / polynomial(&CENTRE.1, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        polynomial(&MIDDLE.0, r - 1.6) / polynomial(&MIDDLE.1, r - 1.6)
    } else {
        polynomial(&FAR.0, r - 5.0) / polynomial(&FAR.1, r - 5.0)
    };
    if q < 0.0 { -z } else { z }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// Numerator and denominator of a rational approximation, constant term first.
type Rational = ([f64; 8], [f64; 8]);

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);
const MIDDLE: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const FAR: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// k, G(k) and the second loss, to 17 digits by mpmath 1.4.1 at 60 digits.
    const TAILS: [(f64, f64, f64); 10] = [
        (-8.0, 8.0, 32.5),
        (-2.5, 2.5020041371791284, 3.624400338811022),
        (0.0, 0.3989422804014327, 0.25),
        (1.3, 0.04552796208651392, 0.018807066936571113),
        (3.0, 0.0003821543170477236, 0.00010171754024346187),
        (3.01, 0.0003688747279343487, 9.796275884353962e-05),
        (6.0, 1.5635697959709664e-10, 2.4222883727559143e-11),
        (6.01, 1.467889090195362e-10, 2.2707645680850226e-11),
        (12.0, 1.4605201169845548e-34, 1.192898584810663e-35),
        (35.0, 3.208804482602477e-270, 9.145687807696884e-272),
    ];

    #[test]
    fn quantiles_of_common_service_levels() {
        for (p, z) in [
            (0.9, 1.2815515655446008),
            (0.95, 1.6448536269514726),
            (0.975, 1.9599639845400536),
            (0.98, 2.053748910631822),
            (0.99, 2.3263478740408408),
            (0.999, 3.090232306167813),
            (0.5, 0.0),
        ] {
            assert!((ppf(p) - z).abs() < 1e-12, "{p}: {} {z}", ppf(p));
        }
        for (p, z) in [(1e-12, -7.034483825301132), (1e-100, -21.27345356096532), (0.0001, -3.71901648545568)]
        {
            assert!((ppf(p) - z).abs() < 1e-12, "{p}: {} {z}", ppf(p));
        }
        assert_eq!(ppf(0.0), f64::NEG_INFINITY);
        assert_eq!(ppf(1.0), f64::INFINITY);
        assert!(ppf(f64::NAN).is_nan() && ppf(-0.1).is_nan() && ppf(1.1).is_nan());
    }

    #[test]
    fn loss_table() {
        for (k, g) in [
            (0.0, 0.3989422804014327),
            (1.0, 0.08331547058768629),
            (1.3, 0.04552796208651397),
            (2.0, 0.008490702616829625),
            (3.0, 0.00038215431704772054),
        ] {
            assert!((loss(k) - g).abs() < 1e-15, "{k}");
        }
        for (k, g, second) in TAILS {
            assert!((loss(k) / g - 1.0).abs() < 1e-12, "{k}: {} {g}", loss(k));
            assert!((second_loss(k) / second - 1.0).abs() < 1e-12, "{k}: {} {second}", second_loss(k));
        }
    }

    proptest! {
        #[test]
        fn quantile_inverts_probability(z in -6.0..6.0f64) {
            prop_assert!((ppf(cdf(z)) - z).abs() < 1e-6 * (1.0 + z.abs()));
        }

        #[test]
        fn loss_falls_and_differs_by_k_between_the_tails(k in -6.0..6.0f64) {
            prop_assert!(loss(k) > loss(k + 0.01));
            prop_assert!((loss(-k) - loss(k) - k).abs() < 1e-12);
            prop_assert!((second_loss(-k) + second_loss(k) - 0.5 * (1.0 + k * k)).abs() < 1e-12);
        }
    }
}
