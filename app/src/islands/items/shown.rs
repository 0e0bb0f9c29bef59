//! Which columns the list shows, as its address says it.

use crate::islands::shared::menu::{MenuOption, menu};
use crate::text;
use crate::view::Element;
use contract::QueryString;
use serde::{Deserialize, Serialize};

/// Columns that can be shown, in their order, and whether they are unless somebody chooses.
const COLUMNS: [(&str, bool); 20] = [
    ("location", true),
    ("supplier", true),
    ("category", true),
    ("class", true),
    ("variability", false),
    ("status", true),
    ("on_hand", true),
    ("on_order", true),
    ("demand_per_day", true),
    ("cover_days", true),
    ("reorder_point", false),
    ("order_quantity", false),
    ("order_by", true),
    ("suggested_order", true),
    ("suggested_value", true),
    ("unit_cost", false),
    ("stock_value", true),
    ("short_value", false),
    ("excess_value", false),
    ("owed_value", false),
];

/// The column that comes last unless the list is about another kind of money.
pub(super) const LAST: &str = "money_at_risk";

/// Name of the parameter that chooses columns, once for each.
const PARAMETER: &str = "columns";

/// Which of the columns are shown: a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown(u32);

impl Default for Shown {
    fn default() -> Self {
        Shown::of(|(_, is_shown)| is_shown)
    }
}

impl Shown {
    fn of(is_shown: impl Fn((&str, bool)) -> bool) -> Self {
        let bits = COLUMNS.iter().enumerate().filter(|(_, column)| is_shown(**column));
        Shown(bits.fold(0, |all, (place, _)| all | 1 << place))
    }

    /// What a page's query string chooses; names of no column are left out.
    pub(crate) fn from_query(query: &QueryString) -> Self {
        let chosen = Shown::of(|(name, _)| query.all(PARAMETER).any(|chosen| chosen == name));
        if chosen == Shown(0) { Shown::default() } else { chosen }
    }

    /// Writes the choice into a query string, if it is one.
    pub(crate) fn to_query(self, query: &mut QueryString) {
        if self != Shown::default() {
            self.names().for_each(|name| query.push(PARAMETER, name));
        }
    }

    /// Whether more is shown than fits a screen beside the names.
    pub(super) fn is_wide(self) -> bool {
        self.0.count_ones() > Shown::default().0.count_ones()
    }

    fn has(self, place: usize) -> bool {
        self.0 & 1 << place != 0
    }

    /// Names of the columns shown, in their order.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().enumerate().filter(move |(place, _)| self.has(*place)).map(|(_, (name, _))| *name)
    }

    /// The menu in which columns are chosen.
    pub(super) fn menu(self) -> Element {
        let option = |(place, (name, _)): (usize, &(&'static str, bool))| MenuOption {
            value: (*name).to_owned(),
            name: text::column(name).name.replace('\u{ad}', ""),
            is_chosen: self.has(place),
        };
        menu(PARAMETER, text::columns(), COLUMNS.iter().enumerate().map(option).collect(), COLUMNS.len())
    }
}
