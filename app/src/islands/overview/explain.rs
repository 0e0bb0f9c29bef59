//! "How is this computed?": definition, formula, the sums of this number, assumptions, and the way to the SQL.

use super::model::{OverviewModel, Tile};
use crate::islands::shared::key_figure::sql_query;
use crate::view::{Element, el};
use crate::{address, format, text};
use contract::{Facts, KpiValue};
use planning::day::Day;
use planning::kpi::{Definition, FillBasis, Unit};

/// The disclosure of a tile.
pub(super) fn explain(
    facts: &Facts,
    model: &OverviewModel,
    definition: &'static Definition,
    tile: &Tile,
) -> Element {
    let words = text::kpi(definition.id);
    let numbers = tile.current.map(|parts| numbers(facts, definition, parts)).unwrap_or_default();
    let rows = numbers
        .into_iter()
        .chain(window_facts(model))
        .chain(assumptions(facts, model, definition.id))
        .flat_map(|(name, value)| [el("dt").child(name), el("dd").child(value)]);
    let name = el("span").class("hidden").child(text::colon()).child(words.name);
    el("details")
        .class("explain")
        .child(el("summary").child(text::how_computed()).child(name))
        .child(el("p").child(words.definition))
        .child(el("p").class("formula").child(words.formula))
        .child(el("dl").children(rows))
        .child(sql(model, definition.id))
}

type Fact = (String, String);

fn numbers(facts: &Facts, definition: &Definition, parts: KpiValue) -> Vec<Fact> {
    let words = text::kpi(definition.id);
    let currency = &facts.currency;
    let amount = |name: &str, value: f64| {
        let shown = match name {
            _ if name.is_empty() => return None,
            _ => match definition.unit {
                Unit::Percent => format::number(value, 0),
                _ => format::money(currency, value, 2),
            },
        };
        Some((name.to_owned(), shown))
    };
    let upper = amount(words.numerator, parts.numerator);
    // Some denominators are plain constants, not sums of money.
    let lower = match definition.id {
        "holding_cost" => Some((words.denominator.to_owned(), format::number(parts.denominator, 0))),
        _ => amount(words.denominator, parts.denominator),
    };
    let factor =
        (!words.factor.is_empty()).then(|| (words.factor.to_owned(), format::number(parts.factor, 6)));
    let rows = Some((text::rows_counted().to_owned(), format::count(parts.rows)));
    [upper, lower, factor, rows].into_iter().flatten().collect()
}

fn span(days: (Day, Day)) -> String {
    text::date_span(&format::date(days.0), &format::date(days.1))
}

fn window_facts(model: &OverviewModel) -> Vec<Fact> {
    let fact = |name: &'static str, days: Option<(Day, Day)>| days.map(|days| (name.to_owned(), span(days)));
    [fact(text::dates(), model.window), fact(text::window_before(), model.previous)]
        .into_iter()
        .flatten()
        .collect()
}

/// The assumptions behind the number that are not in the sales.
fn assumptions(facts: &Facts, model: &OverviewModel, id: &str) -> Vec<Fact> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let mut facts = of_definition(facts, model, id);
    if uses_average_inventory(id) {
        let known = text::stock_known_days(&format::count(model.stock_days), &format::count(model.days));
        facts.push(fact(text::stock_known(), known));
    }
    facts
}

/// Whether a key figure rests on the mean of end-of-day stock.
pub(super) fn uses_average_inventory(id: &str) -> bool {
    matches!(id, "turnover" | "days_of_inventory" | "holding_cost" | "gross_margin_return")
}

fn of_definition(facts: &Facts, model: &OverviewModel, id: &str) -> Vec<Fact> {
    let settings = &facts.settings;
    let fact = |name: &str, value: String| (name.to_owned(), value);
    match id {
        "holding_cost" => {
            vec![fact(text::holding_rate_setting(), text::a_year(&format::percent(settings.holding_rate, 1)))]
        }
        "fill_rate" => match facts.known.fill {
            Some(FillBasis::Orders) => vec![fact(text::basis(), text::fill_orders().to_owned())],
            Some(FillBasis::Backorders) => vec![fact(text::basis(), text::fill_backorders().to_owned())],
            None => Vec::new(),
        },
        "stockout_rate" => {
            let basis = if facts.known.hours { text::stockout_hours() } else { text::stockout_days() };
            let active = text::active_window(&settings.activity_window_days.to_string());
            let other = &model.stockout_otherwise;
            let mut facts = vec![fact(text::basis(), basis.to_owned()), fact(text::active(), active)];
            facts.extend(other.by_units.map(|v| fact(text::stockout_by_units(), format::percent(v, 1))));
            facts.extend(other.at_end.map(|v| fact(text::stockout_at_end(), format::percent(v, 1))));
            facts
        }
        _ => Vec::new(),
    }
}

/// The way to the query that gives the same number.
fn sql(model: &OverviewModel, id: &str) -> Element {
    let open = address::page("sql", &sql_query(id, &model.state.filter));
    el("p").child(el("a").class("action").attr("href", open).child(text::sql_open()))
}
