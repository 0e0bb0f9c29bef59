//! Charts on one time axis: demand with its forecast, stock with the policy's levels, and what demand is made of.

use super::components::components;
use super::model::ItemModel;
use super::trial::trial;
use super::{known, units, units_a_period};
use crate::charts::{Form, Shape, Timeline, timeline};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, ForecastRow};
use planning::convert::single;
use planning::day::Day;
use planning::periods::Step;

/// The charts, one under the other.
pub(super) fn charts(facts: &Facts, model: &ItemModel) -> Element {
    let rows = model.drawn();
    let periods: Vec<(Day, Day)> = rows.iter().map(|row| (row.from, row.to)).collect();
    let past = rows.iter().filter(|row| row.mean.is_none()).count();
    let header = el("header")
        .child(el("h2").attr("id", "history-title").child(text::item_history_title()))
        .child(extent(model))
        .child(el("p").class("hint").child(text::item_history_hint(&format::date(facts.as_of))));
    el("section")
        .class("item-history")
        .attr("aria-labelledby", "history-title")
        .child(header)
        .child(timeline(demand(model, rows, &periods, past)))
        .child(trial(model))
        .child(timeline(stock(facts, model, rows, &periods, past)))
        .child(components(model, rows, &periods, past))
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

fn demand<'a>(
    model: &ItemModel,
    rows: &[ForecastRow],
    periods: &'a [(Day, Day)],
    past: usize,
) -> Timeline<'a> {
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
fn finding(step: Step, rows: &[ForecastRow], past: usize, year_before: &[Option<f64>]) -> String {
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

fn stock<'a>(
    facts: &Facts,
    model: &ItemModel,
    rows: &[ForecastRow],
    periods: &'a [(Day, Day)],
    past: usize,
) -> Timeline<'a> {
    let policy = &model.answer.scenario;
    let advice = &policy.advice;
    // The projection begins at today's position, which the last period of the history ends with.
    let mut expected = vec![None; rows.len()];
    for (place, units) in advice.position.iter().chain(&advice.projected).enumerate() {
        if let Some(cell) = (past + place).checked_sub(1).and_then(|at| expected.get_mut(at)) {
            *cell = Some(*units);
        }
    }
    let cells = rows.iter().enumerate().map(|(i, row)| {
        let is_past = i < past;
        let stock = if is_past { known(row.on_hand, units) } else { String::new() };
        let days =
            if is_past { known(row.stockout_days, |days| format::number(days, 0)) } else { String::new() };
        vec![stock, days, expected[i].map_or(String::new(), units)]
    });
    let cells = cells.collect();
    let shape = |class, name: String, form| Shape { class, name, form };
    let mut shapes = vec![
        shape("line", text::on_hand().to_owned(), Form::Line(column(rows, |row| row.on_hand))),
        shape(
            "expected",
            text::item_expected().to_owned(),
            Form::Line(expected.iter().map(|units| narrow(*units)).collect()),
        ),
    ];
    if let Some(parts) = &policy.parts {
        let level = |class, name: &str, value: f64| {
            shape(class, [name, text::colon(), &units(value)].concat(), Form::Level(value, 0))
        };
        shapes.push(level("level-reorder", text::reorder_point(), parts.policy.reorder_point));
        shapes.push(level("level-safety", text::safety_stock(), parts.policy.safety_stock));
    }
    let today = format::date(facts.as_of);
    let finding = match (advice.position, advice.order_by) {
        (None, _) => text::item_stock_finding_unknown(&today),
        (Some(position), Some(day)) => text::item_stock_finding(&units(position), &format::date(day)),
        (Some(position), None) => text::item_stock_finding_none(&units(position), &today),
    };
    Timeline {
        id: "stock",
        title: text::item_stock_chart(),
        unit: text::item_stock_unit().to_owned(),
        periods,
        past,
        shapes,
        columns: [text::on_hand(), text::item_days_without(), text::item_expected()]
            .map(str::to_owned)
            .to_vec(),
        cells,
        finding,
    }
}
