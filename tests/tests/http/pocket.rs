//! What keeps pages in browsers for hours without a network.

use crate::server;
use tests::program::Server;

#[test]
fn the_worker_is_of_the_publication_that_is_served_and_asked_for_each_time() {
    let (server, store) = server();
    let answer = server.get("/offline.js");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache");
    let script = String::from_utf8(answer.body.clone()).expect("text");
    let publication = store.current();
    assert!(script.contains(&format!("of = \"{publication}\"")), "{script}");
    for path in ["cube.bin", "plan/items-00000.bin", "plan/policy-00000.bin"] {
        assert!(script.contains(&format!("data/main/{publication}/{path}")), "{path}: {script}");
    }
    assert!(!script.contains("series/"), "items that nobody has seen are not kept: {script}");
    let again = server.get_with("/offline.js", &[("if-none-match", answer.header("etag"))]);
    assert_eq!(again.status, 304);
    let page = server.get("/");
    let page = page.text();
    assert!(page.contains("data-pocket=\"/pkg/pocket.8.js\""), "{page}");
}

#[test]
fn people_can_install_the_site_and_its_icon_is_there() {
    let (server, _store) = server();
    assert!(server.get("/de/items").text().contains("rel=\"manifest\" href=\"/app.webmanifest\""));
    let about = server.get("/app.webmanifest");
    assert_eq!((about.status, about.header("content-type")), (200, "application/manifest+json"));
    let about = about.json();
    assert_eq!((&about["start_url"], &about["display"]), (&"/".into(), &"standalone".into()));
    let icon = server.get(&["/", about["icons"][0]["src"].as_str().expect("an icon")].concat());
    assert_eq!((icon.status, icon.header("content-type")), (200, "image/svg+xml"));
    assert!(icon.text().starts_with("<svg"));
}

#[test]
fn a_server_that_is_to_keep_nothing_makes_browsers_forget() {
    let store = crate::store();
    let server = Server::start_with(store.path(), "offline = false\n");
    assert_eq!(server.get("/offline.js").text(), "forget");
    let page = server.get("/");
    assert!(!page.text().contains("data-pocket") && !page.text().contains("manifest"), "{}", page.text());
    assert_eq!(server.get("/app.webmanifest").status, 404);
}
