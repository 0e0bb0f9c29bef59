//! Unusable input is refused with the thing, the place and the remedy, and existing files stay.

use super::*;

/// Content, other arguments, parts of the error, part of the help.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a str);

#[track_caller]
fn check(
    folder: &Folder,
    name: &str,
    content: impl AsRef<[u8]>,
    arguments: &[&str],
    error: &[&str],
    help: &str,
) {
    let input = folder.write(name, content);
    let output = folder.write("old.csv", "what was there before");
    let target = output.to_str().expect("a path");
    for command_name in ["forecast", "backtest"] {
        let all = [&["--horizon", "2", "--output", target], arguments].concat();
        let ended = command(command_name, &input, &all);
        let told = String::from_utf8(ended.stderr).expect("UTF-8");
        assert_eq!(ended.status.code(), Some(1), "{told}");
        let line = |start: &str| {
            told.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default().to_owned()
        };
        for part in error {
            assert!(line("error: ").contains(part), "{part} in {told}");
        }
        assert!(line("help: ").contains(help), "{help} in {told}");
        assert_eq!(fs::read_to_string(&output).expect("the file"), "what was there before");
    }
    fs::remove_file(input).expect("removed");
    assert_eq!(folder.names(), ["old.csv"], "nothing unfinished is left");
}

/// The number after 202312 is no month.
#[test]
fn months_as_whole_numbers_are_refused() {
    let months = "unique_id,ds,y\na,202311,1\na,202312,1\na,202401,2\n";
    let error = ["column ds, value \"202311\": looks like the month of a date"];
    check(&Folder::new(), "sales.csv", months, &[], &error, "2024-01-01");
}

#[test]
fn files_that_are_no_series_are_refused() {
    let cases: [Case; 18] = [
        ("", &[], &["sales.csv: is empty"], "a header and rows"),
        ("unique_id,ds,y\n", &[], &["sales.csv: has no rows"], "a header and rows"),
        (
            "item,ds,y\na,2024-01-01,1\n",
            &[],
            &["has no column unique_id; it has item, ds, y"],
            "--columns unique_id=item",
        ),
        ("unique_id,date,y\na,2024-01-01,1\n", &[], &["has no column ds"], "--columns"),
        ("unique_id,ds\na,2024-01-01\n", &[], &["has no column y"], "--columns"),
        ("unique_id,ds,y,Y\na,2024-01-01,1,2\n", &[], &["column y: 2 columns match"], "Rename or remove"),
        (
            "unique_id,ds,y\na,2024-01-01,1\na,2024-01-02,lots\n",
            &[],
            &["sales.csv, line 3, column y, value \"lots\": is not a number"],
            "1234.5",
        ),
        ("unique_id;ds;y\na;2024-01-01;1,5\n", &[], &["line 2, column y, value \"1,5\""], "1234.5"),
        (
            "unique_id,ds,y\na,01/02/2024,1\n",
            &[],
            &["line 2, column ds, value \"01/02/2024\": is neither a date nor an integer"],
            "2024-02-01",
        ),
        ("unique_id,ds,y\na,,1\n", &[], &["line 2, column ds", "is empty"], "2024-02-01"),
        (
            "unique_id,ds,y\na,2024-01-01,1\na,7,1\n",
            &[],
            &["line 3, column ds, value \"7\": is of another kind"],
            "2024-02-01",
        ),
        ("unique_id,ds,y\n,2024-01-01,1\n", &[], &["line 2, column unique_id: is empty"], "Name the series"),
        (
            "unique_id,ds,y\na,2024-01-01,1,9\n",
            &[],
            &["line 2: has 4 cells where the header has 3"],
            "Correct the line",
        ),
        (
            "unique_id,ds,y\na,1,1\na,2,1\n",
            &["--freq", "week"],
            &["its times do not go by week"],
            "--freq a number",
        ),
        ("unique_id,ds,y\na,2024-01-01,1\n", &["--freq", "2"], &["its times do not go by 2"], "--freq"),
        (
            "unique_id,ds,y,deal\na,2024-01-01,1,BOGO\n",
            &["--regressors", "deal"],
            &["line 2, column deal, value \"BOGO\": is not a number"],
            "1234.5",
        ),
        (
            "unique_id,ds,y\na,2024-01-01,1\n",
            &["--regressors", "deal", "--method", "sba"],
            &["sba: does not use regressors"],
            "Leave out --regressors",
        ),
        ("[{\"unique_id\": 1}]", &[], &["is one JSON array"], "JSON Lines"),
    ];
    let folder = Folder::new();
    for (content, arguments, error, help) in cases {
        check(&folder, "sales.csv", content, arguments, error, help);
    }
}

#[test]
fn damaged_and_foreign_files_are_refused() {
    let folder = Folder::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let parquet = fs::read(fixtures.join("duckdb-zstd.parquet")).expect("the file");
    let columns = &["--columns", "unique_id=sku,ds=date,y=units"][..];
    check(
        &folder,
        "cut.parquet",
        &parquet[..parquet.len() / 2],
        columns,
        &["cut.parquet: cannot be read as Parquet"],
        "again",
    );
    let wrong = ["--columns", "unique_id=sku,ds=location,y=units"];
    check(
        &folder,
        "s.parquet",
        &parquet,
        &wrong,
        &["s.parquet, line 1, column location, value \"UK\": is neither"],
        "2024-02-01",
    );
    let list = fs::read(fixtures.join("pyarrow-wrong-list.parquet")).expect("the file");
    check(
        &folder,
        "l.parquet",
        list,
        columns,
        &["l.parquet, column units: holds List", "where numbers are needed"],
        "decimals",
    );
    let packed = zstd::encode_all(&b"unique_id,ds,y\na,2024-01-01,1\n"[..], 1).expect("packed");
    check(
        &folder,
        "cut.zst",
        &packed[..packed.len() - 3],
        &[],
        &["cut.zst", "zstd data is damaged"],
        "again",
    );
    check(&folder, "a.xz", b"\xfd7zXZ\0\0\x04", &[], &["a.xz: is compressed with xz"], "Give CSV");
}

#[test]
fn what_is_asked_for_must_be_possible() {
    let folder = Folder::new();
    let input = folder.write("sales.csv", daily(&[("a", vec![1.0, 2.0, 3.0])]));
    let failed = |name: &str, input: &Path, arguments: &[&str], code: i32, parts: &[&str]| {
        let ended = command(name, input, arguments);
        let told = String::from_utf8(ended.stderr).expect("UTF-8");
        assert_eq!(ended.status.code(), Some(code), "{told}");
        for part in parts {
            assert!(told.contains(part), "{part} in {told}");
        }
    };
    let nothing = folder.path("nothing.csv");
    failed(
        "forecast",
        &nothing,
        &["--horizon", "2", "--output", "-"],
        1,
        &["nothing.csv", "help: Check the path"],
    );
    failed("forecast", folder.0.path(), &["--horizon", "2", "--output", "-"], 1, &["cannot read"]);
    failed(
        "forecast",
        &input,
        &["--horizon", "2", "--output", "f.xls"],
        1,
        &["f.xls: the ending tells no format", ".parquet"],
    );
    failed(
        "forecast",
        &input,
        &["--horizon", "2", "--output", "-", "--notices", "n"],
        1,
        &["n: the ending tells no format"],
    );
    let below = input.join("f.csv");
    failed(
        "forecast",
        &input,
        &["--horizon", "2", "--output", below.to_str().expect("a path")],
        1,
        &["sales.csv"],
    );
    failed("backtest", &input, &["--horizon", "2"], 1, &["no series has the 6 periods", "smaller --horizon"]);
    for arguments in [
        &["--horizon", "0", "--output", "-"][..],
        &["--output", "-"],
        &["--horizon", "2"],
        &["--horizon", "2", "--output", "-", "--method", "crystal_ball"],
        &["--horizon", "2", "--output", "-", "--levels", "0.8"],
        &["--horizon", "2", "--output", "-", "--freq", "fortnight"],
        &["--horizon", "2", "--output", "-", "--columns", "id=item"],
        &["--horizon", "2", "--output", "-", "--threads", "0"],
    ] {
        failed("forecast", &input, arguments, 2, &["--help"]);
    }
}
