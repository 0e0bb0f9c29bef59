//! Columns of known influences: promotions, prices, events.

/// Columns of known influences, over the history and the horizon of a series that may begin later than they do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Regressors<'a> {
    columns: &'a [Vec<f64>],
    from: usize,
}

impl<'a> Regressors<'a> {
    /// Columns that begin with the series; shorter ones are zero beyond their end.
    pub fn new(columns: &'a [Vec<f64>]) -> Self {
        Regressors { columns, from: 0 }
    }

    /// Number of columns.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Values of all columns in a period of the series.
    pub(super) fn at(&self, t: usize) -> impl Iterator<Item = f64> {
        self.columns.iter().map(move |column| column.get(self.from + t).copied().unwrap_or(0.0))
    }

    /// The same for a series without its first periods.
    pub(super) fn after(self, periods: usize) -> Self {
        Regressors { from: self.from + periods, ..self }
    }
}

/// Columns over so many periods without gaps: an unknown value becomes the mean of the known ones among the first
/// `known`.
pub(super) fn complete(columns: &[Vec<f64>], known: usize, periods: usize) -> Vec<Vec<f64>> {
    let complete = |column: &Vec<f64>| {
        let finite = |t: usize| column.get(t).copied().filter(|x| x.is_finite());
        let usual = mean((0..known).filter_map(finite));
        (0..periods).map(|t| finite(t).unwrap_or(usual)).collect()
    };
    columns.iter().map(complete).collect()
}

pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_of_a_regressor_is_its_mean() {
        let found = complete(&[vec![1.0, f64::NAN, 3.0, 9.0], vec![f64::NAN]], 3, 5);
        assert_eq!(found, [vec![1.0, 2.0, 3.0, 9.0, 2.0], vec![0.0; 5]]);
    }
}
