//! Endpoints as functions, for ways in that have no addresses.

use super::endpoint::{Asked, Operation};
use super::parameter::Parameter;
use crate::refusal::Refusal;
use crate::shelf::{Served, Shelf};
use crate::table::Representation;
use contract::QueryString;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// An endpoint as a function of a publication and a query.
#[derive(Clone, Copy)]
pub struct Function(&'static dyn Operation);

impl Function {
    pub(super) const fn of(operation: &'static dyn Operation) -> Self {
        Function(operation)
    }

    /// Every parameter it knows.
    pub(crate) fn parameters(self) -> Vec<Parameter> {
        self.0.about().parameters.iter().flat_map(|group| group()).collect()
    }

    /// Schema of its answers.
    pub fn schema(self, generator: &mut SchemaGenerator) -> Schema {
        self.0.schema(generator)
    }

    /// Its answer as its address gives it, to the digit.
    ///
    /// # Errors
    /// The endpoint's refusals.
    pub fn answer(self, shelf: &Shelf, served: &Served, query: &QueryString) -> Result<Value, Refusal> {
        let written = self.0.write(&Asked { served, shelf, query }, Representation::Json)?;
        serde_json::from_slice(&written.body).map_err(|_| Refusal::Internal)
    }
}
