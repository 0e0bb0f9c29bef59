//! Tables whose rows are cards on phones.

use super::{Element, Node, Parts};
use std::borrow::Cow;

/// A table that phones show as cards, a row each. There a cell says what its column's head says: style takes the words from
/// `data-label`. Roles keep it a table for screen readers, whatever style makes of its boxes.
pub(crate) fn cards(mut table: Element) -> Element {
    let Parts { attributes, children, .. } = &mut *table.0;
    match attributes.iter_mut().find(|(name, _)| *name == "class") {
        Some((_, class)) => class.to_mut().push_str(" cards"),
        None => attributes.push(("class", "cards".into())),
    }
    attributes.push(("role", "table".into()));
    let mut labels = Vec::new();
    for part in elements(children).filter(|part| ["thead", "tbody"].contains(&part.tag)) {
        let is_head = part.tag == "thead";
        part.attributes.push(("role", "rowgroup".into()));
        for row in elements(&mut part.children) {
            row.attributes.push(("role", "row".into()));
            if is_head {
                labels = elements(&mut row.children).map(|cell| words(&cell.children)).collect();
            }
            for (place, cell) in elements(&mut row.children).enumerate() {
                let role = match (is_head, cell.tag) {
                    (true, _) => "columnheader",
                    (false, "th") => "rowheader",
                    (false, _) => "cell",
                };
                cell.attributes.push(("role", role.into()));
                if let Some(label) = labels.get(place).filter(|_| role == "cell") {
                    cell.attributes.push(("data-label", label.clone()));
                }
            }
        }
    }
    table
}

fn elements(nodes: &mut [Node]) -> impl Iterator<Item = &mut Parts> {
    nodes.iter_mut().filter_map(|node| match node {
        Node::Element(element) => Some(&mut *element.0),
        Node::Text(_) => None,
    })
}

/// What people read in a head, without its arrow.
fn words(nodes: &[Node]) -> Cow<'static, str> {
    let mut words = Cow::Borrowed("");
    for node in nodes {
        let more = match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.0.attributes.iter().any(|(name, _)| *name == "aria-hidden") => {
                continue;
            }
            Node::Element(element) => self::words(&element.0.children),
        };
        // Nearly every head is one text, which needs no copy.
        match words.trim_end() {
            "" => words = more,
            before => words = [before, " ", more.trim_start()].concat().trim_end().to_owned().into(),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::el;
    use super::*;
    use leptos::prelude::RenderHtml;

    #[test]
    fn a_cell_says_what_its_head_says_and_stays_a_cell() {
        let arrow = el("span").attr("aria-hidden", "true").child(" ▾");
        let heads = [
            el("th").child("Item"),
            el("th").child(el("a").child("Stock").child(arrow)),
            el("th").child("Lead time").child(el("span").child("days")),
        ];
        let cells = [el("th").child("Mug"), el("td").child("3"), el("td")];
        let table = el("table")
            .class("own")
            .child(el("thead").child(el("tr").children(heads)))
            .child(el("tbody").child(el("tr").children(cells)));
        let html = cards(table).to_html();
        assert!(
            html.starts_with("<table class=\"own cards\" role=\"table\"><thead role=\"rowgroup\">"),
            "{html}"
        );
        let row = "<tr role=\"row\"><th role=\"rowheader\">Mug</th><td role=\"cell\" data-label=\"Stock\">3</td>\
             <td role=\"cell\" data-label=\"Lead time days\"></td></tr>";
        assert!(html.contains(row), "{html}");
    }
}
