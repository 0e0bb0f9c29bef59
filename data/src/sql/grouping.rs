//! How rows are grouped: by a table of the groups, in whatever order the rows come.
//!
//! Files say by what they are sorted, and the engine would follow that order from group to group. That takes two to three times as
//! long as looking each group up (docs/decisions/0065-how-queries-read-files.md). Sorting and window functions still use the order.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::datasource::physical_plan::{FileScanConfig, FileScanConfigBuilder};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec};
use datafusion::physical_plan::{ExecutionPlan, replace_children_if_necessary};

/// Forgets the order of files below steps that group, before the engine settles how they do.
#[derive(Debug)]
pub(super) struct GroupedInAnyOrder;

impl PhysicalOptimizerRule for GroupedInAnyOrder {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        let grouped = plan.transform_down(|step| match groups_in_any_order(&step) {
            true => Ok(Transformed::yes(over_children(step)?)),
            false => Ok(Transformed::no(step)),
        })?;
        Ok(grouped.data)
    }

    fn name(&self) -> &str {
        "grouped_in_any_order"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Whether a step groups, and nothing that it adds up depends on the order.
fn groups_in_any_order(step: &Arc<dyn ExecutionPlan>) -> bool {
    step.downcast_ref::<AggregateExec>()
        .is_some_and(|group| group.aggr_expr().iter().all(|sum| sum.order_bys().is_empty()))
}

/// The step without order of the files below it, down to what sorts or needs an order itself.
fn in_any_order(step: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    if let Some(scan) = step.downcast_ref::<DataSourceExec>()
        && let Some(files) = scan.data_source().downcast_ref::<FileScanConfig>()
    {
        let files = FileScanConfigBuilder::from(files.clone()).with_output_ordering(Vec::new()).build();
        return Ok(DataSourceExec::from_data_source(files));
    }
    let sorts = step.downcast_ref::<SortExec>().is_some()
        || step.downcast_ref::<WindowAggExec>().is_some()
        || step.downcast_ref::<BoundedWindowAggExec>().is_some();
    let needs_order = match step.downcast_ref::<AggregateExec>() {
        // One that only groups would like an order and does not need it.
        Some(_) => !groups_in_any_order(&step),
        None => step.required_input_ordering().iter().any(Option::is_some),
    };
    if sorts || needs_order { Ok(step) } else { over_children(step) }
}

fn over_children(step: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    let children = step.children().into_iter().cloned();
    let children = children.map(in_any_order).collect::<Result<Vec<_>>>()?;
    replace_children_if_necessary(step, children)
}
