//! Real lead times: days from purchase order to delivery in USAID's SCMS Delivery History.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use data::store::Source;
use flate2::read::GzDecoder;

/// Fewest measured deliveries of a vendor whose distribution is used.
const DELIVERIES_MIN: usize = 40;

/// Their source.
pub(super) fn source() -> Source {
    Source {
        name: "SCMS Delivery History".into(),
        file: "SCMS_Delivery_History_Dataset.csv.gz".into(),
        licence: Some("US government open data".into()),
        attribution: Some("USAID, Supply Chain Management System".into()),
        simulated: Some("Only the shape of its lead times is used.".into()),
        used: Some("shape_of_lead_times".into()),
        ..Source::default()
    }
}

/// Days from order to delivery of each vendor with enough of them, vendors by name, days sorted.
pub(super) fn read(path: &Path) -> Result<Vec<Vec<i32>>> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).with_context(|| format!("reading {}", path.display()))?;
    // The file is Latin-1; only its ASCII columns matter here.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    // Lines end in a carriage return alone.
    let mut lines = text.split(['\r', '\n']).filter(|line| !line.is_empty());
    let header: Vec<&str> = lines.next().context("the file is empty")?.split('\t').collect();
    let column =
        |name: &str| header.iter().position(|h| *h == name).with_context(|| format!("no column {name}"));
    let (vendor, sent) = (column("Vendor")?, column("PO Sent to Vendor Date")?);
    let delivered = column("Delivered to Client Date")?;
    let mut vendors: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let day = |column: usize| cells.get(column).and_then(|text| parse_day(text));
        if let (Some(sent), Some(delivered), Some(vendor)) = (day(sent), day(delivered), cells.get(vendor))
            && delivered > sent
        {
            vendors.entry((*vendor).to_owned()).or_default().push(delivered - sent);
        }
    }
    vendors.retain(|_, days| days.len() >= DELIVERIES_MIN);
    Ok(vendors
        .into_values()
        .map(|mut days| {
            days.sort_unstable();
            days
        })
        .collect())
}

/// `2-Jun-06` or `8/27/14`.
fn parse_day(text: &str) -> Option<i32> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let parts: Vec<&str> = text.trim().split(['-', '/']).collect();
    let [a, b, year] = parts.as_slice() else {
        return None;
    };
    let (month, day) = match MONTHS.iter().position(|month| month == b) {
        Some(month) => (u32::try_from(month).ok()? + 1, a.parse().ok()?),
        None => (a.parse().ok()?, b.parse().ok()?),
    };
    planning::day::Day::from_ymd(2000 + year.parse::<i32>().ok()?, month, day).map(|day| day.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_day() {
        assert_eq!(parse_day("27-Aug-14"), parse_day("8/27/14"));
        assert_eq!(parse_day("1-Jan-70").map(|day| day - parse_day("31-Dec-69").unwrap()), Some(1));
        for text in ["Date Not Captured", "N/A - From RDC", "30-Feb-10"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }
}
