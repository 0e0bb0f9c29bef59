//! Assumptions: what is simulated, and the settings.

use super::section;
use crate::category;
use crate::charts::scroll;
use crate::islands::shared::scenario::days;
use crate::view::{Element, cards, el, marked};
use crate::{format, text, words};
use contract::{Publication, Settings};

/// What is simulated or assumed.
pub(super) fn assumed(publication: &Publication) -> Element {
    section("assumed", text::quality_assumed()).child(simulated(publication)).child(settings(publication))
}

fn simulated(publication: &Publication) -> Element {
    let note = publication.category_note.as_ref().map(|origin| category::note(origin));
    let facts: Vec<Element> = words::simulated(publication)
        .into_iter()
        .chain(note)
        .map(|sentence| el("li").child(marked(&sentence)))
        .collect();
    match facts.is_empty() {
        true => el("p").child(text::quality_all_recorded()),
        false => el("ul").children(facts),
    }
}

fn settings(publication: &Publication) -> Element {
    let rows = values(publication, &publication.settings)
        .into_iter()
        .zip(values(publication, &Settings::default()))
        .map(|((id, value), (_, default))| row(id, value, default));
    let heads = [text::quality_setting(), text::quality_setting_value(), text::quality_setting_source()];
    let head = |name: &'static str| el("th").attr("scope", "col").child(name);
    let table = el("table")
        .class("settings")
        .child(el("caption").child(marked(text::quality_settings_caption())))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    scroll(text::quality_settings().to_owned()).child(cards(table))
}

fn row(id: &'static str, value: String, default: String) -> Element {
    let words = text::setting(id);
    let source =
        if value == default { text::quality_default().to_owned() } else { text::quality_set(&default) };
    let name = el("th")
        .attr("scope", "row")
        .child(el("span").class("name").child(words.name))
        .child(" ")
        .child(el("span").class("hint").child(words.meaning));
    el("tr")
        .attr("data-setting", id)
        .child(name)
        .child(el("td").child(value))
        .child(el("td").class("source").child(source))
}

/// Every setting with its value and unit.
fn values(publication: &Publication, settings: &Settings) -> Vec<(&'static str, String)> {
    vec![
        ("service_level", format::percent(settings.service_level, 1)),
        ("holding_rate", text::a_year(&format::percent(settings.holding_rate, 1))),
        ("order_cost", format::money(&publication.currency, settings.order_cost, 2)),
        ("review_days", days(settings.review_days)),
        ("lead_time_days", days(settings.lead_time_days)),
        ("activity_window_days", days(f64::from(settings.activity_window_days))),
        ("opening_hours_per_day", text::quality_hours(&format::number(settings.opening_hours_per_day, 1))),
        ("abc_a", format::percent(settings.abc_a, 0)),
        ("abc_b", format::percent(settings.abc_b, 0)),
        ("xyz_x", format::number(settings.xyz_x, 2)),
        ("xyz_y", format::number(settings.xyz_y, 2)),
    ]
}
