//! Queries: their rows are those of the API, with values bound, in pieces, and no longer than somebody takes them.

use crate::driver::{Driver, prepared, says, statement, texts};
use crate::{serve, store};
use arrow::array::{ArrayRef, AsArray, Date32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Int64Type, Schema};
use arrow_flight::IpcMessage;
use serde_json::{Value, json};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tests::client;
use tests::program::Server;

/// What the API answers.
fn of_the_api(server: &Server, sql: &str) -> Value {
    let headers = [("content-type", "application/json")];
    let answer = client::post(server.address(), "/api/v1/sql", &headers, json!({ "sql": sql }).to_string());
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn rows_are_those_of_the_api() {
    let store = store();
    let (server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    for sql in [
        "select sku, location, sum(units) as units, min(date) as first, avg(revenue) as mean from sales \
         group by sku, location order by sku, location",
        "select * from kpi_period",
        "select sku, name, status, on_hand, class from item_status order by sku, location",
        "select * from (values (1, 'é', true, date '2020-02-29', null), (2, '', false, null, 0.5)) as t (a, b, c, d, e)",
        "select substr(name, 3) as part, array_agg(location) as places from item_location group by 1 order by 1",
        "select sku, units from sales where false",
    ] {
        let (info, rows) = driver.answer(&statement(sql)).expect(sql);
        let expected = of_the_api(&server, sql);
        let cells = expected["rows"].as_array().expect("rows");
        let texts = texts(&rows);
        assert_eq!(texts.len(), cells.len(), "{sql}");
        for (row, cells) in texts.iter().zip(cells) {
            let same = cells
                .as_array()
                .expect("cells")
                .iter()
                .zip(row)
                .all(|(cell, text)| says(cell, text.as_deref()));
            assert!(same, "{sql}: {row:?} and {cells}");
        }
        // What is said before the rows come is what comes.
        let said = info.try_decode_schema().expect("columns");
        let names: Vec<&str> = said.fields().iter().map(|field| field.name().as_str()).collect();
        let known = expected["columns"].as_array().expect("columns").iter();
        assert_eq!(names, known.map(|column| column["name"].as_str().expect("a name")).collect::<Vec<_>>());
        assert!(rows.iter().all(|batch| *batch.schema() == said), "{sql}: {said:?}");
        assert!(said.fields().iter().all(|field| *field.data_type() != DataType::Utf8View), "{sql}");
    }
    let (info, _) = driver.answer(&statement("select sum(units) as sold from sales")).expect("a sum");
    let sold = info.try_decode_schema().expect("columns");
    assert_eq!(sold.field(0).metadata()["unit"], "units");
    assert!(sold.field(0).metadata()["meaning"].starts_with("Units sold"));
}

fn column(name: &str, values: impl Into<ArrayRef>) -> (String, ArrayRef) {
    (name.to_owned(), values.into())
}

fn row(columns: Vec<(String, ArrayRef)>) -> Vec<RecordBatch> {
    vec![RecordBatch::try_from_iter(columns).expect("rows")]
}

#[test]
fn values_are_bound_to_prepared_queries_and_nothing_is_kept() {
    let store = store();
    let (server, address) = serve(&store, "");
    let sql = "select sku, sum(units) as units from sales where date >= $1 and units > $2 group by sku order by sku";
    let handle = {
        let mut driver = Driver::to(&address);
        let made = driver.prepare(sql).expect("prepared");
        let schema = |bytes| Schema::try_from(IpcMessage(bytes)).expect("a schema");
        let (answer, values) = (schema(made.dataset_schema), schema(made.parameter_schema));
        let kinds = |schema: &Schema| {
            schema.fields().iter().map(|field| field.data_type().clone()).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&values)[0], DataType::Date32, "{values:?}");
        assert!(kinds(&values)[1].is_decimal() && kinds(&answer)[1].is_decimal(), "{values:?} {answer:?}");
        made.prepared_statement_handle
    };
    // On another connection: the handle holds all there is.
    let mut driver = Driver::to(&address);
    let unbound = driver.info(&prepared(&handle)).expect_err("no values");
    assert!(unbound.message().contains("$1 has no value"), "{unbound}");
    let since = Arc::new(Date32Array::from(vec![18_050])) as ArrayRef;
    let least = Arc::new(Int64Array::from(vec![5])) as ArrayRef;
    let bound =
        driver.bind(&handle, row(vec![column("0", since), column("1", least.clone())])).expect("bound");
    let (_, rows) = driver.answer(&prepared(&bound)).expect("rows");
    let spelled = sql.replace("$1", "date '2019-06-03'").replace("$2", "5");
    let expected = of_the_api(&server, &spelled)["rows"].as_array().expect("rows").len();
    assert!(expected > 3 && texts(&rows).len() == expected, "{rows:?}");
    // Bound anew, by texts; and by name.
    let since = Arc::new(StringArray::from(vec!["2019-06-03"])) as ArrayRef;
    let again = row(vec![column("2", least), column("1", since.clone())]);
    let again = driver.bind(&bound, again).expect("bound");
    assert_eq!(texts(&driver.answer(&prepared(&again)).expect("rows").1), texts(&rows));
    let hostile = Arc::new(StringArray::from(vec!["x' or '1' = '1"])) as ArrayRef;
    let named = driver.prepare("select count(*) from sales where sku = $sku").expect("prepared");
    let named =
        driver.bind(&named.prepared_statement_handle, row(vec![column("sku", hostile)])).expect("bound");
    let counted = driver.answer(&prepared(&named)).expect("rows").1;
    assert_eq!(texts(&counted), [[Some("0".to_owned())]], "a value is never a part of the query");
    // What does not fit is refused.
    let several = Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef;
    for (values, said) in [(row(vec![column("0", several)]), "2 rows"), (row(vec![column("0", since)]), "")] {
        let refused = driver.bind(&handle, values).and_then(|handle| driver.info(&prepared(&handle)));
        let refused = refused.expect_err("values that do not fit");
        assert!(
            refused.message().contains(said) && refused.message().contains("[bad-parameter]"),
            "{refused}"
        );
    }
    driver.act("ClosePreparedStatement", Vec::new()).expect("nothing to forget");
}

#[test]
fn a_long_answer_comes_in_pieces() {
    let store = store();
    let (_server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    let rows =
        driver.query("select value, value * 2 as twice from generate_series(1, 300000)").expect("rows");
    let values = rows.iter().flat_map(|batch| batch["value"].as_primitive::<Int64Type>().values().to_vec());
    assert!(rows.len() > 30 && values.eq(1..=300_000), "{} batches", rows.len());
    let broken = driver.query("select 100000 / (100000 - value) from generate_series(1, 200000)");
    assert!(broken.expect_err("an error on the way").message().contains("[arithmetic]"));
}

#[test]
fn who_leaves_frees_the_worker() {
    let store = store();
    let (_server, address) = serve(
        &store,
        "[limits]\nsql_workers = 1\nsql_time_ms = 600000\nsql_hold_ms = 600000\ncomputation_wait_ms = 60000\n",
    );
    let mut leaves = Driver::to(&address);
    let never = "select count(*) from generate_series(1, 100000000000) as a (x) where x % 7 = 3";
    let info = leaves.info(&statement(never)).expect("a plan is quick").endpoint[0].ticket.clone();
    let request = leaves.request(info.expect("a ticket"));
    let asked = leaves.run(|mut client| async move {
        tokio::time::timeout(Duration::from_millis(500), client.do_get(request)).await
    });
    assert!(asked.is_err(), "it computes for minutes");
    drop(leaves);
    let mut next = Driver::to(&address);
    let answered = (0..60).find_map(|_| {
        let rows = next.query("select 3").ok();
        if rows.is_none() {
            thread::sleep(Duration::from_millis(100));
        }
        rows
    });
    assert_eq!(texts(&answered.expect("the worker is free again")), [[Some("3".to_owned())]]);
    // Rows that nobody takes hold up nobody else, once who asked for them has left.
    let mut slow = Driver::to(&address);
    let many = "select value, value * 2 as twice from generate_series(1, 1000000000)";
    let ticket = slow.info(&statement(many)).expect("a plan").endpoint[0].ticket.clone().expect("a ticket");
    let request = slow.request(ticket);
    let stream =
        slow.run(|mut client| async move { client.do_get(request).await.expect("rows").into_inner() });
    drop(stream);
    assert!(next.query("select 4").is_ok());
}
