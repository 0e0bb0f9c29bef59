//! The rules of the settings: what each applies to, what it sets, how many item-locations have it.

use super::{Shown, count, framed, head, section, text_head};
use crate::islands::shared::policy_rule::rule_conditions;
use crate::islands::shared::scenario::days;
use crate::view::{Element, el};
use crate::{format, text};
use contract::PolicyRule;

/// What stands in a settings file.
const EXAMPLE: &str = "[[policy]]\nclass = \"A\"\nvariability = \"Z\"\nservice_level = 0.98\nreview_days = 7";

/// The rules, or how to write one.
pub(super) fn rules(shown: &Shown<'_>) -> Element {
    let settings = &shown.request.derived().facts.settings;
    let common =
        text::segments_rules_hint(&format::percent(settings.service_level, 1), &days(settings.review_days));
    let part = section("rules", text::segments_rules(), common);
    let rules = &settings.policy;
    if rules.is_empty() {
        let example = el("pre").child(el("code").child(EXAMPLE));
        return part.child(el("p").child(text::segments_no_rules())).child(example);
    }
    let heads = [
        head(text::segments_rule()),
        text_head(text::segments_applies()),
        text_head(text::segments_sets()),
        head(text::segments_item_locations()),
    ];
    let rows = rules.iter().enumerate().map(|(place, rule)| row(shown, place + 1, rule));
    let table = el("table")
        .class("rules")
        .child(el("caption").class("hidden").child(text::segments_rules()))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows));
    part.child(framed(text::segments_rules(), table))
}

fn row(shown: &Shown<'_>, number: usize, rule: &PolicyRule) -> Element {
    let had = shown.total.policies.iter().find(|policy| usize::from(policy.rule) == number);
    let had = had.map_or(0, |policy| policy.item_locations);
    let cell = |words: String| el("td").class("text").child(words);
    el("tr")
        .attr("data-rule", number.to_string())
        .child(el("th").attr("scope", "row").child(number.to_string()))
        .child(cell(rule_conditions(rule)))
        .child(cell(sets(rule)))
        .child(el("td").child(if had == 0 { text::segments_no_item().to_owned() } else { count(had) }))
}

fn sets(rule: &PolicyRule) -> String {
    let parts = [
        rule.service_level.map(|level| text::segments_sets_service(&format::percent(level, 1))),
        rule.review_days.map(|count| text::segments_sets_review(&days(count))),
        rule.method.as_ref().map(|method| text::segments_sets_method(method)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(text::list_comma())
}
