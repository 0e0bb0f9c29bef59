//! Tools that are endpoints of the API, with fewer parameters and shorter answers.

use super::schema;
use super::tool::{About, Asked, Told, Tool, page, shorten, without};
use crate::api::parameter::{Kind, Parameter};
use crate::api::{self, Function};
use crate::refusal::Refusal;
use crate::shelf::{Served, Shelf};
use contract::{QueryString, number_from_query};
use futures::future::BoxFuture;
use planning::bounds::{self, Bound};
use planning::convert::whole_usize;
use schemars::SchemaGenerator;
use serde_json::Value;

/// An endpoint as a tool.
pub(super) struct Figures {
    about: About,
    function: Function,
    /// Path of the page that shows the same.
    page: &'static str,
    /// Parameters of the endpoint that change nothing here.
    without: &'static [&'static str],
    limit: Limit,
    /// Lists that are told only so far.
    lists: &'static [(&'static str, usize)],
}

/// Of what a tool tells less than its endpoint, unless it is asked for more: so many are told by default.
#[derive(Clone, Copy)]
enum Limit {
    /// Nothing.
    None,
    /// Rows of a page.
    Rows(usize),
    /// Past periods.
    History(usize),
}

impl Limit {
    /// The parameter that asks for more or fewer, and its default.
    fn bound(self) -> Option<(Bound, usize)> {
        match self {
            Limit::None => None,
            Limit::Rows(usual) => Some((PAGE_SIZE, usual)),
            Limit::History(usual) => Some((HISTORY, usual)),
        }
    }
}

/// Most rows of a page: more are for files.
const PAGE_SIZE: Bound = Bound { max: 100.0, ..bounds::PAGE_SIZE };

/// Past periods that are told of a history.
const HISTORY: Bound =
    Bound { name: "history", phrase: "history", unit: "periods", min: 0.0, max: 600.0, step: 1.0 };

/// Parameters that mean nothing on a page, or something else: its pages are longer.
const OWN: &[&str] = &[HISTORY.name, PAGE_SIZE.name, bounds::PAGE.name];

/// Dates, where a scenario or today's stock is meant.
const DATES: &[&str] = &["from", "to"];

pub(super) const KEY_FIGURES: Figures = Figures {
    about: About {
        name: "key_figures",
        title: "Key figures",
        description: "Inventory turnover, days of inventory, stockout rate, fill rate, holding cost, margin return, stock \
            value and revenue, in a window of days and in the window before, for some categories, locations or ABC \
            classes. Call it for questions on how the stock does. value = numerator ÷ denominator × factor; a value is \
            null where the snapshot lacks what it needs, which is not zero.",
        meaning: "",
    },
    function: api::KPIS,
    page: "/",
    without: &[],
    limit: Limit::None,
    lists: &[],
};

pub(super) const ITEMS: Figures = Figures {
    about: About {
        name: "items",
        title: "List of items",
        description: "Items at locations: status, stock, cover, money at risk, reorder point, what to order now and by \
            when. Filters, searches and sorts as the page of the same name; totals are over everything kept. Call it to \
            find items, or to rank them by any column.",
        meaning: "One entry is an item at a location. Reorder points and orders are under the settings of the publication; \
            null is not known, which is not zero.",
    },
    function: api::ITEMS,
    page: "/items",
    without: DATES,
    limit: Limit::Rows(10),
    lists: &[],
};

pub(super) const ITEM: Figures = Figures {
    about: About {
        name: "item",
        title: "One item",
        description: "One item at one location: what to order and when, and every number behind it, under the settings \
            (`now`) and under a scenario, with recent history, forecast, lead times and the same item elsewhere. Call it \
            to explain a recommendation.",
        meaning: "`now` is the policy under the settings of the publication, `scenario` the one under the assumptions given. \
            Units unless a field says money, days or a share.",
    },
    function: api::ITEM,
    page: "/item",
    without: &[],
    limit: Limit::History(13),
    lists: &[("/elsewhere", 10)],
};

pub(super) const FORECAST: Figures = Figures {
    about: About {
        name: "forecast",
        title: "Forecast of one item",
        description: "History and forecast of one item at one location: mean, median and the 80 % and 95 % intervals of \
            each coming period, beside past periods. Call it for questions on expected demand.",
        meaning: "Units per `period`, a week or month. Past periods have what was demanded, coming ones what is forecast; \
            of 100 coming periods some 80 fall into the 80 % interval.",
    },
    function: api::FORECAST,
    page: "/item",
    without: &[],
    limit: Limit::History(26),
    lists: &[],
};

pub(super) const WHAT_IF: Figures = Figures {
    about: About {
        name: "what_if",
        title: "What if",
        description: "Stock, service and cost per year under other assumptions (service level, lead times, demand, order \
            cost, holding rate, reviews) beside those of the settings, for some categories, locations or classes; a \
            second scenario under names with `b.` before them. Nothing is changed: it only computes.",
        meaning: "`now` is under the settings of the publication, `scenario` under the assumptions given. Money per year in \
            the publication's currency; sums over the item-locations kept.",
    },
    function: api::WHAT_IF,
    page: "/what-if",
    without: DATES,
    limit: Limit::None,
    lists: &[("/curve", 30), ("/movers", 10), ("/categories", 20), ("/budget/movers", 5)],
};

impl Tool for Figures {
    fn about(&self) -> &About {
        &self.about
    }

    fn meaning(&self) -> String {
        if !self.about.meaning.is_empty() {
            return self.about.meaning.to_owned();
        }
        let meaning = |figure: &planning::kpi::Definition| {
            let [name, definition, formula] = app::key_figure_in_english(figure.id);
            format!("{} ({name}): {definition} {formula}.", figure.id)
        };
        planning::kpi::ALL.iter().map(meaning).collect::<Vec<_>>().join("\n")
    }

    fn arguments(&self) -> Value {
        schema::arguments(&self.parameters())
    }

    fn answer(&self, generator: &mut SchemaGenerator) -> Value {
        self.function.schema(generator).to_value()
    }

    fn call(&'static self, asked: Asked) -> BoxFuture<'static, Result<Told, Refusal>> {
        Box::pin(async {
            asked.compute(&self.parameters(), |shelf, served, query| self.told(shelf, served, query)).await
        })
    }
}

impl Figures {
    fn parameters(&self) -> Vec<Parameter> {
        let limit = self.limit.bound();
        let own = limit.map(|(bound, usual)| Parameter {
            about: format!("How many {} to tell at most; by default {usual}.", bound.unit).into(),
            ..Parameter::new(bound.name, "", Kind::Whole(bound))
        });
        let is_left_out =
            |name: &str| self.without.contains(&name) || limit.is_some_and(|(bound, _)| bound.name == name);
        let given = self.function.parameters().into_iter().filter(|parameter| !is_left_out(&parameter.name));
        given.chain(own).collect()
    }

    fn told(&self, shelf: &Shelf, served: &Served, query: &QueryString) -> Result<Told, Refusal> {
        let most = match self.limit.bound() {
            Some((bound, usual)) => number_from_query(query, "", &bound)?.map_or(usual, whole_usize),
            None => 0,
        };
        let asked = match self.limit {
            Limit::None => query.clone(),
            Limit::Rows(_) => query.clone().with(PAGE_SIZE.name, &most.to_string()),
            Limit::History(_) => without(query, OWN),
        };
        let mut answer = self.function.answer(shelf, served, &asked)?;
        let mut cut = Vec::new();
        cut.extend(match self.limit {
            Limit::None => None,
            Limit::Rows(_) => page_note(&answer),
            Limit::History(_) => forget(&mut answer, most),
        });
        self.lists.iter().for_each(|(list, most)| shorten(&mut answer, list, *most, &mut cut));
        Ok(Told { answer, page: page(self.page, &without(query, OWN)), cut })
    }
}

/// Which page of how many an answer is, if there are several.
fn page_note(answer: &Value) -> Option<String> {
    let (page, pages) = (answer["page"].as_u64()?, answer["pages"].as_u64()?);
    let (shown, all) = (answer["items"].as_array()?.len(), &answer["total"]["item_locations"]);
    (pages > 1).then(|| format!("`items` are cut at {shown} of {all}: this is page {page} of {pages}"))
}

/// Leaves out the oldest periods of `rows`: those that are past have no forecast.
fn forget(answer: &mut Value, most: usize) -> Option<String> {
    let rows = answer["rows"].as_array_mut()?;
    let past = rows.iter().take_while(|row| row["mean"].is_null()).count();
    let surplus = past.saturating_sub(most);
    rows.drain(..surplus);
    (surplus > 0)
        .then(|| format!("past periods in `rows` are cut at {most} of {past}: ask with `history` for more"))
}
