//! The section of a proposed mapping that says which column of order lines is what.

use std::fmt::Write as _;

use super::Role;
use super::look::Looked;
use super::said::{quoted, values};

/// The fields of order lines.
const FIELDS: [(Role, &str); 15] = [
    (Role::Invoice, "invoice"),
    (Role::Sku, "sku"),
    (Role::Units, "quantity"),
    (Role::Date, "placed_at"),
    (Role::Price, "unit_price"),
    (Role::Revenue, "line_total"),
    (Role::Discount, "discount"),
    (Role::Tax, "tax"),
    (Role::TaxPercent, "tax_percent"),
    (Role::Name, "description"),
    (Role::Customer, "customer"),
    (Role::Country, "country"),
    (Role::Shipped, "units_shipped"),
    (Role::Location, "location"),
    (Role::Channel, "channel"),
];

/// A field that a file has.
pub(super) struct Found {
    role: Role,
    /// Its name in `[columns]`.
    pub(super) name: &'static str,
    pub(super) column: usize,
    /// True if the mapping has it as a comment only.
    pub(super) is_left: bool,
}

/// The fields that a file has. Of price and total it is the one that every line has.
pub(super) fn fields(looked: &Looked) -> Vec<Found> {
    let is_whole = |role| looked.column(role).is_some_and(|column| !looked.has_gaps(column));
    let beside = if is_whole(Role::Revenue) && !is_whole(Role::Price) { Role::Price } else { Role::Revenue };
    let found = |(role, name): (Role, &'static str)| {
        let column = looked.column(role).filter(|_| role != beside)?;
        let is_left = match role {
            // A line without its price or what was shipped of it could not be read.
            Role::Price | Role::Revenue | Role::Shipped => looked.has_gaps(column),
            Role::Discount | Role::Tax | Role::TaxPercent => true,
            _ => false,
        };
        Some(Found { role, name, column, is_left })
    };
    FIELDS.into_iter().filter_map(found).collect()
}

/// The section, with what stands in each column; `name` is the file's.
pub(super) fn order_lines(name: &str, looked: &Looked, undecided: &mut Vec<String>) -> String {
    let mut text = String::from(
        "\n# Each row is a line of an order: cancellations, returns and repeated lines are told apart.\n[columns]\n",
    );
    let fields = fields(looked);
    for Found { role, name: field, column, is_left } in &fields {
        let (header, held) = (&looked.headers[*column], values(looked, *column));
        let begin = if *is_left { "# " } else { "" };
        let unless = match role {
            Role::Discount => ". Without the # it is taken off the price.",
            Role::Tax | Role::TaxPercent => {
                ". Without the # it is taken out of the price, if that contains it."
            }
            _ => "",
        };
        let _ = writeln!(text, "{begin}{field} = [{}]  # {held}{unless}", quoted(header));
        if *role == Role::Location && looked.has_gaps(*column) && !looked.is_on_first_lines(*role) {
            undecided.push(format!(
                "{header:?} of {name} is empty on some lines: list the location that they are from in a [[location]] with \
                 id, name, kind and default = true"
            ));
        }
        if *role == Role::Revenue && is_of_orders(looked, *column) {
            undecided.push(format!(
                "{header:?} of {name} is the same on all lines of each order, as the sum of an order is: name the column with \
                 the total of a line, or leave line_total out"
            ));
        }
    }
    let first_only = fields.iter().filter(|field| looked.is_on_first_lines(field.role));
    let first_only: Vec<_> = first_only.map(|field| quoted(field.name)).collect();
    if !first_only.is_empty() {
        let _ = writeln!(
            text,
            "\n[lines]\nfirst_only = [{}]  # They stand on the first line of an order only.",
            first_only.join(", ")
        );
    }
    text
}

/// Whether a column has one value in each of several orders of more than one line.
fn is_of_orders(looked: &Looked, column: usize) -> bool {
    let Some(invoice) = looked.column(Role::Invoice) else { return false };
    let (values, invoices) = (&looked.cells[column], &looked.cells[invoice]);
    let follow = |row: &usize| invoices[*row].is_some() && invoices[*row] == invoices[*row - 1];
    let following: Vec<_> = (1..values.len()).filter(follow).collect();
    following.len() > 1 && following.iter().all(|row| values[*row] == values[*row - 1])
}
