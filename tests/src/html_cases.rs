//! Selectors and faults of small documents; beside `html.rs` and not in it, because other crates' tests include that file.

use crate::html::{Document, Element};

const HTML: &str = "<!DOCTYPE html><title>T</title><main id=a class='x y'><p data-k=1>One <b>two</b>\n&lt;i&gt;</p>\
                    <div class=y><p data-k=2>three</p></div></main><p>four</p>";

#[test]
fn selectors_choose_as_in_a_browser() {
    let document = Document::parse(HTML);
    let texts = |selector: &str| document.all(selector).iter().map(Element::text).collect::<Vec<_>>();
    assert_eq!(texts("p"), ["One two <i>", "three", "four"]);
    assert_eq!(texts("main#a.x.y p[data-k]"), ["One two <i>", "three"]);
    assert_eq!(texts(".y .y p"), ["three"]);
    assert_eq!(texts("p[data-k=2]"), ["three"]);
    assert!(texts("i").is_empty() && texts("title p").is_empty());
    assert_eq!(document.one("main").attribute("class").as_deref(), Some("x y"));
    assert_eq!(document.one("main").one("div p").text(), "three");
    assert!(document.faults().is_empty(), "{:?}", document.faults());
}

#[test]
fn what_is_wrong_in_a_document_is_told() {
    assert!(!Document::parse("<p>no doctype</p>").faults().is_empty());
}
