//! CSV for programs and for spreadsheet programs.

use crate::server;

/// A double click opens CSV with the marks of the language of the spreadsheet program.
#[test]
fn csv_for_spreadsheets_is_the_same_table_in_other_marks() {
    let (server, _store) = server();
    let get = |path: &str| {
        let answer = server.get(path);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "text/csv; charset=utf-8"),
            "{path}"
        );
        answer.text().to_owned()
    };
    for path in ["/api/v1/items?format=csv", "/api/v1/items?format=csv&page=1", "/api/v1/what-if?format=csv"]
    {
        let plain = get(path);
        assert_eq!(get(&format!("{path}&dialect=excel")), format!("\u{feff}{plain}"), "{path}");
        let german = get(&format!("{path}&dialect=excel-de"));
        let cells = |text: &str, delimiter: u8| -> Vec<csv::StringRecord> {
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
            reader.records().map(|record| record.expect("a record")).collect()
        };
        let german = cells(german.strip_prefix('\u{feff}').expect("a byte-order mark"), b';');
        let plain = cells(&plain, b',');
        assert_eq!(german.len(), plain.len());
        for (german, plain) in german.iter().flatten().zip(plain.iter().flatten()) {
            let is_number = plain.parse::<f64>().is_ok();
            let expected = if is_number { plain.replace('.', ",") } else { plain.to_owned() };
            assert_eq!(german, expected, "{path}");
        }
    }
    let query = "select+1.5+as+a,+'0012'+as+b,+'%3D1'+as+c,+date+'2019-04-14'+as+d";
    let german = get(&format!("/api/v1/sql?format=csv&dialect=excel-de&sql={query}"));
    assert_eq!(german, "\u{feff}a;b;c;d\r\n1,5;\"=\"\"0012\"\"\";'=1;2019-04-14\r\n");
    let problem = server.get("/api/v1/kpis?dialect=excel-xx").json();
    assert_eq!((&problem["status"], &problem["parameter"]), (&400.into(), &"dialect".into()));
    assert!(problem["reason"].as_str().is_some_and(|reason| reason.contains("excel, excel-de")), "{problem}");
}
