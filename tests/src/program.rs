//! The program `granary` as its users run it.

use crate::client::{self, Answer};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// A hang fails the test after this; it measures nothing.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The program: what `GRANARY_BIN` names, or else what cargo built beside these tests.
pub fn granary() -> Command {
    let beside = || {
        let test = std::env::current_exe().expect("a path");
        let built = test.ancestors().nth(2).expect("target/debug").join("granary");
        assert!(built.exists(), "there is no {}; build it with cargo build -p server", built.display());
        built
    };
    let mut command = Command::new(std::env::var_os("GRANARY_BIN").map_or_else(beside, PathBuf::from));
    command.env_remove("RUST_LOG").env_remove("GRANARY_STORE").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

/// Runs a command that must succeed, and returns what it printed.
pub fn succeed(command: &mut Command) -> String {
    let output = run(command);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} ended with {}:\n{told}", output.status);
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Runs a command that must fail, and returns its message and exit code.
pub fn fail(command: &mut Command) -> (String, i32) {
    let output = run(command);
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(!output.status.success(), "{command:?} succeeded:\n{told}");
    (told, output.status.code().expect("an exit code"))
}

/// A server on its own port. Dropping this stops it.
pub struct Server {
    child: Child,
    address: String,
    admin_address: Option<String>,
    log: Arc<Mutex<Vec<Value>>>,
    lines: Receiver<()>,
    _files: TempDir,
}

impl Server {
    /// Serves a store, and waits until it is ready.
    pub fn start(store: &Path) -> Self {
        Server::start_with(store, "")
    }

    /// The same under a configuration.
    pub fn start_with(store: &Path, configuration: &str) -> Self {
        Server::start_as(store, configuration, &["--listen", "127.0.0.1:0"])
    }

    /// The same with arguments that say where it listens.
    pub fn start_as(store: &Path, configuration: &str, arguments: &[&str]) -> Self {
        let files = tempfile::tempdir().expect("a directory");
        let config = files.path().join("granary.toml");
        fs::write(&config, configuration).expect("written");
        let site = files.path().join("site");
        write_site(&site);
        let mut command = granary();
        command.args(["serve", "--log", "json", "--store"]).arg(store).args(arguments);
        command.arg("--site").arg(site).arg("--config").arg(config);
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let (log, lines) = read_log(child.stderr.take().expect("its log"));
        let (address, admin_address) = (String::new(), None);
        let mut server = Server { child, address, admin_address, log, lines, _files: files };
        // A server that listens on every interface is reached by the loopback address.
        let address =
            |event: &Value| event["address"].as_str().expect("an address").replace("0.0.0.0", "127.0.0.1");
        server.address = address(&server.wait_for(|event| event["message"] == "listening"));
        if arguments.contains(&"--admin-listen") {
            let listening = server.wait_for(|event| event["message"] == "listening for operators");
            server.admin_address = Some(address(&listening));
        }
        server.wait_for(|event| event["message"] == "ready");
        assert_eq!(client::get(server.admin_address(), "/readyz", &[]).status, 200);
        server
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Host and port for operators; the same as for readers, unless they have their own.
    pub fn admin_address(&self) -> &str {
        self.admin_address.as_ref().unwrap_or(&self.address)
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory of the server in bytes, where the system reports it.
    pub fn resident_bytes(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1_024)
    }

    /// The answer to a GET without further headers.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// The answer to a GET with headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        client::get(&self.address, path, headers)
    }

    /// The first matching log event, now or once it arrives.
    pub fn wait_for(&self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let found = self.events().into_iter().find(&fits);
            if let Some(event) = found {
                return event;
            }
            if self.lines.recv_timeout(PATIENCE).is_err() {
                panic!("the server ended or said nothing of it; its log: {:#?}", self.events());
            }
        }
    }

    /// The log so far.
    pub fn events(&self) -> Vec<Value> {
        self.log.lock().expect("the log").clone()
    }

    /// Asks the server to stop, as an operator does.
    pub fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().expect("kill");
        assert!(status.success());
    }

    /// Waits for the server's end.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("an exit status")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.terminate();
            let _ = self.child.wait();
        }
    }
}

fn read_log(stderr: std::process::ChildStderr) -> (Arc<Mutex<Vec<Value>>>, Receiver<()>) {
    let log = Arc::new(Mutex::new(Vec::new()));
    let (line_read, lines) = channel();
    let events = log.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let event = serde_json::from_str(&line).unwrap_or(Value::String(line));
            events.lock().expect("the log").push(event);
            // The receiver may be gone.
            let _ = line_read.send(());
        }
    });
    (log, lines)
}

/// Name of the style sheet of the site that tests serve.
pub const STYLE: &str = "granary.0a1b2c.css";

/// A site laid out as `cargo xtask` builds it, with other content.
pub fn write_site(site: &Path) {
    let package = site.join("pkg");
    fs::create_dir_all(&package).expect("a directory");
    let names = [
        STYLE,
        "find.0.js",
        "granary.2.js",
        "granary.3.wasm",
        "sql.4.js",
        "open.5.js",
        "pages.6.js",
        "pages.7.wasm",
        "frame.11.js",
    ];
    for name in names {
        fs::write(package.join(name), format!("/* {name} */ ").repeat(100)).expect("written");
    }
    let worker = "const of = \"granary-publication\", files = \"granary-files\";";
    for (name, script) in [("pocket.8.js", "pocket"), ("offline.9.js", worker), ("forget.10.js", "forget")] {
        fs::write(package.join(name), script).expect("written");
    }
    let [css, find, script, wasm, sql, open, pages, drawing, frame] = names.map(|name| format!("pkg/{name}"));
    let pages = json!({ "script": pages, "wasm": drawing });
    let files = json!({ "open": open, "pages": pages });
    let pocket =
        json!({ "script": "pkg/pocket.8.js", "worker": "pkg/offline.9.js", "forget": "pkg/forget.10.js" });
    let module = json!({ "script": script, "wasm": wasm });
    let modules = json!({ "overview": module, "items": module });
    let mut list = json!({ "css": css, "find": find, "modules": modules, "scripts": { "sql": sql } });
    (list["files"], list["pocket"], list["frame"]) = (files, pocket, frame.into());
    fs::write(site.join("assets.json"), list.to_string()).expect("written");
    // Besides the list and the assets, a file that nobody may read.
    fs::write(site.join("secret.txt"), "not served").expect("written");
    fs::write(package.join("secret.txt"), "not served").expect("written");
}
