//! Files written by pyarrow, DuckDB, Polars, pandas, openpyxl and XlsxWriter (`tests/fixtures/formats`).

use super::*;

const SAME: [&str; 4] = [
    "2011-03-02 B é FR 7.0000 0.2500 ·",
    "2011-03-01 0042 UK 2.0000 5.1000 ·",
    "2011-03-02 0042 UK 1.0000 · spring",
    "2011-06-30 0042 UK 120.0000 1234.5000 ·",
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/formats")
}

fn mapping(sheet: &str) -> String {
    format!("currency = \"XXX\"\ntime_zone = \"UTC\"\nxlsx = {{ sheet = \"{sheet}\" }}\n")
}

#[tokio::test]
async fn files_of_other_programs_hold_the_same_rows() {
    let mut checked = 0;
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.contains("wrong") || name == "make.py" || name == "README.md" {
            continue;
        }
        let mapping = name.starts_with("xlsxwriter").then(|| mapping("Sales"));
        let bench = Bench::new();
        let manifest = match bench.import(std::slice::from_ref(&path), mapping.as_deref()).await {
            Ok(manifest) => manifest,
            Err(error) => panic!("{name}: {error}"),
        };
        let rows = bench.rows(&manifest, "sales");
        if name.starts_with("no-revenue") {
            let short = SAME.map(|row| row.rsplitn(3, ' ').last().unwrap().to_owned());
            assert_eq!(rows, short, "{name}");
        } else {
            assert_eq!(rows, SAME, "{name}");
        }
        assert_eq!(manifest.sources[0].rows, 4, "{name}");
        checked += 1;
    }
    assert_eq!(checked, 70, "all fixtures are there");
}

#[tokio::test]
async fn what_another_program_wrote_and_cannot_be_used_is_named() {
    let check = async |file: &str, sheet: Option<&str>, expected: &str| {
        let bench = Bench::new();
        let mapping = sheet.map(mapping);
        let error = bench.import(&[fixtures().join(file)], mapping.as_deref()).await.unwrap_err();
        assert!(error.is_bad_input() && error.to_string().contains(expected), "{error}");
    };
    check("pyarrow-wrong-list.parquet", None, "pyarrow-wrong-list.parquet, column units: holds List").await;
    check("pyarrow-wrong-struct.parquet", None, "column sku: holds Struct").await;
    check(
        "wrong-formula.xlsx",
        None,
        "wrong-formula.xlsx, line 3: 1 of 2 rows of sales cannot be read; here: sheet Sales, row 3, column units \
         (cell D3): the formula gives #DIV/0!",
    )
    .await;
    check("xlsxwriter.xlsx", None, "its columns are See the next sheet").await;
    check("xlsxwriter.xlsx", Some("sales"), "has no sheet sales; its sheets are Hidden, Cover, Sales").await;
}

/// Midnight in London may be the day before in UTC: the snapshot's time zone decides the day.
#[tokio::test]
async fn a_zoned_moment_belongs_to_the_day_of_the_snapshots_zone() {
    let bench = Bench::new();
    let sales = "date,sku,location,units\n2011-06-30T23:30:00Z,A,UK,1\n";
    let source = bench.file("sales.csv", sales);
    for (zone, day) in [("UTC", "2011-06-30"), ("Europe/London", "2011-07-01")] {
        let mapping = format!("currency = \"XXX\"\ntime_zone = \"{zone}\"\n");
        let bench = Bench::new();
        let manifest = bench.import(std::slice::from_ref(&source), Some(&mapping)).await.unwrap();
        assert_eq!(bench.rows(&manifest, "sales"), [format!("{day} A UK 1.0000")]);
    }
}
