//! Writes a proposed mapping as a file that people read and correct.

use std::fmt::Write as _;

use iso_currency::Currency;

use super::look::{Dates, Looked};
use super::{Preview, Proposal, Role, Shape, lines};
use crate::import::currency;
use crate::number::Point;
use crate::schema::{Column, Table};
use crate::source::text::listed;

/// Rows that a preview shows.
const PREVIEWED: usize = 3;

/// A file by its name, what was seen in it, and what it is.
type File<'a> = (String, &'a Looked, Option<Shape>);

/// The proposal for files.
pub(super) fn proposal(problem: String, files: &[File<'_>]) -> Proposal {
    let mut undecided = Vec::new();
    let rows = files.iter().map(|(_, looked, _)| looked.cells.first().map_or(0, Vec::len)).sum::<usize>();
    let mut text = format!(
        "# What the columns of these files mean, proposed from their first {rows} rows. Correct what is wrong.\n\n"
    );
    text += &money_and_time(files);
    text += &writing(files, &mut undecided);
    let mut previews = Vec::new();
    for (name, looked, shape) in files {
        match shape {
            Some(Shape::OrderLines) => text += &lines::order_lines(name, looked, &mut undecided),
            Some(Shape::Rows(table)) => text += &rows_of(name, looked, table, &mut undecided),
            None => undecided.push(format!(
                "{name} has no columns that Granary knows as sales, stock or items; its columns are {}",
                listed(&looked.headers)
            )),
        }
        let what = shape.map_or("not known", Shape::name);
        previews.push(Preview { file: name.clone(), what, columns: preview(looked, *shape) });
    }
    Proposal { problem, text, undecided, previews }
}

fn money_and_time(files: &[File<'_>]) -> String {
    let named = files.iter().find_map(|(_, looked, _)| currency(looked));
    let currency = match named {
        Some((code, why)) => format!("currency = \"{code}\"  # {why}"),
        None => "currency = \"XXX\"  # The files do not say it: write a code such as EUR.".to_owned(),
    };
    format!(
        "{currency}\ntime_zone = \"UTC\"  # Decides the day of a sale whose time has an offset: write a name such as Europe/Berlin.\n"
    )
}

/// The currency that a column of the file, or the heads of columns name.
fn currency(looked: &Looked) -> Option<(String, String)> {
    if let Some(column) = currency::column(&looked.headers) {
        let mut codes = looked.values(column);
        let first = codes.next().filter(|code| Currency::from_code(code).is_some());
        return first.filter(|first| codes.all(|code| code == *first)).map(|code| {
            (code.to_owned(), format!("The column {:?} says it in each row.", looked.headers[column]))
        });
    }
    let words = |header: &str| -> Vec<String> {
        header.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect()
    };
    let is_money = |header: &&String| {
        [Role::Revenue, Role::Price, Role::Cost]
            .into_iter()
            .any(|role| looked.column(role).is_some_and(|at| looked.headers[at] == **header))
    };
    looked.headers.iter().filter(is_money).find_map(|header| {
        let signs = [('€', "EUR"), ('£', "GBP"), ('元', "CNY"), ('円', "JPY"), ('₩', "KRW")];
        let signed =
            signs.iter().find(|(sign, _)| header.contains(*sign)).map(|(_, code)| (*code).to_owned());
        let coded = words(header).into_iter().find(|word| {
            word.len() == 3
                && word.chars().all(|letter| letter.is_ascii_uppercase())
                && Currency::from_code(word).is_some()
        });
        let code = signed.or(coded)?;
        Some((code, format!("The column {header:?} says it.")))
    })
}

/// How dates and numbers are written.
fn writing(files: &[File<'_>], undecided: &mut Vec<String>) -> String {
    let mut text = String::new();
    let mut formats: Vec<(String, String)> = Vec::new();
    for (name, looked, _) in files {
        let column = looked.column(Role::Date).map(|at| looked.headers[at].clone()).unwrap_or_default();
        match &looked.dates {
            Dates::Iso => {}
            Dates::Format(format) => formats.push((format.clone(), format!("{column:?} of {name}"))),
            Dates::Either(either) => {
                let choice =
                    either.iter().map(|format| format!("{format:?}")).collect::<Vec<_>>().join(" or ");
                undecided.push(format!(
                    "{column:?} of {name} can be read as {choice}: write the right one in timestamps.formats"
                ));
            }
        }
    }
    let named = files.iter().filter_map(|(name, looked, _)| Some((name, looked.encoding?)));
    let named: Vec<_> = named.collect();
    if let Some((name, encoding)) = named.first() {
        let label = encoding.name().to_lowercase();
        let _ =
            writeln!(text, "\n[csv]\nencoding = \"{label}\"  # In it {name} has columns with usual names.");
        if named.len() < files.len() || named.iter().any(|(_, other)| other != encoding) {
            undecided.push(format!(
                "not every file is in {label}: make a mapping for those that are, and another"
            ));
        }
    }
    formats.dedup_by(|one, other| one.0 == other.0);
    if !formats.is_empty() {
        text += "\n[timestamps]\n";
        let list: Vec<_> = formats.iter().map(|(format, _)| quoted(format)).collect();
        let from: Vec<_> = formats.iter().map(|(_, from)| from.as_str()).collect();
        let _ = writeln!(text, "formats = [{}]  # So {} is written.", list.join(", "), from.join(", "));
    }
    let points: Vec<_> = files.iter().map(|(_, looked, _)| looked.point).collect();
    if points.contains(&Some(Point::Comma)) {
        text += "\n[numbers]\ndecimal = \",\"  # Numbers such as 1.234,50.\n";
    } else if points.iter().any(Option::is_none) && !points.contains(&Some(Point::Dot)) {
        undecided.push(
            "every number can be read with a decimal comma and with a decimal point: write decimal = \",\" or decimal = \".\" in [numbers]"
                .to_owned(),
        );
    }
    text
}

/// A file that is a table under other names.
fn rows_of(name: &str, looked: &Looked, table: &Table, undecided: &mut Vec<String>) -> String {
    let section = table.name;
    let mut text =
        format!("\n[tables.{section}]\nfiles = [{}]\n\n[tables.{section}.columns]\n", quoted(name));
    let mut constants = String::new();
    for column in table.columns {
        match source_of(column, looked) {
            Some(from) => {
                let header = &looked.headers[from];
                let _ = writeln!(text, "{} = [{}]  # {}", column.name, quoted(header), values(looked, from));
            }
            None if column.name == "location" => {
                constants += "location = \"main\"  # No column names a place, so all is at one.\n";
            }
            None if column.required => undecided.push(missing(name, column, table)),
            None => {}
        }
    }
    if !constants.is_empty() {
        let _ = write!(text, "\n[tables.{section}.constants]\n{constants}");
    }
    text
}

/// What to do about a column that a table needs and no column of the file is.
fn missing(name: &str, column: &Column, table: &Table) -> String {
    let more = match (table.name, column.name) {
        ("sales", "units") => {
            "; where each row is one unit sold, write units = \"1\" in [tables.sales.constants]"
        }
        ("sales", "sku") => {
            "; where the file is about one item, or about shops as a whole, write its code in [tables.sales.constants]"
        }
        _ => "",
    };
    format!(
        "no column of {name} is known as {} ({}): name it in [tables.{}.columns]{more}",
        column.name,
        column.meaning.trim_end_matches('.'),
        table.name
    )
}

/// The column of a file for a column of a table.
fn source_of(column: &Column, looked: &Looked) -> Option<usize> {
    let role = match column.name {
        "date" => Role::Date,
        // A name tells items apart where there is no code.
        "sku" => return looked.column(Role::Sku).or_else(|| looked.column(Role::Name)),
        "name" => Role::Name,
        "location" => Role::Location,
        "channel" => Role::Channel,
        "units" => Role::Units,
        "revenue" => Role::Revenue,
        "promotion" => Role::Promotion,
        "on_hand" => Role::OnHand,
        "on_order" => Role::OnOrder,
        "category" => Role::Category,
        "brand" => Role::Brand,
        "supplier" => Role::Supplier,
        "unit_cost" => Role::Cost,
        "unit_price" => Role::Price,
        "pack_size" => Role::Pack,
        "minimum_order" => Role::Minimum,
        _ => return None,
    };
    looked.column(role)
}

/// What stands in a column, in a few words.
pub(super) fn values(looked: &Looked, column: usize) -> String {
    let mut some: Vec<&str> = Vec::new();
    for value in looked.values(column) {
        if !some.contains(&value) {
            some.push(value);
        }
        if some.len() == PREVIEWED {
            break;
        }
    }
    let total = looked.cells[column].len();
    let empty = total - looked.values(column).count();
    let shown = some.iter().map(|value| clipped(value)).collect::<Vec<_>>().join(" | ");
    match empty {
        0 => shown,
        empty => format!("{shown}; empty in {empty} of {total} rows"),
    }
}

fn preview(looked: &Looked, shape: Option<Shape>) -> Vec<(String, String, Vec<String>)> {
    let used: Vec<(String, usize)> = match shape {
        None => Vec::new(),
        Some(Shape::Rows(table)) => {
            let columns = table.columns.iter();
            columns.filter_map(|column| Some((column.name.to_owned(), source_of(column, looked)?))).collect()
        }
        Some(Shape::OrderLines) => lines::fields(looked)
            .into_iter()
            .filter(|field| !field.is_left)
            .map(|field| (field.name.to_owned(), field.column))
            .collect(),
    };
    let first = |column: usize| {
        let cells = looked.cells[column].iter().take(PREVIEWED);
        cells.map(|cell| clipped(cell.as_deref().unwrap_or_default())).collect()
    };
    used.into_iter().map(|(name, column)| (name, looked.headers[column].clone(), first(column))).collect()
}

/// A value without line breaks, short enough for a comment.
fn clipped(value: &str) -> String {
    const MOST: usize = 30;
    let line: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST).chain(['…']).collect() }
}

/// A text of TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
