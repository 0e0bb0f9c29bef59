//! Publishes in a separate process, so that the engine's memory goes back to the system when the process ends. A
//! server that published at start is then as small as one that did not.

use crate::failure::Failure;
use crate::lock::lock;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex};

/// The process; dropping this ends it.
struct Publisher(Arc<Mutex<Child>>);

impl Drop for Publisher {
    fn drop(&mut self) {
        // If it has ended already there is nothing to kill, and no harm in trying.
        let _ = lock(&self.0).kill();
    }
}

/// Publishes the newest snapshot of a tenant, and logs the progress.
///
/// # Errors
/// The failure that `granary publish` reports.
pub async fn publish(store: &str, tenant: &str) -> Result<(), Failure> {
    let cannot =
        |error| Failure::new(format!("cannot start publishing: {error}"), "Run granary publish by hand");
    let program = std::env::current_exe().map_err(cannot)?;
    let mut command = Command::new(program);
    command.args(["publish", "--wait", "--store", store, "--tenant", tenant]);
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(cannot)?;
    let lines = child.stderr.take();
    let child = Arc::new(Mutex::new(child));
    let _publisher = Publisher(child.clone());
    let finished = tokio::task::spawn_blocking(move || {
        let said = lines.map(relay).unwrap_or_default();
        let status = lock(&child).wait().map_err(cannot)?;
        if status.success() { Ok(()) } else { Err(said.failure()) }
    });
    finished.await.unwrap_or_else(|_| Err(Said::default().failure()))
}

/// The process's last message about its failure.
#[derive(Default)]
struct Said {
    cause: Option<String>,
    remedy: Option<String>,
}

impl Said {
    fn failure(self) -> Failure {
        Failure::new(
            self.cause.unwrap_or_else(|| "publishing ended early".to_owned()),
            self.remedy.unwrap_or_else(|| "Run granary publish by hand to see why".to_owned()),
        )
    }
}

/// Logs the process's lines as they come, until it closes them.
fn relay(lines: ChildStderr) -> Said {
    let mut said = Said::default();
    for line in BufReader::new(lines).lines().map_while(Result::ok) {
        if let Some(cause) = line.strip_prefix("error: ") {
            said.cause = Some(cause.to_owned());
        } else if let Some(remedy) = line.strip_prefix("help: ") {
            said.remedy = Some(remedy.to_owned());
        } else {
            tracing::info!(step = line, "publishing");
        }
    }
    said
}
