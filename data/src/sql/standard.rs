//! Where the engine or its parser departs from the standard: mended by rules that change the plan, or refused.

/// Lists of IN that may have missing values.
mod membership;

/// Columns that are grouped by sets.
mod sets;

/// What is read in another way than the standard reads it.
pub(super) mod unlike;

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::SessionState;
use datafusion::logical_expr::LogicalPlan;

pub(super) use membership::Membership;
pub(super) use sets::PlainSets;

/// Fits the engine's settings to a plan. Of the first rows of a UNION it skips those that sort behind rows found before, by columns that
/// it sorts by: one that has the same value in all rows of a part is none of them, though other parts have other values.
///
/// # Errors
/// None in practice: the plan is only looked at.
pub(super) fn fit(state: &mut SessionState, plan: &LogicalPlan) -> Result<()> {
    let mut has_union = false;
    plan.apply_with_subqueries(|step| {
        has_union |= matches!(step, LogicalPlan::Union(_));
        Ok(TreeNodeRecursion::Continue)
    })?;
    if has_union {
        state.config_mut().options_mut().optimizer.enable_topk_dynamic_filter_pushdown = false;
    }
    Ok(())
}
