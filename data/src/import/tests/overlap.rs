use std::io::Write;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::order_lines::{MAPPING, affected, counts};
use super::*;

/// Order lines as a data frame saves them: columns of other names and types, codes as floating-point numbers.
/// Each line is invoice, item, description, quantity, day of March 2011, price, customer; all of one country.
fn as_parquet(path: &Path, lines: &[&str]) {
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| line.split('|').collect()).collect();
    let text = |f: &dyn Fn(&[&str]) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(cells.iter().map(|line| f(line))))
    };
    let float = |column: usize| -> ArrayRef {
        Arc::new(Float64Array::from_iter(cells.iter().map(|line| line[column].parse::<f64>().ok())))
    };
    let quantity = Int64Array::from_iter(cells.iter().map(|line| line[3].parse::<i64>().ok()));
    let batch = RecordBatch::try_from_iter([
        ("Country", text(&|_| "United Kingdom".into())),
        ("Invoice", text(&|line| line[0].into())),
        ("StockCode", text(&|line| line[1].into())),
        ("Description", text(&|line| line[2].into())),
        ("Quantity", Arc::new(quantity) as ArrayRef),
        ("InvoiceDate", text(&|line| format!("2011-03-{} 10:00:00", line[4]))),
        ("Price", float(5)),
        ("Customer ID", float(6)),
    ])
    .unwrap();
    let file = fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Invoices 2 and 3 are in both sources; the second source has one more line of invoice 3.
async fn import_both(bench: &Bench) -> Manifest {
    let first = bench.dir.path().join("first.parquet");
    as_parquet(&first, &["1|A|MUG|5|01|2.5|7", "2|A|MUG |1|02|2.5|7", "3|A|MUG|1|03|2.5|7"]);
    let second = b"Country;InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID\n\
                   United Kingdom;2;A;MUG;1;02/03/2011 10:00;2.5;7\n\
                   United Kingdom;3;A;MUG;1;03/03/2011 10:00;2.5;7\n\
                   United Kingdom;3;B;TASSE \xe0 caf\xe9;2;03/03/2011 10:00;4;7\n\
                   United Kingdom;4;A;MUG;8;04/03/2011 10:00;2.5;7\n";
    let second = bench.file("second.csv.gz", gzip(second));
    bench.import(&[first, second], Some(MAPPING)).await.unwrap()
}

#[tokio::test]
async fn of_an_invoice_in_two_sources_one_copy_is_sold() {
    let bench = Bench::new();
    let manifest = import_both(&bench).await;
    let expected = [
        "2011-03-01 A UK 5.0000 12.5000",
        "2011-03-02 A UK 1.0000 2.5000",
        "2011-03-03 A UK 1.0000 2.5000",
        "2011-03-04 A UK 8.0000 20.0000",
        "2011-03-03 B UK 2.0000 8.0000",
    ];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    let products = bench.rows(&manifest, "products");
    assert_eq!(products[1], "B TASSE à café Other assigned by keyword 4.0000");
}

#[tokio::test]
async fn the_overlap_is_counted() {
    let manifest = import_both(&Bench::new()).await;
    let report = manifest.quality.unwrap();
    assert_eq!(counts(&report), [("sale", 5), ("overlap", 2)]);
    let overlap = report.check("overlap").unwrap();
    assert_eq!((overlap.affected, overlap.seen), (2, 4));
    let differ = report.check("copies_differ").unwrap();
    assert_eq!((differ.affected, &*shown(&differ.examples[0])), (1, "overlap: invoice 3, least 1, most 2"));
    assert_eq!(affected(&report, "recoded"), 1);
}

#[tokio::test]
async fn the_manifest_describes_the_sources() {
    let manifest = import_both(&Bench::new()).await;
    let [first, second] = &manifest.sources[..] else { panic!("{:?}", manifest.sources) };
    assert_eq!((first.name.as_str(), first.file.as_str(), first.rows), ("first.parquet", "first.parquet", 3));
    assert_eq!((second.name.as_str(), second.file.as_str(), second.rows), ("The second", "second.csv.gz", 4));
    assert_eq!((first.licence.as_deref(), second.licence.as_deref()), (None, Some("CC BY 4.0")));
    assert_ne!(first.sha256, second.sha256);
}
