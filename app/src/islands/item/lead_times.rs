//! Observed lead times of this item's and its supplier's receipts.

use super::model::ItemModel;
use super::more;
use crate::charts::bar;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{LeadTimeCount, Receipts};

/// The distributions, side by side.
pub(super) fn lead_times(model: &ItemModel) -> Element {
    let record = &model.record;
    let supplier = record.supplier.as_deref().unwrap_or_default();
    let own = record.own_receipts.as_ref();
    let lists = [
        own.map(|seen| list("own", text::lead_times_own().to_owned(), seen)),
        record
            .supplier_receipts
            .as_ref()
            .map(|seen| list("supplier", text::lead_times_supplier(supplier), seen)),
    ];
    let none =
        lists.iter().all(Option::is_none).then(|| el("p").class("none").child(text::lead_times_none()));
    let inputs = &record.inputs;
    let days = |value: f64| format::number(value, 1);
    let used = text::lead_time_used(&days(inputs.lead_time_days), &days(inputs.lead_time_sd_days));
    more("lead-times", text::lead_times_title())
        .child(el("p").class("hint").child(used))
        .child(el("div").class("lead-time-lists").children(lists.into_iter().flatten()))
        .child(none)
}

/// Bars drawn at most; more days than that share bars.
const BARS_MAX: u32 = 12;

/// Receipts of days that share a bar: first and last day, and how many.
fn bins(counts: &[LeadTimeCount]) -> Vec<(u16, u16, u32)> {
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else {
        return Vec::new();
    };
    let spread = u32::from(last.days - first.days) + 1;
    let width = spread.div_ceil(BARS_MAX);
    let bars = spread.div_ceil(width);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "neither is more than the spread of 16 bits, shared by twelve"
    )]
    let (width, bars) = (width as u16, bars as u16);
    let bin = |bar: u16| {
        let from = first.days + bar * width;
        let to = from.saturating_add(width - 1);
        let inside = counts.iter().filter(|count| (from..=to).contains(&count.days));
        (from, to, inside.map(|count| count.receipts).sum())
    };
    (0..bars).map(bin).collect()
}

fn list(id: &'static str, title: String, seen: &Receipts) -> Element {
    let bins = bins(&seen.lead_times);
    let most = bins.iter().map(|bin| bin.2).max().unwrap_or(1).max(1);
    let item = |(from, to, receipts): (u16, u16, u32)| {
        let name = if from == to {
            text::n_days(&from.to_string())
        } else {
            text::days_from_to(&from.to_string(), &to.to_string())
        };
        el("li")
            .child(el("span").class("name").child(name))
            .child(el("span").class("number").child(format::number(f64::from(receipts), 0)))
            .child(bar(f64::from(receipts) / f64::from(most)))
    };
    let mean = format::number(seen.mean_days, 1);
    let count = format::number(f64::from(seen.receipts), 0);
    let summary = match seen.sd_days {
        Some(sd) => text::lead_times_summary(&count, &mean, &format::number(sd, 1)),
        None => text::lead_times_one(&mean),
    };
    let title_id = ["lead-times-", id].concat();
    el("figure")
        .class("bars histogram")
        .attr("data-lead-times", id)
        .attr("data-receipts", seen.receipts.to_string())
        .attr("data-mean", seen.mean_days.to_string())
        .child(
            el("figcaption")
                .child(el("h3").attr("id", title_id.clone()).child(title))
                .child(el("p").class("hint").child(summary)),
        )
        .child(el("ul").attr("aria-labelledby", title_id).children(bins.into_iter().map(item)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::convert::count_u32;

    #[test]
    fn bars_cover_every_day_once_and_are_few() {
        let check = |days: &[u16], bars: usize| {
            let counts: Vec<_> = days.iter().map(|days| LeadTimeCount { days: *days, receipts: 2 }).collect();
            let bins = bins(&counts);
            assert_eq!(bins.len(), bars, "{days:?}");
            assert_eq!(bins.iter().map(|bin| bin.2).sum::<u32>(), 2 * count_u32(days.len()));
            assert!(bins.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "{bins:?}");
        };
        check(&[], 0);
        check(&[9], 1);
        check(&[7, 9], 3);
        check(&[0, 11], 12);
        check(&[0, 12], 7);
        check(&[3, 400, u16::MAX], 12);
    }
}
