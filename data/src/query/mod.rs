//! Named queries: one `.sql` file a question, its definition in the comment at its top.

/// A query with its name.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Name of its file, without `.sql`.
    pub name: &'static str,
    /// The SQL.
    pub sql: &'static str,
}

macro_rules! named {
    ($($constant:ident = $path:literal;)*) => {
        $(
            #[doc = concat!("`", $path, ".sql`: see the comment at its top.")]
            pub const $constant: Named = Named { name: $path, sql: include_str!(concat!($path, ".sql")) };
        )*
    };
}

named! {
    FACTS = "facts";
    ITEM_LOCATION = "item_location";
    ITEM_DAY = "item_day";
    KPI_DAY = "kpi_day";
    KPI_PERIOD = "kpi_period";
    SALES_IN_ORDER = "sales_in_order";
    ORDERS_IN_ORDER = "orders_in_order";
    STOCK_IN_ORDER = "stock_in_order";
    PROMOTED_DAYS = "promoted_days";
    EVENT_DAYS = "event_days";
    LEAD_TIME_DAYS = "lead_time_days";
    OPEN_ORDERS = "open_orders";
}

/// Those that are tables of every session, each after those that it reads.
pub const VIEWS: [Named; 4] = [ITEM_LOCATION, ITEM_DAY, KPI_DAY, KPI_PERIOD];

/// The query of each key figure, by its id; `{from}`, `{to}`, `{holding_rate}` and `{filter}` stand for
/// the window.
pub const KPI: [Named; 8] = [
    Named { name: "turnover", sql: include_str!("kpi/turnover.sql") },
    Named { name: "days_of_inventory", sql: include_str!("kpi/days_of_inventory.sql") },
    Named { name: "stockout_rate", sql: include_str!("kpi/stockout_rate.sql") },
    Named { name: "fill_rate", sql: include_str!("kpi/fill_rate.sql") },
    Named { name: "holding_cost", sql: include_str!("kpi/holding_cost.sql") },
    Named { name: "gross_margin_return", sql: include_str!("kpi/gross_margin_return.sql") },
    Named { name: "stock_value", sql: include_str!("kpi/stock_value.sql") },
    Named { name: "revenue", sql: include_str!("kpi/revenue.sql") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_without_a_category_have_the_name_that_filters_know() {
        assert!(ITEM_LOCATION.sql.contains(&format!("'{}'", contract::UNCATEGORISED)));
    }

    #[test]
    fn every_key_figure_has_its_query() {
        let ids = planning::kpi::ALL.map(|definition| definition.id);
        assert_eq!(KPI.map(|query| query.name), ids);
    }
}
