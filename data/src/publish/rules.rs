//! Rules: which policy each item-location is to have, before anything is forecast.

use contract::{AbcClass, Group, PolicyRule, Settings, Traits, rule_of, winning_rule};
use planning::forecast::{self, Definition, METHODS};
use planning::segment::{Variability, deseasonalised_variation};
use planning::what_if::ItemRule;

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::members::Members;
use super::parallel;
use super::progress::OnProgress;
use crate::error::{Error, Place, Result};

/// How much each item-location's demand varies, and the rule that it has by that, row for row.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) variability: Vec<Variability>,
    /// Counted from 1 in the settings; 0 for none.
    pub(super) rule: Vec<u8>,
    /// What the rule sets in place of the settings.
    pub(super) own: Vec<ItemRule>,
}

impl Rules {
    /// Finds the rule of every row.
    pub(super) fn assign(
        settings: &Settings,
        items: &ItemLocations,
        demand: &Demand,
        progress: OnProgress<'_>,
    ) -> Self {
        let variability = parallel::rows(items.len(), "finding rules", progress, |row| {
            let season = demand.shape.dates.step.periods_a_year();
            let variation = deseasonalised_variation(&demand.history(row), season);
            Variability::of(variation, settings.xyz_x, settings.xyz_y)
        });
        let rule_of_row = |(row, variability): (usize, &Variability)| {
            let traits = Traits {
                class: AbcClass::ALL[usize::from(items.class[row])],
                variability: *variability,
                category: &items.category_of(row).id,
                location: &items.location_of(row).id,
            };
            winning_rule(&settings.policy, &traits)
        };
        let rule: Vec<u8> = variability.iter().enumerate().map(rule_of_row).collect();
        let own = |rule: &u8| rule_of(&settings.policy, *rule).map(PolicyRule::own).unwrap_or_default();
        Rules { own: rule.iter().map(own).collect(), rule, variability }
    }

    /// Without any rule, for tests.
    #[cfg(test)]
    pub(super) fn none(rows: usize) -> Self {
        let own = vec![ItemRule::default(); rows];
        Rules { variability: vec![Variability::X; rows], rule: vec![0; rows], own }
    }

    /// The forecast method that the rule of a row names, or that of all others.
    pub(super) fn method(&self, settings: &Settings, row: usize) -> &'static Definition {
        let named = rule_of(&settings.policy, self.rule[row]).and_then(|rule| rule.method.as_deref());
        named.and_then(forecast::find).unwrap_or(&METHODS[0])
    }
}

/// Refuses rules about unknown categories and locations, because a misspelt one would silently change nothing.
pub(super) fn refuse_unknown(settings: &Settings, members: &Members) -> Result<()> {
    let known = |groups: &[Group], id: &Option<String>| {
        id.as_ref().is_none_or(|id| groups.iter().any(|group| group.id == *id))
    };
    let names = |groups: &[Group]| {
        let shown: Vec<&str> = groups.iter().take(20).map(|group| group.id.as_str()).collect();
        shown.join(", ")
    };
    for (place, rule) in settings.policy.iter().enumerate() {
        let lists = [
            ("category", &rule.category, &members.categories.groups),
            ("location", &rule.location, &members.locations.groups),
        ];
        for (what, named, groups) in lists {
            if !known(groups, named) {
                let name = named.as_deref().unwrap_or_default();
                let problem = format!("rule {} of `policy`: there is no {what} `{name}`", place + 1);
                return Err(Error::bad(
                    Place::new("settings"),
                    problem,
                    format!("Name one of {}", names(groups)),
                ));
            }
        }
    }
    Ok(())
}
