//! Columns besides y: regressors, groups and events.

use super::{CalendarOf, Input};
use crate::command::terminal::{plain, tell};
use crate::failure::Failure;
use data::long::{ColumnNames, LongFile, is_by_day};
use planning::forecast::Definition;

/// The file's own names of columns, as in `unique_id=item,ds=date`.
pub(super) fn named(text: &str) -> Result<ColumnNames, String> {
    let mut names = ColumnNames::default();
    for pair in text.split(',').filter(|pair| !pair.is_empty()) {
        let (column, name) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is not column=name"))?;
        let place = match column.trim() {
            "unique_id" => &mut names.id,
            "ds" => &mut names.ds,
            "y" => &mut names.y,
            other => return Err(format!("there is no column `{other}`; name unique_id, ds or y")),
        };
        name.trim().clone_into(place);
    }
    Ok(names)
}

impl Input {
    /// Refuses regressors, groups and events that no method uses.
    pub(in crate::command) fn check_columns(&self, methods: &[&'static Definition]) -> Result<(), Failure> {
        let names = methods.iter().map(|method| method.name).collect::<Vec<_>>().join(", ");
        let is_grouped = !self.groups.is_empty() || !self.events.is_empty();
        if is_grouped && self.calendar == CalendarOf::Own {
            let remedy = "Leave out --calendar own, or --groups and --events";
            return Err(Failure::new("--calendar own: ignores groups and events", remedy));
        }
        let ColumnNames { id, ds, y, .. } = &self.columns;
        let mut columns = vec![id, ds, y];
        columns.extend(self.regressors.iter().chain(&self.groups).chain(&self.events));
        let twice = columns.iter().enumerate().find(|(place, name)| columns[..*place].contains(name));
        if let Some((_, name)) = twice.filter(|_| is_grouped) {
            let cause = format!("{}: is named twice", plain(name));
            let remedy = "Name each column only once in --columns, --regressors, --groups and --events";
            return Err(Failure::new(cause, remedy));
        }
        if is_grouped && !methods.iter().any(|method| method.follows_calendar()) {
            let cause = format!("{names}: does not use groups or events");
            return Err(Failure::new(cause, "Leave out --groups and --events, or give --method auto"));
        }
        if self.regressors.is_empty() || methods.iter().any(|method| method.follows_regressors()) {
            return Ok(());
        }
        let cause = format!("{names}: does not use regressors");
        Err(Failure::new(cause, "Leave out --regressors, or give --method auto or linear_regression"))
    }

    /// Refuses groups and events for series that are not daily.
    pub(super) fn check_groups(&self, file: &LongFile) -> Result<(), Failure> {
        let step = self.freq.unwrap_or(file.survey().step);
        if file.groups().is_none() || is_by_day(step, &self.seasons(step)) {
            return Ok(());
        }
        let cause =
            format!("{}: groups and events are of series by day, and these are by {step}", self.name());
        Err(Failure::new(
            cause,
            "Leave out --groups and --events; of integers that count days give --season 7",
        ))
    }

    /// Prints which regressors the groups learn from, and how far ahead events are known.
    pub(super) fn tell_events(&self, file: &LongFile) {
        let own = file.own_regressors();
        let learned: Vec<_> =
            self.regressors.iter().filter(|name| !own.contains(name)).map(|name| plain(name)).collect();
        if !learned.is_empty() {
            tell!(
                "Each group has {} on the same days for all its series, and learns from it.",
                learned.join(", ")
            );
        }
        let coming = file.days_without_events(self.horizon());
        if !self.events.is_empty() && coming > 0 {
            let (events, horizon) = (plain(&self.events.join(", ")).into_owned(), self.horizon);
            tell!(
                "{events}: not known for {coming} of the coming {horizon} days, which count as days without event."
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_may_have_other_names() {
        let names = named("unique_id=item, y = sales per day").expect("names");
        assert_eq!((names.id.as_str(), names.ds.as_str(), names.y.as_str()), ("item", "ds", "sales per day"));
        assert_eq!(named(""), Ok(ColumnNames::default()));
        assert!(named("id=item").is_err() && named("item").is_err());
    }
}
