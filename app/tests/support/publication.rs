//! A small publication with hostile names, the same every time.

#[path = "plan.rs"]
mod plan;
#[path = "proof.rs"]
mod proof;

use app::{SeriesFiles, SeriesUnreadable};
use contract::{
    CONTRACT_VERSION, Cells, Check, Cube, Derived, Effect, Example, Facts, Group, Influence, Interval,
    KpiSql, LeadTimeCount, LeadTimeSource, Period, Plan, Publication, Published, Quality, QualityDimension,
    Report, Segment, SegmentFeature, Segments, SeriesGroup, SeriesItem, Settings, Silhouette, Simulated,
    SimulatedData, Source, SourceFile, SupplierTerms, Suppliers, Unserved, VerdictCount, Verification,
};
use plan::plan;
use planning::day::Day;
use planning::forecast::{DemandClass, Forecast, Method, Reason};
use planning::kpi::{self, FillBasis, Known, Measure};
use planning::periods::{Periods, SalesPeriod, Step};
use planning::segment::Feature;
use planning::stock::simulate::Evidence;
use std::sync::Arc;

const PERIODS: u16 = 20;
const KNOWN: Known =
    Known { revenue: true, cost: true, on_hand: true, hours: false, fill: Some(FillBasis::Backorders) };

fn groups<const N: usize>(groups: [(&str, &str); N]) -> Vec<Group> {
    groups.map(|(id, name)| Group { id: id.to_owned(), name: name.to_owned() }).to_vec()
}

/// The terms of a supplier, and the name of another that has none.
fn suppliers() -> Suppliers {
    let acme = SupplierTerms {
        supplier: "ACME".to_owned(),
        name: "Acme <b>& Sons</b>".to_owned(),
        minimum_order_value: Some(500.0),
        free_freight_value: Some(2_000.0),
        order_weekday: Some(1),
    };
    Suppliers { version: CONTRACT_VERSION, suppliers: vec![acme] }
}

fn cube(as_of: Day) -> Cube {
    let mut cells = Cells { measures: vec![Vec::new(); Measure::ALL.len()], ..Cells::default() };
    for period in 0..PERIODS {
        for (category, location, class) in [(0, 0, 0), (0, 1, 1), (1, 0, 2), (1, 1, 0)] {
            cells.period.push(period);
            cells.category.push(category);
            cells.location.push(location);
            cells.class.push(class);
            cells.known_days.push(0b0111_1111);
            for (place, measure) in Measure::ALL.iter().enumerate() {
                let value =
                    f64::from(100 + 7 * period + 13 * category + 29 * location) / (1.0 + place as f64 / 3.0);
                cells.measures[place].push(planning::convert::whole_u32(value * measure.scale()).into());
            }
        }
    }
    let period = |index: u16| {
        let last = as_of.plus(-7 * i32::from(PERIODS - 1 - index));
        Period { first: last.plus(-6), last }
    };
    Cube {
        version: CONTRACT_VERSION,
        grain: Step::Week,
        periods: (0..PERIODS).map(period).collect(),
        categories: groups([("Lamps & <script>", "Lamps & <script>"), ("Bags", "Bags")]),
        locations: groups([("uk", "United Kingdom"), ("eu", "Continental Europe")]),
        known: KNOWN,
        holding_rate_per_year: Settings::default().holding_rate,
        cells,
    }
}

/// The one series file.
#[derive(Debug)]
struct OneGroup(Arc<SeriesGroup>);

impl SeriesFiles for OneGroup {
    fn group(&self, group: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable> {
        if group == 0 { Ok(self.0.clone()) } else { Err(SeriesUnreadable) }
    }
}

/// Every second row achieves nine points less than was promised.
fn verification(row: usize) -> Verification {
    let at = |cycle_service: f64| Simulated {
        cycle_service,
        fill_rate: 0.97,
        average_stock: 12.0,
        orders_per_year: 8.0,
    };
    let misses = row % 2 == 1;
    Verification {
        evidence: if misses { Evidence::HeldOut } else { Evidence::Fitted },
        held_out_days: 364,
        demand_days: 40,
        promised: at(0.95),
        achieved: at(if misses { 0.86 } else { 0.955 }),
        standard_error: 0.008,
    }
}

fn series(as_of: Day, plan: &Plan) -> SeriesGroup {
    let effects = [(Influence::Promotion, 1.62, 11), (Influence::Event("Black Friday".into()), 0.9, 1)];
    let effects = effects.map(|(influence, factor, periods)| Effect { influence, factor, periods });
    let item = |row: usize| {
        let weekly = plan.policy.demand_per_day[row] * 7.0;
        SeriesItem {
            sku: plan.items.sku[row].clone(),
            location: ["uk", "eu"][usize::from(plan.policy.location[row])].to_owned(),
            units: vec![weekly; 60],
            on_hand: (0..60).map(|week| if week < 9 { f32::NAN } else { 100.0 - week as f32 }).collect(),
            stockout_days: vec![0.0; 60],
            demand_class: DemandClass::Smooth,
            forecast: Forecast {
                method: Method::SimpleExponentialSmoothing,
                reason: Reason::Given,
                mean: vec![f64::from(weekly); 13],
                intervals: Vec::new(),
                error_sd: f64::from(plan.policy.error_sd_per_day[row]) * 7f64.sqrt(),
                cumulative_sd: Vec::new(),
                effects: Vec::new(),
                season: None,
                notices: Vec::new(),
            },
            median: vec![weekly * 0.9; 13],
            interval_80: Interval { lower: vec![weekly * 0.8; 13], upper: vec![weekly * 1.2; 13] },
            interval_95: Interval { lower: vec![weekly * 0.7; 13], upper: vec![weekly * 1.3; 13] },
            lead_time_source: LeadTimeSource::OwnReceipts,
            lead_times: [(9, 2), (12, 1)].map(|(days, receipts)| LeadTimeCount { days, receipts }).to_vec(),
            due: Vec::new(),
            verification: (row != 4).then(|| verification(row)),
            unserved: (row == 3).then_some(Unserved { days: 23.0, as_sold_per_day: 0.9 }),
            weights: vec![(Method::AutoEts, 0.7), (Method::Theta, 0.299), (Method::Drift, 0.001)],
            effects: if row == 3 { effects.to_vec() } else { Vec::new() },
        }
    };
    SeriesGroup {
        version: CONTRACT_VERSION,
        periods: Periods { step: Step::Week, last: as_of, count: 60 },
        items: (0..plan.policy.len()).map(item).collect(),
        suppliers: Vec::new(),
    }
}

fn quality() -> Quality {
    let verdict = |id: &str, title: &str, lines, units: Option<&str>| VerdictCount {
        id: id.into(),
        title: title.into(),
        lines,
        units: units.map(str::to_owned),
        value: units.map(|_| "1234.56".to_owned()),
    };
    let check = |id: &str, dimension, affected, content: &str| Check {
        id: id.into(),
        dimension,
        title: format!("Title of {id}"),
        affected,
        seen: 1_000,
        unit: "lines".into(),
        action: format!("Action of {id}."),
        examples: vec![Example {
            file: "a.csv".into(),
            line: Some(1_007),
            content: content.into(),
            fact: None,
        }],
    };
    Quality {
        version: CONTRACT_VERSION,
        created_at: "2011-12-10T00:00:00Z".into(),
        files: vec![SourceFile {
            name: "Orders".into(),
            file: "a.csv".into(),
            rows: 1_000,
            sha256: String::new(),
            licence: None,
            attribution: None,
            url: Some("javascript:alert(1)".into()),
            simulated: None,
            used: None,
        }],
        report: Some(Report {
            rows: 1_000,
            verdicts: vec![
                verdict("sale", "Sale, kept", 900, Some("5000")),
                verdict("duplicate", "Exact duplicate", 99, Some("-7.5")),
                verdict("zero_price", "Price zero", 0, Some("0")),
                verdict("refused", "Unreadable", 1, None),
            ],
            checks: vec![
                check("missing", QualityDimension::Completeness, 0, "none"),
                check("odd", QualityDimension::Validity, 1, "<img src=x> lots"),
            ],
        }),
    }
}

fn segments() -> Segments {
    let segment = |apart: [f64; 5]| Segment {
        features: Feature::ALL
            .into_iter()
            .zip(apart)
            .map(|(feature, apart)| SegmentFeature { feature, mean: 2.0, apart })
            .collect(),
    };
    let tried = [(2, 0.41), (3, 0.33)].map(|(segments, silhouette)| Silhouette { segments, silhouette });
    Segments {
        version: CONTRACT_VERSION,
        tried: tried.to_vec(),
        measured_on: 29,
        segments: vec![segment([1.5, 0.9, -0.5, -0.45, 0.1]), segment([-0.3, -0.2, 0.1, 0.0, 0.39])],
    }
}

/// Everything a page needs.
pub struct Site {
    pub published: Published,
    pub series: Arc<dyn SeriesFiles>,
}

/// It.
pub fn site() -> Site {
    let as_of = Day::from_ymd(2011, 12, 9).expect("a date");
    let sql = |id: &str| KpiSql {
        id: id.to_owned(),
        sql: "select 1 from item_day where date between date '{from}' and date '{to}'{filter}".to_owned(),
    };
    let publication = Publication {
        contract_version: CONTRACT_VERSION,
        id: "0123456789abcdef".into(),
        tenant: "main".into(),
        snapshot: "s".into(),
        settings: Settings::default(),
        currency: "GBP".into(),
        time_zone: "Europe/London".into(),
        period: SalesPeriod::Day,
        first_day: as_of.plus(-139),
        as_of,
        horizon_days: 91,
        known: KNOWN,
        sources: vec![Source {
            name: "Online Retail II".into(),
            licence: Some("CC BY 4.0".into()),
            attribution: Some("D. Chen".into()),
            url: Some("https://doi.org/10.24432/C5CG6D".into()),
        }],
        simulated: vec!["In the maker's words.".into()],
        simulated_data: vec![SimulatedData {
            table: "products".into(),
            column: Some("unit_cost".into()),
            method: None,
        }],
        category_note: Some("assigned by keyword".into()),
        tables: Vec::new(),
        item_locations: 30,
        decisions: Vec::new(),
        kpi_sql: kpi::ALL.iter().map(|definition| sql(definition.id)).collect(),
        files: Vec::new(),
    };
    let plan = plan();
    let series = Arc::new(OneGroup(Arc::new(series(as_of, &plan))));
    let published = Published {
        derived: Derived {
            facts: Facts::from(&publication),
            cube: cube(as_of),
            plan,
            decisions: Default::default(),
        },
        publication,
        quality: quality(),
        segments: segments(),
        proof: proof::proof(as_of),
        suppliers: suppliers(),
    };
    Site { published, series }
}
