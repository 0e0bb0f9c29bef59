//! Decisions as people and programs hand them in: JSON, one at a time or many.

use contract::Decision;

/// What to do about a decision that cannot be written down.
pub const EXAMPLES: &str = "Correct it: docs/decide.md has an example of each kind. Nothing was written";

/// A line that is no decision.
#[derive(Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Which line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: String,
}

/// The decisions of a file of JSON lines, each with its line; empty lines are left out.
///
/// # Errors
/// The first line that is no decision.
pub fn of_lines(text: &str) -> Result<Vec<(Decision, u64)>, BadLine> {
    let numbered = (1..).zip(text.trim_start_matches('\u{feff}').lines());
    let said = numbered.filter(|(_, line)| !line.trim().is_empty());
    said.map(|(line, text)| match serde_json::from_str(text) {
        Ok(decision) => Ok((decision, line)),
        Err(error) => Err(BadLine { line, problem: told(&error) }),
    })
    .collect()
}

/// The decisions in a body of JSON: one, or a list of them.
///
/// # Errors
/// What is wrong, with the place in the list, counted from 1.
pub fn of_body(body: &[u8]) -> Result<Vec<Decision>, String> {
    let value: serde_json::Value = serde_json::from_slice(body).map_err(|error| told(&error))?;
    let list = match value {
        serde_json::Value::Array(list) => list,
        one => vec![one],
    };
    let decision = |(place, value): (usize, serde_json::Value)| {
        serde_json::from_value(value).map_err(|error| format!("decision {}: {}", place + 1, told(&error)))
    };
    list.into_iter().enumerate().map(decision).collect()
}

/// What an error says, without the place in its line: there is one object in it.
fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(&*text, |(problem, _)| problem);
    format!("is no decision: {text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_decision_is_named_with_what_is_wrong() {
        let good = r#"{"kind":"skip","sku":"A","location":"uk","until":"2011-12-20","why":"no room"}"#;
        let lines = of_lines(&format!("\u{feff}{good}\r\n\n  {good}\n")).expect("two decisions");
        assert_eq!(lines.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [1, 3]);
        for (line, part) in [
            (r#"{"kind":"skipp"}"#, "unknown variant `skipp`"),
            (r#"{"sku":"A"}"#, "missing field `kind`"),
            (r#"{"kind":"skip","unit":3}"#, "unknown field `unit`"),
            (r#"{"kind":"skip","until":"20.12.2011"}"#, "20.12.2011"),
            ("{", "EOF"),
        ] {
            let bad = of_lines(&format!("{good}\n{line}")).expect_err(line);
            assert!(bad.line == 2 && bad.problem.contains(part), "{bad:?}");
        }
        let in_body = of_body(format!("[{good},{{\"sku\":\"A\"}}]").as_bytes()).expect_err("no kind");
        assert!(in_body.contains("decision 2: is no decision: missing field `kind`"), "{in_body}");
    }
}
