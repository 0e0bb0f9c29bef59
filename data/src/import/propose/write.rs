//! Writes a proposed mapping as a file that people read and correct.

use std::fmt::Write as _;

use iso_currency::Currency;
use planning::periods::SalesPeriod;

use super::dates::{Dates, row_period};
use super::heads::Wide;
use super::look::Looked;
use super::said::{PREVIEWED, clipped, quoted, values};
use super::{Preview, Proposal, Role, Shape, lines};
use crate::import::currency;
use crate::number::{self, Point};
use crate::schema::{Column, DECIMAL_ONE, Table};
use crate::source::text::listed;

/// A file by its name, what was seen in it, and what it is.
type File<'a> = (String, &'a Looked, Option<Shape>);

/// The proposal for files.
pub(super) fn proposal(
    problem: String,
    files: &[File<'_>],
    period: Option<(SalesPeriod, usize)>,
) -> Proposal {
    let mut undecided = Vec::new();
    let rows = files.iter().map(|(_, looked, _)| looked.cells.first().map_or(0, Vec::len)).sum::<usize>();
    let mut text = format!(
        "# What the columns of these files mean, proposed from their first {rows} rows. Correct what is wrong.\n\n"
    );
    text += &money_and_time(files);
    text += &row_period(period);
    text += &writing(files, &mut undecided);
    let mut previews = Vec::new();
    for (place, (name, looked, shape)) in files.iter().enumerate() {
        let is_same = |other: &&File<'_>| {
            shape.is_some_and(|shape| other.2.is_some_and(|other| other.name() == shape.name()))
        };
        if let Some((first, as_first, _)) = files[..place].iter().find(is_same) {
            // What the first file of a kind is holds for all others that have its columns.
            if as_first.headers != looked.headers {
                undecided.push(format!(
                    "{first} and {name} are both {}, with other columns: make a mapping for each kind",
                    shape.map_or("not known", Shape::name)
                ));
            }
            continue;
        }
        match shape {
            Some(Shape::OrderLines) => text += &lines::order_lines(name, looked, &mut undecided),
            Some(Shape::Rows(table)) => {
                let names: Vec<_> = files.iter().filter(is_same).map(|(name, ..)| name.as_str()).collect();
                text += &rows_of(&names, looked, table, &mut undecided);
            }
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
    text += &header(files, undecided);
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

/// The line of the header, where titles stand above.
fn header(files: &[File<'_>], undecided: &mut Vec<String>) -> String {
    let mut titled = files.iter().filter_map(|(name, looked, _)| Some((name, looked.header_line?)));
    let Some((name, line)) = titled.next() else { return String::new() };
    if files.iter().any(|(_, looked, _)| looked.header_line != Some(line)) {
        undecided.push(format!(
            "the header of {name} stands in line {line}, and not in every file: make a mapping for each kind"
        ));
    }
    format!("\n[header]\nline = {line}  # Above it stand titles.\n")
}

/// Files that are a table under other names, all with the columns of this one.
fn rows_of(names: &[&str], looked: &Looked, table: &Table, undecided: &mut Vec<String>) -> String {
    let (section, name) = (table.name, names.first().copied().unwrap_or_default());
    let files: Vec<_> = names.iter().map(|name| quoted(name)).collect();
    let mut text =
        format!("\n[tables.{section}]\nfiles = [{}]\n\n[tables.{section}.columns]\n", files.join(", "));
    let (mut constants, mut wide) = (String::new(), String::new());
    for column in table.columns {
        match source_of(column, looked) {
            _ if looked.wide.is_some() && column.name == "date" => {}
            _ if looked.wide.is_some() && column.name == "units" => {
                wide = units_of_periods(name, looked, undecided)
            }
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
    if !wide.is_empty() {
        let _ = write!(text, "\n[tables.{section}.wide]\n{wide}");
    }
    text
}

/// How columns of periods hold units.
fn units_of_periods(name: &str, looked: &Looked, undecided: &mut Vec<String>) -> String {
    let Some(wide) = &looked.wide else { return String::new() };
    let choice =
        wide.formats.iter().map(|format| format!("units = {format:?}")).collect::<Vec<_>>().join(" or ");
    let point = looked.point.unwrap_or_default();
    let is_whole =
        |text: &str| number::parse(text, point).is_ok_and(|number| number.value % DECIMAL_ONE == 0);
    let heads = headings(looked, wide);
    if wide.formats.len() > 1 || !wide.columns.iter().all(|column| looked.values(*column).all(is_whole)) {
        undecided.push(format!(
            "the columns {heads} of {name} hold a period each: if these are units, write {choice} in [tables.sales.wide]; \
             sales cannot be read from money alone"
        ));
        return String::new();
    }
    format!("{choice}  # Columns {heads}, of whole numbers.\n")
}

/// The first and the last heading of columns of periods.
fn headings(looked: &Looked, wide: &Wide) -> String {
    let heading = |column: Option<&usize>| column.map_or("", |column| looked.headers[*column].as_str());
    format!("{:?} to {:?}", heading(wide.columns.first()), heading(wide.columns.last()))
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

fn preview(looked: &Looked, shape: Option<Shape>) -> Vec<(String, String, Vec<String>)> {
    let used: Vec<(String, usize)> = match shape {
        None => Vec::new(),
        Some(Shape::Rows(table)) => {
            let columns = table.columns.iter();
            let is_spread = |name: &str| looked.wide.is_some() && matches!(name, "date" | "units");
            let kept = columns.filter(|column| !is_spread(column.name));
            let kept = kept.filter_map(|column| Some((column.name.to_owned(), source_of(column, looked)?)));
            let spread = looked.wide.iter().flat_map(|wide| wide.columns.iter().take(PREVIEWED));
            kept.chain(spread.map(|column| ("units".to_owned(), *column))).collect()
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
