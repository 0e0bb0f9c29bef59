//! What a method is: its name, what it does, and the function that runs it.

use super::method::Method;
use super::selection::Selection;
use super::series::{Fit, Series};

/// What runs a method.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// A method.
    Fit(fn(&Series) -> Fit),
    /// A rule that chooses one for each series.
    Choose(fn(&Series) -> Selection),
}

/// The description of a method, for the command line, documentation and tests.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The method; `None` for a rule that chooses one.
    pub method: Option<Method>,
    /// Name on the command line.
    pub name: &'static str,
    /// What it does, in a phrase.
    pub description: &'static str,
    /// The function.
    pub run: Run,
}

impl Definition {
    /// Whether it follows a calendar it is given: see [`super::Options::calendar`].
    pub fn follows_calendar(&self) -> bool {
        let combinations = [Method::MeanCombination, Method::MedianCombination, Method::WeightedCombination];
        self.method.is_none_or(|method| combinations.contains(&method))
    }

    /// Whether it uses regressors: see [`super::Options::regressors`].
    pub fn follows_regressors(&self) -> bool {
        self.follows_calendar() || self.method == Some(Method::LinearRegression)
    }
}
