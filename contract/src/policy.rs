//! Policy per segment: rules of the settings that set a policy for some item-locations.

use planning::bounds::{self, Bound, POLICY_RULES_MAX};
use planning::forecast;
use planning::segment::{AbcClass, Variability};
use planning::what_if::ItemRule;
use serde::{Deserialize, Serialize};

/// A rule: its conditions and the values it sets. In the settings file it is a table `[[policy]]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyRule {
    /// ABC class it applies to; any if absent.
    pub class: Option<AbcClass>,
    /// XYZ class it applies to; any if absent.
    pub variability: Option<Variability>,
    /// Category it applies to; any if absent.
    pub category: Option<String>,
    /// Location id it applies to; any if absent.
    pub location: Option<String>,
    /// Target cycle service level.
    pub service_level: Option<f64>,
    /// Whole days between two stock reviews.
    pub review_days: Option<f64>,
    /// Forecast method, by its name on the command line.
    pub method: Option<String>,
}

/// The properties that a rule's conditions test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits<'a> {
    /// ABC class.
    pub class: AbcClass,
    /// XYZ class.
    pub variability: Variability,
    /// Category.
    pub category: &'a str,
    /// Location id.
    pub location: &'a str,
}

impl PolicyRule {
    /// Whether all its conditions hold.
    pub fn applies(&self, to: &Traits<'_>) -> bool {
        self.class.is_none_or(|class| class == to.class)
            && self.variability.is_none_or(|variability| variability == to.variability)
            && self.category.as_ref().is_none_or(|category| category == to.category)
            && self.location.as_ref().is_none_or(|location| location == to.location)
    }

    /// How many conditions it has: the more, the more specific.
    pub fn conditions(&self) -> usize {
        usize::from(self.class.is_some())
            + usize::from(self.variability.is_some())
            + usize::from(self.category.is_some())
            + usize::from(self.location.is_some())
    }

    /// The values that it sets in place of a scenario's.
    pub fn own(&self) -> ItemRule {
        ItemRule::new(self.service_level, self.review_days)
    }

    /// Its problem, if it has one.
    fn problem(&self) -> Option<String> {
        if self.conditions() == 0 {
            return Some("it has no condition; name a class, variability, category or location".into());
        }
        if self.service_level.is_none() && self.review_days.is_none() && self.method.is_none() {
            return Some("it sets nothing; name a service_level, review_days or method".into());
        }
        let outside = |bound: &Bound, value: Option<f64>, is_exact: &dyn Fn(f64) -> bool, exact: &str| {
            let value = value?;
            let allowed = bound.allows(value) && is_exact(value);
            (!allowed).then(|| {
                format!(
                    "`{}` is {value}: a {} must be between {} and {} ({}){exact}",
                    bound.name, bound.phrase, bound.min, bound.max, bound.unit
                )
            })
        };
        let parts = |level: f64| {
            (level * ItemRule::SERVICE_LEVEL_PARTS - (level * ItemRule::SERVICE_LEVEL_PARTS).round()).abs()
                < 1e-6
        };
        let whole = |days: f64| days.fract() == 0.0;
        outside(&bounds::SERVICE_LEVEL, self.service_level, &parts, ", with at most four decimals")
            .or_else(|| outside(&bounds::REVIEW_DAYS, self.review_days, &whole, ", in whole days"))
            .or_else(|| {
                let name = self.method.as_ref().filter(|name| forecast::find(name).is_none())?;
                let names: Vec<&str> = forecast::METHODS.iter().map(|method| method.name).collect();
                Some(format!("`method` is {name}: it must be one of {}", names.join(", ")))
            })
    }
}

/// The rule that sets the policy of an item-location, counted from 1; 0 for none. Of the rules that apply, the one
/// with the most conditions wins; among equals, the first.
pub fn winning_rule(rules: &[PolicyRule], of: &Traits<'_>) -> u8 {
    let applying = rules.iter().enumerate().filter(|(_, rule)| rule.applies(of));
    // `max_by_key` returns the last of several largest, so the order is reversed.
    let winner = applying.rev().max_by_key(|(_, rule)| rule.conditions());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "settings hold at most POLICY_RULES_MAX rules, which are below 256"
    )]
    winner.map_or(0, |(place, _)| (place + 1) as u8)
}

/// A rule by its number in derived files; `None` for 0.
pub fn rule_of(rules: &[PolicyRule], number: u8) -> Option<&PolicyRule> {
    rules.get(usize::from(number).checked_sub(1)?)
}

/// The first problem of the rules, as a sentence that names the rule.
pub(crate) fn problem(rules: &[PolicyRule]) -> Option<String> {
    if rules.len() > POLICY_RULES_MAX {
        return Some(format!(
            "there are {} rules `policy`: at most {POLICY_RULES_MAX} are kept",
            rules.len()
        ));
    }
    let of = |(place, rule): (usize, &PolicyRule)| {
        rule.problem().map(|problem| format!("rule {} of `policy`: {problem}", place + 1))
    };
    rules.iter().enumerate().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(conditions: &str, set: &str) -> PolicyRule {
        let json = format!(
            "{{{conditions}{}{set}}}",
            if conditions.is_empty() || set.is_empty() { "" } else { "," }
        );
        serde_json::from_str(&json).expect("a rule")
    }

    #[test]
    fn the_most_specific_rule_wins_and_of_several_the_first() {
        let set = r#""service_level": 0.9"#;
        let rules = [
            rule(r#""class": "A""#, set),
            rule(r#""class": "A", "variability": "Z""#, set),
            rule(r#""category": "Mugs", "location": "uk""#, set),
            rule(r#""variability": "unknown""#, set),
        ];
        let of = |class, variability, category, location| {
            winning_rule(&rules, &Traits { class, variability, category, location })
        };
        assert_eq!(of(AbcClass::A, Variability::X, "Lamps", "uk"), 1);
        assert_eq!(of(AbcClass::A, Variability::Z, "Lamps", "uk"), 2);
        assert_eq!(of(AbcClass::A, Variability::Z, "Mugs", "uk"), 2, "of two with two conditions the first");
        assert_eq!(of(AbcClass::C, Variability::Z, "Mugs", "uk"), 3);
        assert_eq!(of(AbcClass::C, Variability::Unknown, "Mugs", "eu"), 4);
        assert_eq!(of(AbcClass::C, Variability::X, "Mugs", "eu"), 0);
        assert_eq!(rule_of(&rules, 2), Some(&rules[1]));
        assert_eq!((rule_of(&rules, 0), rule_of(&rules, 5)), (None, None));
    }

    #[test]
    fn a_wrong_rule_is_named_with_its_setting() {
        let right = rule(r#""class": "A""#, r#""service_level": 0.9875"#);
        assert_eq!(problem(std::slice::from_ref(&right)), None);
        for (wrong, parts) in [
            (rule("", r#""service_level": 0.9"#), ["no condition", "class"]),
            (rule(r#""class": "A""#, ""), ["sets nothing", "review_days"]),
            (rule(r#""class": "A""#, r#""service_level": 98"#), ["`service_level` is 98", "0.999"]),
            (rule(r#""class": "A""#, r#""service_level": 0.98765"#), ["0.98765", "four decimals"]),
            (rule(r#""class": "A""#, r#""review_days": 0"#), ["`review_days` is 0", "60"]),
            (rule(r#""class": "A""#, r#""review_days": 1.5"#), ["`review_days` is 1.5", "whole days"]),
            (rule(r#""class": "A""#, r#""method": "guess""#), ["`method` is guess", "auto, "]),
        ] {
            let found = problem(&[right.clone(), wrong]).expect("a problem");
            assert!(found.starts_with("rule 2 of `policy`: "), "{found}");
            assert!(parts.iter().all(|part| found.contains(part)), "{found}");
        }
        assert!(problem(&vec![right; 251]).is_some_and(|found| found.contains("250")));
    }
}
