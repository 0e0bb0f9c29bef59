//! What to add to an order that does not reach a limit of its supplier.

use super::bisect::bisect;
use crate::convert::whole_usize;

/// Nothing is ordered more than a year before it is needed.
const EARLY_DAYS_MAX: f64 = 365.0;
const DAYS_PER_YEAR: f64 = 365.0;

/// What could be added of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Units above the reorder point, once everything arrives that is ordered.
    pub spare: f64,
    /// Forecast demand, units per day.
    pub demand_per_day: f64,
    /// Unit cost, money.
    pub unit_cost: f64,
    /// Units per pack; 1 where that is not positive.
    pub pack_size: f64,
    /// Least units of what is added first; none where that is not positive.
    pub minimum: f64,
}

/// What is added of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Added {
    /// Units, in whole packs.
    pub units: f64,
    /// What it costs to have them before they are needed, money.
    pub holding_cost: f64,
}

/// Fills up an order by so much money at cost, with whole packs of the items that will be needed soonest.
///
/// An item is ordered again when its stock falls to the reorder point, `spare` ÷ demand days from now; each pack added
/// today puts that off by pack ÷ demand days. A pack that is bought today instead of then costs its holding in between,
/// value × `holding_rate` × days ÷ 365, and returns the same whichever it is: the limit comes nearer by its value. So
/// the best return per money is that of the pack with the fewest days, and packs are taken in that order until the
/// money is reached, an item's smallest order in one step. No pack comes more than a year early: where all of those are
/// not enough, they are what is added. An item without demand, cost or known stock is never added.
pub fn fill_up(candidates: &[Candidate], money: f64, holding_rate: f64) -> Vec<Added> {
    let value = |packs: &[usize]| -> f64 {
        packs.iter().zip(candidates).map(|(packs, item)| item.pack_value() * *packs as f64).sum()
    };
    let within =
        |days: f64| -> Vec<usize> { candidates.iter().map(|item| item.packs_within(days)).collect() };
    let mut packs = within(EARLY_DAYS_MAX);
    if value(&packs) > money {
        let last = bisect(0.0, EARLY_DAYS_MAX, |days| value(&within(days)) < money);
        // Steps as early as the last one that is needed are added one by one.
        let all = within(last * (1.0 + 1e-12) + 1e-9);
        packs = within(last * (1.0 - 1e-12) - 1e-9);
        let mut steps: Vec<(f64, usize, usize)> = Vec::new();
        for (place, item) in candidates.iter().enumerate() {
            let mut at = packs[place];
            while at < all[place] {
                let step = if at == 0 { item.first_packs() } else { 1 };
                steps.push((item.early_days(at, step), place, step));
                at += step;
            }
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut reached = value(&packs);
        for (_, place, step) in steps {
            if reached >= money {
                break;
            }
            packs[place] += step;
            reached += candidates[place].pack_value() * step as f64;
        }
    }
    let added = |(packs, item): (usize, &Candidate)| Added {
        units: item.pack() * packs as f64,
        holding_cost: item.pack_value() * holding_rate * item.early_days(0, packs) * packs as f64
            / DAYS_PER_YEAR,
    };
    packs.into_iter().zip(candidates).map(added).collect()
}

impl Candidate {
    /// Days until the first unit added would be ordered anyway.
    pub fn needed_in_days(&self) -> f64 {
        (self.spare / self.demand_per_day).max(0.0)
    }

    fn is_possible(&self) -> bool {
        self.demand_per_day > 0.0 && self.unit_cost > 0.0 && self.spare.is_finite()
    }

    fn pack(&self) -> f64 {
        if self.pack_size > 0.0 { self.pack_size } else { 1.0 }
    }

    fn pack_value(&self) -> f64 {
        if self.is_possible() { self.pack() * self.unit_cost } else { 0.0 }
    }

    /// Packs of the first step.
    fn first_packs(&self) -> usize {
        let minimum = if self.minimum > 0.0 { self.minimum } else { 0.0 };
        whole_usize(libm::ceil(minimum / self.pack())).max(1)
    }

    /// Days by which some packs are early on average, the first of them the one after `before` others.
    fn early_days(&self, before: usize, packs: usize) -> f64 {
        if !self.is_possible() || packs == 0 {
            return 0.0;
        }
        // Packs below the reorder point are late and not early.
        let late = whole_usize(libm::ceil(-self.spare / self.pack()).max(0.0));
        let (first, end) = (before.max(late), (before + packs).max(late));
        let early = (end - first) as f64;
        let middle = self.spare + self.pack() * (first as f64 + 0.5 * (early - 1.0));
        if early > 0.0 { middle / self.demand_per_day * early / packs as f64 } else { 0.0 }
    }

    /// Packs of the steps that are at most so many days early.
    fn packs_within(&self, days: f64) -> usize {
        let first = self.first_packs();
        if !self.is_possible() || self.early_days(0, first) > days {
            return 0;
        }
        // The pack after n others is needed when the spare units and those n packs are gone.
        let more = libm::floor((days * self.demand_per_day - self.spare) / self.pack()) + 1.0;
        first.max(whole_usize(more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(spare: f64, demand_per_day: f64, unit_cost: f64, pack_size: f64) -> Candidate {
        Candidate { spare, demand_per_day, unit_cost, pack_size, minimum: f64::NAN }
    }

    #[test]
    fn what_is_needed_soonest_is_added_first() {
        // Needed in 10 days and every 5 days after; needed in 12 days and every 20 days after.
        let items = [item(20.0, 2.0, 1.0, 10.0), item(12.0, 1.0, 2.0, 20.0)];
        let units = |money| fill_up(&items, money, 0.365).map_units();
        assert_eq!(units(5.0), [10.0, 0.0]);
        assert_eq!(units(10.0), [10.0, 0.0]);
        assert_eq!(units(11.0), [10.0, 20.0]);
        assert_eq!(units(51.0), [20.0, 20.0]);
        // 10 of money held 10 days, and 10 more 15 days, at a thousandth a day.
        let costs: Vec<f64> = fill_up(&items, 51.0, 0.365).iter().map(|added| added.holding_cost).collect();
        assert!((costs[0] - 0.25).abs() < 1e-12 && (costs[1] - 0.48).abs() < 1e-12, "{costs:?}");
    }

    #[test]
    fn a_smallest_order_comes_in_one_step_and_nothing_more_than_a_year_early() {
        let minimum = Candidate { minimum: 35.0, ..item(0.0, 1.0, 1.0, 10.0) };
        assert_eq!(fill_up(&[minimum], 1.0, 0.25).map_units(), [40.0]);
        let slow = item(0.0, 1.0, 1.0, 100.0);
        assert_eq!(fill_up(&[slow], 1e9, 0.25).map_units(), [400.0], "needed after 0, 100, 200 and 300 days");
        let none = [item(f64::NAN, 1.0, 1.0, 1.0), item(0.0, 0.0, 1.0, 1.0), item(0.0, 1.0, f64::NAN, 1.0)];
        assert_eq!(fill_up(&none, 10.0, 0.25).map_units(), [0.0; 3]);
        assert!(fill_up(&[], 10.0, 0.25).is_empty());
    }

    trait Units {
        fn map_units(&self) -> Vec<f64>;
    }

    impl Units for Vec<Added> {
        fn map_units(&self) -> Vec<f64> {
            self.iter().map(|added| added.units).collect()
        }
    }

    proptest! {
        #[test]
        fn the_money_is_reached_and_no_pack_left_out_is_needed_sooner(
            items in prop::collection::vec((-20..60i16, 1..9u8, 1..20u8, 0..12u8), 1..8), money in 0.5..4000.0f64,
        ) {
            let items: Vec<Candidate> = items
                .into_iter()
                .map(|(spare, demand, cost, pack)| item(spare.into(), demand.into(), cost.into(), pack.into()))
                .collect();
            let added = fill_up(&items, money, 0.25);
            let day = |item: &Candidate, pack: f64| ((item.spare + pack * item.pack()) / item.demand_per_day).max(0.0);
            let packs = |place: usize| added[place].units / items[place].pack();
            let value: f64 = added.iter().zip(&items).map(|(added, item)| added.units * item.unit_cost).sum();
            let next = (0..items.len()).map(|place| day(&items[place], packs(place)));
            let soonest_left = next.fold(f64::INFINITY, f64::min);
            prop_assert!(value >= money || soonest_left > EARLY_DAYS_MAX, "{added:?} of {items:?}");
            let taken = (0..items.len()).filter(|place| packs(*place) > 0.0);
            let taken: Vec<(f64, f64)> =
                taken.map(|place| (day(&items[place], packs(place) - 1.0), items[place].pack_value())).collect();
            let latest = taken.iter().map(|(day, _)| *day).fold(0.0, f64::max);
            prop_assert!(latest <= soonest_left + 1e-6, "{latest} {soonest_left}: {added:?} of {items:?}");
            // Without the latest of them the money would not be reached.
            let last = taken.iter().filter(|(day, _)| *day >= latest - 1e-6).map(|(_, value)| *value);
            prop_assert!(value - last.fold(0.0, f64::max) < money, "{value} for {money}: {added:?} of {items:?}");
        }
    }
}
