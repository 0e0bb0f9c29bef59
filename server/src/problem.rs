//! Refusals for programs: problem details, RFC 9457.

use crate::refusal::Refusal;
use contract::SqlRefusal;
use schemars::JsonSchema;
use serde::Serialize;

/// A refusal as JSON: problem details (RFC 9457).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// URN of the kind of refusal: `urn:granary:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// Stable code of the kind of refusal.
    code: &'static str,
    /// The kind of refusal in words.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// The problem of this request, in one sentence.
    detail: String,
    /// What to do about it, in one sentence.
    remedy: String,
    /// URN of this refusal: `urn:granary:request:` and the request's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// The request's id, as in the header x-request-id and in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The parameter that cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// Why it cannot be used, with the values that can.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The valid choices: names of parameters, or content types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed: Vec<String>,
    /// What is wrong with a query, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    sql: Option<SqlRefusal>,
}

impl Problem {
    /// Content type of problem details.
    pub const CONTENT_TYPE: &str = "application/problem+json";

    /// The problem details for the refusal of the request with this id.
    pub fn of(refusal: &Refusal, request_id: Option<&str>) -> Self {
        let account = refusal.account();
        let (parameter, reason) = match refusal {
            Refusal::BadParameter(error) => {
                (Some(error.name.clone()), Some(app::reason_in_english(&error.reason)))
            }
            Refusal::UnknownParameter { name, .. } => (Some(name.clone()), Some("unknown here".to_owned())),
            Refusal::RepeatedParameter(name) => (Some(name.clone()), Some("it takes one value".to_owned())),
            _ => (None, None),
        };
        Problem {
            kind: format!("urn:granary:{}", account.code),
            code: account.code,
            title: account.title,
            status: account.status.as_u16(),
            detail: account.cause,
            remedy: account.remedy,
            instance: request_id.map(|id| format!("urn:granary:request:{id}")),
            request_id: request_id.map(str::to_owned),
            parameter,
            reason,
            allowed: refusal.allowed(),
            sql: match refusal {
                Refusal::Sql(refusal) => Some((**refusal).clone()),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::BadParameter;

    fn problem(refusal: &Refusal) -> serde_json::Value {
        serde_json::to_value(Problem::of(refusal, Some("edge-7"))).expect("JSON")
    }

    #[test]
    fn a_parameter_is_named_to_programs_with_the_reason() {
        let bad = problem(&BadParameter::new("class", "D", "class").into());
        assert_eq!(bad["type"], "urn:granary:bad-parameter");
        assert_eq!(bad["status"], 400);
        assert_eq!(
            (&bad["parameter"], &bad["reason"]),
            (&"class".into(), &"a class is A, B, C or unknown".into())
        );
        assert_eq!(bad["detail"], "Parameter `class` is `D`: a class is A, B, C or unknown.");
        assert_eq!(bad["instance"], "urn:granary:request:edge-7");
        let unknown = Refusal::UnknownParameter { name: "clas".into(), allowed: vec!["class".into()] };
        assert_eq!(problem(&unknown)["allowed"], serde_json::json!(["class"]));
        assert_eq!(problem(&Refusal::RepeatedParameter("to".into()))["parameter"], "to");
    }

    #[test]
    fn the_representations_there_are_are_listed() {
        let refused = problem(&Refusal::NotAcceptable);
        assert_eq!(refused["status"], 406);
        assert_eq!(refused["allowed"].as_array().map(Vec::len), Some(5), "{refused}");
        assert!(refused.get("parameter").is_none());
    }
}
