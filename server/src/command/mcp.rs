//! `granary mcp`: tools for the assistant that started this program, over standard input and output.

use super::Target;
use crate::config::{Config, SqlMode};
use crate::failure::Failure;
use crate::log;
use crate::mcp::Assistants;
use crate::metrics;
use crate::service::Server;
use crate::shelf::{Shelf, Site};
use crate::wire::Answers;
use rmcp::ServiceExt;
use rmcp::transport::stdio_pipes;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Configuration file, of which sql, log and the table limits hold.
    #[arg(long, value_name = "granary.toml")]
    config: Option<PathBuf>,
    /// Whether queries in SQL are answered [default: trusting].
    #[arg(long, value_enum)]
    sql: Option<SqlMode>,
    /// Format of the log on standard error; RUST_LOG sets what is logged [default: auto].
    #[arg(long, value_enum)]
    log: Option<log::Format>,
}

/// After the assistant has left: how long calls that nobody waits for may still run.
const LAST_CALLS: Duration = Duration::from_secs(1);

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let config = self.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
        let tenant = self.target.open()?;
        Target::current(&tenant)?;
        log::start(self.log.or(config.log).unwrap_or_default());
        let limits = config.limits.on_this_machine();
        let sql = self.sql.or(config.sql).unwrap_or(SqlMode::Trusting);
        let server = Server {
            shelf: Shelf::new(tenant, 0),
            site: Site::default(),
            answers: Arc::new(Answers::new(&limits)),
            sql: self.target.desk(&limits, sql),
            keys: None,
            people: None,
            tries: Arc::default(),
            audit: Arc::default(),
            mcp: true,
            metrics: metrics::start()?,
            limits,
        };
        server.shelf.refresh()?;
        let runtime = super::runtime()?;
        let outcome = runtime.block_on(serve(server));
        runtime.shutdown_timeout(LAST_CALLS);
        outcome
    }
}

/// Answers until standard input ends.
async fn serve(server: Server) -> Result<(), Failure> {
    if let Some(sql) = server.sql.clone() {
        tokio::spawn(async move { sql.warm().await });
    }
    let assistants = Assistants::new(Arc::new(server)).looking();
    let running = assistants.serve(stdio_pipes()).await.map_err(|error| {
        let remedy = "Let an assistant start it: docs/assistants.md says how";
        Failure::new(format!("no assistant speaks on standard input: {error}"), remedy)
    })?;
    match running.waiting().await {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::new(format!("answering assistants: {error}"), "Report it with the log")),
    }
}
