//! Sessions of the engine for queries of strangers: with the functions that are allowed, exact arithmetic, and so much
//! memory, disk and processor.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::optimizer::Optimizer;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::prelude::{SessionConfig, SessionContext};

use super::grouping::GroupedInAnyOrder;
use super::standard::{Hide, Membership};
use super::{allowed, exact, usual};
use crate::engine;
use crate::error::{Error, Result};
use crate::functions;

/// Name of the catalogue in which tables are: `granary.public.sales` is `sales`.
pub const CATALOGUE: &str = "granary";

/// Name of its schema.
pub const SCHEMA: &str = "public";

/// What a session may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Memory that queries may hold before they spill to disk.
    pub memory_bytes: usize,
    /// Files that they may spill, together.
    pub disk_bytes: u64,
    /// Where they spill; nowhere if none.
    pub spill: Option<PathBuf>,
    /// Parts of a query that run side by side.
    pub threads: usize,
}

impl Default for Room {
    fn default() -> Self {
        Room { memory_bytes: 256 << 20, disk_bytes: 0, spill: None, threads: 1 }
    }
}

impl Room {
    /// A session without tables.
    pub(super) fn session(&self) -> Result<SessionContext> {
        let mode = match &self.spill {
            Some(directory) => DiskManagerMode::Directories(vec![directory.clone()]),
            None => DiskManagerMode::Disabled,
        };
        let disk =
            DiskManagerBuilder::default().with_mode(mode).with_max_temp_directory_size(self.disk_bytes);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(engine::memory_pool(self.memory_bytes)))
            .with_disk_manager_builder(disk)
            .build_arc()
            .map_err(Error::engine("starting the engine"))?;
        let mut config = SessionConfig::new()
            .with_default_catalog_and_schema(CATALOGUE, SCHEMA)
            .with_information_schema(false)
            .with_target_partitions(self.threads.max(1));
        // Lets errors say where in the SQL they arose.
        config.options_mut().sql_parser.collect_spans = true;
        config.options_mut().execution.enable_recursive_ctes = false;
        // It puts a sum of sums in the place of a sum after types are settled: the outer one would need a wider type.
        let rules = Optimizer::new().rules.into_iter();
        let rules = rules.filter(|rule| rule.name() != "single_distinct_aggregation_to_group_by").collect();
        let mut physical = PhysicalOptimizer::new().rules;
        physical.insert(0, Arc::new(GroupedInAnyOrder));
        let mut builder =
            SessionStateBuilder::new_with_default_features().with_config(config).with_runtime_env(runtime);
        for functions in builder.scalar_functions().iter_mut() {
            functions.retain(|function| allowed::function(function.name()));
        }
        for functions in builder.aggregate_functions().iter_mut() {
            functions.retain(|function| allowed::function(function.name()));
        }
        for functions in builder.window_functions().iter_mut() {
            functions.retain(|function| allowed::function(function.name()));
        }
        let state = builder
            .with_higher_order_functions(Vec::new())
            .with_table_factories(HashMap::new())
            .with_optimizer_rules(rules)
            .with_physical_optimizer_rules(physical)
            .with_analyzer_rule(Arc::new(exact::ExactArithmetic))
            .with_analyzer_rule(Arc::new(Membership))
            .with_analyzer_rule(Arc::new(Hide))
            .build();
        let context = SessionContext::new_with_state(state);
        functions::register(&context);
        usual::functions().into_iter().for_each(|function| context.register_udf(function));
        context.register_udaf(exact::sum());
        context.register_udaf(exact::percentile_cont());
        Ok(context)
    }
}
