//! The filter bar that pages share: a plain form and plain links, which the browser's code takes over when it can.

use super::menu::{MenuOption, menu};
use crate::category;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{AbcClass, Cube, Dimension, Filter, Group, QueryString};
use planning::convert::count_u32;
use planning::day::Day;
use planning::periods::{Periods, Step};
use serde::{Deserialize, Serialize};

/// What can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Members {
    /// Categories, in the cube's order.
    pub(crate) categories: Vec<Group>,
    /// Locations, in the cube's order.
    pub(crate) locations: Vec<Group>,
    /// ABC classes that there are.
    pub(crate) classes: Vec<Group>,
}

impl Members {
    /// The members of a cube.
    pub(crate) fn of(cube: &Cube) -> Self {
        let category =
            |group: &Group| Group { name: category::name(&group.name).to_owned(), ..group.clone() };
        let class = |class: AbcClass| Group {
            id: class.name().to_owned(),
            name: text::abc_class(class.name()).name.to_owned(),
        };
        Members {
            categories: cube.categories.iter().map(category).collect(),
            locations: cube.locations.clone(),
            classes: cube.classes().into_iter().map(class).collect(),
        }
    }
}

/// Whether a filter names a member.
pub(crate) fn is_chosen(filter: &Filter, dimension: Dimension, id: &str) -> bool {
    match dimension {
        Dimension::Category => filter.category.iter().any(|name| name == id),
        Dimension::Location => filter.location.iter().any(|name| name == id),
        Dimension::Class => filter.class.iter().any(|class| class.name() == id),
    }
}

/// The filter with a member added, or taken out if it was in.
pub(crate) fn toggled(filter: &Filter, dimension: Dimension, id: &str) -> Filter {
    let mut filter = filter.clone();
    let flip = |names: &mut Vec<String>| match names.iter().position(|name| name == id) {
        Some(place) => drop(names.remove(place)),
        None => names.push(id.to_owned()),
    };
    match dimension {
        Dimension::Category => flip(&mut filter.category),
        Dimension::Location => flip(&mut filter.location),
        Dimension::Class => {
            for class in AbcClass::ALL.into_iter().filter(|class| class.name() == id) {
                match filter.class.iter().position(|other| *other == class) {
                    Some(place) => drop(filter.class.remove(place)),
                    None => filter.class.push(class),
                }
            }
        }
    }
    filter
}

/// The filter without its dates: what another page can use.
pub(crate) fn undated(filter: &Filter) -> Filter {
    Filter { from: None, to: None, ..filter.clone() }
}

/// The inputs of the filter bar.
pub(crate) struct FilterBar<'a> {
    /// The current filter.
    pub(crate) filter: &'a Filter,
    /// What can be chosen.
    pub(crate) members: &'a Members,
    /// Date fields, where the page has a window.
    pub(crate) dates: Option<Dates>,
    /// The rest of the page's state, which the form must keep.
    pub(crate) rest: QueryString,
    /// Names in `rest`.
    pub(crate) rest_names: Vec<String>,
    /// A link to the page with another filter.
    pub(crate) href: &'a dyn Fn(&Filter) -> String,
}

/// The window a page shows.
#[derive(Clone, Copy)]
pub(crate) struct Dates {
    /// First and last day with data.
    pub(crate) extent: (Day, Day),
    /// First and last day shown.
    pub(crate) window: Option<(Day, Day)>,
    /// From one period to the next.
    pub(crate) grain: Step,
}

/// The bar of a page whose query has only a filter; only the server draws such pages.
#[cfg(feature = "ssr")]
pub(crate) fn only_filter_bar(filter: &Filter, cube: &Cube) -> Element {
    filter_bar(&FilterBar {
        filter,
        members: &Members::of(cube),
        dates: None,
        rest: QueryString::default(),
        rest_names: Vec::new(),
        href: &|filter| {
            let mut query = QueryString::default();
            filter.to_query(&mut query);
            ["?", &query.to_string()].concat()
        },
    })
}

/// The bar: fields, what is active, reset.
pub(crate) fn filter_bar(bar: &FilterBar<'_>) -> Element {
    let form = page_form("filter-form")
        .child(bar.dates.map(date_fields))
        .children(menus(bar.filter, bar.members))
        .child(hidden_inputs(&bar.rest, &bar.rest_names))
        .child(el("button").attr("type", "submit").child(text::apply()));
    el("section")
        .class("filters")
        .attr("aria-labelledby", "filters-title")
        .child(el("h2").attr("id", "filters-title").class("hidden").child(text::filters()))
        .child(form)
        .child(presets(bar))
        .child(chips(bar))
}

/// Menus of categories, locations and classes.
pub(crate) fn menus(filter: &Filter, members: &Members) -> [Element; 3] {
    [
        (Dimension::Category, &members.categories),
        (Dimension::Location, &members.locations),
        (Dimension::Class, &members.classes),
    ]
    .map(|(dimension, groups)| {
        // A restricted cube blanks the names of what it leaves out.
        let options = groups.iter().filter(|group| !group.id.is_empty()).map(|group| MenuOption {
            value: group.id.clone(),
            name: group.name.clone(),
            is_chosen: is_chosen(filter, dimension, &group.id),
        });
        menu(dimension.name(), dimension_name(dimension), options.collect(), groups.len())
    })
}

/// A form that leads to another state of the page.
pub(crate) fn page_form(class: &'static str) -> Element {
    el("form")
        .attr("method", "get")
        .class(class)
        .attr("autocomplete", "off")
        .flag("novalidate", true)
        .flag("data-live", true)
}

/// Hidden fields that carry the pairs of those names through a form.
pub(crate) fn hidden_inputs(query: &QueryString, names: &[String]) -> Vec<Element> {
    let field = |name: &str, value: &str| {
        el("input").attr("type", "hidden").attr("name", name.to_owned()).attr("value", value.to_owned())
    };
    let fields = names.iter().flat_map(|name| query.all(name).map(move |value| field(name, value)));
    fields.collect()
}

fn date_fields(dates: Dates) -> Vec<Element> {
    let field = |name: &'static str, label: &'static str, day: Option<Day>| {
        let input = el("input")
            .attr("type", "date")
            .attr("name", name)
            .attr("min", dates.extent.0.to_string())
            .attr("max", dates.extent.1.to_string())
            .attr("value", day.map(|day| day.to_string()).unwrap_or_default())
            .attr("aria-describedby", "snap");
        el("label").class("field").child(el("span").child(label)).child(input)
    };
    vec![
        field("from", text::from(), dates.window.map(|w| w.0)),
        field("to", text::to(), dates.window.map(|w| w.1)),
    ]
}

/// What a dimension is called.
pub(super) fn dimension_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Category => text::category(),
        Dimension::Location => text::location(),
        Dimension::Class => text::class(),
    }
}

/// Links to the last quarter, half-year and year, and to all dates.
fn presets(bar: &FilterBar<'_>) -> Option<Element> {
    let dates = bar.dates?;
    let ((first, last), year) = (dates.extent, count_u32(dates.grain.periods_a_year()));
    let choice = |count: u32| {
        let label = match dates.grain {
            Step::Week => text::last_days(&(7 * count).to_string()),
            Step::Month => text::last_months(&count.to_string()),
        };
        (label, Periods { step: dates.grain, last, count }.first_day(0))
    };
    let choices = [year / 4, year / 2, year].map(choice).into_iter();
    let mut choices: Vec<(String, Day)> = choices.filter(|(_, begins)| *begins > first).collect();
    choices.push((text::all_dates().to_owned(), first));
    let link = |(label, from): (String, Day)| {
        let filter = Filter { from: Some(from), to: None, ..bar.filter.clone() };
        let current = dates.window == Some((from, last));
        let link = el("a").attr("href", (bar.href)(&filter)).attr("aria-current", current.then_some("true"));
        el("li").child(link.child(label))
    };
    let shown = dates.window.map_or(text::no_dates().to_owned(), |(from, to)| {
        let (from, to) = (format::date(from), format::date(to));
        match dates.grain {
            Step::Week => text::snapped_weeks(&from, &to),
            Step::Month => text::snapped_months(&from, &to),
        }
    });
    Some(
        el("div")
            .class("presets")
            .child(el("ul").children(choices.into_iter().map(link)))
            .child(el("p").attr("id", "snap").child(shown)),
    )
}

/// The active filters, each with a link that removes it.
fn chips(bar: &FilterBar<'_>) -> Element {
    let filter = bar.filter;
    let mut chips = filter_chips(filter, bar.members, bar.href);
    if filter.from.is_some() || filter.to.is_some() {
        chips.push(chip((bar.href)(&undated(filter)), text::dates(), text::chosen().to_owned()));
    }
    if chips.is_empty() {
        return el("p").class("chips none").child(text::no_filter());
    }
    let reset = el("a").class("reset").attr("href", (bar.href)(&Filter::default()));
    el("ul").class("chips").child(chips).child(el("li").child(reset.child(text::reset_filters())))
}

/// What is chosen of categories, locations and classes, each with a link that removes it.
pub(crate) fn filter_chips(
    filter: &Filter,
    members: &Members,
    href: &dyn Fn(&Filter) -> String,
) -> Vec<Element> {
    let class_names: Vec<String> = filter.class.iter().map(|c| c.name().to_owned()).collect();
    let active = [
        (Dimension::Category, &filter.category, &members.categories),
        (Dimension::Location, &filter.location, &members.locations),
        (Dimension::Class, &class_names, &members.classes),
    ];
    let mut chips = Vec::new();
    for (dimension, ids, groups) in active {
        for id in ids {
            let name = groups.iter().find(|g| g.id == *id).map_or(id, |g| &g.name);
            let without = href(&toggled(filter, dimension, id));
            chips.push(chip(without, dimension_name(dimension), name.clone()));
        }
    }
    chips
}

/// What is chosen of a dimension, as a link that takes it back.
pub(crate) fn chip(href: String, dimension: &'static str, name: String) -> Element {
    let link = el("a")
        .class("chip")
        .attr("href", href)
        .child(el("span").class("hidden").child(text::remove()).child(" "))
        .child(dimension)
        .child(text::colon())
        .child(el("strong").child(name))
        .child(el("span").attr("aria-hidden", "true").child(" ×"));
    el("li").child(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_twice_is_as_before() {
        for (dimension, id) in
            [(Dimension::Category, "Bags"), (Dimension::Location, "uk"), (Dimension::Class, "B")]
        {
            let none = Filter::default();
            let once = toggled(&none, dimension, id);
            assert!(is_chosen(&once, dimension, id) && !is_chosen(&none, dimension, id));
            assert_eq!(toggled(&once, dimension, id), none);
        }
    }
}
