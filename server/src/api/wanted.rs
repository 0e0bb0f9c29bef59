//! Which representation a client wants.

use crate::refusal::Refusal;
use crate::table::{Dialect, Representation, dialect_named, dialect_names};
use crate::wire::encoding::thousandths;
use axum::http::{HeaderMap, header};
use contract::{BadParameter, QueryString, Reason};

/// The parameter that chooses a representation where a header cannot be set: in links.
pub(super) const FORMAT: &str = "format";

/// The representation that a client wants: the one in `format`, or else the one that its `Accept` header prefers (RFC
/// 9110, 12.5.1).
///
/// # Errors
/// An unknown format; a header that accepts none of them.
pub(super) fn wanted(headers: &HeaderMap, format: Option<&str>) -> Result<Representation, Refusal> {
    if let Some(name) = format.filter(|name| !name.is_empty()) {
        return Representation::named(name).ok_or_else(|| {
            let reason = Reason::one_of("format", &Representation::NAMES);
            BadParameter::new(FORMAT, name, reason).into()
        });
    }
    let lines = headers.get_all(header::ACCEPT).iter();
    let accept: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    let accept = accept.join(",");
    if accept.trim().is_empty() {
        return Ok(Representation::Json);
    }
    let mut best = None;
    for representation in Representation::ALL {
        let weight = weight(&accept, representation.media_type());
        if weight > best.map_or(0, |(_, weight)| weight) {
            best = Some((representation, weight));
        }
    }
    best.map(|(representation, _)| representation).ok_or(Refusal::NotAcceptable)
}

/// The parameter that chooses a dialect of CSV.
pub(super) const DIALECT: &str = "dialect";

/// The dialect that a client wants of CSV: plain, or that of the spreadsheet program of a language.
///
/// # Errors
/// An unknown dialect.
pub(super) fn dialect(query: &QueryString) -> Result<Dialect, Refusal> {
    let Some(name) = query.get(DIALECT).filter(|name| !name.is_empty()) else {
        return Ok(Dialect::Plain);
    };
    dialect_named(name).ok_or_else(|| {
        let names = dialect_names();
        let reason = Reason::one_of("dialect", &names.iter().map(String::as_str).collect::<Vec<_>>());
        BadParameter::new(DIALECT, name, reason).into()
    })
}

/// The weight of a media type in a header, in thousandths; the most specific range that covers it decides.
fn weight(accept: &str, media_type: &str) -> u32 {
    let kind = media_type.split('/').next().unwrap_or_default();
    let mut decisive = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let specific = match name.split_once('/') {
            _ if name == media_type => 3,
            Some((of, "*")) if of == kind => 2,
            Some(("*", "*")) => 1,
            _ => continue,
        };
        let weight = match parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q="))) {
            None => 1_000,
            Some(text) => thousandths(text).unwrap_or(0),
        };
        if (specific, weight) > decisive {
            decisive = (specific, weight);
        }
    }
    decisive.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(accept: &'static str, expected: Option<Representation>) {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().expect("a header"))]);
        let found = wanted(&headers, None);
        assert_eq!(found, expected.ok_or(Refusal::NotAcceptable), "{accept}");
    }

    #[test]
    fn the_client_decides_and_the_server_breaks_ties() {
        use Representation::{Arrow, Csv, Json, Parquet};
        check("", Some(Json));
        check("*/*", Some(Json));
        check("application/*", Some(Json));
        check("text/*", Some(Csv));
        check("text/csv", Some(Csv));
        check("TEXT/CSV;header=present", Some(Csv));
        check("text/csv;q=0.5, application/json;q=0.4", Some(Csv));
        check("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Json));
        check("application/vnd.apache.arrow.stream", Some(Arrow));
        check("application/vnd.apache.parquet, application/json;q=0.9", Some(Parquet));
        check("application/json;q=0, */*", Some(Csv));
        check("*/*;q=0.1, text/csv;q=0, application/json;q=0", Some(Arrow));
        check("application/json; q=0.001", Some(Json));
        check("application/*;q=0.9, application/json;q=0.1, text/csv;q=0.5", Some(Arrow));
        check("image/png", None);
        check("text/html", None);
        check("*/*;q=0", None);
        check("application/json;q=0", None);
        check("nonsense, ;;, /", None);
        check("application/json;q=nonsense", None);
    }

    #[test]
    fn the_parameter_wins_over_the_header() {
        let headers = HeaderMap::from_iter([(header::ACCEPT, "image/png".parse().expect("a header"))]);
        assert_eq!(wanted(&headers, Some("parquet")), Ok(Representation::Parquet));
        assert_eq!(wanted(&headers, Some("")), Err(Refusal::NotAcceptable));
        let refused = wanted(&headers, Some("xml")).expect_err("no such format");
        assert!(refused.account().cause.contains("json, csv, arrow, parquet"), "{refused:?}");
    }
}
