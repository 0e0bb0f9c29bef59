//! Refusals for programs: problem details, RFC 9457.

use crate::refusal::Refusal;
use serde::Serialize;

/// A refusal as JSON.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    code: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    remedy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

impl Problem {
    /// Content type of problem details.
    pub const CONTENT_TYPE: &str = "application/problem+json";

    /// What programs are told about a refusal.
    pub fn of(refusal: &Refusal) -> Self {
        let account = refusal.account();
        let parameter = match refusal {
            Refusal::BadParameter(error) => Some(error.name.clone()),
            _ => None,
        };
        Problem {
            kind: format!("urn:granary:{}", account.code),
            code: account.code,
            title: account.title,
            status: account.status.as_u16(),
            detail: account.cause,
            remedy: account.remedy,
            parameter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::BadParameter;

    #[test]
    fn a_bad_parameter_is_named_to_programs() {
        let refused = Refusal::BadParameter(BadParameter::new("class", "D", "a class is A, B or C"));
        let problem = serde_json::to_value(Problem::of(&refused)).expect("JSON");
        assert_eq!(problem["type"], "urn:granary:bad-parameter");
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["parameter"], "class");
        assert_eq!(problem["detail"], "Parameter `class` is `D`: a class is A, B or C.");
    }
}
