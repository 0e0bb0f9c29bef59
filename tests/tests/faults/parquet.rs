//! Parquet.

use crate::case::Content::{Bytes, Cut, Fixture, Flip};
use crate::case::{Case, check_imports};

#[test]
fn wrong_parquet_is_refused() {
    check_imports(&CASES);
}

const CORRECT: &str = "Correct the file";
const AGAIN: &str = "Write the file again";
const CELL: &str = "one text, number, date or time in a cell";

#[rustfmt::skip]
pub const CASES: [Case; 26] = [
    // Damaged.
    Case { files: &[("sales.parquet", Bytes(b"PAR1 and nothing more"))], mapping: None, error: &["sales.parquet: cannot be read as Parquet"], help: AGAIN },
    Case { files: &[("sales.parquet", Bytes(b"PAR1"))], mapping: None, error: &["sales.parquet: cannot be read as Parquet"], help: AGAIN },
    Case { files: &[("sales.parquet", Bytes(b"PARE and more"))], mapping: None, error: &["sales.parquet: is an encrypted Parquet file"], help: "Give CSV" },
    Case { files: &[("sales.parquet", Cut("faults/sound.parquet", 400))], mapping: None, error: &["sales.parquet: cannot be read as Parquet"], help: AGAIN },
    Case { files: &[("sales.parquet", Flip("faults/sound.parquet", 5))], mapping: None, error: &["sales.parquet: cannot be read as Parquet"], help: AGAIN },
    Case { files: &[("sales.parquet", Flip("faults/sound.parquet", 1))], mapping: None, error: &["sales.parquet: cannot be read as Parquet"], help: AGAIN },
    // With checksums of pages, damage in the data is found, too.
    Case { files: &[("sales.parquet", Flip("formats/pyarrow-row-groups.parquet", 5_000))], mapping: None, error: &["sales.parquet: cannot be read as Parquet"], help: AGAIN },
    // Columns.
    Case { files: &[("sales.parquet", Fixture("faults/renamed.parquet"))], mapping: None, error: &["sales.parquet: is called sales, but has no column units; its columns are date, sku, location, qty"], help: "--mapping" },
    Case { files: &[("sales.parquet", Fixture("faults/two-units.parquet"))], mapping: None, error: &["sales.parquet, column units: 2 columns match units"], help: "Rename or remove all but one" },
    Case { files: &[("sales.parquet", Fixture("faults/no-columns.parquet"))], mapping: None, error: &["sales.parquet: is called sales, but has no column date"], help: "--mapping" },
    Case { files: &[("sales.parquet", Fixture("faults/no-rows.parquet"))], mapping: None, error: &["sales.parquet: no rows are left of 0 rows"], help: "granary check" },
    Case { files: &[("sales.parquet", Fixture("faults/map-in-sku.parquet"))], mapping: None, error: &["sales.parquet, column sku: holds Map"], help: CELL },
    Case { files: &[("sales.parquet", Fixture("formats/pyarrow-wrong-list.parquet"))], mapping: None, error: &["sales.parquet, column units: holds List"], help: CELL },
    Case { files: &[("sales.parquet", Fixture("formats/pyarrow-wrong-struct.parquet"))], mapping: None, error: &["sales.parquet, column sku: holds Struct"], help: CELL },
    // Values.
    Case { files: &[("sales.parquet", Fixture("faults/nan.parquet"))], mapping: None, error: &["sales.parquet, line 2: 1 of 2 rows of sales cannot be read", "units is empty"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/infinite.parquet"))], mapping: None, error: &["sales.parquet, line 2", "units \"inf\" is not finite"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/huge-float.parquet"))], mapping: None, error: &["sales.parquet, line 2", "units", "is too large"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/huge-integer.parquet"))], mapping: None, error: &["units \"18446744073709551615\" is too large"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/huge-decimal.parquet"))], mapping: None, error: &["sales.parquet, line 2", "is too large"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/text-in-units.parquet"))], mapping: None, error: &["sales.parquet, line 2", "units \"lots\" is not a number"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/truth-in-units.parquet"))], mapping: None, error: &["sales.parquet, line 1: 2 of 2 rows", "units \"true\" is not a number"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/bytes-in-units.parquet"))], mapping: None, error: &["sales.parquet, line 1: 2 of 2 rows", "column units holds the control character U+0001"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/null-sku.parquet"))], mapping: None, error: &["sales.parquet, line 2", "sku is empty"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/text-in-date.parquet"))], mapping: None, error: &["sales.parquet, line 2", "date \"soon\" is not a time"], help: CORRECT },
    Case { files: &[("sales.parquet", Fixture("faults/time-in-date.parquet"))], mapping: None, error: &["sales.parquet, line 1: 2 of 2 rows", "date \"12:00:00\" is not a time"], help: CORRECT },
    Case { files: &[("stock.parquet", Fixture("faults/sound.parquet"))], mapping: None, error: &["table stock: has none of the columns on_hand"], help: "Give at least one of them" },
];
