//! Errors for arguments that a function cannot use.

use datafusion::error::DataFusionError;
use planning::domain::Domain;

use super::document::Document;
use super::parameter::Takes;

/// An argument that a function refuses, with the remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}. {remedy}")]
pub struct ArgumentError {
    /// The function, the argument and its value, and what is allowed.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl ArgumentError {
    /// Wraps this in the error type that the engine passes on.
    pub(super) fn raised(problem: String, remedy: impl Into<String>) -> DataFusionError {
        DataFusionError::External(Box::new(ArgumentError { problem, remedy: remedy.into() }))
    }
}

/// The refusal of an argument, given the position of its parameter from 0.
impl Document {
    /// A value outside its domain.
    pub(super) fn refuse_value(&self, position: usize, value: f64) -> DataFusionError {
        let (parameter, place) = (&self.parameters[position], self.place(position));
        let remedy = match parameter.takes {
            Takes::Number(Domain::Probability | Domain::Share) if value > 1.0 => {
                "Write 95 % as 0.95".to_owned()
            }
            Takes::Number(_) => format!(
                "Leave such rows out with WHERE, or give NULL where `{}` is not known: the answer is NULL then",
                parameter.name
            ),
            Takes::Count(_) | Takes::Time => "Correct the argument".to_owned(),
        };
        ArgumentError::raised(format!("{place} is {value}: it must be {}", parameter.takes.phrase()), remedy)
    }

    /// A wrong type.
    pub(super) fn refuse_type(&self, position: usize, found: &impl std::fmt::Display) -> DataFusionError {
        let (place, takes) = (self.place(position), self.parameters[position].takes);
        let (wanted, remedy) = match takes {
            Takes::Number(_) => ("a number", "Convert it with CAST(… AS DOUBLE)"),
            Takes::Count(_) => ("a whole number", "Convert it with CAST(… AS INT)"),
            Takes::Time => ("a date or a whole number", "Convert it with CAST(… AS DATE)"),
        };
        ArgumentError::raised(format!("{place} is of type {found}: it must be {wanted}"), remedy)
    }

    /// A wrong number of arguments.
    pub(super) fn refuse_count(&self, given: usize) -> Option<DataFusionError> {
        let (most, least) = (self.parameters.len(), self.parameters.len() - self.optional);
        if (least..=most).contains(&given) {
            return None;
        }
        let arguments = if given == 1 { "argument is" } else { "arguments are" };
        let takes = if least == most { most.to_string() } else { format!("{least} to {most}") };
        let problem = format!("{}: {given} {arguments} given: it takes {takes}", self.name);
        Some(ArgumentError::raised(problem, format!("Write {}", self.syntax())))
    }

    fn place(&self, position: usize) -> String {
        format!("{}: argument {} ({})", self.name, position + 1, self.parameters[position].name)
    }
}
