//! Lists of the current publication that queries can name. Their columns are those of the API and of the plan: each stands in
//! `contract`, once, with its name, unit and meaning.

use contract::table::{Cell, Column as Listed, Unit};
use contract::{ItemRow, ProposalRow};

use super::tables::may;
use super::views::View;
use super::{Column, Kind};

/// The list of items.
pub static ITEM_STATUS: View = View {
    name: "item_status",
    row: "One item at one location as the list of items shows it, from the current publication.",
    columns: &ITEM_STATUS_COLUMNS,
};

/// The plan's lines of today.
pub static ORDERS_TODAY: View = View {
    name: "orders_today",
    row: "One line to be ordered today, as granary plan proposes it under the settings of the current publication.",
    columns: &ORDERS_TODAY_COLUMNS,
};

static ITEM_STATUS_COLUMNS: [Column; ItemRow::COLUMNS.len()] = columns(ItemRow::COLUMNS);
static ORDERS_TODAY_COLUMNS: [Column; ProposalRow::COLUMNS.len()] = columns(ProposalRow::COLUMNS);

/// The columns of a list, as queries have them.
const fn columns<R, const N: usize>(listed: &[Listed<R>]) -> [Column; N] {
    let mut made = [const { may("", Kind::Text, "", "") }; N];
    let mut at = 0;
    while at < N {
        made[at] = column(&listed[at]);
        at += 1;
    }
    made
}

const fn column<R>(listed: &Listed<R>) -> Column {
    let kind = match listed.cell {
        Cell::Text(_) => Kind::Text,
        Cell::Number(_) | Cell::Single(_) => Kind::Float,
        // Yes is 1 and no is 0, as in the other views.
        Cell::Count(_) | Cell::Flag(_) => Kind::Integer,
        Cell::Date(_) => Kind::Date,
    };
    let unit = match listed.unit {
        Unit::Plain => "",
        Unit::Units => "units",
        Unit::UnitsPerDay => "units per day",
        Unit::Days => "days",
        Unit::Money => "currency",
        Unit::Share => "share",
    };
    Column { required: listed.always, ..may(listed.name, kind, unit, listed.about) }
}
