//! Segments found by k-means: what sets each apart, and how well they separate.

use super::{Shown, count, framed, head, in_stock_text, section, share, share_text, stock_text, text_head};
use crate::charts::scroll;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Derived, GroupTotal, Published, Segment, SegmentFeature, Segments};
use planning::segment::Feature;

/// Deviations from which a feature sets a segment apart.
const APART_MIN: f64 = 0.4;
/// Most features that are named.
const NAMED_MAX: usize = 3;

/// The segments, or why there are none.
pub(super) fn alike(shown: &Shown<'_>) -> Element {
    let Published { derived: Derived { facts, plan, .. }, segments, .. } = shown.request.published;
    let Some(silhouette) = segments.silhouette() else {
        return section("alike", text::segments_alike(), text::segments_alike_none().to_owned());
    };
    let group = |row: usize| Some(usize::from(plan.items.segment[row]));
    let totals = contract::group_totals(facts, plan, &shown.rows, segments.segments.len(), group);
    let hint = text::segments_alike_hint(
        &segments.segments.len().to_string(),
        &format::number(silhouette, 2),
        quality(silhouette),
    );
    let rows = segments.segments.iter().zip(&totals).enumerate();
    let rows = rows.map(|(place, (segment, total))| row(shown, place + 1, segment, total));
    let names = [head(text::segments_segment()), text_head(text::segments_apart())];
    let heads = [
        text::segments_item_locations(),
        text::segments_share(),
        text::segments_stock(),
        text::segments_in_stock(),
    ];
    let features = Feature::ALL.map(|feature| text::segment_feature(id(feature)).name);
    let table = el("table")
        .class("alike")
        .child(el("caption").class("hidden").child(text::segments_alike()))
        .child(
            el("thead").child(el("tr").children(names).children(heads.into_iter().chain(features).map(head))),
        )
        .child(el("tbody").children(rows));
    section("alike", text::segments_alike(), hint)
        .child(framed(text::segments_alike(), table))
        .child(tried(segments))
}

/// In words after Kaufman and Rousseeuw.
fn quality(silhouette: f64) -> &'static str {
    match silhouette {
        s if s > 0.7 => text::segments_strong(),
        s if s > 0.5 => text::segments_reasonable(),
        s if s > 0.25 => text::segments_weak(),
        _ => text::segments_hardly(),
    }
}

fn row(shown: &Shown<'_>, number: usize, segment: &Segment, total: &GroupTotal) -> Element {
    let facts = &shown.request.derived().facts;
    let cell = |words: String| el("td").child(words);
    let means = segment.features.iter().map(|feature| cell(mean(&facts.currency, feature)));
    el("tr")
        .attr("data-segment", number.to_string())
        .attr("data-count", total.item_locations.to_string())
        .child(el("th").attr("scope", "row").child(number.to_string()))
        .child(el("td").class("text").child(description(segment)))
        .child(cell(count(total.item_locations)))
        .child(cell(share_text(share(shown, total))))
        .child(cell(stock_text(facts, total)))
        .child(cell(in_stock_text(total)))
        .children(means)
}

/// What sets a segment apart, strongest first.
fn description(segment: &Segment) -> String {
    let mut apart: Vec<&SegmentFeature> =
        segment.features.iter().filter(|feature| feature.apart.abs() >= APART_MIN).collect();
    apart.sort_by(|a, b| b.apart.abs().total_cmp(&a.apart.abs()));
    let words = |feature: &&SegmentFeature| {
        let words = text::segment_feature(id(feature.feature));
        if feature.apart > 0.0 { words.high } else { words.low }
    };
    let named: Vec<&str> = apart.iter().take(NAMED_MAX).map(words).collect();
    match named.is_empty() {
        true => text::segments_average().to_owned(),
        false => named.join(text::list_comma()),
    }
}

/// A mean for people: for powers of ten the number itself, which is the geometric mean.
fn mean(currency: &str, of: &SegmentFeature) -> String {
    let number = 10f64.powf(of.mean);
    match of.feature {
        Feature::Volume => format::number(number - 1.0, 0),
        Feature::Value => format::money(currency, number - 1.0, 0),
        Feature::Variability => format::number(number - 1.0, 1),
        Feature::Interval => format::number(number, 1),
        Feature::Trend => format::signed(of.mean, format::percent(of.mean, 0)),
    }
}

fn id(feature: Feature) -> &'static str {
    match feature {
        Feature::Volume => "volume",
        Feature::Value => "value",
        Feature::Variability => "variability",
        Feature::Interval => "interval",
        Feature::Trend => "trend",
    }
}

/// How well each number of segments divides.
fn tried(segments: &Segments) -> Element {
    let chosen = segments.segments.len();
    let row = |tried: &contract::Silhouette| {
        let is_chosen = tried.segments as usize == chosen;
        let name = el("th").attr("scope", "row").child(tried.segments.to_string());
        let note = is_chosen.then(|| el("span").class("hint").child([" ", text::segments_chosen()].concat()));
        el("tr").child(name.child(note)).child(el("td").child(format::number(tried.silhouette, 3)))
    };
    let table = el("table")
        .child(el("caption").class("hidden").child(text::segments_tried()))
        .child(
            el("thead")
                .child(el("tr").children([text::segments_number(), text::segments_silhouette()].map(head))),
        )
        .child(el("tbody").children(segments.tried.iter().map(row)));
    el("details")
        .class("table-view")
        .child(el("summary").child(text::segments_tried()))
        .child(el("p").class("hint").child(text::segments_measured(&count(segments.measured_on))))
        .child(scroll(text::segments_tried().to_owned()).child(table))
}
