//! A chart's data cursor and brush, for pointer and keyboard. Both read the chart's own table, so that they announce
//! what the table shows.

use super::dom;
use super::live::Live;
use crate::charts::whole_place;
use crate::text;
use leptos::prelude::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// Shapes are drawn in a box of this width and height.
const BOX: f64 = 1000.0;

/// A chart on the page.
#[derive(Clone)]
struct Chart {
    svg: Element,
    figure: Element,
    rows: Vec<Element>,
}

impl Chart {
    fn around(event: &web_sys::Event) -> Option<Chart> {
        let svg = dom::closest(event, "svg[data-points]")?;
        let figure = svg.closest("figure").ok()??;
        let rows: Vec<Element> = dom::elements(figure.query_selector_all("tbody tr")).collect();
        (!rows.is_empty()).then_some(Chart { svg, figure, rows })
    }

    /// Position of a row in the box.
    fn x(&self, index: usize) -> f64 {
        let own = self.rows[index].get_attribute("data-x").and_then(|x| x.parse::<i32>().ok());
        own.map_or_else(|| (index as f64 + 0.5) * BOX / self.rows.len() as f64, f64::from)
    }

    /// The row closest to a pointer.
    fn at(&self, event: &PointerEvent) -> usize {
        let plot = self.svg.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - plot.left()) / plot.width().max(1.0) * BOX;
        let distance = |index: &usize| (self.x(*index) - x).abs();
        (0..self.rows.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    fn can_brush(&self) -> bool {
        self.svg.has_attribute("data-brush")
    }

    fn cursor(&self) -> Option<usize> {
        let index: usize = self.svg.get_attribute("data-cursor")?.parse().ok()?;
        (index < self.rows.len()).then_some(index)
    }

    /// Moves the cursor to a row and announces its values.
    fn show(&self, index: usize) {
        let x = whole_place(self.x(index)).to_string();
        dom::set(&self.svg, "data-cursor", &index.to_string());
        self.draw("path.cursor", &[("d", &["M", &x, " 0V1000"].concat())]);
        let heads = texts(&self.figure, "thead th");
        let cells = texts(&self.rows[index], "th,td");
        let mut said = cells.first().cloned().unwrap_or_default();
        // A single measure needs no name; several each have one.
        let is_named = self.figure.has_attribute("data-named");
        let values = heads.iter().zip(&cells).skip(1).filter(|(_, cell)| !cell.is_empty());
        for (i, (head, cell)) in values.enumerate() {
            said += if i == 0 { text::colon() } else { " · " };
            if i > 0 || is_named {
                said += &[head, " "].concat();
            }
            said += cell;
        }
        if let Ok(Some(readout)) = self.figure.query_selector(".readout") {
            readout.set_text_content(Some(&said));
        }
    }

    /// Shows the selection; from and to may be in any order.
    fn select(&self, a: usize, b: usize) {
        let width = BOX / self.rows.len() as f64;
        let (left, right) = (a.min(b) as f64 * width, (a.max(b) + 1) as f64 * width);
        let [x, width] = [left, right - left].map(|n| whole_place(n).to_string());
        self.draw("rect.brush", &[("x", &x), ("width", &width)]);
    }

    fn deselect(&self) {
        self.draw("rect.brush", &[("width", "0")]);
    }

    fn draw(&self, selector: &str, attributes: &[(&str, &str)]) {
        if let Ok(Some(shape)) = self.svg.query_selector(selector) {
            for (name, value) in attributes {
                dom::set(&shape, name, value);
            }
        }
    }

    /// The page's query with the dates of the rows selected.
    fn zoomed(&self, a: usize, b: usize) -> Option<String> {
        let from = self.rows[a.min(b)].get_attribute("data-from")?;
        let to = self.rows[a.max(b)].get_attribute("data-to")?;
        let query = web_sys::UrlSearchParams::new_with_str(&dom::search()).ok()?;
        query.set("from", &from);
        query.set("to", &to);
        Some(query.to_string().into())
    }
}

fn texts(around: &Element, selector: &str) -> Vec<String> {
    dom::elements(around.query_selector_all(selector)).filter_map(|cell| cell.text_content()).collect()
}

/// Removes every cursor, because its values are no longer shown.
fn clear() {
    for readout in dom::all(".readout") {
        readout.set_text_content(None);
    }
    for cursor in dom::all("path.cursor") {
        dom::set(&cursor, "d", "");
    }
    for brush in dom::all("rect.brush") {
        dom::set(&brush, "width", "0");
    }
    for plot in dom::all("svg[data-cursor]") {
        let removed = plot.remove_attribute("data-cursor");
        debug_assert!(removed.is_ok());
    }
}

/// Where a brush began.
type Anchor = Rc<RefCell<Option<(Chart, usize)>>>;

/// Attaches cursor and brush to every chart of an island, including those drawn later.
pub(super) fn attach(live: &Rc<Live>) {
    live.before_change(clear);
    let anchor: Anchor = Rc::default();
    pointer(live, &anchor);
    let live_keys = Rc::clone(live);
    dom::listen(&live.root, "keydown", move |event| {
        let chart = Chart::around(event);
        if let Some((chart, key)) = chart.zip(event.dyn_ref::<KeyboardEvent>())
            && keyboard(&live_keys, &anchor, &chart, key)
        {
            event.prevent_default();
        }
    });
}

fn pointer(live: &Rc<Live>, anchor: &Anchor) {
    let began = Rc::clone(anchor);
    dom::listen(&live.root, "pointerdown", move |event| {
        let Some((chart, pointer)) = Chart::around(event).zip(event.dyn_ref::<PointerEvent>()) else {
            return;
        };
        if chart.can_brush() && pointer.button() == 0 {
            let index = chart.at(pointer);
            *began.borrow_mut() = Some((chart, index));
        }
    });
    let began = Rc::clone(anchor);
    dom::listen(&window(), "pointermove", move |event| {
        let Some(pointer) = event.dyn_ref::<PointerEvent>() else {
            return;
        };
        if let Some((chart, start)) = &*began.borrow() {
            let index = chart.at(pointer);
            chart.show(index);
            if index != *start {
                chart.select(*start, index);
            }
        } else if let Some(chart) = Chart::around(event) {
            let index = chart.at(pointer);
            if chart.cursor() != Some(index) {
                chart.show(index);
            }
        }
    });
    let (began, live) = (Rc::clone(anchor), Rc::clone(live));
    dom::listen(&window(), "pointerup", move |event| {
        let Some((chart, start)) = began.borrow_mut().take() else {
            return;
        };
        chart.deselect();
        let end = event.dyn_ref::<PointerEvent>().map_or(start, |pointer| chart.at(pointer));
        if let Some(query) = (end != start).then(|| chart.zoomed(start, end)).flatten() {
            live.go(&query);
        }
    });
    let began = Rc::clone(anchor);
    dom::listen(&window(), "pointercancel", move |_| {
        if let Some((chart, _)) = began.borrow_mut().take() {
            chart.deselect();
        }
    });
}

/// Arrows, Home and End move the cursor; with Shift they select; Enter zooms to the selection, Escape drops it.
fn keyboard(live: &Live, anchor: &Anchor, chart: &Chart, key: &KeyboardEvent) -> bool {
    let last = chart.rows.len() - 1;
    let here = chart.cursor();
    let there = match key.key().as_str() {
        "ArrowLeft" => here.map_or(last, |i| i.saturating_sub(1)),
        "ArrowRight" => here.map_or(0, |i| (i + 1).min(last)),
        "Home" => 0,
        "End" => last,
        "Escape" => {
            *anchor.borrow_mut() = None;
            chart.deselect();
            return true;
        }
        "Enter" => {
            let selected = anchor.borrow_mut().take().zip(here);
            if let Some(query) = selected.and_then(|((chart, start), end)| chart.zoomed(start, end)) {
                live.go(&query);
            }
            return true;
        }
        _ => return false,
    };
    if key.shift_key() && chart.can_brush() {
        let mut anchor = anchor.borrow_mut();
        let start = anchor.as_ref().map_or(here.unwrap_or(there), |(_, start)| *start);
        *anchor = Some((chart.clone(), start));
        chart.select(start, there);
    } else if anchor.borrow_mut().take().is_some() {
        chart.deselect();
    }
    chart.show(there);
    true
}
