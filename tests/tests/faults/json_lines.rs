//! JSON Lines.

use crate::case::Content::{Bytes, Long, Made, Text};
use crate::case::{Case, check_imports};

#[test]
fn wrong_json_is_refused() {
    check_imports(&CASES);
}

const CORRECT: &str = "Correct the file";
const UTF_8: &str = "currency = \"XXX\"\ntime_zone = \"UTC\"\ncsv = { encoding = \"utf-8\" }\n";

#[rustfmt::skip]
pub const CASES: [Case; 18] = [
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": 3}\n{\"date\": \"2019-05-02\",\n"))], mapping: None, error: &["sales.jsonl, line 2: 1 of 2 rows of sales cannot be read", "is not a row as a JSON object"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": NaN}\n{\"date\": 1, \"sku\": 1, \"location\": 1, \"units\": 1}"))], mapping: None, error: &["sales.jsonl, line 1: 2 of 2 rows", "expected value at character"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": \"lots\"}"))], mapping: None, error: &["sales.jsonl, line 1", "units \"lots\" is not a number"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": true}"))], mapping: None, error: &["units \"true\" is not a number"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": [3]}"))], mapping: None, error: &["units holds several values where one is needed"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": {\"code\": \"P00\"}, \"location\": \"north\", \"units\": 3}"))], mapping: None, error: &["sku holds several values"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": 3, \"units\": 4}"))], mapping: None, error: &["the key units occurs twice"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": 1e400}"))], mapping: None, error: &["units \"1e400\" is too large"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": 3}\n{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\"}"))], mapping: None, error: &["sales.jsonl, line 2", "units is empty"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": 1556668800000, \"sku\": \"P00\", \"location\": \"north\", \"units\": 3}"))], mapping: None, error: &["date \"1556668800000\" is not a time"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"qty\": 3}"))], mapping: None, error: &["sales.jsonl: is called sales, but has no column units; its columns are date, sku, location, qty"], help: "--mapping" },
    Case { files: &[("sales.jsonl", Text("{}\n{}\n"))], mapping: None, error: &["sales.jsonl: is called sales, but has no column date"], help: "--mapping" },
    Case { files: &[("sales.json", Text("[\n  {\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": 3}\n]"))], mapping: None, error: &["sales.json: is one JSON array"], help: "Write one object a line" },
    Case { files: &[("sales.jsonl", Long("{\"date\": \"2019-05-01\"}\n{\"date\": \""))], mapping: None, error: &["sales.jsonl, line 2: the line is longer than 1024 kB"], help: "one object a line" },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P0\\u0000\", \"location\": \"north\", \"units\": 3}"))], mapping: None, error: &["sales.jsonl, line 1", "sku holds the control character U+0000"], help: CORRECT },
    Case { files: &[("sales.jsonl", Text("{\"date\": \"2019-05-01\", \"sku\": \"P00\", \"location\": \"north\", \"units\": \"n/a\"}"))], mapping: None, error: &["sales.jsonl, line 1", "units is empty: \"n/a\" counts as missing"], help: CORRECT },
    Case { files: &[("sales.jsonl", Made(|| format!("{{\"date\": \"2019-05-01\", \"sku\": \"{}\", \"location\": \"north\", \"units\": 3}}", "x".repeat(5_000))))], mapping: None, error: &["sales.jsonl, line 1", "sku holds a text of 5000 bytes, more than 4096"], help: CORRECT },
    Case { files: &[("sales.jsonl", Bytes(b"{\"date\": \"2019-05-01\", \"sku\": \"caf\xe9\", \"location\": \"north\", \"units\": 3}"))], mapping: Some(UTF_8), error: &["sales.jsonl, line 1", "is not valid text"], help: CORRECT },
];
