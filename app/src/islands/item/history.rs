//! Charts on one time axis: demand with its forecast, and stock with what arrives and the policy's levels.

use super::components::components;
use super::model::ItemModel;
use super::trial::trial;
use super::{known, more, units, units_a_period};
use crate::charts::{Form, Shape, Timeline, timeline};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, ForecastRow, ItemPolicy};
use planning::convert::single;
use planning::day::Day;
use planning::periods::Step;

/// The charts, one under the other.
pub(super) fn charts(facts: &Facts, model: &ItemModel) -> Element {
    let drawn = Drawn::of(model);
    let header = el("header")
        .child(el("h2").attr("id", "history-title").child(text::item_history_title()))
        .child(extent(model))
        .child(el("p").class("hint").child(text::item_history_hint(&format::date(facts.as_of))));
    el("section")
        .class("item-history")
        .attr("aria-labelledby", "history-title")
        .child(header)
        .child(timeline(demand(model, &drawn)))
        .child(timeline(stock(facts, model, &drawn)))
}

/// What demand is made of, and another method to try.
pub(super) fn method(_: &Facts, model: &ItemModel) -> Element {
    let Drawn { rows, periods, past } = Drawn::of(model);
    more("method", text::item_components())
        .flag("open", model.tries)
        .child(trial(model))
        .child(components(model, rows, &periods, past))
}

/// The periods that charts show.
struct Drawn<'a> {
    rows: &'a [ForecastRow],
    periods: Vec<(Day, Day)>,
    past: usize,
}

impl<'a> Drawn<'a> {
    fn of(model: &'a ItemModel) -> Self {
        let rows = model.drawn();
        let periods = rows.iter().map(|row| (row.from, row.to)).collect();
        Drawn { rows, periods, past: rows.iter().filter(|row| row.mean.is_none()).count() }
    }
}

/// A link that shows all of the history, or only the last year of it.
fn extent(model: &ItemModel) -> Option<Element> {
    let now = model.answer.now.scenario;
    let mut other = model.state.clone();
    other.all_history = !other.all_history;
    let label = if other.all_history { text::item_all_history() } else { text::item_last_year() };
    let link = el("a").class("action").attr("href", other.href(&now)).child(label);
    model.has_more_history().then_some(link)
}

fn narrow(value: Option<f64>) -> Option<f32> {
    value.map(single)
}

fn column(rows: &[ForecastRow], value: fn(&ForecastRow) -> Option<f64>) -> Vec<Option<f32>> {
    rows.iter().map(|row| narrow(value(row))).collect()
}

fn band(
    rows: &[ForecastRow],
    lower: fn(&ForecastRow) -> Option<f64>,
    upper: fn(&ForecastRow) -> Option<f64>,
) -> Form {
    Form::Band(rows.iter().map(|row| narrow(lower(row)).zip(narrow(upper(row)))).collect())
}

fn demand<'a>(model: &ItemModel, drawn: &'a Drawn<'_>) -> Timeline<'a> {
    let Drawn { rows, ref periods, past } = *drawn;
    let shape = |class, name: &str, form| Shape { class, name: name.to_owned(), form };
    let range = |lower: Option<f64>, upper: Option<f64>| {
        lower.zip(upper).map_or(String::new(), |(low, high)| text::from_to(&units(low), &units(high)))
    };
    let trial = model.trial.as_ref();
    let tried: Vec<Option<f64>> = (0..rows.len())
        .map(|i| trial.and_then(|trial| Some(trial.mean[i.checked_sub(past)?])))
        .map(|units| units.map(|units| model.answer.scenario.scenario.demand_factor * units))
        .collect();
    let year_before = model.year_before();
    let has_year_before = year_before.iter().any(Option::is_some);
    let cells = rows.iter().zip(&tried).zip(&year_before).map(|((row, tried), before)| {
        let shown = |value: Option<f64>| value.map_or(String::new(), units);
        let (inner, outer) = (range(row.lower_80, row.upper_80), range(row.lower_95, row.upper_95));
        let mut cells = vec![shown(row.units), shown(row.mean), inner, outer];
        cells.extend(has_year_before.then(|| shown(*before)));
        cells.extend(trial.map(|_| shown(*tried)));
        cells
    });
    let mut shapes = vec![
        shape("band-95", text::band_95(), band(rows, |row| row.lower_95, |row| row.upper_95)),
        shape("band-80", text::band_80(), band(rows, |row| row.lower_80, |row| row.upper_80)),
        shape("bars", text::demanded(), Form::Bars(column(rows, |row| row.units))),
    ];
    let mut columns =
        [text::demanded(), text::forecast(), text::band_80(), text::band_95()].map(str::to_owned).to_vec();
    if has_year_before {
        let line = Form::Line(year_before.iter().map(|units| narrow(*units)).collect());
        shapes.push(shape("year-before", text::year_before(), line));
        columns.push(text::year_before().to_owned());
    }
    shapes.push(shape("line", text::forecast(), Form::Line(column(rows, |row| row.mean))));
    if trial.is_some() {
        let line = Form::Line(tried.iter().map(|units| narrow(*units)).collect());
        shapes.push(shape("tried", text::tried(), line));
        columns.push(text::tried().to_owned());
    }
    Timeline {
        id: "demand",
        title: text::item_demand_chart(),
        unit: units_a_period(model.step()).to_owned(),
        periods,
        past,
        shapes,
        columns,
        cells: cells.collect(),
        finding: finding(model.step(), rows, past, &year_before),
    }
}

/// What is to come, what was before it, and what was a year before it where all of that is known.
pub(crate) fn finding(step: Step, rows: &[ForecastRow], past: usize, year_before: &[Option<f64>]) -> String {
    let sum = |rows: &[ForecastRow], value: fn(&ForecastRow) -> Option<f64>| -> f64 {
        rows.iter().filter_map(value).sum()
    };
    let count = |periods: usize| format::periods(step, periods);
    let ahead = rows.len() - past;
    let before = &rows[past.saturating_sub(ahead)..past];
    let finding = text::item_demand_finding(
        &count(ahead),
        &units(sum(&rows[past..], |row| row.mean)),
        &count(before.len()),
        &units(sum(before, |row| row.units)),
    );
    let same_weeks: Option<f64> = year_before[past..].iter().copied().sum();
    match same_weeks.filter(|_| ahead > 0) {
        Some(demanded) => {
            text::two_sentences(&finding, &text::item_demand_year_before(&count(ahead), &units(demanded)))
        }
        None => finding,
    }
}

fn stock<'a>(facts: &Facts, model: &ItemModel, drawn: &'a Drawn<'_>) -> Timeline<'a> {
    let Drawn { rows, ref periods, past } = *drawn;
    let policy = &model.answer.scenario;
    let advice = &policy.advice;
    // A projection begins at what there is today, with which the last period of the history ends.
    let ahead = |now: Option<f64>, coming: &[f64]| {
        let mut values = vec![None; rows.len()];
        for (place, units) in now.iter().chain(coming).enumerate() {
            if let Some(cell) = (past + place).checked_sub(1).and_then(|at| values.get_mut(at)) {
                *cell = Some(*units);
            }
        }
        values
    };
    let position = ahead(advice.position, &advice.projected);
    let on_hand = ahead(model.answer.on_hand.map(|units| units.max(0.0)), &advice.on_hand);
    let ordered = Some(&advice.on_hand_with_order).filter(|units| !units.is_empty());
    let with_order = ordered.map(|units| ahead(model.answer.on_hand.map(|units| units.max(0.0)), units));
    let due = |at: usize| advice.arriving.get(at.checked_sub(past)?).copied().filter(|units| *units > 0.0);
    let arriving: Vec<Option<f64>> = (0..rows.len()).map(due).collect();
    let cells = rows.iter().enumerate().map(|(i, row)| {
        let is_past = i < past;
        let coming = |value: Option<f64>| value.filter(|_| !is_past).map_or(String::new(), units);
        let stock = if is_past { known(row.on_hand, units) } else { coming(on_hand[i]) };
        let days =
            if is_past { known(row.stockout_days, |days| format::number(days, 0)) } else { String::new() };
        let mut cells = vec![stock, days, position[i].map_or(String::new(), units), coming(arriving[i])];
        cells.extend(with_order.as_ref().map(|with_order| coming(with_order[i])));
        cells
    });
    let cells = cells.collect();
    let mut columns =
        vec![text::on_hand(), text::item_days_without(), text::item_expected(), text::item_arriving()];
    columns.extend(with_order.is_some().then(text::item_on_hand_with_order));
    Timeline {
        id: "stock",
        title: text::item_stock_chart(),
        unit: text::item_stock_unit().to_owned(),
        periods,
        past,
        shapes: shapes(rows, policy, [&arriving, &position, &on_hand], with_order.as_deref()),
        columns: columns.into_iter().map(str::to_owned).collect(),
        cells,
        finding: stock_finding(facts, policy),
    }
}

/// What arrives as bars, then what is on hand, and the policy's levels.
fn shapes(
    rows: &[ForecastRow],
    policy: &ItemPolicy,
    [arriving, position, on_hand]: [&[Option<f64>]; 3],
    with_order: Option<&[Option<f64>]>,
) -> Vec<Shape> {
    let shape = |class, name: String, form| Shape { class, name, form };
    let line = |class, name: &str, values: &[Option<f64>]| {
        shape(class, name.to_owned(), Form::Line(values.iter().map(|units| narrow(*units)).collect()))
    };
    let mut shapes = Vec::new();
    if arriving.iter().any(Option::is_some) {
        let bars = Form::Bars(arriving.iter().map(|units| narrow(*units)).collect());
        shapes.push(shape("bars", text::item_arriving().to_owned(), bars));
    }
    shapes.push(shape("line", text::on_hand().to_owned(), Form::Line(column(rows, |row| row.on_hand))));
    shapes.push(line("position", text::item_expected(), position));
    shapes.push(line("expected", text::item_on_hand_expected(), on_hand));
    shapes.extend(with_order.map(|units| line("ordered", text::item_on_hand_with_order(), units)));
    if let Some(parts) = &policy.parts {
        let level = |class, name: &str, value: f64| {
            shape(class, [name, text::colon(), &units(value)].concat(), Form::Level(value, 0))
        };
        shapes.push(level("level-reorder", text::reorder_point(), parts.policy.reorder_point));
        shapes.push(level("level-safety", text::safety_stock(), parts.policy.safety_stock));
    }
    shapes
}

fn stock_finding(facts: &Facts, policy: &ItemPolicy) -> String {
    let advice = &policy.advice;
    let today = format::date(facts.as_of);
    let below = policy.parts.map(|parts| parts.policy.reorder_point - advice.position.unwrap_or(f64::NAN));
    match (advice.position, advice.order_by) {
        (None, _) => text::item_stock_finding_unknown(&today),
        (Some(position), Some(day)) if day <= facts.as_of => {
            let stands = text::item_stock_finding_none(&units(position), &today);
            match below.filter(|below| *below >= 0.5) {
                Some(below) => text::two_sentences(&stands, &text::item_stock_finding_below(&units(below))),
                None => stands,
            }
        }
        (Some(position), Some(day)) => text::item_stock_finding(&units(position), &format::date(day)),
        (Some(position), None) => text::item_stock_finding_none(&units(position), &today),
    }
}
