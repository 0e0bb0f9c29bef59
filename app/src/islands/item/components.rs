//! The components of demand and its forecast: level, season and remainder.

use super::model::ItemModel;
use super::{season_group, units, units_a_period};
use crate::charts::{Form, Shape, Timeline, timeline};
use crate::view::Element;
use crate::{format, text};
use contract::ForecastRow;
use planning::convert::single;
use planning::day::Day;
use planning::forecast::Components;

/// The chart; nothing where the history is too short for a level.
pub(super) fn components(
    model: &ItemModel,
    rows: &[ForecastRow],
    periods: &[(Day, Day)],
    past: usize,
) -> Option<Element> {
    let components = model.components.as_ref()?;
    let hidden = model.hidden();
    let factor = model.answer.scenario.scenario.demand_factor;
    let supposed = |values: &[f64]| -> Vec<f64> {
        let scaled = |(i, value): (usize, &f64)| if i < past { *value } else { factor * value };
        values[hidden..].iter().enumerate().map(scaled).collect()
    };
    let level = supposed(&components.level);
    let season = components.season.as_deref().map(supposed);
    let added = |i: usize| season.as_ref().map_or(0.0, |season| season[i]);
    let narrow = |values: &mut dyn Iterator<Item = f64>| values.map(|value| Some(single(value))).collect();
    let shape = |class, name: &str, form| Shape { class, name: name.to_owned(), form };
    let demanded = rows.iter().map(|row| row.units.map(single)).collect();
    let mut shapes = vec![
        shape("bars", text::demanded(), Form::Bars(demanded)),
        shape("line", text::component_level(), Form::Line(narrow(&mut level.iter().copied()))),
    ];
    if season.is_some() {
        let both = &mut level.iter().enumerate().map(|(i, level)| level + added(i));
        shapes.push(shape("expected", text::component_both(), Form::Line(narrow(both))));
    }
    let signed = |value: f64| format::signed(value, format::number(value, 1));
    let cells = rows.iter().enumerate().map(|(i, row)| {
        let rest = row.units.map(|demanded| signed(demanded - level[i] - added(i)));
        let (shown, adds) = (row.units.map(units), season.as_ref().map(|season| signed(season[i])));
        [shown, Some(format::number(level[i], 1)), adds, rest].map(Option::unwrap_or_default).to_vec()
    });
    Some(timeline(Timeline {
        id: "components",
        title: text::item_components(),
        unit: units_a_period(model.step()).to_owned(),
        periods,
        past,
        shapes,
        columns: [
            text::demanded(),
            text::component_level(),
            text::component_season(),
            text::component_rest(),
        ]
        .map(str::to_owned)
        .to_vec(),
        cells: cells.collect(),
        finding: finding(model, components, periods, past),
    }))
}

/// How the level changed over the past periods shown, when the item's own season is high and low, and whose season
/// the forecast uses.
fn finding(model: &ItemModel, components: &Components, periods: &[(Day, Day)], past: usize) -> String {
    let own = own_finding(components, model.hidden(), periods, past);
    match &model.answer.season {
        Some(season) => text::two_sentences(
            &own,
            &text::component_group_season(&season_group(&model.answer, season.group)),
        ),
        None => own,
    }
}

fn own_finding(components: &Components, hidden: usize, periods: &[(Day, Day)], past: usize) -> String {
    let level = |i: usize| format::number(components.level[hidden + i], 1);
    let last = past.saturating_sub(1);
    let went = text::component_finding(&level(0), &format::date(periods[0].1), &level(last));
    let Some(season) = &components.season else {
        return text::two_sentences(&went, text::component_no_season());
    };
    let drawn = season[hidden..].iter().zip(periods).take(past);
    let by_season = |a: &(&f64, &(Day, Day)), b: &(&f64, &(Day, Day))| a.0.total_cmp(b.0);
    let (Some(high), Some(low)) = (drawn.clone().max_by(by_season), drawn.min_by(by_season)) else {
        return went;
    };
    let signed = |value: f64| format::signed(value, format::number(value, 1));
    let season = text::component_season_finding(
        &format::percent(components.season_strength, 0),
        &signed(*high.0),
        &format::date(high.1.1),
        &signed(*low.0),
        &format::date(low.1.1),
    );
    text::two_sentences(&went, &season)
}
