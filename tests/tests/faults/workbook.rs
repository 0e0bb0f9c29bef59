//! Excel workbooks.

use crate::case::Content::{Bytes, Cut, Fixture, Flip};
use crate::case::{Case, check_imports};

#[test]
fn wrong_workbooks_are_refused() {
    check_imports(&CASES);
}

const CORRECT: &str = "Correct the file";
const NO_SHEET: &str = "currency = \"XXX\"\ntime_zone = \"UTC\"\nxlsx = { sheet = \"Slaes\" }\n";

#[rustfmt::skip]
pub const CASES: [Case; 24] = [
    Case { files: &[("sales.xlsx", Cut("faults/sound.xlsx", 2_000))], mapping: None, error: &["sales.xlsx: is a damaged workbook"], help: "Get the file again" },
    Case { files: &[("sales.xlsx", Cut("faults/sound.xlsx", 10))], mapping: None, error: &["sales.xlsx: is a damaged workbook"], help: "Get the file again" },
    Case { files: &[("sales.xlsx", Flip("faults/sound.xlsx", 2_500))], mapping: None, error: &["sales.xlsx: is a damaged workbook"], help: "Get the file again" },
    Case { files: &[("sales.xlsx", Bytes(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"))], mapping: None, error: &["sales.xlsx: is an empty zip archive"], help: "Give CSV" },
    Case { files: &[("sales.xlsx", Fixture("faults/archive.zip"))], mapping: None, error: &["sales.xlsx/sales.csv: no rows are left of 0 rows"], help: "granary check" },
    Case { files: &[("sales.xls", Bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))], mapping: None, error: &["sales.xls: is an old Excel workbook, or one with a password"], help: "an Excel workbook (.xlsx)" },
    Case { files: &[("sales.xlsx", Fixture("faults/sound.xlsx"))], mapping: Some(NO_SHEET), error: &["sales.xlsx: has no sheet Slaes; its sheets are Sales"], help: "xlsx.sheet" },
    Case { files: &[("sales.xlsx", Fixture("faults/empty.xlsx"))], mapping: None, error: &["sales.xlsx: sheet Sheet is empty"], help: "xlsx.sheet" },
    Case { files: &[("sales.xlsx", Fixture("faults/no-rows.xlsx"))], mapping: None, error: &["sales.xlsx: no rows are left of 0 rows"], help: "granary check" },
    Case { files: &[("sales.xlsx", Fixture("faults/renamed.xlsx"))], mapping: None, error: &["sales.xlsx: is called sales, but has no column units; its columns are date, sku, location, quantity"], help: "--mapping" },
    Case { files: &[("sales.xlsx", Fixture("faults/two-units.xlsx"))], mapping: None, error: &["sales.xlsx, column units: 2 columns match units"], help: "Rename or remove all but one" },
    Case { files: &[("sales.xlsx", Fixture("faults/header-error.xlsx"))], mapping: None, error: &["sales.xlsx, line 1: the header in cell D1 of sheet Sales is", "#REF!"], help: "Correct the formula" },
    Case { files: &[("sales.xlsx", Fixture("faults/formula-error.xlsx"))], mapping: None, error: &["sales.xlsx, line 3", "sheet Sales, row 3, column units (cell D3): the formula gives #DIV/0!"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/lookup-error.xlsx"))], mapping: None, error: &["column sku (cell B3): the formula gives #N/A"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/formula-without-value.xlsx"))], mapping: None, error: &["sales.xlsx, line 3", "column units (cell D3): the formula has no value yet"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/text-in-units.xlsx"))], mapping: None, error: &["sales.xlsx, line 3", "units \"lots\" is not a number"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/date-in-units.xlsx"))], mapping: None, error: &["units \"2019-01-02T00:00:00\" is not a number"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/huge-number.xlsx"))], mapping: None, error: &["sales.xlsx, line 3", "is too large"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/text-in-date.xlsx"))], mapping: None, error: &["date \"soon\" is not a time"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/number-in-date.xlsx"))], mapping: None, error: &["date \"43467\" is not a time"], help: "43467 counts days, up to 2019-01-02" },
    Case { files: &[("sales.xlsx", Fixture("faults/date-before-1900.xlsx"))], mapping: None, error: &["sales.xlsx, line 3", "is not between 1900-01-01"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/future-date.xlsx"))], mapping: None, error: &["date \"2999-01-01T00:00:00\" is not between"], help: CORRECT },
    Case { files: &[("sales.xlsx", Fixture("faults/empty-sku.xlsx"))], mapping: None, error: &["sales.xlsx, line 3", "sku is empty"], help: CORRECT },
    Case { files: &[("sales.csv.gz", Fixture("faults/workbook.xlsx.gz"))], mapping: None, error: &["sales.csv.gz: is a zip archive or an Excel workbook, compressed once more"], help: "Unpack it" },
];
