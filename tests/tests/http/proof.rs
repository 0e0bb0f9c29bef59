//! The API returns the publication's proof, as JSON and as a table.

use crate::answers::loaded;
use crate::representations::{check_cells, same, table};
use crate::server;
use contract::{ProofAnswer, Published};
use serde_json::Value;

#[test]
fn proof_is_that_of_the_publication() {
    let (server, store) = server();
    let Published { derived, proof, .. } = loaded(&store);
    let expected = ProofAnswer::new(&derived.facts, &proof);
    let answer = server.get("/api/v1/proof");
    assert_eq!(answer.text(), serde_json::to_string(&expected).expect("JSON"));
    assert_eq!(server.get("/api/v1/proof?class=A").status, 400, "it knows no filter");
    assert_eq!(server.get("/proof?class=A").status, 200, "a page is forgiving");
}

#[test]
fn the_proof_is_the_same_in_every_representation() {
    let (server, _store) = server();
    let path = "/api/v1/proof";
    let (table, answer) = (table(&server, path), server.get(path).json());
    let proof = &answer["proof"];
    let list = |name: &str| proof[name].as_array().expect("a list").clone();
    let (rules, groups) = (list("rules"), list("groups"));
    assert_eq!(table.len(), rules.len() + groups.len());
    for (row, rule) in table.iter().zip(&rules) {
        assert_eq!((&row["grouping"], &row["textbook_service"]), (&"rule".into(), &Value::Null));
        check_cells(row, rule, &["promise", "stock_value", "holding_cost", "short_value", "orders_per_year"]);
        check_cells(row, &rule["kept"], &["cycles", "service", "standard_error", "fill_rate"]);
    }
    for (row, group) in table.iter().skip(rules.len()).zip(&groups) {
        check_cells(row, group, &["grouping", "group", "item_locations", "promise"]);
        check_cells(row, &group["plan"], &["cycles", "service", "standard_error", "fill_rate"]);
        assert!(same(&row["textbook_service"], &group["textbook"]["service"]), "{group}");
        assert_eq!(row["stock_value"], Value::Null);
    }
}
