//! `GET /api/v1/orders`: today's order lines by supplier.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf, Paged};
use super::items;
use super::paging::Paging;
use super::parameter::{self, Parameter};
use contract::{OrderLine, OrdersAnswer, OrdersQuery, order_lines, order_rows, orders};

pub(super) const ENDPOINT: Endpoint<OrdersAnswer, OrderLine> = Endpoint {
    about: AboutEndpoint {
        name: "orders",
        summary: "Today’s order lines by supplier, with what is missing to the suppliers’ terms",
        details: "The proposals of `granary plan` that are to be ordered today, under the publication’s settings: \
                  suppliers of most money first, and of each the lines of most money first. Sums, terms and top-ups \
                  are over everything kept, whatever the page. What is not known, or not given by the supplier, is \
                  null. As a table: every line kept, unless `page` or `page_size` asks for a page.",
        row: "order line",
        parameters: &[parameter::no_window, parameter::filter, items::kept, pages],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let query = OrdersQuery::from_query(asked.query)?;
        Ok(orders(asked.derived(), &asked.served.published.suppliers, &query))
    },
    rows: |answer| answer.lines,
    columns: OrderLine::COLUMNS,
    paging: Some(Paged {
        page: |answer| Paging { page: answer.page.into(), pages: answer.pages.into() },
        places: |asked| Ok(order_rows(asked.derived(), &OrdersQuery::from_query(asked.query)?)),
        rows: order_lines,
    }),
};

fn pages() -> Vec<Parameter> {
    items::pages("Lines")
}
