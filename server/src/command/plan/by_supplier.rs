//! `granary plan --by-supplier`: today's order as a file for each supplier, and a summary.

use super::written;
use crate::command::terminal::tell;
use crate::export::{Folder, MADE_BY};
use crate::failure::Failure;
use crate::table::{Dialect, Representation, TableFacts};
use contract::{ItemsQuery, OrderLine, Orders, OrdersQuery, ProposalRow, Published, SUPPLIER_COLUMNS};
use data::store::sha256_hex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The file of the sums.
const SUMMARY: &str = "summary";
/// The file of items that have no supplier.
const WITHOUT: &str = "without-supplier";
/// Letters of a supplier's code in the name of its file.
const LETTERS_MAX: usize = 60;

/// Writes the orders among proposals. A folder that has those of another day gets these in their place: what is gone is
/// removed, and the list of files is there only while all of them are.
///
/// # Errors
/// The folder holds files that are not of orders; it cannot be written.
pub(super) fn write(
    folder: &Path,
    published: &Published,
    query: &ItemsQuery,
    proposals: &[ProposalRow],
    (format, facts): ((Representation, Dialect), &TableFacts),
) -> Result<(), Failure> {
    let Published { publication, derived, suppliers, .. } = published;
    let query = OrdersQuery { kept: query.clone() };
    let orders = Orders::proposed(derived, suppliers, &query, proposals);
    let mut files = Folder::open(folder, "--by-supplier")?;
    let mut put = |name: &str, content: &[u8]| files.put(&format!("{name}.{}", format.0.name()), content);
    let codes: BTreeSet<&str> = derived.plan.items.supplier.iter().map(String::as_str).collect();
    let mut alike: BTreeMap<String, u32> = BTreeMap::new();
    codes.iter().for_each(|code| *alike.entry(code.to_ascii_lowercase()).or_default() += 1);
    for (place, of) in orders.suppliers.iter().enumerate() {
        let lines = orders.sent(derived, Some(place));
        let is_alone = |code: &str| alike.get(&code.to_ascii_lowercase()) == Some(&1);
        let name = of.supplier.as_deref().map_or(WITHOUT.to_owned(), |code| file_name(code, is_alone(code)));
        put(&name, &written(format, OrderLine::COLUMNS, facts, &lines)?)?;
    }
    put(SUMMARY, &written(format, SUPPLIER_COLUMNS, facts, &orders.suppliers)?)?;
    let written = files.finish(MADE_BY.to_owned(), (&publication.tenant, &publication.id), "")?;
    tell!(
        "{} orders in {}: {} files written, {} removed.",
        orders.suppliers.len(),
        folder.display(),
        written.written,
        written.removed
    );
    Ok(())
}

/// The name of a supplier's file, without its ending: safe on every file system, whatever the code has in it, and another
/// for each code also where capitals do not count: there `is_alone` says whether a code differs from all others.
fn file_name(code: &str, is_alone: bool) -> String {
    let safe = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let letters: String = code.chars().map(safe).take(LETTERS_MAX).collect();
    let name = format!("order-{}", letters.trim_matches('-'));
    let is_whole = name.strip_prefix("order-") == Some(code);
    if is_whole && is_alone {
        return name;
    }
    let hash = sha256_hex(code.as_bytes());
    format!("{}-{}", name.trim_end_matches('-'), &hash[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_supplier_wherever_it_is_stored() {
        let name = |code: &str| file_name(code, code != "ACME");
        assert_eq!(name("SUP-01"), "order-SUP-01");
        for (code, begin) in [
            ("../../etc/passwd", "order-etc-passwd-"),
            ("a:b*c?.", "order-a-b-c-"),
            ("Øst & Søn", "order-st---S-n-"),
            ("-", "order-"),
            ("ACME", "order-ACME-"),
            ("con\u{0}\u{1b}[2J", "order-con---2J-"),
            (&"long".repeat(200), "order-longlong"),
        ] {
            let name = name(code);
            let hash = name.rsplit('-').next().unwrap_or_default();
            assert!(name.starts_with(begin) && hash.len() == 8 && name.len() < 80, "{code}: {name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{name}");
        }
        assert_ne!(name("a/b"), name("a:b"));
    }
}
