use std::fs;
use std::path::Path;

use super::*;
use crate::import::{self, ImportRequest, Mapping, Replace, SourceFile};
use crate::store::Store;

async fn import(dir: &Path, files: &[(&str, &str)]) -> (Tenant, Manifest) {
    let mut sources = Vec::new();
    for (name, content) in files {
        sources.push(dir.join(name));
        fs::write(dir.join(name), content).unwrap();
    }
    let tenant = Store::create(dir.join("store").to_str().unwrap()).unwrap().tenant("main").unwrap();
    let request = ImportRequest {
        sources: sources.into_iter().map(SourceFile::from).collect(),
        mapping: None::<Mapping>,
        period: None,
        created_at: "2012-01-01T00:00:00Z".parse().unwrap(),
        memory_bytes: ImportRequest::MEMORY_BYTES,
        replace: Replace::Items,
    };
    let manifest = import::run(&tenant, &request, &mut |_| ()).await.unwrap().manifest;
    (tenant, manifest)
}

fn affected(report: &Report, id: &str) -> (u64, u64) {
    let check = report.check(id).unwrap_or_else(|| panic!("no check {id} in\n{report:#?}"));
    (check.affected, check.seen)
}

#[tokio::test]
async fn what_a_snapshot_lacks_is_counted_with_examples() {
    let dir = tempfile::tempdir().unwrap();
    let sales = "date,sku,location,units\n2011-01-03,A,UK,1\n2011-01-04,B,UK,2\n2011-01-10,A,FR,1\n";
    let (tenant, manifest) = import(
        dir.path(),
        &[
            ("sales.csv", sales),
            ("products.csv", "sku,name,unit_cost\nA,Mug,1.5\nC,Cup,\n"),
            ("locations.csv", "location,name,kind\nUK,Britain,warehouse\n"),
            ("stock.csv", "date,sku,location,on_hand\n2011-01-03,A,UK,-4\n"),
            (
                "receipts.csv",
                "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n\
             P1,S,A,UK,2011-01-05,2011-01-04,1,1\nP2,S,A,UK,2011-01-05,,1,0\n",
            ),
        ],
    )
    .await;
    let report = check_store(&tenant, &manifest).await.unwrap();
    assert_eq!(report.rows, 9);
    assert_eq!(affected(&report, "files"), (0, 5));
    assert_eq!(affected(&report, "columns").0, 0);
    assert_eq!(affected(&report, "product_unknown"), (1, 2));
    assert_eq!(report.check("product_unknown").unwrap().examples[0].content, "B");
    assert_eq!(affected(&report, "location_unknown"), (1, 1));
    assert_eq!(affected(&report, "unit_cost_missing"), (1, 2));
    assert_eq!(report.check("stock_missing").unwrap().examples[0].content, "A FR");
    assert_eq!(affected(&report, "stock_missing").0, 2);
    assert_eq!(affected(&report, "runs_without_sales"), (1, 3));
    assert_eq!(
        report.check("runs_without_sales").unwrap().examples[0].content,
        "after 2011-01-04 until 2011-01-10"
    );
    assert_eq!(affected(&report, "received_before_ordered"), (1, 2));
    assert_eq!(affected(&report, "sales_key_repeated"), (0, 3));
    assert_eq!(affected(&report, "sales_negative").0, 0);
}

#[tokio::test]
async fn an_altered_file_is_named_and_the_rest_is_still_checked() {
    let dir = tempfile::tempdir().unwrap();
    let (_, manifest) = import(
        dir.path(),
        &[
            ("sales.csv", "date,sku,location,units\n2011-01-03,A,UK,1\n"),
            ("products.csv", "sku,name\nA,Mug\n"),
        ],
    )
    .await;
    let tenant = Store::open(dir.path().join("store").to_str().unwrap()).unwrap().tenant("main").unwrap();
    let products = manifest.files_of("products").next().unwrap();
    let path = tenant.root().join(&products.path);
    let mut content = fs::read(&path).unwrap();
    let middle = content.len() / 2;
    content[middle] ^= 1;
    fs::write(&path, content).unwrap();
    let report = check_store(&tenant, &manifest).await.unwrap();
    assert_eq!(affected(&report, "files"), (1, 2));
    assert!(report.check("files").unwrap().examples[0].content.contains(&products.sha256));
    assert_eq!(affected(&report, "sales_key_repeated"), (0, 1));
    assert!(report.check("unit_cost_missing").is_none());
}
