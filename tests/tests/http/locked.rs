//! What a lock leaves of the data, and that nothing else is anywhere.

use crate::embed::{CANARY, Keys, claims, show, signed, store, with};
use contract::{Cube, Plan};
use serde_json::json;
use tests::program::{Server, granary, succeed};

/// A page with the locked token, and what it names as the publication.
fn locked_publication(server: &Server, token: &str) -> String {
    let items = show(server, "/embed/api/v1/items", token).json();
    items["publication"].as_str().expect("an id").to_owned()
}

/// An item outside is refused as one that is nowhere.
fn check_nowhere(server: &Server, token: &str) {
    for page in ["item", "api/v1/item", "api/v1/forecast"] {
        let refused = |sku: &str, location: &str| {
            let answer = show(server, &format!("/embed/{page}?sku={sku}&location={location}"), token);
            let said = answer.text().replace(sku, "SKU").replace(location, "LOCATION");
            let said = said.replace(answer.header("x-request-id"), "ID");
            (answer.status, said.replace(&format!("sku={sku}"), ""))
        };
        assert_eq!(refused("S1", "north"), refused("Z9", "north"), "{page}");
        assert_eq!(refused("A1", "Kanarienvogel-south"), refused("A1", "nowhere"), "{page}");
        assert_eq!(refused("S1", "north").0, 404, "{page}");
    }
}

#[test]
fn what_is_outside_a_lock_is_in_no_byte() {
    let (store, keys) = (store(), Keys::new());
    // What is decided about items outside is outside as well; one about an item inside is there.
    for (sku, location, why) in
        [("S1", "north", CANARY), ("A1", "Kanarienvogel-south", "S1"), ("A2", "north", "inside")]
    {
        let decide =
            ["decide", "do_not_order", "--who", "ada", "--sku", sku, "--location", location, "--why", why];
        succeed(granary().args(decide).arg("--store").arg(store.path()));
    }
    let server = Server::start_with(store.path(), &keys.configuration());
    let token = signed(&claims());
    assert!(show(&server, "/embed/api/v1/decisions", &token).text().contains("inside"));
    let id = locked_publication(&server, &token);
    assert_ne!(id, store.current());
    let files = [Cube::PATH.to_owned(), Plan::policy_path(0), Plan::items_path(0)];
    let data = files.iter().map(|file| format!("data/main/{id}/{file}"));
    let asked =
        ["", "category=Candles", "location=north", "class=A", "q=cage", "sort=name", "from=2019-05-01"];
    let pages = [
        "",
        "de/",
        "items",
        "what-if",
        "zh-CN/what-if",
        "accuracy",
        "orders",
        "api/v1/orders",
        "api/v1/decisions",
        "api/v1/kpis",
        "api/v1/items",
        "api/v1/what-if",
    ]
    .iter()
    .flat_map(|path| asked.iter().map(move |query| format!("{path}?{query}")));
    let more = [
        "item?sku=A1&location=north",
        "item?sku=A2&location=north",
        "api/v1/item?sku=A2&location=north",
        "api/v1/items?format=csv",
        "api/v1/items?format=parquet",
        "api/v1/items?format=arrow",
        "api/v1/forecast?sku=A1&location=north",
    ];
    for path in data.chain(pages).chain(more.map(str::to_owned)) {
        let answer = show(&server, &format!("/embed/{path}"), &token);
        assert!([200, 400].contains(&answer.status), "{path}: {answer:?}");
        let body = String::from_utf8_lossy(&answer.body);
        for outside in [CANARY, "S1", &*store.current()] {
            assert!(!body.contains(outside), "{path} has {outside}");
            assert!(!format!("{:?}", answer.headers).contains(outside), "{path} has {outside} in a header");
        }
    }
    check_nowhere(&server, &token);
    // The whole publication's files are not within reach, by whatever id.
    let whole = format!("/embed/data/main/{}/cube.bin", store.current());
    assert_eq!(show(&server, &whole, &token).status, 404);
    // What is inside is as it was: the numbers are those of the same filter over everything.
    let locked = show(&server, "/embed/api/v1/kpis", &token).json();
    let filtered = server.get("/api/v1/kpis?category=Candles&location=north").json();
    assert_eq!(locked["kpis"], filtered["kpis"]);
    let cube = show(&server, &format!("/embed/data/main/{id}/cube.bin"), &token);
    let cube = Cube::decode(&cube.body).expect("a cube");
    assert_eq!((cube.categories.len(), cube.locations.len()), (1, 1), "not even how many others there are");
}

#[test]
fn a_filter_cannot_open_a_lock() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let token = signed(&claims());
    let total = |query: &str| {
        let answer = show(&server, &format!("/embed/api/v1/items?{query}"), &token).json();
        answer["total"]["item_locations"].as_u64().expect("a number")
    };
    assert_eq!(total(""), 2);
    assert_eq!(total("category=Kanarienvogel+toys"), 0);
    assert_eq!(total("location=Kanarienvogel-south"), 0);
    assert_eq!(total("category=Candles&category=Kanarienvogel+toys"), 2);
    // A lock on what is nowhere leaves nothing, and no page fails over it.
    let nothing = signed(&with(json!({ "lock": { "category": ["Nowhere"] } })));
    for path in [
        "",
        "items",
        "what-if",
        "accuracy",
        "orders",
        "api/v1/orders",
        "api/v1/kpis",
        "api/v1/items",
        "api/v1/what-if",
    ] {
        assert_eq!(show(&server, &format!("/embed/{path}"), &nothing).status, 200, "{path}");
    }
}
