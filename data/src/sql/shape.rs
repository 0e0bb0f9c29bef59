//! What a query would answer and which values it takes, for programs that ask before they ask for rows.

use arrow::datatypes::SchemaRef;
use contract::{SqlColumn, SqlParameters};
use datafusion::logical_expr::LogicalPlan;

use super::batches::told_columns;
use super::refuse::Failed;
use super::{Read, Session, columns, explain, parameters};

/// What a query would answer, and which values it takes.
pub struct Shape {
    /// The columns of its answer.
    pub columns: Vec<SqlColumn>,
    /// The same as its rows have them.
    pub answer: SchemaRef,
    /// Names and types of its parameters. A type that the query does not settle is text, which is read as what it is
    /// compared with.
    pub parameters: SchemaRef,
}

impl Session {
    /// Plans a query and computes none of it. Without any value for its parameters, each is taken to be missing.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub async fn shape(&self, mut read: Read, values: &SqlParameters) -> Result<Shape, Failed> {
        parameters::typed(&mut read.statement, values);
        let (plan, aliases) = self.logical(read).await?;
        let parameters = parameters::schema(&plan)?;
        let columns = columns::columns(&plan, &aliases);
        let answer = if values.is_empty() && !parameters.fields().is_empty() {
            let missing = parameters::bind_missing(plan.clone(), &parameters);
            let planned = match missing {
                Ok(plan) => self.planned(&plan).await.ok(),
                Err(_) => None,
            };
            // Some functions refuse a missing value at once, as they would not refuse a real one.
            planned.unwrap_or_else(|| told_columns(plan.schema().as_arrow()))
        } else {
            self.planned(&parameters::bind(plan, values)?).await?
        };
        Ok(Shape { columns, answer, parameters: told_columns(&parameters) })
    }

    async fn planned(&self, plan: &LogicalPlan) -> Result<SchemaRef, Failed> {
        let planned = self.context.state().create_physical_plan(plan).await;
        let planned = planned.map_err(|error| explain::explain(&error, &self.known))?;
        Ok(told_columns(&planned.schema()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::Room;
    use arrow::datatypes::{DataType, Field};
    use contract::SqlValue;
    use std::sync::Arc;

    async fn shape(sql: &str, values: Vec<SqlValue>) -> Result<Shape, Failed> {
        let mut session = Session::without_tables(&Room::default()).expect("an engine");
        let read = session.read(sql).await?;
        session.shape(read, &SqlParameters::Positional(values)).await
    }

    async fn kinds(sql: &str, values: Vec<SqlValue>) -> (Vec<DataType>, Vec<(String, DataType)>) {
        let shape = shape(sql, values).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_eq!(shape.columns.len(), shape.answer.fields().len());
        let kind = |field: &Arc<Field>| field.data_type().clone();
        let parameters = shape.parameters.fields().iter();
        let parameters = parameters.map(|field| (field.name().clone(), kind(field))).collect();
        (shape.answer.fields().iter().map(kind).collect(), parameters)
    }

    fn taking<const N: usize>(parameters: [(&str, DataType); N]) -> Vec<(String, DataType)> {
        parameters.map(|(name, kind)| (name.to_owned(), kind)).to_vec()
    }

    #[tokio::test]
    async fn a_query_says_what_it_answers_and_takes_before_it_has_values() {
        use DataType::{Date32, Int64, Utf8};
        let dates = "select day from (values (date '2020-01-01')) as t (day) where day >= $10 and day < $9";
        let expected = taking([("9", Date32), ("10", Date32)]);
        assert_eq!(kinds(dates, Vec::new()).await, (vec![Date32], expected));
        let open = kinds("select x + $least, $text from (values (1)) as t (x)", Vec::new()).await;
        assert_eq!((&open.0[0], open.1), (&Int64, taking([("least", Int64), ("text", Utf8)])));
        // A function that takes no missing value.
        let unit = "select date_trunc($1, day) from (values (date '2020-01-01')) as t (day)";
        assert_eq!(kinds(unit, Vec::new()).await.1.len(), 1);
        assert_eq!(kinds("select 1 as a, 'b' as b", Vec::new()).await, (vec![Int64, Utf8], Vec::new()));
    }

    #[tokio::test]
    async fn a_shape_is_refused_as_its_query_is() {
        for (sql, values, part) in [
            ("drop table a", Vec::new(), "not allowed"),
            ("select a from b", Vec::new(), "b"),
            ("select $1, $2", vec![SqlValue::Whole(1)], "$2 has no value"),
            ("select 1", vec![SqlValue::Whole(1)], "no parameter $1"),
        ] {
            let refusal = shape(sql, values).await.err().expect(sql).to_string();
            assert!(refusal.contains(part), "{part} in {refusal}");
        }
        let computed = kinds("select $1 + 1", vec![SqlValue::Whole(1)]).await;
        assert_eq!(computed.0, [DataType::Int64]);
    }
}
