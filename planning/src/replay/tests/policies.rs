//! What policies order, and what comes of it.

use super::outlook::OwnError;
use super::*;
use crate::convert::count_u32;
use crate::forecast::Options;
use proptest::prelude::*;

/// Errors of one class, one period each: 1 to `count` spreads, evenly.
fn even_errors(count: u32, periods: usize) -> PastErrors {
    PastErrors::new((1..=count).map(|error| (1.0, vec![f64::from(error); periods])).collect(), periods)
}

fn flat(mean: f64, spread: f64, periods: usize) -> Outlook {
    Outlook { mean: vec![mean; periods], spread }
}

#[test]
fn cost_orders_the_quantile_and_promises_are_kept_on_the_paths() {
    // Demand is 1 to 100, each as likely; without lead time an order serves one period.
    let (errors, outlook) = (even_errors(100, 1), flat(0.0, 1.0, 1));
    let terms = terms(0, 1, Unmet::Lost);
    let order = |goal: Goal, on_hand: f64| goal.order(&outlook, &errors, &Stock::of(on_hand), &terms);
    // 1 ÷ 1.2 of demand is at most 84; odds that are four times as high make it 20 ÷ 21.
    assert_eq!(order(Goal::Cost(0.0), 0.0), 84.0);
    assert_eq!(order(Goal::Cost(libm::log(4.0)), 0.0), 96.0);
    assert_eq!(order(Goal::Cost(0.0), 50.0), 34.0);
    assert_eq!(order(Goal::Cost(0.0), 90.0), 0.0);
    assert_eq!(order(Goal::CycleService(0.95), 0.0), 95.0);
    // 98 % of 50.5 units: what is above 85 is 15·16 ÷ 2 ÷ 100 = 1.2 units, above 86 it is 1.05, of 1.01 allowed.
    assert_eq!(order(Goal::FillRate(0.98), 0.0), 87.0);
}

#[test]
fn lost_sales_leave_stock_for_nobody_and_everybody() {
    // One period passes with demand 10 before the order is there, then 10 more; five are on hand.
    let errors = PastErrors::new((0..100).map(|_| (1.0, vec![0.0; 2])).collect(), 2);
    let outlook = flat(10.0, 1.0, 2);
    let order = |unmet| Goal::Cost(0.0).order(&outlook, &errors, &stock(5.0, &[0.0]), &terms(1, 1, unmet));
    assert_eq!((order(Unmet::Lost), order(Unmet::Backordered)), (10.0, 15.0));
    assert_eq!(Goal::Cost(0.0).level(&outlook, &errors, &terms(1, 1, Unmet::Lost)), 20.0);
}

#[test]
fn few_errors_are_taken_as_normal() {
    let errors = PastErrors::new(Vec::new(), 3);
    assert!(errors.is_assumed() && !even_errors(100, 1).is_assumed());
    let order = |share: f64| {
        let terms = Terms { is_whole: false, ..terms(0, 3, Unmet::Backordered) };
        Goal::CycleService(share).order(&flat(100.0, 10.0, 3), &errors, &Stock::default(), &terms)
    };
    // The sum's mean absolute error is 10, its deviation 12.5: 300 + 1.645 · 12.5 for 95 %.
    assert!(
        (order(0.5) - 300.0).abs() < 3.0 && (order(0.95) - 320.6).abs() < 4.0,
        "{} {}",
        order(0.5),
        order(0.95)
    );
}

#[test]
fn without_any_past_demand_is_taken_as_poisson() {
    let learned = Learned::of_errors(&[], 4);
    // Of a mean of 25 over four periods: 0.8 · √100 is the mean absolute error of the sum.
    let outlook = Outlook::new(vec![25.0; 4], &OwnError::of(&[], &[], 0, 4), learned.typical);
    assert!((outlook.spread - 8.0).abs() < 1e-9, "{outlook:?}");
}

/// Skewed demand with a level of its own, from a linear congruential sequence.
fn skewed(seed: u64, periods: usize) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    };
    let level = 1.0 + (seed % 7) as f64;
    let demand = |_| if uniform() < 0.4 { 0.0 } else { libm::floor(-level * libm::log(uniform()) * 1.7) };
    (0..periods).map(demand).collect()
}

fn options() -> Options<'static> {
    // Cheap: what is tried here is not the forecast.
    let method = crate::forecast::find("ses").expect("a method");
    Options { method, ..Options::default() }
}

fn item<'a>(demand: &'a [f64], start: usize, season: &'a SharedSeason) -> Item<'a> {
    Item::new(demand, start, options(), &|_| Vec::new(), season)
}

#[test]
fn cost_costs_less_than_the_rules_it_replaces() {
    const START: usize = 60;
    let (season, terms) = (SharedSeason::new(1), terms(2, 1, Unmet::Lost));
    let demands: Vec<Vec<f64>> = (1..=40).map(|seed| skewed(seed, 112)).collect();
    let items: Vec<Item> = demands.iter().map(|demand| item(demand, START, &season)).collect();
    let pasts: Vec<Past> = items.iter().filter_map(|item| item.past(&terms, 3)).collect();
    let mut learned = Learned::of_errors(&pasts, 3);
    let trials: Vec<Trial> = pasts.iter().filter_map(|past| learned.replay(past)).collect();
    learned.choose(&trials);
    let total = |policy: Policy| {
        let mut totals = Totals::default();
        items.iter().for_each(|item| totals.add(&Totals::of(&item.replay(policy, &learned, &terms, None).1)));
        totals
    };
    let least = total(Policy::Cost);
    for policy in [Policy::Service(0.95), Policy::Textbook(0.95), Policy::Cover(4.0)] {
        let other = total(policy);
        assert!(least.cost() < 0.97 * other.cost(), "{policy:?}: {} and {}", least.cost(), other.cost());
        assert!(least.average_stock < other.average_stock);
    }
    // An order is to be enough until the next could be there: with a review each period, for one period.
    let met = |item: &Item| {
        let periods = item.replay(Policy::Service(0.95), &learned, &terms, None).1;
        periods.iter().filter(|period| period.unmet <= 0.0).count() as f64 / periods.len() as f64
    };
    let promised = items.iter().map(met).sum::<f64>() / items.len() as f64;
    assert!((promised - 0.95).abs() < 0.02, "{promised}");
    let filled = total(Policy::Fill(0.9)).fill_rate().expect("demand");
    assert!((filled - 0.9).abs() < 0.05, "{filled}");
    // Where stock costs less, more of it is held.
    let cheap = Terms { holding_cost: 0.02, ..terms };
    let stock = |terms: &Terms| {
        let of = |item: &Item| Totals::of(&item.replay(Policy::Cost, &learned, terms, None).1).average_stock;
        items.iter().map(of).sum::<f64>()
    };
    assert!(stock(&cheap) > stock(&terms));
}

#[test]
fn the_past_decides_only_if_there_is_enough_of_it() {
    let season = SharedSeason::new(1);
    let demand = skewed(3, 80);
    let past = item(&demand, 60, &season).past(&terms(2, 1, Unmet::Lost), 3).expect("a past");
    let mut learned = Learned::of_errors(std::slice::from_ref(&past), 3);
    let trial = learned.replay(&past).expect("a trial");
    learned.choose(&[trial]);
    assert_eq!(learned.odds_factors(), [1.0]);
    assert!(item(&demand, 4, &season).past(&terms(2, 1, Unmet::Lost), 3).is_none());
}

#[test]
fn a_season_of_all_is_seen_and_nothing_of_the_future() {
    let mut season = SharedSeason::new(52);
    let peak = |week: usize| if week % 52 < 13 { 30.0 } else { 10.0 };
    let demand: Vec<f64> = (0..156).map(peak).collect();
    (0..9).for_each(|_| season.add(-156, &demand));
    assert_eq!(season.factors(0, 3), [1.0; 3], "nine series are too few");
    season.add(-156, &demand);
    let found = season.factors(0, 3);
    // Half of it, on the logarithm's scale; around the first of the weeks one without is smoothed in.
    assert!((found[2] - 3f64.sqrt()).abs() < 1e-9 && found[0] > 1.4, "{found:?}");
    assert!(season.factors(13, 1)[0] < 0.8);
    let before = season.factors(-20, 3);
    let mut later = SharedSeason::new(52);
    let changed: Vec<f64> =
        demand.iter().enumerate().map(|(week, y)| if week < 136 { *y } else { 99.0 }).collect();
    (0..10).for_each(|_| later.add(-136, &changed));
    let shifted = later.factors(0, 3);
    assert!(before.iter().zip(&shifted).all(|(a, b)| (a - b).abs() < 1e-9), "{before:?} {shifted:?}");
}

#[test]
fn periods_out_of_stock_are_no_periods_without_demand() {
    let (season, terms) = (SharedSeason::new(1), terms(0, 1, Unmet::Lost));
    let mut demand = vec![10.0; 40];
    demand[30..36].fill(0.0);
    let censored: Vec<bool> = demand.iter().map(|units| *units == 0.0).collect();
    let order = |censored: &[bool]| {
        let options = Options { censored, ..options() };
        let item = Item::new(&demand, 36, options, &|_| Vec::new(), &season);
        let learned = Learned::of_errors(&[], 1);
        item.replay(Policy::Cost, &learned, &terms, Some(Stock::default())).1[0].ordered
    };
    assert!(order(&censored) >= 9.0 && order(&[]) < 6.0, "{} {}", order(&censored), order(&[]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn orders_know_nothing_of_what_comes(
        seed in 1..1_000u64, other in 1..1_000u64, seen in 1..12usize, review in 1..3usize, lead_time in 0..3usize,
    ) {
        const START: usize = 40;
        let season = SharedSeason::new(1);
        let demand = skewed(seed, START + 14);
        let mut changed = skewed(other, START + 14);
        changed[..START + seen].copy_from_slice(&demand[..START + seen]);
        let terms = terms(lead_time, review, Unmet::Lost);
        let learned = Learned::of_errors(&[], lead_time + review);
        for policy in [Policy::Cost, Policy::Service(0.9), Policy::Fill(0.9), Policy::Textbook(0.9), Policy::Cover(3.0)] {
            let orders = |demand: &[f64]| -> Vec<f64> {
                let run = item(demand, START, &season).replay(policy, &learned, &terms, None).1;
                run.iter().take(seen + 1).map(|period| period.ordered).collect()
            };
            prop_assert_eq!(orders(&demand), orders(&changed));
        }
    }

    #[test]
    fn dearer_stock_and_lost_demand_never_order_more(
        levels in prop::collection::vec((0.0..20.0f64, 0.1..9.0f64), 1..4), on_hand in 0.0..60.0f64, seed in 1..99u32,
        dearer in 1.0..5.0f64, log_odds in -2.0..2.0f64,
    ) {
        let periods = 4;
        let error = |path: u32, period: u32| f64::from((path * (seed + period) * 37 + period * seed) % 23) / 6.0 - 1.0;
        let path = |path: u32| (1.0, (0..count_u32(periods)).map(|period| error(path, period)).collect());
        let errors = PastErrors::new((0..100).map(path).collect(), periods);
        for (mean, spread) in levels {
            let outlook = flat(mean, spread, periods);
            let usual = terms(2, 2, Unmet::Lost);
            let order = |terms: Terms| Goal::Cost(log_odds).order(&outlook, &errors, &stock(on_hand, &[3.0]), &terms);
            let dear = Terms { holding_cost: 0.2 * dearer, ..usual };
            prop_assert!(order(dear) <= order(usual));
            let service = |unmet| {
                Goal::CycleService(0.9).order(&outlook, &errors, &stock(on_hand, &[3.0]), &Terms { unmet, ..usual })
            };
            prop_assert!(service(Unmet::Lost) <= service(Unmet::Backordered));
        }
    }
}
