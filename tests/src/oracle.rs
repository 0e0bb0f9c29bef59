//! A second opinion: DuckDB in a process of its own. It is an npm package of the browser tests.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A script over DuckDB that answers line by line. Dropping this stops it.
pub struct Oracle {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts a script, named from the folder of the browser tests.
    ///
    /// # Panics
    /// If DuckDB is not installed.
    pub fn start(script: &str) -> Oracle {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
        let packages = folder.join("node_modules/@duckdb");
        assert!(packages.is_dir(), "DuckDB is not installed: run `npm ci` in {}", folder.display());
        let mut node = Command::new("node");
        node.arg(script).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().expect("Node starts");
        let questions = child.stdin.take().expect("its input");
        let answers = BufReader::new(child.stdout.take().expect("its output"));
        Oracle { child, questions, answers }
    }

    /// The answer to a question.
    ///
    /// # Panics
    /// If the script ended; its message is on the error stream.
    pub fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.questions, "{question}").expect("asked");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("an answer");
        serde_json::from_str(&line).expect("DuckDB could not answer; its message is above")
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
