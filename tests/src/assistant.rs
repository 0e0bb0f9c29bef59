//! An assistant: the official client of the Model Context Protocol, which checks answers against their schemas.

use crate::program::granary;
use crate::store::Store;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// In the place of a tool's name: a program that is run between two calls.
pub const RUN: &str = "run";

/// What the client heard.
pub struct Heard(Value);

impl Heard {
    /// Connects as `how` says, and calls tools by their names with arguments.
    pub fn of(how: &Value, calls: &[(&str, Value)]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mcp");
        let packages = folder.join("node_modules/@modelcontextprotocol");
        assert!(packages.is_dir(), "the client is not installed: run `npm ci` in {}", folder.display());
        let mut question = how.clone();
        let call = |(name, arguments): &(&str, Value)| match *name {
            RUN => json!({ "run": arguments }),
            name => json!({ "name": name, "arguments": arguments }),
        };
        question["calls"] = calls.iter().map(call).collect();
        let mut node = Command::new("node");
        node.arg("call.js").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().expect("Node starts");
        child.stdin.take().expect("its input").write_all(question.to_string().as_bytes()).expect("asked");
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "the client failed; its message is above");
        Heard(serde_json::from_slice(&output.stdout).expect("one line of JSON"))
    }

    /// Over standard input and output of the program.
    pub fn by_pipe(store: &Store, calls: &[(&str, Value)]) -> Self {
        let program = granary().get_program().to_string_lossy().into_owned();
        Heard::of(&json!({ "command": program, "args": ["mcp", "--store", store.path()] }), calls)
    }

    /// Everything: the server, its tools, the answers.
    pub fn all(&self) -> &Value {
        &self.0
    }

    /// What a tool told, as the server wrote it: the client writes 2.0 as 2.
    #[track_caller]
    pub fn told(&self, call: usize) -> Value {
        let answer = &self.0["answers"][call];
        assert_eq!(answer["isError"], false, "{answer}");
        let text = answer["content"][0]["text"].as_str().expect("text");
        let told: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(measured(&told), measured(&answer["structuredContent"]), "text is for older clients");
        told
    }

    /// Why a tool told nothing.
    #[track_caller]
    pub fn refused(&self, call: usize) -> Value {
        let answer = &self.0["answers"][call];
        assert_eq!(answer["isError"], true, "{answer}");
        serde_json::from_str(answer["content"][0]["text"].as_str().expect("text")).expect("JSON")
    }
}

/// The same with every number as a measured one.
fn measured(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(values) => values.iter().map(measured).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), measured(value))).collect(),
        other => other.clone(),
    }
}
