//! Sources that are many files.

use super::*;
use crate::report::shown;

#[tokio::test]
async fn a_folder_of_partitions_is_a_table_and_reports_name_its_files() {
    let bench = Bench::new();
    for (part, rows) in [
        ("date=2011-01-03/location=K%C3%B6ln", "A,1\nB,2\n"),
        ("date=2011-01-04/location=Bonn", "A,3\nA,lots\n"),
    ] {
        let folder = bench.dir.path().join("stock").join(part);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("part-0.csv"), format!("sku,on_hand\n{rows}")).unwrap();
    }
    let sales = bench.file("sales.csv", "date,sku,location,units\n2011-01-03,A,Bonn,1\n");
    let found = find_files(&[bench.dir.path().join("stock"), sales]).unwrap();
    let mapping = "currency = \"EUR\"\ntime_zone = \"UTC\"\n[limits]\nmax_refused_share = 0.5\n";
    let request = ImportRequest { sources: found.files, ..request(&[], Some(mapping)) };
    let manifest = run(&bench.tenant, &request, &mut |_| ()).await.unwrap().manifest;
    assert_eq!(
        bench.rows(&manifest, "stock"),
        ["2011-01-04 A Bonn 3.0000", "2011-01-03 A Köln 1.0000", "2011-01-03 B Köln 2.0000"]
    );
    let report = manifest.quality.unwrap();
    let example = &report.check("stock_unreadable").unwrap().examples[0];
    assert_eq!(
        (example.file.as_str(), example.line),
        ("stock/date=2011-01-04/location=Bonn/part-0.csv", Some(3))
    );
    assert_eq!(shown(example), "cell_not_a_number: column on_hand, value lots");
    assert_eq!(manifest.sources[0].file, "stock/date=2011-01-03/location=K%C3%B6ln/part-0.csv");
}
