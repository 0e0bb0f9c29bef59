//! `GET /api/v1/items`: a page of item-locations.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf, Paged};
use super::paging::Paging;
use super::parameter::{self, Kind, Parameter};
use contract::{ItemRow, ItemsAnswer, ItemsQuery, Only, Sort, Variability, item_rows, items, kept_items};
use planning::bounds;
use planning::stock::Status;
use std::borrow::Cow;

pub(super) const ENDPOINT: Endpoint<ItemsAnswer, ItemRow> = Endpoint {
    about: AboutEndpoint {
        name: "items",
        summary: "Item-locations, page by page",
        details: "Filtered, searched and sorted as the page of the same name. The totals are over everything kept, \
                  whatever the page. What is not known is null. As a table: everything kept, unless `page` or \
                  `page_size` asks for a page.",
        row: "item-location",
        parameters: &[parameter::no_window, parameter::filter, list],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let query = ItemsQuery::from_query(asked.query)?;
        Ok(items(asked.derived(), &query))
    },
    rows: |answer| answer.items,
    columns: ItemRow::COLUMNS,
    paging: Some(Paged {
        page: |answer| Paging { page: answer.page.into(), pages: answer.pages.into() },
        places: |asked| Ok(kept_items(asked.derived(), &ItemsQuery::from_query(asked.query)?)),
        rows: item_rows,
    }),
};

fn list() -> Vec<Parameter> {
    let sorts = Sort::columns().flat_map(|name| [Cow::from(name), Cow::from(format!("-{name}"))]);
    let sort = Parameter::new(
        "sort",
        "Column to sort by, with a minus for largest first; by default most money at risk first.",
        Kind::Choice(sorts.collect()),
    );
    kept().into_iter().chain([sort]).chain(pages("Item-locations")).collect()
}

/// Which item-locations a list keeps, besides the filter.
pub(super) fn kept() -> Vec<Parameter> {
    vec![
        Parameter::new(
            "q",
            "Words to search in SKU, name, supplier, category and location; all must occur.",
            Kind::Text(bounds::SEARCH_LETTERS_MAX),
        ),
        Parameter::new(
            "status",
            "Statuses to keep; all by default.",
            Kind::Choices(Status::ALL.map(Status::name).to_vec()),
        ),
        Parameter::new(
            "variability",
            "XYZ classes to keep, by the variability of demand without its season; all by default.",
            Kind::Choices(Variability::ALL.map(Variability::name).to_vec()),
        ),
        Parameter::new("supplier", "Suppliers to keep; all by default.", Kind::Names),
        Parameter::new(
            "only",
            "Only items that ran short in the last year, that hold more stock than their policy needs, of which units are \
             owed to customers, or that are to be ordered today.",
            Kind::Choice(Only::ALL.map(|only| Cow::from(only.name())).to_vec()),
        ),
    ]
}

/// Which page of a list of such things.
pub(super) fn pages(things: &str) -> Vec<Parameter> {
    let sizes = format!("{things} on a page; by default {} in JSON.", ItemsQuery::PAGE_SIZE);
    vec![
        Parameter::new(
            bounds::PAGE.name,
            "Page, counted from 1; by default the first.",
            Kind::Whole(bounds::PAGE),
        ),
        Parameter {
            about: sizes.into(),
            ..Parameter::new(bounds::PAGE_SIZE.name, "", Kind::Whole(bounds::PAGE_SIZE))
        },
    ]
}
