use super::*;
use crate::import::{self, ImportRequest, Replace, SourceFile, Timestamp};
use crate::store::Store;

/// Snapshots of each list of files alone, in one store.
async fn snapshots(lists: &[&[(&str, &str)]]) -> (tempfile::TempDir, Tenant, Vec<Manifest>) {
    let dir = tempfile::tempdir().unwrap();
    let tenant = Store::create(dir.path().join("store").to_str().unwrap()).unwrap().tenant("main").unwrap();
    let mut manifests = Vec::new();
    for (second, files) in (0..).zip(lists) {
        let mut sources = Vec::new();
        for (name, content) in *files {
            sources.push(dir.path().join(name));
            std::fs::write(dir.path().join(name), content).unwrap();
        }
        let request = ImportRequest {
            sources: sources.into_iter().map(SourceFile::from).collect(),
            mapping: None,
            period: None,
            created_at: Timestamp::from_second(1_325_376_000 + second).unwrap(),
            memory_bytes: ImportRequest::MEMORY_BYTES,
            replace: Replace::Items,
        };
        manifests.push(import::run(&tenant, &request, &mut |_| ()).await.unwrap().manifest);
    }
    (dir, tenant, manifests)
}

fn sums(sums: &[(&str, &str)]) -> BTreeMap<String, String> {
    sums.iter().map(|(column, sum)| ((*column).to_owned(), (*sum).to_owned())).collect()
}

#[tokio::test]
async fn what_two_snapshots_have_is_counted_and_added_up() {
    let before = "date,sku,location,units\n2011-01-01,A,UK,1.5\n2011-01-02,B,UK,2\n2011-01-02,C,UK,2\n2011-01-03,A,UK,9\n";
    let after = "date,sku,location,units,revenue\n2011-01-01,A,UK,1.5,\n2011-01-02,B,UK,3,30\n2011-01-05,D,UK,4,0.1\n";
    let products = ("products.csv", "sku,name,unit_cost\nA,Mug,3\n");
    let stock = ("stock.csv", "date,sku,location,on_hand\n2011-01-01,A,UK,5\n");
    let (_dir, tenant, found) =
        snapshots(&[&[("sales.csv", before), products], &[("sales.csv", after), products, stock]]).await;
    let comparison = compare(&tenant, &found[0], &found[1]).await.unwrap();
    assert_eq!((&comparison.before, &comparison.after), (&found[0].id, &found[1].id));
    let names: Vec<_> = comparison.tables.iter().map(|table| (table.table.as_str(), table.same)).collect();
    assert_eq!(names, [("sales", false), ("stock", false), ("products", true)]);
    let [sales, stock, products] = &comparison.tables[..] else { panic!() };
    let totals = |rows, last: &str, days, items, sums| Totals {
        rows,
        first_date: "2011-01-01".parse().ok(),
        last_date: last.parse().ok(),
        days: Some(days),
        items: Some(items),
        sums,
    };
    assert_eq!(sales.before, Some(totals(4, "2011-01-03", 3, 3, sums(&[("units", "14.5000")]))));
    let both = sums(&[("units", "8.5000"), ("revenue", "30.1000")]);
    assert_eq!(sales.after, Some(totals(3, "2011-01-05", 3, 3, both)));
    assert_eq!((sales.days_added, sales.days_removed, sales.days_changed), (Some(1), Some(1), Some(1)));
    assert_eq!((sales.items_added, sales.items_removed), (Some(1), Some(1)));
    assert_eq!((&stock.before, stock.days_added, stock.items_added), (&None, Some(1), Some(1)));
    assert_eq!(stock.after.as_ref().unwrap().sums, sums(&[]), "balances are not added up over days");
    assert_eq!((products.items_added, products.days_added), (Some(0), None));
    let json = serde_json::to_value(sales).unwrap();
    assert_eq!(
        (&json["after"]["revenue"], &json["after"]["last_date"]),
        (&"30.1000".into(), &"2011-01-05".into())
    );
}

#[tokio::test]
async fn a_snapshot_is_the_same_as_itself() {
    let sales = "date,sku,location,units\n2011-01-01,A,UK,1.5\n2011-01-01,B,UK,1\n";
    let (_dir, tenant, found) = snapshots(&[&[("sales.csv", sales)]]).await;
    let comparison = compare(&tenant, &found[0], &found[0]).await.unwrap();
    let [sales] = &comparison.tables[..] else { panic!() };
    assert!(sales.same && sales.before == sales.after);
    assert_eq!((sales.days_changed, sales.items_added, sales.items_removed), (Some(0), Some(0), Some(0)));
}
