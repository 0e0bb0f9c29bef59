//! The overview as the body of a mail: one file of HTML that any mailer sends.

use super::whole;
use crate::failure::Failure;
use app::{Language, Mail};
use contract::{ItemsQuery, OrdersToday, Published};
use data::publish;
use data::store::Tenant;
use std::path::Path;

/// Largest body, in bytes: programs that show mail cut off what is longer.
pub const BYTES_MAX: usize = 100_000;

/// Writes a publication as the body of a mail, whole or not at all; `link` is where the dashboard is. Returns its bytes.
///
/// # Errors
/// A series file cannot be read, the body would be too large, the file cannot be written.
pub fn email(
    (tenant, published): (&Tenant, &Published),
    link: Option<&str>,
    language: Language,
    output: &Path,
) -> Result<usize, Failure> {
    let Published { publication, derived, .. } = published;
    let now = derived.facts.settings.scenario();
    let kept = ItemsQuery::default();
    let (proposals, _) = publish::proposals(tenant, publication, derived, &kept, (&now, None))?;
    let orders = OrdersToday::of(proposals);
    let html = app::mail(&Mail { published, orders: &orders, link, language });
    if html.len() > BYTES_MAX {
        let cause =
            format!("the mail would have {} bytes, and programs for mail show {BYTES_MAX}", html.len());
        return Err(Failure::new(cause, "Shorten the names of tenant, sources and categories in the store"));
    }
    whole(output, html.as_bytes())?;
    Ok(html.len())
}

/// The address of a dashboard, for links in mails and on paper: absolute, and the folder of its pages.
///
/// # Errors
/// It is none.
pub fn link(address: &str) -> Result<String, String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/[]%".contains(letter);
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(is_plain) => {
            Ok([address.trim_end_matches('/'), "/"].concat())
        }
        _ => Err(
            "write the dashboard's address, such as https://stock.example.org/ or https://example.org/stock/"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_link_is_the_address_of_a_folder() {
        for (given, expected) in [
            ("https://stock.example.org", Some("https://stock.example.org/")),
            ("http://127.0.0.1:3000/", Some("http://127.0.0.1:3000/")),
            ("https://example.org/a/b", Some("https://example.org/a/b/")),
            ("https://", None),
            ("https:///", None),
            ("javascript:alert(1)", None),
            ("/inventory/", None),
            ("https://example.org/?a=b", None),
            ("https://example.org/#a", None),
            ("https://example.org/\"x", None),
            ("", None),
        ] {
            assert_eq!(link(given).ok().as_deref(), expected, "{given}");
        }
    }
}
