//! Small files that would be large in memory. The real program refuses or reads each in bounded memory.

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tests::program::granary;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Most memory that an import of any of them takes.
const PEAK_BYTES: u64 = 300 << 20;
/// A text of a megabyte.
const LONG: usize = 1_000_000;

/// The peak memory of a process until it ends; `None` where the system does not report it.
fn peak_bytes(child: &mut Child) -> Option<u64> {
    let mut peak = None;
    while child.try_wait().expect("its state").is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = kb.map(|kb| kb << 10).or(peak);
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

/// Imports a file and checks it. Both must print `expected`, or nothing for a sound file, in little memory.
#[track_caller]
fn check(name: &str, file_bytes_max: u64, expected: Option<&[&str]>, write: impl FnOnce(&Path)) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join(name);
    write(&path);
    let bytes = fs::metadata(&path).expect("the file").len();
    assert!(bytes <= file_bytes_max, "{name} has {bytes} bytes");
    let mut command = granary();
    command.arg("import").arg(&path).arg("--no-publish").arg("--store").arg(directory.path().join("store"));
    let log = directory.path().join("log");
    command.stdout(Stdio::null()).stderr(File::create(&log).expect("a file"));
    let mut child = command.spawn().expect("the program starts");
    let peak = peak_bytes(&mut child);
    let code = child.wait().expect("its end").code();
    let told = fs::read_to_string(&log).expect("UTF-8");
    assert!(peak.is_none_or(|peak| peak < PEAK_BYTES), "{name}: {} MB\n{told}", peak.unwrap_or(0) >> 20);
    match expected {
        None => assert_eq!(code, Some(0), "{name}: {told}"),
        Some(parts) => {
            assert_eq!(code, Some(1), "{name}: {told}");
            assert!(parts.iter().all(|part| told.contains(part)), "{name}: {told}");
        }
    }
}

/// Rows of sales or products in batches, each with this text.
fn parquet(
    path: &Path,
    batches: usize,
    rows: usize,
    text: (&str, &str),
    properties: impl Fn(WriterPropertiesBuilder) -> WriterPropertiesBuilder,
) {
    let level = ZstdLevel::try_new(3).expect("a level");
    let builder = WriterProperties::builder().set_compression(Compression::ZSTD(level));
    let mut writer = None;
    for batch in 0..batches {
        let all =
            |text: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values((0..rows).map(|_| text))) };
        let codes = (0..rows).map(|row| format!("A{}", batch * rows + row));
        let batch = RecordBatch::try_from_iter([
            ("date", all("2019-05-01")),
            ("sku", Arc::new(StringArray::from_iter_values(codes)) as ArrayRef),
            ("location", all("north")),
            ("units", Arc::new(Int64Array::from(vec![1; rows])) as ArrayRef),
            (text.0, all(text.1)),
        ])
        .expect("a batch");
        let writer = writer.get_or_insert_with(|| {
            let file = File::create(path).expect("a file");
            ArrowWriter::try_new(file, batch.schema(), Some(properties(builder.clone()).build()))
                .expect("a writer")
        });
        writer.write(&batch).expect("written");
    }
    writer.expect("batches").close().expect("closed");
}

#[test]
fn a_text_that_many_rows_of_parquet_share_is_not_copied() {
    let text = "x".repeat(LONG);
    let too_long = "column promotion holds a text of 1000000 bytes, more than 4096";
    let line = "sales.parquet, line 1: 2000 of 2000 rows of sales cannot be read";
    check("sales.parquet", 100_000, Some(&[line, too_long, "Correct the file"]), |path| {
        parquet(path, 40, 50, ("promotion", &text), |properties| properties);
    });
    // Parts that nobody reads are not measured.
    check("sales.parquet", 100_000, None, |path| {
        parquet(path, 40, 50, ("remark", &text), |properties| properties);
    });
}

#[test]
fn pages_of_parquet_are_measured_before_they_are_unpacked() {
    let text = "x".repeat(LONG);
    let plain = |properties: WriterPropertiesBuilder| properties.set_dictionary_enabled(false);
    check("sales.parquet", 300_000, Some(&["more than 4096"]), |path| {
        parquet(path, 40, 3, ("promotion", &text), plain);
    });
    let one_page = |properties: WriterPropertiesBuilder| plain(properties).set_data_page_size_limit(1 << 30);
    check(
        "sales.parquet",
        300_000,
        Some(&["pages of some rows unpack to more than 96 MB", "Write the file"]),
        |path| {
            parquet(path, 40, 3, ("promotion", &text), one_page);
        },
    );
}

#[test]
fn values_told_by_their_difference_are_read_few_at_a_time() {
    let text = "x".repeat(LONG / 5);
    check("sales.parquet", 300_000, Some(&["holds a text of 200000 bytes"]), |path| {
        parquet(path, 80, 100, ("promotion", &text), |properties| {
            properties
                .set_dictionary_enabled(false)
                .set_column_encoding("promotion".into(), Encoding::DELTA_BYTE_ARRAY)
        });
    });
}

#[test]
fn many_rows_of_texts_as_long_as_they_may_be_are_read() {
    let text = "x".repeat(4_096);
    check("sales.parquet", 1_000_000, None, |path| {
        parquet(path, 10, 1_000, ("promotion", &text), |properties| properties);
    });
}

/// A workbook with these shared texts and this sheet.
fn workbook(path: &Path, texts: &str, sheet: &str) {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org";
    let main = format!("xmlns=\"{NAMESPACE}/spreadsheetml/2006/main\"");
    let office = format!("{NAMESPACE}/officeDocument/2006/relationships");
    let relations = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{NAMESPACE}/package/2006/relationships\"><Relationship Id=\"{id}\" \
             Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relations("rId1", "officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {main} xmlns:r=\"{office}\"><sheets><sheet name=\"Sales\" sheetId=\"1\" r:id=\"rId1\"/>\
                 </sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations("rId1", "worksheet", "worksheets/sheet1.xml")),
        ("xl/sharedStrings.xml", texts.replace("<sst", &format!("<sst {main}"))),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut archive = ZipWriter::new(File::create(path).expect("a file"));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content.as_bytes()).expect("written");
    }
    archive.finish().expect("a workbook");
}

const HEADER: &str = "<row><c t=\"inlineStr\"><is><t>date</t></is></c><c t=\"inlineStr\"><is><t>sku</t></is></c>\
                      <c t=\"inlineStr\"><is><t>location</t></is></c><c t=\"inlineStr\"><is><t>units</t></is></c></row>";

#[test]
fn a_text_that_many_cells_of_a_workbook_share_is_not_copied() {
    let texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(LONG));
    let cell = "<c t=\"s\"><v>0</v></c>";
    let sheet = format!("{HEADER}{}", format!("<row>{}</row>", cell.repeat(4)).repeat(10_000));
    let expected = ["column date (cell A2): holds a text of 1000000 bytes, more than 4096"];
    check("sales.xlsx", 100_000, Some(&expected), |path| workbook(path, &texts, &sheet));
}

#[test]
fn the_shared_texts_of_a_workbook_are_weighed() {
    let many = format!("<sst>{}</sst>", "<si><t/></si>".repeat(6_000_000));
    let expected =
        ["sales.xlsx: is too large a workbook", "sharedStrings.xml takes more than 160 MB of memory"];
    check("sales.xlsx", 1_000_000, Some(&expected), |path| workbook(path, &many, HEADER));
    // A list that announces more texts than memory holds would end the program.
    let promised = "<sst uniqueCount=\"1000000000000\"><si><t>A</t></si></sst>";
    let expected = ["sales.xlsx: is too large a workbook", "says that it holds more texts than it can"];
    check("sales.xlsx", 10_000, Some(&expected), |path| workbook(path, promised, HEADER));
}

#[test]
fn a_cell_of_many_pieces_is_one_text() {
    let piece = format!("<r><rPr><b/></rPr><t>{}</t></r>", "x".repeat(1 << 16));
    let sheet = format!("{HEADER}<row><c t=\"inlineStr\"><is>{}</is></c></row>", piece.repeat(5_000));
    let expected = ["sales.xlsx: is too large a workbook", "holds a text or a tag longer than 1024 kB"];
    check("sales.xlsx", 1_000_000, Some(&expected), |path| workbook(path, "<sst></sst>", &sheet));
}

#[test]
fn the_keys_of_json_lines_are_weighed() {
    check(
        "sales.jsonl.gz",
        1_000_000,
        Some(&["sales.jsonl.gz, line 2", "1024 kB of different keys"]),
        |path| {
            let file = File::create(path).expect("a file");
            let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
            for row in 0..100 {
                writeln!(packed, "{{\"{row}{}\": 1}}", "x".repeat(1_000_000)).expect("written");
            }
            packed.finish().expect("packed");
        },
    );
}
