//! The command and the pages give the same forecast where a rule names the method.

use super::*;
use tests::program::{self, Server};
use tests::store::write_tables;

/// Takes the weekly series of an item from the API and forecasts it by the command with the method of the item's
/// rule. The result equals the API's forecast bit for bit. (Where a store knows hours or days without stock, the
/// API's forecast uses them; a long file has no such column, so the command forecasts sales.)
#[test]
fn the_forecast_of_an_item_is_that_of_its_page() {
    let folder = Folder::new();
    let (sources, store) = (write_tables(400), folder.path("store"));
    program::succeed(
        granary().arg("import").arg(sources.path().join("sales.csv")).arg("--store").arg(&store),
    );
    let rules = ["north", "south"]
        .map(|location| format!("[[policy]]\nlocation = \"{location}\"\nmethod = \"auto_ets\"\n"));
    let settings = folder.write("settings.toml", rules.concat());
    program::succeed(granary().arg("publish").arg("--settings").arg(settings).arg("--store").arg(&store));
    let server = Server::start(&store);
    let items = server.get("/api/v1/items?page_size=1000").json();
    let items = items["items"].as_array().expect("items");
    let mut text = String::from("unique_id,ds,y\n");
    let mut expected = Vec::new();
    for item in items {
        let (sku, location) =
            (item["sku"].as_str().expect("a sku"), item["location"].as_str().expect("a place"));
        // As CSV, whose numbers are read back to the bit.
        let path = format!("/api/v1/forecast?sku={sku}&location={location}&format=csv");
        let answer = rows(server.get(&path).text());
        let id = format!("{sku} {location}");
        for row in answer.iter().filter(|row| row["mean"].is_empty()) {
            let _ = writeln!(text, "{id},{},{}", row["from"], row["units"]);
        }
        expected.push((id, answer));
    }
    let input = folder.write("weekly.csv", text);
    let (found, told) = forecast(&input, &["--horizon", "13", "--method", "auto_ets"]);
    assert!(told.contains("by week") && told.contains("season 52"), "{told}");
    assert_eq!(expected.len(), 24);
    for (id, answer) in expected {
        let coming: Vec<_> = answer.iter().filter(|row| !row["mean"].is_empty()).collect();
        let of =
            |name: &str| coming.iter().map(|row| row[name].parse().expect("a number")).collect::<Vec<f64>>();
        let days: Vec<&str> = coming.iter().map(|row| row["from"].as_str()).collect();
        assert_eq!(column(&found, &id, "ds"), days);
        assert_eq!(numbers(&found, &id, "mean"), of("mean"), "{id}");
        for (lower, upper) in [("lower_80", "upper_80"), ("lower_95", "upper_95")] {
            let inside = of(lower).into_iter().zip(of("mean")).zip(of(upper));
            // Interval ends are stored in single precision.
            let holds = |((lower, mean), upper)| lower <= mean * (1.0 + 1e-6) && mean <= upper * (1.0 + 1e-6);
            assert!(inside.clone().all(holds), "{id}");
        }
    }
}
