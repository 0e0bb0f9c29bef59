//! `percentile_cont` to the last digit: the engine's own takes the place between two values to a millionth, so that 0.35 of the way
//! was 0.349999.

use arrow::array::{ArrayRef, AsArray, BooleanArray, Float64Array};
use arrow::datatypes::{DataType, FieldRef, Float64Type};
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::Result;
use datafusion::functions_aggregate::percentile_cont::percentile_cont_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, EmitTo, GroupsAccumulator, Signature,
};
use datafusion::physical_expr::expressions::Literal;
use planning::convert::whole_usize;
use std::sync::{Arc, LazyLock};

/// The engine's function under its name, which gathers the values, with another end.
pub(in crate::sql) fn percentile_cont() -> AggregateUDF {
    AggregateUDF::new_from_impl(Percentile)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Percentile;

impl AggregateUDFImpl for Percentile {
    fn name(&self) -> &str {
        "percentile_cont"
    }

    fn aliases(&self) -> &[String] {
        PLAIN.aliases()
    }

    fn signature(&self) -> &Signature {
        PLAIN.signature()
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        PLAIN.inner().return_type(arguments)
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        PLAIN.inner().state_fields(arguments)
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let share = share(&arguments);
        let gathered = PLAIN.inner().accumulator(arguments)?;
        Ok(match share {
            Some(share) => Box::new(All { gathered, share }),
            None => gathered,
        })
    }

    fn groups_accumulator_supported(&self, arguments: AccumulatorArgs) -> bool {
        PLAIN.inner().groups_accumulator_supported(arguments)
    }

    fn create_groups_accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        let share = share(&arguments);
        let gathered = PLAIN.inner().create_groups_accumulator(arguments)?;
        Ok(match share {
            Some(share) => Box::new(Groups { gathered, share }),
            None => gathered,
        })
    }

    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        PLAIN.inner().simplify()
    }

    fn supports_within_group_clause(&self) -> bool {
        true
    }

    fn documentation(&self) -> Option<&Documentation> {
        PLAIN.documentation()
    }
}

/// The engine's own.
static PLAIN: LazyLock<Arc<AggregateUDF>> = LazyLock::new(percentile_cont_udaf);

/// The share of values that lie below, where the order is ascending; none for values that are not of 64 bits or a share that the
/// engine refuses.
fn share(arguments: &AccumulatorArgs) -> Option<f64> {
    if *arguments.expr_fields.first()?.data_type() != DataType::Float64 {
        return None;
    }
    let value = arguments.exprs.get(1)?.downcast_ref::<Literal>()?.value();
    let ScalarValue::Float64(Some(share)) = value.cast_to(&DataType::Float64).ok()? else { return None };
    let descends = arguments.order_bys.first().is_some_and(|order| order.options.descending);
    Some(if descends { 1.0 - share } else { share })
}

/// The value at a share of the way from the least to the greatest.
fn at(values: &ArrayRef, share: f64) -> Option<f64> {
    let mut values: Vec<f64> = values.as_primitive_opt::<Float64Type>()?.iter().flatten().collect();
    let place = share * (values.len().checked_sub(1)? as f64);
    let (_, &mut lower, above) = values.select_nth_unstable_by(whole_usize(place.floor()), f64::total_cmp);
    let upper = above.iter().copied().min_by(f64::total_cmp).filter(|_| place.fract() > 0.0);
    Some(upper.map_or(lower, |upper| lower + (upper - lower) * place.fract()))
}

/// Values of all rows.
#[derive(Debug)]
struct All {
    gathered: Box<dyn Accumulator>,
    share: f64,
}

impl Accumulator for All {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.gathered.update_batch(values)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        // The values are handed out, and given back: the rows of a window go on.
        let state = self.gathered.state()?;
        let lists = state.iter().map(ScalarValue::to_array).collect::<Result<Vec<_>>>()?;
        let Some(list) = lists.first().and_then(|list| list.as_list_opt::<i32>()) else {
            return exec_err!("percentile_cont keeps no list");
        };
        let found = at(&list.value(0), self.share);
        self.gathered.merge_batch(&lists)?;
        Ok(ScalarValue::Float64(found))
    }

    fn size(&self) -> usize {
        self.gathered.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.gathered.state()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.gathered.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.gathered.retract_batch(values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.gathered.supports_retract_batch()
    }
}

/// Values of each group.
struct Groups {
    gathered: Box<dyn GroupsAccumulator>,
    share: f64,
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        kept: Option<&BooleanArray>,
        count: usize,
    ) -> Result<()> {
        self.gathered.update_batch(values, groups, kept, count)
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        let state = self.gathered.state(emit)?;
        let Some(lists) = state.first().and_then(|lists| lists.as_list_opt::<i32>()) else {
            return exec_err!("percentile_cont keeps no lists");
        };
        let found = lists.iter().map(|list| at(&list?, self.share));
        Ok(Arc::new(found.collect::<Float64Array>()))
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        self.gathered.state(emit)
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], count: usize) -> Result<()> {
        self.gathered.merge_batch(states, groups, count)
    }

    fn convert_to_state(&self, values: &[ArrayRef], kept: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.gathered.convert_to_state(values, kept)
    }

    fn size(&self) -> usize {
        self.gathered.size()
    }
}
