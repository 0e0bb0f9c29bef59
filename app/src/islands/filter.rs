//! The filter bar both pages share: a plain form and plain links, which the browser's code takes over when it can.

use crate::{format, text};
use contract::{AbcClass, Cube, Dimension, Filter, Group, QueryString};
use leptos::prelude::*;
use planning::day::Day;
use serde::{Deserialize, Serialize};

/// What can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Members {
    /// Categories, in the cube's order.
    pub(crate) categories: Vec<Group>,
    /// Locations, in the cube's order.
    pub(crate) locations: Vec<Group>,
}

impl Members {
    /// The members of a cube.
    pub(crate) fn of(cube: &Cube) -> Self {
        Members { categories: cube.categories.clone(), locations: cube.locations.clone() }
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

/// What a page tells the filter bar.
pub(crate) struct FilterBar<'a> {
    /// What is kept now.
    pub(crate) filter: &'a Filter,
    /// What can be chosen.
    pub(crate) members: &'a Members,
    /// Date fields, where the page has a window.
    pub(crate) dates: Option<Dates>,
    /// The rest of the page's state, which the form must not lose.
    pub(crate) rest: QueryString,
    /// Names in `rest`.
    pub(crate) rest_names: Vec<String>,
    /// A link to the page with another filter.
    pub(crate) href: &'a dyn Fn(&Filter) -> String,
}

/// The window a page shows.
#[derive(Clone, Copy)]
pub(crate) struct Dates {
    /// First and last day there is.
    pub(crate) extent: (Day, Day),
    /// First and last day shown.
    pub(crate) window: Option<(Day, Day)>,
    /// Days of a period.
    pub(crate) grain_days: u32,
}

/// The bar: fields, what is active, reset.
pub(crate) fn filter_bar(bar: &FilterBar<'_>) -> AnyView {
    view! {
        <section class="filters" aria-labelledby="filters-title">
            <h2 id="filters-title" class="hidden">{text::filters()}</h2>
            <form method="get" class="filter-form" autocomplete="off" novalidate data-live="">
                {bar.dates.map(date_fields)}
                {menu(bar, Dimension::Category, &bar.members.categories)}
                {menu(bar, Dimension::Location, &bar.members.locations)}
                {menu(bar, Dimension::Class, &classes())}
                {hidden_inputs(&bar.rest, &bar.rest_names)}
                <button type="submit">{text::apply()}</button>
            </form>
            {presets(bar)}
            {chips(bar)}
        </section>
    }
    .into_any()
}

/// Hidden fields that carry the pairs of those names through a form.
pub(crate) fn hidden_inputs(query: &QueryString, names: &[String]) -> AnyView {
    let field = |name: &String, value: &str| {
        view! { <input type="hidden" name=name.clone() value=value.to_owned() prop:value=value.to_owned()/> }
    };
    let fields: Vec<_> = names
        .iter()
        .flat_map(|name| query.all(name).map(move |value| field(name, value)))
        .collect();
    fields.into_any()
}

fn classes() -> Vec<Group> {
    AbcClass::ALL
        .iter()
        .map(|class| Group { id: class.name().to_owned(), name: class.name().to_owned() })
        .collect()
}

fn date_fields(dates: Dates) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, day: Option<Day>| {
        let value = day.map(|day| day.to_string()).unwrap_or_default();
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="date"
                    name=name
                    min=dates.extent.0.to_string()
                    max=dates.extent.1.to_string()
                    value=value.clone()
                    prop:value=value
                    aria-describedby="snap"
                />
            </label>
        }
    };
    view! {
        {field("from", text::from(), dates.window.map(|w| w.0))}
        {field("to", text::to(), dates.window.map(|w| w.1))}
    }
}

fn dimension_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Category => text::category(),
        Dimension::Location => text::location(),
        Dimension::Class => text::class(),
    }
}

fn menu(bar: &FilterBar<'_>, dimension: Dimension, groups: &[Group]) -> AnyView {
    let chosen = groups.iter().filter(|g| is_chosen(bar.filter, dimension, &g.id)).count();
    let summary = if chosen == 0 {
        text::all_of(&groups.len().to_string())
    } else {
        text::some_of(&chosen.to_string(), &groups.len().to_string())
    };
    let option = |group: &Group| {
        let checked = is_chosen(bar.filter, dimension, &group.id);
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    name=dimension.name()
                    value=group.id.clone()
                    checked=checked
                    prop:checked=checked
                />
                <span>{group.name.clone()}</span>
            </label>
        }
    };
    let options: Vec<_> = groups.iter().map(option).collect();
    view! {
        <div class="field">
            <span aria-hidden="true">{dimension_name(dimension)}</span>
            <details class="menu" name="filter-menu">
                <summary>
                    <span class="hidden">{dimension_name(dimension)} ": "</span>
                    {summary}
                </summary>
                <fieldset>
                    <legend class="hidden">{dimension_name(dimension)}</legend>
                    {options}
                </fieldset>
            </details>
        </div>
    }
    .into_any()
}

/// Links to the last quarter, half, year and all there is.
fn presets(bar: &FilterBar<'_>) -> Option<AnyView> {
    let dates = bar.dates?;
    let (first, last) = dates.extent;
    let grain = dates.grain_days.max(1) as i32;
    let mut choices: Vec<(String, Option<Day>)> = [91, 182, 364]
        .into_iter()
        .map(|days| (days / grain * grain).max(grain))
        .filter(|days| last.since(first) >= *days)
        .map(|days| (text::last_days(&days.to_string()), Some(last.plus(1 - days))))
        .collect();
    choices.push((text::all_dates().to_owned(), Some(first)));
    let link = |(label, from): (String, Option<Day>)| {
        let current = dates.window == from.map(|from| (from, last));
        let filter = Filter { from, to: None, ..bar.filter.clone() };
        view! {
            <li>
                <a href=(bar.href)(&filter) aria-current=current.then_some("true")>{label}</a>
            </li>
        }
    };
    let links: Vec<_> = choices.into_iter().map(link).collect();
    let shown = dates.window.map_or(text::no_dates().to_owned(), |(from, to)| {
        text::snapped(&format::date(from), &format::date(to), &dates.grain_days.to_string())
    });
    Some(
        view! {
            <div class="presets">
                <ul>{links}</ul>
                <p id="snap">{shown}</p>
            </div>
        }
        .into_any(),
    )
}

/// What is active, each with a link that takes it out.
fn chips(bar: &FilterBar<'_>) -> AnyView {
    let filter = bar.filter;
    let classes = classes();
    let class_names: Vec<String> = filter.class.iter().map(|c| c.name().to_owned()).collect();
    let active = [
        (Dimension::Category, &filter.category, &bar.members.categories),
        (Dimension::Location, &filter.location, &bar.members.locations),
        (Dimension::Class, &class_names, &classes),
    ]
    .into_iter()
    .flat_map(|(dimension, ids, groups)| {
        ids.iter().map(move |id| {
            let name = groups.iter().find(|g| g.id == *id).map_or(id, |g| &g.name).clone();
            (toggled(filter, dimension, id), dimension_name(dimension), name)
        })
    });
    let mut chips: Vec<_> = active
        .map(|(without, dimension, name)| chip((bar.href)(&without), dimension, name))
        .collect();
    if filter.from.is_some() || filter.to.is_some() {
        chips.push(chip((bar.href)(&undated(filter)), text::dates(), text::chosen().to_owned()));
    }
    if chips.is_empty() {
        return view! { <p class="chips none">{text::no_filter()}</p> }.into_any();
    }
    view! {
        <ul class="chips">
            {chips}
            <li><a class="reset" href=(bar.href)(&Filter::default())>{text::reset_filters()}</a></li>
        </ul>
    }
    .into_any()
}

fn chip(href: String, dimension: &'static str, name: String) -> impl IntoView {
    view! {
        <li>
            <a class="chip" href=href>
                <span class="hidden">{text::remove()} " "</span>
                {dimension}
                ": "
                <strong>{name}</strong>
                <span aria-hidden="true">" ×"</span>
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_twice_is_as_before() {
        for (dimension, id) in [(Dimension::Category, "Bags"), (Dimension::Location, "uk"), (Dimension::Class, "B")] {
            let none = Filter::default();
            let once = toggled(&none, dimension, id);
            assert!(is_chosen(&once, dimension, id) && !is_chosen(&none, dimension, id));
            assert_eq!(toggled(&once, dimension, id), none);
        }
    }
}
