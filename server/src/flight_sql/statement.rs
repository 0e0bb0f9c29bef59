//! A query, as tickets and handles carry it: the body that `POST /api/v1/sql` takes. So nothing is kept here between two calls,
//! and who forges one has asked a query like any other.

use super::status::{refused, status};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::table::cells;
use arrow::array::RecordBatch;
use axum::body::Bytes;
use contract::{SqlParameters, SqlRequest, SqlValue, parameter_names};
use std::collections::{BTreeMap, BTreeSet};
use tonic::{Code, Status};

/// A query with the values of its parameters.
pub(super) struct Statement(SqlRequest);

/// Bytes of a message at most: a query, its values, and what surrounds them.
pub(super) fn message_bytes(limits: &Limits) -> usize {
    query_bytes(limits).saturating_mul(2)
}

/// Bytes of a query with its values at most.
fn query_bytes(limits: &Limits) -> usize {
    usize::try_from(limits.body_bytes).unwrap_or(usize::MAX)
}

impl Statement {
    /// A query without values.
    ///
    /// # Errors
    /// It is longer than a query may be.
    pub(super) fn new(sql: String, limits: &Limits) -> Result<Self, Status> {
        Statement(SqlRequest { sql, ..SqlRequest::default() }).checked(limits)
    }

    /// Reads a ticket or a handle, whoever wrote it.
    ///
    /// # Errors
    /// It is none, or longer than one may be.
    pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, Status> {
        if bytes.len() > query_bytes(limits) {
            return Err(status(&Refusal::BodyTooLarge(limits.body_bytes)));
        }
        let request = serde_json::from_slice(bytes).map_err(|_| {
            let remedy = "Ask for a new one with GetFlightInfo, or prepare the statement again.";
            refused(
                Code::InvalidArgument,
                "bad-ticket",
                "This is no ticket or handle of this server.",
                remedy,
            )
        });
        Ok(Statement(request?))
    }

    fn checked(self, limits: &Limits) -> Result<Self, Status> {
        match self.bytes()?.len() > query_bytes(limits) {
            true => Err(status(&Refusal::BodyTooLarge(limits.body_bytes))),
            false => Ok(self),
        }
    }

    /// The ticket or handle.
    ///
    /// # Errors
    /// None in practice: a query is always JSON.
    pub(super) fn bytes(&self) -> Result<Bytes, Status> {
        let bytes = serde_json::to_vec(&self.0).map_err(|_| status(&Refusal::Internal))?;
        Ok(bytes.into())
    }

    /// The query.
    pub(super) fn request(self) -> SqlRequest {
        self.0
    }

    /// The names of its parameters, in the order in which they are counted.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names = parameter_names(&self.0.sql);
        if are_places(&names) {
            names.sort_by_key(|name| name.parse().unwrap_or(u64::MAX));
        }
        names
    }

    /// Refuses a query of whose parameters none has a value.
    ///
    /// # Errors
    /// There are parameters, and no values.
    pub(super) fn bound(&self) -> Result<(), Status> {
        match self.names().first().filter(|_| self.0.parameters.is_empty()) {
            None => Ok(()),
            Some(name) => {
                let cause = format!("Parameter ${name} has no value.");
                let remedy = "Prepare the query, and bind a row of values.";
                Err(refused(Code::InvalidArgument, "bad-parameter", &cause, remedy))
            }
        }
    }

    /// The same query with a row of values: of the parameters that columns are named after, or else in their order.
    ///
    /// # Errors
    /// There is not one row; a value that no parameter can have; more than a query may have.
    pub(super) fn with(self, values: &RecordBatch, limits: &Limits) -> Result<Self, Status> {
        if values.num_rows() != 1 {
            let cause = format!("There are {} rows of values.", values.num_rows());
            return Err(refused(
                Code::InvalidArgument,
                "bad-parameter",
                &cause,
                "Bind one row, once for each execution.",
            ));
        }
        let row = cells(values).map_err(|_| unbindable())?.pop().unwrap_or_default();
        let schema = values.schema();
        let columns = schema.fields().iter().map(|field| field.name().trim_start_matches('$'));
        let parameters = spread(&self.names(), columns.collect(), row);
        Statement(SqlRequest { parameters, ..self.0 }).checked(limits)
    }
}

/// The values of parameters.
fn spread(names: &[&str], columns: Vec<&str>, row: Vec<SqlValue>) -> SqlParameters {
    let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let by_name = columns.len() == names.len() && all(&columns) == all(names);
    let named: BTreeMap<String, SqlValue> = match by_name {
        true => columns.iter().map(|name| (*name).to_owned()).zip(row).collect(),
        // A column more or less than there are parameters is for the engine to refuse, with a name.
        false if names.len() != columns.len() => return SqlParameters::Positional(row),
        false => names.iter().map(|name| (*name).to_owned()).zip(row).collect(),
    };
    SqlParameters::Named(named)
}

fn are_places(names: &[&str]) -> bool {
    names.iter().all(|name| name.bytes().all(|letter| letter.is_ascii_digit()))
}

fn unbindable() -> Status {
    let remedy = "Bind texts, numbers, dates, moments, or true and false.";
    refused(Code::InvalidArgument, "bad-parameter", "A value is of a type that no parameter has.", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};
    use std::sync::Arc;

    fn statement(sql: &str) -> Statement {
        Statement::new(sql.to_owned(), &Limits::default()).expect("a query")
    }

    fn values(names: [&str; 2]) -> RecordBatch {
        let day = Arc::new(Date32Array::from(vec![18_000])) as ArrayRef;
        let rows = [(names[0], Arc::new(Int64Array::from(vec![7])) as ArrayRef), (names[1], day)];
        RecordBatch::try_from_iter(rows).expect("a row")
    }

    #[track_caller]
    fn check(sql: &str, columns: [&str; 2], expected: [(&str, SqlValue); 2]) {
        let bound = statement(sql).with(&values(columns), &Limits::default()).expect("values");
        let expected = expected.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(bound.request().parameters, SqlParameters::Named(expected.into()), "{sql}");
    }

    #[test]
    fn values_go_to_the_parameters_that_columns_name_or_else_in_order() {
        let (seven, day) = (SqlValue::Whole(7), SqlValue::Text("2019-04-14".into()));
        check("select $a, $b", ["b", "a"], [("b", seven.clone()), ("a", day.clone())]);
        check("select $b, $a", ["0", "1"], [("b", seven.clone()), ("a", day.clone())]);
        check("select $2, $1", ["0", "1"], [("1", seven.clone()), ("2", day.clone())]);
        check("select $2, $1", ["2", "1"], [("2", seven), ("1", day)]);
    }

    #[test]
    fn a_ticket_is_read_as_it_was_written_and_nonsense_is_refused() {
        let limits = Limits::default();
        let written = statement("select 'é\n', $1").with(
            &RecordBatch::try_from_iter([("0", Arc::new(StringArray::from(vec!["\u{1}"])) as ArrayRef)])
                .expect("a row"),
            &limits,
        );
        let written = written.expect("values");
        let read = Statement::read(&written.bytes().expect("bytes"), &limits).expect("a ticket");
        assert_eq!(read.0, written.0);
        for nonsense in [
            &b""[..],
            b"{}",
            b"select 1",
            b"[1]",
            b"{\"sql\": 1}",
            b"{\"sql\": \"a\", \"path\": 1}",
            b"\xff\xfe",
        ] {
            let refusal = Statement::read(nonsense, &limits).err().expect("a refusal");
            assert!(refusal.message().ends_with("[bad-ticket]"), "{refusal}");
        }
        let long = Statement::new("x".repeat(100_000), &limits).err().expect("a refusal");
        assert_eq!(long.code(), Code::ResourceExhausted);
    }
}
