//! Delimited text.

use crate::case::Content::{Bytes, Directory, Gzip, GzipCut, Long, Made, Missing, Text, ZstdCut};
use crate::case::{Case, check_imports};

#[test]
fn wrong_text_is_refused() {
    check_imports(&CASES);
}

const UTF_8: &str = "currency = \"XXX\"\ntime_zone = \"UTC\"\ncsv = { encoding = \"utf-8\" }\n";
const SEMICOLON: &str = "currency = \"XXX\"\ntime_zone = \"UTC\"\ncsv = { delimiter = \";\" }\n";
const CORRECT: &str = "Correct the file";
const SALES: &str = "date,sku,location,units\n2019-05-01,P00,north,3\n";
const CUT: &str =
    "date,sku,location,units\n2019-05-01,P00,north,3\n2019-05-02,P00,north,4\n2019-05-03,P01,south,5\n";

#[rustfmt::skip]
pub const CASES: [Case; 62] = [
    Case { files: &[("sales.csv", Missing)], mapping: None, error: &["cannot read", "sales.csv"], help: "Check the path" },
    Case { files: &[("sales", Directory)], mapping: None, error: &["sales: is a directory without files"], help: "Name the files in it" },
    Case { files: &[("sales.csv", Text(""))], mapping: None, error: &["sales.csv: is empty"], help: "a header and rows" },
    Case { files: &[("sales.csv", Text("\u{feff}\n \n\n"))], mapping: None, error: &["sales.csv: is empty"], help: "a header and rows" },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n"))], mapping: None, error: &["sales.csv: no rows are left of 0 rows"], help: "granary check" },
    // Files that only look like tables.
    Case { files: &[("sales.xls", Text("<html><body><table><tr><td>date</td></tr></table></body></html>"))], mapping: None, error: &["sales.xls: is a web page (HTML), whatever it is called"], help: "save it as .xlsx or CSV" },
    Case { files: &[("sales.xls", Text("<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:x\"><Table/></Workbook>"))], mapping: None, error: &["sales.xls: is XML, as Excel of 2003"], help: "save it as .xlsx or CSV" },
    Case { files: &[("sales.csv", Bytes(b"%PDF-1.7\n"))], mapping: None, error: &["sales.csv: is a PDF document"], help: "Give CSV" },
    // Columns.
    Case { files: &[("sales.csv", Text("date,sku,location,qty\n2019-05-01,P00,north,3\n"))], mapping: None, error: &["sales.csv: is called sales, but has no column units; its columns are date, sku, location, qty"], help: "--mapping" },
    Case { files: &[("may.csv", Text("day,sku,location,units\n2019-05-01,P00,north,3\n"))], mapping: None, error: &["may.csv: is not a table of a snapshot; its columns are day, sku"], help: "--yes" },
    Case { files: &[("sales.csv", Text("date,sku,location,units,Units\n2019-05-01,P00,north,3,3\n"))], mapping: None, error: &["sales.csv, column units: 2 columns match units"], help: "Rename or remove all but one" },
    Case { files: &[("sales.csv", Text(SALES))], mapping: Some(SEMICOLON), error: &["sales.csv: is called sales, but has no column date, sku, location, units; its columns are date,sku,location,units"], help: "--mapping" },
    Case { files: &[("sales.csv", Text("2019-05-01,P00,north,3\n2019-05-02,P00,north,3\n"))], mapping: None, error: &["sales.csv: is called sales, but has no column date", "its columns are 2019-05-01, P00"], help: "name the columns" },
    Case { files: &[("stock.csv", Text("date,sku,location\n2019-05-01,P00,north\n"))], mapping: None, error: &["table stock: has none of the columns on_hand, on_order, out_of_stock_hours"], help: "Give at least one of them" },
    Case { files: &[("receipts.csv", Text("purchase_order,sku\nP1,P00\n"))], mapping: None, error: &["receipts.csv: is called receipts, but has no column supplier, location, ordered_on"], help: "--mapping" },
    Case { files: &[("sales.csv", Text("Sales of May\n\ndate;sku;location;units\n2019-05-01;P00;north;3\n"))], mapping: None, error: &["sales.csv: is called sales, but has no column date, sku, location, units; its columns are Sales of May"], help: "Run it again with --yes" },
    Case { files: &[("sales.csv", Text("Sales of May\n\ndate;sku;location;units\n2019-05-01;P00;north;3\n"))], mapping: Some("currency = \"XXX\"\ntime_zone = \"UTC\"\n"), error: &["sales.csv: is called sales, but has no column date, sku, location, units; its columns are Sales of May"], help: "Line 3 looks like the header: take out what stands above it, or name it by header.line in a mapping" },
    // Rows.
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,3\n2019-05-02,P00,north\n"))], mapping: None, error: &["sales.csv, line 3: 1 of 2 rows of sales cannot be read", "has 3 cells where the header has 4"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,\"P00,north,3\n2019-05-02,P00,north,3\n"))], mapping: None, error: &["sales.csv, line 2, column sku: a quotation mark is opened here and not closed: its cell has 2 lines"], help: "Close it" },
    Case { files: &[("sales.csv", Text("date,sku,location,units,promotion\n2019-05-01,P00,north,3,\"May\n2019-05-02,P00,north,3,\"May\"\n2019-05-03,P00,north,3,\n"))], mapping: None, error: &["sales.csv, line 2, column promotion: a quotation mark is opened here and not closed: its cell has 2 lines"], help: "Close it" },
    Case { files: &[("sales.csv", Made(|| format!("date,sku,location,units\n2019-05-01,P00,\"no\nrth\",3\n2019-05-02,P00,\"north,3\n{}", "2019-05-03,P00\n".repeat(120))))], mapping: None, error: &["sales.csv, line 4, column location: a quotation mark is opened here"], help: "Close it" },
    Case { files: &[("sales.csv", Made(|| format!("date,sku,location,units\n2019-05-01,P00,north,3\n2019-05-01,{},north,3\n", "x".repeat(4_097))))], mapping: None, error: &["sales.csv, line 3: 1 of 2 rows", "column sku holds a text of 4097 bytes, more than 4096"], help: CORRECT },
    // Codes too long for the address of a page.
    Case { files: &[("sales.csv", Made(|| format!("date,sku,location,units\n2019-05-01,{},north,3\n", "x".repeat(2_049))))], mapping: None, error: &["sales.csv, line 2", "sku \"xxx", "is 2049 bytes long in the address of its page, more than 2048"], help: CORRECT },
    Case { files: &[("sales.csv", Made(|| format!("date,sku,location,units\n2019-05-01,P00,{},3\n", "é".repeat(342))))], mapping: None, error: &["location \"ééé", "is 2052 bytes long in the address of its page"], help: CORRECT },
    Case { files: &[("stock.csv", Made(|| format!("date,sku,location,on_hand\n2019-05-01,{},north,3\n", "x".repeat(2_049))))], mapping: None, error: &["stock.csv, line 2", "is 2049 bytes long in the address"], help: CORRECT },
    // Invisible characters.
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P\u{1}0,north,3\n"))], mapping: None, error: &["sales.csv, line 2", "column sku holds the control character U+0001"], help: CORRECT },
    // Words for no value, in cells that need one.
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,NA\n"))], mapping: None, error: &["sales.csv, line 2", "units is empty: \"NA\" counts as missing (text.missing"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,\\N,north,3\n"))], mapping: None, error: &["sku is empty: \"\\\\N\" counts as missing"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n0000-00-00,P00,north,3\n"))], mapping: None, error: &["date is empty: \"0000-00-00\" counts as missing"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n0001-01-01,P00,north,3\n"))], mapping: None, error: &["date is empty: \"0001-01-01\" counts as missing"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n9999-12-31,P00,north,3\n"))], mapping: None, error: &["date is empty: \"9999-12-31\" counts as missing"], help: CORRECT },
    Case { files: &[("sales.csv", Long("date,sku,location,units\n2019-05-01,\"P00,north,3\n"))], mapping: None, error: &["sales.csv, line 2: the record that begins here is longer than 1024 kB"], help: "quotation mark" },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,,north,3\n"))], mapping: None, error: &["sales.csv, line 2", "sku is empty"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,  ,3\n"))], mapping: None, error: &["sales.csv, line 2", "location is empty"], help: CORRECT },
    // Dates.
    Case { files: &[("sales.csv", Text("date,sku,location,units\nsoon,P00,north,3\n"))], mapping: None, error: &["sales.csv, line 2", "date \"soon\" is not a time in ISO 8601 or one of timestamps.formats"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-02-30,P00,north,3\n"))], mapping: None, error: &["date \"2019-02-30\" is not a time"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n01/05/2019,P00,north,3\n"))], mapping: None, error: &["date \"01/05/2019\" is not a time"], help: "\"%d/%m/%Y\" or \"%m/%d/%Y\"" },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2999-01-01,P00,north,3\n"))], mapping: None, error: &["date \"2999-01-01\" is not between 1900-01-01 and"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n1899-12-31,P00,north,3\n"))], mapping: None, error: &["date \"1899-12-31\" is not between 1900-01-01 and"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n+999999-01-01,P00,north,3\n"))], mapping: None, error: &["date \"+999999-01-01\" is not a time"], help: CORRECT },
    // Numbers.
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,lots\n"))], mapping: None, error: &["sales.csv, line 2", "units \"lots\" is not a number"], help: "limits.max_refused_share" },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,NaN\n"))], mapping: None, error: &["sales.csv, line 2", "units is empty"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,-NAN\n"))], mapping: None, error: &["units \"-NAN\" is not finite"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,-inf\n"))], mapping: None, error: &["units \"-inf\" is not finite"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,1e300\n"))], mapping: None, error: &["units \"1e300\" is too large"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,1e999999999999\n"))], mapping: None, error: &["units \"1e999999999999\" is too large"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,100000000000000\n"))], mapping: None, error: &["units \"100000000000000\" is too large"], help: CORRECT },
    Case { files: &[("sales.csv", Text("date;sku;location;units\n2019-05-01;P00;north;1,5\n"))], mapping: None, error: &["units \"1,5\" is not a number"], help: "numbers.decimal = \",\"" },
    Case { files: &[("sales.csv", Text("date,sku,location,units,revenue\n2019-05-01,P00,north,1,£5\n"))], mapping: None, error: &["revenue \"£5\" is not a number"], help: CORRECT },
    Case { files: &[("products.csv", Text("sku,name,weight_kg\nP00,Mug,inf\n"))], mapping: None, error: &["products.csv, line 2", "weight_kg \"inf\" is not a finite number"], help: CORRECT },
    // Sums beyond what a decimal of the store holds: each row is sound, their sum is not.
    Case { files: &[("sales.csv", Text("date,sku,location,units\n2019-05-01,P00,north,99999999999999\n2019-05-01,P00,north,99999999999999\n"))], mapping: None, error: &["table sales: units of 2019-05-01 P00 north add up to more than 14 digits"], help: "Look for a wrong number" },
    // Keys.
    Case { files: &[("stock.csv", Text("date,sku,location,on_hand\n2019-05-01,P00,north,1\n2019-05-01,P00,north,2\n"))], mapping: None, error: &["table stock: rows have the same date, sku, location: 2019-05-01 P00 north: 2 rows"], help: "Keep one of them" },
    Case { files: &[("products.csv", Text("sku,name\nP00,Mug\n P00 ,Cup\n"))], mapping: None, error: &["table products: rows have the same sku: P00: 2 rows"], help: "Keep one of them" },
    // Encodings.
    Case { files: &[("sales.csv", Bytes(b"date,sku\0\0\0\n"))], mapping: None, error: &["sales.csv: is not text in the encoding used to read it: it contains zero bytes"], help: "Give CSV" },
    Case { files: &[("sales.csv", Bytes(b"date,sku,location,units\n2019-05-01,caf\xe9,north,3\n"))], mapping: Some(UTF_8), error: &["sales.csv, line 2", "column sku is not valid text"], help: CORRECT },
    // Packed.
    Case { files: &[("sales.csv.gz", GzipCut(CUT))], mapping: None, error: &["sales.csv.gz, line ", "the gzip data is damaged here"], help: "Get the file again" },
    Case { files: &[("sales.csv.gz", Gzip(""))], mapping: None, error: &["sales.csv.gz: is empty"], help: "a header and rows" },
    Case { files: &[("sales.csv.zst", ZstdCut(CUT))], mapping: None, error: &["sales.csv.zst, line ", "the zstd data is damaged here"], help: "Get the file again" },
    Case { files: &[("sales.csv", Bytes(b"\x28\xb5\x2f\xfd garbage"))], mapping: None, error: &["sales.csv, line 1: the zstd data is damaged here"], help: "Get the file again" },
    Case { files: &[("sales.csv", Bytes(b"\xfd7zXZ\0\0\x04"))], mapping: None, error: &["sales.csv: is compressed with xz"], help: "Give CSV or JSON Lines (plain, gzip or zstd)" },
    Case { files: &[("sales.csv", Bytes(b"ARROW1\0\0"))], mapping: None, error: &["sales.csv: is an Arrow or Feather file"], help: "Parquet" },
    // One wrong file among good ones.
    Case { files: &[("sales.csv", Text(SALES)), ("stock.csv", Text("date,sku,location,on_hand\n2019-05-01,P00,north,x\n"))], mapping: None, error: &["stock.csv, line 2: 1 of 1 rows of stock cannot be read"], help: CORRECT },
];
