//! GROUPING SETS, ROLLUP and CUBE. What the engine knows of a column before it is grouped (one value only, or that of another
//! column), it believes of it afterwards, when it is missing from the rows of some sets: `where x = 1 group by rollup (x) order by
//! x` was not sorted.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::Result;
use datafusion::logical_expr::{
    Aggregate, ColumnarValue, Expr, LogicalPlan, LogicalPlanBuilder, ReturnFieldArgs, ScalarFunctionArgs,
    ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;

/// Hides columns that are grouped by sets behind a function of which the engine knows nothing.
#[derive(Debug)]
pub(in crate::sql) struct PlainSets;

impl AnalyzerRule for PlainSets {
    fn name(&self) -> &str {
        "plain_sets"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let plain = plan.transform_up_with_subqueries(|step| match step {
            LogicalPlan::Aggregate(step) if matches!(step.group_expr.as_slice(), [Expr::GroupingSet(_)]) => {
                Ok(Transformed::yes(LogicalPlan::Aggregate(hidden(step)?)))
            }
            other => Ok(Transformed::no(other)),
        })?;
        Ok(plain.data)
    }
}

/// The same step over its input with the grouped columns hidden.
fn hidden(step: Aggregate) -> Result<Aggregate> {
    let grouped: Vec<_> = step.group_expr.iter().flat_map(Expr::column_refs).cloned().collect();
    let columns = step.input.schema().columns().into_iter().map(|column| {
        if !grouped.contains(&column) {
            return Expr::Column(column);
        }
        let (table, name) = (column.relation.clone(), column.name.clone());
        let unknown = ScalarUDF::new_from_impl(Unknown::new()).call(Vec::new());
        let same = ScalarUDF::new_from_impl(Same::new()).call(vec![Expr::Column(column), unknown]);
        same.alias_qualified(table, name)
    });
    let input = LogicalPlanBuilder::from(step.input.as_ref().clone())
        .project(columns.collect::<Vec<_>>())?
        .build()?;
    Aggregate::try_new(Arc::new(input), step.group_expr, step.aggr_expr)
}

/// Its first argument. The second keeps the engine from knowing anything of it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Same(Signature);

impl Same {
    fn new() -> Self {
        Same(Signature::any(2, Volatility::Immutable))
    }
}

impl ScalarUDFImpl for Same {
    fn name(&self) -> &str {
        "same"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        let [kind, _] = arguments else { return exec_err!("same takes two arguments") };
        Ok(kind.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let [field, _] = args.arg_fields else { return exec_err!("same takes two arguments") };
        Ok(Arc::clone(field))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        args.args.into_iter().next().map_or_else(|| exec_err!("same takes two arguments"), Ok)
    }
}

/// A value that could be another one each time, and so is not known before.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Unknown(Signature);

impl Unknown {
    fn new() -> Self {
        Unknown(Signature::nullary(Volatility::Volatile))
    }
}

impl ScalarUDFImpl for Unknown {
    fn name(&self) -> &str {
        "unknown"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        Ok(ColumnarValue::Scalar(ScalarValue::Boolean(Some(true))))
    }
}
