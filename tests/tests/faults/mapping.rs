//! Faulty mappings of sound sources.

use crate::case::Content::Text;
use crate::case::{Bench, Case, all_right, check_imports};
use std::fs;
use tests::program::granary;

#[test]
fn wrong_mappings_are_refused() {
    check_imports(&CASES);
}

#[test]
fn a_mapping_that_cannot_be_read_is_named() {
    let bench = Bench::new();
    let directory = tempfile::tempdir().expect("a directory");
    let (sales, mapping) = (directory.path().join("sales.csv"), directory.path().join("latin.toml"));
    fs::write(&sales, "date,sku,location,units\n2019-05-01,P00,north,3\n").expect("written");
    let check = |name: &str, error: &[&str], help: &str| {
        let mut command = granary();
        command.arg("import").arg(&sales).arg("--store").arg(bench.store.path());
        command.arg("--mapping").arg(directory.path().join(name));
        all_right([bench.check(&mut command, error, help)]);
    };
    check("none.toml", &["cannot read", "none.toml"], "Check the path");
    fs::write(&mapping, b"currency = \"GBP\" # caf\xe9\n").expect("written");
    check("latin.toml", &["latin.toml: is not UTF-8 text"], "Save it as UTF-8");
}

const LINES: &[(&str, crate::case::Content)] =
    &[("orders.csv", Text("Invoice,Item,Quantity,When,Price\n1,P00,3,2019-05-01 10:00,2.5\n"))];

const fn case(mapping: &'static str, error: &'static [&'static str], help: &'static str) -> Case {
    Case { files: LINES, mapping: Some(mapping), error, help }
}

#[rustfmt::skip]
pub const CASES: [Case; 31] = [
    case("", &["mapping.toml", "missing field `currency`"], "Correct the line"),
    case("currency = \"XXX\"\n", &["mapping.toml", "missing field `time_zone`"], "Correct the line"),
    case("currency = \"XXX\ntime_zone = \"UTC\"\n", &["mapping.toml, line 1"], "Correct the line"),
    case("currency = 7\ntime_zone = \"UTC\"\n", &["mapping.toml, line 1: invalid type: integer `7`"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\ncurency = \"GBP\"\n", &["mapping.toml, line 3: unknown field `curency`"], "Correct the line"),
    case("currency = \"BANANA\"\ntime_zone = \"UTC\"\n", &["mapping.toml, line 1, value \"BANANA\": is not a currency of ISO 4217"], "three capitals such as EUR"),
    case("currency = \"gbp\"\ntime_zone = \"UTC\"\n", &["mapping.toml, line 1, value \"gbp\": is not a currency of ISO 4217"], "Write GBP"),
    case("currency = \"\"\ntime_zone = \"UTC\"\n", &["mapping.toml, line 1, value \"\": is not a currency of ISO 4217"], "XXX where it is not known"),
    case("currency = \"XXX\"\ntime_zone = \"Europe/Londres\"\n", &["mapping.toml, line 2, value \"Europe/Londres\": is not a time zone"], "IANA name"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[csv]\ndelimiter = \"||\"\n", &["mapping.toml, line 4, value \"||\": is not one ASCII character"], "delimiter"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[csv]\nencoding = \"klingon\"\n", &["mapping.toml, line 4, value \"klingon\": is not an encoding"], "utf-8 or windows-1252"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[timestamps]\nformats = [\"%E\"]\n", &["mapping.toml, line 4, value \"%E\": is not a time format"], "%d/%m/%Y"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[numbers]\ndecimal = \"'\"\n", &["mapping.toml, line 4: unknown variant `'`"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[not_goods]\npatterns = [\"(\"]\n", &["mapping.toml, line 4, value \"(\": is not a regular expression"], "Correct it"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[limits]\nmax_refused_share = 2\n", &["mapping.toml", "max_refused_share"], ""),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[limits]\nmax_refused_share = nan\n", &["mapping.toml, column limits.max_refused_share: NaN is not between 0 and 1"], "0.01"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[limits]\nmax_quantity = -1.0\n", &["mapping.toml, line 4: max_quantity is not a positive number"], "Correct it"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[limits]\nmax_quantity = inf\n", &["mapping.toml, line 4: max_quantity is not a positive number"], "Correct it"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[limits]\nmax_quantity = 1e300\n", &["mapping.toml, line 4: max_quantity is not a positive number"], "Correct it"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[lines]\nzero_price = \"maybe\"\n", &["mapping.toml, line 4: unknown variant `maybe`"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[xlsx]\nsheets = \"Sales\"\n", &["mapping.toml, line 4: unknown field `sheets`"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[columns]\ninvoice = [\"Invoice\"]\nsku = [\"Item\"]\nquantity = [\"Quantity\"]\n", &["mapping.toml, line 3: [columns] does not say which column is placed_at"], "Add placed_at"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[columns]\ninvoice = \"Invoice\"\n", &["mapping.toml, line 4: invalid type: string"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[columns]\ninvoice = [\"Invoice\"]\nsku = [\"StockCode\"]\nquantity = [\"Quantity\"]\nplaced_at = [\"When\"]\n", &["orders.csv: no column for sku: expected StockCode; found Invoice, Item, Quantity, When, Price"], "columns.sku"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[columns]\ninvoice = [\"Invoice\"]\nsku = [\"Item\", \"Price\"]\nquantity = [\"Quantity\"]\nplaced_at = [\"When\"]\n", &["orders.csv, column Item: 2 columns match Item, Price"], "Rename or remove"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[orders]\nkeep = true\n[columns]\ninvoice = [\"Invoice\"]\nsku = [\"Item\"]\nquantity = [\"Quantity\"]\nplaced_at = [\"When\"]\n", &["mapping.toml: orders.keep is on, but columns.units_shipped names no column"], "keep = false"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[columns]\ninvoice = [\"Invoice\"]\nsku = [\"Item\"]\nquantity = [\"When\"]\nplaced_at = [\"Quantity\"]\n", &["orders.csv, line 2: 1 of 1 rows cannot be read", "2019-05-01 10:00"], "Correct the mapping"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[[location]]\nid = \"A\"\n", &["mapping.toml, line 3: missing field"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[header]\nline = 0\n", &["mapping.toml, line 4: invalid value: integer `0`"], "Correct the line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[header]\nline = 3\n", &["orders.csv: there are not 1 rows of headings from line 3 on"], "header.line"),
    case("currency = \"XXX\"\ntime_zone = \"UTC\"\n[tables.sales]\nfiles = [\"orders*\"]\nwide = { units = \"%Y-%m\" }\n", &["orders.csv: no column is headed as %Y-%m; its columns are Invoice, Item, Quantity, When, Price"], "Correct the format"),
];
