//! Refusals: hostile queries, forged tickets, everything that would write, and limits.

use crate::driver::{Driver, prepared, statement, texts};
use crate::{serve, store};
use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use arrow_flight::sql::{
    ActionBeginTransactionRequest, ActionCancelQueryRequest, CommandPreparedStatementUpdate,
    CommandStatementIngest, CommandStatementSubstraitPlan, CommandStatementUpdate, ProstMessageExt,
    TicketStatementQuery,
};
use arrow_flight::{Action, Criteria, FlightDescriptor, Ticket};
use proptest::prelude::{ProptestConfig, any, prop};
use proptest::test_runner::TestRunner;
use prost::Message;
use serde_json::json;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use tests::program::PATIENCE;
use tonic::{Code, Status};

/// A query that would take minutes.
const ENDLESS: &str = "select count(*) from generate_series(1, 100000000000) as a (x) where x % 7 = 3";

#[track_caller]
fn check(refused: Result<impl std::fmt::Debug, Status>, code: Code, parts: &[&str]) {
    let refused = refused.expect_err("a refusal");
    assert_eq!(refused.code(), code, "{refused}");
    for part in parts {
        assert!(refused.message().contains(part), "{part} in {refused}");
    }
    for leak in ["DataFusion", "datafusion", "help us", "/tmp", "panicked"] {
        assert!(!refused.message().contains(leak), "{leak} in {refused}");
    }
}

/// The ticket of a query, as somebody else writes it.
fn forged(handle: &[u8]) -> Ticket {
    let ticket = TicketStatementQuery { statement_handle: handle.to_vec().into() };
    Ticket::new(ticket.as_any().encode_to_vec())
}

#[test]
fn a_refusal_says_where_and_what_was_meant_and_a_ticket_is_no_way_around_the_gate() {
    let store = store();
    let (_server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    let wrong = ["[unknown-name]", "line 2, column 3", "Did you mean units?"];
    check(driver.query("select\n  unts from sales"), Code::InvalidArgument, &wrong);
    check(driver.query("select * from sale"), Code::InvalidArgument, &["'sale'", "Did you mean sales?"]);
    let deep = format!("select {}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let long = format!("select {}1", "1 + ".repeat(8_000));
    for (sql, code, name) in [
        ("select * frm sales", Code::InvalidArgument, "syntax"),
        ("drop table sales", Code::InvalidArgument, "not-allowed"),
        ("create table a as select 1", Code::InvalidArgument, "not-allowed"),
        ("insert into sales select * from sales", Code::InvalidArgument, "not-allowed"),
        ("copy sales to '/tmp/x.csv'", Code::InvalidArgument, "not-allowed"),
        ("set datafusion.execution.batch_size = 1", Code::InvalidArgument, "not-allowed"),
        ("select 1; select 2", Code::InvalidArgument, "not-allowed"),
        ("", Code::InvalidArgument, "not-allowed"),
        ("select * from '/etc/passwd'", Code::InvalidArgument, "unknown-name"),
        ("select * from information_schema.tables", Code::InvalidArgument, "unknown-name"),
        ("select * from granary.information_schema.tables", Code::InvalidArgument, "unknown-name"),
        ("select cast(sku as int) from sales", Code::InvalidArgument, "bad-value"),
        ("select $1", Code::InvalidArgument, "bad-parameter"),
        (&deep, Code::InvalidArgument, "too-large"),
        (&long, Code::InvalidArgument, "too-large"),
    ] {
        check(driver.query(sql), code, &[&format!("[{name}]")]);
        let ticket = forged(json!({ "sql": sql }).to_string().as_bytes());
        check(driver.take(ticket), code, &[&format!("[{name}]")]);
    }
    let huge = format!("select '{}'", "x".repeat(100_000));
    check(driver.query(&huge), Code::ResourceExhausted, &["[body-too-large]", "shorter query"]);
    assert_eq!(driver.query(&"x".repeat(10_000_000)).expect_err("a refusal").code(), Code::OutOfRange);
    let ticket = forged(json!({ "sql": huge }).to_string().as_bytes());
    check(driver.take(ticket), Code::ResourceExhausted, &["[body-too-large]"]);
    check(driver.prepare("drop table sales"), Code::InvalidArgument, &["[not-allowed]"]);
    assert_eq!(texts(&driver.query("select 1 + 1").expect("rows")), [[Some("2".to_owned())]]);
}

#[test]
fn nonsense_is_refused_and_the_server_lives() {
    let store = store();
    let (server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    let genuine = driver.info(&statement("select 1")).expect("a ticket").endpoint[0].ticket.clone();
    let genuine = genuine.expect("a ticket").ticket.to_vec();
    let mut runner = TestRunner::new_with_rng(
        ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4);
    let driver = std::cell::RefCell::new(driver);
    let outcome = runner.run(&(bytes, changes), |(bytes, changes)| {
        let mut driver = driver.borrow_mut();
        let mut changed = genuine.clone();
        for (place, byte) in changes {
            let place = place.index(changed.len());
            changed[place] = byte;
        }
        for ticket in [Ticket::new(bytes.clone()), Ticket::new(changed), forged(&bytes)] {
            if let Err(refused) = driver.take(ticket) {
                assert!(refused.message().contains('['), "a refusal of ours: {refused}");
                assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
            }
        }
        let request = driver.request(FlightDescriptor::new_cmd(bytes.clone()));
        let info = driver.run(|mut client| async move { client.get_flight_info(request).await });
        assert!(info.is_err());
        assert!(driver.act("CreatePreparedStatement", bytes).is_err());
        Ok(())
    });
    outcome.expect("refusals only");
    let mut driver = driver.into_inner();
    let text = forged(b"{\"sql\": \"select 1\", \"path\": \"/etc/passwd\"}");
    check(driver.take(text), Code::InvalidArgument, &["[bad-ticket]", "GetFlightInfo"]);
    assert!(driver.query("select 1").is_ok() && server.get("/healthz").status == 200);
    let panics = server.events().into_iter().any(|event| event.to_string().contains("panicked"));
    assert!(!panics, "{:#?}", server.events());
}

#[test]
fn nothing_is_written_and_the_remedy_is_named() {
    let store = store();
    let (_server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    let rows = || {
        let values = Arc::new(Int64Array::from(vec![1])) as ArrayRef;
        vec![RecordBatch::try_from_iter([("a", values)]).expect("rows")]
    };
    let only_reads = |refused: Result<Vec<u8>, Status>| {
        check(refused, Code::Unimplemented, &["[only-reads]", "only reads", "granary import"]);
    };
    let update = CommandStatementUpdate { query: "delete from sales".to_owned(), transaction_id: None };
    only_reads(driver.put(&update, rows()));
    let ingest = CommandStatementIngest { table: "sales".to_owned(), ..CommandStatementIngest::default() };
    only_reads(driver.put(&ingest, rows()));
    let handle = driver.prepare("select 1").expect("prepared").prepared_statement_handle;
    only_reads(
        driver.put(&CommandPreparedStatementUpdate { prepared_statement_handle: handle.clone() }, rows()),
    );
    only_reads(driver.put(&CommandStatementSubstraitPlan::default(), rows()));
    let begin = ActionBeginTransactionRequest {}.as_any().encode_to_vec();
    for action in ["BeginTransaction", "BeginSavepoint", "EndTransaction", "CreatePreparedSubstraitPlan", "x"]
    {
        only_reads(driver.act(action, begin.clone()));
    }
    let in_transaction = arrow_flight::sql::CommandStatementQuery {
        query: "select 1".to_owned(),
        transaction_id: Some(b"a".to_vec().into()),
    };
    check(driver.info(&in_transaction), Code::Unimplemented, &["[only-reads]"]);
    let cancel = ActionCancelQueryRequest { info: Vec::new().into() }.as_any().encode_to_vec();
    check(driver.act("CancelQuery", cancel), Code::Unimplemented, &["close the connection"]);
    let request = driver.request(Criteria::default());
    let listed = driver.run(|mut client| async move { client.list_flights(request).await });
    check(listed.map(drop), Code::InvalidArgument, &["[bad-command]"]);
    let request = driver.request(FlightDescriptor::new_path(vec!["sales".to_owned()]));
    let info = driver.run(|mut client| async move { client.get_flight_info(request).await });
    check(info.map(drop), Code::InvalidArgument, &["[bad-command]"]);
    let request = driver.request(Action::new("ClosePreparedStatement", handle));
    assert!(driver.run(|mut client| async move { client.do_action(request).await }).is_ok());
}

#[test]
fn limits_are_those_of_the_api() {
    let store = store();
    let (server, address) = serve(
        &store,
        "[limits]\nsql_workers = 1\nsql_time_ms = 1000\nsql_memory_bytes = 400000000\nsql_client_waiting = 1\n\
         computation_wait_ms = 60000\n",
    );
    let mut driver = Driver::to(&address);
    check(driver.query(ENDLESS), Code::DeadlineExceeded, &["[out-of-time]", "Ask for fewer rows"]);
    let large = "select array_length(generate_series(1, 2000000000))";
    check(driver.query(large), Code::ResourceExhausted, &["[out-of-memory]"]);
    assert!(driver.query("select 1").is_ok(), "another worker is in its place");
    let (_slow, address) = serve(
        &store,
        "[limits]\nsql_workers = 1\nsql_time_ms = 600000\nsql_hold_ms = 600000\nsql_client_waiting = 1\n\
         computation_wait_ms = 600000\nrequest_timeout_ms = 600000\ndrain_timeout_ms = 100\n",
    );
    let mut driver = Driver::to(&address);
    let ticket =
        driver.info(&statement(ENDLESS)).expect("a plan").endpoint[0].ticket.clone().expect("a ticket");
    let (tell, heard) = channel();
    for _ in 0..3 {
        let (tell, address, ticket) = (tell.clone(), address.clone(), ticket.clone());
        thread::spawn(move || tell.send(Driver::to(&address).take(ticket)));
    }
    let refused = heard.recv_timeout(PATIENCE).expect("one is answered, one waits, the third is too much");
    let refused = refused.expect_err("a refusal");
    assert!(refused.metadata().get("grpc-retry-pushback-ms").is_some(), "{refused:?}");
    check(Err::<(), _>(refused), Code::ResourceExhausted, &["[too-many-queries]"]);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_server_may_answer_no_queries() {
    let store = store();
    let (_server, address) = serve(&store, "sql = \"off\"\n");
    check(Driver::to(&address).query("select 1"), Code::Unimplemented, &["[sql-off]"]);
    check(
        Driver::to(&address).info(&prepared(b"{\"sql\": \"select 1\"}")),
        Code::Unimplemented,
        &["[sql-off]"],
    );
}
