//! Proposes a mapping for files that nobody has described: by the names of their columns, by what stands in them, and with the
//! reason for each choice. What cannot be told is said and left to people.

mod dates;
mod heads;
mod lines;
mod look;
mod names;
mod said;
mod write;

use serde::Deserialize;

use super::files::SourceFile;
use super::mapping::Mapping;
use super::tables;
use crate::error::Result;
use crate::schema::{PRODUCTS, SALES, STOCK, Table};
use look::Looked;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Date,
    Sku,
    Name,
    Units,
    Shipped,
    Price,
    Revenue,
    Location,
    Channel,
    Promotion,
    Invoice,
    Customer,
    Country,
    Category,
    OnHand,
    OnOrder,
    Cost,
    Supplier,
    Pack,
    Minimum,
    Brand,
    Discount,
    Tax,
    TaxPercent,
}

impl Role {
    /// All roles; those whose columns must be told apart from others first.
    const ALL: [Role; 24] = [
        Role::Date,
        Role::Invoice,
        Role::Sku,
        Role::Units,
        Role::OnHand,
        Role::Location,
        Role::Price,
        Role::Revenue,
        Role::Shipped,
        Role::OnOrder,
        Role::Cost,
        Role::Pack,
        Role::Minimum,
        Role::Name,
        Role::Channel,
        Role::Promotion,
        Role::Customer,
        Role::Country,
        Role::Category,
        Role::Supplier,
        Role::Brand,
        Role::Discount,
        Role::Tax,
        Role::TaxPercent,
    ];

    /// Whether its values are numbers.
    fn is_number(self) -> bool {
        matches!(
            self,
            Role::Units
                | Role::Shipped
                | Role::Price
                | Role::Revenue
                | Role::OnHand
                | Role::OnOrder
                | Role::Cost
                | Role::Pack
                | Role::Minimum
                | Role::Discount
                | Role::Tax
        )
    }
}

/// A mapping that was proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Why the files cannot be imported without one.
    pub problem: String,
    /// The mapping as a file, with the reason for each choice.
    pub text: String,
    /// What could not be told, a sentence each; without any, the mapping can be used as it is.
    pub undecided: Vec<String>,
    /// The first rows of each file as they are read.
    pub previews: Vec<Preview>,
}

/// The first rows of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Name of the file.
    pub file: String,
    /// What it is.
    pub what: &'static str,
    /// For each column that is used: what it is in Granary, its name in the file, its first values.
    pub columns: Vec<(String, String, Vec<String>)>,
}

/// What a file is.
#[derive(Clone, Copy, Debug)]
enum Shape {
    OrderLines,
    Rows(&'static Table),
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::OrderLines => "order lines",
            Shape::Rows(table) => table.name,
        }
    }
}

/// Proposes a mapping for files; none if each of them is a table of a snapshot as it is.
///
/// # Errors
/// A file that cannot be read.
pub fn propose(sources: &[SourceFile]) -> Result<Option<Proposal>> {
    let plain = Mapping::of_tables()?;
    let Some(problem) = sources.iter().find_map(|file| tables::open(file, &plain).err()) else {
        return Ok(None);
    };
    let looked = sources.iter().map(Looked::at).collect::<Result<Vec<_>>>()?;
    let all_are_lines = looked.iter().all(is_order_lines);
    let shapes =
        looked.iter().map(|looked| if all_are_lines { Some(Shape::OrderLines) } else { table(looked) });
    let files: Vec<_> = sources.iter().map(|file| file.name().to_owned()).zip(&looked).zip(shapes).collect();
    let files: Vec<_> = files.into_iter().map(|((name, looked), shape)| (name, looked, shape)).collect();
    let is_sales =
        |shape: &Option<Shape>| matches!(shape, Some(Shape::Rows(table)) if table.name == SALES.name);
    let sales = files.iter().find(|(.., shape)| is_sales(shape));
    let period = sales.map(|(_, looked, _)| looked.row_period()).transpose()?.flatten();
    Ok(Some(write::proposal(problem.cause(), &files, period)))
}

/// Whether each row is a line of an order, whose cancellations and repetitions can be told.
fn is_order_lines(looked: &Looked) -> bool {
    let has = |role| looked.column(role).is_some();
    has(Role::Invoice) && has(Role::Date) && has(Role::Sku) && has(Role::Units)
}

/// The table that a file is.
fn table(looked: &Looked) -> Option<Shape> {
    let has = |role| looked.column(role).is_some();
    let is_item = has(Role::Sku) || has(Role::Name);
    let about_items = [Role::Cost, Role::Supplier, Role::Category, Role::Pack, Role::Minimum, Role::Price];
    if has(Role::OnHand) && !has(Role::Units) && has(Role::Date) && is_item {
        Some(Shape::Rows(&STOCK))
    } else if has(Role::Date) && (has(Role::Units) || has(Role::Revenue) || is_item)
        || looked.wide.is_some() && is_item
    {
        Some(Shape::Rows(&SALES))
    } else if has(Role::Sku) && about_items.into_iter().any(has) {
        Some(Shape::Rows(&PRODUCTS))
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
