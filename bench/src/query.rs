//! The dashboard's questions, answered by the cube and by DataFusion on Parquet.

use anyhow::{Context, Result, anyhow, bail};
use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use contract::{Cube, Dimension, Filter, QueryString};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use planning::kpi::{Measure, Window};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

/// The sums of a question, in the order of its SQL.
const SUMS: [Measure; 8] = [
    Measure::Revenue,
    Measure::CostedRevenue,
    Measure::CostOfGoodsSold,
    Measure::InventoryValueDays,
    Measure::ActiveItemDays,
    Measure::StockoutItemDays,
    Measure::UnitsDue,
    Measure::UnitsFilled,
];

struct Question {
    name: String,
    sql: String,
    query: String,
    by: String,
}

/// For each line `ENGINE QUESTION`, prints the milliseconds and the sums, one list for each group.
pub(crate) async fn answer(cube: &Cube, facts: &Path, questions: &Path) -> Result<()> {
    let questions = read(questions)?;
    let config = SessionConfig::new().with_target_partitions(2);
    let context = SessionContext::new_with_config(config);
    let path = facts.to_str().context("the path of the facts is not text")?;
    context.register_parquet("facts", path, ParquetReadOptions::default()).await?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (engine, name) = line.split_once(' ').context("a line is ENGINE QUESTION")?;
        let question = questions.iter().find(|question| question.name == name);
        let question = question.with_context(|| format!("no question {name}"))?;
        let started = Instant::now();
        let sums = match engine {
            "cube" => by_cube(cube, question)?,
            "datafusion" => by_datafusion(&context, question).await?,
            _ => bail!("no engine {engine}"),
        };
        let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
        writeln!(std::io::stdout(), "{}", json!({ "ms": milliseconds, "answer": sums }))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Question>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: Vec<Value> = serde_json::from_str(&text)?;
    let text = |value: &Value, key: &str| {
        value[key].as_str().map(str::to_owned).with_context(|| format!("a question has no {key}"))
    };
    let question = |value: &Value| {
        Ok(Question {
            name: text(value, "name")?,
            sql: text(value, "sql")?,
            query: text(value, "query")?,
            by: text(value, "by")?,
        })
    };
    list.iter().map(question).collect()
}

fn by_cube(cube: &Cube, question: &Question) -> Result<Vec<Vec<i64>>> {
    let filter = Filter::from_query(&QueryString::parse(&question.query)).map_err(|refused| {
        anyhow!("{}: parameter {} cannot be {}", question.query, refused.name, refused.value)
    })?;
    let range = cube.range(&filter);
    let windows = match &*question.by {
        "" => vec![cube.window(&filter, range)],
        "period" => cube.by_period(&filter, range),
        "category" => cube.by_dimension(&filter, range, Dimension::Category),
        other => bail!("no dimension {other}"),
    };
    windows.iter().map(sums).collect()
}

fn sums(window: &Window) -> Result<Vec<i64>> {
    SUMS.iter().map(|measure| Ok(i64::try_from(window.sums[*measure])?)).collect()
}

async fn by_datafusion(context: &SessionContext, question: &Question) -> Result<Vec<Vec<i64>>> {
    let batches = context.sql(&question.sql).await?.collect().await?;
    let mut answer = Vec::new();
    for batch in &batches {
        let columns = (0..SUMS.len()).map(|index| cast(batch.column(index), &DataType::Int64));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            answer.push(columns.iter().map(|column| column.as_primitive::<Int64Type>().value(row)).collect());
        }
    }
    Ok(answer)
}
