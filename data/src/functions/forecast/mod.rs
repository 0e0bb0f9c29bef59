//! `forecast`: the coming periods of a series whose rows are aggregated.

mod accumulator;
mod periods;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, Signature, Volatility,
};
use planning::bounds::{HORIZON, SEASON};
use planning::domain::Domain;

use super::document::{Document, Example};
use super::error::ArgumentError;
use super::parameter::Takes;
use super::{Parameter, documentation};
use accumulator::Forecasting;

pub(super) static DOCUMENT: Document = Document {
    name: "forecast",
    about: "Forecast of a series, by the methods that suit its demand, weighted by their errors from earlier origins: \
            an aggregate whose rows are the series' periods, in any order. Its list has a struct for each coming \
            period: `ds`, `mean`, and the ends `lo_80`, `hi_80`, `lo_95`, `hi_95` of the intervals that hold demand \
            with that probability. The step from period to period is the most frequent one between rows: days, months, \
            or a difference of whole numbers. A period without a row, or with NULL for `y`, is missing and \
            estimated, not zero; two rows of one period are refused. NULL without any known `y`.",
    parameters: &[
        Parameter { name: "ds", about: "when the period begins", takes: Takes::Time },
        Parameter::new("y", "demand of the period", Domain::Real),
        Parameter { name: "horizon", about: "periods to forecast", takes: Takes::Count(HORIZON) },
        Parameter {
            name: "season",
            about: "periods after which demand repeats itself, such as 12 for months; 1 for none",
            takes: Takes::Count(SEASON),
        },
    ],
    optional: 0,
    returns: "list of struct (ds, mean, lo_80, hi_80, lo_95, hi_95)",
    examples: &[
        Example {
            sql: "select f['ds'], f['mean']\n\
                  from (\n    select unnest(forecast(ds, y, 3, 1)) as f\n    \
                  from (values (1, 5), (2, 5), (3, 5), (4, 5)) as t (ds, y)\n)",
            result: "5 | 5.0\n6 | 5.0\n7 | 5.0",
        },
        Example {
            sql: "-- Sales have no row for a day without any: zeros are filled in.\n\
                  with sales as (\n    select * from (values\n        ('mug', date '2024-03-01', 2), \
                  ('mug', date '2024-03-04', 2), ('jug', date '2024-03-03', 1)\n    ) as t (sku, day, units)\n),\n\
                  days as (select cast(unnest(generate_series(min(day), max(day), interval '1 day')) as date) as day \
                  from sales),\n\
                  items as (select distinct sku from sales)\n\
                  select items.sku, forecast(days.day, coalesce(units, 0), 7, 1)[1]['ds'] as next_day\n\
                  from items cross join days\n\
                  left join sales on sales.sku = items.sku and sales.day = days.day\n\
                  group by items.sku order by items.sku",
            result: "jug | 2024-03-05\nmug | 2024-03-05",
        },
    ],
};

/// The aggregate.
pub(super) fn function() -> AggregateUDF {
    // `return_type` checks number and types of arguments, with clearer errors than the engine's.
    let signature = Signature::user_defined(Volatility::Immutable);
    let names: Vec<&str> = DOCUMENT.parameters.iter().map(|parameter| parameter.name).collect();
    let signature = signature.clone().with_parameter_names(names).unwrap_or(signature);
    AggregateUDF::new_from_impl(Aggregate { signature, documentation: documentation(&DOCUMENT) })
}

/// Fields of a coming period; `ds` has the type of the series' times.
fn period_fields(time: DataType) -> Fields {
    let numbers = ["mean", "lo_80", "hi_80", "lo_95", "hi_95"];
    let numbers = numbers.map(|name| Field::new(name, DataType::Float64, false));
    std::iter::once(Field::new("ds", time, false)).chain(numbers).collect()
}

/// The type in which times are counted; `None` if a type is not a time.
fn time_type(found: &DataType) -> Option<DataType> {
    match found {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, _) => Some(DataType::Date32),
        DataType::Null => Some(DataType::Date32),
        found if found.is_integer() => Some(DataType::Int64),
        _ => None,
    }
}

#[derive(Debug)]
struct Aggregate {
    signature: Signature,
    documentation: Arc<Documentation>,
}

impl PartialEq for Aggregate {
    fn eq(&self, _: &Aggregate) -> bool {
        true
    }
}

impl Eq for Aggregate {}

impl Hash for Aggregate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        DOCUMENT.name.hash(state);
    }
}

impl AggregateUDFImpl for Aggregate {
    fn name(&self) -> &str {
        DOCUMENT.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&self.documentation)
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let coerced = |(position, found): (usize, &DataType)| {
            let wanted = match position {
                0 => time_type(found),
                1 => (found.is_numeric() || found.is_null()).then_some(DataType::Float64),
                _ => (found.is_integer() || found.is_null()).then_some(DataType::Int64),
            };
            wanted.unwrap_or_else(|| found.clone())
        };
        Ok(types.iter().enumerate().map(coerced).collect())
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        if let Some(error) = DOCUMENT.refuse_count(types.len()) {
            return Err(error);
        }
        let coerced = self.coerce_types(types)?;
        let wanted = |position, found: &DataType| match position {
            0 => time_type(found).is_some(),
            1 => *found == DataType::Float64,
            _ => *found == DataType::Int64,
        };
        match coerced.iter().enumerate().find(|(position, found)| !wanted(*position, found)) {
            Some((position, found)) => Err(DOCUMENT.refuse_type(position, found)),
            None => {
                let period = DataType::Struct(period_fields(coerced[0].clone()));
                Ok(DataType::List(Arc::new(Field::new_list_field(period, true))))
            }
        }
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let list = |name, kind: DataType| {
            let item = Field::new_list_field(kind, true);
            Arc::new(Field::new_list(format_state_name(args.name, name), item, true))
        };
        let count = |name| Arc::new(Field::new(format_state_name(args.name, name), DataType::Int64, true));
        let time = args.input_fields[0].data_type().clone();
        Ok(vec![list("ds", time), list("y", DataType::Float64), count("horizon"), count("season")])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if args.is_distinct {
            let problem = format!("{}: DISTINCT would drop periods of equal demand", DOCUMENT.name);
            return Err(ArgumentError::raised(problem, "Leave DISTINCT out"));
        }
        Ok(Box::new(Forecasting::new(args.expr_fields[0].data_type().clone())))
    }
}
