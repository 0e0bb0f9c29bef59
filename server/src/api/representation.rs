//! Representations of an answer, and which one a client wants.

use crate::http::encoding::thousandths;
use crate::refusal::Refusal;
use axum::http::{HeaderMap, header};
use contract::BadParameter;

/// The form in which an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Representation {
    /// The whole answer.
    Json,
    /// The answer's table as CSV.
    Csv,
    /// The answer's table as an Arrow IPC stream.
    Arrow,
    /// The answer's table as a Parquet file.
    Parquet,
}

/// The parameter that chooses a representation where a header cannot be set: in links.
pub(crate) const FORMAT: &str = "format";

impl Representation {
    /// In the order in which the server prefers them where the client does not care.
    pub(crate) const ALL: [Representation; 4] =
        [Representation::Json, Representation::Csv, Representation::Arrow, Representation::Parquet];

    /// Names as `format` knows them, in the order of [`Representation::ALL`].
    pub(crate) const NAMES: [&str; 4] = ["json", "csv", "arrow", "parquet"];

    /// Name, and extension of a file.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The representation of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|representation| representation.name() == name)
    }

    /// Content type of answers.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Representation::Json => "application/json",
            Representation::Csv => "text/csv; charset=utf-8",
            Representation::Arrow => "application/vnd.apache.arrow.stream",
            Representation::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Content type without its parameters, as `Accept` names it.
    pub(crate) fn media_type(self) -> &'static str {
        let content_type = self.content_type();
        content_type.split_once(';').map_or(content_type, |(media_type, _)| media_type)
    }

    /// The representation that a client wants: what `format` says, or else what its `Accept` header wants most
    /// (RFC 9110, 12.5.1).
    ///
    /// # Errors
    /// A format there is not; a header that accepts none of them.
    pub(crate) fn wanted(headers: &HeaderMap, format: Option<&str>) -> Result<Self, Refusal> {
        if let Some(name) = format.filter(|name| !name.is_empty()) {
            return Self::named(name).ok_or_else(|| {
                let reason = format!("a format is one of {}", Self::NAMES.join(", "));
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
        for representation in Self::ALL {
            let weight = weight(&accept, representation.media_type());
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((representation, weight));
            }
        }
        best.map(|(representation, _)| representation).ok_or(Refusal::NotAcceptable)
    }
}

/// How much a header wants a media type, in thousandths: the most specific range that covers it decides.
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
        let wanted = Representation::wanted(&headers, None);
        assert_eq!(wanted, expected.ok_or(Refusal::NotAcceptable), "{accept}");
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
        assert_eq!(Representation::wanted(&headers, Some("parquet")), Ok(Representation::Parquet));
        assert_eq!(Representation::wanted(&headers, Some("")), Err(Refusal::NotAcceptable));
        let refused = Representation::wanted(&headers, Some("xml")).expect_err("no such format");
        assert!(refused.account().cause.contains("json, csv, arrow, parquet"), "{refused:?}");
    }
}
