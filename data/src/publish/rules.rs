//! Segments and rules: which policy each item-location is to have, before anything is forecast.

use contract::{AbcClass, Cube, Plan, PolicyRule, Segments, Settings, Traits, rule_of, winning_rule};
use planning::forecast::{self, Definition, METHODS};
use planning::segment::{Variability, deseasonalised_variation, features};

use super::demand::{Demand, SEASON_PERIODS};
use super::segments;
use crate::error::{Error, Place, Result};

/// Classes, segments and rules of a plan that knows what its items are.
pub(super) fn assign(settings: &Settings, cube: &Cube, demand: &Demand, plan: &mut Plan) -> Segments {
    let rows = plan.items.sku.len();
    let mut of_rows = Vec::with_capacity(rows);
    for row in 0..rows {
        let history = demand.history(row);
        let variation = deseasonalised_variation(&history, SEASON_PERIODS);
        let variability = Variability::of(variation, settings.xyz_x, settings.xyz_y);
        of_rows.push(features(&history, SEASON_PERIODS, f64::from(plan.items.annual_value[row])));
        let policy = &mut plan.policy;
        let traits = Traits {
            class: AbcClass::ALL[usize::from(policy.class[row])],
            variability,
            category: &cube.categories[usize::from(policy.category[row])].id,
            location: &cube.locations[usize::from(policy.location[row])].id,
        };
        let rule = winning_rule(&settings.policy, &traits);
        let own = rule_of(&settings.policy, rule).map(PolicyRule::own).unwrap_or_default();
        policy.own_service_level_parts.push(own.service_level_parts);
        policy.own_review_days.push(own.review_days);
        plan.items.variability.push(variability as u8);
        plan.items.rule.push(rule);
    }
    let (segments, of_row) = segments::divide(&of_rows);
    plan.items.segment = of_row;
    segments
}

/// The forecast method of an item-location with that rule.
pub(super) fn method(settings: &Settings, rule: u8) -> &'static Definition {
    let named = rule_of(&settings.policy, rule).and_then(|rule| rule.method.as_deref());
    named.and_then(forecast::find).unwrap_or(&METHODS[0])
}

/// Refuses rules about categories and locations that there are not: a misspelt one would silently change nothing.
pub(super) fn refuse_unknown(settings: &Settings, cube: &Cube) -> Result<()> {
    let known = |groups: &[contract::Group], id: &Option<String>| {
        id.as_ref().is_none_or(|id| groups.iter().any(|group| group.id == *id))
    };
    let names = |groups: &[contract::Group]| {
        let shown: Vec<&str> = groups.iter().take(20).map(|group| group.id.as_str()).collect();
        shown.join(", ")
    };
    for (place, rule) in settings.policy.iter().enumerate() {
        let lists =
            [("category", &rule.category, &cube.categories), ("location", &rule.location, &cube.locations)];
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
