//! Lead times of simulated orders, in whole days.

use super::Random;
use super::table::Table;
use crate::convert::whole_usize;
use crate::distribution::{Distribution, Gamma};

/// Longest lead time, which bounds the memory of a replay.
const LONGEST_DAYS: usize = 4000;

/// Independent lead times: full days of demand between an order and the stock it brings.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadTimes {
    table: Table,
    longest_days: usize,
}

impl LeadTimes {
    /// From mean and deviation in days; `None` unless both are finite, not negative and a replay can hold them.
    ///
    /// A gamma, each value shared between the two whole days beside it, so that the mean is kept; mixed with the mean
    /// alone where the deviation is small. A fractional mean has a deviation of its own, which is the smallest.
    pub fn from_moments(mean: f64, sd: f64) -> Option<Self> {
        let usable = mean >= 0.0 && sd >= 0.0 && mean + 10.0 * sd <= LONGEST_DAYS as f64;
        if !usable {
            return None;
        }
        let mut weights = Weights::default();
        let smallest = (mean - libm::floor(mean)) * (libm::ceil(mean) - mean);
        // Sharing adds the mean of fraction·(1 − fraction), about a sixth, to the gamma's variance.
        let spread = Gamma::from_moments(mean, ((sd * sd).max(1.0) - 1.0 / 6.0).sqrt());
        if let Some(spread) = spread.filter(|_| sd * sd > smallest) {
            weights.add_distribution(&spread);
            let share = (sd * sd - smallest) / (weights.variance() - smallest);
            weights.scale(share.min(1.0));
        }
        let rest = 1.0 - weights.total();
        weights.add(mean, rest);
        weights.into_lead_times()
    }

    /// Each as likely as it was observed, in days; fractions are shared between the two whole days beside them.
    /// `None` without observations, or where one is negative, not finite or longer than a replay can hold.
    pub fn observed(days: &[f64]) -> Option<Self> {
        let usable = days.iter().all(|day| (0.0..LONGEST_DAYS as f64).contains(day));
        if !usable {
            return None;
        }
        let mut weights = Weights::default();
        for day in days {
            weights.add(*day, 1.0 / days.len() as f64);
        }
        weights.into_lead_times()
    }

    pub(super) fn draw(&self, random: &mut Random) -> usize {
        whole_usize(self.table.draw(random))
    }

    pub(super) fn longest_days(&self) -> usize {
        self.longest_days
    }
}

/// Probability of each whole day.
#[derive(Default)]
struct Weights(Vec<f64>);

impl Weights {
    fn add(&mut self, days: f64, weight: f64) {
        let below = whole_usize(days);
        let fraction = days - below as f64;
        for (day, part) in [(below, 1.0 - fraction), (below + 1, fraction)] {
            if part > 0.0 && weight > 0.0 && day <= LONGEST_DAYS {
                let length = self.0.len().max(day + 1);
                self.0.resize(length, 0.0);
                self.0[day] += part * weight;
            }
        }
    }

    /// P(day) = E\[(1 − |X − day|)⁺\], the second difference of the loss function.
    fn add_distribution(&mut self, of: &impl Distribution) {
        let mut losses = [of.loss(-1.0), of.loss(0.0), of.loss(1.0)];
        for day in 0..LONGEST_DAYS {
            self.add(day as f64, (losses[0] - 2.0 * losses[1] + losses[2]).max(0.0));
            if losses[2] < 1e-9 {
                break;
            }
            losses = [losses[1], losses[2], of.loss(day as f64 + 2.0)];
        }
    }

    fn total(&self) -> f64 {
        self.0.iter().fold(0.0, |sum, weight| sum + weight)
    }

    fn variance(&self) -> f64 {
        let moment = |of: fn(f64) -> f64| {
            let days = self.0.iter().enumerate();
            days.fold(0.0, |sum, (day, weight)| sum + of(day as f64) * weight) / self.total()
        };
        let mean = moment(|day| day);
        moment(|day| day * day) - mean * mean
    }

    fn scale(&mut self, factor: f64) {
        self.0.iter_mut().for_each(|weight| *weight *= factor);
    }

    fn into_lead_times(self) -> Option<LeadTimes> {
        let longest_days = self.0.len().checked_sub(1)?;
        let table = Table::new(self.0.into_iter().enumerate().map(|(day, weight)| (day as f64, weight)))?;
        Some(LeadTimes { table, longest_days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn mean_and_deviation_are_kept(mean in 0.5..120.0f64, cv in 0.0..0.7f64) {
            let sd = cv * mean;
            let lead_times = LeadTimes::from_moments(mean, sd).expect("in range");
            let mut random = Random::new(5, 0);
            let count = 60_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..count {
                let days = lead_times.draw(&mut random) as f64;
                sum += days;
                squares += days * days;
            }
            let drawn_mean = sum / f64::from(count);
            let drawn_sd = (squares / f64::from(count) - drawn_mean * drawn_mean).sqrt();
            let smallest = ((mean - mean.floor()) * (mean.ceil() - mean)).sqrt();
            prop_assert!((drawn_mean - mean).abs() < 0.05 * sd.max(0.5) , "{drawn_mean} {mean}");
            prop_assert!((drawn_sd - sd.max(smallest)).abs() < 0.05 * sd.max(0.5), "{drawn_sd} {sd}");
        }
    }

    #[test]
    fn certain_and_observed_lead_times() {
        let mut random = Random::new(1, 0);
        let certain = LeadTimes::from_moments(7.0, 0.0).expect("in range");
        assert!((0..100).all(|_| certain.draw(&mut random) == 7));
        let observed = LeadTimes::observed(&[3.0, 9.0, 9.0]).expect("in range");
        let nines = (0..30_000).filter(|_| observed.draw(&mut random) == 9).count();
        assert!((19_700..20_300).contains(&nines), "{nines}");
        assert_eq!(LeadTimes::observed(&[]), None);
        for wrong in [-1.0, 1e30, f64::INFINITY, f64::NAN] {
            assert_eq!(LeadTimes::observed(&[3.0, wrong]), None, "{wrong}");
        }
        assert_eq!(LeadTimes::from_moments(3.0, f64::NAN), None);
        assert_eq!(LeadTimes::from_moments(1e9, 0.0), None);
    }
}
