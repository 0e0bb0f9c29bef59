use std::io::Write;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;

use super::order_lines::{MAPPING, affected, counts};
use super::*;

/// Order lines as a data frame saves them: other names, other types, codes as floating-point numbers.
fn as_parquet(path: &Path, lines: &[[&str; 8]]) {
    let text = |column: usize| -> ArrayRef {
        Arc::new(
            lines
                .iter()
                .map(|line| Some(line[column]).filter(|t| !t.is_empty()))
                .collect::<StringArray>(),
        )
    };
    let float = |column: usize| -> ArrayRef {
        Arc::new(
            lines
                .iter()
                .map(|line| line[column].parse::<f64>().ok())
                .collect::<Float64Array>(),
        )
    };
    let quantity: Int64Array = lines
        .iter()
        .map(|line| line[3].parse::<i64>().ok())
        .collect();
    let batch = RecordBatch::try_from_iter([
        ("Country", text(7)),
        ("Invoice", text(0)),
        ("StockCode", text(1)),
        ("Description", text(2)),
        ("Quantity", Arc::new(quantity) as ArrayRef),
        ("InvoiceDate", text(4)),
        ("Price", float(5)),
        ("Customer ID", float(6)),
    ])
    .unwrap();
    let mut writer =
        ArrowWriter::try_new(fs::File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[tokio::test]
async fn the_overlap_of_two_sources_is_taken_out_by_invoice_and_counted() {
    let bench = Bench::new();
    let first = bench.dir.path().join("first.parquet");
    as_parquet(
        &first,
        &[
            [
                "1",
                "A",
                "MUG",
                "5",
                "2011-03-01 10:00:00",
                "2.5",
                "7",
                "United Kingdom",
            ],
            [
                "2",
                "A",
                "MUG ",
                "1",
                "2011-03-02 10:00:00",
                "2.5",
                "7",
                "United Kingdom",
            ],
            [
                "3",
                "A",
                "MUG",
                "1",
                "2011-03-03 10:00:00",
                "2.5",
                "7",
                "United Kingdom",
            ],
        ],
    );
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed
        .write_all(
            b"Country;InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID\n\
              United Kingdom;2;A;MUG;1;02/03/2011 10:00;2.5;7\n\
              United Kingdom;3;A;MUG;1;03/03/2011 10:00;2.5;7\n\
              United Kingdom;3;B;TASSE \xe0 caf\xe9;2;03/03/2011 10:00;4;7\n\
              United Kingdom;4;A;MUG;8;04/03/2011 10:00;2.5;7\n",
        )
        .unwrap();
    let second = bench.file("second.csv.gz", packed.finish().unwrap());
    let manifest = bench.import(&[first, second], Some(MAPPING)).await.unwrap();
    assert_eq!(
        bench.rows(&manifest, "sales"),
        [
            "2011-03-01 A UK 5.0000 12.5000",
            "2011-03-02 A UK 1.0000 2.5000",
            "2011-03-03 A UK 1.0000 2.5000",
            "2011-03-04 A UK 8.0000 20.0000",
            "2011-03-03 B UK 2.0000 8.0000",
        ]
    );
    assert_eq!(
        bench.rows(&manifest, "products")[1],
        "B TASSE à café Other assigned by keyword 4.0000"
    );
    let report = manifest.quality.unwrap();
    // Invoice 2 is kept from the first source; of invoice 3 the second has more lines.
    assert_eq!(counts(&report), [("sale", 5), ("overlap", 2)]);
    let overlap = report.check("overlap").unwrap();
    assert_eq!((overlap.affected, overlap.seen), (2, 4));
    assert_eq!(
        report.check("copies_differ").unwrap().examples[0].content,
        "invoice 3: 1 to 2 lines"
    );
    assert_eq!(
        (
            affected(&report, "copies_differ"),
            affected(&report, "recoded")
        ),
        (1, 1)
    );
    assert_eq!(manifest.sources[0].name, "first.parquet");
    assert_eq!(
        (manifest.sources[1].name.as_str(), manifest.sources[1].rows),
        ("The second", 4)
    );
    assert_eq!(manifest.sources[1].licence.as_deref(), Some("CC BY 4.0"));
}
