//! `granary sql-worker`: answers queries for another process of this program, confined.

use super::Target;
use crate::failure::Failure;
use crate::sql::worker::{Life, run};
use data::store::MAIN_TENANT;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The store.
    #[arg(long)]
    store: Option<String>,
    /// The tenant within it.
    #[arg(long, default_value = MAIN_TENANT)]
    tenant: String,
    /// Directory for what does not fit into memory.
    #[arg(long)]
    spill: PathBuf,
    /// Memory of the process.
    #[arg(long)]
    memory_mib: u64,
    /// Files that a query may spill.
    #[arg(long)]
    disk_mib: u64,
    /// Parts of a query that run side by side.
    #[arg(long)]
    threads: usize,
}

/// Processor time after which a worker ends, whatever its clock says: a day of one processor.
const LIFE: Duration = Duration::from_secs(24 * 3_600);

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let open = |store| Target { store, tenant: self.tenant }.open();
        let life = Life {
            tenant: self.store.map(open).transpose()?,
            spill: self.spill,
            memory_bytes: self.memory_mib << 20,
            disk_bytes: self.disk_mib << 20,
            threads: self.threads,
            processor_s: LIFE.as_secs(),
        };
        run(life)
            .map_err(|error| Failure::new(format!("answering queries: {error}"), "Start it from granary"))
    }
}
