//! Rules of the settings, in words.

use crate::category;
use crate::text;
use contract::{Facts, PolicyRule, rule_of};

/// What a rule applies to, in words.
pub(crate) fn rule_conditions(rule: &PolicyRule) -> String {
    let parts = [
        (text::class(), rule.class.map(|class| text::abc_class(class.name()).name.to_owned())),
        (text::segments_variability(), rule.variability.map(|variability| variability.name().to_owned())),
        (text::category(), rule.category.as_deref().map(|name| category::name(name).to_owned())),
        (text::location(), rule.location.clone()),
    ];
    let part = |(name, value): (&str, Option<String>)| value.map(|value| [name, " ", &value].concat());
    parts.into_iter().filter_map(part).collect::<Vec<_>>().join(text::list_comma())
}

/// The rule that an item-location's policy is from, in words; nothing where it is from the settings themselves.
pub(crate) fn rule_name(facts: &Facts, rule: u8) -> Option<String> {
    let rules = &facts.settings.policy;
    rule_of(rules, rule).map(|found| text::segments_rule_is(&rule.to_string(), &rule_conditions(found)))
}
