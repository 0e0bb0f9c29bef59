//! The answers about one item-location: what is advised and why, and which item-location is meant.

use contract::{
    AbcClass, Action, CONTRACT_VERSION, Cells, Cube, Due, Facts, Group, Interval, ItemKey, ItemPolicy,
    ItemRecord, LeadTimeCount, LeadTimeSource, Plan, QueryString, Receipts, SeriesItem, Settings,
    Variability, forecast, item,
};
use planning::convert::{single, whole_u32};
use planning::day::Day;
use planning::forecast::{DemandClass, Forecast, Method, Reason};
use planning::kpi::Known;
use planning::panel::{HolidayName, SeasonEffect, SeasonGroup};
use planning::periods::{Periods, SalesPeriod, Step};
use planning::stock::{self, Status};
use planning::what_if::{Factors, Item, Scenario};
use proptest::prelude::*;

const AS_OF: Day = Day(15_317);

fn group(id: &str) -> Group {
    Group { id: id.to_owned(), name: id.to_uppercase() }
}

/// Ten a day, evenly; ten weeks of history.
fn record(on_hand: f32, on_order: f32) -> ItemRecord {
    ItemRecord {
        name: "Lamp".into(),
        location: group("uk"),
        category: group("lamps"),
        supplier: Some("acme".into()),
        class: AbcClass::A,
        variability: Variability::Y,
        rule: 0,
        own_service_level_parts: 0,
        own_review_days: 0,
        status: Status::Fine,
        inputs: Item {
            demand_per_day: 10.0,
            error_sd_per_day: 4.0,
            exposed_demand_per_day: 10.0,
            review_sd_per_day: 4.0,
            factors: Factors::NORMAL,
            shortage_factor: 1.0,
            lead_time_days: 9.5,
            lead_time_sd_days: 2.0,
            unit_cost: 3.0,
            minimum_order: f64::NAN,
            pack_size: 12.0,
        },
        unit_price: 5.0,
        on_hand,
        on_order,
        abandoned_units: 0.0,
        active_days: 365.0,
        stockout_days: 7.0,
        short_units: 70.0,
        periods: Periods { step: Step::Week, last: AS_OF, count: 10 },
        series: SeriesItem {
            sku: "S1".into(),
            location: "uk".into(),
            demand_class: DemandClass::Smooth,
            units: vec![70.0; 10],
            on_hand: vec![f32::NAN, 200.0, 190.0, 180.0, 170.0, 160.0, 150.0, 140.0, 130.0, on_hand],
            stockout_days: vec![f32::NAN; 10],
            forecast: Forecast {
                method: Method::SimpleExponentialSmoothing,
                reason: Reason::Given,
                mean: vec![70.0; 13],
                intervals: Vec::new(),
                error_sd: 10.583,
                cumulative_sd: Vec::new(),
                effects: Vec::new(),
                season: None,
                notices: Vec::new(),
            },
            median: vec![63.0; 13],
            interval_80: Interval { lower: vec![56.0; 13], upper: vec![84.0; 13] },
            interval_95: Interval { lower: vec![49.0; 13], upper: vec![91.0; 13] },
            lead_time_source: LeadTimeSource::OwnReceipts,
            lead_times: Vec::new(),
            due: Vec::new(),
            verification: None,
            unserved: None,
            weights: Vec::new(),
            effects: Vec::new(),
        },
        own_receipts: Receipts::of(&[LeadTimeCount { days: 9, receipts: 3 }]),
        supplier_receipts: None,
        elsewhere: Vec::new(),
        backtest: None,
    }
}

fn facts() -> Facts {
    Facts {
        id: "0123456789abcdef".into(),
        tenant: "main".into(),
        settings: Settings::default(),
        currency: "GBP".into(),
        as_of: AS_OF,
        period: SalesPeriod::Day,
        horizon_days: 91,
        known: Known::default(),
        simulated: Vec::new(),
        category_note: None,
        item_locations: 1,
    }
}

fn now() -> Scenario {
    Settings::default().scenario()
}

#[test]
fn an_order_is_advised_for_the_day_the_position_reaches_the_reorder_point() {
    let policy = ItemPolicy::new(&record(400.0, 0.0), now(), AS_OF);
    let point = stock::reorder_point(0.95, 9.5, 2.0, 10.0, 4.0, Some(1.0));
    let parts = policy.parts.expect("demand");
    assert!((parts.policy.reorder_point - point).abs() < 1e-9);
    let days = whole_u32(((400.0 - point) / 10.0).ceil());
    assert!(days > 1, "{days}");
    let advice = policy.advice;
    assert_eq!((advice.action, advice.order_by), (Action::OrderBy, Some(AS_OF.plus(days))));
    assert_eq!(advice.arrives, Some(AS_OF.plus(days + 10)), "half a day late is a day late");
    assert_eq!(advice.runs_out, Some(AS_OF.plus(40)));
    let quantity = advice.quantity.expect("a quantity");
    assert_eq!(quantity % 12.0, 0.0, "whole packs");
    assert!((quantity - stock::eoq(3_650.0, 10.0, 0.75)).abs() < 12.0);
    let (on_time, late) = (advice.on_time.expect("a risk"), advice.a_week_late.expect("a risk"));
    // Not 0.05: that is the mean over all undershoots, and this review finds nearly a day's demand of it.
    assert!(
        (0.05..0.08).contains(&on_time.stockout_probability) && late.stockout_probability > 0.5,
        "{on_time:?} {late:?}"
    );
    assert_eq!((on_time.late_days, late.late_days), (0, 7));
    assert_eq!(late.short_value, Some(5.0 * late.short_units));
    assert_eq!(advice.projected[..6], [330.0, 260.0, 190.0, 120.0, 50.0, 0.0]);
}

#[test]
fn what_is_due_and_the_order_arrive_in_their_periods() {
    let mut record = record(100.0, 60.0);
    record.series.due = vec![Due { in_days: 7, units: 40.0 }, Due { in_days: 8, units: 20.0 }];
    let advice = ItemPolicy::new(&record, now(), AS_OF).advice;
    assert_eq!(
        advice.arriving[..3],
        [40.0, 20.0, 0.0],
        "the seventh day is in the first week, the eighth in the second"
    );
    assert_eq!(advice.on_hand[..4], [70.0, 20.0, 0.0, 0.0]);
    let quantity = advice.quantity.expect("an order");
    assert_eq!(advice.cost, Some(3.0 * quantity));
    // Thirteen days after today: in the second week.
    assert_eq!((advice.order_by, advice.arrives), (Some(AS_OF.plus(3)), Some(AS_OF.plus(13))));
    let with_order = [70.0, 20.0 + quantity, quantity - 50.0];
    assert_eq!(advice.on_hand_with_order[..3], with_order);
    record.inputs.unit_cost = f64::NAN;
    assert_eq!(ItemPolicy::new(&record, now(), AS_OF).advice.cost, None);
}

#[test]
fn a_lead_time_beyond_all_dates_has_no_day_of_arrival_and_never_an_earlier_one() {
    for lead_time_days in [5e9, 1e30, f64::INFINITY] {
        let mut record = record(400.0, 0.0);
        record.inputs.lead_time_days = lead_time_days;
        let advice = ItemPolicy::new(&record, now(), AS_OF).advice;
        assert_eq!(advice.arrives, None, "{lead_time_days}: {advice:?}");
    }
    let mut record = record(400.0, 0.0);
    for step in [Step::Week, Step::Month] {
        record.periods.step = step;
        assert_eq!(record.period(usize::MAX), (Day(i32::MAX), Day(i32::MAX)));
    }
}

#[test]
fn what_to_do_depends_on_what_is_there() {
    let check = |on_hand: f32, on_order: f32, action: Action, position: Option<f64>| {
        let advice = ItemPolicy::new(&record(on_hand, on_order), now(), AS_OF).advice;
        assert_eq!((advice.action, advice.position), (action, position), "{on_hand} {on_order}");
        assert_eq!(advice.quantity.is_some(), matches!(action, Action::OrderNow | Action::OrderBy));
        assert_eq!(advice.order_by.is_some(), advice.quantity.is_some());
        advice
    };
    let empty = check(0.0, 0.0, Action::OrderNow, Some(0.0));
    assert_eq!((empty.order_by, empty.runs_out), (Some(AS_OF), Some(AS_OF)));
    check(-20.0, 500.0, Action::OrderBy, Some(480.0));
    check(-20.0, f32::NAN, Action::OrderNow, Some(-20.0));
    check(90_000.0, 0.0, Action::NoOrderInSight, Some(90_000.0));
    let unknown = check(f32::NAN, 30.0, Action::StockUnknown, None);
    assert!(unknown.projected.is_empty() && unknown.runs_out.is_none());

    let mut ended = record(50.0, 0.0);
    ended.inputs.demand_per_day = 0.0;
    ended.series.forecast.mean = vec![0.0; 13];
    let policy = ItemPolicy::new(&ended, now(), AS_OF);
    assert_eq!((policy.parts, policy.advice.action), (None, Action::NothingToStock));
    assert_eq!((policy.advice.runs_out, policy.holding_cost_per_year), (None, None));
}

#[test]
fn without_a_pack_size_whole_units_are_ordered_and_without_a_cost_there_is_no_money() {
    let mut loose = record(0.0, 0.0);
    loose.inputs.pack_size = f64::NAN;
    loose.inputs.unit_cost = f64::NAN;
    loose.unit_price = f32::NAN;
    let policy = ItemPolicy::new(&loose, now(), AS_OF);
    let quantity = policy.advice.quantity.expect("a quantity");
    assert!(quantity > 0.0 && quantity.fract() == 0.0);
    assert_eq!((policy.average_stock_value, policy.holding_cost_per_year), (None, None));
    assert_eq!(policy.advice.on_time.expect("a risk").short_value, None);
}

#[test]
fn rows_are_history_then_forecast_without_a_gap_and_follow_the_demand() {
    let mut record = record(400.0, 0.0);
    record.series.forecast.season =
        SeasonEffect::new(vec![0.5; 13], SeasonGroup::Category, vec![HolidayName::Easter]);
    let scenario = Scenario { demand_factor: 2.0, ..now() };
    let facts = facts();
    let answer = item(&facts, &record, scenario);
    assert_eq!(answer.rows.len(), 23);
    assert_eq!((answer.rows[9].to, answer.rows[10].from), (AS_OF, AS_OF.plus(1)));
    assert!(answer.rows.windows(2).all(|pair| pair[0].to.plus(1) == pair[1].from));
    assert_eq!((answer.rows[0].on_hand, answer.rows[1].on_hand), (None, Some(200.0)));
    assert_eq!((answer.rows[9].units, answer.rows[9].mean), (Some(70.0), None));
    let next = answer.rows[10];
    assert_eq!(
        (next.units, next.mean, next.lower_80, next.upper_95),
        (None, Some(140.0), Some(112.0), Some(182.0))
    );
    assert_eq!(forecast(&facts, &record).rows[10].mean, Some(70.0), "as forecast, whatever the scenario");
    let season = serde_json::json!({ "index": vec![0.5; 13], "group": "category", "holidays": ["easter"] });
    assert_eq!(serde_json::to_value(&answer.season).ok(), Some(season), "the same whatever the scenario");
    assert_eq!(forecast(&facts, &record).season, answer.season);
}

#[test]
fn receipts_give_mean_and_deviation() {
    let counts = [(8, 2), (10, 1), (14, 1)].map(|(days, receipts)| LeadTimeCount { days, receipts });
    let receipts = Receipts::of(&counts).expect("receipts");
    // 8, 8, 10, 14: mean 10, squares 4 + 4 + 0 + 16 over 3.
    assert_eq!((receipts.receipts, receipts.mean_days, receipts.sd_days), (4, 10.0, Some(8f64.sqrt())));
    assert_eq!(Receipts::of(&counts[1..2]).expect("one").sd_days, None);
    assert_eq!(Receipts::of(&[]), None);
}

fn catalogue() -> (Cube, Plan) {
    let mut plan = Plan::default();
    for (sku, location) in [("S1", 0), ("S2", 0), ("S1", 1)] {
        plan.items.sku.push(sku.to_owned());
        plan.policy.location.push(location);
    }
    let cube = Cube {
        version: CONTRACT_VERSION,
        grain: Step::Week,
        periods: Vec::new(),
        categories: Vec::new(),
        locations: vec![group("uk"), group("eu")],
        known: Known::default(),
        holding_rate_per_year: 0.25,
        cells: Cells::default(),
    };
    (cube, plan)
}

#[test]
fn an_item_is_found_by_both_names_or_said_to_be_elsewhere() {
    let (cube, plan) = catalogue();
    let key = |text: &str| ItemKey::from_query(&QueryString::parse(text));
    assert_eq!(key("sku=S1&location=eu").expect("a key").row(&cube, &plan), Ok(2));
    let elsewhere = key("location=eu&sku=S2").expect("a key").row(&cube, &plan).expect_err("not there");
    assert_eq!((&*elsewhere.key.sku, &elsewhere.elsewhere[..]), ("S2", &["uk".to_owned()][..]));
    let nowhere = key("location=mars&sku=%3Cb%3E").expect("a key").row(&cube, &plan).expect_err("not there");
    assert_eq!((&*nowhere.key.sku, nowhere.elsewhere.len()), ("<b>", 0));
    for (text, name) in
        [("", "sku"), ("sku=&location=uk", "sku"), ("sku=S1", "location"), ("sku=S1&location=", "location")]
    {
        assert_eq!(key(text).expect_err(text).name, name, "{text}");
    }
    let mut query = QueryString::default();
    ItemKey { sku: "a&b \"c\"".into(), location: "ü/1".into() }.to_query(&mut query);
    let back = ItemKey::from_query(&QueryString::parse(&query.to_string())).expect("a key");
    assert_eq!((&*back.sku, &*back.location), ("a&b \"c\"", "ü/1"));
}

proptest! {
    #[test]
    fn more_stock_never_brings_the_order_forward_and_more_service_never_puts_it_off(
        on_hand in 0.0..900.0, more in 0.0..300.0, service in 0.5..0.99f64,
    ) {
        let at = |on_hand: f64, service_level| {
            ItemPolicy::new(&record(single(on_hand), 0.0), Scenario { service_level, ..now() }, AS_OF).advice.order_by
        };
        let (plenty, safer) = (at(on_hand + more, service), at(on_hand, service + 0.009));
        let order_by = at(on_hand, service).expect("within three years");
        prop_assert!(plenty.expect("within three years") >= order_by);
        prop_assert!(safer.expect("within three years") <= order_by);
    }
}
